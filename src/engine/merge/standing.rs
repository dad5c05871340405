//! Where the postings of each kind stand, kept from one merge to the next.

use crate::engine::merge::once::Once;
use crate::engine::merge::posting::Brief;

/// A posting: its sheet, by the order in which sheets came, and its place among the postings of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct At {
    pub(crate) sheet: u32,
    pub(crate) at: u32,
}

impl At {
    /// The place of what stands nowhere.
    pub(crate) const NOWHERE: Self = Self {
        sheet: u32::MAX,
        at: u32::MAX,
    };

    /// No place is before this one.
    pub(crate) const FIRST: Self = Self { sheet: 0, at: 0 };

    /// Its place among all postings: those of sheets in canonical order, and of each from top to bottom.
    pub(crate) fn place(self, ranks: &[u32]) -> u64 {
        let rank = ranks.get(self.sheet as usize).copied();
        u64::from(rank.unwrap_or(u32::MAX)) << 32 | u64::from(self.at)
    }
}

/// For each kind its postings, in canonical order.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    all: Vec<Vec<At>>,
}

impl Standing {
    /// Makes room for so many kinds.
    pub(crate) fn make_room(&mut self, kinds: usize) {
        self.all.resize(kinds, Vec::new());
    }

    /// The postings of a kind.
    pub(crate) fn of(&self, kind: u32) -> &[At] {
        &self.all[kind as usize]
    }

    /// Where a kind stands first.
    pub(crate) fn first(&self, kind: u32) -> At {
        self.of(kind).first().copied().unwrap_or(At::NOWHERE)
    }

    /// Takes in that a sheet has other postings than before; `moved` gets the kinds of which a posting came, went or changed.
    pub(crate) fn replace(
        &mut self,
        sheet: u32,
        (before, after): (&[Brief], &[Brief]),
        ranks: &[u32],
        moved: &mut Once<u32>,
    ) {
        let at = |at: usize| At {
            sheet,
            at: u32::try_from(at).unwrap_or(u32::MAX),
        };
        let differ = |one: &[Brief], other: &[Brief], i: usize| {
            other.get(i).is_none_or(|other| other.kind != one[i].kind)
        };
        for (i, brief) in before.iter().enumerate() {
            if after.get(i) != Some(brief) {
                moved.add(brief.kind);
            }
            if differ(before, after, i) {
                let all = &mut self.all[brief.kind as usize];
                if let Ok(found) = find(all, at(i), ranks) {
                    all.remove(found);
                }
            }
        }
        for (i, brief) in after.iter().enumerate() {
            if before.get(i) != Some(brief) {
                moved.add(brief.kind);
            }
            if differ(after, before, i) {
                let all = &mut self.all[brief.kind as usize];
                if let Err(place) = find(all, at(i), ranks) {
                    all.insert(place, at(i));
                }
            }
        }
    }
}

/// Where a posting stands among others in canonical order, or where it belongs.
fn find(all: &[At], one: At, ranks: &[u32]) -> Result<usize, usize> {
    let place = one.place(ranks);
    if all.last().is_none_or(|last| last.place(ranks) < place) {
        return Err(all.len());
    }
    all.binary_search_by_key(&place, |at| at.place(ranks))
}
