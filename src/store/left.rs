//! Where blogs were left. Not a step that can be taken back: it tells where somebody reads, not what they did.

use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;

use jiff::Timestamp;

use crate::engine::model::BlogId;
use crate::engine::model::EntryId;
use crate::engine::model::LeftAt;
use crate::store::error::Problem;
use crate::store::find;
use crate::store::pack;
use crate::store::reading;

/// The ids that a blog has and had.
const ITS_IDS: &str =
    "SELECT own_blog FROM snapshot WHERE blog = ?1 UNION SELECT id FROM blog WHERE n = ?1";

/// Keeps where a blog is left now; nothing is its beginning.
pub(super) fn keep(
    db: &Connection,
    blog: BlogId,
    left: Option<&LeftAt>,
    now: Timestamp,
) -> Result<(), Problem> {
    db.prepare_cached(&format!("DELETE FROM left_at WHERE blog IN ({ITS_IDS})"))?
        .execute([find::row_of(db, blog)?])?;
    let Some(left) = left else { return Ok(()) };
    let id = |id: EntryId| id.0.to_vec();
    db.prepare_cached(
        "INSERT OR REPLACE INTO left_at (blog, at, cursor, top, line, text, start)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        &blog.0[..],
        pack::micros(now),
        id(left.cursor),
        left.top.map(id),
        left.line,
        left.text.map(|(text, _)| text),
        left.text.map(|(_, start)| start),
    ])?;
    Ok(())
}

/// Where a blog was left last, under any id it had, with the ids that these entries have now; nothing if they are gone.
pub(super) fn of(db: &Connection, blog: BlogId) -> Result<Option<LeftAt>, Problem> {
    let row = find::row_of(db, blog)?;
    let mut query = db.prepare_cached(&format!(
        "SELECT cursor, top, line, text, start FROM left_at WHERE blog IN ({ITS_IDS}) ORDER BY at DESC LIMIT 1"
    ))?;
    let found = query
        .query_row([row], |row| {
            let text: Option<u32> = row.get(3)?;
            let top = row.get::<_, Option<[u8; 8]>>(1)?;
            let left = LeftAt {
                cursor: EntryId(row.get(0)?),
                top: top.map(EntryId),
                line: row.get(2)?,
                text: text.zip(row.get(4)?),
            };
            Ok(left)
        })
        .optional()?;
    let Some(left) = found else { return Ok(None) };
    let now = |id| {
        let entry = reading::find_entry(db, id)?;
        Ok::<_, Problem>(entry.filter(|(its, _)| *its == blog).map(|(_, id)| id))
    };
    let Some(cursor) = now(left.cursor)? else {
        return Ok(None);
    };
    let top = left.top.map(now).transpose()?.flatten();
    let line_holds = top.is_some() == left.top.is_some();
    Ok(line_holds.then_some(LeftAt {
        cursor,
        top,
        ..left
    }))
}
