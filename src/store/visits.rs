//! Visits: when the person was at a blog last, and what came into the library since.

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;

use crate::engine::model::BlogId;
use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::engine::model::EntryState;
use crate::engine::news;
use crate::engine::news::Item;
use crate::engine::news::Known;
use crate::engine::news::News;
use crate::store::body;
use crate::store::error::Problem;
use crate::store::find;
use crate::store::pack;
use crate::store::rows;
use crate::store::snapshots;

/// Since when something is news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// The last visit.
    LastVisit,
    /// A time.
    Time(Timestamp),
}

/// Keeps that the person is at a blog now.
pub(super) fn keep(db: &Connection, blog: BlogId, now: Timestamp) -> Result<(), Problem> {
    let row = find::row_of(db, blog)?;
    let mut query = db.prepare_cached("SELECT id FROM entry WHERE blog = ?1 AND state = ?2")?;
    let withdrawn = query
        .query_map([row, rows::state_number(EntryState::Withdrawn)], |row| {
            row.get::<_, [u8; 8]>(0)
        })?
        .collect::<Result<Vec<_>, _>>()?
        .concat();
    db.prepare_cached("INSERT INTO visit (blog, at, withdrawn) VALUES (?1, ?2, ?3)")?
        .execute(params![&blog.0[..], pack::micros(now), withdrawn])?;
    Ok(())
}

/// What is new in a blog. To one who was never there, nothing is.
pub(super) fn news(db: &Connection, blog: BlogId, since: Since) -> Result<News, Problem> {
    let row = find::row_of(db, blog)?;
    let found = match since {
        Since::Time(at) => Some((pack::micros(at), Vec::new())),
        Since::LastVisit => last(db, row)?,
    };
    let Some((at, withdrawn)) = found else {
        return Ok(News::default());
    };
    let mut known = Known {
        withdrawn: withdrawn.into_iter().collect(),
        ..Known::default()
    };
    let mut query = db.prepare_cached(
        "SELECT n FROM snapshot WHERE blog = ?1 AND coalesce(news_at, added_at) <= ?2",
    )?;
    for n in query
        .query_map([row, at], |row| row.get(0))?
        .collect::<Result<Vec<i64>, _>>()?
    {
        known.snapshots.insert(snapshots::id_of(db, n)?);
    }
    let mut items = Vec::new();
    for entry in touched(db, row, at)? {
        if let Some(kind) = news::judge(&entry, &known) {
            items.push(Item { kind, entry });
        }
    }
    Ok(News {
        since: pack::time(at),
        items,
    })
}

/// The last visit to a blog, under any id it had: when it was, and what was withdrawn then.
fn last(db: &Connection, row: i64) -> Result<Option<(i64, Vec<EntryId>)>, Problem> {
    let mut query = db.prepare_cached(
        "SELECT at, withdrawn FROM visit WHERE blog IN (SELECT own_blog FROM snapshot WHERE blog = ?1)
         ORDER BY at DESC LIMIT 1",
    )?;
    let found: Option<(i64, Vec<u8>)> = query
        .query_row([row], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.map(|(at, bytes)| {
        let ids = bytes.chunks_exact(8).filter_map(|id| id.try_into().ok());
        (at, ids.map(EntryId).collect())
    }))
}

/// The entries that stand in a snapshot added after a time, and those that are withdrawn, newest first.
fn touched(db: &Connection, row: i64, at: i64) -> Result<Vec<Entry>, Problem> {
    let any: bool = db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM snapshot WHERE blog = ?1 AND coalesce(news_at, added_at) > ?2)")?
        .query_row([row, at], |row| row.get(0))?;
    if !any {
        return Ok(Vec::new());
    }
    let mut query = db.prepare_cached(
        "SELECT b.body FROM entry e JOIN entry_body b ON b.entry = e.n
         WHERE e.blog = ?1 AND (e.state = ?3 OR e.n IN (
             SELECT s.entry FROM entry_source s JOIN snapshot x ON x.n = s.snapshot
             WHERE x.blog = ?1 AND coalesce(x.news_at, x.added_at) > ?2))
         ORDER BY e.rank DESC",
    )?;
    let withdrawn = rows::state_number(EntryState::Withdrawn);
    let bodies = query
        .query_map([row, at, withdrawn], |row| row.get::<_, Vec<u8>>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    let entries = bodies.iter().map(|packed| body::unpack(packed));
    entries.collect()
}
