//! Which of the entries that were found is the first: what stands above it is the page's, or quotes entries.

use std::collections::BTreeSet;

use crate::engine::segment::item::Item;
use crate::engine::segment::looks::COPY;
use crate::engine::segment::place::is_inline;
use crate::engine::segment::stamp::Shape;
use crate::engine::segment::timed::OFTEN;

/// Whether a line has a word: numbers alone are counts of comments. What says that a game is over is news by itself.
fn says(item: &Item) -> bool {
    let phase = item.states(Shape::Play) && item.features.len() > 1;
    (item.is_content() || phase) && item.text.chars().any(char::is_alphabetic)
}

/// The first entry that has a text: times without any above it are the page's own, but for one right above it that is written like
/// the next, where entries further down have lost their texts, too.
pub(super) fn first_with_text(items: &[Item], cuts: &BTreeSet<usize>, first: usize) -> usize {
    let from: Vec<usize> = cuts.range(first..).copied().collect();
    let empty = |pair: &&[usize]| !items[pair[0]..pair[1]].iter().any(says);
    let above = from.windows(2).take_while(empty).count();
    let lost = from.windows(2).skip(above).filter(empty).count();
    let own = match from[..] {
        [time, .., _] if above > 0 && lost > 0 => {
            let (time, next) = (from[above - 1].max(time), from[above]);
            let stamps = items[time].is_stamp() && items[next].is_stamp();
            let alike = items[time].written() == items[next].written();
            usize::from(stamps && alike && items[time].text != items[next].text)
        }
        _ => 0,
    };
    from.get(above - own).copied().unwrap_or(first)
}

/// The first entry that is not told again further down: a summary quotes entries, and with them the times they begin with.
pub(super) fn told_below(items: &[Item], cuts: &BTreeSet<usize>, first: usize) -> usize {
    let from: Vec<usize> = cuts.range(first..).copied().collect();
    let content = |from: usize, to: usize| (from..to).filter(|i| items[*i].is_content());
    let again = |i: usize, below: usize| {
        let features = &items[i].features;
        content(below, items.len()).any(|j| {
            let other = &items[j].features;
            at_one_time(&items[i], &items[j])
                && (features.opens(other) || features.reaches(other, COPY))
        })
    };
    let quoted = |pair: &&[usize]| {
        is_inline(&items[pair[0]]) && content(pair[0], pair[1]).all(|i| again(i, pair[1]))
    };
    let told = from.windows(2).take_while(quoted).count();
    let told = told.max(listed(items, &from));
    // Of the last one told below, what stands under it may be the first entry, which states no time.
    let (Some(at), Some(next)) = (from.get(told), from.get(told + 1)) else {
        return from.get(told).copied().unwrap_or(first);
    };
    let opens = |i: usize| {
        let features = &items[i].features;
        content(*next, items.len()).any(|j| features.opens(&items[j].features))
    };
    let mut lines = content(*at, *next);
    let quotes = lines
        .next()
        .is_some_and(|i| is_inline(&items[i]) && opens(i));
    let below = lines.find(|i| !again(*i, *next));
    below.filter(|_| quotes).unwrap_or(*at)
}

/// Whether two lines may tell one thing: those that state different clock times do not.
fn at_one_time(one: &Item, other: &Item) -> bool {
    let minutes = |item: &Item| item.byline.as_ref()?.stamp.minutes;
    let times = minutes(one).zip(minutes(other));
    times.is_none_or(|(one, other)| one == other)
}

/// How many of the first entries are a list of single lines, the first of which stands again below them, with its text.
fn listed(items: &[Item], from: &[usize]) -> usize {
    // Below a time that ends the page the next entry would begin.
    let Some(first) = from.first().and_then(|i| items.get(*i)) else {
        return 0;
    };
    let again = |i: &usize| {
        let below = items.get(*i).filter(|item| is_inline(item));
        below.is_some_and(|below| {
            at_one_time(first, below) && below.features.words == first.features.words
        })
    };
    let Some(again) = from.iter().skip(1).position(again).map(|k| k + 1) else {
        return 0;
    };
    let lines = |pair: &[usize]| {
        let lines = items[pair[0]..pair[1]].iter();
        lines.filter(|item| item.is_content()).count()
    };
    let single = from[..=again].windows(2).filter(|pair| lines(pair) == 1);
    let list = again >= OFTEN && single.count() * 10 >= again * 7 && is_inline(first);
    if list { again } else { 0 }
}
