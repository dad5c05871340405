//! Steps: what the person did, each of which can be taken back and done again, also by a later run of the program.
//! A step remembers which marks it made and which it took off; taking it back turns both around and deletes nothing.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;

use crate::engine::model::BlogId;
use crate::engine::model::Deed;
use crate::engine::model::EntryId;
use crate::engine::model::FilterThen;
use crate::engine::model::Step;
use crate::store::error::Problem;
use crate::store::group;
use crate::store::marks;
use crate::store::pack;
use crate::store::snapshots::Number;

/// Entries read within this time of each other are one step: nobody wants to take back single ones.
const READING: SignedDuration = SignedDuration::from_mins(10);

/// Stands for the blog of a step that concerns none.
const NO_BLOG: BlogId = BlogId([0; 8]);

/// A step that is being done.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    /// Its number.
    pub(super) n: i64,
}

/// Begins a step; what was taken back before cannot be done again after it.
pub(super) fn begin(
    db: &Connection,
    deed: Deed,
    blog: BlogId,
    now: Timestamp,
) -> Result<Open, Problem> {
    db.prepare_cached("UPDATE step SET dropped = 1 WHERE undone_at IS NOT NULL AND dropped = 0")?
        .execute([])?;
    if let Some(n) = going_on(db, deed, blog, now)? {
        db.prepare_cached("UPDATE step SET at = ?2 WHERE n = ?1")?
            .execute([n, pack::micros(now)])?;
        return Ok(Open { n });
    }
    db.prepare_cached("INSERT INTO step (at, what, blog) VALUES (?1, ?2, ?3)")?
        .execute(params![pack::micros(now), deed.name(), &blog.0[..]])?;
    Ok(Open {
        n: db.last_insert_rowid(),
    })
}

/// The step of reading that this one belongs to.
fn going_on(
    db: &Connection,
    deed: Deed,
    blog: BlogId,
    now: Timestamp,
) -> Result<Option<i64>, Problem> {
    if deed != Deed::Reading {
        return Ok(None);
    }
    let since = now.checked_sub(READING).unwrap_or(Timestamp::MIN);
    let mut query = db.prepare_cached(
        "SELECT n FROM step WHERE n = (SELECT max(n) FROM step WHERE dropped = 0)
         AND what = ?1 AND blog = ?2 AND at BETWEEN ?3 AND ?4",
    )?;
    let found = query
        .query_row(
            params![
                deed.name(),
                &blog.0[..],
                pack::micros(since),
                pack::micros(now)
            ],
            |row| row.get(0),
        )
        .optional()?;
    Ok(found)
}

/// Notes that a step changed an entry.
pub(super) fn touch(db: &Connection, step: Open, entry: EntryId) -> Result<(), Problem> {
    db.prepare_cached("INSERT OR IGNORE INTO step_entry (step, entry) VALUES (?1, ?2)")?
        .execute(params![step.n, &entry.0[..]])?;
    Ok(())
}

/// Ends a step; one that changed nothing is none.
pub(super) fn end(db: &Connection, step: Open) -> Result<(), Problem> {
    db.prepare_cached(
        "DELETE FROM step WHERE n = ?1 AND NOT EXISTS (SELECT 1 FROM step_entry WHERE step = ?1)",
    )?
    .execute([step.n])?;
    Ok(())
}

/// A step that was taken back or done again, and the snapshots whose blogs are to follow it.
#[derive(Debug)]
pub(super) struct Turned {
    pub(super) step: Step,
    pub(super) decided: BTreeSet<Number>,
}

/// Takes the newest step back; nothing if there is none.
pub(super) fn undo(db: &Connection, now: Timestamp) -> Result<Option<Turned>, Problem> {
    let n: Option<i64> = db
        .prepare_cached("SELECT max(n) FROM step WHERE undone_at IS NULL AND dropped = 0")?
        .query_row([], |row| row.get(0))?;
    let Some(n) = n else { return Ok(None) };
    db.prepare_cached(
        "UPDATE mark_anchor SET removed_at = NULL, restored_at = ?2 WHERE removed_by = ?1",
    )?
    .execute([n, pack::micros(now)])?;
    db.prepare_cached(
        "UPDATE mark_anchor SET removed_at = ?2
         WHERE removed_at IS NULL AND mark IN (SELECT n FROM mark WHERE step = ?1)",
    )?
    .execute([n, pack::micros(now)])?;
    for table in ["shelf", "decision"] {
        db.prepare_cached(&format!(
            "UPDATE {table} SET undone_at = NULL, restored_at = ?2 WHERE undone_by = ?1"
        ))?
        .execute([n, pack::micros(now)])?;
        db.prepare_cached(&format!(
            "UPDATE {table} SET undone_at = ?2 WHERE undone_at IS NULL AND step = ?1"
        ))?
        .execute([n, pack::micros(now)])?;
    }
    db.prepare_cached("UPDATE name_correction SET undone_at = ?2 WHERE step = ?1")?
        .execute([n, pack::micros(now)])?;
    db.prepare_cached("UPDATE step SET undone_at = ?2 WHERE n = ?1")?
        .execute([n, pack::micros(now)])?;
    settle(db, n, Way::Back, now).map(Some)
}

/// Does the step again that was taken back last; nothing if there is none.
pub(super) fn redo(db: &Connection, now: Timestamp) -> Result<Option<Turned>, Problem> {
    let n: Option<i64> = db
        .prepare_cached("SELECT min(n) FROM step WHERE undone_at IS NOT NULL AND dropped = 0")?
        .query_row([], |row| row.get(0))?;
    let Some(n) = n else { return Ok(None) };
    // A place that a step still in force took the mark off stays without it.
    db.prepare_cached(
        "UPDATE mark_anchor SET removed_at = NULL, restored_at = ?2
         WHERE mark IN (SELECT n FROM mark WHERE step = ?1) AND (removed_by IS NULL
             OR removed_by IN (SELECT n FROM step WHERE undone_at IS NOT NULL))",
    )?
    .execute([n, pack::micros(now)])?;
    db.prepare_cached("UPDATE mark_anchor SET removed_at = ?2 WHERE removed_by = ?1")?
        .execute([n, pack::micros(now)])?;
    for table in ["shelf", "decision"] {
        db.prepare_cached(&format!(
            "UPDATE {table} SET undone_at = NULL, restored_at = ?2 WHERE step = ?1 AND (undone_by IS NULL
                 OR undone_by IN (SELECT n FROM step WHERE undone_at IS NOT NULL))"
        ))?
        .execute([n, pack::micros(now)])?;
        db.prepare_cached(&format!(
            "UPDATE {table} SET undone_at = ?2 WHERE undone_by = ?1"
        ))?
        .execute([n, pack::micros(now)])?;
    }
    db.prepare_cached(
        "UPDATE name_correction SET undone_at = NULL, restored_at = ?2 WHERE step = ?1",
    )?
    .execute([n, pack::micros(now)])?;
    db.prepare_cached("UPDATE step SET undone_at = NULL WHERE n = ?1")?
        .execute([n])?;
    settle(db, n, Way::Again, now).map(Some)
}

/// Which way through the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Back,
    Again,
}

/// Works the marks of a step's entries out again, and tells what it was.
fn settle(db: &Connection, n: i64, way: Way, now: Timestamp) -> Result<Turned, Problem> {
    let (name, blog): (String, BlogId) = db
        .prepare_cached("SELECT what, blog FROM step WHERE n = ?1")?
        .query_row([n], |row| Ok((row.get(0)?, BlogId(row.get(1)?))))?;
    let mut query = db.prepare_cached("SELECT entry FROM step_entry WHERE step = ?1")?;
    let entries = query
        .query_map([n], |row| row.get(0).map(EntryId))?
        .collect::<Result<Vec<_>, _>>()?;
    let what = match way {
        Way::Back => "undo",
        Way::Again => "redo",
    };
    for id in &entries {
        marks::settle(db, *id)?;
        marks::record(db, *id, what, None, now)?;
    }
    let step = Step {
        deed: Deed::from_name(&name),
        entries: u32::try_from(entries.len()).unwrap_or(u32::MAX),
        blog,
        entry: entries.first().copied(),
        filter: filter_then(db, n, way)?,
    };
    Ok(Turned {
        step,
        decided: group::decided_by(db, n)?,
    })
}

/// Keeps that a saved filter was changed, as a step of its own. The filters themselves are in the person's settings.
pub(super) fn note_filter(
    db: &Connection,
    name: &str,
    before: Option<&str>,
    after: Option<&str>,
    now: Timestamp,
) -> Result<(), Problem> {
    let step = begin(db, Deed::Filter, NO_BLOG, now)?;
    db.prepare_cached(
        "INSERT INTO step_filter (step, name, before, after) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![step.n, name, before, after])?;
    Ok(())
}

/// What the saved filter of a step is to be now.
fn filter_then(db: &Connection, n: i64, way: Way) -> Result<Option<FilterThen>, Problem> {
    let mut query =
        db.prepare_cached("SELECT name, before, after FROM step_filter WHERE step = ?1")?;
    let found = query.query_row([n], |row| {
        Ok(FilterThen {
            name: row.get(0)?,
            text: row.get(if way == Way::Back { 1 } else { 2 })?,
        })
    });
    Ok(found.optional()?)
}
