//! The time of the first entry of a page, where it stands behind words that no rule knows and the times below go on from it.

use crate::engine::rules::Rules;
use crate::engine::segment::item::Item;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Shape;
use crate::engine::segment::stamp::behind_words;
use crate::engine::text::words;

/// So many of the texts that begin with their times are looked at.
const OFTEN: usize = 3;

/// The first time stands no farther above the second one, in lines.
const NEAR: usize = 10;

/// It is no more minutes away from the second one.
const CLOSE: u16 = 120;

/// The minutes of a day.
pub(crate) const DAY: u16 = 1440;

/// Reads the first text as beginning with its time.
pub(crate) fn tell(items: &mut [Item], rules: &Rules) {
    let timed = |item: &Item| {
        let byline = item.byline.as_ref().filter(|_| item.role.is_none())?;
        let inline = byline.shape == Shape::Inline && byline.rest > 0;
        byline.stamp.minutes.filter(|_| inline)
    };
    let times: Vec<(usize, u16)> = (0..items.len())
        .filter_map(|i| Some((i, timed(&items[i])?)))
        .take(OFTEN)
        .collect();
    let [(first, second), .., (_, last)] = times[..] else {
        return;
    };
    // From the newest to the oldest: else a text may name a time before the first entry.
    let falls = times
        .windows(2)
        .all(|two| since(two[1].1, two[0].1) < DAY / 2);
    if !falls || second == last {
        return;
    }
    // Words in capitals may be read as the name of an author beside the time.
    let text = |item: &Item| item.is_content() || item.role.is_none() && item.is_stamp();
    let above = (first.saturating_sub(NEAR)..first).filter(|i| text(&items[*i]));
    let mut found = above.filter_map(|i| {
        let (minutes, rest) = behind_words(&items[i].text, rules)?;
        let said = items[i].text.get(rest..).map_or(0, words::count);
        let says = items[i].features.len() >= SHORTEST && (items[i].is_content() || said > 2);
        (goes_on(minutes, second) && says).then_some((i, minutes, rest))
    });
    if let Some((i, minutes, rest)) = found.next_back() {
        items[i].byline = Some(Byline::at(Some(minutes), Shape::Inline, rest));
    }
}

/// Whether a time is that of the entry above one with another time, from the newest to the oldest.
pub(crate) fn goes_on(above: u16, below: u16) -> bool {
    (1..=CLOSE).contains(&since(below, above))
}

/// Whether times only rise or only fall from one to the next, and not all are the same.
pub(crate) fn move_one_way<T: PartialOrd>(times: &[T]) -> bool {
    let moves = times.first() != times.last();
    moves && (times.is_sorted() || times.iter().rev().is_sorted())
}

/// Shorter lines are headlines and labels.
const SHORTEST: usize = 6;

/// How many minutes a time of the day is after another.
pub(crate) fn since(earlier: u16, later: u16) -> u16 {
    (later + DAY - earlier % DAY) % DAY
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::segment::item::items;
    use crate::engine::segment::item::stated;

    const BELOW: [&str; 3] = [
        "23.05: Two of our writers are on the pier and wave.",
        "22.51: The band plays on in the rain.",
        "22.40: The lights are on again in the harbour.",
    ];

    fn read(first: &str) -> bool {
        let page = [&["Harbour regatta as it happened", first][..], &BELOW].concat();
        let mut items = items(&page);
        tell(&mut items, Rules::builtin());
        stated(&items)[1]
    }

    #[test]
    fn a_time_from_which_those_below_go_on_is_that_of_an_entry() {
        assert!(read(
            "Newest word – 23.41: The pier is free to walk on again."
        ));
        assert!(!read(
            "Doors open – 19.30: we follow the regatta here all night."
        ));
        assert!(read("PORT ASTER (AP) – 2341 GMT: AND OFF WE GO."));
        assert!(!read("The regatta began at 23.41 and we follow it here."));
    }
}
