//! Lists of key points on pages that state times.

use std::ops::Range;

use foldhash::HashMap;

use crate::engine::model::Role;
use crate::engine::segment::item::Item;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::words::Word;

/// A list of times, each with one short line and no text, repeats the most important entries.
pub(super) fn with_times(items: &mut [Item]) {
    let open: Vec<usize> = (0..items.len())
        .filter(|i| items[*i].role.is_none())
        .collect();
    let stamps = open.iter().filter(|i| items[**i].is_stamp()).count();
    let below = below(items, &open);
    let told = told_below(items, &open);
    let mut k = 0;
    while k < open.len() {
        let run = quotes(items, &open[k..], &told);
        if run >= SHORTEST_QUOTES {
            // Where entries state no times these say nothing of where any begins.
            let time = if stamps > run {
                Role::Byline
            } else {
                Role::Furniture
            };
            take_points(items, &open[k..k + 2 * run], time);
            k += 2 * run;
            continue;
        }
        let mut run = 0;
        while is_key_point(items, &open, k + 2 * run) {
            run += 1;
        }
        // Each point has a time, and entries have more.
        let below = below.get(k + 2 * run).copied().unwrap_or_default();
        let texts = below.texts * 3 >= below.stamps.max(1);
        let entries = || goes_on(items, open[k]) || in_order(items, &open[k..], run);
        if run >= 3 && stamps > run + 1 && texts && !entries() {
            take_points(items, &open[k..k + 2 * run], Role::Byline);
        }
        k += (2 * run).max(1);
    }
}

/// Takes lines in turn for times and for the points that these state.
fn take_points(items: &mut [Item], lines: &[usize], time: Role) {
    for pair in lines.chunks(2) {
        items[pair[0]].decide(time, "time of a key point");
        items[pair[1]].decide(Role::Summary, "key point");
    }
}

/// So many headings of entries below are a list of these.
const SHORTEST_QUOTES: usize = 2;

/// No more points are looked at together: a page may have very many times.
const MOST_POINTS: usize = 128;

/// The lines that stand above a text, each with the last place where it does.
fn told_below(items: &[Item], open: &[usize]) -> HashMap<Vec<Word>, usize> {
    let mut told = HashMap::default();
    let mut text = false;
    for i in open.iter().rev() {
        let item = &items[*i];
        if item.is_prose() {
            text = true;
        } else if item.is_time() {
            // What stands above a time is no heading of the text below it.
            text = false;
        } else if text && item.is_content() {
            told.entry(item.features.words.clone()).or_insert(*i);
            text = false;
        }
    }
    told
}

/// How many times with one line each, most of which head a text further down, stand here in a row: these are of a list of key points,
/// though entries need not state any times. What follows the last one of them is no part of it.
fn quotes(items: &[Item], open: &[usize], told: &HashMap<Vec<Word>, usize>) -> usize {
    let point = |pair: &[usize]| {
        let (time, line) = (&items[pair[0]], &items[pair[1]]);
        let stamp = time.is_stamp() && time.shape() != Some(Shape::Author);
        stamp && line.is_content() && !line.is_prose()
    };
    let heads = |pair: &[usize]| {
        let below = told.get(&items[pair[1]].features.words);
        below.is_some_and(|below| *below > pair[1])
    };
    let points = open.chunks_exact(2).take(MOST_POINTS);
    let points = points.take_while(|pair| point(pair));
    let quoted: Vec<bool> = points.map(heads).collect();
    let run = quoted
        .iter()
        .rposition(|quoted| *quoted)
        .map_or(0, |last| last + 1);
    let quoted = quoted.iter().filter(|quoted| **quoted).count();
    if quoted * 3 >= run * 2 { run } else { 0 }
}

/// How many texts and times stand in a line and below it.
#[derive(Debug, Clone, Copy, Default)]
struct Below {
    texts: usize,
    stamps: usize,
}

/// The same for each of the open lines.
fn below(items: &[Item], open: &[usize]) -> Vec<Below> {
    let mut below = Below::default();
    let mut out = vec![below; open.len()];
    for (k, i) in open.iter().enumerate().rev() {
        below.texts += usize::from(items[*i].is_prose());
        below.stamps += usize::from(items[*i].is_stamp());
        out[k] = below;
    }
    out
}

/// Whether text that states its time in the same way stands above a time, and no furniture between: then it is an entry as well.
fn goes_on(items: &[Item], at: usize) -> bool {
    let above = items[..at].iter().rev();
    let mut above = above.take_while(|item| !item.is_furniture());
    let text = above.next().is_some_and(Item::is_prose);
    text && above.any(|item| item.role.is_none() && item.shape() == items[at].shape())
}

/// Whether the times below a run go on as its own do: those of a list are told again, from the newest on.
fn in_order(items: &[Item], open: &[usize], run: usize) -> bool {
    let (listed, below) = open.split_at(2 * run);
    let moment = |i: &usize| items[*i].moment();
    let mut times: Vec<i64> = listed.iter().filter_map(moment).collect();
    let Some(next) = below.iter().find_map(moment) else {
        return false;
    };
    times.push(next);
    let runs = |sign: i64| times.windows(2).all(|two| (two[1] - two[0]) * sign > 0);
    times.len() == run + 1 && run > 0 && (runs(1) || runs(-1))
}

/// A time with one short line and nothing more, before the next time.
fn is_key_point(items: &[Item], open: &[usize], k: usize) -> bool {
    let time = |item: &Item| item.is_stamp() && item.shape() != Some(Shape::Author);
    let stamp = open.get(k).is_some_and(|i| time(&items[*i]));
    let line = open.get(k + 1).is_some_and(|i| {
        items[*i].is_content() && (items[*i].features.open || items[*i].features.lively)
    });
    let ends = |i: usize| {
        time(&items[i])
            || items[i].features.bullet
            || open
                .get(k + 1)
                .is_some_and(|j| items[*j..i].iter().any(Item::is_furniture))
    };
    let heading_below = || {
        let at = |k: usize| open.get(k).map(|i| &items[*i]);
        at(k + 2).is_some_and(Item::is_short_open) && at(k + 3).is_some_and(Item::is_stamp)
    };
    stamp && line && (open.get(k + 2).is_none_or(|i| ends(*i)) || heading_below())
}

/// Lines without a final stop in a row below the headline: a list of key points, where they are longer than a menu's.
pub(super) fn below_headline(items: &[Item]) -> Range<usize> {
    let below = items
        .iter()
        .rposition(|item| matches!(item.role, Some((Role::Headline | Role::Standfirst, _))))
        .map_or(items.len(), |i| i + 1);
    let point = |item: &Item| {
        item.is_short_open() && item.features.len() >= SHORTEST_POINT && !item.features.credit
    };
    let Some(first) = (below..items.len()).find(|i| {
        items[*i..]
            .iter()
            .take(2)
            .filter(|item| point(item))
            .count()
            == 2
    }) else {
        return 0..0;
    };
    let run = items[first..].iter().take_while(|item| point(item)).count();
    first..first + run
}

/// Shorter lines belong to a menu.
const SHORTEST_POINT: usize = 4;
