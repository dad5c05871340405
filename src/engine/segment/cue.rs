//! Cues for where an entry begins in text that does not say so.
//! Each gap between two lines gets the log-odds of a beginning, from a logistic model;
//! `docs/merge.md` says how well it does on publishers that it was not tried on.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Range;

use foldhash::HashMap;

use crate::engine::segment::feature::Features;
use crate::engine::segment::script::Script;
use crate::engine::text::words::Word;

/// How many lines before a gap are looked at for names.
const MEMORY: usize = 4;

/// A word that stands in at most so many lines of a page is rare there.
const RARE: u32 = 2;

/// The cues of one gap, in the order of [`WEIGHTS`].
pub(crate) type Cues = [f32; CUES];

/// How many cues there are.
pub(crate) const CUES: usize = 50;

/// The names of the cues.
pub(crate) const NAMES: [&str; CUES] = [
    "previous line open",
    "line open",
    "previous line announces words",
    "goes on",
    "begins with quotation",
    "attribution",
    "cohesion of two lines",
    "cohesion of one line",
    "depth",
    "shares names",
    "new names",
    "titled name known",
    "weekday",
    "short previous line",
    "short line",
    "repeats the summary",
    "indefinite article",
    "introduces somebody",
    "rare name known",
    "cohesion of three lines",
    "speaks on",
    "opens on",
    "tells news",
    "quotation goes on",
    "surname of somebody known",
    "name with a title",
    "nearer to the next line",
    "previous line signs off",
    "previous line points to a card",
    "card before previous",
    "introduces by full name",
    "previous speaks on",
    "definite article",
    "begins with a name known",
    "pronoun at the beginning",
    "shares rare words",
    "announced words missing",
    "turns to something else",
    "explains",
    "other writing system",
    "no news, nobody named",
    "first name of somebody known",
    "introduces words",
    "several sentences",
    "several sentences above",
    "length above",
    "length",
    "question or call",
    "same first word",
    "tells news of somebody",
];

/// The weights. Set by judgement, then moved three quarters of the way to weights that were fitted on the layouts of several hundred
/// newsrooms and a few real ones: weights fitted on a few publishers alone do worse on the next one. They are 1.6 times as large as
/// those of a logistic model, since habits and what other snapshots say have come to be told on that scale.
pub(crate) const WEIGHTS: Cues = [
    0.77, -0.46, -1.97, -1.62, -2.06, 0.07, -1.83, -2.06, 1.41, 0.04, 0.48, -0.71, 0.47, -0.14,
    -0.59, 1.27, 1.02, 0.11, -0.01, -1.85, -1.35, -1.06, 0.46, -2.21, -1.13, -0.8, 1.64, -0.86,
    -0.92, 0.72, 0.22, 0.52, -0.81, -0.27, -1.15, -1.83, 1.24, 1.4, -0.68, -2.58, 0.06, -0.76,
    -1.36, 0.42, 0.74, -0.46, 0.68, 0.28, 1.13, 0.54,
];

/// The bias.
pub(crate) const BIAS: f32 = -0.42;

/// What it says for a beginning that the line before has no final stop.
pub(crate) fn below_open() -> f32 {
    WEIGHTS[0]
}

/// The log-odds that an entry begins at each line. The first line has none before it and gets the bias.
pub(crate) fn odds(lines: &[&Features], summary: &[&Features]) -> Vec<f32> {
    cues(lines, summary)
        .iter()
        .map(|cues| {
            BIAS + cues
                .iter()
                .zip(WEIGHTS)
                .map(|(cue, weight)| cue * weight)
                .sum::<f32>()
        })
        .collect()
}

/// The cues that say most of whether an entry begins at a line, in words: "tells news +0.9".
pub(crate) fn reasons(cues: &Cues) -> String {
    let mut said: Vec<(f32, &str)> = (0..CUES)
        .map(|k| (cues[k] * WEIGHTS[k], NAMES[k]))
        .filter(|(odds, _)| odds.abs() >= 0.2)
        .collect();
    said.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    let told: Vec<String> = said
        .iter()
        .take(3)
        .map(|(odds, name)| format!("{name} {odds:+.1}"))
        .collect();
    told.join(", ")
}

/// The cues of every line against the lines before it.
pub(crate) fn cues(lines: &[&Features], summary: &[&Features]) -> Vec<Cues> {
    let page = Page {
        lines,
        summary,
        names: NameCounts::of(lines),
        topics: topic_counts(lines),
        noun_capitals: capitalises_nouns(lines),
        script: script(lines),
    };
    let cohesion = Cohesion::of(lines, &page.topics);
    (0..lines.len()).map(|i| page.gap(&cohesion, i)).collect()
}

/// The lines of a page with what is counted over all of them.
struct Page<'a> {
    lines: &'a [&'a Features],
    summary: &'a [&'a Features],
    names: NameCounts,
    /// How many lines each topic word stands in.
    topics: HashMap<Word, u32>,
    /// Whether the language capitalises all nouns: then a capital says nothing of a name.
    noun_capitals: bool,
    /// The writing system of most lines.
    script: Option<Script>,
}

/// The writing system of most lines.
fn script(lines: &[&Features]) -> Option<Script> {
    let mut counts: BTreeMap<Script, usize> = BTreeMap::new();
    for script in lines.iter().filter_map(|line| line.script) {
        *counts.entry(script).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .map(|(script, _)| script)
}

/// From this share of capitalised words on, a language capitalises all nouns.
const NOUN_CAPITALS: f32 = 0.27;

fn capitalises_nouns(lines: &[&Features]) -> bool {
    let capitals: usize = lines.iter().map(|line| line.capitals).sum();
    let words: usize = lines.iter().map(|line| line.len()).sum();
    capitals as f32 > NOUN_CAPITALS * words as f32
}

impl Page<'_> {
    fn gap(&self, cohesion: &Cohesion, i: usize) -> Cues {
        let lines = self.lines;
        let line = lines[i];
        let previous = i.checked_sub(1).map(|p| lines[p]);
        let within = |memory: usize, name: &Word| {
            lines[i.saturating_sub(memory)..i]
                .iter()
                .any(|line| line.names.binary_search(name).is_ok())
        };
        let recent = |name: &Word| within(MEMORY, name);
        let all = self.names.weight(line.names.iter());
        let shared = self
            .names
            .weight(line.names.iter().filter(|name| recent(name)));
        let introduced = |name: &Word| {
            lines[i.saturating_sub(MEMORY)..i]
                .iter()
                .any(|line| line.introduced.binary_search(name).is_ok())
        };
        let given = |name: &Word| {
            lines[i.saturating_sub(MEMORY)..i]
                .iter()
                .any(|line| line.given.binary_search(name).is_ok())
        };
        let next = cohesion.one.get(i + 1).copied().unwrap_or(0.0);
        let flag = |set: bool| f32::from(u8::from(set));
        let told = |summary: &&Features| {
            summary.reaches(line, 0.8) || summary.opens(line) || line.begins_in(summary)
        };
        let above = &self.summary[..self.summary.len().min(i)];
        let repeats = line.len() >= 6 && above.iter().any(told);
        [
            flag(previous.is_some_and(|p| p.open)),
            flag(line.open),
            flag(previous.is_some_and(|p| p.announces && !p.lead_in)),
            flag(line.goes_on),
            flag(line.quoted),
            flag(line.says),
            cohesion.two[i],
            cohesion.one[i],
            cohesion.depths[i],
            if all > 0.0 { shared / all } else { 0.5 },
            if line.names.is_empty() {
                0.0
            } else {
                1.0 - shared / (all + 0.01)
            },
            flag(line.titled.iter().any(recent)),
            flag(line.weekday),
            flag(previous.is_some_and(|p| p.len() < 12)),
            flag(line.len() < 12),
            flag(repeats),
            flag(line.indefinite),
            flag(line.full_names.iter().any(|name| !within(2 * MEMORY, name))),
            flag(
                line.names
                    .iter()
                    .any(|name| recent(name) && self.names.count(*name) <= 3),
            ),
            cohesion.three[i],
            flag(line.says_on),
            flag(line.opens_on),
            flag(line.news),
            flag(line.quoted && previous.is_some_and(|p| p.unclosed)),
            flag(!self.noun_capitals && line.surnames.iter().any(introduced)),
            flag(!line.titled.is_empty()),
            (next - cohesion.one[i]).clamp(-0.5, 0.5),
            flag(previous.is_some_and(|p| p.open && p.len() <= 5)),
            flag(previous.is_some_and(|p| p.lead_in)),
            flag(i >= 2 && lines[i - 2].lead_in),
            flag(line.introduced.iter().any(|name| !within(2 * MEMORY, name))),
            flag(previous.is_some_and(|p| p.says_on)),
            flag(line.definite),
            flag(
                line.first_name
                    .is_some_and(|name| within(2 * MEMORY, &name)),
            ),
            flag(line.pronoun),
            self.shares_rare(i),
            flag(previous.is_some_and(|p| p.announces && !p.lead_in) && line.says && !line.quoted),
            flag(line.turns),
            flag(line.explains && !line.news),
            flag(line.script.is_some() && line.script != self.script),
            flag(!line.news && !line.says && line.full_names.is_empty()),
            flag(!self.noun_capitals && line.surnames.iter().any(given)),
            flag(line.cites),
            several(line),
            previous.map_or(0.0, several),
            previous.map_or(0.0, length),
            length(line),
            flag(line.lively),
            flag(previous.is_some_and(|p| p.words.first() == line.words.first())),
            flag(line.news && !line.full_names.is_empty()),
        ]
    }

    /// How many words that hardly stand anywhere else a line has in common with those shortly before it; 1 for many.
    /// On a short page, and in a long line, that happens by chance and counts less.
    fn shares_rare(&self, i: usize) -> f32 {
        let near = &self.lines[i.saturating_sub(MEMORY)..i];
        let words = self.lines[i].topic.chunk_by(PartialEq::eq);
        let all = words.clone().count().max(1);
        let shared = words.filter(|word| {
            let rare = self.topics.get(&word[0]).is_some_and(|n| *n <= RARE);
            rare && near
                .iter()
                .any(|line| line.topic.binary_search(&word[0]).is_ok())
        });
        let by_chance = (self.lines.len() as f32 / 30.0).min(1.0) * (20.0 / all as f32).min(1.0);
        (shared.count() as f32 / 3.0).min(1.0) * by_chance
    }
}

/// How many sentences a paragraph has, as a logarithm: one of several is more often an entry of its own.
fn several(line: &Features) -> f32 {
    (line.sentences.max(1) as f32).ln()
}

/// How long a paragraph is, as a logarithm, beside a common one.
fn length(line: &Features) -> f32 {
    (line.len() as f32 + 1.0).ln() - COMMON_LENGTH
}

/// The logarithm of how many words a paragraph commonly has.
const COMMON_LENGTH: f32 = 3.3;

/// How deep the valley at each gap is in the curve of cohesion.
fn depths(curve: &[f32]) -> Vec<f32> {
    let mut left = curve.to_vec();
    for i in 2..curve.len() {
        if curve[i - 1] >= curve[i] {
            left[i] = left[i - 1];
        }
    }
    let mut right = curve.to_vec();
    for i in (0..curve.len().saturating_sub(1)).rev() {
        if curve[i + 1] >= curve[i] {
            right[i] = right[i + 1];
        }
    }
    (0..curve.len())
        .map(|i| (left[i] - curve[i]) + (right[i] - curve[i]))
        .collect()
}

/// How rare a word is on a page of so many lines that `count` of them have it.
fn rarity(lines: usize, count: u32) -> f32 {
    ((lines as f32 + 1.0) / (count as f32 + 0.5)).ln().max(0.0)
}

/// How many lines of a page each name stands in.
struct NameCounts {
    lines: usize,
    counts: HashMap<Word, u32>,
}

impl NameCounts {
    fn of(lines: &[&Features]) -> Self {
        let mut counts = HashMap::default();
        for name in lines.iter().flat_map(|line| &line.names) {
            *counts.entry(*name).or_default() += 1;
        }
        Self {
            lines: lines.len(),
            counts,
        }
    }

    fn count(&self, name: Word) -> u32 {
        self.counts.get(&name).copied().unwrap_or(0)
    }

    fn weight<'a>(&self, names: impl Iterator<Item = &'a Word>) -> f32 {
        names
            .map(|name| rarity(self.lines, self.count(*name)))
            .sum()
    }
}

/// How alike the topics of the one, two and three lines before each gap and after it are: the cosine of their words.
struct Cohesion {
    one: Vec<f32>,
    two: Vec<f32>,
    three: Vec<f32>,
    /// How deep the valley at each gap is, by two lines.
    depths: Vec<f32>,
}

/// The longest stretch of lines that is compared with the next one.
const STRETCH: usize = 3;

/// The inner products of each line with itself and those after it, as far as two stretches reach.
type Products = Vec<[f32; 2 * STRETCH]>;

impl Cohesion {
    fn of(lines: &[&Features], topics: &HashMap<Word, u32>) -> Self {
        let products = products(&weighed(lines, topics));
        let along =
            |n: usize| -> Vec<f32> { (0..lines.len()).map(|i| cosine(&products, i, n)).collect() };
        let two = along(2);
        Self {
            depths: depths(&two),
            one: along(1),
            two,
            three: along(3),
        }
    }
}

/// How many lines each topic word stands in.
fn topic_counts(lines: &[&Features]) -> HashMap<Word, u32> {
    let mut counts: HashMap<Word, u32> = HashMap::default();
    for word in lines
        .iter()
        .flat_map(|line| line.topic.chunk_by(PartialEq::eq))
    {
        *counts.entry(word[0]).or_default() += 1;
    }
    counts
}

/// For each line its topic words in ascending order with their weights, the rarer on the page the heavier.
fn weighed(lines: &[&Features], counts: &HashMap<Word, u32>) -> Vec<Vec<(Word, f32)>> {
    let weight = |word: Word| rarity(lines.len(), counts.get(&word).copied().unwrap_or(0));
    lines
        .iter()
        .map(|line| {
            let words = line.topic.chunk_by(PartialEq::eq);
            words
                .map(|word| (word[0], word.len() as f32 * weight(word[0])))
                .collect()
        })
        .collect()
}

fn products(vectors: &[Vec<(Word, f32)>]) -> Products {
    (0..vectors.len())
        .map(|i| {
            let mut row = [0.0; 2 * STRETCH];
            for (product, other) in row.iter_mut().zip(&vectors[i..]) {
                *product = dot(&vectors[i], other);
            }
            row
        })
        .collect()
}

fn dot(a: &[(Word, f32)], b: &[(Word, f32)]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some((x, v)), Some((y, w))) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                sum += v * w;
                i += 1;
                j += 1;
            }
        }
    }
    sum
}

/// The cosine of the sum of the `n` lines before a gap with that of the `n` lines after it.
fn cosine(products: &Products, i: usize, n: usize) -> f32 {
    let (before, after) = (i.saturating_sub(n)..i, i..(i + n).min(products.len()));
    let between = |a: &Range<usize>, b: &Range<usize>| -> f32 {
        let row = |x: usize| b.clone().map(move |y| products[x.min(y)][x.abs_diff(y)]);
        a.clone().flat_map(row).sum()
    };
    let norm = between(&before, &before).sqrt() * between(&after, &after).sqrt();
    if norm > 0.0 {
        between(&before, &after) / norm
    } else {
        0.0
    }
}
