//! Times with words around them before a text: "Update vom 14. März, 14.05 Uhr: …", "Friday, March 14, 2:05 PM: …", "【14:05】…".
//! What stands before the sign that parts them must be a line that states a time and nothing else.

use crate::engine::model::Role;
use crate::engine::parse::page::block::Block;
use crate::engine::parse::page::block::LOOSE;
use crate::engine::rules::Rules;
use crate::engine::segment::stamp;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::head;
use crate::engine::text::words;

/// The time with what is around it has so many bytes at most.
const LONGEST: usize = 80;

/// What parts a time from a text.
const SIGNS: &[&str] = &[
    ": ", ":\u{a0}", "： ", " – ", " — ", " - ", " | ", " +++ ", "】", "] ",
];

/// A few unknown words may stand around a time ("Klockan 14.05:"), so many in all.
const WORDS: usize = 3;

/// What a text states of time and author, alone or before the rest of it.
pub(super) fn stated(block: &Block, author: bool, rules: &Rules) -> Option<Byline> {
    if author && block.text.to_lowercase().starts_with("from ") {
        return None;
    }
    let is_title = block.role == Role::Heading || block.bold;
    let is_time = block.why == "time";
    let fewest = if is_title { 1 } else { 3 };
    let ahead = (!author && !is_time).then(|| ahead(&block.text, fewest, rules));
    ahead.flatten().or_else(|| match block.role {
        _ if is_title => stamp::parse_heading(&block.text, rules),
        _ if is_time || block.why == LOOSE => stamp::parse_element(&block.text, rules),
        _ => stamp::parse(&block.text, rules),
    })
}

/// The time that a text begins with, behind which at least so many words follow.
fn ahead(text: &str, fewest: usize, rules: &Rules) -> Option<Byline> {
    let head = head(text, LONGEST);
    if !head.contains(|c: char| c.is_numeric()) {
        return None;
    }
    let mut borders: Vec<(usize, &str)> = SIGNS
        .iter()
        .flat_map(|sign| head.match_indices(sign))
        .collect();
    borders.sort_unstable();
    borders.iter().find_map(|(at, sign)| {
        let rest = at + sign.len();
        let behind = &text[rest..];
        let rest = rest + (behind.len() - behind.trim_start().len());
        (words::count(&text[rest..]) >= fewest).then_some(())?;
        let told = &head[..*at];
        let told = told.trim_start_matches(['+', '[', '(', '【', ' ']);
        let byline = whole(
            told.trim_end_matches([')', ' ']),
            sign.starts_with(':'),
            rules,
        )?;
        Some(Byline {
            shape: Shape::Inline,
            pinned: false,
            rest,
            ..byline
        })
    })
}

/// A line that states a time of the day, perhaps behind a word that calls it an update.
fn whole(told: &str, is_sure: bool, rules: &Rules) -> Option<Byline> {
    let timed = |text: &str| {
        let byline = stamp::parse(text, rules).filter(|byline| byline.rest == 0)?;
        let shape = matches!(byline.shape, Shape::Clock | Shape::Dated | Shape::Updated);
        let stamp = &byline.stamp;
        (shape && (stamp.minutes.is_some() || stamp.instant.is_some())).then_some(byline)
    };
    if told.matches(':').count() > 1 {
        // A span of time.
        return None;
    }
    let (first, below) = told.split_once([' ', ',']).unwrap_or((told, ""));
    let calls = rules.update.contains(&words::fold(first));
    let below = below.trim_start_matches([' ', ',', '(', '-', '–', '|']);
    // "vom", "from", "of the": whatever stands before the day.
    let behind = below.split_once(' ').map_or("", |(_, behind)| behind);
    let loose = || {
        let few = told.split_whitespace().count() <= WORDS && told.contains([':', '.']);
        let byline = stamp::parse_element(told, rules).filter(|byline| byline.rest == 0);
        byline.filter(|byline| is_sure && few && byline.stamp.minutes.is_some())
    };
    timed(told)
        .or_else(|| timed(below).filter(|_| calls))
        .or_else(|| timed(behind).filter(|_| calls))
        .or_else(loose)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_with_words_around_them_are_parted_from_the_text() {
        let read = |text: &str| {
            let byline = ahead(text, 3, Rules::builtin())?;
            let (_, month, day) = byline.stamp.day.unwrap_or_default();
            Some((
                byline.stamp.minutes?,
                (month, day),
                text[byline.rest..].to_owned(),
            ))
        };
        let told = "The boom is down.";
        for (head, minutes, day) in [
            ("Update vom 14. März, 14.05 Uhr: ", 845, (3, 14)),
            ("Update vom 14. März 2031, 14.05 Uhr: ", 845, (3, 14)),
            ("Update vom 14.03.2031, 14.05 Uhr: ", 845, (3, 14)),
            ("Update, 14. März, 14.05 Uhr: ", 845, (3, 14)),
            ("14. März, 14.05 Uhr: ", 845, (3, 14)),
            ("Freitag, 14. März, 14.05 Uhr: ", 845, (3, 14)),
            ("March 14, 2:05 p.m.: ", 845, (3, 14)),
            ("Friday, March 14, 2:05 PM: ", 845, (3, 14)),
            ("Update (2:05 p.m.): ", 845, (0, 0)),
            ("Updated at 2:05 PM: ", 845, (0, 0)),
            ("Kl. 14.05: ", 845, (0, 0)),
            ("Klockan 14.05: ", 845, (0, 0)),
            ("+++ 14:05 +++ ", 845, (0, 0)),
            ("【14:05】", 845, (0, 0)),
        ] {
            let text = format!("{head}{told}");
            assert_eq!(read(&text), Some((minutes, day, told.to_owned())), "{text}");
        }
        for text in [
            "The match begins at 14:05: both teams are on the field.",
            "Friday, March 14: The boom is down.",
            "Between 14:05 and 14:20 – the trains stop for good.",
            "In 2031: The boom is down.",
            "Update: The boom is down since 14:05.",
            "Platform 9: The train is late.",
            "1:0 – the first goal of the day falls.",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
