//! Whether repeated dated blocks are entries of a live blog on a page that does not call itself one: articles with a programme,
//! a recipe or reviews have such blocks, too, and so have lists of changes.

use std::collections::HashSet;

use ego_tree::NodeId;
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::Offset;
use scraper::Html;

use crate::engine::parse::page::block::Block;
use crate::engine::parse::page::post::Post;
use crate::engine::text::words;

/// Whether at least half of the running text lies in these elements.
pub(super) fn is_most(page: &Html, blocks: &[Block], elements: &HashSet<NodeId>) -> bool {
    let inside = |block: &Block| {
        let node = block.node.and_then(|id| page.tree.get(id));
        node.is_some_and(|node| {
            elements.contains(&node.id())
                || node.ancestors().any(|outer| elements.contains(&outer.id()))
        })
    };
    let (mut all, mut own) = (0, 0);
    for block in blocks.iter().filter(|block| block.role.is_body()) {
        let count = words::count(&block.text);
        all += count;
        own += if inside(block) { count } else { 0 };
    }
    own * 2 >= all
}

/// Whether most entries lie days apart.
pub(super) fn lie_days_apart(posts: &[Post]) -> bool {
    /// Most entries of a live blog follow each other sooner, in seconds.
    const LONG: i64 = 20 * 3600;
    let mut times: Vec<i64> = posts.iter().filter_map(second).collect();
    times.sort_unstable();
    let mut gaps: Vec<i64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    gaps.sort_unstable();
    gaps.get(gaps.len() / 2).is_some_and(|gap| *gap > LONG)
}

/// When an entry was written; the second of the day counts only where it is stated.
fn second(post: &Post) -> Option<i64> {
    let times = &post.times;
    let stamp = times.line.as_ref().map(|(_, stamp)| stamp);
    let stated = times
        .shown
        .or(times.kept)
        .or(stamp.and_then(|stamp| stamp.instant));
    let local = || {
        let stamp = stamp?;
        let (year, month, day) = stamp.day.filter(|(year, ..)| *year > 0)?;
        let minutes = i64::from(stamp.minutes.unwrap_or(0));
        let date = civil::Date::new(year, month, day).ok()?;
        let start = Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()?;
        Some(start.as_second() + minutes * 60)
    };
    stated.map(Timestamp::as_second).or_else(local)
}
