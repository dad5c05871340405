//! Rows that moved up or down as they are: the terminal moves them itself, where that is less to write than the rows.
//! A region of rows is as wide as the screen, so that what stands beside the moving rows is written again; cells are counted.

use std::ops::Range;

use crate::tui::screen::Screen;
use crate::tui::screen::ansi;
use crate::ui::grid::Cell;
use crate::ui::grid::EMPTY;
use crate::ui::grid::sign_of;

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
        let mut prints = std::mem::take(&mut self.prints);
        prints.clear();
        for y in &self.changed {
            let pairs = self
                .row(*y)
                .chunks(BAND)
                .zip(self.next.row(*y).chunks(BAND));
            for (band, (was, is)) in pairs.enumerate().filter(|(_, (was, is))| was != is) {
                prints
                    .before
                    .extend(print(was, band).map(|print| (print, *y)));
                prints.now.extend(print(is, band).map(|print| (print, *y)));
            }
        }
        let found = prints.movement();
        self.prints = prints;
        found
    }
}

/// Numbers for the bands that changed, each with its row.
#[derive(Debug, Default)]
pub(super) struct Prints {
    before: Vec<(u64, usize)>,
    now: Vec<(u64, usize)>,
    /// By how many rows bands moved (fewer than none is up), from which row and to which.
    moved: Vec<(isize, usize, usize)>,
}

impl Prints {
    fn clear(&mut self) {
        self.before.clear();
        self.now.clear();
        self.moved.clear();
    }

    /// The movement that most bands agree on, of those that agree as much the shortest.
    fn movement(&mut self) -> Option<Shift> {
        self.before.sort_unstable();
        self.now.sort_unstable();
        let mut rest = &self.before[..];
        for one in self.now.chunk_by(|a, b| a.0 == b.0) {
            let print = one[0].0;
            rest = &rest[rest.partition_point(|other| other.0 < print)..];
            let same = rest.partition_point(|other| other.0 == print);
            // What stands in several rows tells nothing.
            if let ([(_, now)], [(_, before)]) = (one, &rest[..same]) {
                let by = now.wrapping_sub(*before).cast_signed();
                self.moved.push((by, *before, *now));
            }
        }
        self.moved.retain(|(by, ..)| *by != 0);
        self.moved.sort_unstable();
        let groups = self.moved.chunk_by(|a, b| a.0 == b.0);
        let shortest = |group: &&[(isize, usize, usize)]| std::cmp::Reverse(group[0].0.abs());
        let best = groups.max_by_key(|group| (group.len(), shortest(group)))?;
        if best.len() < LEAST {
            return None;
        }
        let rows = best.iter().flat_map(|(_, before, now)| [*before, *now]);
        Some(Shift {
            region: rows.clone().min()?..rows.max()? + 1,
            by: best[0].0.unsigned_abs(),
            up: best[0].0 < 0,
        })
    }
}

/// How many cells of two rows differ.
fn differing(before: &[Cell], now: &[Cell]) -> usize {
    let pairs = before.iter().zip(now);
    pairs.filter(|(before, now)| before != now).count()
}

/// A number for the cells of a band, the same for the same ones; none for those that look alike in many places, because they
/// are empty or one sign over and over.
fn print(cells: &[Cell], band: usize) -> Option<u64> {
    let first = sign_of(*cells.first()?);
    if cells.iter().all(|cell| sign_of(*cell) == first) {
        return None;
    }
    let mix =
        |sum: u64, cell: &Cell| (sum.rotate_left(5) ^ cell).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    Some(cells.iter().fold(band as u64, mix))
}
