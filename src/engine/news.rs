//! What is new to a reader who was here before: entries, changes and withdrawals that came with snapshots since.
//! Judged by when a snapshot came into the library, never by what a page says of its times: an old page that is added
//! late brings news too.

use std::collections::HashSet;

use jiff::Timestamp;

use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::engine::model::EntryState;
use crate::engine::model::Revision;
use crate::engine::model::SnapshotId;

/// What the library held when the reader was here last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// The snapshots of the blog.
    pub snapshots: HashSet<SnapshotId>,
    /// The entries that were withdrawn then.
    pub withdrawn: HashSet<EntryId>,
}

/// Why an entry is news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// No snapshot of then shows it.
    New,
    /// Its text changed in substance.
    Changed {
        /// The version that was shown then, by its place among the entry's revisions.
        against: usize,
    },
    /// It was taken down.
    Withdrawn,
}

/// One entry that is news.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Why.
    pub kind: Kind,
    /// The entry.
    pub entry: Entry,
}

/// What is new in a blog, newest entries first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct News {
    /// When the reader was here last; nothing if never.
    pub since: Option<Timestamp>,
    /// The entries.
    pub items: Vec<Item>,
}

impl News {
    /// How many entries are new, changed and withdrawn.
    pub fn counts(&self) -> [usize; 3] {
        let count = |wanted: fn(Kind) -> bool| self.of(wanted).count();
        [
            count(|kind| kind == Kind::New),
            count(|kind| matches!(kind, Kind::Changed { .. })),
            count(|kind| kind == Kind::Withdrawn),
        ]
    }

    /// The entries of a kind.
    pub fn of(&self, wanted: fn(Kind) -> bool) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| wanted(item.kind))
    }

    /// The counts in words, like `4 new, 2 changed`; nothing if there is no news.
    pub fn told(&self) -> Option<String> {
        let words = ["new", "changed", "withdrawn"];
        let parts: Vec<String> = self
            .counts()
            .into_iter()
            .zip(words)
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// Why an entry is news to one who knows this, if it is.
pub fn judge(entry: &Entry, known: &Known) -> Option<Kind> {
    let then = |id: &SnapshotId| known.snapshots.contains(id);
    let seen = entry.postings.iter().any(|posting| then(&posting.snapshot))
        || entry
            .revisions
            .iter()
            .any(|revision| revision.snapshots.iter().any(then));
    if !seen {
        return Some(Kind::New);
    }
    if entry.state == EntryState::Withdrawn && !known.withdrawn.contains(&entry.id) {
        return Some(Kind::Withdrawn);
    }
    let against = entry
        .revisions
        .iter()
        .position(|revision| revision.snapshots.iter().any(then))?;
    let changed = entry.revisions[..against].iter().any(Revision::is_edit);
    changed.then_some(Kind::Changed { against })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::model::Change;
    use crate::engine::model::Posting;
    use crate::engine::model::Revision;

    fn snapshot(number: u8) -> SnapshotId {
        SnapshotId::of(&[number])
    }

    /// An entry whose versions, newest first, stand in these snapshots.
    fn entry(versions: &[(u8, Option<Change>)], state: EntryState) -> Entry {
        let revision = |(number, change): &(u8, Option<Change>)| Revision {
            snapshots: vec![snapshot(*number)],
            heading: None,
            blocks: Vec::new(),
            change: *change,
        };
        let posting = |(number, _): &(u8, Option<Change>)| Posting {
            snapshot: snapshot(*number),
            position: 0,
        };
        Entry {
            state,
            postings: versions.iter().map(posting).collect(),
            revisions: versions.iter().map(revision).collect(),
            ..Entry::new(EntryId([1; 8]))
        }
    }

    fn known(numbers: &[u8]) -> Known {
        Known {
            snapshots: numbers.iter().map(|number| snapshot(*number)).collect(),
            withdrawn: HashSet::new(),
        }
    }

    #[test]
    fn entries_are_new_changed_withdrawn_or_no_news() {
        let current = EntryState::Current;
        let once = entry(&[(1, None)], current);
        assert_eq!(judge(&once, &known(&[1])), None);
        assert_eq!(judge(&once, &known(&[2])), Some(Kind::New));

        let facts = Some(Change::Facts);
        let edited = entry(&[(3, facts), (2, facts), (1, None)], EntryState::Revised);
        assert_eq!(
            judge(&edited, &known(&[1])),
            Some(Kind::Changed { against: 2 })
        );
        assert_eq!(
            judge(&edited, &known(&[1, 2])),
            Some(Kind::Changed { against: 1 })
        );
        assert_eq!(
            judge(&edited, &known(&[3])),
            None,
            "the newest version was seen"
        );

        let cosmetic = entry(&[(2, Some(Change::Cosmetic)), (1, None)], current);
        assert_eq!(judge(&cosmetic, &known(&[1])), None);

        let gone = entry(&[(1, None)], EntryState::Withdrawn);
        assert_eq!(judge(&gone, &known(&[1])), Some(Kind::Withdrawn));
        let mut before = known(&[1]);
        before.withdrawn.insert(gone.id);
        assert_eq!(judge(&gone, &before), None);
    }

    #[test]
    fn counts_are_told_in_words() {
        let item = |kind| Item {
            kind,
            entry: entry(&[(1, None)], EntryState::Current),
        };
        let news = News {
            since: None,
            items: vec![item(Kind::New), item(Kind::Withdrawn), item(Kind::New)],
        };
        assert_eq!(news.told().as_deref(), Some("2 new, 1 withdrawn"));
        assert_eq!(News::default().told(), None);
    }
}
