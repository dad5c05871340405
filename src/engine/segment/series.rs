//! Lines that begin alike but for their numbers, which only rise or only fall down the page: "[후반 44분]", "OFFICIAL – 1h23:",
//! "39.6 …". No rule needs to know what they count: each begins an entry. A line that begins like those whose time is known
//! states its time as well.

pub(crate) mod ending;
mod opening;

use std::collections::BTreeMap;

use crate::engine::rules::Rules;
use crate::engine::segment::item::Item;
use crate::engine::segment::series::opening::Opening;
use crate::engine::segment::series::opening::PARTING;
use crate::engine::segment::series::opening::alone;
use crate::engine::segment::series::opening::opening;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::words;

/// Fewer lines that begin alike do so by chance.
const OFTEN: usize = 4;

/// Fewer different numbers count nothing.
const DIFFERENT: usize = 3;

/// One number in so many may stand in the wrong order, and one more: the day may change once.
const WRONG: usize = 8;

/// Reads the lines of each series as stating a time, of the shape that most of those known have.
pub(crate) fn tell(items: &mut [Item], rules: &Rules) {
    let open: Vec<usize> = (0..items.len())
        .filter(|i| items[*i].role.is_none())
        .collect();
    ticks(items, &open);
    updates(items, &open, rules);
    seconds(items, &open);
    for openings in [opening, alone] {
        // Laps and overs that are spoken of are known, and were looked at.
        let looked_at = |i: &&usize| items[**i].byline.is_some() || !items[**i].features.counts;
        let mut series: BTreeMap<String, Vec<(usize, Opening)>> = BTreeMap::new();
        for i in open.iter().filter(looked_at) {
            if let Some(opening) = openings(&items[*i].text) {
                let alike = series.entry(opening.alike()).or_default();
                alike.push((*i, opening));
            }
        }
        let page = Page::of(items);
        let found = series.into_values().filter(|lines| page.counts(lines));
        for lines in found.collect::<Vec<_>>() {
            let shape = shape(items, &lines);
            for (i, opening) in lines {
                if items[i].byline.is_none() {
                    items[i].byline = Some(byline(&items[i], &opening, shape));
                }
            }
        }
    }
}

/// Reads lines that begin with minutes and seconds ("58.12: Goal") as times of play where others state minutes ("57. min: …"),
/// and all are in one order.
fn seconds(items: &mut [Item], open: &[usize]) {
    let mut order: Vec<Vec<u32>> = Vec::new();
    let mut found: Vec<(usize, Opening)> = Vec::new();
    let mut known = 0;
    for i in open {
        let item = &items[*i];
        let play = item.shape() == Some(Shape::Play);
        let Some(opening) = opening(&item.text).filter(|_| play || item.byline.is_none()) else {
            continue;
        };
        let seconds = SECONDS.contains(&opening.form.as_str());
        if play {
            known += 1;
        } else if !seconds || opening.numbers.get(1).is_none_or(|second| *second > 59) {
            continue;
        }
        order.push(opening.order());
        if !play {
            found.push((*i, opening));
        }
    }
    if known >= OFTEN && found.len() <= known && in_order(&order) {
        for (i, opening) in found {
            items[i].byline = Some(byline(&items[i], &opening, Shape::Play));
        }
    }
}

/// How lines begin with minutes and seconds.
const SECONDS: [&str; 4] = ["0.0:", "0:0:", "0.0-", "0:0-"];

/// Reads lines behind a mark of tickers ("+++ …") as entries, where several have it and no line states a time.
fn ticks(items: &mut [Item], open: &[usize]) {
    if open.iter().any(|i| items[*i].byline.is_some()) {
        return;
    }
    let ticks = TICKS.map(|tick| -> Vec<usize> {
        let ticks = |i: &&usize| items[**i].text.starts_with(tick) && items[**i].is_content();
        open.iter().filter(ticks).copied().collect()
    });
    let found = ticks.into_iter().find(|found| found.len() >= OFTEN);
    for i in found.into_iter().flatten() {
        let rest = items[i].text.trim_start_matches(['+', ':', ' ']);
        let rest = items[i].text.len() - rest.len();
        items[i].byline = Some(Byline::at(None, Shape::Play, rest));
    }
}

/// Reads lines that call themselves updates ("UPDATE: …", "2nd update: …") as entries, where no line states a time.
fn updates(items: &mut [Item], open: &[usize], rules: &Rules) {
    if open.iter().any(|i| items[*i].byline.is_some()) {
        return;
    }
    let called = |i: &usize| {
        let text = &items[*i].text;
        let (label, behind) = text.split_once(':')?;
        let mut words = label.split_whitespace();
        let word = words.next_back()?.trim_matches(['*', '#', '[']);
        let number = words.next().is_none_or(|word| {
            word.starts_with(|c: char| c.is_ascii_digit()) && words.next().is_none()
        });
        let known =
            rules.update.contains(&words::fold(word)) && word.starts_with(char::is_uppercase);
        let says = words::count(behind) >= SAYS;
        let rest = text.len() - behind.trim_start().len();
        (known && number && says).then_some((*i, rest))
    };
    let found: Vec<(usize, usize)> = open.iter().filter_map(called).collect();
    if found.len() >= UPDATES {
        for (i, rest) in found {
            items[i].byline = Some(Byline::at(None, Shape::Play, rest));
        }
    }
}

/// Fewer words behind "Update:" are no text.
const SAYS: usize = 4;

/// Fewer updates may be of one entry.
const UPDATES: usize = 3;

/// What lines of a ticker begin with: a mark, or the colon behind a time that is lost.
const TICKS: [&str; 2] = ["+++", ": "];

/// How many lines above each line are undecided, how many of these are text, and how many state a time: counted once, since a page
/// may have as many series as lines.
struct Page<'i> {
    items: &'i [Item],
    open: Vec<usize>,
    prose: Vec<usize>,
    times: usize,
}

impl<'i> Page<'i> {
    fn of(items: &'i [Item]) -> Self {
        let above = |is: &dyn Fn(&Item) -> bool| {
            let counts = items.iter().scan(0, |count, item| {
                *count += usize::from(is(item));
                Some(*count)
            });
            [0].into_iter().chain(counts).collect::<Vec<usize>>()
        };
        Self {
            items,
            open: above(&|item| item.role.is_none()),
            prose: above(&Item::is_prose),
            times: items.iter().filter(|item| states_time(item)).count(),
        }
    }

    /// Whether lines that begin alike are a series, which entries begin with.
    fn counts(&self, lines: &[(usize, Opening)]) -> bool {
        let numbers: Vec<Vec<u32>> = lines.iter().map(|(_, opening)| opening.order()).collect();
        let lacking = lines
            .iter()
            .filter(|(i, _)| self.items[*i].byline.is_none());
        numbers.len() >= OFTEN - usize::from(self.stated(lines))
            && lacking.count() > 0
            && in_order(&numbers)
            && !is_numbered_list(lines)
            && !self.is_inside(lines)
            && !self.others_state_times(lines)
    }

    /// Whether lines state clock times, or are parted from their texts by a sign, and text stands between them: then few are enough.
    fn stated(&self, lines: &[(usize, Opening)]) -> bool {
        let signs =
            |opening: &Opening| opening.form.ends_with(PARTING) || opening.clock().is_some();
        let apart = |two: &[(usize, Opening)]| self.prose[two[0].0 + 1] < self.prose[two[1].0];
        lines.iter().all(|(_, opening)| signs(opening)) && lines.windows(2).all(apart)
    }

    /// Whether the lines stand together, though they are no more than a part of the page, and are no sentences: a list within an
    /// entry.
    fn is_inside(&self, lines: &[(usize, Opening)]) -> bool {
        let (Some((first, _)), Some((last, _))) = (lines.first(), lines.last()) else {
            return true;
        };
        let prose = lines.iter().filter(|(i, _)| self.items[*i].is_prose());
        if prose.count() * 2 > lines.len() {
            return false;
        }
        let between = self.open[*last + 1] - self.open[*first] - lines.len();
        between * 4 < lines.len() && lines.len() * 2 < self.open[self.items.len()]
    }

    /// Whether other lines of the page state times, and no fewer.
    fn others_state_times(&self, lines: &[(usize, Opening)]) -> bool {
        let own = lines.iter().filter(|(i, _)| states_time(&self.items[*i]));
        self.times - own.count() >= lines.len()
    }
}

fn states_time(item: &Item) -> bool {
    item.role.is_none() && item.shape().is_some_and(|shape| shape != Shape::Author)
}

/// Whether numbers only rise or only fall.
pub(crate) fn in_order(numbers: &[Vec<u32>]) -> bool {
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
            .all(|c| c.is_whitespace() || matches!(c, '0' | '.' | ')' | ']' | '(' | '['));
        signs && opening.numbers.len() == 1
    };
    lines.iter().all(bare)
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
    let shape = match shape {
        Shape::Inline if ends => Shape::Clock,
        shape => shape,
    };
    Byline::at(minutes, shape, if ends { 0 } else { opening.rest })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::segment::item::items;
    use crate::engine::segment::item::stated;

    /// Which lines state a time after series are looked for.
    fn read(lines: &[&str]) -> Vec<bool> {
        let mut items = items(lines);
        tell(&mut items, Rules::builtin());
        stated(&items)
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
        let order =
            |numbers: &[u32]| in_order(&numbers.iter().map(|n| vec![*n]).collect::<Vec<_>>());
        assert!(order(&[44, 40, 36, 36, 31]));
        assert!(order(&[3, 2, 1, 59, 58, 57]));
        assert!(!order(&[3, 9, 1, 7, 2, 8]));
        assert!(!order(&[5, 5, 5, 5]));
    }
}
