//! What lists, panes and exports read from the library. Nothing here writes.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::Row;
use rusqlite::params;

use crate::engine::export::MarkedTimeline;
use crate::engine::model::BlogId;
use crate::engine::model::BlogRow;
use crate::engine::model::EntryId;
use crate::engine::model::EntryRow;
use crate::engine::model::MarkedEntry;
use crate::engine::model::Marks;
use crate::engine::model::PageText;
use crate::engine::model::SnapshotId;
use crate::engine::model::SnapshotSummary;
use crate::engine::model::Timeline;
use crate::engine::text::SafeText;
use crate::store::body;
use crate::store::corrections;
use crate::store::error::Problem;
use crate::store::find;
use crate::store::head;
use crate::store::marks;
use crate::store::pack;
use crate::store::rows as entry_rows;
use crate::store::shelf;
use crate::store::shelf::Kept;
use crate::store::snapshots;

/// The columns of a blog's row, in the order that `blog_row` takes them.
const BLOG_COLUMNS: &str = "b.id, b.title, b.publisher, b.url, b.entries, b.unread, b.changed, b.bookmarked, b.snapshots, b.last_seen, b.added_at, b.newest, b.activity, b.n, b.ends_at";

/// How many columns these are.
const BLOG_WIDTH: usize = 15;

/// The columns of an entry with its marks, in the order that `marked_entry` takes them.
const MARKED_COLUMNS: &str = "e.read, e.bookmarked_at IS NOT NULL, e.note, body.body, e.tags";

/// All blogs, most recently added first.
pub(super) fn blogs(db: &Connection) -> Result<Vec<BlogRow>, Problem> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {BLOG_COLUMNS} FROM blog b ORDER BY b.added_at DESC, b.id"
    ))?;
    let kept = shelf::all(db)?;
    let rows = query
        .query_map([], |row| blog_row(row, 0, &kept))?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// When the coverage of a blog ends or ended, as its page says.
pub(super) fn ends_at(db: &Connection, blog: BlogId) -> Result<Option<Timestamp>, Problem> {
    let mut query = db.prepare_cached("SELECT ends_at FROM blog WHERE n = ?1")?;
    let ends_at: Option<i64> = query.query_row([find::row_of(db, blog)?], |row| row.get(0))?;
    Ok(ends_at.and_then(pack::time))
}

/// One blog.
pub(super) fn blog(db: &Connection, blog: BlogId) -> Result<BlogRow, Problem> {
    let kept = shelf::all(db)?;
    let mut query =
        db.prepare_cached(&format!("SELECT {BLOG_COLUMNS} FROM blog b WHERE b.n = ?1"))?;
    Ok(query.query_row([find::row_of(db, blog)?], |row| blog_row(row, 0, &kept))?)
}

/// The rows of all entries of a blog, newest first.
pub(super) fn rows(db: &Connection, blog: BlogId) -> Result<Vec<EntryRow>, Problem> {
    let mut query = db.prepare_cached(
        "SELECT id, read, bookmarked_at IS NOT NULL, state, gap_before, published_at, clock FROM entry
         WHERE blog = ?1 ORDER BY rank DESC",
    )?;
    let rows = query
        .query_map([find::row_of(db, blog)?], |row| {
            Ok(EntryRow {
                id: EntryId(row.get(0)?),
                read: marks::read_state(row.get(1)?),
                bookmarked: row.get(2)?,
                state: entry_rows::state_of(row.get(3)?),
                gap_before: row.get(4)?,
                published_at: row.get::<_, Option<i64>>(5)?.and_then(pack::time),
                clock: row.get(6)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// The entries at some positions of a blog's timeline; 0 is the newest.
pub(super) fn entries(
    db: &Connection,
    blog: BlogId,
    from: usize,
    to: usize,
) -> Result<Vec<MarkedEntry>, Problem> {
    let row = find::row_of(db, blog)?;
    let count: i64 = db
        .prepare_cached("SELECT entries FROM blog WHERE n = ?1")?
        .query_row([row], |row| row.get(0))?;
    let mut query = db.prepare_cached(&format!(
        "SELECT {MARKED_COLUMNS} FROM entry e JOIN entry_body body ON body.entry = e.n
         WHERE e.blog = ?1 AND e.rank < ?2 AND e.rank >= ?3 ORDER BY e.rank DESC",
    ))?;
    let mut found = Vec::new();
    let mut rows = query.query(params![
        row,
        count.saturating_sub(pack::count(from)),
        count.saturating_sub(pack::count(to))
    ])?;
    while let Some(row) = rows.next()? {
        found.push(marked_entry(row, 0)?);
    }
    Ok(found)
}

/// Entries of a blog by their ids; those that are not there any more are left out.
pub(super) fn entries_of(
    db: &Connection,
    blog: BlogId,
    ids: &[EntryId],
) -> Result<Vec<MarkedEntry>, Problem> {
    let row = find::row_of(db, blog)?;
    let mut query = db.prepare_cached(&format!(
        "SELECT {MARKED_COLUMNS} FROM entry e JOIN entry_body body ON body.entry = e.n
         WHERE e.id = ?2 AND e.blog = ?1",
    ))?;
    let mut found = Vec::new();
    for id in ids {
        let mut rows = query.query(params![row, &id.0[..]])?;
        if let Some(row) = rows.next()? {
            found.push(marked_entry(row, 0)?);
        }
    }
    Ok(found)
}

/// The texts above the entries of a blog, and its snapshots.
pub(super) fn page(
    db: &Connection,
    blog: BlogId,
) -> Result<(PageText, Vec<SnapshotSummary>), Problem> {
    let row = find::row_of(db, blog)?;
    let packed: Option<Vec<u8>> = db
        .prepare_cached("SELECT head FROM blog WHERE n = ?1")?
        .query_row([row], |row| row.get(0))?;
    let Some(packed) = packed else {
        return Ok((PageText::default(), Vec::new()));
    };
    let head = head::unpack(&packed)?;
    let mut snapshots = head.snapshots;
    if snapshots.is_empty() {
        let age: HashMap<SnapshotId, usize> = head.order.into_iter().zip(0..).collect();
        snapshots = snapshots::summaries_in(db, row)?;
        snapshots.sort_by_key(|one| age.get(&one.id).copied());
    }
    head.page.list_aside(&mut snapshots);
    Ok((head.page, snapshots))
}

/// The whole timeline of a blog, with marks.
pub(super) fn timeline(db: &Connection, blog: BlogId) -> Result<MarkedTimeline, Problem> {
    let (page, snapshots) = page(db, blog)?;
    let row = find::row_of(db, blog)?;
    let head = db
        .prepare_cached(&format!("SELECT {BLOG_COLUMNS} FROM blog b WHERE b.n = ?1"))?
        .query_row([row], |row| blog_row(row, 0, &HashMap::new()))?;
    let (entries, marks) = entries(db, head.id, 0, usize::MAX)?
        .into_iter()
        .map(|one| (one.entry, one.marks))
        .unzip();
    let timeline = Timeline {
        blog: head.id,
        title: head.title,
        url: head.url,
        publisher: head.publisher,
        ends_at: head.ends_at,
        page,
        entries,
        snapshots,
    };
    let corrections = corrections::all(db)?;
    Ok(MarkedTimeline {
        timeline,
        marks,
        corrections: corrections.into_iter().map(|(_, one)| one).collect(),
    })
}

/// The entry that an id stands for today, and its blog.
pub(super) fn find_entry(
    db: &Connection,
    id: EntryId,
) -> Result<Option<(BlogId, EntryId)>, Problem> {
    let Some(n) = marks::find(db, id)? else {
        return Ok(None);
    };
    let mut query = db.prepare_cached(
        "SELECT b.id, e.id FROM entry e JOIN blog b ON b.n = e.blog WHERE e.n = ?1",
    )?;
    let found = query
        .query_row([n], |row| Ok((BlogId(row.get(0)?), EntryId(row.get(1)?))))
        .optional()?;
    Ok(found)
}

/// The position of an entry in its blog's timeline; 0 is the newest.
pub(super) fn position(db: &Connection, id: EntryId) -> Result<Option<usize>, Problem> {
    let Some(n) = marks::find(db, id)? else {
        return Ok(None);
    };
    let mut query = db.prepare_cached(
        "SELECT b.entries - 1 - e.rank FROM entry e JOIN blog b ON b.n = e.blog WHERE e.n = ?1",
    )?;
    let position: i64 = query.query_row([n], |row| row.get(0))?;
    Ok(usize::try_from(position).ok())
}

/// All entries with a bookmark, newest bookmark first.
pub(super) fn bookmarks(db: &Connection) -> Result<Vec<(BlogRow, MarkedEntry)>, Problem> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {BLOG_COLUMNS}, {MARKED_COLUMNS} FROM entry e
         JOIN entry_body body ON body.entry = e.n JOIN blog b ON b.n = e.blog
         WHERE e.bookmarked_at IS NOT NULL ORDER BY e.bookmarked_at DESC, b.id, e.rank DESC",
    ))?;
    let kept = shelf::all(db)?;
    let mut found = Vec::new();
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        found.push((blog_row(row, 0, &kept)?, marked_entry(row, BLOG_WIDTH)?));
    }
    Ok(found)
}

/// The addresses that the snapshots of a blog were fetched from, the page's own first.
pub(super) fn addresses(db: &Connection, blog: BlogId) -> Result<Vec<String>, Problem> {
    let row = find::row_of(db, blog)?;
    let mut query = db.prepare_cached(
        "SELECT url FROM (SELECT url, 0 AS place FROM blog WHERE n = ?1 AND url IS NOT NULL
             UNION ALL SELECT g.url, 1 FROM sighting g JOIN snapshot s ON s.n = g.snapshot
             WHERE s.blog = ?1 AND g.url IS NOT NULL)
         GROUP BY url ORDER BY min(place), url",
    )?;
    let found = query
        .query_map([row], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

fn blog_row(row: &Row<'_>, at: usize, kept: &HashMap<i64, Kept>) -> rusqlite::Result<BlogRow> {
    let kept = kept.get(&row.get(at + 13)?).cloned().unwrap_or_default();
    Ok(BlogRow {
        shelf: kept.shelf(),
        name: kept.name,
        tags: kept.tags.into_iter().collect(),
        id: BlogId(row.get(at)?),
        title: SafeText::new(row.get_ref(at + 1)?.as_str()?),
        publisher: row.get::<_, Option<String>>(at + 2)?.map(SafeText::from),
        url: row.get(at + 3)?,
        entries: row.get(at + 4)?,
        unread: row.get(at + 5)?,
        changed: row.get(at + 6)?,
        bookmarked: row.get(at + 7)?,
        snapshots: row.get(at + 8)?,
        last_seen: row.get::<_, Option<i64>>(at + 9)?.and_then(pack::time),
        added_at: pack::time(row.get(at + 10)?).unwrap_or_default(),
        newest: row.get::<_, Option<i64>>(at + 11)?.and_then(pack::time),
        activity: pack::counts(&row.get::<_, Option<Vec<u8>>>(at + 12)?.unwrap_or_default()),
        ends_at: row.get::<_, Option<i64>>(at + 14)?.and_then(pack::time),
    })
}

fn marked_entry(row: &Row<'_>, at: usize) -> Result<MarkedEntry, Problem> {
    let marks = Marks {
        read: marks::read_state(row.get(at)?),
        bookmarked: row.get(at + 1)?,
        note: row.get::<_, Option<String>>(at + 2)?.map(SafeText::from),
        tags: row
            .get::<_, Option<String>>(at + 4)?
            .map(|tags| tags.lines().map(SafeText::new).collect())
            .unwrap_or_default(),
    };
    let body = row.get_ref(at + 3)?;
    let body = body
        .as_blob()
        .map_err(|error| Problem::Damaged(format!("an entry cannot be read ({error})")))?;
    let entry = body::unpack(body)?;
    Ok(MarkedEntry { entry, marks })
}
