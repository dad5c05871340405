//! Captures that archives list of a page, and what became of each.

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::params;

use crate::store::error::Problem;
use crate::store::pack;

/// What became of a capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaptureState {
    /// It was not fetched yet.
    Wanted,
    /// It was fetched, and is in the library.
    Fetched,
    /// It is no live blog.
    Refused,
    /// It could not be fetched, so many times.
    Failed(u32),
}

/// One capture that an archive lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchivedPage {
    /// When the page was captured.
    pub at: Timestamp,
    /// Where the archive gives it.
    pub address: String,
    /// Equal digests, equal content.
    pub digest: Option<String>,
    /// What became of it.
    pub state: CaptureState,
}

impl CaptureState {
    fn numbers(self) -> (i64, u32) {
        match self {
            Self::Wanted => (0, 0),
            Self::Fetched => (1, 0),
            Self::Refused => (2, 0),
            Self::Failed(tries) => (3, tries),
        }
    }

    fn of(state: i64, tries: u32) -> Self {
        match state {
            1 => Self::Fetched,
            2 => Self::Refused,
            3 => Self::Failed(tries),
            _ => Self::Wanted,
        }
    }
}

/// Keeps captures that a list names; what is known of some already stays.
pub(super) fn list(db: &Connection, page: &str, listed: &[ArchivedPage]) -> Result<(), Problem> {
    let mut insert = db.prepare_cached(
        "INSERT OR IGNORE INTO capture (page, at, address, digest) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for one in listed {
        insert.execute(params![page, pack::micros(one.at), one.address, one.digest])?;
    }
    Ok(())
}

/// All captures of a page, oldest first.
pub(super) fn of_page(db: &Connection, page: &str) -> Result<Vec<ArchivedPage>, Problem> {
    let mut query = db.prepare_cached(
        "SELECT at, address, digest, state, tries FROM capture WHERE page = ?1 ORDER BY at, address",
    )?;
    let found = query
        .query_map([page], |row| {
            Ok(ArchivedPage {
                at: pack::time(row.get(0)?).unwrap_or_default(),
                address: row.get(1)?,
                digest: row.get(2)?,
                state: CaptureState::of(row.get(3)?, row.get(4)?),
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Keeps what became of captures.
pub(super) fn became(
    db: &Connection,
    page: &str,
    fates: &[(ArchivedPage, CaptureState)],
) -> Result<(), Problem> {
    let mut update = db.prepare_cached(
        "UPDATE capture SET state = ?4, tries = ?5 WHERE page = ?1 AND at = ?2 AND address = ?3",
    )?;
    for (one, state) in fates {
        let (state, tries) = state.numbers();
        update.execute(params![
            page,
            pack::micros(one.at),
            one.address,
            state,
            tries
        ])?;
    }
    Ok(())
}
