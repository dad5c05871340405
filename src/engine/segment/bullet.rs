//! List marks that are none: some pages put one before the heading of every entry.

use crate::engine::segment::item::Item;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Shape;

/// Gives list marks that stand on lines of their own to the lines below them.
pub(crate) fn take_up(items: &mut [Item]) {
    for i in 1..items.len() {
        if MARKS.contains(&items[i - 1].text.trim()) && items[i].is_content() {
            items[i].features.bullet = true;
        }
    }
}

/// What stands before the items of a list.
const MARKS: [&str; 5] = ["-", "–", "•", "*", "·"];

/// Takes list marks away where each stands alone, several of them above text: then they mark the headings of entries.
pub(crate) fn forget(items: &mut [Item]) {
    let content: Vec<usize> = (0..items.len())
        .filter(|i| items[*i].is_content())
        .collect();
    let bullet = |k: usize| content.get(k).is_some_and(|i| items[*i].features.bullet);
    let alone = |k: &usize| bullet(*k) && !bullet(k + 1) && (*k == 0 || !bullet(k - 1));
    let alone: Vec<usize> = (0..content.len()).filter(alone).collect();
    let heads = |k: &&usize| {
        let below = content.get(*k + 1);
        // The last text may be cut off.
        let last = *k + 2 == content.len();
        let text = below.is_some_and(|i| items[*i].is_prose() || last);
        items[content[**k]].is_short_open() && text
    };
    if alone.iter().filter(heads).count() >= FEWEST_MARKED {
        for k in alone {
            items[content[k]].features.bullet = false;
        }
    }
}

/// Fewer list marks above text are lists of one item.
const FEWEST_MARKED: usize = 3;

/// Reads list marks as the beginnings of entries, where hardly any text on the page has none: no page consists of one list.
pub(crate) fn begin_entries(items: &mut [Item]) {
    let content: Vec<usize> = (0..items.len())
        .filter(|i| items[*i].is_content())
        .collect();
    let marked = |i: &&usize| items[**i].features.bullet;
    let Some(first) = content.iter().position(|i| items[*i].features.bullet) else {
        return;
    };
    let states = |item: &Item| item.shape().is_some_and(|shape| shape != Shape::Author);
    // One day alone, without a time, is that of the page.
    let clock = |item: &Item| {
        item.byline
            .as_ref()
            .is_some_and(|byline| byline.stamp.minutes.is_some())
    };
    let stamps = items.iter().filter(|item| states(item));
    let stated = stamps.clone().count() > 1 || stamps.clone().any(clock);
    let list: Vec<usize> = content[first..].iter().filter(marked).copied().collect();
    let long = list
        .iter()
        .filter(|i| items[**i].features.len() >= LONG_MARKED)
        .count();
    let others = content[first..].iter();
    let others = others.filter(|i| !items[**i].features.bullet && items[**i].is_prose());
    let others = others.count();
    let above = content[..first].iter().filter(|i| items[**i].is_prose());
    let most =
        list.len() >= FEWEST_MARKED && long * 3 >= list.len() * 2 && others * 5 <= list.len();
    if stated || !most || above.count() > FEW_ABOVE {
        return;
    }
    for i in list {
        begin(&mut items[i]);
        items[i].features.bullet = false;
    }
}

/// Reads texts below lines of signs ("-", "____") as the beginnings of entries, where such lines stand between all texts or nearly
/// all and no times are stated.
pub(crate) fn part_by_rules(items: &mut [Item]) {
    let rule = |item: &Item| {
        let signs = item.is_furniture() && !item.text.contains(char::is_alphanumeric);
        signs && !item.text.is_empty()
    };
    let time = |item: &&Item| {
        let shape = item.shape().filter(|_| item.role.is_none());
        shape.is_some_and(|shape| shape != Shape::Author)
    };
    let texts = items.iter().filter(|item| item.is_content()).count();
    let mut below_rule = false;
    let mut found: Vec<usize> = Vec::new();
    for (i, item) in items.iter().enumerate() {
        if below_rule && item.is_content() {
            found.push(i);
        }
        below_rule = rule(item);
    }
    let prose = found.iter().filter(|i| items[**i].is_prose()).count();
    let few = items.iter().filter(time).count() * 4 <= found.len();
    if found.len() < RULES || found.len() * 3 < texts || prose * 10 < found.len() * 7 || !few {
        return;
    }
    for i in found {
        begin(&mut items[i]);
    }
}

/// Fewer rules may part something else.
const RULES: usize = 4;

/// No time, but a line of its own entry.
fn begin(item: &mut Item) {
    let first = item.text.chars().next().map_or(0, char::len_utf8);
    item.byline = Some(Byline::at(None, Shape::Play, first));
}

/// Longer items of a list are texts, in words.
const LONG_MARKED: usize = 12;

/// More texts above a list are entries, and the list belongs to the last of them.
const FEW_ABOVE: usize = 2;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::clean::Scrap;
    use crate::engine::rules::Rules;
    use crate::engine::text::SafeText;

    fn left(lines: &[(bool, &str)]) -> usize {
        let item = |(bullet, text): &(bool, &str)| {
            let scrap = Scrap {
                line: 1,
                part: 0,
                text: SafeText::new(text),
                bullet: *bullet,
                furniture: None,
            };
            Item::of(scrap, Rules::builtin())
        };
        let mut items: Vec<Item> = lines.iter().map(item).collect();
        forget(&mut items);
        items.iter().filter(|item| item.features.bullet).count()
    }

    #[test]
    fn marks_before_headings_are_forgotten_and_lists_are_kept() {
        let text = (
            false,
            "The ferry to the islands was cancelled at noon today.",
        );
        let headings = [
            (true, "Ferry cancelled"),
            text,
            (true, "Quay shut"),
            text,
            (true, "Gale warning"),
            text,
        ];
        assert_eq!(left(&headings), 0);
        assert_eq!(left(&headings[..4]), 2);
        let list = [
            (true, "Ferry cancelled"),
            (true, "Quay shut"),
            (true, "Gale warning"),
            text,
        ];
        assert_eq!(left(&list), 3);
    }
}
