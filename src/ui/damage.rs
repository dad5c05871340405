//! What differs between two frames: for each row the strokes that are to be drawn again. All other cells stay as they stand.

use crate::ui::shift::Shift;
use crate::ui::sketch::Sketch;
use crate::ui::sketch::Stroke;

/// Strokes of a row, one bit for each.
pub(crate) type Strokes = u64;

/// All of them, and what no stroke touches.
pub(crate) const ALL: Strokes = Strokes::MAX;

/// The strokes to be drawn again.
#[derive(Debug, Default)]
pub(crate) struct Damage {
    rows: Vec<Strokes>,
    /// For each stroke those that may share cells with it.
    neighbours: Vec<Strokes>,
}

impl Damage {
    /// Everything is to be drawn.
    pub(crate) fn everything(&mut self, now: &Sketch) {
        self.rows.clear();
        self.rows.resize(now.screen().height.into(), ALL);
    }

    /// Compares two sketches. Where rows moved, each is compared with the one that it was before.
    pub(crate) fn compare(&mut self, now: &Sketch, before: &Sketch, moved: Option<&Shift>) {
        if !fits(now, before) {
            return self.everything(now);
        }
        self.rows.clear();
        self.rows.resize(now.screen().height.into(), 0);
        let pairs = now.strokes().iter().zip(before.strokes());
        for (bit, (stroke, old)) in pairs.enumerate() {
            if moved.is_none() && stroke.is_all_as(old) {
                continue;
            }
            for y in stroke.rows() {
                let was = moved.map_or(Some(y), |moved| moved.before(y));
                if was.is_none_or(|was| !stroke.is_as(y, old, was)) {
                    self.rows[y] |= 1 << bit;
                }
            }
        }
        if let Some(moved) = moved {
            self.move_apart(now, moved);
        }
        self.join_neighbours(now);
    }

    /// Some rows are to be drawn as a whole.
    pub(crate) fn whole(&mut self, rows: std::ops::Range<usize>) {
        let rows = self.rows.iter_mut().take(rows.end).skip(rows.start);
        rows.for_each(|row| *row = ALL);
    }

    /// The strokes to be drawn again in a row.
    pub(crate) fn at(&self, y: usize) -> Strokes {
        self.rows.get(y).copied().unwrap_or(ALL)
    }

    /// How many cells are to be drawn again in some rows, about.
    pub(crate) fn cells(&self, now: &Sketch, rows: std::ops::Range<usize>) -> usize {
        let of = |y: usize| {
            let drawn = chosen(now, y, self.at(y));
            let width = |stroke: &Stroke| match stroke.what().line(y - stroke.rows().start) {
                Some(_) => stroke.columns().len(),
                // Empty rows are emptied at once.
                None => 1,
            };
            drawn.map(width).sum::<usize>()
        };
        rows.map(of).sum()
    }

    /// Rows that moved to where other strokes are, and those that came from nowhere, are drawn from nothing.
    fn move_apart(&mut self, now: &Sketch, moved: &Shift) {
        let touching = |y: usize| chosen(now, y, ALL).map(std::ptr::from_ref);
        for y in moved.region.clone() {
            let same = moved
                .before(y)
                .is_some_and(|was| touching(was).eq(touching(y)));
            if !same && let Some(row) = self.rows.get_mut(y) {
                *row = ALL;
            }
        }
    }

    /// What shares cells with a stroke that is drawn again is drawn again too, in the order of all.
    fn join_neighbours(&mut self, now: &Sketch) {
        let strokes = now.strokes();
        let neighbours = strokes.iter().map(|stroke| {
            let others = strokes.iter().enumerate();
            others
                .filter(|(_, other)| stroke.meets(other))
                .fold(0, |all, (bit, _)| all | 1 << bit)
        });
        self.neighbours.clear();
        self.neighbours.extend(neighbours);
        for row in self
            .rows
            .iter_mut()
            .filter(|row| **row != 0 && **row != ALL)
        {
            loop {
                let before = *row;
                for (bit, others) in self.neighbours.iter().enumerate() {
                    if before >> bit & 1 == 1 {
                        *row |= others;
                    }
                }
                if *row == before {
                    break;
                }
            }
        }
    }
}

/// Some of the strokes that touch a row.
pub(crate) fn chosen(now: &Sketch, y: usize, strokes: Strokes) -> impl Iterator<Item = &Stroke> {
    let all = now.strokes().iter().enumerate();
    all.filter(move |(bit, stroke)| {
        (strokes == ALL || strokes >> bit & 1 == 1) && stroke.rows().contains(&y)
    })
    .map(|(_, stroke)| stroke)
}

/// Whether the strokes of two sketches stand in the same places.
fn fits(now: &Sketch, before: &Sketch) -> bool {
    let (ours, theirs) = (now.strokes(), before.strokes());
    let same = |(one, other): (&Stroke, &Stroke)| one.area() == other.area();
    now.screen() == before.screen()
        && ours.len() == theirs.len()
        && ours.len() < Strokes::BITS as usize
        && ours.iter().zip(theirs).all(same)
}
