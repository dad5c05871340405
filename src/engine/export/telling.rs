//! What the formats for people say of an entry in words: its title, its time, its marks, where it stands.
//! How that is written down is each format's own business.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::engine::model::Block;
use crate::engine::model::Entry;
use crate::engine::model::EntryState;
use crate::engine::model::Marks;
use crate::engine::model::Picture;
use crate::engine::model::ReadState;
use crate::engine::model::SnapshotSummary;
use crate::engine::model::Timeline;
use crate::engine::text::SafeText;

/// An entry without a heading is called by so many of its first words.
const WORDS: usize = 9;

/// What is said of an entry of which no more than its time or its author is known.
pub(crate) const NO_TEXT: &str = "(no text in the snapshots)";

/// What an entry is called: its heading, else its first words.
pub(crate) fn title(entry: &Entry) -> SafeText {
    if !entry.has_text() {
        return SafeText::from(NO_TEXT.to_owned());
    }
    match entry.heading() {
        Some(heading) => heading.text.clone(),
        None => first_text(entry).map(opening).unwrap_or_default(),
    }
}

/// What an entry is called where a line of any length can stand: its heading, else its first text.
pub(crate) fn line(entry: &Entry) -> SafeText {
    if !entry.has_text() {
        return title(entry);
    }
    let heading = entry.heading().map(|heading| &heading.text);
    heading
        .or_else(|| first_text(entry))
        .cloned()
        .unwrap_or_default()
}

fn first_text(entry: &Entry) -> Option<&SafeText> {
    let blocks = &entry.revisions.first()?.blocks;
    let body = blocks.iter().find(|block| block.role.is_body());
    body.or(blocks.first()).map(|block| &block.text)
}

/// The summary as the page shows it now: what the newest snapshot that has one says. Older texts are in the JSON export.
pub(crate) fn summary(timeline: &Timeline) -> Vec<&Block> {
    timeline.page.newest_summary(&timeline.snapshots)
}

/// The first words of a text.
fn opening(text: &SafeText) -> SafeText {
    let mut words = text.split(' ');
    let start: Vec<&str> = words.by_ref().take(WORDS).collect();
    let more = if words.next().is_some() { " …" } else { "" };
    SafeText::from(start.join(" ") + more)
}

/// How often an entry's text was changed, without what is never announced.
pub(crate) fn revised(entry: &Entry) -> usize {
    let edits = entry.revisions.iter().filter(|one| one.is_edit());
    edits.count()
}

/// An instant as people read it; exports know no zone but UTC.
pub(crate) fn instant(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// When an entry was published, as far as the page says so.
pub(crate) fn time(entry: &Entry) -> Option<String> {
    time_by(entry, instant)
}

/// The same with instants as people of some place read them; what the page states that no calendar tells stands behind.
pub(crate) fn time_by(entry: &Entry, instant: impl Fn(Timestamp) -> String) -> Option<String> {
    let known = entry.published_at.map(instant);
    let stated = entry.stated_time.as_ref().map(ToString::to_string);
    let both: Vec<String> = known.into_iter().chain(stated).collect();
    (!both.is_empty()).then(|| both.join(" "))
}

/// The marks of an entry and what became of it, one word or two each.
pub(crate) fn marks(entry: &Entry, marks: &Marks) -> Vec<String> {
    let mut said = Vec::new();
    match marks.read {
        ReadState::Unread => said.push("unread".to_owned()),
        ReadState::Changed => said.push("changed since read".to_owned()),
        ReadState::Read => {}
    }
    if marks.bookmarked {
        said.push("bookmarked".to_owned());
    }
    said.extend(marks.tags.iter().map(|tag| format!("#{tag}")));
    if entry.state == EntryState::Withdrawn {
        said.push("withdrawn".to_owned());
    }
    let revised = revised(entry);
    if revised > 0 {
        said.push(format!("revised {revised}×"));
    }
    if !entry.order_certain {
        said.push("place uncertain".to_owned());
    }
    said
}

/// The lines in the snapshots that the shown version stands for: `a.txt, lines 3–5, 9; b.txt, line 2`.
pub(crate) fn sources(entry: &Entry, snapshots: &[SnapshotSummary]) -> String {
    let Some(shown) = entry.revisions.first() else {
        return String::new();
    };
    let blocks = || shown.heading.iter().chain(&shown.blocks);
    let of_one = |snapshot: &SnapshotSummary| {
        let lines: BTreeSet<u32> = blocks()
            .flat_map(|block: &Block| &block.source)
            .filter(|source| source.snapshot == snapshot.id)
            .map(|source| source.line)
            .collect();
        let word = if lines.len() == 1 { "line" } else { "lines" };
        (!lines.is_empty()).then(|| format!("{}, {word} {}", snapshot.name, ranges(&lines)))
    };
    let each: Vec<String> = snapshots.iter().filter_map(of_one).collect();
    each.join("; ")
}

/// `3–5, 9`.
fn ranges(lines: &BTreeSet<u32>) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &line in lines {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == line => *end = line,
            _ => runs.push((line, line)),
        }
    }
    let shown: Vec<String> = runs
        .into_iter()
        .map(|(start, end)| {
            if start == end {
                start.to_string()
            } else {
                format!("{start}–{end}")
            }
        })
        .collect();
    shown.join(", ")
}

/// A stretch of a text, with the address that it leads to, if any.
pub(crate) type Stretch<'b> = (&'b str, Option<SafeText>);

/// A text in stretches with and without links.
pub(crate) fn stretches(block: &Block) -> Vec<Stretch<'_>> {
    let text = block.text.as_str();
    let mut out = Vec::new();
    let mut told = 0;
    for link in &block.links {
        let range = link.range(text).filter(|range| range.start >= told);
        let (Some(range), Some(url)) = (range, self::link(Some(&link.url))) else {
            continue;
        };
        out.push((&text[told..range.start], None));
        out.push((&text[range.clone()], Some(url)));
        told = range.end;
    }
    out.push((&text[told..], None));
    out.retain(|(text, _)| !text.is_empty());
    out
}

/// What a picture shows, as far as its page says it.
pub(crate) fn words(picture: &Picture) -> &str {
    match picture.words.as_str() {
        "" => "without a caption",
        words => words,
    }
}

/// An address that may stand in a link: one of the web, without anything that acts.
pub(crate) fn link(url: Option<&str>) -> Option<SafeText> {
    let url = url.filter(|url| url.starts_with("https://") || url.starts_with("http://"))?;
    Some(SafeText::new(url)).filter(|url| !url.contains(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_lines_are_one_range() {
        assert_eq!(
            ranges(&BTreeSet::from([3, 4, 5, 9, 11, 12])),
            "3–5, 9, 11–12"
        );
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        assert!(link(Some("https://news.example/live")).is_some());
        for url in [
            "javascript:alert(1)",
            "data:x",
            "https://a b",
            "file:///x",
            "",
        ] {
            assert_eq!(link(Some(url)), None, "{url}");
        }
    }
}
