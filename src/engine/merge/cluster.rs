//! Identity: which postings are the same entry.
//! Source ids decide where there are any; else text told again, or a shared heading with a shared paragraph.
//! A background paragraph that two entries share joins nothing, nor does one that very many postings have.

use std::collections::BTreeSet;
use std::fmt;

use foldhash::HashMap;

use crate::engine::merge::bundles::Bundles;
use crate::engine::merge::para::Class;
use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::posting::Index;
use crate::engine::merge::posting::Kind;
use crate::engine::merge::posting::TIERS;
use crate::engine::merge::union::Union;

/// The share of the shorter text that must be told again.
const TOLD_AGAIN: f32 = 0.85;

/// The share that is enough for long texts: an entry that was rewritten in parts.
const REWRITTEN: f32 = 0.6;

/// How many words a text needs before a part of it can tell that it is the same.
const LONG: f32 = 25.0;

/// The words that must be shared beside an equal heading.
const SHARED_WORDS: f32 = 6.0;

/// Postings in groups, each an entry, with the reasons for joining them.
#[derive(Debug)]
pub(crate) struct Clusters {
    /// For each posting, its group.
    pub(crate) of: Vec<usize>,
    /// The postings of each group, in order.
    pub(crate) groups: Bundles,
    /// Why the postings of each group were joined.
    pub(crate) why: Vec<Vec<Join>>,
}

/// Two postings that are one entry, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Join {
    pub(crate) a: usize,
    pub(crate) b: usize,
    pub(crate) why: Why,
}

/// A rule that joined two postings, with its score in per cent where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Why {
    SameId,
    OtherId,
    HeadingOnly,
    ToldAgain(u8),
    HeadingAndText,
    CardAndText,
    LongToldAgain(u8),
    Inferred(u8),
}

impl Why {
    /// A number for each rule and score.
    pub(crate) fn code(self) -> [u8; 2] {
        match self {
            Self::SameId => [0, 0],
            Self::OtherId => [1, 0],
            Self::HeadingOnly => [2, 0],
            Self::ToldAgain(share) => [3, share],
            Self::HeadingAndText => [4, 0],
            Self::CardAndText => [5, 0],
            Self::LongToldAgain(share) => [6, share],
            Self::Inferred(share) => [7, share],
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SameId => f.write_str("same id at the source"),
            Self::OtherId => f.write_str("published again under another id"),
            Self::HeadingOnly => f.write_str("same heading, no text"),
            Self::ToldAgain(share) => write!(f, "{share} % of the shorter text is told again"),
            Self::HeadingAndText => f.write_str("same heading and a paragraph in common"),
            Self::CardAndText => f.write_str("same card and a paragraph in common"),
            Self::LongToldAgain(share) => write!(f, "{share} % of a long text is told again"),
            Self::Inferred(share) => write!(
                f,
                "{share} % of a text with inferred borders stands in this entry"
            ),
        }
    }
}

/// A share in per cent.
fn per_cent(share: f32) -> u8 {
    (share * 100.0).round_ties_even() as u8
}

/// Groups postings into entries. `kinds` are what they say, each once, in the order in which they first occur; `of` is
/// the place of each posting's kind among them.
pub(crate) fn cluster(kinds: &[&Kind], of: &[usize], paragraphs: &Paragraphs) -> Clusters {
    let generic = generic_headings(kinds);
    let mut union = Union::new(kinds.len());
    join_by_id(kinds, &mut union);
    let index = Index::of(kinds, paragraphs.count());
    for tier in 0..TIERS {
        union.flatten();
        let loose = attach(tier, kinds, paragraphs, &index, &generic, &mut union);
        let mut sharing = Sharing::new(kinds, paragraphs, &index, &loose);
        for a in (0..kinds.len()).filter(|a| kinds[*a].tier == tier && loose[*a]) {
            for (b, pair) in sharing.with(a) {
                if let Some(why) = same(kinds[a], kinds[b], &pair, &generic) {
                    union.join(a, b, why);
                }
            }
        }
    }
    let again: Vec<Option<Why>> = kinds
        .iter()
        .map(|kind| told_alike(kind, &generic))
        .collect();
    union.clusters(of, &again)
}

/// Why two postings that say the same are one entry, if they are: what says nothing of its own is not.
fn told_alike(kind: &Kind, generic: &BTreeSet<Class>) -> Option<Why> {
    let all = Pair {
        words: (kind.weight, kind.weight),
        heading: kind.heading.is_some(),
        card: true,
    };
    same(kind, kind, &all, generic).or_else(|| kind.native.is_some().then_some(Why::SameId))
}

/// What two postings share.
#[derive(Debug, Clone, Copy, Default)]
struct Pair {
    /// Words of the first posting's text that the second has, too, and the other way round.
    words: (f32, f32),
    heading: bool,
    card: bool,
}

/// Finds the postings that share something with one, with room that is used again for the next one.
struct Sharing<'k> {
    kinds: &'k [&'k Kind],
    paragraphs: &'k Paragraphs,
    index: &'k Index,
    /// Which postings may be joined.
    loose: &'k [bool],
    /// For each class, how like it is to any text of the posting at hand.
    reach: Vec<f32>,
    /// For each posting, how like its best text is to the one at hand.
    best: Vec<f32>,
    /// For each posting, how many words of the posting at hand it has.
    words: Vec<f32>,
    /// The postings that share the text at hand.
    hit: Vec<usize>,
    /// The postings that share text with the one at hand.
    found: Vec<usize>,
}

impl<'k> Sharing<'k> {
    fn new(
        kinds: &'k [&'k Kind],
        paragraphs: &'k Paragraphs,
        index: &'k Index,
        loose: &'k [bool],
    ) -> Self {
        Self {
            kinds,
            paragraphs,
            index,
            loose,
            reach: vec![0.0; paragraphs.count()],
            best: vec![0.0; kinds.len()],
            words: vec![0.0; kinds.len()],
            hit: Vec::new(),
            found: Vec::new(),
        }
    }

    /// The loose postings before `a` of its tier that share something with it, and what.
    fn with(&mut self, a: usize) -> Vec<(usize, Pair)> {
        let mut pairs = self.text(a);
        for (b, pair) in &mut pairs {
            let (kind, other) = (self.kinds[a], self.kinds[*b]);
            let near = |x: &Class, y: &Class| self.paragraphs.are_near(*x, *y);
            let mut cards = other.cards.iter();
            pair.card = cards.any(|x| kind.cards.iter().any(|y| near(x, y)));
            pair.heading = near_any(other.heading, kind.heading, self.paragraphs);
        }
        pairs.extend(self.heading_only(a));
        pairs
    }

    /// Those that share text, and how many words of each posting the other has, too.
    fn text(&mut self, a: usize) -> Vec<(usize, Pair)> {
        let near = &self.paragraphs.near;
        let (kind, tier) = (self.kinds[a], self.kinds[a].tier);
        for (class, words) in &kind.text {
            for (other, ratio) in &near[*class] {
                self.reach[*other] = self.reach[*other].max(*ratio);
                let known = self.index.text(*other, tier).iter().map(|b| *b as usize);
                for b in known.take_while(|b| *b < a).filter(|b| self.loose[*b]) {
                    if *ratio > self.best[b] {
                        if self.best[b] == 0.0 {
                            self.hit.push(b);
                        }
                        self.best[b] = *ratio;
                    }
                }
            }
            for b in self.hit.drain(..) {
                if self.words[b] == 0.0 {
                    self.found.push(b);
                }
                self.words[b] += words * std::mem::take(&mut self.best[b]);
            }
        }
        self.found.sort_unstable();
        self.found.dedup();
        let mut pairs = Vec::with_capacity(self.found.len());
        for b in self.found.drain(..) {
            let text = self.kinds[b].text.iter();
            let told = text.map(|(class, words)| words * self.reach[*class]);
            let words = (std::mem::take(&mut self.words[b]), told.sum());
            let pair = Pair {
                words,
                ..Pair::default()
            };
            pairs.push((b, pair));
        }
        for (class, _) in &kind.text {
            for (other, _) in &near[*class] {
                self.reach[*other] = 0.0;
            }
        }
        pairs
    }

    /// Those that consist of the same heading and nothing else.
    fn heading_only(&self, a: usize) -> impl Iterator<Item = (usize, Pair)> {
        let (kind, tier) = (self.kinds[a], self.kinds[a].tier);
        let heading = kind.heading.filter(|_| kind.weight == 0.0);
        let known = heading.map_or(&[][..], |class| self.index.any(class, tier));
        let known = known.iter().map(|b| *b as usize);
        let alone = move |b: &usize| {
            let other = self.kinds[*b];
            *b < a && self.loose[*b] && other.weight == 0.0 && other.heading == heading
        };
        known.filter(alone).map(|b| {
            let pair = Pair {
                heading: true,
                ..Pair::default()
            };
            (b, pair)
        })
    }
}

fn near_any(a: Option<Class>, b: Option<Class>, paragraphs: &Paragraphs) -> bool {
    matches!((a, b), (Some(a), Some(b)) if paragraphs.are_near(a, b))
}

/// Whether two postings are one entry, and why.
fn same(a: &Kind, b: &Kind, pair: &Pair, generic: &BTreeSet<Class>) -> Option<Why> {
    let (short, words) = if a.weight <= b.weight {
        (a.weight, pair.words.0)
    } else {
        (b.weight, pair.words.1)
    };
    let told = if short > 0.0 { words / short } else { 0.0 };
    let special = |class: Option<Class>| class.is_some_and(|class| !generic.contains(&class));
    if a.native.is_some() && b.native.is_some() && a.native != b.native {
        return (told >= 0.95 && short >= LONG && pair.heading).then_some(Why::OtherId);
    }
    if short == 0.0 {
        return (pair.heading && special(a.heading)).then_some(Why::HeadingOnly);
    }
    if told >= TOLD_AGAIN {
        return Some(Why::ToldAgain(per_cent(told)));
    }
    if pair.heading && special(a.heading) && words >= SHARED_WORDS {
        return Some(Why::HeadingAndText);
    }
    if pair.card && words >= SHARED_WORDS {
        return Some(Why::CardAndText);
    }
    (told >= REWRITTEN && short >= LONG).then(|| Why::LongToldAgain(per_cent(told)))
}

fn join_by_id(kinds: &[&Kind], union: &mut Union) {
    let mut first: HashMap<&str, usize> = HashMap::default();
    for (p, kind) in kinds.iter().enumerate() {
        if let Some(id) = &kind.native {
            let known = *first.entry(id).or_insert(p);
            if known != p {
                union.join(known, p, Why::SameId);
            }
        }
    }
}

/// Headings that stand over entries with nothing in common, three or more of them, name a series.
fn generic_headings(kinds: &[&Kind]) -> BTreeSet<Class> {
    let headed = kinds.iter().filter_map(|kind| Some((kind.heading?, *kind)));
    let mut headed: Vec<(Class, &Kind)> = headed.collect();
    headed.sort_by_key(|(heading, _)| *heading);
    headed
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|kinds| is_series(kinds))
        .map(|kinds| kinds[0].0)
        .collect()
}

/// Whether three of these postings have nothing in common.
fn is_series(kinds: &[(Class, &Kind)]) -> bool {
    let shares = |a: &Kind, b: &Kind| {
        let mut classes = a.text.iter().map(|(class, _)| class);
        classes.any(|class| b.text.iter().any(|(other, _)| other == class))
    };
    let mut distinct: Vec<&Kind> = Vec::new();
    for (_, kind) in kinds.iter().filter(|(_, kind)| kind.weight > 0.0) {
        if !distinct.iter().any(|other| shares(other, kind)) {
            distinct.push(kind);
        }
        if distinct.len() == 3 {
            return true;
        }
    }
    false
}

/// Postings with less certain borders go to the entry of a more certain tier that holds most of their words.
/// They never join two such entries, however their own borders were drawn. Says which postings found none.
fn attach(
    tier: u8,
    kinds: &[&Kind],
    paragraphs: &Paragraphs,
    index: &Index,
    generic: &BTreeSet<Class>,
    union: &mut Union,
) -> Vec<bool> {
    if kinds.iter().all(|kind| kind.tier >= tier) {
        return vec![true; kinds.len()];
    }
    let mut loose = vec![false; kinds.len()];
    let mut joins = Vec::new();
    let mut votes = Votes::default();
    for (p, kind) in kinds
        .iter()
        .enumerate()
        .filter(|(_, kind)| kind.tier == tier)
    {
        votes.count(kind, paragraphs, index, union);
        let heading = |b: usize| {
            near_any(kind.heading, kinds[b].heading, paragraphs)
                && kind.heading.is_some_and(|class| !generic.contains(&class))
        };
        match votes.best() {
            Some((words, b))
                if belongs(words, kind, kinds[b]) || heading(b) && words >= SHARED_WORDS =>
            {
                let share = per_cent(words / kind.weight.max(1.0));
                joins.push((b, p, Why::Inferred(share)));
            }
            _ => loose[p] = true,
        }
    }
    for (b, p, why) in joins {
        union.join(b, p, why);
    }
    loose
}

/// How many words each more certain entry shares with a posting, with the posting of it that shares most.
#[derive(Default)]
struct Votes {
    /// The entry by the posting that represents it, the words, the posting.
    all: Vec<(usize, f32, usize)>,
    /// The same for one text: the entry, the ratio, the posting.
    hits: Vec<(usize, f32, usize)>,
}

impl Votes {
    fn count(&mut self, kind: &Kind, paragraphs: &Paragraphs, index: &Index, union: &Union) {
        self.all.clear();
        for (class, words) in &kind.text {
            self.hits.clear();
            for (near, ratio) in &paragraphs.near[*class] {
                let certain = (0..kind.tier).flat_map(|tier| index.any(*near, tier));
                let certain = certain.map(|b| *b as usize);
                let hits = certain.map(|b| (union.root(b), *ratio, b));
                self.hits.extend(hits);
            }
            // Of equally good ones the first counts.
            self.hits.sort_unstable_by(|a, b| {
                a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2))
            });
            for of_one in self.hits.chunk_by(|a, b| a.0 == b.0) {
                let (root, ratio, b) = of_one[0];
                match self.all.iter_mut().find(|known| known.0 == root) {
                    Some(known) => known.1 += words * ratio,
                    None => self.all.push((root, words * ratio, b)),
                }
            }
        }
    }

    /// The entry that shares most: how many words, and the posting of it.
    fn best(&self) -> Option<(f32, usize)> {
        let all = self.all.iter();
        let best = all.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        best.map(|(_, words, b)| (*words, *b))
    }
}

/// Whether a posting with so many words in common belongs to an entry.
fn belongs(words: f32, loose: &Kind, certain: &Kind) -> bool {
    let short = loose.weight.min(certain.weight).max(1.0);
    words >= SHARED_WORDS && (words / loose.weight.max(1.0) >= 0.5 || words / short >= TOLD_AGAIN)
}
