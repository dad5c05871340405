//! WARC files: what a crawler was answered, record by record. Pages and texts that came with success are snapshots;
//! their times and addresses are facts. Read here and not by a crate, because a record must be passed over
//! without being held, whatever length it states.

use std::io;
use std::io::BufRead;
use std::io::Read;

use brotli_decompressor::Decompressor;
use flate2::read::MultiGzDecoder;
use flate2::read::ZlibDecoder;
use jiff::Timestamp;

use crate::engine::text::SafeText;
use crate::fetch::FetchError;
use crate::fetch::LIMIT;
use crate::fetch::archive::NEXT;
use crate::fetch::archive::Unpacking;
use crate::fetch::archive::member::Member;

/// The longest line of a head, in bytes.
const LINE: u64 = 64 << 10;

/// So many lines a head may have.
const LINES: usize = 500;

/// So many headers an answer may have.
const HEADERS: usize = 200;

/// How much of a body is unpacked at a time, in bytes.
const BUFFER: usize = 64 << 10;

/// Media types of what may be a snapshot.
const READ: &[&str] = &[
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "application/rss+xml",
    "application/atom+xml",
    "application/xml",
    "text/xml",
    "application/json",
    "application/ld+json",
    "application/feed+json",
];

/// Reads every record.
pub(super) fn each(
    unpacking: &mut Unpacking<'_>,
    input: &mut dyn BufRead,
    place: &SafeText,
) -> io::Result<()> {
    while let Some(head) = Head::read(input)? {
        unpacking.gauge.member()?;
        let mut body = input.take(head.length);
        if head.is_answer() && head.length <= LIMIT * 2 {
            let mut bytes = Vec::new();
            (&mut body).take(LIMIT * 2).read_to_end(&mut bytes)?;
            take(unpacking, &head, &bytes, place);
        }
        io::copy(&mut body, &mut io::sink())?;
    }
    Ok(())
}

/// The head of a record.
#[derive(Debug, Default)]
struct Head {
    kind: String,
    date: Option<Timestamp>,
    url: Option<String>,
    media_type: String,
    length: u64,
}

impl Head {
    /// The next head; nothing at the end of the file.
    fn read(input: &mut dyn BufRead) -> io::Result<Option<Self>> {
        let mut line = String::new();
        // Blank lines stand between records.
        loop {
            if !next_line(input, &mut line)? {
                return Ok(None);
            }
            if line.starts_with("WARC/") {
                break;
            }
            if !line.is_empty() {
                return Err(io::Error::other(
                    "a record does not begin where the one before it ends",
                ));
            }
        }
        let mut head = Self::default();
        for _ in 0..LINES {
            if !next_line(input, &mut line)? || line.is_empty() {
                return Ok(Some(head));
            }
            if let Some((name, value)) = line.split_once(':') {
                head.set(&name.to_ascii_lowercase(), value.trim())?;
            }
        }
        Err(io::Error::other("the head of a record is too long"))
    }

    fn set(&mut self, name: &str, value: &str) -> io::Result<()> {
        match name {
            "warc-type" => self.kind = value.to_ascii_lowercase(),
            "warc-date" => self.date = value.parse().ok(),
            "warc-target-uri" => self.url = Some(value.trim_matches(['<', '>']).to_owned()),
            "content-type" => self.media_type = value.to_ascii_lowercase(),
            "content-length" => {
                self.length = value
                    .parse()
                    .map_err(|_| io::Error::other("a record states no length"))?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether the record may hold a page.
    fn is_answer(&self) -> bool {
        let is_page = self
            .url
            .as_deref()
            .is_some_and(|url| url.starts_with("http"));
        is_page && matches!(self.kind.as_str(), "response" | "resource" | "conversion")
    }
}

/// The next line without its end; false at the end of the file.
fn next_line(input: &mut dyn BufRead, line: &mut String) -> io::Result<bool> {
    let mut bytes = Vec::new();
    let count = input.take(LINE).read_until(b'\n', &mut bytes)?;
    if count as u64 == LINE {
        return Err(io::Error::other("a line of a record's head is too long"));
    }
    *line = String::from_utf8_lossy(&bytes).trim_end().to_owned();
    Ok(count > 0)
}

/// Takes the page out of a record.
fn take(unpacking: &mut Unpacking<'_>, head: &Head, bytes: &[u8], place: &SafeText) {
    let url = head.url.clone().unwrap_or_default();
    let shown = SafeText::from(format!("{place}: {}", SafeText::new(&url)));
    let (media_type, body) = if head.media_type.starts_with("application/http") {
        match Answer::read(bytes) {
            Some(answer) if answer.status == 200 => {
                let Some(body) = answer.body() else {
                    let why = "its compression is not known, or broken";
                    unpacking.say(Err(FetchError::new(shown, why, NEXT).passed_over()));
                    return;
                };
                (answer.media_type, body)
            }
            _ => return,
        }
    } else {
        (head.media_type.clone(), bytes.to_vec())
    };
    let plain = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned();
    if !READ.contains(&plain.as_str()) {
        return;
    }
    let member = Member {
        name: SafeText::new(&url),
        captured_at: head.date,
        modified: None,
        url: Some(url),
        media_type: Some(media_type),
    };
    unpacking.take(shown, member, body, usize::MAX);
}

/// An answer of a server as it was recorded.
struct Answer<'b> {
    status: u16,
    media_type: String,
    coding: String,
    is_chunked: bool,
    body: &'b [u8],
}

impl<'b> Answer<'b> {
    fn read(bytes: &'b [u8]) -> Option<Self> {
        let mut headers = [httparse::EMPTY_HEADER; HEADERS];
        let mut response = httparse::Response::new(&mut headers);
        let httparse::Status::Complete(at) = response.parse(bytes).ok()? else {
            return None;
        };
        let status = response.code?;
        let header = |name: &str| {
            let found = response
                .headers
                .iter()
                .find(|header| header.name.eq_ignore_ascii_case(name));
            let value = found.map(|header| String::from_utf8_lossy(header.value));
            value.unwrap_or_default().trim().to_ascii_lowercase()
        };
        Some(Self {
            status,
            media_type: header("content-type"),
            coding: header("content-encoding"),
            is_chunked: header("transfer-encoding").contains("chunked"),
            body: bytes.get(at..)?,
        })
    }

    /// The body without its transfer and content codings; nothing if they are not known. Archives state codings
    /// that they have taken off, so a body that is plain stays as it is.
    fn body(&self) -> Option<Vec<u8>> {
        let plain = self.is_chunked.then(|| unchunked(self.body)).flatten();
        let body = plain.unwrap_or_else(|| self.body.to_vec());
        let unpacked = |from: &mut dyn Read| {
            let mut out = Vec::new();
            from.take(LIMIT + 1).read_to_end(&mut out).ok().map(|_| out)
        };
        if body.starts_with(b"\x1f\x8b") {
            return unpacked(&mut MultiGzDecoder::new(&body[..]));
        }
        let is_text = std::str::from_utf8(&body[..body.len().min(64)]).is_ok();
        match self.coding.as_str() {
            "deflate" if !is_text => unpacked(&mut ZlibDecoder::new(&body[..])),
            "br" => unpacked(&mut Decompressor::new(&body[..], BUFFER))
                .or_else(|| is_text.then_some(body)),
            "zstd" if !is_text => None,
            _ => Some(body),
        }
    }
}

/// A body that came in chunks, in one piece; nothing if it did not.
fn unchunked(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let (at, size) = match httparse::parse_chunk_size(bytes).ok()? {
            httparse::Status::Complete(found) => found,
            httparse::Status::Partial => return Some(out).filter(|out| !out.is_empty()),
        };
        let size = usize::try_from(size).ok()?;
        let rest = bytes.get(at..)?;
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(&rest[..size.min(rest.len())]);
        bytes = rest.get(size..).unwrap_or_default();
        bytes = bytes.strip_prefix(b"\r\n").unwrap_or(bytes);
    }
}
