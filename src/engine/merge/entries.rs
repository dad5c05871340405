//! The entries, by numbers that they keep from one merge to the next.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use foldhash::HashSet;

use crate::engine::merge::joined::Joined;
use crate::engine::merge::standing::At;
use crate::engine::merge::standing::Standing;

/// The number of no entry.
pub(crate) const NONE: u32 = u32::MAX;

/// What has a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// Nothing any more.
    Nothing,
    /// The postings of the kinds that this one represents.
    Kinds(u32),
    /// One posting of this kind: those of its kind are not one entry.
    Alone(u32, At),
}

/// All entries.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    all: Vec<What>,
    /// Numbers of nothing.
    free: Vec<u32>,
    /// For each kind the entry of its first posting.
    of_kind: Vec<u32>,
    /// The entries of single postings, by the kind and the posting.
    alone: BTreeMap<(u32, At), u32>,
}

/// What became of the entries.
#[derive(Debug, Default)]
pub(crate) struct Renumbered {
    /// Those that came or went, or of which postings or reasons did.
    pub(crate) changed: BTreeSet<u32>,
    /// The sheets of which postings have other numbers.
    pub(crate) sheets: BTreeSet<u32>,
}

impl Entries {
    /// How many numbers there are, those of nothing included.
    pub(crate) fn numbers(&self) -> usize {
        self.all.len()
    }

    /// How many entries there are.
    pub(crate) fn count(&self) -> usize {
        self.all.len() - self.free.len()
    }

    /// Whether there is an entry with a number.
    pub(crate) fn has(&self, entry: u32) -> bool {
        self.all[entry as usize] != What::Nothing
    }

    /// The entry of the first posting of a kind.
    pub(crate) fn of_kind(&self, kind: u32) -> u32 {
        self.of_kind[kind as usize]
    }

    /// The entry of a posting of a kind.
    pub(crate) fn of(&self, kind: u32, at: At) -> u32 {
        let alone = || self.alone.get(&(kind, at)).copied();
        let some = (!self.alone.is_empty()).then(alone).flatten();
        some.unwrap_or_else(|| self.of_kind(kind))
    }

    /// The kind that represents an entry of kinds.
    pub(crate) fn root(&self, entry: u32) -> Option<u32> {
        match self.all[entry as usize] {
            What::Kinds(root) => Some(root),
            _ => None,
        }
    }

    /// Where an entry stands first.
    pub(crate) fn first(&self, entry: u32, standing: &Standing) -> At {
        match self.all[entry as usize] {
            What::Nothing => At::NOWHERE,
            What::Kinds(root) => standing.first(root),
            What::Alone(_, at) => at,
        }
    }

    /// The postings of an entry, kind by kind.
    pub(crate) fn postings(
        &self,
        entry: u32,
        (joined, standing): (&Joined, &Standing),
        mut tell: impl FnMut(At),
    ) {
        match self.all[entry as usize] {
            What::Nothing => {}
            What::Alone(_, at) => tell(at),
            What::Kinds(root) => {
                for kind in joined.set(root) {
                    let postings = standing.of(kind).iter();
                    let count = match joined.again(kind) {
                        Some(_) => postings.len(),
                        None => 1,
                    };
                    postings.take(count).for_each(|at| tell(*at));
                }
            }
        }
    }

    /// Takes in which kinds are one entry now: it may be others than before for those that are regrouped; of all that changed
    /// postings came or went, or these.
    pub(crate) fn update(
        &mut self,
        (joined, standing): (&Joined, &Standing),
        changed: &[u32],
        regrouped: &[u32],
    ) -> Renumbered {
        let mut out = Renumbered::default();
        self.of_kind.resize(joined.kinds(), NONE);
        self.regroup((joined, standing), regrouped, &mut out);
        for kind in changed {
            let entry = self.of_kind(*kind);
            out.changed.extend((entry != NONE).then_some(entry));
            self.part(*kind, (joined, standing), &mut out);
        }
        out
    }

    /// Gives numbers to sets of kinds: as far as may be, those that they have.
    fn regroup(
        &mut self,
        (joined, standing): (&Joined, &Standing),
        regrouped: &[u32],
        out: &mut Renumbered,
    ) {
        let stands = |kind: u32| standing.first(kind) != At::NOWHERE;
        let numbers = regrouped.iter().map(|kind| self.of_kind(*kind));
        let before: BTreeSet<u32> = numbers.filter(|number| *number != NONE).collect();
        let mut taken: HashSet<u32> = HashSet::default();
        for root in regrouped.iter().copied() {
            if joined.root(root) != root || !stands(root) {
                continue;
            }
            let known = joined.set(root).map(|kind| self.of_kind(kind));
            let mut known = known.filter(|number| *number != NONE && !taken.contains(number));
            let number = known.next();
            let number = number.unwrap_or_else(|| self.number());
            taken.insert(number);
            self.all[number as usize] = What::Kinds(root);
            for kind in joined.set(root) {
                if std::mem::replace(&mut self.of_kind[kind as usize], number) != number {
                    let sheets = standing.of(kind).iter().map(|at| at.sheet);
                    out.sheets.extend(sheets);
                }
            }
        }
        for kind in regrouped.iter().filter(|kind| !stands(**kind)) {
            self.of_kind[*kind as usize] = NONE;
        }
        for number in before.into_iter().filter(|number| !taken.contains(number)) {
            self.forget(number, out);
        }
    }

    /// Gives numbers of their own to postings of a kind that are not one entry.
    fn part(&mut self, kind: u32, (joined, standing): (&Joined, &Standing), out: &mut Renumbered) {
        let alone = match joined.again(kind) {
            Some(_) => &[][..],
            None => standing.of(kind).get(1..).unwrap_or_default(),
        };
        let known = self.alone.range((kind, At::FIRST)..=(kind, At::NOWHERE));
        let known: Vec<(At, u32)> = known.map(|((_, at), number)| (*at, *number)).collect();
        if known.is_empty() && alone.is_empty() {
            return;
        }
        let stay: HashSet<At> = alone.iter().copied().collect();
        for (at, number) in known {
            out.changed.insert(number);
            if !stay.contains(&at) {
                self.alone.remove(&(kind, at));
                self.forget(number, out);
                out.sheets.insert(at.sheet);
            }
        }
        for at in alone {
            if !self.alone.contains_key(&(kind, *at)) {
                let number = self.number();
                self.all[number as usize] = What::Alone(kind, *at);
                self.alone.insert((kind, *at), number);
                out.changed.insert(number);
                out.sheets.insert(at.sheet);
            }
        }
    }

    fn number(&mut self) -> u32 {
        self.free.pop().unwrap_or_else(|| {
            self.all.push(What::Nothing);
            u32::try_from(self.all.len() - 1).unwrap_or(NONE)
        })
    }

    fn forget(&mut self, number: u32, out: &mut Renumbered) {
        self.all[number as usize] = What::Nothing;
        self.free.push(number);
        out.changed.insert(number);
    }
}
