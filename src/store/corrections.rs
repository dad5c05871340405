//! What the person corrected of names. Kept for ever; one that was taken back stays on record.

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::params;

use crate::engine::model::BlogId;
use crate::engine::model::Deed;
use crate::engine::names::Correction;
use crate::store::error::Problem;
use crate::store::pack;
use crate::store::steps;

/// Every correction that holds, oldest first, with its number.
pub(super) fn all(db: &Connection) -> Result<Vec<(i64, Correction)>, Problem> {
    let mut query = db.prepare_cached(
        "SELECT n, body FROM name_correction WHERE undone_at IS NULL ORDER BY at, n",
    )?;
    let mut rows = query.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let body: String = row.get(1)?;
        let correction = serde_json::from_str(&body)
            .map_err(|error| Problem::Damaged(format!("a correction of a name: {error}")))?;
        found.push((row.get(0)?, correction));
    }
    Ok(found)
}

/// Keeps a correction.
pub(super) fn add(
    db: &Connection,
    correction: &Correction,
    step: Option<steps::Open>,
    now: Timestamp,
) -> Result<(), Problem> {
    let body =
        serde_json::to_string(correction).map_err(|error| Problem::Damaged(error.to_string()))?;
    db.prepare_cached("INSERT INTO name_correction (body, at, step) VALUES (?1, ?2, ?3)")?
        .execute(params![body, pack::micros(now), step.map(|step| step.n)])?;
    Ok(())
}

/// Keeps a correction as a step of its own.
pub(super) fn add_as_step(
    db: &Connection,
    blog: BlogId,
    correction: &Correction,
    now: Timestamp,
) -> Result<(), Problem> {
    let step = steps::begin(db, Deed::Name, blog, now)?;
    add(db, correction, Some(step), now)
}

/// Takes a correction back; false if there is none with this number.
pub(super) fn undo(db: &Connection, n: i64, now: Timestamp) -> Result<bool, Problem> {
    let changed = db
        .prepare_cached(
            "UPDATE name_correction SET undone_at = ?2 WHERE n = ?1 AND undone_at IS NULL",
        )?
        .execute(params![n, pack::micros(now)])?;
    Ok(changed > 0)
}
