//! What happens by itself when nothing else does: an entry that one rests on becomes read, and where one reads is kept.
//! Each is waited for once; when both are done, nothing is waited for.

use std::time::Duration;
use std::time::Instant;

use crate::app;
use crate::app::Msg;
use crate::app::State;
use crate::engine::model::EntryId;

/// A reader that is killed loses the place of so much reading at most; the place is written no more often than that.
const PLACE: Duration = Duration::from_secs(1);

/// What is waited for, and since when.
#[derive(Debug)]
pub(crate) struct Resting {
    /// How long one rests on an entry to have read it.
    dwell: Duration,
    /// The entry that one rests on.
    entry: Option<(EntryId, Instant)>,
    /// The place is another than the one that is kept.
    moved: Option<Instant>,
}

impl Resting {
    pub(crate) fn new(dwell: Duration) -> Self {
        Self {
            dwell,
            entry: None,
            moved: None,
        }
    }

    /// Looks at what the reader shows now.
    pub(crate) fn look(&mut self, state: &State) {
        let entry = app::dwelling(state);
        if self.entry.map(|(entry, _)| entry) != entry {
            self.entry = entry.map(|entry| (entry, Instant::now()));
        }
        let moved = app::is_elsewhere(state);
        self.moved = moved.then(|| self.moved.unwrap_or_else(Instant::now));
    }

    /// How long nothing else must happen until something does by itself.
    pub(crate) fn left(&self) -> Option<Duration> {
        let left = |longest: Duration, since: Instant| longest.saturating_sub(since.elapsed());
        let read = self.entry.map(|(_, since)| left(self.dwell, since));
        let kept = self.moved.map(|since| left(PLACE, since));
        read.into_iter().chain(kept).min()
    }

    /// What happens now that it is time.
    pub(crate) fn due(&self) -> Vec<Msg> {
        let is_over = |longest: Duration, since: Instant| since.elapsed() >= longest;
        let read = self.entry.filter(|(_, since)| is_over(self.dwell, *since));
        let kept = self.moved.filter(|since| is_over(PLACE, *since));
        let read = read.map(|(entry, _)| Msg::Dwelt(entry));
        read.into_iter().chain(kept.map(|_| Msg::Rested)).collect()
    }
}
