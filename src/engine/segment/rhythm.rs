//! Texts without times in which the same few words stand between text and text, again and again: they part entries. Names are those
//! of authors, other words are furniture. A heading is not the same again and again.

use std::cmp::Reverse;

use foldhash::HashMap;
use foldhash::HashSet;

use crate::engine::model::Role;
use crate::engine::segment::author;
use crate::engine::segment::closer;
use crate::engine::segment::item::Item;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::words::Word;

/// Fewer places show no rhythm.
const FEWEST: usize = 4;

/// Longer lines say something, in words.
const LONGEST: usize = 6;

/// So many lines that state times make a page with times.
const TIMED: usize = 3;

/// Sets aside the labels that part entries.
pub(crate) fn set_labels_aside(items: &mut [Item]) {
    if has_times(items) {
        return;
    }
    for i in labels(items, &content(items)) {
        items[i].decide(Role::Furniture, closer::REPEATED);
    }
}

/// Takes names between texts for authors.
pub(crate) fn sign(items: &mut [Item]) {
    if has_times(items) {
        return;
    }
    for i in names(items, &content(items)) {
        let name = Some(items[i].text.clone());
        items[i].byline = Some(Byline::by(name));
    }
}

fn content(items: &[Item]) -> Vec<usize> {
    let content = |i: &usize| items[*i].is_content();
    (0..items.len()).filter(content).collect()
}

/// Whether a page states times. Several in a row are a list within an entry.
fn has_times(items: &[Item]) -> bool {
    let timed = |item: &Item| {
        let shape = item.shape().filter(|_| item.role.is_none());
        shape.is_some_and(|shape| shape != Shape::Author)
    };
    let first = |i: &usize| timed(&items[*i]) && !(*i > 0 && timed(&items[*i - 1]));
    (0..items.len()).filter(first).take(TIMED).count() == TIMED
}

/// Whether the words of a line are what a page is about, in its headline or its texts: several entries may share them as heading.
pub(crate) fn is_topic(items: &[Item], words: &[Word]) -> bool {
    let says = |item: &&Item| {
        let line = &item.features.words;
        line.len() > words.len() && line.windows(words.len().max(1)).any(|run| run == words)
    };
    items.iter().any(|item| says(&item))
}

/// Those of some short lines of which the words are what a page is about.
pub(crate) fn topics<'a>(items: &'a [Item], labels: &HashSet<&[Word]>) -> HashSet<&'a [Word]> {
    let mut topics = HashSet::default();
    for item in items {
        let line = item.features.words.as_slice();
        for words in 1..line.len().min(LONGEST + 1) {
            topics.extend(line.windows(words).filter(|run| labels.contains(run)));
        }
    }
    topics
}

/// The places in the content of each short line that stands several times.
fn repeated<'a>(items: &'a [Item], content: &[usize]) -> HashMap<&'a [Word], Vec<usize>> {
    let mut places: HashMap<&[Word], Vec<usize>> = HashMap::default();
    for (k, i) in content.iter().enumerate() {
        let item = &items[*i];
        let words = item.features.len();
        let ends = item.text.trim_end().ends_with([':', '-', '–', '—']);
        if item.features.open && (1..=LONGEST).contains(&words) && !item.features.bullet && !ends {
            places.entry(&item.features.words).or_default().push(k);
        }
    }
    places.retain(|_, places| places.len() > 1);
    places
}

/// Whether text stands above a line, and text or a heading with text below it, or the line stands between both; other repeated lines
/// left out.
fn is_between(items: &[Item], others: &[usize], at: usize) -> bool {
    let next = others.partition_point(|i| *i < at);
    let line = |k: usize| others.get(k).map(|i| &items[*i]);
    let text = |k: usize| line(k).is_some_and(|item| !item.is_short_open());
    let Some(above) = next.checked_sub(1) else {
        return false;
    };
    let heading = line(next).is_some_and(Item::is_short_open) && text(next + 1);
    let below_text = text(above) && (text(next) || heading || next + 1 >= others.len());
    // Below a heading, above its text.
    below_text || line(above).is_some_and(Item::is_short_open) && text(next)
}

/// The lines that are not the same again and again.
fn others(content: &[usize], repeated: &HashMap<&[Word], Vec<usize>>) -> Vec<usize> {
    let often = repeated.values().filter(|places| places.len() >= FEWEST);
    let common: HashSet<usize> = often.flatten().map(|k| content[*k]).collect();
    let others = content.iter().copied();
    others.filter(|i| !common.contains(i)).collect()
}

/// Names of a few authors that stand between texts.
fn names(items: &[Item], content: &[usize]) -> Vec<usize> {
    let repeated = repeated(items, content);
    let others = others(content, &repeated);
    let names = repeated
        .into_values()
        .filter(|places| author::is_name(&items[content[places[0]]]));
    let mut places = Vec::new();
    let mut authors = 0;
    for name in names {
        let between = name.iter();
        let between = between.filter(|k| is_between(items, &others, content[**k]));
        if between.count() * 10 >= name.len() * 7 {
            authors += 1;
            places.extend(name);
        }
    }
    let texts = content.iter().filter(|i| items[**i].is_prose()).count();
    let rhythm = places.len() >= FEWEST && authors * 2 <= places.len();
    if !rhythm || texts > places.len() * FEWEST {
        return Vec::new();
    }
    // Who wrote one entry only stands above its heading, as the others do.
    let once = others.iter().enumerate().filter(|(k, i)| {
        let below = [1, 2].map(|far| others.get(k + far).map(|i| &items[*i]));
        let [Some(heading), Some(text)] = below else {
            return false;
        };
        let above = k.checked_sub(1).map(|k| &items[others[k]]);
        let between = above.is_some_and(|item| !item.is_short_open());
        let heads = heading.is_short_open() && !text.is_short_open();
        author::is_name(&items[**i]) && between && heads
    });
    let once: Vec<usize> = once.map(|(_, i)| *i).collect();
    let often = places.into_iter().map(|k| content[k]);
    often.chain(once).collect()
}

/// Words that part texts without headings, where no other line does so as often.
fn labels(items: &[Item], content: &[usize]) -> Vec<usize> {
    let repeated = repeated(items, content);
    let others = others(content, &repeated);
    let text = |i: Option<&usize>| i.is_some_and(|i| !items[*i].is_short_open());
    let parts = |k: usize| {
        let next = others.partition_point(|i| *i < content[k]);
        let above = next.checked_sub(1).and_then(|k| others.get(k));
        text(above) && (text(others.get(next)) || next == others.len())
    };
    let parting = |places: &&Vec<usize>| {
        let parting = places.iter().filter(|k| parts(**k)).count();
        let name = author::is_name(&items[content[places[0]]]);
        places.len() >= FEWEST && parting * 10 >= places.len() * 8 && !name
    };
    let most = repeated
        .values()
        .filter(parting)
        .max_by_key(|places| (places.len(), Reverse(places[0])));
    let Some(places) = most else {
        return Vec::new();
    };
    if is_topic(items, &items[content[places[0]]].features.words) {
        return Vec::new();
    }
    let headings = others.windows(3).filter(|three| {
        let [above, line, below] = [0, 1, 2].map(|k| &items[three[k]]);
        line.is_short_open() && !above.is_short_open() && !below.is_short_open()
    });
    let headings = headings.count();
    let texts = content.iter().filter(|i| items[**i].is_prose()).count();
    if headings > 1 + places.len() / 2 || texts > places.len() * FEWEST {
        return Vec::new();
    }
    places.iter().map(|k| content[*k]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::segment::item::items;

    const TEXTS: [&str; 5] = [
        "The ferry to the islands was cancelled at noon, and nobody knows why.",
        "Rain falls on the pier in the old town, and nobody minds it at all.",
        "The band of the town plays in the hall by the market this evening.",
        "Trams are slow between the station and the harbour, says the company.",
        "The chairwoman of the board thanks the crews for all their patience.",
    ];

    fn told(below: impl Fn(usize) -> &'static str) -> Vec<Item> {
        let lines = TEXTS.iter().enumerate();
        let lines: Vec<&str> = lines.flat_map(|(k, text)| [*text, below(k)]).collect();
        let mut items = items(&lines);
        set_labels_aside(&mut items);
        sign(&mut items);
        items
    }

    #[test]
    fn the_same_words_between_texts_are_no_headings() {
        let items = told(|_| "Zufelo velt");
        assert!(items.iter().skip(1).step_by(2).all(Item::is_furniture));
        assert!(items.iter().step_by(2).all(Item::is_content));
        let titles = ["Ferry", "Rain", "Band", "Trams", "Thanks"];
        assert!(told(|k| titles[k]).iter().all(Item::is_content));
    }

    #[test]
    fn names_between_texts_are_authors() {
        let items = told(|k| ["Ann Archer", "Ben Baker"][k % 2]);
        let signed = items.iter().filter(|item| item.states(Shape::Author));
        assert_eq!(signed.count(), TEXTS.len());
        let guests = ["Ann Archer", "Ben Baker", "Cy Carter", "Dee Dale", "Ed Elm"];
        let items = told(|k| guests[k]);
        assert!(!items.iter().any(|item| item.states(Shape::Author)));
    }
}
