//! Names, tags and shelves of blogs. They hang on snapshots, so that no merge can lose one: where blogs are joined, the
//! newest name and shelf win and all tags stay.

use std::collections::BTreeSet;
use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::params;

use crate::engine::model::BlogId;
use crate::engine::model::Shelf;
use crate::engine::model::ShelfChange;
use crate::engine::text::SafeText;
use crate::store::error::Problem;
use crate::store::find;
use crate::store::pack;

/// Kinds of rows, as the database numbers them.
const NAME: i64 = 1;
const ARCHIVED: i64 = 2;
const DELETED: i64 = 3;
const TAG: i64 = 4;

/// How one blog is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) name: Option<SafeText>,
    pub(super) tags: BTreeSet<SafeText>,
    archived: bool,
    deleted: bool,
}

impl Kept {
    /// Where it is kept.
    pub(super) fn shelf(&self) -> Shelf {
        match (self.deleted, self.archived) {
            (true, _) => Shelf::Deleted,
            (false, true) => Shelf::Archive,
            (false, false) => Shelf::Library,
        }
    }
}

/// How all blogs are kept of which anything is known, by the number of the blog.
pub(super) fn all(db: &Connection) -> Result<HashMap<i64, Kept>, Problem> {
    let mut query = db.prepare_cached(
        "SELECT s.blog, h.kind, h.value FROM shelf h JOIN snapshot s ON s.n = h.snapshot
         WHERE h.undone_at IS NULL AND s.blog IS NOT NULL ORDER BY h.n",
    )?;
    let mut found: HashMap<i64, Kept> = HashMap::new();
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let kept = found.entry(row.get(0)?).or_default();
        let value: String = row.get(2)?;
        match row.get(1)? {
            NAME => kept.name = Some(SafeText::new(&value)),
            ARCHIVED => kept.archived = true,
            DELETED => kept.deleted = true,
            _ => {
                kept.tags.insert(SafeText::new(&value));
            }
        }
    }
    Ok(found)
}

/// Makes a change.
pub(super) fn change(
    db: &Connection,
    blog: BlogId,
    change: &ShelfChange,
    now: Timestamp,
) -> Result<(), Problem> {
    let row = find::row_of(db, blog)?;
    match change {
        ShelfChange::Name(name) => {
            take_back(db, row, NAME, None, now)?;
            match name.as_ref().filter(|name| !name.trim().is_empty()) {
                Some(name) => hang(db, row, NAME, name, now),
                None => Ok(()),
            }
        }
        ShelfChange::Put(shelf) => {
            take_back(db, row, DELETED, None, now)?;
            match shelf {
                // What was archived is so again when it is taken back.
                Shelf::Deleted => hang(db, row, DELETED, "", now),
                Shelf::Archive => {
                    take_back(db, row, ARCHIVED, None, now)?;
                    hang(db, row, ARCHIVED, "", now)
                }
                Shelf::Library => take_back(db, row, ARCHIVED, None, now),
            }
        }
        ShelfChange::Tag(tag) => {
            take_back(db, row, TAG, Some(tag), now)?;
            hang(db, row, TAG, tag, now)
        }
        ShelfChange::Untag(tag) => take_back(db, row, TAG, Some(tag), now),
    }
}

/// Takes a blog back from the deleted ones, since a snapshot of it was added.
pub(super) fn restore(db: &Connection, blog: BlogId, now: Timestamp) -> Result<(), Problem> {
    take_back(db, find::row_of(db, blog)?, DELETED, None, now)
}

fn hang(db: &Connection, blog: i64, kind: i64, value: &str, now: Timestamp) -> Result<(), Problem> {
    db.prepare_cached(
        "INSERT INTO shelf (snapshot, kind, value, at)
         SELECT s.n, ?2, ?3, ?4 FROM blog b JOIN snapshot s ON s.own_blog = b.id WHERE b.n = ?1",
    )?
    .execute(params![blog, kind, value, pack::micros(now)])?;
    Ok(())
}

fn take_back(
    db: &Connection,
    blog: i64,
    kind: i64,
    value: Option<&str>,
    now: Timestamp,
) -> Result<(), Problem> {
    db.prepare_cached(
        "UPDATE shelf SET undone_at = ?4 WHERE undone_at IS NULL AND kind = ?2 AND (?3 IS NULL OR value = ?3)
             AND snapshot IN (SELECT n FROM snapshot WHERE blog = ?1)",
    )?
    .execute(params![blog, kind, value, pack::micros(now)])?;
    Ok(())
}
