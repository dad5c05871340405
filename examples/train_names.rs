//! Refines the weights of the name clues on texts whose names are known, and says what that gains.
//!
//! `cargo run --release --example train_names -- [--to WEIGHTS.txt] TEXTS…`
//!
//! TEXTS are files of texts with names marked as in `tests/data/names` (`.txt`), of which every third text is held
//! back, and files of JSON lines (`.jsonl`): `{"text": …, "spans": [[start, end, type], …]}`, offsets in code points.
//! Train only on texts whose licence allows it: WikiGold is CC BY 4.0. Prints the figures of the texts held back and
//! of four-fold cross-validation on the JSON lines; with `--to`, writes the weights trained on everything but the texts
//! held back.

use std::env;
use std::error::Error;
use std::fs;

use liveblog::engine::names::Kind;
use liveblog::engine::names::Lexicon;
use liveblog::engine::names::Recogniser;
use liveblog::engine::names::Weights;
use liveblog::engine::names::train::Example;
use liveblog::engine::names::train::Plan;
use liveblog::engine::names::train::train;

const PLAN: Plan = Plan {
    rounds: 20,
    step: 0.15,
    pull: 0.15,
    miss: 0.8,
};
const FOLDS: usize = 4;

/// Texts by what they are for.
#[derive(Default)]
struct Texts {
    /// Marked texts to train on.
    own: Vec<Example>,
    /// Marked texts that are never trained on.
    held: Vec<Example>,
    /// JSON lines, to train on and to cross-validate.
    others: Vec<Example>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let (mut texts, mut to) = (Texts::default(), None);
    while let Some(arg) = args.next() {
        if arg == "--to" {
            to = args.next();
        } else {
            texts.read(&arg)?;
        }
    }
    let (lexicon, first) = (Lexicon::builtin(), &Weights::by_hand());
    for fold in 0..FOLDS {
        let (mut seen, mut unseen) = (texts.own.clone(), Vec::new());
        for (i, example) in texts.others.iter().enumerate() {
            let into = if i % FOLDS == fold {
                &mut unseen
            } else {
                &mut seen
            };
            into.push(example.clone());
        }
        if unseen.is_empty() {
            break;
        }
        let weights = train(&seen, first, lexicon, PLAN);
        let (before, after) = (f1(&unseen, lexicon, first), f1(&unseen, lexicon, &weights));
        println!("fold {fold}: exact F1 {before} before, {after} after, on texts not trained on");
    }
    let all: Vec<Example> = texts.own.iter().chain(&texts.others).cloned().collect();
    let weights = train(&all, first, lexicon, PLAN);
    let (before, after) = (
        f1(&texts.held, lexicon, first),
        f1(&texts.held, lexicon, &weights),
    );
    println!("held back: exact F1 {before} before, {after} after");
    if let Some(to) = to {
        let head = "# Weights of the clues for a person, a place, an organisation, something else (an event, a work, a thing):\n\
            # four each for a name of the lists, one unknown word, one unknown word at a start, several words.\n\
            # Trained by examples/train_names.rs from weights-by-hand.txt; see README.md.\n";
        fs::write(to, format!("{head}{}", weights.table()))?;
    }
    Ok(())
}

impl Texts {
    fn read(&mut self, from: &str) -> Result<(), Box<dyn Error>> {
        let text = fs::read_to_string(from).map_err(|error| format!("{from}: {error}"))?;
        if from.ends_with(".jsonl") {
            for line in text.lines() {
                self.others.push(Example::of_json(line)?);
            }
            return Ok(());
        }
        let (own, held) = Example::parted(&text);
        self.own.extend(own);
        self.held.extend(held);
        Ok(())
    }
}

/// The exact F1 in percent, of all names and of each kind; a full stop at the end of a name is left aside on both sides.
fn f1(examples: &[Example], lexicon: &Lexicon, weights: &Weights) -> String {
    let recogniser = Recogniser::new(lexicon, weights);
    let mut counts = [(0_u32, 0_u32); Kind::ALL.len()];
    for example in examples {
        let trim =
            |start: usize, end: usize| start + example.text[start..end].trim_end_matches('.').len();
        let gold: Vec<_> = example
            .names
            .iter()
            .map(|(a, b, kind)| (*a, trim(*a, *b), *kind))
            .collect();
        gold.iter().for_each(|name| counts[name.2 as usize].1 += 1);
        for found in recogniser.mentions(&example.text) {
            let (right, all) = &mut counts[found.kind as usize];
            *all += 1;
            *right +=
                u32::from(gold.contains(&(found.start, trim(found.start, found.end), found.kind)));
        }
    }
    let f1 = |(right, all): (u32, u32)| 200.0 * f64::from(right) / f64::from(all.max(1));
    let total = counts
        .iter()
        .fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
    let [person, place, organisation] = counts.map(f1);
    format!(
        "{:.1} (person {person:.1}, place {place:.1}, organisation {organisation:.1})",
        f1(total)
    )
}
