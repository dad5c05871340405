//! Which postings share something with one: text, heading, cards.

use crate::engine::merge::cluster::Pair;
use crate::engine::merge::cluster::near_any;
use crate::engine::merge::joined::Ground;
use crate::engine::merge::para::Class;
use crate::engine::merge::posting::Kind;
use crate::engine::merge::union::Sets;

/// Room for counting what kinds share with the one at hand; it is empty between two of them.
#[derive(Debug, Default)]
pub(super) struct Room {
    /// For each class, how like it is to any text of the kind at hand.
    reach: Vec<f32>,
    /// For each kind, how like its best text is to the one at hand.
    best: Vec<f32>,
    /// For each kind, how many words of the kind at hand it has.
    words: Vec<f32>,
    /// The kinds that share the text at hand.
    hit: Vec<u32>,
    /// The kinds that share text with the one at hand.
    found: Vec<u32>,
}

impl Room {
    /// Makes room for so many classes and kinds.
    pub(super) fn make(&mut self, classes: usize, kinds: usize) {
        self.reach.resize(classes, 0.0);
        self.best.resize(kinds, 0.0);
        self.words.resize(kinds, 0.0);
    }

    /// The loose kinds before `a` of its tier that share something with it, and what.
    pub(super) fn with(
        &mut self,
        a: u32,
        ground: &Ground<'_>,
        loose: &dyn Fn(u32) -> bool,
    ) -> Vec<(u32, Pair)> {
        let before = |b: &u32| ground.order.at(*b) < ground.order.at(a) && loose(*b);
        let mut pairs = self.text(a, ground, &before);
        let kind = ground.kind(a);
        for (b, pair) in &mut pairs {
            let other = ground.kind(*b);
            let near = |x: &Class, y: &Class| ground.paragraphs.are_near(*x, *y);
            let mut cards = other.cards.iter();
            pair.card = cards.any(|x| kind.cards.iter().any(|y| near(x, y)));
            pair.heading = near_any(other.heading, kind.heading, ground.paragraphs);
        }
        pairs.extend(heading_only(a, ground, &before));
        pairs.extend(rewritten(a, ground, &before, &pairs));
        pairs
    }

    /// Those that share text, and how many words of each posting the other has, too.
    fn text(
        &mut self,
        a: u32,
        ground: &Ground<'_>,
        before: &dyn Fn(&u32) -> bool,
    ) -> Vec<(u32, Pair)> {
        let told = |class: Class| ground.paragraphs.told(class);
        let kind = ground.kind(a);
        let telling = || kind.text.iter().filter(|(class, _)| ground.tells(*class));
        for (class, words) in telling() {
            for (other, ratio) in told(*class).filter(|(other, _)| ground.tells(*other)) {
                self.reach[other] = self.reach[other].max(ratio);
                let known = ground.index.text(other, kind.tier).iter();
                for b in known.copied().filter(before) {
                    let best = &mut self.best[b as usize];
                    if ratio > *best {
                        if *best == 0.0 {
                            self.hit.push(b);
                        }
                        *best = ratio;
                    }
                }
            }
            for b in self.hit.drain(..) {
                let sum = &mut self.words[b as usize];
                if *sum == 0.0 {
                    self.found.push(b);
                }
                *sum += words * std::mem::take(&mut self.best[b as usize]);
            }
        }
        self.found.sort_unstable();
        self.found.dedup();
        let mut pairs = Vec::with_capacity(self.found.len());
        for b in self.found.drain(..) {
            let text = ground.kind(b).text.iter();
            let told = text.map(|(class, words)| words * self.reach[*class]);
            let words = (std::mem::take(&mut self.words[b as usize]), told.sum());
            let pair = Pair {
                words,
                ..Pair::default()
            };
            pairs.push((b, pair));
        }
        for (class, _) in telling() {
            for (other, _) in told(*class) {
                self.reach[other] = 0.0;
            }
        }
        pairs
    }
}

/// Those that have the same heading, where one of the two tells nothing else, or nothing but background.
fn heading_only(
    a: u32,
    ground: &Ground<'_>,
    before: &dyn Fn(&u32) -> bool,
) -> impl Iterator<Item = (u32, Pair)> {
    let kind = ground.kind(a);
    let heading = kind.heading;
    let known = heading.map_or(&[][..], |class| ground.index.any(class, kind.tier));
    let alone = move |b: &u32| {
        let other = ground.kind(*b);
        before(b) && other.heading == heading
    };
    known.iter().copied().filter(alone).filter_map(move |b| {
        let other = ground.kind(b);
        let bare = kind.weight == 0.0 && other.weight == 0.0;
        let named = !bare && ground.are_named(kind, other);
        let pair = Pair {
            heading: true,
            named,
            ..Pair::default()
        };
        (bare || named).then_some((b, pair))
    })
}

/// Those that are it rewritten, without any text in common.
fn rewritten(
    a: u32,
    ground: &Ground<'_>,
    before: &dyn Fn(&u32) -> bool,
    known: &[(u32, Pair)],
) -> Vec<(u32, Pair)> {
    let kind = ground.kind(a);
    let headed = kind
        .heading
        .map_or(&[][..], |class| ground.index.any(class, kind.tier));
    let at_once = ground.by_time.at(kind.told).iter();
    let mut others: Vec<u32> = headed.iter().chain(at_once).copied().collect();
    others.retain(|b| {
        let other = ground.kind(*b);
        let new = *b != a && other.tier == kind.tier && before(b);
        new && known.iter().all(|(known, _)| known != b) && ground.are_rewritten(kind, other)
    });
    others.sort_unstable();
    others.dedup();
    let pair = Pair {
        rewritten: true,
        ..Pair::default()
    };
    others.into_iter().map(|b| (b, pair)).collect()
}

/// How many words each more certain entry shares with a posting, with the posting of it that shares most.
#[derive(Debug, Default)]
pub(super) struct Votes {
    /// The place of the entry's first kind, the words, and the kind that shares most.
    all: Vec<(u64, f32, u32)>,
    /// The same for one text: the place of the entry's first kind, the ratio, the kind with its place.
    hits: Vec<(u64, f32, u64, u32)>,
}

impl Votes {
    pub(super) fn count(&mut self, kind: &Kind, ground: &Ground<'_>, certain: &Sets) {
        self.all.clear();
        let order = ground.order;
        for (class, words) in &kind.text {
            if !ground.tells(*class) {
                continue;
            }
            self.hits.clear();
            let told = ground.paragraphs.told(*class);
            for (near, ratio) in told.filter(|(near, _)| ground.tells(*near)) {
                let known = (0..kind.tier).flat_map(|tier| ground.index.any(near, tier));
                let hits = known.map(|b| (order.at(certain.root(*b)), ratio, order.at(*b), *b));
                self.hits.extend(hits);
            }
            // Of equally good ones the first counts.
            self.hits.sort_unstable_by(|a, b| {
                a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2))
            });
            for of_one in self.hits.chunk_by(|a, b| a.0 == b.0) {
                let (root, ratio, _, b) = of_one[0];
                match self.all.iter_mut().find(|known| known.0 == root) {
                    Some(known) => known.1 += words * ratio,
                    None => self.all.push((root, words * ratio, b)),
                }
            }
        }
    }

    /// The entry that shares most: how many words, and the kind of it that does.
    pub(super) fn best(&self) -> Option<(f32, u32)> {
        let all = self.all.iter();
        let best = all.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        best.map(|(_, words, b)| (*words, *b))
    }
}
