//! Texts that begin with a label ahead of their time or minute, among others that begin with theirs alone: "OFFICIAL – 21h48 : …",
//! "GOAL | 31' …". The time stands in order between those of the texts above and below.

use std::collections::BTreeSet;

use crate::engine::rules::Rules;
use crate::engine::segment::item::Item;
use crate::engine::segment::stamp;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::words;

/// Fewer texts that begin with their times are no custom of a page.
const OFTEN: usize = 3;

/// A label has no more words.
const LONGEST: usize = 3;

/// Signs that part a label from a time.
const PARTING: [&str; 6] = [" | ", " – ", " — ", " - ", ": ", " • "];

/// So far apart two times tell little of one between them.
const FAR: u16 = 360;

/// Reads lines as stating their time behind a label.
pub(crate) fn tell(items: &mut [Item], rules: &Rules) {
    for shape in [Shape::Inline, Shape::Play] {
        let known: Vec<(usize, u16)> = (0..items.len())
            .filter(|i| items[*i].role.is_none())
            .filter_map(|i| Some((i, value(&items[i].text, items[i].byline.as_ref()?, shape)?)))
            .collect();
        if known.len() < OFTEN {
            continue;
        }
        let open =
            (0..items.len()).filter(|i| items[*i].role.is_none() && items[*i].byline.is_none());
        let found: Vec<(usize, Labelled)> = open
            .filter_map(|i| Some((i, behind_label(&items[i].text, shape, rules)?)))
            .collect();
        let sure = |one: &&(usize, Labelled)| between(&known, one.0, one.1.time);
        let labels: BTreeSet<String> = found
            .iter()
            .filter(sure)
            .map(|one| one.1.label.clone())
            .collect();
        let falls = known.first().map(|known| known.1) >= known.last().map(|known| known.1);
        let found = found.into_iter().filter(|one| {
            let beside = labels.contains(&one.1.label) && beside(&known, one.0, one.1.time, falls);
            sure(&one) || beside
        });
        for (i, labelled) in found {
            items[i].byline = Some(labelled.byline);
        }
    }
}

/// A time behind a label.
struct Labelled {
    label: String,
    byline: Byline,
    /// What it counts.
    time: u16,
}

/// The minute that a line which begins with its time states: of the day, or of play.
fn value(text: &str, byline: &Byline, shape: Shape) -> Option<u16> {
    let begins = byline.shape == shape && byline.rest > 0 && byline.rest < text.len();
    match shape {
        _ if !begins => None,
        Shape::Play => {
            let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
            let end = digits
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(digits.len());
            digits[..end].parse().ok()
        }
        _ => byline.stamp.minutes,
    }
}

/// The time behind a label of a few words.
fn behind_label(text: &str, shape: Shape, rules: &Rules) -> Option<Labelled> {
    let (at, sign) = PARTING
        .iter()
        .filter_map(|sign| Some((text.find(sign)?, sign)))
        .min()?;
    let (label, rest) = (&text[..at], &text[at + sign.len()..]);
    let capital = label.starts_with(char::is_uppercase);
    let worded = !label.contains(|c: char| c.is_numeric());
    if !(capital && worded && words::count(label) <= LONGEST) {
        return None;
    }
    let byline = stamp::parse_line(rest, rules)?;
    let time = value(rest, &byline, shape)?;
    let rest = byline.rest + text.len() - rest.len();
    Some(Labelled {
        label: label.to_owned(),
        byline: Byline { rest, ..byline },
        time,
    })
}

/// Whether a time stands in order between those of the lines above and below.
fn between(known: &[(usize, u16)], line: usize, time: u16) -> bool {
    let next = known.partition_point(|(i, _)| *i < line);
    let above = next.checked_sub(1).map(|k| known[k].1);
    let below = known.get(next).map(|(_, time)| *time);
    above.zip(below).is_some_and(|(above, below)| {
        let (least, most) = (above.min(below), above.max(below));
        (least..=most).contains(&time) && most - least <= FAR
    })
}

/// Whether a time above all known ones, or below them, goes on from the next one.
fn beside(known: &[(usize, u16)], line: usize, time: u16, falls: bool) -> bool {
    let ends = known.first().zip(known.last());
    ends.is_some_and(|(first, last)| {
        let (above, below) = match (line < first.0, line > last.0) {
            (true, _) => (time, first.1),
            (_, true) => (last.1, time),
            _ => return false,
        };
        let (early, late) = if falls {
            (below, above)
        } else {
            (above, below)
        };
        early <= late && late - early <= FAR
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::segment::item::items;
    use crate::engine::segment::item::stated;

    fn told(lines: &[&str]) -> Vec<bool> {
        let mut items = items(lines);
        tell(&mut items, Rules::builtin());
        stated(&items)
    }

    #[test]
    fn a_label_ahead_of_a_time_in_order_is_part_of_the_time() {
        let times = |labelled: &str| {
            told(&[
                "22h51 : the keeper stays for another year.",
                "22h27 : the captain is said to be near a deal.",
                labelled,
                "21h05 : nobody speaks at the quay.",
            ])
        };
        assert_eq!(
            times("OFFICIAL – 21h48 : the full back says goodbye."),
            [true; 4]
        );
        let other = [true, true, false, true];
        assert_eq!(times("Doors – 18h00 : the hall opens for all."), other);
        assert_eq!(
            times("The doors of the hall - 21h48 : nobody waits."),
            other
        );
    }

    #[test]
    fn so_it_is_with_minutes_of_play() {
        let page = [
            "12' A corner from the left.",
            "22' The bench complains.",
            "GOAL | 31' He runs past two and shoots.",
            "35' A card for the captain.",
        ];
        assert_eq!(told(&page), [true; 4]);
    }
}
