//! SCAFFOLD of the store; the interface that app, tui and cli are written against.

use std::path::Path;

use jiff::Timestamp;

use crate::engine::export::MarkedTimeline;
use crate::engine::model::*;
use crate::engine::rules::Rules;

#[derive(Debug, thiserror::Error)]
#[error("scaffold")]
pub struct StoreError;

pub type Result<T> = std::result::Result<T, StoreError>;

#[derive(Debug)]
pub struct Store {}

/// What one added snapshot did.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Added {
    pub snapshot: SnapshotId,
    pub name: crate::engine::text::SafeText,
    pub blog: BlogId,
    pub blog_title: crate::engine::text::SafeText,
    /// The same bytes were in the library already.
    pub known: bool,
    /// It began a new blog.
    pub new_blog: bool,
    pub new: u32,
    pub revised: u32,
    pub unchanged: u32,
    pub dropped: u32,
    /// Another blog that it may belong to, with the reason, if that is doubtful.
    pub looks_like: Option<(BlogId, String)>,
}

#[derive(Debug, Clone)]
pub struct SearchHit {
    pub blog: BlogId,
    pub blog_title: crate::engine::text::SafeText,
    pub entry: EntryId,
    pub heading: Option<crate::engine::text::SafeText>,
    /// Text around the hit; the hits are at the byte ranges.
    pub snippet: crate::engine::text::SafeText,
    pub hits: Vec<std::ops::Range<usize>>,
}

impl Store {
    /// Opens (and creates, migrates) the library in a folder.
    pub fn open(_folder: &Path) -> Result<Self> { todo!() }
    /// A library that lives in memory only: for the sample and for tests.
    pub fn in_memory() -> Result<Self> { todo!() }
    pub fn is_empty(&self) -> Result<bool> { todo!() }
    /// Adds snapshots in one transaction; `now` is when that happens. One `Added` for each, in the order given.
    pub fn add(&mut self, _raws: Vec<RawSnapshot>, _rules: &Rules, _now: Timestamp) -> Result<Vec<Added>> { todo!() }
    /// The articles list, most recently added first.
    pub fn blogs(&self) -> Result<Vec<BlogRow>> { todo!() }
    /// Finds a blog by id (also one it had earlier), by a unique prefix of it, or by words of its title. Several: an error that lists them.
    pub fn find_blog(&self, _wanted: &str) -> Result<BlogId> { todo!() }
    /// The rows of all entries of a blog, newest first.
    pub fn rows(&self, _blog: BlogId) -> Result<Vec<EntryRow>> { todo!() }
    /// The full entries at the positions `from..to` of the timeline.
    pub fn entries(&self, _blog: BlogId, _from: usize, _to: usize) -> Result<Vec<MarkedEntry>> { todo!() }
    /// The texts above the entries, and the snapshots.
    pub fn page(&self, _blog: BlogId) -> Result<(PageText, Vec<SnapshotSummary>)> { todo!() }
    /// The whole timeline with marks, for show and export.
    pub fn timeline(&self, _blog: BlogId) -> Result<MarkedTimeline> { todo!() }
    /// The entry that an id (also one it had earlier) stands for today.
    pub fn find_entry(&self, _id: EntryId) -> Result<Option<(BlogId, EntryId)>> { todo!() }
    /// Makes marks, all or none, durable when this returns.
    pub fn mark(&mut self, _changes: &[MarkChange], _now: Timestamp) -> Result<()> { todo!() }
    /// Entries of all blogs that carry a bookmark, newest bookmark first.
    pub fn bookmarks(&self) -> Result<Vec<(BlogRow, MarkedEntry)>> { todo!() }
    /// Full-text search over all blogs.
    pub fn search(&self, _query: &str, _limit: usize) -> Result<Vec<SearchHit>> { todo!() }
    /// The positions (0 = newest) of the entries of a blog whose shown text contains `text`, ignoring case.
    pub fn matches(&self, _blog: BlogId, _text: &str) -> Result<Vec<usize>> { todo!() }
    /// The bytes of a snapshot as given.
    pub fn raw(&self, _id: SnapshotId) -> Result<Option<Vec<u8>>> { todo!() }
    /// Says that two snapshots (or blogs, by any of their snapshots) belong together or do not; the decision is kept.
    pub fn decide(&mut self, _a: SnapshotId, _b: SnapshotId, _same: bool, _rules: &Rules, _now: Timestamp) -> Result<()> { todo!() }
    /// A number that grows whenever any process changed the library: for noticing changes cheaply (PRAGMA data_version and own writes).
    pub fn version(&self) -> Result<u64> { todo!() }
}
