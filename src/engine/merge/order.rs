//! Order: which snapshot is newer, and in which order the entries stand in the timeline.
//! Times decide where they are known; else how the lists overlap; what remains a guess is marked as one.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;

use jiff::Timestamp;

use crate::engine::merge::para::Class;
use crate::engine::merge::posting::Place;
use crate::engine::merge::sheet::Sheet;
use crate::engine::model::Role;
use crate::engine::rules::Rules;
use crate::engine::text::words;

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
    /// Where each entry stands in the list.
    pub(crate) at: HashMap<usize, usize>,
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

/// The lists of all sheets.
pub(crate) fn lists(sheets: &[Sheet<'_>], places: &[Place], of: &[usize]) -> Vec<List> {
    let cards: BTreeSet<Class> = sheets
        .iter()
        .flat_map(|sheet| &sheet.rows)
        .filter(|row| matches!(row.role, Role::CardText | Role::Media))
        .map(|row| row.class)
        .collect();
    let mut lists = vec![List::default(); sheets.len()];
    for (p, place) in places.iter().enumerate() {
        let list = &mut lists[place.sheet];
        if place.pinned || list.at.contains_key(&of[p]) || is_pinned_copy(places, p) {
            continue;
        }
        list.at.insert(of[p], list.entries.len());
        list.entries.push(of[p]);
        let text: f32 = place
            .text
            .iter()
            .filter(|(class, _)| !cards.contains(class))
            .map(|(_, words)| words)
            .sum();
        list.weights.push(if text >= 12.0 {
            1.0
        } else {
            (text / 25.0).max(0.1)
        });
    }
    for (sheet, list) in sheets.iter().zip(&mut lists) {
        if sheet.is_oldest_first() {
            list.turn();
        }
    }
    lists
}

impl List {
    /// Turns a list round that shows its oldest entry first.
    fn turn(&mut self) {
        self.entries.reverse();
        self.weights.reverse();
        for at in self.at.values_mut() {
            *at = self.entries.len() - 1 - *at;
        }
    }
}

/// Pinned copies stand among so many postings at the top.
const PINNED_WITHIN: usize = 3;

/// Whether a posting at the top of a sheet stands again further down in the same words: it was pinned to the top.
/// An entry that was published again is rarely at the top and rarely unchanged.
fn is_pinned_copy(places: &[Place], p: usize) -> bool {
    let place = &places[p];
    let same_text = |other: &Place| {
        other
            .text
            .iter()
            .map(|(class, _)| class)
            .eq(place.text.iter().map(|(class, _)| class))
    };
    place.number < PINNED_WITHIN
        && place.weight > 0.0
        && places[p + 1..]
            .iter()
            .take_while(|other| other.sheet == place.sheet)
            .any(same_text)
}

/// The sheets, newest first: repeatedly the one that is newer than the most others that are left.
pub(crate) fn sheets_by_age(sheets: &[Sheet<'_>], lists: &[List], rules: &Rules) -> Vec<usize> {
    let days: Vec<Option<f32>> = sheets.iter().map(|sheet| weekday(sheet, rules)).collect();
    let n = sheets.len();
    let mut newer = vec![vec![0.0; n]; n];
    for a in 0..n {
        for b in a + 1..n {
            let lead = lead(
                &sheets[a], &sheets[b], &lists[a], &lists[b], days[a], days[b],
            );
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
fn lead(
    a: &Sheet<'_>,
    b: &Sheet<'_>,
    x: &List,
    y: &List,
    day_a: Option<f32>,
    day_b: Option<f32>,
) -> f32 {
    let time = |sheet: &Sheet<'_>| {
        sheet
            .member
            .capture
            .captured_at
            .or(sheet.member.reading.meta.stated_at)
    };
    if let (Some(a), Some(b)) = (time(a), time(b))
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
        .filter_map(|entry| y.at.get(entry))
        .map(|at| y.weights[*at])
        .sum();
    if shared < SURE && !accepted(&x.entries, y, &anchors(&x.entries, y)) {
        return None;
    }
    let mine: BTreeSet<usize> = x.entries.iter().copied().collect();
    let theirs: BTreeSet<usize> = y.entries.iter().copied().collect();
    let outside = |list: &[usize], other: &BTreeSet<usize>| {
        let above = list
            .iter()
            .take_while(|entry| !other.contains(entry))
            .count() as f32;
        let below = list
            .iter()
            .rev()
            .take_while(|entry| !other.contains(entry))
            .count() as f32;
        (above, below)
    };
    let (x, y) = (outside(&x.entries, &theirs), outside(&y.entries, &mine));
    let total = x.0 + y.0 + x.1 + y.1;
    (total > 0.0).then(|| (2.0 * (x.0 - y.0) + y.1 - x.1) / (2.0 * total))
}

/// The largest set of entries that both lists show in the same order, as pairs of positions.
/// Of two that cross, the one that stands lower in the first, newer list stays: the other was published again.
fn anchors(x: &[usize], y: &List) -> Vec<(usize, usize)> {
    let at: HashMap<usize, usize> = x.iter().enumerate().map(|(i, entry)| (*entry, i)).collect();
    let hits: Vec<(usize, usize, f32)> = y
        .entries
        .iter()
        .enumerate()
        .filter_map(|(j, entry)| at.get(entry).map(|i| (*i, j, y.weights[j])))
        .collect();
    let mut best: Vec<(f32, Option<usize>)> = Vec::with_capacity(hits.len());
    for (k, (i, _, weight)) in hits.iter().enumerate() {
        let before = (0..k).filter(|m| hits[*m].0 < *i).max_by(|a, b| {
            best[*a]
                .0
                .total_cmp(&best[*b].0)
                .then(hits[*a].0.cmp(&hits[*b].0))
        });
        best.push((weight + before.map_or(0.0, |m| best[m].0), before));
    }
    let mut out = Vec::new();
    let mut at = (0..hits.len()).max_by(|a, b| {
        best[*a]
            .0
            .total_cmp(&best[*b].0)
            .then(hits[*a].0.cmp(&hits[*b].0))
    });
    while let Some(k) = at {
        out.push((hits[k].0, hits[k].1));
        at = best[k].1;
    }
    out.reverse();
    out
}

/// Whether an overlap is believed: entries that only one side has above it, or below it, speak against it where both sides have some.
fn accepted(x: &[usize], y: &List, anchors: &[(usize, usize)]) -> bool {
    let (Some(first), Some(last)) = (anchors.first(), anchors.last()) else {
        return false;
    };
    let mine: BTreeSet<usize> = x.iter().copied().collect();
    let theirs: BTreeSet<usize> = y.entries.iter().copied().collect();
    let only = |list: &[usize], other: &BTreeSet<usize>| {
        list.iter().filter(|e| !other.contains(e)).count() as f32
    };
    let above = only(&x[..first.0], &theirs).min(only(&y.entries[..first.1], &mine));
    let below = only(&x[last.0..], &theirs).min(only(&y.entries[last.1..], &mine));
    let weight: f32 = anchors.iter().map(|(_, j)| y.weights[*j]).sum();
    weight >= SURE || weight - UNMATCHED * (above + below) >= ACCEPTED
}

/// The weekday that a snapshot's text speaks from: the mean direction of the weekdays it names, with Monday 0.
fn weekday(sheet: &Sheet<'_>, rules: &Rules) -> Option<f32> {
    let (mut x, mut y) = (0.0f32, 0.0f32);
    for row in sheet.rows.iter().filter(|row| row.posting.is_some()) {
        let text = words::fold(&sheet.member.reading.pieces[row.piece].text);
        for day in text
            .split(' ')
            .filter(|word| word.len() > 3)
            .filter_map(|word| rules.weekdays.get(word))
        {
            let angle = f32::from(*day) * std::f32::consts::TAU / 7.0;
            x += angle.cos();
            y += angle.sin();
        }
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

/// Lays the lists over each other, from the newest sheet to the oldest.
pub(crate) fn entries(
    by_age: &[usize],
    lists: &[List],
    times: &BTreeMap<usize, Timestamp>,
) -> Ordered {
    let mut out = Ordered::default();
    for sheet in by_age {
        lay(&mut out, &lists[*sheet]);
    }
    by_time(&mut out.entries, times);
    mark_gaps(&mut out, lists);
    out
}

/// Adds what an older list shows to what newer lists show.
fn lay(out: &mut Ordered, list: &List) {
    if out.entries.is_empty() {
        out.entries.clone_from(&list.entries);
        return;
    }
    let anchors = anchors(&out.entries, list);
    let known: BTreeSet<usize> = out.entries.iter().copied().collect();
    if !accepted(&out.entries, list, &anchors) {
        let new: Vec<usize> = list
            .entries
            .iter()
            .copied()
            .filter(|entry| !known.contains(entry))
            .collect();
        out.uncertain.extend(new.iter().copied());
        out.entries.extend(new);
        return;
    }
    let mut inserts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (j, entry) in list
        .entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| !known.contains(entry))
    {
        let below = anchors.iter().find(|anchor| anchor.1 > j);
        let at = below.map_or(out.entries.len(), |below| below.0);
        inserts.entry(at).or_default().push(*entry);
    }
    let mut merged = Vec::with_capacity(out.entries.len() + list.entries.len());
    for at in 0..=out.entries.len() {
        merged.extend(inserts.remove(&at).into_iter().flatten());
        merged.extend(out.entries.get(at).copied());
    }
    out.entries = merged;
}

/// Entries whose time is known stand in the order of their times; the others keep to the entry above them.
fn by_time(entries: &mut Vec<usize>, times: &BTreeMap<usize, Timestamp>) {
    let mut blocks: Vec<(Option<Timestamp>, Vec<usize>)> = vec![(None, Vec::new())];
    for entry in entries.drain(..) {
        match (times.get(&entry), blocks.last_mut()) {
            (None, Some(block)) => block.1.push(entry),
            (time, _) => blocks.push((time.copied(), vec![entry])),
        }
    }
    blocks[1..].sort_by_key(|block| std::cmp::Reverse(block.0));
    entries.extend(blocks.into_iter().flat_map(|(_, block)| block));
}

/// Two neighbours that no snapshot shows together: what stood between them is not known.
fn mark_gaps(out: &mut Ordered, lists: &[List]) {
    let mut shown: HashMap<usize, BTreeSet<usize>> = HashMap::new();
    for (l, list) in lists.iter().enumerate() {
        for entry in &list.entries {
            shown.entry(*entry).or_default().insert(l);
        }
    }
    for pair in out.entries.windows(2) {
        let (Some(a), Some(b)) = (shown.get(&pair[0]), shown.get(&pair[1])) else {
            continue;
        };
        if a.is_disjoint(b) {
            out.gaps.insert(pair[1]);
        }
    }
}
