//! Names, tags and shelves of blogs. They hang on snapshots, so that no merge can lose one: where blogs are joined, the
//! newest name and shelf win and all tags stay.

use std::collections::BTreeSet;
use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::params;

use crate::engine::model::BlogId;
use crate::engine::model::Deed;
use crate::engine::model::Shelf;
use crate::engine::model::ShelfChange;
use crate::engine::text::SafeText;
use crate::store::error::Problem;
use crate::store::find;
use crate::store::pack;
use crate::store::steps;

/// Kinds of rows, as the database numbers them.
pub(super) const NAME: i64 = 1;
const ARCHIVED: i64 = 2;
pub(super) const DELETED: i64 = 3;
pub(super) const TAG: i64 = 4;

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

    /// Whether a change would change anything.
    fn would(&self, change: &ShelfChange) -> bool {
        match change {
            ShelfChange::Name(name) => self.name.as_ref() != named(name),
            ShelfChange::Put(shelf) => self.shelf() != *shelf,
            ShelfChange::Tag(tag) => !self.tags.contains(tag),
            ShelfChange::Untag(tag) => self.tags.contains(tag),
        }
    }
}

/// How all blogs are kept of which anything is known, by the number of the blog.
pub(super) fn all(db: &Connection) -> Result<HashMap<i64, Kept>, Problem> {
    let mut query = db.prepare_cached(
        "SELECT s.blog, h.kind, h.value FROM shelf h JOIN snapshot s ON s.n = h.snapshot
         WHERE h.undone_at IS NULL AND s.blog IS NOT NULL ORDER BY h.at, h.value, h.n",
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

/// Makes changes in the order given, all or none, as one step that can be taken back.
pub(super) fn change(
    db: &Connection,
    blog: BlogId,
    changes: &[ShelfChange],
    now: Timestamp,
) -> Result<(), Problem> {
    let row = find::row_of(db, blog)?;
    let kept = all(db)?.remove(&row).unwrap_or_default();
    let changes: Vec<&ShelfChange> = changes.iter().filter(|one| kept.would(one)).collect();
    let Some(first) = changes.first() else {
        return Ok(());
    };
    let step = steps::begin(db, Deed::of_shelf(std::slice::from_ref(*first)), blog, now)?;
    let act = Act {
        step: Some(step.n),
        now,
    };
    changes
        .into_iter()
        .try_for_each(|one| apply(db, row, one, act))
}

fn apply(db: &Connection, row: i64, change: &ShelfChange, act: Act) -> Result<(), Problem> {
    match change {
        ShelfChange::Name(name) => {
            take_back(db, row, NAME, None, act)?;
            match named(name) {
                Some(name) => hang(db, row, NAME, name, act),
                None => Ok(()),
            }
        }
        ShelfChange::Put(shelf) => {
            take_back(db, row, DELETED, None, act)?;
            match shelf {
                // What was archived is so again when it is taken back.
                Shelf::Deleted => hang(db, row, DELETED, "", act),
                Shelf::Archive => {
                    take_back(db, row, ARCHIVED, None, act)?;
                    hang(db, row, ARCHIVED, "", act)
                }
                Shelf::Library => take_back(db, row, ARCHIVED, None, act),
            }
        }
        ShelfChange::Tag(tag) => hang(db, row, TAG, tag, act),
        ShelfChange::Untag(tag) => take_back(db, row, TAG, Some(tag), act),
    }
}

/// A name that says something.
fn named(name: &Option<SafeText>) -> Option<&SafeText> {
    name.as_ref().filter(|name| !name.trim().is_empty())
}

/// As part of which step a change is made, if it is one of the person's, and when.
#[derive(Debug, Clone, Copy)]
struct Act {
    step: Option<i64>,
    now: Timestamp,
}

/// Takes a blog back from the deleted ones, since a snapshot of it was added.
pub(super) fn restore(db: &Connection, blog: BlogId, now: Timestamp) -> Result<(), Problem> {
    let act = Act { step: None, now };
    take_back(db, find::row_of(db, blog)?, DELETED, None, act)
}

/// Whether any blog is deleted.
pub(super) fn any_deleted(db: &Connection) -> Result<bool, Problem> {
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM shelf WHERE kind = ?1 AND undone_at IS NULL)",
    )?;
    Ok(query.query_row([DELETED], |row| row.get(0))?)
}

fn hang(db: &Connection, blog: i64, kind: i64, value: &str, act: Act) -> Result<(), Problem> {
    db.prepare_cached(
        "INSERT INTO shelf (snapshot, kind, value, at, step)
         SELECT s.n, ?2, ?3, ?4, ?5 FROM blog b JOIN snapshot s ON s.own_blog = b.id WHERE b.n = ?1",
    )?
    .execute(params![blog, kind, value, pack::micros(act.now), act.step])?;
    Ok(())
}

fn take_back(
    db: &Connection,
    blog: i64,
    kind: i64,
    value: Option<&str>,
    act: Act,
) -> Result<(), Problem> {
    db.prepare_cached(
        "UPDATE shelf SET undone_at = ?4, undone_by = ?5
         WHERE undone_at IS NULL AND kind = ?2 AND (?3 IS NULL OR value = ?3)
             AND snapshot IN (SELECT n FROM snapshot WHERE blog = ?1)",
    )?
    .execute(params![blog, kind, value, pack::micros(act.now), act.step])?;
    Ok(())
}
