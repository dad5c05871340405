//! What else another library knows: the ids that entries had, decisions on what belongs together, corrections of names,
//! and what it remembers of the web.

use std::collections::BTreeSet;

use rusqlite::params;

use crate::engine::model::SnapshotId;
use crate::engine::names::Correction;
use crate::store::engine::Engine;
use crate::store::error::Problem;
use crate::store::import;
use crate::store::join::Joining;
use crate::store::join::standing::Standing;
use crate::store::memories::Memories;
use crate::store::snapshots;

/// A decision of the other library.
struct Decided {
    a: SnapshotId,
    b: SnapshotId,
    same: bool,
    standing: Standing,
}

/// The columns of a decision that say how it stands, in the order that `standing` takes them.
const STANDS: &str = "d.at, d.undone_at,
    d.undone_by IS NOT NULL AND EXISTS (SELECT 1 FROM step t WHERE t.n = d.undone_by AND t.undone_at IS NULL),
    d.restored_at";

fn standing(row: &rusqlite::Row<'_>, from: usize) -> rusqlite::Result<Standing> {
    Ok(Standing {
        at: row.get(from)?,
        gone: row.get(from + 1)?,
        deed: row.get(from + 2)?,
        back: row.get(from + 3)?,
    })
}

impl Joining<'_> {
    /// Takes in the ids that entries had there, so that they lead somewhere here too.
    pub(super) fn ids(&mut self) -> Result<(), Problem> {
        let other = self.other;
        other.each(
            "SELECT l.id, s.id, l.line, l.part FROM entry_alias l JOIN snapshot s ON s.n = l.snapshot",
            [],
            |row| {
                Ok((
                    row.get::<_, [u8; 8]>(0)?,
                    row.get::<_, [u8; 16]>(1)?,
                    row.get::<_, u32>(2)?,
                    row.get::<_, u16>(3)?,
                ))
            },
            |(id, snapshot, line, part)| {
                let added = self
                    .db
                    .prepare_cached(
                        "INSERT OR IGNORE INTO entry_alias (id, snapshot, line, part)
                         SELECT ?1, n, ?3, ?4 FROM snapshot WHERE id = ?2",
                    )?
                    .execute(params![&id[..], &snapshot[..], line, part])?;
                self.changed |= added > 0;
                Ok(())
            },
        )
    }

    /// Takes in decisions, and makes blogs follow them.
    pub(super) fn decisions(
        &mut self,
        engine: &Engine,
        memories: &mut Memories,
    ) -> Result<(), Problem> {
        let other = self.other;
        let mut around = BTreeSet::new();
        other.each(
            &format!(
                "SELECT x.id, y.id, d.same, {STANDS} FROM decision d
                 JOIN snapshot x ON x.n = d.a JOIN snapshot y ON y.n = d.b ORDER BY d.n"
            ),
            [],
            |row| {
                Ok(Decided {
                    a: SnapshotId(row.get(0)?),
                    b: SnapshotId(row.get(1)?),
                    same: row.get(2)?,
                    standing: standing(row, 3)?,
                })
            },
            |theirs| self.decided(&theirs, &mut around),
        )?;
        self.changed |= !around.is_empty();
        import::settle(self.db, engine, memories, &around)
    }

    fn decided(&mut self, theirs: &Decided, around: &mut BTreeSet<i64>) -> Result<(), Problem> {
        let (a, b) = (
            snapshots::number_of(self.db, theirs.a)?,
            snapshots::number_of(self.db, theirs.b)?,
        );
        let (Some(a), Some(b)) = (a, b) else {
            return Ok(());
        };
        let (a, b) = (a.min(b), a.max(b));
        let mut query = self.db.prepare_cached(&format!(
            "SELECT d.n, {STANDS} FROM decision d WHERE d.a = ?1 AND d.b = ?2 AND d.same = ?3 AND d.at = ?4 ORDER BY d.undone_at IS NOT NULL, d.undone_at DESC, d.n LIMIT 1"
        ))?;
        let with = params![a, b, theirs.same, theirs.standing.at];
        let mut rows = query.query(with)?;
        let mine = rows
            .next()?
            .map(|row| Ok::<_, rusqlite::Error>((row.get::<_, i64>(0)?, standing(row, 1)?)));
        let mine = mine.transpose()?;
        drop(rows);
        if theirs.standing.gone.is_none() {
            self.joined.decisions.count(mine.is_none());
        }
        let (n, both) = match mine {
            Some((_, mine)) if mine.with(theirs.standing) == mine => return Ok(()),
            Some((n, mine)) => (n, mine.with(theirs.standing)),
            None => {
                self.db
                    .prepare_cached(
                        "INSERT INTO decision (a, b, same, at) VALUES (?1, ?2, ?3, ?4)",
                    )?
                    .execute(with)?;
                (self.db.last_insert_rowid(), theirs.standing)
            }
        };
        self.db
            .prepare_cached(
                "UPDATE decision SET undone_at = ?2, undone_by = ?3, restored_at = ?4 WHERE n = ?1",
            )?
            .execute(params![
                n,
                both.gone,
                both.deed.then_some(self.step),
                both.back
            ])?;
        around.extend([a, b]);
        Ok(())
    }

    /// Takes in corrections of names.
    pub(super) fn corrections(&mut self) -> Result<(), Problem> {
        let other = self.other;
        other.each(
            "SELECT body, at, undone_at, 0, restored_at FROM name_correction ORDER BY n",
            [],
            |row| Ok((row.get::<_, String>(0)?, standing(row, 1)?)),
            |(body, theirs)| {
                // What cannot be read would make every name of this library unreadable.
                serde_json::from_str::<Correction>(&body).map_err(|error| {
                    other.at(Problem::Damaged(format!("a correction of a name: {error}")))
                })?;
                self.correction(&body, theirs)
            },
        )
    }

    fn correction(&mut self, body: &str, theirs: Standing) -> Result<(), Problem> {
        let mut query = self.db.prepare_cached(
            "SELECT n, at, undone_at, 0, restored_at FROM name_correction WHERE body = ?1 AND at = ?2 ORDER BY undone_at IS NOT NULL, undone_at DESC, n LIMIT 1",
        )?;
        let mut rows = query.query(params![body, theirs.at])?;
        let mine = rows
            .next()?
            .map(|row| Ok::<_, rusqlite::Error>((row.get::<_, i64>(0)?, standing(row, 1)?)));
        let mine = mine.transpose()?;
        drop(rows);
        if theirs.gone.is_none() {
            self.joined.corrections.count(mine.is_none());
        }
        let (n, both) = match mine {
            Some((_, mine)) if mine.with(theirs) == mine => return Ok(()),
            Some((n, mine)) => (n, mine.with(theirs)),
            None => {
                self.db
                    .prepare_cached("INSERT INTO name_correction (body, at) VALUES (?1, ?2)")?
                    .execute(params![body, theirs.at])?;
                (self.db.last_insert_rowid(), theirs)
            }
        };
        self.changed = true;
        self.db
            .prepare_cached(
                "UPDATE name_correction SET undone_at = ?2, restored_at = ?3 WHERE n = ?1",
            )?
            .execute(params![n, both.gone, both.back])?;
        Ok(())
    }

    /// Takes in what is known of addresses and of archives: what was asked there need not be asked again, since all that it
    /// brought is here now.
    pub(super) fn web(&mut self) -> Result<(), Problem> {
        type Address = (
            String,
            [Option<String>; 3],
            Option<Vec<u8>>,
            [Option<i64>; 2],
        );
        let other = self.other;
        other.each(
            "SELECT url, answered, etag, modified, content, checked_at, changed_at FROM address WHERE checked_at IS NOT NULL",
            [],
            |row| -> rusqlite::Result<Address> {
                Ok((
                    row.get(0)?,
                    [row.get(1)?, row.get(2)?, row.get(3)?],
                    row.get(4)?,
                    [row.get(5)?, row.get(6)?],
                ))
            },
            |(url, [answered, etag, modified], content, [checked, altered])| {
                let added = self
                    .db
                    .prepare_cached(
                        "INSERT INTO address (url, answered, etag, modified, content, checked_at, changed_at)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                         ON CONFLICT (url) DO UPDATE SET answered = ?2, etag = ?3, modified = ?4, content = ?5,
                             checked_at = ?6, changed_at = ?7, failures = 0
                             WHERE ?6 > coalesce(checked_at, ?6 - 1)",
                    )?
                    .execute(params![url, answered, etag, modified, content, checked, altered])?;
                self.changed |= added > 0;
                Ok(())
            },
        )?;
        other.each(
            "SELECT page, at, address, digest, state, tries FROM capture",
            [],
            |row| {
                let texts: [Option<String>; 3] = [row.get(0)?, row.get(2)?, row.get(3)?];
                let numbers: [i64; 3] = [row.get(1)?, row.get(4)?, row.get(5)?];
                Ok((texts, numbers))
            },
            |([page, address, digest], [at, state, tries])| {
                // 1 is fetched and 2 is no live blog: both are known for good.
                let added = self
                    .db
                    .prepare_cached(
                        "INSERT INTO capture (page, at, address, digest, state, tries) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                         ON CONFLICT (page, at, address) DO UPDATE SET state = ?5, tries = ?6
                             WHERE ?5 IN (1, 2) AND state NOT IN (1, 2)",
                    )?
                    .execute(params![page, at, address, digest, state, tries])?;
                self.changed |= added > 0;
                Ok(())
            },
        )
    }

    /// Takes in the pictures that were kept there; of two at one address the one that came first, as if both had been asked
    /// for here.
    pub(super) fn pictures(&mut self) -> Result<(), Problem> {
        let other = self.other;
        other.each(
            "SELECT url, at, bytes FROM picture",
            [],
            |row| -> rusqlite::Result<(String, i64, Vec<u8>)> {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            },
            |(url, at, bytes)| {
                let added = self
                    .db
                    .prepare_cached(
                        "INSERT INTO picture (url, at, bytes) VALUES (?1, ?2, ?3)
                         ON CONFLICT (url) DO UPDATE SET at = ?2, bytes = ?3
                             WHERE (?2, ?3) < (picture.at, picture.bytes)",
                    )?
                    .execute(params![url, at, bytes])?;
                self.changed |= added > 0;
                Ok(())
            },
        )
    }
}
