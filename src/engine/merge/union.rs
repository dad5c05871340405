//! Disjoint sets of kinds of postings, kept from one merge to the next.

use crate::engine::merge::joined::Order;
use crate::engine::merge::once::Once;

/// Disjoint sets. The member that stands first represents a set, so the result does not depend on the order of joins.
#[derive(Debug, Default)]
pub(super) struct Sets {
    /// For each kind what represents its set.
    root: Vec<u32>,
    /// For each kind another of its set: these make a ring.
    next: Vec<u32>,
}

impl Sets {
    /// Makes room for so many kinds; new ones are by themselves.
    pub(super) fn make_room(&mut self, kinds: usize) {
        let kinds = u32::try_from(kinds).unwrap_or(u32::MAX);
        let known = u32::try_from(self.root.len()).unwrap_or(u32::MAX);
        self.root.extend(known..kinds);
        self.next.extend(known..kinds);
    }

    /// What represents the set of a kind.
    pub(super) fn root(&self, kind: u32) -> u32 {
        self.root[kind as usize]
    }

    /// All kinds of a set.
    pub(super) fn all(&self, kind: u32) -> impl Iterator<Item = u32> {
        let next = move |at: &u32| Some(self.next[*at as usize]).filter(|next| *next != kind);
        std::iter::successors(Some(kind), next)
    }

    /// Finds the sets anew of which members stand elsewhere or are joined with others than before; `joins` says with which
    /// each kind is. Returns all kinds of these sets, each with what represented it before.
    pub(super) fn update<I: Iterator<Item = u32>>(
        &mut self,
        differ: &[u32],
        order: Order<'_>,
        joins: impl Fn(u32) -> I,
    ) -> Vec<(u32, u32)> {
        let mut again = Once::below(self.root.len());
        let add = |kind: u32, again: &mut Once<u32>| {
            if !again.has(kind) {
                self.all(kind).for_each(|kind| again.add(kind));
            }
        };
        differ.iter().for_each(|kind| add(*kind, &mut again));
        let mut at = 0;
        while let Some(kind) = again.all().get(at).copied() {
            joins(kind).for_each(|other| add(other, &mut again));
            at += 1;
        }
        let before = again.all().iter().map(|kind| (*kind, self.root(*kind)));
        let before: Vec<(u32, u32)> = before.collect();
        for kind in again.all() {
            self.root[*kind as usize] = *kind;
            self.next[*kind as usize] = *kind;
        }
        for kind in again.all() {
            joins(*kind).for_each(|other| self.join(*kind, other, order));
        }
        for kind in again.all() {
            let root = self.find(*kind);
            self.root[*kind as usize] = root;
            if root != *kind {
                self.next[*kind as usize] = self.next[root as usize];
                self.next[root as usize] = *kind;
            }
        }
        before
    }

    fn join(&mut self, a: u32, b: u32, order: Order<'_>) {
        let (a, b) = (self.find(a), self.find(b));
        let (first, other) = match order.at(a) <= order.at(b) {
            true => (a, b),
            false => (b, a),
        };
        self.root[other as usize] = first;
    }

    fn find(&mut self, mut kind: u32) -> u32 {
        while self.root(kind) != kind {
            let above = self.root(self.root(kind));
            self.root[kind as usize] = above;
            kind = above;
        }
        kind
    }
}
