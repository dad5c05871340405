//! Numbers of list items that are none of the text: a page whose entries are a numbered list shows none of them, but some extractors
//! write them before the time of each entry ("3. 16:24 Resultate"), where they would be taken for hours, or before the heading above
//! it. Such numbers say where the entries begin.

use std::collections::HashSet;

use crate::engine::clean::Scrap;
use crate::engine::rules::Rules;
use crate::engine::rules::Tokens;
use crate::engine::segment::stamp;
use crate::engine::segment::states_time;
use crate::engine::text::head;
use crate::engine::text::words;

/// Shorter lists say nothing.
const FEWEST: usize = 3;

/// So much of an item is looked at for its time, in bytes.
const LOOKED_AT: usize = 64;

/// A line that begins with a number.
#[derive(Debug, Clone, Copy)]
struct Numbered {
    scrap: usize,
    number: u32,
    /// Where the text begins behind it.
    text: usize,
}

/// Where scraps stand, by line and part.
pub(super) type Places = HashSet<(u32, u16)>;

/// The scraps without the numbers before times, in lists whose items begin with times or stand above them, and where these items
/// begin.
pub(super) fn forget(mut scraps: Vec<Scrap>, rules: &Rules) -> (Vec<Scrap>, Places) {
    let mut places = Places::new();
    for list in lists(&scraps) {
        let text = |one: &Numbered| head(&scraps[one.scrap].text[one.text..], LOOKED_AT);
        let states = |text: &str| {
            let time = stamp::begins_with_time(text, rules);
            let byline = time.or_else(|| stamp::parse(text, rules));
            byline.is_some_and(|byline| states_time(&byline.stamp))
        };
        let below = |one: &Numbered| {
            let below = scraps[one.scrap + 1..].iter();
            let mut below = below.filter(|scrap| scrap.furniture.is_none());
            below
                .next()
                .is_some_and(|scrap| states(head(&scrap.text, LOOKED_AT)))
        };
        if list.len() < FEWEST {
            continue;
        }
        let begins: Vec<bool> = list.iter().map(|one| states(text(one))).collect();
        let timed = list.iter().zip(&begins);
        let timed = timed.filter(|(one, begins)| **begins || below(one));
        if timed.count() * 2 < list.len() {
            continue;
        }
        for (one, begins) in list.into_iter().zip(begins) {
            let scrap = &mut scraps[one.scrap];
            places.insert((scrap.line, scrap.part));
            if one.text == scrap.text.len() {
                scrap.furniture = Some("number of a list item".to_owned());
                continue;
            }
            let text = scrap.text.slice(one.text, scrap.text.len());
            let known = rules.furniture.matches(&Tokens::of(&text));
            // A numbered heading is one by its number, a numbered name is none.
            if begins || known.is_some() || words::may_be_name(&text) {
                scrap.text = text;
                scrap.furniture = known.map(str::to_owned);
            }
        }
    }
    (scraps, places)
}

/// The lists: lines that are numbered one after the other, with other lines and shorter lists between them.
fn lists(scraps: &[Scrap]) -> Vec<Vec<Numbered>> {
    let mut lists: Vec<Vec<Numbered>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let numbered = scraps.iter().enumerate().filter_map(|(i, scrap)| {
        let (number, text) = number(&scrap.text)?;
        Some(Numbered {
            scrap: i,
            number,
            text,
        })
    });
    for one in numbered {
        let goes_on = |list: &usize| {
            let last = lists[*list].last();
            last.is_some_and(|last| last.number + 1 == one.number)
        };
        match open.iter().rposition(goes_on) {
            _ if one.number == 1 => {
                open.push(lists.len());
                lists.push(vec![one]);
            }
            Some(at) => {
                open.truncate(at + 1);
                lists[open[at]].push(one);
            }
            None => {}
        }
    }
    lists
}

/// The number of a list item, and where its text begins.
fn number(line: &str) -> Option<(u32, usize)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at_checked(digits).filter(|_| digits <= 3)?;
    let behind = rest.strip_prefix('.')?;
    let text = behind.trim_start();
    if text.len() == behind.len() && !text.is_empty() {
        return None;
    }
    Some((number.parse().ok()?, line.len() - text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::text::SafeText;

    fn forgotten(lines: &[&str]) -> Vec<(String, bool)> {
        let scrap = |(line, text): (u32, &&str)| Scrap {
            line,
            part: 0,
            text: SafeText::new(text),
            bullet: false,
            furniture: None,
        };
        let scraps = (1..).zip(lines).map(scrap).collect();
        let (scraps, _) = forget(scraps, Rules::builtin());
        let told = |scrap: &Scrap| (scrap.text.to_string(), scrap.furniture.is_some());
        scraps.iter().map(told).collect()
    }

    #[test]
    fn numbers_before_times_are_forgotten_and_others_stay() {
        let lines = [
            "1. 16:24 Result",
            "The bridge is voted for.",
            "1. Yes",
            "2. No",
            "2. 15:40 Polls close",
            "3.",
            "4. 12:50 Good morning",
        ];
        let found = forgotten(&lines);
        let texts: Vec<&str> = found.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "16:24 Result",
                "The bridge is voted for.",
                "1. Yes",
                "2. No",
                "15:40 Polls close",
                "3.",
                "12:50 Good morning",
            ]
        );
        assert!(found[5].1);
        let above = [
            "1. Key event",
            "16:24",
            "Result",
            "2. Polls close",
            "15:40",
            "3. 14:00",
        ];
        let found = forgotten(&above);
        assert_eq!(found[0], ("Key event".to_owned(), true));
        assert_eq!(found[3], ("2. Polls close".to_owned(), false));
        let stays = ["1. Fish", "2. Bread", "3. 12 eggs", "14. 20 people came"];
        let found = forgotten(&stays);
        assert!(found.iter().zip(stays).all(|(found, text)| found.0 == text));
    }
}
