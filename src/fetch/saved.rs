//! What browsers and their extensions note in a page when they save it, and the folders that they put beside it.

use jiff::Timestamp;

use crate::engine::parse;
use crate::engine::text::SafeText;

/// How far into a file the note may stand, in bytes.
const WITHIN: usize = 4096;

/// How the folders of saved pages end.
const FOLDERS: &[&str] = &[
    "_files",
    "-Dateien",
    "_fichiers",
    "_archivos",
    "_bestanden",
    "_file",
    ".files",
];

/// What a saved page says of how it was saved.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Noted {
    /// The address it was saved from.
    pub(super) url: Option<String>,
    /// When it was saved.
    pub(super) captured_at: Option<Timestamp>,
}

/// Reads the note: `<!-- saved from url=(0030)https://… -->`, or the lines `url:` and `saved date:`.
pub(super) fn note(bytes: &[u8]) -> Noted {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(WITHIN)]);
    let comments = head.split("<!--").skip(1);
    let mut noted = Noted::default();
    for comment in comments
        .filter_map(|rest| rest.split_once("-->"))
        .map(|(comment, _)| comment)
    {
        if let Some((_, from)) = comment.split_once("saved from url=(") {
            let url = from.split_once(')').map(|(_, url)| url);
            noted.url = noted.url.or_else(|| url.and_then(address));
        } else if comment.contains("aved with") || comment.contains("saved date:") {
            for line in comment.lines() {
                match line.trim().split_once(": ") {
                    Some(("url", url)) => noted.url = address(url),
                    Some(("saved date", date)) => noted.captured_at = parse::instant(date),
                    _ => {}
                }
            }
        }
    }
    noted
}

fn address(text: &str) -> Option<String> {
    let url = text.split_whitespace().next()?;
    (url.starts_with("https://") || url.starts_with("http://"))
        .then(|| SafeText::new(url).to_string())
}

/// The page, without its ending, that a folder of this name belongs to.
pub(super) fn page_of_folder(folder: &str) -> Option<&str> {
    FOLDERS
        .iter()
        .find_map(|end| folder.strip_suffix(end))
        .filter(|page| !page.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_read() {
        let url = Some("https://post.example/live".to_owned());
        let noted = note(
            b"<!DOCTYPE html>\n<!-- saved from url=(0025)https://post.example/live -->\n<html>",
        );
        assert_eq!(
            noted,
            Noted {
                url: url.clone(),
                captured_at: None
            }
        );
        let noted = note(
            b"<!DOCTYPE html><!--\n Page saved with X \n url: https://post.example/live \n saved date: Fri Mar 14 2031 11:50:54 GMT+0100 (CET)\n--><html>",
        );
        assert_eq!(noted.url, url);
        assert_eq!(
            noted.captured_at,
            Some("2031-03-14T10:50:54Z".parse().unwrap())
        );
        assert_eq!(
            note(b"<!-- saved from url=(0012)file:///etc/passwd -->"),
            Noted::default()
        );
        assert_eq!(note(b"plain text"), Noted::default());
    }

    #[test]
    fn folders_of_pages_are_known() {
        assert_eq!(page_of_folder("Flood live_files"), Some("Flood live"));
        assert_eq!(page_of_folder("_files"), None);
        assert_eq!(page_of_folder("monday"), None);
    }
}
