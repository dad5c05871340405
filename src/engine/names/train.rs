//! Refines the weights of the clues on texts whose names are known: an averaged structured perceptron
//! that begins with the weights given. Used by `examples/train_names.rs` only; the program does not learn.

use xxhash_rust::xxh3::xxh3_64;

use crate::engine::names::Kind;
use crate::engine::names::Lexicon;
use crate::engine::names::Memory;
use crate::engine::names::Prepared;
use crate::engine::names::Reading;
use crate::engine::names::Recogniser;
use crate::engine::names::Sort;
use crate::engine::names::Weights;
use crate::engine::names::around::Edges;
use crate::engine::names::decode::Stretch;
use crate::engine::names::decode::decode;
use crate::engine::names::decode::decode_within;
use crate::engine::names::run::Run;

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
    /// How much more the first way of reading a text must be ahead: mistakes are made dearer than they are.
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
            if xxh3_64(name.as_bytes()) % every.max(1) as u64 != 0 {
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

/// The weights after training, averaged over all steps. Every text is seen three times: as it is, with
/// half of its names taken out of the lists, and with all of them, so that what stands around a name learns to speak for itself.
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
    let mut steps = 0.0_f32;
    for _ in 0..plan.rounds {
        for (example, lexicon) in seen {
            let mut memory = Memory::default();
            let before = weights.clone();
            let recogniser = Recogniser::new(lexicon, &before);
            let prepared = recogniser.prepare(&example.text);
            recogniser.learn(&prepared, &mut memory);
            for run in prepared.runs() {
                correct(
                    example,
                    &prepared,
                    run,
                    &memory,
                    lexicon,
                    &mut weights,
                    plan,
                    shared,
                );
            }
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

/// Moves the weights towards the names of one run, where it is read in another way.
fn correct(
    example: &Example,
    prepared: &Prepared,
    run: &Run,
    memory: &Memory,
    lexicon: &Lexicon,
    weights: &mut Weights,
    plan: Plan,
    shared: bool,
) {
    let recogniser = Recogniser::new(lexicon, weights);
    let scene = recogniser.scene(prepared);
    let edges = Edges::of(run, &scene);
    let fired =
        |start: usize, end: usize| recogniser.clues(prepared, run, &edges, memory, start..end);
    let score =
        |start: usize, end: usize| fired(start, end).map(|(clues, sort)| weights.sum(&clues, sort));
    let span =
        |start: usize, end: usize| (run.words[start].token.start, run.words[end - 1].token.end);
    let allowed = |start: usize, end: usize, reading: Option<Reading>| {
        let (from, to) = span(start, end);
        match reading.and_then(Reading::kind) {
            Some(kind) => example.names.contains(&(from, to, kind)),
            None => !example.names.iter().any(|(a, b, _)| *a < to && from < *b),
        }
    };
    // A reading that is wrong is scored up: the right one has to be ahead of it by as much.
    let against = |start: usize, end: usize| {
        let mut scores = score(start, end)?;
        for (score, reading) in scores.iter_mut().zip(Reading::ALL) {
            if !allowed(start, end, Some(reading)) {
                *score += plan.miss * 0.5;
            } else if reading.kind().is_some() {
                *score -= plan.miss;
            }
        }
        Some(scores)
    };
    let guess = decode(run.words.len(), against);
    let right = decode_within(run.words.len(), score, &allowed);
    let same =
        |a: &Stretch, b: &Stretch| (a.start, a.end, a.reading) == (b.start, b.end, b.reading);
    let reachable = right
        .iter()
        .filter(|stretch| stretch.reading != Reading::Other)
        .count()
        == example
            .names
            .iter()
            .filter(|(a, b, _)| *a < span(0, run.words.len()).1 && span(0, 1).0 < *b)
            .count();
    if !reachable {
        return;
    }
    let changes = [(&right, &guess, plan.step), (&guess, &right, -plan.step)];
    let mut moves = Vec::new();
    for (these, those, step) in changes {
        for stretch in these
            .iter()
            .filter(|stretch| !those.iter().any(|other| same(stretch, other)))
        {
            let Some((clues, sort)) = fired(stretch.start, stretch.end) else {
                continue;
            };
            moves.extend(
                clues
                    .into_iter()
                    .map(|clue| (clue, sort, stretch.reading, step)),
            );
        }
    }
    for (clue, here, reading, step) in moves {
        for sort in Sort::ALL.into_iter().filter(|sort| shared || *sort == here) {
            weights.add(clue, sort, reading, step);
        }
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
}
