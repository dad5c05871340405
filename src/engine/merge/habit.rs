//! How long the entries of a blog are, by the pages that state their borders: how long they are is the habit of a newsroom, and no
//! cue tells it. Where most entries are a paragraph, paragraphs of other pages begin entries more often than not. Where no page
//! states borders, it still says something whether entries have headings: those that have none are shorter.

use serde::Deserialize;
use serde::Serialize;

use crate::engine::merge::sheet::Taken;
use crate::engine::model::Form;
use crate::engine::model::Role;
use crate::engine::segment::label::Habits;
use crate::engine::segment::label::Wont;

/// How many entries a page states, and how many texts they have.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Length {
    entries: u32,
    texts: u32,
    /// How many have one.
    lone: u32,
    /// How many have a heading above their texts.
    headed: u32,
}

impl Length {
    /// That of the entries of a page with certain borders.
    pub(crate) fn of(taken: &[Taken]) -> Self {
        let texts = taken
            .iter()
            .filter(|taken| taken.posting.is_some() && taken.role.is_body());
        let mut length = Self::default();
        let texts: Vec<_> = texts.map(|taken| taken.posting).collect();
        for entry in texts.chunk_by(PartialEq::eq) {
            length.texts += u32::try_from(entry.len()).unwrap_or(u32::MAX);
            length.entries += 1;
            length.lone += u32::from(entry.len() == 1);
        }
        let first = |row: &&Taken| row.stand.first_text() && row.role.is_body();
        let headed = taken.iter().filter(first);
        let headed = headed.filter(|row| row.posting.is_some() && row.stand.under_heading());
        length.headed = u32::try_from(headed.count()).unwrap_or(u32::MAX);
        length
    }
}

/// Whether the entries of a page have headings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Heads {
    /// Nothing tells: those who picked the lines may have dropped them.
    #[default]
    Unknown,
    /// Some have one.
    Shown,
    /// The headline of the page was kept, and no heading is there.
    Missing,
}

impl Heads {
    /// Whether those of a page have them that is read like this; `titled`: it shows its headline.
    pub(crate) fn of(form: Form, taken: &[Taken], titled: bool) -> Self {
        if taken.iter().any(|row| row.role == Role::Heading) {
            Self::Shown
        } else if titled && form == Form::Plain {
            Self::Missing
        } else {
            Self::Unknown
        }
    }
}

/// What the habit of a blog says for a border after the first text of an entry, and after a later one, in quarters of log-odds: so
/// that it seldom changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Habit([i8; 2]);

/// The share of texts that begin entries, where nothing is known of a blog.
const COMMON: f32 = 0.45;

/// The same where it is known that entries have no headings: these are shorter.
const COMMON_UNHEADED: f32 = 0.7;

/// So many texts it takes to believe a blog as much as all others.
const FEW: f32 = 3.0;

/// So many entries it takes to believe that a border is as likely after one text as after several.
const FEW_ENTRIES: f32 = 5.0;

/// How much of it is said: what the cues say is moved by more than the odds alone.
const SAID: f32 = 2.0;

/// What it says against a border after the first text of an entry where all entries are known to have headings: what few texts of
/// a page no other page tells are seldom several entries then.
const LONGER: f32 = 1.0;

impl Habit {
    /// The habit that these pages show.
    pub(crate) fn of(pages: impl Iterator<Item = (Length, Heads)>) -> Self {
        let (mut entries, mut texts, mut lone) = (0.0, 0.0, 0.0);
        let mut headed = 0.0;
        let (mut shown, mut missing) = (false, false);
        for (length, heads) in pages {
            shown |= heads == Heads::Shown;
            missing |= heads == Heads::Missing;
            entries += length.entries as f32;
            texts += length.texts as f32;
            lone += length.lone as f32;
            headed += length.headed as f32;
        }
        let shrunk = |ends: f32, of: f32, common: f32, few: f32| (ends + common * few) / (of + few);
        let common = match missing && !shown {
            true => COMMON_UNHEADED,
            false => COMMON,
        };
        let share = shrunk(entries, texts, common, FEW);
        let after_one = shrunk(lone, entries, share, FEW_ENTRIES);
        let after_more = shrunk(entries - lone, texts - entries, share, FEW_ENTRIES);
        let under_headings = if entries > 0.0 { headed / entries } else { 0.0 };
        let odds = |share: f32| (share / (1.0 - share)).ln();
        let longer = LONGER * under_headings;
        Self(
            [(after_one, longer), (after_more, 0.0)].map(|(share, longer)| {
                let said = SAID * (odds(share.clamp(0.05, 0.95)) - odds(COMMON));
                ((said - longer) * 4.0).round() as i8
            }),
        )
    }

    /// What it says after one text, and after more, as far as it is to be told: by how much likelier a border is than in other blogs,
    /// and by how much likelier none is. On average both say nothing, so that a text is no likelier in an entry than above all.
    pub(crate) fn told(self, far: f32) -> Habits {
        if self == Self::default() {
            return Habits::default();
        }
        self.0.map(|quarters| {
            let odds = f32::from(quarters) / 4.0 * far + (COMMON / (1.0 - COMMON)).ln();
            let share = 1.0 / (1.0 + (-odds).exp());
            let (begins, stays) = ((share / COMMON).ln(), ((1.0 - share) / (1.0 - COMMON)).ln());
            let mean = share * begins + (1.0 - share) * stays;
            Wont {
                begins: begins - mean,
                stays: stays - mean,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_with_headings_let_expect_fewer_borders() {
        let length = |headed| Length {
            entries: 6,
            texts: 12,
            lone: 3,
            headed,
        };
        let of = |headed| Habit::of(std::iter::once((length(headed), Heads::Shown)));
        let borders = |habit: Habit| habit.told(1.0).map(|wont| wont.begins - wont.stays);
        let (all, none) = (borders(of(6)), borders(of(0)));
        assert!(all[0] < none[0] && all[1] <= none[1]);
    }
}
