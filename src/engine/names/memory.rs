//! What a whole text, or all entries of a blog, say about a name: counts that can be added and taken away.
//! No order and no time matter, so that the same texts always say the same.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64;

use crate::engine::names::Clue;
use crate::engine::names::Reading;
use crate::engine::names::class::fold;
use crate::engine::names::run::Word;
use crate::engine::names::token::Shape;

/// What was seen of one string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counts {
    /// How often it was read as each kind.
    pub(crate) read: [u32; Reading::COUNT],
    /// How often it was the last word of a person's full name.
    pub(crate) surname: u32,
    /// How often it was the first word of a person's full name.
    pub(crate) first: u32,
    /// How often it was the head, or the beginning, of an organisation's name.
    pub(crate) part: u32,
    /// How often it stood in brackets after an organisation.
    pub(crate) acronym: u32,
    /// How often it stood inside a sentence with a capital letter.
    pub(crate) inside: u32,
    /// How often it was written with a small letter.
    pub(crate) lower: u32,
}

/// Counts by name.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    counts: HashMap<u64, Counts>,
}

/// The key of a name.
pub(crate) fn key(name: &str) -> u64 {
    if name.is_ascii() {
        xxh3_64(name.as_bytes())
    } else {
        xxh3_64(fold(name).as_bytes())
    }
}

impl Memory {
    pub(crate) fn at(&mut self, name: &str) -> &mut Counts {
        self.counts.entry(key(name)).or_default()
    }

    pub(crate) fn get(&self, name: &str) -> Counts {
        self.counts.get(&key(name)).copied().unwrap_or_default()
    }

    /// Gives the clues that the text as a whole gives for a stretch of words.
    pub(crate) fn put(&self, surface: &str, words: &[Word], clues: &mut Vec<Clue>) {
        let counts = self.get(surface);
        let total: u32 = counts.read.iter().sum();
        let clue = [
            Clue::DocumentPerson,
            Clue::DocumentPlace,
            Clue::DocumentOrganisation,
            Clue::DocumentOther,
        ];
        for (count, clue) in counts.read.iter().zip(clue) {
            if *count >= 2 && count * 3 > total * 2 {
                clues.push(clue);
            }
        }
        if counts.acronym > 0 {
            clues.push(Clue::DocumentAcronym);
        }
        let [word] = words else {
            return;
        };
        if clues
            .iter()
            .any(|clue| matches!(clue, Clue::Cut | Clue::CutAfter))
        {
            return;
        }
        if counts.surname > 0 {
            clues.push(Clue::DocumentSurname);
        } else if counts.first > 0 {
            clues.push(Clue::DocumentFirstName);
        }
        if counts.part > 0 {
            clues.push(Clue::DocumentPart);
        }
        let doubtful = word.is(Shape::START) || word.is(Shape::TITLE_CASE);
        if doubtful {
            if self.get(&surface.to_lowercase()).lower > 0 {
                clues.push(Clue::DocumentLower);
            }
            if counts.inside > 0 {
                clues.push(Clue::DocumentInside);
            }
        }
    }
}
