//! Cues for where an entry begins in text that does not say so.
//! Each gap between two lines gets the log-odds of a beginning, from a logistic model;
//! `docs/merge.md` says how well it does on publishers that it was not tried on.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::engine::segment::feature::Features;
use crate::engine::text::likeness;
use crate::engine::text::words::Word;

/// How many lines before a gap are looked at for names.
const MEMORY: usize = 4;

/// How many topic words at the beginning of a line tell what it speaks of.
const SUBJECT: usize = 6;

/// A word that stands in at most so many lines of a page is rare there.
const RARE: u32 = 2;

/// The cues of one gap, in the order of [`WEIGHTS`].
pub(crate) type Cues = [f32; CUES];

/// How many cues there are.
pub(crate) const CUES: usize = 38;

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
    "one sentence",
    "name with a title",
    "subject known",
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
];

/// The weights. Set by judgement: weights fitted on a few publishers do worse on the next one.
pub(crate) const WEIGHTS: Cues = [
    1.5, -0.3, -2.0, -1.5, -1.5, 0.2, -1.5, -2.0, 1.2, -0.3, 0.5, -0.8, 0.5, -0.5, -0.6, 1.5, 1.5,
    0.2, -0.1, -1.5, -1.5, -1.2, 0.9, -2.5, -1.1, 0.1, -1.0, -0.4, 1.3, 0.5, -1.0, 1.0, 0.5, 0.3,
    -0.5, -0.8, -1.0, -1.5,
];

/// The bias.
pub(crate) const BIAS: f32 = -0.6;

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

/// The cues of every line against the lines before it.
pub(crate) fn cues(lines: &[&Features], summary: &[&Features]) -> Vec<Cues> {
    let topics = Topics::of(lines);
    let two: Vec<f32> = (0..lines.len())
        .map(|i| topics.cohesion(lines, i, 2))
        .collect();
    (0..lines.len())
        .map(|i| gap(lines, summary, &topics, &two, i))
        .collect()
}

fn gap(lines: &[&Features], summary: &[&Features], topics: &Topics, two: &[f32], i: usize) -> Cues {
    let line = lines[i];
    let previous = i.checked_sub(1).map(|p| lines[p]);
    let recent: HashSet<Word> = lines[i.saturating_sub(MEMORY)..i]
        .iter()
        .flat_map(|l| l.names.iter().copied())
        .collect();
    let known: HashSet<Word> = lines[i.saturating_sub(2 * MEMORY)..i]
        .iter()
        .flat_map(|l| l.names.iter().copied())
        .collect();
    let rarity = |names: &mut dyn Iterator<Item = &Word>| {
        names.map(|name| topics.name_weight(*name)).sum::<f32>()
    };
    let all = rarity(&mut line.names.iter());
    let shared = rarity(&mut line.names.iter().filter(|name| recent.contains(name)));
    let introduced: HashSet<Word> = lines[i.saturating_sub(MEMORY)..i]
        .iter()
        .flat_map(|l| l.introduced.iter().copied())
        .collect();
    let next_cohesion = if i + 1 < lines.len() {
        topics.cohesion(lines, i + 1, 1)
    } else {
        0.0
    };
    let flag = |set: bool| f32::from(u8::from(set));
    let repeats = line.len() >= 6
        && summary
            .iter()
            .any(|s| likeness::reaches(&s.words, &line.words, 0.8));
    [
        flag(previous.is_some_and(|p| p.open)),
        flag(line.open),
        flag(previous.is_some_and(|p| p.announces && !p.lead_in)),
        flag(line.goes_on),
        flag(line.quoted),
        flag(line.says),
        two[i],
        topics.cohesion(lines, i, 1),
        depth(two, i),
        if all > 0.0 { shared / all } else { 0.5 },
        if line.names.is_empty() {
            0.0
        } else {
            1.0 - shared / (all + 0.01)
        },
        flag(line.titled.iter().any(|name| recent.contains(name))),
        flag(line.weekday),
        flag(previous.is_some_and(|p| p.len() < 12)),
        flag(line.len() < 12),
        flag(repeats),
        flag(line.indefinite),
        flag(line.full_names.iter().any(|name| !known.contains(name))),
        flag(line.names.iter().any(|name| {
            recent.contains(name) && topics.names.get(name).copied().unwrap_or(0) <= 3
        })),
        topics.cohesion(lines, i, 3),
        flag(line.says_on),
        flag(line.opens_on),
        flag(line.news),
        flag(line.quoted && previous.is_some_and(|p| p.unclosed)),
        flag(!topics.noun_capitals && line.surnames.iter().any(|name| introduced.contains(name))),
        flag(line.sentences == 1 && line.len() >= 14),
        flag(!line.titled.is_empty()),
        topics.subject_known(lines, i),
        (next_cohesion - topics.cohesion(lines, i, 1)).clamp(-0.5, 0.5),
        flag(previous.is_some_and(|p| p.open && p.len() <= 5)),
        flag(previous.is_some_and(|p| p.lead_in)),
        flag(i >= 2 && lines[i - 2].lead_in),
        flag(line.introduced.iter().any(|name| !known.contains(name))),
        flag(previous.is_some_and(|p| p.says_on)),
        flag(line.definite),
        flag(line.first_name.is_some_and(|name| known.contains(&name))),
        flag(line.pronoun),
        topics.shares_rare(lines, i),
    ]
}

/// How deep the valley at a gap is in the curve of cohesion.
fn depth(curve: &[f32], i: usize) -> f32 {
    let mut left = i;
    while left > 1 && curve[left - 1] >= curve[left] {
        left -= 1;
    }
    let mut right = i;
    while right + 1 < curve.len() && curve[right + 1] >= curve[right] {
        right += 1;
    }
    (curve[left] - curve[i]) + (curve[right] - curve[i])
}

/// How common each topic word and name is on the page.
struct Topics {
    lines: f32,
    topic: HashMap<Word, u32>,
    names: HashMap<Word, u32>,
    /// Whether the language capitalises all nouns: then a capital says nothing of a name.
    noun_capitals: bool,
}

/// From this share of capitalised words on, a language capitalises all nouns.
const NOUN_CAPITALS: f32 = 0.27;

impl Topics {
    fn of(lines: &[&Features]) -> Self {
        let mut topics = Self {
            lines: lines.len() as f32,
            topic: HashMap::new(),
            names: HashMap::new(),
            noun_capitals: {
                let capitals: usize = lines.iter().map(|line| line.capitals).sum();
                let words: usize = lines.iter().map(|line| line.len()).sum();
                capitals as f32 > NOUN_CAPITALS * words as f32
            },
        };
        for line in lines {
            for word in line.topic.iter().copied().collect::<HashSet<_>>() {
                *topics.topic.entry(word).or_default() += 1;
            }
            for name in &line.names {
                *topics.names.entry(*name).or_default() += 1;
            }
        }
        topics
    }

    fn weight(&self, word: Word) -> f32 {
        ((self.lines + 1.0) / (self.topic.get(&word).copied().unwrap_or(0) as f32 + 0.5))
            .ln()
            .max(0.0)
    }

    fn name_weight(&self, name: Word) -> f32 {
        ((self.lines + 1.0) / (self.names.get(&name).copied().unwrap_or(0) as f32 + 0.5))
            .ln()
            .max(0.0)
    }

    /// The share of a line's first words that speak of what the two lines before it speak of.
    fn subject_known(&self, lines: &[&Features], i: usize) -> f32 {
        let known: HashSet<Word> = lines[i.saturating_sub(2)..i]
            .iter()
            .flat_map(|line| line.topic.iter().copied())
            .collect();
        let first = &lines[i].topic[..lines[i].topic.len().min(SUBJECT)];
        let all: f32 = first.iter().map(|word| self.weight(*word)).sum();
        let shared = first.iter().filter(|word| known.contains(word));
        let shared: f32 = shared.map(|word| self.weight(*word)).sum();
        if all > 0.0 { shared / all } else { 0.0 }
    }

    /// How many words that hardly stand anywhere else a line has in common with those shortly before it; 1 for many.
    /// On a short page, and in a long line, that happens by chance and counts less.
    fn shares_rare(&self, lines: &[&Features], i: usize) -> f32 {
        let near: HashSet<Word> = lines[i.saturating_sub(MEMORY)..i]
            .iter()
            .flat_map(|line| line.topic.iter().copied())
            .collect();
        let words: HashSet<Word> = lines[i].topic.iter().copied().collect();
        let rare = |word: &Word| self.topic.get(word).is_some_and(|count| *count <= RARE);
        let shared = words.iter().filter(|w| near.contains(w) && rare(w)).count();
        let by_chance = (self.lines / 30.0).min(1.0) * (20.0 / words.len().max(1) as f32).min(1.0);
        (shared as f32 / 3.0).min(1.0) * by_chance
    }

    /// The cosine of the topics of the `n` lines before a gap and the `n` lines after it.
    fn cohesion(&self, lines: &[&Features], i: usize, n: usize) -> f32 {
        let vector = |stretch: &[&Features]| {
            let mut sum: HashMap<Word, f32> = HashMap::new();
            for word in stretch.iter().flat_map(|line| &line.topic) {
                *sum.entry(*word).or_default() += self.weight(*word);
            }
            let mut sorted: Vec<(Word, f32)> = sum.into_iter().collect();
            sorted.sort_unstable_by_key(|(word, _)| *word);
            sorted
        };
        let before = vector(&lines[i.saturating_sub(n)..i]);
        let after = vector(&lines[i..(i + n).min(lines.len())]);
        let norm = |v: &[(Word, f32)]| v.iter().map(|(_, x)| x * x).sum::<f32>().sqrt();
        let (a, b) = (norm(&before), norm(&after));
        if a == 0.0 || b == 0.0 {
            return 0.0;
        }
        let dot: f32 = before
            .iter()
            .filter_map(|(word, x)| {
                after
                    .binary_search_by_key(word, |(w, _)| *w)
                    .ok()
                    .map(|at| x * after[at].1)
            })
            .sum();
        dot / (a * b)
    }
}
