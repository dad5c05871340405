//! Controls that stand between any two entries: "Share", "Copy link", "Reply".

use crate::engine::segment::item;
use crate::engine::segment::item::Item;

/// Seldomer furniture parts no entries.
const OFTEN: usize = 3;

/// Which lines are furniture that stands so often.
fn repeated(items: &[Item]) -> Vec<bool> {
    let furniture = |i: &usize| items[*i].is_furniture();
    let counts = item::counts(items, (0..items.len()).filter(furniture));
    let often =
        |item: &Item| item.is_furniture() && counts[item.features.words.as_slice()] >= OFTEN;
    items.iter().map(often).collect()
}

/// The lines right below controls that stand so often, other furniture left out.
pub(crate) fn below(items: &[Item]) -> Vec<usize> {
    below_these(items, &repeated(items))
}

fn below_these(items: &[Item], repeated: &[bool]) -> Vec<usize> {
    let mut below = Vec::new();
    let mut controls = false;
    for (i, item) in items.iter().enumerate() {
        if item.is_furniture() {
            controls |= repeated[i];
        } else if std::mem::take(&mut controls) {
            below.push(i);
        }
    }
    below
}

/// The last line that stands so often above another one and has a text right above it, or right below if it is no furniture: an entry
/// ends or begins there. Comments have their own.
pub(crate) fn last(items: &[Item], line: usize) -> Option<usize> {
    let counts = item::counts(items, 0..line);
    let often = |i: usize| counts.get(items[i].features.words.as_slice()) >= Some(&OFTEN);
    let text = |i: usize| items.get(i).is_some_and(Item::is_prose);
    let parts = |i: &usize| match items[*i].is_furniture() {
        true => text(*i - 1),
        false => items[*i].is_short_open() && (text(*i - 1) || text(*i + 1)),
    };
    (line.max(1)..items.len())
        .rev()
        .find(|i| parts(i) && often(*i))
}

/// Where entries begin that state nothing, if those that are known begin below such controls: below others that have a text above the
/// next control.
pub(crate) fn untold(items: &[Item], cuts: &[usize]) -> Vec<usize> {
    let (Some(first), Some(last)) = (cuts.first(), cuts.last()) else {
        return Vec::new();
    };
    let repeated = repeated(items);
    let below: Vec<usize> = below_these(items, &repeated)
        .into_iter()
        .filter(|i| (first..last).contains(&i))
        .collect();
    let known = |i: &&usize| cuts.binary_search(i).is_ok();
    let both = below.iter().filter(known).count();
    // The first of those that are known may stand below the head, and the last is the end of the text.
    let most = both >= OFTEN
        && both * 10 >= cuts.len().saturating_sub(2) * 8
        && both * 10 >= below.len() * 6;
    let ends = |i: &usize| {
        let lines = items.iter().zip(&repeated).skip(*i);
        let mut text = 0;
        for (item, control) in lines {
            if item.is_furniture() {
                return *control && text > 1;
            }
            text += usize::from(item.is_content());
        }
        false
    };
    let others = below
        .iter()
        .copied()
        .filter(|i| cuts.binary_search(i).is_err());
    match most {
        true => others.filter(ends).collect(),
        false => Vec::new(),
    }
}
