//! One snapshot read by itself: decode, split into lines, clean, give roles.

use crate::engine::model::RawSnapshot;
use crate::engine::model::Reading;
use crate::engine::rules::Rules;

/// The version of everything that turns bytes into readings and timelines; a store that holds an older one reads its snapshots again.
pub const VERSION: u32 = 1;

/// Reads one snapshot. Total: whatever the bytes are, nothing fails and nothing is lost.
pub fn digest(raw: &RawSnapshot, rules: &Rules) -> Reading {
    todo!("{:?} {:?}", raw, rules)
}
