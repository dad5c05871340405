//! Refines the weights of the clues on texts whose names are known: an averaged structured perceptron
//! that begins with the weights given. Used by `examples/train_names.rs` only; the program does not learn.

use crate::engine::names::Clue;
use crate::engine::names::Kind;
use crate::engine::names::Lexicon;
use crate::engine::names::Memory;
use crate::engine::names::Prepared;
use crate::engine::names::Reading;
use crate::engine::names::Recogniser;
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
}

/// The lists without the names of a text.
fn without_names(example: &Example) -> Lexicon {
    let mut names = Vec::new();
    for (start, end, kind) in &example.names {
        let name = example.text.get(*start..*end).unwrap_or_default();
        names.push(name);
        if *kind == Kind::Person {
            names.extend(name.split_whitespace());
        }
    }
    Lexicon::without(names)
}

/// The weights after training, averaged over all steps. Every text is seen twice: as it is, and with its names taken out of
/// the lists, so that what stands around a name learns to speak for itself.
pub fn train(examples: &[Example], first: &Weights, lexicon: &Lexicon, plan: Plan) -> Weights {
    let unknown: Vec<Lexicon> = examples.iter().map(without_names).collect();
    let seen: Vec<(&Example, &Lexicon)> = examples
        .iter()
        .zip(&unknown)
        .flat_map(|(example, unknown)| [(example, lexicon), (example, unknown)])
        .collect();
    let prepared: Vec<Prepared> = seen
        .iter()
        .map(|(example, lexicon)| Recogniser::new(lexicon, first).prepare(&example.text))
        .collect();
    let mut weights = first.clone();
    let mut sum = vec![[0.0_f64; Reading::COUNT]; Clue::ALL.len()];
    let mut steps = 0.0;
    for _ in 0..plan.rounds {
        for ((example, lexicon), prepared) in seen.iter().zip(&prepared) {
            let mut memory = Memory::default();
            Recogniser::new(lexicon, &weights).learn(prepared, &mut memory);
            for run in prepared.runs() {
                correct(
                    example,
                    prepared,
                    run,
                    &memory,
                    lexicon,
                    &mut weights,
                    plan.step,
                );
            }
            steps += 1.0;
            for (clue, total) in Clue::ALL.iter().zip(sum.iter_mut()) {
                for (total, weight) in total.iter_mut().zip(weights.of(*clue)) {
                    *total += f64::from(weight);
                }
            }
        }
        for clue in Clue::ALL {
            for reading in Reading::ALL {
                let away = weights.of(*clue)[reading as usize] - first.of(*clue)[reading as usize];
                weights.add(*clue, reading, -away * plan.pull);
            }
        }
    }
    let mut out = first.clone();
    for (clue, total) in Clue::ALL.iter().zip(sum) {
        for reading in Reading::ALL {
            let mean = (total[reading as usize] / steps) as f32;
            out.add(*clue, reading, mean - first.of(*clue)[reading as usize]);
        }
    }
    out
}

/// Moves the weights towards the names of one run, where it is read in another way.
fn correct(
    example: &Example,
    prepared: &Prepared,
    run: &Run,
    memory: &Memory,
    lexicon: &Lexicon,
    weights: &mut Weights,
    step: f32,
) {
    let recogniser = Recogniser::new(lexicon, weights);
    let scene = recogniser.scene(prepared.text(), prepared.tokens(), false);
    let edges = Edges::of(run, &scene);
    let fired =
        |start: usize, end: usize| recogniser.clues(prepared, run, &edges, memory, start..end);
    let score = |start: usize, end: usize| fired(start, end).map(|clues| weights.sum(&clues));
    let span =
        |start: usize, end: usize| (run.words[start].token.start, run.words[end - 1].token.end);
    let allowed = |start: usize, end: usize, reading: Option<Reading>| {
        let (from, to) = span(start, end);
        match reading.and_then(Reading::kind) {
            Some(kind) => example.names.contains(&(from, to, kind)),
            None => !example.names.iter().any(|(a, b, _)| *a < to && from < *b),
        }
    };
    let guess = decode(run.words.len(), score);
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
    let changes = [(&right, &guess, step), (&guess, &right, -step)];
    let mut moves = Vec::new();
    for (these, those, step) in changes {
        for stretch in these
            .iter()
            .filter(|stretch| !those.iter().any(|other| same(stretch, other)))
        {
            moves.extend(
                fired(stretch.start, stretch.end)
                    .into_iter()
                    .flatten()
                    .map(|clue| (clue, stretch.reading, step)),
            );
        }
    }
    for (clue, reading, step) in moves {
        weights.add(clue, reading, step);
    }
}
