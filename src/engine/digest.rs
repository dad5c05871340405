//! One snapshot read by itself: its format is recognised from the content, and that format's reader does the rest.

use crate::engine::model::RawSnapshot;
use crate::engine::model::Reading;
use crate::engine::parse::format;
use crate::engine::rules::Rules;

/// The version of everything that turns bytes into readings and timelines; a store that holds an older one reads its snapshots again.
pub const VERSION: u32 = 4;

/// Reads one snapshot. Total: whatever the bytes are, nothing fails and nothing is lost.
pub fn digest(raw: &RawSnapshot, rules: &Rules) -> Reading {
    (format::of(&raw.bytes).read)(raw, rules)
}

/// Says in plain words why a snapshot is no live blog: an ordinary article, a front page, a login wall, no text. Nothing if it may be one.
pub fn refusal(raw: &RawSnapshot, rules: &Rules) -> Option<String> {
    (format::of(&raw.bytes).refusal)(raw, rules)
}
