//! Times that are known by their place: they stand in order between those of other entries, however they are written. How a page
//! writes its times is learnt from those that are known beyond doubt.

use std::collections::BTreeMap;
use std::collections::HashSet;

use crate::engine::rules::Rules;
use crate::engine::segment::feature::Features;
use crate::engine::segment::item::Item;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Shape;

/// Fewer times that begin texts, with none known beyond doubt, are no custom of a page.
const ALONE: usize = 4;

/// More lines than this for each one that states its time beyond doubt are something else.
const MANY: usize = 2;

/// So far apart two times tell little of one between them, in minutes.
const FAR: i32 = 360;

/// A time above all others or below them is at least so near, in minutes, or twice as far as the others are apart.
const NEAR: i32 = 30;

/// Longer lines have no time behind them, in words.
const LONGEST: usize = 22;

/// So many words may stand behind the time of a heading: a zone, and a day.
const BEHIND: usize = 6;

/// More signs and words before a time say something else, in characters.
const AHEAD: usize = 24;

/// A line whose entry's time is known.
#[derive(Debug, Clone, Copy)]
struct Mark {
    line: usize,
    minutes: i32,
}

/// A time that a line may state.
#[derive(Debug, Clone)]
struct Found {
    line: usize,
    /// What it may be, in minutes since midnight: without its half of the day it may be two times.
    minutes: Vec<i32>,
    /// Where the text begins, or the end of the line for a time behind a heading.
    rest: usize,
    /// Whether words stand before it that stand before others.
    called: bool,
}

/// How a page writes its times.
#[derive(Debug, Default)]
struct Custom {
    /// Between hours and minutes.
    separators: HashSet<char>,
    /// The words before a time.
    ahead: HashSet<String>,
    /// Whether halves of the day are named.
    halves: bool,
    begins: usize,
    ends: usize,
}

impl Custom {
    /// What the lines with known times show.
    fn of(items: &[Item], marks: &[Mark]) -> Self {
        let mut custom = Self::default();
        for mark in marks {
            let item = &items[mark.line];
            let Some(byline) = &item.byline else { continue };
            let behind = byline.rest == item.text.len();
            custom.begins += usize::from(byline.rest > 0 && !behind);
            custom.ends += usize::from(behind);
            let at = match behind {
                true => last_time(&item.text),
                false => first_time(&item.text),
            };
            let Some((at, time)) = at else { continue };
            custom.separators.extend(time.separator);
            custom.halves |= time.half.is_some();
            if !behind {
                custom.ahead.insert(letters(&item.text[..at]));
            }
        }
        custom
    }

    fn allows(&self, time: &Time) -> bool {
        match time.separator {
            Some(separator) => self.separators.contains(&separator),
            None => time.half.is_some() && self.halves,
        }
    }
}

/// Reads lines as stating their time where it stands in order between known ones.
pub(crate) fn tell(items: &mut [Item], rules: &Rules) {
    let marks = marks(items);
    let custom = Custom::of(items, &marks);
    let times = custom.begins + custom.ends;
    if times < 2 {
        let found = called_alike(items);
        state(items, found, rules);
        return;
    }
    let Some(falls) = direction(&marks).filter(|_| times * 2 >= marks.len()) else {
        return;
    };
    let begins = (custom.begins >= 2).then(|| begin(items, &custom, rules));
    let ends = (custom.ends >= 2).then(|| end(items, &custom));
    let mut found: Vec<Found> = begins.into_iter().chain(ends).flatten().collect();
    found.sort_by_key(|found| found.line);
    found.dedup_by_key(|found| found.line);
    let found = fitting(&marks, found, falls);
    if found.len() > marks.len() * MANY {
        return;
    }
    state(items, found, rules);
}

/// Notes the times of lines.
fn state(items: &mut [Item], found: Vec<Found>, rules: &Rules) {
    for Found {
        line,
        minutes,
        rest,
        ..
    } in found
    {
        let minutes = minutes.first().and_then(|time| u16::try_from(*time).ok());
        let item = &mut items[line];
        let byline = Byline::at(minutes, Shape::Inline, rest);
        if rest == item.text.len()
            && let Some(halves) = byline.halves(&item.text)
        {
            item.features = Features::of(&item.text[halves.text], item.features.bullet, rules);
        }
        item.byline = Some(byline);
    }
}

/// The lines that state a clock time for an entry.
fn marks(items: &[Item]) -> Vec<Mark> {
    let states = |item: &Item| {
        let byline = item.byline.as_ref().filter(|_| item.role.is_none())?;
        let clock = matches!(byline.shape, Shape::Clock | Shape::Inline | Shape::Dated);
        byline.stamp.minutes.filter(|_| clock)
    };
    let marks = items.iter().enumerate().filter_map(|(line, item)| {
        let minutes = i32::from(states(item)?);
        Some(Mark { line, minutes })
    });
    let marks: Vec<Mark> = marks.collect();
    // Beside times of texts those on lines of their own may be the page's.
    let inline = marks.iter().filter(|mark| !items[mark.line].is_stamp());
    let inline: Vec<Mark> = inline.copied().collect();
    if inline.len() >= 2 && inline.len() * 2 >= marks.len() {
        inline
    } else {
        marks
    }
}

/// Whether times fall from line to line, or rise; `None` where they do neither.
fn direction(marks: &[Mark]) -> Option<bool> {
    let steps = marks
        .windows(2)
        .map(|two| (two[1].minutes - two[0].minutes).signum());
    let (mut falls, mut rises) = (0, 0);
    for step in steps {
        falls += usize::from(step < 0);
        rises += usize::from(step > 0);
    }
    (falls.max(rises) >= 4 * falls.min(rises) && falls != rises).then_some(falls > rises)
}

/// Those of the times that stand in order between the known ones above and below.
fn fitting(marks: &[Mark], found: Vec<Found>, falls: bool) -> Vec<Found> {
    let sign = if falls { -1 } else { 1 };
    let gaps = marks
        .windows(2)
        .map(|two| (two[1].minutes - two[0].minutes) * sign);
    let near = NEAR.max(2 * gaps.filter(|gap| *gap < FAR).max().unwrap_or(0));
    let mut out: Vec<Found> = Vec::new();
    for mut one in found {
        let next = marks.partition_point(|mark| mark.line < one.line);
        let above = next.checked_sub(1).map(|k| marks[k]);
        let taken = out.last().map(|last| Mark {
            line: last.line,
            minutes: last.minutes.first().copied().unwrap_or(0),
        });
        let above = above
            .into_iter()
            .chain(taken)
            .max_by_key(|mark| mark.line)
            .map(|mark| mark.minutes);
        let below = marks.get(next).map(|mark| mark.minutes);
        let called = one.called;
        let fits = |time: &i32| {
            let since = above.map(|above| (time - above) * sign);
            let until = below.map(|below| (below - time) * sign);
            match (since, until) {
                (Some(since), Some(until)) => since >= 0 && until >= 0 && since + until <= FAR,
                (one, other) => {
                    let gap = one.or(other).filter(|_| called);
                    gap.is_some_and(|gap| (0..=near).contains(&gap))
                }
            }
        };
        one.minutes.retain(fits);
        if !one.minutes.is_empty() {
            out.push(one);
        }
    }
    out
}

/// Times that lines without a known one begin with.
fn begin(items: &[Item], custom: &Custom, rules: &Rules) -> Vec<Found> {
    let mut out = Vec::new();
    for (line, item) in unread(items) {
        let Some((at, time)) = first_time(&item.text).filter(|(_, time)| custom.allows(time))
        else {
            continue;
        };
        let ahead = letters(&item.text[..at]);
        let known = ahead.is_empty() || custom.ahead.contains(&ahead) || {
            ahead.split(' ').all(|word| rules.update.contains(word))
        };
        if let Some(rest) = text_behind(&item.text, time.end).filter(|_| known) {
            out.push(Found {
                line,
                minutes: time.minutes(custom.halves),
                rest,
                called: !ahead.is_empty() && custom.ahead.contains(&ahead),
            });
        }
    }
    out
}

/// Times behind headings.
fn end(items: &[Item], custom: &Custom) -> Vec<Found> {
    let behind = |(line, item): (usize, &Item)| {
        let short = item.features.len() <= LONGEST;
        let (at, time) = last_time(&item.text).filter(|(_, time)| custom.allows(time))?;
        let words = item.text[time.end..].split_whitespace().count();
        let said = letters(&item.text[..at]);
        (short && words <= BEHIND && !said.is_empty()).then(|| Found {
            line,
            minutes: time.minutes(custom.halves),
            rest: item.text.len(),
            called: false,
        })
    };
    unread(items).filter_map(behind).collect()
}

/// What a line may begin with, and whether a text follows.
type Opening = (Found, bool);

/// Times that texts begin with where none is known: several with the same words before them, whatever these mean, that only rise or
/// only fall.
fn called_alike(items: &[Item]) -> Vec<Found> {
    let mut groups: BTreeMap<(String, Option<char>), Vec<Opening>> = BTreeMap::new();
    for (line, item) in unread(items) {
        let Some((at, time)) = first_time(&item.text) else {
            continue;
        };
        let Some(rest) = text_behind(&item.text, time.end) else {
            continue;
        };
        let ahead = letters(&item.text[..at]);
        let called = !ahead.is_empty();
        let long = item.text[rest..].split_whitespace().count() >= LONGEST / 3;
        let found = Found {
            line,
            minutes: time.minutes(false),
            rest,
            called,
        };
        let group = groups.entry((ahead, time.separator)).or_default();
        group.push((found, long));
    }
    let most = groups.into_values().max_by_key(Vec::len);
    let most = most.filter(|group| ordered(group)).unwrap_or_default();
    most.into_iter().map(|(found, _)| found).collect()
}

/// Whether there are several times that only rise or only fall, most of them before texts.
fn ordered(group: &[Opening]) -> bool {
    let time = |found: &Found| found.minutes.first().copied().unwrap_or(0);
    let steps = || {
        let pairs = group.windows(2);
        pairs.map(|two| (time(&two[1].0) - time(&two[0].0)).signum())
    };
    let runs = |sign: i32| {
        let strict = steps().filter(|step| *step == sign).count();
        steps().all(|step| step != -sign) && strict + 1 >= ALONE
    };
    let texts = group.iter().filter(|(_, long)| *long).count();
    texts * 2 >= group.len() && (runs(1) || runs(-1))
}

/// Lines of text that state no time as far as is known.
fn unread(items: &[Item]) -> impl Iterator<Item = (usize, &Item)> {
    let open = |(_, item): &(usize, &Item)| item.role.is_none() && item.byline.is_none();
    items.iter().enumerate().filter(open)
}

/// A clock time in a text.
#[derive(Debug, Clone, PartialEq)]
struct Time {
    hour: i32,
    minute: i32,
    separator: Option<char>,
    /// Whether it is after noon, where the text says so.
    half: Option<bool>,
    /// Where it ends.
    end: usize,
}

impl Time {
    /// What it may be in minutes since midnight.
    fn minutes(&self, halves: bool) -> Vec<i32> {
        let minutes = self.hour % 24 * 60 + self.minute;
        match self.half {
            Some(after) => vec![self.hour % 12 * 60 + self.minute + if after { 720 } else { 0 }],
            None if halves && self.hour <= 12 => vec![minutes, (minutes + 720) % 1440],
            None => vec![minutes],
        }
    }
}

/// The time that a text begins with, and where it begins.
fn first_time(text: &str) -> Option<(usize, Time)> {
    let digit = |c: char| c.is_ascii_digit();
    let near = |at: &usize| text[..*at].chars().count() <= AHEAD;
    let starts = text.match_indices(digit).map(|(at, _)| at);
    time_among(text, starts.take_while(near))
}

/// The last time of a text, and where it begins.
fn last_time(text: &str) -> Option<(usize, Time)> {
    let digit = |c: char| c.is_ascii_digit();
    time_among(text, text.match_indices(digit).rev().map(|(at, _)| at))
}

/// The first of some digits that a time begins with.
fn time_among(text: &str, mut digits: impl Iterator<Item = usize>) -> Option<(usize, Time)> {
    digits.find_map(|at| {
        let begins = !text[..at].ends_with(|c: char| c.is_ascii_digit());
        Some((at, time_at(text, at).filter(|_| begins)?))
    })
}

/// The clock time at a place: "14:05", "2.05pm", "14h05", "2 p.m."; what is glued to its minutes is no part of it.
fn time_at(text: &str, at: usize) -> Option<Time> {
    let number = |at: usize, most: usize| {
        let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
        let digits = digits.min(most);
        text[at..at + digits]
            .parse::<i32>()
            .ok()
            .map(|n| (n, at + digits))
    };
    let (hour, end) = number(at, 3).filter(|(_, end)| end - at <= 2)?;
    let separator = text[end..]
        .chars()
        .next()
        .filter(|c| matches!(c, ':' | '.' | 'h' | 'H' | '：'));
    let minute = separator.and_then(|separator| number(end + separator.len_utf8(), 2));
    let minute = minute.filter(|(minute, to)| {
        let digits = to - end - separator.map_or(0, char::len_utf8);
        *minute < 60 && digits == 2
    });
    let (separator, minute, end) = match minute {
        Some((minute, end)) => (separator, minute, end),
        None => (None, 0, end),
    };
    let half = half_at(text, end);
    let end = half.map_or(end, |(_, end)| end);
    let half = half.map(|(after, _)| after);
    let known = separator.is_some() || half.is_some();
    let day = hour <= if half.is_some() { 12 } else { 23 };
    (known && day).then_some(Time {
        hour,
        minute,
        separator,
        half,
        end,
    })
}

/// "am", "p.m." right behind a time: whether it is after noon, and where it ends.
fn half_at(text: &str, end: usize) -> Option<(bool, usize)> {
    let behind = text[end..].trim_start();
    let start = text.len() - behind.len();
    let mut chars = behind.char_indices().peekable();
    let first = chars.next()?.1.to_ascii_lowercase();
    let after = match first {
        'a' => false,
        'p' => true,
        _ => return None,
    };
    let stop = chars.next_if(|(_, c)| *c == '.').is_some();
    chars.next_if(|(_, c)| c.eq_ignore_ascii_case(&'m'))?;
    if stop {
        chars.next_if(|(_, c)| *c == '.');
    }
    let rest = chars.peek().map_or(behind.len(), |(at, _)| *at);
    // "2 amber lights"; but "2pmThe ferry".
    let word = behind[rest..].starts_with(char::is_lowercase);
    (!word).then_some((after, start + rest))
}

/// Where a text begins behind its time: a word or a quotation follows at once.
fn text_behind(text: &str, end: usize) -> Option<usize> {
    let begins = |c: char| c.is_alphanumeric() || matches!(c, '"' | '“' | '„' | '«' | '‘' | '\'');
    let behind = text[end..].trim_start_matches(|c: char| !begins(c));
    let says = behind.chars().any(char::is_alphabetic);
    says.then_some(text.len() - behind.len())
}

/// The words of what stands before a time, in small letters.
fn letters(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphabetic());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::segment::item::items;
    use crate::engine::segment::item::stated;

    const TEXT: &str = "The ferry to the islands was cancelled at noon, and nobody knows why";

    fn told(times: &[&str]) -> Vec<bool> {
        let lines: Vec<String> = times.iter().map(|time| format!("{time}{TEXT}.")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let mut items = items(&lines);
        tell(&mut items, Rules::builtin());
        stated(&items)
    }

    #[test]
    fn a_time_in_order_between_others_is_one_however_it_is_written() {
        assert_eq!(
            told(&["Ora 15.38. ", "Ora 15.20. ", "Ora 15.02 "]),
            [true; 3]
        );
        assert_eq!(
            told(&["Ora 15.38. ", "Ora 15.20 ", "Ora 18.10 ", "Ora 15.02. "]),
            [true, true, false, true]
        );
    }

    #[test]
    fn the_same_unknown_word_before_times_in_order_is_no_text() {
        let page = [
            "Xelt, 15:38 – ",
            "Xelt, 15:20 – ",
            "Xelt, 15:02 – ",
            "Xelt, 14:40 – ",
        ];
        assert_eq!(told(&page), [true; 4]);
        assert_eq!(told(&page[..3]), [false; 3]);
        let mixed = [
            "Xelt, 15:38 – ",
            "Xelt, 15:20 – ",
            "Xelt, 15:42 – ",
            "Xelt, 14:40 – ",
        ];
        assert_eq!(told(&mixed), [false; 4]);
    }

    #[test]
    fn times_are_found_in_texts() {
        let minutes = |text: &str| first_time(text).map(|(_, time)| time.minutes(false)[0]);
        assert_eq!(minutes("12.08pmRadio comics"), Some(728));
        assert_eq!(minutes("Ora 15.15 Speaker"), Some(915));
        assert_eq!(minutes("16:2638 minutes"), Some(986));
        assert_eq!(minutes("2 p.m. The"), Some(840));
        assert_eq!(minutes("2 amber lights"), None);
        assert_eq!(minutes("Some 300 people"), None);
        assert_eq!(last_time("Best song 6:20 PM:").map(|(at, _)| at), Some(10));
    }
}
