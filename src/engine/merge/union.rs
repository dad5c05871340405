//! Disjoint sets of kinds of postings, with why they were joined.

use crate::engine::merge::bundles::Bundles;
use crate::engine::merge::cluster::Clusters;
use crate::engine::merge::cluster::Join;
use crate::engine::merge::cluster::Why;

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
        // The group of each set, and of the first posting of each kind.
        let mut of_set: Vec<Option<usize>> = vec![None; again.len()];
        let mut of_kind = vec![usize::MAX; again.len()];
        // The first and the last posting of each kind.
        let mut ends = vec![(0, 0); again.len()];
        let mut group_of = Vec::with_capacity(of.len());
        for (p, kind) in of.iter().copied().enumerate() {
            let group = if of_kind[kind] == usize::MAX {
                ends[kind] = (p, p);
                of_kind[kind] = *of_set[self.parent[kind]].get_or_insert_with(&mut begin);
                of_kind[kind]
            } else if again[kind].is_none() {
                begin()
            } else {
                ends[kind].1 = p;
                of_kind[kind]
            };
            group_of.push(group);
        }
        let told = ends.iter().zip(again).zip(&of_kind);
        let told = told.filter_map(|(((a, b), again), group)| {
            let why = again.filter(|_| a != b)?;
            Some((*group, Join { a: *a, b: *b, why }))
        });
        let joined = self.why.iter().map(|join| {
            let (a, b) = (ends[join.a].0, ends[join.b].0);
            (of_kind[join.a], Join { a, b, ..*join })
        });
        let mut why = Bundles::of(groups, told.chain(joined));
        why.sort();
        Clusters {
            of: group_of,
            of_kind,
            why,
        }
    }
}
