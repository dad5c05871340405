//! What the reader has done with an entry: read it, bookmarked it, written a note.

use serde::Deserialize;
use serde::Serialize;

use crate::engine::model::EntryId;
use crate::engine::text::SafeText;

/// Whether an entry was read, and whether it is still what was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadState {
    /// Never read.
    #[default]
    Unread,
    /// Read as it stands.
    Read,
    /// Read, and changed in substance since.
    Changed,
}

/// All marks of one entry.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Marks {
    /// Read, unread or changed since it was read.
    pub read: ReadState,
    /// Whether it is bookmarked.
    pub bookmarked: bool,
    /// The reader's own note.
    pub note: Option<SafeText>,
    /// The reader's own tags, in alphabetical order.
    #[serde(default)]
    pub tags: Vec<SafeText>,
}

/// One change of marks that the reader asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkChange {
    /// The entry was read as it stands now.
    Read(EntryId),
    /// The entry counts as unread again.
    Unread(EntryId),
    /// Bookmarks the entry.
    Bookmark(EntryId),
    /// Takes the bookmark away.
    Unbookmark(EntryId),
    /// Sets or removes the note.
    Note(EntryId, Option<SafeText>),
    /// Adds a tag to the entry.
    Tag(EntryId, SafeText),
    /// Removes a tag from the entry.
    Untag(EntryId, SafeText),
}
