//! The merge: one timeline from all snapshots of a live blog, as a function of their set.

use crate::engine::model::Capture;
use crate::engine::model::Reading;
use crate::engine::model::Timeline;

/// One snapshot of a blog, as the merge takes it.
#[derive(Debug, Clone, Copy)]
pub struct Member<'a> {
    /// How it is read.
    pub reading: &'a Reading,
    /// How it came to us.
    pub capture: &'a Capture,
}

/// Merges all snapshots of one blog. The order of `members` does not matter; there must be at least one.
pub fn resolve(members: &[Member<'_>]) -> Timeline {
    todo!("{:?}", members)
}
