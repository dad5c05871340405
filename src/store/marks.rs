//! Marks: what the person read, bookmarked and noted. They hang on places in snapshots, so that no merge can lose one;
//! what an entry shows of them is worked out from the places that it holds today.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;

use crate::engine::model::BlogId;
use crate::engine::model::Deed;
use crate::engine::model::EntryId;
use crate::engine::model::MarkChange;
use crate::engine::model::ReadState;
use crate::engine::text::SafeText;
use crate::store::error::Problem;
use crate::store::fingerprint;
use crate::store::fingerprint::Print;
use crate::store::pack;
use crate::store::snapshots::Number;
use crate::store::steps;

/// Kinds of marks, as the database numbers them.
pub(super) const READ: i64 = 1;
pub(super) const BOOKMARK: i64 = 2;
pub(super) const NOTE: i64 = 3;
pub(super) const TAG: i64 = 4;

/// A place as the database keeps it: the number of a snapshot, a line and a part of it.
pub(super) type Place = (Number, u32, u16);

/// What the articles list counts of entries: unread, changed, bookmarked; or by how much that changed.
pub(super) type Counts = [i64; 3];

/// Stands between notes of entries that were joined.
const BETWEEN_NOTES: &str = " · ";

/// The row of the entry that an id stands for today.
pub(super) fn find(db: &Connection, id: EntryId) -> Result<Option<i64>, Problem> {
    let direct = db
        .prepare_cached("SELECT n FROM entry WHERE id = ?1 ORDER BY blog, rank DESC LIMIT 1")?
        .query_row([&id.0[..]], |row| row.get(0))
        .optional()?;
    if direct.is_some() {
        return Ok(direct);
    }
    let mut query = db.prepare_cached(
        "SELECT s.entry FROM entry_alias a
         JOIN entry_source s ON s.snapshot = a.snapshot AND s.line = a.line
         JOIN entry e ON e.n = s.entry
         WHERE a.id = ?1 ORDER BY s.part <> a.part, s.hang DESC, s.part, e.blog, e.rank DESC LIMIT 1",
    )?;
    Ok(query.query_row([&id.0[..]], |row| row.get(0)).optional()?)
}

/// Makes changes in the order given, all or none, as one step that can be taken back.
pub(super) fn change(
    db: &Connection,
    changes: &[MarkChange],
    deed: Deed,
    now: Timestamp,
) -> Result<(), Problem> {
    let Some(first) = changes.first() else {
        return Ok(());
    };
    let step = steps::begin(db, deed, blog_of(db, first.entry())?, now)?;
    for change in changes {
        let id = change.entry();
        let n = find(db, id)?.ok_or(Problem::NoEntry(id))?;
        let shown = shown(db, n)?;
        if apply(db, n, change, &shown, Act { step, now })? {
            steps::touch(db, step, id)?;
        }
        log(db, change, now)?;
        let before = counted(db, n)?;
        attach(db, n, &shown)?;
        recount(db, n, before)?;
    }
    steps::end(db, step)
}

fn blog_of(db: &Connection, id: EntryId) -> Result<BlogId, Problem> {
    let n = find(db, id)?.ok_or(Problem::NoEntry(id))?;
    let mut query =
        db.prepare_cached("SELECT b.id FROM entry e JOIN blog b ON b.n = e.blog WHERE e.n = ?1")?;
    Ok(query.query_row([n], |row| row.get(0).map(BlogId))?)
}

/// Works out again what an entry shows of its marks; nothing if it is not there any more.
pub(super) fn settle(db: &Connection, id: EntryId) -> Result<(), Problem> {
    match find(db, id)? {
        Some(n) => settle_row(db, n),
        None => Ok(()),
    }
}

/// The same for the entry of a row.
pub(super) fn settle_row(db: &Connection, n: i64) -> Result<(), Problem> {
    let before = counted(db, n)?;
    attach(db, n, &shown(db, n)?)?;
    recount(db, n, before)
}

/// What is done when, and as part of which step.
#[derive(Debug, Clone, Copy)]
struct Act {
    step: steps::Open,
    now: Timestamp,
}

/// Works out what an entry shows of the marks that hang on its places, and writes that to its row.
pub(super) fn attach(db: &Connection, n: i64, shown: &[Print]) -> Result<(), Problem> {
    let mut query = db.prepare_cached(
        "SELECT DISTINCT m.n, m.kind, m.at, m.seen, m.note FROM entry_source s
         CROSS JOIN mark_anchor a ON a.snapshot = s.snapshot AND a.line = s.line AND a.part = s.part
         CROSS JOIN mark m ON m.n = a.mark
         WHERE s.entry = ?1 AND a.removed_at IS NULL ORDER BY m.at, m.note, m.n",
    )?;
    let mut seen: Option<Vec<u64>> = None;
    let mut bookmarked_at: Option<i64> = None;
    let mut notes: Vec<String> = Vec::new();
    let mut tags: BTreeSet<String> = BTreeSet::new();
    let mut rows = query.query([n])?;
    while let Some(row) = rows.next()? {
        match row.get(1)? {
            READ => seen.get_or_insert_default().extend(hashes(
                &row.get::<_, Option<Vec<u8>>>(3)?.unwrap_or_default(),
            )),
            BOOKMARK => bookmarked_at = bookmarked_at.max(row.get(2)?),
            TAG => tags.extend(row.get::<_, Option<String>>(4)?),
            _ => notes.extend(
                row.get::<_, Option<String>>(4)?
                    .filter(|note| !notes.contains(note)),
            ),
        }
    }
    let read = match seen {
        None => ReadState::Unread,
        Some(seen) if fingerprint::is_seen(shown, &seen) => ReadState::Read,
        Some(_) => ReadState::Changed,
    };
    let note = (!notes.is_empty()).then(|| notes.join(BETWEEN_NOTES));
    let tags = (!tags.is_empty()).then(|| Vec::from_iter(tags).join("\n"));
    db.prepare_cached(
        "UPDATE entry SET read = ?2, bookmarked_at = ?3, note = ?4, tags = ?5 WHERE n = ?1",
    )?
    .execute(params![n, read_number(read), bookmarked_at, note, tags])?;
    Ok(())
}

/// The same, where the entry holds these places now and may not have held them before: of one without marks, only they matter.
pub(super) fn follow(
    db: &Connection,
    n: i64,
    more: &[Place],
    shown: &[Print],
) -> Result<(), Problem> {
    let mut marked = db.prepare_cached(
        "SELECT read <> 0 OR bookmarked_at IS NOT NULL OR note IS NOT NULL OR tags IS NOT NULL FROM entry WHERE n = ?1",
    )?;
    let mut any: bool = marked.query_row([n], |row| row.get(0))?;
    let mut hang = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM mark_anchor WHERE snapshot = ?1 AND line = ?2 AND part = ?3 AND removed_at IS NULL)",
    )?;
    for (snapshot, line, part) in more {
        any = any || hang.query_row(params![snapshot, line, part], |row| row.get(0))?;
    }
    if any { attach(db, n, shown) } else { Ok(()) }
}

/// Moves marks whose exact place is gone, since a newer engine divides the line differently, to the line's first part.
pub(super) fn rehang(db: &Connection) -> Result<(), Problem> {
    let mut orphans = db.prepare(
        "SELECT a.snapshot, a.line, a.part, a.mark,
             (SELECT min(s.part) FROM entry_source s WHERE s.snapshot = a.snapshot AND s.line = a.line)
         FROM mark_anchor a WHERE NOT EXISTS (
             SELECT 1 FROM entry_source s WHERE s.snapshot = a.snapshot AND s.line = a.line AND s.part = a.part)",
    )?;
    let found = orphans
        .query_map([], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
            ))
        })?
        .collect::<Result<Vec<(i64, i64, i64, i64, Option<i64>)>, _>>()?;
    for (snapshot, line, part, mark, home) in found {
        let Some(home) = home else { continue };
        db.prepare_cached(
            "UPDATE OR IGNORE mark_anchor SET part = ?5 WHERE snapshot = ?1 AND line = ?2 AND part = ?3 AND mark = ?4",
        )?
        .execute([snapshot, line, part, mark, home])?;
        let mut holders = db.prepare_cached(
            "SELECT entry FROM entry_source WHERE snapshot = ?1 AND line = ?2 AND part = ?3",
        )?;
        for n in holders
            .query_map([snapshot, line, home], |row| row.get(0))?
            .collect::<Result<Vec<_>, _>>()?
        {
            settle_row(db, n)?;
        }
    }
    Ok(())
}

/// The states of reading, each at the number that stands for it in the database.
const READ_STATES: [ReadState; 3] = [ReadState::Unread, ReadState::Read, ReadState::Changed];

/// Undoes `read_number`; a number that stands for nothing is unread.
pub(super) fn read_state(number: i64) -> ReadState {
    usize::try_from(number)
        .ok()
        .and_then(|i| READ_STATES.get(i))
        .copied()
        .unwrap_or_default()
}

fn read_number(state: ReadState) -> i64 {
    READ_STATES
        .iter()
        .position(|one| *one == state)
        .map_or(0, pack::count)
}

/// Makes one change; answers whether it changed anything.
fn apply(
    db: &Connection,
    n: i64,
    change: &MarkChange,
    shown: &[Print],
    act: Act,
) -> Result<bool, Problem> {
    match change {
        MarkChange::Read(_) => {
            let old = seen(db, n)?;
            if old.is_some_and(|old| shown.iter().all(|print| old.contains(&print.hash))) {
                return Ok(false);
            }
            let hashes: Vec<u8> = shown
                .iter()
                .flat_map(|print| print.hash.to_le_bytes())
                .collect();
            hang(db, n, READ, Some(hashes), None, act)?;
            Ok(true)
        }
        MarkChange::Unread(_) => take_off(db, n, READ, None, act),
        MarkChange::Bookmark(_) if has(db, n, BOOKMARK)? => Ok(false),
        MarkChange::Bookmark(_) => {
            hang(db, n, BOOKMARK, None, None, act)?;
            Ok(true)
        }
        MarkChange::Unbookmark(_) => take_off(db, n, BOOKMARK, None, act),
        MarkChange::Note(_, note) => {
            let note = note.as_ref().filter(|note| !note.trim().is_empty());
            if note_of(db, n)?.as_deref() == note.map(SafeText::as_str) {
                return Ok(false);
            }
            let had = take_off(db, n, NOTE, None, act)?;
            if let Some(note) = note {
                hang(db, n, NOTE, None, Some(note), act)?;
            }
            Ok(had || note.is_some())
        }
        MarkChange::Tag(_, tag) => {
            take_off(db, n, TAG, Some(tag), act)?;
            hang(db, n, TAG, None, Some(tag), act)?;
            Ok(true)
        }
        MarkChange::Untag(_, tag) => take_off(db, n, TAG, Some(tag), act),
    }
}

/// Makes a mark and hangs it on an entry's places: read marks on all that were chosen for that, others on the first anchor.
fn hang(
    db: &Connection,
    n: i64,
    kind: i64,
    seen: Option<Vec<u8>>,
    note: Option<&SafeText>,
    act: Act,
) -> Result<(), Problem> {
    db.prepare_cached("INSERT INTO mark (kind, at, seen, note, step) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![
            kind,
            pack::micros(act.now),
            seen,
            note.map(SafeText::as_str),
            act.step.n
        ])?;
    let mark = db.last_insert_rowid();
    let least = if kind == READ { 1 } else { 2 };
    db.prepare_cached(
        "INSERT INTO mark_anchor (snapshot, line, part, mark)
         SELECT snapshot, line, part, ?2 FROM entry_source WHERE entry = ?1 AND hang >= ?3",
    )?
    .execute([n, mark, least])?;
    Ok(())
}

/// Takes the marks of a kind off an entry's places. They stay on record with the time of their removal.
/// Answers whether there was any.
fn take_off(
    db: &Connection,
    n: i64,
    kind: i64,
    text: Option<&SafeText>,
    act: Act,
) -> Result<bool, Problem> {
    let mut query = db.prepare_cached(
        "SELECT a.snapshot, a.line, a.part, a.mark FROM entry_source s
         CROSS JOIN mark_anchor a ON a.snapshot = s.snapshot AND a.line = s.line AND a.part = s.part
         CROSS JOIN mark m ON m.n = a.mark
         WHERE s.entry = ?1 AND m.kind = ?2 AND (?3 IS NULL OR m.note = ?3) AND a.removed_at IS NULL",
    )?;
    let found = query
        .query_map(params![n, kind, text.map(SafeText::as_str)], |row| {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
        })?
        .collect::<Result<Vec<[i64; 4]>, _>>()?;
    let any = !found.is_empty();
    for [snapshot, line, part, mark] in found {
        db.prepare_cached(
            "UPDATE mark_anchor SET removed_at = ?5, removed_by = ?6 WHERE snapshot = ?1 AND line = ?2 AND part = ?3 AND mark = ?4",
        )?
        .execute([snapshot, line, part, mark, pack::micros(act.now), act.step.n])?;
    }
    Ok(any)
}

/// Everything that the active read marks of an entry say was seen; nothing if there is none.
fn seen(db: &Connection, n: i64) -> Result<Option<Vec<u64>>, Problem> {
    let mut query = db.prepare_cached(
        "SELECT DISTINCT m.n, m.seen FROM entry_source s
         CROSS JOIN mark_anchor a ON a.snapshot = s.snapshot AND a.line = s.line AND a.part = s.part
         CROSS JOIN mark m ON m.n = a.mark
         WHERE s.entry = ?1 AND m.kind = 1 AND a.removed_at IS NULL",
    )?;
    let mut all: Option<Vec<u64>> = None;
    let mut rows = query.query([n])?;
    while let Some(row) = rows.next()? {
        all.get_or_insert_default().extend(hashes(
            &row.get::<_, Option<Vec<u8>>>(1)?.unwrap_or_default(),
        ));
    }
    Ok(all)
}

fn has(db: &Connection, n: i64, kind: i64) -> Result<bool, Problem> {
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM entry_source s
         CROSS JOIN mark_anchor a ON a.snapshot = s.snapshot AND a.line = s.line AND a.part = s.part
         CROSS JOIN mark m ON m.n = a.mark
         WHERE s.entry = ?1 AND m.kind = ?2 AND a.removed_at IS NULL)",
    )?;
    Ok(query.query_row([n, kind], |row| row.get(0))?)
}

fn note_of(db: &Connection, n: i64) -> Result<Option<String>, Problem> {
    let mut query = db.prepare_cached("SELECT note FROM entry WHERE n = ?1")?;
    Ok(query.query_row([n], |row| row.get(0))?)
}

fn hashes(bytes: &[u8]) -> impl Iterator<Item = u64> {
    bytes
        .chunks_exact(8)
        .filter_map(|chunk| chunk.try_into().ok().map(u64::from_le_bytes))
}

fn shown(db: &Connection, n: i64) -> Result<Vec<Print>, Problem> {
    let mut query = db.prepare_cached("SELECT shown FROM entry_text WHERE entry = ?1")?;
    let bytes: Vec<u8> = query.query_row([n], |row| row.get(0))?;
    Ok(fingerprint::from_bytes(&bytes))
}

fn log(db: &Connection, change: &MarkChange, now: Timestamp) -> Result<(), Problem> {
    let (name, note) = match change {
        MarkChange::Read(_) => ("read", None),
        MarkChange::Unread(_) => ("unread", None),
        MarkChange::Bookmark(_) => ("bookmark", None),
        MarkChange::Unbookmark(_) => ("unbookmark", None),
        MarkChange::Note(_, note) => ("note", note.as_ref()),
        MarkChange::Tag(_, tag) => ("tag", Some(tag)),
        MarkChange::Untag(_, tag) => ("untag", Some(tag)),
    };
    record(db, change.entry(), name, note, now)
}

/// Writes into the record of what the person did.
pub(super) fn record(
    db: &Connection,
    entry: EntryId,
    what: &str,
    note: Option<&SafeText>,
    now: Timestamp,
) -> Result<(), Problem> {
    db.prepare_cached("INSERT INTO mark_log (at, entry, change, note) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            pack::micros(now),
            &entry.0[..],
            what,
            note.map(SafeText::as_str)
        ])?;
    Ok(())
}

/// What the articles list counts of one entry.
pub(super) fn counted(db: &Connection, n: i64) -> Result<Counts, Problem> {
    let mut query = db.prepare_cached(
        "SELECT read = 0, read = 2, bookmarked_at IS NOT NULL FROM entry WHERE n = ?1",
    )?;
    Ok(query.query_row([n], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?)
}

fn recount(db: &Connection, n: i64, before: Counts) -> Result<(), Problem> {
    let after = counted(db, n)?;
    if after != before {
        db.prepare_cached(
            "UPDATE blog SET unread = unread + ?2, changed = changed + ?3, bookmarked = bookmarked + ?4
             WHERE n = (SELECT blog FROM entry WHERE n = ?1)",
        )?
        .execute([n, after[0] - before[0], after[1] - before[1], after[2] - before[2]])?;
    }
    Ok(())
}
