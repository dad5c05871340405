//! Order: how the entries stand in the timeline.
//! Times decide where they are known; else how the lists overlap; what remains a guess is marked as one.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

use jiff::Timestamp;

use crate::engine::merge::bundles::Bundles;
use crate::engine::merge::posting::Kind;
use crate::engine::merge::posting::Posted;
use crate::engine::merge::sheet::Sheet;

/// What an unmatched entry on both sides of an overlap costs.
const UNMATCHED: f32 = 0.5;

/// Below this an overlap is no overlap.
const ACCEPTED: f32 = 0.5;

/// From this weight on an overlap is believed whatever stands around it.
pub(super) const SURE: f32 = 1.0;

/// The list of entries that one sheet shows, top to bottom; an entry that stands in it twice counts at its upper place.
#[derive(Debug, Clone, Default)]
pub(crate) struct List {
    pub(crate) entries: Vec<usize>,
    /// The kind of the posting that stands there for each.
    kinds: Vec<u32>,
}

/// How much the postings of each kind say about order: text much, a lone card little.
#[derive(Debug, Default)]
pub(crate) struct Weights(Vec<f32>);

/// The weight of a kind that was not weighed.
const UNKNOWN: f32 = f32::NAN;

impl Weights {
    /// Weighs the kinds that are new or forgotten; `cards` says for each class how many sheets show it as the text of a card.
    pub(super) fn weigh(&mut self, kinds: &[Kind], cards: &[u32]) {
        self.0.resize(kinds.len(), UNKNOWN);
        for (weight, kind) in self.0.iter_mut().zip(kinds) {
            if weight.is_nan() {
                *weight = weigh(kind, cards);
            }
        }
    }

    /// Forgets what a kind weighs: some of its texts came to be cards, or are none any more.
    pub(super) fn forget(&mut self, kind: u32) {
        if let Some(weight) = self.0.get_mut(kind as usize) {
            *weight = UNKNOWN;
        }
    }

    /// How much the match of an entry of a list says.
    pub(super) fn of(&self, list: &List, place: usize) -> f32 {
        self.0[list.kinds[place] as usize]
    }
}

fn weigh(kind: &Kind, cards: &[u32]) -> f32 {
    let text = kind.text.iter().filter(|(class, _)| cards[*class] == 0);
    let text: f32 = text.map(|(_, words)| words).sum();
    if text >= 12.0 {
        1.0
    } else {
        (text / 25.0).max(0.1)
    }
}

/// Where a list shows an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Listed {
    /// How many lists are newer.
    pub(crate) age: u32,
    /// Its place in the list.
    place: u32,
}

impl Listed {
    /// Its place in the list.
    pub(crate) fn at(self) -> usize {
        self.place as usize
    }
}

/// For each entry, where lists show it, the newest list first.
pub(crate) type AllListed = Bundles<Listed>;

/// Where lists show each of so many entries.
pub(crate) fn listed(entries: usize, by_age: &[usize], lists: &[List]) -> AllListed {
    let all = (0..).zip(by_age).flat_map(|(age, sheet)| {
        let shown = (0..).zip(&lists[*sheet].entries);
        shown.map(move |(place, entry)| (*entry, Listed { age, place }))
    });
    Bundles::of(entries, all)
}

impl AllListed {
    /// Where the list of an age shows an entry.
    pub(crate) fn at(&self, entry: usize, age: usize) -> Option<usize> {
        let all = self.get(entry);
        let found = all.binary_search_by_key(&age, |listed| listed.age as usize);
        found.ok().map(|i| all[i].place as usize)
    }
}

/// The entries in order.
#[derive(Debug, Default)]
pub(crate) struct Ordered {
    /// The entries, newest first.
    pub(crate) entries: Vec<usize>,
    /// Entries above which updates may be missing.
    pub(crate) gaps: BTreeSet<usize>,
    /// Entries whose place is a guess.
    pub(crate) uncertain: BTreeSet<usize>,
}

/// The lists of all sheets; `of` is the entry of each posting.
pub(crate) fn lists(sheets: &[&Sheet], posted: &[Posted], of: &[usize]) -> Vec<List> {
    // The sheet that listed each entry last.
    let mut listed = vec![usize::MAX; of.iter().max().map_or(0, |last| last + 1)];
    let mut lists = Vec::with_capacity(sheets.len());
    let mut rest = posted.iter().zip(of).peekable();
    for (s, sheet) in sheets.iter().enumerate() {
        let mut list = List {
            entries: Vec::with_capacity(sheet.spread.spots.len()),
            kinds: Vec::with_capacity(sheet.spread.spots.len()),
        };
        while let Some((one, entry)) = rest.next_if(|(one, _)| one.sheet() == s) {
            if !one.brief.pinned && !one.brief.copy && listed[*entry] != s {
                listed[*entry] = s;
                list.entries.push(*entry);
                list.kinds.push(one.brief.kind);
            }
        }
        if sheet.spread.oldest_first {
            list.entries.reverse();
            list.kinds.reverse();
        }
        lists.push(list);
    }
    lists
}

/// The largest set of entries that both lists show in the same order, as pairs of positions; `at` is where the first list
/// shows an entry. Of two that cross, the one that stands lower in the first, newer list stays: the other was published again.
pub(super) fn anchors(
    at: impl Fn(usize) -> Option<usize>,
    y: &List,
    weights: &Weights,
) -> Vec<(usize, usize)> {
    let mut shared: Vec<(usize, usize)> = Vec::with_capacity(y.entries.len());
    let places = y.entries.iter().zip(0..);
    shared.extend(places.filter_map(|(entry, j)| Some((at(*entry)?, j))));
    if shared.windows(2).all(|pair| pair[0].0 < pair[1].0) {
        // Nothing crosses: no smaller set is as heavy.
        return shared;
    }
    let mut out = Vec::with_capacity(shared.len());
    for stretch in tangles(&shared) {
        match stretch {
            [one] => out.push(*one),
            tangle => out.extend(heaviest(tangle, y, weights)),
        }
    }
    out
}

/// The stretches between which nothing crosses: what stands in one stands below all before it in both lists.
fn tangles(shared: &[(usize, usize)]) -> Vec<&[(usize, usize)]> {
    let mut lowest = usize::MAX;
    // Where no pair from there on stands above one before it.
    let least = shared.iter().rev().map(|(x, _)| {
        lowest = lowest.min(*x);
        lowest
    });
    let least: Vec<usize> = least.collect();
    let mut out = Vec::new();
    let (mut begin, mut highest) = (0, 0);
    for (i, (x, _)) in shared.iter().enumerate() {
        highest = highest.max(*x);
        let rest = least.len().checked_sub(i + 2).map(|next| least[next]);
        if rest.is_none_or(|rest| highest < rest) {
            out.push(&shared[begin..=i]);
            begin = i + 1;
        }
    }
    out
}

/// The heaviest set of pairs that stand in the same order in both lists. Pairs that follow each other in both are taken or
/// left together: such runs are chained, of which there are few.
fn heaviest(shared: &[(usize, usize)], y: &List, weights: &Weights) -> Vec<(usize, usize)> {
    let mut xs: Vec<usize> = shared.iter().map(|(x, _)| *x).collect();
    xs.sort_unstable();
    let mut chains = Chains::new(xs.len());
    // Each run, and the one before it in the heaviest chain that ends with it.
    let mut runs: Vec<(Range<usize>, Option<usize>)> = Vec::new();
    let mut from = 0;
    while let Some((first, _)) = shared.get(from) {
        let rank = xs.partition_point(|x| x < first);
        let follows = shared[from..].iter().zip(&xs[rank..]);
        let length = follows.take_while(|(pair, x)| pair.0 == **x).count();
        let run = from..from + length.max(1);
        from = run.end;
        let best = chains.best_below(rank);
        let mine = shared[run.clone()].iter();
        chains.add(Chain {
            weight: mine.fold(best.weight, |sum, (_, j)| sum + weights.of(y, *j)),
            rank: u32::try_from(rank + run.len() - 1).unwrap_or(u32::MAX),
            last: u32::try_from(runs.len()).unwrap_or(u32::MAX),
        });
        runs.push((run, best.last()));
    }
    let mut out = Vec::with_capacity(shared.len());
    let mut next = chains.best_below(xs.len()).last();
    while let Some(k) = next {
        let (run, before) = &runs[k];
        out.extend(shared[run.clone()].iter().rev());
        next = *before;
    }
    out.reverse();
    out
}

/// Runs in the order of both lists, by the last of them.
#[derive(Debug, Clone, Copy)]
struct Chain {
    weight: f32,
    /// The place of its last pair in the first list, counted among pairs.
    rank: u32,
    last: u32,
}

impl Chain {
    /// Nothing: every chain of runs is heavier.
    const NONE: Self = Self {
        weight: 0.0,
        rank: 0,
        last: u32::MAX,
    };

    fn last(self) -> Option<usize> {
        (self.last != u32::MAX).then_some(self.last as usize)
    }

    /// The heavier of two; of equally heavy ones that which ends lowest in the list.
    fn heavier(self, other: Self) -> Self {
        let heavier = other.weight.total_cmp(&self.weight);
        if heavier.then(other.rank.cmp(&self.rank)).is_ge() {
            other
        } else {
            self
        }
    }
}

/// The heaviest chains below each rank, in a Fenwick tree: finding and adding take logarithmic time.
struct Chains {
    tree: Vec<Chain>,
}

impl Chains {
    fn new(ranks: usize) -> Self {
        Self {
            tree: vec![Chain::NONE; ranks + 1],
        }
    }

    /// The heaviest chain that ends below a rank.
    fn best_below(&self, rank: usize) -> Chain {
        let mut at = rank;
        let mut best = Chain::NONE;
        while at > 0 {
            best = best.heavier(self.tree[at]);
            at &= at - 1;
        }
        best
    }

    fn add(&mut self, chain: Chain) {
        let mut at = chain.rank as usize + 1;
        while at < self.tree.len() {
            self.tree[at] = self.tree[at].heavier(chain);
            at += at & at.wrapping_neg();
        }
    }
}

/// Whether an overlap is believed: entries that only one side has above it, or below it, speak against it where both sides
/// have some. `at` is where the first list shows an entry, `has` whether the second one does.
pub(super) fn accepted(
    x: &[usize],
    at: impl Fn(usize) -> Option<usize>,
    (y, weights): (&List, &Weights),
    has: impl Fn(usize) -> bool,
    anchors: &[(usize, usize)],
) -> bool {
    let (Some(first), Some(last)) = (anchors.first(), anchors.last()) else {
        return false;
    };
    let mut weight = 0.0;
    for (_, j) in anchors {
        weight += weights.of(y, *j);
        if weight >= SURE {
            return true;
        }
    }
    let only_x = |list: &[usize]| list.iter().filter(|e| !has(**e)).count() as f32;
    let only_y = |list: &[usize]| list.iter().filter(|e| at(**e).is_none()).count() as f32;
    let above = only_x(&x[..first.0]).min(only_y(&y.entries[..first.1]));
    let below = only_x(&x[last.0..]).min(only_y(&y.entries[last.1..]));
    weight - UNMATCHED * (above + below) >= ACCEPTED
}

/// Lays the lists over each other, from the newest sheet to the oldest. `times` says when each entry was published, where
/// that is known.
pub(crate) fn entries(
    by_age: &[usize],
    lists: &[List],
    listed: &AllListed,
    weights: &Weights,
    times: &[Option<Timestamp>],
) -> Ordered {
    let mut pile = Pile {
        entries: Vec::new(),
        at: vec![NOWHERE; listed.len()],
        uncertain: BTreeSet::new(),
        listed,
        weights,
    };
    for (age, sheet) in by_age.iter().enumerate() {
        pile.lay(&lists[*sheet], age);
    }
    let entries = by_time(&pile.entries, times);
    Ordered {
        gaps: gaps(&entries, listed),
        entries,
        uncertain: pile.uncertain,
    }
}

/// Of a gap so many entries are looked at.
const LONGEST_GAP: usize = 32;

/// The place of what lies nowhere yet.
const NOWHERE: u32 = u32::MAX;

/// The entries that newer lists show, in order.
struct Pile<'a> {
    entries: Vec<usize>,
    /// Where each entry lies, or that it does not.
    at: Vec<u32>,
    uncertain: BTreeSet<usize>,
    listed: &'a AllListed,
    weights: &'a Weights,
}

impl Pile<'_> {
    /// Adds what an older list shows.
    fn lay(&mut self, list: &List, age: usize) {
        let first = self.entries.is_empty();
        let is_new = |entry: &usize| self.at[*entry] == NOWHERE;
        let mut new: Vec<(usize, usize)> = Vec::new();
        let shown = list.entries.iter().copied().enumerate();
        new.extend(shown.filter(|(_, entry)| is_new(entry)));
        if new.is_empty() {
            return;
        }
        let at = |entry: usize| Some(self.at[entry] as usize).filter(|_| !is_new(&entry));
        let has = |entry: usize| self.listed.at(entry, age).is_some();
        let anchors = anchors(at, list, self.weights);
        let mut inserts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        if accepted(&self.entries, at, (list, self.weights), has, &anchors) {
            let mut lower = self.entries.len();
            let mut found = Vec::new();
            for (j, entry) in new.into_iter().rev() {
                let below = anchors.partition_point(|anchor| anchor.1 <= j);
                let end = anchors
                    .get(below)
                    .map_or(self.entries.len(), |below| below.0);
                let start = below.checked_sub(1).map_or(0, |above| anchors[above].0 + 1);
                // What stands below it in this list stands below it here, too.
                lower = self.place(entry, has, start..end.min(lower).max(start));
                found.push((lower, entry));
            }
            for (at, entry) in found.into_iter().rev() {
                inserts.entry(at).or_default().push(entry);
            }
        } else {
            let new: Vec<usize> = new.into_iter().map(|(_, entry)| entry).collect();
            if !first {
                self.uncertain.extend(new.iter().copied());
            }
            inserts.insert(self.entries.len(), new);
        }
        self.insert(inserts);
    }

    /// Where in a gap an entry belongs that a list shows there: above the first one that another list shows below it. What the
    /// list itself shows elsewhere was published again.
    fn place(&self, entry: usize, has: impl Fn(usize) -> bool, gap: Range<usize>) -> usize {
        let above = |at: &usize| {
            let other = self.entries[*at];
            !has(other) && self.above(entry, other)
        };
        let mut looked_at = gap.clone().take(LONGEST_GAP);
        looked_at.find(above).unwrap_or(gap.end)
    }

    /// Whether the newest list that shows both has the first above the second.
    fn above(&self, one: usize, other: usize) -> bool {
        let mut others = self.listed.get(other).iter().peekable();
        let both = self.listed.get(one).iter().find_map(|one| {
            while others.next_if(|other| other.age < one.age).is_some() {}
            let other = others.peek().filter(|other| other.age == one.age)?;
            Some(one.place < other.place)
        });
        both.unwrap_or(false)
    }

    /// Inserts entries above those that lie at some places.
    fn insert(&mut self, mut inserts: BTreeMap<usize, Vec<usize>>) {
        let from = inserts
            .first_key_value()
            .map_or(self.entries.len(), |(at, _)| *at);
        let rest = self.entries.split_off(from);
        for (i, entry) in rest.into_iter().enumerate() {
            self.entries
                .extend(inserts.remove(&(from + i)).into_iter().flatten());
            self.entries.push(entry);
        }
        self.entries.extend(inserts.into_values().flatten());
        for (i, entry) in self.entries.iter().enumerate().skip(from) {
            self.at[*entry] = u32::try_from(i).unwrap_or(NOWHERE);
        }
    }
}

/// Entries whose time is known stand in the order of their times; the others keep to the entry above them.
fn by_time(entries: &[usize], times: &[Option<Timestamp>]) -> Vec<usize> {
    let mut blocks: Vec<(Option<Timestamp>, Range<usize>)> = vec![(None, 0..0)];
    for (i, entry) in entries.iter().enumerate() {
        match (times[*entry], blocks.last_mut()) {
            (None, Some(block)) => block.1.end = i + 1,
            (time, _) => blocks.push((time, i..i + 1)),
        }
    }
    blocks[1..].sort_by_key(|block| std::cmp::Reverse(block.0));
    let blocks = blocks.into_iter();
    blocks
        .flat_map(|(_, block)| entries[block].iter().copied())
        .collect()
}

/// Entries that no snapshot shows together with their neighbour above: what stood between them is not known.
fn gaps(entries: &[usize], listed: &AllListed) -> BTreeSet<usize> {
    let apart = |above: usize, below: usize| {
        let mut ages = listed.get(above).iter().map(|listed| listed.age as usize);
        ages.all(|age| listed.at(below, age).is_none())
    };
    entries
        .windows(2)
        .filter(|pair| pair.iter().all(|entry| !listed.get(*entry).is_empty()))
        .filter(|pair| apart(pair[0], pair[1]))
        .map(|pair| pair[1])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(lists: &[&[usize]]) -> Vec<usize> {
        let made: Vec<List> = lists
            .iter()
            .map(|entries| List {
                entries: entries.to_vec(),
                kinds: vec![0; entries.len()],
            })
            .collect();
        let count = lists.concat().iter().max().map_or(0, |last| last + 1);
        // Lists come in the order of their snapshots, the oldest first.
        let made: Vec<List> = made.into_iter().rev().collect();
        let by_age: Vec<usize> = (0..lists.len()).rev().collect();
        let listed = listed(count, &by_age, &made);
        entries(
            &by_age,
            &made,
            &listed,
            &Weights(vec![1.0]),
            &vec![None; count],
        )
        .entries
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

    /// The heaviest set of pairs in the order of both lists, by looking at all pairs before each; of two that are as heavy
    /// that which ends lowest.
    fn heaviest_of_all(shared: &[(usize, usize)], weights: &Weights, y: &List) -> Vec<usize> {
        let mut best: Vec<(f32, Vec<usize>)> = Vec::new();
        let heavier = |a: &&(f32, Vec<usize>), b: &&(f32, Vec<usize>)| {
            let last = |chain: &(f32, Vec<usize>)| chain.1.last().map(|k| shared[*k].0);
            a.0.total_cmp(&b.0).then(last(a).cmp(&last(b)))
        };
        for (k, (x, j)) in shared.iter().enumerate() {
            let below = best
                .iter()
                .filter(|chain| chain.1.last().is_some_and(|last| shared[*last].0 < *x))
                .max_by(heavier)
                .cloned();
            let (weight, mut chain) = below.unwrap_or_default();
            chain.push(k);
            best.push((weight + weights.of(y, *j), chain));
        }
        best.iter().max_by(heavier).cloned().unwrap_or_default().1
    }

    #[test]
    fn runs_are_chained_as_their_pairs_would_be() {
        let mut seed = 7_usize;
        let mut below = |count: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % count
        };
        for _ in 0..200 {
            let mut xs: Vec<usize> = (0..24).collect();
            for _ in 0..below(5) {
                let moved = xs.remove(below(24));
                xs.insert(below(24), moved);
            }
            let shared: Vec<(usize, usize)> = xs.into_iter().zip(0..).collect();
            let weights = Weights((0..24).map(|_| [0.1, 0.3, 1.0][below(3)]).collect());
            let list = List {
                entries: (0..24).collect(),
                kinds: (0..24).collect(),
            };
            let all = heaviest_of_all(&shared, &weights, &list);
            let all: Vec<(usize, usize)> = all.into_iter().map(|k| shared[k]).collect();
            assert_eq!(heaviest(&shared, &list, &weights), all);
        }
    }
}
