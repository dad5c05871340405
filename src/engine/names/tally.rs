//! What each entry mentions, added up by entity; an entry can be counted again without counting the others.

use std::collections::BTreeMap;
use std::sync::Arc;

use foldhash::HashMap;
use foldhash::HashSet;

use crate::engine::model::EntryId;
use crate::engine::model::Revision;
use crate::engine::names::BlogNames;
use crate::engine::names::Entity;
use crate::engine::names::Kind;
use crate::engine::names::Level;

type Called = (Kind, Arc<str>);

/// One mention in an entry.
#[derive(Debug, Clone)]
struct Mentioned {
    called: Called,
    form: String,
    could_be: Vec<Arc<str>>,
}

/// An entity that is counted.
#[derive(Debug, Default)]
struct Sum {
    mentions: u32,
    entries: HashMap<EntryId, u32>,
    /// The entries in the order of the timeline, those that came since at the end.
    sorted: Vec<EntryId>,
    came: usize,
    forms: BTreeMap<String, u32>,
    could_be: BTreeMap<Arc<str>, u32>,
}

/// The counts of a blog.
#[derive(Debug, Default)]
pub(crate) struct Tallies {
    revisions: HashMap<EntryId, Arc<Revision>>,
    mentioned: HashMap<EntryId, Vec<Mentioned>>,
    sums: HashMap<Called, Sum>,
    /// Those that were not added up since they changed.
    stale: HashSet<Called>,
}

impl Tallies {
    /// Counts an entry as it is shown now.
    pub(crate) fn put(&mut self, id: EntryId, shown: &Revision, names: &BlogNames) {
        self.revisions.insert(id, Arc::new(shown.clone()));
        self.again(id, names);
    }

    /// Counts an entry again, with other names.
    pub(crate) fn again(&mut self, id: EntryId, names: &BlogNames) {
        let Some(shown) = self.revisions.get(&id).map(Arc::clone) else {
            return;
        };
        let texts = shown
            .heading
            .iter()
            .chain(&shown.blocks)
            .map(|block| &block.text);
        let mut found = names.in_revision(&shown);
        if shown.heading.is_none() {
            found.remove(0);
        }
        let mut now = Vec::new();
        for (text, named) in texts.zip(found) {
            for named in named.into_iter().filter(|named| named.level > Level::Guess) {
                now.push(Mentioned {
                    form: text[named.start..named.end].to_owned(),
                    called: (named.kind, named.name),
                    could_be: named.could_be,
                });
            }
        }
        self.forget(id);
        for one in &now {
            let sum = self.sums.entry(one.called.clone()).or_default();
            sum.add(id);
            *sum.forms.entry(one.form.clone()).or_default() += 1;
            for name in &one.could_be {
                *sum.could_be.entry(Arc::clone(name)).or_default() += 1;
            }
            self.stale.insert(one.called.clone());
        }
        self.mentioned.insert(id, now);
    }

    /// Forgets an entry that is gone.
    pub(crate) fn remove(&mut self, id: EntryId) {
        self.revisions.remove(&id);
        self.forget(id);
    }

    fn forget(&mut self, id: EntryId) {
        for one in self.mentioned.remove(&id).into_iter().flatten() {
            let Some(sum) = self.sums.get_mut(&one.called) else {
                continue;
            };
            sum.take(id);
            less(&mut sum.forms, &one.form);
            for name in &one.could_be {
                less(&mut sum.could_be, name);
            }
            self.stale.insert(one.called);
        }
    }

    /// Adds up what changed into the entities, which are those of the last time, most mentioned first. `rank` is the
    /// place of each entry in the timeline; `in_order` says that the entries of the last time did not change places.
    pub(crate) fn arrange(
        &mut self,
        rank: &HashMap<EntryId, usize>,
        in_order: bool,
        entities: &mut Vec<Arc<Entity>>,
    ) {
        if !in_order {
            self.stale.extend(self.sums.keys().cloned());
        }
        if self.stale.is_empty() {
            return;
        }
        let stale = std::mem::take(&mut self.stale);
        let mut gone: HashSet<(Kind, &str)> = HashSet::default();
        let mut new = Vec::new();
        for called in &stale {
            gone.insert((called.0, &called.1));
            let Some(sum) = self.sums.get_mut(called).filter(|sum| sum.mentions > 0) else {
                self.sums.remove(called);
                continue;
            };
            sum.sort(rank, in_order);
            new.push(Arc::new(Entity {
                name: called.1.to_string(),
                kind: called.0,
                mentions: sum.mentions,
                entries: sum.sorted.clone(),
                forms: sum.forms.keys().cloned().collect(),
                could_be: sum.could_be.keys().map(ToString::to_string).collect(),
            }));
        }
        entities.retain(|entity| !gone.contains(&(entity.kind, entity.name.as_str())));
        entities.extend(new);
        // What is in order already is merged, not sorted again.
        entities.sort_by(|a, b| {
            b.mentions
                .cmp(&a.mentions)
                .then_with(|| a.name.cmp(&b.name))
                .then(a.kind.cmp(&b.kind))
        });
    }
}

impl Sum {
    fn add(&mut self, id: EntryId) {
        self.mentions += 1;
        let count = self.entries.entry(id).or_default();
        *count += 1;
        if *count == 1 {
            self.sorted.push(id);
            self.came += 1;
        }
    }

    fn take(&mut self, id: EntryId) {
        let Some(count) = self.entries.get_mut(&id) else {
            return;
        };
        self.mentions -= 1;
        *count -= 1;
        if *count == 0 {
            self.entries.remove(&id);
            if let Some(at) = self.sorted.iter().position(|other| *other == id) {
                self.came -= usize::from(at >= self.sorted.len() - self.came);
                self.sorted.remove(at);
            }
        }
    }

    /// Puts the entries in the order of the timeline.
    fn sort(&mut self, rank: &HashMap<EntryId, usize>, in_order: bool) {
        let came = std::mem::take(&mut self.came);
        if !in_order || came > 8 {
            self.sorted.sort_by_cached_key(|id| rank.get(id));
            return;
        }
        for id in self.sorted.split_off(self.sorted.len() - came) {
            let at = self
                .sorted
                .partition_point(|other| rank.get(other) < rank.get(&id));
            self.sorted.insert(at, id);
        }
    }
}

/// Takes one away from a count; a count of nothing is none.
fn less<K: Ord>(counts: &mut BTreeMap<K, u32>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count -= 1;
        if *count == 0 {
            counts.remove(key);
        }
    }
}
