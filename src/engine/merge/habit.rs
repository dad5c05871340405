//! How long the entries of a blog are, by the pages that state their borders: how long they are is the habit of a newsroom, and no
//! cue tells it. Where most entries are a paragraph, paragraphs of other pages begin entries more often than not.

use crate::engine::merge::sheet::Taken;

/// How many entries a page states, and how many texts they have.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Length {
    entries: u32,
    texts: u32,
}

impl Length {
    /// That of the entries of a page with certain borders.
    pub(crate) fn of(taken: &[Taken]) -> Self {
        let texts = taken
            .iter()
            .filter(|taken| taken.posting.is_some() && taken.role.is_body());
        let mut length = Self::default();
        let mut last = None;
        for taken in texts {
            length.texts += 1;
            length.entries += u32::from(taken.posting != last);
            last = taken.posting;
        }
        length
    }
}

/// What the habit of a blog says for a border between two texts, in quarters of log-odds: so that it seldom changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Habit(i8);

/// The share of texts that begin entries, where nothing is known of a blog.
const COMMON: f32 = 0.45;

/// So many texts it takes to believe a blog as much as all others.
const FEW: f32 = 3.0;

/// How much of it is said: what the cues say is moved by more than the odds alone.
const SAID: f32 = 1.3;

impl Habit {
    /// The habit that these pages show.
    pub(crate) fn of(lengths: impl Iterator<Item = Length>) -> Self {
        let (entries, texts) = lengths.fold((0.0, 0.0), |(entries, texts), length| {
            (entries + length.entries as f32, texts + length.texts as f32)
        });
        let share: f32 = (entries + COMMON * FEW) / (texts + FEW);
        let odds = |share: f32| (share / (1.0 - share)).ln();
        let said = SAID * (odds(share.clamp(0.05, 0.95)) - odds(COMMON));
        Self((said * 4.0).round() as i8)
    }

    /// The log-odds.
    pub(crate) fn odds(self) -> f32 {
        f32::from(self.0) / 4.0
    }
}
