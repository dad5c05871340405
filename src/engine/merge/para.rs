//! Paragraph classes: equal texts are one class, near-equal classes are linked.
//! Classes are only ever added; what is linked depends on the set of texts, not on the order they came in.

use std::collections::BTreeSet;

use foldhash::HashMap;

use crate::engine::text::likeness;
use crate::engine::text::words::Fingerprint;
use crate::engine::text::words::Mask;
use crate::engine::text::words::Word;
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
const COMMON: usize = 64;

/// The words of a class.
#[derive(Debug)]
struct Text {
    words: Box<[Word]>,
    mask: Mask,
    /// Its smallest shingles.
    sketch: Box<[u64]>,
}

/// All distinct texts of a blog's snapshots.
#[derive(Debug, Default)]
pub(crate) struct Paragraphs {
    by_fingerprint: HashMap<(Fingerprint, bool), Class>,
    texts: Vec<Text>,
    /// For each shingle of a sketch, the classes that have it.
    index: HashMap<u64, Vec<Class>>,
    /// For each class, the near classes with their ratio, the class itself first.
    pub(crate) near: Vec<Vec<(Class, f32)>>,
}

impl Paragraphs {
    /// The class of a text with these words; `bullet` says whether it is an item of a list.
    pub(crate) fn class(&mut self, text: &str, bullet: bool, words: &[Word]) -> Class {
        let texts = &mut self.texts;
        *self
            .by_fingerprint
            .entry((Fingerprint::of(text), bullet))
            .or_insert_with(|| {
                texts.push(Text {
                    words: words.into(),
                    mask: Mask::of(words),
                    sketch: sketch(words).into(),
                });
                texts.len() - 1
            })
    }

    /// How many classes there are.
    pub(crate) fn count(&self) -> usize {
        self.texts.len()
    }

    /// How many words a class has.
    pub(crate) fn len(&self, class: Class) -> usize {
        self.texts[class].words.len()
    }

    /// Whether two classes are the same or near.
    pub(crate) fn are_near(&self, a: Class, b: Class) -> bool {
        self.near[a].iter().any(|(near, _)| *near == b)
    }

    /// Links the classes that are new since the last time; returns all whose links changed, the new ones among them.
    pub(crate) fn link(&mut self) -> BTreeSet<Class> {
        let fresh = self.near.len()..self.texts.len();
        self.near
            .extend(fresh.clone().map(|class| vec![(class, 1.0)]));
        let mut overfull = BTreeSet::new();
        for class in fresh.clone() {
            for hash in &self.texts[class].sketch {
                let known = self.index.entry(*hash).or_default();
                known.push(class);
                if known.len() == COMMON + 1 {
                    overfull.insert(*hash);
                }
            }
        }
        let mut changed: BTreeSet<Class> = fresh.clone().collect();
        for hash in overfull {
            changed.extend(self.unlink(hash, fresh.start));
        }
        for class in fresh {
            for (other, ratio) in self.candidates(class) {
                self.near[class].push((other, ratio));
                self.near[other].push((class, ratio));
                changed.insert(other);
            }
        }
        changed
    }

    /// The classes before this one that are near it.
    fn candidates(&self, class: Class) -> Vec<(Class, f32)> {
        let mut hits: Vec<Class> = Vec::new();
        for hash in &self.texts[class].sketch {
            if let Some(known) = self.index.get(hash).filter(|known| known.len() <= COMMON) {
                hits.extend(known.iter().filter(|other| **other < class));
            }
        }
        hits.sort_unstable();
        hits.chunk_by(PartialEq::eq)
            .filter_map(|shared| Some((shared[0], self.nearness(class, shared[0], shared.len())?)))
            .collect()
    }

    /// How near two classes are that share so many shingles, if they are near at all.
    fn nearness(&self, a: Class, b: Class, shared: usize) -> Option<f32> {
        let (a, b) = (&self.texts[a], &self.texts[b]);
        if shared > 0 && a.words == b.words {
            return Some(1.0);
        }
        if shared < 2 {
            return None;
        }
        // Of very long texts the likeness is an estimate that depends on which comes first.
        let (a, b) = if a.words < b.words { (a, b) } else { (b, a) };
        let total = (a.words.len() + b.words.len()) as f32;
        let least = ((NEAR * total / 2.0).floor() as usize).max(1);
        let most = |x: &Text, y: &Text| x.words.len().saturating_sub(x.mask.lacks(&y.mask));
        if most(a, b).min(most(b, a)) < least {
            return None;
        }
        let common = likeness::common(&a.words, &b.words);
        let ratio = 2.0 * common as f32 / total;
        (common > 0 && ratio >= NEAR).then_some(ratio)
    }

    /// Takes back links that rest on a shingle which is common now; returns the classes that had some.
    fn unlink(&mut self, hash: u64, known: Class) -> BTreeSet<Class> {
        let having: BTreeSet<Class> = self
            .index
            .get(&hash)
            .into_iter()
            .flatten()
            .copied()
            .collect();
        let mut lost = BTreeSet::new();
        for class in having.iter().copied().filter(|class| *class < known) {
            let others: Vec<Class> = self.near[class][1..].iter().map(|near| near.0).collect();
            for other in others.into_iter().filter(|other| having.contains(other)) {
                if self
                    .nearness(class, other, self.shared(class, other))
                    .is_none()
                {
                    self.near[class].retain(|near| near.0 != other);
                    self.near[other].retain(|near| near.0 != class);
                    lost.extend([class, other]);
                }
            }
        }
        lost
    }

    /// How many shingles that are not common two classes share.
    fn shared(&self, a: Class, b: Class) -> usize {
        let theirs = &self.texts[b].sketch;
        let rare = |hash: &u64| {
            self.index
                .get(hash)
                .is_some_and(|known| known.len() <= COMMON)
        };
        let mine = self.texts[a].sketch.iter();
        mine.filter(|hash| theirs.contains(hash) && rare(hash))
            .count()
    }
}

fn sketch(words: &[Word]) -> Vec<u64> {
    if words.len() < NEAR_FROM_WORDS {
        return shingles(words, words.len().max(1));
    }
    let mut hashes = shingles(words, 3);
    hashes.sort_unstable();
    hashes.dedup();
    hashes.truncate(SKETCH);
    hashes
}
