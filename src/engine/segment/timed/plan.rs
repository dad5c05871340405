//! Plans for the day, as the oldest entry of a page often gives one: "9am: committee takes evidence".

use std::collections::BTreeSet;

use crate::engine::segment::early;
use crate::engine::segment::item::Item;
use crate::engine::segment::stamp::Shape;
use crate::engine::segment::timed::OFTEN;

/// Whether lines that begin with times are what an entry lists: short ones of which each is later than the one above, below the
/// entries of a page that shows the newest first, or states no times.
pub(super) fn is_plan(items: &[Item], known: &BTreeSet<usize>, at: &[usize]) -> bool {
    let Some(from) = at.first() else {
        return false;
    };
    // Authors alone tell of entries what times do not.
    let authors =
        (0..*from).filter(|i| items[*i].role.is_none() && items[*i].states(Shape::Author));
    let known: Vec<usize> = match known.is_empty() {
        true => authors.collect(),
        false => known.iter().copied().collect(),
    };
    let Some(newest) = known.first().filter(|_| known.len() >= OFTEN) else {
        return false;
    };
    let short = |i: &usize| {
        items[*i]
            .byline
            .as_ref()
            .is_some_and(|byline| byline.rest > 0)
    };
    let short = at
        .iter()
        .all(|i| short(i) && items[*i].features.open && items[*i].features.len() <= LONGEST);
    let minutes = |i: &usize| items[*i].byline.as_ref()?.stamp.minutes;
    let times: Option<Vec<u16>> = at.iter().map(minutes).collect();
    let rises = times.is_some_and(|times| {
        let later = |two: &[u16]| (1..early::DAY / 2).contains(&early::since(two[0], two[1]));
        times.windows(2).all(later)
    });
    let stated: Vec<i64> = items
        .get(*newest..*from)
        .unwrap_or_default()
        .iter()
        .filter(|item| item.role.is_none() && item.is_stamp())
        .filter_map(Item::moment)
        .collect();
    let newest_first = match stated.as_slice() {
        [] => known.len() >= at.len(),
        [newest, .., oldest] => newest > oldest,
        [_] => false,
    };
    at.len() > 1 && short && rises && newest_first
}

/// Longer lines tell more than what is planned.
const LONGEST: usize = 22;
