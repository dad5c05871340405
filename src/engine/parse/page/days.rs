//! Days that stand between the entries of a page: "Friday 14 March" is the day of what follows it.

use std::collections::HashMap;

use ego_tree::NodeId;
use scraper::Html;

use crate::engine::parse::page::block::Block;
use crate::engine::parse::page::post::Post;
use crate::engine::segment::stamp::Shape;

/// A calendar day as (year, month, day).
pub(super) type Day = (i16, i8, i8);

/// The day that a block states, if that is all it states.
pub(super) fn stated(block: &Block) -> Option<Day> {
    let byline = block.byline.as_ref()?;
    let alone = byline.rest == 0 && byline.shape == Shape::Dated;
    let stamp = &byline.stamp;
    stamp
        .day
        .filter(|_| alone && stamp.minutes.is_none() && stamp.author.is_none())
}

/// Gives entries that state a clock time the day that stands above them. A day above all entries counts only where
/// others stand between them: alone it may be the page's.
pub(super) fn carry(page: &Html, blocks: &[Block], posts: &mut [Post]) {
    let entry_of: HashMap<NodeId, usize> = posts
        .iter()
        .enumerate()
        .filter_map(|(at, post)| Some((post.node?, at)))
        .collect();
    let inside = |block: &Block| {
        let node = page.tree.get(block.node?)?;
        std::iter::once(node)
            .chain(node.ancestors())
            .find_map(|outer| entry_of.get(&outer.id()).copied())
    };
    let mut days: Vec<Option<Day>> = vec![None; posts.len()];
    let (mut day, mut between, mut met) = (None, false, false);
    for block in blocks {
        if let Some(at) = inside(block) {
            days[at] = days[at].or(day);
            met = true;
        } else if let Some(stated) = stated(block) {
            between |= met;
            day = Some(stated);
        }
    }
    if !between {
        return;
    }
    for (post, day) in posts.iter_mut().zip(days) {
        set(post, day);
    }
}

/// Adds a day to an entry that states only a clock time.
pub(super) fn set(post: &mut Post, day: Option<Day>) {
    if let Some((_, stamp)) = &mut post.times.line
        && stamp.instant.is_none()
        && stamp.ago.is_none()
        && stamp.minutes.is_some()
    {
        stamp.day = stamp.day.or(day);
    }
}
