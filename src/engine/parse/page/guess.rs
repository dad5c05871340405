//! Whether repeated dated blocks are entries of a live blog on a page that does not call itself one: articles with a programme,
//! a recipe or reviews have such blocks, too, and so have lists of changes.

use std::collections::HashSet;

use ego_tree::NodeId;
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::Offset;
use scraper::Html;

use crate::engine::model::Cut;
use crate::engine::model::Form;
use crate::engine::model::Piece;
use crate::engine::model::Reading;
use crate::engine::model::Stamp;
use crate::engine::parse::page::block::Block;
use crate::engine::parse::page::post::Post;
use crate::engine::rules::Rules;
use crate::engine::segment::stamp;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::words;

/// Fewer times may stand in any article.
const FEWEST: usize = 3;

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

/// Whether lines of the page state times.
pub(super) fn state_times(blocks: &[Block]) -> bool {
    let stating = blocks.iter().filter(|block| block.byline.is_some());
    stating.count() >= FEWEST
}

/// Whether lines of a text state where three updates or more begin.
pub(super) fn has_updates(reading: &Reading) -> bool {
    reading.form == Form::Timed && updates(reading).len() >= FEWEST
}

/// Whether the text of a page that does not call itself live is one of updates all the same: clock times or minutes of play
/// stand at most of them, most have running text, together they hold half of the page's `body` words, and they do not lie days
/// apart.
pub(super) fn tells_updates(reading: &Reading, body: usize, rules: &Rules) -> bool {
    /// Lines of a programme have fewer words than most updates.
    const TOLD: usize = 8;
    let updates = updates(reading);
    let mut lengths: Vec<usize> = updates.iter().map(|update| running(update)).collect();
    let told = lengths.iter().filter(|length| **length >= TOLD).count();
    // Below the last one an article may go on.
    if let Some((last, others)) = lengths.split_last_mut() {
        *last = (*last).min(others.iter().copied().max().unwrap_or(0));
    }
    let most = |count: usize| count * 10 >= updates.len() * 6;
    let timed = updates
        .iter()
        .filter(|update| update.iter().any(|piece| is_timed(piece, rules)));
    let stamps = updates
        .iter()
        .copied()
        .flatten()
        .filter_map(|piece| piece.stamp.as_ref());
    has_updates(reading)
        && most(told)
        && most(timed.count())
        && lengths.iter().sum::<usize>() * 2 >= body
        && !are_days_apart(stamps.filter_map(local).collect())
}

/// Whether a piece states a clock time or begins with a time of play.
fn is_timed(piece: &Piece, rules: &Rules) -> bool {
    let stamp = piece.stamp.as_ref();
    let plays = || {
        let line = stamp::parse_line(&piece.text, rules);
        line.is_some_and(|line| line.shape == Shape::Play)
    };
    stamp.is_some_and(|stamp| stamp.minutes.is_some() || stamp.instant.is_some()) || plays()
}

/// The updates of a text.
fn updates(reading: &Reading) -> Vec<&[Piece]> {
    let begins = |piece: &Piece| piece.cut == Cut::Certain;
    let first = reading.pieces.iter().position(begins);
    let below = &reading.pieces[first.unwrap_or(reading.pieces.len())..];
    below.chunk_by(|_, next| !begins(next)).collect()
}

/// The words of running text.
fn running(pieces: &[Piece]) -> usize {
    let body = pieces.iter().filter(|piece| piece.role.is_body());
    body.map(|piece| words::count(&piece.text)).sum()
}

/// Whether most entries lie days apart.
pub(super) fn lie_days_apart(posts: &[Post]) -> bool {
    are_days_apart(posts.iter().filter_map(second).collect())
}

/// Whether most of these instants, in seconds, lie days apart.
fn are_days_apart(mut times: Vec<i64>) -> bool {
    /// Most entries of a live blog follow each other sooner, in seconds.
    const LONG: i64 = 20 * 3600;
    times.sort_unstable();
    let mut gaps: Vec<i64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    gaps.sort_unstable();
    gaps.get(gaps.len() / 2).is_some_and(|gap| *gap > LONG)
}

/// When an entry was written; the second of the day counts only where it is stated.
fn second(post: &Post) -> Option<i64> {
    let times = &post.times;
    let stamp = times.line.as_ref().map(|(_, stamp)| stamp);
    let stated = times.shown.or(times.kept).map(Timestamp::as_second);
    stated.or_else(|| stamp.and_then(local))
}

/// The second that a line states, by a clock without a zone where it names none.
fn local(stamp: &Stamp) -> Option<i64> {
    let clock = || {
        let (year, month, day) = stamp.day.filter(|(year, ..)| *year > 0)?;
        let minutes = i64::from(stamp.minutes.unwrap_or(0));
        let date = civil::Date::new(year, month, day).ok()?;
        let start = Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()?;
        Some(start.as_second() + minutes * 60)
    };
    stamp.instant.map(Timestamp::as_second).or_else(clock)
}
