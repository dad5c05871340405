//! Ages without a word that says so, on lines of their own or behind names: "12 min", "Ann Archer 1 h". Alone they may be anything; where several only rise or
//! only fall from line to line, they are the ages of entries.

use crate::engine::rules::Rules;
use crate::engine::segment::author;
use crate::engine::segment::early;
use crate::engine::segment::item::Item;
use crate::engine::segment::stamp;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Shape;

/// Fewer show no order.
const FEWEST: usize = 4;

/// Longer lines say more, in words.
const LONGEST: usize = 3;

/// An age has so many words.
const AGE: usize = 2;

/// Takes such lines for times.
pub(crate) fn tell(items: &mut [Item], rules: &Rules) {
    let known = |item: &Item| item.states(Shape::Relative);
    if items.iter().any(known) {
        return;
    }
    let age = |item: &Item| -> Option<(Byline, u32)> {
        // Minutes alone may be those of a play.
        let minutes = item.states(Shape::Play);
        let open = item.byline.is_none() && item.is_content() || minutes && item.role.is_none();
        let (author, age) = match item.features.len() <= LONGEST {
            true => (None, &*item.text),
            false => author::ahead(&item.text, AGE).map(|(name, age)| (Some(name), age))?,
        };
        let mut byline = stamp::parse_element(age, rules).filter(|_| open)?;
        let (minutes, _) = byline.stamp.ago?;
        byline.stamp.author = byline.stamp.author.or(author);
        (byline.shape == Shape::Relative).then_some((byline, minutes))
    };
    let numbers = |item: &Item| item.text.contains(|c: char| c.is_numeric());
    let found: Vec<(usize, Byline, u32)> = (0..items.len())
        .filter(|i| numbers(&items[*i]))
        .filter_map(|i| age(&items[i]).map(|(byline, minutes)| (i, byline, minutes)))
        .collect();
    let minutes: Vec<u32> = found.iter().map(|(_, _, minutes)| *minutes).collect();
    let apart = found.windows(2).all(|two| two[1].0 > two[0].0 + 1);
    let plays = found.iter().filter(|(i, ..)| items[*i].byline.is_some());
    let hours = plays.count() * 2 <= found.len();
    // The first may be that of a pinned entry.
    let below = minutes.get(1..).unwrap_or_default();
    let pinned = below.len() >= FEWEST && early::move_one_way(below);
    let ordered = early::move_one_way(&minutes) || pinned;
    if found.len() < FEWEST || !ordered || !apart || !hours {
        return;
    }
    for (i, byline, _) in found {
        items[i].byline = Some(byline);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::segment::item::items;

    const TEXT: &str = "The ferry to the islands was cancelled at noon, and nobody knows why.";

    fn told(ages: [&str; 5]) -> usize {
        let lines: Vec<&str> = ages.iter().flat_map(|age| [*age, TEXT]).collect();
        let mut items = items(&lines);
        tell(&mut items, Rules::builtin());
        let ages = items.iter().filter(|item| item.states(Shape::Relative));
        ages.count()
    }

    #[test]
    fn ages_that_only_rise_are_those_of_entries() {
        assert_eq!(told(["12 min", "48 min", "1 h", "1 h", "14 h"]), 5);
        assert_eq!(told(["12 min", "1 h", "48 min", "1 h", "14 h"]), 0);
        assert_eq!(told(["2 h", "2 h", "2 h", "2 h", "2 h"]), 0);
        assert_eq!(
            told([
                "Ann Archer 6 min",
                "Bo Berg 25 min",
                "Ann Archer 1 t",
                "Bo Berg 2 t",
                "Bo Berg 3 t"
            ]),
            5
        );
        assert_eq!(told(["1 min", "12 min", "48 min", "67 min", "90 min"]), 0);
    }
}
