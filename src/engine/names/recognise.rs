//! The recogniser: text in, mentions out. Two passes: each run by itself, then with what the whole text says.

use crate::engine::names::Clue;
use crate::engine::names::Kind;
use crate::engine::names::Level;
use crate::engine::names::Lexicon;
use crate::engine::names::Memory;
use crate::engine::names::Reading;
use crate::engine::names::Weights;
use crate::engine::names::around::Edges;
use crate::engine::names::class::Term;
use crate::engine::names::decode::Stretch;
use crate::engine::names::decode::decode;
use crate::engine::names::look::Scene;
use crate::engine::names::run::Run;
use crate::engine::names::run::runs;
use crate::engine::names::token::Shape;
use crate::engine::names::token::Token;
use crate::engine::names::token::tokens;

/// A stretch of text that names something: bytes `start..end`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mention {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends, in bytes.
    pub end: usize,
    /// What it names.
    pub kind: Kind,
    /// How far this reading is ahead of any other.
    pub margin: f32,
}

impl Mention {
    /// How sure it is.
    pub fn level(&self) -> Level {
        Level::of(self.margin)
    }

    /// How sure it is, from 0 to 1.
    pub fn confidence(&self) -> f32 {
        let odds = 1.0 / (1.0 + (-self.margin * 0.6).exp());
        (odds * 100.0).round() / 100.0
    }
}

/// Finds names with given lists and weights.
#[derive(Debug, Clone, Copy)]
pub struct Recogniser<'a> {
    lexicon: &'a Lexicon,
    weights: &'a Weights,
}

/// One text, split into words and runs once.
#[derive(Debug)]
pub struct Prepared<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    runs: Vec<Run>,
}

impl Default for Recogniser<'static> {
    fn default() -> Self {
        Self::new(Lexicon::builtin(), Weights::builtin())
    }
}

impl<'a> Recogniser<'a> {
    /// A recogniser with these lists and weights.
    pub fn new(lexicon: &'a Lexicon, weights: &'a Weights) -> Self {
        Self { lexicon, weights }
    }

    /// The lists it looks names up in.
    pub fn lexicon(&self) -> &'a Lexicon {
        self.lexicon
    }

    /// Finds the names of a text that stands by itself.
    pub fn mentions(&self, text: &str) -> Vec<Mention> {
        let prepared = self.prepare(text);
        let mut memory = Memory::default();
        self.learn(&prepared, &mut memory);
        self.read(&prepared, &memory)
    }

    /// Splits a text into words and runs.
    pub fn prepare<'t>(&self, text: &'t str) -> Prepared<'t> {
        let tokens = tokens(text);
        let runs = runs(text, &tokens, self.lexicon);
        Prepared { text, tokens, runs }
    }

    /// The first pass: adds what a text says by itself to a memory.
    pub fn learn(&self, prepared: &Prepared, memory: &mut Memory) {
        let scene = self.scene(prepared, None);
        let mut clues = Vec::new();
        for token in &prepared.tokens {
            if token.is(Shape::WORD) && !token.is(Shape::CAPITAL) && token.end - token.start > 2 {
                memory.at(token.text(prepared.text)).lower += 1;
            }
        }
        for run in &prepared.runs {
            let edges = Edges::of(run, &scene);
            for stretch in decode(run, &edges, &scene, self.weights, &mut clues) {
                note(prepared, run, &stretch, memory);
            }
        }
    }

    /// The second pass: the names of a text, with what is known of the whole.
    pub fn read(&self, prepared: &Prepared, memory: &Memory) -> Vec<Mention> {
        let scene = self.scene(prepared, Some(memory));
        let mut clues = Vec::new();
        let mut out = Vec::new();
        for run in &prepared.runs {
            let edges = Edges::of(run, &scene);
            for stretch in decode(run, &edges, &scene, self.weights, &mut clues) {
                let Some(kind) = stretch.reading.kind() else {
                    continue;
                };
                let (start, end) = span(run, &stretch);
                out.push(Mention {
                    start,
                    end,
                    kind,
                    margin: stretch.margin,
                });
            }
        }
        out
    }

    pub(crate) fn scene<'s>(
        &'s self,
        prepared: &'s Prepared<'s>,
        memory: Option<&'s Memory>,
    ) -> Scene<'s> {
        Scene {
            text: prepared.text,
            tokens: &prepared.tokens,
            lexicon: self.lexicon,
            memory,
        }
    }

    /// The clues for reading bytes `start..end` as a name, or `None` where no name can stand.
    pub fn why(
        &self,
        prepared: &Prepared,
        memory: &Memory,
        start: usize,
        end: usize,
    ) -> Option<Vec<Clue>> {
        let scene = self.scene(prepared, Some(memory));
        let run = prepared.runs.iter().find(|run| {
            run.words
                .first()
                .is_some_and(|word| word.token.start <= start)
                && run.words.last().is_some_and(|word| word.token.end >= end)
        })?;
        let first = run
            .words
            .iter()
            .position(|word| word.token.start == start)?;
        let last = run.words.iter().position(|word| word.token.end == end)?;
        let mut clues = Vec::new();
        let edges = Edges::of(run, &scene);
        (first <= last && scene.look(run, &edges, first, last + 1, &mut clues)).then_some(clues)
    }
}

impl Prepared<'_> {
    /// Short forms in brackets behind a mention, with the mention: "European Broadcasting Union (EBU)".
    pub fn acronyms(&self, mentions: &[Mention]) -> Vec<(String, String)> {
        let long = mentions
            .iter()
            .filter(|mention| mention.kind == Kind::Organisation);
        let pairs = long.filter_map(|mention| {
            let long = &self.text[mention.start..mention.end];
            acronym_after(self, mention.end)
                .filter(|_| long.contains(' '))
                .map(|short| (short.to_owned(), long.to_owned()))
        });
        pairs.collect()
    }

    pub(crate) fn runs(&self) -> &[Run] {
        &self.runs
    }
}

fn span(run: &Run, stretch: &Stretch) -> (usize, usize) {
    (
        run.words[stretch.start].token.start,
        run.words[stretch.end - 1].token.end,
    )
}

/// Writes down what one reading says about its strings.
fn note(prepared: &Prepared, run: &Run, stretch: &Stretch, memory: &mut Memory) {
    let (start, end) = span(run, stretch);
    let surface = &prepared.text[start..end];
    let words = &run.words[stretch.start..stretch.end];
    let (first, last) = (&words[0], &words[words.len() - 1]);
    let sure = stretch.margin >= 1.0;
    let counts = memory.at(surface);
    if sure {
        counts.read[stretch.reading as usize] += 1;
    }
    if !first.is(Shape::START) && !first.is(Shape::TITLE_CASE) {
        counts.inside += 1;
    }
    match stretch.reading {
        Reading::Person if words.len() > 1 && sure => {
            let last = if last.term.is(Term::Family) && words.len() > 2 {
                &words[words.len() - 2]
            } else {
                last
            };
            memory.at(last.token.text(prepared.text)).surname += 1;
            memory.at(first.token.text(prepared.text)).first += 1;
        }
        Reading::Organisation if words.len() > 1 && sure => {
            if last.term.is(Term::OrganisationHead) {
                memory.at(last.token.text(prepared.text)).part += 1;
            }
            if let Some(acronym) = acronym_after(prepared, end) {
                memory.at(acronym).acronym += 1;
            }
        }
        _ => {}
    }
}

/// "European Broadcasting Union (EBU)": the capitals in brackets.
fn acronym_after<'t>(prepared: &Prepared<'t>, end: usize) -> Option<&'t str> {
    let at = prepared.tokens.partition_point(|token| token.start < end);
    let [open, word, close] = prepared.tokens.get(at..at + 3)? else {
        return None;
    };
    let bracketed = open.text(prepared.text) == "(" && close.text(prepared.text) == ")";
    (bracketed && word.is(Shape::UPPER)).then(|| word.text(prepared.text))
}
