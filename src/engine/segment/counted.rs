//! Counts behind times, the same way behind most of them: how far is to go ("16:41 17 km"), how a match stands ("59' 29:28"). They say
//! where things are and head no entry; what stands in their place behind other times of the page ("17:04 arrival") does not either.

use foldhash::HashMap;

use crate::engine::segment::item::Item;
use crate::engine::segment::item::written;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::words;

/// Fewer counts are no custom of a page.
const OFTEN: usize = 3;

/// What stands for a count has no more words.
const LONGEST: usize = 3;

/// Takes what stands behind the times of most entries as part of the times.
pub(crate) fn tell(items: &mut [Item]) {
    for shape in [Shape::Inline, Shape::Play] {
        let times: Vec<usize> = (0..items.len())
            .filter(|i| behind(&items[*i], shape).is_some())
            .collect();
        let short = |i: &usize| {
            let rest = behind(&items[*i], shape).unwrap_or_default();
            words::count(rest) <= LONGEST && !rest.ends_with(['.', '!', '?', ':', '…'])
        };
        let short: Vec<usize> = times.iter().copied().filter(short).collect();
        let mut counts: HashMap<Vec<char>, usize> = HashMap::default();
        for i in &short {
            let signs = written(behind(&items[*i], shape).unwrap_or_default());
            if signs.contains(&'0') {
                *counts.entry(signs).or_default() += 1;
            }
        }
        let same = counts.values().copied().max().unwrap_or(0);
        let above_text = |i: &&usize| items.get(**i + 1).is_some_and(Item::is_content);
        let all = short.iter().filter(above_text).count() * 10 >= short.len() * 8;
        if same < OFTEN || same * 10 < times.len() * 6 || !all {
            continue;
        }
        for i in short {
            if let Some(byline) = &mut items[i].byline {
                byline.rest = 0;
                if shape == Shape::Inline {
                    byline.shape = Shape::Clock;
                }
            }
        }
    }
}

/// What stands behind the time on the line of an item, if it is of this shape.
fn behind(item: &Item, shape: Shape) -> Option<&str> {
    let byline = item.byline.as_ref().filter(|_| item.role.is_none())?;
    let rest = (byline.shape == shape && byline.rest > 0).then_some(byline.rest)?;
    item.text.get(rest..).map(str::trim)
}
