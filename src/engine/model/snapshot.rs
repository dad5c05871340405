//! Snapshots as they come in: bytes and what is known about their capture.

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::model::SnapshotId;
use crate::engine::text::SafeText;

/// How a snapshot came to us. It says little of how its bytes are read, more of where they stand in time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Capture {
    /// The file's or member's name, without folders.
    pub name: SafeText,
    /// The full place: a path, an archive and member, an address, `stdin`.
    pub origin: SafeText,
    /// When the page was captured, if a fetch, an archive, the person or the file's name says so.
    pub captured_at: Option<Timestamp>,
    /// The file's modification time: a weak hint for order, never shown as a fact.
    pub modified_hint: Option<Timestamp>,
    /// The address the page was fetched from.
    pub url: Option<String>,
    /// The media type that the source stated.
    pub media_type: Option<String>,
    /// Whether it is a further page of a live blog, to which that blog links: it needs no other sign of being one.
    pub continues: bool,
}

/// One snapshot as given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawSnapshot {
    /// The hash of `bytes`.
    pub id: SnapshotId,
    /// How it came to us.
    pub capture: Capture,
    /// The bytes as given.
    pub bytes: Vec<u8>,
}

impl RawSnapshot {
    /// A snapshot of these bytes.
    pub fn new(capture: Capture, bytes: Vec<u8>) -> Self {
        Self {
            id: SnapshotId::of(&bytes),
            capture,
            bytes,
        }
    }
}
