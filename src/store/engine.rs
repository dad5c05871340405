//! The functions of the engine that the store calls, in one place, so that tests of the store can bring a small engine of their own.

use std::sync::Arc;

use crate::engine::digest;
use crate::engine::matching;
use crate::engine::matching::Sketch;
use crate::engine::matching::Verdict;
use crate::engine::merge::Memory;
use crate::engine::merge::Update;
use crate::engine::model::Capture;
use crate::engine::model::RawSnapshot;
use crate::engine::model::Reading;
use crate::engine::model::SnapshotId;
use crate::engine::rules::Rules;
use crate::store::error::Problem;

/// Loads how a snapshot is read.
pub(crate) type Load<'l> = dyn FnMut(SnapshotId) -> Result<Arc<Reading>, Problem> + 'l;

/// Takes in which snapshots a blog has now, and says what of its timeline changed.
pub(crate) type Merge =
    fn(&mut Memory, &[(SnapshotId, Capture)], &mut Load<'_>) -> Result<Update, Problem>;

/// A sketch as the store keeps it: serialised, and with its keys for the index.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct KeptSketch {
    /// The sketch, serialised by the engine at hand.
    pub(crate) bytes: Vec<u8>,
    /// Its keys.
    pub(crate) keys: Vec<u64>,
}

/// What the store needs of an engine.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Engine {
    /// Its version: readings made by an older one are made again.
    pub(crate) version: u32,
    /// Reads one snapshot.
    pub(crate) digest: fn(&RawSnapshot, &Rules) -> Reading,
    /// Makes the sketch of a reading.
    pub(crate) sketch: fn(&Reading) -> KeptSketch,
    /// Judges a pair of serialised sketches; nothing if one of them cannot be read.
    pub(crate) judge: fn(&[u8], &[u8]) -> Option<Verdict>,
    /// Merges the snapshots of one blog.
    pub(crate) merge: Merge,
}

impl Engine {
    /// The engine of this crate.
    pub(crate) const REAL: Self = Self {
        version: digest::VERSION,
        digest: digest::digest,
        sketch: |reading| {
            let sketch = Sketch::of(reading);
            // A sketch is plain data: writing it cannot fail, and an empty text would be reported when it is read.
            KeptSketch {
                bytes: serde_json::to_vec(&sketch).unwrap_or_default(),
                keys: sketch.keys(),
            }
        },
        judge: |a, b| {
            let a: Sketch = serde_json::from_slice(a).ok()?;
            let b: Sketch = serde_json::from_slice(b).ok()?;
            Some(matching::judge(&a, &b))
        },
        merge: |memory, members, load| memory.update(members, load),
    };
}
