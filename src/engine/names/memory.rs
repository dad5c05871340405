//! What a whole text, or all entries of a blog, say about a name: counts that can be added and taken away.
//! No order and no time matter, so that the same texts always say the same.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::hash::Hasher;

use xxhash_rust::xxh3::xxh3_64;

use crate::engine::names::Clue;
use crate::engine::names::Reading;
use crate::engine::names::class::fold;
use crate::engine::names::run::Word;
use crate::engine::names::token::Shape;

/// What was seen of one string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counts {
    /// What all its clues said together for each reading, in quarters of a point.
    pub(crate) said: [i32; Reading::COUNT],
    /// How often its clues were added up.
    pub(crate) read: u32,
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
    counts: HashMap<u64, Counts, BuildHasherDefault<KeyHasher>>,
}

/// Keys are hashes already.
#[derive(Debug, Clone, Copy, Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
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

    /// Gives the clues that the text as a whole gives for a stretch of words; `cut` says that it leaves
    /// out a capitalised word beside it.
    pub(crate) fn clues(
        &self,
        surface: &str,
        words: &[Word],
        cut: bool,
        give: &mut dyn FnMut(Clue),
    ) {
        let counts = self.get(surface);
        if counts.read >= 2 {
            counts.give_kind(give);
        }
        if counts.acronym > 0 {
            give(Clue::DocumentAcronym);
        }
        match words {
            [word] => self.give_single(surface, word, counts, cut, give),
            [first, .., last] if words.len() <= 3 => {
                let said = surface
                    .get(last.token.start - first.token.start..)
                    .map(|last| self.get(last));
                if said.is_some_and(|said| said.read >= 2 && said.prefers(Reading::Person)) {
                    give(Clue::DocumentLastPerson);
                }
            }
            _ => {}
        }
    }

    fn give_single(
        &self,
        surface: &str,
        word: &Word,
        counts: Counts,
        cut: bool,
        give: &mut dyn FnMut(Clue),
    ) {
        if cut {
            return;
        }
        if counts.surname > 0 {
            give(Clue::DocumentSurname);
        } else if counts.first > 0 {
            give(Clue::DocumentFirstName);
        }
        if counts.part > 0 {
            give(Clue::DocumentPart);
        }
        let lower = self.get(&surface.to_lowercase()).lower;
        if counts.inside >= 2 && lower == 0 {
            give(Clue::DocumentAlways);
        }
        if word.is(Shape::START) || word.is(Shape::TITLE_CASE) {
            if lower > 0 {
                give(Clue::DocumentLower);
            }
            if counts.inside > 0 {
                give(Clue::DocumentInside);
            }
        }
    }
}

impl Counts {
    /// Adds what the clues of one place say.
    pub(crate) fn add(&mut self, scores: [f32; Reading::COUNT]) {
        self.read += 1;
        for (said, score) in self.said.iter_mut().zip(scores) {
            *said += (score.clamp(-8.0, 8.0) * 4.0) as i32;
        }
    }

    /// Whether the text as a whole clearly prefers this reading.
    fn prefers(&self, reading: Reading) -> bool {
        let mine = self.said[reading as usize];
        Reading::ALL
            .iter()
            .filter(|other| **other != reading)
            .all(|other| mine - self.said[*other as usize] >= 12)
    }

    /// Which reading the text as a whole prefers, and how clearly.
    fn give_kind(&self, give: &mut dyn FnMut(Clue)) {
        let best = (0..Reading::COUNT)
            .max_by_key(|i| self.said[*i])
            .unwrap_or(0);
        let second = (0..Reading::COUNT)
            .filter(|i| *i != best)
            .map(|i| self.said[i])
            .max()
            .unwrap_or(0);
        let lead = self.said[best] - second;
        let (clue, strong) = match Reading::ALL[best] {
            Reading::Person => (Clue::DocumentPerson, Clue::DocumentPersonStrong),
            Reading::Place => (Clue::DocumentPlace, Clue::DocumentPlaceStrong),
            Reading::Organisation => (Clue::DocumentOrganisation, Clue::DocumentOrganisationStrong),
            Reading::Other => (Clue::DocumentOther, Clue::DocumentOther),
        };
        if lead >= 6 {
            give(clue);
        }
        if lead >= 30 {
            give(strong);
        }
    }
}
