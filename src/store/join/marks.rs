//! Marks of another library: what was read, bookmarks, notes and tags of entries.
//!
//! A mark is known again by its kind, its time and what it says, at each of its places. That a bookmark was removed there
//! also removes one here that is older, though it is another mark; a note stands for itself, so that no text is lost.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rusqlite::Connection;
use rusqlite::Row;
use rusqlite::params;

use crate::engine::model::SnapshotId;
use crate::engine::text::SafeText;
use crate::store::error::Problem;
use crate::store::join::Joining;
use crate::store::join::Part;
use crate::store::join::standing::Standing;
use crate::store::marks;
use crate::store::marks::BOOKMARK;
use crate::store::marks::NOTE;
use crate::store::marks::Place;
use crate::store::marks::READ;
use crate::store::marks::TAG;
use crate::store::snapshots;

/// A mark, apart from where it hangs.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    kind: i64,
    at: i64,
    seen: Option<Vec<u8>>,
    note: Option<String>,
}

/// A mark at one of its places.
#[derive(Debug)]
struct Hung {
    /// The number of the mark in its library.
    n: i64,
    mark: Mark,
    place: (SnapshotId, u32, u16),
    standing: Standing,
}

/// What is known while one mark is taken in, place by place.
#[derive(Debug, Default)]
struct Going {
    /// Its number there.
    n: Option<i64>,
    /// Its number here, once it has one.
    here: Option<i64>,
    /// Whether it is new here, if that is known.
    new: bool,
    /// Whether it holds anywhere there.
    holds: bool,
    kind: i64,
    /// Entries on which it was looked whether there is to be no such mark, for one that holds since a time.
    refused: BTreeMap<(i64, i64), Option<i64>>,
    /// Entries that older marks were taken off, with the time of that.
    refusing: BTreeSet<(i64, i64)>,
}

/// The columns of a mark `m` at a place `a`, in the order that `hung` takes them.
const HUNG: &str = "m.n, m.kind, m.at, m.seen, m.note, s.id, a.line, a.part, a.removed_at,
    a.removed_by IS NOT NULL AND EXISTS (SELECT 1 FROM step t WHERE t.n = a.removed_by AND t.undone_at IS NULL),
    a.restored_at";

fn hung(row: &Row<'_>) -> rusqlite::Result<Hung> {
    let note: Option<String> = row.get(4)?;
    Ok(Hung {
        n: row.get(0)?,
        mark: Mark {
            kind: row.get(1)?,
            at: row.get(2)?,
            seen: row.get(3)?,
            note: note.map(|note| SafeText::new(&note).to_string()),
        },
        place: (SnapshotId(row.get(5)?), row.get(6)?, row.get(7)?),
        standing: Standing {
            at: row.get(2)?,
            gone: row.get(8)?,
            deed: row.get(9)?,
            back: row.get(10)?,
        },
    })
}

impl Joining<'_> {
    /// Takes in all marks, and works out what entries show of them.
    pub(super) fn marks(&mut self) -> Result<(), Problem> {
        self.db.execute_batch(
            "CREATE TEMP TABLE IF NOT EXISTS joined_entry (n INTEGER PRIMARY KEY); DELETE FROM joined_entry",
        )?;
        self.refusals = latest_refusals(self.db)?;
        self.marks_before = latest_mark(self.db)?;
        let mut going = Going::default();
        let other = self.other;
        let sql = format!(
            "SELECT {HUNG} FROM mark m JOIN mark_anchor a ON a.mark = m.n JOIN snapshot s ON s.n = a.snapshot
             WHERE m.kind BETWEEN {READ} AND {TAG} ORDER BY m.n"
        );
        other.each(&sql, [], hung, |hung| self.mark(&mut going, &hung))?;
        self.counted(&going);
        let mut query = self
            .db
            .prepare("SELECT j.n FROM joined_entry j JOIN entry e ON e.n = j.n")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            marks::settle_row(self.db, row.get(0)?)?;
        }
        drop(rows);
        drop(query);
        self.db.execute_batch("DROP TABLE joined_entry")?;
        Ok(())
    }

    /// Counts a mark once all its places are seen.
    fn counted(&mut self, going: &Going) {
        let part = match going.kind {
            READ => &mut self.joined.read,
            BOOKMARK => &mut self.joined.bookmarks,
            NOTE => &mut self.joined.notes,
            TAG => &mut self.joined.tags,
            _ => return,
        };
        if going.holds {
            Part::count(part, going.new);
        }
    }

    fn mark(&mut self, going: &mut Going, hung: &Hung) -> Result<(), Problem> {
        if going.n != Some(hung.n) {
            self.counted(going);
            *going = Going {
                n: Some(hung.n),
                kind: hung.mark.kind,
                ..Going::default()
            };
        }
        going.holds |= hung.standing.gone.is_none();
        let Some(n) = snapshots::number_of(self.db, hung.place.0)? else {
            return Ok(());
        };
        let place = self.home((n, hung.place.1, hung.place.2))?;
        let theirs = hung.standing;
        let known = self.known(place, &hung.mark)?;
        match known.filter(|(mark, _)| *mark <= self.marks_before) {
            Some((mark, mine)) => {
                let both = mine.with(theirs);
                if both != mine {
                    self.hang(place, mark, both)?;
                }
                if both != mine && both.refused() != mine.refused() {
                    self.refuse(going, place, &hung.mark, both)?;
                }
            }
            // One that came just now, from a mark that says the same, was not known here either.
            None => {
                going.new = true;
                let refused = self.refused(going, place, &hung.mark, theirs)?;
                let standing = match refused {
                    Some(at) => Standing {
                        gone: Some(at),
                        deed: true,
                        ..theirs
                    },
                    None => theirs,
                };
                let (mark, standing) = match known {
                    Some((mark, mine)) => (mark, mine.with(standing)),
                    None => (self.made(going, &hung.mark)?, standing),
                };
                self.hang(place, mark, standing)?;
                self.refuse(going, place, &hung.mark, theirs)?;
            }
        }
        Ok(())
    }

    /// Where a place is that an older engine found in another part of the line.
    fn home(&self, place: Place) -> Result<Place, Problem> {
        let (n, line, part) = place;
        let mut query = self.db.prepare_cached(
            "SELECT part FROM entry_source WHERE snapshot = ?1 AND line = ?2 ORDER BY part <> ?3, part LIMIT 1",
        )?;
        let mut rows = query.query(params![n, line, part])?;
        let home = rows.next()?.map(|row| row.get(0)).transpose()?;
        Ok((n, line, home.unwrap_or(part)))
    }

    /// A mark that hangs at a place here already, with its number.
    fn known(&self, place: Place, mark: &Mark) -> Result<Option<(i64, Standing)>, Problem> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {HUNG} FROM mark_anchor a JOIN mark m ON m.n = a.mark JOIN snapshot s ON s.n = a.snapshot
             WHERE a.snapshot = ?1 AND a.line = ?2 AND a.part = ?3
                 AND m.kind = ?4 AND m.at = ?5 AND m.seen IS ?6 AND m.note IS ?7 ORDER BY a.removed_at IS NOT NULL, a.removed_at DESC, m.n LIMIT 1"
        ))?;
        let (n, line, part) = place;
        let mut rows = query.query(params![
            n, line, part, mark.kind, mark.at, mark.seen, mark.note
        ])?;
        let found = rows.next()?.map(hung).transpose()?;
        Ok(found.map(|found| (found.n, found.standing)))
    }

    /// The number of a mark that is new here.
    fn made(&mut self, going: &mut Going, mark: &Mark) -> Result<i64, Problem> {
        if let Some(n) = going.here {
            return Ok(n);
        }
        self.db
            .prepare_cached("INSERT INTO mark (kind, at, seen, note) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![mark.kind, mark.at, mark.seen, mark.note])?;
        let n = self.db.last_insert_rowid();
        going.here = Some(n);
        Ok(n)
    }

    /// Keeps how a mark stands at a place.
    fn hang(&mut self, place: Place, mark: i64, standing: Standing) -> Result<(), Problem> {
        let (n, line, part) = place;
        self.db
            .prepare_cached(
                "INSERT INTO mark_anchor (snapshot, line, part, mark, removed_at, removed_by, restored_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (snapshot, line, part, mark) DO UPDATE
                     SET removed_at = ?5, removed_by = ?6, restored_at = ?7",
            )?
            .execute(params![
                n,
                line,
                part,
                mark,
                standing.gone,
                standing.deed.then_some(self.step),
                standing.back
            ])?;
        self.changed = true;
        self.db
            .prepare_cached(
                "INSERT OR IGNORE INTO joined_entry (n)
                 SELECT entry FROM entry_source WHERE snapshot = ?1 AND line = ?2 AND part = ?3",
            )?
            .execute(params![n, line, part])?;
        Ok(())
    }

    fn entries_at(&self, place: Place) -> Result<Vec<i64>, Problem> {
        let mut query = self.db.prepare_cached(
            "SELECT entry FROM entry_source WHERE snapshot = ?1 AND line = ?2 AND part = ?3",
        )?;
        let (n, line, part) = place;
        let found = query.query_map(params![n, line, part], |row| row.get(0))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// When it was said here that there is to be no such mark on the entries at a place, if that was after this one was made
    /// and is not known there.
    fn refused(
        &mut self,
        going: &mut Going,
        place: Place,
        mark: &Mark,
        theirs: Standing,
    ) -> Result<Option<i64>, Problem> {
        if theirs.gone.is_some() || mark.kind == NOTE {
            return Ok(None);
        }
        let mut latest = None;
        let since = theirs.since();
        if self.refusals.get(&mark.kind).is_none_or(|at| *at <= since) {
            return Ok(None);
        }
        for entry in self.entries_at(place)? {
            let at = match going.refused.get(&(entry, since)) {
                Some(at) => *at,
                None => {
                    let at = self.refused_on(entry, mark, since)?;
                    self.joined.differed += u64::from(at.is_some());
                    going.refused.insert((entry, since), at);
                    at
                }
            };
            latest = latest.max(at);
        }
        Ok(latest)
    }

    fn refused_on(&self, entry: i64, mark: &Mark, since: i64) -> Result<Option<i64>, Problem> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {HUNG} {ON_ENTRY} AND a.removed_at > ?4 AND a.removed_by IS NOT NULL AND a.removed_by <> ?5
             ORDER BY a.removed_at DESC"
        ))?;
        let mut rows = query.query(params![entry, mark.kind, mark.note, since, self.step])?;
        while let Some(row) = rows.next()? {
            let here = hung(row)?;
            let Some(at) = here.standing.refused() else {
                continue;
            };
            let there = self.there(&here)?;
            if there.and_then(Standing::refused) != Some(at) {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }

    /// Takes older marks off the entries at a place because the other library says that there are to be none; those that it
    /// knows it has judged itself.
    fn refuse(
        &mut self,
        going: &mut Going,
        place: Place,
        mark: &Mark,
        theirs: Standing,
    ) -> Result<(), Problem> {
        let Some(at) = theirs.refused().filter(|_| mark.kind != NOTE) else {
            return Ok(());
        };
        for entry in self.entries_at(place)? {
            if going.refusing.insert((entry, at)) {
                self.refuse_on(entry, mark, at)?;
            }
        }
        Ok(())
    }

    fn refuse_on(&mut self, entry: i64, mark: &Mark, at: i64) -> Result<(), Problem> {
        let mut found = Vec::new();
        {
            let mut query = self.db.prepare_cached(&format!(
                "SELECT {HUNG}, a.snapshot {ON_ENTRY}
                 AND (a.removed_at IS NULL OR (a.removed_by = ?5 AND a.removed_at < ?4))"
            ))?;
            let mut rows = query.query(params![entry, mark.kind, mark.note, at, self.step])?;
            while let Some(row) = rows.next()? {
                let here = hung(row)?;
                let held = Standing {
                    gone: None,
                    ..here.standing
                };
                if held.since() < at && self.there(&here)?.is_none() {
                    let place: Place = (row.get(11)?, here.place.1, here.place.2);
                    found.push((place, here.n, held));
                }
            }
        }
        self.joined.differed += u64::from(!found.is_empty());
        for (place, mark, held) in found {
            let standing = Standing {
                gone: Some(at),
                deed: true,
                ..held
            };
            self.hang(place, mark, standing)?;
        }
        Ok(())
    }

    /// How a mark that hangs here stands there, if it is known there.
    fn there(&self, here: &Hung) -> Result<Option<Standing>, Problem> {
        let (id, line, _) = here.place;
        let mark = &here.mark;
        let found = self.other.first(
            &format!(
                "SELECT {HUNG} FROM snapshot s JOIN mark_anchor a ON a.snapshot = s.n JOIN mark m ON m.n = a.mark
                 WHERE s.id = ?1 AND a.line = ?2 AND m.kind = ?3 AND m.at = ?4 AND m.seen IS ?5 AND m.note IS ?6
                 ORDER BY a.removed_at IS NOT NULL, a.removed_at DESC, m.n LIMIT 1"
            ),
            params![&id.0[..], line, mark.kind, mark.at, mark.seen, mark.note],
            hung,
        )?;
        Ok(found.map(|found| found.standing))
    }
}

/// When a mark of each kind was last taken off an entry here.
fn latest_refusals(db: &Connection) -> Result<BTreeMap<i64, i64>, Problem> {
    let mut query = db.prepare_cached(
        "SELECT m.kind, max(a.removed_at) FROM mark_anchor a JOIN mark m ON m.n = a.mark
         WHERE a.removed_by IS NOT NULL AND a.removed_at IS NOT NULL GROUP BY m.kind",
    )?;
    let found = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The number of the newest mark here.
fn latest_mark(db: &Connection) -> Result<i64, Problem> {
    let mut query = db.prepare_cached("SELECT coalesce(max(n), 0) FROM mark")?;
    Ok(query.query_row([], |row| row.get(0))?)
}

/// The marks of a kind (and, of tags, with the same word) on any place of an entry.
const ON_ENTRY: &str = "FROM entry_source e
    CROSS JOIN mark_anchor a ON a.snapshot = e.snapshot AND a.line = e.line AND a.part = e.part
    CROSS JOIN mark m ON m.n = a.mark CROSS JOIN snapshot s ON s.n = a.snapshot
    WHERE e.entry = ?1 AND m.kind = ?2 AND (m.kind <> 4 OR m.note IS ?3)";
