//! Names of authors by what stands between entries: controls that stand between any two of them, or the same names elsewhere.

use std::collections::BTreeMap;

use foldhash::HashMap;
use foldhash::HashSet;

use crate::engine::segment::author::LONGEST;
use crate::engine::segment::author::OFTEN;
use crate::engine::segment::author::is_name;
use crate::engine::segment::controls;
use crate::engine::segment::item;
use crate::engine::segment::item::Item;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::words;
use crate::engine::text::words::Word;

/// Names right below controls that stand again and again, or below a heading there, where known authors stand below most others, or a
/// few names in turn: the lines, each with one that is the name alone.
pub(super) fn controls(items: &[Item]) -> Vec<(usize, usize)> {
    let below = controls::below(items);
    let places: Vec<usize> = below
        .iter()
        .filter_map(|first| place(items, *first))
        .collect();
    let (authors, names): (Vec<usize>, Vec<usize>) = places
        .iter()
        .partition(|i| items[**i].states(Shape::Author));
    let houses = houses(items, &below);
    let few = authors.len() >= names.len() && authors.len() + names.len() >= houses.len();
    let all = authors.len() + names.len() + houses.len();
    let custom = authors.len() >= OFTEN && few && all * 10 >= below.len() * 6;
    let mut found = match custom {
        true => names.into_iter().map(|i| (i, i)).collect(),
        false => in_turn(items, &places, &below),
    };
    if custom || found.len() >= OFTEN && found.len() >= houses.len() {
        found.extend(houses.into_iter().map(|i| (i, i)));
    }
    let text = |(i, _): &(usize, usize)| items.get(i + 1).is_some_and(Item::is_content);
    found.into_iter().filter(text).collect()
}

/// Other short lines that stand again and again between the heading below a control and the text: "THE ALLIED WIRE".
fn houses(items: &[Item], below: &[usize]) -> Vec<usize> {
    let placed = |i: &usize| {
        let [line, text] = [*i, *i + 1].map(|i| items.get(i));
        let short = |line: &Item| line.is_short_open() && line.features.len() <= LONGEST;
        let other = line.is_some_and(|line| short(line) && !is_name(line));
        other && text.is_some_and(Item::is_prose) && items[*i - 1].is_short_open()
    };
    let placed: Vec<usize> = below.iter().map(|first| first + 1).filter(placed).collect();
    let counts = item::counts(items, placed.iter().copied());
    let again = |i: &usize| counts[items[*i].features.words.as_slice()] > 1;
    placed.iter().copied().filter(again).collect()
}

/// Those of some names that stand again, and lines that end with one of these, if they stand at half of all places.
fn in_turn(items: &[Item], places: &[usize], below: &[usize]) -> Vec<(usize, usize)> {
    let alone = |i: &usize| is_name(&items[*i]) || is_author(&items[*i]);
    let counts = item::counts(items, (0..items.len()).filter(alone));
    let again = |i: &usize| counts.get(items[*i].features.words.as_slice()) > Some(&1);
    let alone: Vec<usize> = places.iter().copied().filter(again).collect();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for i in &alone {
        names.entry(&items[*i].text).or_insert(*i);
    }
    if alone.len() < OFTEN || names.len() > MOST {
        return Vec::new();
    }
    let label = |i: usize| {
        let named = names.iter().find(|(name, _)| is_labelled(&items[i], name));
        named.map(|(_, name)| (i, *name))
    };
    let mut found: Vec<(usize, usize)> = below.iter().filter_map(|i| label(*i)).collect();
    let whole = alone.iter().filter(|i| label(**i).is_none());
    found.extend(whole.map(|i| (*i, *i)));
    match found.len() * 2 >= below.len() {
        true => found,
        false => Vec::new(),
    }
}

/// A page has so many authors at most.
const MOST: usize = 30;

/// Whether a line is the name of an author and nothing else.
fn is_author(item: &Item) -> bool {
    let author = item.byline.as_ref().and_then(|by| by.stamp.author.as_ref());
    item.states(Shape::Author) && author == Some(&item.text)
}

/// Whether a line is a name behind a label: "KEY EVENT Ann Archer".
fn is_labelled(line: &Item, name: &str) -> bool {
    let label = line.text.strip_suffix(name).map_or(0, words::count);
    let open = line.is_short_open() || line.states(Shape::Author);
    open && !line.features.credit && (1..=LONGEST_LABEL).contains(&label)
}

/// So many words may stand ahead of a name on its line.
const LONGEST_LABEL: usize = 3;

/// Takes names in letters that know no capitals for authors: a few lines in turn between texts and times, where controls would all be the
/// same. Where none stands above the first time, they sign the texts above them.
pub(crate) fn uncased(items: &mut [Item]) {
    let times: Vec<usize> = (0..items.len()).filter(|i| items[*i].is_time()).collect();
    let above = |time: &usize| {
        let mut above = (0..*time).rev().filter(|i| !items[*i].is_furniture());
        above.next().filter(|i| is_uncased_name(&items[*i]))
    };
    let placed: Vec<usize> = times.iter().filter_map(above).collect();
    let counts = item::counts(items, placed.iter().copied());
    let most = counts.values().max().copied().unwrap_or(0);
    let all = item::counts(
        items,
        (0..items.len()).filter(|i| is_uncased_name(&items[*i])),
    );
    let again = counts.keys().filter(|words| all.get(*words) > Some(&1));
    let again: HashSet<&[Word]> = again.copied().collect();
    let known =
        |item: &Item| is_uncased_name(item) && again.contains(item.features.words.as_slice());
    let names: Vec<usize> = placed
        .iter()
        .copied()
        .filter(|i| known(&items[*i]))
        .collect();
    let in_turn = again.len() > 1 && most * 10 <= names.len() * 7;
    let Some(last) = names
        .last()
        .filter(|_| in_turn && names.len() * 2 >= times.len())
    else {
        return;
    };
    let first = times.first().and_then(above);
    let closes = first.is_none_or(|first| !known(&items[first]));
    // One stands above the end of the page, too.
    let end = (last + 1..items.len()).find(|i| known(&items[*i]));
    let found: Vec<usize> = names.into_iter().chain(end.filter(|_| closes)).collect();
    for i in found {
        let author = Some(items[i].text.clone());
        let byline = items[i].byline.insert(Byline::by(author));
        byline.closes = closes;
    }
}

/// Whether a line is of as many words as a name, in letters that know no capitals.
fn is_uncased_name(item: &Item) -> bool {
    let cased = |c: char| c.is_uppercase() || c.is_lowercase() || c.is_numeric();
    item.is_short_open()
        && !item.features.credit
        && (2..=LONGEST).contains(&item.features.len())
        && !item.text.chars().any(cased)
}

/// Names that stand alone as those of authors elsewhere, above a text or a heading.
pub(super) fn named_again(items: &[Item], content: &[usize]) -> Vec<usize> {
    let mut authors: HashMap<String, usize> = HashMap::default();
    let stated = items.iter().filter(|item| item.states(Shape::Author));
    for author in stated.filter_map(|item| item.byline.as_ref()?.stamp.author.as_ref()) {
        *authors.entry(words::fold(author)).or_default() += 1;
    }
    let known = |i: &usize| {
        let count = authors.get(&words::fold(&items[*i].text));
        is_name(&items[*i]) && count.is_some_and(|count| *count + 1 >= OFTEN)
    };
    let above = content.windows(2).filter(|two| items[two[1]].is_content());
    above.map(|two| two[0]).filter(known).collect()
}

/// Where the author of an entry that begins with a line stands: there, or below its heading.
fn place(items: &[Item], first: usize) -> Option<usize> {
    let author = |i: &usize| {
        let item = items.get(*i);
        item.is_some_and(|item| item.states(Shape::Author) || is_name(item))
    };
    let below = items[first].is_short_open().then_some(first + 1);
    Some(first).filter(author).or(below.filter(author))
}
