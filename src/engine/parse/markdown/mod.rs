//! Markdown: what converters of pages write. Its marks are read as what they mean ([`told`]): headings, links, quotations, lists and
//! pictures; the lines without marks are read as those of any text, and then what the marks state overrules what was inferred
//! ([`settle`]).
//!
//! Lines are those of the file. A paragraph that a converter broke over several lines has the number of the first.

mod header;
mod settle;
#[cfg(test)]
mod tests;
mod told;

use pulldown_cmark::Options;

use crate::engine::clean;
use crate::engine::digest::Looked;
use crate::engine::model::PageMeta;
use crate::engine::model::RawSnapshot;
use crate::engine::model::Reading;
use crate::engine::parse;
use crate::engine::parse::Encoding;
use crate::engine::parse::Line;
use crate::engine::parse::markdown::header::Header;
use crate::engine::parse::markdown::told::Kind;
use crate::engine::parse::markdown::told::Told;
use crate::engine::rules::Rules;
use crate::engine::segment;
use crate::engine::text::SafeText;

/// The format's name.
pub(super) const NAME: &str = "markdown";

/// So much of a text is looked at to tell whether it is Markdown, in bytes.
const LOOKED_AT: usize = 256 << 10;

/// Whether a text has the marks of Markdown.
pub(super) fn sniff(bytes: &[u8]) -> bool {
    let (text, encoding) = parse::decode(&bytes[..bytes.len().min(LOOKED_AT)]);
    if encoding == Encoding::Binary {
        return false;
    }
    if Header::of(&text).0.is_of_a_page() {
        return true;
    }
    let (mut strong, mut weak) = (0, 0);
    let mut above = "";
    for line in text.lines() {
        let line = line.trim();
        strong += usize::from(is_heading(line) || is_underline(line, above) || has_target(line));
        weak += usize::from(line.starts_with("> ") || holds_bold(line) || is_definition(line));
        above = line;
        if strong >= 2 || (strong >= 1 && weak >= 1) || weak >= 3 {
            return true;
        }
    }
    false
}

/// `## Words`.
fn is_heading(line: &str) -> bool {
    let words = line.trim_start_matches('#');
    let marks = line.len() - words.len();
    (1..=6).contains(&marks) && words.starts_with(' ') && words.chars().any(char::is_alphanumeric)
}

/// A line of `=` or `-` that is as long as the words above it.
fn is_underline(line: &str, above: &str) -> bool {
    let all = |mark: char| line.len() >= 3 && line.chars().all(|c| c == mark);
    (all('=') || all('-'))
        && above.chars().any(char::is_alphanumeric)
        && line.len().abs_diff(above.chars().count()) <= 2
}

/// `[words](address)`, also of a picture.
fn has_target(line: &str) -> bool {
    line.match_indices("](").any(|(at, _)| {
        let target = &line[at + 2..];
        let begins = ["http://", "https://", "/", "#", "<", "data:", "./", "../"];
        line[..at].contains('[')
            && target.contains(')')
            && begins.iter().any(|begin| target.starts_with(begin))
    })
}

/// `**words**`.
fn holds_bold(line: &str) -> bool {
    line.split_once("**").is_some_and(|(_, rest)| {
        let inner = rest.split_once("**").map(|(inner, _)| inner);
        inner.is_some_and(|inner| inner.chars().any(char::is_alphanumeric))
    })
}

/// `[3]: https://…`.
fn is_definition(line: &str) -> bool {
    line.strip_prefix('[')
        .and_then(|rest| rest.split_once("]: "))
        .is_some_and(|(name, to)| !name.contains(']') && to.starts_with("http"))
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_HEADING_ATTRIBUTES
}

/// Reads a text with marks. Total.
pub(super) fn look(raw: &RawSnapshot, rules: &Rules) -> Looked {
    let (text, _) = parse::decode(&raw.bytes);
    let (header, rest, first) = Header::of(&text);
    let mut told = told::read(rest, first);
    told.splice(0..0, header.above(&told));
    let lines: Vec<Line> = told.iter().filter_map(line).collect();
    let segmented = segment::segment(clean::clean(&lines, rules), rules);
    let url = header.url.clone().or_else(|| raw.capture.url.clone());
    let settled = settle::settle(segmented, &told, &header, url.as_deref());
    Looked {
        evidence: Vec::new(),
        reading: Reading {
            snapshot: raw.id,
            format: NAME.to_owned(),
            form: settled.form,
            meta: PageMeta {
                url: url.map(|url| SafeText::new(&url).to_string()),
                publisher: header.publisher.clone(),
                stated_at: settled.stated_at,
                ..PageMeta::default()
            },
            pieces: settled.parted(),
        },
        refusal: None,
    }
}

/// A line for the reader of texts; nothing for what is no text of the page.
fn line(told: &Told) -> Option<Line> {
    (told.kind == Kind::Text).then(|| Line {
        number: told.line,
        part: told.part,
        text: told.text.clone(),
        bullet: told.bullet,
        indent: 0,
    })
}
