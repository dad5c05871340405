//! Minutes of play without any sign: on lines of their own ("90", "90+3"), or ahead of texts ("87 Corner from the left"). One alone
//! may be a count; several that only rise or only fall, each with a text, are minutes.

use crate::engine::segment::item::Item;
use crate::engine::segment::series::in_order;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Shape;

/// Fewer such numbers are something else.
const OFTEN: usize = 5;

/// Fewer different ones count nothing.
const DIFFERENT: usize = 3;

/// No play is longer, in minutes.
const LONGEST: u32 = 130;

/// More than one in so many lines that state their times in another way may be entries.
const FEW: usize = 4;

/// A minute and what is added to it.
type Minute = Vec<u32>;

/// Reads lines as stating minutes, where hardly any line states a time.
pub(crate) fn tell(items: &mut [Item]) {
    let times = |item: &Item| {
        let shape = item.shape().filter(|_| item.role.is_none());
        shape.is_some_and(|shape| shape != Shape::Author)
    };
    let stated = items.iter().filter(|item| times(item)).count();
    let open: Vec<usize> = (0..items.len())
        .filter(|i| items[*i].role.is_none())
        .collect();
    let found = alone(items, &open).or_else(|| ahead(items, &open));
    let found = found.filter(|found| stated * FEW < found.len());
    for (i, rest) in found.into_iter().flatten() {
        items[i].byline = Some(Byline::at(None, Shape::Play, rest));
    }
}

/// Lines that are minutes, each above a text.
fn alone(items: &[Item], open: &[usize]) -> Option<Vec<(usize, usize)>> {
    let whole = |i: usize| minute(&items[i].text).filter(|(_, rest)| *rest == items[i].text.len());
    let text = |i: &usize| whole(*i).is_none() && items[*i].features.len() > 1;
    let mut found = Vec::new();
    let mut minutes = Vec::new();
    let mut bare = 0;
    for (k, i) in open.iter().enumerate() {
        if let Some((minute, _)) = whole(*i) {
            bare += usize::from(!open.get(k + 1).is_some_and(text));
            found.push((*i, 0));
            minutes.push(minute);
        }
    }
    (count(&minutes) && bare <= 1).then_some(found)
}

/// Lines that begin with minutes: most lines of the page, but for those below them.
fn ahead(items: &[Item], open: &[usize]) -> Option<Vec<(usize, usize)>> {
    let begins = |i: &usize| {
        let (minute, rest) = minute(&items[*i].text)?;
        let text = &items[*i].text[rest..];
        let says =
            text.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '„' | '«'));
        says.then_some((*i, rest, minute))
    };
    let lines: Vec<(usize, usize, Minute)> = open.iter().filter_map(begins).collect();
    let minutes: Vec<Minute> = lines.iter().map(|(.., minute)| minute.clone()).collect();
    let (first, last) = (lines.first()?.0, lines.last()?.0);
    let between = open.iter().filter(|i| (first..=last).contains(*i)).count();
    let most = lines.len() * 2 >= between;
    (count(&minutes) && most).then(|| {
        let lines = lines.into_iter();
        lines.map(|(i, rest, _)| (i, rest)).collect()
    })
}

/// Whether numbers are minutes: in one order, with several different ones, and no list that is numbered throughout.
fn count(minutes: &[Minute]) -> bool {
    let mut different = minutes.to_vec();
    different.sort_unstable();
    different.dedup();
    let next = |two: &&[Minute]| two[0][0].abs_diff(two[1][0]) == 1;
    let numbered = minutes.windows(2).filter(next).count() + 1 == minutes.len();
    let wrong = |two: &&[Minute]| two[0][0] < two[1][0];
    let rises = minutes.windows(2).filter(wrong).count();
    let fewest = different.first().is_none_or(|least| least[0] > 0);
    minutes.len() >= OFTEN
        && different.len() >= DIFFERENT
        && fewest
        && !numbered
        && (in_order(minutes) || rises == 0)
}

/// The minute that a text begins with, and where the rest of it begins.
fn minute(text: &str) -> Option<(Minute, usize)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(text);
    let number: u32 = text.get(..first)?.parse().ok()?;
    let (mut minute, mut rest) = (vec![number], first);
    if let Some(more) = text[rest..].strip_prefix('+') {
        let count = digits(more);
        minute.push(more.get(..count)?.parse().ok()?);
        rest += 1 + count;
    }
    // "17."
    if &text[rest..] == "." {
        rest = text.len();
    }
    let spaces = text[rest..].len() - text[rest..].trim_start().len();
    let ends = rest == text.len() || spaces > 0;
    let short = first <= 3 && number <= LONGEST && !text.starts_with('0');
    (ends && short).then_some((minute, rest + spaces))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::segment::item::items;
    use crate::engine::segment::item::stated;

    const TEXT: &str = "The keeper is beaten from afar, and the crowd is on its feet.";

    fn read(lines: &[&str]) -> Vec<bool> {
        let mut items = items(lines);
        tell(&mut items);
        stated(&items)
    }

    #[test]
    fn numbers_alone_that_fall_above_texts_are_minutes() {
        let lines = |numbers: [&'static str; 5]| -> Vec<&str> {
            let lines = numbers.iter().flat_map(|number| [*number, TEXT]);
            lines.collect()
        };
        let minutes: Vec<bool> = [true, false].into_iter().cycle().take(10).collect();
        assert_eq!(read(&lines(["90+3", "90", "88", "88", "79"])), minutes);
        assert_eq!(read(&lines(["3", "12", "12", "31", "44"])), minutes);
        assert_eq!(read(&lines(["1", "2", "3", "4", "5"])), [false; 10]);
        assert_eq!(read(&lines(["12", "3", "40", "7", "21"])), [false; 10]);
        assert_eq!(read(&lines(["0", "0", "12", "31", "44"])), [false; 10]);
    }

    #[test]
    fn numbers_ahead_of_most_texts_are_minutes() {
        let page = [
            "90 It is over",
            TEXT,
            "90 Yellow card",
            "88 Corner",
            "87 Free kick",
            "79 Goal",
            TEXT,
        ];
        assert_eq!(read(&page), [true, false, true, true, true, true, false]);
        let few = ["90 people came", "88 Streets", "12 Trees", "9 boats", TEXT];
        assert_eq!(read(&few), [false; 5]);
    }
}
