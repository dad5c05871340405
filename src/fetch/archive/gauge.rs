//! How much may come out of an archive: bytes in all, bytes for each byte that went in, members.

use std::cell::Cell;
use std::io;
use std::io::Read;
use std::rc::Rc;

use crate::fetch::LIMIT;

/// No archive gives more, in bytes.
const MOST: u64 = 4 << 30;

/// What a small archive may give, whatever its ratio, in bytes.
const ALWAYS: u64 = 64 << 20;

/// So many bytes may come out for each that went in; text shrinks to a tenth, pages that repeat themselves to a hundredth.
const RATIO: u64 = 250;

/// So many members are looked at.
const MEMBERS: usize = 100_000;

/// Counts what comes out of an archive.
#[derive(Debug)]
pub(super) struct Gauge {
    out: Rc<Cell<u64>>,
    most: u64,
    members: usize,
}

impl Gauge {
    /// For an archive of this size in bytes.
    pub(super) fn new(size: u64) -> Self {
        Self {
            out: Rc::default(),
            most: size.saturating_mul(RATIO).clamp(ALWAYS, MOST),
            members: 0,
        }
    }

    /// Counts a member.
    ///
    /// # Errors
    /// If there are too many.
    pub(super) fn member(&mut self) -> io::Result<()> {
        self.members += 1;
        if self.members > MEMBERS {
            return Err(io::Error::other(format!(
                "it has more than {MEMBERS} members"
            )));
        }
        Ok(())
    }

    /// A reader that stops with an error where too much comes out.
    pub(super) fn reader<R: Read>(&self, inner: R) -> Metered<R> {
        Metered {
            inner,
            out: Rc::clone(&self.out),
            most: self.most,
        }
    }

    /// Reads one member into memory: one byte more than the limit at most, which tells that it is too large.
    pub(super) fn bytes(&self, from: impl Read) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        from.take(LIMIT + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// A reader that is counted.
#[derive(Debug)]
pub(super) struct Metered<R> {
    inner: R,
    out: Rc<Cell<u64>>,
    most: u64,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let out = self.out.get().saturating_add(count as u64);
        self.out.set(out);
        if out > self.most {
            let mib = self.most / 1024 / 1024;
            return Err(io::Error::other(format!(
                "it unpacks to more than {mib} MiB, which is too much for its size"
            )));
        }
        Ok(count)
    }
}
