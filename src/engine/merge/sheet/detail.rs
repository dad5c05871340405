//! What of a sheet is large and, once other sheets came, rarely asked for: it is folded into few bytes while nobody asks, and unfolded
//! when somebody does. Nothing that is found hangs on which of the two it is.

use std::ops::Deref;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use serde::Deserialize;
use serde::Serialize;

use crate::engine::merge::keep;
use crate::engine::merge::posting::Postings;
use crate::engine::merge::sheet::Row;
use crate::engine::segment::looks::Looks;
use crate::engine::squeeze;

/// It is folded when nobody asked while so many sheets came.
const ASKED_LATELY: usize = 8;

/// The lines of a sheet in detail.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Detail {
    pub(super) rows: Vec<Row>,
    /// What its lines look like, where they may be labelled again.
    pub(super) looks: Option<Looks>,
    /// Its postings, as the last stage has them.
    pub(super) postings: Postings,
}

/// The same, which may be folded.
#[derive(Debug, Default)]
pub(super) struct Folding {
    open: OnceLock<Box<Detail>>,
    /// What it is unfolded from, as long as it is the same.
    folded: Option<Folded>,
    asked: AtomicBool,
    /// How many sheets there were when somebody asked.
    last: usize,
}

#[derive(Debug)]
struct Folded {
    bytes: Box<[u8]>,
    /// How many there are before they are squeezed.
    len: usize,
}

impl Folding {
    /// A detail that is not folded yet.
    pub(super) fn of(detail: Box<Detail>) -> Self {
        Self {
            open: OnceLock::from(detail),
            asked: AtomicBool::new(true),
            ..Self::default()
        }
    }

    /// Changes the detail.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut Detail)) {
        let open = self.open.take();
        let mut open = open.unwrap_or_else(|| self.unfolded());
        change(&mut open);
        *self = Self::of(open);
    }

    /// Takes notice that there are so many sheets, and folds it if nobody asked lately.
    pub(super) fn rest(&mut self, sheets: usize) {
        if std::mem::take(self.asked.get_mut()) {
            self.last = sheets;
        }
        let Some(open) = self.open.get() else {
            return;
        };
        if sheets.saturating_sub(self.last) < ASKED_LATELY {
            return;
        }
        if self.folded.is_none() {
            self.folded = open.fold();
        }
        if self.folded.is_some() {
            self.open.take();
        }
    }

    fn unfolded(&self) -> Box<Detail> {
        let detail = self.folded.as_ref().and_then(Folded::unfold);
        Box::new(detail.unwrap_or_default())
    }

    /// Whether it is folded.
    #[cfg(test)]
    pub(super) fn is_folded(&self) -> bool {
        self.open.get().is_none()
    }
}

impl Deref for Folding {
    type Target = Detail;

    fn deref(&self) -> &Detail {
        // Read first: a write takes the memory from other threads.
        if !self.asked.load(Ordering::Relaxed) {
            self.asked.store(true, Ordering::Relaxed);
        }
        self.open.get_or_init(|| self.unfolded())
    }
}

impl Detail {
    /// Few bytes that say the same; nothing if there are none, which nothing is known to cause.
    fn fold(&self) -> Option<Folded> {
        let plain = postcard::to_allocvec(self).ok()?;
        let bytes = squeeze::squeeze(&plain).ok()?;
        Some(Folded {
            bytes: bytes.into(),
            len: plain.len(),
        })
    }
}

impl Folded {
    fn unfold(&self) -> Option<Detail> {
        let plain = squeeze::unsqueeze(&self.bytes, self.len)?;
        let mut detail: Detail = keep::read(&plain)?;
        detail.postings.brief();
        Some(detail)
    }
}
