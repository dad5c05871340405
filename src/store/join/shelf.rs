//! How blogs are kept in another library: names, tags, what is archived and what is deleted.

use std::collections::BTreeSet;

use rusqlite::Row;
use rusqlite::params;

use crate::engine::model::SnapshotId;
use crate::engine::text::SafeText;
use crate::store::error::Problem;
use crate::store::join::Joining;
use crate::store::join::standing::Standing;
use crate::store::shelf::DELETED;
use crate::store::shelf::NAME;
use crate::store::shelf::TAG;
use crate::store::snapshots;
use crate::store::snapshots::Number;

/// One thing that the person said of how a blog is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    n: i64,
    snapshot: SnapshotId,
    kind: i64,
    value: String,
    standing: Standing,
}

/// The columns of a row `h` and its snapshot `s`, in the order that `said` takes them.
const SAID: &str = "h.n, s.id, h.kind, h.value, h.at, h.undone_at,
    h.undone_by IS NOT NULL AND EXISTS (SELECT 1 FROM step t WHERE t.n = h.undone_by AND t.undone_at IS NULL),
    h.restored_at";

fn said(row: &Row<'_>) -> rusqlite::Result<Said> {
    Ok(Said {
        n: row.get(0)?,
        snapshot: SnapshotId(row.get(1)?),
        kind: row.get(2)?,
        value: SafeText::new(&row.get::<_, String>(3)?).to_string(),
        standing: Standing {
            at: row.get(4)?,
            gone: row.get(5)?,
            deed: row.get(6)?,
            back: row.get(7)?,
        },
    })
}

impl Joining<'_> {
    /// Takes in how blogs are kept there.
    pub(super) fn shelves(&mut self) -> Result<(), Problem> {
        let other = self.other;
        let mut fresh = Vec::new();
        let sql = format!(
            "SELECT {SAID} FROM shelf h JOIN snapshot s ON s.n = h.snapshot
             WHERE h.kind BETWEEN {NAME} AND {TAG} ORDER BY h.n"
        );
        other.each(&sql, [], said, |theirs| {
            let new = self.said(&theirs)?;
            if theirs.standing.gone.is_none() {
                self.joined.kept.count(new.is_some());
            }
            fresh.extend(new);
            Ok(())
        })?;
        self.deleted(&fresh)
    }

    /// Takes in one thing; answers its number here if it was not known here.
    fn said(&mut self, theirs: &Said) -> Result<Option<i64>, Problem> {
        let Some(snapshot) = snapshots::number_of(self.db, theirs.snapshot)? else {
            return Ok(None);
        };
        if let Some(mine) = self.known_here(theirs)? {
            let both = mine.standing.with(theirs.standing);
            if both != mine.standing {
                self.stands(mine.n, both)?;
            }
            if both != mine.standing && both.refused() != mine.standing.refused() {
                self.refuse_older(snapshot, theirs, both)?;
            }
            return Ok(None);
        }
        let refused = self.refused_later(snapshot, theirs)?;
        self.joined.differed += u64::from(refused.is_some() || self.is_named(snapshot, theirs)?);
        self.db
            .prepare_cached(
                "INSERT INTO shelf (snapshot, kind, value, at) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                snapshot,
                theirs.kind,
                theirs.value,
                theirs.standing.at
            ])?;
        let n = self.db.last_insert_rowid();
        let standing = match refused {
            Some(at) => Standing {
                gone: Some(at),
                deed: true,
                ..theirs.standing
            },
            None => theirs.standing,
        };
        self.stands(n, standing)?;
        self.refuse_older(snapshot, theirs, theirs.standing)?;
        Ok(Some(n))
    }

    fn stands(&mut self, n: i64, standing: Standing) -> Result<(), Problem> {
        self.changed = true;
        self.db
            .prepare_cached(
                "UPDATE shelf SET undone_at = ?2, undone_by = ?3, restored_at = ?4 WHERE n = ?1",
            )?
            .execute(params![
                n,
                standing.gone,
                standing.deed.then_some(self.step),
                standing.back
            ])?;
        Ok(())
    }

    fn known_here(&self, theirs: &Said) -> Result<Option<Said>, Problem> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {SAID} FROM snapshot s JOIN shelf h ON h.snapshot = s.n
             WHERE s.id = ?1 AND h.kind = ?2 AND h.value = ?3 AND h.at = ?4 ORDER BY h.undone_at IS NOT NULL, h.undone_at DESC, h.n LIMIT 1"
        ))?;
        let mut rows = query.query(params![
            &theirs.snapshot.0[..],
            theirs.kind,
            theirs.value,
            theirs.standing.at
        ])?;
        Ok(rows.next()?.map(said).transpose()?)
    }

    fn known_there(&self, mine: &Said) -> Result<Option<Said>, Problem> {
        let sql = format!(
            "SELECT {SAID} FROM snapshot s JOIN shelf h ON h.snapshot = s.n
             WHERE s.id = ?1 AND h.kind = ?2 AND h.value = ?3 AND h.at = ?4 ORDER BY h.undone_at IS NOT NULL, h.undone_at DESC, h.n LIMIT 1"
        );
        let with = params![
            &mine.snapshot.0[..],
            mine.kind,
            mine.value,
            mine.standing.at
        ];
        self.other.first(&sql, with, said)
    }

    /// Everything of this kind (and, of tags, of this word) that was said here of the blog that a snapshot is of now.
    fn of_blog(&self, snapshot: Number, theirs: &Said) -> Result<Vec<Said>, Problem> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {SAID} FROM snapshot s JOIN shelf h ON h.snapshot = s.n
             WHERE s.blog = (SELECT blog FROM snapshot WHERE n = ?1) AND h.kind = ?2 AND (h.kind <> {TAG} OR h.value = ?3)"
        ))?;
        let found = query.query_map(params![snapshot, theirs.kind, theirs.value], said)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// When this was taken back here after it was said there, where nobody there knows of that.
    fn refused_later(&self, snapshot: Number, theirs: &Said) -> Result<Option<i64>, Problem> {
        if theirs.standing.gone.is_some() {
            return Ok(None);
        }
        let mut latest = None;
        for mine in self.of_blog(snapshot, theirs)? {
            let Some(at) = mine.standing.refused() else {
                continue;
            };
            if at > theirs.standing.since() {
                let there = self.known_there(&mine)?;
                if there.and_then(|there| there.standing.refused()) != Some(at) {
                    latest = latest.max(Some(at));
                }
            }
        }
        Ok(latest)
    }

    /// Takes back what is older here than its being taken back there, where nobody there knows of it.
    fn refuse_older(
        &mut self,
        snapshot: Number,
        theirs: &Said,
        standing: Standing,
    ) -> Result<(), Problem> {
        let Some(at) = standing.refused() else {
            return Ok(());
        };
        for mine in self.of_blog(snapshot, theirs)? {
            let holds = mine.standing.gone.is_none() && mine.standing.since() < at;
            if holds && self.known_there(&mine)?.is_none() {
                self.joined.differed += 1;
                let standing = Standing {
                    gone: Some(at),
                    deed: true,
                    ..mine.standing
                };
                self.stands(mine.n, standing)?;
            }
        }
        Ok(())
    }

    /// Whether the blog has another name here already.
    fn is_named(&self, snapshot: Number, theirs: &Said) -> Result<bool, Problem> {
        if theirs.kind != NAME || theirs.standing.gone.is_some() {
            return Ok(false);
        }
        let all = self.of_blog(snapshot, theirs)?;
        Ok(all
            .iter()
            .any(|one| one.standing.gone.is_none() && one.value != theirs.value))
    }

    /// A blog that only one library knows to be deleted stays so, unless something was done with it after that: a snapshot of
    /// it was taken in by either, or the other one marked an entry or opened it. `fresh` are the rows that came from there
    /// just now.
    fn deleted(&mut self, fresh: &[i64]) -> Result<(), Problem> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {SAID}, s.blog FROM shelf h JOIN snapshot s ON s.n = h.snapshot
             WHERE h.kind = {DELETED} AND h.undone_at IS NULL AND s.blog IS NOT NULL ORDER BY h.n"
        ))?;
        let all = query.query_map([], |row| Ok((said(row)?, row.get(8)?)))?;
        let mut deleted = BTreeSet::new();
        for (one, blog) in all.collect::<Result<Vec<(Said, i64)>, _>>()? {
            let used = match (fresh.contains(&one.n), self.known_there(&one)?) {
                (true, _) => self.marked_here(blog)?.max(self.last_added(blog)?),
                (false, None) => self.marked_there(blog)?.max(self.last_added(blog)?),
                // That was judged when one of them heard of it.
                (false, Some(_)) => None,
            };
            match used.filter(|used| *used > one.standing.since()) {
                Some(used) => {
                    let standing = Standing {
                        gone: Some(used),
                        deed: true,
                        ..one.standing
                    };
                    self.stands(one.n, standing)?;
                }
                None if self.has_member(blog)? => {
                    deleted.insert(blog);
                }
                None => {}
            }
        }
        self.joined.deleted = deleted.len() as u64;
        Ok(())
    }

    /// Whether a snapshot of a blog is in the other library.
    fn has_member(&self, blog: i64) -> Result<bool, Problem> {
        for (_, id, _) in self.members(blog)? {
            if self.added_there(id)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The snapshots of a blog: number, id, and when each came in here.
    pub(super) fn members(&self, blog: i64) -> Result<Vec<(Number, SnapshotId, i64)>, Problem> {
        let mut query = self
            .db
            .prepare_cached("SELECT n, id, added_at FROM snapshot WHERE blog = ?1 ORDER BY n")?;
        let found = query.query_map([blog], |row| {
            Ok((row.get(0)?, SnapshotId(row.get(1)?), row.get(2)?))
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// When a snapshot came into the other library, if it is there.
    pub(super) fn added_there(&self, id: SnapshotId) -> Result<Option<i64>, Problem> {
        self.other.first(
            "SELECT added_at FROM snapshot WHERE id = ?1",
            params![&id.0[..]],
            |row| row.get(0),
        )
    }

    /// When a snapshot of a blog was last added, in whichever library had it first.
    fn last_added(&self, blog: i64) -> Result<Option<i64>, Problem> {
        let mut last = None;
        for (_, id, added) in self.members(blog)? {
            let there = self.added_there(id)?;
            last = last.max(Some(there.map_or(added, |there| there.min(added))));
        }
        Ok(last)
    }

    /// When an entry of a blog was marked here last, or the blog was opened.
    fn marked_here(&self, blog: i64) -> Result<Option<i64>, Problem> {
        let mut query = self.db.prepare_cached(
            "SELECT max(at) FROM (
                 SELECT max(m.at) AS at FROM snapshot s JOIN mark_anchor a ON a.snapshot = s.n JOIN mark m ON m.n = a.mark
                     WHERE s.blog = ?1
                 UNION ALL SELECT max(v.at) FROM visit v JOIN snapshot s ON s.own_blog = v.blog WHERE s.blog = ?1)",
        )?;
        Ok(query.query_row([blog], |row| row.get(0))?)
    }

    /// The same there, for the snapshots of a blog that are there.
    fn marked_there(&self, blog: i64) -> Result<Option<i64>, Problem> {
        let mut last = None;
        for (_, id, _) in self.members(blog)? {
            let marked: Option<Option<i64>> = self.other.first(
                "SELECT max(at) FROM (
                     SELECT max(m.at) AS at FROM snapshot s JOIN mark_anchor a ON a.snapshot = s.n
                         JOIN mark m ON m.n = a.mark WHERE s.id = ?1
                     UNION ALL SELECT max(v.at) FROM visit v JOIN snapshot s ON s.own_blog = v.blog WHERE s.id = ?1)",
                params![&id.0[..]],
                |row| row.get(0),
            )?;
            last = last.max(marked.flatten());
        }
        Ok(last)
    }
}
