//! One snapshot read by itself: its format is recognised from the content, and that format's reader does the rest.

use crate::engine::model::RawSnapshot;
use crate::engine::model::Reading;
use crate::engine::parse::format;
use crate::engine::rules::Rules;

/// The version of everything that turns bytes into readings and timelines; a store that holds an older one reads its snapshots again.
pub const VERSION: u32 = 2;

/// Reads one snapshot. Total: whatever the bytes are, nothing fails and nothing is lost.
pub fn digest(raw: &RawSnapshot, rules: &Rules) -> Reading {
<<<<<<< HEAD
    let (text, _) = parse::decode(&raw.bytes);
    let scraps = clean::clean(&parse::lines(&text), rules);
    let segmented = segment::segment(scraps, rules);
    let meta = PageMeta {
        url: raw.capture.url.clone(),
        stated_at: segmented.stated_at,
        ..PageMeta::default()
    };
    Reading {
        snapshot: raw.id,
        format: "text".to_owned(),
        form: segmented.form,
        meta,
        pieces: segmented.pieces,
    }
=======
    (format::of(&raw.bytes).read)(raw, rules)
}

/// Says in plain words why a snapshot is no live blog: an ordinary article, a front page, a login wall, no text. Nothing if it may be one.
pub fn refusal(raw: &RawSnapshot, rules: &Rules) -> Option<String> {
    (format::of(&raw.bytes).refusal)(raw, rules)
>>>>>>> pages
}
