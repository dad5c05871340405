//! Entries between stamped ones that state no time or author themselves: texts of commentaries in which each ball or lap has one
//! (with minutes of play that is so on no more than half of the pages), and numbered headings where stamps stand below some of these.

use std::collections::BTreeSet;

use crate::engine::model::Role;
use crate::engine::segment::feature::Features;
use crate::engine::segment::item::Item;
use crate::engine::segment::marked;
use crate::engine::segment::place::is_inline;
use crate::engine::segment::stamp::Shape;

/// Fewer entries show no custom.
const OFTEN: usize = 4;

/// The texts that begin entries of their own.
pub(super) fn untold(items: &[Item], cuts: &[usize]) -> Vec<usize> {
    let stretches: Vec<Vec<usize>> = cuts
        .windows(2)
        .map(|pair| {
            let lines = pair[0]..pair[1];
            lines.filter(|i| items[*i].is_content()).collect()
        })
        .collect();
    let plays = cuts.iter().filter(|i| {
        let item = items.get(**i);
        item.is_some_and(|item| {
            let play = is_inline(item) && item.shape() == Some(Shape::Play);
            play && (item.features.counts || is_ball(&item.text))
        })
    });
    let single = stretches.iter().filter(|lines| lines.len() == 1).count();
    let most = |count: usize| count * 4 >= stretches.len() * 3;
    if stretches.len() < OFTEN || !most(plays.count()) || !most(single) {
        return Vec::new();
    }
    let own = |i: &usize| {
        let item = &items[*i];
        let quotes = item.text.starts_with(['"', '“', '„', '«', '‘', '\'']);
        !item.features.open && !item.features.bullet && !quotes
    };
    let others = stretches.iter().flat_map(|lines| lines.iter().skip(1));
    others.copied().filter(own).collect()
}

/// Where entries begin that are the items of a numbered list, if most of those that the times state are near one.
pub(super) fn listed(
    items: &[Item],
    start: usize,
    cuts: &BTreeSet<usize>,
) -> Option<BTreeSet<usize>> {
    let listed: BTreeSet<usize> = (start..items.len()).filter(|i| items[*i].listed).collect();
    let near = |cut: &&usize| {
        listed
            .range(cut.saturating_sub(LISTED_ABOVE)..=**cut)
            .next()
            .is_some()
    };
    let most = cuts.iter().filter(near).count() * 10 >= cuts.len() * 7;
    (listed.len() >= OFTEN && most).then_some(listed)
}

/// So many lines may stand between the beginning of an item and the time in it.
const LISTED_ABOVE: usize = 2;

/// The numbered headings that begin no entry yet, where nearly all known entries begin with one: "3. Polls close".
pub(super) fn numbered(items: &[Item], cuts: &[usize]) -> Vec<usize> {
    let content: Vec<usize> = (0..items.len())
        .filter(|i| items[*i].is_content())
        .collect();
    let lines: Vec<&Features> = content.iter().map(|i| &items[*i].features).collect();
    let marked = marked::numbered(&lines);
    let headings: Vec<usize> = marked.into_iter().map(|k| content[k]).collect();
    let entries = &cuts[..cuts.len().saturating_sub(1)];
    let known = entries
        .iter()
        .filter(|cut| headings.binary_search(cut).is_ok());
    if known.count() * 10 < entries.len() * 8 {
        return Vec::new();
    }
    headings
}

/// The lines that go on counting where the entries that are known are counted one by one: "2. 60'" below "1. Over and out".
pub(super) fn counted(items: &[Item], start: usize, cuts: &BTreeSet<usize>) -> Vec<usize> {
    // Below times that end entries the next one would begin at the end of the text.
    let ordinal = |i: usize| items.get(i)?.features.ordinal;
    let known: Vec<(usize, u32)> = cuts
        .iter()
        .filter_map(|i| Some((*i, ordinal(*i)?)))
        .collect();
    let steps = known.windows(2).filter(|two| two[1].1 == two[0].1 + 1);
    if known.len() < OFTEN || known.len() < cuts.len() || steps.count() * 10 < (known.len() - 1) * 8
    {
        return Vec::new();
    }
    let open = |i: &usize| items[*i].role.is_none() && items[*i].features.open;
    let mut found = Vec::new();
    if let Some((first, mut next)) = known.first().copied() {
        for i in (start..first).rev().filter(open) {
            if next > 1 && ordinal(i) == Some(next - 1) {
                found.push(i);
                next -= 1;
            }
        }
    }
    if let Some((last, mut next)) = known.last().copied() {
        for i in (last + 1..items.len()).filter(open) {
            if ordinal(i) == Some(next + 1) {
                found.push(i);
                next += 1;
            }
        }
    }
    found
}

/// Takes sentences for headings that stand between times and authors, above texts: "18:20", "The gates are open.", "By Ann Archer".
pub(super) fn title_above_authors(items: &mut [Item], cuts: &[usize]) {
    let title = |cut: &usize| {
        let mut lines = (*cut..items.len()).filter(|i| !items[*i].is_furniture());
        let (time, title, author, text) =
            (lines.next()?, lines.next()?, lines.next()?, lines.next()?);
        let short = items[title].is_content() && items[title].features.len() <= LONGEST_TITLE;
        let signed = items[author].states(Shape::Author) && items[text].is_prose();
        (items[time].is_time() && short && signed).then_some(title)
    };
    let titles = cuts.iter().filter_map(title);
    let sentences: Vec<usize> = titles.filter(|i| !items[*i].features.open).collect();
    if sentences.len() < 2 {
        return;
    }
    for i in sentences {
        items[i].decide(Role::Heading, "between the time and the author");
    }
}

/// Longer sentences are no headings, in words.
const LONGEST_TITLE: usize = 24;

/// Whether a text begins with an over and a ball: "14.6 …".
pub(crate) fn is_ball(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let over = digits(text);
    let ball = text[over..].strip_prefix('.').map_or(0, digits);
    (1..=3).contains(&over) && ball == 1
}
