//! Entries that were rewritten: what stands under the same heading or at the same time, says much of the same, and is shown by no
//! snapshot beside it, is one told otherwise.

use foldhash::HashMap;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::merge::joined::Ground;
use crate::engine::merge::joined::STATED;
use crate::engine::merge::posting::Kind;
use crate::engine::model::NativeEntry;
use crate::engine::model::Stamp;
use crate::engine::text::likeness;
use crate::engine::text::words::Word;

/// How much of two texts must be the same, word by word: under one heading or at one time, and at both.
const ALIKE: f32 = 0.5;
const ALIKE_TWICE: f32 = 0.4;

/// Times that more kinds of postings state say nothing of which of them are one entry.
const COMMON: usize = 16;

/// When an entry says that it was published, in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Told {
    /// Since 1970, in UTC.
    Instant(i64),
    /// Since midnight, in the zone of the page.
    Clock(u16),
    /// The same of a day: its year, month and day.
    Dated(i16, i8, i8, u16),
}

impl Told {
    /// The time that an entry states; nothing of ages, which each page states otherwise.
    pub(super) fn of(native: Option<&NativeEntry>, stamps: &[&Stamp]) -> Option<Self> {
        let published = native.and_then(|native| native.published_at);
        let instant = published.or_else(|| stamps.iter().find_map(|stamp| stamp.instant));
        let clock = |stamp: &&Stamp| {
            let minutes = stamp.minutes?;
            Some(match stamp.day {
                Some((year, month, day)) => Self::Dated(year, month, day, minutes),
                None => Self::Clock(minutes),
            })
        };
        let minutes = instant.map(|at| Self::Instant(at.as_second().div_euclid(60)));
        minutes.or_else(|| stamps.iter().find_map(clock))
    }

    /// The minute of the hour, whatever the zone.
    pub(super) fn minute(self) -> Option<u8> {
        let minutes = match self {
            Self::Instant(minutes) => minutes,
            Self::Clock(minutes) | Self::Dated(.., minutes) => minutes.into(),
        };
        u8::try_from(minutes.rem_euclid(60)).ok()
    }

    /// Whether two times are the same, as far as both state it; nothing of those that are stated in different ways.
    fn agrees(self, other: Self) -> Option<bool> {
        match (self, other) {
            (Self::Dated(..), Self::Dated(..)) => Some(self == other),
            _ if self.is_clock() == other.is_clock() => Some(self.undated() == other.undated()),
            _ => None,
        }
    }

    fn is_clock(self) -> bool {
        !matches!(self, Self::Instant(_))
    }

    /// The time without its day.
    fn undated(self) -> Self {
        match self {
            Self::Dated(_, _, _, minutes) => Self::Clock(minutes),
            time => time,
        }
    }

    /// The bytes of which a hash is made.
    pub(super) fn bytes(self) -> [u8; 9] {
        let (kind, number) = match self {
            Self::Instant(minutes) => (1, minutes),
            Self::Clock(minutes) => (2, i64::from(minutes)),
            Self::Dated(year, month, day, minutes) => {
                let days = (i64::from(year) * 12 + i64::from(month)) * 31 + i64::from(day);
                (3, days * 1440 + i64::from(minutes))
            }
        };
        let mut bytes = [kind; 9];
        bytes[1..].copy_from_slice(&number.to_le_bytes());
        bytes
    }
}

/// The kinds that stand anywhere and state their borders, by the time that they state, whatever the day.
#[derive(Debug, Default)]
pub(super) struct ByTime(HashMap<Told, Vec<u32>>);

impl ByTime {
    /// Takes in that a kind stands somewhere, or nowhere any more; returns those that state the same time.
    pub(super) fn put(&mut self, k: u32, kind: &Kind, stands: bool) -> &[u32] {
        let Some(told) = kind.told.filter(|_| kind.tier <= STATED) else {
            return &[];
        };
        let kinds = self.0.entry(told.undated()).or_default();
        match (kinds.iter().position(|known| *known == k), stands) {
            (None, true) => kinds.push(k),
            (Some(at), false) => {
                kinds.remove(at);
            }
            _ => {}
        }
        if kinds.len() <= COMMON + 1 {
            kinds
        } else {
            &[]
        }
    }

    /// The kinds that state a time, unless they are too many to say anything.
    pub(super) fn at(&self, told: Option<Told>) -> &[u32] {
        let kinds = told.and_then(|told| self.0.get(&told.undated()));
        let few = kinds.filter(|kinds| kinds.len() <= COMMON);
        few.map_or(&[], |kinds| kinds)
    }
}

impl<'g> Ground<'g> {
    /// Whether one of two kinds is the other rewritten.
    pub(super) fn are_rewritten(&self, a: &'g Kind, b: &'g Kind) -> bool {
        let times = a.told.zip(b.told).and_then(|(a, b)| a.agrees(b));
        let apart = times == Some(false) || a.happened_apart(b);
        let stated = a.tier <= STATED && b.tier <= STATED;
        let at_once = stated && times == Some(true);
        let headed = a.heading == b.heading && a.heading.is_some_and(|h| self.names(h));
        let least = match (at_once, headed) {
            (true, true) => ALIKE_TWICE,
            (true, false) | (false, true) => ALIKE,
            (false, false) => return false,
        };
        if apart || self.have_other_ids(a, b) || a.weight.min(b.weight) == 0.0 {
            return false;
        }
        likeness::reaches(&self.said(a), &self.said(b), least) && !self.stand_apart(a, b)
    }

    /// All words of a kind's text.
    fn said(&self, kind: &Kind) -> Vec<Word> {
        let words = kind
            .text
            .iter()
            .map(|(class, _)| self.paragraphs.words(*class));
        words.flatten().copied().collect()
    }
}
