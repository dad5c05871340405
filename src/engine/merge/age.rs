//! Which snapshot is newer: by their times where these are known, else by how their lists of entries overlap, else by the
//! weekdays that they name.

use jiff::Timestamp;

use crate::engine::merge::lists::List;
use crate::engine::merge::order::Overlap;
use crate::engine::merge::order::SURE;
use crate::engine::merge::order::Weights;
use crate::engine::merge::order::anchors;
use crate::engine::merge::order::overlap;
use crate::engine::merge::sheet::Sheet;

/// The sheets, newest first: by their times where all are known and no two equal; else repeatedly the one that is newer
/// than the most others that are left, each then moved to where its leads bear it out best.
pub(crate) fn sheets_by_age(
    sheets: &[&Sheet],
    times: &[Option<Timestamp>],
    (lists, weights): (&[List], &Weights),
    ranks: &[u32],
) -> Vec<u32> {
    let mut by_time: Vec<(std::cmp::Reverse<Option<Timestamp>>, u32)> = (0..)
        .zip(times)
        .map(|(s, time)| (std::cmp::Reverse(*time), s))
        .collect();
    by_time.sort_unstable();
    let known = times.iter().all(Option::is_some);
    if known && by_time.windows(2).all(|pair| pair[0].0 != pair[1].0) {
        return by_time.into_iter().map(|(_, s)| s).collect();
    }
    // Sums and draws go by the canonical order.
    let mut canonical: Vec<u32> = (0..).take(sheets.len()).collect();
    canonical.sort_unstable_by_key(|s| ranks[*s as usize]);
    let in_order = canonical.iter().map(|s| sheets[*s as usize]);
    let in_order: Vec<&Sheet> = in_order.collect();
    let lists = canonical.iter().map(|s| &lists[*s as usize]);
    let lists: Vec<&List> = lists.collect();
    let by_age = by_tournament(&in_order, &lists, weights).into_iter();
    by_age.map(|at| canonical[at]).collect()
}

fn by_tournament(sheets: &[&Sheet], lists: &[&List], weights: &Weights) -> Vec<usize> {
    let days: Vec<Option<f32>> = sheets.iter().map(|sheet| weekday(sheet)).collect();
    let lists: Vec<Placed<'_>> = lists.iter().map(|list| Placed::of(list, weights)).collect();
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
    settle(&mut out, &newer);
    out
}

/// Moves each to where the least of what is known speaks against the order, until nothing moves: that one is newer than many
/// that are old does not make it newer than one that it is older than.
fn settle(order: &mut Vec<usize>, newer: &[Vec<f32>]) {
    for _ in 0..order.len() {
        let mut moved = false;
        for from in 0..order.len() {
            let one = order[from];
            let (mut to, mut most) = (from, LEAST_GAIN);
            let mut gain = 0.0;
            for (place, other) in order.iter().enumerate().take(from).rev() {
                gain += newer[one][*other];
                if gain > most {
                    (to, most) = (place, gain);
                }
            }
            gain = 0.0;
            for (place, other) in order.iter().enumerate().skip(from + 1) {
                gain -= newer[one][*other];
                if gain > most {
                    (to, most) = (place, gain);
                }
            }
            if to != from {
                let one = order.remove(from);
                order.insert(to, one);
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
}

/// What moves a sheet is no rounding.
const LEAST_GAIN: f32 = 0.01;

/// How far the first sheet is newer than the second, from -1 to 1; times count double.
fn lead(
    a: &Sheet,
    b: &Sheet,
    x: &Placed<'_>,
    y: &Placed<'_>,
    day_a: Option<f32>,
    day_b: Option<f32>,
) -> f32 {
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

/// A list in which entries can be looked up.
struct Placed<'l> {
    list: &'l List,
    weights: &'l Weights,
    /// Each entry with its place in the list, by the entry.
    at: Vec<(u32, usize)>,
}

impl<'l> Placed<'l> {
    fn of(list: &'l List, weights: &'l Weights) -> Self {
        let mut at: Vec<(u32, usize)> = list.entries.iter().copied().zip(0..).collect();
        at.sort_unstable();
        Self { list, weights, at }
    }

    /// Where an entry stands in the list.
    fn at(&self, entry: u32) -> Option<usize> {
        let found = self.at.binary_search_by_key(&entry, |at| at.0);
        found.ok().map(|i| self.at[i].1)
    }
}

/// The newer list has entries above the overlap, the older one below it.
fn overlap_lead(x: &Placed<'_>, y: &Placed<'_>) -> Option<f32> {
    let entries = x.list.entries.iter();
    let shared = entries.filter_map(|entry| y.at(*entry));
    let shared: f32 = shared.map(|at| y.weights.of(y.list, at)).sum();
    if shared < SURE {
        let anchors = anchors(|entry| x.at(entry), y.list, y.weights);
        let believed = match overlap((y.list, y.weights), &anchors) {
            Overlap::Sure => true,
            Overlap::None => false,
            Overlap::Weak(weak) => {
                let only_x = |list: &[u32]| list.iter().filter(|e| y.at(**e).is_none()).count();
                let only_y = |list: &[u32]| list.iter().filter(|e| x.at(**e).is_none()).count();
                let (first, last) = (weak.first, weak.last);
                let (x, y) = (&x.list.entries, &y.list.entries);
                let above = only_x(&x[..first.0]).min(only_y(&y[..first.1]));
                let below = only_x(&x[last.0..]).min(only_y(&y[last.1..]));
                weak.is_believed(above, below)
            }
        };
        if !believed {
            return None;
        }
    }
    let outside = |one: &Placed<'_>, other: &Placed<'_>| {
        let only = |entry: &&u32| other.at(**entry).is_none();
        let entries = &one.list.entries;
        let above = entries.iter().take_while(only).count() as f32;
        let below = entries.iter().rev().take_while(only).count() as f32;
        (above, below)
    };
    let (x, y) = (outside(x, y), outside(y, x));
    let total = x.0 + y.0 + x.1 + y.1;
    (total > 0.0).then(|| (2.0 * (x.0 - y.0) + y.1 - x.1) / (2.0 * total))
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

#[cfg(test)]
mod tests {
    use crate::engine::merge::age::settle;

    #[test]
    fn one_that_is_newer_than_many_may_be_older_than_one() {
        // The first is newer than two that state times, and older than a page that shares nothing with those.
        let newer = [
            vec![0.0, 2.0, 2.0, -0.5],
            vec![-2.0, 0.0, 2.0, 0.0],
            vec![-2.0, -2.0, 0.0, 0.0],
            vec![0.5, 0.0, 0.0, 0.0],
        ];
        let mut order = vec![0, 1, 3, 2];
        settle(&mut order, &newer);
        assert_eq!(order, [3, 0, 1, 2]);
        settle(&mut order, &newer);
        assert_eq!(order, [3, 0, 1, 2]);
    }
}
