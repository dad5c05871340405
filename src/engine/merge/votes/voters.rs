//! Which sheets vote on which text.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

use foldhash::HashMap;

use crate::engine::merge::hint::Spot;
use crate::engine::merge::hint::first_run;
use crate::engine::merge::hint::in_sheet;
use crate::engine::merge::para::Class;
use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::votes::Room;

/// So many sheets vote on a text, the first ones in canonical order. More would hardly change anything, as hints have
/// limits; but every further snapshot would have to ask all others again.
pub(super) const VOTERS: usize = 64;

/// Places, sheet by sheet from top to bottom.
#[derive(Debug, Clone)]
pub(super) enum Spots<'v> {
    /// Those of one class.
    Own(&'v [Spot]),
    /// Those of several, or some of those of one.
    Some(Arc<[Spot]>),
}

impl Deref for Spots<'_> {
    type Target = [Spot];

    fn deref(&self) -> &[Spot] {
        match self {
            Self::Own(spots) => spots,
            Self::Some(spots) => spots,
        }
    }
}

/// The places of a class and of those near it in sheets that vote on it.
#[derive(Debug, Clone)]
pub(super) struct Voting<'v> {
    pub(super) spots: Spots<'v>,
    /// Whether these are all places that there are.
    pub(super) all: bool,
}

/// Which sheets vote on which text.
pub(crate) struct Voters<'v> {
    /// For each class the places of it alone, sheet by sheet from top to bottom.
    pub(super) own: &'v [Vec<Spot>],
    /// For each sheet its place in canonical order.
    ranks: &'v [u32],
    pub(super) paragraphs: &'v Paragraphs,
    /// Those that were found and took some looking.
    found: HashMap<Class, Voting<'v>>,
    often: &'v mut Often,
    pub(super) room: Room<'v>,
}

/// The places that vote on texts which more sheets show than vote: they are the same as long as the sheets that come are
/// newer than all others.
#[derive(Debug, Default)]
pub(crate) struct Often(HashMap<Class, Arc<[Spot]>>);

impl Often {
    /// Takes in that the places from a sheet on came, which have these places in canonical order, and that these classes
    /// have other links.
    pub(crate) fn forget(&mut self, ranks: &[u32], fresh: usize, relinked: &BTreeSet<Class>) {
        let come = ranks.get(fresh..).unwrap_or_default();
        if come.iter().any(|rank| (*rank as usize) < fresh) {
            self.0.clear();
        }
        for class in relinked {
            self.0.remove(class);
        }
    }
}

impl<'v> Voters<'v> {
    pub(crate) fn new(
        own: &'v [Vec<Spot>],
        ranks: &'v [u32],
        paragraphs: &'v Paragraphs,
        often: &'v mut Often,
    ) -> Self {
        Self {
            own,
            ranks,
            paragraphs,
            found: HashMap::default(),
            often,
            room: Room::default(),
        }
    }

    /// The places of a class and of those near it, class by class.
    fn lists(&self, class: Class) -> impl Iterator<Item = &'v [Spot]> + use<'v> {
        let own = self.own;
        let near = self.paragraphs.near(class);
        near.map(|(near, _)| own[near].as_slice())
    }

    /// Whether there are so few places of a class and of those near it that they all vote.
    pub(super) fn are_few(&self, class: Class) -> bool {
        let mut room = Some(VOTERS);
        self.lists(class).all(|list| {
            room = room.and_then(|room| room.checked_sub(list.len()));
            room.is_some()
        })
    }

    /// Whether a sheet shows a class or one near it.
    pub(super) fn shows(&self, class: Class, sheet: usize) -> bool {
        self.lists(class)
            .any(|list| !in_sheet(list, sheet).is_empty())
    }

    /// Whether no other class is near one.
    pub(super) fn is_alone(&self, class: Class) -> bool {
        self.paragraphs.is_alone(class)
    }

    /// The places of a class and of those near it in a sheet, from top to bottom.
    pub(super) fn shown(&self, class: Class, sheet: usize) -> Cow<'v, [Spot]> {
        if self.is_alone(class) {
            return Cow::Borrowed(in_sheet(&self.own[class], sheet));
        }
        let lists = self.lists(class);
        let mut shown: Vec<Spot> = Vec::new();
        lists.for_each(|list| shown.extend_from_slice(in_sheet(list, sheet)));
        shown.sort_unstable_by_key(|spot| spot.place());
        Cow::Owned(shown)
    }

    pub(super) fn voting(&mut self, class: Class) -> Voting<'v> {
        if self.is_alone(class) && self.own[class].len() <= VOTERS {
            return Voting {
                spots: Spots::Own(&self.own[class]),
                all: true,
            };
        }
        if let Some(known) = self.found.get(&class) {
            return known.clone();
        }
        let often = self.often.0.get(&class).map(|spots| Voting {
            spots: Spots::Some(Arc::clone(spots)),
            all: false,
        });
        let found = often.unwrap_or_else(|| self.find(class));
        if let (Spots::Some(spots), false) = (&found.spots, found.all) {
            self.often.0.insert(class, Arc::clone(spots));
        }
        self.found.insert(class, found.clone());
        found
    }

    fn find(&self, class: Class) -> Voting<'v> {
        let rank = |of_one: &[Spot]| self.ranks[of_one[0].sheet as usize];
        let mut ranks: Vec<u32> = match self.are_few(class) {
            true => Vec::new(),
            false => self.lists(class).flat_map(runs).map(rank).collect(),
        };
        ranks.sort_unstable();
        ranks.dedup();
        let last = ranks.get(VOTERS).map(|_| ranks[VOTERS - 1]);
        let mut spots: Vec<Spot> = Vec::new();
        let lists = self.lists(class);
        match last {
            None => lists.for_each(|list| spots.extend_from_slice(list)),
            Some(last) => lists
                .flat_map(runs)
                .filter(|of_one| rank(of_one) <= last)
                .for_each(|of_one| spots.extend_from_slice(of_one)),
        }
        // Places of one class are in order already.
        spots.sort_by_key(|spot| spot.place());
        Voting {
            spots: Spots::Some(spots.into()),
            all: last.is_none(),
        }
    }
}

/// A slice for each sheet, found by looking for its end: sheets may have very many places of one class.
fn runs(list: &[Spot]) -> impl Iterator<Item = &[Spot]> {
    let mut rest = list;
    std::iter::from_fn(move || {
        let sheet = rest.first()?.sheet;
        let run = first_run(rest, |spot| spot.sheet == sheet);
        rest = &rest[run.len()..];
        Some(run)
    })
}
