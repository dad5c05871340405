//! Links: which pairs of snapshots the engine takes for captures of one blog, found through the index of sketch keys.
//! Nothing here knows of the person's decisions; those enter in `group`.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;

use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;

use crate::engine::model::BlogId;
use crate::engine::model::Doubt;
use crate::engine::model::SnapshotId;
use crate::engine::text::SafeText;
use crate::store::engine::Engine;
use crate::store::error::Problem;
use crate::store::snapshots;
use crate::store::snapshots::Number;

/// Judges snapshots one after the other against those before them, and keeps the verdicts.
///
/// A snapshot that one member of a group accepts is not judged by the others: the components come out the same.
#[derive(Debug)]
pub(super) struct Judging<'a> {
    db: &'a Connection,
    engine: &'a Engine,
    /// Snapshots whose blog says nothing, because their links are being found anew.
    alone: &'a BTreeSet<Number>,
    parents: HashMap<Number, Number>,
    blogs: HashMap<i64, Number>,
}

impl<'a> Judging<'a> {
    /// Begins; the snapshots in `alone` count as groups of their own, all others belong with their blog.
    pub(super) fn new(db: &'a Connection, engine: &'a Engine, alone: &'a BTreeSet<Number>) -> Self {
        Self {
            db,
            engine,
            alone,
            parents: HashMap::new(),
            blogs: HashMap::new(),
        }
    }

    /// Finds the links of one snapshot and enters it into the index.
    pub(super) fn enter(&mut self, n: Number, keys: &[u64]) -> Result<(), Problem> {
        let mut groups: BTreeMap<Number, Vec<(usize, Number)>> = BTreeMap::new();
        for (candidate, shared) in candidates(self.db, n, keys)? {
            let group = self.group(candidate)?;
            groups.entry(group).or_default().push((shared, candidate));
        }
        let mut skipped = false;
        for (group, mut rivals) in groups {
            rivals.sort_unstable_by(|a, b| b.cmp(a));
            for (i, (_, candidate)) in rivals.iter().enumerate() {
                if judge(self.db, self.engine, n, *candidate)? {
                    skipped |= i + 1 < rivals.len();
                    let mine = self.group(n)?;
                    let theirs = self.group(group)?;
                    self.parents.insert(mine, theirs);
                    break;
                }
            }
        }
        self.db
            .prepare_cached("UPDATE snapshot SET pairs_skipped = ?2 WHERE n = ?1")?
            .execute(params![n, skipped])?;
        let mut insert = self
            .db
            .prepare_cached("INSERT OR IGNORE INTO sketch_key (key, snapshot) VALUES (?1, ?2)")?;
        for key in keys {
            insert.execute(params![key.cast_signed(), n])?;
        }
        Ok(())
    }

    /// The snapshot that stands for the group of `n`.
    fn group(&mut self, n: Number) -> Result<Number, Problem> {
        let mut top = n;
        if !self.parents.contains_key(&n) {
            let parent = self.initial(n)?;
            self.parents.insert(n, parent);
        }
        while let Some(&parent) = self.parents.get(&top) {
            if parent == top {
                break;
            }
            top = parent;
        }
        self.parents.insert(n, top);
        Ok(top)
    }

    fn initial(&mut self, n: Number) -> Result<Number, Problem> {
        if self.alone.contains(&n) {
            return Ok(n);
        }
        let blog: Option<i64> = self
            .db
            .prepare_cached("SELECT blog FROM snapshot WHERE n = ?1")?
            .query_row([n], |row| row.get(0))?;
        Ok(blog.map_or(n, |blog| *self.blogs.entry(blog).or_insert(n)))
    }
}

/// Judges every pair of these snapshots that was skipped before.
pub(super) fn complete(
    db: &Connection,
    engine: &Engine,
    group: &BTreeSet<Number>,
) -> Result<(), Problem> {
    for &n in group {
        let skipped: bool = db
            .prepare_cached("SELECT pairs_skipped FROM snapshot WHERE n = ?1")?
            .query_row([n], |row| row.get(0))?;
        if !skipped {
            continue;
        }
        for (candidate, _) in candidates(db, n, &keys_of(db, n)?)? {
            if group.contains(&candidate) && !is_judged(db, n, candidate)? {
                judge(db, engine, n, candidate)?;
            }
        }
        db.prepare_cached("UPDATE snapshot SET pairs_skipped = 0 WHERE n = ?1")?
            .execute([n])?;
    }
    Ok(())
}

/// Forgets what was found out about a snapshot's links.
pub(super) fn forget(db: &Connection, n: Number) -> Result<(), Problem> {
    db.prepare_cached("DELETE FROM link WHERE a = ?1")?
        .execute([n])?;
    db.prepare_cached("DELETE FROM link WHERE b = ?1")?
        .execute([n])?;
    db.prepare_cached("DELETE FROM sketch_key WHERE snapshot = ?1")?
        .execute([n])?;
    Ok(())
}

/// The snapshots that a snapshot is linked to, with the score.
pub(super) fn accepted(db: &Connection, n: Number) -> Result<Vec<(Number, f64)>, Problem> {
    let mut query = db.prepare_cached(
        "SELECT b, score FROM link WHERE a = ?1 AND same UNION ALL SELECT a, score FROM link WHERE b = ?1 AND same",
    )?;
    let found = query
        .query_map([n], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// The best doubtful link of a snapshot to one of another blog: that snapshot's blog, and the evidence.
pub(super) fn doubtful(db: &Connection, n: Number) -> Result<Option<([u8; 8], String)>, Problem> {
    let mut query = db.prepare_cached(
        "SELECT o.id, l.why FROM (SELECT b AS other, score, why FROM link WHERE a = ?1 AND doubtful AND NOT same
                UNION ALL SELECT a, score, why FROM link WHERE b = ?1 AND doubtful AND NOT same) l
         JOIN snapshot s ON s.n = l.other JOIN blog o ON o.n = s.blog
         WHERE s.blog <> (SELECT blog FROM snapshot WHERE n = ?1)
         ORDER BY l.score DESC, s.id LIMIT 1",
    )?;
    Ok(query
        .query_row([n], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// Pairs of blogs that may be one and on which nothing is decided, each with the two snapshots that say so most; the
/// likeliest first.
pub(super) fn doubts(db: &Connection) -> Result<Vec<Doubt>, Problem> {
    let mut query = db.prepare_cached(
        "SELECT o.id, p.id, x.id, y.id, l.why FROM link l
         JOIN snapshot x ON x.n = l.a JOIN snapshot y ON y.n = l.b
         JOIN blog o ON o.n = x.blog JOIN blog p ON p.n = y.blog
         WHERE l.doubtful AND NOT l.same AND x.blog <> y.blog AND NOT EXISTS (
             SELECT 1 FROM decision d JOIN snapshot u ON u.n = d.a JOIN snapshot v ON v.n = d.b
             WHERE d.undone_at IS NULL AND NOT d.same
                 AND ((u.blog = x.blog AND v.blog = y.blog) OR (u.blog = y.blog AND v.blog = x.blog)))
         ORDER BY l.score DESC, x.id, y.id",
    )?;
    let mut found: Vec<Doubt> = Vec::new();
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let blogs = [BlogId(row.get(0)?), BlogId(row.get(1)?)];
        let known = |one: &Doubt| one.blogs == blogs || one.blogs == [blogs[1], blogs[0]];
        if found.iter().any(known) {
            continue;
        }
        found.push(Doubt {
            blogs,
            snapshots: [SnapshotId(row.get(2)?), SnapshotId(row.get(3)?)],
            why: SafeText::new(&row.get::<_, String>(4)?),
        });
    }
    Ok(found)
}

/// Judges one pair, keeps a verdict that says something, and tells whether the two belong together.
fn judge(db: &Connection, engine: &Engine, one: Number, other: Number) -> Result<bool, Problem> {
    let (a, b) = (one.min(other), one.max(other));
    // The engine sees the pair in the order of the ids, so that nothing depends on which came first.
    let swapped = snapshots::id_of(db, a)? > snapshots::id_of(db, b)?;
    let (first, second) = if swapped { (b, a) } else { (a, b) };
    let verdict = (engine.judge)(
        &snapshots::sketch_of(db, first)?,
        &snapshots::sketch_of(db, second)?,
    )
    .ok_or_else(|| Problem::Damaged("the sketch of a snapshot cannot be read".to_owned()))?;
    if verdict.same || verdict.doubtful {
        db.prepare_cached(
            "INSERT OR REPLACE INTO link (a, b, same, doubtful, score, why) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            a,
            b,
            verdict.same,
            verdict.doubtful,
            if verdict.score.is_finite() { f64::from(verdict.score) } else { 0.0 },
            verdict.why
        ])?;
    }
    Ok(verdict.same)
}

fn is_judged(db: &Connection, one: Number, other: Number) -> Result<bool, Problem> {
    let mut query =
        db.prepare_cached("SELECT EXISTS (SELECT 1 FROM link WHERE a = ?1 AND b = ?2)")?;
    Ok(query.query_row([one.min(other), one.max(other)], |row| row.get(0))?)
}

fn keys_of(db: &Connection, n: Number) -> Result<Vec<u64>, Problem> {
    let mut query = db.prepare_cached("SELECT key FROM sketch_key WHERE snapshot = ?1")?;
    let keys = query.query_map([n], |row| row.get::<_, i64>(0).map(i64::cast_unsigned))?;
    let keys = keys.collect::<Result<_, _>>()?;
    Ok(keys)
}

/// Snapshots that share a key with this one, with how many they share.
fn candidates(
    db: &Connection,
    n: Number,
    keys: &[u64],
) -> Result<BTreeMap<Number, usize>, Problem> {
    let mut query =
        db.prepare_cached("SELECT snapshot FROM sketch_key WHERE key = ?1 AND snapshot <> ?2")?;
    let mut found = BTreeMap::new();
    for key in keys.iter().collect::<BTreeSet<_>>() {
        for candidate in query.query_map(params![key.cast_signed(), n], |row| row.get(0))? {
            *found.entry(candidate?).or_insert(0) += 1;
        }
    }
    Ok(found)
}
