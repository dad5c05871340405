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

    /// What the text as a whole says of a name, as far as any clue hears it.
    pub(crate) fn says(&self, key: u64) -> Says {
        self.counts.get(&key).map(Counts::says).unwrap_or_default()
    }

    /// Adds another memory; answers of which names the whole says something else from now on.
    pub(crate) fn add(&mut self, other: &Self) -> Vec<u64> {
        self.change(other, Counts::plus)
    }

    /// Takes away what was added before.
    pub(crate) fn subtract(&mut self, other: &Self) -> Vec<u64> {
        let changed = self.change(other, Counts::minus);
        for key in other.counts.keys() {
            if self.counts.get(key) == Some(&Counts::default()) {
                self.counts.remove(key);
            }
        }
        changed
    }

    fn change(&mut self, other: &Self, by: fn(&mut Counts, &Counts)) -> Vec<u64> {
        let mut changed = Vec::new();
        for (key, counts) in &other.counts {
            let mine = self.counts.entry(*key).or_default();
            let before = mine.says();
            by(mine, counts);
            if mine.says() != before {
                changed.push(*key);
            }
        }
        changed
    }

    /// The names that the clues of a stretch of words ask for.
    pub(crate) fn asked(surface: &str, words: &[Word], ask: &mut dyn FnMut(u64)) {
        ask(key(surface));
        match words {
            [_] => ask(key(&surface.to_lowercase())),
            [first, .., last] if words.len() <= 3 => {
                let last = surface.get(last.token.start - first.token.start..);
                if let Some(last) = last {
                    ask(key(last));
                }
            }
            _ => {}
        }
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
        let says = self.says(key(surface));
        if says.has(Says::KNOWN) {
            says.give_kind(give);
        }
        if says.has(Says::ACRONYM) {
            give(Clue::DocumentAcronym);
        }
        match words {
            [word] => self.give_single(surface, word, says, cut, give),
            [first, .., last] if words.len() <= 3 => {
                let said = surface
                    .get(last.token.start - first.token.start..)
                    .map(|last| self.says(key(last)));
                if said.is_some_and(|said| said.has(Says::KNOWN | Says::PERSON)) {
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
        says: Says,
        cut: bool,
        give: &mut dyn FnMut(Clue),
    ) {
        if cut {
            return;
        }
        if says.has(Says::SURNAME) {
            give(Clue::DocumentSurname);
        } else if says.has(Says::FIRST) {
            give(Clue::DocumentFirstName);
        }
        if says.has(Says::PART) {
            give(Clue::DocumentPart);
        }
        let lower = self.says(key(&surface.to_lowercase())).has(Says::LOWER);
        if says.has(Says::INSIDE_OFTEN) && !lower {
            give(Clue::DocumentAlways);
        }
        if word.is(Shape::START) || word.is(Shape::TITLE_CASE) {
            if lower {
                give(Clue::DocumentLower);
            }
            if says.has(Says::INSIDE) {
                give(Clue::DocumentInside);
            }
        }
    }
}

/// What of some counts is heard: all that a clue asks for, so that equal words give equal clues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Says(u16);

impl Says {
    /// The best reading stands in the lowest two bits.
    const BEST: u16 = 3;
    /// Its clues were added up twice or more.
    const KNOWN: u16 = 1 << 2;
    const LEADS: u16 = 1 << 3;
    const LEADS_CLEARLY: u16 = 1 << 4;
    /// Clearly a person.
    const PERSON: u16 = 1 << 5;
    const SURNAME: u16 = 1 << 6;
    const FIRST: u16 = 1 << 7;
    const PART: u16 = 1 << 8;
    const ACRONYM: u16 = 1 << 9;
    const INSIDE: u16 = 1 << 10;
    const INSIDE_OFTEN: u16 = 1 << 11;
    const LOWER: u16 = 1 << 12;

    fn has(self, what: u16) -> bool {
        self.0 & what == what
    }

    /// Which reading the text as a whole prefers, and how clearly.
    fn give_kind(self, give: &mut dyn FnMut(Clue)) {
        let (clue, strong) = match Reading::ALL[usize::from(self.0 & Self::BEST)] {
            Reading::Person => (Clue::DocumentPerson, Clue::DocumentPersonStrong),
            Reading::Place => (Clue::DocumentPlace, Clue::DocumentPlaceStrong),
            Reading::Organisation => (Clue::DocumentOrganisation, Clue::DocumentOrganisationStrong),
            Reading::Other => (Clue::DocumentOther, Clue::DocumentOther),
        };
        if self.has(Self::LEADS) {
            give(clue);
        }
        if self.has(Self::LEADS_CLEARLY) {
            give(strong);
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

    fn says(&self) -> Says {
        let best = (0..Reading::COUNT)
            .max_by_key(|i| self.said[*i])
            .unwrap_or(0);
        let second = (0..Reading::COUNT)
            .filter(|i| *i != best)
            .map(|i| self.said[i])
            .max()
            .unwrap_or(0);
        let lead = self.said[best] - second;
        let person = best == Reading::Person as usize && lead >= 12;
        let heard = [
            (Says::KNOWN, self.read >= 2),
            (Says::LEADS, lead >= 6),
            (Says::LEADS_CLEARLY, lead >= 30),
            (Says::PERSON, person),
            (Says::SURNAME, self.surname > 0),
            (Says::FIRST, self.first > 0),
            (Says::PART, self.part > 0),
            (Says::ACRONYM, self.acronym > 0),
            (Says::INSIDE, self.inside > 0),
            (Says::INSIDE_OFTEN, self.inside >= 2),
            (Says::LOWER, self.lower > 0),
        ];
        let bits = heard.iter().filter(|(_, is)| *is).map(|(bit, _)| bit);
        Says(bits.sum::<u16>() | best as u16)
    }

    fn plus(&mut self, other: &Self) {
        for (mine, theirs) in self.said.iter_mut().zip(other.said) {
            *mine += theirs;
        }
        let mut other = *other;
        for (mine, theirs) in self.tallies().into_iter().zip(other.tallies()) {
            *mine += *theirs;
        }
    }

    fn minus(&mut self, other: &Self) {
        for (mine, theirs) in self.said.iter_mut().zip(other.said) {
            *mine -= theirs;
        }
        let mut other = *other;
        for (mine, theirs) in self.tallies().into_iter().zip(other.tallies()) {
            *mine = mine.saturating_sub(*theirs);
        }
    }

    fn tallies(&mut self) -> [&mut u32; 7] {
        [
            &mut self.read,
            &mut self.surname,
            &mut self.first,
            &mut self.part,
            &mut self.acronym,
            &mut self.inside,
            &mut self.lower,
        ]
    }
}
