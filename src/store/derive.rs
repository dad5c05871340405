//! Writing timelines: what the merge says of a blog becomes rows. The rows of its entries are written in `rows`.

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::params;

use crate::engine::merge::Memory;
use crate::engine::merge::Update;
use crate::engine::model::BlogId;
use crate::engine::text::SafeText;
use crate::store::engine::Engine;
use crate::store::error::Problem;
use crate::store::head;
use crate::store::kept;
use crate::store::marks::Counts;
use crate::store::memories::Memories;
use crate::store::memories::Remembered;
use crate::store::pack;
use crate::store::pack::count;
use crate::store::rows;
use crate::store::rows::Rows;
use crate::store::snapshots::Members;
use crate::store::snapshots::Number;

/// Into how many stretches of time the activity of a blog is counted.
const STRETCHES: usize = 24;

/// Merges the snapshots of a blog and writes what changed.
pub(super) fn write(
    db: &Connection,
    engine: &Engine,
    memories: &mut Memories,
    blog: i64,
) -> Result<Update, Problem> {
    let members = Members::of(db, blog)?;
    let mut load = |id| members.load(id);
    let Remembered { merge, rows } = memories.of(db, engine, blog)?;
    let mut update = (engine.merge)(merge, &members.captures, &mut load)?;
    if !rows.have_all(&update) {
        // What is remembered is not what is kept: then everything is written.
        *merge = Memory::default();
        update = (engine.merge)(merge, &members.captures, &mut load)?;
    }
    let counts = rows.write(db, blog, &update, &members.numbers)?;
    write_head(db, blog, &update, rows, counts)?;
    kept::save(db, engine, blog, merge)?;
    Ok(update)
}

/// Removes a blog that has no snapshots any more.
pub(super) fn clear(db: &Connection, blog: i64) -> Result<(), Problem> {
    let mut query = db.prepare_cached("SELECT n FROM entry WHERE blog = ?1")?;
    for n in query
        .query_map([blog], |row| row.get(0))?
        .collect::<Result<Vec<_>, _>>()?
    {
        rows::remove(db, n)?;
    }
    db.prepare_cached("DELETE FROM blog WHERE n = ?1")?
        .execute([blog])?;
    Ok(())
}

/// The id of a blog.
pub(super) fn id_of(db: &Connection, blog: i64) -> Result<BlogId, Problem> {
    Ok(db
        .prepare_cached("SELECT id FROM blog WHERE n = ?1")?
        .query_row([blog], |row| row.get(0).map(BlogId))?)
}

/// The title of a blog.
pub(super) fn title_of(db: &Connection, blog: i64) -> Result<SafeText, Problem> {
    let title: String = db
        .prepare_cached("SELECT title FROM blog WHERE n = ?1")?
        .query_row([blog], |row| row.get(0))?;
    Ok(SafeText::new(&title))
}

/// The blog that a snapshot belongs to, if it was grouped already.
pub(super) fn blog_if_any(db: &Connection, n: Number) -> Result<Option<i64>, Problem> {
    Ok(db
        .prepare_cached("SELECT blog FROM snapshot WHERE n = ?1")?
        .query_row([n], |row| row.get(0))?)
}

/// The blog that a snapshot belongs to.
pub(super) fn blog_of(db: &Connection, n: Number) -> Result<i64, Problem> {
    blog_if_any(db, n)?.ok_or_else(|| Problem::Damaged("a snapshot belongs to no blog".to_owned()))
}

/// How many entries a snapshot shows.
pub(super) fn entries_with(db: &Connection, n: Number) -> Result<u32, Problem> {
    let mut query =
        db.prepare_cached("SELECT count(DISTINCT entry) FROM entry_source WHERE snapshot = ?1")?;
    Ok(query.query_row([n], |row| row.get(0))?)
}

/// How many lines of a snapshot were set aside.
pub(super) fn dropped_of(db: &Connection, n: Number) -> Result<u32, Problem> {
    Ok(db
        .prepare_cached("SELECT dropped FROM snapshot WHERE n = ?1")?
        .query_row([n], |row| row.get(0))?)
}

fn write_head(
    db: &Connection,
    blog: i64,
    update: &Update,
    rows: &Rows,
    counts: Counts,
) -> Result<(), Problem> {
    let times: Vec<Timestamp> = rows.times().collect();
    let (newest, activity) = activity(&times);
    db.prepare_cached(
        "UPDATE blog SET title = ?2, publisher = ?3, url = ?4, head = ?5, entries = ?6, snapshots = ?7,
             unread = unread + ?11, changed = changed + ?12, bookmarked = bookmarked + ?13,
             added_at = (SELECT max(added_at) FROM snapshot WHERE blog = ?1),
             last_seen = (SELECT max(g.captured_at) FROM snapshot s JOIN sighting g ON g.snapshot = s.n WHERE s.blog = ?1),
             newest = ?8, activity = ?9, ends_at = ?10
         WHERE n = ?1",
    )?
    .execute(params![
        blog,
        update.title.as_str(),
        update.publisher.as_ref().map(SafeText::as_str),
        update.url,
        head::pack(&update.page, &update.snapshots)?,
        count(update.order.len()),
        count(update.snapshots.len()),
        newest.map(pack::micros),
        (!activity.is_empty()).then(|| pack::counts_as_bytes(&activity)),
        update.ends_at.map(pack::micros),
        counts[0],
        counts[1],
        counts[2]
    ])?;
    Ok(())
}

/// When the newest dated entry was published, and how many in each of equal stretches of time from the oldest to it.
fn activity(times: &[Timestamp]) -> (Option<Timestamp>, Vec<u32>) {
    let (oldest, newest) = (times.iter().min().copied(), times.iter().max().copied());
    let span = match (oldest, newest) {
        (Some(oldest), Some(newest)) if oldest < newest => {
            newest.as_second() - oldest.as_second() + 1
        }
        _ => return (newest, Vec::new()),
    };
    let begin = oldest.map_or(0, Timestamp::as_second);
    let mut counts = vec![0; STRETCHES];
    for time in times {
        let at = (time.as_second() - begin).saturating_mul(count(STRETCHES)) / span;
        if let Some(count) = usize::try_from(at).ok().and_then(|at| counts.get_mut(at)) {
            *count += 1;
        }
    }
    (newest, counts)
}
