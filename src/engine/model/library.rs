//! Rows of a library: what lists and panes show of blogs and entries without reading their texts.

use std::ops::Range;

use jiff::Timestamp;
use serde::Serialize;

use crate::engine::model::BlogId;
use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::engine::model::EntryState;
use crate::engine::model::Marks;
use crate::engine::model::ReadState;
use crate::engine::model::Shelf;
use crate::engine::text::SafeText;

/// One live blog in the articles list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BlogRow {
    /// The blog.
    pub id: BlogId,
    /// The title of its page.
    pub title: SafeText,
    /// The name that the person gave it.
    pub name: Option<SafeText>,
    /// The person's tags, in alphabetical order.
    pub tags: Vec<SafeText>,
    /// Where it is kept.
    pub shelf: Shelf,
    /// Who publishes it, if stated.
    pub publisher: Option<SafeText>,
    /// The address of its page, if stated.
    pub url: Option<String>,
    /// How many entries it has.
    pub entries: u32,
    /// How many of them were never read.
    pub unread: u32,
    /// How many changed in substance after they were read.
    pub changed: u32,
    /// How many are bookmarked.
    pub bookmarked: u32,
    /// How many snapshots it was made from.
    pub snapshots: u32,
    /// When a snapshot of it was last captured, where that is known.
    pub last_seen: Option<Timestamp>,
    /// When a snapshot of it was last added to the library.
    pub added_at: Timestamp,
    /// When its newest dated entry was published.
    pub newest: Option<Timestamp>,
    /// How many entries were published in each of equal stretches of time, from its oldest to its newest dated one;
    /// empty where fewer than two are dated.
    pub activity: Vec<u32>,
}

impl BlogRow {
    /// What it is called on screen: the person's name for it, else the title of its page.
    pub fn shown(&self) -> &SafeText {
        self.name.as_ref().unwrap_or(&self.title)
    }
}

/// One entry of an open timeline: enough to move among entries, not to read them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct EntryRow {
    /// The entry.
    pub id: EntryId,
    /// Whether it was read.
    pub read: ReadState,
    /// Whether it is bookmarked.
    pub bookmarked: bool,
    /// Where it is in its life.
    pub state: EntryState,
    /// Whether updates may be missing above it.
    pub gap_before: bool,
    /// When it was published, if stated.
    pub published_at: Option<Timestamp>,
}

/// One entry that a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchHit {
    /// The entry's blog.
    pub blog: BlogId,
    /// The title of that blog.
    pub blog_title: SafeText,
    /// The entry.
    pub entry: EntryId,
    /// Its heading, if it has one.
    pub heading: Option<SafeText>,
    /// When it was published, if stated.
    pub published_at: Option<Timestamp>,
    /// Text around the hit; the hits are at the byte ranges.
    pub snippet: SafeText,
    /// Where the hits are in the snippet.
    pub hits: Vec<Range<usize>>,
}

/// An entry with the reader's marks.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkedEntry {
    /// The entry.
    pub entry: Entry,
    /// What the reader did with it.
    pub marks: Marks,
}
