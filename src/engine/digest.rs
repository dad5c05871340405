//! One snapshot read by itself: decode, split into lines, clean, give roles.

use crate::engine::clean;
use crate::engine::model::PageMeta;
use crate::engine::model::RawSnapshot;
use crate::engine::model::Reading;
use crate::engine::parse;
use crate::engine::rules::Rules;
use crate::engine::segment;

/// The version of everything that turns bytes into readings and timelines; a store that holds an older one reads its snapshots again.
pub const VERSION: u32 = 1;

/// Reads one snapshot. Total: whatever the bytes are, nothing fails and nothing is lost.
pub fn digest(raw: &RawSnapshot, rules: &Rules) -> Reading {
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
}
