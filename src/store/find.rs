//! Finding blogs and snapshots by what a person types: ids, beginnings of ids, numbers, names, words of a title.

use rusqlite::Connection;
use rusqlite::OptionalExtension;

use crate::engine::model::BlogId;
use crate::engine::model::BlogRow;
use crate::engine::model::Shelf;
use crate::engine::model::SnapshotId;
use crate::store::derive;
use crate::store::error::Problem;
use crate::store::reading;
use crate::store::snapshots;

/// Fewer hexadecimal digits than this are not taken for the beginning of an id.
const SHORTEST_PREFIX: usize = 4;

/// The row of the blog that an id stands for today.
pub(super) fn row_of(db: &Connection, id: BlogId) -> Result<i64, Problem> {
    row_if_any(db, id)?.ok_or_else(|| Problem::NoBlog {
        wanted: id.to_string(),
    })
}

/// Finds a blog.
pub(super) fn blog(db: &Connection, wanted: &str) -> Result<BlogId, Problem> {
    let wanted = wanted.trim();
    if let Some(row) = wanted
        .to_lowercase()
        .parse()
        .ok()
        .map(|id| row_if_any(db, id))
        .transpose()?
        .flatten()
    {
        return derive::id_of(db, row);
    }
    let blogs = reading::blogs(db)?;
    if let Some(row) = wanted
        .parse::<usize>()
        .ok()
        .and_then(|number| blogs.get(number.checked_sub(1)?))
    {
        return Ok(row.id);
    }
    if let Some(prefix) = prefix(wanted) {
        let current: Vec<&BlogRow> = blogs
            .iter()
            .filter(|row| row.id.to_string().starts_with(&prefix))
            .collect();
        if !current.is_empty() {
            return only(wanted, &current);
        }
        let mut older = older_ids(db, &prefix)?;
        older.sort_unstable();
        older.dedup();
        let older: Vec<&BlogRow> = blogs.iter().filter(|row| older.contains(&row.id)).collect();
        if !older.is_empty() {
            return only(wanted, &older);
        }
    }
    let (deleted, kept): (Vec<BlogRow>, Vec<BlogRow>) = blogs
        .into_iter()
        .partition(|row| row.shelf == Shelf::Deleted);
    let found = by_title(&kept, wanted);
    if found.is_empty() {
        return only(wanted, &by_title(&deleted, wanted));
    }
    only(wanted, &found)
}

/// Finds a snapshot: by its id or the beginning of it, by the name of its file, or as the first one of a blog.
pub(super) fn snapshot(db: &Connection, wanted: &str) -> Result<SnapshotId, Problem> {
    let wanted = wanted.trim();
    if let Some(prefix) = prefix(wanted) {
        let found = ids(
            db,
            "SELECT id FROM snapshot WHERE substr(lower(hex(id)), 1, length(?1)) = ?1",
            &prefix,
        )?;
        if !found.is_empty() {
            return only_snapshot(db, wanted, &found);
        }
    }
    let named = named(db, wanted)?;
    if !named.is_empty() {
        return only_snapshot(db, wanted, &named);
    }
    if let Ok(id) = wanted.to_lowercase().parse::<BlogId>() {
        let own = db
            .prepare_cached("SELECT id FROM snapshot WHERE own_blog = ?1")?
            .query_row([&id.0[..]], |row| row.get(0).map(SnapshotId))
            .optional()?;
        if let Some(own) = own {
            return Ok(own);
        }
    }
    let blog = blog(db, wanted).map_err(|problem| match problem {
        Problem::NoBlog { wanted } => Problem::NoSnapshot { wanted },
        other => other,
    })?;
    Ok(db
        .prepare_cached("SELECT id FROM snapshot WHERE own_blog = ?1")?
        .query_row([&blog.0[..]], |row| row.get(0).map(SnapshotId))?)
}

/// The snapshots that were seen under a name.
pub(super) fn named(db: &Connection, name: &str) -> Result<Vec<SnapshotId>, Problem> {
    ids(
        db,
        "SELECT DISTINCT s.id FROM sighting g JOIN snapshot s ON s.n = g.snapshot WHERE g.name = ?1",
        name,
    )
}

/// Every blog id ever shown is that of the blog's first snapshot at the time.
fn row_if_any(db: &Connection, id: BlogId) -> Result<Option<i64>, Problem> {
    let mut query = db.prepare_cached("SELECT blog FROM snapshot WHERE own_blog = ?1")?;
    Ok(query
        .query_row([&id.0[..]], |row| row.get(0))
        .optional()?
        .flatten())
}

fn prefix(wanted: &str) -> Option<String> {
    let fits = wanted.len() >= SHORTEST_PREFIX && wanted.bytes().all(|b| b.is_ascii_hexdigit());
    fits.then(|| wanted.to_ascii_lowercase())
}

/// The blogs of today that had an id with this beginning.
fn older_ids(db: &Connection, prefix: &str) -> Result<Vec<BlogId>, Problem> {
    let mut query = db.prepare_cached(
        "SELECT b.id FROM snapshot s JOIN blog b ON b.n = s.blog
         WHERE substr(lower(hex(s.own_blog)), 1, length(?1)) = ?1",
    )?;
    let found = query
        .query_map([prefix], |row| row.get(0).map(BlogId))?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// The blogs whose title contains every word; if one title is exactly that, it alone.
fn by_title<'a>(blogs: &'a [BlogRow], wanted: &str) -> Vec<&'a BlogRow> {
    let wanted = wanted.to_lowercase();
    let words: Vec<&str> = wanted.split_whitespace().collect();
    if words.is_empty() {
        return Vec::new();
    }
    let exact: Vec<&BlogRow> = blogs
        .iter()
        .filter(|row| titles(row).any(|title| title == wanted))
        .collect();
    if exact.len() == 1 {
        return exact;
    }
    let holds =
        |row: &&BlogRow| titles(row).any(|title| words.iter().all(|word| title.contains(word)));
    blogs.iter().filter(holds).collect()
}

/// What a blog is called: by its page and by the person.
fn titles(row: &BlogRow) -> impl Iterator<Item = String> {
    std::iter::once(&row.title)
        .chain(&row.name)
        .map(|title| title.to_lowercase())
}

fn only(wanted: &str, found: &[&BlogRow]) -> Result<BlogId, Problem> {
    match found {
        [] => Err(Problem::NoBlog {
            wanted: wanted.to_owned(),
        }),
        [one] => Ok(one.id),
        many => Err(Problem::Ambiguous {
            wanted: wanted.to_owned(),
            candidates: many
                .iter()
                .map(|row| format!("{}  {}", row.id, row.shown()))
                .collect(),
        }),
    }
}

fn only_snapshot(
    db: &Connection,
    wanted: &str,
    found: &[SnapshotId],
) -> Result<SnapshotId, Problem> {
    if let [one] = found {
        return Ok(*one);
    }
    let mut candidates = Vec::new();
    for id in found {
        let n = snapshots::number_of(db, *id)?.unwrap_or_default();
        candidates.push(format!("{id}  {}", snapshots::capture_of(db, n)?.name));
    }
    candidates.sort_unstable();
    Err(Problem::Ambiguous {
        wanted: wanted.to_owned(),
        candidates,
    })
}

fn ids(db: &Connection, query: &str, wanted: &str) -> Result<Vec<SnapshotId>, Problem> {
    let mut query = db.prepare_cached(query)?;
    let found = query
        .query_map([wanted], |row| row.get(0).map(SnapshotId))?
        .collect::<Result<_, _>>()?;
    Ok(found)
}
