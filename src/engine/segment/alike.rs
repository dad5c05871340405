//! Lines that begin with a clock time as others of their page do, with less behind it than would show it by itself:
//! "11:20 9 detained", "10:15 No school".

use crate::engine::rules::Rules;
use crate::engine::segment::item::Item;
use crate::engine::segment::stamp;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Shape;

/// So many times before texts are the custom of a page.
const OFTEN: usize = 3;

/// Reads lines as stating their time where at least as many state theirs beyond doubt, and theirs stand between.
pub(crate) fn read(items: &mut [Item], rules: &Rules) {
    let stated: Vec<usize> = (0..items.len())
        .filter(|i| items[*i].is_content() && items[*i].shape() == Some(Shape::Inline))
        .collect();
    let (Some(first), Some(last)) = (stated.first(), stated.last()) else {
        return;
    };
    if stated.len() < OFTEN {
        return;
    }
    // The time of the next entry may be the last of the page.
    let found: Vec<(usize, Byline)> = (*first..items.len())
        .filter(|i| items[*i].is_content() && items[*i].byline.is_none())
        .filter_map(|i| Some((i, stamp::begins_with_time(&items[i].text, rules)?)))
        .collect();
    let between = found.iter().filter(|(i, _)| i < last).count();
    if found.len() > stated.len() || between * 2 < found.len() {
        return;
    }
    for (i, byline) in found {
        items[i].byline = Some(byline);
    }
}
