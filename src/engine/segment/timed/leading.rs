//! A first entry that states no time, above the first time: it looks like the summary, and something else has to tell.

use std::collections::BTreeSet;

use crate::engine::model::Role;
use crate::engine::rules::Rules;
use crate::engine::segment::closer;
use crate::engine::segment::early;
use crate::engine::segment::item::Item;
use crate::engine::segment::looks::COPY;
use crate::engine::segment::parting;
use crate::engine::segment::stamp;
use crate::engine::segment::stamp::Shape;

/// Where the first entry begins, if one stands above the first time.
pub(super) fn above(items: &[Item], cuts: &BTreeSet<usize>, first: usize) -> usize {
    let play = cuts.iter().any(|i| {
        items
            .get(*i)
            .is_some_and(|item| item.shape() == Some(Shape::Play))
    });
    let content: Vec<usize> = (0..first).filter(|i| items[*i].is_content()).collect();
    // What stands once more below, or begins a text there, is quoted by the summary.
    let quoted = |i: usize| {
        let below = items[first..].iter().filter(|item| item.is_content());
        let line = &items[i].features;
        let mut below = below.map(|item| &item.features);
        below.any(|other| line.opens(other) || line.reaches(other, COPY))
    };
    let says = |i: &&usize| parting::is_of_entry(&items[**i], play) && !quoted(**i);
    content
        .iter()
        .find(says)
        .copied()
        .or_else(|| announced(items, &content, first))
        .or_else(|| signed_alike(items, cuts, first))
        .or_else(|| titled(items, &content, first))
        .or_else(|| goes_on_from(items, &content, first))
        .or_else(|| below_day(items, &content, first))
        .unwrap_or(first)
}

/// Text right below what says that entries follow, and right above the first time.
fn announced(items: &[Item], content: &[usize], first: usize) -> Option<usize> {
    let opener = items[..first].iter().rposition(follows)?;
    together(items, content, opener + 1, first)
}

/// A time right below what says that entries follow, as they state theirs, or one with the name of an author of theirs: the text
/// of its entry is lost, or stands below it in another way.
fn signed_alike(items: &[Item], cuts: &BTreeSet<usize>, first: usize) -> Option<usize> {
    let at = (0..first).rev().find(|i| !items[*i].is_furniture())?;
    let stamp = |i: usize| items.get(i)?.byline.as_ref();
    let byline = stamp(at).filter(|_| items[at].is_stamp() && items[at].role.is_none())?;
    let follow = at.checked_sub(1).is_some_and(|i| follows(&items[i]));
    let alike = follow && stamp(first).is_some_and(|first| first.shape == byline.shape);
    let timed = byline.stamp.minutes.is_some();
    let author = byline.stamp.author.as_ref().filter(|_| timed);
    let same = |i: &usize| stamp(*i).is_some_and(|other| other.stamp.author.as_ref() == author);
    let signed = author.is_some() && cuts.iter().filter(|i| same(i)).count() >= 2;
    (alike && timed || signed).then_some(at)
}

/// Text below a headline that is the time and the heading of the newest entry: "Harbour live +++ 19:52 Power is back +++".
fn titled(items: &[Item], content: &[usize], first: usize) -> Option<usize> {
    let rules = Rules::builtin();
    let time = |item: &Item| {
        let (_, ticker) = item.text.split_once("+++ ")?;
        stamp::begins_with_time(ticker, rules)?.stamp.minutes
    };
    let titles = items[..first].iter();
    let mut titles = titles.filter(|item| matches!(item.role, Some((Role::Headline, _))));
    let newest = titles.find_map(time)?;
    let below = items.get(first)?.byline.as_ref()?.stamp.minutes?;
    let prose = content.iter().find(|i| items[**i].is_prose());
    prose.copied().filter(|_| early::goes_on(newest, below))
}

/// A text that begins with its time above times on lines of their own, which go on from it: "22.48 uur: That's it for today."
fn goes_on_from(items: &[Item], content: &[usize], first: usize) -> Option<usize> {
    let below = items.get(first).filter(|item| item.is_stamp())?;
    let below = below.byline.as_ref()?.stamp.minutes?;
    let begins = |i: &&usize| {
        let byline = items[**i].byline.as_ref();
        let byline = byline.filter(|byline| byline.shape == Shape::Inline && byline.rest > 0);
        let minutes = byline.and_then(|byline| byline.stamp.minutes);
        minutes.is_some_and(|minutes| early::goes_on(minutes, below))
    };
    content.iter().rev().take(LONGEST).find(begins).copied()
}

fn follows(item: &Item) -> bool {
    item.set_aside_by() == Some(closer::ENTRIES_FOLLOW)
}

/// Text below a day on a line of its own that stands below other text: the day is that of the entries.
fn below_day(items: &[Item], content: &[usize], first: usize) -> Option<usize> {
    let day = |item: &Item| {
        let clock = item.byline.as_ref().and_then(|byline| byline.stamp.minutes);
        item.role.is_none() && item.states(Shape::Dated) && clock.is_none()
    };
    let at = items[..first].iter().rposition(day)?;
    let summary = items[..at].iter().any(Item::is_prose);
    together(items, content, at + 1, first).filter(|_| summary)
}

/// The first of the lines from one to another, if they are all text and one of them runs.
fn together(items: &[Item], content: &[usize], from: usize, to: usize) -> Option<usize> {
    let below = content.partition_point(|i| *i < from);
    let lines = &content[below..];
    let prose = lines.iter().any(|i| items[*i].is_prose());
    (prose && lines.len() == to - from && lines.len() <= LONGEST).then_some(from)
}

/// More lines above the first time are several entries, or none.
const LONGEST: usize = 6;

#[cfg(test)]
mod tests {
    use crate::engine::clean::Scrap;
    use crate::engine::model::Cut;
    use crate::engine::rules::Rules;
    use crate::engine::segment::closer;
    use crate::engine::segment::segment;
    use crate::engine::text::SafeText;

    /// The places of the lines that entries begin with.
    fn begin(lines: &[&str]) -> Vec<usize> {
        let furniture = ["LIVE UPDATES", "Live updates"];
        let scraps = lines.iter().zip(0..).map(|(text, line)| Scrap {
            line,
            part: 0,
            text: SafeText::new(text.trim_start_matches("• ")),
            bullet: text.starts_with("• "),
            furniture: furniture
                .contains(text)
                .then(|| closer::ENTRIES_FOLLOW.to_owned()),
        });
        let read = segment(scraps.collect(), Rules::builtin());
        let pieces = read.pieces.iter().filter(|p| p.cut == Cut::Certain);
        pieces.map(|piece| piece.line as usize).collect()
    }

    const HEAD: [&str; 2] = [
        "Harbour regatta live: storm keeps all boats in port",
        "The regatta of Ostmole has been put off for a day because of the gale, and the crews wait in the town.",
    ];
    const BELOW: [&str; 4] = [
        "21.40: The last ferry has left the quay with all its passengers.",
        "21.12: The chairwoman of the board thanks the crews for their patience.",
        "20.58: Rain falls on the pier, and nobody minds it at all.",
        "20.31: The band of the town plays in the hall by the market.",
    ];

    fn below(top: &[&str]) -> Vec<usize> {
        let page = [&HEAD, top, &BELOW].concat();
        let first = HEAD.len() + top.len();
        let found = begin(&page);
        let (above, rest): (Vec<usize>, Vec<usize>) = found.into_iter().partition(|i| *i < first);
        assert_eq!(rest, (first..first + BELOW.len()).collect::<Vec<_>>());
        above.into_iter().map(|i| i - HEAD.len()).collect()
    }

    #[test]
    fn a_first_entry_without_a_time_is_no_summary() {
        let summary = "Nobody was hurt when the mast of a yacht fell on the quay in the afternoon.";
        let text = "The chairwoman of the board says that the boats stay where they are tonight.";
        assert_eq!(below(&[summary]), [0; 0]);
        assert_eq!(
            below(&[summary, "That's it from us, thank you for reading along."]),
            [1]
        );
        let quoted = "The band of the town plays in the hall by the market.";
        assert_eq!(below(&[quoted, "That's it from us."]), [1]);
        assert_eq!(below(&[summary, "LIVE UPDATES", text]), [2]);
        assert_eq!(below(&[summary, "Friday 14 March", text]), [2]);
        assert_eq!(
            below(&[
                summary,
                "Newest word – 22.05: the pier is free to walk on again."
            ]),
            [1]
        );
    }

    #[test]
    fn lists_whose_items_are_texts_are_entries() {
        let page: Vec<String> = BELOW
            .iter()
            .map(|text| format!("• {} It is said to last until noon.", &text[7..]))
            .collect();
        let page: Vec<&str> = page.iter().map(String::as_str).collect();
        assert_eq!(begin(&[&HEAD[..], &page].concat()), [2, 3, 4, 5]);
    }

    #[test]
    fn clocks_in_two_zones_are_no_headings() {
        let text =
            "The rocket stands on its pad, and the crews of the tower have left it for the night.";
        let page: Vec<String> = [1940, 1817, 1702, 1655]
            .iter()
            .flat_map(|time| [format!("{time} GMT (3:40 p.m. EDT)"), text.to_owned()])
            .collect();
        let page: Vec<&str> = page.iter().map(String::as_str).collect();
        assert_eq!(begin(&[&HEAD[..], &page].concat()), [2, 4, 6, 8]);
    }

    #[test]
    fn names_behind_dashes_and_labels_above_texts_tell_where_times_stand() {
        let text =
            "The rocket stands on its pad, and the crews of the tower have left it for the night.";
        let signed: Vec<&str> = ["— Ann Archer", "— Ben Baker", "— Ann Archer"]
            .into_iter()
            .flat_map(|name| [text, name])
            .collect();
        assert_eq!(begin(&signed), [0, 2, 4]);
        let status: Vec<&str> = [
            ["Resolved -", text, "Mar 04, 11:27 CET"],
            ["Monitoring -", text, "Mar 04, 10:58 CET"],
            ["Update -", text, "Mar 04, 10:31 CET"],
            ["Investigating -", text, "Mar 04, 10:04 CET"],
        ]
        .concat();
        assert_eq!(begin(&status), [0, 3, 6, 9]);
    }

    #[test]
    fn times_below_entries_are_told_by_a_page_that_ends_with_one() {
        let text =
            "The rocket stands on its pad, and the crews of the tower have left it for the night.";
        let times = ["21:40", "21:12", "20:58", "20:31", "20:02"];
        let entries: Vec<&str> = times.iter().flat_map(|time| [text, *time]).collect();
        let below = begin(&[&HEAD[..], &entries].concat());
        assert_eq!(below, [2, 4, 6, 8, 10]);
        let above: Vec<&str> = times.iter().flat_map(|time| [*time, text]).collect();
        let page = [&HEAD[..], &above].concat();
        assert_eq!(begin(&page), [2, 4, 6, 8, 10]);
    }
}
