//! In which order the articles list shows blogs.

use std::cmp::Ordering;
use std::cmp::Reverse;

use crate::engine::model::BlogRow;
use crate::engine::text::SafeText;

/// An order of the articles list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// As snapshots were added, the latest first.
    #[default]
    Added,
    /// By the newest entry.
    Updated,
    /// Most unread first.
    Unread,
    /// By the title.
    Title,
    /// By the publisher.
    Publisher,
    /// In groups, one for each tag.
    Tag,
}

impl Sort {
    /// Every order, in the turn that they come in.
    pub const ALL: [Self; 6] = [
        Self::Added,
        Self::Updated,
        Self::Unread,
        Self::Title,
        Self::Publisher,
        Self::Tag,
    ];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "when they were added",
            Self::Updated => "last update",
            Self::Unread => "unread entries",
            Self::Title => "title",
            Self::Publisher => "publisher",
            Self::Tag => "tag",
        }
    }

    /// Its name in the settings and as an argument.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Updated => "updated",
            Self::Unread => "unread",
            Self::Title => "title",
            Self::Publisher => "publisher",
            Self::Tag => "tag",
        }
    }

    /// The next one.
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|sort| *sort == self);
        Self::ALL[at.map_or(0, |at| (at + 1) % Self::ALL.len())]
    }

    /// Which of two blogs comes first. Equal ones stay in the order that the library gives them in.
    pub(super) fn compare(self, a: &BlogRow, b: &BlogRow) -> Ordering {
        let title = |row: &BlogRow| row.shown().to_lowercase();
        match self {
            Self::Added => Ordering::Equal,
            Self::Updated => {
                Reverse(a.newest.or(a.last_seen)).cmp(&Reverse(b.newest.or(b.last_seen)))
            }
            Self::Unread => Reverse(a.unread).cmp(&Reverse(b.unread)),
            Self::Title => title(a).cmp(&title(b)),
            Self::Publisher => known_first(a.publisher.as_ref(), b.publisher.as_ref())
                .then_with(|| title(a).cmp(&title(b))),
            Self::Tag => known_first(group(a), group(b)),
        }
    }
}

/// The group of a blog: its first tag.
pub(super) fn group(row: &BlogRow) -> Option<&SafeText> {
    row.tags.first()
}

fn known_first(a: Option<&SafeText>, b: Option<&SafeText>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.to_lowercase().cmp(&b.to_lowercase()),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}
