//! Refines the weights of the clues on texts whose names are known, so that the right way to read every run becomes
//! likelier among all ways (a semi-Markov conditional random field), beginning with the weights given. Used by
//! `examples/train_names.rs` and the tests only; the program does not learn.

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use crate::engine::names::Clue;
use crate::engine::names::Kind;
use crate::engine::names::Lexicon;
use crate::engine::names::Memory;
use crate::engine::names::Reading;
use crate::engine::names::Recogniser;
use crate::engine::names::Sort;
use crate::engine::names::Weights;
use crate::engine::names::around::Edges;
use crate::engine::names::company::Beside;
use crate::engine::names::company::Company;
use crate::engine::names::decode::LONGEST_NAME;
use crate::engine::names::run::Run;

/// Of the marked texts of a file, every so many is held back from training.
const HELD_BACK: usize = 3;

/// A text and its names, as bytes `start..end`.
#[derive(Debug, Clone)]
pub struct Example {
    /// The text.
    pub text: String,
    /// Its names.
    pub names: Vec<(usize, usize, Kind)>,
}

/// How to train.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// How often every example is seen.
    pub rounds: usize,
    /// How much one mistake changes a weight.
    pub step: f32,
    /// How much of the way back to the first weights every round goes, 0 to 1.
    pub pull: f32,
    /// How much dearer mistakes are made than they are, so that the right way is ahead by more than a hair.
    pub miss: f32,
}

impl Example {
    /// Texts with their names marked: `[P Marta Lind] of [O Lind & Co] in [L Oslo]`. An empty line ends a text,
    /// a line that begins with `#` is a comment.
    pub fn marked(text: &str) -> Vec<Self> {
        let mut out = Vec::new();
        let mut lines: Vec<&str> = Vec::new();
        for line in text.lines().chain([""]) {
            if line.trim().is_empty() {
                if !lines.is_empty() {
                    out.push(Self::of_marked(&lines.join("\n")));
                }
                lines.clear();
            } else if !line.starts_with('#') {
                lines.push(line);
            }
        }
        out
    }

    /// The marked texts of a file: those to train on, and those that are only measured.
    pub fn parted(text: &str) -> (Vec<Self>, Vec<Self>) {
        let (mut own, mut held) = (Vec::new(), Vec::new());
        for (i, example) in Self::marked(text).into_iter().enumerate() {
            let into = if i % HELD_BACK == HELD_BACK - 1 {
                &mut held
            } else {
                &mut own
            };
            into.push(example);
        }
        (own, held)
    }

    /// A text and its names as JSON: `{"text", "spans": [[start, end, type]]}`, offsets in code points. Spans of types that
    /// are none of the kinds are left out.
    pub fn of_json(line: &str) -> Result<Self, String> {
        let value: serde_json::Value =
            serde_json::from_str(line).map_err(|error| error.to_string())?;
        let text = value["text"].as_str().ok_or("a line without text")?;
        let places = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        let places: Vec<usize> = places.collect();
        let mut names = Vec::new();
        for span in value["spans"].as_array().ok_or("a line without spans")? {
            let at =
                |i: usize| -> Option<usize> { places.get(span[i].as_u64()? as usize).copied() };
            let kind = span[2].as_str().and_then(Kind::from_name);
            if let (Some(start), Some(end), Some(kind)) = (at(0), at(1), kind) {
                names.push((start, end, kind));
            }
        }
        Ok(Self {
            text: text.to_owned(),
            names,
        })
    }

    fn of_marked(marked: &str) -> Self {
        let mut out = Self {
            text: String::new(),
            names: Vec::new(),
        };
        let mut rest = marked;
        while let Some((before, from)) = rest.split_once('[') {
            out.text.push_str(before);
            let kind = match from.get(..2) {
                Some("P ") => Some(Kind::Person),
                Some("L ") => Some(Kind::Place),
                Some("O ") => Some(Kind::Organisation),
                _ => None,
            };
            let marked = kind.and_then(|kind| Some((kind, from.get(2..)?.split_once(']')?)));
            rest = match marked {
                Some((kind, (name, after))) => {
                    let start = out.text.len();
                    out.text.push_str(name);
                    out.names.push((start, out.text.len(), kind));
                    after
                }
                None => {
                    out.text.push('[');
                    from
                }
            };
        }
        out.text.push_str(rest);
        out
    }

    /// The lists without the names of this text: all of them, or every second one.
    pub fn unknown(&self, every: usize) -> Lexicon {
        let mut names = Vec::new();
        for (start, end, kind) in &self.names {
            let name = self.text.get(*start..*end).unwrap_or_default();
            if !xxh3_64(name.as_bytes()).is_multiple_of(every.max(1) as u64) {
                continue;
            }
            names.push(name);
            if *kind == Kind::Person {
                names.extend(name.split_whitespace());
            }
        }
        Lexicon::without(names)
    }
}

/// The weights after training, averaged over all steps. Every text is seen three times: as it is, with half of its
/// names taken out of the lists, and with all of them, so that what stands around a name learns to speak for itself.
/// First the weights move for all sorts of stretches alike, then for each by itself.
pub fn train(examples: &[Example], first: &Weights, lexicon: &Lexicon, plan: Plan) -> Weights {
    let unknown: Vec<[Lexicon; 2]> = examples
        .iter()
        .map(|example| [example.unknown(2), example.unknown(1)])
        .collect();
    let seen: Vec<(&Example, &Lexicon)> = examples
        .iter()
        .zip(&unknown)
        .flat_map(|(example, [half, all])| [lexicon, half, all].map(|lexicon| (example, lexicon)))
        .collect();
    let shared = refine(&seen, first, plan, true);
    refine(&seen, &shared, plan, false)
}

/// One training; `shared` moves the weights for all sorts of stretches together.
fn refine(seen: &[(&Example, &Lexicon)], first: &Weights, plan: Plan, shared: bool) -> Weights {
    let mut weights = first.clone();
    let mut sum = first.clone().scaled(0.0);
    let mut past = first.clone().scaled(0.0);
    let mut steps = 0.0_f32;
    for _ in 0..plan.rounds {
        for (example, lexicon) in seen {
            let change = Lesson::of(example, lexicon, &weights, plan.miss).change(shared);
            weights.step(&change, &mut past, plan.step);
            steps += 1.0;
            // The mean as it goes, so that no sum grows beyond what a float holds.
            sum = sum
                .scaled(1.0 - 1.0 / steps)
                .plus(&weights.clone().scaled(1.0 / steps));
        }
        weights = weights
            .scaled(1.0 - plan.pull)
            .plus(&first.clone().scaled(plan.pull));
    }
    sum
}

/// One text as it is learnt from.
struct Lesson<'a> {
    example: &'a Example,
    weights: &'a Weights,
    /// How much dearer a wrong name is made than it is.
    miss: f32,
    runs: Vec<Lattice>,
}

/// A stretch of a run that can be a name: its place in the text, its clues and what they say.
struct Cell {
    start: usize,
    end: usize,
    clues: Vec<Clue>,
    company: Company,
    sort: Sort,
    scores: [f32; Reading::COUNT],
    /// Which readings the names of the text allow.
    right: [bool; Reading::COUNT],
}

/// All stretches of a run, by their ends; `free` says which words are part of no name.
struct Lattice {
    cells: Vec<Cell>,
    free: Vec<bool>,
    reachable: bool,
}

impl<'a> Lesson<'a> {
    fn of(example: &'a Example, lexicon: &Lexicon, weights: &'a Weights, miss: f32) -> Self {
        let recogniser = Recogniser::new(lexicon, weights);
        let prepared = recogniser.prepare(&example.text);
        let mut memory = Memory::default();
        recogniser.learn(&prepared, &mut memory);
        let mut lesson = Self {
            example,
            weights,
            miss,
            runs: Vec::new(),
        };
        for run in prepared.runs() {
            let scene = recogniser.scene(&prepared);
            let edges = Edges::of(run, &scene);
            let beside = Beside::of(run, &scene);
            let fired =
                |words: Range<usize>| recogniser.clues(&prepared, run, &edges, &memory, words);
            lesson.runs.push(lesson.lattice(run, &beside, fired));
        }
        lesson
    }

    fn lattice(
        &self,
        run: &Run,
        beside: &Beside,
        fired: impl Fn(Range<usize>) -> Option<(Vec<Clue>, Sort)>,
    ) -> Lattice {
        let names = &self.example.names;
        let span = |words: &Range<usize>| {
            let last = &run.words[words.end - 1];
            (run.words[words.start].token.start, last.token.end)
        };
        let touched =
            |(from, to): (usize, usize)| names.iter().filter(move |(a, b, _)| *a < to && from < *b);
        let mut cells = Vec::new();
        let mut reached = 0;
        for end in 1..=run.words.len() {
            for start in end.saturating_sub(LONGEST_NAME)..end {
                let Some((clues, sort)) = fired(start..end) else {
                    continue;
                };
                let (from, to) = span(&(start..end));
                let right = Reading::ALL.map(|reading| match reading.kind() {
                    Some(kind) => names.contains(&(from, to, kind)),
                    None => touched((from, to)).next().is_none(),
                });
                reached += usize::from(right[..Kind::ALL.len()].contains(&true));
                let company = beside.company(run, start, end);
                let mut scores = self.weights.sum(&clues, sort);
                self.weights.add_company(company, sort, &mut scores);
                for (score, right) in scores[..Kind::ALL.len()].iter_mut().zip(right) {
                    *score += if right { -self.miss } else { self.miss * 0.5 };
                }
                cells.push(Cell {
                    start,
                    end,
                    clues,
                    company,
                    sort,
                    scores,
                    right,
                });
            }
        }
        let words = 0..run.words.len();
        Lattice {
            cells,
            free: words
                .clone()
                .map(|at| touched(span(&(at..at + 1))).next().is_none())
                .collect(),
            reachable: touched(span(&words)).count() == reached,
        }
    }

    /// How the weights have to move for the names of the text to become likelier.
    fn change(&self, shared: bool) -> Weights {
        let mut change = self.weights.clone().scaled(0.0);
        for lattice in self.runs.iter().filter(|lattice| lattice.reachable) {
            let (right, all) = (lattice.chances(true), lattice.chances(false));
            for (cell, (right, all)) in lattice.cells.iter().zip(right.iter().zip(&all)) {
                for (i, reading) in Reading::ALL.into_iter().enumerate() {
                    let by = right[i] - all[i];
                    if by.abs() < 1e-4 {
                        continue;
                    }
                    for sort in Sort::ALL {
                        change.change_company(cell.company, sort, reading, by * 0.5);
                        if shared || sort == cell.sort {
                            for clue in &cell.clues {
                                change.add(*clue, sort, reading, by);
                            }
                        }
                    }
                }
            }
        }
        change
    }
}

impl Lattice {
    /// How likely each reading of each stretch is, of all ways to read the run or of those that are right:
    /// sums over all ways, forwards to where a stretch begins and backwards to where it ends.
    fn chances(&self, right: bool) -> Vec<[f32; Reading::COUNT]> {
        let length = self.free.len();
        let allowed = |cell: &Cell, i: usize| !right || cell.right[i];
        let skipped = |at: usize| !right || self.free[at];
        let mut forwards = vec![f32::NEG_INFINITY; length + 1];
        let mut backwards = forwards.clone();
        (forwards[0], backwards[length]) = (0.0, 0.0);
        let mut cells = self.cells.iter().peekable();
        for end in 1..=length {
            if skipped(end - 1) {
                forwards[end] = forwards[end - 1];
            }
            while let Some(cell) = cells.next_if(|cell| cell.end == end) {
                for i in (0..Reading::COUNT).filter(|i| allowed(cell, *i)) {
                    forwards[end] = joined(forwards[end], forwards[cell.start] + cell.scores[i]);
                }
            }
        }
        let mut cells = self.cells.iter().rev().peekable();
        for end in (1..=length).rev() {
            if skipped(end - 1) {
                backwards[end - 1] = joined(backwards[end - 1], backwards[end]);
            }
            while let Some(cell) = cells.next_if(|cell| cell.end == end) {
                for i in (0..Reading::COUNT).filter(|i| allowed(cell, *i)) {
                    let more = backwards[end] + cell.scores[i];
                    backwards[cell.start] = joined(backwards[cell.start], more);
                }
            }
        }
        let all = forwards[length];
        let chances = |cell: &Cell| {
            let mut chances = [0.0; Reading::COUNT];
            for i in (0..Reading::COUNT).filter(|i| allowed(cell, *i)) {
                let way = forwards[cell.start] + cell.scores[i] + backwards[cell.end];
                chances[i] = (way - all).exp();
            }
            chances
        };
        self.cells.iter().map(chances).collect()
    }
}

/// The logarithm of the sum of what two logarithms stand for.
fn joined(a: f32, b: f32) -> f32 {
    let (more, less) = if a > b { (a, b) } else { (b, a) };
    if less == f32::NEG_INFINITY {
        more
    } else {
        more + (less - more).exp().ln_1p()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_names_are_read() {
        let texts = "# a comment\n[P Ana Lind] of [O Lind & Co]\nin [L Oslo] [sic]\n\n\nNo name.\n";
        let examples = Example::marked(texts);
        assert_eq!(examples.len(), 2);
        assert_eq!(examples[0].text, "Ana Lind of Lind & Co\nin Oslo [sic]");
        let names = examples[0].names.iter();
        let names: Vec<_> = names
            .map(|(start, end, kind)| (&examples[0].text[*start..*end], *kind))
            .collect();
        let wanted = [
            ("Ana Lind", Kind::Person),
            ("Lind & Co", Kind::Organisation),
            ("Oslo", Kind::Place),
        ];
        assert_eq!(names, wanted);
        assert!(examples[1].names.is_empty());
    }

    #[test]
    fn every_third_text_is_held_back() {
        let (own, held) = Example::parted("One.\n\nTwo.\n\nThree.\n\nFour.\n");
        let texts = |list: Vec<Example>| -> Vec<String> {
            list.into_iter().map(|example| example.text).collect()
        };
        assert_eq!(texts(own), ["One.", "Two.", "Four."]);
        assert_eq!(texts(held), ["Three."]);
    }
}
