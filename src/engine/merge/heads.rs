//! Lines above the entries that stand for entries, kept from one merge to the next.
//! Read alone, a snapshot may show such a line as an entry: what was marked then stays reachable there.

use std::collections::BTreeSet;

use foldhash::HashMap;

use crate::engine::merge::assemble::Facts;
use crate::engine::merge::para::Class;
use crate::engine::model::Source;

/// The lines above the entries, each with the entry that tells it again, or that stands first where no entry does.
#[derive(Debug, Default)]
pub(crate) struct Heads {
    /// For each class of such a line, the entry that tells it, and the sheets that show it there.
    told: HashMap<Class, (Option<u32>, BTreeSet<u32>)>,
    /// For each sheet its lines: the class, its place among the texts of the page, and the entry.
    of_sheet: Vec<Vec<(Class, u32, Option<u32>)>>,
    /// For each entry the lines that stand for it: the sheet, and the place among the texts of its page.
    of_entry: HashMap<u32, Vec<(u32, u32)>>,
}

impl Heads {
    /// Takes in sheets of which the postings, or the first entries, may have changed. Returns the entries of which lines came or
    /// went.
    pub(crate) fn update(
        &mut self,
        facts: &Facts<'_>,
        spread: &[u32],
        relisted: &[u32],
    ) -> BTreeSet<u32> {
        self.of_sheet.resize(facts.sheets.len(), Vec::new());
        let mut changed = BTreeSet::new();
        for sheet in spread {
            self.respread(facts, *sheet, &mut changed);
        }
        let mut again: BTreeSet<u32> = spread.iter().chain(relisted).copied().collect();
        for (class, (entry, sheets)) in &mut self.told {
            // The same words first, then the first entry that tells nearly the same.
            let near = facts.paragraphs.near[*class].iter();
            let near = || near.filter_map(|(near, _)| facts.teller(*near));
            let near = || near().min_by_key(|entry| facts.place_of(*entry));
            let now = facts.teller(*class).or_else(near);
            if std::mem::replace(entry, now) != now {
                again.extend(sheets.iter());
            }
        }
        for sheet in again {
            let first = facts.lists.all[sheet as usize].entries.first().copied();
            for (class, place, entry) in &mut self.of_sheet[sheet as usize] {
                let now = self.told.get(class).and_then(|told| told.0).or(first);
                let before = std::mem::replace(entry, now);
                if before == now {
                    continue;
                }
                if let Some(lines) = before.and_then(|entry| self.of_entry.get_mut(&entry)) {
                    lines.retain(|line| *line != (sheet, *place));
                }
                if let Some(entry) = now {
                    self.of_entry
                        .entry(entry)
                        .or_default()
                        .push((sheet, *place));
                }
                changed.extend([before, now].into_iter().flatten());
            }
        }
        for entry in &changed {
            if let Some(lines) = self.of_entry.get_mut(entry) {
                lines.sort_unstable_by_key(|(sheet, place)| (facts.ranks[*sheet as usize], *place));
            }
        }
        self.of_entry.retain(|_, lines| !lines.is_empty());
        changed
    }

    /// Takes in which lines a sheet shows above its entries.
    fn respread(&mut self, facts: &Facts<'_>, sheet: u32, changed: &mut BTreeSet<u32>) {
        for (class, place, entry) in std::mem::take(&mut self.of_sheet[sheet as usize]) {
            if let Some((_, sheets)) = self.told.get_mut(&class) {
                sheets.remove(&sheet);
            }
            if let Some(lines) = entry.and_then(|entry| self.of_entry.get_mut(&entry)) {
                lines.retain(|line| *line != (sheet, place));
            }
            changed.extend(entry);
        }
        let page = &facts.sheets[sheet as usize].spread.page;
        for (place, line) in (0..).zip(page) {
            if let Some(class) = line.class {
                let told = self.told.entry(class).or_default();
                told.1.insert(sheet);
                self.of_sheet[sheet as usize].push((class, place, None));
            }
        }
    }

    /// The lines that stand for an entry.
    pub(crate) fn of(&self, facts: &Facts<'_>, entry: u32) -> Vec<Source> {
        let lines = self.of_entry.get(&entry).map_or(&[][..], |lines| lines);
        let source = |(sheet, place): &(u32, u32)| {
            let sheet = facts.sheets[*sheet as usize];
            let line = &sheet.spread.page[*place as usize];
            Source {
                snapshot: sheet.snapshot,
                line: line.line,
                part: line.part,
            }
        };
        lines.iter().map(source).collect()
    }
}
