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
        let cells = &mut self.next.before_mut()[region.start * width..region.end * width];
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
    fn find(&mut self) -> Option<Shift> {
        if self.changed.len() < LEAST {
            return None;
        }
        let (first, last) = (*self.changed.first()?, *self.changed.last()?);
        let bands = usize::from(self.area.width).div_ceil(BAND);
        let rows = last - first + 1;
        let Prints {
            mut before,
            mut now,
        } = std::mem::take(&mut self.prints);
        for prints in [&mut before, &mut now] {
            prints.clear();
            prints.resize(rows * bands, 0);
        }
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
        let prints = Prints { before, now };
        let found = prints.movement(rows, bands);
        self.prints = prints;
        let mut shift = found?;
        shift.region = shift.region.start + first..shift.region.end + first;
        Some(shift)
    }
}

/// Numbers for the bands of the rows that changed, from the first to the last of them.
#[derive(Debug, Default)]
pub(super) struct Prints {
    before: Vec<u64>,
    now: Vec<u64>,
}

impl Prints {
    /// The movement that most bands agree on.
    fn movement(&self, rows: usize, bands: usize) -> Option<Shift> {
        let ways = (1..rows).flat_map(|by| [(by, true), (by, false)]);
        let counted = ways.map(|(by, up)| (self.agreeing(by * bands, up).count(), by, up));
        // Of several that agree as much, the shortest.
        let best = counted.max_by_key(|(count, by, _)| (*count, rows - by));
        let (_, by, up) = best.filter(|(count, ..)| *count >= LEAST)?;
        let mut agreeing = self.agreeing(by * bands, up).map(|at| at / bands);
        let top = agreeing.next()?;
        let bottom = agreeing.last().unwrap_or(top);
        let region = top..bottom + by + 1;
        Some(Shift { region, by, up })
    }

    /// The bands that are now so many further up, or down, than they were: the upper place of each.
    fn agreeing(&self, by: usize, up: bool) -> impl Iterator<Item = usize> {
        let (from, to) = if up {
            (&self.before, &self.now)
        } else {
            (&self.now, &self.before)
        };
        let pairs = from.iter().skip(by).zip(to).enumerate();
        let same = pairs.filter(|(_, (a, b))| a == b && **a != 0);
        same.map(|(at, _)| at)
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
