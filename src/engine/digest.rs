//! One snapshot read by itself: its format is recognised from the content, and that format's reader does the rest.

use crate::engine::model::RawSnapshot;
use crate::engine::model::Reading;
use crate::engine::parse::format;
use crate::engine::rules::Rules;

/// The version of everything that turns bytes into readings and timelines; a store that holds an older one reads its snapshots again.
pub const VERSION: u32 = 4;

/// How one snapshot is read, and whether it is a live blog at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Looked {
    /// Everything in it.
    pub reading: Reading,
    /// Why it is no live blog, in plain words: an ordinary article, a front page, a login wall, no text. Nothing if it may be one.
    pub refusal: Option<String>,
}

/// Reads one snapshot and says what it is. Total: whatever the bytes are, nothing fails and nothing is lost.
pub fn look(raw: &RawSnapshot, rules: &Rules) -> Looked {
    (format::of(&raw.bytes).look)(raw, rules)
}

/// Reads one snapshot, as [`look`] does.
pub fn digest(raw: &RawSnapshot, rules: &Rules) -> Reading {
    look(raw, rules).reading
}

/// Says why a snapshot is no live blog, as [`look`] does.
pub fn refusal(raw: &RawSnapshot, rules: &Rules) -> Option<String> {
    look(raw, rules).refusal
}
