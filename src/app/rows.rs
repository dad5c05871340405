//! The rows of a timeline in pieces that copies of them have in common: who changes a row in a copy copies its piece alone.

use std::iter::FusedIterator;
use std::ops::Bound;
use std::ops::Index;
use std::ops::Range;
use std::ops::RangeBounds;

use crate::app::common::Common;
use crate::engine::model::EntryRow;

/// How many rows a piece has, but for the last.
const PIECE: usize = 512;

/// Rows from top to bottom.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    pieces: Vec<Common<Vec<EntryRow>>>,
    len: usize,
}

impl Rows {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The row at a position.
    pub fn get(&self, at: usize) -> Option<&EntryRow> {
        self.pieces.get(at / PIECE)?.get(at % PIECE)
    }

    /// The row at a position, to be changed.
    pub fn get_mut(&mut self, at: usize) -> Option<&mut EntryRow> {
        self.pieces.get_mut(at / PIECE)?.get_mut(at % PIECE)
    }

    /// The first row.
    pub fn first(&self) -> Option<&EntryRow> {
        self.get(0)
    }

    /// The last row.
    pub fn last(&self) -> Option<&EntryRow> {
        self.get(self.len.checked_sub(1)?)
    }

    /// All rows.
    pub fn iter(&self) -> Iter<'_> {
        self.range(..)
    }

    /// The rows at some positions, as far as there are such.
    pub fn range(&self, positions: impl RangeBounds<usize>) -> Iter<'_> {
        let start = match positions.start_bound() {
            Bound::Included(at) => *at,
            Bound::Excluded(at) => at + 1,
            Bound::Unbounded => 0,
        };
        let end = match positions.end_bound() {
            Bound::Included(at) => at.saturating_add(1),
            Bound::Excluded(at) => *at,
            Bound::Unbounded => self.len,
        };
        let end = end.min(self.len);
        Iter {
            rows: self,
            left: start.min(end)..end,
        }
    }
}

impl From<Vec<EntryRow>> for Rows {
    fn from(rows: Vec<EntryRow>) -> Self {
        let pieces = rows.chunks(PIECE).map(|piece| piece.to_vec().into());
        Self {
            pieces: pieces.collect(),
            len: rows.len(),
        }
    }
}

impl FromIterator<EntryRow> for Rows {
    fn from_iter<I: IntoIterator<Item = EntryRow>>(rows: I) -> Self {
        rows.into_iter().collect::<Vec<_>>().into()
    }
}

impl Index<usize> for Rows {
    type Output = EntryRow;

    fn index(&self, at: usize) -> &EntryRow {
        &self.pieces[at / PIECE][at % PIECE]
    }
}

impl<'a> IntoIterator for &'a Rows {
    type Item = &'a EntryRow;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

/// Rows one after another, from either end.
#[derive(Debug, Clone)]
pub struct Iter<'a> {
    rows: &'a Rows,
    left: Range<usize>,
}

impl<'a> Iterator for Iter<'a> {
    type Item = &'a EntryRow;

    fn next(&mut self) -> Option<&'a EntryRow> {
        self.rows.get(self.left.next()?)
    }

    fn nth(&mut self, by: usize) -> Option<&'a EntryRow> {
        self.rows.get(self.left.nth(by)?)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.left.size_hint()
    }
}

impl DoubleEndedIterator for Iter<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.rows.get(self.left.next_back()?)
    }
}

impl ExactSizeIterator for Iter<'_> {}
impl FusedIterator for Iter<'_> {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::model::EntryId;
    use crate::engine::model::EntryState;
    use crate::engine::model::ReadState;

    fn row(number: usize) -> EntryRow {
        let mut id = [0; 8];
        id.copy_from_slice(&number.to_le_bytes());
        EntryRow {
            id: EntryId(id),
            read: ReadState::Unread,
            bookmarked: false,
            state: EntryState::Current,
            gap_before: false,
            published_at: None,
            clock: None,
        }
    }

    #[test]
    fn pieces_are_as_a_whole() {
        for count in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7] {
            let whole: Vec<EntryRow> = (0..count).map(row).collect();
            let rows = Rows::from(whole.clone());
            assert_eq!((rows.len(), rows.is_empty()), (count, count == 0));
            assert_eq!((rows.first(), rows.last()), (whole.first(), whole.last()));
            assert!(rows.iter().eq(&whole));
            assert!(rows.iter().rev().eq(whole.iter().rev()));
            assert_eq!((rows.iter().len(), rows.get(count)), (count, None));
            for at in [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE] {
                assert_eq!(rows.get(at), whole.get(at));
                assert!(rows.range(at..).eq(whole.iter().skip(at)));
                assert!(rows.range(..=at).eq(whole.iter().take(at + 1)));
                assert!(rows.range(1..at).eq(whole.iter().take(at).skip(1)));
            }
        }
    }

    #[test]
    fn a_copy_changes_its_own_rows_alone() {
        let rows: Rows = (0..3 * PIECE).map(row).collect();
        let mut copy = rows.clone();
        copy.get_mut(PIECE + 1).unwrap().bookmarked = true;
        assert!(copy[PIECE + 1].bookmarked && !rows[PIECE + 1].bookmarked);
        let common = rows.pieces.iter().zip(&copy.pieces);
        let common: Vec<bool> = common.map(|(one, other)| one.is(other)).collect();
        assert_eq!(common, [true, false, true]);
    }
}
