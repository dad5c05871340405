//! The snapshots of another library, with every place and time where they were seen.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use jiff::Timestamp;
use rusqlite::params;

use crate::engine::model::Capture;
use crate::engine::model::RawSnapshot;
use crate::engine::model::SnapshotId;
use crate::engine::rules::Rules;
use crate::store::Other;
use crate::store::Result;
use crate::store::Store;
use crate::store::error::Problem;
use crate::store::import;
use crate::store::join::Joined;
use crate::store::join::bounds;
use crate::store::snapshots;

/// So many bytes are held before they are handed to the library.
const BATCH: usize = 16 * 1024 * 1024;

/// Takes in the snapshots that are not here, and what is not known here of those that are.
pub(super) fn take(
    store: &mut Store,
    other: &Other,
    rules: &Rules,
    now: Timestamp,
    progress: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
    joined: &mut Joined,
) -> Result<()> {
    let ids = store.of_other(ids(other))?;
    let before: BTreeSet<i64> = store.read(blogs)?;
    let mut batch = Vec::new();
    let mut held = 0;
    for (done, id) in ids.iter().enumerate() {
        if progress(done, ids.len()).is_break() {
            return Err(store.at(Problem::Stopped));
        }
        let missing = store.of_other(captures(other, *id))?;
        let (known, missing) = store.read(|db| {
            let Some(n) = snapshots::number_of(db, *id)? else {
                return Ok((false, missing));
            };
            let mut rest = Vec::new();
            for capture in missing {
                if !snapshots::is_seen(db, n, &capture)? {
                    rest.push(capture);
                }
            }
            Ok((true, rest))
        })?;
        joined.snapshots.count(!known);
        if missing.is_empty() {
            continue;
        }
        let bytes = store.of_other(bytes(other, *id))?;
        for capture in missing {
            held += bytes.len();
            batch.push((RawSnapshot::new(capture, bytes.clone()), None));
        }
        if held > BATCH {
            add(store, std::mem::take(&mut batch), rules, now)?;
            held = 0;
        }
    }
    add(store, batch, rules, now)?;
    // What the person did there takes no time.
    let _ = progress(ids.len(), ids.len());
    let mut there = BTreeSet::new();
    for id in ids {
        let blog = store.read(|db| match snapshots::number_of(db, id)? {
            Some(n) => crate::store::derive::blog_if_any(db, n),
            None => Ok(None),
        })?;
        there.extend(blog);
    }
    for blog in there {
        joined.blogs.count(!before.contains(&blog));
    }
    Ok(())
}

/// Adds snapshots as others are added, but that a blog which was deleted here stays so.
fn add(
    store: &mut Store,
    raws: Vec<(RawSnapshot, Option<crate::engine::model::Reading>)>,
    rules: &Rules,
    now: Timestamp,
) -> Result<()> {
    if raws.is_empty() {
        return Ok(());
    }
    let mut silent = |_, _| {};
    store.merge(|db, engine, memories| {
        if snapshots::any_older(db, engine.version)? {
            import::refresh(db, engine, memories, rules, &mut silent)?;
        }
        import::add(db, engine, memories, raws, rules, now).map(|_| ())
    })
}

fn blogs(db: &rusqlite::Connection) -> std::result::Result<BTreeSet<i64>, Problem> {
    let mut query = db.prepare_cached("SELECT n FROM blog")?;
    let found = query.query_map([], |row| row.get(0))?;
    Ok(found.collect::<std::result::Result<_, _>>()?)
}

fn ids(other: &Other) -> std::result::Result<Vec<SnapshotId>, Problem> {
    let mut found = Vec::new();
    other.each(
        "SELECT id FROM snapshot ORDER BY n",
        [],
        |row| row.get(0).map(SnapshotId),
        |id| {
            found.push(id);
            Ok(())
        },
    )?;
    Ok(found)
}

/// Where and when a snapshot was seen; one that was seen nowhere is at no place.
fn captures(other: &Other, id: SnapshotId) -> std::result::Result<Vec<Capture>, Problem> {
    let mut found = Vec::new();
    other.each(
        &format!(
            "SELECT {} FROM sighting g JOIN snapshot s ON s.n = g.snapshot WHERE s.id = ?1 ORDER BY g.n",
            snapshots::SIGHTING
        ),
        params![&id.0[..]],
        snapshots::capture_from,
        |capture| {
            found.push(capture);
            Ok(())
        },
    )?;
    if found.is_empty() {
        found.push(Capture::default());
    }
    Ok(found)
}

fn bytes(other: &Other, id: SnapshotId) -> std::result::Result<Vec<u8>, Problem> {
    let packed = other.first(
        "SELECT r.bytes FROM snapshot s JOIN snapshot_raw r ON r.snapshot = s.n WHERE s.id = ?1",
        params![&id.0[..]],
        |row| row.get::<_, Vec<u8>>(0),
    )?;
    let packed =
        packed.ok_or_else(|| other.at(Problem::Damaged(format!("snapshot {id} has no bytes"))))?;
    bounds::bytes(&packed, id).map_err(|problem| other.at(problem))
}
