//! The rows of entries: their place, their body, their text and its index, and the places that they hold.
//! Only what changed is written.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;

use crate::engine::merge::Update;
use crate::engine::model::Block;
use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::engine::model::EntryState;
use crate::engine::model::Revision;
use crate::engine::model::Role;
use crate::engine::model::SnapshotId;
use crate::engine::model::Source;
use crate::store::body;
use crate::store::error::Problem;
use crate::store::fingerprint;
use crate::store::marks;
use crate::store::marks::Counts;
use crate::store::marks::Place;
use crate::store::pack;
use crate::store::pack::count;
use crate::store::snapshots::Number;

/// Read marks hang on so many places of a block at most; of more, some evenly spread ones are taken.
const HOOKS_PER_BLOCK: usize = 8;

/// The rows of a blog's entries as they stand, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Rows(Vec<Standing>);

/// What is known of an entry's row without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Standing {
    id: EntryId,
    n: i64,
    published_at: Option<i64>,
}

/// An entry's row and where it stands.
#[derive(Debug, Clone, Copy)]
struct Row {
    standing: Standing,
    rank: i64,
}

impl Rows {
    /// The rows of a blog.
    pub(super) fn of(db: &Connection, blog: i64) -> Result<Self, Problem> {
        let mut query = db.prepare_cached(
            "SELECT id, n, published_at FROM entry WHERE blog = ?1 ORDER BY rank",
        )?;
        let rows = query.query_map([blog], |row| {
            Ok(Standing {
                id: EntryId(row.get(0)?),
                n: row.get(1)?,
                published_at: row.get(2)?,
            })
        })?;
        Ok(Self(rows.collect::<Result<_, _>>()?))
    }

    /// When the entries were published, those of which it is known.
    pub(super) fn times(&self) -> impl Iterator<Item = Timestamp> {
        let times = self.0.iter().filter_map(|row| row.published_at);
        times.filter_map(pack::time)
    }

    /// Whether there is a row for every entry that is told to be as it was.
    pub(super) fn have_all(&self, update: &Update) -> bool {
        let told = update.order.iter().rev();
        let same = self.same(update);
        let known: BTreeSet<EntryId> = self.0[same..].iter().map(|row| row.id).collect();
        let mut moved = told.skip(same).filter(|(_, changed)| changed.is_none());
        moved.all(|(id, _)| known.contains(id))
    }

    /// How many of the oldest entries are where they were.
    fn same(&self, update: &Update) -> usize {
        let pairs = self.0.iter().zip(update.order.iter().rev());
        pairs.take_while(|(old, new)| old.id == new.0).count()
    }

    /// Writes the entries of a blog that changed and the place of each, and removes those that are no more. Returns by how
    /// much the counts of the blog change.
    pub(super) fn write(
        &mut self,
        db: &Connection,
        blog: i64,
        update: &Update,
        numbers: &HashMap<SnapshotId, Number>,
    ) -> Result<Counts, Problem> {
        let mut counts = Counts::default();
        let same = self.same(update);
        let mut moved: BTreeMap<EntryId, Vec<Row>> = BTreeMap::new();
        for (rank, standing) in self.0.iter().enumerate().skip(same).rev() {
            let (standing, rank) = (*standing, count(rank));
            let row = Row { standing, rank };
            moved.entry(standing.id).or_default().push(row);
        }
        let mut now = Vec::with_capacity(update.order.len());
        for (i, (id, changed)) in update.order.iter().rev().enumerate() {
            let rank = count(i);
            let row = match self.0.get(i).filter(|_| i < same) {
                Some(standing) => Some(Row {
                    standing: *standing,
                    rank,
                }),
                None => moved.get_mut(id).and_then(Vec::pop),
            };
            let changed = changed.and_then(|at| update.changed.get(at));
            match (changed, row) {
                (Some(entry), row) => {
                    if let Some(row) = &row {
                        add(&mut counts, -1, marks::counted(db, row.standing.n)?);
                    }
                    let n = write_changed(db, blog, rank, entry, row, numbers)?;
                    add(&mut counts, 1, marks::counted(db, n)?);
                    now.push(Standing {
                        id: *id,
                        n,
                        published_at: entry.published_at.map(pack::micros),
                    });
                }
                (None, Some(row)) => {
                    put(db, &row, rank)?;
                    now.push(row.standing);
                }
                (None, None) => {}
            }
        }
        for row in moved.values().flatten() {
            add(&mut counts, -1, marks::counted(db, row.standing.n)?);
            remove(db, row.standing.n)?;
        }
        self.0 = now;
        Ok(counts)
    }
}

fn add(counts: &mut Counts, times: i64, more: Counts) {
    for (sum, more) in counts.iter_mut().zip(more) {
        *sum += times * more;
    }
}

fn write_changed(
    db: &Connection,
    blog: i64,
    place: i64,
    entry: &Entry,
    row: Option<Row>,
    numbers: &HashMap<SnapshotId, Number>,
) -> Result<i64, Problem> {
    let body = body::serialise(entry)?;
    let mut hash = [0; 16];
    hash.copy_from_slice(&blake3::hash(&body).as_bytes()[..16]);
    if let Some(row) = row
        && hash_of(db, row.standing.n)? == hash
    {
        put(db, &row, place)?;
        return Ok(row.standing.n);
    }
    let known = row.map(|row| row.standing.n);
    let n = write_row(db, known, blog, place, &hash, entry)?;
    write_entry(db, n, entry, &body, numbers)?;
    Ok(n)
}

fn hash_of(db: &Connection, n: i64) -> Result<[u8; 16], Problem> {
    let mut query = db.prepare_cached("SELECT hash FROM entry WHERE n = ?1")?;
    Ok(query.query_row([n], |row| row.get(0))?)
}

/// Puts an entry at a place.
fn put(db: &Connection, row: &Row, place: i64) -> Result<(), Problem> {
    if row.rank != place {
        db.prepare_cached("UPDATE entry SET rank = ?2 WHERE n = ?1")?
            .execute([row.standing.n, place])?;
    }
    Ok(())
}

fn write_row(
    db: &Connection,
    n: Option<i64>,
    blog: i64,
    place: i64,
    hash: &[u8; 16],
    entry: &Entry,
) -> Result<i64, Problem> {
    db.prepare_cached(
        "INSERT INTO entry (n, blog, rank, id, hash, state, gap_before, published_at, clock)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (n) DO UPDATE
         SET rank = ?3, hash = ?5, state = ?6, gap_before = ?7, published_at = ?8, clock = ?9",
    )?
    .execute(params![
        n,
        blog,
        place,
        &entry.id.0[..],
        &hash[..],
        state_number(entry.state),
        entry.gap_before,
        entry.published_at.map(pack::micros),
        entry.clock(),
    ])?;
    Ok(n.unwrap_or_else(|| db.last_insert_rowid()))
}

fn write_entry(
    db: &Connection,
    n: i64,
    entry: &Entry,
    body: &[u8],
    numbers: &HashMap<SnapshotId, Number>,
) -> Result<(), Problem> {
    db.prepare_cached("INSERT OR REPLACE INTO entry_body (entry, body) VALUES (?1, ?2)")?
        .execute(params![n, pack::squeeze(body)?])?;
    let shown = write_text(db, n, entry)?;
    let (places, first) = places(entry, numbers);
    let fresh = keep_places(db, n, places)?;
    if let Some((source, snapshot)) = first {
        db.prepare_cached(
            "INSERT OR IGNORE INTO entry_alias (id, snapshot, line, part) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![&entry.id.0[..], snapshot, source.line, source.part])?;
    }
    marks::follow(db, n, &fresh, &shown)
}

/// The text of a version as it is searched: what it tells first, who wrote it and when at the end, so that what is found in its
/// first sentence is not told with the line of author and time before it.
fn searched(revision: &Revision) -> String {
    let (bylines, told): (Vec<&Block>, Vec<&Block>) = revision
        .blocks
        .iter()
        .partition(|block| block.role == Role::Byline);
    let blocks = told.into_iter().chain(bylines);
    let texts: Vec<&str> = blocks.map(|block| block.text.as_str()).collect();
    texts.join("\n")
}

/// Writes the shown text and keeps the full-text index in step; returns the fingerprints of what is shown.
fn write_text(db: &Connection, n: i64, entry: &Entry) -> Result<Vec<fingerprint::Print>, Problem> {
    let mut heading = String::new();
    let mut text = String::new();
    let mut shown = Vec::new();
    if let Some(revision) = entry.revisions.first() {
        shown = fingerprint::prints(revision);
        heading = revision
            .heading
            .as_ref()
            .map(|block| block.text.as_str().to_owned())
            .unwrap_or_default();
        text = searched(revision);
    }
    let bytes = fingerprint::to_bytes(&shown);
    let old: Option<(String, String, Vec<u8>)> = db
        .prepare_cached("SELECT heading, text, shown FROM entry_text WHERE entry = ?1")?
        .query_row([n], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let same = old
        .as_ref()
        .is_some_and(|old| old.0 == heading && old.1 == text);
    if same && old.as_ref().is_some_and(|old| old.2 == bytes) {
        return Ok(shown);
    }
    if old.is_some() && !same {
        unindex(db, n)?;
    }
    db.prepare_cached(
        "INSERT OR REPLACE INTO entry_text (entry, heading, text, shown) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![n, heading, text, bytes])?;
    if !same {
        db.prepare_cached("INSERT INTO entry_fts (rowid, heading, text) VALUES (?1, ?2, ?3)")?
            .execute(params![n, heading, text])?;
    }
    Ok(shown)
}

/// A place with what hangs there.
type Held = (Place, u8);

/// Every place that an entry stands for, in order, and the first anchor.
fn places(
    entry: &Entry,
    numbers: &HashMap<SnapshotId, Number>,
) -> (Vec<Held>, Option<(Source, Number)>) {
    let blocks = entry
        .revisions
        .iter()
        .map(|revision| revision.heading.iter().chain(&revision.blocks));
    let shown = blocks.clone().next().into_iter().flatten();
    let held = || blocks.clone().flatten().flat_map(|block| &block.source);
    let hooks = shown
        .flat_map(|block| spread(&block.source))
        .chain(spread(&entry.anchors));
    let first = entry.anchors.first().or_else(|| held().min()).copied();
    let all = entry.anchors.iter().chain(held()).map(|one| (*one, 0));
    let all = all.chain(hooks.map(|hook| (hook, 1)));
    let all = all.chain(first.map(|first| (first, 2)));
    let mut places: Vec<Held> = all
        .filter_map(|(one, hang)| {
            let number = numbers.get(&one.snapshot)?;
            Some(((*number, one.line, one.part), hang))
        })
        .collect();
    // What hangs most counts.
    places.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    places.dedup_by_key(|(place, _)| *place);
    let first = first.and_then(|first| Some((first, *numbers.get(&first.snapshot)?)));
    (places, first)
}

/// Sees to it that an entry holds these places, each with what hangs there, and no others: most are there already.
/// Returns those that were not there like this.
fn keep_places(db: &Connection, n: i64, places: Vec<Held>) -> Result<Vec<Place>, Problem> {
    let (mut fresh, mut gone) = (Vec::new(), Vec::new());
    let mut wanted = places.into_iter().peekable();
    let mut query = db.prepare_cached(
        "SELECT snapshot, line, part, hang FROM entry_source WHERE entry = ?1 ORDER BY snapshot, line, part",
    )?;
    let mut rows = query.query([n])?;
    while let Some(row) = rows.next()? {
        let place: Place = (row.get(0)?, row.get(1)?, row.get(2)?);
        while let Some(before) = wanted.next_if(|(wanted, _)| *wanted < place) {
            fresh.push(before);
        }
        match wanted.next_if(|(wanted, _)| *wanted == place) {
            None => gone.push(place),
            Some((_, hang)) if row.get::<_, u8>(3)? == hang => {}
            Some(changed) => fresh.push(changed),
        }
    }
    drop(rows);
    fresh.extend(wanted);
    let mut delete = db.prepare_cached(
        "DELETE FROM entry_source WHERE snapshot = ?1 AND line = ?2 AND part = ?3 AND entry = ?4",
    )?;
    for (snapshot, line, part) in gone {
        delete.execute(params![snapshot, line, part, n])?;
    }
    let mut insert = db.prepare_cached(
        "INSERT INTO entry_source (snapshot, line, part, entry, hang) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (snapshot, line, part, entry) DO UPDATE SET hang = ?5",
    )?;
    for ((snapshot, line, part), hang) in &fresh {
        insert.execute(params![snapshot, line, part, n, hang])?;
    }
    Ok(fresh.into_iter().map(|(place, _)| place).collect())
}

/// Some of many places: the first, the last, and evenly spread ones between.
fn spread(places: &[Source]) -> Vec<Source> {
    let mut sorted = places.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    if sorted.len() <= HOOKS_PER_BLOCK {
        return sorted;
    }
    (0..HOOKS_PER_BLOCK)
        .map(|i| sorted[i * (sorted.len() - 1) / (HOOKS_PER_BLOCK - 1)])
        .collect()
}

/// Removes an entry's rows. What the person did with it stays.
pub(super) fn remove(db: &Connection, n: i64) -> Result<(), Problem> {
    unindex(db, n)?;
    db.prepare_cached("DELETE FROM entry WHERE n = ?1")?
        .execute([n])?;
    Ok(())
}

fn unindex(db: &Connection, n: i64) -> Result<(), Problem> {
    db.prepare_cached(
        "INSERT INTO entry_fts (entry_fts, rowid, heading, text)
         SELECT 'delete', entry, heading, text FROM entry_text WHERE entry = ?1",
    )?
    .execute([n])?;
    Ok(())
}

/// The states of an entry, each at the number that stands for it in the database.
const STATES: [EntryState; 4] = [
    EntryState::Current,
    EntryState::Revised,
    EntryState::Withdrawn,
    EntryState::RolledOff,
];

/// The number that stands for a state in the database.
pub(super) fn state_number(state: EntryState) -> i64 {
    STATES.iter().position(|one| *one == state).map_or(0, count)
}

/// Undoes `state_number`; a number that stands for nothing is the first state.
pub(super) fn state_of(number: i64) -> EntryState {
    usize::try_from(number)
        .ok()
        .and_then(|i| STATES.get(i))
        .copied()
        .unwrap_or(EntryState::Current)
}
