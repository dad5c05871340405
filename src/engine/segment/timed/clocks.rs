//! Clock times of one page: which of them state entries, by what stands beside them and by their order.

use foldhash::HashMap;

use crate::engine::segment::item::Item;
use crate::engine::segment::stamp::Shape;
use crate::engine::segment::timed::OFTEN;
use crate::engine::segment::timed::carries;

/// Takes days with a clock time for clock times, where most lines that begin with the same words state none: "published at 20:33
/// 9 May 2030" among "published at 20:36".
pub(super) fn with_day(items: &mut [Item]) {
    let words = |item: &Item| {
        let ahead = item.text.split(|c: char| c.is_numeric()).next()?;
        let said = ahead.contains(char::is_alphabetic) && item.role.is_none() && item.is_stamp();
        said.then(|| ahead.to_owned())
    };
    let mut counts: HashMap<String, [usize; 2]> = HashMap::default();
    for item in items.iter() {
        let dated = match item.shape() {
            Some(Shape::Clock) => 0,
            Some(Shape::Dated) => 1,
            _ => continue,
        };
        if let Some(words) = words(item) {
            counts.entry(words).or_default()[dated] += 1;
        }
    }
    for item in items {
        let mixed = words(item).and_then(|words| counts.get(&words).copied());
        let most = mixed.is_some_and(|[clock, dated]| clock >= OFTEN && dated <= clock);
        if let Some(byline) = item.byline.as_mut().filter(|_| most)
            && byline.shape == Shape::Dated
            && byline.stamp.minutes.is_some()
        {
            byline.shape = Shape::Clock;
        }
    }
}

/// Where most days are stated with a clock time, one without is that of an embedded post.
pub(super) fn with_clock(items: &[Item], at: Vec<usize>) -> Vec<usize> {
    let clock = |i: &usize| {
        let byline = items[*i].byline.as_ref();
        byline.is_some_and(|byline| byline.stamp.minutes.is_some() || byline.stamp.day.is_none())
    };
    let clocks = at.iter().filter(|i| clock(i)).count();
    if clocks * 10 >= at.len() * 6 {
        at.into_iter().filter(clock).collect()
    } else {
        at
    }
}

/// Whether clock times on lines of their own and at the beginning of texts are in one order, so that both state entries.
pub(super) fn clocks_in_order(items: &[Item], start: usize) -> bool {
    let time = |item: &Item| {
        let clock = matches!(item.shape(), Some(Shape::Clock | Shape::Inline));
        let byline = item
            .byline
            .as_ref()
            .filter(|_| clock && item.role.is_none())?;
        byline.stamp.minutes
    };
    let times: Vec<u16> = items[start..].iter().filter_map(time).collect();
    let breaks = |falls: bool| {
        let breaks = |two: &&[u16]| (two[1] > two[0]) == falls && two[0] != two[1];
        times.windows(2).filter(breaks).count()
    };
    // The day may change once.
    times.len() > OFTEN && breaks(true).min(breaks(false)) <= 1
}

/// Clock times on lines of their own among those that texts begin with, where all are in one order.
pub(super) fn lone_clocks(items: &[Item], start: usize, first: usize) -> Vec<usize> {
    if !clocks_in_order(items, start) {
        return Vec::new();
    }
    let mut above = None;
    let mut out = Vec::new();
    for (i, item) in items.iter().enumerate().skip(first) {
        let Some(byline) = item.byline.as_ref().filter(|_| item.role.is_none()) else {
            continue;
        };
        let unsigned = byline.stamp.author.is_none();
        let news = byline.stamp.minutes != above;
        if carries(item, Shape::Clock) && unsigned && news {
            out.push(i);
        }
        above = byline.stamp.minutes.or(above);
    }
    out
}
