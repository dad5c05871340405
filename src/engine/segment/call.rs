//! Calls to watch or to take part that are no furniture: the newsroom writes them above a text, as the heading of an entry.

use crate::engine::rules::Rules;
use crate::engine::segment::item::Item;
use crate::engine::text::words;

/// Takes such furniture for content where it stands once, below a text or a time, and above a text or the time of one.
pub(crate) fn restore(items: &mut [Item], rules: &Rules) {
    for i in 1..items.len() {
        let call = items[i].is_furniture() && rules.may_head.contains(&words::fold(&items[i].text));
        if call && is_once(items, i) && stands_between(items, i) {
            items[i].role = None;
        }
    }
}

/// The end of an entry may lack its stop, as the text of a card does; fewer words may be navigation.
const SHORTEST_TEXT: usize = 8;

fn is_once(items: &[Item], i: usize) -> bool {
    let words = &items[i].features.words;
    let same = items.iter().filter(|item| item.features.words == *words);
    same.take(2).count() == 1
}

fn stands_between(items: &[Item], i: usize) -> bool {
    let (above, Some(below)) = (&items[i - 1], items.get(i + 1)) else {
        return false;
    };
    let text = above.is_prose() || above.is_content() && above.features.len() >= SHORTEST_TEXT;
    let above_text = below.is_prose() && (text || above.is_stamp());
    // With the time between heading and text.
    let above_time = text && below.is_stamp() && items.get(i + 2).is_some_and(Item::is_prose);
    above_text || above_time
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::segment::item::items;

    #[test]
    fn a_call_above_a_text_is_a_heading() {
        let above = "The committee rises for lunch after a long and quiet morning.";
        let below = "You can see the hearing by pressing the button at the top of this page.";
        let is_content = |lines: &[&str]| {
            let mut items = items(lines);
            let at = lines.iter().position(|line| *line == "Watch live");
            let call = &mut items[at.unwrap()];
            call.decide(crate::engine::model::Role::Furniture, "navigation");
            restore(&mut items, Rules::builtin());
            items[at.unwrap()].is_content()
        };
        assert!(is_content(&[above, "Watch live", below]));
        assert!(is_content(&[above, "Watch live", "14:05", below]));
        let card = "Nine members ask for the papers of the committee to be published";
        assert!(is_content(&[card, "Watch live", below]));
        assert!(!is_content(&["Sport", "Watch live", below]));
        assert!(!is_content(&[above, "Watch live", "Sport"]));
    }
}
