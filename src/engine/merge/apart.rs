//! What snapshots show as two entries is not one, however much two postings have in common.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use foldhash::HashSet;

use crate::engine::merge::cluster;
use crate::engine::merge::hint::Spot;
use crate::engine::merge::joined::Ground;
use crate::engine::merge::joined::STATED;
use crate::engine::merge::para::Class;
use crate::engine::merge::posting::Kind;

impl<'g> Ground<'g> {
    /// Whether two kinds are entries of their own wherever one page shows both: their borders are stated, or their headings differ.
    pub(super) fn are_parted(&self, a: &Kind, b: &Kind) -> bool {
        let headings = a.heading.is_some() && b.heading.is_some();
        let differ = headings && !cluster::near_any(a.heading, b.heading, self.paragraphs);
        differ || a.tier <= STATED
    }

    /// Whether some snapshot shows what only the one of two kinds has beside what only the other has, so that neither is the other
    /// rewritten.
    pub(super) fn stand_apart(&self, a: &Kind, b: &Kind) -> bool {
        let sheets: HashSet<u32> = self.shown_without(a, b).collect();
        self.shown_without(b, a)
            .any(|sheet| sheets.contains(&sheet))
    }

    /// Whether some snapshot tells two kinds beside each other in words that are near throughout, and nowhere the same: reports of
    /// one pattern ("Corner on the left.", "Corner on the right.") are two.
    pub(super) fn stand_side_by_side(&self, a: &'g Kind, b: &'g Kind) -> bool {
        let has = |kind: &Kind, class: Class| kind.text.iter().any(|(other, _)| *other == class);
        if a.text.iter().any(|(class, _)| has(b, *class)) {
            return false;
        }
        // What goes on where the other ends is that one told again.
        let goes_on = |class: Class| {
            let mut others = b.text.iter();
            others.any(|(other, _)| self.paragraphs.goes_on(class, *other))
        };
        if a.text.iter().any(|(class, _)| goes_on(*class)) {
            return false;
        }
        // What a summary says of an entry is no other entry beside it.
        let in_entry = |spot: &&Spot| self.sheets[spot.sheet as usize].said_in_entry(spot.row);
        let shown = |kind: &'g Kind| {
            let spots = kind.text.iter().flat_map(|(class, _)| &self.own[*class]);
            spots.filter(in_entry).map(|spot| spot.sheet)
        };
        let sheets: HashSet<u32> = shown(a).collect();
        shown(b).any(|sheet| sheets.contains(&sheet))
    }

    /// Whether two kinds of a few words are told of other moments, which one page tells in these words more than once: what happened
    /// twice is two entries.
    pub(super) fn happened_twice(&self, a: &Kind, b: &Kind) -> bool {
        let told = a.text.first().map(|(class, _)| *class).or(a.heading);
        a.happened_apart(b) && told.is_some_and(|class| self.is_shown_twice(class))
    }

    /// Whether a page shows a text twice.
    pub(super) fn is_shown_twice(&self, class: Class) -> bool {
        let twice = |pair: &[Spot]| pair[0].sheet == pair[1].sheet;
        self.own[class].windows(2).any(twice)
    }

    /// The sheets that show a text of one kind that the other has not.
    fn shown_without(&self, one: &'g Kind, other: &Kind) -> impl Iterator<Item = u32> {
        let mut known: Vec<Class> = other.text.iter().map(|(class, _)| *class).collect();
        known.sort_unstable();
        let has = move |class: Class| {
            let mut told = self.paragraphs.told(class);
            told.any(|(told, _)| known.binary_search(&told).is_ok())
        };
        let text = one.text.iter().map(|(class, _)| *class);
        let only = text.filter(move |class| !has(*class));
        only.flat_map(|class| self.own[class].iter().map(|spot| spot.sheet))
    }

    /// Whether the longer of two kinds has as much that the shorter one has not as it has in common with it.
    pub(super) fn may_hold_others(&self, a: &Kind, b: &Kind) -> bool {
        let (a, b) = (self.weight(a), self.weight(b));
        a.min(b) * 2.0 <= a.max(b)
    }

    /// Whether most of what the longer of two kinds tells besides the shorter one stands in other entries on a page that shows both
    /// and states its borders: then it is a recap, or its page lost what parts them.
    pub(super) fn holds_others(&self, a: &Kind, b: &Kind) -> bool {
        if !self.may_hold_others(a, b) {
            return false;
        }
        let (short, long) = if self.weight(a) <= self.weight(b) {
            (a, b)
        } else {
            (b, a)
        };
        let mut here: BTreeSet<(u32, u32)> = BTreeSet::new();
        let mut told: HashSet<Class> = HashSet::default();
        for (class, _) in &short.text {
            here.extend(self.postings(*class));
            told.extend(self.paragraphs.told(*class).map(|(class, _)| class));
        }
        let (mut rest, mut elsewhere) = (0.0, BTreeMap::new());
        for (class, words) in &long.text {
            if told.contains(class) || !self.tells(*class) {
                continue;
            }
            rest += words;
            let postings = self.postings(*class).filter(|at| !here.contains(at));
            let postings = postings.filter(|at| self.is_between(*at));
            let sheets: BTreeSet<u32> = postings.map(|(sheet, _)| sheet).collect();
            for sheet in sheets {
                *elsewhere.entry(sheet).or_insert(0.0) += words;
            }
        }
        let beside = |sheet: u32| here.range((sheet, 0)..=(sheet, u32::MAX)).next().is_some();
        let mut elsewhere = elsewhere.into_iter();
        elsewhere.any(|(sheet, words)| words * 2.0 > rest && beside(sheet))
    }

    /// Whether entries stand above and below a posting: what stands at the ends of a page may be no entry's.
    fn is_between(&self, (sheet, posting): (u32, u32)) -> bool {
        let last = self.sheets[sheet as usize].briefs().len();
        posting > 1 && (posting as usize) < last
    }

    /// The postings in which pages that state their borders show a text, or a near one: each by its sheet and its number.
    fn postings(&self, class: Class) -> impl Iterator<Item = (u32, u32)> {
        let near = self.paragraphs.near(class);
        let spots = near.flat_map(|(near, _)| &self.own[near]);
        let stating = spots.filter(|spot| self.sheets[spot.sheet as usize].states_borders());
        stating.filter_map(|spot| {
            let taken = self.sheets[spot.sheet as usize].taken();
            let posting = taken.get(spot.row())?.posting?;
            Some((spot.sheet, posting.get()))
        })
    }
}
