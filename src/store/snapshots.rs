//! Snapshots as they came in: their bytes, where they were seen, and how they are read.
//! What of it belongs together is decided in `group`.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::Row;
use rusqlite::params;

use jiff::Timestamp;

use crate::engine::merge;
use crate::engine::model::BlogId;
use crate::engine::model::Capture;
use crate::engine::model::RawSnapshot;
use crate::engine::model::Reading;
use crate::engine::model::SnapshotId;
use crate::engine::model::SnapshotSummary;
use crate::engine::text::SafeText;
use crate::store::engine::Engine;
use crate::store::engine::KeptSketch;
use crate::store::error::Problem;
use crate::store::pack;

/// The database's own number of a snapshot. Never shown, never exported.
pub(super) type Number = i64;

/// Finds a snapshot's number.
pub(super) fn number_of(db: &Connection, id: SnapshotId) -> Result<Option<Number>, Problem> {
    let mut query = db.prepare_cached("SELECT n FROM snapshot WHERE id = ?1")?;
    Ok(query.query_row([&id.0[..]], |row| row.get(0)).optional()?)
}

/// Finds a snapshot's id.
pub(super) fn id_of(db: &Connection, n: Number) -> Result<SnapshotId, Problem> {
    let mut query = db.prepare_cached("SELECT id FROM snapshot WHERE n = ?1")?;
    Ok(query.query_row([n], |row| row.get(0).map(SnapshotId))?)
}

/// Stores a snapshot's bytes.
pub(super) fn insert(
    db: &Connection,
    id: SnapshotId,
    bytes: &[u8],
    now: Timestamp,
) -> Result<Number, Problem> {
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    db.prepare_cached(
        "INSERT INTO snapshot (id, own_blog, size, added_at) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![
        &id.0[..],
        &BlogId::of(id).0[..],
        size,
        pack::micros(now)
    ])?;
    let n = db.last_insert_rowid();
    db.prepare_cached("INSERT INTO snapshot_raw (snapshot, bytes) VALUES (?1, ?2)")?
        .execute(params![n, pack::squeeze(bytes)?])?;
    Ok(n)
}

/// The bytes of a snapshot as given, checked against its id.
pub(super) fn bytes_of(db: &Connection, n: Number) -> Result<Vec<u8>, Problem> {
    let mut query = db.prepare_cached(
        "SELECT s.id, r.bytes FROM snapshot s JOIN snapshot_raw r ON r.snapshot = s.n WHERE s.n = ?1",
    )?;
    let (id, packed) = query.query_row([n], |row| {
        Ok((SnapshotId(row.get(0)?), row.get::<_, Vec<u8>>(1)?))
    })?;
    let bytes = pack::unsqueeze(&packed, &format!("snapshot {id}"))?;
    if SnapshotId::of(&bytes) == id {
        Ok(bytes)
    } else {
        Err(Problem::Damaged(format!(
            "the bytes of snapshot {id} are not what was added"
        )))
    }
}

/// Whether a snapshot was seen at this place and time.
pub(super) fn is_seen(db: &Connection, n: Number, capture: &Capture) -> Result<bool, Problem> {
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM sighting WHERE snapshot = ?1 AND name = ?2 AND origin = ?3 AND captured_at IS ?4
             AND modified_hint IS ?5 AND url IS ?6 AND media_type IS ?7 AND continues = ?8)",
    )?;
    let seen = query.query_row(
        params![
            n,
            capture.name.as_str(),
            capture.origin.as_str(),
            capture.captured_at.map(pack::micros),
            capture.modified_hint.map(pack::micros),
            capture.url,
            capture.media_type,
            capture.continues
        ],
        |row| row.get(0),
    )?;
    Ok(seen)
}

/// Remembers where a snapshot was seen, once for each place and time.
pub(super) fn saw(
    db: &Connection,
    n: Number,
    capture: &Capture,
    now: Timestamp,
) -> Result<(), Problem> {
    if is_seen(db, n, capture)? {
        return Ok(());
    }
    db.prepare_cached(
        "INSERT INTO sighting (snapshot, name, origin, captured_at, modified_hint, url, media_type, continues, seen_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        n,
        capture.name.as_str(),
        capture.origin.as_str(),
        capture.captured_at.map(pack::micros),
        capture.modified_hint.map(pack::micros),
        capture.url,
        capture.media_type,
        capture.continues,
        pack::micros(now)
    ])?;
    Ok(())
}

/// What all sightings of a snapshot say together, whatever order they came in: the earliest capture with a known time
/// speaks first, and others fill in what it does not say.
pub(super) fn capture_of(db: &Connection, n: Number) -> Result<Capture, Problem> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {SIGHTING} FROM sighting g WHERE g.snapshot = ?1 ORDER BY {FIRST_SIGHTING}"
    ))?;
    let mut sightings = query.query_map([n], capture_from)?;
    let mut first = sightings.next().transpose()?.unwrap_or_default();
    for other in sightings {
        fill_in(&mut first, other?);
    }
    Ok(first)
}

/// The snapshots of a blog, as a merge takes them in.
pub(super) struct Members<'d> {
    db: &'d Connection,
    /// Each with how it was captured.
    pub(super) captures: Vec<(SnapshotId, Capture)>,
    pub(super) numbers: HashMap<SnapshotId, Number>,
}

impl<'d> Members<'d> {
    /// The snapshots of this blog.
    pub(super) fn of(db: &'d Connection, blog: i64) -> Result<Self, Problem> {
        let (mut captures, mut numbers) = (Vec::new(), HashMap::new());
        for (n, id, capture) in captures_in(db, blog)? {
            numbers.insert(id, n);
            captures.push((id, capture));
        }
        Ok(Self {
            db,
            captures,
            numbers,
        })
    }

    /// How one of them is read.
    pub(super) fn load(&self, id: SnapshotId) -> Result<Arc<Reading>, Problem> {
        let n = self.numbers.get(&id).copied();
        let n = n.ok_or_else(|| Problem::Damaged(format!("snapshot {id} is not in its blog")))?;
        reading_of(self.db, n).map(Arc::new)
    }
}

/// The snapshots of a blog, each with what all its sightings say together.
pub(super) fn captures_in(
    db: &Connection,
    blog: i64,
) -> Result<Vec<(Number, SnapshotId, Capture)>, Problem> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {SIGHTING}, s.n, s.id FROM snapshot s JOIN sighting g ON g.snapshot = s.n WHERE s.blog = ?1
         ORDER BY s.n, {FIRST_SIGHTING}"
    ))?;
    let mut found: Vec<(Number, SnapshotId, Capture)> = Vec::new();
    let mut rows = query.query([blog])?;
    while let Some(row) = rows.next()? {
        let (n, capture) = (row.get(7)?, capture_from(row)?);
        match found.last_mut().filter(|last| last.0 == n) {
            Some((_, _, first)) => fill_in(first, capture),
            None => found.push((n, SnapshotId(row.get(8)?), capture)),
        }
    }
    Ok(found)
}

/// The columns of a sighting, in the order that `capture_from` takes them.
pub(super) const SIGHTING: &str =
    "g.name, g.origin, g.captured_at, g.modified_hint, g.url, g.media_type, g.continues";

/// The order of sightings of one snapshot: the first one speaks, whatever order they came in.
const FIRST_SIGHTING: &str = "g.captured_at IS NULL, g.captured_at, g.name, g.origin, g.modified_hint IS NULL, g.modified_hint,
             g.url IS NULL, g.url, g.media_type IS NULL, g.media_type, g.continues";

/// One sighting, from those columns.
pub(super) fn capture_from(row: &Row<'_>) -> rusqlite::Result<Capture> {
    Ok(Capture {
        name: SafeText::new(row.get_ref(0)?.as_str()?),
        origin: SafeText::new(row.get_ref(1)?.as_str()?),
        captured_at: row.get::<_, Option<i64>>(2)?.and_then(pack::time),
        modified_hint: row.get::<_, Option<i64>>(3)?.and_then(pack::time),
        url: row.get(4)?,
        media_type: row.get(5)?,
        continues: row.get(6)?,
    })
}

/// Adds what a later sighting says and the first does not.
fn fill_in(first: &mut Capture, other: Capture) {
    first.modified_hint = first.modified_hint.or(other.modified_hint);
    first.url = first.url.take().or(other.url);
    first.media_type = first.media_type.take().or(other.media_type);
    first.continues |= other.continues;
}

/// Keeps how the engine at hand reads a snapshot. Says also whether it is read as it was before.
pub(super) fn read(
    db: &Connection,
    engine: &Engine,
    n: Number,
    raw: &RawSnapshot,
    reading: &Reading,
) -> Result<(KeptSketch, bool), Problem> {
    let packed = pack::pack(reading)?;
    let before: Option<Vec<u8>> = db
        .prepare_cached("SELECT reading FROM snapshot_reading WHERE snapshot = ?1")?
        .query_row([n], |row| row.get(0))
        .optional()?;
    let summary = merge::summary(reading, &raw.capture);
    db.prepare_cached(
        "UPDATE snapshot SET read_with = ?2, captured_at = ?3, dropped = ?4 WHERE n = ?1",
    )?
    .execute(params![
        n,
        engine.version,
        raw.capture.captured_at.map(pack::micros),
        pack::count(summary.dropped.len())
    ])?;
    let sketch = (engine.sketch)(reading);
    db.prepare_cached(
        "INSERT OR REPLACE INTO snapshot_reading (snapshot, reading, sketch, summary) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![
        n,
        packed,
        pack::squeeze(&sketch.bytes)?,
        pack::pack(&summary)?
    ])?;
    Ok((sketch, before.as_ref() == Some(&packed)))
}

/// How a snapshot is read.
pub(super) fn reading_of(db: &Connection, n: Number) -> Result<Reading, Problem> {
    let mut query =
        db.prepare_cached("SELECT reading FROM snapshot_reading WHERE snapshot = ?1")?;
    let packed: Vec<u8> = query.query_row([n], |row| row.get(0))?;
    pack::unpack(&packed, "the reading of a snapshot")
}

/// What the snapshots of a blog bring besides their entries.
pub(super) fn summaries_in(db: &Connection, blog: i64) -> Result<Vec<SnapshotSummary>, Problem> {
    let mut query = db.prepare_cached(
        "SELECT r.summary FROM snapshot s JOIN snapshot_reading r ON r.snapshot = s.n
         WHERE s.blog = ?1 AND r.summary IS NOT NULL",
    )?;
    let mut found = Vec::new();
    let mut rows = query.query([blog])?;
    while let Some(row) = rows.next()? {
        let packed: Vec<u8> = row.get(0)?;
        found.push(pack::unpack(&packed, "the summary of a snapshot")?);
    }
    Ok(found)
}

/// The serialised sketch of a snapshot.
pub(super) fn sketch_of(db: &Connection, n: Number) -> Result<Vec<u8>, Problem> {
    let mut query = db.prepare_cached("SELECT sketch FROM snapshot_reading WHERE snapshot = ?1")?;
    let packed: Vec<u8> = query.query_row([n], |row| row.get(0))?;
    pack::unsqueeze(&packed, "the sketch of a snapshot")
}

/// Whether any snapshot was read by an older engine than the one at hand.
pub(super) fn any_older(db: &Connection, version: u32) -> Result<bool, Problem> {
    let mut query =
        db.prepare_cached("SELECT EXISTS (SELECT 1 FROM snapshot WHERE read_with < ?1)")?;
    Ok(query.query_row([version], |row| row.get(0))?)
}

/// The numbers of all snapshots, oldest addition first.
pub(super) fn all(db: &Connection) -> Result<Vec<Number>, Problem> {
    let mut query = db.prepare_cached("SELECT n FROM snapshot ORDER BY n")?;
    let numbers = query
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(numbers)
}

/// The numbers of the snapshots of a blog.
pub(super) fn members(db: &Connection, blog: i64) -> Result<Vec<Number>, Problem> {
    let mut query = db.prepare_cached("SELECT n FROM snapshot WHERE blog = ?1 ORDER BY n")?;
    let numbers = query
        .query_map([blog], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(numbers)
}
