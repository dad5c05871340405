//! Authors on lines of their own below words that say who wrote ("By", "A cura di"), or above what they do ("Reporter").

use crate::engine::model::Role;
use crate::engine::rules::Rules;
use crate::engine::segment::author::LONGEST;
use crate::engine::segment::author::is_name;
use crate::engine::segment::author::is_post;
use crate::engine::segment::author::sign_all;
use crate::engine::segment::item::Item;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::words;

/// From so many on what stands below such words need not look like a name: "Newsroom".
const SEVERAL: usize = 3;

/// The rule that sets these words aside.
pub(super) const LABEL: &str = "says who wrote";

/// Takes what stands below words that say who wrote for authors, and these words for furniture.
pub(crate) fn labels(items: &mut [Item], rules: &Rules) {
    let label = |item: &Item| {
        let text = words::fold(&item.text);
        item.is_content() && (rules.by.contains(&text) || rules.by_phrases.contains(&text))
    };
    let named = |i: &usize| label(&items[*i - 1]) && is_short(&items[*i]);
    let mut found: Vec<usize> = (1..items.len()).filter(named).collect();
    if found.len() < SEVERAL {
        found.retain(|i| is_name(&items[*i]));
    }
    for i in &found {
        items[*i - 1].decide(Role::Furniture, LABEL);
    }
    sign_all(items, found);
}

/// Whether a line is no longer than a name, and begins like one.
fn is_short(item: &Item) -> bool {
    let capital = item.text.starts_with(char::is_uppercase);
    capital && item.is_short_open() && item.features.len() <= LONGEST
}

/// Short lines above what an author does, where authors and names stand above most other such lines: "Newsroom".
pub(super) fn above_posts(items: &[Item]) -> Vec<usize> {
    let open = |item: &Item| item.role.is_none() || item.is_furniture();
    let post = |i: &usize| open(&items[*i]) && is_post(&items[*i].text);
    let above: Vec<usize> = (1..items.len()).filter(post).map(|i| i - 1).collect();
    let known = |i: &&usize| items[**i].states(Shape::Author) || is_name(&items[**i]);
    let authors = above.iter().filter(known).count();
    if authors < SEVERAL || authors * 10 < above.len() * 6 {
        return Vec::new();
    }
    let above = above.into_iter();
    above.filter(|i| is_short(&items[*i])).collect()
}
