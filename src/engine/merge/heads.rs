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
    /// Takes in sheets of which the lines or the first entries may have changed, and classes that other entries may tell than
    /// before, or near which others may. Returns the entries of which lines came or went.
    pub(crate) fn update(
        &mut self,
        facts: &Facts<'_>,
        (spread, relisted): (&[u32], &[u32]),
        classes: impl Iterator<Item = Class>,
    ) -> BTreeSet<u32> {
        self.of_sheet.resize(facts.sheets.len(), Vec::new());
        let mut changed = BTreeSet::new();
        let told = classes.filter(|class| self.told.contains_key(class));
        let mut classes: BTreeSet<Class> = told.collect();
        for sheet in spread {
            self.respread(facts, *sheet, &mut changed);
            let lines = self.of_sheet[*sheet as usize].iter();
            classes.extend(lines.map(|line| line.0));
        }
        let mut again: BTreeSet<u32> = spread.iter().chain(relisted).copied().collect();
        for class in &classes {
            let Some((entry, sheets)) = self.told.get_mut(class) else {
                continue;
            };
            // The same words first, then the first entry that tells nearly the same.
            let near = || {
                let near = facts.paragraphs.near(*class);
                let near = near.filter_map(|(near, _)| facts.teller(near));
                near.min_by_key(|entry| facts.place_of(*entry))
            };
            let now = facts.teller(*class).or_else(near);
            if std::mem::replace(entry, now) != now {
                again.extend(sheets.iter());
            }
        }
        for sheet in again {
            let first = facts.lists.all[sheet as usize].entries.first().copied();
            let mut lines = std::mem::take(&mut self.of_sheet[sheet as usize]);
            for (class, place, entry) in &mut lines {
                let now = self.told.get(class).and_then(|told| told.0).or(first);
                let before = std::mem::replace(entry, now);
                if before == now {
                    continue;
                }
                self.remove(before, (sheet, *place));
                if let Some(entry) = now {
                    self.of_entry
                        .entry(entry)
                        .or_default()
                        .push((sheet, *place));
                }
                changed.extend([before, now].into_iter().flatten());
            }
            self.of_sheet[sheet as usize] = lines;
        }
        for entry in &changed {
            if let Some(lines) = self.of_entry.get_mut(entry) {
                lines.sort_unstable_by_key(|(sheet, place)| (facts.ranks[*sheet as usize], *place));
            }
        }
        changed
    }

    /// Takes a line from an entry.
    fn remove(&mut self, entry: Option<u32>, line: (u32, u32)) {
        let lines = entry.and_then(|entry| self.of_entry.get_mut(&entry));
        if let Some(lines) = lines {
            lines.retain(|other| *other != line);
        }
    }

    /// Takes in which lines a sheet shows above its entries.
    fn respread(&mut self, facts: &Facts<'_>, sheet: u32, changed: &mut BTreeSet<u32>) {
        for (class, place, entry) in std::mem::take(&mut self.of_sheet[sheet as usize]) {
            if let Some((_, sheets)) = self.told.get_mut(&class) {
                sheets.remove(&sheet);
            }
            self.remove(entry, (sheet, place));
            changed.extend(entry);
        }
        let page = &facts.sheets[sheet as usize].page;
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
            let line = &sheet.page[*place as usize];
            Source {
                snapshot: sheet.snapshot,
                line: line.line,
                part: line.part,
            }
        };
        lines.iter().map(source).collect()
    }
}
