//! Refines the weights of the name clues on texts whose names are known, and says what that gains.
//!
//! `cargo run --release --example train_names -- NAMES.jsonl [WEIGHTS.txt]`
//!
//! Lines of NAMES.jsonl are `{"text": …, "spans": [[start, end, type], …]}`, offsets in code points. Train only on
//! texts whose licence allows it: WikiGold and WNUT-17 are CC BY 4.0. Prints the figures of four-fold
//! cross-validation; with WEIGHTS.txt, writes the weights trained on everything there.

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
    rounds: 6,
    step: 0.05,
    pull: 0.4,
};
const FOLDS: usize = 4;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let from = args.next().ok_or("name a file of texts with names")?;
    let text = fs::read_to_string(from)?;
    let examples = text
        .lines()
        .map(example)
        .collect::<Result<Vec<_>, Box<dyn Error>>>()?;
    let (lexicon, first) = (Lexicon::builtin(), &Weights::by_hand());
    for fold in 0..FOLDS {
        let (mut seen, mut unseen) = (Vec::new(), Vec::new());
        for (i, example) in examples.iter().enumerate() {
            let into = if i % FOLDS == fold {
                &mut unseen
            } else {
                &mut seen
            };
            into.push(example.clone());
        }
        let weights = train(&seen, first, lexicon, PLAN);
        let (before, after) = (f1(&unseen, lexicon, first), f1(&unseen, lexicon, &weights));
        println!(
            "fold {fold}: exact F1 {before:.1} before, {after:.1} after, on texts not trained on"
        );
    }
    if let Some(to) = args.next() {
        let weights = train(&examples, first, lexicon, PLAN);
        let head = "# Weights of the clues: for a person, a place, an organisation, something else (an event, a work, a thing).\n# Trained by examples/train_names.rs from weights-by-hand.txt on WikiGold (CC BY 4.0), as it is and with its names unknown.\n";
        fs::write(to, format!("{head}{}", weights.table()))?;
    }
    Ok(())
}

fn example(line: &str) -> Result<Example, Box<dyn Error>> {
    let value: serde_json::Value = serde_json::from_str(line)?;
    let text = value["text"]
        .as_str()
        .ok_or("a line without text")?
        .to_owned();
    let places: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    let mut names = Vec::new();
    for span in value["spans"].as_array().ok_or("a line without spans")? {
        let at = |i: usize| -> Option<usize> { places.get(span[i].as_u64()? as usize).copied() };
        let kind = span[2].as_str().and_then(Kind::from_name);
        if let (Some(start), Some(end), Some(kind)) = (at(0), at(1), kind) {
            names.push((start, end, kind));
        }
    }
    Ok(Example { text, names })
}

/// The exact F1 in percent; a full stop at the end of a name is left aside on both sides.
fn f1(examples: &[Example], lexicon: &Lexicon, weights: &Weights) -> f64 {
    let recogniser = Recogniser::new(lexicon, weights);
    let (mut right, mut all) = (0, 0);
    for example in examples {
        let trim =
            |start: usize, end: usize| start + example.text[start..end].trim_end_matches('.').len();
        let gold: Vec<_> = example
            .names
            .iter()
            .map(|(a, b, kind)| (*a, trim(*a, *b), *kind))
            .collect();
        let found = recogniser.mentions(&example.text);
        all += gold.len() + found.len();
        right += found
            .iter()
            .filter(|m| gold.contains(&(m.start, trim(m.start, m.end), m.kind)))
            .count();
    }
    200.0 * f64::from(u32::try_from(right).unwrap_or(0)) / (all.max(1) as f64)
}
