//! Headings that a page marks as such: they are numbered, or all begin with the same words and a colon, or stand below furniture
//! that ends entries.

use foldhash::HashMap;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::segment::feature::Features;
use crate::engine::text::words::Word;

/// Fewer headings with the same beginning are no custom of the page.
const OFTEN: usize = 3;

/// One of so many headings may stand right above the next.
const SELDOM: usize = 4;

/// Two numbers in a row are enough where they begin with one.
const FEWEST_NUMBERED: usize = 2;

/// Numbered lines may end so many times their distance before the end of the text: those of one entry end earlier.
const TAIL: usize = 3;

/// Longer lines are no headings.
const LONGEST: usize = 36;

/// The headings that a page marks.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Marked {
    lines: Vec<bool>,
    /// Whether each entry has one.
    each: bool,
}

impl Marked {
    /// Looks for them.
    pub(crate) fn of(lines: &[&Features]) -> Self {
        let numbered = numbered(lines);
        let mut marked = vec![false; lines.len()];
        let marks = numbered.iter().copied().chain(labelled(lines));
        for i in marks.chain(closed(lines)).chain(ticked(lines)) {
            marked[i] = true;
        }
        Self {
            lines: marked,
            each: !numbered.is_empty(),
        }
    }

    /// Whether there are any.
    pub(crate) fn any(&self) -> bool {
        self.lines.contains(&true)
    }

    /// Whether a line is one of them.
    pub(crate) fn heading(&self, line: usize) -> bool {
        self.lines[line]
    }

    /// Whether a line is none though each entry has one.
    pub(crate) fn other(&self, line: usize) -> bool {
        self.each && !self.lines[line]
    }
}

/// "3. Polls close", "2. First results": lines whose numbers rise or fall by one, with texts between them, down to the end. Of a long
/// list the odd one may be lost.
pub(crate) fn numbered(lines: &[&Features]) -> Vec<usize> {
    let may = |line: &Features| may_head(line) || may_ask(line);
    let numbers: Vec<(usize, u32)> = (0..lines.len())
        .filter(|i| may(lines[*i]))
        .filter_map(|i| Some((i, lines[i].ordinal?)))
        .collect();
    let steps = |up: bool| {
        let step = |two: &[(usize, u32)]| two[0].1.abs_diff(two[1].1);
        let goes_on = |two: &[(usize, u32)]| {
            (1..=WIDEST_STEP).contains(&step(two)) && (two[1].1 > two[0].1) == up
        };
        let by_one = numbers.windows(2).filter(|two| step(two) == 1).count();
        numbers.windows(2).all(goes_on) && by_one * 4 >= (numbers.len() - 1) * 3
    };
    let apart = numbers.windows(2).all(|two| two[1].0 > two[0].0 + 1);
    let from_one = numbers.iter().any(|(_, number)| *number == 1);
    let fewest = if from_one { FEWEST_NUMBERED } else { OFTEN };
    let (Some((first, _)), Some((last, _))) = (numbers.first(), numbers.last()) else {
        return Vec::new();
    };
    let distance = (last - first) / (numbers.len() - 1).max(1) + 1;
    let to_the_end = lines.len() - last <= TAIL * distance;
    if numbers.len() >= fewest && apart && to_the_end && (steps(true) || steps(false)) {
        numbers.into_iter().map(|(i, _)| i).collect()
    } else {
        Vec::new()
    }
}

/// More headings than one are seldom lost in a row.
const WIDEST_STEP: u32 = 2;

/// "Budget 2031 live: Duty on fuel rises", "Budget 2031 live: …": lines that begin with the same words and a colon.
fn labelled(lines: &[&Features]) -> Vec<usize> {
    let mut places: HashMap<&[Word], Vec<usize>> = HashMap::default();
    for (i, line) in lines.iter().enumerate() {
        let label = line.label().filter(|_| may_head(line) && !line.lead_in);
        if let Some(label) = label {
            places.entry(label).or_default().push(i);
        }
    }
    let apart = |places: &Vec<usize>| {
        // An entry may have lost its text.
        let beside = places.windows(2).filter(|two| two[1] == two[0] + 1);
        places.len() >= OFTEN && beside.count() * SELDOM <= places.len()
    };
    places.into_values().filter(apart).flatten().collect()
}

/// "+++ The town needs more pumps. +++": lines between the signs of a ticker, above texts that have none.
fn ticked(lines: &[&Features]) -> Vec<usize> {
    let ticked: Vec<usize> = (0..lines.len()).filter(|i| lines[*i].ticker).collect();
    let beside = ticked.windows(2).filter(|two| two[1] == two[0] + 1);
    let several = ticked.len() >= OFTEN && beside.count() * SELDOM <= ticked.len();
    if several { ticked } else { Vec::new() }
}

/// Short lines between furniture that ends entries and running text.
fn closed(lines: &[&Features]) -> Vec<usize> {
    let below = |i: usize| lines.get(i + 1).is_some_and(|line| !line.open);
    let heads = |i: &usize| lines[*i].below_closer && may_head(lines[*i]) && below(*i);
    (0..lines.len()).filter(heads).collect()
}

/// Whether a line may be a question above its answer: "2. What about tomorrow?"
fn may_ask(line: &Features) -> bool {
    line.asks && line.len() <= LONGEST && !line.bullet
}

fn may_head(line: &Features) -> bool {
    (line.open || line.lively) && line.len() <= LONGEST && !line.colon && !line.bullet
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::rules::Rules;

    fn found(lines: &[&str]) -> Vec<usize> {
        let features: Vec<Features> = lines
            .iter()
            .map(|line| Features::of(line, false, Rules::builtin()))
            .collect();
        let marked = Marked::of(&features.iter().collect::<Vec<_>>());
        (0..lines.len()).filter(|i| marked.heading(*i)).collect()
    }

    #[test]
    fn numbered_lines_above_texts_are_headings() {
        let text = "The ferry to the islands was cancelled at noon.";
        let page = [
            "3. Ferry cancelled",
            text,
            text,
            "2. Quay shut",
            text,
            "1. Gale warning",
            text,
        ];
        assert_eq!(found(&page), [0, 3, 5]);
        let up = ["1. Ferry cancelled", text, "2. Quay shut…", text];
        assert_eq!(found(&up), [0, 2]);
    }

    #[test]
    fn the_odd_number_may_be_lost() {
        let text = "The ferry to the islands was cancelled at noon.";
        let page = |numbers: &[u32]| -> usize {
            let heading = |number: &u32| [format!("{number}. Ferry cancelled"), text.to_owned()];
            let lines: Vec<String> = numbers.iter().flat_map(heading).collect();
            found(&lines.iter().map(String::as_str).collect::<Vec<_>>()).len()
        };
        assert_eq!(page(&[1, 2, 3, 5, 6, 7, 8, 10, 11, 12]), 10);
        assert_eq!(page(&[1, 2, 5, 8, 9]), 0);
    }

    #[test]
    fn numbered_questions_and_tickers_above_texts_are_headings() {
        let text = "The ferry to the islands was cancelled at noon.";
        let asks = ["1. Thanks for joining us", text, "2. What now?", text];
        assert_eq!(found(&asks), [0, 2]);
        let ticker = "+++ The town needs more pumps, says the mayor.";
        let page = [ticker, text, text, ticker, text, ticker, text];
        assert_eq!(found(&page), [0, 3, 5]);
        assert_eq!(found(&[ticker; 5]), [0; 0]);
    }

    #[test]
    fn lists_within_an_entry_are_no_headings() {
        let text = "The ferry to the islands was cancelled at noon.";
        let list = [
            "1. Stay indoors",
            "2. Tie down boats",
            "3. Ring your neighbours",
            text,
        ];
        assert_eq!(found(&list), [0; 0]);
        let above = ["1. Stay indoors", text, "2. Tie down boats", text];
        let page: Vec<&str> = above.into_iter().chain([text; 20]).collect();
        assert_eq!(found(&page), [0; 0]);
    }

    #[test]
    fn lines_with_the_same_label_are_headings() {
        let text = "The ferry to the islands was cancelled at noon.";
        let page = [
            "Island gale updates: Ferry cancelled",
            text,
            "Island gale updates: Quay shut, say police",
            text,
            "Island gale updates: “Stay at home”",
            text,
        ];
        assert_eq!(found(&page), [0, 2, 4]);
        let empty = [
            &page[..],
            &[
                "Island gale updates: Noon bulletin",
                "Island gale updates: Pier shut",
                text,
            ],
        ]
        .concat();
        assert_eq!(found(&empty), [0, 2, 4, 6, 7]);
        assert_eq!(
            found(&[
                "Read more: A",
                text,
                "Read more: B",
                text,
                "Read more: C",
                text
            ]),
            [0; 0]
        );
    }
}
