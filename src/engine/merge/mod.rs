//! The merge: one timeline from all snapshots of a live blog, as a function of their set.
//!
//! Every snapshot becomes a sheet of paragraph classes ([`sheet`], [`para`]); borders that a text does not state are
//! inferred in the light of the other snapshots ([`votes`], [`hint`]). Postings ([`posting`]) are grouped into entries ([`cluster`]),
//! snapshots and entries put in order ([`age`], [`order`]), versions told apart ([`revise`]), and the whole written down ([`assemble`]).
//! What of all this a further snapshot leaves as it is, [`Memory`] keeps.

mod age;
mod apart;
mod assemble;
mod clock;
mod cluster;
mod edges;
mod entries;
mod explain;
mod few;
mod fleeting;
mod habit;
mod heads;
mod hint;
mod index;
mod joined;
mod keep;
mod lists;
mod memory;
mod moment;
mod once;
mod order;
mod page;
mod para;
mod pile;
mod posting;
mod revise;
mod rewritten;
mod sharing;
mod sheet;
mod sketches;
mod standing;
mod time;
mod told;
mod union;
mod votes;
mod withdrawn;
mod wording;

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;

use crate::engine::model::BlogId;
use crate::engine::model::Capture;
use crate::engine::model::Reading;
use crate::engine::model::SnapshotId;
use crate::engine::model::SnapshotSummary;
use crate::engine::model::Timeline;

pub use assemble::summary;
pub use explain::Explained;
pub use explain::Habitual;
pub use explain::Light;
pub use explain::Others;
pub use keep::FORM;
pub use keep::Keep;
pub use memory::Memory;
pub use memory::Update;

/// One snapshot of a blog, as the merge takes it.
#[derive(Debug, Clone, Copy)]
pub struct Member<'a> {
    /// How it is read.
    pub reading: &'a Reading,
    /// How it came to us.
    pub capture: &'a Capture,
}

/// Merges all snapshots of one blog. The order of `members` does not matter; without any the timeline is empty.
pub fn resolve(members: &[Member<'_>]) -> Timeline {
    let readings: HashMap<SnapshotId, Member<'_>> = members
        .iter()
        .map(|member| (member.reading.snapshot, *member))
        .collect();
    let captures: Vec<(SnapshotId, Capture)> = readings
        .iter()
        .map(|(id, member)| (*id, member.capture.clone()))
        .collect();
    let mut load = |id: SnapshotId| -> Result<Arc<Reading>, Infallible> {
        Ok(Arc::new(readings[&id].reading.clone()))
    };
    let Ok(update) = Memory::default().update(&captures, &mut load);
    let summary = |id: &SnapshotId| -> Option<SnapshotSummary> {
        let member = readings.get(id)?;
        Some(summary(member.reading, member.capture))
    };
    let mut snapshots: Vec<SnapshotSummary> = update.snapshots.iter().filter_map(summary).collect();
    update.page.list_aside(&mut snapshots);
    Timeline {
        blog: update.blog,
        title: update.title,
        url: update.url,
        publisher: update.publisher,
        ends_at: update.ends_at,
        page: update.page,
        entries: update.changed,
        snapshots,
    }
}

/// The canonical order of snapshots: by capture time where it is known, then by identity.
fn canonical(capture: &Capture, id: SnapshotId) -> (bool, Option<jiff::Timestamp>, SnapshotId) {
    let at = capture.captured_at;
    (at.is_none(), at, id)
}

/// The id of a blog whose first snapshot this is.
fn blog_id(first: Option<SnapshotId>) -> BlogId {
    BlogId::of(first.unwrap_or(SnapshotId([0; 16])))
}
