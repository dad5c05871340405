//! Headings of two or three words with their times behind them ("Power Back – 3:23 p.m."): they look like names, and are headings
//! where other lines of the page are headings with their times behind them and nobody of that name is named again.

use foldhash::HashMap;

use crate::engine::model::Stamp;
use crate::engine::rules::Rules;
use crate::engine::segment::feature::Features;
use crate::engine::segment::item::Item;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::SafeText;

/// So many headings with times behind them are the custom of a page.
const OFTEN: usize = 2;

/// Reads such lines as headings.
pub(crate) fn tell(items: &mut [Item], rules: &Rules) {
    let sure = headings(items);
    let author = |item: &Item| {
        let byline = item.byline.as_ref().filter(|_| item.states(Shape::Clock))?;
        byline.stamp.author.clone()
    };
    let ahead = |item: &Item| author(item).filter(|name| item.text.starts_with(&**name));
    let mut names: HashMap<SafeText, usize> = HashMap::default();
    for name in items.iter().filter_map(author) {
        *names.entry(name).or_default() += 1;
    }
    let once = |name: SafeText| names.get(&name) == Some(&1);
    let found: Vec<usize> = (0..items.len())
        .filter(|i| ahead(&items[*i]).is_some_and(once))
        .collect();
    if sure < OFTEN || found.len() > sure {
        return;
    }
    for i in found {
        let item = &mut items[i];
        let Some(byline) = item.byline.take() else {
            continue;
        };
        let byline = Byline {
            shape: Shape::Inline,
            rest: item.text.len(),
            stamp: Stamp {
                author: None,
                ..byline.stamp
            },
            ..byline
        };
        if let Some(halves) = byline.halves(&item.text) {
            item.features = Features::of(&item.text[halves.text], item.features.bullet, rules);
        }
        item.byline = Some(byline);
    }
}

/// How many lines are headings with their times behind them.
fn headings(items: &[Item]) -> usize {
    let behind = |item: &&Item| {
        let byline = item.byline.as_ref();
        byline.is_some_and(|byline| byline.rest == item.text.len())
    };
    items.iter().filter(behind).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::segment::item::items;

    fn read(lines: &[&str]) -> usize {
        let mut items = items(lines);
        tell(&mut items, Rules::builtin());
        headings(&items)
    }

    #[test]
    fn headings_that_look_like_names_are_headings_among_others() {
        let text = "The ferry to the islands was cancelled at noon because of the gale.";
        let page = [
            "Power Back – 3:23 p.m.",
            text,
            "Ferries stop for the night – 2:10 p.m.",
            text,
            "Streets are under water – 1:05 p.m.",
            text,
        ];
        assert_eq!(read(&page), 3);
        let names = [
            "Ann Archer – 3:23 p.m.",
            text,
            "Ben Baker – 2:10 p.m.",
            text,
        ];
        assert_eq!(read(&names), 0);
    }
}
