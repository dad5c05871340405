//! Times that lines state, and that are not those of entries: of key points, of an agenda, a few scores.

use crate::engine::model::Role;
use crate::engine::model::Stamp;
use crate::engine::rules::Rules;
use crate::engine::segment::item::Item;
use crate::engine::segment::stamp::Shape;
use crate::engine::segment::stamp::play;
use crate::engine::segment::timed::between;

/// Fewer times of play are numbers of some other kind.
const FEWEST_PLAYS: usize = 5;

/// So many that say in words what they count are enough.
const FEWEST_IN_WORDS: usize = 3;

/// Forgets times behind lines that stand above no text: key points name their entries' times.
pub(crate) fn key_points(items: &mut [Item]) {
    let behind = |item: &Item| {
        let byline = item.byline.as_ref();
        byline.is_some_and(|byline| byline.rest == item.text.len())
    };
    let content: Vec<usize> = (0..items.len())
        .filter(|i| items[*i].is_content())
        .collect();
    let at = |k: Option<&usize>| k.map(|i| &items[*i]);
    // An author below it says that an entry follows.
    let signed = |i: Option<&usize>| {
        let below = i.and_then(|i| items.get(i + 1));
        below.is_some_and(|item| item.states(Shape::Author))
    };
    let listed = |k: usize| {
        let above = k.checked_sub(1).and_then(|k| content.get(k));
        let text = at(content.get(k + 1)).is_some_and(Item::is_prose);
        let list = at(above).is_some_and(behind) && !signed(above);
        (!text || list) && !signed(content.get(k))
    };
    let listed = (0..content.len()).filter(|k| behind(&items[content[*k]]) && listed(*k));
    for i in listed.map(|k| content[k]).collect::<Vec<_>>() {
        items[i].byline = None;
    }
}

/// Forgets times of play where there are only a few, and those that stand before some of the texts only.
pub(crate) fn few_plays(items: &mut [Item]) {
    let rules = Rules::builtin();
    let is_play = |item: &Item| item.shape() == Some(Shape::Play);
    let in_words = |item: &&Item| is_play(item) && play::is_in_words(&item.text, rules);
    let told: Vec<&Item> = items.iter().filter(in_words).collect();
    // What stands above the first or below the last says nothing of those between.
    let first = items.iter().position(|item| in_words(&item)).unwrap_or(0);
    let last = items.iter().rposition(|item| in_words(&item));
    let balls = told.iter().any(|item| between::is_ball(&item.text));
    let between = match balls {
        true => &items[..],
        false => &items[first..last.map_or(first, |last| last + 1)],
    };
    let texts = between.iter().filter(|item| item.is_prose()).count();
    // Where others begin without one, too, they are no borders.
    let most = told.iter().filter(|item| !item.is_stamp()).count() * 5 >= texts * 4;
    let alone = told.iter().filter(|item| item.is_stamp()).count();
    let enough = alone >= FEWEST_IN_WORDS || most && told.len() >= FEWEST_IN_WORDS;
    let counted = |item: &&mut Item| play::is_counted(&item.text, rules) && !item.is_stamp();
    if !enough {
        for item in items.iter_mut().filter(counted) {
            item.byline = None;
        }
    }
    if !enough && items.iter().filter(|item| is_play(item)).count() < FEWEST_PLAYS {
        for item in items.iter_mut().filter(|item| is_play(item)) {
            item.byline = None;
        }
    }
}

/// Reads clock times of change as those of entries, where each entry states its last change and nothing else.
pub(crate) fn updates(items: &mut [Item]) {
    let clock = |item: &Item| {
        let stamp = item.byline.as_ref().map(|byline| &byline.stamp);
        let plain = |stamp: &Stamp| stamp.day.is_none() && stamp.author.is_none();
        let timed = |stamp: &Stamp| stamp.minutes.is_some() && plain(stamp);
        item.states(Shape::Updated) && stamp.is_some_and(timed)
    };
    let mut lines = items.iter().filter(|item| item.role.is_none());
    let text_above = lines.by_ref().take_while(|item| !clock(item));
    if text_above.into_iter().any(Item::is_prose) {
        return;
    }
    let stamps = || {
        let open = items.iter().filter(|item| item.role.is_none());
        open.filter(|item| item.byline.is_some() && !item.states(Shape::Author))
    };
    if stamps().count() < FEWEST_UPDATES || !stamps().all(clock) {
        return;
    }
    for item in items.iter_mut().filter(|item| clock(item)) {
        if let Some(byline) = &mut item.byline {
            byline.shape = Shape::Clock;
        }
    }
}

/// Fewer times of change are the page's.
const FEWEST_UPDATES: usize = 3;

/// Forgets clock times of short lines that follow each other below a line that announces them: "These flights are cancelled:". They
/// may be longer where at least as many texts stand above, which are those of entries.
fn announced(items: &mut [Item]) {
    let listed = |item: &Item, longest: usize| {
        let byline = item.byline.as_ref().filter(|_| item.role.is_none());
        byline.is_some_and(|byline| {
            let more = byline.rest > 0 || byline.stamp.author.is_some();
            let short = item.features.len() <= LONGEST_LISTED
                || item.features.open && item.features.len() <= longest;
            more && byline.stamp.minutes.is_some() && short
        })
    };
    let prose: Vec<usize> = (0..items.len()).filter(|i| items[*i].is_prose()).collect();
    let mut i = 1;
    while i < items.len() {
        let above = &items[i - 1];
        let announced = above.is_content() && above.features.colon;
        let run = |longest: usize| {
            let lines = items[i..].iter().take_while(|item| listed(item, longest));
            lines.count()
        };
        let texts = prose.partition_point(|text| *text < i - 1);
        let long = announced.then(|| run(LONGEST_BELOW_TEXTS));
        let long = long.filter(|long| texts >= *long);
        let run = long.unwrap_or_else(|| run(LONGEST_LISTED));
        if run >= SHORTEST_LIST && announced {
            for item in &mut items[i..i + run] {
                item.byline = None;
            }
        }
        i += run + 1;
    }
}

/// Shorter lists are none, and longer lines are texts.
const SHORTEST_LIST: usize = 2;
const LONGEST_LISTED: usize = 6;
const LONGEST_BELOW_TEXTS: usize = 12;

/// Forgets clock times that break the order of the others, several in a row: what will happen when, as an entry tells it.
pub(crate) fn agendas(items: &mut [Item]) {
    announced(items);
    let clock = |item: &Item| {
        let byline = item.byline.as_ref().filter(|byline| byline.rest > 0)?;
        byline.stamp.minutes.filter(|_| byline.stamp.day.is_none())
    };
    let mut times: Vec<(usize, i32)> = items
        .iter()
        .enumerate()
        .filter_map(|(i, item)| Some((i, i32::from(clock(item)?))))
        .collect();
    if times.len() > LONGEST_LIST {
        return;
    }
    let times = times.split_off(told_again(items, &times));
    if is_list_below_texts(items, &times) {
        for (i, _) in times {
            items[i].byline = None;
        }
        return;
    }
    let (plan, times) = times.split_at(plan_above(items, &times));
    for (i, _) in plan {
        items[*i].byline = None;
    }
    let rising: Vec<i32> = times.iter().map(|(_, time)| *time).collect();
    let falling: Vec<i32> = rising.iter().map(|time| -time).collect();
    let (up, down) = (longest_rise(&rising), longest_rise(&falling));
    let count = |kept: &[bool]| kept.iter().filter(|kept| **kept).count();
    let kept = if count(&up) >= count(&down) { up } else { down };
    if count(&kept) * 10 < kept.len() * 6 {
        return;
    }
    let mut at = 0;
    for run in kept.chunk_by(PartialEq::eq) {
        let inside = at > 0 && at + run.len() < kept.len();
        if inside && run.len() > 1 && !run[0] {
            for (i, _) in &times[at..at + run.len()] {
                items[*i].byline = None;
            }
        }
        at += run.len();
    }
}

/// Sets lengths of recordings aside: bare numbers among clock times that are written otherwise and between which they do not stand.
pub(crate) fn durations(items: &mut [Item]) {
    let times: Vec<(usize, u16)> = (0..items.len())
        .filter(|i| items[*i].role.is_none() && items[*i].states(Shape::Clock))
        .filter_map(|i| Some((i, items[i].byline.as_ref()?.stamp.minutes?)))
        .collect();
    let bare = |i: usize| {
        items[i]
            .text
            .chars()
            .all(|c| c.is_ascii_digit() || c == ':')
    };
    let (lengths, others): (Vec<_>, Vec<_>) = times.iter().partition(|(i, _)| bare(*i));
    if others.len() < SHORTEST_PLAN || lengths.len() * 2 > others.len() {
        return;
    }
    let between = |(i, minutes): (usize, u16)| {
        let at = others.partition_point(|(other, _)| *other < i);
        let above = at.checked_sub(1).and_then(|at| others.get(at));
        let beside = above.into_iter().chain(others.get(at));
        let beside: Vec<u16> = beside.map(|(_, minutes)| *minutes).collect();
        let (least, most) = (beside.iter().min(), beside.iter().max());
        least <= Some(&minutes) && Some(&minutes) <= most
    };
    let found: Vec<usize> = lengths
        .into_iter()
        .filter(|length| !between(*length))
        .map(|(i, _)| i)
        .collect();
    for i in found {
        items[i].decide(Role::Furniture, "length of a recording");
    }
}

/// How many times stand above the one whose line is the same as the first: in a list of what the page tells below.
fn told_again(items: &[Item], times: &[(usize, i32)]) -> usize {
    let words = |time: &(usize, i32)| items[time.0].features.words.as_slice();
    let Some(first) = times.first().map(words) else {
        return 0;
    };
    let again = times.iter().skip(1).position(|time| words(time) == first);
    let again = again.map_or(0, |k| k + 1);
    if again >= SHORTEST_PLAN { again } else { 0 }
}

/// How many of the first times stand in a list of short lines that rise, above texts whose times fall: what is to come.
fn plan_above(items: &[Item], times: &[(usize, i32)]) -> usize {
    let list = times.windows(2).take_while(|two| {
        let beside = two[1].0 == two[0].0 + 1;
        beside && two[1].1 > two[0].1 && items[two[0].0].features.open
    });
    let list = list.count() + 1;
    let below = times.get(list..).unwrap_or_default();
    let falls = below.windows(2).all(|two| two[1].1 <= two[0].1);
    let texts = below
        .iter()
        .filter(|(i, _)| !items[*i].features.open)
        .count();
    let later = below.len() >= SHORTEST_PLAN && falls && texts * 2 > below.len();
    if list >= SHORTEST_PLAN && later {
        list
    } else {
        0
    }
}

/// Fewer times are no list.
const SHORTEST_PLAN: usize = 3;

/// Whether all times stand in one list, and far more texts above it, none of which states a time.
fn is_list_below_texts(items: &[Item], times: &[(usize, i32)]) -> bool {
    let (Some((first, _)), Some((last, _))) = (times.first(), times.last()) else {
        return false;
    };
    let above = &items[..*first];
    let texts = above.iter().filter(|item| item.is_prose()).count();
    let alone = above.iter().all(|item| item.byline.is_none());
    let together = last - first <= times.len();
    alone && together && texts >= MANY_TEXTS && texts >= times.len() * MORE_TEXTS
}

/// Fewer texts above the first time may be a summary.
const MANY_TEXTS: usize = 10;
const MORE_TEXTS: usize = 3;

/// More times are looked at by nobody, since it takes a time that grows with their square.
const LONGEST_LIST: usize = 2000;

/// Which of the numbers belong to the longest row among them that never falls.
fn longest_rise(numbers: &[i32]) -> Vec<bool> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(numbers.len());
    for (i, number) in numbers.iter().enumerate() {
        let below = (0..i).filter(|j| numbers[*j] <= *number);
        let longest = below.max_by_key(|j| best[*j].0);
        best.push((longest.map_or(1, |j| best[j].0 + 1), longest));
    }
    let mut kept = vec![false; numbers.len()];
    let mut at = (0..best.len()).max_by_key(|i| best[*i].0);
    while let Some(i) = at {
        kept[i] = true;
        at = best[i].1;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::segment::item::items;

    #[test]
    fn a_plan_above_the_entries_states_no_times_of_theirs() {
        let plan = [
            "12.15pm: The procession leaves the town hall",
            "1pm: It reaches the quay with the new lifeboat",
            "2.30pm: The harbour master opens the lock",
        ];
        let entries = [
            "11.42am: The first guests take their seats on the quay in bright sunshine.",
            "11.20am: Two tugs clear the way for the lifeboat and blow their horns.",
            "11.05am: The harbour master walks over from her office with a pair of scissors.",
        ];
        let mut read = items(&[plan, entries].concat());
        agendas(&mut read);
        let timed: Vec<bool> = read.iter().map(|item| item.byline.is_some()).collect();
        assert_eq!(timed, [false, false, false, true, true, true]);
        let mut alone = items(&[entries, plan].concat());
        agendas(&mut alone);
        assert!(alone[..3].iter().all(|item| item.byline.is_some()));
    }

    #[test]
    fn the_longest_row_that_rises_is_kept() {
        let kept = longest_rise(&[520, 600, 630, 930, 530, 580, 612, 645]);
        let t = true;
        assert_eq!(kept, [t, false, false, false, t, t, t, t]);
        assert_eq!(longest_rise(&[]), [false; 0]);
        assert_eq!(
            longest_rise(&[3, 2, 1])
                .iter()
                .filter(|kept| **kept)
                .count(),
            1
        );
    }
}
