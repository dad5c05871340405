//! Paragraph classes: equal texts are one class, near-equal classes are linked.
//! Classes are only ever added; what is linked depends on the set of texts, not on the order they came in.

use std::collections::BTreeSet;
use std::ops::Range;

use foldhash::HashMap;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::merge::hint::first_run;
use crate::engine::merge::wording::Wording;
use crate::engine::merge::wording::Wordings;
use crate::engine::model::Link;
use crate::engine::model::Picture;
use crate::engine::rules::Rules;
use crate::engine::segment::feature::Features;
use crate::engine::segment::feature::Shape;
use crate::engine::text::SafeText;
use crate::engine::text::likeness;
use crate::engine::text::words::Fingerprint;
use crate::engine::text::words::Mask;
use crate::engine::text::words::Word;
use crate::engine::text::words::shingles;

/// The index of a class.
pub(crate) type Class = usize;

/// From this ratio of common words on, two texts are versions of one.
const NEAR: f32 = 0.8;

/// From this ratio on they may be, if they stand at the same place.
const ALIKE: f32 = 0.4;

/// Shorter texts are equal or different, never near.
const NEAR_FROM_WORDS: usize = 6;

/// What a text that is told again may say behind its end, in words ("More to follow"), and how much of it then counts as told.
const BEHIND: usize = 14;
const TOLD: f32 = 0.99;

/// Stands for a ratio where only a sentence more links two texts.
const LONGER: f32 = 0.0;

/// Shorter texts may begin others by chance, in words.
const BEGINS: usize = 10;

/// How many of a text's smallest shingles are indexed.
const SKETCH: usize = 16;

/// A run of words that more texts than this have says nothing of any two of them.
const COMMON: usize = 64;

/// A class.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Text {
    print: Fingerprint,
    /// Whether it is an item of a list.
    bullet: bool,
    words: Box<[Word]>,
    /// Which words it has, to see at once that another text is not near.
    #[serde(skip)]
    mask: Mask,
}

/// A line of a snapshot, as far as it is the same wherever it is written like this.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    pub(crate) class: u32,
    pub(crate) shape: Shape,
    /// Whether it names weekdays.
    pub(crate) days: bool,
}

/// All distinct texts of a blog's snapshots.
#[derive(Debug, Default)]
pub(crate) struct Paragraphs {
    /// How they are written.
    pub(crate) wordings: Wordings,
    /// For each wording, the line that it was last.
    lines: Vec<Option<Line>>,
    by_fingerprint: HashMap<(Fingerprint, bool), u32>,
    texts: Vec<Text>,
    index: Index,
    /// For each class, the near classes with their ratio, the class itself first.
    pub(crate) near: Vec<Vec<(Class, f32)>>,
    /// For each class, those that are it with a sentence more behind it, or without one, whether they are near or not.
    longer: Vec<Vec<Class>>,
}

/// Whether one of two texts is the other with a sentence more behind it.
fn goes_on(a: &[Word], b: &[Word]) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let more = long.len() - short.len();
    short.len() >= BEGINS && (1..=BEHIND).contains(&more) && long.starts_with(short)
}

/// The classes and wordings of some snapshot that none before it has, as they are kept.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Brought {
    texts: Vec<Text>,
    wordings: Vec<Wording>,
}

/// How many classes and wordings there are at some time.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) classes: usize,
    pub(crate) wordings: usize,
}

/// What became of the links when classes came.
#[derive(Debug)]
pub(crate) struct Linked {
    /// The classes whose links changed, the new ones among them.
    pub(crate) changed: BTreeSet<Class>,
    /// Those of them that lost one.
    pub(crate) lost: BTreeSet<Class>,
}

impl Paragraphs {
    /// The number of a line's wording, and the line; `bullet` says whether it is an item of a list.
    pub(crate) fn line(
        &mut self,
        text: &SafeText,
        (links, pictures): (&[Link], &[Picture]),
        bullet: bool,
        rules: &Rules,
    ) -> (u32, Line) {
        let wording = self.wordings.number(text, links, pictures);
        let known = self.lines.get(wording as usize).copied().flatten();
        if let Some(line) = known.filter(|line| line.shape.bullet == bullet) {
            return (wording, line);
        }
        let looks = Features::of(text, bullet, rules);
        let class = self.class(text, bullet, &looks.words);
        let line = Line {
            class: u32::try_from(class).unwrap_or(u32::MAX),
            shape: looks.shape(),
            days: looks
                .words
                .iter()
                .any(|word| rules.weekday(*word).is_some()),
        };
        self.know(wording, line);
        (wording, line)
    }

    /// Remembers what line a wording is.
    pub(crate) fn know(&mut self, wording: u32, line: Line) {
        self.lines.resize(self.wordings.count(), None);
        if let Some(known) = self.lines.get_mut(wording as usize) {
            *known = Some(line);
        }
    }

    /// The class of a text with these words; `bullet` says whether it is an item of a list.
    fn class(&mut self, text: &str, bullet: bool, words: &[Word]) -> Class {
        let print = Fingerprint::of(text);
        let next = self.texts.len();
        let class = *self
            .by_fingerprint
            .entry((print, bullet))
            .or_insert_with(|| u32::try_from(next).unwrap_or(u32::MAX));
        if class as usize == next {
            self.texts.push(Text {
                print,
                bullet,
                words: words.into(),
                mask: Mask::of(words),
            });
        }
        class as usize
    }

    /// What came between two times, to be kept.
    pub(crate) fn brought(&self, brings: &Range<Counts>) -> Brought {
        let (from, to) = (brings.start, brings.end);
        let texts = self.texts.get(from.classes..to.classes);
        let wordings = self.wordings.range(from.wordings..to.wordings);
        Brought {
            texts: texts.unwrap_or_default().to_vec(),
            wordings: wordings.to_vec(),
        }
    }

    /// How many there are now.
    pub(crate) fn counts(&self) -> Counts {
        Counts {
            classes: self.texts.len(),
            wordings: self.wordings.count(),
        }
    }

    /// For each of some classes, the ones before it that it is near.
    pub(crate) fn links(&self, classes: Range<Class>) -> Vec<Vec<(Class, f32)>> {
        let before = |class: Class| {
            let near = self.near[class].iter().copied();
            let alone = |other: &&Class| !self.are_near(class, **other);
            let longer = self.longer[class].iter().filter(alone);
            let longer = longer.map(|other| (*other, LONGER));
            near.chain(longer)
                .filter(|(other, _)| *other < class)
                .collect()
        };
        classes.map(before).collect()
    }

    /// Takes in classes that were kept, in the order in which they came; nothing is found anew.
    pub(crate) fn bring(&mut self, kept: Brought) {
        self.wordings.bring(kept.wordings);
        for mut text in kept.texts {
            text.mask = Mask::of(&text.words);
            let class = self.texts.len();
            self.by_fingerprint.insert(
                (text.print, text.bullet),
                u32::try_from(class).unwrap_or(u32::MAX),
            );
            self.near.push(vec![(class, 1.0)]);
            self.longer.push(Vec::new());
            self.texts.push(text);
        }
    }

    /// Takes in the links of classes that were kept; false if there are no such classes.
    pub(crate) fn bring_links(&mut self, first: Class, links: Vec<Vec<(Class, f32)>>) -> bool {
        for (class, near) in (first..).zip(links) {
            for (other, ratio) in near {
                if other >= class || class >= self.near.len() {
                    return false;
                }
                self.link_two(class, other, ratio);
            }
        }
        true
    }

    /// Makes the index of the classes that were kept.
    pub(crate) fn index(&mut self) {
        let texts = self.texts.iter().enumerate();
        let sketches = texts.map(|(class, text)| (class, sketch(&text.words)));
        let mut all = Vec::new();
        for (class, sketch) in sketches {
            all.extend(entries(class, &sketch));
        }
        self.index = Index::of(all);
    }

    /// How many classes there are.
    pub(crate) fn count(&self) -> usize {
        self.texts.len()
    }

    /// The class of the same words in running text, if there is one, for an item of a list: extractors lose the marks of lists.
    pub(crate) fn unlisted(&self, class: Class) -> Class {
        let item = self.texts.get(class).filter(|text| text.bullet);
        let plain = item.and_then(|text| self.by_fingerprint.get(&(text.print, false)));
        plain.map_or(class, |plain| *plain as usize)
    }

    /// The words of a class.
    pub(crate) fn words(&self, class: Class) -> &[Word] {
        &self.texts[class].words
    }

    /// The fingerprint of a class.
    pub(crate) fn print(&self, class: Class) -> Fingerprint {
        self.texts[class].print
    }

    /// How many words a class has.
    pub(crate) fn len(&self, class: Class) -> usize {
        self.texts[class].words.len()
    }

    /// Whether two classes are the same or near.
    pub(crate) fn are_near(&self, a: Class, b: Class) -> bool {
        self.near[a].iter().any(|(near, _)| *near == b)
    }

    /// Whether two classes may be versions of one text, though they need not be near.
    pub(crate) fn are_alike(&self, a: Class, b: Class) -> bool {
        let (a, b) = (&self.texts[a].words, &self.texts[b].words);
        let (a, b) = if a < b { (a, b) } else { (b, a) };
        let total = (a.len() + b.len()) as f32;
        2.0 * likeness::common(a, b) as f32 >= ALIKE * total
    }

    /// Whether one of two classes is the other with a sentence more behind it.
    pub(crate) fn goes_on(&self, a: Class, b: Class) -> bool {
        goes_on(&self.texts[a].words, &self.texts[b].words)
    }

    /// Whether a class is how another begins.
    pub(crate) fn begins(&self, short: Class, long: Class) -> bool {
        self.len(short) < self.len(long) && self.goes_on(short, long)
    }

    /// Links the classes that are new since the last time.
    pub(crate) fn link(&mut self) -> Linked {
        let fresh = self.near.len()..self.texts.len();
        self.near
            .extend(fresh.clone().map(|class| vec![(class, 1.0)]));
        self.longer.resize(self.texts.len(), Vec::new());
        let sketch = |class: Class| sketch(&self.texts[class].words);
        let sketches: Vec<Vec<u32>> = fresh.clone().map(sketch).collect();
        let new = fresh.clone().zip(&sketches);
        let new = new
            .flat_map(|(class, sketch)| entries(class, sketch))
            .collect();
        let overfull = self.index.add(new);
        let mut lost = BTreeSet::new();
        for hash in overfull {
            lost.extend(self.unlink(hash, fresh.start));
        }
        let mut changed: BTreeSet<Class> = fresh.clone().chain(lost.iter().copied()).collect();
        for (class, sketch) in fresh.zip(&sketches) {
            for (other, ratio) in self.candidates(class, sketch) {
                self.link_two(class, other, ratio);
                changed.insert(other);
            }
        }
        Linked { changed, lost }
    }

    fn link_two(&mut self, a: Class, b: Class, ratio: f32) {
        if ratio > LONGER {
            self.near[a].push((b, ratio));
            self.near[b].push((a, ratio));
        }
        if self.goes_on(a, b) {
            self.longer[a].push(b);
            self.longer[b].push(a);
        }
    }

    /// In which classes a class is told, and how much of it: those near it, itself first, and those that say a sentence more.
    pub(crate) fn told(&self, class: Class) -> impl Iterator<Item = (Class, f32)> {
        let longer = self.longer[class].iter().map(|other| (*other, TOLD));
        self.near[class].iter().copied().chain(longer)
    }

    /// The classes before one with this sketch that are near it.
    fn candidates(&self, class: Class, sketch: &[u32]) -> Vec<(Class, f32)> {
        let mut hits: Vec<Class> = Vec::new();
        let mut telling = 0;
        for hash in sketch {
            let having = self.index.runs(*hash);
            if count(&having) <= COMMON {
                telling += 1;
                hits.extend(classes(having).filter(|other| *other < class));
            }
        }
        hits.sort_unstable();
        // Texts that share one of several are neither equal nor near.
        hits.chunk_by(PartialEq::eq)
            .filter(|shared| shared.len() > 1 || telling == 1)
            .filter_map(|shared| Some((shared[0], self.nearness(class, shared[0], shared.len())?)))
            .collect()
    }

    /// How near two classes are that share so many shingles, if they are near at all; `LONGER` where one only says a sentence more.
    fn nearness(&self, a: Class, b: Class, shared: usize) -> Option<f32> {
        let (a, b) = (&self.texts[a], &self.texts[b]);
        let total = (a.words.len() + b.words.len()) as f32;
        let least = ((NEAR * total / 2.0).floor() as usize).max(1);
        let most = |x: &Text, y: &Text| x.words.len().saturating_sub(x.mask.lacks(&y.mask));
        if shared < 2 || a.mask == b.mask && a.words == b.words {
            return (shared > 0 && a.words == b.words).then_some(1.0);
        }
        let longer = goes_on(&a.words, &b.words).then_some(LONGER);
        if most(a, b).min(most(b, a)) < least {
            return longer;
        }
        // Of very long texts the likeness is an estimate that depends on which comes first.
        let (a, b) = if a.words < b.words { (a, b) } else { (b, a) };
        let common = likeness::common(&a.words, &b.words);
        let ratio = 2.0 * common as f32 / total;
        let near = (common > 0 && ratio >= NEAR).then_some(ratio);
        near.or(longer)
    }

    /// Takes back links that rest on a shingle which is common now; returns the classes that had some.
    fn unlink(&mut self, hash: u32, known: Class) -> BTreeSet<Class> {
        let having: BTreeSet<Class> = self.index.having(hash).collect();
        let mut lost = BTreeSet::new();
        for class in having.iter().copied().filter(|class| *class < known) {
            let near = self.near[class][1..].iter().map(|near| near.0);
            let others: BTreeSet<Class> = near.chain(self.longer[class].iter().copied()).collect();
            for other in others.into_iter().filter(|other| having.contains(other)) {
                if self
                    .nearness(class, other, self.shared(class, other))
                    .is_none()
                {
                    self.near[class].retain(|near| near.0 != other);
                    self.near[other].retain(|near| near.0 != class);
                    self.longer[class].retain(|longer| *longer != other);
                    self.longer[other].retain(|longer| *longer != class);
                    lost.extend([class, other]);
                }
            }
        }
        lost
    }

    /// How many shingles that are not common two classes share.
    fn shared(&self, a: Class, b: Class) -> usize {
        let theirs = sketch(&self.texts[b].words);
        let mine = sketch(&self.texts[a].words).into_iter();
        mine.filter(|hash| theirs.contains(hash) && !self.index.is_common(*hash))
            .count()
    }
}

/// For each shingle of a sketch, the classes that have it: most of them in one list and the newest in another.
#[derive(Debug, Default)]
struct Index {
    old: Entries,
    new: Entries,
}

/// The newest part of an index is joined to the rest when it is longer than this, or than a sixteenth of the rest.
const NEWEST: usize = 4096;

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

    /// The entries of a shingle.
    fn of(&self, hash: u32) -> &[u64] {
        // One more than there are beginnings, which are a power of two.
        let bits = self.begins.len().max(3).ilog2();
        let beginning = (hash >> (32 - bits)) as usize;
        let begin = |at: usize| self.begins.get(at).map_or(0, |begin| *begin as usize);
        let near = self.all.get(begin(beginning)..begin(beginning + 1));
        let near = near.unwrap_or_default();
        let hash = u64::from(hash);
        let from = near.partition_point(|entry| entry >> 32 < hash);
        let rest = near.get(from..).unwrap_or_default();
        first_run(rest, |entry| entry >> 32 == hash)
    }
}

impl Index {
    fn of(mut all: Vec<u64>) -> Self {
        all.sort_unstable();
        let mut index = Self::default();
        index.old.add(&mut all);
        index
    }

    /// Adds entries; returns the shingles that became common by it.
    fn add(&mut self, mut more: Vec<u64>) -> Vec<u32> {
        more.sort_unstable();
        let of_one = more.chunk_by(|a, b| a >> 32 == b >> 32);
        let overfull = of_one.filter_map(|run| {
            let hash = (run[0] >> 32) as u32;
            let known = self.count(hash);
            (known <= COMMON && known + run.len() > COMMON).then_some(hash)
        });
        let overfull = overfull.collect();
        self.new.add(&mut more);
        if self.new.all.len() > NEWEST.max(self.old.all.len() / 16) {
            let mut new = std::mem::take(&mut self.new);
            self.old.add(&mut new.all);
        }
        overfull
    }

    fn runs(&self, hash: u32) -> [&[u64]; 2] {
        [self.old.of(hash), self.new.of(hash)]
    }

    fn count(&self, hash: u32) -> usize {
        count(&self.runs(hash))
    }

    fn is_common(&self, hash: u32) -> bool {
        self.count(hash) > COMMON
    }

    fn having(&self, hash: u32) -> impl Iterator<Item = Class> {
        classes(self.runs(hash))
    }
}

fn count(runs: &[&[u64]; 2]) -> usize {
    runs.iter().map(|run| run.len()).sum()
}

fn classes(runs: [&[u64]; 2]) -> impl Iterator<Item = Class> {
    let entries = runs.into_iter().flatten();
    entries.map(|entry| (entry & u64::from(u32::MAX)) as usize)
}

/// The entries of a class with this sketch.
fn entries(class: Class, sketch: &[u32]) -> impl Iterator<Item = u64> {
    let sketch = sketch.iter();
    sketch.map(move |hash| u64::from(*hash) << 32 | class as u64)
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
