//! Lines that stand in entry after entry of a stamped page.

use foldhash::HashMap;
use foldhash::HashSet;

use crate::engine::model::Role;
use crate::engine::segment::author;
use crate::engine::segment::item::Item;
use crate::engine::segment::repeat;
use crate::engine::segment::stamp::Shape;
use crate::engine::segment::timed::OFTEN;
use crate::engine::text::words;
use crate::engine::text::words::Word;

/// Sets aside the lines that stand in entry after entry below the first of its lines, which may be a heading they share.
pub(super) fn set_aside(items: &mut [Item], cuts: &[usize]) {
    let mut places: HashMap<&[Word], Vec<usize>> = HashMap::default();
    let mut heads: HashMap<&[Word], usize> = HashMap::default();
    for pair in cuts.windows(2) {
        let mut lines = (pair[0]..pair[1]).filter(|i| items[*i].is_content());
        let first = lines.next().filter(|i| items[*i].is_short_open());
        let second = lines.next().filter(|i| items[*i].is_short_open());
        if let Some(first) = first.filter(|_| second.is_some()) {
            *heads.entry(&items[first].features.words).or_default() += 1;
        }
    }
    // A heading above the heading of nearly every entry tells nothing of any.
    let heads_all = |words: &[Word]| {
        let count = heads.get(words).copied().unwrap_or(0);
        count > OFTEN && count * 10 >= (cuts.len() - 1) * 9
    };
    for pair in cuts.windows(2) {
        let lines = (pair[0]..pair[1]).filter(|i| items[*i].is_content());
        let mut seen: HashSet<&[Word]> = HashSet::default();
        for (at, i) in lines.enumerate() {
            let words = items[i].features.words.as_slice();
            let caption = items[i].features.credit && signs_picture(&items[i].text);
            let other = !caption && !points_down(items, i);
            if seen.insert(words) && (at > 0 || heads_all(words)) && other {
                places.entry(words).or_default().push(i);
            }
        }
    }
    let entries = cuts.len().saturating_sub(1);
    let short = |words: &[Word]| words.len() <= LONGEST_REPEATED;
    let often = |places: &Vec<usize>| {
        let often = places.len() >= OFTEN && places.len() * 2 > entries;
        often && !repeat::is_pointed_to(items, places)
    };
    let repeated: Vec<usize> = places
        .into_iter()
        .filter(|(words, places)| short(words) && often(places))
        .flat_map(|(_, places)| places)
        .collect();
    // "Reporting from court" below the name of its author.
    let of_author = |i: usize| {
        i.checked_sub(1)
            .is_some_and(|i| items[i].states(Shape::Author))
    };
    let signs = repeated.iter().all(|i| of_author(*i));
    for i in repeated {
        let role = match signs || author::is_name(&items[i]) {
            true => Role::Byline,
            false => Role::Furniture,
        };
        items[i].decide(role, "stands in entry after entry");
    }
}

/// Whether a line says whose a picture is: "Photo: Ann Archer".
fn signs_picture(text: &str) -> bool {
    let name = text.split_once(": ").map_or("", |(_, name)| name);
    words::may_be_name(name)
}

/// Whether a line points to the card right below it: "Read more here:".
fn points_down(items: &[Item], at: usize) -> bool {
    let line = &items[at].features;
    let below = items[at + 1..].iter().find(|item| !item.is_furniture());
    line.lead_in && line.colon && below.is_some_and(Item::is_content)
}

/// Longer lines are text that the newsroom tells again, in words.
const LONGEST_REPEATED: usize = 24;
