//! What stands before the lines of an entry: its marks. Reading changes them, but not the lines, so that these are kept.

use crate::app::glyphs::Glyphs;
use crate::app::ink::Ink;
use crate::engine::model::EntryRow;
use crate::engine::model::EntryState;
use crate::engine::model::ReadState;

/// A sign and its ink.
pub type Sign = (&'static str, Ink);

/// So many columns of the gutter are the bar of the cursor.
pub(in crate::app::panel::timeline) const BAR: usize = 1;

/// The marks of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// The row of the pane that they stand in.
    pub row: usize,
    /// The sign of each column, if there is one.
    pub columns: [Option<Sign>; 3],
}

impl Marks {
    /// The marks of an entry: where there is room each has its column, else the gravest is shown.
    pub(in crate::app::panel::timeline) fn of(
        entry: &EntryRow,
        glyphs: &Glyphs,
        room: usize,
        row: usize,
    ) -> Self {
        let read = match entry.read {
            ReadState::Unread => Some((glyphs.unread, Ink::Unread)),
            ReadState::Changed => Some((glyphs.changed, Ink::Changed)),
            ReadState::Read => None,
        };
        let bookmark = entry
            .bookmarked
            .then_some((glyphs.bookmarked, Ink::Bookmarked));
        let state = match entry.state {
            EntryState::Withdrawn => Some((glyphs.withdrawn, Ink::Withdrawn)),
            EntryState::Revised => Some((glyphs.revised, Ink::Muted)),
            EntryState::Current | EntryState::RolledOff => None,
        };
        let all = [read, bookmark, state];
        if room > all.len() {
            return Self { row, columns: all };
        }
        let withdrawn = state.filter(|_| entry.state == EntryState::Withdrawn);
        let gravest = withdrawn.or(read).or(bookmark).or(state);
        Self {
            row,
            columns: [gravest.filter(|_| room > 0), None, None],
        }
    }
}
