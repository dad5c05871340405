//! Captions that stand twice, as the text of a picture and with its credit.

use foldhash::HashMap;

use crate::engine::model::Role;
use crate::engine::segment::item::Item;
use crate::engine::text::words::Word;

/// Shorter lines may be headings that a text takes up.
const SHORTEST: usize = 6;

/// A credit has no more words.
const CREDIT: usize = 12;

/// Says of lines right below each other that they are one caption, where one has a credit that the other lacks.
pub(crate) fn join(items: &mut [Item]) {
    let pairs: Vec<usize> = (1..items.len())
        .filter(|i| is_caption_twice(&items[i - 1], &items[*i]))
        .collect();
    for i in pairs {
        for at in [i - 1, i] {
            items[at].decide(Role::Media, "caption twice");
        }
    }
    // A third copy.
    for i in 1..items.len() {
        let told = matches!(items[i - 1].role, Some((Role::Media, _)));
        if told && items[i].is_content() && items[i].features.words == items[i - 1].features.words {
            items[i].decide(Role::Media, "caption twice");
        }
    }
}

/// Says of lines that stand again and again between a text and the time of the next entry that they are captions: no two entries
/// have the same long heading.
pub(crate) fn again(items: &mut [Item]) {
    let mut places: HashMap<&[Word], Vec<usize>> = HashMap::default();
    for (i, item) in items.iter().enumerate() {
        let length = (SHORTEST..=LONGEST).contains(&item.features.len());
        if item.is_short_open() && length && item.byline.is_none() && !item.features.refers {
            places.entry(&item.features.words).or_default().push(i);
        }
    }
    let below_text = |i: usize| i.checked_sub(1).is_some_and(|i| items[i].is_prose());
    let above_time = |i: usize| items.get(i + 1).is_some_and(Item::is_stamp);
    let between = |places: &Vec<usize>| {
        let stands = places.iter().filter(|i| below_text(**i));
        let text = |i: &usize| items.get(*i + 1).is_some_and(Item::is_prose);
        let times = places.iter().filter(|i| above_time(**i)).count();
        places.len() >= OFTEN
            && stands.count() * 3 >= places.len() * 2
            && times > 0
            && !places.iter().any(text)
    };
    let found: Vec<usize> = places.into_values().filter(between).flatten().collect();
    for i in found {
        items[i].decide(Role::Media, "stands again and again below texts");
    }
}

/// Longer lines are text.
const LONGEST: usize = 16;

/// Seldomer lines may be headings.
const OFTEN: usize = 3;

fn is_caption_twice(above: &Item, below: &Item) -> bool {
    let (short, long) = (&above.features.words, &below.features.words);
    let credited = below.features.credit && below.byline.is_none();
    let more = long.len().saturating_sub(short.len());
    above.is_content()
        && below.is_content()
        && short.len() >= SHORTEST
        && credited
        && (1..=CREDIT).contains(&more)
        && long.starts_with(short)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::clean::Scrap;
    use crate::engine::rules::Rules;
    use crate::engine::text::SafeText;

    fn told(lines: &[&str]) -> Vec<bool> {
        let item = |text: &&str| {
            let scrap = Scrap {
                line: 1,
                part: 0,
                text: SafeText::new(text),
                bullet: false,
                furniture: None,
            };
            Item::of(scrap, Rules::builtin())
        };
        let mut items: Vec<Item> = lines.iter().map(item).collect();
        join(&mut items);
        items.iter().map(|item| item.role.is_some()).collect()
    }

    #[test]
    fn a_caption_that_comes_again_with_its_credit_is_one() {
        let caption = "Ferries wait in the harbour of Skarn for the wind to drop";
        let credited = format!("{caption}. Photograph: Ann Archer/Wire");
        assert_eq!(told(&[caption, &credited, &credited]), [true, true, true]);
        assert_eq!(
            told(&[caption, "The wind dropped at noon."]),
            [false, false]
        );
        assert_eq!(
            told(&["Gale", "Gale Photograph: Ann Archer"]),
            [false, false]
        );
    }
}
