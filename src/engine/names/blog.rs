//! The names of a blog as they are shown: who is mentioned in a text, and what the blog mentions altogether.
//! How they are found and kept in step with the timeline is in `keep`.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use crate::engine::model::EntryId;
use crate::engine::model::Revision;
use crate::engine::model::Timeline;
use crate::engine::names::Correction;
use crate::engine::names::Entities;
use crate::engine::names::Kind;
use crate::engine::names::Level;
use crate::engine::names::Mention;
use crate::engine::names::NameKeeper;
use crate::engine::names::Recogniser;
use crate::engine::names::Resolved;
use crate::engine::names::correct;
use crate::engine::names::memory::key;
use crate::engine::names::shared::SharedMap;

/// A stretch of a text that names an entity: bytes `start..end`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends, in bytes.
    pub end: usize,
    /// What it names.
    pub kind: Kind,
    /// How sure that is.
    pub level: Level,
    /// The entity's name.
    pub name: Arc<str>,
    /// Whom it could stand for, where it could be several; the name is then the form itself.
    pub could_be: Vec<Arc<str>>,
}

/// A person, place or organisation of a blog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entity {
    /// The name.
    pub name: String,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// How often it is mentioned in the entries as shown.
    pub mentions: u32,
    /// The entries that mention it, newest first.
    pub entries: Vec<EntryId>,
    /// How it is written.
    pub forms: BTreeSet<String>,
    /// Whom it could stand for, where that is not decided.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub could_be: BTreeSet<String>,
}

/// The names of a blog. Copies share what they hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BlogNames {
    pub(in crate::engine::names) texts: SharedMap<u64, Arc<[Mention]>>,
    pub(in crate::engine::names) resolved: Entities,
    pub(in crate::engine::names) corrections: Arc<[Correction]>,
    /// The entities, those mentioned most first.
    pub entities: Vec<Arc<Entity>>,
}

impl BlogNames {
    /// Reads a timeline.
    pub fn of(timeline: &Timeline, corrections: &[Correction], recogniser: &Recogniser) -> Self {
        let mut keeper = NameKeeper::default();
        let order: Vec<EntryId> = timeline.entries.iter().map(|entry| entry.id).collect();
        let entries: Vec<_> = timeline.entries.iter().collect();
        keeper.update(&entries, &order, &timeline.page, corrections, recogniser);
        keeper.names()
    }

    /// The names in a text of the blog that stands by itself, in order.
    pub fn in_text(&self, text: &str) -> Vec<Named> {
        self.named(text, &mut Vec::new())
    }

    /// The names in the texts of a version of an entry: those of the heading first, then those of each block. Who is
    /// meant by a name that several people bear is decided by who was named before.
    pub fn in_revision(&self, revision: &Revision) -> Vec<Vec<Named>> {
        let mut before = Vec::new();
        let heading = revision.heading.as_ref();
        let heading = heading.map(|heading| self.named(&heading.text, &mut before));
        let mut out = vec![heading.unwrap_or_default()];
        let blocks = revision.blocks.iter();
        out.extend(blocks.map(|block| self.named(&block.text, &mut before)));
        out
    }

    /// The entities that an entry mentions.
    pub fn of_entry(&self, entry: EntryId) -> impl Iterator<Item = &Entity> {
        self.entities
            .iter()
            .map(Arc::as_ref)
            .filter(move |entity| entity.entries.contains(&entry))
    }

    /// Whether an entry mentions the entity with this name or form.
    pub fn mentions(&self, entry: EntryId, name: &str) -> bool {
        self.find(name)
            .is_some_and(|entity| entity.entries.contains(&entry))
    }

    /// The entity with this name or form, without regard to case.
    pub fn find(&self, name: &str) -> Option<&Entity> {
        let wanted = name.to_lowercase();
        let called = |entity: &&Arc<Entity>| entity.name.to_lowercase() == wanted;
        let written = |entity: &&Arc<Entity>| {
            entity
                .forms
                .iter()
                .any(|form| form.to_lowercase() == wanted)
        };
        self.entities
            .iter()
            .find(called)
            .or_else(|| self.entities.iter().find(written))
            .map(Arc::as_ref)
    }

    /// The names in a text, after those people were named.
    fn named(&self, text: &str, before: &mut Vec<Arc<str>>) -> Vec<Named> {
        let corrections = &*self.corrections;
        let added: Vec<Named> = correct::added(corrections, text)
            .into_iter()
            .map(|(start, end, kind, name)| Named {
                start,
                end,
                kind,
                level: Level::Sure,
                name: Arc::from(name),
                could_be: Vec::new(),
            })
            .collect();
        let mentions = self.texts.get(&key(text));
        let free = |mention: &&Mention| {
            !added
                .iter()
                .any(|other| other.start < mention.end && mention.start < other.end)
        };
        let found = mentions.into_iter().flat_map(|found| found.iter());
        let mut out: Vec<Named> = found
            .filter(free)
            .filter_map(|mention| self.one(text, mention, before))
            .collect();
        if !added.is_empty() {
            out.extend(added);
            out.sort_by_key(|named| named.start);
        }
        out
    }

    fn one(&self, text: &str, mention: &Mention, before: &mut Vec<Arc<str>>) -> Option<Named> {
        let form = text.get(mention.start..mention.end)?;
        let (name, could_be) = decide(self.resolved.of(mention.kind, form), before);
        if mention.kind == Kind::Person {
            before.push(Arc::clone(&name));
        }
        let call = |name: Arc<str>| correct::corrected(&self.corrections, form, mention.kind, name);
        let (kind, shown) = call(Arc::clone(&name))?;
        // A form that was renamed is decided.
        let undecided = could_be.into_iter().filter(|_| shown == name);
        let could_be = undecided.filter_map(call).map(|(_, name)| name).collect();
        Some(Named {
            start: mention.start,
            end: mention.end,
            kind,
            level: mention.level(),
            name: shown,
            could_be,
        })
    }
}

/// Whom a form means after these people were named: the one named last of those it could stand for; else the one it
/// usually stands for; else nobody, and then whom it could stand for.
fn decide(resolved: Resolved, before: &[Arc<str>]) -> (Arc<str>, Vec<Arc<str>>) {
    let Resolved { name, candidates } = resolved;
    let mut nearest = before.iter().rev();
    if let Some(named) = nearest.find(|named| candidates.contains(named)) {
        return (Arc::clone(named), Vec::new());
    }
    if candidates.contains(&name) {
        return (name, Vec::new());
    }
    (name, candidates)
}
