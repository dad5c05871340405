//! What the person does: marks, how blogs are kept, what belongs together, names; and taking it back.

use jiff::Timestamp;
use rusqlite::Connection;

use crate::engine::model::BlogId;
use crate::engine::model::Deed;
use crate::engine::model::LeftAt;
use crate::engine::model::MarkChange;
use crate::engine::model::ShelfChange;
use crate::engine::model::SnapshotId;
use crate::engine::model::Step;
use crate::engine::names::Correction;
use crate::engine::rules::Rules;
use crate::store::Result;
use crate::store::Store;
use crate::store::corrections;
use crate::store::error::Problem;
use crate::store::import;
use crate::store::left;
use crate::store::marks;
use crate::store::shelf;
use crate::store::snapshots;
use crate::store::steps;
use crate::store::steps::Turned;
use crate::store::visits;

impl Store {
    /// Changes how a blog is kept, all or nothing; durable when this returns, and one step for [`Self::undo`].
    pub fn keep(&mut self, blog: BlogId, changes: &[ShelfChange], now: Timestamp) -> Result<()> {
        self.write(|db| shelf::change(db, blog, changes, now))
    }

    /// Keeps what a saved filter was before and is now, as a step for [`Self::undo`].
    pub fn note_filter(
        &mut self,
        name: &str,
        before: Option<&str>,
        after: Option<&str>,
        now: Timestamp,
    ) -> Result<()> {
        self.write(|db| steps::note_filter(db, name, before, after, now))
    }

    /// What the person corrected of names, oldest first, each with its number.
    pub fn name_corrections(&self) -> Result<Vec<(i64, Correction)>> {
        self.read(corrections::all)
    }

    /// Keeps a correction of a name, durable when this returns.
    pub fn correct_name(&mut self, correction: &Correction, now: Timestamp) -> Result<()> {
        self.write(|db| corrections::add(db, correction, None, now))
    }

    /// The same as a step that can be taken back, made while this blog was read.
    pub fn correct_name_in(
        &mut self,
        blog: BlogId,
        correction: &Correction,
        now: Timestamp,
    ) -> Result<()> {
        self.write(|db| corrections::add_as_step(db, blog, correction, now))
    }

    /// Takes a correction of a name back; false if none has this number.
    pub fn uncorrect_name(&mut self, n: i64, now: Timestamp) -> Result<bool> {
        self.write(|db| corrections::undo(db, n, now))
    }

    /// Makes marks, all or none, durable when this returns. They are one step for [`Self::undo`].
    pub fn mark(&mut self, changes: &[MarkChange], now: Timestamp) -> Result<()> {
        self.mark_as(Deed::of(changes), changes, now)
    }

    /// The same, where the step is not what the changes say: reading by itself goes on in one step for a while.
    pub fn mark_as(&mut self, deed: Deed, changes: &[MarkChange], now: Timestamp) -> Result<()> {
        self.write(|db| marks::change(db, changes, deed, now))
    }

    /// Takes back what the person did last; nothing if everything is taken back.
    pub fn undo(&mut self, now: Timestamp) -> Result<Option<Step>> {
        self.turn(|db| steps::undo(db, now))
    }

    /// Does again what was taken back last; nothing if there is nothing, or something else was done since.
    pub fn redo(&mut self, now: Timestamp) -> Result<Option<Step>> {
        self.turn(|db| steps::redo(db, now))
    }

    fn turn(
        &mut self,
        work: impl FnOnce(&Connection) -> std::result::Result<Option<Turned>, Problem>,
    ) -> Result<Option<Step>> {
        self.merge(|db, engine, memories| {
            let Some(turned) = work(db)? else {
                return Ok(None);
            };
            import::settle(db, engine, memories, &turned.decided)?;
            Ok(Some(turned.step))
        })
    }

    /// Keeps that the person is at a blog now: what came in before is no news any more.
    pub fn keep_visit(&mut self, blog: BlogId, now: Timestamp) -> Result<()> {
        self.write(|db| visits::keep(db, blog, now))
    }

    /// Keeps where a blog is left now; nothing is its beginning.
    pub fn keep_left(&mut self, blog: BlogId, at: Option<&LeftAt>, now: Timestamp) -> Result<()> {
        self.write(|db| left::keep(db, blog, at, now))
    }

    /// Says that two snapshots (or blogs, by any of their snapshots) belong together or do not; the decision is kept.
    pub fn decide(
        &mut self,
        a: SnapshotId,
        b: SnapshotId,
        same: bool,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<()> {
        let mut silent = |_, _| {};
        self.merge(|db, engine, memories| {
            if snapshots::any_older(db, engine.version)? {
                import::refresh(db, engine, memories, rules, &mut silent)?;
            }
            import::decide(db, engine, memories, a, b, same, now)
        })
    }
}
