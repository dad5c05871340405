//! How paragraphs are written: each text with its links once, however many snapshots show it.

use std::ops::Range;
use std::sync::OnceLock;

use foldhash::HashMap;
use serde::Deserialize;
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

use crate::engine::model::Link;
use crate::engine::rules::Rules;
use crate::engine::segment::feature::Features;
use crate::engine::text::SafeText;
use crate::engine::text::words::Word;

/// A text as a snapshot writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Wording {
    pub(crate) text: SafeText,
    pub(crate) links: Box<[Link]>,
    /// The names and numbers in it, once somebody asked for them.
    #[serde(skip)]
    facts: OnceLock<Box<[Word]>>,
}

/// All wordings of a blog's snapshots.
#[derive(Debug, Default)]
pub(crate) struct Wordings {
    all: Vec<Wording>,
    /// The first wording with each hash of a text.
    by_hash: HashMap<u64, u32>,
}

impl Wordings {
    /// The number of a wording.
    pub(crate) fn number(&mut self, text: &SafeText, links: &[Link]) -> u32 {
        let next = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let known = *self.by_hash.entry(hash(text)).or_insert(next);
        if let Some(wording) = self.get(known)
            && wording.text == *text
            && *wording.links == *links
        {
            return known;
        }
        self.all.push(Wording {
            text: text.clone(),
            links: links.into(),
            facts: OnceLock::new(),
        });
        next
    }

    /// The wording with a number.
    pub(crate) fn get(&self, number: u32) -> Option<&Wording> {
        self.all.get(number as usize)
    }

    /// The names and numbers in a wording.
    pub(crate) fn facts(&self, number: u32) -> &[Word] {
        self.get(number).map_or(&[], |wording| {
            wording.facts.get_or_init(|| {
                let looks = Features::of(&wording.text, false, Rules::builtin());
                [looks.names, looks.numbers].concat().into()
            })
        })
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.all.len()
    }

    /// Some of them.
    pub(crate) fn range(&self, range: Range<usize>) -> &[Wording] {
        self.all.get(range).unwrap_or_default()
    }

    /// Takes in wordings that were kept, in the order in which they came.
    pub(crate) fn bring(&mut self, kept: Vec<Wording>) {
        for wording in kept {
            let next = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
            self.by_hash.entry(hash(&wording.text)).or_insert(next);
            self.all.push(wording);
        }
    }
}

fn hash(text: &SafeText) -> u64 {
    xxh3_64(text.as_bytes())
}
