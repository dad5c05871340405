//! Pictures that were asked for, by their addresses: kept as they came, so that they can be seen again without the web.

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;

use crate::store::Result;
use crate::store::Store;
use crate::store::error::Problem;
use crate::store::pack;

/// So many bytes of pictures are kept; what comes then is shown and not kept, since nothing that is kept is given away.
const ROOM: u64 = 512 * 1024 * 1024;

impl Store {
    /// The bytes of a picture that was kept, and when it came.
    pub fn picture(&self, url: &str) -> Result<Option<(Vec<u8>, Timestamp)>> {
        self.read(|db| find(db, url))
    }

    /// Keeps a picture; one that is kept already stays as it is. False where there is no room.
    pub fn keep_picture(&mut self, url: &str, bytes: &[u8], now: Timestamp) -> Result<bool> {
        let mut kept = false;
        self.note(|db| {
            kept = keep(db, url, bytes, now, ROOM)?;
            Ok(())
        })?;
        Ok(kept)
    }
}

fn find(db: &Connection, url: &str) -> std::result::Result<Option<(Vec<u8>, Timestamp)>, Problem> {
    let mut query = db.prepare_cached("SELECT bytes, at FROM picture WHERE url = ?1")?;
    let found = query
        .query_row([url], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)))
        .optional()?;
    Ok(found.map(|(bytes, at)| (bytes, pack::time(at).unwrap_or_default())))
}

fn keep(
    db: &Connection,
    url: &str,
    bytes: &[u8],
    now: Timestamp,
    room: u64,
) -> std::result::Result<bool, Problem> {
    let held: i64 = db
        .prepare_cached("SELECT coalesce(sum(length(bytes)), 0) FROM picture")?
        .query_row([], |row| row.get(0))?;
    let all = u64::try_from(held).unwrap_or(u64::MAX);
    if all.saturating_add(bytes.len() as u64) > room {
        return Ok(false);
    }
    db.prepare_cached("INSERT OR IGNORE INTO picture (url, at, bytes) VALUES (?1, ?2, ?3)")?
        .execute(params![url, pack::micros(now), bytes])?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://pics.example/quay.jpg";

    #[test]
    fn a_picture_is_found_again_as_it_first_came() {
        let mut store = Store::in_memory().unwrap();
        assert_eq!(store.picture(URL).unwrap(), None);
        let then = Timestamp::from_second(1_900_000_000).unwrap();
        assert!(store.keep_picture(URL, b"first", then).unwrap());
        assert!(store.keep_picture(URL, b"second", Timestamp::MAX).unwrap());
        assert_eq!(store.picture(URL).unwrap(), Some((b"first".to_vec(), then)));
    }

    #[test]
    fn where_there_is_no_room_nothing_is_kept_and_nothing_goes() {
        let store = Store::in_memory().unwrap();
        let kept = |url: &str| keep(&store.db, url, b"four", Timestamp::UNIX_EPOCH, 10).unwrap();
        assert_eq!([kept("a"), kept("b"), kept("c")], [true, true, false]);
        assert!(store.picture("a").unwrap().is_some() && store.picture("c").unwrap().is_none());
    }
}
