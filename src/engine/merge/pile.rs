//! How the entries lie over each other: lists are laid from the newest to the oldest, and what laying each did is kept.
//!
//! What a list does hangs on the list, on lists as old or older, and on what lies there of the entries that these show: the
//! [`Window`]. Where the window before a list is what it was, and no list from there on became another one, all that follows
//! is as it was.

use std::ops::Range;

use crate::engine::merge::lists::List;
use crate::engine::merge::lists::Lists;
use crate::engine::merge::lists::Relisted;
use crate::engine::merge::order::Weights;
use crate::engine::merge::order::accepted;
use crate::engine::merge::order::anchors;

/// Of a gap so many entries are looked at.
const LONGEST_GAP: usize = 32;

/// The place of what lies nowhere.
const NOWHERE: u32 = u32::MAX;

/// An entry that lies somewhere and is shown by lists still to be laid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Lying {
    entry: u32,
    /// How many right above it are shown by none of these; more than matter are not told apart.
    above: u32,
}

/// What lies there when a list is to be laid, as far as it matters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Window {
    entries: Vec<Lying>,
    /// How many lie below all of these.
    below: u32,
}

/// Where an entry was put that no newer list shows.
#[derive(Debug, Clone, Copy)]
struct Put {
    entry: u32,
    /// Above which other it was put, or below all.
    above: u32,
}

/// What laying a list did.
#[derive(Debug, Clone, Default)]
struct Laid {
    before: Window,
    puts: Vec<Put>,
    /// Whether where they stand is a guess.
    guessed: bool,
}

/// The pile of all lists.
#[derive(Debug, Default)]
pub(crate) struct Pile {
    /// For each list what laying it did.
    laid: Vec<Laid>,
    /// Counts of what lies above are told apart below this.
    most: u32,
}

impl Pile {
    /// Lays those lists of which that may do something else than before; `reweighed` are those of which a kind weighs
    /// something else.
    pub(crate) fn update(
        &mut self,
        (lists, weights): (&Lists, &Weights),
        relisted: &Relisted,
        reweighed: &[u32],
        entries: usize,
    ) {
        let longest = lists.all.iter().map(|list| list.entries.len()).max();
        let most = longest.unwrap_or(0).max(LONGEST_GAP).next_multiple_of(64);
        let most = u32::try_from(most).unwrap_or(u32::MAX);
        let anew = relisted.anew || std::mem::replace(&mut self.most, most) != most;
        let again = self.again(lists, relisted, reweighed, anew);
        self.laid.resize(lists.all.len(), Laid::default());
        let mut ground = Ground {
            lists,
            weights,
            most,
            at: vec![NOWHERE; entries],
            place: vec![NOWHERE; entries],
        };
        // What lies there, where that is not what did before.
        let mut window: Option<Window> = None;
        for (age, sheet) in lists.newest_first().iter().enumerate() {
            let known = &self.laid[*sheet as usize];
            if !again[age] && window.as_ref().is_none_or(|now| *now == known.before) {
                window = None;
                continue;
            }
            let before = match window {
                Some(window) => window,
                None if age == 0 => Window::default(),
                None => known.before.clone(),
            };
            let (puts, guessed) = ground.lay(*sheet, &before);
            window = Some(ground.after(*sheet, &before, &puts));
            self.laid[*sheet as usize] = Laid {
                before,
                puts: puts.into_iter().map(|put| put.1).collect(),
                guessed,
            };
        }
    }

    /// For each age whether laying the list may do something else for what became of the lists.
    fn again(
        &self,
        lists: &Lists,
        relisted: &Relisted,
        reweighed: &[u32],
        anew: bool,
    ) -> Vec<bool> {
        let count = lists.all.len();
        let new = |sheet: &u32| *sheet as usize >= self.laid.len();
        let newest = lists.newest_first().iter().take_while(|sheet| new(sheet));
        // A list that comes between others was not there when the older ones were laid.
        if anew || newest.count() != count - self.laid.len() {
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

    /// All entries that lists show, in order, the newest first, each with whether that it stands there is a guess.
    pub(crate) fn entries(&self, lists: &Lists, entries: usize) -> Vec<(u32, bool)> {
        // A ring: what stands above and below each entry, and below and above all.
        let mut next: Vec<u32> = vec![NOWHERE; entries + 1];
        let mut before: Vec<u32> = vec![NOWHERE; entries + 1];
        let mut guessed = vec![false; entries];
        next[entries] = u32::try_from(entries).unwrap_or(NOWHERE);
        before[entries] = next[entries];
        let mut count = 0;
        for sheet in lists.newest_first() {
            let laid = &self.laid[*sheet as usize];
            for put in &laid.puts {
                let below = (put.above as usize).min(entries);
                let above = before[below];
                next[put.entry as usize] = u32::try_from(below).unwrap_or(NOWHERE);
                before[put.entry as usize] = above;
                next[above as usize] = put.entry;
                before[below] = put.entry;
                guessed[put.entry as usize] = laid.guessed;
            }
            count += laid.puts.len();
        }
        let mut out = Vec::with_capacity(count);
        let mut at = next[entries];
        while (at as usize) < entries && out.len() < count {
            out.push((at, guessed[at as usize]));
            at = next[at as usize];
        }
        out
    }
}

/// What laying a list goes by.
struct Ground<'g> {
    lists: &'g Lists,
    weights: &'g Weights,
    most: u32,
    /// For each entry where it lies in the window at hand; nowhere between two lists.
    at: Vec<u32>,
    /// For each entry its place in the list at hand; nowhere between two lists.
    place: Vec<u32>,
}

impl Ground<'_> {
    /// Lays a list: where in the window it puts its new entries, from top to bottom, and whether that is a guess.
    fn lay(&mut self, sheet: u32, window: &Window) -> (Vec<(usize, Put)>, bool) {
        let list = &self.lists.all[sheet as usize];
        for (at, lying) in (0..).zip(&window.entries) {
            self.at[lying.entry as usize] = at;
        }
        for (place, entry) in (0..).zip(&list.entries) {
            self.place[*entry as usize] = place;
        }
        let out = self.puts(list, window);
        for lying in &window.entries {
            self.at[lying.entry as usize] = NOWHERE;
        }
        for entry in &list.entries {
            self.place[*entry as usize] = NOWHERE;
        }
        out
    }

    /// Where an entry lies in the window at hand.
    fn at(&self, entry: u32) -> Option<usize> {
        let at = self.at[entry as usize];
        (at != NOWHERE).then_some(at as usize)
    }

    /// Whether the list at hand shows an entry.
    fn has(&self, entry: u32) -> bool {
        self.place[entry as usize] != NOWHERE
    }

    fn puts(&self, list: &List, window: &Window) -> (Vec<(usize, Put)>, bool) {
        let shown = list.entries.iter().copied().enumerate();
        let new: Vec<(usize, u32)> = shown.filter(|(_, e)| self.at(*e).is_none()).collect();
        if new.is_empty() {
            return (Vec::new(), false);
        }
        let all = &window.entries;
        let at = |entry: u32| self.at(entry);
        let anchors = anchors(at, list, self.weights);
        let only = |lying: &[Lying]| {
            let mine = |lying: &Lying| lying.above as usize + usize::from(!self.has(lying.entry));
            lying.iter().map(mine).sum::<usize>()
        };
        let above = |place: usize| only(&all[..place]) + all[place].above as usize;
        let below = |place: usize| only(&all[place + 1..]) + window.below as usize;
        if !accepted(at, (above, below), (list, self.weights), &anchors) {
            let put = |(_, entry)| {
                let above = NOWHERE;
                (all.len(), Put { entry, above })
            };
            let is_first = all.is_empty() && window.below == 0;
            return (new.into_iter().map(put).collect(), !is_first);
        }
        let mut lower = all.len();
        let mut puts = Vec::with_capacity(new.len());
        for (j, entry) in new.into_iter().rev() {
            let below = anchors.partition_point(|anchor| anchor.1 <= j);
            let end = anchors.get(below).map_or(all.len(), |below| below.0);
            let start = below.checked_sub(1).map_or(0, |above| anchors[above].0 + 1);
            // What stands below it in this list stands below it here, too.
            lower = self.put(entry, all, start..end.min(lower).max(start));
            let above = all.get(lower).map_or(NOWHERE, |lying| lying.entry);
            puts.push((lower, Put { entry, above }));
        }
        puts.reverse();
        (puts, false)
    }

    /// Where in a gap an entry belongs that the list at hand shows there: above the first one that another list shows below it.
    /// What the list itself shows elsewhere was published again. What no further list shows is passed over.
    fn put(&self, entry: u32, all: &[Lying], gap: Range<usize>) -> usize {
        let mut left = LONGEST_GAP;
        for at in gap.clone() {
            let passed = all[at].above as usize + 1;
            if passed > left {
                break;
            }
            left -= passed;
            let other = all[at].entry;
            if !self.has(other) && self.is_above(entry, other) {
                return at;
            }
        }
        gap.end
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

    /// What lies there when a list was laid: of the entries that this is the oldest to show, only their number.
    fn after(&self, sheet: u32, before: &Window, puts: &[(usize, Put)]) -> Window {
        let mut entries: Vec<Lying> = Vec::with_capacity(before.entries.len() + puts.len());
        let mut passed = 0;
        let mut lay = |entry: u32, above: u32| {
            passed += above;
            let oldest = self.lists.oldest(entry);
            if oldest.is_some_and(|oldest| oldest.sheet == sheet) {
                passed += 1;
            } else {
                let above = std::mem::take(&mut passed).min(self.most);
                entries.push(Lying { entry, above });
            }
        };
        let mut puts = puts.iter().peekable();
        for (at, lying) in before.entries.iter().enumerate() {
            let mut above = lying.above;
            while let Some((_, put)) = puts.next_if(|put| put.0 == at) {
                lay(put.entry, std::mem::take(&mut above));
            }
            lay(lying.entry, above);
        }
        let mut below = before.below;
        for (_, put) in puts {
            lay(put.entry, std::mem::take(&mut below));
        }
        let below = (passed + below).min(self.most);
        Window { entries, below }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(pile: &mut Pile, before: &[Vec<u32>], now: &[Vec<u32>]) -> Vec<(u32, bool)> {
        let entries = now
            .concat()
            .iter()
            .max()
            .map_or(0, |last| *last as usize + 1);
        let (lists, relisted) = Lists::of_entries(before, now, entries);
        pile.update((&lists, &Weights::even()), &relisted, &[], entries);
        pile.entries(&lists, entries)
    }

    fn ordered(newest_first: &[&[u32]]) -> Vec<u32> {
        let lists: Vec<Vec<u32>> = newest_first
            .iter()
            .rev()
            .map(|list| list.to_vec())
            .collect();
        let all = update(&mut Pile::default(), &[], &lists);
        all.into_iter().map(|(entry, _)| entry).collect()
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
