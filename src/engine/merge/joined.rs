//! Which kinds of postings are joined, kept from one merge to the next: only those are asked again that share something
//! with a kind that came, went or stands somewhere else first. The outcome is that of asking all.

use std::collections::BTreeSet;

use foldhash::HashMap;

use crate::engine::merge::cluster;
use crate::engine::merge::cluster::Pair;
use crate::engine::merge::cluster::Why;
use crate::engine::merge::fleeting;
use crate::engine::merge::fleeting::Fleeting;
use crate::engine::merge::hint::Spot;
use crate::engine::merge::index::Index;
use crate::engine::merge::once::Once;
use crate::engine::merge::para::Class;
use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::posting::Kind;
use crate::engine::merge::posting::TIERS;
use crate::engine::merge::rewritten::ByTime;
use crate::engine::merge::sharing::Room;
use crate::engine::merge::sharing::Votes;
use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::standing::At;
use crate::engine::merge::standing::Standing;
use crate::engine::merge::union::Sets;

/// In which order kinds stand first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order<'o> {
    /// For each kind where it stands first.
    first: &'o [At],
    /// For each sheet its place in canonical order.
    ranks: &'o [u32],
}

impl Order<'_> {
    /// The place of a kind among all that stand anywhere.
    pub(crate) fn at(&self, kind: u32) -> u64 {
        self.first[kind as usize].place(self.ranks)
    }

    /// Whether a kind stands anywhere.
    fn has(&self, kind: u32) -> bool {
        self.first[kind as usize] != At::NOWHERE
    }
}

/// Shorter headings stand above many entries.
const NAMES: usize = 3;

/// What is known of the texts that kinds have.
#[derive(Clone, Copy)]
pub(crate) struct Texts<'t> {
    pub(crate) paragraphs: &'t Paragraphs,
    /// For each class, whether it says nothing of which postings are one entry.
    pub(crate) background: &'t [bool],
    /// For each class, where it stands.
    pub(crate) own: &'t [Vec<Spot>],
    pub(crate) sheets: &'t [&'t Sheet],
}

/// What joining goes by.
pub(super) struct Ground<'g> {
    kinds: &'g [Kind],
    pub(super) order: Order<'g>,
    pub(super) index: &'g Index,
    pub(super) by_time: &'g ByTime,
    pub(super) paragraphs: &'g Paragraphs,
    background: &'g [bool],
    pub(super) own: &'g [Vec<Spot>],
    pub(super) sheets: &'g [&'g Sheet],
    generic: &'g BTreeSet<Class>,
    /// Whether the ids that the source gives say nothing.
    fleeting: bool,
}

impl<'g> Ground<'g> {
    pub(super) fn kind(&self, k: u32) -> &'g Kind {
        &self.kinds[k as usize]
    }

    /// Whether a class says which postings are one entry.
    pub(super) fn tells(&self, class: Class) -> bool {
        !self.background[class]
    }

    /// How many words of a kind's text say which entry it is.
    pub(super) fn weight(&self, kind: &Kind) -> f32 {
        let text = kind.text.iter().filter(|(class, _)| self.tells(*class));
        text.map(|(_, words)| words).sum()
    }

    /// Whether the source gives two kinds different ids, which say that they are two.
    pub(super) fn have_other_ids(&self, a: &Kind, b: &Kind) -> bool {
        let ids = a.native.as_deref().zip(b.native.as_deref());
        !self.fleeting && ids.is_some_and(|(a, b)| fleeting::are_two(a, b))
    }

    /// Whether a heading names one entry, so that two postings below it are one of which one tells nothing of its own: it is no
    /// word or two, and no page shows it twice.
    fn names_one(&self, heading: Class) -> bool {
        self.paragraphs.len(heading) >= NAMES && !self.is_shown_twice(heading)
    }

    /// Whether two kinds have the same heading, which names one entry, and one of them nothing else that tells which it is.
    pub(super) fn are_named(&self, a: &Kind, b: &Kind) -> bool {
        let bare = || self.weight(a) == 0.0 || self.weight(b) == 0.0;
        let apart = a.happened_apart(b);
        a.heading == b.heading && a.heading.is_some_and(|h| self.names_one(h)) && bare() && !apart
    }

    /// Whether two kinds are one entry only as long as no snapshot shows that they are two.
    fn hangs_on_pages(&self, (a, b): (u32, u32), why: Why) -> bool {
        let (a, b) = (self.kind(a), self.kind(b));
        if a.happened_apart(b) {
            return true;
        }
        match why {
            Why::LongToldAgain(_) | Why::HeadingAndBackground | Why::Rewritten => true,
            Why::ToldAgain(_) => {
                a.text != b.text && (self.are_parted(a, b) || self.may_hold_others(a, b))
            }
            _ => false,
        }
    }

    /// Whether one of two kinds is the other with a sentence more at the end of its last text, however short that is.
    fn ends_with_more(&self, a: &Kind, b: &Kind) -> bool {
        let (Some(((last, _), above)), Some(((other, _), above_other))) =
            (a.text.split_last(), b.text.split_last())
        else {
            return false;
        };
        let headings = a.heading.is_none() && b.heading.is_none()
            || cluster::near_any(a.heading, b.heading, self.paragraphs);
        let telling = above.iter().filter(|(class, _)| self.tells(*class));
        let words: f32 = telling.map(|(_, words)| words).sum();
        headings
            && above == above_other
            && words >= cluster::AGAIN
            && self.paragraphs.says_more(*last, *other)
    }

    /// Why two kinds of a tier are one entry, if they are.
    fn why(&self, (a, b): (&'g Kind, &'g Kind), pair: &Pair) -> Option<Why> {
        if pair.rewritten {
            return Some(Why::Rewritten);
        }
        let told = self.told(a, b, pair);
        told.or_else(|| self.are_rewritten(a, b).then_some(Why::Rewritten))
    }

    /// The same by what both tell.
    fn told(&self, a: &'g Kind, b: &'g Kind, pair: &Pair) -> Option<Why> {
        let apart = self.have_other_ids(a, b);
        let pair = Pair { apart, ..*pair };
        let why = cluster::same(
            (a, b),
            (self.weight(a), self.weight(b)),
            &pair,
            self.generic,
        );
        let weak = matches!(why, None | Some(Why::LongToldAgain(_)));
        if weak && self.ends_with_more(a, b) {
            let told_again = Why::ToldAgain(cluster::per_cent(1.0));
            return Some(if apart { Why::OtherId } else { told_again });
        }
        let why = why?;
        let side_by_side = || self.stand_side_by_side(a, b);
        let shown_as_two = match why {
            _ if self.happened_twice(a, b) => true,
            Why::LongToldAgain(_) if self.are_parted(a, b) => {
                self.stand_apart(a, b) || side_by_side()
            }
            Why::ToldAgain(_) if self.holds_others(a, b) => true,
            Why::ToldAgain(_) if self.are_parted(a, b) => side_by_side(),
            _ => false,
        };
        (!shown_as_two).then_some(why)
    }

    /// Whether a heading names one entry and no series.
    pub(super) fn names(&self, heading: Class) -> bool {
        !self.generic.contains(&heading) && self.names_one(heading)
    }

    /// The first kind of a more certain tier that a kind is by their heading.
    fn named(&self, kind: &'g Kind) -> Option<(u32, Why)> {
        let heading = kind.heading.filter(|h| !self.generic.contains(h))?;
        let certain = (0..kind.tier).flat_map(|tier| self.index.any(heading, tier).iter());
        let named = |b: &u32| self.are_named(kind, self.kind(*b));
        let rewritten = |b: &u32| self.are_rewritten(kind, self.kind(*b));
        let named = certain.clone().copied().find(named);
        let named = named.map(|b| (b, Why::HeadingAndBackground));
        named.or_else(|| Some((certain.copied().find(rewritten)?, Why::Rewritten)))
    }

    /// The kinds of a tier that find this kind where they look for a class.
    fn finding(&self, k: u32, tier: u8) -> impl Iterator<Item = u32> {
        let kind = self.kind(k);
        let told = move |class: &Class| self.index.tells(*class, kind.tier);
        let near = move |class: Class| self.paragraphs.told(class);
        let classes = kind.classes().filter(told).flat_map(near);
        classes.flat_map(move |(class, _)| self.index.all(class, tier).iter().copied())
    }
}

/// What was found of a kind.
#[derive(Debug, Clone, Default)]
struct Found {
    /// The more certain kind to whose entry it belongs, and why.
    attached: Option<(u32, Why)>,
    /// Whether there is none, so that it may be joined with others of its tier.
    loose: bool,
    /// The ones before it with which it is.
    pairs: Vec<(u32, Why)>,
    /// Why postings of this kind are one entry, if they are.
    again: Option<Why>,
}

impl Found {
    /// The kinds with which it is one entry.
    fn joins(&self) -> impl Iterator<Item = (u32, Why)> {
        self.attached.iter().chain(&self.pairs).copied()
    }
}

/// The last tier of those whose borders are stated.
pub(super) const STATED: u8 = 1;

/// The last of the sets.
const LAST: usize = TIERS as usize - 1;

/// Which kinds are joined.
#[derive(Debug, Default)]
pub(crate) struct Joined {
    /// For each kind where it stood first the last time.
    first: Vec<At>,
    index: Index,
    by_time: ByTime,
    /// Headings that stand over entries with nothing in common, three or more of them, name a series.
    generic: BTreeSet<Class>,
    /// The texts that were background the last time.
    background: BTreeSet<Class>,
    found: Vec<Found>,
    /// For each tier, the kinds that are one entry by their ids and by what was found of kinds up to that tier.
    sets: [Sets; TIERS as usize],
    /// Which kinds are others rewritten, as long as no snapshot shows both.
    rewritten: Vec<bool>,
    /// The numbers of the identities that sources give, and which kinds have one.
    ids: HashMap<String, u32>,
    id_of: Vec<Option<u32>>,
    /// The kinds that stand anywhere with each identity, in their order.
    of_id: Vec<Vec<u32>>,
    fleeting: Fleeting,
    /// The tier of each kind.
    tiers: Vec<u8>,
    room: Room,
}

impl Joined {
    /// All kinds that stand somewhere and have a class in their text.
    pub(crate) fn having(&self, class: Class) -> impl Iterator<Item = u32> {
        self.index.having(class)
    }

    /// How many kinds are known.
    pub(crate) fn kinds(&self) -> usize {
        self.found.len()
    }

    /// The kinds that are one entry with this one, itself first.
    pub(crate) fn set(&self, kind: u32) -> impl Iterator<Item = u32> {
        self.sets[LAST].all(kind)
    }

    /// With which kinds before it a kind is one entry, and why.
    pub(crate) fn joins(&self, kind: u32) -> impl Iterator<Item = (u32, Why)> {
        let first = self.id_of[kind as usize].and_then(|id| self.of_id[id as usize].first());
        let same_id = first.filter(|first| **first != kind);
        let same_id = same_id.map(|first| (*first, Why::SameId));
        same_id.into_iter().chain(self.found[kind as usize].joins())
    }

    /// What represents the kinds that are one entry with this one.
    pub(crate) fn root(&self, kind: u32) -> u32 {
        self.sets[LAST].root(kind)
    }

    /// Why postings of a kind are one entry, if they are.
    pub(crate) fn again(&self, kind: u32) -> Option<Why> {
        self.found[kind as usize].again
    }

    /// Joins the kinds of postings that are one entry; `moved` are those of which postings came or went, `relinked` the
    /// classes that are near others than before, and `shown` those that new sheets show. Returns all kinds
    /// that may be one entry with others than before, or for other reasons.
    pub(crate) fn update(
        &mut self,
        (kinds, standing, ranks): (&[Kind], &Standing, &[u32]),
        moved: &[u32],
        (relinked, shown): (&BTreeSet<Class>, &mut dyn Iterator<Item = Class>),
        texts: Texts<'_>,
    ) -> Vec<u32> {
        self.make_room(kinds, texts.paragraphs);
        let differs = |k: &u32| self.first[*k as usize] != standing.first(*k);
        let mut differ: Vec<u32> = moved.iter().copied().filter(differs).collect();
        let mut again = Once::below(kinds.len());
        self.move_kinds(
            &differ,
            (kinds, standing, ranks),
            relinked,
            texts,
            &mut again,
        );
        self.ask_rewritten(shown, &mut again);
        let ids = (&self.id_of[..], &self.of_id[..]);
        if self.fleeting.update(moved, (kinds, standing), ids) {
            let under_ids = self.of_id.iter().flatten();
            under_ids.for_each(|k| again.add(*k));
        }
        let Self {
            first,
            index,
            by_time,
            generic,
            found,
            sets,
            rewritten,
            id_of,
            of_id,
            fleeting,
            tiers,
            room,
            ..
        } = self;
        let order = Order { first, ranks };
        let ground = Ground {
            kinds,
            order,
            index,
            by_time,
            paragraphs: texts.paragraphs,
            background: texts.background,
            own: texts.own,
            sheets: texts.sheets,
            generic,
            fleeting: fleeting.holds(),
        };
        for k in again.all() {
            let now = cluster::told_alike(ground.kind(*k), generic);
            if std::mem::replace(&mut found[*k as usize].again, now) != now {
                differ.push(*k);
            }
        }
        let mut stood = Once::below(kinds.len());
        differ.iter().for_each(|k| stood.add(*k));
        let mut regrouped: Vec<(u32, u32)> = Vec::new();
        for tier in 0..TIERS {
            let mut asking = Once::below(kinds.len());
            let of_tier = |k: &&u32| tiers[**k as usize] == tier;
            let asked = again.all().iter().filter(of_tier);
            asked.for_each(|k| asking.add(*k));
            // The most certain ones have nothing above them to be given to.
            let above = usize::from(tier.saturating_sub(1));
            for (k, before) in regrouped {
                let root = sets[above].root(k);
                if order.has(k) && tiers[k as usize] < tier && (root != before || stood.has(root)) {
                    ground.finding(k, tier).for_each(|p| asking.add(p));
                }
            }
            attach(
                tier,
                &ground,
                &mut asking,
                (found, &mut differ),
                &sets[above],
            );
            compare(&ground, &asking, (found, &mut differ), room);
            for k in asking.all() {
                let found = &found[*k as usize];
                let mut joins = found.attached.iter().chain(&found.pairs);
                let hangs = |(b, why): &(u32, Why)| ground.hangs_on_pages((*k, *b), *why);
                rewritten[*k as usize] = joins.any(hangs);
            }
            let joins = |k: u32| {
                let id = id_of[k as usize].filter(|_| order.has(k));
                let first = id.and_then(|id| of_id[id as usize].first().copied());
                let found = Some(&found[k as usize]).filter(|_| order.has(k));
                let found = found.filter(|_| tiers[k as usize] <= tier);
                let found = found.into_iter().flat_map(Found::joins);
                first.into_iter().chain(found.map(|(b, _)| b))
            };
            regrouped = sets[usize::from(tier)].update(&differ, order, joins);
        }
        regrouped.into_iter().map(|(k, _)| k).collect()
    }

    /// Those that are one another rewritten are asked again where a new page shows any of their texts: it may show both.
    fn ask_rewritten(&self, shown: &mut dyn Iterator<Item = Class>, again: &mut Once<u32>) {
        for class in shown {
            let having = (0..TIERS).flat_map(|tier| self.index.all(class, tier));
            let rewritten = having.filter(|k| self.rewritten[**k as usize]);
            rewritten.for_each(|k| again.add(*k));
        }
    }

    fn make_room(&mut self, kinds: &[Kind], paragraphs: &Paragraphs) {
        self.index.make_room(paragraphs.count());
        self.first.resize(kinds.len(), At::NOWHERE);
        self.found.resize(kinds.len(), Found::default());
        self.rewritten.resize(kinds.len(), false);
        for sets in &mut self.sets {
            sets.make_room(kinds.len());
        }
        for kind in &kinds[self.id_of.len()..] {
            let next = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
            let id = kind.native.as_ref();
            let id = id.map(|id| *self.ids.entry(id.clone()).or_insert(next));
            self.id_of.push(id);
            self.tiers.push(kind.tier);
        }
        self.of_id.resize(self.ids.len(), Vec::new());
        self.room.make(paragraphs.count(), kinds.len());
    }

    /// Takes in where kinds stand now. Those are to be asked again that share something with one that changed, so that it
    /// may be told more or less of them than before.
    fn move_kinds(
        &mut self,
        changed: &[u32],
        (kinds, standing, ranks): (&[Kind], &Standing, &[u32]),
        relinked: &BTreeSet<Class>,
        texts: Texts<'_>,
        again: &mut Once<u32>,
    ) {
        let mut touched: Vec<Class> = Vec::new();
        let mut headings = BTreeSet::new();
        for k in changed {
            if std::mem::replace(&mut self.first[*k as usize], standing.first(*k)) != At::NOWHERE {
                self.index.remove(*k, &kinds[*k as usize], &mut touched);
                let at_once = self.by_time.put(*k, &kinds[*k as usize], false);
                at_once.iter().for_each(|k| again.add(*k));
                if let Some(id) = self.id_of[*k as usize] {
                    self.of_id[id as usize].retain(|known| known != k);
                }
            }
            headings.extend(kinds[*k as usize].heading);
        }
        let order = Order {
            first: &self.first,
            ranks,
        };
        let mut come: Vec<u32> = changed.iter().copied().filter(|k| order.has(*k)).collect();
        come.sort_unstable_by_key(|k| order.at(*k));
        for k in &come {
            self.index
                .insert(*k, &kinds[*k as usize], order, &mut touched);
            if let Some(id) = self.id_of[*k as usize] {
                let of_id = &mut self.of_id[id as usize];
                of_id.insert(
                    of_id.partition_point(|known| order.at(*known) < order.at(*k)),
                    *k,
                );
            }
            let at_once = self.by_time.put(*k, &kinds[*k as usize], true);
            at_once.iter().for_each(|k| again.add(*k));
            again.add(*k);
        }
        // Where a text became background, what else its entries tell weighs more, also for those that share only that.
        let became = |class: &&Class| texts.background[**class] && self.background.insert(**class);
        let mut sharing: BTreeSet<u32> = BTreeSet::new();
        for class in relinked.iter().filter(became) {
            sharing.extend((0..TIERS).flat_map(|tier| self.index.all(*class, tier)));
        }
        touched.extend(
            sharing
                .into_iter()
                .flat_map(|k| kinds[k as usize].classes()),
        );
        touched.extend(relinked);
        touched.sort_unstable();
        touched.dedup();
        let told = |class: &Class| texts.paragraphs.told(*class).map(|told| told.0);
        let mut near: Vec<Class> = touched.iter().flat_map(told).collect();
        near.sort_unstable();
        near.dedup();
        for class in near {
            for tier in 0..TIERS {
                let having = self.index.all(class, tier).iter();
                having.for_each(|k| again.add(*k));
            }
        }
        // Where a text became background, what stands under the same heading may be the same.
        for class in relinked {
            for tier in 0..TIERS {
                let having = self.index.all(*class, tier).iter();
                headings.extend(having.filter_map(|k| kinds[*k as usize].heading));
            }
        }
        for heading in headings {
            let under = |k: &&u32| kinds[**k as usize].heading == Some(heading);
            let mut under: Vec<u32> = (0..TIERS)
                .flat_map(|tier| self.index.all(heading, tier).iter().filter(under))
                .copied()
                .collect();
            under.sort_unstable_by_key(|k| order.at(*k));
            let series = cluster::is_series(under.iter().map(|k| &kinds[*k as usize]));
            match series {
                true => self.generic.insert(heading),
                false => self.generic.remove(&heading),
            };
            under.iter().for_each(|k| again.add(*k));
        }
    }
}

/// Kinds with less certain borders go to the entry of a more certain tier that holds most of their words.
/// They never join two such entries, however their own borders were drawn. Where one goes elsewhere than before,
/// those that share something with it are to be asked, too.
fn attach(
    tier: u8,
    ground: &Ground<'_>,
    asking: &mut Once<u32>,
    (found, differ): (&mut [Found], &mut Vec<u32>),
    certain: &Sets,
) {
    let mut votes = Votes::default();
    for p in asking.all().to_vec() {
        let kind = ground.kind(p);
        let weight = ground.weight(kind);
        votes.count(kind, ground, certain);
        let heading = |b: &Kind| {
            cluster::near_any(kind.heading, b.heading, ground.paragraphs)
                && kind
                    .heading
                    .is_some_and(|class| !ground.generic.contains(&class))
        };
        let best = votes.best().filter(|(words, b)| {
            let b = ground.kind(*b);
            cluster::belongs(*words, (kind, b), (weight, ground.weight(b)))
                || ground.ends_with_more(kind, b)
                || heading(b) && *words >= cluster::SHARED_WORDS
        });
        let why = |words: f32| Why::Inferred(cluster::per_cent(words / weight.max(1.0)));
        let named = || ground.named(kind);
        let mine = &mut found[p as usize];
        let attached = best.map(|(words, b)| (b, why(words))).or_else(named);
        if std::mem::replace(&mut mine.attached, attached) != attached {
            differ.push(p);
        }
        if std::mem::replace(&mut mine.loose, mine.attached.is_none()) != mine.loose {
            ground.finding(p, tier).for_each(|k| asking.add(k));
        }
    }
}

/// Finds the kinds of the same tier before each with which it is one entry.
fn compare(
    ground: &Ground<'_>,
    asking: &Once<u32>,
    (found, differ): (&mut [Found], &mut Vec<u32>),
    room: &mut Room,
) {
    for a in asking.all().iter().copied() {
        let mut pairs = Vec::new();
        if found[a as usize].loose {
            let loose = |b: u32| found[b as usize].loose;
            let kind = ground.kind(a);
            for (b, pair) in room.with(a, ground, &loose) {
                let why = ground.why((kind, ground.kind(b)), &pair);
                pairs.extend(why.map(|why| (b, why)));
            }
        }
        if found[a as usize].pairs != pairs {
            found[a as usize].pairs = pairs;
            differ.push(a);
        }
    }
}
