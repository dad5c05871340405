//! Unknown furniture inside one snapshot: a few words that stand below entry after entry ("Copy this link"), whoever prints them.

use foldhash::HashMap;

use crate::engine::model::Role;
use crate::engine::segment::author;
use crate::engine::segment::closer;
use crate::engine::segment::item::Item;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::words::Word;

/// Longer lines say something, though they say it again.
const LONGEST: usize = 6;

/// Among so many lines below one that is repeated the next entry, or more furniture, begins.
const LOOKED_AT: usize = 12;

/// Seldomer lines may be content.
const OFTEN: usize = 3;

/// Sets numbers aside that stand alone, of comments or of likes, where the page tells no play: there they are runs or goals.
pub(crate) fn set_counts_aside(items: &mut [Item]) {
    if items.iter().any(|item| item.shape() == Some(Shape::Play)) {
        return;
    }
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    for item in items.iter_mut().filter(|item| item.is_content()) {
        if item.text.len() <= LONGEST_COUNT && digits(&item.text) {
            item.decide(Role::Furniture, "a number alone");
        }
    }
}

/// Longer numbers may be times.
const LONGEST_COUNT: usize = 4;

/// Sets aside the lines that stand between entries again and again and never above text.
pub(crate) fn set_aside(items: &mut [Item]) {
    let mut places: HashMap<&[Word], Vec<usize>> = HashMap::default();
    let mut counts: HashMap<String, Vec<usize>> = HashMap::default();
    for (i, item) in items.iter().enumerate() {
        let short = (1..=LONGEST).contains(&item.features.len());
        if item.is_content() && short && item.features.open && !item.features.bullet {
            places.entry(&item.features.words).or_default().push(i);
            if let Some(counted) = counted(&item.text) {
                counts.entry(counted).or_default().push(i);
            }
        }
    }
    counts.retain(|_, places| places.len() > OFTEN);
    let headed = headings_below_times(items);
    let calls = calls(items);
    let found: Vec<usize> =
        places
            .values()
            .filter(|places| between_entries(items, places, headed))
            .chain(counts.values().filter(|places| {
                between_entries(items, places, headed || in_no_order(items, places))
            }))
            .chain(calls.values().filter(|places| end_texts(items, places)))
            .filter(|places| places.len() >= OFTEN)
            .flatten()
            .copied()
            .collect();
    let labels: Vec<usize> = places
        .values()
        .filter(|places| below_headings(items, places))
        .flatten()
        .copied()
        .collect();
    let last = found.iter().max().copied();
    for i in found {
        items[i].decide(Role::Furniture, closer::REPEATED);
    }
    for i in labels {
        items[i].decide(Role::Furniture, "stands between headings and texts");
    }
    let below = last.and_then(|last| items.get_mut(last + 1..));
    if let Some(below) = below.filter(|below| below.iter().all(is_menu)) {
        for item in below {
            item.decide(Role::Furniture, "below the last entry");
        }
    }
}

/// What a line says beside the one number in it, as those of comments and likes do: "Share 7", "7Share".
fn counted(text: &str) -> Option<String> {
    let digit = |c: char| c.is_numeric();
    let digits = text.chars().filter(|c| digit(*c)).count();
    let numbers = text
        .split(|c: char| !digit(c))
        .filter(|run| !run.is_empty());
    let one = numbers.count() == 1 && digits <= LONGEST_COUNT;
    let says = text.contains(char::is_alphabetic);
    (one && says).then(|| text.replace(digit, ""))
}

/// Whether the numbers of some lines neither rise nor fall: those of rounds and laps do, counts of comments and likes do not.
fn in_no_order(items: &[Item], places: &[usize]) -> bool {
    let number = |at: &usize| {
        let digits = items[*at].text.chars().filter_map(|c| c.to_digit(10));
        digits.fold(0, |number, digit| number * 10 + digit)
    };
    let numbers: Vec<u32> = places.iter().map(number).collect();
    !numbers.is_sorted() && !numbers.iter().rev().is_sorted()
}

/// Whether a line stands between headings and texts, the same below many headings: the name of a league, of a desk, of a series.
fn below_headings(items: &[Item], places: &[usize]) -> bool {
    let heading = |at: usize| {
        let item = at.checked_sub(1).and_then(|above| items.get(above));
        let item = item.filter(|item| item.is_short_open() && item.features.len() <= LONGEST_NAMED);
        item.map(|item| &item.features.words)
    };
    let named: Vec<_> = places.iter().filter_map(|at| heading(*at)).collect();
    let text = |at: &&usize| items.get(**at + 1).is_some_and(Item::is_prose);
    let texts = places.iter().filter(text).count();
    let mut different = named.clone();
    different.sort_unstable();
    different.dedup();
    let most = |count: usize| count * 10 >= places.len() * 8;
    let name = places.iter().any(|at| is_name(&items[*at].text));
    places.len() > OFTEN && most(named.len()) && most(texts) && different.len() >= OFTEN && !name
}

/// Longer lines above a label are no headings.
const LONGEST_NAMED: usize = 14;

/// Where lines stand that point to a card, though they do not announce one: "Click here to read more."
fn calls(items: &[Item]) -> HashMap<&[Word], Vec<usize>> {
    let mut calls: HashMap<&[Word], Vec<usize>> = HashMap::default();
    for (i, item) in items.iter().enumerate() {
        let line = &item.features;
        if item.is_content() && line.lead_in && !line.colon && line.len() <= LONGEST {
            calls.entry(&line.words).or_default().push(i);
        }
    }
    calls
}

/// Whether a line stands below texts and above no cards.
fn end_texts(items: &[Item], places: &[usize]) -> bool {
    let text = |item: &Item| item.is_content() && (!item.features.open || item.features.colon);
    let above = |i: &&usize| i.checked_sub(1).is_some_and(|i| text(&items[i]));
    let below = |i: &&usize| items.get(**i + 1).is_none_or(|item| !item.is_short_open());
    let count = places.len();
    places.iter().filter(above).count() == count
        && places.iter().filter(below).count() * 10 >= count * 8
}

/// A line that may belong to the menu below the last entry.
fn is_menu(item: &Item) -> bool {
    item.is_furniture() || item.is_content() && item.features.open && item.features.len() <= LONGEST
}

/// Whether headings stand below the times of entries: then what stands above the times belongs to the entry before.
fn headings_below_times(items: &[Item]) -> bool {
    // What stands below a time, or below several in a row.
    let mut below: Option<&Item> = None;
    let (mut times, mut headed) = (0, 0);
    for item in items.iter().rev() {
        match below {
            _ if !item.is_stamp() => below = Some(item),
            Some(below) => {
                times += 1;
                headed += usize::from(below.is_short_open() && below.features.len() > 1);
            }
            None => {}
        }
    }
    headed >= OFTEN && headed * 10 >= times * 6
}

/// Whether a line stands below different texts, and hardly ever above one: a heading that several entries share stands above.
fn between_entries(items: &[Item], places: &[usize], headed: bool) -> bool {
    let text = |item: Option<&Item>| {
        item.is_some_and(|item| {
            item.is_content() && item.features.len() > LONGEST && !item.is_short_open()
        })
    };
    let above_text = places.iter().filter(|i| text(items.get(**i + 1))).count();
    let heads = |at: usize| {
        let text = items.get(at + 1).is_some_and(Item::is_prose);
        text && items
            .get(at)
            .is_some_and(|item| item.is_short_open() && item.features.len() > 1)
    };
    let ends = places
        .iter()
        .filter(|i| {
            if heads(**i + 1) {
                return true;
            }
            let next = items[**i + 1..]
                .iter()
                .take(LOOKED_AT)
                .find(|item| !(item.is_content() && item.features.len() <= 3));
            next.is_none_or(|item| item.is_furniture() || item.is_stamp() || item.is_short_open())
        })
        .count();
    let stamp = |at: Option<usize>| at.is_some_and(|at| items.get(at).is_some_and(Item::is_stamp));
    // A heading or a name may stand above the time of its entry.
    let above_time = places.iter().filter(|i| stamp(Some(**i + 1))).count();
    // A label, or a name, may stand below it.
    let below_time = places.iter().filter(|i| stamp(i.checked_sub(1))).count();
    let name = places.iter().any(|i| is_name(&items[*i].text));
    let above_short = |i: &&usize| items.get(**i + 1).is_some_and(Item::is_short_open);
    if !name && below_time * 10 >= places.len() * 8 {
        // A label between the time and the heading: "Key event".
        return places.iter().filter(above_short).count() * 10 >= places.len() * 8;
    }
    !name
        && (headed || above_time * 5 <= places.len())
        && below_time * 5 <= places.len()
        && above_text * 5 <= places.len()
        && ends * 10 >= places.len() * 8
        && !is_card(items, places)
        && !is_pointed_to(items, places)
}

/// Whether a line is a name, perhaps in brackets or with what the author does.
fn is_name(text: &str) -> bool {
    // "— Ann Archer"
    let name = text.trim_start_matches(author::DASHES).trim_start();
    let mut words = author::bare(name).split_whitespace();
    let capitals =
        words.clone().count() > 1 && words.all(|word| word.starts_with(char::is_uppercase));
    capitals || author::is_post(text)
}

/// The heading of an entry that stands again as the title of its own cards: a line that announces one stands above.
pub(crate) fn is_pointed_to(items: &[Item], places: &[usize]) -> bool {
    let announced = |i: &&usize| {
        let above = i.checked_sub(1).and_then(|above| items.get(above));
        above.is_some_and(|item| item.is_content() && item.features.colon)
    };
    places.iter().filter(announced).count() * 3 >= places.len()
}

/// The name of a series may stand above the text of its cards: then a longer line stands below it.
fn is_card(items: &[Item], places: &[usize]) -> bool {
    let longer = |i: &&usize| {
        items
            .get(**i + 1)
            .is_some_and(|item| item.is_content() && item.features.len() >= 2 * LONGEST)
    };
    places.iter().filter(longer).count() * 3 >= places.len()
}
