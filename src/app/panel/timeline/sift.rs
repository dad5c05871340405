//! What a filter does to the timeline: only those rows that pass stand in its stream, the others wait aside.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::app::panel::timeline::TimelinePanel;
use crate::app::rows::Rows;
use crate::engine::model::EntryId;
use crate::engine::model::EntryRow;

/// The rows behind a filter.
#[derive(Debug, Clone, Default)]
pub(in crate::app::panel::timeline) struct Sieve {
    /// Every row of the blog.
    pub(in crate::app::panel::timeline) all: Rows,
    /// The entries that are shown.
    pub(in crate::app::panel::timeline) passing: HashSet<EntryId>,
    /// Those that pass now, of which only the ones are let in that the rows to come bring.
    coming: HashSet<EntryId>,
}

impl TimelinePanel {
    /// Every row of the blog, also those that a filter hides.
    pub fn all_rows(&self) -> &Rows {
        self.sieve
            .as_ref()
            .map_or(&self.flow.rows, |sieve| &sieve.all)
    }

    /// Shows these entries alone, or all again. The cursor stays on its entry, else it goes to the next older one that is
    /// shown, else to the next newer one; its line stays where it is.
    pub fn sift(&mut self, passing: Option<HashSet<EntryId>>) {
        if passing.is_none() && self.sieve.is_none() {
            return;
        }
        let row = self.cursor_row();
        self.bands.clear();
        self.release();
        let before = std::mem::take(&mut self.flow.rows);
        let all = self
            .sieve
            .take()
            .map_or_else(|| before.clone(), |sieve| sieve.own().all);
        match passing {
            None => self.flow.rows = all,
            Some(passing) => {
                let shown = all.iter().filter(|row| passing.contains(&row.id));
                self.flow.rows = shown.copied().collect();
                let sieve = Sieve {
                    all,
                    passing,
                    coming: HashSet::new(),
                };
                self.sieve = Some(sieve.into());
            }
        }
        self.cursor = self.nearest_to(&before);
        self.flow.asked.clear();
        self.seen = self.newest_row();
        self.put_cursor_at(row);
        self.see_cursor();
    }

    /// Where the entry under the cursor stands now, or the nearest of those around it.
    fn nearest_to(&self, before: &Rows) -> usize {
        let places: HashMap<EntryId, usize> = self
            .flow
            .rows
            .iter()
            .enumerate()
            .map(|(at, row)| (row.id, at))
            .collect();
        let order: HashMap<EntryId, usize> = self
            .all_rows()
            .iter()
            .enumerate()
            .map(|(at, row)| (row.id, at))
            .collect();
        let Some(row) = before.get(self.cursor) else {
            return 0;
        };
        let from = order.get(&row.id).copied().unwrap_or(0);
        let place = |row: &EntryRow| places.get(&row.id).copied();
        let older = self.all_rows().range(from..).find_map(place);
        let mut newer = self.all_rows().range(..from).rev();
        older.or_else(|| newer.find_map(place)).unwrap_or(0)
    }

    /// Takes which entries pass the filter now: those of a blog whose rows are still to come, else those that the next rows
    /// bring. What is shown already stays.
    pub fn let_pass(&mut self, passing: HashSet<EntryId>) {
        if self.ready {
            if let Some(sieve) = &mut self.sieve {
                sieve.coming = passing;
            }
            return;
        }
        let sieve = Sieve {
            passing,
            ..Sieve::default()
        };
        self.sieve = Some(sieve.into());
    }

    /// The rows to show of those that came.
    pub(in crate::app::panel::timeline) fn sifted(&mut self, rows: Vec<EntryRow>) -> Vec<EntryRow> {
        let Some(sieve) = &mut self.sieve else {
            return rows;
        };
        let known: HashSet<EntryId> = sieve.all.iter().map(|row| row.id).collect();
        let coming = std::mem::take(&mut sieve.coming);
        sieve.passing.extend(coming.difference(&known));
        sieve.all = rows.into();
        let shown = sieve
            .all
            .iter()
            .filter(|row| sieve.passing.contains(&row.id));
        shown.copied().collect()
    }

    /// Takes what became of some rows over to the rows behind the filter.
    pub fn note_changed(&mut self, entries: impl Iterator<Item = EntryId>) {
        let Some(sieve) = &mut self.sieve else { return };
        let entries: HashSet<EntryId> = entries.collect();
        let shown = self
            .flow
            .rows
            .iter()
            .filter(|row| entries.contains(&row.id));
        let now: HashMap<EntryId, EntryRow> = shown.map(|row| (row.id, *row)).collect();
        for at in 0..sieve.all.len() {
            let changed = sieve.all.get(at).and_then(|row| now.get(&row.id));
            if let (Some(changed), Some(row)) = (changed, sieve.all.get_mut(at)) {
                *row = *changed;
            }
        }
    }
}
