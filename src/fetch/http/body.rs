//! The body of an answer: unpacked, within limits, and whole or not at all.

use std::io;
use std::io::Read;

use flate2::read::MultiGzDecoder;

use crate::fetch::LIMIT;

/// The most that is taken from the wire for one answer, in bytes.
pub(super) const WIRE_LIMIT: u64 = 16 * 1024 * 1024;

/// How much is read between two looks at whether to go on, in bytes.
const STEP: usize = 64 * 1024;

/// How the body is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    Identity,
    Gzip,
    Brotli,
}

impl Coding {
    /// What the header `Content-Encoding` says; nothing for a coding that was not asked for, or several in a row.
    pub(super) fn stated(header: Option<&str>) -> Option<Self> {
        match header
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase()
            .as_str()
        {
            "" | "identity" => Some(Self::Identity),
            "gzip" | "x-gzip" => Some(Self::Gzip),
            "br" => Some(Self::Brotli),
            _ => None,
        }
    }
}

/// Why a body was not taken.
#[derive(Debug)]
pub(super) enum Fault {
    /// More came over the wire than [`WIRE_LIMIT`].
    WireLimit,
    /// Unpacked it is larger than [`LIMIT`].
    Limit,
    /// It does not unpack.
    Packed,
    /// The person asked to stop.
    Stopped,
    /// It could not be read to its end.
    Read(io::Error),
}

/// Reads a body. `stop` is asked between steps.
pub(super) fn read(
    wire: impl Read,
    coding: Coding,
    stop: &dyn Fn() -> bool,
) -> Result<Vec<u8>, Fault> {
    let mut taken = Taken {
        from: wire,
        bytes: 0,
        failed: None,
    };
    let read = match coding {
        Coding::Identity => unpack(&mut taken, stop),
        Coding::Gzip => unpack(MultiGzDecoder::new(&mut taken), stop),
        Coding::Brotli => unpack(
            brotli_decompressor::Decompressor::new(&mut taken, STEP),
            stop,
        ),
    };
    if taken.bytes > WIRE_LIMIT {
        return Err(Fault::WireLimit);
    }
    match (read, taken.failed) {
        // What the decoders make of a failed wire is less telling than the failure itself.
        (Err(Fault::Read(_)), Some(error)) => Err(Fault::Read(error)),
        (Err(Fault::Read(error)), None) if coding == Coding::Identity => Err(Fault::Read(error)),
        (Err(Fault::Read(_)), None) => Err(Fault::Packed),
        (other, _) => other,
    }
}

fn unpack(mut from: impl Read, stop: &dyn Fn() -> bool) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    loop {
        if stop() {
            return Err(Fault::Stopped);
        }
        let step = (&mut from).take(STEP as u64).read_to_end(&mut bytes);
        match step {
            Ok(0) => return Ok(bytes),
            Ok(_) if bytes.len() as u64 > LIMIT => return Err(Fault::Limit),
            Ok(_) => {}
            Err(error) => return Err(Fault::Read(error)),
        }
    }
}

/// A wire that counts what was taken from it and keeps its own failure apart from those of decoders.
struct Taken<R> {
    from: R,
    bytes: u64,
    failed: Option<io::Error>,
}

impl<R: Read> Read for Taken<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.bytes > WIRE_LIMIT {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        match self.from.read(into) {
            Ok(count) => {
                self.bytes += count as u64;
                Ok(count)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => {
                let told = io::Error::new(error.kind(), "the connection failed");
                self.failed = Some(error);
                Err(told)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn whole(bytes: &[u8], coding: Coding) -> Result<Vec<u8>, Fault> {
        read(bytes, coding, &|| false)
    }

    #[test]
    fn whole_bodies_are_unpacked_and_cut_ones_are_refused() {
        let packed = gzip(b"a page");
        assert_eq!(whole(&packed, Coding::Gzip).unwrap(), b"a page");
        assert_eq!(whole(b"a page", Coding::Identity).unwrap(), b"a page");
        let cut = whole(&packed[..packed.len() - 4], Coding::Gzip);
        assert!(matches!(cut, Err(Fault::Packed)), "{cut:?}");
        let lie = whole(b"a page", Coding::Brotli);
        assert!(matches!(lie, Err(Fault::Packed)), "{lie:?}");
    }

    #[test]
    fn what_unpacks_without_end_is_refused() {
        let bomb = gzip(&vec![0; LIMIT as usize + 1]);
        assert!(bomb.len() < 100_000);
        assert!(matches!(whole(&bomb, Coding::Gzip), Err(Fault::Limit)));
        let endless = read(io::repeat(b'x'), Coding::Identity, &|| false);
        assert!(matches!(endless, Err(Fault::WireLimit | Fault::Limit)));
    }

    #[test]
    fn reading_stops_when_asked() {
        let stopped = read(io::repeat(b'x'), Coding::Identity, &|| true);
        assert!(matches!(stopped, Err(Fault::Stopped)));
    }

    #[test]
    fn one_coding_is_understood() {
        assert_eq!(Coding::stated(None), Some(Coding::Identity));
        assert_eq!(Coding::stated(Some(" GZIP ")), Some(Coding::Gzip));
        for odd in ["gzip, gzip", "zstd", "compress", "gzip, br"] {
            assert_eq!(Coding::stated(Some(odd)), None);
        }
    }
}
