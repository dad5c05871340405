//! The names of a whole blog: every text is read with what all of them say together.
//! A function of the timeline and the corrections; where it is kept is not decided here.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;

use serde::Serialize;

use crate::engine::model::Block;
use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::engine::model::Timeline;
use crate::engine::names::Correction;
use crate::engine::names::Entities;
use crate::engine::names::Form;
use crate::engine::names::Kind;
use crate::engine::names::Level;
use crate::engine::names::Memory;
use crate::engine::names::Mention;
use crate::engine::names::Prepared;
use crate::engine::names::Recogniser;
use crate::engine::names::Resolved;
use crate::engine::names::correct;
use crate::engine::names::memory::key;

/// Bytes of text from which the language of a blog is judged.
const FOR_LANGUAGE: usize = 8 * 1024;

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
    pub name: String,
    /// Whom it could stand for, where it could be several; the name is then the form itself.
    pub could_be: Vec<String>,
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

/// The names of a blog.
#[derive(Debug, Clone, Default)]
pub struct BlogNames {
    texts: HashMap<u64, Vec<Named>>,
    /// The entities, those mentioned most first.
    pub entities: Vec<Entity>,
}

impl BlogNames {
    /// Reads a timeline.
    pub fn of(timeline: &Timeline, corrections: &[Correction], recogniser: &Recogniser) -> Self {
        let texts = texts(timeline);
        let sample: String = texts
            .values()
            .scan(0, |taken, text| {
                *taken += text.len();
                (*taken < FOR_LANGUAGE).then(|| format!("{text}\n"))
            })
            .collect();
        let foreign = recogniser.is_foreign(&sample);
        let prepared: Vec<Prepared> = texts
            .values()
            .map(|text| recogniser.prepare_in(text, foreign))
            .collect();
        let mut memory = Memory::default();
        prepared
            .iter()
            .for_each(|one| recogniser.learn(one, &mut memory));
        let mentions: Vec<Vec<Mention>> = prepared
            .iter()
            .map(|one| recogniser.read(one, &memory))
            .collect();
        let entities = resolve(&texts, &prepared, &mentions, recogniser);
        let mut out = Self::default();
        for ((key, text), mentions) in texts.iter().zip(&mentions) {
            out.texts
                .insert(*key, named(text, mentions, &entities, corrections));
        }
        out.entities = out.count(&timeline.entries);
        out
    }

    /// The names in a text of the blog, in order.
    pub fn in_text(&self, text: &str) -> &[Named] {
        self.texts.get(&key(text)).map_or(&[], Vec::as_slice)
    }

    /// The entities that an entry mentions.
    pub fn of_entry(&self, entry: EntryId) -> impl Iterator<Item = &Entity> {
        self.entities
            .iter()
            .filter(move |entity| entity.entries.contains(&entry))
    }

    /// The entity with this name or form, without regard to case.
    pub fn find(&self, name: &str) -> Option<&Entity> {
        let wanted = name.to_lowercase();
        let called = |entity: &&Entity| entity.name.to_lowercase() == wanted;
        let written = |entity: &&Entity| {
            entity
                .forms
                .iter()
                .any(|form| form.to_lowercase() == wanted)
        };
        self.entities
            .iter()
            .find(called)
            .or_else(|| self.entities.iter().find(written))
    }

    fn count(&self, entries: &[Entry]) -> Vec<Entity> {
        let mut found: BTreeMap<(Kind, &str), Entity> = BTreeMap::new();
        for entry in entries {
            let shown = entry.revisions.first();
            for block in shown
                .iter()
                .flat_map(|shown| shown.heading.iter().chain(&shown.blocks))
            {
                for named in self
                    .in_text(&block.text)
                    .iter()
                    .filter(|named| named.level > Level::Guess)
                {
                    let entity = found
                        .entry((named.kind, &named.name))
                        .or_insert_with(|| Entity {
                            name: named.name.clone(),
                            kind: named.kind,
                            mentions: 0,
                            entries: Vec::new(),
                            forms: BTreeSet::new(),
                            could_be: BTreeSet::new(),
                        });
                    entity.mentions += 1;
                    if entity.entries.last() != Some(&entry.id) {
                        entity.entries.push(entry.id);
                    }
                    entity
                        .forms
                        .insert(block.text[named.start..named.end].to_owned());
                    entity.could_be.extend(named.could_be.iter().cloned());
                }
            }
        }
        let mut out: Vec<Entity> = found.into_values().collect();
        out.sort_by(|a, b| {
            b.mentions
                .cmp(&a.mentions)
                .then_with(|| a.name.cmp(&b.name))
        });
        out
    }
}

/// Every text of a timeline once, by its key, in an order that no import order changes.
fn texts(timeline: &Timeline) -> BTreeMap<u64, &str> {
    let page = &timeline.page;
    let revisions = timeline.entries.iter().flat_map(|entry| &entry.revisions);
    let blocks = page
        .title
        .iter()
        .chain(&page.standfirst)
        .chain(&page.summary)
        .chain(revisions.flat_map(|revision| revision.heading.iter().chain(&revision.blocks)));
    blocks
        .map(|block: &Block| (key(&block.text), block.text.as_str()))
        .collect()
}

fn resolve(
    texts: &BTreeMap<u64, &str>,
    prepared: &[Prepared],
    mentions: &[Vec<Mention>],
    recogniser: &Recogniser,
) -> Entities {
    let forms = texts.values().zip(mentions).flat_map(|(text, mentions)| {
        mentions.iter().map(|mention| Form {
            kind: mention.kind,
            text: &text[mention.start..mention.end],
            count: 1,
        })
    });
    let mut acronyms: Vec<_> = prepared
        .iter()
        .zip(mentions)
        .flat_map(|(one, mentions)| one.acronyms(mentions))
        .collect();
    acronyms.sort();
    Entities::resolve(forms, &acronyms, recogniser.lexicon())
}

fn named(
    text: &str,
    mentions: &[Mention],
    entities: &Entities,
    corrections: &[Correction],
) -> Vec<Named> {
    let mut out: Vec<Named> = correct::added(corrections, text)
        .into_iter()
        .map(|(start, end, kind, name)| Named {
            start,
            end,
            kind,
            level: Level::Sure,
            name: name.to_owned(),
            could_be: Vec::new(),
        })
        .collect();
    let free = |mention: &&Mention, taken: &[Named]| {
        !taken
            .iter()
            .any(|other| other.start < mention.end && mention.start < other.end)
    };
    let added = out.clone();
    for mention in mentions.iter().filter(|mention| free(mention, &added)) {
        let form = &text[mention.start..mention.end];
        let Resolved { name, candidates } = entities.of(mention.kind, form);
        if let Some((kind, name)) = correct::corrected(corrections, form, mention.kind, name) {
            out.push(Named {
                start: mention.start,
                end: mention.end,
                kind,
                level: mention.level(),
                name,
                could_be: candidates,
            });
        }
    }
    out.sort_by_key(|named| named.start);
    out
}
