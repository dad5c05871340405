//! Rows that moved up or down as they are: the terminal moves them itself, where that leaves less to be drawn.
//! A region of rows is as wide as the screen, so that what stands beside the moving rows is drawn again.

use std::ops::Range;

use crate::ui::damage::Damage;
use crate::ui::sketch::Sketch;
use crate::ui::sketch::Stroke;

/// So many rows have to move before a movement is thought of.
const LEAST: usize = 3;
/// What the command itself takes, in cells.
const COMMAND: usize = 20;

/// A movement of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shift {
    /// The rows in which it happens.
    pub(crate) region: Range<usize>,
    /// By how many rows.
    pub(crate) by: usize,
    /// Whether they move up.
    pub(crate) up: bool,
}

/// Lines that moved: by how many rows (fewer than none is up), from which row and to which.
type Moved = (isize, usize, usize);

impl Shift {
    /// The row that a row was before, if it was any.
    pub(crate) fn before(&self, y: usize) -> Option<usize> {
        if !self.region.contains(&y) {
            return Some(y);
        }
        let before = if self.up {
            y + self.by
        } else {
            y.checked_sub(self.by)?
        };
        self.region.contains(&before).then_some(before)
    }

    /// The movement that saves most, if it is worth its command; then only what it leaves counts as damage.
    pub(crate) fn find(now: &Sketch, before: &Sketch, damage: &mut Damage) -> Option<Self> {
        let pairs = now.strokes().iter().zip(before.strokes());
        let pairs = pairs.filter(|(stroke, _)| stroke.rows().len() >= LEAST);
        let mut moved: Vec<Moved> = pairs
            .flat_map(|(stroke, old)| movements(stroke, old, damage))
            .collect();
        let shift = Self::most(&mut moved)?;
        let stays = damage.cells(now, shift.region.clone());
        let mut after = Damage::default();
        after.compare(now, before, Some(&shift));
        let moves = after.cells(now, shift.region.clone());
        if moves + COMMAND >= stays {
            return None;
        }
        *damage = after;
        Some(shift)
    }

    /// The movement that most lines agree on, of those that agree as much the shortest.
    fn most(moved: &mut [Moved]) -> Option<Self> {
        moved.sort_unstable();
        let groups = moved.chunk_by(|a, b| a.0 == b.0);
        let shortest = |group: &&[Moved]| std::cmp::Reverse(group[0].0.abs());
        let best = groups.max_by_key(|group| (group.len(), shortest(group)))?;
        if best.len() < LEAST {
            return None;
        }
        let rows = best.iter().flat_map(|(_, before, now)| [*before, *now]);
        Some(Self {
            region: rows.clone().min()?..rows.max()? + 1,
            by: best[0].0.unsigned_abs(),
            up: best[0].0 < 0,
        })
    }
}

/// The lines of a stroke that stood in other rows before.
fn movements<'a>(
    stroke: &'a Stroke,
    old: &'a Stroke,
    damage: &'a Damage,
) -> impl Iterator<Item = Moved> + 'a {
    // Most lines went as far as the one above.
    let mut guess = 0;
    let changed = stroke.rows().filter(move |y| damage.at(*y) != 0);
    changed.filter_map(move |y| {
        let was = stroke.find(y, old, y.checked_add_signed(guess))?;
        guess = was.cast_signed() - y.cast_signed();
        (guess != 0).then_some((-guess, was, y))
    })
}
