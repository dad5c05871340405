//! What merges remember, as the database keeps it: written with the timeline that it is of, in the same transaction.
//! All of it is derived. What an older program kept, or what cannot be read, counts as nothing.

use rusqlite::Connection;
use rusqlite::params;

use crate::engine::merge;
use crate::engine::merge::Memory;
use crate::store::engine::Engine;
use crate::store::error::Problem;
use crate::store::pack;

/// What is kept of a blog's merge; an empty memory if nothing is.
pub(super) fn load(db: &Connection, engine: &Engine, blog: i64) -> Result<Memory, Problem> {
    let mut query =
        db.prepare_cached("SELECT part, version, body FROM merge_part WHERE blog = ?1")?;
    let mut rows = query.query([blog])?;
    let mut parts = Vec::new();
    while let Some(row) = rows.next()? {
        let body = row.get_ref(2)?;
        let body = body.as_blob().ok();
        match body.and_then(|body| pack::unsqueeze(body, "a part of a merge").ok()) {
            Some(body) if row.get::<_, i64>(1)? == version(engine) => {
                parts.push((row.get(0)?, body));
            }
            _ => return Ok(Memory::default()),
        }
    }
    if parts.is_empty() {
        return Ok(Memory::default());
    }
    Ok(Memory::of_kept(parts).unwrap_or_default())
}

/// Keeps what changed in a blog's memory since it was kept last.
pub(super) fn save(
    db: &Connection,
    engine: &Engine,
    blog: i64,
    memory: &mut Memory,
) -> Result<(), Problem> {
    let keep = memory
        .to_keep()
        .map_err(|error| Problem::Damaged(format!("a merge cannot be kept ({error})")))?;
    if keep.anew {
        forget(db, blog)?;
    }
    let mut insert = db.prepare_cached(
        "INSERT OR REPLACE INTO merge_part (blog, part, version, body) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for (part, body) in keep.parts {
        insert.execute(params![blog, part, version(engine), pack::squeeze(&body)?])?;
    }
    Ok(())
}

/// Keeps nothing of a blog's merge any more.
pub(super) fn forget(db: &Connection, blog: i64) -> Result<(), Problem> {
    db.prepare_cached("DELETE FROM merge_part WHERE blog = ?1")?
        .execute([blog])?;
    Ok(())
}

/// Keeps nothing of any merge any more.
pub(super) fn forget_all(db: &Connection) -> Result<(), Problem> {
    db.execute("DELETE FROM merge_part", [])?;
    Ok(())
}

/// The engine and the form that something was kept with, as one number.
fn version(engine: &Engine) -> i64 {
    i64::from(engine.version) * 1000 + i64::from(merge::FORM)
}
