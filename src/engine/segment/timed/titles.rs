//! Whether entries have headings, and headings that are sentences: a line of its own between the time of an entry and the author of
//! the text below it.

use crate::engine::segment::item::Item;
use crate::engine::segment::place::is_inline;
use crate::engine::segment::stamp::Shape;
use crate::engine::segment::states_time;
use crate::engine::segment::timed::OFTEN;

/// Longer sentences are no headings, in words.
const LONGEST: usize = 20;

/// Seldomer it is the first text that stands there.
const SEVERAL: usize = 2;

/// The sentences that stand between time and author in more entries than have their author below a text in another way.
pub(super) fn signed(items: &[Item], cuts: &[usize]) -> Vec<usize> {
    let (mut titles, mut others) = (Vec::new(), 0);
    for pair in cuts.windows(2) {
        let told = |i: &usize| !items[*i].is_furniture();
        let lines: Vec<usize> = (pair[0]..pair[1]).filter(told).collect();
        match lines[..] {
            [time, title, author, text, ..]
                if is_time(&items[time])
                    && may_head(&items[title])
                    && items[author].states(Shape::Author)
                    && items[text].is_content() =>
            {
                titles.push(title);
            }
            _ => others += usize::from(is_signed_below(items, &lines)),
        }
    }
    let few = titles.len() < SEVERAL || titles.len() <= others;
    // What ends without a stop is known by its looks.
    let stops = |title: &usize| {
        let line = &items[*title].features;
        !line.open && !line.lively
    };
    titles.retain(|title| !few && stops(title));
    titles
}

fn is_time(item: &Item) -> bool {
    let stamp = item.byline.as_ref().map(|byline| &byline.stamp);
    item.is_stamp() && stamp.is_some_and(states_time)
}

fn may_head(item: &Item) -> bool {
    let line = &item.features;
    let brief = line.sentences <= 1 && line.len() <= LONGEST;
    item.is_content() && brief && !line.credit && !line.colon && !line.bullet
}

/// Whether an author stands right below a text in an entry.
fn is_signed_below(items: &[Item], lines: &[usize]) -> bool {
    let mut pairs = lines.windows(2);
    pairs.any(|pair| items[pair[0]].is_prose() && items[pair[1]].states(Shape::Author))
}

/// Whether entries have headings: then a line without a final stop that stands alone below a time is one, too.
pub(super) fn have_headings(items: &[Item], cuts: &[usize]) -> bool {
    let (mut headed, mut plain, mut ticks) = (0, 0, 0);
    for pair in cuts.windows(2) {
        let mut lines = items[pair[0]..pair[1]]
            .iter()
            .filter(|item| item.is_content());
        let (first, second) = (lines.next(), lines.next());
        let Some(first) = first else { continue };
        let above_text = second.is_some_and(Item::is_prose);
        headed += usize::from(first.features.open && above_text);
        plain += usize::from(!first.features.open && !first.features.lively);
        ticks += usize::from(is_inline(first) && second.is_none());
    }
    headed > 0 && headed >= plain || headed == 0 && plain == 0 && ticks < OFTEN
}
