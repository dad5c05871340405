//! Says how well names are found in texts whose names are known: the tables and the errors of `docs/entities.md`.
//!
//! `cargo run --release --example measure_names -- [--errors] TEXTS…`
//!
//! TEXTS are as those of `train_names`: of files of marked texts (`.txt`) those are measured that are held back from
//! training, of JSON lines (`.jsonl`) all. Prints for each file, and for all marked texts together, the exact F1 as the
//! lists are and with the names of each text taken out of them; what each level shows; what each group of clues is
//! worth. With `--errors` it prints the errors instead.

use std::env;
use std::error::Error;
use std::fs;

use liveblog::engine::names::Group;
use liveblog::engine::names::Kind;
use liveblog::engine::names::Level;
use liveblog::engine::names::Lexicon;
use liveblog::engine::names::Mention;
use liveblog::engine::names::Recogniser;
use liveblog::engine::names::Weights;
use liveblog::engine::names::train::Example;

/// Characters of text around an error.
const AROUND: usize = 45;

/// Texts that are measured together.
struct Set {
    name: String,
    texts: Vec<Example>,
}

/// What was found of some names.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    right: u32,
    found: u32,
    wanted: u32,
    /// Touches no name.
    false_alarms: u32,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut errors = false;
    let mut marked = Vec::new();
    let mut sets = Vec::new();
    for arg in env::args().skip(1) {
        if arg == "--errors" {
            errors = true;
            continue;
        }
        let text = fs::read_to_string(&arg).map_err(|error| format!("{arg}: {error}"))?;
        if arg.ends_with(".jsonl") {
            let texts = text
                .lines()
                .map(Example::of_json)
                .collect::<Result<_, _>>()?;
            sets.push(Set { name: arg, texts });
        } else {
            marked.extend(Example::parted(&text).1);
        }
    }
    if !marked.is_empty() {
        let name = "held back".to_owned();
        sets.insert(
            0,
            Set {
                name,
                texts: marked,
            },
        );
    }
    for set in &sets {
        if errors {
            set.print_errors();
        } else {
            set.print_figures();
        }
    }
    Ok(())
}

impl Set {
    fn print_figures(&self) {
        let weights = Weights::builtin();
        println!("{}", self.name);
        for (unknown, what) in [(false, "known"), (true, "unknown")] {
            let [all, person, place, organisation] = self.f1(weights, unknown);
            println!(
                "  {what:8} {all:.1} (person {person:.1}, place {place:.1}, organisation {organisation:.1})"
            );
        }
        let words: usize = self.words();
        for level in [Level::Sure, Level::Likely, Level::Guess] {
            let count = self.count(weights, false, |one| one.level() >= level, None);
            println!(
                "  {:8} precision {:.1}, recall {:.1}, {:.1} false alarms in 1,000 words",
                level.name(),
                100.0 * f64::from(count.right) / f64::from(count.found.max(1)),
                100.0 * f64::from(count.right) / f64::from(count.wanted.max(1)),
                1000.0 * f64::from(count.false_alarms) / words.max(1) as f64,
            );
        }
        for group in Group::ALL {
            let without = weights.without(*group);
            let ([all, .., organisation], [unknown, ..]) =
                (self.f1(&without, false), self.f1(&without, true));
            println!(
                "  without {:13} {all:.1} (organisation {organisation:.1}), unknown {unknown:.1}",
                group.name()
            );
        }
    }

    fn words(&self) -> usize {
        let words = |example: &Example| example.text.split_whitespace().count();
        self.texts.iter().map(words).sum()
    }

    /// The exact F1 in percent: of all names, and of each kind.
    fn f1(&self, weights: &Weights, unknown: bool) -> [f64; 4] {
        let [person, place, organisation] = Kind::ALL.map(Some);
        [None, person, place, organisation].map(|kind| {
            let count = self.count(weights, unknown, |_| true, kind);
            200.0 * f64::from(count.right) / f64::from((count.found + count.wanted).max(1))
        })
    }

    fn count(
        &self,
        weights: &Weights,
        unknown: bool,
        shown: impl Fn(&Mention) -> bool,
        kind: Option<Kind>,
    ) -> Count {
        let mut count = Count::default();
        let wanted = |one: Kind| kind.is_none_or(|kind| kind == one);
        for example in &self.texts {
            let lexicon = unknown.then(|| example.unknown(1));
            let found = found(example, lexicon.as_ref(), weights);
            for one in found.iter().filter(|one| shown(one) && wanted(one.kind)) {
                count.found += 1;
                count.right += u32::from(is_right(example, one));
                count.false_alarms += u32::from(touched(example, one).next().is_none());
            }
            count.wanted += example
                .names
                .iter()
                .map(|one| u32::from(wanted(one.2)))
                .sum::<u32>();
        }
        count
    }

    fn print_errors(&self) {
        for example in &self.texts {
            let found = found(example, None, Weights::builtin());
            for (start, end, kind) in &example.names {
                if found
                    .iter()
                    .any(|one| named(example, one) == (*start, *end, *kind))
                {
                    continue;
                }
                let instead: Vec<String> = found
                    .iter()
                    .filter(|one| one.start < *end && *start < one.end)
                    .map(|one| {
                        format!(
                            "{} “{}”",
                            one.kind.name(),
                            &example.text[one.start..one.end]
                        )
                    })
                    .collect();
                let instead = instead.join(", ");
                println!(
                    "{} missed ({instead}): {}",
                    kind.name(),
                    around(example, *start, *end)
                );
            }
            for one in &found {
                if touched(example, one).next().is_none() {
                    println!(
                        "{} false: {}",
                        one.kind.name(),
                        around(example, one.start, one.end)
                    );
                }
            }
        }
    }
}

fn found(example: &Example, lexicon: Option<&Lexicon>, weights: &Weights) -> Vec<Mention> {
    Recogniser::new(lexicon.unwrap_or(Lexicon::builtin()), weights).mentions(&example.text)
}

/// A mention as names are marked; a full stop at its end is left aside where the marked name has none.
fn named(example: &Example, one: &Mention) -> (usize, usize, Kind) {
    let trimmed = one.start + example.text[one.start..one.end].trim_end_matches('.').len();
    let short = (one.start, trimmed, one.kind);
    if example.names.contains(&short) {
        short
    } else {
        (one.start, one.end, one.kind)
    }
}

fn is_right(example: &Example, one: &Mention) -> bool {
    example.names.contains(&named(example, one))
}

fn touched<'e>(
    example: &'e Example,
    one: &'e Mention,
) -> impl Iterator<Item = &'e (usize, usize, Kind)> {
    let names = example.names.iter();
    names.filter(|(start, end, _)| *start < one.end && one.start < *end)
}

/// The text around a place, with the place set off.
fn around(example: &Example, start: usize, end: usize) -> String {
    let text = &example.text;
    let from = text[..start]
        .char_indices()
        .rev()
        .nth(AROUND)
        .map_or(0, |(at, _)| at);
    let to = text[end..]
        .char_indices()
        .nth(AROUND)
        .map_or(text.len(), |(at, _)| end + at);
    let shown = format!(
        "{}[{}]{}",
        &text[from..start],
        &text[start..end],
        &text[end..to]
    );
    shown.replace('\n', " / ")
}
