//! Rows that moved up or down as they are: the terminal moves them itself, where that is less to write than the rows.
//! A region of rows is as wide as the screen, so that what stands beside the moving rows is written again; cells are counted.

use std::collections::HashMap;
use std::io;
use std::io::Write;
use std::ops::Range;

use ratatui::buffer::Buffer;

use crate::tui::screen::Change;
use crate::tui::screen::Screen;
use crate::ui::script::Row;
use crate::ui::script::Script;
use crate::ui::script::Step;

/// So many rows have to agree before a movement is thought of.
const ROWS: usize = 3;
/// Shorter texts stand in many rows.
const LETTERS: usize = 12;
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

impl<W: Write> Screen<W> {
    /// Moves rows on the terminal where that is worth it; answers which rows are to be compared after that.
    pub(super) fn shift(&mut self, changed: Vec<Change>) -> io::Result<Vec<Change>> {
        let rows: Vec<usize> = changed.iter().map(|change| change.y).collect();
        let Some(shift) = find(&rows, &self.drawn, &self.next) else {
            return Ok(changed);
        };
        let region = shift.region.clone();
        let stays = region
            .clone()
            .map(|y| differing(Some(&self.shown[y]), &self.rows[y]));
        let moves = region.clone().map(|y| {
            let before = shift.before(y).map(|before| &self.shown[before]);
            differing(before, &self.rows[y])
        });
        if moves.sum::<usize>() + COMMAND >= stays.sum() {
            return Ok(changed);
        }
        let (first, last) = (region.start + 1, region.end);
        let command = if shift.up { 'M' } else { 'L' };
        write!(
            self.backend,
            "\x1b[{first};{last}r\x1b[{first};1H\x1b[{}{command}\x1b[r",
            shift.by
        )?;
        let shown = &mut self.shown[region.clone()];
        let fresh = if shift.up {
            shown.rotate_left(shift.by);
            shown.len() - shift.by..shown.len()
        } else {
            shown.rotate_right(shift.by);
            0..shift.by
        };
        shown[fresh].iter_mut().for_each(Buffer::reset);
        for (y, row) in (first - 1..last).zip(shown) {
            row.area.y = u16::try_from(y).unwrap_or(u16::MAX);
        }
        let outside = changed
            .into_iter()
            .filter(|change| !region.contains(&change.y));
        let mut changed: Vec<Change> = outside.chain(region.clone().map(Change::whole)).collect();
        changed.sort_unstable_by_key(|change| change.y);
        Ok(changed)
    }
}

/// How many cells of a row differ from those that were shown, or from empty ones.
fn differing(shown: Option<&Buffer>, row: &Buffer) -> usize {
    match shown {
        Some(shown) => {
            let pairs = shown.content.iter().zip(&row.content);
            pairs.filter(|(shown, row)| shown != row).count()
        }
        None => row
            .content
            .iter()
            .filter(|cell| cell.symbol() != " ")
            .count(),
    }
}

/// The movement that most of the rows that changed agree on.
fn find(changed: &[usize], before: &Script, now: &Script) -> Option<Shift> {
    if changed.len() < ROWS {
        return None;
    }
    let most = now.area.width / 2;
    let mut stood: HashMap<&str, Option<usize>> = HashMap::new();
    for y in changed {
        if let Some(text) = before.rows().get(*y).and_then(|row| longest(row, most)) {
            // A text that stood in several rows tells nothing.
            stood
                .entry(text)
                .and_modify(|at| *at = None)
                .or_insert(Some(*y));
        }
    }
    let mut votes: HashMap<isize, (usize, Range<usize>)> = HashMap::new();
    for y in changed {
        let text = now.rows().get(*y).and_then(|row| longest(row, most));
        let Some(from) = text.and_then(|text| stood.get(text).copied().flatten()) else {
            continue;
        };
        if from != *y {
            let by = isize::try_from(from).ok()? - isize::try_from(*y).ok()?;
            let rows = from.min(*y)..from.max(*y) + 1;
            let (count, region) = votes.entry(by).or_insert((0, rows.clone()));
            *count += 1;
            *region = region.start.min(rows.start)..region.end.max(rows.end);
        }
    }
    let best = votes
        .into_iter()
        .max_by_key(|(by, (count, _))| (*count, *by));
    let (by, (count, region)) = best?;
    (count >= ROWS && by.unsigned_abs() < region.len()).then_some(Shift {
        region,
        by: by.unsigned_abs(),
        up: by > 0,
    })
}

/// The longest text of a row that is written at once, of what has more than so many columns for itself: what is narrower
/// than half of the screen is not worth moving the rest of it.
fn longest(row: &Row, columns: u16) -> Option<&str> {
    let mut wide = false;
    let mut longest = "";
    for (step, text) in row.steps() {
        match step {
            Step::Go { x, end } => wide = end.saturating_sub(x) > columns,
            Step::Write { .. } if wide && text.len() > longest.len() => longest = text,
            _ => {}
        }
    }
    (longest.len() >= LETTERS && longest.chars().any(char::is_alphanumeric)).then_some(longest)
}
