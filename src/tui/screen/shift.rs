//! Rows that moved up or down as they are: the terminal moves them itself, where that is less to write than the rows.
//! A region of rows is as wide as the screen, so that what stands beside the moving rows is written again; cells are counted.

use std::ops::Range;

use crate::tui::screen::Screen;
use crate::tui::screen::ansi;
use crate::ui::grid::Cell;
use crate::ui::grid::EMPTY;
use crate::ui::grid::sign_of;
use crate::ui::sign;

/// So many rows have to differ, and so many bands of rows to agree, before a movement is thought of.
const LEAST: usize = 3;
/// Rows are looked at in bands of so many cells, since what stands side by side moves by itself.
const BAND: usize = 16;
/// What the command itself takes, in cells.
const COMMAND: usize = 20;

/// A movement of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shift {
    /// The rows in which it happens.
    region: Range<usize>,
    /// By how many rows.
    by: usize,
    /// Whether they move up.
    up: bool,
}

impl Shift {
    /// The row that a row of the region was before, if it was in the region.
    fn before(&self, y: usize) -> Option<usize> {
        let before = if self.up {
            y + self.by
        } else {
            y.checked_sub(self.by)?
        };
        self.region.contains(&before).then_some(before)
    }
}

impl Screen {
    /// Moves rows on the terminal where that is worth it.
    pub(super) fn shift(&mut self) {
        let Some(shift) = self.find() else { return };
        let region = shift.region.clone();
        let stays = region
            .clone()
            .map(|y| differing(self.row(y), self.next.row(y)));
        let moves = region.clone().map(|y| match shift.before(y) {
            Some(before) => differing(self.row(before), self.next.row(y)),
            None => self
                .next
                .row(y)
                .iter()
                .filter(|cell| **cell != EMPTY)
                .count(),
        });
        if moves.sum::<usize>() + COMMAND >= stays.sum() {
            return;
        }
        ansi::shift(region.clone(), shift.by, shift.up, &mut self.out);
        let width = usize::from(self.area.width);
        let cells = &mut self.shown[region.start * width..region.end * width];
        let moved = shift.by * width;
        let fresh = if shift.up {
            cells.rotate_left(moved);
            cells.len() - moved..cells.len()
        } else {
            cells.rotate_right(moved);
            0..moved
        };
        cells[fresh].fill(EMPTY);
    }

    /// The movement that most bands of the rows that changed agree on.
    fn find(&self) -> Option<Shift> {
        if self.changed.len() < LEAST {
            return None;
        }
        let (first, last) = (*self.changed.first()?, *self.changed.last()?);
        let bands = usize::from(self.area.width).div_ceil(BAND);
        let rows = last - first + 1;
        let (mut before, mut now) = (vec![0; rows * bands], vec![0; rows * bands]);
        for y in &self.changed {
            let at = (y - first) * bands;
            let pairs = self
                .row(*y)
                .chunks(BAND)
                .zip(self.next.row(*y).chunks(BAND));
            for (band, (was, is)) in pairs.enumerate().filter(|(_, (was, is))| was != is) {
                before[at + band] = print(was);
                now[at + band] = print(is);
            }
        }
        let agree = |by: usize, up: bool| {
            let (from, to) = if up { (&before, &now) } else { (&now, &before) };
            let pairs = from[by * bands..].iter().zip(to);
            pairs.filter(|(a, b)| a == b && **a != 0).count()
        };
        let ways = (1..rows).flat_map(|by| [(by, true), (by, false)]);
        let counted = ways.map(|(by, up)| (agree(by, up), by, up));
        // Of several that agree as much, the shortest.
        let best = counted.max_by_key(|(count, by, _)| (*count, rows - by))?;
        let (count, by, up) = best;
        if count < LEAST {
            return None;
        }
        let (from, to) = if up { (&before, &now) } else { (&now, &before) };
        let pairs = from[by * bands..].iter().zip(to).enumerate();
        let mut agreeing = pairs.filter(|(_, (a, b))| a == b && **a != 0);
        let top = agreeing.next()?.0 / bands;
        let bottom = agreeing.last().map_or(top, |(at, _)| at / bands);
        let region = first + top..first + bottom + by + 1;
        Some(Shift { region, by, up })
    }
}

/// How many cells of two rows differ.
fn differing(before: &[Cell], now: &[Cell]) -> usize {
    let pairs = before.iter().zip(now);
    pairs.filter(|(before, now)| before != now).count()
}

/// A number for some cells, the same for the same ones; 0 for those that look alike in many places, because they are empty or
/// one sign over and over.
fn print(cells: &[Cell]) -> u64 {
    let first = cells.first().map_or(sign::BLANK, |cell| sign_of(*cell));
    if cells.iter().all(|cell| sign_of(*cell) == first) {
        return 0;
    }
    let mix =
        |sum: u64, cell: &Cell| (sum.rotate_left(5) ^ cell).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    cells.iter().fold(0, mix) | 1
}
