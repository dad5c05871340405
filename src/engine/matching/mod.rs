//! Which live blog a snapshot belongs to, decided pair by pair from sketches.

use serde::Deserialize;
use serde::Serialize;

use crate::engine::model::Reading;

/// What is remembered of a snapshot to recognise others of the same blog.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sketch {
    /// Placeholder of the scaffold.
    pub shingles: Vec<u64>,
}

/// Whether two snapshots belong to one blog.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// Whether they do.
    pub same: bool,
    /// Whether they may, so that the person should be asked.
    pub doubtful: bool,
    /// How sure that is, from 0 to 1.
    pub score: f32,
    /// The evidence in words.
    pub why: String,
}

impl Sketch {
    /// The sketch of a snapshot.
    pub fn of(reading: &Reading) -> Self {
        todo!("{:?}", reading)
    }

    /// Keys for an index: two snapshots of one blog share at least one of them.
    pub fn keys(&self) -> Vec<u64> {
        todo!()
    }
}

/// Judges a pair of snapshots. Symmetric, and a function of the two alone.
pub fn judge(a: &Sketch, b: &Sketch) -> Verdict {
    todo!("{:?} {:?}", a, b)
}
