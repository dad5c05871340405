//! Where a page's live blog begins and ends: its head above, site furniture around.

pub(crate) mod title;

use std::ops::Range;

use foldhash::HashMap;

use crate::engine::model::Role;
use crate::engine::rules::Rules;
use crate::engine::segment::controls;
use crate::engine::segment::item::Item;
use crate::engine::segment::page::title::title;
use crate::engine::segment::parting;
use crate::engine::segment::place::ends_in_dash;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::words;
use crate::engine::text::words::Word;

/// Decides headline, standfirst and the furniture around; says whether the headline was kept, or a heading right below what says
/// that entries follow.
pub(crate) fn frame(items: &mut [Item], rules: &Rules) -> bool {
    foot(items);
    title::forget_days(items, rules);
    if begins_with_entry(items, rules) {
        return false;
    }
    let titled = title(items, rules);
    if !titled {
        let listed = listed(items, rules);
        for item in &mut items[listed] {
            item.decide(Role::Summary, "key point");
        }
        head_without_title(items);
    }
    let heading = |item: &Item| item.is_short_open() && !is_menu(item);
    let first = items.iter().position(Item::is_content);
    titled || first.is_some_and(|i| heading(&items[i]) && title::is_below_opener(items, i))
}

/// Sets the furniture below the last entry aside: from the first known furniture on, where little prose follows.
fn foot(items: &mut [Item]) {
    let prose: Vec<usize> = (0..items.len()).filter(|i| items[*i].is_prose()).collect();
    let Some(most) = prose
        .len()
        .checked_mul(6)
        .map(|n| n / 10)
        .and_then(|n| prose.get(n))
        .copied()
    else {
        return;
    };
    let stamps = items.iter().filter(|item| item.byline.is_some()).count();
    let mut seen: HashMap<&[Word], usize> = HashMap::default();
    let first = prose.first().copied();
    let mut total: HashMap<&[Word], (usize, bool, usize)> = HashMap::default();
    for (i, item) in items.iter().enumerate() {
        let (above, among, all) = total.entry(&item.features.words).or_default();
        *above += usize::from(i < most);
        *among |= i < most && first.is_some_and(|first| first <= i);
        *all += 1;
    }
    let numbered = |item: &Item| item.is_content() && item.features.ordinal.is_some();
    let last_numbered = items.iter().rposition(numbered);
    let numbers = items.iter().filter(|item| numbered(item)).count();
    let last_numbered = last_numbered.filter(|_| numbers >= EACH);
    let last_control = controls::last(items, most);
    let mut good = prose.iter().filter(|at| **at >= most).count();
    let mut stamped = items[most..]
        .iter()
        .filter(|item| item.byline.is_some())
        .count();
    let mut starts = None;
    for (i, item) in items.iter().enumerate() {
        let again = seen.entry(&item.features.words).or_default();
        *again += 1;
        if i < most {
            continue;
        }
        let rest = items.len() - i;
        let (above, among, all) = total
            .get(item.features.words.as_slice())
            .copied()
            .unwrap_or_default();
        let seldom = *again <= 2 && (above == 0 || all <= 2);
        let goes_on = last_numbered.max(last_control).is_some_and(|last| i < last);
        // What stands among the entries says nothing of where they end, if texts follow.
        let foreign = seldom
            && !(among && good > 0)
            && !goes_on
            && (stamped <= 1 || stamped * 5 < stamps)
            && !opens_entry(items, i);
        let menu = item.is_furniture() && item.features.len() > 0;
        if foreign && menu && good * 2 < rest && good <= 4.max(prose.len() / 8) {
            starts = Some(i);
            break;
        }
        good -= usize::from(item.is_prose());
        stamped -= usize::from(item.byline.is_some());
    }
    let last = prose.last().copied().unwrap_or(0);
    let below = (last + 1..items.len()).find(|i| {
        let again = seen.get(&items[*i].features.words.as_slice());
        let each = again.is_some_and(|again| *again >= EACH);
        items[*i].is_furniture() && !(each && is_cut_entry(&items[*i..]))
    });
    let below = below.filter(|i| items[*i..].iter().all(|item| item.byline.is_none()));
    let starts = starts.into_iter().chain(trailing_menu(items)).min();
    let starts = starts.or(below);
    if let Some(start) = starts {
        let start = below_last_text(items, start);
        for item in &mut items[start..] {
            item.decide(Role::Furniture, "below the last entry");
        }
    }
}

/// Whether a heading and a text that is cut off follow, and nothing more.
fn is_cut_entry(items: &[Item]) -> bool {
    let mut text = items.iter().filter(|item| item.is_content());
    let (heading, body, more) = (text.next(), text.next(), text.next());
    if body.is_none() {
        return heading.is_some_and(|text| text.features.open && text.features.len() >= CUT);
    }
    heading.is_some_and(Item::is_short_open)
        && body.is_some_and(|body| body.features.len() >= CUT)
        && more.is_none()
}

/// Shorter texts below a heading are part of a menu.
const CUT: usize = 8;

/// Furniture that stands so often may stand below each entry.
const EACH: usize = 3;

/// Whether the next time below a line stands above text, or before one: then an entry follows.
fn opens_entry(items: &[Item], at: usize) -> bool {
    let end = items.len().min(at + 4);
    let timed = (at..end).find(|i| items[*i].byline.is_some());
    timed.is_some_and(|stamp| {
        let below = &items[stamp + 1..];
        items[stamp].is_content() || below.iter().take(3).any(Item::is_prose)
    })
}

/// Many short lines at the end, and no prose but a headline among them, are a menu.
fn trailing_menu(items: &[Item]) -> Option<usize> {
    let short = |item: &Item| item.features.open && item.features.len() <= 8;
    let menu = |i: usize| {
        let item = &items[i];
        if item.byline.as_ref().is_some_and(|byline| byline.rest > 0)
            && carries_entries(items, item)
        {
            return false;
        }
        let linked = item.features.len() <= LONGEST_LINK && i > 0 && short(&items[i - 1]);
        item.is_furniture() || item.is_content() && (short(item) || linked)
    };
    // One time may be that of what comes next, unless it is written as those of the entries.
    let mut stamps = 0;
    let mut in_menu = |i: &usize| {
        let stamp = items[*i].is_stamp();
        stamps += usize::from(stamp);
        menu(*i) || stamp && stamps == 1 && !states_entry(items, *i)
    };
    let menu = (0..items.len()).rev().take_while(|i| in_menu(i));
    let from = menu.filter(|i| items[*i].is_content()).last()?;
    let tail = items[from..].iter().filter(|item| item.is_content());
    let (lines, words) = tail.fold((0, 0), |(lines, words), item| {
        (lines + 1, words + item.features.len())
    });
    let known = items[from..].iter().any(Item::is_furniture);
    let many = if known { 4 } else { 6 };
    (lines >= many && words <= lines * 5).then_some(from)
}

/// Whether a line states a time of the day as several others do, in the same signs.
fn states_entry(items: &[Item], i: usize) -> bool {
    let timed =
        |item: &Item| item.is_stamp() && matches!(item.shape(), Some(Shape::Clock | Shape::Dated));
    is_written_alike(items, &items[i], timed, ALIKE + 1)
}

/// Where the furniture below the last entry starts, if it seems to right below the time of an entry, with the heading on its line or
/// without: below the heading and the texts of this, or below the one line that it has as the entry above has one.
fn below_last_text(items: &[Item], start: usize) -> usize {
    let above = |end: usize| (0..end).rev().find(|i| !items[*i].is_furniture());
    let heads = |i: &usize| {
        let rest = items[*i].byline.as_ref().map_or(0, |byline| byline.rest);
        rest > 0 && items[*i].is_short_open() && carries_entries(items, &items[*i])
    };
    let begins = |i: &usize| states_entry(items, *i) || heads(i);
    let Some(mut stamp) = above(start).filter(begins) else {
        return start;
    };
    let on_line = heads(&stamp);
    // A time may stand in two ways.
    while let Some(other) = above(stamp).filter(|i| items[*i].is_stamp()) {
        stamp = other;
    }
    let prose = |i: usize| items.get(i).is_some_and(Item::is_prose);
    let headed = !on_line && items[start].is_short_open() && prose(start + 1);
    let texts = (start + usize::from(headed)..items.len()).take_while(|i| prose(*i));
    let end = start + usize::from(headed) + texts.count();
    let content = items[..stamp]
        .iter()
        .rev()
        .take_while(|item| !item.is_stamp() && (!on_line || item.byline.is_none()));
    let lone = content.filter(|item| item.is_content()).count() == 1;
    end.max(start + usize::from(lone && items[start].is_content()))
}

/// A headline in a menu has no more words.
const LONGEST_LINK: usize = 12;

/// Whether a line stands above one that holds nothing but a credit: "Ann Archer | Agency".
pub(crate) fn is_captioned(items: &[Item], i: usize) -> bool {
    let below = items.get(i + 1);
    below.is_some_and(|item| {
        item.is_content() && item.features.credit && item.features.len() <= LONGEST_CREDIT
    })
}

/// Longer lines with a credit are captions themselves.
const LONGEST_CREDIT: usize = 5;

/// Whether a line is the numbered heading of an entry, with its time below: "3. Polls close".
fn is_numbered(items: &[Item], i: usize) -> bool {
    let below = items.get(i + 1);
    items[i].features.ordinal.is_some()
        && below.is_some_and(|below| below.is_stamp() && carries_entries(items, below))
}

/// Whether a line is the first of several numbered headings: "1. Thanks for joining us".
fn is_first_of_several(items: &[Item], i: usize) -> bool {
    let number = |item: &Item| item.features.ordinal.filter(|_| item.is_content());
    let mut below = items[i + 1..].iter();
    let apart = items.get(i + 1).is_some_and(Item::is_prose);
    number(&items[i]) == Some(1) && apart && below.any(|item| number(item) == Some(2))
}

/// Whether the time of an entry stands above a line.
fn below_times(items: &[Item], i: usize) -> bool {
    items[..i].iter().any(|item| is_entry_stamp(items, item))
}

/// Whether three lines or more state a time as one does.
fn carries_entries(items: &[Item], stamp: &Item) -> bool {
    let same = |other: &&Item| other.shape() == stamp.shape();
    items.iter().filter(same).take(3).count() == 3
}

/// Whether a line states a time in the way that entries further down do, and so belongs to the first of them.
fn is_entry_stamp(items: &[Item], item: &Item) -> bool {
    matches!(
        item.shape(),
        Some(Shape::Clock | Shape::Relative | Shape::Inline | Shape::Play)
    ) && carries_entries(items, item)
}

/// Whether three lines or more state their day and time with the same words and signs in the same places as one does: that of the
/// page is written in another way.
fn is_written_as_others(items: &[Item], stamp: &Item) -> bool {
    is_written_alike(items, stamp, is_full, ALIKE)
}

/// Whether so many lines of a kind, a stamp among them, are written with the same words and signs in the same places.
fn is_written_alike(
    items: &[Item],
    stamp: &Item,
    kind: impl Fn(&Item) -> bool,
    fewest: usize,
) -> bool {
    let written = stamp.written();
    let alike = |item: &&Item| kind(item) && item.written() == written;
    kind(stamp) && items.iter().filter(alike).take(fewest).count() == fewest
}

/// Fewer days with times that are written alike may be those of the page.
const ALIKE: usize = 3;

/// Whether a page begins with the day and time of an entry, as many further down do, so that no headline stands above: with a text
/// below it, or with a heading and a text where other times are written in the same way.
fn begins_with_entry(items: &[Item], rules: &Rules) -> bool {
    let mut lines = items.iter().filter(|item| !item.is_furniture());
    let Some(time) = lines.next().filter(|item| is_full(item)) else {
        return false;
    };
    let (first, second) = (lines.next(), lines.next());
    let text = |item: Option<&Item>| item.is_some_and(Item::is_prose);
    let full = items.iter().filter(|item| is_full(item));
    if text(first) {
        return full.take(MANY).count() == MANY;
    }
    let heading = first.filter(|item| item.is_short_open() && !title::is_live(item, rules));
    heading.is_some() && text(second) && is_written_as_others(items, time)
}

/// Whether a line states a day with a clock time.
fn is_full(item: &Item) -> bool {
    let byline = item.byline.as_ref().filter(|byline| byline.rest == 0);
    byline.is_some_and(|byline| {
        byline.shape == Shape::Dated && byline.stamp.minutes.is_some() && byline.stamp.day.is_some()
    })
}

/// Fewer days with times may be those of the page and of what it links to.
const MANY: usize = 5;

/// The lines of a list of key points: three or more like each other below the label of one.
fn listed(items: &[Item], rules: &Rules) -> Range<usize> {
    let point = |item: &&Item| {
        let long = item.features.len() >= LIVE_TITLE;
        item.is_short_open() && long && item.features.ordinal.is_none()
    };
    let label = |item: &Item| rules.list_labels.contains(&words::fold(&item.text));
    let lists = (0..items.len()).filter(|i| label(&items[*i])).map(|i| {
        let points = items[i + 1..].iter().take_while(point).count();
        let end = i + 1 + points;
        // A heading above the time of its entry is none.
        i + 1..end - usize::from(points > 0 && items.get(end).is_some_and(Item::is_stamp))
    });
    let top = items.iter().position(Item::is_prose).unwrap_or(items.len());
    let mut long = lists.filter(|list| list.len() >= POINTS && list.start <= top);
    long.next().unwrap_or(0..0)
}

/// Fewer lines below a label are no list.
const POINTS: usize = 3;

/// The first of the lines that state the times of entries: three or more of one shape.
fn first_time(items: &[Item]) -> Option<usize> {
    let mut times = (0..items.len()).filter(|i| {
        matches!(
            items[*i].shape(),
            Some(Shape::Clock | Shape::Relative | Shape::Dated | Shape::Inline | Shape::Play)
        )
    });
    times.find(|i| {
        let same = |item: &&Item| item.shape() == items[*i].shape();
        items[*i..].iter().filter(same).take(3).count() == 3
    })
}

/// How many short lines a menu above the headline may have.
const LONGEST_MENU: usize = 40;

/// A title that says that the page is live may be so short.
const LIVE_TITLE: usize = 5;

/// A line of a menu: fewer words than any title has, or an item of a list that is no sentence.
fn is_menu(item: &Item) -> bool {
    let letters = words::stand_alone(&item.text);
    let shortest = if letters { 8 } else { 4 };
    let listed = item.features.bullet && item.features.len() <= LONGEST_LINK;
    (item.features.len() < shortest || listed) && !ends_in_dash(&item.text)
}

/// Whether a menu stands right below a line: then it may be what the site calls itself.
fn is_above_menu(items: &[Item], i: usize) -> bool {
    let below = items[i + 1..].iter().filter(|item| item.is_content());
    let menu = below.take_while(|item| item.features.open && is_menu(item));
    menu.take(MENU).count() == MENU
}

/// Fewer short lines are no menu.
const MENU: usize = 5;

/// Whether a line has the numbers of a day and of a time of day: those of the page.
fn states_day_and_time(item: &Item) -> bool {
    let bytes: Vec<bool> = item.text.bytes().map(|b| b.is_ascii_digit()).collect();
    let colon =
        |at: usize| at > 0 && bytes[at - 1] && bytes.get(at + 1..at + 3) == Some(&[true; 2]);
    item.features.numbers.len() >= 4 && item.text.match_indices(':').any(|(at, _)| colon(at))
}

/// Whether a line without a final stop stands right above text, furniture between them left out.
fn heads_text(items: &[Item], i: usize) -> bool {
    let mut below = items[i + 1..].iter().filter(|item| !item.is_furniture());
    items[i].is_short_open() && below.next().is_some_and(Item::is_prose)
}

/// Fewer labels above texts are lines of menus.
const LABELS: usize = 4;

/// A text without headline: menus above the first sentence go, a first line before the furniture is the standfirst.
fn head_without_title(items: &mut [Item]) {
    let begins = |i: &usize| {
        is_entry_stamp(items, &items[*i])
            || is_numbered(items, *i)
            || is_first_of_several(items, *i)
    };
    let first = (0..items.len()).find(begins).unwrap_or(items.len());
    let content: Vec<usize> = (0..first).filter(|i| items[*i].is_content()).collect();
    let headed = (0..items.len()).filter(|i| heads_text(items, *i));
    let headed = headed.take(EACH).count() == EACH;
    let parts = |items: &[Item], i: usize| {
        let short = headed && items[i].features.len() <= LONGEST_LINK;
        short && items.get(i + 1).is_some_and(parting::signs_off)
    };
    let menu = content.iter();
    let menu = menu.take_while(|i| is_menu(&items[**i]) && !parts(items, **i));
    let numbered = |i: usize| items[i].text.contains(|c: char| c.is_numeric());
    let above = |i: &&usize| !heads_text(items, **i) || numbered(**i);
    let labels = (0..items.len()).filter(|i| is_menu(&items[*i]) && heads_text(items, *i));
    // Where labels stand above texts, the last line of the menu is one.
    let labelled = labels.take(LABELS).count() == LABELS;
    let skipped = menu.take_while(|i| !labelled || above(i)).count();
    if content.len() > skipped {
        for i in &content[..skipped] {
            items[*i].decide(Role::Furniture, "above the first sentence");
        }
    }
    let first = content.get(skipped).copied();
    let Some(first) = first.filter(|first| !below_times(items, *first)) else {
        return;
    };
    // What stands below entry after entry ends one here, too.
    let again = |next: &&Item| {
        let same = items
            .iter()
            .filter(|item| item.features.words == next.features.words);
        next.text.contains(char::is_alphabetic) && same.take(EACH).count() == EACH
    };
    let next = items.get(first + 1).filter(|next| !again(next));
    let next_is_furniture = next.is_some_and(Item::is_furniture);
    let parting = parts(items, first);
    let label = labelled && heads_text(items, first)
        || ends_in_dash(&items[first].text)
        || title::is_below_opener(items, first)
        || parting;
    let open_above_prose = items[first].features.open
        && content
            .get(skipped + 1)
            .is_some_and(|i| items[*i].is_prose());
    let more = content.len() > skipped + 1;
    if more && !label && !items[first].features.credit && (next_is_furniture || open_above_prose) {
        items[first].decide(Role::Standfirst, title::FIRST_LINE);
    }
}
