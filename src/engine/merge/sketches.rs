//! Which classes may be near each other: those that share some of the smallest shingles of their texts.

use std::ops::Range;

use crate::engine::merge::hint::first_run;
use crate::engine::merge::para::Class;
use crate::engine::merge::para::NEAR_FROM_WORDS;
use crate::engine::text::words::Word;
use crate::engine::text::words::shingles;

/// How many of a text's smallest shingles are indexed.
const SKETCH: usize = 16;

/// A run of words that more texts than this have says nothing of any two of them.
const COMMON: usize = 64;

/// For each shingle of a sketch, the classes that have it: most of them in one list and the newest in another.
#[derive(Debug, Default)]
pub(super) struct Sketches {
    old: Entries,
    new: Entries,
}

/// The newest part is joined to the rest when it is longer than this, or than a sixteenth of the rest.
const NEWEST: usize = 4096;

/// A class that shares shingles with one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sharing {
    pub(super) class: Class,
    pub(super) other: Class,
    /// How many shingles that are not common.
    pub(super) shingles: usize,
}

/// What came of adding classes.
#[derive(Debug, Default)]
pub(super) struct Added {
    /// The shingles that became common by it.
    pub(super) overfull: Vec<u32>,
    /// Which of the new classes share what with which ones before them, in this order.
    pub(super) sharing: Vec<Sharing>,
}

impl Sketches {
    /// Those of all classes, from the first one on.
    pub(super) fn of<'w>(texts: impl Iterator<Item = &'w [Word]>) -> Self {
        let mut all = entries(0, texts);
        let mut sketches = Self::default();
        sketches.old.add(&mut all);
        sketches
    }

    /// Adds the classes from one on.
    pub(super) fn add<'w>(
        &mut self,
        first: Class,
        texts: impl Iterator<Item = &'w [Word]>,
    ) -> Added {
        let mut more = entries(first, texts);
        let mut added = Added::default();
        let mut hits: Vec<u64> = Vec::new();
        let mut telling: Vec<u32> = Vec::new();
        let of_one: Vec<&[u64]> = more.chunk_by(|a, b| hash(*a) == hash(*b)).collect();
        let hashes: Vec<u32> = of_one.iter().map(|run| hash(run[0])).collect();
        let known = self.old.find(&hashes).into_iter();
        let known = known.zip(self.new.find(&hashes));
        for (run, (old, new)) in of_one.into_iter().zip(known) {
            let known = old.len() + new.len();
            if known + run.len() > COMMON {
                added
                    .overfull
                    .extend((known <= COMMON).then(|| hash(run[0])));
                continue;
            }
            let known = [&self.old.all[old], &self.new.all[new]];
            for (before, entry) in run.iter().enumerate() {
                let class = class(*entry);
                telling.resize(telling.len().max(class - first + 1), 0);
                telling[class - first] += 1;
                let known = known.into_iter().chain([&run[..before]]);
                let both = |other: &u64| pair(*entry, *other);
                hits.extend(known.flatten().map(both));
            }
        }
        hits.sort_unstable();
        let shared = hits.chunk_by(PartialEq::eq).map(|shared| Sharing {
            class: (shared[0] >> 32) as Class,
            other: class(shared[0]),
            shingles: shared.len(),
        });
        // Texts that share one of several are neither equal nor near.
        let may = |one: &Sharing| one.shingles > 1 || telling[one.class - first] == 1;
        added.sharing = shared.filter(may).collect();
        self.new.add(&mut more);
        if self.new.all.len() > NEWEST.max(self.old.all.len() / 16) {
            let mut new = std::mem::take(&mut self.new);
            self.old.add(&mut new.all);
        }
        added
    }

    /// The classes that have a shingle.
    pub(super) fn having(&self, hash: u32) -> impl Iterator<Item = Class> {
        classes(self.runs(hash))
    }

    /// How many shingles that are not common two texts share.
    pub(super) fn shared(&self, a: &[Word], b: &[Word]) -> usize {
        let (mine, theirs) = (sketch(a), sketch(b));
        let common = |hash: u32| self.runs(hash).iter().map(|run| run.len()).sum::<usize>();
        let shared = mine.into_iter().filter(|hash| theirs.contains(hash));
        shared.filter(|hash| common(*hash) <= COMMON).count()
    }

    fn runs(&self, hash: u32) -> [&[u64]; 2] {
        let of = |entries: &Entries| entries.find(&[hash]).pop().unwrap_or_default();
        [&self.old.all[of(&self.old)], &self.new.all[of(&self.new)]]
    }
}

/// So many bits of a shingle say where to look for it at most, among so many entries or more.
const BEGINNING: u32 = 16;
const FOR_EACH: usize = 8;

/// Numbers in ascending order, half shingle and half class.
#[derive(Debug, Default)]
struct Entries {
    all: Vec<u64>,
    /// Where the shingles with each beginning stand.
    begins: Vec<u32>,
}

impl Entries {
    fn add(&mut self, more: &mut Vec<u64>) {
        self.all.append(more);
        // Both lists are runs already: a stable sort joins runs.
        self.all.sort();
        self.find_beginnings();
    }

    /// Finds where shingles with each beginning stand, each for a few entries.
    fn find_beginnings(&mut self) {
        let bits = (self.all.len() / FOR_EACH).max(2).ilog2().min(BEGINNING);
        let mut at = 0;
        let begin = |beginning: u64| {
            let before = |entry: &u64| entry >> (64 - bits) < beginning;
            at += first_run(&self.all[at..], before).len();
            u32::try_from(at).unwrap_or(u32::MAX)
        };
        self.begins = (0..=1 << bits).map(begin).collect();
    }

    /// Where the entries of each of these shingles stand. First it is found where to look for all of them: the memory that is
    /// read for one does not wait for that of another.
    fn find(&self, hashes: &[u32]) -> Vec<Range<usize>> {
        // One more than there are beginnings, which are a power of two.
        let bits = self.begins.len().max(3).ilog2();
        let begin = |at: usize| self.begins.get(at).map_or(0, |begin| *begin as usize);
        let near = hashes.iter().map(|hash| {
            let beginning = (hash >> (32 - bits)) as usize;
            begin(beginning)..begin(beginning + 1)
        });
        let mut found: Vec<Range<usize>> = near.collect();
        for (near, wanted) in found.iter_mut().zip(hashes) {
            let all = self.all.get(near.clone()).unwrap_or_default();
            near.start += all.partition_point(|entry| hash(*entry) < *wanted);
            let rest = self.all.get(near.clone()).unwrap_or_default();
            near.end = near.start + first_run(rest, |entry| hash(*entry) == *wanted).len();
        }
        found
    }
}

fn hash(entry: u64) -> u32 {
    (entry >> 32) as u32
}

fn class(entry: u64) -> Class {
    (entry & u64::from(u32::MAX)) as usize
}

/// The class of one entry and that of another in one number.
fn pair(one: u64, other: u64) -> u64 {
    one << 32 | other & u64::from(u32::MAX)
}

fn classes<'e>(runs: [&'e [u64]; 2]) -> impl Iterator<Item = Class> + use<'e> {
    runs.into_iter().flatten().map(|entry| class(*entry))
}

/// The entries of the classes from one on, in order.
fn entries<'w>(first: Class, texts: impl Iterator<Item = &'w [Word]>) -> Vec<u64> {
    let mut all = Vec::new();
    for (class, words) in (first..).zip(texts) {
        let sketch = sketch(words).into_iter();
        all.extend(sketch.map(|hash| u64::from(hash) << 32 | class as u64));
    }
    all.sort_unstable();
    all
}

/// The smallest shingles of a text.
fn sketch(words: &[Word]) -> Vec<u32> {
    let mut hashes = if words.len() < NEAR_FROM_WORDS {
        shingles(words, words.len().max(1))
    } else {
        shingles(words, 3)
    };
    hashes.sort_unstable();
    hashes.dedup();
    hashes.truncate(SKETCH);
    let mut short: Vec<u32> = hashes.into_iter().map(|hash| hash as u32).collect();
    short.sort_unstable();
    short.dedup();
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::text::words::words;

    /// What is shared, found by comparing each class with all before it.
    fn compared(texts: &[Vec<Word>], first: Class) -> Vec<Sharing> {
        let sketches: Vec<Vec<u32>> = texts.iter().map(|text| sketch(text)).collect();
        let common = |hash: &u32| sketches.iter().filter(|one| one.contains(hash)).count();
        let telling = |class: Class| {
            let hashes = sketches[class].iter().copied();
            hashes
                .filter(|hash| common(hash) <= COMMON)
                .collect::<Vec<u32>>()
        };
        let mut out = Vec::new();
        for class in first..texts.len() {
            for (other, theirs) in sketches.iter().enumerate().take(class) {
                let mine = telling(class);
                let shingles = mine.iter().filter(|h| theirs.contains(h)).count();
                if shingles > 1 || shingles == 1 && mine.len() == 1 {
                    out.push(Sharing {
                        class,
                        other,
                        shingles,
                    });
                }
            }
        }
        out
    }

    #[test]
    fn classes_that_come_in_parts_share_what_they_would_in_one() {
        let text = |i: usize| {
            let (a, b, c) = (i % 7, i % 11, i % 2);
            format!("the boat {a} left quay {b} at noon with crew {c} and boxes for harbour {a}")
        };
        let texts: Vec<Vec<Word>> = (0..160).map(|i| words(&text(i))).collect();
        let mut sketches = Sketches::default();
        for part in [0..1, 1..90, 90..91, 91..160] {
            let new = texts[part.clone()].iter().map(Vec::as_slice);
            let added = sketches.add(part.start, new);
            assert_eq!(added.sharing, compared(&texts[..part.end], part.start));
        }
        let at_once = Sketches::of(texts.iter().map(Vec::as_slice));
        for hash in sketch(&texts[3]) {
            let mut known: Vec<Class> = sketches.having(hash).collect();
            known.sort_unstable();
            assert_eq!(known, at_once.having(hash).collect::<Vec<Class>>());
        }
    }
}
