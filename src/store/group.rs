//! Which snapshots are one blog: the connected components of links and decisions, where the person's decisions win.
//! The outcome is a function of the set of snapshots, links and decisions, never of the order they came in.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;

use crate::engine::model::BlogId;
use crate::engine::model::Deed;
use crate::engine::model::SnapshotId;
use crate::store::derive;
use crate::store::engine::Engine;
use crate::store::error::Problem;
use crate::store::links;
use crate::store::pack;
use crate::store::snapshots;
use crate::store::snapshots::Number;
use crate::store::steps;

/// A decision of the person on two snapshots.
#[derive(Debug, Clone, Copy)]
struct Decision {
    at: i64,
    a: Number,
    b: Number,
    same: bool,
}

/// Groups the snapshots around these anew, and returns the blogs (by number) whose members changed.
pub(super) fn regroup(
    db: &Connection,
    engine: &Engine,
    around: &BTreeSet<Number>,
) -> Result<BTreeSet<i64>, Problem> {
    let mut parts = Vec::new();
    let mut done: BTreeSet<Number> = BTreeSet::new();
    let free = !any_decision(db)?;
    let mut new = true;
    for &n in around {
        new &= derive::blog_if_any(db, n)?.is_none();
    }
    if free
        && new
        && around.len() == 1
        && let Some(&n) = around.first()
        && let Some(blog) = only_blog(db, n)?
        && extend(db, n, blog)?
    {
        return Ok(BTreeSet::from([blog]));
    }
    for &start in around {
        if done.contains(&start) {
            continue;
        }
        let mut component = component(db, start, free && new)?;
        // Two new snapshots may hang together through a blog alone.
        for part in std::mem::take(&mut parts) {
            if component.is_disjoint(&part) {
                parts.push(part);
            } else {
                component.extend(part);
            }
        }
        done.extend(&component);
        if free {
            parts.push(component);
        } else {
            parts.extend(split(db, engine, component)?);
        }
    }
    assign(db, &parts)
}

/// The blog that a new snapshot hangs together with, if it does with one and nothing else.
fn only_blog(db: &Connection, n: Number) -> Result<Option<i64>, Problem> {
    let mut blogs = BTreeSet::new();
    for (other, _) in links::accepted(db, n)? {
        blogs.insert(derive::blog_if_any(db, other)?);
    }
    let only = blogs.first().copied().flatten();
    Ok(only.filter(|_| blogs.len() == 1))
}

/// Adds a new snapshot to a blog whose other members stay as they are: none of them is looked at but the first. False if
/// that is not there.
fn extend(db: &Connection, n: Number, blog: i64) -> Result<bool, Problem> {
    let mut query = db.prepare_cached(
        "SELECT s.n FROM blog b JOIN snapshot s ON s.own_blog = b.id WHERE b.n = ?1",
    )?;
    let first: Option<Number> = query.query_row([blog], |row| row.get(0)).optional()?;
    let Some(first) = first else {
        return Ok(false);
    };
    db.prepare_cached("UPDATE snapshot SET blog = ?2 WHERE n = ?1")?
        .execute([n, blog])?;
    let id = blog_id(db, &BTreeSet::from([first, n]))?;
    db.prepare_cached("UPDATE blog SET id = ?2 WHERE n = ?1 AND id <> ?2")?
        .execute(params![blog, &id.0[..]])?;
    Ok(true)
}

/// Whether the person decided anything.
fn any_decision(db: &Connection) -> Result<bool, Problem> {
    let mut query =
        db.prepare_cached("SELECT EXISTS (SELECT 1 FROM decision WHERE undone_at IS NULL)")?;
    Ok(query.query_row([], |row| row.get(0))?)
}

/// Keeps a decision, as a step that can be taken back. It replaces what was decided before about the same two snapshots,
/// and, where it says that they belong together, what was decided against that about their blogs.
pub(super) fn decide(
    db: &Connection,
    a: Number,
    b: Number,
    same: bool,
    now: Timestamp,
) -> Result<(), Problem> {
    let (a, b) = (a.min(b), a.max(b));
    let deed = if same { Deed::Link } else { Deed::Unlink };
    let step = steps::begin(db, deed, blog_of(db, a)?, now)?.n;
    let at = pack::micros(now);
    db.execute(
        "UPDATE decision SET undone_at = ?3, undone_by = ?4 WHERE a = ?1 AND b = ?2 AND undone_at IS NULL",
        params![a, b, at, step],
    )?;
    if same {
        db.execute(
            "UPDATE decision SET undone_at = ?3, undone_by = ?4 WHERE undone_at IS NULL AND NOT same AND EXISTS (
                 SELECT 1 FROM snapshot x, snapshot y, snapshot p, snapshot q
                 WHERE x.n = decision.a AND y.n = decision.b AND p.n = ?1 AND q.n = ?2
                     AND ((x.blog = p.blog AND y.blog = q.blog) OR (x.blog = q.blog AND y.blog = p.blog)))",
            params![a, b, at, step],
        )?;
    }
    db.execute(
        "INSERT INTO decision (a, b, same, at, step) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![a, b, same, at, step],
    )?;
    Ok(())
}

fn blog_of(db: &Connection, n: Number) -> Result<BlogId, Problem> {
    match derive::blog_if_any(db, n)? {
        Some(row) => derive::id_of(db, row),
        None => Ok(BlogId::of(snapshots::id_of(db, n)?)),
    }
}

/// The snapshots that a step decided about.
pub(super) fn decided_by(db: &Connection, step: i64) -> Result<BTreeSet<Number>, Problem> {
    let mut query = db.prepare_cached(
        "SELECT a FROM decision WHERE step = ?1 OR undone_by = ?1
         UNION SELECT b FROM decision WHERE step = ?1 OR undone_by = ?1",
    )?;
    let found = query.query_map([step], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Everything that hangs together with a snapshot if nothing is kept apart. `whole`: blogs are whole components already,
/// because only new snapshots came and nothing was decided, so that their members need not be looked at one by one.
fn component(db: &Connection, start: Number, whole: bool) -> Result<BTreeSet<Number>, Problem> {
    let mut found = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(n) = open.pop() {
        if whole && let Some(blog) = derive::blog_if_any(db, n)? {
            found.extend(snapshots::members(db, blog)?);
            continue;
        }
        let linked = links::accepted(db, n)?.into_iter().map(|(other, _)| other);
        let decided = decisions(db, n)?
            .into_iter()
            .filter(|one| one.same)
            .map(|one| if one.a == n { one.b } else { one.a });
        for other in linked.chain(decided) {
            if found.insert(other) {
                open.push(other);
            }
        }
    }
    Ok(found)
}

fn decisions(db: &Connection, n: Number) -> Result<Vec<Decision>, Problem> {
    let mut query = db.prepare_cached(
        "SELECT at, a, b, same FROM decision WHERE a = ?1 AND undone_at IS NULL
         UNION SELECT at, a, b, same FROM decision WHERE b = ?1 AND undone_at IS NULL",
    )?;
    let found = query
        .query_map([n], |row| {
            Ok(Decision {
                at: row.get(0)?,
                a: row.get(1)?,
                b: row.get(2)?,
                same: row.get(3)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Splits a component where the person said that two of it do not belong together.
fn split(
    db: &Connection,
    engine: &Engine,
    whole: BTreeSet<Number>,
) -> Result<Vec<BTreeSet<Number>>, Problem> {
    let mut decided = BTreeMap::new();
    for &n in &whole {
        for one in decisions(db, n)? {
            let (x, y) = (snapshots::id_of(db, one.a)?, snapshots::id_of(db, one.b)?);
            decided.insert((one.at, one.same, x.min(y), x.max(y)), one);
        }
    }
    let inside = |one: &Decision| whole.contains(&one.a) && whole.contains(&one.b);
    if !decided.values().any(|one| !one.same && inside(one)) {
        return Ok(vec![whole]);
    }
    links::complete(db, engine, &whole)?;
    let mut parts = Parts::new(&whole);
    // Newest decision first: where two contradict each other, the newer one stands.
    for one in decided.values().rev().filter(|one| inside(one)) {
        if one.same {
            parts.join(one.a, one.b)
        } else {
            parts.keep_apart(one.a, one.b)
        }
    }
    for (a, b) in strongest_first(db, &whole)? {
        parts.join(a, b);
    }
    Ok(parts.into_sets())
}

/// The links inside a component, the surest first.
fn strongest_first(
    db: &Connection,
    whole: &BTreeSet<Number>,
) -> Result<Vec<(Number, Number)>, Problem> {
    let mut found = Vec::new();
    for &n in whole {
        for (other, score) in links::accepted(db, n)? {
            let (one, two) = (snapshots::id_of(db, n)?, snapshots::id_of(db, other)?);
            if one < two {
                found.push((score, one, two, n, other));
            }
        }
    }
    found.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    Ok(found.into_iter().map(|(_, _, _, a, b)| (a, b)).collect())
}

/// Snapshots in the course of being joined, some of which must stay apart.
#[derive(Debug)]
struct Parts {
    part_of: BTreeMap<Number, Number>,
    apart: Vec<(Number, Number)>,
}

impl Parts {
    fn new(whole: &BTreeSet<Number>) -> Self {
        Self {
            part_of: whole.iter().map(|&n| (n, n)).collect(),
            apart: Vec::new(),
        }
    }

    fn part(&self, n: Number) -> Number {
        self.part_of.get(&n).copied().unwrap_or(n)
    }

    /// Joins two parts, unless something in one must stay apart from something in the other.
    fn join(&mut self, a: Number, b: Number) {
        let (keep, gone) = (self.part(a), self.part(b));
        let forbidden = self.apart.iter().any(|&(x, y)| {
            let (x, y) = (self.part(x), self.part(y));
            (x, y) == (keep, gone) || (x, y) == (gone, keep)
        });
        if keep == gone || forbidden {
            return;
        }
        for part in self.part_of.values_mut().filter(|part| **part == gone) {
            *part = keep;
        }
    }

    fn keep_apart(&mut self, a: Number, b: Number) {
        if self.part(a) != self.part(b) {
            self.apart.push((a, b));
        }
    }

    fn into_sets(self) -> Vec<BTreeSet<Number>> {
        let mut sets: BTreeMap<Number, BTreeSet<Number>> = BTreeMap::new();
        for (n, part) in self.part_of {
            sets.entry(part).or_default().insert(n);
        }
        sets.into_values().collect()
    }
}

/// Gives every part a row of the blog table: the one with its id, else one that its members leave, else a new one.
fn assign(db: &Connection, parts: &[BTreeSet<Number>]) -> Result<BTreeSet<i64>, Problem> {
    let mut before: BTreeMap<i64, BTreeSet<Number>> = BTreeMap::new();
    for &n in parts.iter().flatten() {
        let blog: Option<i64> = db
            .prepare_cached("SELECT blog FROM snapshot WHERE n = ?1")?
            .query_row([n], |row| row.get(0))?;
        if let Some(blog) = blog {
            before.entry(blog).or_default().insert(n);
        }
    }
    let mut rows: HashMap<BlogId, i64> = HashMap::new();
    for &row in before.keys() {
        rows.insert(derive::id_of(db, row)?, row);
    }
    let ids = parts
        .iter()
        .map(|part| blog_id(db, part))
        .collect::<Result<Vec<_>, _>>()?;
    let mut given: Vec<Option<i64>> = ids.iter().map(|id| rows.get(id).copied()).collect();
    let mut free: BTreeSet<i64> = before
        .keys()
        .copied()
        .filter(|row| !given.contains(&Some(*row)))
        .collect();
    for (part, given) in parts
        .iter()
        .zip(&mut given)
        .filter(|(_, given)| given.is_none())
    {
        let best = free.iter().copied().max_by_key(|row| {
            before
                .get(row)
                .map_or(0, |old| old.intersection(part).count())
        });
        *given = best.filter(|row| before.get(row).is_some_and(|old| !old.is_disjoint(part)));
        if let Some(row) = *given {
            free.remove(&row);
        }
    }
    let mut changed = BTreeSet::new();
    for ((part, id), given) in parts.iter().zip(ids).zip(given) {
        let row = match given {
            Some(row) => row,
            None => insert_row(db, id)?,
        };
        if before.get(&row) != Some(part) || rows.get(&id) != Some(&row) {
            changed.insert(row);
            db.prepare_cached("UPDATE blog SET id = ?2 WHERE n = ?1")?
                .execute(params![row, &id.0[..]])?;
            for n in part {
                db.prepare_cached("UPDATE snapshot SET blog = ?2 WHERE n = ?1 AND blog IS NOT ?2")?
                    .execute([*n, row])?;
            }
        }
    }
    for row in free {
        if snapshots::members(db, row)?.is_empty() {
            derive::clear(db, row)?;
        } else {
            changed.insert(row);
        }
    }
    Ok(changed)
}

fn insert_row(db: &Connection, id: BlogId) -> Result<i64, Problem> {
    db.prepare_cached("INSERT INTO blog (id) VALUES (?1)")?
        .execute([&id.0[..]])?;
    Ok(db.last_insert_rowid())
}

/// The id of a blog with these snapshots: that of the first one, in canonical order.
fn blog_id(db: &Connection, part: &BTreeSet<Number>) -> Result<BlogId, Problem> {
    let mut first: Option<(bool, Option<i64>, SnapshotId)> = None;
    for &n in part {
        let mut query = db.prepare_cached("SELECT captured_at, id FROM snapshot WHERE n = ?1")?;
        let (at, id): (Option<i64>, [u8; 16]) =
            query.query_row([n], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let key = (at.is_none(), at, SnapshotId(id));
        if first.as_ref().is_none_or(|best| key < *best) {
            first = Some(key);
        }
    }
    first
        .map(|(_, _, id)| BlogId::of(id))
        .ok_or_else(|| Problem::Damaged("a blog has no snapshot".to_owned()))
}
