//! Bytes made few, and many again.

use std::cell::RefCell;

use flate2::Compress;
use flate2::CompressError;
use flate2::Compression;
use flate2::Decompress;
use flate2::FlushCompress;
use flate2::FlushDecompress;
use flate2::Status;

thread_local! {
    /// Its room is large beside most of what is compressed: it is used again.
    static COMPRESS: RefCell<Compress> = RefCell::new(Compress::new(Compression::fast(), true));
    /// The same for what is unpacked.
    static DECOMPRESS: RefCell<Decompress> = RefCell::new(Decompress::new(true));
}

/// Compresses bytes. The format carries a checksum, so that damage is noticed when they are read.
///
/// # Errors
/// None that is known.
pub(crate) fn squeeze(bytes: &[u8]) -> Result<Vec<u8>, CompressError> {
    COMPRESS.with_borrow_mut(|compress| {
        compress.reset();
        let mut out = Vec::with_capacity(bytes.len() / 2 + 64);
        loop {
            let done = usize::try_from(compress.total_in()).unwrap_or(usize::MAX);
            let rest = bytes.get(done..).unwrap_or_default();
            match compress.compress_vec(rest, &mut out, FlushCompress::Finish)? {
                Status::StreamEnd => return Ok(out),
                _ => out.reserve(out.capacity()),
            }
        }
    })
}

/// Undoes [`squeeze`] where it is known how many bytes there were; nothing if they are not these.
pub(crate) fn unsqueeze(bytes: &[u8], len: usize) -> Option<Vec<u8>> {
    DECOMPRESS.with_borrow_mut(|decompress| {
        decompress.reset(true);
        let mut out = Vec::with_capacity(len);
        let status = decompress.decompress_vec(bytes, &mut out, FlushDecompress::Finish);
        (matches!(status, Ok(Status::StreamEnd)) && out.len() == len).then_some(out)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_as_they_were() {
        for len in [0, 1, 40, 5_000, 300_000] {
            let bytes: Vec<u8> = (0..len).map(|i: u32| (i * i >> 7) as u8).collect();
            let few = squeeze(&bytes).unwrap();
            assert_eq!(unsqueeze(&few, bytes.len()), Some(bytes));
            assert_eq!(unsqueeze(&few, len as usize + 1), None);
        }
        assert_eq!(unsqueeze(b"no such bytes", 3), None);
    }
}
