//! How values look inside the database: compressed bytes, serialised types, times.

use std::cell::RefCell;
use std::io::Read;

use flate2::Compress;
use flate2::Compression;
use flate2::FlushCompress;
use flate2::Status;
use flate2::read::ZlibDecoder;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::store::error::Problem;

thread_local! {
    /// Its room is large beside most of what is compressed: it is used again.
    static COMPRESS: RefCell<Compress> = RefCell::new(Compress::new(Compression::fast(), true));
}

/// Compresses bytes. The format carries a checksum, so that damage is noticed when they are read.
pub(super) fn squeeze(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let failed = |what: &str| Problem::Damaged(format!("a value cannot be compressed ({what})"));
    COMPRESS.with_borrow_mut(|compress| {
        compress.reset();
        let mut out = Vec::with_capacity(bytes.len() / 2 + 64);
        loop {
            let done = usize::try_from(compress.total_in()).unwrap_or(usize::MAX);
            let rest = bytes.get(done..).unwrap_or_default();
            match compress.compress_vec(rest, &mut out, FlushCompress::Finish) {
                Ok(Status::StreamEnd) => return Ok(out),
                Ok(_) => out.reserve(out.capacity()),
                Err(error) => return Err(failed(&error.to_string())),
            }
        }
    })
}

/// Undoes [`squeeze`]; `what` names the bytes in an error.
pub(super) fn unsqueeze(bytes: &[u8], what: &str) -> Result<Vec<u8>, Problem> {
    let mut out = Vec::with_capacity(bytes.len() * 3);
    ZlibDecoder::new(bytes)
        .read_to_end(&mut out)
        .map_err(|error| Problem::Damaged(format!("{what} cannot be unpacked ({error})")))?;
    Ok(out)
}

/// A value as text, not yet compressed.
fn serialise<T: Serialize>(value: &T) -> Result<Vec<u8>, Problem> {
    serde_json::to_vec(value)
        .map_err(|error| Problem::Damaged(format!("a value cannot be written ({error})")))
}

/// A value as compressed text.
pub(super) fn pack<T: Serialize>(value: &T) -> Result<Vec<u8>, Problem> {
    squeeze(&serialise(value)?)
}

/// Undoes [`pack`].
pub(super) fn unpack<T: DeserializeOwned>(bytes: &[u8], what: &str) -> Result<T, Problem> {
    parse(&unsqueeze(bytes, what)?, what)
}

/// Undoes [`serialise`].
pub(super) fn parse<T: DeserializeOwned>(bytes: &[u8], what: &str) -> Result<T, Problem> {
    serde_json::from_slice(bytes)
        .map_err(|error| Problem::Damaged(format!("{what} cannot be read ({error})")))
}

/// A time as the database keeps it: microseconds since 1970.
pub(super) fn micros(time: Timestamp) -> i64 {
    time.as_microsecond()
}

/// Undoes [`micros`]; a number that is no time is no time.
pub(super) fn time(micros: i64) -> Option<Timestamp> {
    Timestamp::from_microsecond(micros).ok()
}

/// A count or a place as the database keeps it.
pub(super) fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Small numbers as the database keeps a row of them: four bytes each.
pub(super) fn counts_as_bytes(counts: &[u32]) -> Vec<u8> {
    counts
        .iter()
        .flat_map(|count| count.to_le_bytes())
        .collect()
}

/// Undoes [`counts_as_bytes`].
pub(super) fn counts(bytes: &[u8]) -> Vec<u32> {
    bytes
        .chunks_exact(4)
        .filter_map(|chunk| chunk.try_into().ok().map(u32::from_le_bytes))
        .collect()
}
