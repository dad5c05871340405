//! Disjoint sets of kinds of postings, with why they were joined.

use foldhash::HashMap;

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
        let mut group_of_root: HashMap<usize, usize> = HashMap::default();
        // The first and the last posting of each kind.
        let mut ends: Vec<Option<(usize, usize)>> = vec![None; again.len()];
        let mut group_of = Vec::with_capacity(of.len());
        for (p, kind) in of.iter().enumerate() {
            let mut begin = || {
                groups += 1;
                groups - 1
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
            group_of.push(group);
        }
        let mut why = vec![Vec::new(); groups];
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
            groups: Bundles::of(groups, group_of.iter().copied().zip(0..)),
            of: group_of,
            why,
        }
    }
}
