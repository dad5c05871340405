//! From places to snapshots as given: files, folders, archives, standard input, pages on the web.
//! Nothing here decides what the bytes mean, and nothing is kept.

mod address;
mod archive;
mod captures;
mod content;
mod file;
mod http;
mod link;
mod saved;
mod walk;
mod when;

use std::ffi::OsStr;
use std::path::PathBuf;

use jiff::Timestamp;

use crate::engine::model::RawSnapshot;
use crate::engine::text::SafeText;

pub use address::Address;
pub use captures::Archive;
pub use captures::Listed;
pub use http::Answer;
pub use http::LONGEST_WAIT;
pub use http::Page;
pub use http::Request;
pub use http::SHORTEST_WAIT;
pub use http::Validators;
pub use http::Web;
pub use http::WebError;
pub use http::WebOptions;
pub use when::parse_time;

/// The largest snapshot that is read, in bytes.
pub const LIMIT: u64 = 32 * 1024 * 1024;

/// Where snapshots are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Standard input, written `-`.
    Stdin,
    /// A file or a folder.
    Path(PathBuf),
    /// The address of a page.
    Address(SafeText),
}

/// One snapshot that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// Standard input.
    Stdin,
    /// A file that was named.
    File(PathBuf),
    /// A file found in a folder that was named.
    Found(PathBuf),
}

/// Why a place gave no snapshot, in words for the person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {why}; {next}")]
pub struct FetchError {
    /// The place as the person knows it.
    pub place: SafeText,
    /// What is wrong with it.
    pub why: SafeText,
    /// What to do next.
    pub next: &'static str,
    /// Whether it is only a file in a folder that is no text: passed over, not failed.
    pub passed_over: bool,
}

impl FetchError {
    fn new(place: SafeText, why: impl Into<SafeText>, next: &'static str) -> Self {
        Self {
            place,
            why: why.into(),
            next,
            passed_over: false,
        }
    }

    /// The same, for something that nobody asked for by its name.
    fn passed_over(mut self) -> Self {
        self.passed_over = true;
        self
    }
}

/// One snapshot that was taken from a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The snapshot.
    pub raw: RawSnapshot,
    /// Whether the person named this very snapshot, and not a folder or an archive that holds it.
    pub is_named: bool,
}

/// What kind of place a word on the command line names.
pub fn locate(given: &OsStr) -> Place {
    if given == "-" {
        return Place::Stdin;
    }
    let text = given.to_string_lossy();
    let scheme = text
        .split_once("://")
        .map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme.as_deref() {
        Some("http" | "https") => Place::Address(SafeText::new(&text)),
        _ => Place::Path(PathBuf::from(given)),
    }
}

/// The snapshots at a place on this computer: folders are walked, in the order of their names. Never empty; what cannot be used is an error among them.
pub fn find(place: &Place) -> Vec<Result<Item, FetchError>> {
    match place {
        Place::Stdin => vec![Ok(Item::Stdin)],
        Place::Path(path) => walk::walk(path),
        Place::Address(address) => vec![Err(FetchError::new(
            address.clone(),
            "this needs a file, not an address",
            "`liveblog add` fetches pages",
        ))],
    }
}

/// Reads every snapshot of an item: one of a file, all of an archive. `captured_at` is what the person says of the capture.
pub fn each(
    item: &Item,
    captured_at: Option<Timestamp>,
    sink: &mut dyn FnMut(Result<Taken, FetchError>),
) {
    match item {
        Item::Stdin => return file::stdin_each(captured_at, sink),
        Item::File(path) | Item::Found(path) if file::is_archive(path) => {
            return file::unpack(path, captured_at, sink);
        }
        Item::File(_) | Item::Found(_) => {}
    }
    let is_named = !matches!(item, Item::Found(_));
    sink(read(item, captured_at).map(|raw| Taken { raw, is_named }));
}

/// Reads every snapshot of an archive that is in memory; nothing if the bytes are none. `name` is that of its file.
pub fn unpack(
    bytes: &[u8],
    name: &SafeText,
    captured_at: Option<Timestamp>,
    sink: &mut dyn FnMut(Result<Taken, FetchError>),
) {
    if archive::kind(&bytes[..bytes.len().min(archive::LOOK)]).is_none() {
        return;
    }
    let source = archive::Source {
        place: name.clone(),
        captured_at,
        size: bytes.len() as u64,
        sink,
    };
    archive::each(&mut std::io::Cursor::new(bytes), name, source);
}

/// Reads one snapshot. `captured_at` is what the person says of the capture, and wins over the file's name.
pub fn read(item: &Item, captured_at: Option<Timestamp>) -> Result<RawSnapshot, FetchError> {
    match item {
        Item::Stdin => file::stdin(captured_at),
        Item::File(path) => file::read(path, captured_at),
        Item::Found(path) => file::read(path, captured_at).map_err(|error| {
            if error.next == content::NO_TEXT_NEXT {
                error.passed_over()
            } else {
                error
            }
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_apart() {
        assert_eq!(locate(OsStr::new("-")), Place::Stdin);
        assert_eq!(locate(OsStr::new("-x")), Place::Path("-x".into()));
        assert_eq!(
            locate(OsStr::new("HTTPS://a.example/b")),
            Place::Address("HTTPS://a.example/b".into())
        );
        assert_eq!(
            locate(OsStr::new("file://a")),
            Place::Path("file://a".into())
        );
    }

    #[test]
    fn addresses_hold_no_files() {
        let found = find(&locate(OsStr::new("https://a.example/live")));
        let error = found[0].as_ref().unwrap_err();
        assert!(error.to_string().contains("liveblog add"), "{error}");
    }
}
