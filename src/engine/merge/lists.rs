//! Which entries each sheet lists, kept from one merge to the next.

use std::collections::BTreeSet;

use foldhash::HashMap;

use crate::engine::merge::age;
use crate::engine::merge::entries::Entries;
use crate::engine::merge::order::Weights;
use crate::engine::merge::posting::Brief;
use crate::engine::merge::posting::Direction;
use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::standing::At;
use crate::engine::model::SnapshotId;

/// The list of entries that one sheet shows, top to bottom; an entry that stands in it twice counts at its upper place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct List {
    pub(crate) entries: Vec<u32>,
    /// The kind of the posting that stands there for each.
    pub(crate) kinds: Vec<u32>,
}

impl List {
    /// The list of a sheet. `mark` has room for all entries and holds no `number`.
    fn of(sheet: &Sheet, number: u32, entries: &Entries, mark: &mut [u32]) -> Self {
        let briefs = sheet.briefs();
        let mut list = Self {
            entries: Vec::with_capacity(briefs.len()),
            kinds: Vec::with_capacity(briefs.len()),
        };
        for (at, brief) in (0..).zip(briefs) {
            let posting = At { sheet: number, at };
            let entry = entries.of(brief.kind, posting);
            let mut again = || std::mem::replace(&mut mark[entry as usize], number) == number;
            let mut below = (0..).zip(briefs).skip(at as usize + 1);
            let told_below = |(at, other): (u32, &Brief)| {
                entries.of(other.kind, At { sheet: number, at }) == entry
            };
            let copy = brief.copy || brief.begins && below.any(told_below);
            if !brief.pinned && !copy && !again() {
                list.entries.push(entry);
                list.kinds.push(brief.kind);
            }
        }
        if sheet.direction == Direction::OldestFirst {
            list.reverse();
        }
        list
    }

    /// Whether most of it stands the other way round in lists that say how they stand, as their places of entries tell.
    fn is_reversed(&self, told: &[HashMap<u32, usize>]) -> bool {
        let (mut along, mut against) = (0, 0);
        for places in told {
            let shared = self.entries.iter().filter_map(|entry| places.get(entry));
            let shared: Vec<usize> = shared.copied().collect();
            along += shared.windows(2).filter(|two| two[0] < two[1]).count();
            against += shared.windows(2).filter(|two| two[0] > two[1]).count();
        }
        against > along
    }

    fn reverse(&mut self) {
        self.entries.reverse();
        self.kinds.reverse();
    }
}

/// Where a list shows an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) sheet: u32,
    /// Its place in the list.
    pub(crate) place: u32,
}

/// The lists of all sheets.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    /// By the order in which sheets came.
    pub(crate) all: Vec<List>,
    /// For each entry where lists show it, the oldest list first.
    listed: Vec<Vec<Listed>>,
    /// For each entry the oldest sheet that lists it; the largest number where none does.
    oldest: Vec<u32>,
    /// The sheets, newest first.
    newest_first: Vec<u32>,
    /// For each sheet how many are older.
    older: Vec<u32>,
    /// The sheets' times, where they are known.
    times: Vec<Option<jiff::Timestamp>>,
}

/// What became of the lists.
#[derive(Debug, Default)]
pub(crate) struct Relisted {
    /// Which are new or not as they were, with the entries that came, went or stand elsewhere among the others.
    pub(crate) lists: Vec<(u32, Vec<u32>)>,
    /// All entries in them, now or before.
    pub(crate) entries: Vec<u32>,
    /// Nothing is as it was: known sheets are of another age among each other.
    pub(crate) anew: bool,
}

impl Lists {
    /// The sheets, newest first.
    pub(crate) fn newest_first(&self) -> &[u32] {
        &self.newest_first
    }

    /// How many sheets are newer than this one.
    pub(crate) fn age(&self, sheet: u32) -> usize {
        self.older.len() - 1 - self.older[sheet as usize] as usize
    }

    /// Where lists show an entry, the newest list first.
    pub(crate) fn of(&self, entry: u32) -> impl DoubleEndedIterator<Item = &Listed> + Clone {
        self.listed[entry as usize].iter().rev()
    }

    /// Where the newest list that shows an entry does.
    pub(crate) fn newest(&self, entry: u32) -> Option<Listed> {
        self.listed[entry as usize].last().copied()
    }

    /// Whether an older sheet than this one lists an entry that this or an older one does.
    pub(crate) fn goes_on(&self, entry: u32, sheet: u32) -> bool {
        self.oldest[entry as usize] != sheet
    }

    /// Where the list of a sheet shows an entry.
    pub(crate) fn at(&self, entry: u32, sheet: u32) -> Option<usize> {
        let all = &self.listed[entry as usize];
        let found = self.find(all, sheet).ok()?;
        Some(all[found].place as usize)
    }

    /// Whether the first sheet is newer than the second.
    pub(crate) fn is_newer(&self, one: u32, other: u32) -> bool {
        self.older[one as usize] > self.older[other as usize]
    }

    /// Whether no list shows two entries together.
    pub(crate) fn are_apart(&self, one: u32, other: u32) -> bool {
        self.of(one)
            .all(|listed| self.at(other, listed.sheet).is_none())
    }

    fn find(&self, all: &[Listed], sheet: u32) -> Result<usize, usize> {
        let older = self.older[sheet as usize];
        let last = all.last().map(|last| self.older[last.sheet as usize]);
        if last.is_none_or(|last| last < older) {
            return Err(all.len());
        }
        all.binary_search_by_key(&older, |listed| self.older[listed.sheet as usize])
    }

    /// Takes in what some sheets list now.
    pub(crate) fn update(
        &mut self,
        sheets: &[&Sheet],
        again: &BTreeSet<u32>,
        entries: &Entries,
        (weights, ranks): (&Weights, &[u32]),
    ) -> Relisted {
        let known = self.all.len();
        self.all.resize(sheets.len(), List::default());
        self.listed.resize(entries.numbers(), Vec::new());
        self.oldest.resize(entries.numbers(), u32::MAX);
        let mut mark = vec![u32::MAX; entries.numbers()];
        let mut before: Vec<(u32, List)> = Vec::new();
        let told = told(sheets);
        let unknown = |number: &u32| sheets[*number as usize].direction == Direction::Unknown;
        let (mut open, stated): (Vec<u32>, Vec<u32>) = again.iter().partition(|one| unknown(one));
        if !told.is_empty() {
            // How these stand hangs on the lists of others.
            let all = (0..).zip(sheets).map(|(number, _)| number);
            open = all.filter(unknown).collect();
        }
        let mut list = |number: u32| List::of(sheets[number as usize], number, entries, &mut mark);
        for number in stated {
            let list = list(number);
            before.extend(self.replace(number, list, known));
        }
        let told: Vec<HashMap<u32, usize>> = told.iter().map(|one| self.places(*one)).collect();
        for number in open {
            let mut list = list(number);
            if list.is_reversed(&told) {
                list.reverse();
            }
            before.extend(self.replace(number, list, known));
        }
        let anew = self.find_ages(sheets, weights, ranks);
        let mut out = Relisted {
            anew,
            ..Relisted::default()
        };
        mark.fill(0);
        for (sheet, before) in before {
            let now = &self.all[sheet as usize].entries;
            out.entries.extend(before.entries.iter().chain(now));
            let differing = differing(&before.entries, now, &mut mark);
            out.lists.push((sheet, differing));
            if !anew {
                self.relist(sheet, &before);
            }
        }
        if anew {
            self.list_all();
        }
        out
    }

    /// Takes in the list of a sheet; returns the one before, if that was another or none. So many lists were `known`.
    fn replace(&mut self, number: u32, list: List, known: usize) -> Option<(u32, List)> {
        let at = number as usize;
        let news = at >= known || self.all[at] != list;
        news.then(|| (number, std::mem::replace(&mut self.all[at], list)))
    }

    /// Where the list of a sheet shows its entries.
    fn places(&self, sheet: u32) -> HashMap<u32, usize> {
        let entries = self.all[sheet as usize].entries.iter().copied();
        entries.zip(0..).collect()
    }

    /// Finds how old the sheets are; says whether those known before are of another age among each other.
    fn find_ages(&mut self, sheets: &[&Sheet], weights: &Weights, ranks: &[u32]) -> bool {
        let known = self.times.len();
        let more = sheets.iter().skip(known).map(|sheet| sheet.time());
        self.times.extend(more);
        let now = age::sheets_by_age(sheets, &self.times, (&self.all, weights), ranks);
        let mut before = now.iter().filter(|sheet| (**sheet as usize) < known);
        let anew = !before.by_ref().eq(&self.newest_first);
        self.older.resize(sheets.len(), 0);
        for (older, sheet) in (0..).zip(now.iter().rev()) {
            self.older[*sheet as usize] = older;
        }
        self.newest_first = now;
        anew
    }

    /// Takes in where a list shows its entries, which was another one before.
    fn relist(&mut self, sheet: u32, before: &List) {
        let now = &self.all[sheet as usize].entries;
        for (place, entry) in (0..).zip(now) {
            let mut all = std::mem::take(&mut self.listed[*entry as usize]);
            let listed = Listed { sheet, place };
            match self.find(&all, sheet) {
                Ok(at) => all[at] = listed,
                Err(at) => all.insert(at, listed),
            }
            self.listed[*entry as usize] = all;
        }
        for entry in &before.entries {
            let all = &self.listed[*entry as usize];
            if let Ok(at) = self.find(all, sheet) {
                let place = all[at].place as usize;
                if now.get(place) != Some(entry) {
                    self.listed[*entry as usize].remove(at);
                }
            }
        }
        for entry in before.entries.iter().chain(now) {
            let oldest = self.listed[*entry as usize].first();
            self.oldest[*entry as usize] = oldest.map_or(u32::MAX, |oldest| oldest.sheet);
        }
    }

    /// Finds where all lists show their entries.
    fn list_all(&mut self) {
        self.listed.iter_mut().for_each(Vec::clear);
        for sheet in self.newest_first.iter().rev() {
            for (place, entry) in (0..).zip(&self.all[*sheet as usize].entries) {
                let listed = Listed {
                    sheet: *sheet,
                    place,
                };
                self.listed[*entry as usize].push(listed);
            }
        }
        let oldest = |all: &Vec<Listed>| all.first().map_or(u32::MAX, |oldest| oldest.sheet);
        self.oldest = self.listed.iter().map(oldest).collect();
    }
}

/// The sheets that tell others how their entries stand, if any shows the oldest first: those with the least ids that say it.
fn told(sheets: &[&Sheet]) -> Vec<u32> {
    let says = |direction: Direction| direction != Direction::Unknown;
    let oldest_first = |sheet: &&Sheet| sheet.direction == Direction::OldestFirst;
    if !sheets.iter().any(oldest_first) {
        return Vec::new();
    }
    let said = (0..).zip(sheets).filter(|(_, sheet)| says(sheet.direction));
    let mut said: Vec<(SnapshotId, u32)> = said
        .map(|(number, sheet)| (sheet.snapshot, number))
        .collect();
    said.sort_unstable();
    said.truncate(TELL);
    said.into_iter().map(|(_, number)| number).collect()
}

/// So many sheets tell others how their entries stand.
const TELL: usize = 4;

/// The entries that only one of two lists shows; all where the others do not stand in the same order. `mark` is zero for
/// each entry, before and after.
fn differing(before: &[u32], now: &[u32], mark: &mut [u32]) -> Vec<u32> {
    for (place, entry) in (1..).zip(before) {
        mark[*entry as usize] = place;
    }
    let mut out = Vec::new();
    let (mut last, mut crossed) = (0, false);
    for entry in now {
        match std::mem::take(&mut mark[*entry as usize]) {
            0 => out.push(*entry),
            place => {
                crossed |= place < last;
                last = place;
            }
        }
    }
    for entry in before {
        if std::mem::take(&mut mark[*entry as usize]) != 0 {
            out.push(*entry);
        }
    }
    match crossed {
        true => before.iter().chain(now).copied().collect(),
        false => out,
    }
}

#[cfg(test)]
impl Lists {
    /// Lists of sheets of which each is newer than the one before it, with what became of those that were there before.
    pub(crate) fn of_entries(
        before: &[Vec<u32>],
        now: &[Vec<u32>],
        entries: usize,
    ) -> (Self, Relisted) {
        let list = |entries: &Vec<u32>| List {
            entries: entries.clone(),
            kinds: vec![0; entries.len()],
        };
        let count = u32::try_from(now.len()).unwrap_or(u32::MAX);
        let mut lists = Self {
            all: now.iter().map(list).collect(),
            listed: vec![Vec::new(); entries],
            oldest: vec![u32::MAX; entries],
            newest_first: (0..count).rev().collect(),
            older: (0..count).collect(),
            times: Vec::new(),
        };
        lists.list_all();
        let mut out = Relisted::default();
        for (sheet, now) in (0..).zip(now) {
            let before = before.get(sheet as usize);
            if before != Some(now) {
                let before = before.map_or(&[][..], |before| before);
                let differing = differing(before, now, &mut vec![0; entries]);
                out.lists.push((sheet, differing));
            }
        }
        (lists, out)
    }
}
