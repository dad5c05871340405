//! Texts that state a time or an author for every entry: the stamps give the borders.

pub(crate) mod between;
mod clocks;
mod first;
mod heading;
mod leading;
mod plan;
mod points;
mod repeated;

use std::collections::BTreeSet;

use crate::engine::model::Cut;
use crate::engine::model::Role;
use crate::engine::rules::Rules;
use crate::engine::segment::author;
use crate::engine::segment::beside;
use crate::engine::segment::closer;
use crate::engine::segment::controls;
use crate::engine::segment::early;
use crate::engine::segment::item::Item;
use crate::engine::segment::label;
use crate::engine::segment::label::Mode;
use crate::engine::segment::label::State;
use crate::engine::segment::looks::Looks;
use crate::engine::segment::page::is_captioned;
use crate::engine::segment::page::title::is_titled;
use crate::engine::segment::place::Place;
use crate::engine::segment::place::border;
use crate::engine::segment::place::is_inline;
use crate::engine::segment::place::place;
use crate::engine::segment::place::speaker;
use crate::engine::segment::rhythm;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Shape;
use crate::engine::segment::timed::clocks::clocks_in_order;
use crate::engine::segment::timed::clocks::lone_clocks;
use crate::engine::segment::timed::clocks::with_clock;
use crate::engine::segment::timed::first::first_with_text;
use crate::engine::segment::timed::first::told_below;
use crate::engine::segment::timed::plan::is_plan;
use crate::engine::text::words;

/// The shapes that can carry an entry, in the order in which they are trusted.
const SHAPES: [Shape; 6] = [
    Shape::Relative,
    Shape::Clock,
    Shape::Inline,
    Shape::Dated,
    Shape::Play,
    Shape::Author,
];

/// Seldomer lines may be content.
const OFTEN: usize = 3;

/// More lines than this for each stamp mean that an extractor lost most stamps: those left are hints, no frame. Authors without
/// times may stand above few entries only, and half as many lines tell that, but for those below headings.
const SPARSE: usize = 12;

/// Reads a page by its stamps; false where it has none to go by.
pub(crate) fn read(items: &mut [Item]) -> bool {
    rhythm::sign(items);
    author::mark(items);
    author::sign_below(items);
    beside::tell(items);
    points::with_times(items);
    clocks::with_day(items);
    let start = below_head(items);
    let mut cuts = BTreeSet::new();
    let (mut timed, mut headed) = (false, false);
    let mut opened = None::<usize>;
    let mut closes = false;
    let (mut place_of_clocks, mut last_place) = (None, None);
    let mut titles = BTreeSet::new();
    for shape in SHAPES {
        let at: Vec<usize> = (start..items.len())
            .filter(|i| carries(&items[*i], shape))
            .collect();
        let at = of_entries(items, firsts(items, with_clock(items, at)));
        let Some(place) = place_below(items, start, &at, cuts.last().zip(last_place)) else {
            continue;
        };
        let from = |k: usize| k.checked_sub(1).map_or(start, |k| at[k] + 1);
        let named = shape == Shape::Inline && names_above(items, start, &at);
        let found: BTreeSet<usize> = (0..at.len())
            .map(|k| border(items, from(k), at[k], place))
            .map(|i| {
                if named {
                    name_above(items, start, i).unwrap_or(i)
                } else {
                    i
                }
            })
            .collect();
        let mixed = shape == Shape::Inline && place_of_clocks == Some(Place::Opening);
        let stands = beside(items, &cuts, &found) || mixed && clocks_in_order(items, start);
        if !stands || shape == Shape::Inline && is_plan(items, &cuts, &at) {
            continue;
        }
        if shape == Shape::Clock {
            place_of_clocks = Some(place);
        }
        if shape == Shape::Inline && place == Place::Opening && place_of_clocks.is_none() {
            cuts.extend(lone_clocks(items, start, at[0]));
        }
        if place == Place::AfterSentence {
            titles.clone_from(&found);
        }
        cuts.extend(found);
        last_place = Some(place);
        timed |= shape != Shape::Author;
        headed |= place == Place::AfterHeading;
        closes |= place == Place::Closing;
        if place != Place::Closing {
            opened = opened.into_iter().chain(cuts.iter().next().copied()).min();
        }
    }
    if let Some(listed) = between::listed(items, start, &cuts) {
        opened = listed.first().copied();
        (closes, cuts) = (false, listed);
    }
    opened = count_on(items, start, &mut cuts, opened);
    let content = items[start..]
        .iter()
        .filter(|item| item.is_content())
        .count();
    let (fewest, sparse) = match (timed, headed) {
        (true, _) => (2, SPARSE),
        (false, true) => (OFTEN, SPARSE),
        (false, false) => (OFTEN, SPARSE / 2),
    };
    if cuts.len() < fewest || content > cuts.len() * sparse {
        return false;
    }
    let first = match opened {
        Some(first) => {
            let first = told_below(items, &cuts, first_with_text(items, &cuts, first));
            let titled = first.checked_sub(1).filter(|i| is_titled(items, *i));
            if titled.is_some() {
                cuts.remove(&first);
            }
            titled.unwrap_or_else(|| leading::above(items, &cuts, first))
        }
        None if closes => start + summary_length(&items[start..]),
        None => return false,
    };
    cuts.insert(first);
    label_entries(items, &cuts, &titles, first);
    true
}

/// Where stamps of one shape stand: below all entries that are known, as those of these do, if nothing else is said on their lines.
fn place_below(
    items: &[Item],
    start: usize,
    at: &[usize],
    known: Option<(&usize, Place)>,
) -> Option<Place> {
    let first = *at.first()?;
    let timed = items[first].is_stamp() && items[first].shape() != Some(Shape::Author);
    match known {
        Some((last, Place::Opening)) if timed && first > *last => Some(Place::Opening),
        _ => place(items, start, at),
    }
}

/// Gives every line a role, where entries begin at these lines and sentences among them are headings.
fn label_entries(
    items: &mut [Item],
    cuts: &BTreeSet<usize>,
    titles: &BTreeSet<usize>,
    first: usize,
) {
    head(&mut items[..first]);
    let cuts: Vec<usize> = cuts.range(first..).copied().chain([items.len()]).collect();
    repeated::set_aside(items, &cuts);
    author::sign_texts(items);
    for title in titles.range(first..) {
        if !items[*title].is_stamp() {
            items[*title].decide(Role::Heading, "a sentence above each time");
        }
    }
    let end = cuts.len() - 1;
    let untimed = untimed(items, &cuts);
    let mut cuts = [&cuts[..end], &untimed, &cuts[end..]].concat();
    cuts.extend(between::untold(items, &cuts));
    cuts.extend(between::numbered(items, &cuts));
    if !states_times(items, first) {
        cuts.sort_unstable();
        cuts.extend(controls::untold(items, &cuts));
    }
    cuts.sort_unstable();
    cuts.dedup();
    between::title_above_authors(items, &cuts);
    let titled = have_headings(items, &cuts);
    for pair in cuts.windows(2) {
        let stretch = &mut items[pair[0]..pair[1]];
        if pinned(stretch) {
            copy(stretch);
        } else {
            entry(stretch, titled);
        }
    }
}

/// Takes in the entries that are counted on above and below the others; returns where the first one begins, which was there before.
fn count_on(
    items: &mut [Item],
    start: usize,
    cuts: &mut BTreeSet<usize>,
    opened: Option<usize>,
) -> Option<usize> {
    let counted = between::counted(items, start, cuts);
    if cuts
        .iter()
        .all(|i| items.get(*i).is_some_and(Item::is_stamp))
    {
        // "12. Before the match" stands for a time.
        for i in &counted {
            items[*i].byline.get_or_insert_with(|| Byline::by(None));
        }
    }
    let first = counted.iter().copied().min();
    cuts.extend(counted);
    opened.map(|opened| first.map_or(opened, |first| opened.min(first)))
}

/// Whether any line from one on states a time.
fn states_times(items: &[Item], first: usize) -> bool {
    let timed = |item: &Item| item.is_time() && !item.states(Shape::Updated);
    items[first..]
        .iter()
        .any(|item| item.role.is_none() && timed(item))
}

/// Whether names stand above the texts that begin with their times, above the first one as above most others.
fn names_above(items: &[Item], start: usize, at: &[usize]) -> bool {
    let named = |i: &&usize| name_above(items, start, **i).is_some();
    let first = at.first().is_some_and(|first| named(&first));
    first && at.iter().filter(named).count() * 10 >= at.len() * 6
}

/// The name of an author right above a line, furniture left out.
fn name_above(items: &[Item], start: usize, at: usize) -> Option<usize> {
    let mut above = (start..at).rev().filter(|i| !items[*i].is_furniture());
    above.next().filter(|i| items[*i].states(Shape::Author))
}

/// Where entries may begin: below headline and standfirst, and below what says that entries follow, where most times stand below it.
fn below_head(items: &[Item]) -> usize {
    let head = |item: &Item| matches!(item.role, Some((Role::Headline | Role::Standfirst, _)));
    let start = items.iter().rposition(head).map_or(0, |i| i + 1);
    let follow = |item: &Item| item.set_aside_by() == Some(closer::ENTRIES_FOLLOW);
    let stamps = |range: &[Item]| range.iter().filter(|item| item.byline.is_some()).count();
    let opener = items.iter().rposition(follow).filter(|i| *i >= start);
    let most = |i: &usize| stamps(&items[start..*i]) * 4 <= stamps(&items[*i..]);
    opener.filter(most).map_or(start, |i| i + 1)
}

/// Where older entries begin that state no time: below the last time, where far more stands than below any other and short
/// lines stand like headings.
fn untimed(items: &[Item], cuts: &[usize]) -> Vec<usize> {
    let content = |pair: &[usize]| -> Vec<usize> {
        (pair[0]..pair[1])
            .filter(|i| items[*i].is_content())
            .collect()
    };
    let stretches: Vec<Vec<usize>> = cuts.windows(2).map(content).collect();
    let Some((last, others)) = stretches.split_last() else {
        return Vec::new();
    };
    let longest = others.iter().map(Vec::len).max().unwrap_or(0);
    if last.len() < SHORTEST_REST || last.len() < longest * FAR_MORE {
        return Vec::new();
    }
    let lines: Vec<_> = last.iter().map(|i| &items[*i].features).collect();
    if !Looks::of(&lines).headings.kept(false) {
        return Vec::new();
    }
    let states = label::alone(&lines, Mode::Headed);
    let begins = last.iter().zip(states).skip(1);
    begins
        .filter(|(_, state)| *state == State::Heading)
        .map(|(i, _)| *i)
        .collect()
}

/// So many lines below the last time may be several entries, if they are so many times more than below any other.
const SHORTEST_REST: usize = 8;
const FAR_MORE: usize = 3;

/// Whether entries have headings: then a line without a final stop that stands alone below a time is one, too.
fn have_headings(items: &[Item], cuts: &[usize]) -> bool {
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

/// All but a first one that states more than the others, which are all alike: the time of the page.
fn of_entries(items: &[Item], mut at: Vec<usize>) -> Vec<usize> {
    let parts = |i: &usize| {
        let stamp = items[*i].byline.as_ref().map(|byline| &byline.stamp);
        stamp.map_or([false; 3], |stamp| {
            [
                stamp.day.is_some(),
                stamp.minutes.is_some(),
                stamp.ago.is_some(),
            ]
        })
    };
    let count = |parts: [bool; 3]| parts.iter().filter(|part| **part).count();
    // "By Ann Archer" below the headline, and "Ann Archer" at entry after entry.
    let bare = |i: &usize| {
        let author = items[*i].byline.as_ref()?.stamp.author.as_ref()?;
        let named = items[*i].states(Shape::Author);
        named.then(|| **author == *items[*i].text)
    };
    if let [first, others @ ..] = at.as_slice()
        && others.len() >= OFTEN
        && bare(first) == Some(false)
        && others.iter().all(|i| bare(i) != Some(false))
    {
        at.remove(0);
    }
    // "Wednesday 2 October 2019 14:41 BST" below the headline, and "Ann Archer2 October 2019 12:47" at entry after entry.
    let written = |i: &usize| items[*i].written();
    if let [first, others @ ..] = at.as_slice()
        && others.len() >= OFTEN
        && items[*first].is_stamp()
        && items[*first].states(Shape::Dated)
        && written(first) != written(&others[0])
        && others.iter().all(|i| written(i) == written(&others[0]))
    {
        at.remove(0);
    }
    if let [first, second, rest @ ..] = at.as_slice()
        && rest.len() >= 2
        && rest.iter().all(|i| parts(i) == parts(second))
        && count(parts(second)) > 0
        && count(parts(first)) > count(parts(second))
        && !(is_inline(&items[*first]) && above_other(items, *first, *second))
    {
        at.remove(0);
    }
    at
}

/// Whether the first of two times is a little later than the other, as that of an entry.
fn above_other(items: &[Item], first: usize, second: usize) -> bool {
    let minutes = |i: usize| items[i].byline.as_ref()?.stamp.minutes;
    let times = minutes(first).zip(minutes(second));
    times.is_some_and(|(first, second)| early::goes_on(first, second))
}

/// The first of the stamps that stand together, where it does not belong to an entry without text.
fn firsts(items: &[Item], at: Vec<usize>) -> Vec<usize> {
    let above = |i: usize| {
        let mut before = (0..i).rev();
        before.find(|j| items[*j].is_content() || items[*j].is_stamp())
    };
    let joins = |i: &usize| {
        let above = above(*i).filter(|_| items[*i].is_stamp());
        above.filter(|above| items[*above].is_stamp() && at.binary_search(above).is_ok())
    };
    let pairs: Vec<(usize, usize)> = at.iter().filter_map(|i| Some((joins(i)?, *i))).collect();
    // A page that states two times for each entry does so for most of them.
    let parts = |i: usize| items[i].byline.as_ref().map(|byline| &byline.stamp);
    let empty = |one: usize, other: usize| {
        let (one, other) = (parts(one), parts(other));
        one.zip(other).is_some_and(|(one, other)| {
            one.minutes.is_some()
                && other.minutes.is_some()
                && one.minutes != other.minutes
                && one.day.is_some() == other.day.is_some()
        })
    };
    let seldom = pairs.len() * 5 <= at.len() * 2 && at.len() - pairs.len() >= OFTEN;
    // Two times of one entry break the order of the others.
    let whole = match at.split_last() {
        // The page may be cut off in its last time.
        Some((last, others)) if last + 1 == items.len() => others,
        _ => &at,
    };
    let run = at.len() > OFTEN && pairs.len() * 2 <= at.len() && run(items, whole);
    let alike = |one: usize, other: usize| {
        let (one, other) = (&items[one], &items[other]);
        one.text != other.text && one.written() == other.written()
    };
    let joined: Vec<usize> = pairs
        .into_iter()
        .filter(|(one, other)| {
            let lost = seldom && empty(*one, *other);
            !(lost || run && alike(*one, *other))
        })
        .map(|(_, i)| i)
        .collect();
    let joins = |i: &usize| joined.binary_search(i).is_ok();
    at.into_iter().filter(|i| !joins(i)).collect()
}

/// Whether times only rise or only fall from line to line.
fn run(items: &[Item], at: &[usize]) -> bool {
    let time = |i: &usize| {
        let item = &items[*i];
        Some((item.byline.as_ref()?.stamp.day, item.moment()?))
    };
    let times: Option<Vec<_>> = at.iter().map(time).collect();
    times.is_some_and(|times| early::move_one_way(&times))
}

/// Whether stamps of another shape stand above or below all borders found so far: older entries state their times in another way.
/// Between known borders they are something else, such as the length of a video; one or two above all are the page's own.
fn beside(items: &[Item], known: &BTreeSet<usize>, found: &BTreeSet<usize>) -> bool {
    let (Some(first), Some(last)) = (known.first(), known.last()) else {
        return true;
    };
    // The times of a menu stand above no text.
    let texts = || {
        let ends = found.iter().skip(1).chain([first]);
        let mut stretches = found.iter().zip(ends);
        stretches.any(|(from, to)| items[*from..*to].iter().any(Item::is_prose))
    };
    found.len() > 2 && found.iter().all(|cut| cut < first) && texts()
        || found.iter().all(|cut| cut > last)
}

fn carries(item: &Item, shape: Shape) -> bool {
    item.role.is_none() && item.shape() == Some(shape)
}

/// How many of the lines above the first closing stamp are summary. Where texts begin with a name, the first that does so is none.
fn summary_length(items: &[Item]) -> usize {
    let content: Vec<usize> = (0..items.len())
        .filter(|i| items[*i].is_content())
        .collect();
    let lines: Vec<_> = content.iter().map(|i| &items[*i].features).collect();
    let states = label::alone(&lines, Mode::Headed);
    let above = items.iter().position(Item::is_stamp).unwrap_or(0);
    let above = &content[..content.partition_point(|i| *i < above)];
    let name = above.last().and_then(|i| speaker(&items[*i].text));
    let named = above.iter().position(|i| speaker(&items[*i].text) == name);
    let begins = named.filter(|_| name.is_some());
    let begins = begins.or_else(|| states.iter().position(|state| state.begins()));
    begins.and_then(|k| content.get(k)).copied().unwrap_or(0)
}

/// Everything above the first entry: the summary and what the page says of itself.
fn head(items: &mut [Item]) {
    let mut prose = false;
    let points = points::below_headline(items);
    let captioned: Vec<bool> = (0..items.len()).map(|i| is_captioned(items, i)).collect();
    let below_title = items
        .iter()
        .position(|item| item.is_content() && !item.features.credit);
    for (i, item) in items.iter_mut().enumerate() {
        if item.role.is_some() {
            continue;
        }
        if points.contains(&i) {
            item.decide(Role::Summary, "key point");
            continue;
        }
        if item.is_stamp() {
            item.decide(Role::Furniture, "time of the page");
        } else if item.features.credit && item.features.open || captioned[i] {
            item.decide(Role::Media, "caption above the first entry");
        } else if item.features.open
            && !item.features.bullet
            && (!(prose || below_title == Some(i) && is_long(item)) || item.features.len() < 4)
        {
            item.decide(Role::Furniture, "above the summary");
        } else {
            prose |= !item.features.open;
            item.decide(Role::Summary, "above the first entry");
        }
    }
}

/// Whether a line right below the headline is too long for a menu, and no caption.
fn is_long(item: &Item) -> bool {
    item.features.len() > LONGEST_LABEL && !item.features.credit
}

/// Longer lines right below the headline are part of the summary.
const LONGEST_LABEL: usize = 8;

/// Whether a stretch says that it is a copy of an entry that stands further down.
fn pinned(items: &[Item]) -> bool {
    let first = items.iter().find(|item| !item.is_furniture());
    first.is_some_and(|item| item.byline.as_ref().is_some_and(|byline| byline.pinned))
}

/// A pinned copy: part of what the page says above its entries.
fn copy(items: &mut [Item]) {
    for item in items.iter_mut().filter(|item| item.role.is_none()) {
        if item.is_stamp() {
            item.byline = item.byline.take().map(|byline| Byline {
                pinned: false,
                ..byline
            });
            item.decide(Role::Byline, "time of a pinned copy");
        } else {
            item.decide(Role::Summary, "pinned copy");
        }
    }
}

/// A line that says what kind of entry it is, between its time and its heading: "Breaking".
fn is_kind(items: &[Item], i: usize) -> bool {
    let beside = i
        .checked_sub(1)
        .is_some_and(|above| items[above].is_stamp());
    let headed = items.get(i + 1).is_some_and(Item::is_short_open);
    let said = || {
        Rules::builtin()
            .kinds
            .contains(&words::fold(&items[i].text))
    };
    beside && headed && items[i].is_content() && said()
}

/// One entry: its lines labelled with its borders known. Whether the entries of its page are `titled` says what a line alone is.
fn entry(items: &mut [Item], titled: bool) {
    for i in 0..items.len() {
        if is_kind(items, i) {
            items[i].decide(Role::Furniture, "says what kind of entry it is");
        }
    }
    for item in items.iter_mut() {
        if item.role.is_none() && item.is_stamp() {
            item.decide(Role::Byline, "states a time or an author");
        }
    }
    let content: Vec<usize> = (0..items.len())
        .filter(|i| items[*i].role.is_none())
        .collect();
    let lines: Vec<_> = content.iter().map(|i| &items[*i].features).collect();
    let states = label::alone(&lines, Mode::Inside);
    let headed = items
        .iter()
        .any(|item| matches!(item.role, Some((Role::Heading, _))));
    let heading = heading::above_author(items, &content).filter(|_| !headed);
    for (i, state) in content.iter().zip(states) {
        let inline = items[*i].byline.is_some();
        let open = items[*i].features.open || items[*i].features.lively;
        let title = open && words::count(&items[*i].text) <= 30;
        let alone = content.len() == 1 && !titled;
        let role = match state.role() {
            _ if heading == Some(*i) => Role::Heading,
            Role::Heading if alone || headed => Role::Paragraph,
            _ if inline
                && *i == content[0]
                && title
                && (titled || items[*i].features.open && !alone) =>
            {
                Role::Heading
            }
            role => role,
        };
        items[*i].decide(role, "inside a stamped entry");
    }
    let furniture_only = items.iter().all(Item::is_furniture);
    if let Some(first) = items
        .iter_mut()
        .find(|item| !item.is_furniture())
        .filter(|_| !furniture_only)
    {
        first.cut = Cut::Certain;
    }
}
