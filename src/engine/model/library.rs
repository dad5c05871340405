//! Rows of a library: what lists and panes show of blogs and entries without reading their texts.

use std::ops::Range;

use jiff::SignedDuration;
use jiff::Timestamp;
use serde::Serialize;

use crate::engine::model::BlogId;
use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::engine::model::EntryState;
use crate::engine::model::Marks;
use crate::engine::model::ReadState;
use crate::engine::model::Shelf;
use crate::engine::model::SnapshotId;
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
    /// When its coverage ends or ended, as its page says.
    pub ends_at: Option<Timestamp>,
}

/// Two blogs that may be one, on which the person is to be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Doubt {
    /// The blogs.
    pub blogs: [BlogId; 2],
    /// The snapshots, one of each, that say so most.
    pub snapshots: [SnapshotId; 2],
    /// The evidence in words.
    pub why: SafeText,
}

/// A blog is live until so long after its newest entry, and ended when nothing came for so long before it was last seen.
const QUIET: SignedDuration = SignedDuration::from_hours(12);

/// A stated end counts when nothing was published for so long after it…
const OVER: SignedDuration = SignedDuration::from_hours(2);

/// …and is no end where an entry came more than so long after it: some pages state one minutes after the beginning.
const LATE: SignedDuration = SignedDuration::from_hours(1);

/// Whether a blog goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// It had an entry just now.
    Live,
    /// Its page says that it has ended, or nothing came for long.
    Ended,
}

/// Whether a coverage is over that its page says to end at a time, by its newest entry before `now`.
pub fn is_over(ends_at: Timestamp, newest: Option<Timestamp>, now: Timestamp) -> bool {
    let past = |at: Timestamp| now.duration_since(at) >= OVER;
    past(ends_at)
        && newest.is_none_or(|newest| past(newest) && newest.duration_since(ends_at) <= LATE)
}

impl BlogRow {
    /// A blog of which nothing is known but that it is in the library.
    pub fn new(id: BlogId, title: SafeText, added_at: Timestamp) -> Self {
        Self {
            id,
            title,
            name: None,
            tags: Vec::new(),
            shelf: Shelf::Library,
            publisher: None,
            url: None,
            entries: 0,
            unread: 0,
            changed: 0,
            bookmarked: 0,
            snapshots: 0,
            last_seen: None,
            added_at,
            newest: None,
            activity: Vec::new(),
            ends_at: None,
        }
    }

    /// Whether it goes on, where that can be known: without a clock only what was seen counts.
    pub fn life(&self, now: Option<Timestamp>) -> Option<Life> {
        let over = |now| {
            self.ends_at
                .is_some_and(|end| is_over(end, self.newest, now))
        };
        if now.or(self.last_seen).is_some_and(over) {
            return Some(Life::Ended);
        }
        let newest = self.newest?;
        let seen = self.last_seen.map(|seen| seen.duration_since(newest));
        if seen.is_some_and(|silence| silence >= QUIET) {
            return Some(Life::Ended);
        }
        let age = now?.duration_since(newest);
        (age >= SignedDuration::ZERO && age < QUIET).then_some(Life::Live)
    }

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
    /// The time of day that its page states, in minutes, where it states no day with it.
    pub clock: Option<u16>,
}

/// Where a blog was left, so that one can come back to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftAt {
    /// The entry under the cursor.
    pub cursor: EntryId,
    /// The entry at the top of the view; absent where that was what stands above the entries.
    pub top: Option<EntryId>,
    /// Its line there.
    pub line: u32,
    /// Which text of that entry this line shows (0 is the heading), and from which byte on: so that it is found again when
    /// lines are of another width.
    pub text: Option<(u32, u32)>,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hour)
    }

    fn row(newest: Option<i64>, seen: Option<i64>, ends: Option<i64>) -> BlogRow {
        BlogRow {
            entries: 9,
            snapshots: 1,
            last_seen: seen.map(at),
            newest: newest.map(at),
            ends_at: ends.map(at),
            ..BlogRow::new(BlogId([1; 8]), "A title".into(), at(0))
        }
    }

    #[test]
    fn a_blog_is_called_live_or_ended_only_where_that_is_known() {
        let life = |newest, seen, now: Option<i64>| row(newest, seen, None).life(now.map(at));
        assert_eq!(life(Some(100), Some(113), Some(101)), Some(Life::Ended));
        assert_eq!(life(Some(100), Some(101), Some(105)), Some(Life::Live));
        // A page that nobody looked at since may have gone on.
        assert_eq!(life(Some(100), Some(101), Some(500)), None);
        assert_eq!(life(Some(100), None, None), None);
        assert_eq!(life(None, Some(100), Some(100)), None);
    }

    #[test]
    fn a_stated_end_counts_once_it_is_past_and_nothing_came_after_it() {
        let life = |newest, end, now| row(Some(newest), Some(now), Some(end)).life(Some(at(now)));
        assert_eq!(life(100, 101, 104), Some(Life::Ended));
        assert_eq!(life(100, 103, 104), Some(Life::Live));
        assert_eq!(life(103, 101, 104), Some(Life::Live), "it goes on");
        assert_eq!(life(110, 101, 114), Some(Life::Live), "it went on for long");
        assert_eq!(
            row(None, Some(104), Some(101)).life(None),
            Some(Life::Ended)
        );
    }
}
