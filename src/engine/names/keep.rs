//! The names of a blog kept in step with its timeline: what is new is read, and of the rest only what it bears on.
//! The outcome is a function of the timeline and the corrections; it does not matter in which steps it came about.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use foldhash::HashMap;
use foldhash::HashSet;

use crate::engine::model::Block;
use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::engine::model::PageText;
use crate::engine::names::BlogNames;
use crate::engine::names::Correction;
use crate::engine::names::Kind;
use crate::engine::names::Memory;
use crate::engine::names::Mention;
use crate::engine::names::Prepared;
use crate::engine::names::Recogniser;
use crate::engine::names::form;
use crate::engine::names::memory::key;
use crate::engine::names::resolve::Resolver;
use crate::engine::names::tally::Tallies;

/// Bytes of text from which the language of a blog is judged.
const FOR_LANGUAGE: usize = 8 * 1024;

/// A text of the blog.
#[derive(Debug)]
struct Text {
    text: Arc<str>,
    /// How many times it stands in the blog, older versions and page heads included.
    uses: u32,
    /// The entries it stands in.
    entries: Vec<EntryId>,
    acronyms: Vec<(String, String)>,
}

/// Reads a blog once and keeps in step with it afterwards.
#[derive(Debug, Default)]
pub struct NameKeeper {
    texts: BTreeMap<u64, Text>,
    page: Vec<u64>,
    entries: HashMap<EntryId, Vec<u64>>,
    order: Vec<EntryId>,
    foreign: bool,
    memory: Memory,
    /// Which texts ask the memory for a name.
    asking: HashMap<u64, Vec<u64>>,
    resolver: Resolver,
    /// Which texts have a form.
    writing: HashMap<(Kind, String), Vec<u64>>,
    tallies: Tallies,
    names: BlogNames,
}

impl NameKeeper {
    /// The names as of the last update.
    pub fn names(&self) -> BlogNames {
        self.names.clone()
    }

    /// Takes what changed: entries that are new or other than before. `order` has all entries there are now, newest
    /// first; those that are not in it are gone.
    pub fn update(
        &mut self,
        changed: &[&Entry],
        order: &[EntryId],
        page: &PageText,
        corrections: &[Correction],
        recogniser: &Recogniser,
    ) {
        let rank: HashMap<EntryId, usize> =
            order.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let gone = self.order.iter().filter(|id| !rank.contains_key(id));
        let gone: Vec<EntryId> = gone.copied().collect();
        let (new, left) = self.take_texts(changed, &gone, page);
        let mut touched = self.read(&new, &left, recogniser);
        let others = self.resolver.settle(recogniser.lexicon());
        let others = others.iter().filter_map(|form| self.writing.get(form));
        touched.extend(others.flatten());
        self.names.resolved = self.resolver.entities().clone();
        let mut entries: HashSet<EntryId> = changed.iter().map(|entry| entry.id).collect();
        if *self.names.corrections != *corrections {
            self.names.corrections = Arc::from(corrections);
            entries.extend(self.entries.keys());
        }
        let texts = touched.iter().filter_map(|key| self.texts.get(key));
        entries.extend(texts.flat_map(|text| &text.entries));
        for id in &gone {
            self.tallies.remove(*id);
        }
        let shown: HashMap<EntryId, &Entry> =
            changed.iter().map(|entry| (entry.id, *entry)).collect();
        for id in entries {
            match shown.get(&id).and_then(|entry| entry.revisions.first()) {
                Some(revision) => self.tallies.put(id, revision, &self.names),
                None => self.tallies.again(id, &self.names),
            }
        }
        let in_order = self.order.iter().filter_map(|id| rank.get(id)).is_sorted();
        self.tallies
            .arrange(&rank, in_order, &mut self.names.entities);
        self.order = order.to_vec();
    }

    /// Counts the texts that came and went; answers the keys of those that are new, and those that are nowhere any more.
    fn take_texts(
        &mut self,
        changed: &[&Entry],
        gone: &[EntryId],
        page: &PageText,
    ) -> (Vec<u64>, Vec<(u64, Text)>) {
        let mut new = Vec::new();
        let mut before = Vec::new();
        let head = page
            .title
            .iter()
            .chain(&page.standfirst)
            .chain(&page.summary);
        let head = self.count(head, None, &mut new);
        before.extend(
            std::mem::replace(&mut self.page, head)
                .into_iter()
                .map(|key| (key, None)),
        );
        for entry in changed {
            let blocks = entry
                .revisions
                .iter()
                .flat_map(|revision| revision.heading.iter().chain(&revision.blocks));
            let keys = self.count(blocks, Some(entry.id), &mut new);
            let old = self.entries.insert(entry.id, keys).into_iter().flatten();
            before.extend(old.map(|key| (key, Some(entry.id))));
        }
        for id in gone {
            let old = self.entries.remove(id).into_iter().flatten();
            before.extend(old.map(|key| (key, Some(*id))));
        }
        let mut left = Vec::new();
        for (key, entry) in before {
            let Some(text) = self.texts.get_mut(&key) else {
                continue;
            };
            text.uses -= 1;
            let at = text.entries.iter().position(|id| Some(*id) == entry);
            at.map(|at| text.entries.swap_remove(at));
            if text.uses == 0 {
                left.extend(self.texts.remove(&key).map(|text| (key, text)));
            }
        }
        (new, left)
    }

    fn count<'b>(
        &mut self,
        blocks: impl Iterator<Item = &'b Block>,
        entry: Option<EntryId>,
        new: &mut Vec<u64>,
    ) -> Vec<u64> {
        let mut keys = Vec::new();
        for block in blocks {
            let key = key(&block.text);
            keys.push(key);
            let text = self.texts.entry(key).or_insert_with(|| {
                new.push(key);
                Text {
                    text: Arc::from(block.text.as_str()),
                    uses: 0,
                    entries: Vec::new(),
                    acronyms: Vec::new(),
                }
            });
            text.uses += 1;
            text.entries.extend(entry);
        }
        keys
    }

    /// Reads new texts, forgets those that left, and reads again what hears something else of the whole now. Answers the
    /// texts whose mentions changed.
    fn read(&mut self, new: &[u64], left: &[(u64, Text)], recogniser: &Recogniser) -> HashSet<u64> {
        let foreign = recogniser.is_foreign(&self.sample());
        let mut heard = Vec::new();
        for (key, text) in left {
            heard.extend(self.forget(*key, text, recogniser));
        }
        let all: Vec<u64>;
        let new = if foreign == self.foreign {
            new
        } else {
            self.foreign = foreign;
            self.memory = Memory::default();
            self.asking.clear();
            all = self.texts.keys().copied().collect();
            &all
        };
        let of_key = |key: &u64| Some((*key, Arc::clone(&self.texts.get(key)?.text)));
        let new: Vec<(u64, Arc<str>)> = new.iter().filter_map(of_key).collect();
        let prepared: Vec<(u64, Prepared)> = new
            .iter()
            .map(|(key, text)| (*key, recogniser.prepare_in(text, foreign)))
            .collect();
        for (key, one) in &prepared {
            let mut said = Memory::default();
            recogniser.learn(one, &mut said);
            heard.extend(self.memory.add(&said));
            let mut asked = BTreeSet::new();
            recogniser.asked(one, &mut |name| {
                asked.insert(name);
            });
            for name in asked {
                self.asking.entry(name).or_default().push(*key);
            }
        }
        let mut touched = HashSet::default();
        let mut again: BTreeSet<u64> = heard
            .iter()
            .filter_map(|name| self.asking.get(name))
            .flatten()
            .copied()
            .collect();
        for (key, one) in &prepared {
            again.remove(key);
            if self.note(*key, one, recogniser) {
                touched.insert(*key);
            }
        }
        for key in again {
            let Some(text) = self.texts.get(&key).map(|text| Arc::clone(&text.text)) else {
                continue;
            };
            if self.note(key, &recogniser.prepare_in(&text, foreign), recogniser) {
                touched.insert(key);
            }
        }
        touched
    }

    /// The beginning of the blog's texts, in an order that no import order changes.
    fn sample(&self) -> String {
        let mut out = String::new();
        for text in self.texts.values() {
            if out.len() + text.text.len() >= FOR_LANGUAGE {
                break;
            }
            out.push_str(&text.text);
            out.push('\n');
        }
        out
    }

    /// Takes away all that a text said; answers the names of which the whole says something else now.
    fn forget(&mut self, key: u64, text: &Text, recogniser: &Recogniser) -> Vec<u64> {
        let prepared = recogniser.prepare_in(&text.text, self.foreign);
        let mut said = Memory::default();
        recogniser.learn(&prepared, &mut said);
        recogniser.asked(&prepared, &mut |name| {
            if let Some(texts) = self.asking.get_mut(&name) {
                texts.retain(|other| *other != key);
            }
        });
        self.replace(key, &text.text, &Arc::default(), &text.acronyms, &[]);
        self.memory.subtract(&said)
    }

    /// Reads a text with what the whole says; answers whether it has other names than before.
    fn note(&mut self, key: u64, prepared: &Prepared, recogniser: &Recogniser) -> bool {
        let mentions: Arc<[Mention]> = Arc::from(recogniser.read(prepared, &self.memory));
        let acronyms = prepared.acronyms(&mentions);
        let before = self.names.texts.get(&key).cloned().unwrap_or_default();
        let Some(text) = self.texts.get_mut(&key) else {
            return false;
        };
        if before == mentions && text.acronyms == acronyms {
            return false;
        }
        let old = std::mem::replace(&mut text.acronyms, acronyms.clone());
        self.replace(key, prepared.text(), &mentions, &old, &acronyms);
        true
    }

    /// Puts other mentions in the place of a text's mentions, in all counts.
    fn replace(
        &mut self,
        key: u64,
        text: &str,
        mentions: &Arc<[Mention]>,
        old: &[(String, String)],
        new: &[(String, String)],
    ) {
        let texts = &mut self.names.texts;
        let before = if mentions.is_empty() {
            texts.remove(&key)
        } else {
            texts.insert(key, Arc::clone(mentions))
        };
        let written = |mention: &Mention| {
            let form = text.get(mention.start..mention.end).unwrap_or_default();
            form::clean(form).to_owned()
        };
        for mention in before.iter().flat_map(|before| before.iter()) {
            let form = written(mention);
            self.resolver.remove(mention.kind, &form);
            if let Some(texts) = self.writing.get_mut(&(mention.kind, form)) {
                texts.retain(|other| *other != key);
            }
        }
        for mention in mentions.iter() {
            let form = written(mention);
            self.resolver.add(mention.kind, &form, 1);
            let texts = self.writing.entry((mention.kind, form)).or_default();
            if texts.last() != Some(&key) {
                texts.push(key);
            }
        }
        old.iter()
            .for_each(|pair| self.resolver.remove_acronym(pair));
        new.iter().for_each(|pair| self.resolver.add_acronym(pair));
    }
}

#[cfg(test)]
mod tests;
