//! Names of authors by where they stand, beside times and headings.

use foldhash::HashMap;

use crate::engine::segment::author::OFTEN;
use crate::engine::segment::author::QUESTION;
use crate::engine::segment::author::TITLE;
use crate::engine::segment::author::are_beside;
use crate::engine::segment::author::is_name;
use crate::engine::segment::item;
use crate::engine::segment::item::Item;
use crate::engine::text::words::Word;

/// Names that stand above heading after heading, or right below a time.
pub(super) fn by_their_place(items: &[Item], content: &[usize]) -> Vec<usize> {
    let mut places: HashMap<&[Word], Vec<usize>> = HashMap::default();
    // The authors of a page may be listed.
    let name = |k: usize| content.get(k).is_some_and(|i| is_name(&items[*i]));
    let mut listed = vec![false; content.len()];
    let mut at = 0;
    while at < content.len() {
        let run = (at..).take_while(|k| name(*k)).count();
        if run >= OFTEN {
            listed[at..at + run].fill(true);
        }
        at += run + 1;
    }
    let all = content.iter().enumerate();
    for (k, i) in all.filter(|(k, _)| !listed[*k]) {
        places.entry(&items[*i].features.words).or_default().push(k);
    }
    let beside = |k: usize| {
        let above = k.checked_sub(1).and_then(|k| content.get(k));
        above.is_some_and(|j| items[*j].is_stamp() && are_beside(items, *j, content[k]))
    };
    let is_text = |k: usize| {
        let below = content.get(k + 1).map(|i| &items[*i]);
        below.is_some_and(Item::is_prose)
    };
    // A heading may be a sentence.
    let below_title = |k: usize| {
        let title = k.checked_sub(1).filter(|title| beside(*title));
        let title = title.map(|title| &items[content[title]]);
        title.is_some_and(|title| title.is_content() && title.features.len() <= TITLE) && is_text(k)
    };
    let is_heading = |k: usize| {
        let [below, next] = [1, 2].map(|far| content.get(k + far).map(|j| &items[*j]));
        let text = next.is_some_and(Item::is_prose);
        below.is_some_and(|item| {
            let long = item.features.len() >= 4 || text;
            let asks = item.is_content() && item.features.lively && item.features.len() <= QUESTION;
            (item.is_short_open() || asks && text) && !item.features.credit && long
        })
    };
    // How often each such line stands in the text, how often above a heading, where it does so often enough also above a text, and
    // how often right below a time.
    let counts: HashMap<&[Word], (usize, usize, usize)> = places
        .into_iter()
        .map(|(words, places)| {
            let above = places.iter().filter(|k| is_heading(**k)).count();
            let texts = places.iter().filter(|k| is_text(**k)).count();
            let above = if above >= OFTEN { above + texts } else { above };
            let below = places.iter().filter(|k| beside(**k) || below_title(**k));
            let below = below.count();
            (words, (places.len(), above, below))
        })
        .collect();
    // A heading that all entries share stands below times, too; a page has more than one author.
    let below = (0..content.len()).filter(|k| is_name(&items[content[*k]]) && beside(*k));
    let mut below: Vec<&[Word]> = below
        .map(|k| items[content[k]].features.words.as_slice())
        .collect();
    below.sort_unstable();
    below.dedup();
    let several = below.len() > 1;
    let count = |k: usize| {
        let words = items[content[k]].features.words.as_slice();
        counts.get(words).copied().unwrap_or_default()
    };
    let often = |same: usize, count: usize| same >= OFTEN && count * 10 >= same * 7;
    let names: Vec<usize> = (0..content.len())
        .filter(|k| is_name(&items[content[*k]]))
        .collect();
    // Where one author stands above headings, others do, who wrote less.
    let custom = names.iter().any(|k| {
        let (same, above, _) = count(*k);
        often(same, above)
    });
    let twice = |k: usize| {
        let next = content.get(k + 1).map(|i| &items[*i]);
        next.is_some_and(|next| next.features.words == items[content[k]].features.words)
    };
    let is_author = |k: &usize| {
        let (same, above, below) = count(*k);
        let below_text = k
            .checked_sub(1)
            .is_some_and(|k| items[content[k]].is_prose());
        let other = custom && (same > 1 || below_text) && above == same;
        beside(*k) && same < OFTEN
            || often(same, above)
            || several && often(same, below)
            || several && same > 1 && same == below
            || other
            || twice(*k)
            || k.checked_sub(1).is_some_and(twice)
    };
    let authors = names.into_iter().filter(|k| !listed[*k] && is_author(k));
    authors.map(|k| content[k]).collect()
}

/// Names that stand between the text of an entry and the heading of the next one, a few in turn, where none stands above the first
/// heading: they sign the texts above them. Above headings the same names would write what follows.
pub(super) fn below_entries(items: &[Item], content: &[usize]) -> Vec<usize> {
    let at = |k: usize| content.get(k).map(|i| &items[*i]);
    let name = |k: usize| at(k).is_some_and(is_name);
    let text = |k: usize| at(k).is_some_and(Item::is_prose);
    let title = |k: usize| {
        let line = at(k).filter(|line| line.is_short_open() || line.features.lively);
        line.is_some_and(|line| line.is_content() && !line.features.credit) && text(k + 1)
    };
    let heads = |k: &usize| title(*k) && !name(*k);
    let headings: Vec<usize> = (0..content.len()).filter(heads).collect();
    let above = |k: &usize| k.checked_sub(1).filter(|above| name(*above));
    // What stands above the first heading may be an entry that lost its own.
    let opens = headings.first().and_then(above);
    let opens = opens.is_some_and(|name| name == 0 || !text(name - 1));
    let placed: Vec<usize> = headings
        .iter()
        .filter_map(above)
        .map(|k| content[k])
        .collect();
    let counts = item::counts(items, placed.iter().copied());
    let again = counts.values().filter(|count| **count > 1).count();
    let custom = placed.len() >= OFTEN && placed.len() * 10 + 4 >= headings.len() * 6;
    if opens || !custom || again < 2 {
        return Vec::new();
    }
    // The last entry is signed, too.
    let last = content.iter().rev().copied();
    let last = last.take_while(|i| placed.last() < Some(i));
    let known =
        |i: &usize| is_name(&items[*i]) && counts.contains_key(items[*i].features.words.as_slice());
    let end = last.filter(known).last();
    placed.into_iter().chain(end).collect()
}
