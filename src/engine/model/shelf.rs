//! How the person keeps blogs: under which name and tags, in the list or out of the way.

use serde::Serialize;

use crate::engine::text::SafeText;

/// Where a blog is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shelf {
    /// In the articles list.
    #[default]
    Library,
    /// Put away; search finds it.
    Archive,
    /// Deleted: shown nowhere but among the deleted ones, from where it can be taken back.
    Deleted,
}

impl Shelf {
    /// Every shelf.
    pub const ALL: [Self; 3] = [Self::Library, Self::Archive, Self::Deleted];
}

/// A change of how a blog is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShelfChange {
    /// Gives it a name of the person's own, or takes that away.
    Name(Option<SafeText>),
    /// Puts it on a shelf.
    Put(Shelf),
    /// Adds a tag.
    Tag(SafeText),
    /// Removes a tag.
    Untag(SafeText),
}
