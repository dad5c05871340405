//! The bar on the right of the timeline: which part of it is in view, and where there is something to go to.

use std::sync::Arc;

use crate::app::ink::Ink;
use crate::app::panel::timeline::TimelinePanel;
use crate::app::rows::Rows;
use crate::engine::model::EntryRow;
use crate::engine::model::ReadState;

/// From so many columns on there is room for the bar.
pub(in crate::app::panel::timeline) const ROOM: usize = 24;

/// What a cell of the bar tells; the gravest of its entries counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tick {
    None,
    Unread,
    Bookmarked,
    Changed,
    Hit,
    View,
}

impl Tick {
    /// What rows tell, the gravest last.
    const TOLD: [Self; 4] = [Self::None, Self::Unread, Self::Bookmarked, Self::Changed];

    /// What a row tells.
    fn of(row: &EntryRow) -> Self {
        match row.read {
            ReadState::Changed => Self::Changed,
            _ if row.bookmarked => Self::Bookmarked,
            ReadState::Unread => Self::Unread,
            ReadState::Read => Self::None,
        }
    }
}

/// What the rows tell, cell by cell. All rows are looked at once; a row that changes changes the counts of its cell.
#[derive(Debug, Clone, Default)]
pub(in crate::app::panel::timeline) struct Bands {
    ticks: Vec<Tick>,
    /// How many rows of each cell tell what, where each row falls into one cell.
    counts: Vec<[u32; 4]>,
    rows: usize,
    /// The rows that changed, and what they told before.
    touched: Vec<(usize, Tick)>,
}

impl Bands {
    /// Forgets everything: there are other rows.
    pub(in crate::app::panel::timeline) fn clear(&mut self) {
        self.ticks.clear();
        self.touched.clear();
    }

    /// Notes that a row is about to change.
    pub(in crate::app::panel::timeline) fn touch(&mut self, position: usize, row: &EntryRow) {
        // Where many change, all are looked at again.
        if self.ticks.is_empty() || self.touched.len() > self.ticks.len() {
            return;
        }
        if self.touched.iter().all(|(at, _)| *at != position) {
            self.touched.push((position, Tick::of(row)));
        }
    }

    /// What the rows tell now, in so many cells.
    fn of(&mut self, rows: &Rows, cells: usize) -> &[Tick] {
        // Where there are few rows, or many changed, all of them are looked at.
        let few = rows.len() < 2 * cells || self.touched.len() > cells;
        if few || self.ticks.len() != cells || self.rows != rows.len() {
            self.ticks = all(rows, cells);
            self.counts.clear();
            self.counts.resize(cells, [0; 4]);
            for (position, row) in rows.iter().enumerate() {
                let at = cell(position, rows.len(), cells);
                self.counts[at][Tick::of(row) as usize] += 1;
            }
        } else {
            for (position, before) in &self.touched {
                let Some(row) = rows.get(*position) else {
                    continue;
                };
                let at = cell(*position, rows.len(), cells);
                let counts = &mut self.counts[at];
                counts[*before as usize] = counts[*before as usize].saturating_sub(1);
                counts[Tick::of(row) as usize] += 1;
                let gravest = Tick::TOLD.iter().rfind(|tick| counts[**tick as usize] > 0);
                self.ticks[at] = gravest.copied().unwrap_or(Tick::None);
            }
        }
        self.rows = rows.len();
        self.touched.clear();
        &self.ticks
    }
}

/// The cell that a position falls into.
fn cell(position: usize, rows: usize, cells: usize) -> usize {
    position.min(rows) * cells / rows.max(1)
}

/// What all rows tell.
fn all(rows: &Rows, cells: usize) -> Vec<Tick> {
    let cell = |position| cell(position, rows.len(), cells);
    let mut ticks = vec![Tick::None; cells];
    for (position, row) in rows.iter().enumerate() {
        let tick = Tick::of(row);
        let from = cell(position);
        // Where there are more cells than entries, a stretch of unread ones is one line, not a row of dots.
        let to = match tick {
            Tick::None => continue,
            Tick::Unread => cell(position + 1).max(from + 1),
            _ => from + 1,
        };
        for at in ticks.iter_mut().take(to).skip(from) {
            *at = tick.max(*at);
        }
    }
    ticks
}

impl TimelinePanel {
    /// Builds the bar, one sign for each line of the pane; none where everything is in view. `hits` are positions.
    pub fn tick(&mut self, hits: &[usize], width: usize) {
        let signs = self.signs(hits, width);
        // What stays the same stays the same one, so that it need not be drawn again.
        if signs != *self.bar {
            self.bar = Arc::new(signs);
        }
    }

    fn signs(&mut self, hits: &[usize], width: usize) -> Vec<(&'static str, Ink)> {
        let rows = self.flow.rows.len();
        let (first, last) = self.visible;
        if width < ROOM || self.height < 3 || rows == 0 || (first == 0 && last + 1 >= rows) {
            return Vec::new();
        }
        let height = self.height;
        let glyphs = self.flow.dress.glyphs;
        let view = cell(first, rows, height)..=cell(last, rows, height).min(height - 1);
        let found = |at: usize| {
            if hits.is_empty() {
                return false;
            }
            let from = (at * rows).div_ceil(height);
            let next = hits.partition_point(|position| *position < from);
            hits.get(next)
                .is_some_and(|position| cell(*position, rows, height) == at)
        };
        let ticks = self.bands.of(&self.flow.rows, height).iter().enumerate();
        let ticks = ticks.map(|(at, tick)| match *tick {
            _ if view.contains(&at) => Tick::View,
            _ if found(at) => Tick::Hit,
            tick => tick,
        });
        let signs = ticks.map(|tick| match tick {
            Tick::None => (" ", Ink::Text),
            Tick::Unread => (glyphs.dot, Ink::Unread),
            Tick::Bookmarked => (glyphs.bookmarked, Ink::Bookmarked),
            Tick::Changed => (glyphs.changed, Ink::Changed),
            Tick::Hit => (glyphs.hit, Ink::Hit),
            Tick::View => (glyphs.thumb, Ink::Rule),
        });
        signs.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::model::EntryId;
    use crate::engine::model::EntryState;
    use proptest::prelude::*;

    fn row((read, bookmarked): (usize, bool)) -> EntryRow {
        EntryRow {
            id: EntryId([0; 8]),
            read: [ReadState::Unread, ReadState::Read, ReadState::Changed][read],
            bookmarked,
            state: EntryState::Current,
            gap_before: false,
            published_at: None,
            clock: None,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]
        /// Looking again at what changed tells the same as looking at everything.
        #[test]
        fn changed_rows_are_told_as_all_rows_are(
            marks in prop::collection::vec((0..3usize, any::<bool>()), 1..200),
            changes in prop::collection::vec((0..200usize, (0..3usize, any::<bool>())), 0..8),
            cells in 1..50usize,
        ) {
            let mut rows: Rows = marks.into_iter().map(row).collect();
            let mut bands = Bands::default();
            bands.of(&rows, cells);
            for (at, mark) in changes {
                let at = at % rows.len();
                bands.touch(at, &rows[at]);
                *rows.get_mut(at).unwrap() = row(mark);
                let told = bands.of(&rows, cells).to_vec();
                prop_assert_eq!(told, all(&rows, cells));
            }
        }
    }
}
