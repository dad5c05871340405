//! Entries for those who know older states of them: what did not change is not read.

use rusqlite::Connection;
use rusqlite::params;
use xxhash_rust::xxh3::xxh3_64;

use crate::engine::model::BlogId;
use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::store::body;
use crate::store::error::Problem;
use crate::store::find;
use crate::store::pack;

/// One entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// Its id.
    pub id: EntryId,
    /// What tells its states apart.
    pub print: u64,
    /// The entry, unless this state of it is known.
    pub entry: Option<Entry>,
}

/// At most `most` entries from a position on; 0 is the newest.
pub(super) fn slice(
    db: &Connection,
    blog: BlogId,
    from: usize,
    most: usize,
    known: &dyn Fn(EntryId) -> Option<u64>,
) -> Result<Vec<Body>, Problem> {
    let mut query = db.prepare_cached(
        "SELECT e.id, body.body FROM entry e JOIN entry_body body ON body.entry = e.n
         WHERE e.blog = ?1 ORDER BY e.rank DESC LIMIT ?3 OFFSET ?2",
    )?;
    let mut rows = query.query(params![
        find::row_of(db, blog)?,
        pack::count(from),
        pack::count(most)
    ])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let id = EntryId(row.get(0)?);
        let body = row.get_ref(1)?;
        let body = body
            .as_blob()
            .map_err(|error| Problem::Damaged(format!("an entry cannot be read ({error})")))?;
        let print = xxh3_64(body);
        let entry = if known(id) == Some(print) {
            None
        } else {
            Some(body::unpack(body)?)
        };
        found.push(Body { id, print, entry });
    }
    Ok(found)
}
