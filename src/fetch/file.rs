//! One file, or standard input, read up to the limit with what is known of its capture.

use std::fs;
use std::io;
use std::io::Read;
use std::path::Path;

use jiff::Timestamp;

use crate::engine::model::Capture;
use crate::engine::model::RawSnapshot;
use crate::engine::text::SafeText;
use crate::fetch::FetchError;
use crate::fetch::LIMIT;
use crate::fetch::Taken;
use crate::fetch::archive;
use crate::fetch::content;
use crate::fetch::saved;
use crate::fetch::when;

/// What standard input is called.
const STDIN: &str = "stdin";

/// A path as it may be shown.
pub(super) fn shown(path: &Path) -> SafeText {
    SafeText::from_bytes(path.as_os_str().as_encoded_bytes())
}

/// The error for a path that the system refuses.
pub(super) fn refused(path: &Path, error: &io::Error) -> FetchError {
    let (why, next) = match error.kind() {
        io::ErrorKind::NotFound => (
            "there is no such file or folder".to_owned(),
            "check the name",
        ),
        io::ErrorKind::PermissionDenied => {
            ("you may not read it".to_owned(), "change its permissions")
        }
        _ => (error.to_string(), "check that it can be opened"),
    };
    FetchError::new(shown(path), why, next)
}

/// Reads a regular file; anything else is an error and is not opened.
pub(super) fn read(path: &Path, captured_at: Option<Timestamp>) -> Result<RawSnapshot, FetchError> {
    let about = fs::metadata(path).map_err(|error| refused(path, &error))?;
    if !about.is_file() {
        return Err(special(path));
    }
    if about.len() > LIMIT {
        return Err(too_large(shown(path)));
    }
    let file = fs::File::open(path).map_err(|error| refused(path, &error))?;
    let bytes = bytes_of(file).map_err(|error| refused(path, &error))?;
    let place = shown(path);
    let bytes = checked(place.clone(), bytes)?;
    let name = path
        .file_name()
        .map(|name| SafeText::from_bytes(name.as_encoded_bytes()))
        .unwrap_or_default();
    let modified = about
        .modified()
        .ok()
        .and_then(|time| Timestamp::try_from(time).ok());
    let named = when::in_name(&name);
    let noted = saved::note(&bytes);
    let capture = Capture {
        captured_at: captured_at.or(named.instant).or(noted.captured_at),
        modified_hint: when::order_hint(&named, modified),
        name,
        origin: place,
        url: noted.url,
        media_type: None,
        continues: false,
    };
    Ok(RawSnapshot::new(capture, bytes))
}

/// Whether a file is an archive, from its first bytes.
pub(super) fn is_archive(path: &Path) -> bool {
    let is_file = fs::metadata(path).is_ok_and(|about| about.is_file());
    let mut head = Vec::new();
    is_file
        && fs::File::open(path)
            .and_then(|file| file.take(archive::LOOK as u64).read_to_end(&mut head))
            .is_ok_and(|_| archive::kind(&head).is_some())
}

/// Reads every snapshot of an archive.
pub(super) fn unpack(
    path: &Path,
    captured_at: Option<Timestamp>,
    sink: &mut dyn FnMut(Result<Taken, FetchError>),
) {
    let opened = fs::File::open(path).and_then(|file| Ok((file.metadata()?.len(), file)));
    let (size, mut file) = match opened {
        Ok(opened) => opened,
        Err(error) => return sink(Err(refused(path, &error))),
    };
    let name = path
        .file_name()
        .map(|name| SafeText::from_bytes(name.as_encoded_bytes()));
    let source = archive::Source {
        place: shown(path),
        captured_at,
        size,
        sink,
    };
    archive::each(&mut file, &name.unwrap_or_default(), source);
}

/// Reads standard input to its end: one snapshot, or those of an archive.
pub(super) fn stdin_each(
    captured_at: Option<Timestamp>,
    sink: &mut dyn FnMut(Result<Taken, FetchError>),
) {
    let read = stdin_bytes();
    let name = SafeText::new(STDIN);
    if let Ok(bytes) = &read
        && archive::kind(&bytes[..bytes.len().min(archive::LOOK)]).is_some()
    {
        return crate::fetch::unpack(bytes, &name, captured_at, sink);
    }
    let taken = read.and_then(|bytes| from_stdin(bytes, captured_at));
    sink(taken.map(|raw| Taken {
        raw,
        is_named: true,
    }));
}

/// Reads standard input to its end.
pub(super) fn stdin(captured_at: Option<Timestamp>) -> Result<RawSnapshot, FetchError> {
    from_stdin(stdin_bytes()?, captured_at)
}

fn stdin_bytes() -> Result<Vec<u8>, FetchError> {
    let place = SafeText::new("standard input");
    let bytes = bytes_of(io::stdin().lock()).map_err(|error| {
        FetchError::new(place.clone(), error.to_string(), "check what is piped in")
    })?;
    if bytes.len() as u64 > LIMIT {
        return Err(too_large(place));
    }
    Ok(bytes)
}

fn from_stdin(bytes: Vec<u8>, captured_at: Option<Timestamp>) -> Result<RawSnapshot, FetchError> {
    let bytes = checked(SafeText::new("standard input"), bytes)?;
    let noted = saved::note(&bytes);
    let name = SafeText::new(STDIN);
    let capture = Capture {
        origin: name.clone(),
        name,
        captured_at: captured_at.or(noted.captured_at),
        url: noted.url,
        ..Capture::default()
    };
    Ok(RawSnapshot::new(capture, bytes))
}

/// The error for what is neither a file nor a folder.
pub(super) fn special(path: &Path) -> FetchError {
    let why = "it is no file but a pipe, a socket or a device";
    FetchError::new(shown(path), why, "pipe its content into `liveblog add -`")
}

fn bytes_of(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LIMIT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn checked(place: SafeText, bytes: Vec<u8>) -> Result<Vec<u8>, FetchError> {
    if bytes.len() as u64 > LIMIT {
        return Err(too_large(place));
    }
    match content::not_text(&bytes) {
        Some(what) => Err(FetchError::new(
            place,
            format!("not a page or a text: {what}"),
            content::NO_TEXT_NEXT,
        )),
        None => Ok(bytes),
    }
}

fn too_large(place: SafeText) -> FetchError {
    let why = format!("it is larger than the limit of {} MiB", LIMIT / 1024 / 1024);
    FetchError::new(place, why, "split it, or save the page without pictures")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_brings_its_name_and_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("2031-03-14T0910_plain\u{1b}.txt");
        fs::write(&path, "text").unwrap();
        let raw = read(&path, None).unwrap();
        assert_eq!(raw.capture.name.as_str(), "2031-03-14T0910_plain␛.txt");
        assert_eq!(
            raw.capture.captured_at,
            Some("2031-03-14T09:10:00Z".parse().unwrap())
        );
        assert!(raw.capture.modified_hint.is_some());
        let said = "2020-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(
            read(&path, Some(said)).unwrap().capture.captured_at,
            Some(said)
        );
    }

    #[test]
    fn the_limit_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("big");
        fs::File::create(&path).unwrap().set_len(LIMIT + 1).unwrap();
        let error = read(&path, None).unwrap_err();
        assert!(error.to_string().contains("32 MiB"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn devices_are_not_opened() {
        let error = read(Path::new("/dev/zero"), None).unwrap_err();
        assert!(error.to_string().contains("device"), "{error}");
    }
}
