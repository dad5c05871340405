//! Order: how the entries stand in the timeline.
//! Times decide where they are known; else how the lists overlap; what remains a guess is marked as one.

use std::ops::Range;

use jiff::Timestamp;

use crate::engine::merge::lists::List;
use crate::engine::merge::posting::Kind;

/// What an unmatched entry on both sides of an overlap costs.
const UNMATCHED: f32 = 0.5;

/// Below this an overlap is no overlap.
const ACCEPTED: f32 = 0.5;

/// From this weight on an overlap is believed whatever stands around it.
pub(super) const SURE: f32 = 1.0;

/// How much the postings of each kind say about order: text much, a lone card little.
#[derive(Debug, Default)]
pub(crate) struct Weights {
    all: Vec<f32>,
    /// The kinds to be weighed again.
    again: Vec<u32>,
}

impl Weights {
    /// Weighs the kinds that are new or forgotten; `cards` says for each class how many sheets show it as the text of a card.
    /// Returns those known before that weigh something else now.
    pub(super) fn weigh(&mut self, kinds: &[Kind], cards: &[u32]) -> Vec<u32> {
        let mut changed = Vec::new();
        for kind in std::mem::take(&mut self.again) {
            let at = kind as usize;
            if let (Some(weight), Some(kind_of)) = (self.all.get_mut(at), kinds.get(at)) {
                let now = weigh(kind_of, cards);
                changed.extend((std::mem::replace(weight, now) != now).then_some(kind));
            }
        }
        let new = kinds.iter().skip(self.all.len());
        self.all.extend(new.map(|kind| weigh(kind, cards)));
        changed
    }

    /// Lets a kind be weighed again: some of its texts came to be cards, or are none any more.
    pub(super) fn forget(&mut self, kind: u32) {
        self.again.push(kind);
    }

    /// How much the match of an entry of a list says.
    pub(super) fn of(&self, list: &List, place: usize) -> f32 {
        self.all[list.kinds[place] as usize]
    }
}

#[cfg(test)]
impl Weights {
    /// Weights of a single kind.
    pub(super) fn even() -> Self {
        Self {
            all: vec![0.5],
            again: Vec::new(),
        }
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

/// The largest set of entries that both lists show in the same order, as pairs of positions; `at` is where the first list
/// shows an entry. Of two that cross, the one that stands lower in the first, newer list stays: the other was published again.
pub(super) fn anchors(
    at: impl Fn(u32) -> Option<usize>,
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

/// How far two lists overlap.
pub(super) enum Overlap {
    None,
    Weak(Weak),
    /// Whatever stands around it.
    Sure,
}

/// An overlap that is believed or not by what stands around it.
pub(super) struct Weak {
    weight: f32,
    /// The first and last pair of places.
    pub(super) first: (usize, usize),
    pub(super) last: (usize, usize),
}

impl Weak {
    /// Whether it is believed: entries that only one side has above it, or below it, speak against it where both sides have
    /// some. So many both have above and below.
    pub(super) fn is_believed(&self, above: usize, below: usize) -> bool {
        self.weight - UNMATCHED * (above as f32 + below as f32) >= ACCEPTED
    }
}

/// How far two lists overlap that show these in the same order, as pairs of places.
pub(super) fn overlap((y, weights): (&List, &Weights), anchors: &[(usize, usize)]) -> Overlap {
    let (Some(first), Some(last)) = (anchors.first(), anchors.last()) else {
        return Overlap::None;
    };
    let mut weight = 0.0;
    for (_, j) in anchors {
        weight += weights.of(y, *j);
        if weight >= SURE {
            return Overlap::Sure;
        }
    }
    Overlap::Weak(Weak {
        weight,
        first: *first,
        last: *last,
    })
}

/// Entries whose time is known stand in the order of their times; the others keep to the entry above them.
pub(super) fn by_time(entries: &[u32], times: &[Option<Timestamp>]) -> Vec<u32> {
    if times.iter().all(Option::is_none) {
        return entries.to_vec();
    }
    let mut blocks: Vec<(Option<Timestamp>, Range<usize>)> = vec![(None, 0..0)];
    for (i, entry) in entries.iter().enumerate() {
        match (times[*entry as usize], blocks.last_mut()) {
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

#[cfg(test)]
mod tests {
    use super::*;

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
            let weights = Weights {
                all: (0..24).map(|_| [0.1, 0.3, 1.0][below(3)]).collect(),
                again: Vec::new(),
            };
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
