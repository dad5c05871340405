//! Archives to snapshots: ZIP and WACZ, tar, gzip, WARC, saved mail (MHTML). One snapshot for each page in them.
//! Nothing is unpacked to disk, and no more into memory than one member; how much and how many are bounded by [`Gauge`].

mod gauge;
mod mail;
mod member;
mod tape;
mod warc;
mod zipped;

use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Cursor;
use std::io::Read;
use std::io::Seek;
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use jiff::Timestamp;

use crate::engine::text::SafeText;
use crate::fetch::FetchError;
use crate::fetch::LIMIT;
use crate::fetch::Taken;
use crate::fetch::archive::gauge::Gauge;
use crate::fetch::archive::member::Member;

/// How many bytes at the beginning of a file tell what it is.
pub(super) const LOOK: usize = 2048;

/// Archives in archives are opened so deep.
const NESTED: usize = 2;

/// What to do with an archive that cannot be read.
const NEXT: &str = "unpack it and add the files in it";

/// What a member of an archive may come with, and the archive itself.
pub(super) trait Input: Read + Seek {}
impl<T: Read + Seek> Input for T {}

/// The kinds of archives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Zip,
    Gzip,
    Tar,
    Warc,
    Mail,
}

/// What an archive is, from its first bytes; nothing if it is none.
pub(super) fn kind(head: &[u8]) -> Option<Kind> {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        Some(Kind::Zip)
    } else if head.starts_with(b"\x1f\x8b") {
        Some(Kind::Gzip)
    } else if head.get(257..262) == Some(b"ustar") {
        Some(Kind::Tar)
    } else if head.starts_with(b"WARC/1.") || head.starts_with(b"WARC/0.") {
        Some(Kind::Warc)
    } else if mail::sniff(head) {
        Some(Kind::Mail)
    } else {
        None
    }
}

/// What is known of the archive itself.
pub(super) struct Source<'s> {
    /// The archive as the person knows it.
    pub(super) place: SafeText,
    /// What the person says of the capture.
    pub(super) captured_at: Option<Timestamp>,
    /// The size of the archive in bytes.
    pub(super) size: u64,
    /// Where the snapshots go.
    pub(super) sink: &'s mut dyn FnMut(Result<Taken, FetchError>),
}

/// Reads every snapshot of an archive. Problems go into the sink, too.
pub(super) fn each(input: &mut dyn Input, name: &SafeText, source: Source<'_>) {
    let mut unpacking = Unpacking {
        gauge: Gauge::new(source.size),
        given: 0,
        source,
    };
    let place = unpacking.source.place.clone();
    if let Err(error) = unpacking.open(input, &place, name, None, 0) {
        unpacking.fail(&place, &error);
    } else if unpacking.given == 0 {
        let why = "there is no page or text in the archive";
        let error = FetchError::new(place, why, "give an archive of snapshots");
        unpacking.say(Err(error));
    }
}

/// An archive while it is read.
struct Unpacking<'s> {
    source: Source<'s>,
    gauge: Gauge,
    /// How many snapshots or problems were given.
    given: usize,
}

impl Unpacking<'_> {
    fn say(&mut self, one: Result<Taken, FetchError>) {
        self.given += 1;
        (self.source.sink)(one);
    }

    fn fail(&mut self, place: &SafeText, error: &io::Error) {
        let error = FetchError::new(
            place.clone(),
            format!("the archive cannot be read: {error}"),
            NEXT,
        );
        self.say(Err(error));
    }

    /// Reads what an archive holds. `about` is what an archive around it says of this one.
    fn open(
        &mut self,
        input: &mut dyn Input,
        place: &SafeText,
        name: &SafeText,
        about: Option<&Member>,
        depth: usize,
    ) -> io::Result<()> {
        let mut head = Vec::new();
        input.take(LOOK as u64).read_to_end(&mut head)?;
        input.rewind()?;
        match kind(&head) {
            Some(Kind::Zip) => zipped::each(self, input, place, depth),
            Some(Kind::Gzip) => {
                let plain = MultiGzDecoder::new(BufReader::new(input));
                let mut plain = BufReader::with_capacity(1 << 16, self.gauge.reader(plain));
                self.stream(&mut plain, place, name, about, depth)
            }
            _ => self.stream(&mut BufReader::new(input), place, name, about, depth),
        }
    }

    /// Reads an archive that is read from its beginning to its end.
    fn stream(
        &mut self,
        input: &mut dyn BufRead,
        place: &SafeText,
        name: &SafeText,
        about: Option<&Member>,
        depth: usize,
    ) -> io::Result<()> {
        let head = peek(input)?;
        match kind(&head) {
            Some(Kind::Tar) => tape::each(self, &mut (&head[..]).chain(input), place, depth),
            Some(Kind::Warc) => {
                warc::each(self, &mut BufReader::new((&head[..]).chain(input)), place)
            }
            _ => {
                let bytes = self.gauge.bytes((&head[..]).chain(input))?;
                let shown = name.strip_suffix(".gz").unwrap_or(name);
                let mut member = about.cloned().unwrap_or_default();
                member.name = SafeText::new(shown);
                self.take(place.clone(), member, bytes, depth);
                Ok(())
            }
        }
    }

    /// Takes one member: a snapshot, mail that holds one, or an archive again.
    fn take(&mut self, place: SafeText, member: Member, bytes: Vec<u8>, depth: usize) {
        if bytes.len() as u64 > LIMIT {
            let why = format!("it is larger than the limit of {} MiB", LIMIT / 1024 / 1024);
            self.say(Err(FetchError::new(place, why, NEXT).passed_over()));
            return;
        }
        match kind(&bytes[..bytes.len().min(LOOK)]) {
            Some(Kind::Mail) => match mail::page(&bytes) {
                Some((page, inner)) => self.give(place, member.with(inner), page),
                None => {
                    let why = "it is mail that holds no page";
                    self.say(Err(FetchError::new(place, why, NEXT).passed_over()));
                }
            },
            Some(_) if depth < NESTED => {
                let name = member.name.clone();
                let opened = self.open(
                    &mut Cursor::new(bytes),
                    &place,
                    &name,
                    Some(&member),
                    depth + 1,
                );
                if let Err(error) = opened {
                    self.fail(&place, &error);
                }
            }
            Some(_) => {
                let why = "it is an archive in too many archives";
                self.say(Err(FetchError::new(place, why, NEXT)));
            }
            None => self.give(place, member, bytes),
        }
    }

    fn give(&mut self, place: SafeText, member: Member, bytes: Vec<u8>) {
        let taken = member.snapshot(place, self.source.captured_at, bytes);
        self.say(taken);
    }
}

/// The first bytes of a stream, taken out of it.
fn peek(input: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    input.take(LOOK as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// Whether a member of an archive is a file of a saved page's folder, hidden, or of the archive itself.
fn is_beside_the_point(path: &str, all: &dyn Fn(&str) -> bool) -> bool {
    let mut outer = String::new();
    for part in path.split(['/', '\\']) {
        if part.starts_with('.') || part == "__MACOSX" {
            return true;
        }
        outer.push_str(part);
        if let Some(page) = crate::fetch::saved::page_of_folder(&outer)
            && (all(&format!("{page}.html")) || all(&format!("{page}.htm")))
        {
            return true;
        }
        outer.push('/');
    }
    false
}

/// The name of a member without its folders.
fn file_name(path: &str) -> SafeText {
    let name = Path::new(path)
        .file_name()
        .map(|name| name.to_string_lossy());
    SafeText::new(&name.unwrap_or_default())
}

#[cfg(test)]
mod tests;
