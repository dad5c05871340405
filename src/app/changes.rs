//! An edit as lines: the words that went and came, marked by signs as well as by tone.

use std::ops::Range;

use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::wrap;
use crate::engine::text::diff;
use crate::engine::text::diff::Fate;
use crate::engine::text::likeness;
use crate::engine::text::words;

/// From this share of common words on, two paragraphs are versions of one and are compared word by word.
const EDITED: f32 = 0.5;

/// What a paragraph of the newer version is to the older one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit<'a> {
    /// Not in the older version.
    Added(&'a str),
    /// Not in the newer version.
    Removed(&'a str),
    /// In both, with other words: the older text, the newer text.
    Edited(&'a str, &'a str),
}

/// What changed between two versions, paragraph by paragraph, in the order of the newer one; removed paragraphs come last.
pub fn edits<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Edit<'a>> {
    let mut gone: Vec<&str> = old
        .iter()
        .copied()
        .filter(|text| !new.contains(text))
        .collect();
    let mut out = Vec::new();
    for text in new.iter().copied().filter(|text| !old.contains(text)) {
        let likeness = |other: &str| likeness::ratio(&words::words(other), &words::words(text));
        let best = (0..gone.len()).max_by(|a, b| likeness(gone[*a]).total_cmp(&likeness(gone[*b])));
        match best.filter(|i| likeness(gone[*i]) >= EDITED) {
            Some(i) => out.push(Edit::Edited(gone.remove(i), text)),
            None => out.push(Edit::Added(text)),
        }
    }
    out.extend(gone.into_iter().map(Edit::Removed));
    out
}

/// An edited paragraph as lines: `[-gone-]` and `{+new+}` stand where the words changed.
pub fn lines(old: &str, new: &str, width: usize) -> Vec<Line> {
    let mut text = String::new();
    let mut marks: Vec<(Range<usize>, Ink)> = Vec::new();
    for stretch in diff::words(old, new) {
        let start = text.len();
        let bare = stretch.text.trim();
        if stretch.fate == Fate::Kept || bare.is_empty() {
            text.push_str(&stretch.text);
            continue;
        }
        let (before, after, ink) = match stretch.fate {
            Fate::Gone => ("[-", "-]", Ink::Removed),
            _ => ("{+", "+}", Ink::Added),
        };
        if text.ends_with(['}', ']']) {
            text.push(' ');
        }
        text.push_str(&stretch.text[..stretch.text.len() - stretch.text.trim_start().len()]);
        text.push_str(before);
        text.push_str(bare);
        text.push_str(after);
        marks.push((start..text.len(), ink));
        text.push_str(&stretch.text[stretch.text.trim_end().len()..]);
    }
    wrap::wrap(&text, width)
        .into_iter()
        .map(|range| line(&text, range, &marks))
        .collect()
}

fn line(text: &str, range: Range<usize>, marks: &[(Range<usize>, Ink)]) -> Line {
    let mut out = Line::blank();
    let mut at = range.start;
    for (mark, ink) in marks
        .iter()
        .filter(|(mark, _)| mark.start < range.end && mark.end > range.start)
    {
        let (start, end) = (mark.start.max(range.start), mark.end.min(range.end));
        if start > at {
            out = out.and(&text[at..start], Ink::Text);
        }
        out = out.and(&text[start..end], *ink);
        at = end;
    }
    if at < range.end {
        out.and(&text[at..range.end], Ink::Text)
    } else {
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_is_shown_by_signs_and_tones() {
        let found = lines(
            "Five people were hurt in the flood.",
            "Seven people were hurt in the flood.",
            60,
        );
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].text(),
            "[-Five-] {+Seven+} people were hurt in the flood."
        );
        assert!(
            found[0]
                .spans
                .iter()
                .any(|span| span.ink == Ink::Removed && span.text.contains("Five"))
        );
    }

    #[test]
    fn paragraphs_pair_with_their_older_version() {
        let old = ["The dam holds for now.", "Trains are running."];
        let new = ["The dam holds for today.", "A shelter opened."];
        let want = [
            Edit::Edited(old[0], new[0]),
            Edit::Added(new[1]),
            Edit::Removed(old[1]),
        ];
        assert_eq!(edits(&old, &new), want);
    }
}
