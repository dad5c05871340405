//! The parts of a sheet that may be folded, by who asks for them: whoever writes down an entry, or labels lines, or counts votes.

use std::sync::Arc;

use crate::engine::merge::hint::Packed;
use crate::engine::merge::keep;
use crate::engine::merge::posting::Postings;
use crate::engine::merge::sheet::Gist;
use crate::engine::merge::sheet::ROUNDS;
use crate::engine::merge::sheet::Row;
use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::sheet::Taken;
use crate::engine::merge::sheet::aside::Ends;
use crate::engine::merge::sheet::folding::Fold;
use crate::engine::segment::looks::Looks;

/// Its lines, as entries are written from them.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) rows: Vec<Row>,
    /// What the rows are taken for in the end.
    pub(super) settled: Stage,
    /// Its postings, as the last stage has them.
    pub(super) postings: Postings,
}

/// What rows are taken for.
pub(super) type Stage = Arc<[Taken]>;

/// What its rows say and hear.
#[derive(Debug, Default)]
pub(super) struct Course {
    /// Its rows in brief.
    pub(super) gists: Box<[Gist]>,
    /// What the rows are taken for by the snapshot itself, and after each round.
    pub(super) stages: [Stage; ROUNDS.len() + 1],
    /// Those that others take for furniture in the end.
    pub(super) ends: Ends,
    /// The hints that each round gave its rows, if it takes part.
    pub(super) hints: [Vec<Packed>; ROUNDS.len()],
}

impl Fold for Lines {
    fn to_bytes(&self) -> Option<Vec<u8>> {
        postcard::to_allocvec(&(&self.rows, &*self.settled, &self.postings)).ok()
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let (rows, settled, postings) = keep::read(bytes)?;
        let settled: Vec<Taken> = settled;
        Some(Self {
            rows,
            settled: settled.into(),
            postings,
        })
    }
}

impl Fold for Looks {
    fn to_bytes(&self) -> Option<Vec<u8>> {
        postcard::to_allocvec(self).ok()
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        keep::read(bytes)
    }
}

impl Fold for Course {
    fn to_bytes(&self) -> Option<Vec<u8>> {
        let (first, changed) = (&*self.stages[0], self.changed());
        postcard::to_allocvec(&(&self.gists, first, changed, &self.ends, &self.hints)).ok()
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let (gists, first, changed, ends, hints) = keep::read(bytes)?;
        let first: Vec<Taken> = first;
        let mut course = Self {
            gists,
            stages: Self::stages(first.into()),
            ends,
            hints,
        };
        course.bring(changed);
        Some(course)
    }
}

impl Course {
    /// The same at every stage.
    pub(super) fn stages(first: Stage) -> [Stage; ROUNDS.len() + 1] {
        std::array::from_fn(|_| Arc::clone(&first))
    }

    /// What the rows are taken for after each round, where that is something else than before it.
    pub(super) fn changed(&self) -> [Option<&[Taken]>; ROUNDS.len()] {
        std::array::from_fn(|round| {
            let after = &self.stages[round + 1];
            (!Arc::ptr_eq(after, &self.stages[round])).then_some(&**after)
        })
    }

    /// Undoes [`Self::changed`].
    pub(super) fn bring(&mut self, changed: [Option<Vec<Taken>>; ROUNDS.len()]) {
        for (round, stage) in changed.into_iter().enumerate() {
            self.stages[round + 1] =
                stage.map_or_else(|| Arc::clone(&self.stages[round]), Arc::from);
        }
    }
}

impl Sheet {
    /// Takes notice that there are so many sheets: what nobody asked for lately is folded.
    pub(crate) fn rest(&mut self, sheets: u32) {
        self.shown.take();
        self.lines.rest(sheets);
        self.course.rest(sheets);
        if let Some(looks) = &mut self.looks {
            looks.rest(sheets);
        }
    }
}
