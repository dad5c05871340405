//! What the reader has done with an entry: read it, bookmarked it, written a note.

use serde::Deserialize;
use serde::Serialize;

use crate::engine::model::BlogId;
use crate::engine::model::EntryId;
use crate::engine::model::Shelf;
use crate::engine::model::ShelfChange;
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

impl MarkChange {
    /// The entry that it concerns.
    pub fn entry(&self) -> EntryId {
        match self {
            Self::Read(id)
            | Self::Unread(id)
            | Self::Bookmark(id)
            | Self::Unbookmark(id)
            | Self::Note(id, _)
            | Self::Tag(id, _)
            | Self::Untag(id, _) => *id,
        }
    }
}

/// What a step was that can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deed {
    /// Entries were read, without a word of the reader.
    Reading,
    /// Entries were marked read.
    Read,
    /// Entries were marked unread.
    Unread,
    /// Bookmarks were set.
    Bookmark,
    /// Bookmarks were removed.
    Unbookmark,
    /// A note was written or removed.
    Note,
    /// A tag was given to entries, or taken from them.
    Tag,
    /// A name was corrected.
    Name,
    /// A blog was renamed.
    Rename,
    /// A tag was given to a blog, or taken from it.
    TagBlog,
    /// A blog was put into the archive.
    Archive,
    /// A blog was deleted.
    Delete,
    /// A blog was put back into the library.
    Restore,
    /// A filter was saved, or a saved one taken away.
    Filter,
    /// It was decided that two blogs are one.
    Link,
    /// It was decided that two snapshots are not of one blog.
    Unlink,
    /// Something that this version of the program does not know.
    Other,
}

impl Deed {
    /// Every deed and its name in the library.
    const NAMES: &[(Self, &str)] = &[
        (Self::Reading, "reading"),
        (Self::Read, "read"),
        (Self::Unread, "unread"),
        (Self::Bookmark, "bookmark"),
        (Self::Unbookmark, "unbookmark"),
        (Self::Note, "note"),
        (Self::Tag, "tag"),
        (Self::Name, "name"),
        (Self::Rename, "rename"),
        (Self::TagBlog, "tag-blog"),
        (Self::Archive, "archive"),
        (Self::Delete, "delete"),
        (Self::Restore, "restore"),
        (Self::Filter, "filter"),
        (Self::Link, "link"),
        (Self::Unlink, "unlink"),
        (Self::Other, "other"),
    ];

    /// What some changes are when the reader asked for them: what the first of them is.
    pub fn of(changes: &[MarkChange]) -> Self {
        match changes.first() {
            Some(MarkChange::Read(_)) => Self::Read,
            Some(MarkChange::Unread(_)) => Self::Unread,
            Some(MarkChange::Bookmark(_)) => Self::Bookmark,
            Some(MarkChange::Unbookmark(_)) => Self::Unbookmark,
            Some(MarkChange::Note(..)) => Self::Note,
            Some(MarkChange::Tag(..) | MarkChange::Untag(..)) => Self::Tag,
            None => Self::Other,
        }
    }

    /// What some changes of how a blog is kept are: what the first of them is.
    pub fn of_shelf(changes: &[ShelfChange]) -> Self {
        match changes.first() {
            Some(ShelfChange::Name(_)) => Self::Rename,
            Some(ShelfChange::Tag(_) | ShelfChange::Untag(_)) => Self::TagBlog,
            Some(ShelfChange::Put(Shelf::Archive)) => Self::Archive,
            Some(ShelfChange::Put(Shelf::Deleted)) => Self::Delete,
            Some(ShelfChange::Put(Shelf::Library)) => Self::Restore,
            None => Self::Other,
        }
    }

    /// Its name in the library.
    pub fn name(self) -> &'static str {
        let known = Self::NAMES.iter().find(|(deed, _)| *deed == self);
        known.map_or("other", |(_, name)| name)
    }

    /// The deed of a name.
    pub fn from_name(name: &str) -> Self {
        let known = Self::NAMES.iter().find(|(_, known)| *known == name);
        known.map_or(Self::Other, |(deed, _)| *deed)
    }
}

/// A saved filter as it is to be after a step was taken back or done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterThen {
    /// What it is called.
    pub name: String,
    /// The filter as it is typed; nothing if there is to be none of this name.
    pub text: Option<String>,
}

/// A step that was taken back or done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it was.
    pub deed: Deed,
    /// How many entries it concerned.
    pub entries: u32,
    /// The blog of the entries.
    pub blog: BlogId,
    /// One of the entries.
    pub entry: Option<EntryId>,
    /// The saved filter that it concerned.
    pub filter: Option<FilterThen>,
}
