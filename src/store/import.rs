//! Adding snapshots, and reading all of them again with a newer engine.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::Connection;

use crate::engine::merge::Update;
use crate::engine::model::BlogId;
use crate::engine::model::Change;
use crate::engine::model::Entry;
use crate::engine::model::RawSnapshot;
use crate::engine::model::Reading;
use crate::engine::model::SnapshotId;
use crate::engine::rules::Rules;
use crate::engine::text::SafeText;
use crate::store::Added;
use crate::store::derive;
use crate::store::engine::Engine;
use crate::store::error::Problem;
use crate::store::group;
use crate::store::kept;
use crate::store::links;
use crate::store::links::Judging;
use crate::store::marks;
use crate::store::memories::Memories;
use crate::store::snapshots;
use crate::store::snapshots::Number;

/// One snapshot of a batch, once its bytes are kept.
#[derive(Debug)]
struct Arrival {
    n: Number,
    id: SnapshotId,
    name: SafeText,
    known: bool,
}

/// Adds snapshots: keeps their bytes, finds out where they belong and writes the timelines that changed.
pub(super) fn add(
    db: &Connection,
    engine: &Engine,
    memories: &mut Memories,
    raws: Vec<(RawSnapshot, Option<Reading>)>,
    rules: &Rules,
    now: Timestamp,
) -> Result<Vec<Added>, Problem> {
    let mut arrivals = Vec::with_capacity(raws.len());
    let mut touched: BTreeMap<Number, (RawSnapshot, Option<Reading>)> = BTreeMap::new();
    let mut before = BTreeMap::new();
    for (raw, reading) in raws {
        let id = SnapshotId::of(&raw.bytes);
        let found = snapshots::number_of(db, id)?;
        let n = match found {
            Some(n) => {
                if !touched.contains_key(&n) {
                    before.insert(n, snapshots::capture_of(db, n)?);
                }
                n
            }
            None => snapshots::insert(db, id, &raw.bytes, now)?,
        };
        snapshots::saw(db, n, &raw.capture, now)?;
        arrivals.push(Arrival {
            n,
            id,
            name: raw.capture.name.clone(),
            known: found.is_some(),
        });
        touched.entry(n).or_insert((raw, reading));
    }
    let mut changes = Changes::default();
    for (n, (mut raw, reading)) in touched {
        raw.id = SnapshotId::of(&raw.bytes);
        let given = std::mem::replace(&mut raw.capture, snapshots::capture_of(db, n)?);
        if before.get(&n) != Some(&raw.capture) {
            // Of the capture, only address and media type influence how the bytes are read.
            let same = given.url == raw.capture.url && given.media_type == raw.capture.media_type;
            let reading = reading.filter(|reading| same && reading.snapshot == raw.id);
            let reading = reading.unwrap_or_else(|| (engine.digest)(&raw, rules));
            changes.read(db, engine, memories, n, &raw, &reading)?;
        }
    }
    let updates = changes.settle(db, engine, memories)?;
    report(db, &arrivals, &updates)
}

/// What adding these snapshots brings where the library has all of them from the same places: nothing is written then.
/// Nothing if it may bring something.
pub(super) fn known(
    db: &Connection,
    raws: &[(RawSnapshot, Option<Reading>)],
) -> Result<Option<Vec<Added>>, Problem> {
    let mut arrivals = Vec::with_capacity(raws.len());
    for (raw, _) in raws {
        let id = SnapshotId::of(&raw.bytes);
        match snapshots::number_of(db, id)? {
            Some(n) if snapshots::is_seen(db, n, &raw.capture)? => arrivals.push(Arrival {
                n,
                id,
                name: raw.capture.name.clone(),
                known: true,
            }),
            _ => return Ok(None),
        }
    }
    report(db, &arrivals, &HashMap::new()).map(Some)
}

/// Reads every snapshot again and writes every timeline again. Marks and ids stay.
pub(super) fn refresh(
    db: &Connection,
    engine: &Engine,
    memories: &mut Memories,
    rules: &Rules,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<(), Problem> {
    memories.forget();
    kept::forget_all(db)?;
    let all = snapshots::all(db)?;
    let mut changes = Changes::default();
    for (done, &n) in all.iter().enumerate() {
        progress(done, all.len());
        let raw = RawSnapshot {
            id: snapshots::id_of(db, n)?,
            capture: snapshots::capture_of(db, n)?,
            bytes: snapshots::bytes_of(db, n)?,
        };
        let reading = (engine.digest)(&raw, rules);
        let (sketch, _) = snapshots::read(db, engine, n, &raw, &reading)?;
        changes.fresh.insert(n, sketch.keys);
        changes.moved.insert(n);
    }
    changes.settle(db, engine, memories)?;
    marks::rehang(db)?;
    progress(all.len(), all.len());
    Ok(())
}

/// Keeps a decision of the person on two snapshots and writes the timelines that it changes.
pub(super) fn decide(
    db: &Connection,
    engine: &Engine,
    memories: &mut Memories,
    a: SnapshotId,
    b: SnapshotId,
    same: bool,
    now: Timestamp,
) -> Result<(), Problem> {
    let known = |id: SnapshotId| {
        snapshots::number_of(db, id)?.ok_or_else(|| Problem::NoSnapshot {
            wanted: id.to_string(),
        })
    };
    let (a, b) = (known(a)?, known(b)?);
    if a == b {
        return Ok(());
    }
    group::decide(db, a, b, same, now)?;
    settle(db, engine, memories, &BTreeSet::from([a, b]))
}

/// Makes blogs follow what is decided now about some snapshots.
pub(super) fn settle(
    db: &Connection,
    engine: &Engine,
    memories: &mut Memories,
    around: &BTreeSet<Number>,
) -> Result<(), Problem> {
    if around.is_empty() {
        return Ok(());
    }
    let blogs = group::regroup(db, engine, around)?;
    memories.forget_removed(db)?;
    for blog in blogs {
        derive::write(db, engine, memories, blog)?;
    }
    Ok(())
}

/// The snapshots whose part in the library is to be found anew.
#[derive(Debug, Default)]
struct Changes {
    /// Read for the first time, or read differently than before; with their keys.
    fresh: BTreeMap<Number, Vec<u64>>,
    /// Everything whose reading or capture changed.
    moved: BTreeSet<Number>,
}

impl Changes {
    fn read(
        &mut self,
        db: &Connection,
        engine: &Engine,
        memories: &mut Memories,
        n: Number,
        raw: &RawSnapshot,
        reading: &Reading,
    ) -> Result<(), Problem> {
        self.moved.insert(n);
        let (sketch, as_before) = snapshots::read(db, engine, n, raw, reading)?;
        if !as_before {
            if let Some(blog) = derive::blog_if_any(db, n)? {
                memories.forget();
                kept::forget(db, blog)?;
            }
            self.fresh.insert(n, sketch.keys);
        }
        Ok(())
    }

    /// Finds links, groups, and writes the timelines that changed; returns what did by the number of their blog.
    fn settle(
        self,
        db: &Connection,
        engine: &Engine,
        memories: &mut Memories,
    ) -> Result<HashMap<i64, Update>, Problem> {
        let alone = self.loosen(db, engine)?;
        let mut judging = Judging::new(db, engine, &alone);
        for (&n, keys) in &self.fresh {
            judging.enter(n, keys)?;
        }
        let around = alone.union(&self.moved).copied().collect();
        let mut blogs = group::regroup(db, engine, &around)?;
        memories.forget_removed(db)?;
        for &n in &self.moved {
            blogs.insert(derive::blog_of(db, n)?);
        }
        let mut updates = HashMap::new();
        for blog in blogs {
            updates.insert(blog, derive::write(db, engine, memories, blog)?);
        }
        Ok(updates)
    }

    /// Takes out the links of snapshots that are read differently now. The members of their blogs may have hung together
    /// only through them, so pairs that were skipped for that reason are judged first.
    fn loosen(&self, db: &Connection, engine: &Engine) -> Result<BTreeSet<Number>, Problem> {
        let mut alone: BTreeSet<Number> = self.fresh.keys().copied().collect();
        for &n in self.fresh.keys() {
            if let Some(blog) = derive::blog_if_any(db, n)? {
                alone.extend(snapshots::members(db, blog)?);
            }
        }
        let settled: BTreeSet<Number> = alone
            .iter()
            .copied()
            .filter(|n| !self.fresh.contains_key(n))
            .collect();
        links::complete(db, engine, &settled)?;
        for &n in self.fresh.keys() {
            links::forget(db, n)?;
        }
        Ok(alone)
    }
}

/// What one snapshot of a batch brought.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    new: u32,
    revised: u32,
    unchanged: u32,
}

/// Says for each arrival what it brought, as if they had been added one by one.
fn report(
    db: &Connection,
    arrivals: &[Arrival],
    updates: &HashMap<i64, Update>,
) -> Result<Vec<Added>, Problem> {
    let mut order: HashMap<SnapshotId, usize> = HashMap::new();
    for (i, arrival) in arrivals
        .iter()
        .enumerate()
        .filter(|(_, arrival)| !arrival.known)
    {
        order.entry(arrival.id).or_insert(i);
    }
    let mut tallies: HashMap<usize, Tally> = HashMap::new();
    let mut beginners = BTreeSet::new();
    for update in updates.values() {
        let firsts = update.snapshots.iter().map(|id| order.get(id).copied());
        if let Some(Some(first)) = firsts.min() {
            beginners.insert(first);
        }
        // What an entry shows of a new snapshot is a change of the entry.
        for entry in &update.changed {
            count(entry, &order, &mut tallies);
        }
    }
    arrivals
        .iter()
        .enumerate()
        .map(|(i, arrival)| {
            let blog = derive::blog_of(db, arrival.n)?;
            let tally = if arrival.known {
                Tally {
                    unchanged: derive::entries_with(db, arrival.n)?,
                    ..Tally::default()
                }
            } else {
                tallies.get(&i).copied().unwrap_or_default()
            };
            Ok(Added {
                snapshot: arrival.id,
                name: arrival.name.clone(),
                blog: derive::id_of(db, blog)?,
                blog_title: derive::title_of(db, blog)?,
                known: arrival.known,
                new_blog: !arrival.known && beginners.contains(&i),
                new: tally.new,
                revised: tally.revised,
                unchanged: tally.unchanged,
                dropped: derive::dropped_of(db, arrival.n)?,
                looks_like: links::doubtful(db, arrival.n)?.map(|(id, why)| (BlogId(id), why)),
            })
        })
        .collect()
}

/// Counts one entry for each snapshot of the batch that shows it. `order` says when each came; others were there before.
fn count(entry: &Entry, order: &HashMap<SnapshotId, usize>, tallies: &mut HashMap<usize, Tally>) {
    let arrival = |id: &SnapshotId| order.get(id).copied();
    let shown_by: BTreeSet<Option<usize>> = entry
        .revisions
        .iter()
        .flat_map(|revision| revision.snapshots.iter().map(arrival))
        .collect();
    let revisers: BTreeSet<Option<usize>> = entry
        .revisions
        .iter()
        .enumerate()
        .filter(|(i, revision)| {
            // The oldest revision says nothing of itself; the next one says how far the two are apart.
            let change = revision.change.or_else(|| {
                i.checked_sub(1)
                    .and_then(|next| entry.revisions[next].change)
            });
            change.is_none_or(Change::is_edit)
        })
        .filter_map(|(_, revision)| revision.snapshots.iter().map(arrival).min())
        .collect();
    let first = shown_by.first().copied().flatten();
    for i in shown_by.into_iter().flatten() {
        let tally = tallies.entry(i).or_default();
        if first == Some(i) {
            tally.new += 1;
        } else if revisers.contains(&Some(i)) {
            tally.revised += 1;
        } else {
            tally.unchanged += 1;
        }
    }
}
