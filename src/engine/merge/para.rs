//! Paragraph classes: equal texts are one class, near-equal classes are linked.
//! Classes are only ever added; what is linked depends on the set of texts, not on the order they came in.

use std::collections::BTreeSet;
use std::ops::Range;

use foldhash::HashMap;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::merge::few::Few;
use crate::engine::merge::sheet::Row;
use crate::engine::merge::sketches::Sketches;
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

/// The index of a class.
pub(crate) type Class = usize;

/// From this ratio of common words on, two texts are versions of one.
const NEAR: f32 = 0.8;

/// From this ratio on they may be, if they stand at the same place.
const ALIKE: f32 = 0.4;

/// Shorter texts are equal or different, never near.
pub(super) const NEAR_FROM_WORDS: usize = 6;

/// What a text that is told again may say behind its end, in words ("More to follow"), and how much of it then counts as told.
const BEHIND: usize = 14;
const TOLD: f32 = 0.99;

/// Shorter texts may begin others by chance, in words, or stand in them.
const BEGINS: usize = 10;

/// A line that holds a text is no longer than so many such texts.
const HOLDS: usize = 5;

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

/// What links two texts: at least one of these.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Tie {
    /// The ratio of their common words, where they are near.
    near: Option<f32>,
    /// Whether one is the other with a sentence more behind it, or stands on its line behind something else.
    longer: bool,
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
    sketches: Sketches,
    /// For each class, the other classes that are near it, with their ratio.
    near: Few<(u32, f32)>,
    /// For each class, those that are it with a sentence more behind it, or without one, or that hold it, or that it holds, whether
    /// they are near or not.
    longer: Few<u32>,
}

/// Whether one of two texts is the other with some words more behind it.
fn says_more(a: &[Word], b: &[Word]) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let more = long.len() - short.len();
    (1..=BEHIND).contains(&more) && long.starts_with(short)
}

/// The same of texts that are long enough to be told again: with a sentence more.
fn goes_on(a: &[Word], b: &[Word]) -> bool {
    a.len().min(b.len()) >= BEGINS && says_more(a, b)
}

/// Whether one of two texts is on the line of the other with something ahead of it, as where an extractor puts a whole entry on one
/// line, its heading first: where nothing parts the two, the word at the seam is another one.
fn holds(a: &[Word], b: &[Word]) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let long_enough = short.len() >= BEGINS && long.len() <= short.len() * HOLDS;
    let behind_seam = short.get(1..).filter(|_| long_enough);
    let behind_first = long.get(1..).unwrap_or_default();
    behind_seam.is_some_and(|text| behind_first.windows(text.len()).any(|run| run == text))
}

/// The ratio of common words of two texts that are not the same, if they are near.
fn nearness(a: &Text, b: &Text) -> Option<f32> {
    let total = (a.words.len() + b.words.len()) as f32;
    let least = ((NEAR * total / 2.0).floor() as usize).max(1);
    let most = |x: &Text, y: &Text| x.words.len().saturating_sub(x.mask.lacks(&y.mask));
    if most(a, b).min(most(b, a)) < least {
        return None;
    }
    // Of very long texts the likeness is an estimate that depends on which comes first.
    let (a, b) = if a.words < b.words { (a, b) } else { (b, a) };
    let common = likeness::common(&a.words, &b.words);
    let ratio = 2.0 * common as f32 / total;
    (common > 0 && ratio >= NEAR).then_some(ratio)
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

    /// For each of some classes, the ones before it that it is linked with, and how.
    pub(crate) fn links(&self, classes: Range<Class>) -> Vec<Vec<(Class, Tie)>> {
        classes.map(|class| self.links_before(class)).collect()
    }

    fn links_before(&self, class: Class) -> Vec<(Class, Tie)> {
        let longer = || self.longer(class);
        let near = self.near(class).map(|(other, ratio)| {
            let longer = longer().any(|longer| longer == other);
            let near = Some(ratio);
            (other, Tie { near, longer })
        });
        let alone = longer().filter(|other| !self.are_near(class, *other));
        let alone = alone.map(|other| {
            let (near, longer) = (None, true);
            (other, Tie { near, longer })
        });
        near.chain(alone)
            .filter(|(other, _)| *other < class)
            .collect()
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
            self.texts.push(text);
        }
        self.near.make_room(self.texts.len());
        self.longer.make_room(self.texts.len());
    }

    /// Takes in the links of classes that were kept; false if there are no such classes.
    pub(crate) fn bring_links(&mut self, first: Class, links: Vec<Vec<(Class, Tie)>>) -> bool {
        for (class, before) in (first..).zip(links) {
            for (other, tie) in before {
                if other >= class || class >= self.near.len() {
                    return false;
                }
                self.link_two(class, other, tie);
            }
        }
        true
    }

    /// Makes the index of the classes that were kept.
    pub(crate) fn index(&mut self) {
        self.sketches = Sketches::of(self.texts.iter().map(|text| &*text.words));
    }

    /// How many classes there are.
    pub(crate) fn count(&self) -> usize {
        self.texts.len()
    }

    /// The class of a row: of the same words in running text, if there is one, for an item of a list: extractors lose the marks
    /// of lists.
    pub(crate) fn unlisted(&self, row: &Row) -> Class {
        let item = self.texts.get(row.class()).filter(|_| row.shape.bullet);
        let plain = item.and_then(|text| self.by_fingerprint.get(&(text.print, false)));
        plain.map_or(row.class(), |plain| *plain as usize)
    }

    /// The words of a class.
    pub(crate) fn words(&self, class: Class) -> &[Word] {
        &self.texts[class].words
    }

    /// The fingerprint of a class.
    pub(crate) fn print(&self, class: Class) -> Fingerprint {
        self.texts[class].print
    }

    /// The classes with a fingerprint: of running text, and of the items of lists.
    pub(crate) fn classes(&self, print: Fingerprint) -> impl Iterator<Item = Class> {
        let classes = [false, true].map(|bullet| self.by_fingerprint.get(&(print, bullet)));
        classes.into_iter().flatten().map(|class| *class as Class)
    }

    /// How many words a class has.
    pub(crate) fn len(&self, class: Class) -> usize {
        self.texts[class].words.len()
    }

    /// Whether two classes are the same or near.
    pub(crate) fn are_near(&self, a: Class, b: Class) -> bool {
        self.near(a).any(|(near, _)| near == b)
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

    /// Whether one of two classes is the other with a few words more behind it, however short it is.
    pub(crate) fn says_more(&self, a: Class, b: Class) -> bool {
        says_more(&self.texts[a].words, &self.texts[b].words)
    }

    /// Whether a class is how another begins.
    pub(crate) fn begins(&self, short: Class, long: Class) -> bool {
        self.len(short) < self.len(long) && self.goes_on(short, long)
    }

    /// Links the classes that are new since the last time.
    pub(crate) fn link(&mut self) -> Linked {
        let fresh = self.near.len()..self.texts.len();
        self.near.make_room(self.texts.len());
        self.longer.make_room(self.texts.len());
        let texts = self.texts[fresh.clone()].iter().map(|text| &*text.words);
        let added = self.sketches.add(fresh.start, texts);
        let mut lost = BTreeSet::new();
        for hash in added.overfull {
            lost.extend(self.unlink(hash, fresh.start));
        }
        let mut changed: BTreeSet<Class> = fresh.chain(lost.iter().copied()).collect();
        for one in added.sharing {
            let (class, other) = (one.class, one.other);
            if let Some(tie) = self.tie(class, other, one.shingles) {
                self.link_two(class, other, tie);
                changed.insert(other);
            }
        }
        Linked { changed, lost }
    }

    fn link_two(&mut self, a: Class, b: Class, tie: Tie) {
        for (one, other) in [(a, b), (b, a)] {
            let number = u32::try_from(other).unwrap_or(u32::MAX);
            if let Some(ratio) = tie.near {
                self.near.push(one, (number, ratio));
            }
            if tie.longer {
                self.longer.push(one, number);
            }
        }
    }

    /// The classes that are near a class with their ratio, the class itself first.
    pub(crate) fn near(&self, class: Class) -> impl Iterator<Item = (Class, f32)> + use<'_> {
        let others = self.near.get(class).iter();
        let others = others.map(|(other, ratio)| (*other as Class, *ratio));
        std::iter::once((class, 1.0)).chain(others)
    }

    /// Whether no other class is near a class.
    pub(crate) fn is_alone(&self, class: Class) -> bool {
        self.near.get(class).is_empty()
    }

    fn longer(&self, class: Class) -> impl Iterator<Item = Class> + use<'_> {
        let longer = self.longer.get(class).iter();
        longer.map(|other| *other as Class)
    }

    /// In which classes a class is told, and how much of it: those near it, itself first, and those that say a sentence more, or
    /// that hold it.
    pub(crate) fn told(&self, class: Class) -> impl Iterator<Item = (Class, f32)> {
        let longer = self.longer(class).map(|other| (other, TOLD));
        self.near(class).chain(longer)
    }

    /// What links two classes that share so many shingles, if anything does.
    fn tie(&self, a: Class, b: Class, shared: usize) -> Option<Tie> {
        let (a, b) = (&self.texts[a], &self.texts[b]);
        let same = a.mask == b.mask && a.words == b.words;
        if shared < 2 || same {
            let (near, longer) = (Some(1.0), false);
            return (shared > 0 && same).then_some(Tie { near, longer });
        }
        let near = nearness(a, b);
        let longer = goes_on(&a.words, &b.words) || holds(&a.words, &b.words);
        (near.is_some() || longer).then_some(Tie { near, longer })
    }

    /// Takes back links that rest on a shingle which is common now; returns the classes that had some.
    fn unlink(&mut self, hash: u32, known: Class) -> BTreeSet<Class> {
        let having: BTreeSet<Class> = self.sketches.having(hash).collect();
        let shared = |a: Class, b: Class| {
            let (a, b) = (&self.texts[a].words, &self.texts[b].words);
            self.sketches.shared(a, b)
        };
        let mut lost = BTreeSet::new();
        for class in having.iter().copied().filter(|class| *class < known) {
            let near = self.near(class).skip(1).map(|near| near.0);
            let others: BTreeSet<Class> = near.chain(self.longer(class)).collect();
            for other in others.into_iter().filter(|other| having.contains(other)) {
                if self.tie(class, other, shared(class, other)).is_none() {
                    for (one, other) in [(class, other), (other, class)] {
                        let near = self.near.get_mut(one);
                        near.retain(|near| near.0 as Class != other);
                        let longer = self.longer.get_mut(one);
                        longer.retain(|longer| *longer as Class != other);
                    }
                    lost.extend([class, other]);
                }
            }
        }
        lost
    }
}
