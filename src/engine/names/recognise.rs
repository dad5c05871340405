//! The recogniser: text in, mentions out. Two passes: each run by itself, then with what the whole text says.

use std::ops::Range;

use crate::engine::names::Clue;
use crate::engine::names::Kind;
use crate::engine::names::Level;
use crate::engine::names::Lexicon;
use crate::engine::names::Memory;
use crate::engine::names::Reading;
use crate::engine::names::Sort;
use crate::engine::names::Weights;
use crate::engine::names::around::Edges;
use crate::engine::names::class::Name;
use crate::engine::names::class::Term;
use crate::engine::names::decode::Stretch;
use crate::engine::names::decode::decode;
use crate::engine::names::genre::is_sport;
use crate::engine::names::lattice::Lattice;
use crate::engine::names::lattice::is_cut;
use crate::engine::names::look::Scene;
use crate::engine::names::look::may_drop;
use crate::engine::names::run::Run;
use crate::engine::names::run::runs;
use crate::engine::names::token::Shape;
use crate::engine::names::token::Token;
use crate::engine::names::token::shape;
use crate::engine::names::token::tokens;

/// From so many words in small letters the language is judged.
const FOR_LANGUAGE: usize = 300;
/// What is less far ahead than this is no mention.
const LEAST_MARGIN: f32 = 0.3;

/// What speaks for each reading of a word that is known to name none of the three kinds.
const NO_NAME: [f32; Reading::COUNT] = [-8.0, -8.0, -8.0, 8.0];

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
        let odds = 1.0 / (1.0 + (-self.margin * 1.2).exp());
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
    runs: Vec<(Run, Lattice)>,
    foreign: bool,
    sport: bool,
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
        self.prepare_in(text, self.is_foreign(text))
    }

    /// Whether a text is not in English, by how many of its words in small letters are English ones.
    pub fn is_foreign(&self, text: &str) -> bool {
        let words = text
            .split_whitespace()
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        let small = words
            .filter(|word| word.len() > 1 && word.starts_with(char::is_lowercase))
            .take(FOR_LANGUAGE);
        let (mut all, mut english) = (0, 0);
        for word in small {
            all += 1;
            english += u32::from(self.lexicon.term(word).is_known());
        }
        all >= 8 && english * 2 < all
    }

    /// Splits a text, which is part of one that is or is not in English.
    pub fn prepare_in<'t>(&self, text: &'t str, foreign: bool) -> Prepared<'t> {
        let tokens = split_compounds(text, tokens(text), self.lexicon);
        let runs = runs(text, &tokens, self.lexicon);
        let mut prepared = Prepared {
            text,
            sport: is_sport(text, &tokens),
            tokens,
            runs: Vec::new(),
            foreign,
        };
        let scene = self.scene(&prepared);
        let read = |run: Run| {
            let lattice = Lattice::of(&run, &scene, self.weights);
            (run, lattice)
        };
        prepared.runs = runs.into_iter().map(read).collect();
        prepared
    }

    /// The first pass: adds what a text says by itself to a memory.
    pub fn learn(&self, prepared: &Prepared, memory: &mut Memory) {
        let scene = self.scene(prepared);
        for token in &prepared.tokens {
            if token.is(Shape::WORD) && !token.is(Shape::CAPITAL) && token.end - token.start > 2 {
                memory.at(token.text(prepared.text)).lower += 1;
            }
        }
        for (run, lattice) in &prepared.runs {
            let score =
                |at: usize, end: usize| lattice.score(run, &scene, self.weights, None, (at, end));
            let mut passed = 0;
            for stretch in decode(run.words.len(), score) {
                (passed..stretch.start)
                    .for_each(|at| note_passed(prepared, run, at, score(at, at + 1), memory));
                note(prepared, run, &stretch, memory);
                passed = stretch.end;
            }
            (passed..run.words.len())
                .for_each(|at| note_passed(prepared, run, at, score(at, at + 1), memory));
        }
    }

    /// The second pass: the names of a text, with what is known of the whole.
    pub fn read(&self, prepared: &Prepared, memory: &Memory) -> Vec<Mention> {
        let scene = self.scene(prepared);
        let mut out = Vec::new();
        for (run, lattice) in &prepared.runs {
            let score = |at: usize, end: usize| {
                lattice.score(run, &scene, self.weights, Some(memory), (at, end))
            };
            for stretch in decode(run.words.len(), score) {
                let Some(kind) = stretch
                    .reading
                    .kind()
                    .filter(|_| stretch.margin >= LEAST_MARGIN)
                else {
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

    /// The names that reading a text asks the memory for.
    pub(crate) fn asked(&self, prepared: &Prepared, ask: &mut dyn FnMut(u64)) {
        let scene = self.scene(prepared);
        for (run, lattice) in &prepared.runs {
            lattice.asked(run, &scene, ask);
        }
    }

    pub(crate) fn scene<'s>(&'s self, prepared: &'s Prepared) -> Scene<'s> {
        Scene {
            text: prepared.text,
            tokens: &prepared.tokens,
            lexicon: self.lexicon,
            foreign: prepared.foreign,
            sport: prepared.sport,
        }
    }

    /// The clues for reading bytes `start..end` as a name, or `None` where no name can stand.
    pub fn why(
        &self,
        prepared: &Prepared,
        memory: &Memory,
        start: usize,
        end: usize,
    ) -> Option<(Vec<Clue>, Sort)> {
        let (run, _) = prepared.runs.iter().find(|(run, _)| {
            let (first, last) = (run.words.first(), run.words.last());
            first.is_some_and(|word| word.token.start <= start)
                && last.is_some_and(|word| word.token.end >= end)
        })?;
        let first = run
            .words
            .iter()
            .position(|word| word.token.start == start)?;
        let last = run.words.iter().position(|word| word.token.end == end)?;
        let edges = Edges::of(run, &self.scene(prepared));
        self.clues(prepared, run, &edges, memory, first..last + 1)
    }

    /// All clues of words of a run.
    pub(crate) fn clues(
        &self,
        prepared: &Prepared,
        run: &Run,
        edges: &Edges,
        memory: &Memory,
        words: Range<usize>,
    ) -> Option<(Vec<Clue>, Sort)> {
        let scene = self.scene(prepared);
        let mut names = Vec::new();
        scene.names_from(run, words.start, &mut names);
        let name = names.get(words.len().checked_sub(1)?);
        let name = name.copied().unwrap_or_default();
        let mut clues = Vec::new();
        if !scene.look(run, edges, name, words.clone(), &mut clues) {
            return None;
        }
        let sort = run.sort(name, words.clone());
        let surface = scene.surface(run, words.start, words.end);
        let cut = is_cut(&clues);
        memory.clues(&surface, &run.words[words], cut, &mut |clue| {
            clues.push(clue)
        });
        Some((clues, sort))
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

    pub(crate) fn text(&self) -> &str {
        self.text
    }

    pub(crate) fn runs(&self) -> impl Iterator<Item = &Run> {
        self.runs.iter().map(|(run, _)| run)
    }
}

/// Splits "US-led" and "Ukraine-Russia": the name stands by itself in front of the hyphen.
fn split_compounds(text: &str, tokens: Vec<Token>, lexicon: &Lexicon) -> Vec<Token> {
    let known = Name::LANDS;
    let mut out = Vec::with_capacity(tokens.len());
    for token in tokens {
        let word = token.text(text);
        let lead = word
            .split_once('-')
            .filter(|_| token.is(Shape::HYPHEN | Shape::CAPITAL));
        let Some((lead, tail)) = lead.filter(|(lead, tail)| {
            let acronym = lead.len() > 1 && lead.chars().all(|c| c.is_uppercase() || c == '.');
            let small = tail.starts_with(char::is_lowercase);
            let name = lexicon.name(lead);
            let named = name.is_any(known) || (acronym && name.is(Name::Organisation));
            let tail_named = lexicon.name(tail).is_any(known | Name::Demonym.bit());
            !lexicon.name(word).is_known()
                && ((named && (small || tail_named)) || (acronym && small && tail.len() > 2))
        }) else {
            out.push(token);
            continue;
        };
        let (middle, end) = (token.start + lead.len(), token.end);
        out.push(Token {
            start: token.start,
            end: middle,
            shape: shape(lead) | token.shape.kept(),
        });
        out.push(Token {
            start: middle,
            end: middle + 1,
            shape: Shape::default(),
        });
        let tail_shape = shape(tail)
            | if token.is(Shape::POSSESSIVE) {
                Shape::WORD | Shape::POSSESSIVE
            } else {
                Shape::WORD
            };
        out.push(Token {
            start: middle + 1,
            end,
            shape: tail_shape,
        });
    }
    out
}

fn span(run: &Run, stretch: &Stretch) -> (usize, usize) {
    (
        run.words[stretch.start].token.start,
        run.words[stretch.end - 1].token.end,
    )
}

/// Notes what speaks for a word that was read as no name: several weak hints are together a strong one.
fn note_passed(
    prepared: &Prepared,
    run: &Run,
    at: usize,
    scores: Option<[f32; Reading::COUNT]>,
    memory: &mut Memory,
) {
    let word = &run.words[at];
    let Some(scores) = scores.filter(|_| {
        !word.link
            && !word.is(Shape::START)
            && !word.is(Shape::TITLE_CASE)
            && !word.is(Shape::SHOUTED)
    }) else {
        return;
    };
    let counts = memory.at(word.token.text(prepared.text));
    counts.inside += 1;
    counts.add(scores);
}

/// Writes down what one reading says about its strings.
fn note(prepared: &Prepared, run: &Run, stretch: &Stretch, memory: &mut Memory) {
    let (start, end) = span(run, stretch);
    let surface = &prepared.text[start..end];
    let words = &run.words[stretch.start..stretch.end];
    if words[0].is(Shape::SHOUTED) {
        return;
    }
    let (first, last) = (&words[0], &words[words.len() - 1]);
    let sure = stretch.margin >= 1.0;
    let counts = memory.at(surface);
    counts.add(stretch.scores);
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
            // "League" of "League of Rights", "Commission" of "European Commission".
            let of = words
                .iter()
                .position(|word| word.link)
                .unwrap_or(words.len());
            let head = &words[of.max(1) - 1];
            if head.term.is(Term::OrganisationHead) {
                memory.at(head.token.text(prepared.text)).part += 1;
            }
            // "Norvik" of "Norvik Holdings"; "Norvik Council" is of a place.
            if may_drop(last.token.text(prepared.text)) && first.may_stand_for_firm() {
                memory.at(first.token.text(prepared.text)).part += 1;
            }
            if let Some(acronym) = acronym_after(prepared, end) {
                memory.at(acronym).acronym += 1;
            }
        }
        Reading::Other if words.len() == 2 && first.term.is(Term::EventBefore) => {
            // "Babet" of "Storm Babet" is no person where it stands alone.
            let counts = memory.at(last.token.text(prepared.text));
            (0..2).for_each(|_| counts.add(NO_NAME));
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
