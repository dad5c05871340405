//! When the person was at a blog in either library, and where it was left.
//!
//! What is news is what came in after the last visit, wherever that was. What the library of that visit did not have is news
//! too, though it came into the other one before: it counts as having come right after the visit.

use std::collections::BTreeSet;

use rusqlite::params;

use crate::engine::model::SnapshotId;
use crate::store::error::Problem;
use crate::store::join::Joining;

impl Joining<'_> {
    /// Takes in visits, places where blogs were left, and when snapshots came in.
    pub(super) fn seen(&mut self) -> Result<(), Problem> {
        let mut blogs = BTreeSet::new();
        let other = self.other;
        other.each(
            "SELECT id FROM snapshot",
            [],
            |row| row.get(0).map(SnapshotId),
            |id| {
                let mut query = self
                    .db
                    .prepare_cached("SELECT blog FROM snapshot WHERE id = ?1")?;
                let mut rows = query.query([&id.0[..]])?;
                let blog = rows.next()?.map(|row| row.get(0)).transpose()?;
                blogs.extend(blog.flatten().into_iter().collect::<Vec<i64>>());
                Ok(())
            },
        )?;
        for blog in blogs {
            self.arrivals(blog)?;
        }
        self.visits()?;
        self.left()
    }

    /// Sets when the snapshots of a blog came in, as both libraries together know it.
    fn arrivals(&mut self, blog: i64) -> Result<(), Problem> {
        let here = self.when_here(
            "SELECT max(v.at) FROM snapshot s JOIN visit v ON v.blog = s.own_blog WHERE s.blog = ?1",
            blog,
        )?;
        let members = self.members(blog)?;
        let mut there = None;
        for (_, id, _) in &members {
            let visited = self.when_there(
                "SELECT max(v.at) FROM snapshot s JOIN visit v ON v.blog = s.own_blog WHERE s.id = ?1",
                *id,
            )?;
            there = there.max(visited);
        }
        let last = here.max(there);
        let saw = |added: i64, visit: Option<i64>| visit.is_some_and(|visit| added <= visit);
        for (n, id, added) in members {
            let theirs = self.added_there(id)?;
            let first = theirs.map_or(added, |theirs| theirs.min(added));
            // A snapshot may count as news at another time than when it was added.
            let news_here = self.when_here("SELECT news_at FROM snapshot WHERE n = ?1", n)?;
            let news_there = self.when_there("SELECT news_at FROM snapshot WHERE id = ?1", id)?;
            let known = saw(news_here.unwrap_or(added), here)
                || news_there
                    .or(theirs)
                    .is_some_and(|theirs| saw(theirs, there));
            let news = last
                .filter(|last| !known && first <= *last)
                .map(|last| last.saturating_add(1));
            let changed = self
                .db
                .prepare_cached(
                    "UPDATE snapshot SET added_at = ?2, news_at = ?3
                     WHERE n = ?1 AND (added_at <> ?2 OR news_at IS NOT ?3)",
                )?
                .execute(params![n, first, news])?;
            self.changed |= changed > 0;
        }
        self.db
            .prepare_cached(
                "UPDATE blog SET added_at = (SELECT max(added_at) FROM snapshot WHERE blog = ?1) WHERE n = ?1",
            )?
            .execute([blog])?;
        Ok(())
    }

    /// When something was here, of a row with a number.
    fn when_here(&self, sql: &str, n: i64) -> Result<Option<i64>, Problem> {
        let mut query = self.db.prepare_cached(sql)?;
        Ok(query.query_row([n], |row| row.get(0))?)
    }

    /// When something was there, of a snapshot.
    fn when_there(&self, sql: &str, id: SnapshotId) -> Result<Option<i64>, Problem> {
        let found = self
            .other
            .first(sql, params![&id.0[..]], |row| row.get::<_, Option<i64>>(0))?;
        Ok(found.flatten())
    }

    /// Takes in the last visit under each id of a blog; of older ones nothing depends.
    fn visits(&mut self) -> Result<(), Problem> {
        let other = self.other;
        other.each(
            "SELECT v.blog, v.at, v.withdrawn FROM visit v
             WHERE v.at = (SELECT max(w.at) FROM visit w WHERE w.blog = v.blog) ORDER BY v.n",
            [],
            |row| {
                Ok((
                    row.get::<_, [u8; 8]>(0)?,
                    row.get::<_, i64>(1)?,
                    row.get::<_, Vec<u8>>(2)?,
                ))
            },
            |(blog, at, withdrawn)| {
                let added = self
                    .db
                    .prepare_cached(
                        "INSERT INTO visit (blog, at, withdrawn) SELECT ?1, ?2, ?3 WHERE NOT EXISTS (
                             SELECT 1 FROM visit WHERE blog = ?1 AND (at > ?2 OR (at = ?2 AND withdrawn = ?3)))",
                    )?
                    .execute(params![&blog[..], at, withdrawn])?;
                self.changed |= added > 0;
                Ok(())
            },
        )
    }

    /// Takes in where blogs were left, where that was later than here.
    fn left(&mut self) -> Result<(), Problem> {
        type Left = (
            Vec<u8>,
            i64,
            Vec<u8>,
            Option<Vec<u8>>,
            i64,
            Option<i64>,
            Option<i64>,
        );
        let other = self.other;
        other.each(
            "SELECT blog, at, cursor, top, line, text, start FROM left_at",
            [],
            |row| -> rusqlite::Result<Left> {
                // Ids have eight bytes; whatever has not is damaged.
                let id = |at| row.get::<_, [u8; 8]>(at).map(|id| id.to_vec());
                let top = row.get::<_, Option<[u8; 8]>>(3)?.map(|id| id.to_vec());
                Ok((id(0)?, row.get(1)?, id(2)?, top, row.get(4)?, row.get(5)?, row.get(6)?))
            },
            |(blog, at, cursor, top, line, text, start)| {
                let added = self
                    .db
                    .prepare_cached(
                        "INSERT INTO left_at (blog, at, cursor, top, line, text, start) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                         ON CONFLICT (blog) DO UPDATE SET at = ?2, cursor = ?3, top = ?4, line = ?5, text = ?6, start = ?7
                             WHERE (?2, ?3, ?5) > (at, cursor, line)",
                    )?
                    .execute(params![blog, at, cursor, top, line, text, start])?;
                self.changed |= added > 0;
                Ok(())
            },
        )
    }
}
