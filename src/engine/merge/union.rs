//! Disjoint sets of kinds of postings, with why they were joined.

use crate::engine::merge::bundles::Bundles;
use crate::engine::merge::cluster::Clusters;
use crate::engine::merge::cluster::Join;
use crate::engine::merge::cluster::Why;

/// Where a kind stands first and last among all postings, with the group of the first.
struct Told {
    group: u32,
    first: u32,
    last: u32,
    /// Why its postings are one entry, if they are.
    again: Option<Why>,
}

impl Told {
    fn of(again: Option<Why>) -> Self {
        Self {
            group: u32::MAX,
            first: 0,
            last: 0,
            again,
        }
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Disjoint sets. The smallest member of a set represents it, so the result does not depend on the order of joins.
pub(super) struct Union {
    parent: Vec<usize>,
    why: Vec<Join>,
}

impl Union {
    pub(super) fn new(len: usize) -> Self {
        Self {
            parent: (0..len).collect(),
            why: Vec::new(),
        }
    }

    /// Lets every posting name its representative directly.
    pub(super) fn flatten(&mut self) {
        for p in 0..self.parent.len() {
            self.parent[p] = self.parent[self.parent[p]];
        }
    }

    pub(super) fn root(&self, mut at: usize) -> usize {
        while self.parent[at] != at {
            at = self.parent[at];
        }
        at
    }

    pub(super) fn join(&mut self, a: usize, b: usize, why: Why) {
        self.why.push(Join {
            a: a.min(b),
            b: a.max(b),
            why,
        });
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b)] = a.min(b);
    }

    /// The groups of postings; `of` is the kind of each, `again` says why postings of a kind are one entry.
    pub(super) fn clusters(mut self, of: &[usize], again: &[Option<Why>]) -> Clusters {
        self.flatten();
        let mut groups = 0;
        let mut begin = || {
            groups += 1;
            groups - 1
        };
        // The group of each set of kinds.
        let mut of_set: Vec<Option<usize>> = vec![None; again.len()];
        let mut kinds: Vec<Told> = again.iter().map(|again| Told::of(*again)).collect();
        let mut group_of = Vec::with_capacity(of.len());
        for (p, kind) in of.iter().copied().enumerate() {
            let told = &mut kinds[kind];
            let group = if told.group == u32::MAX {
                let group = *of_set[self.parent[kind]].get_or_insert_with(&mut begin);
                told.first = number(p);
                told.last = told.first;
                told.group = number(group);
                group
            } else if told.again.is_none() {
                begin()
            } else {
                told.last = number(p);
                told.group as usize
            };
            group_of.push(group);
        }
        let told = kinds.iter().filter_map(|kind| {
            let why = kind.again.filter(|_| kind.first != kind.last)?;
            let (a, b) = (kind.first as usize, kind.last as usize);
            Some((kind.group as usize, Join { a, b, why }))
        });
        let joined = self.why.iter().map(|join| {
            let (a, b) = (&kinds[join.a], &kinds[join.b]);
            let join = Join {
                a: a.first as usize,
                b: b.first as usize,
                ..*join
            };
            (a.group as usize, join)
        });
        let mut why = Bundles::of(groups, told.chain(joined));
        why.sort();
        Clusters {
            of: group_of,
            of_kind: kinds.iter().map(|kind| kind.group as usize).collect(),
            why,
        }
    }
}
