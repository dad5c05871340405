//! What was told of a blog, so that an entry is told once and each of its edits once.

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::params;

use crate::engine::model::BlogId;
use crate::engine::model::EntryId;
use crate::engine::model::EntryState;
use crate::store::error::Problem;
use crate::store::find;
use crate::store::fingerprint;
use crate::store::fingerprint::Print;
use crate::store::pack;
use crate::store::rows;

/// The fingerprint of an entry's text as shown, blind to quotes, spaces, case and punctuation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TextPrint(pub [u8; 16]);

/// Whether what was told of an entry has reached its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handed {
    /// It has.
    Over,
    /// It is the first that is told of the entry, and it has or has not: the program ended at that moment.
    PerhapsFirst,
    /// The same of an edit.
    PerhapsEdit,
}

impl Handed {
    /// Each at the number that stands for it in the database.
    const ALL: [Self; 3] = [Self::Over, Self::PerhapsFirst, Self::PerhapsEdit];

    fn number(self) -> i64 {
        let at = Self::ALL.iter().position(|one| *one == self);
        at.map_or(0, pack::count)
    }

    fn of_number(number: i64) -> Self {
        let at = usize::try_from(number).ok();
        let found = at.and_then(|at| Self::ALL.get(at));
        found.copied().unwrap_or(Self::Over)
    }
}

/// What was told of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// The entry.
    pub entry: EntryId,
    /// Its text as it was told.
    pub text: TextPrint,
    /// Whether that has reached its reader.
    pub handed: Handed,
}

/// The entries of a blog, oldest first, with the fingerprints of their texts.
pub(super) fn texts(db: &Connection, blog: BlogId) -> Result<Vec<(EntryId, TextPrint)>, Problem> {
    let mut query = db.prepare_cached(
        "SELECT e.id, t.shown, e.state FROM entry e JOIN entry_text t ON t.entry = e.n
         WHERE e.blog = ?1 ORDER BY e.rank",
    )?;
    let mut found = Vec::new();
    let mut found_rows = query.query([find::row_of(db, blog)?])?;
    while let Some(row) = found_rows.next()? {
        let shown: Vec<u8> = row.get(1)?;
        let state = rows::state_of(row.get(2)?);
        found.push((EntryId(row.get(0)?), print(&shown, state)));
    }
    Ok(found)
}

/// What was told of the entries that a blog has today, by the ids that they have today.
pub(super) fn of_blog(db: &Connection, blog: BlogId) -> Result<Vec<Told>, Problem> {
    let mut query = db.prepare_cached(
        "SELECT e.id, t.text, t.perhaps FROM entry e JOIN told t ON t.entry = e.id WHERE e.blog = ?1
         UNION
         SELECT e.id, t.text, t.perhaps FROM told t
             JOIN entry_alias a ON a.id = t.entry
             JOIN entry_source s ON s.snapshot = a.snapshot AND s.line = a.line AND s.part = a.part
             JOIN entry e ON e.n = s.entry
         WHERE e.blog = ?1 AND NOT EXISTS (SELECT 1 FROM entry d WHERE d.id = t.entry)",
    )?;
    let found = query
        .query_map([find::row_of(db, blog)?], |row| {
            Ok(Told {
                entry: EntryId(row.get(0)?),
                text: TextPrint(row.get(1)?),
                handed: Handed::of_number(row.get(2)?),
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Remembers what was told.
pub(super) fn keep(
    db: &Connection,
    texts: &[(EntryId, TextPrint)],
    handed: Handed,
    now: Timestamp,
) -> Result<(), Problem> {
    let mut insert = db.prepare_cached(
        "INSERT OR REPLACE INTO told (entry, text, at, perhaps) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let (at, perhaps) = (pack::micros(now), handed.number());
    for (entry, text) in texts {
        insert.execute(params![&entry.0[..], &text.0[..], at, perhaps])?;
    }
    Ok(())
}

/// Takes back that an entry was told.
pub(super) fn take_back(
    db: &Connection,
    entry: EntryId,
    before: Option<TextPrint>,
) -> Result<(), Problem> {
    match before {
        Some(text) => db
            .prepare_cached("UPDATE told SET text = ?2, perhaps = 0 WHERE entry = ?1")?
            .execute(params![&entry.0[..], &text.0[..]])?,
        None => db
            .prepare_cached("DELETE FROM told WHERE entry = ?1")?
            .execute([&entry.0[..]])?,
    };
    Ok(())
}

/// An entry that was taken down has another print than before, so that this is told too.
fn print(shown: &[u8], state: EntryState) -> TextPrint {
    let mut hasher = blake3::Hasher::new();
    let prints = fingerprint::from_bytes(shown).into_iter();
    for print in prints.filter(Print::tells) {
        hasher.update(&print.hash.to_le_bytes());
    }
    if state == EntryState::Withdrawn {
        hasher.update(b"withdrawn");
    }
    let mut hash = [0; 16];
    hash.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    TextPrint(hash)
}
