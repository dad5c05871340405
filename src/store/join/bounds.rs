//! What another library may ask of this one: nothing of it is trusted.

use std::io::Read;

use flate2::read::ZlibDecoder;

use crate::engine::model::SnapshotId;
use crate::store::error::Problem;

/// A snapshot has so many bytes at most, wherever it comes from.
const MOST: u64 = 32 * 1024 * 1024;

/// The bytes of a snapshot as the other library keeps them, which are to be what its id says.
pub(super) fn bytes(packed: &[u8], id: SnapshotId) -> Result<Vec<u8>, Problem> {
    let mut out = Vec::new();
    ZlibDecoder::new(packed)
        .take(MOST + 1)
        .read_to_end(&mut out)
        .map_err(|error| Problem::Damaged(format!("snapshot {id} cannot be unpacked ({error})")))?;
    if out.len() as u64 > MOST {
        return Err(Problem::Damaged(format!("snapshot {id} is too large")));
    }
    if SnapshotId::of(&out) != id {
        return Err(Problem::Damaged(format!(
            "the bytes of snapshot {id} are not what was added"
        )));
    }
    Ok(out)
}
