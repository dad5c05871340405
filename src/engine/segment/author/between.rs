//! Names of authors by what stands between entries: controls that stand between any two of them, or the same names elsewhere.

use foldhash::HashMap;

use crate::engine::segment::author::OFTEN;
use crate::engine::segment::author::is_name;
use crate::engine::segment::item::Item;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::words;
use crate::engine::text::words::Word;

/// Names right below controls that stand again and again, or below a heading there, where known authors stand below most others.
pub(super) fn controls(items: &[Item]) -> Vec<usize> {
    let below = below_controls(items);
    let places: Vec<usize> = below
        .iter()
        .filter_map(|first| place(items, *first))
        .collect();
    let (authors, names): (Vec<usize>, Vec<usize>) = places
        .into_iter()
        .partition(|i| items[*i].states(Shape::Author));
    let most = (authors.len() + names.len()) * 10 >= below.len() * 8;
    if authors.len() < OFTEN || authors.len() < names.len() || !most {
        return Vec::new();
    }
    let text = |i: &usize| items.get(i + 1).is_some_and(Item::is_content);
    names.into_iter().filter(text).collect()
}

/// Names right above texts that stand alone as those of authors elsewhere.
pub(super) fn named_again(items: &[Item], content: &[usize]) -> Vec<usize> {
    let mut authors: HashMap<&[Word], usize> = HashMap::default();
    for item in items.iter().filter(|item| item.states(Shape::Author)) {
        *authors.entry(&item.features.words).or_default() += 1;
    }
    let known = |i: usize| {
        let count = authors.get(items[i].features.words.as_slice());
        is_name(&items[i]) && count.is_some_and(|count| *count + 1 >= OFTEN)
    };
    let above_text = content.windows(2).filter(|two| items[two[1]].is_prose());
    above_text.map(|two| two[0]).filter(|i| known(*i)).collect()
}

/// The lines below controls that stand so often.
fn below_controls(items: &[Item]) -> Vec<usize> {
    let mut controls: HashMap<String, Vec<usize>> = HashMap::default();
    for (i, item) in items.iter().enumerate() {
        let ends = items.get(i + 1).is_some_and(|next| !next.is_furniture());
        if item.is_furniture() && ends {
            let places = controls.entry(words::fold(&item.text)).or_default();
            places.push(i + 1);
        }
    }
    let often = controls.into_values();
    let often = often.filter(|places| places.len() >= OFTEN);
    let mut below: Vec<usize> = often.flatten().collect();
    below.sort_unstable();
    below
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
