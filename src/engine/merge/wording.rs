//! How paragraphs are written: each text with its links and pictures once, however many snapshots show it.

use std::hash::Hash;
use std::hash::Hasher;
use std::ops::Range;
use std::sync::OnceLock;

use foldhash::HashMap;
use serde::Deserialize;
use serde::Serialize;
use xxhash_rust::xxh3::Xxh3Default;
use xxhash_rust::xxh3::xxh3_64;

use crate::engine::model::Link;
use crate::engine::model::Picture;
use crate::engine::rules::Rules;
use crate::engine::segment::feature::Features;
use crate::engine::text::SafeText;
use crate::engine::text::words;
use crate::engine::text::words::Word;

/// A text as a snapshot writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Wording {
    pub(crate) text: SafeText,
    pub(crate) links: Box<[Link]>,
    pub(crate) pictures: Box<[Picture]>,
    /// The names and numbers in it, once somebody asked for them.
    #[serde(skip)]
    facts: OnceLock<Box<[Word]>>,
}

/// All wordings of a blog's snapshots.
#[derive(Debug, Default)]
pub(crate) struct Wordings {
    all: Vec<Wording>,
    /// The first wording with each hash of a text with its links and pictures.
    by_hash: HashMap<u64, u32>,
}

impl Wordings {
    /// The number of a wording.
    pub(crate) fn number(&mut self, text: &SafeText, links: &[Link], pictures: &[Picture]) -> u32 {
        let next = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let known = *self
            .by_hash
            .entry(hash(text, links, pictures))
            .or_insert(next);
        if let Some(wording) = self.get(known)
            && wording.text == *text
            && *wording.links == *links
            && *wording.pictures == *pictures
        {
            return known;
        }
        self.all.push(Wording {
            text: text.clone(),
            links: links.into(),
            pictures: pictures.into(),
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
                let signs = words::number_signs(&wording.text);
                [looks.names, looks.numbers, signs].concat().into()
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
            let hash = hash(&wording.text, &wording.links, &wording.pictures);
            self.by_hash.entry(hash).or_insert(next);
            self.all.push(wording);
        }
    }
}

fn hash(text: &SafeText, links: &[Link], pictures: &[Picture]) -> u64 {
    if links.is_empty() && pictures.is_empty() {
        return xxh3_64(text.as_bytes());
    }
    let mut hasher = Xxh3Default::new();
    (text, links, pictures).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_once_with_its_links_and_once_without_them() {
        let text = SafeText::new("The ferry is late.");
        let links = [Link {
            start: 4,
            end: 9,
            url: SafeText::new("https://example.org/ferry"),
        }];
        let mut wordings = Wordings::default();
        let bare = wordings.number(&text, &[], &[]);
        let linked = wordings.number(&text, &links, &[]);
        assert_ne!(bare, linked);
        for _ in 0..3 {
            assert_eq!(wordings.number(&text, &links, &[]), linked);
            assert_eq!(wordings.number(&text, &[], &[]), bare);
        }
        assert_eq!(wordings.count(), 2);
        let mut again = Wordings::default();
        again.bring(wordings.range(0..2).to_vec());
        assert_eq!(again.number(&text, &links, &[]), linked);
        assert_eq!(again.count(), 2);
    }
}
