//! Why a snapshot stands where it stands: its blog, its links to other snapshots, and its lines in their light.

use rusqlite::Connection;
use serde::Serialize;

use crate::engine::merge::Explained;
use crate::engine::model::BlogId;
use crate::engine::model::SnapshotId;
use crate::engine::text::SafeText;
use crate::store::derive;
use crate::store::engine::Engine;
use crate::store::error::Problem;
use crate::store::kept;
use crate::store::snapshots;
use crate::store::snapshots::Members;
use crate::store::snapshots::Number;

/// A snapshot among others.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standing {
    /// Its blog.
    pub blog: BlogId,
    /// The title of its blog.
    pub title: SafeText,
    /// How many snapshots the blog has.
    pub snapshots: usize,
    /// The snapshots that it was compared with and has something in common with, the surest first.
    pub links: Vec<Link>,
    /// Its lines, with what they hang on.
    #[serde(flatten)]
    pub explained: Explained,
}

/// What two snapshots have in common.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Link {
    /// The other snapshot.
    pub snapshot: SnapshotId,
    /// Its name.
    pub name: SafeText,
    /// Whether they were taken for captures of one blog.
    pub same: bool,
    /// The share of the smaller text that stands in both, from 0 to 1; 1 for equal addresses.
    pub score: f64,
    /// The evidence in words.
    pub why: SafeText,
}

/// How a snapshot stands among the others; nothing if it is not in the library.
pub(super) fn standing(
    db: &Connection,
    engine: &Engine,
    id: SnapshotId,
) -> Result<Option<Standing>, Problem> {
    let Some(n) = snapshots::number_of(db, id)? else {
        return Ok(None);
    };
    let blog = derive::blog_of(db, n)?;
    let members = Members::of(db, blog)?;
    let mut load = |id| members.load(id);
    Ok(Some(Standing {
        blog: derive::id_of(db, blog)?,
        title: derive::title_of(db, blog)?,
        snapshots: members.captures.len(),
        links: links(db, n)?,
        explained: kept::load(db, engine, blog)?.explain(&members.captures, id, &mut load)?,
    }))
}

fn links(db: &Connection, n: Number) -> Result<Vec<Link>, Problem> {
    let mut query = db.prepare_cached(
        "SELECT s.id, (SELECT min(name) FROM sighting WHERE snapshot = s.n), l.same, l.score, l.why
         FROM (SELECT b AS other, same, score, why FROM link WHERE a = ?1
               UNION ALL SELECT a, same, score, why FROM link WHERE b = ?1) l
         JOIN snapshot s ON s.n = l.other ORDER BY l.same DESC, l.score DESC, s.id",
    )?;
    let found = query
        .query_map([n], |row| {
            Ok(Link {
                snapshot: SnapshotId(row.get(0)?),
                name: SafeText::new(&row.get::<_, Option<String>>(1)?.unwrap_or_default()),
                same: row.get(2)?,
                score: row.get(3)?,
                why: SafeText::new(row.get_ref(4)?.as_str()?),
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}
