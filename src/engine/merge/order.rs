//! Order: which snapshot is newer, and in which order the entries stand in the timeline.
//! Times decide where they are known; else how the lists overlap; what remains a guess is marked as one.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

use jiff::Timestamp;

use crate::engine::merge::bundles::Bundles;
use crate::engine::merge::para::Class;
use crate::engine::merge::posting::Place;
use crate::engine::merge::sheet::Sheet;

/// What an unmatched entry on both sides of an overlap costs.
const UNMATCHED: f32 = 0.5;

/// Below this an overlap is no overlap.
const ACCEPTED: f32 = 0.5;

/// From this weight on an overlap is believed whatever stands around it.
const SURE: f32 = 1.0;

/// The list of entries that one sheet shows, top to bottom; an entry that stands in it twice counts at its upper place.
#[derive(Debug, Clone, Default)]
pub(crate) struct List {
    pub(crate) entries: Vec<usize>,
    /// Each entry with its place in the list, by the entry.
    at: Vec<(u32, u32)>,
    /// How much each entry's match says about order: text much, a lone card little.
    pub(crate) weights: Vec<f32>,
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

/// The lists of all sheets; `cards` says which classes any sheet shows as the text of a card.
pub(crate) fn lists(
    sheets: &[&Sheet],
    places: &[Place<'_>],
    of: &[usize],
    cards: &dyn Fn(Class) -> bool,
) -> Vec<List> {
    let mut lists = vec![List::default(); sheets.len()];
    // The sheet that listed each entry last.
    let mut listed = vec![usize::MAX; of.iter().max().map_or(0, |last| last + 1)];
    for (p, place) in places.iter().enumerate() {
        let list = &mut lists[place.sheet];
        if place.spot.pinned || listed[of[p]] == place.sheet || is_pinned_copy(places, p) {
            continue;
        }
        listed[of[p]] = place.sheet;
        list.entries.push(of[p]);
        let text = place.kind.text.iter().filter(|(class, _)| !cards(*class));
        let text: f32 = text.map(|(_, words)| words).sum();
        list.weights.push(if text >= 12.0 {
            1.0
        } else {
            (text / 25.0).max(0.1)
        });
    }
    for (sheet, list) in sheets.iter().zip(&mut lists) {
        if sheet.spread.oldest_first {
            list.entries.reverse();
            list.weights.reverse();
        }
        let places = list.entries.iter().zip(0..);
        list.at = places.map(|(entry, at)| (*entry as u32, at)).collect();
        list.at.sort_unstable();
    }
    lists
}

impl List {
    /// Where an entry stands in the list.
    pub(crate) fn at(&self, entry: usize) -> Option<usize> {
        let found = self.at.binary_search_by_key(&entry, |at| at.0 as usize);
        found.ok().map(|i| self.at[i].1 as usize)
    }

    /// Whether it lists an entry.
    fn has(&self, entry: usize) -> bool {
        self.at(entry).is_some()
    }
}

/// Pinned copies stand among so many postings at the top.
const PINNED_WITHIN: usize = 3;

/// Whether a posting at the top of a sheet stands again further down in the same words: it was pinned to the top.
/// An entry that was published again is rarely at the top and rarely unchanged.
fn is_pinned_copy(places: &[Place<'_>], p: usize) -> bool {
    let place = &places[p];
    place.spot.number < PINNED_WITHIN
        && place.kind.weight > 0.0
        && places[p + 1..]
            .iter()
            .take_while(|other| other.sheet == place.sheet)
            .any(|other| other.kind.text == place.kind.text)
}

/// The sheets, newest first: by their times where all are known and no two equal; else repeatedly the one that is newer
/// than the most others that are left.
pub(crate) fn sheets_by_age(sheets: &[&Sheet], lists: &[List]) -> Vec<usize> {
    let mut by_time: Vec<(std::cmp::Reverse<Option<Timestamp>>, usize)> = sheets
        .iter()
        .enumerate()
        .map(|(s, sheet)| (std::cmp::Reverse(sheet.time()), s))
        .collect();
    by_time.sort_unstable();
    let known = sheets.iter().all(|sheet| sheet.time().is_some());
    if known && by_time.windows(2).all(|pair| pair[0].0 != pair[1].0) {
        return by_time.into_iter().map(|(_, s)| s).collect();
    }
    by_tournament(sheets, lists)
}

fn by_tournament(sheets: &[&Sheet], lists: &[List]) -> Vec<usize> {
    let days: Vec<Option<f32>> = sheets.iter().map(|sheet| weekday(sheet)).collect();
    let n = sheets.len();
    let mut newer = vec![vec![0.0; n]; n];
    for a in 0..n {
        for b in a + 1..n {
            let lead = lead(sheets[a], sheets[b], &lists[a], &lists[b], days[a], days[b]);
            newer[a][b] = lead;
            newer[b][a] = -lead;
        }
    }
    let mut left: Vec<usize> = (0..n).collect();
    let mut score: Vec<f32> = newer.iter().map(|row| row.iter().sum()).collect();
    let mut out = Vec::with_capacity(n);
    while !left.is_empty() {
        let best =
            |x: &usize, y: &usize| score[left[*x]].total_cmp(&score[left[*y]]).then(y.cmp(x));
        let Some(at) = (0..left.len()).max_by(best) else {
            break;
        };
        let next = left.remove(at);
        for a in &left {
            score[*a] -= newer[*a][next];
        }
        out.push(next);
    }
    out
}

/// How far the first sheet is newer than the second, from -1 to 1; times count double.
fn lead(a: &Sheet, b: &Sheet, x: &List, y: &List, day_a: Option<f32>, day_b: Option<f32>) -> f32 {
    if let (Some(a), Some(b)) = (a.time(), b.time())
        && a != b
    {
        return if a > b { 2.0 } else { -2.0 };
    }
    match overlap_lead(x, y) {
        Some(lead) => lead,
        None => by_weekday(day_a, day_b),
    }
}

/// The newer list has entries above the overlap, the older one below it.
fn overlap_lead(x: &List, y: &List) -> Option<f32> {
    let shared: f32 = x
        .entries
        .iter()
        .filter_map(|entry| y.at(*entry))
        .map(|at| y.weights[at])
        .sum();
    if shared < SURE {
        let at = |entry: usize| x.at(entry);
        if !accepted(&x.entries, &at, y, &anchors(&at, y)) {
            return None;
        }
    }
    let outside = |list: &List, other: &List| {
        let only = |entry: &&usize| !other.has(**entry);
        let above = list.entries.iter().take_while(only).count() as f32;
        let below = list.entries.iter().rev().take_while(only).count() as f32;
        (above, below)
    };
    let (x, y) = (outside(x, y), outside(y, x));
    let total = x.0 + y.0 + x.1 + y.1;
    (total > 0.0).then(|| (2.0 * (x.0 - y.0) + y.1 - x.1) / (2.0 * total))
}

/// An entry that two lists show.
#[derive(Debug, Clone, Copy)]
struct Hit {
    /// Its place in the first list.
    x: usize,
    /// Its place in the second list.
    y: usize,
    weight: f32,
}

/// The largest set of entries that both lists show in the same order, as pairs of positions; `at` is where the first list
/// shows an entry. Of two that cross, the one that stands lower in the first, newer list stays: the other was published again.
fn anchors(at: &dyn Fn(usize) -> Option<usize>, y: &List) -> Vec<(usize, usize)> {
    let hits: Vec<Hit> = y
        .entries
        .iter()
        .zip(&y.weights)
        .enumerate()
        .filter_map(|(j, (entry, weight))| {
            Some(Hit {
                x: at(*entry)?,
                y: j,
                weight: *weight,
            })
        })
        .collect();
    if hits.windows(2).all(|pair| pair[0].x < pair[1].x) {
        // Nothing crosses: no smaller set is as heavy.
        return hits.iter().map(|hit| (hit.x, hit.y)).collect();
    }
    let mut xs: Vec<usize> = hits.iter().map(|hit| hit.x).collect();
    xs.sort_unstable();
    let mut chains = Chains::new(xs.len());
    let mut before: Vec<Option<usize>> = Vec::with_capacity(hits.len());
    for (k, hit) in hits.iter().enumerate() {
        let rank = xs.partition_point(|x| *x < hit.x);
        let best = chains.best_below(rank);
        before.push(best.last());
        chains.add(Chain {
            weight: hit.weight + best.weight,
            rank: u32::try_from(rank).unwrap_or(u32::MAX),
            last: u32::try_from(k).unwrap_or(u32::MAX),
        });
    }
    let mut out = Vec::new();
    let mut next = chains.best_below(xs.len()).last();
    while let Some(k) = next {
        out.push((hits[k].x, hits[k].y));
        next = before[k];
    }
    out.reverse();
    out
}

/// Hits in the order of both lists, by the last of them.
#[derive(Debug, Clone, Copy)]
struct Chain {
    weight: f32,
    /// The place of the last hit in the first list, counted among hits.
    rank: u32,
    last: u32,
}

impl Chain {
    /// Nothing: every chain of hits is heavier.
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

/// Whether an overlap is believed: entries that only one side has above it, or below it, speak against it where both sides have some.
fn accepted(
    x: &[usize],
    at: &dyn Fn(usize) -> Option<usize>,
    y: &List,
    anchors: &[(usize, usize)],
) -> bool {
    let (Some(first), Some(last)) = (anchors.first(), anchors.last()) else {
        return false;
    };
    let weight: f32 = anchors.iter().map(|(_, j)| y.weights[*j]).sum();
    if weight >= SURE {
        return true;
    }
    let only_x = |list: &[usize]| list.iter().filter(|e| !y.has(**e)).count() as f32;
    let only_y = |list: &[usize]| list.iter().filter(|e| at(**e).is_none()).count() as f32;
    let above = only_x(&x[..first.0]).min(only_y(&y.entries[..first.1]));
    let below = only_x(&x[last.0..]).min(only_y(&y.entries[last.1..]));
    weight - UNMATCHED * (above + below) >= ACCEPTED
}

/// The weekday that a snapshot's text speaks from: the mean direction of the weekdays it names, with Monday 0.
fn weekday(sheet: &Sheet) -> Option<f32> {
    let (mut x, mut y) = (0.0f32, 0.0f32);
    for day in sheet.weekdays() {
        let angle = f32::from(day) * std::f32::consts::TAU / 7.0;
        x += angle.cos();
        y += angle.sin();
    }
    let strength = x.hypot(y);
    (strength >= 1.5).then(|| (y.atan2(x) * 7.0 / std::f32::consts::TAU).rem_euclid(7.0))
}

fn by_weekday(a: Option<f32>, b: Option<f32>) -> f32 {
    let (Some(a), Some(b)) = (a, b) else {
        return 0.0;
    };
    match (a - b).rem_euclid(7.0) {
        ahead if (0.3..=3.0).contains(&ahead) => 0.5,
        ahead if (4.0..=6.7).contains(&ahead) => -0.5,
        _ => 0.0,
    }
}

/// Lays the lists over each other, from the newest sheet to the oldest. For each entry, `listed` says which lists show it,
/// in ascending order, and `times` when it was published, where that is known.
pub(crate) fn entries(
    by_age: &[usize],
    lists: &[List],
    listed: &Bundles,
    times: &[Option<Timestamp>],
) -> Ordered {
    let mut pile = Pile {
        entries: Vec::new(),
        at: vec![None; listed.len()],
        uncertain: BTreeSet::new(),
        others: Others::of(by_age, lists, listed),
    };
    for sheet in by_age {
        pile.lay(&lists[*sheet]);
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

/// So many of the lists that show two entries are asked which is above.
const MOST_ASKED: usize = 16;

/// What the lists say of two entries that the list at hand does not show both.
struct Others<'a> {
    lists: &'a [List],
    listed: &'a Bundles,
    /// How many lists are newer than each.
    age: Vec<usize>,
}

impl<'a> Others<'a> {
    fn of(by_age: &[usize], lists: &'a [List], listed: &'a Bundles) -> Self {
        let mut age = vec![0; lists.len()];
        for (rank, sheet) in by_age.iter().enumerate() {
            age[*sheet] = rank;
        }
        Self { lists, listed, age }
    }

    /// Whether the newest list that shows both has the first above the second.
    fn above(&self, one: usize, other: usize) -> bool {
        let with_other = self.listed.get(other);
        let both = self.listed.get(one).iter();
        let both = both.filter(|list| with_other.binary_search(list).is_ok());
        let both = both.take(MOST_ASKED).filter_map(|list| {
            let list = *list as usize;
            let at = |entry: usize| self.lists[list].at(entry);
            Some((self.age[list], at(one)? < at(other)?))
        });
        both.min().is_some_and(|(_, above)| above)
    }
}

/// The entries that newer lists show, in order.
struct Pile<'a> {
    entries: Vec<usize>,
    /// Where each entry lies.
    at: Vec<Option<usize>>,
    uncertain: BTreeSet<usize>,
    others: Others<'a>,
}

impl Pile<'_> {
    /// Adds what an older list shows.
    fn lay(&mut self, list: &List) {
        let first = self.entries.is_empty();
        let new = || {
            let is_new = |(_, entry): &(usize, &usize)| self.at[**entry].is_none();
            list.entries.iter().enumerate().filter(is_new)
        };
        if new().next().is_none() {
            return;
        }
        let at = |entry: usize| self.at[entry];
        let anchors = anchors(&at, list);
        let mut inserts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        if accepted(&self.entries, &at, list, &anchors) {
            let mut lower = self.entries.len();
            let mut found = Vec::new();
            for (j, entry) in new().rev() {
                let below = anchors.partition_point(|anchor| anchor.1 <= j);
                let end = anchors
                    .get(below)
                    .map_or(self.entries.len(), |below| below.0);
                let start = below.checked_sub(1).map_or(0, |above| anchors[above].0 + 1);
                // What stands below it in this list stands below it here, too.
                lower = self.place(*entry, list, start..end.min(lower).max(start));
                found.push((lower, *entry));
            }
            for (at, entry) in found.into_iter().rev() {
                inserts.entry(at).or_default().push(entry);
            }
        } else {
            let new: Vec<usize> = new().map(|(_, entry)| *entry).collect();
            if !first {
                self.uncertain.extend(new.iter().copied());
            }
            inserts.insert(self.entries.len(), new);
        }
        self.insert(inserts);
    }

    /// Where in a gap an entry belongs that a list shows there: above the first one that another list shows below it. What the
    /// list itself shows elsewhere was published again.
    fn place(&self, entry: usize, list: &List, gap: Range<usize>) -> usize {
        let above = |at: &usize| {
            let other = self.entries[*at];
            !list.has(other) && self.others.above(entry, other)
        };
        let mut looked_at = gap.clone().take(LONGEST_GAP);
        looked_at.find(above).unwrap_or(gap.end)
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
            self.at[*entry] = Some(i);
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
fn gaps(entries: &[usize], listed: &Bundles) -> BTreeSet<usize> {
    let apart = |a: &[u32], b: &[u32]| a.iter().all(|list| b.binary_search(list).is_err());
    entries
        .windows(2)
        .filter(|pair| {
            let (a, b) = (listed.get(pair[0]), listed.get(pair[1]));
            !a.is_empty() && !b.is_empty() && apart(a, b)
        })
        .map(|pair| pair[1])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(lists: &[&[usize]]) -> Vec<usize> {
        let made: Vec<List> = lists
            .iter()
            .map(|entries| {
                let mut at: Vec<(u32, u32)> = entries.iter().map(|e| *e as u32).zip(0..).collect();
                at.sort_unstable();
                List {
                    entries: entries.to_vec(),
                    at,
                    weights: vec![1.0; entries.len()],
                }
            })
            .collect();
        let count = lists.concat().iter().max().map_or(0, |last| last + 1);
        let shown = (0..lists.len()).flat_map(|l| lists[l].iter().map(move |e| (*e, l as u32)));
        let listed = Bundles::of(count, shown.collect::<Vec<_>>().into_iter());
        let by_age: Vec<usize> = (0..lists.len()).collect();
        entries(&by_age, &made, &listed, &vec![None; count]).entries
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
}
