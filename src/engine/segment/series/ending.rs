//! How lines end: with the minute of play, or the time, of the entry that they are: "… hits the post. 88'", "… is back (18:20)".

use crate::engine::rules::Rules;
use crate::engine::segment::feature::Features;
use crate::engine::segment::item::Item;
use crate::engine::segment::series::DIFFERENT;
use crate::engine::segment::series::OFTEN;
use crate::engine::segment::series::in_order;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Shape;
use crate::engine::segment::stamp::play::MINUTES;
use crate::engine::text::SafeText;

/// What a line ends with.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Ending {
    /// All of it, with a nought for each number.
    form: String,
    numbers: Vec<u32>,
}

/// Longer ends say something, in bytes.
const LONGEST: usize = 16;

/// Lines have so many words ahead of their end.
const WORDS: usize = 3;

/// Reads lines as stating the times that they end with, where most lines of the page do, their numbers only rise or only fall, and
/// no line states a time in another way.
pub(crate) fn tell(items: &mut Vec<Item>) {
    let open: Vec<usize> = (0..items.len())
        .filter(|i| items[*i].role.is_none())
        .collect();
    let times = |item: &Item| {
        let shape = item.shape();
        shape.is_some_and(|shape| !matches!(shape, Shape::Author | Shape::Play))
    };
    if open.iter().any(|i| times(&items[*i])) {
        return;
    }
    let ends: Vec<(usize, Ending)> = open
        .iter()
        .filter_map(|i| Some((*i, ending(&items[*i].text)?)))
        .collect();
    let (Some((first, one)), Some((last, _))) = (ends.first(), ends.last()) else {
        return;
    };
    let numbers: Vec<Vec<u32>> = ends.iter().map(|(_, end)| end.numbers.clone()).collect();
    let between = open.iter().filter(|i| (first..=last).contains(i)).count();
    let alike = ends.iter().all(|(_, end)| end.form == one.form);
    let steps = numbers.windows(2).filter(|two| two[0] != two[1]).count();
    if ends.len() < OFTEN || steps + 1 < DIFFERENT || !alike || !in_order(&numbers) {
        return;
    }
    let clocks = ends.iter().all(|(_, end)| end.clock().is_some());
    let sentences = ends.iter().filter(|(i, _)| is_sentence(&items[*i].text));
    let sentences = sentences.count() * 10 >= ends.len() * 6;
    if clocks && sentences && ends.len() * ALL.1 < between * ALL.0 {
        close(items, &ends);
        return;
    }
    let plays = open.iter().any(|i| items[*i].shape() == Some(Shape::Play));
    if plays || ends.len() * MOST.1 < between * MOST.0 {
        return;
    }
    for (i, end) in ends {
        let clock = end.clock();
        let shape = match clock {
            Some(_) => Shape::Inline,
            None => Shape::Play,
        };
        items[i].byline = Some(Byline::at(clock, shape, items[i].text.len()));
    }
}

/// Whether a text ends ahead of the time.
fn is_sentence(text: &str) -> bool {
    let text = text
        .rsplit_once(' ')
        .map_or("", |(text, _)| text.trim_end());
    text.ends_with(['.', '!', '?', '…', '”', '"', '»', ')'])
}

/// Parts the times from the last texts of the entries that they stand below.
fn close(items: &mut Vec<Item>, ends: &[(usize, Ending)]) {
    let mut out: Vec<Item> = Vec::with_capacity(items.len() + ends.len());
    let mut ends = ends.iter().peekable();
    // The line whose parts have moved.
    let mut moved = None;
    for (i, mut item) in std::mem::take(items).into_iter().enumerate() {
        if moved == Some(item.line) {
            item.part = item.part.saturating_add(1);
        }
        let end = ends.next_if(|(at, _)| *at == i);
        let time = end.and_then(|(_, end)| parted(&mut item, end));
        if time.is_some() {
            moved = Some(item.line);
        }
        out.push(item);
        out.extend(time);
    }
    *items = out;
}

/// Takes the time away from the end of a text.
fn parted(item: &mut Item, end: &Ending) -> Option<Item> {
    let (text, time) = item.text.rsplit_once(' ')?;
    let (text, time) = (SafeText::new(text), SafeText::new(time));
    let below = Item {
        part: item.part.saturating_add(1),
        text: time,
        byline: Some(Byline {
            closes: true,
            ..Byline::at(end.clock(), Shape::Clock, 0)
        }),
        ..item.clone()
    };
    item.features = Features::of(&text, item.features.bullet, Rules::builtin());
    item.text = text;
    Some(below)
}

/// Of the lines between the first and the last one so many end with a time.
const MOST: (usize, usize) = (1, 2);

/// Where fewer do, entries have more lines, and the time stands below the last.
const ALL: (usize, usize) = (8, 10);

impl Ending {
    /// Minutes since midnight, where the numbers are a clock time.
    fn clock(&self) -> Option<u16> {
        let [hour, minute] = self.numbers[..] else {
            return None;
        };
        u16::try_from(hour * 60 + minute).ok()
    }
}

/// The time that a line ends with.
fn ending(text: &str) -> Option<Ending> {
    let rules = Rules::builtin();
    let bare = text.trim_end_matches([')', ']']);
    // "… hits the post. Minute 29."
    let stop = bare.ends_with('.')
        && bare
            .trim_end_matches('.')
            .ends_with(|c: char| c.is_ascii_digit());
    let bare = if stop {
        bare.trim_end_matches('.')
    } else {
        bare
    };
    let words: Vec<&str> = bare.split_whitespace().rev().take(WORDS + 2).collect();
    let digits = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    let unit = |word: &str| {
        let word = word.trim_end_matches('.').to_lowercase();
        rules.oclock.contains(&word) || rules.units.get(&word) == Some(&60)
    };
    let (behind, ahead) = match words[..] {
        [last, before, ..] if digits(last) => ("", Some(before).filter(|word| unit(word))),
        [last, before, ..] if unit(last) && digits(before) => (last, None),
        _ => return None,
    };
    let number = words[usize::from(!behind.is_empty())].trim_start_matches(['(', '[']);
    let mut form = String::new();
    let mut numbers = Vec::new();
    for part in number.split_inclusive(|c: char| !c.is_ascii_digit()) {
        let (count, sign) = match part.trim_end_matches(|c: char| !c.is_ascii_digit()) {
            count if count.len() < part.len() => (count, &part[count.len()..]),
            count => (count, ""),
        };
        if !count.is_empty() {
            numbers.push(count.parse().ok().filter(|_| count.len() <= 3)?);
            form.push('0');
        }
        form.push_str(sign);
    }
    let clock = numbers.len() == 2
        && ["0:0", "0.0", "0h0"].contains(&&*form)
        && number.bytes().rev().take_while(u8::is_ascii_digit).count() == 2
        && numbers[0] < 24
        && numbers[1] < 60;
    // "45+2"
    let form = form.replace("0+0", "0");
    let minute = form.starts_with('0') && form[1..].starts_with(MINUTES)
        || form == "0" && (ahead.is_some() || !behind.is_empty());
    let clock = clock && !stop;
    let minute = minute && (!stop || ahead.is_some());
    let fits = number.len() + behind.len() <= LONGEST && words.len() > WORDS;
    (fits && (clock || minute)).then(|| Ending {
        form: format!("{}{form}{behind}", ahead.unwrap_or_default().to_lowercase()),
        numbers,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::segment::item::items;
    use crate::engine::segment::item::stated;

    fn read(lines: &[&str]) -> Vec<bool> {
        let mut items = items(lines);
        tell(&mut items);
        stated(&items)
    }

    #[test]
    fn times_at_the_ends_of_most_lines_are_those_of_entries() {
        for ends in [
            ["88'", "75'", "61'", "44'"],
            ["(88’)", "(75’)", "(61’)", "(44’)"],
            ["Min. 88", "Min. 75", "Min. 61", "Min. 44"],
            ["18:20", "17:45", "16:10", "15:02"],
            ["18.20 Uhr", "17.45 Uhr", "16.10 Uhr", "15.02 Uhr"],
        ] {
            let lines = ends.map(|end| format!("Lund shoots from afar and hits the post. {end}"));
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            assert_eq!(read(&lines), [true; 4], "{ends:?}");
            let text = "The crowd is on its feet.";
            let few = [
                lines[0], text, text, lines[1], text, text, lines[2], text, lines[3],
            ];
            if !ends[0].contains(':') && !ends[0].contains('.') {
                assert_eq!(read(&few), [false; 9], "{ends:?}");
            }
            let mixed = [lines[1], lines[3], lines[0], lines[2], lines[1], lines[3]];
            assert_eq!(read(&mixed), [false; 6], "{ends:?}");
        }
    }

    #[test]
    fn times_at_the_ends_of_entries_stand_below_them() {
        let text = "The crowd is on its feet.";
        let page = [
            "Off they go",
            "The leader has ten seconds left. 16:55",
            "Two to go",
            text,
            "Nobody follows him any more. 16:51",
            "A puncture",
            "He gets a new wheel at once. 16:50",
            "They close in",
            "He has five seconds left. 16:48",
        ];
        let mut items = items(&page);
        tell(&mut items);
        let told = items.iter().filter(|item| item.byline.is_some());
        let told: Vec<(&str, u16)> = told.map(|item| (&*item.text, item.part)).collect();
        assert_eq!(
            told,
            [("16:55", 1), ("16:51", 1), ("16:50", 1), ("16:48", 1)]
        );
        assert_eq!(&*items[1].text, "The leader has ten seconds left.");
    }

    #[test]
    fn numbers_at_the_ends_of_sentences_are_no_times() {
        for text in [
            "The final score of the evening is 2:1",
            "They have scored in every match since 1912",
            "The doors of the hall open at 18:20.",
            "Of the boats that left the harbour 88",
            "Min. 88",
        ] {
            assert_eq!(ending(text), None, "{text}");
        }
    }
}
