//! Paragraph classes: equal texts are one class, near-equal classes are linked.

use foldhash::HashMap;

use crate::engine::rules::Rules;
use crate::engine::segment::feature::Features;
use crate::engine::text::words::Fingerprint;
use crate::engine::text::words::shingles;

/// The index of a class.
pub(crate) type Class = usize;

/// From this ratio of common words on, two texts are versions of one.
const NEAR: f32 = 0.8;

/// Shorter texts are equal or different, never near.
const NEAR_FROM_WORDS: usize = 6;

/// How many of a text's smallest shingles are indexed.
const SKETCH: usize = 16;

/// A run of words that more texts than this have says nothing of any two of them.
const COMMON: u32 = 64;

/// All distinct texts of a blog's snapshots.
#[derive(Debug, Default)]
pub(crate) struct Paragraphs {
    by_fingerprint: HashMap<(Fingerprint, bool), Class>,
    /// What each class looks like.
    pub(crate) features: Vec<Features>,
    /// For each class, the near classes with their ratio, the class itself first.
    pub(crate) near: Vec<Vec<(Class, f32)>>,
}

impl Paragraphs {
    /// The class of a text; `bullet` says whether it is an item of a list.
    pub(crate) fn class(&mut self, text: &str, bullet: bool, rules: &Rules) -> Class {
        let features = &mut self.features;
        *self
            .by_fingerprint
            .entry((Fingerprint::of(text), bullet))
            .or_insert_with(|| {
                features.push(Features::of(text, bullet, rules));
                features.len() - 1
            })
    }

    /// Links near classes. To be called once, when all texts are known.
    pub(crate) fn link(&mut self) {
        self.near = (0..self.features.len())
            .map(|class| vec![(class, 1.0)])
            .collect();
        let sketches: Vec<Vec<u64>> = (0..self.features.len())
            .map(|class| self.sketch(class))
            .collect();
        let mut common: HashMap<u64, u32> = HashMap::default();
        for hash in sketches.iter().flatten() {
            *common.entry(*hash).or_default() += 1;
        }
        let mut index: HashMap<u64, Vec<Class>> = HashMap::default();
        for (class, sketch) in sketches.iter().enumerate() {
            let mut hits: Vec<Class> = Vec::new();
            for hash in sketch {
                if common.get(hash).is_some_and(|count| *count > COMMON) {
                    continue;
                }
                let known = index.entry(*hash).or_default();
                hits.extend(known.iter());
                known.push(class);
            }
            hits.sort_unstable();
            for shared in hits.chunk_by(PartialEq::eq) {
                let (other, count) = (shared[0], shared.len());
                let (a, b) = (&self.features[class], &self.features[other]);
                let near = if a.words == b.words {
                    Some(1.0)
                } else if count >= 2 {
                    a.ratio(b, NEAR)
                } else {
                    None
                };
                if let Some(ratio) = near {
                    self.near[class].push((other, ratio));
                    self.near[other].push((class, ratio));
                }
            }
        }
    }

    /// How many words a class has.
    pub(crate) fn len(&self, class: Class) -> usize {
        self.features[class].words.len()
    }

    fn sketch(&self, class: Class) -> Vec<u64> {
        let words = &self.features[class].words;
        if words.len() < NEAR_FROM_WORDS {
            return shingles(words, words.len().max(1));
        }
        let mut hashes = shingles(words, 3);
        hashes.sort_unstable();
        hashes.dedup();
        hashes.truncate(SKETCH);
        hashes
    }
}
