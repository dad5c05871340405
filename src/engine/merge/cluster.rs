//! Identity: which postings are the same entry.
//! Source ids decide where there are any; else text told again, or a shared heading with a shared paragraph.
//! A background paragraph that two entries share joins nothing, nor does one that very many postings have.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt;

use foldhash::HashMap;

use crate::engine::merge::para::Class;
use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::posting::Index;
use crate::engine::merge::posting::Kind;
use crate::engine::merge::posting::TIERS;

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
    pub(crate) groups: Vec<Vec<usize>>,
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
        for (a, b, pair) in pairs(kinds, paragraphs, &index, tier) {
            if loose[a]
                && loose[b]
                && let Some(why) = same(kinds[a], kinds[b], &pair, &generic)
            {
                union.join(a, b, why);
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

/// Every pair of postings of one tier that share anything.
fn pairs(
    kinds: &[&Kind],
    paragraphs: &Paragraphs,
    index: &Index,
    tier: u8,
) -> Vec<(usize, usize, Pair)> {
    let mut out = Vec::new();
    let mut sharing = Sharing::new(kinds.len(), paragraphs);
    for (a, kind) in kinds
        .iter()
        .enumerate()
        .filter(|(_, kind)| kind.tier == tier)
    {
        let others = sharing.with(a, kinds, index, tier);
        out.extend(others.into_iter().map(|(b, words)| {
            let other = kinds[b];
            let card = other.cards.iter().any(|x| {
                let near = |y: &Class| near_any(Some(*x), Some(*y), paragraphs);
                kind.cards.iter().any(near)
            });
            let heading = near_any(other.heading, kind.heading, paragraphs);
            let pair = Pair {
                words,
                heading,
                card,
            };
            (a, b, pair)
        }));
        out.extend(heading_only(a, tier, kinds, index).map(|b| {
            let heading = Pair {
                heading: true,
                ..Pair::default()
            };
            (a, b, heading)
        }));
    }
    out
}

/// Finds the postings that share text with one, with room that is used again for the next one.
struct Sharing<'p> {
    paragraphs: &'p Paragraphs,
    /// For each class, how like it is to any text of the posting at hand.
    reach: Vec<f32>,
    /// For each posting, how like its best text is to the one at hand.
    best: Vec<f32>,
    /// For each posting, how many words of the posting at hand it has.
    words: Vec<f32>,
}

impl<'p> Sharing<'p> {
    fn new(kinds: usize, paragraphs: &'p Paragraphs) -> Self {
        Self {
            paragraphs,
            reach: vec![0.0; paragraphs.count()],
            best: vec![0.0; kinds],
            words: vec![0.0; kinds],
        }
    }

    /// The postings before `a` of its tier that share text with it, and how many words of each the other has, too.
    fn with(
        &mut self,
        a: usize,
        kinds: &[&Kind],
        index: &Index,
        tier: u8,
    ) -> Vec<(usize, (f32, f32))> {
        let near = &self.paragraphs.near;
        let mut found = Vec::new();
        for (class, words) in &kinds[a].text {
            let mut hit = Vec::new();
            for (other, ratio) in &near[*class] {
                self.reach[*other] = self.reach[*other].max(*ratio);
                let known = index.text(*other, tier).iter().map(|b| *b as usize);
                for b in known.take_while(|b| *b < a) {
                    if *ratio > self.best[b] {
                        if self.best[b] == 0.0 {
                            hit.push(b);
                        }
                        self.best[b] = *ratio;
                    }
                }
            }
            for b in hit {
                if self.words[b] == 0.0 {
                    found.push(b);
                }
                self.words[b] += words * std::mem::take(&mut self.best[b]);
            }
        }
        found.sort_unstable();
        found.dedup();
        let told = |b: usize| -> f32 {
            let text = &kinds[b].text;
            text.iter()
                .map(|(class, words)| words * self.reach[*class])
                .sum()
        };
        let out = found
            .into_iter()
            .map(|b| (b, (std::mem::take(&mut self.words[b]), told(b))));
        let out = out.collect();
        for (class, _) in &kinds[a].text {
            for (other, _) in &near[*class] {
                self.reach[*other] = 0.0;
            }
        }
        out
    }
}

/// Postings that consist of the same heading and nothing else.
fn heading_only<'a>(
    a: usize,
    tier: u8,
    kinds: &'a [&'a Kind],
    index: &'a Index,
) -> impl Iterator<Item = usize> + 'a {
    let heading = kinds[a].heading.filter(|_| kinds[a].weight == 0.0);
    heading
        .into_iter()
        .flat_map(move |class| index.any(class, tier).iter().map(|b| *b as usize))
        .filter(move |b| *b < a && kinds[*b].weight == 0.0 && kinds[*b].heading == heading)
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
    let mut over: HashMap<Class, Vec<&Kind>> = HashMap::default();
    for kind in kinds {
        if let Some(heading) = kind.heading {
            over.entry(heading).or_default().push(kind);
        }
    }
    over.into_iter()
        .filter(|(_, kinds)| is_series(kinds))
        .map(|(heading, _)| heading)
        .collect()
}

/// Whether three of these postings have nothing in common.
fn is_series(kinds: &[&Kind]) -> bool {
    let shares = |a: &Kind, b: &Kind| {
        let mut classes = a.text.iter().map(|(class, _)| class);
        classes.any(|class| b.text.iter().any(|(other, _)| other == class))
    };
    let mut distinct: Vec<&Kind> = Vec::new();
    for kind in kinds.iter().filter(|kind| kind.weight > 0.0) {
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
    for (p, kind) in kinds
        .iter()
        .enumerate()
        .filter(|(_, kind)| kind.tier == tier)
    {
        let votes = votes(kind, tier, paragraphs, index, union);
        let best = votes
            .into_iter()
            .max_by(|a, b| a.1.0.total_cmp(&b.1.0).then(b.0.cmp(&a.0)));
        let heading = |b: usize| {
            near_any(kind.heading, kinds[b].heading, paragraphs)
                && kind.heading.is_some_and(|class| !generic.contains(&class))
        };
        match best {
            Some((_, (words, b)))
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
fn votes(
    kind: &Kind,
    tier: u8,
    paragraphs: &Paragraphs,
    index: &Index,
    union: &Union,
) -> BTreeMap<usize, (f32, usize)> {
    let mut votes: BTreeMap<usize, (f32, usize)> = BTreeMap::new();
    let mut hits: Vec<(usize, f32, usize)> = Vec::new();
    for (class, words) in &kind.text {
        hits.clear();
        for (near, ratio) in &paragraphs.near[*class] {
            let certain = (0..tier).flat_map(|tier| index.any(*near, tier));
            let certain = certain.map(|b| *b as usize);
            hits.extend(certain.map(|b| (union.root(b), *ratio, b)));
        }
        // Of equally good ones the first counts.
        hits.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
        for of_one in hits.chunk_by(|a, b| a.0 == b.0) {
            let (root, ratio, b) = of_one[0];
            votes.entry(root).or_insert((0.0, b)).0 += words * ratio;
        }
    }
    votes
}

/// Whether a posting with so many words in common belongs to an entry.
fn belongs(words: f32, loose: &Kind, certain: &Kind) -> bool {
    let short = loose.weight.min(certain.weight).max(1.0);
    words >= SHARED_WORDS && (words / loose.weight.max(1.0) >= 0.5 || words / short >= TOLD_AGAIN)
}

/// Disjoint sets of postings. The smallest posting of a set represents it, so the result does not depend on the order of joins.
struct Union {
    parent: Vec<usize>,
    why: Vec<Join>,
}

impl Union {
    fn new(len: usize) -> Self {
        Self {
            parent: (0..len).collect(),
            why: Vec::new(),
        }
    }

    /// Lets every posting name its representative directly.
    fn flatten(&mut self) {
        for p in 0..self.parent.len() {
            self.parent[p] = self.parent[self.parent[p]];
        }
    }

    fn root(&self, mut at: usize) -> usize {
        while self.parent[at] != at {
            at = self.parent[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize, why: Why) {
        self.why.push(Join {
            a: a.min(b),
            b: a.max(b),
            why,
        });
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b)] = a.min(b);
    }

    /// The groups of postings; `of` is the kind of each, `again` says why postings of a kind are one entry.
    fn clusters(mut self, of: &[usize], again: &[Option<Why>]) -> Clusters {
        self.flatten();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut group_of_root: HashMap<usize, usize> = HashMap::default();
        // The first and the last posting of each kind.
        let mut ends: Vec<Option<(usize, usize)>> = vec![None; again.len()];
        let mut group_of = Vec::with_capacity(of.len());
        for (p, kind) in of.iter().enumerate() {
            let mut begin = || {
                groups.push(Vec::new());
                groups.len() - 1
            };
            let group = match &mut ends[*kind] {
                Some(_) if again[*kind].is_none() => begin(),
                Some(ends) => {
                    ends.1 = p;
                    group_of[ends.0]
                }
                none => {
                    *none = Some((p, p));
                    *group_of_root
                        .entry(self.parent[*kind])
                        .or_insert_with(begin)
                }
            };
            groups[group].push(p);
            group_of.push(group);
        }
        let mut why = vec![Vec::new(); groups.len()];
        for ((a, b), again) in ends.iter().flatten().zip(again) {
            if let Some(again) = again.filter(|_| a != b) {
                why[group_of[*a]].push(Join {
                    a: *a,
                    b: *b,
                    why: again,
                });
            }
        }
        for join in self.why {
            if let (Some((a, _)), Some((b, _))) = (ends[join.a], ends[join.b]) {
                why[group_of[a]].push(Join { a, b, ..join });
            }
        }
        for joins in &mut why {
            joins.sort_unstable();
            joins.dedup();
        }
        Clusters {
            of: group_of,
            groups,
            why,
        }
    }
}
