//! Which kinds of postings have which texts.

use crate::engine::merge::few::Few;
use crate::engine::merge::joined::Order;
use crate::engine::merge::para::Class;
use crate::engine::merge::posting::Kind;
use crate::engine::merge::posting::TIERS;

/// A text that more kinds of postings of a tier have says nothing of which of them are one entry: it is background or
/// furniture. Counting it would compare each of them with all others.
const COMMON: usize = 64;

/// Where each class occurs among the kinds of postings of each tier, in their order.
#[derive(Debug, Default)]
pub(super) struct Index {
    text: Few<u32>,
    any: Few<u32>,
}

impl Index {
    /// The kinds of a tier whose text has a class, unless they are too many to say anything.
    pub(super) fn text(&self, class: Class, tier: u8) -> &[u32] {
        telling(self.text.get(place(class, tier)))
    }

    /// The kinds of a tier that have a class anywhere, in text, cards or heading, unless they are too many to say anything.
    pub(super) fn any(&self, class: Class, tier: u8) -> &[u32] {
        telling(self.any.get(place(class, tier)))
    }

    /// Whether it names any kinds of a tier that have a class.
    pub(super) fn tells(&self, class: Class, tier: u8) -> bool {
        !self.text(class, tier).is_empty() || !self.any(class, tier).is_empty()
    }

    /// All kinds that have a class in their text.
    pub(super) fn having(&self, class: Class) -> impl Iterator<Item = u32> {
        let known = class < self.text.len() / usize::from(TIERS);
        let tiers = if known { 0..TIERS } else { 0..0 };
        let of_tier = move |tier| self.text.get(place(class, tier));
        tiers.flat_map(of_tier).copied()
    }

    /// Makes room for so many classes.
    pub(super) fn make_room(&mut self, classes: usize) {
        let places = classes * usize::from(TIERS);
        self.text.make_room(places);
        self.any.make_room(places);
    }

    /// All kinds of a tier that have a class anywhere.
    pub(super) fn all(&self, class: Class, tier: u8) -> &[u32] {
        self.any.get(place(class, tier))
    }

    /// Takes out a kind; `touched` are the classes of which something is told that was not, or not any more.
    pub(super) fn remove(&mut self, k: u32, kind: &Kind, touched: &mut Vec<Class>) {
        let mut take = |lists: &mut Few<u32>, class: Class| {
            let place = place(class, kind.tier);
            let list = lists.get(place);
            if let Some(at) = list.iter().position(|known| *known == k) {
                let list = lists.get_mut(place);
                list.remove(at);
                if list.len() <= COMMON {
                    touched.push(class);
                }
            }
        };
        kind.text
            .iter()
            .for_each(|(class, _)| take(&mut self.text, *class));
        kind.classes().for_each(|class| take(&mut self.any, class));
    }

    /// Puts a kind in its place.
    pub(super) fn insert(
        &mut self,
        k: u32,
        kind: &Kind,
        order: Order<'_>,
        touched: &mut Vec<Class>,
    ) {
        let mut put = |lists: &mut Few<u32>, class: Class| {
            let place = place(class, kind.tier);
            let list = lists.get(place);
            let last = list
                .last()
                .is_some_and(|last| order.at(*last) < order.at(k));
            let at = match last || list.is_empty() {
                true => list.len(),
                false => list.partition_point(|known| order.at(*known) < order.at(k)),
            };
            if list.get(at) != Some(&k) {
                // One more than are told: then none are.
                let told = list.len() <= COMMON;
                lists.insert(place, at, k);
                if told {
                    touched.push(class);
                }
            }
        };
        kind.text
            .iter()
            .for_each(|(class, _)| put(&mut self.text, *class));
        kind.classes().for_each(|class| put(&mut self.any, class));
    }
}

fn place(class: Class, tier: u8) -> usize {
    class * usize::from(TIERS) + usize::from(tier)
}

fn telling(kinds: &[u32]) -> &[u32] {
    if kinds.len() <= COMMON { kinds } else { &[] }
}
