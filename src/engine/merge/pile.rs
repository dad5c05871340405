//! How the entries lie over each other: lists are laid from the newest to the oldest, and what laying each did is kept.
//!
//! What a list does hangs on the list, on lists as old or older, and on how the entries lie there that these show. Where these
//! lie as they did before it, and no list from there on became another one, the same is done again without asking. Only a
//! list for which it matters what else lies there is asked each time.

use std::cell::Cell;
use std::ops::Range;

use crate::engine::merge::lists::List;
use crate::engine::merge::lists::Lists;
use crate::engine::merge::lists::Relisted;
use crate::engine::merge::order::Overlap;
use crate::engine::merge::order::Weights;
use crate::engine::merge::order::anchors;
use crate::engine::merge::order::overlap;

/// Of a gap so many entries are looked at.
const LONGEST_GAP: usize = 32;

/// The place of what lies nowhere.
const NOWHERE: u32 = u32::MAX;

/// Where an entry was put that no newer list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Put {
    entry: u32,
    /// Above which other it was put, or below all.
    above: u32,
}

/// What laying a list did.
#[derive(Debug, Clone, Default)]
struct Laid {
    /// The entries that lay there, in order, of those that this or older lists show.
    before: Vec<u32>,
    puts: Vec<Put>,
    /// Whether where they stand is a guess.
    guessed: bool,
    /// Whether this hangs on what else lay there.
    looked: bool,
}

/// The pile of all lists.
#[derive(Debug, Default)]
pub(crate) struct Pile {
    /// For each list what laying it did.
    laid: Vec<Laid>,
}

impl Pile {
    /// Lays those lists again of which that may do something else than before; `reweighed` are those of which a kind weighs
    /// something else. Returns all entries that lists show, in order, the newest first, and for each number whether that it
    /// stands there is a guess.
    pub(crate) fn update(
        &mut self,
        (lists, weights): (&Lists, &Weights),
        relisted: &Relisted,
        reweighed: &[u32],
        entries: usize,
    ) -> (Vec<u32>, Vec<bool>) {
        let again = self.again(lists, relisted, reweighed);
        self.laid.resize(lists.all.len(), Laid::default());
        let mut ground = Ground {
            lists,
            weights,
            at: vec![NOWHERE; entries],
            place: vec![NOWHERE; entries],
            ring: Ring::new(entries),
            looked: Cell::new(false),
        };
        let mut guessed = vec![false; entries];
        // What lies there, where that is not what did before.
        let mut other: Option<Vec<u32>> = None;
        for (age, sheet) in lists.newest_first().iter().enumerate() {
            let laid = &mut self.laid[*sheet as usize];
            other = other.filter(|now| *now != laid.before);
            if again[age] || laid.looked || other.is_some() {
                if let Some(now) = other {
                    laid.before = now;
                }
                if age == 0 {
                    laid.before.clear();
                }
                ground.lay(*sheet, laid);
                other = Some(ground.after(*sheet, laid));
            }
            for put in &laid.puts {
                ground.ring.put(*put);
                guessed[put.entry as usize] = laid.guessed;
            }
        }
        (ground.ring.all().collect(), guessed)
    }

    /// For each age whether laying the list may do something else for what became of the lists.
    fn again(&self, lists: &Lists, relisted: &Relisted, reweighed: &[u32]) -> Vec<bool> {
        let count = lists.all.len();
        let new = |sheet: &u32| *sheet as usize >= self.laid.len();
        let newest = lists.newest_first().iter().take_while(|sheet| new(sheet));
        // A list that comes between others was not there when the older ones were laid.
        if relisted.anew || newest.count() != count - self.laid.len() {
            return vec![true; count];
        }
        let mut again = vec![false; count];
        for (sheet, differing) in &relisted.lists {
            let age = lists.age(*sheet);
            // From where such an entry lies first, this list is asked how it stands to others.
            let newest = differing.iter().filter_map(|entry| lists.newest(*entry));
            let from = newest.map(|listed| lists.age(listed.sheet)).min();
            again[from.unwrap_or(age).min(age)..=age].fill(true);
        }
        for sheet in reweighed {
            again[lists.age(*sheet)] = true;
        }
        again
    }
}

/// Entries that lie over each other: what lies below and above each, and above and below all.
struct Ring {
    below: Vec<u32>,
    above: Vec<u32>,
}

impl Ring {
    fn new(entries: usize) -> Self {
        let end = u32::try_from(entries).unwrap_or(NOWHERE);
        Self {
            below: vec![end; entries + 1],
            above: vec![end; entries + 1],
        }
    }

    /// What stands for both ends.
    fn end(&self) -> u32 {
        u32::try_from(self.below.len() - 1).unwrap_or(NOWHERE)
    }

    fn put(&mut self, put: Put) {
        let below = put.above.min(self.end());
        let above = std::mem::replace(&mut self.above[below as usize], put.entry);
        self.below[above as usize] = put.entry;
        self.below[put.entry as usize] = below;
        self.above[put.entry as usize] = above;
    }

    fn all(&self) -> impl Iterator<Item = u32> {
        self.after(self.end())
    }

    /// What lies below an entry, or all from the top.
    fn after(&self, entry: u32) -> impl Iterator<Item = u32> {
        let below = |at: u32| Some(self.below[at as usize]).filter(|at| *at != self.end());
        std::iter::successors(below(entry), move |at| below(*at))
    }

    /// What lies above an entry, from below.
    fn before(&self, entry: u32) -> impl Iterator<Item = u32> {
        let above = |at: u32| Some(self.above[at as usize]).filter(|at| *at != self.end());
        std::iter::successors(above(entry), move |at| above(*at))
    }
}

/// What laying a list goes by.
struct Ground<'g> {
    lists: &'g Lists,
    weights: &'g Weights,
    /// For each entry where it lies among those that the list at hand or older ones show; nowhere between two lists.
    at: Vec<u32>,
    /// For each entry its place in the list at hand; nowhere between two lists.
    place: Vec<u32>,
    /// All that newer lists show.
    ring: Ring,
    /// Whether anything was asked that hangs on entries which neither the list at hand nor an older one shows.
    looked: Cell<bool>,
}

impl Ground<'_> {
    /// Lays a list: finds out where its new entries belong.
    fn lay(&mut self, sheet: u32, laid: &mut Laid) {
        let list = &self.lists.all[sheet as usize];
        for (at, entry) in (0..).zip(&laid.before) {
            self.at[*entry as usize] = at;
        }
        for (place, entry) in (0..).zip(&list.entries) {
            self.place[*entry as usize] = place;
        }
        self.looked.set(false);
        (laid.puts, laid.guessed) = self.puts(list, &laid.before);
        laid.looked = self.looked.get();
        for entry in &laid.before {
            self.at[*entry as usize] = NOWHERE;
        }
        for entry in &list.entries {
            self.place[*entry as usize] = NOWHERE;
        }
    }

    /// Where an entry lies.
    fn at(&self, entry: u32) -> Option<usize> {
        let at = self.at[entry as usize];
        (at != NOWHERE).then_some(at as usize)
    }

    /// Whether the list at hand shows an entry.
    fn has(&self, entry: u32) -> bool {
        self.place[entry as usize] != NOWHERE
    }

    /// Where the new entries of a list are put, from top to bottom, and whether that is a guess.
    fn puts(&self, list: &List, all: &[u32]) -> (Vec<Put>, bool) {
        let shown = list.entries.iter().copied().enumerate();
        let new: Vec<(usize, u32)> = shown.filter(|(_, e)| self.at(*e).is_none()).collect();
        if new.is_empty() {
            return (Vec::new(), false);
        }
        let anchors = anchors(|entry| self.at(entry), list, self.weights);
        if !self.is_accepted(list, all, &anchors) {
            let put = |(_, entry)| Put {
                entry,
                above: NOWHERE,
            };
            self.looked.set(true);
            let is_first = self.ring.all().next().is_none();
            return (new.into_iter().map(put).collect(), !is_first);
        }
        let mut lower = all.len();
        let mut puts = Vec::with_capacity(new.len());
        for (j, entry) in new.into_iter().rev() {
            let below = anchors.partition_point(|anchor| anchor.1 <= j);
            let end = anchors.get(below).map_or(all.len(), |below| below.0);
            let start = below.checked_sub(1).map_or(0, |above| anchors[above].0 + 1);
            // What stands below it in this list stands below it here, too.
            lower = self.find(entry, all, start..end.min(lower).max(start));
            let above = all.get(lower).copied().unwrap_or(NOWHERE);
            puts.push(Put { entry, above });
        }
        puts.reverse();
        (puts, false)
    }

    /// Whether the overlap of a list with what lies there is believed.
    fn is_accepted(&self, list: &List, all: &[u32], anchors: &[(usize, usize)]) -> bool {
        let weak = match overlap((list, self.weights), anchors) {
            Overlap::Sure => return true,
            Overlap::None => return false,
            Overlap::Weak(weak) => weak,
        };
        self.looked.set(true);
        let only = |beside: &mut dyn Iterator<Item = u32>, most: usize| {
            beside.filter(|entry| !self.has(*entry)).take(most).count()
        };
        let new = |list: &[u32]| list.iter().filter(|e| self.at(**e).is_none()).count();
        let (first, last) = (weak.first, weak.last);
        let above = new(&list.entries[..first.1]);
        let below = new(&list.entries[last.1..]);
        let above = only(&mut self.ring.before(all[first.0]), above);
        let below = only(&mut self.ring.after(all[last.0]), below);
        weak.is_believed(above, below)
    }

    /// Where in a gap an entry belongs that the list at hand shows there: above the first one that another list shows below it.
    /// What the list itself shows elsewhere was published again. No list shows the entry with what only newer ones show.
    fn find(&self, entry: u32, all: &[u32], gap: Range<usize>) -> usize {
        let mut beside = all[gap.clone()].iter().take(LONGEST_GAP);
        let above = |other: &u32| !self.has(*other) && self.is_above(entry, *other);
        let Some(found) = beside.position(above) else {
            return gap.end;
        };
        self.looked.set(true);
        let top = gap.start.checked_sub(1).map(|above| all[above]);
        let at = gap.start + found;
        let before = self.ring.before(all[at]);
        let between = before.take_while(|other| Some(*other) != top);
        match between.take(LONGEST_GAP).count() < LONGEST_GAP {
            true => at,
            false => gap.end,
        }
    }

    /// Whether the newest list that shows both has the first above the second.
    fn is_above(&self, one: u32, other: u32) -> bool {
        let mut others = self.lists.of(other).peekable();
        let both = self.lists.of(one).find_map(|one| {
            while others
                .next_if(|other| self.lists.is_newer(other.sheet, one.sheet))
                .is_some()
            {}
            let other = others.peek().filter(|other| other.sheet == one.sheet)?;
            Some(one.place < other.place)
        });
        both.unwrap_or(false)
    }

    /// What lies there when a list was laid, of that which older lists show.
    fn after(&self, sheet: u32, laid: &Laid) -> Vec<u32> {
        let stays = |entry: &u32| self.lists.goes_on(*entry, sheet);
        let mut out = Vec::with_capacity(laid.before.len() + laid.puts.len());
        let mut puts = laid.puts.iter().peekable();
        for entry in &laid.before {
            while let Some(put) = puts.next_if(|put| put.above == *entry) {
                out.extend(Some(put.entry).filter(stays));
            }
            out.extend(Some(*entry).filter(stays));
        }
        out.extend(puts.map(|put| put.entry).filter(stays));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(pile: &mut Pile, before: &[Vec<u32>], now: &[Vec<u32>]) -> (Vec<u32>, Vec<bool>) {
        let entries = now
            .concat()
            .iter()
            .max()
            .map_or(0, |last| *last as usize + 1);
        let (lists, relisted) = Lists::of_entries(before, now, entries);
        pile.update((&lists, &Weights::even()), &relisted, &[], entries)
    }

    fn ordered(newest_first: &[&[u32]]) -> Vec<u32> {
        let lists: Vec<Vec<u32>> = newest_first
            .iter()
            .rev()
            .map(|list| list.to_vec())
            .collect();
        update(&mut Pile::default(), &[], &lists).0
    }

    #[test]
    fn an_older_list_says_how_entries_stand_that_no_newer_one_shows_together() {
        // Entry 6 is missing in the newest list, 5 in the next; the oldest shows both.
        assert_eq!(
            ordered(&[&[7, 5, 3], &[7, 6, 4, 3], &[6, 5, 4, 3]]),
            [7, 6, 5, 4, 3]
        );
        // Entry 5 was published again: the older list, which shows it below 6, says nothing of where it stands now.
        assert_eq!(
            ordered(&[&[9, 8, 5, 4, 2], &[6, 4, 5, 2]]),
            [9, 8, 5, 6, 4, 2]
        );
    }

    #[test]
    fn what_was_laid_before_is_as_if_laid_anew() {
        let mut seed = 7_u64;
        let mut below = |count: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) as usize % count
        };
        for _ in 0..20 {
            let mut pile = Pile::default();
            let mut lists: Vec<Vec<u32>> = Vec::new();
            let mut page: Vec<u32> = Vec::new();
            for step in 0..60_u32 {
                let before = lists.clone();
                for new in 0..below(6) {
                    page.insert(0, step * 6 + u32::try_from(new).unwrap_or(0));
                }
                page.truncate(12);
                if !page.is_empty() && below(3) == 0 {
                    // Published again, or gone for a while.
                    let moved = page.remove(below(page.len()));
                    if below(2) == 0 {
                        page.insert(0, moved);
                    }
                }
                let mut shown = page.clone();
                if below(4) == 0 {
                    shown.truncate(below(6));
                }
                lists.push(shown);
                if below(3) == 0 {
                    // An older page is read otherwise.
                    let list = below(lists.len());
                    let list = &mut lists[list];
                    if list.len() > 1 {
                        let moved = list.remove(below(list.len()));
                        if below(2) == 0 {
                            list.insert(below(list.len()), moved);
                        }
                    }
                }
                let known = update(&mut pile, &before, &lists);
                assert_eq!(known, update(&mut Pile::default(), &[], &lists));
            }
        }
    }
}
