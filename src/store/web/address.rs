//! Addresses and hosts: what was asked, what they answered, how long to leave them alone.

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::Row;
use rusqlite::params;

use crate::engine::model::BlogId;
use crate::store::error::Problem;
use crate::store::find;
use crate::store::pack;

/// What is known of an address that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Watched {
    /// The address as it was asked for.
    pub url: String,
    /// The address that answered, after redirects; the validators are its own.
    pub answered: Option<String>,
    /// The entity tag of the last answer.
    pub etag: Option<String>,
    /// When the server says that the page was last changed.
    pub modified: Option<String>,
    /// The fingerprint of what the page last said.
    pub content: Option<Vec<u8>>,
    /// When it last answered.
    pub checked_at: Option<Timestamp>,
    /// When its answer last brought something new.
    pub changed_at: Option<Timestamp>,
    /// How many requests failed since it last answered.
    pub failures: u32,
    /// When `tail` was first asked to follow it.
    pub tail_began: Option<Timestamp>,
}

const COLUMNS: &str = "a.url, a.answered, a.etag, a.modified, a.content, a.checked_at, a.changed_at, a.failures, a.tail_began";

fn watched_from(row: &Row<'_>) -> rusqlite::Result<Watched> {
    let time = |at: usize| {
        row.get::<_, Option<i64>>(at)
            .map(|micros| micros.and_then(pack::time))
    };
    Ok(Watched {
        url: row.get(0)?,
        answered: row.get(1)?,
        etag: row.get(2)?,
        modified: row.get(3)?,
        content: row.get(4)?,
        checked_at: time(5)?,
        changed_at: time(6)?,
        failures: row.get(7)?,
        tail_began: time(8)?,
    })
}

/// What is known of an address.
pub(super) fn find(db: &Connection, url: &str) -> Result<Option<Watched>, Problem> {
    let mut query =
        db.prepare_cached(&format!("SELECT {COLUMNS} FROM address a WHERE a.url = ?1"))?;
    Ok(query.query_row([url], watched_from).optional()?)
}

/// Keeps what is known of an address, in place of what was.
pub(super) fn keep(db: &Connection, watched: &Watched) -> Result<(), Problem> {
    db.prepare_cached(
        "INSERT OR REPLACE INTO address (url, answered, etag, modified, content, checked_at, changed_at, failures, tail_began)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        watched.url,
        watched.answered,
        watched.etag,
        watched.modified,
        watched.content,
        watched.checked_at.map(pack::micros),
        watched.changed_at.map(pack::micros),
        watched.failures,
        watched.tail_began.map(pack::micros),
    ])?;
    Ok(())
}

/// The addresses that snapshots of a blog came from, the one that last changed first.
pub(super) fn of_blog(db: &Connection, blog: BlogId) -> Result<Vec<Watched>, Problem> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM address a WHERE a.url IN (
             SELECT g.origin FROM sighting g JOIN snapshot s ON s.n = g.snapshot WHERE s.blog = ?1)
         ORDER BY a.changed_at DESC, a.url"
    ))?;
    let found = query
        .query_map([find::row_of(db, blog)?], watched_from)?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// The blog of the newest snapshot that came from an address.
pub(super) fn blog_at(db: &Connection, url: &str) -> Result<Option<BlogId>, Problem> {
    let mut query = db.prepare_cached(
        "SELECT b.id FROM sighting g JOIN snapshot s ON s.n = g.snapshot JOIN blog b ON b.n = s.blog
         WHERE g.origin = ?1 ORDER BY g.n DESC LIMIT 1",
    )?;
    Ok(query
        .query_row([url], |row| row.get(0).map(BlogId))
        .optional()?)
}

/// Until when a host asked to be left alone.
pub(super) fn host_rests(db: &Connection, host: &str) -> Result<Option<Timestamp>, Problem> {
    let mut query = db.prepare_cached("SELECT until FROM host WHERE name = ?1")?;
    let until: Option<i64> = query.query_row([host], |row| row.get(0)).optional()?;
    Ok(until.and_then(pack::time))
}

/// Keeps until when a host asked to be left alone.
pub(super) fn let_host_rest(db: &Connection, host: &str, until: Timestamp) -> Result<(), Problem> {
    db.prepare_cached("INSERT OR REPLACE INTO host (name, until) VALUES (?1, ?2)")?
        .execute(params![host, pack::micros(until)])?;
    Ok(())
}
