//! Lines that begin alike but for their numbers, which only rise or only fall down the page: "[후반 44분]", "OFFICIAL – 1h23:",
//! "39.6 …". No rule needs to know what they count: each begins an entry. A line that begins like those whose time is known
//! states its time as well.

use std::collections::BTreeMap;

use crate::engine::model::Stamp;
use crate::engine::segment::item::Item;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Shape;

/// Fewer lines that begin alike do so by chance.
const OFTEN: usize = 4;

/// Fewer different numbers count nothing.
const DIFFERENT: usize = 3;

/// One number in so many may stand in the wrong order, and one more: the day may change once.
const WRONG: usize = 8;

/// Reads the lines of each series as stating a time, of the shape that most of those known have.
pub(crate) fn tell(items: &mut [Item]) {
    let open: Vec<usize> = (0..items.len())
        .filter(|i| items[*i].role.is_none())
        .collect();
    ticks(items, &open);
    let mut series: BTreeMap<String, Vec<(usize, Opening)>> = BTreeMap::new();
    for i in &open {
        if let Some(opening) = opening(&items[*i].text) {
            let alike = series.entry(opening.alike()).or_default();
            alike.push((*i, opening));
        }
    }
    let found = series.into_values().filter(|lines| counts(items, lines));
    for lines in found.collect::<Vec<_>>() {
        let shape = shape(items, &lines);
        for (i, opening) in lines {
            if items[i].byline.is_none() {
                items[i].byline = Some(byline(&items[i], &opening, shape));
            }
        }
    }
}

/// Reads lines behind a mark of tickers ("+++ …") as entries, where several have it and no line states a time.
fn ticks(items: &mut [Item], open: &[usize]) {
    let ticks = |i: &&usize| items[**i].text.starts_with(TICK) && items[**i].is_content();
    let found: Vec<usize> = open.iter().filter(ticks).copied().collect();
    let timed = open.iter().any(|i| items[*i].byline.is_some());
    if found.len() < OFTEN || timed {
        return;
    }
    for i in found {
        let rest = items[i].text.trim_start_matches(['+', ' ']);
        let rest = items[i].text.len() - rest.len();
        items[i].byline = Some(Byline {
            stamp: Stamp::default(),
            shape: Shape::Play,
            pinned: false,
            rest,
        });
    }
}

/// What lines of a ticker begin with.
const TICK: &str = "+++";

/// Whether lines that begin alike are a series, which entries begin with.
fn counts(items: &[Item], lines: &[(usize, Opening)]) -> bool {
    let numbers: Vec<Vec<u32>> = lines.iter().map(|(_, opening)| opening.order()).collect();
    let numbers: Vec<&[u32]> = numbers.iter().map(Vec::as_slice).collect();
    let lacking = lines.iter().filter(|(i, _)| items[*i].byline.is_none());
    numbers.len() >= OFTEN - usize::from(stated(items, lines))
        && lacking.count() > 0
        && in_order(&numbers)
        && !is_numbered_list(lines)
        && !is_inside(items, lines)
        && !others_state_times(items, lines)
}

/// Whether lines state clock times, or are parted from their texts by a sign, and text stands between them: then few are enough.
fn stated(items: &[Item], lines: &[(usize, Opening)]) -> bool {
    let signs = |opening: &Opening| opening.form.ends_with(PARTING) || opening.clock().is_some();
    let apart = |two: &[(usize, Opening)]| items[two[0].0 + 1..two[1].0].iter().any(Item::is_prose);
    lines.iter().all(|(_, opening)| signs(opening)) && lines.windows(2).all(apart)
}

/// Whether numbers only rise or only fall.
fn in_order(numbers: &[&[u32]]) -> bool {
    let steps = || numbers.windows(2).filter(|two| two[0] != two[1]);
    let rises = steps().filter(|two| two[0] < two[1]).count();
    let wrong = rises.min(steps().count() - rises);
    steps().count() + 1 >= DIFFERENT
        && wrong <= 1 + numbers.len() / WRONG
        && wrong * 4 <= steps().count()
}

/// Whether numbers with nothing but a sign number the items of a list: "1. …", "2. …".
fn is_numbered_list(lines: &[(usize, Opening)]) -> bool {
    let bare = |(_, opening): &(usize, Opening)| {
        let signs = opening
            .form
            .chars()
            .all(|c| matches!(c, '0' | '.' | ')' | ']'));
        signs && opening.numbers.len() == 1
    };
    lines.iter().all(bare)
}

/// Whether the lines stand together, though they are no more than a part of the page: a list within an entry.
fn is_inside(items: &[Item], lines: &[(usize, Opening)]) -> bool {
    let (Some((first, _)), Some((last, _))) = (lines.first(), lines.last()) else {
        return true;
    };
    let content = |range: &[Item]| range.iter().filter(|item| item.role.is_none()).count();
    let between = content(&items[*first..=*last]) - lines.len();
    between * 4 < lines.len() && lines.len() * 2 < content(items)
}

/// Whether other lines of the page state times, and about as many.
fn others_state_times(items: &[Item], lines: &[(usize, Opening)]) -> bool {
    let other = |i: &usize| lines.binary_search_by_key(i, |(line, _)| *line).is_err();
    let times = (0..items.len()).filter(other).filter(|i| {
        let item = &items[*i];
        item.role.is_none() && item.shape().is_some_and(|shape| shape != Shape::Author)
    });
    times.count() * 2 >= lines.len()
}

/// How most of the lines whose time is known state it.
fn shape(items: &[Item], lines: &[(usize, Opening)]) -> Shape {
    let known = |shape: Shape| {
        let states = |(i, _): &&(usize, Opening)| items[*i].shape() == Some(shape);
        lines.iter().filter(states).count()
    };
    let (inline, play) = (
        known(Shape::Inline) + known(Shape::Clock),
        known(Shape::Play),
    );
    let clock = lines.iter().all(|(_, opening)| opening.clock().is_some());
    if inline > play || inline == play && clock {
        Shape::Inline
    } else {
        Shape::Play
    }
}

fn byline(item: &Item, opening: &Opening, shape: Shape) -> Byline {
    let ends = opening.rest == item.text.len();
    let minutes = opening.clock().filter(|_| shape == Shape::Inline);
    Byline {
        stamp: Stamp {
            minutes,
            ..Stamp::default()
        },
        shape: match shape {
            Shape::Inline if ends => Shape::Clock,
            shape => shape,
        },
        pinned: false,
        rest: if ends { 0 } else { opening.rest },
    }
}

/// How a line begins.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Opening {
    /// Everything up to the text, with a nought for each number.
    form: String,
    /// How much of the form stands ahead of the numbers, in bytes.
    ahead: usize,
    /// The numbers.
    numbers: Vec<u32>,
    /// Whether a half of the day stands behind them.
    afternoon: Option<bool>,
    /// Where the text begins, in bytes.
    rest: usize,
}

impl Opening {
    /// What lines of a series have in common. Ahead of a clock time a label or a name may stand, which are not always the same.
    fn alike(&self) -> String {
        let (ahead, behind) = self.form.split_at(self.ahead);
        let named = ahead.contains(char::is_alphabetic) && self.clock().is_some();
        let ahead = if named { "a " } else { ahead };
        // "8 a.m." stands beside "8:30 a.m.", and "5km" beside "5.4km".
        let behind = behind
            .replace("0:0a", "0a")
            .replace("0:0p", "0p")
            .replace("0.0km", "0km");
        let half = self.afternoon.map(|_| behind.replace("0p", "0a"));
        format!("{ahead}{}", half.unwrap_or(behind))
    }

    /// The numbers in the order that a series has.
    fn order(&self) -> Vec<u32> {
        match self.afternoon {
            Some(half) => {
                let hour = self.numbers[0] % 12 + if half { 12 } else { 0 };
                [&[hour], &self.numbers[1..]].concat()
            }
            None => self.numbers.clone(),
        }
    }

    /// Minutes since midnight, where the numbers may be a clock time.
    fn clock(&self) -> Option<u16> {
        let joined = ["0:0", "0h0", "0u0", "0.0"]
            .iter()
            .any(|clock| self.form.contains(clock));
        let (hour, minute) = match self.numbers[..] {
            [hour] if self.afternoon.is_some() && hour < 13 => (hour, 0),
            [hour, minute] | [hour, minute, _] if joined && hour < 24 && minute < 60 => {
                (hour, minute)
            }
            _ => return None,
        };
        let hour = match self.afternoon {
            Some(true) if hour < 12 => hour + 12,
            Some(false) if hour == 12 => 0,
            _ => hour,
        };
        u16::try_from(hour * 60 + minute).ok()
    }
}

/// The numbers stand within so many characters from the beginning.
const AHEAD: usize = 20;

/// More words ahead of the numbers are a sentence.
const WORDS: usize = 3;

/// More numbers are something else, and so are longer ones.
const NUMBERS: usize = 3;
const DIGITS: usize = 4;

/// Longer words behind a number are no unit.
const UNIT: usize = 5;

/// What a number is joined to the next one by.
const JOINTS: [char; 6] = [':', '.', 'h', 'H', 'u', 'U'];

/// Signs of minutes.
const MINUTES: [char; 4] = ['\'', '’', '′', '´'];

/// Signs that part a time from its text.
const PARTING: [char; 10] = [':', ']', ')', '】', '：', '|', '·', '」', '>', '）'];

/// Signs that do so between spaces.
const DASHES: [char; 3] = ['-', '–', '—'];

fn opening(text: &str) -> Option<Opening> {
    let is_digit = |c: char| c.is_ascii_digit();
    let (first, _) = text
        .char_indices()
        .take(AHEAD + 1)
        .find(|(_, c)| is_digit(*c))?;
    let ahead = &text[..first];
    if ahead
        .split_whitespace()
        .filter(|word| word.contains(char::is_alphabetic))
        .count()
        > WORDS
        || ahead.contains(['.', ',', '"', '“', '„', '«', '$', '£', '€', '#', '/', '@'])
    {
        return None;
    }
    let mut form = ahead.to_lowercase();
    let mut numbers = Vec::new();
    let mut rest = behind_count(&text[first..]);
    loop {
        let count = rest.bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=DIGITS).contains(&count) || numbers.len() == NUMBERS {
            return None;
        }
        numbers.push(rest[..count].parse().ok()?);
        form.push('0');
        rest = &rest[count..];
        let joint = rest.chars().next().filter(|c| JOINTS.contains(c));
        match joint {
            Some(joint) if rest[1..].starts_with(is_digit) => {
                form.push(joint.to_ascii_lowercase());
                rest = &rest[1..];
            }
            _ => break,
        }
    }
    if let Some(behind) = added(rest, &mut numbers) {
        rest = behind;
    }
    if let Some((sign, behind)) = sign_of_minutes(rest) {
        form.push(sign);
        rest = added(behind, &mut numbers).unwrap_or(behind);
        rest = sign_of_minutes(rest).map_or(rest, |(_, behind)| behind);
    }
    let mut afternoon = None;
    if let Some((unit, behind)) = unit(rest) {
        afternoon = match unit.trim_matches('.') {
            "pm" | "p" => Some(true),
            "am" | "a" => Some(false),
            _ => None,
        };
        form.push_str(&unit);
        rest = behind;
    }
    rest = parted(rest, &mut form);
    // Something has to part the numbers from what they count: "12 people" and "Covid-19 cases" begin nothing.
    let behind = form.rsplit('0').next().unwrap_or_default();
    let parts = |c: char| PARTING.contains(&c) || DASHES.contains(&c) || is_wide(c);
    let signs = form.matches('0').count() > 1
        || afternoon.is_some()
        || behind.contains(parts)
        || behind.contains(MINUTES)
        || behind.ends_with('.');
    let stands =
        rest.is_empty() || text[..text.len() - rest.len()].ends_with(|c: char| !c.is_ascii_digit());
    (signs && stands).then(|| Opening {
        ahead: ahead.to_lowercase().len(),
        form,
        numbers,
        afternoon,
        rest: text.len() - rest.len(),
    })
}

/// The text behind the number of a list's item, where another number follows: "4. 12km - …".
fn behind_count(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = rest
        .strip_prefix(". ")
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    numbered.unwrap_or(text)
}

/// The text behind minutes that are added: "90+4". They count among the numbers, not in the form.
fn added<'t>(rest: &'t str, numbers: &mut Vec<u32>) -> Option<&'t str> {
    let more = rest.trim_start().strip_prefix('+')?.trim_start();
    let count = more.bytes().take_while(u8::is_ascii_digit).count();
    let minutes = more.get(..count).filter(|_| (1..=2).contains(&count))?;
    numbers.push(minutes.parse().ok()?);
    Some(&more[count..])
}

fn sign_of_minutes(rest: &str) -> Option<(char, &str)> {
    let behind = rest.trim_start().strip_prefix(MINUTES)?;
    Some((MINUTES[0], behind))
}

/// A short word right behind a number, or behind a space and with a sign behind it: "pm", "min.", "分". Where words have no
/// spaces between them, one character.
fn unit(rest: &str) -> Option<(String, &str)> {
    let word = rest.strip_prefix(' ').unwrap_or(rest);
    let first = word.chars().next().filter(|c| c.is_alphabetic())?;
    if is_wide(first) {
        let behind = &word[first.len_utf8()..];
        return (word.len() == rest.len()).then(|| (first.to_string(), behind));
    }
    if word.starts_with("p.m.") || word.starts_with("a.m.") {
        return Some((word[..1].to_owned(), &word[4..]));
    }
    // "12.08pmThe choir …"
    let half = word.get(..2).filter(|half| matches!(*half, "am" | "pm"));
    if let Some(half) = half.filter(|_| word[2..].starts_with(char::is_uppercase)) {
        return Some((half[..1].to_owned(), &word[2..]));
    }
    let count = word
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(word.len());
    let (unit, behind) = word.split_at(count);
    let attached = word.len() == rest.len();
    let parted = behind.starts_with(PARTING) || behind.starts_with('.');
    let small =
        first.is_lowercase() || !first.is_uppercase() || unit.chars().all(char::is_uppercase);
    let fits = unit.chars().count() <= UNIT
        && small
        && (attached && !behind.starts_with(char::is_numeric) || parted);
    fits.then(|| match behind.strip_prefix('.') {
        Some(behind) => (format!("{}.", unit.to_lowercase()), behind),
        None => (unit.to_lowercase(), behind),
    })
}

/// Whether a letter belongs to a writing system that has no spaces between words, or none between a number and its unit.
fn is_wide(c: char) -> bool {
    c > '\u{1100}' && c.is_alphabetic()
}

/// The text behind the signs that part it from what stands ahead, which are added to the form.
fn parted<'t>(rest: &'t str, form: &mut String) -> &'t str {
    let mut rest = rest;
    for _ in 0..2 {
        let trimmed = rest.trim_start();
        let spaced = trimmed.len() < rest.len();
        let Some(sign) = trimmed.chars().next() else {
            return trimmed;
        };
        let behind = &trimmed[sign.len_utf8()..];
        let dash = DASHES.contains(&sign) && (spaced || behind.starts_with(' '));
        if !(PARTING.contains(&sign) || dash || sign == '.') {
            return trimmed;
        }
        form.push(sign);
        rest = behind;
    }
    rest.trim_start()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::segment::item::items;

    fn form(text: &str) -> Option<(String, &str)> {
        opening(text).map(|opening| (opening.form, &text[opening.rest..]))
    }

    #[test]
    fn lines_begin_with_numbers_in_many_ways() {
        for (text, found, rest) in [
            ("[후반 44분] 전광판에", "[후반 0분]", "전광판에"),
            ("【19:45】街坊陸續", "【0:0】", "街坊陸續"),
            (
                "OFFICIEL – 1h23 : Le Racing",
                "officiel – 0h0:",
                "Le Racing",
            ),
            ("39.6 R Pathak to Ferris", "0.0", "R Pathak to Ferris"),
            ("90+4' ΛΗΞΗ", "0'", "ΛΗΞΗ"),
            ("90'+2: Kopfball", "0':", "Kopfball"),
            ("86': Kopfball", "0':", "Kopfball"),
            ("58 mins: Out it goes", "0mins:", "Out it goes"),
            ("90 min. ostre", "0min.", "ostre"),
            ("후반 52분", "후반 0분", ""),
            ("at 6:05 Ann Archer said:", "at 0:0", "Ann Archer said:"),
            ("02:21am GMT: 1", "0:0am", "GMT: 1"),
            ("8 a.m. 11,000 people", "0a", "11,000 people"),
        ] {
            assert_eq!(form(text), Some((found.to_owned(), rest)), "{text}");
        }
    }

    #[test]
    fn numbers_in_prose_begin_nothing() {
        for text in [
            "12 people were hurt",
            "90+4 goals",
            "In 2014, the harbour was dug",
            "The 39-year-old skipper",
            "A 12-hour strike",
            "1,200 people",
            "14 March 2031",
            "Ostmole 2-1 Sandholm",
            "Covid-19 cases rise",
        ] {
            assert_eq!(form(text), None, "{text}");
        }
    }

    /// Which lines state a time after series are looked for.
    fn read(lines: &[&str]) -> Vec<bool> {
        let mut items = items(lines);
        tell(&mut items);
        items.iter().map(|item| item.byline.is_some()).collect()
    }

    const TEXT: &str = "The ferry to the islands was cancelled at noon because of the gale.";

    #[test]
    fn lines_of_a_series_state_times_and_others_do_not() {
        let page = [
            "[2H 44] A long ball finds nobody",
            TEXT,
            "[2H 41] a corner from the left",
            "[2H 37] Two changes at once",
            TEXT,
            "[2H 30] 3 shots in a minute",
        ];
        let page: Vec<String> = page.iter().map(|line| line.replace("2H", "Half")).collect();
        let page: Vec<&str> = page.iter().map(String::as_str).collect();
        assert_eq!(read(&page), [true, false, true, true, false, true]);
        let mixed = [
            "Ann 15:41 PT: They are off",
            TEXT,
            "Bob 15:38 PT: good night",
            TEXT,
            "Ann 15:30 PT: 3 to go",
        ];
        assert_eq!(read(&mixed), [true, false, true, false, true]);
    }

    #[test]
    fn lists_within_an_entry_are_no_series() {
        let list = [
            "Race 1 — 1,100 m",
            "Race 2 — 900 m",
            "Race 3 — 2,000 m",
            "Race 4 — 1,400 m",
        ];
        let page: Vec<&str> = [TEXT; 4].into_iter().chain(list).chain([TEXT; 4]).collect();
        assert_eq!(read(&page), [false; 12]);
        let numbered = [
            "1. Stay in",
            TEXT,
            "2. Tie down boats",
            TEXT,
            "3. Ring round",
            TEXT,
            "4. Wait",
            TEXT,
        ];
        assert_eq!(read(&numbered), [false; 8]);
        let out_of_order = [
            "Pier 7: shut",
            TEXT,
            "Pier 2: open",
            TEXT,
            "Pier 9: shut",
            TEXT,
            "Pier 1: open",
            TEXT,
        ];
        assert_eq!(read(&out_of_order), [false; 8]);
    }

    #[test]
    fn marks_of_tickers_begin_entries_where_nothing_states_a_time() {
        let tick = "+++ The ferry to the islands was cancelled at noon +++";
        assert_eq!(
            read(&[tick, TEXT, tick, tick, tick]),
            [true, false, true, true, true]
        );
        assert_eq!(read(&[tick, TEXT, tick, TEXT, TEXT]), [false; 5]);
    }

    #[test]
    fn numbers_rise_or_fall() {
        let order = |numbers: &[u32]| {
            let numbers: Vec<[u32; 1]> = numbers.iter().map(|n| [*n]).collect();
            in_order(&numbers.iter().map(<[u32; 1]>::as_slice).collect::<Vec<_>>())
        };
        assert!(order(&[44, 40, 36, 36, 31]));
        assert!(order(&[3, 2, 1, 59, 58, 57]));
        assert!(!order(&[3, 9, 1, 7, 2, 8]));
        assert!(!order(&[5, 5, 5, 5]));
    }
}
