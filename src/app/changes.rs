//! An edit as lines: the words that went and came, marked by signs as well as by tone; numbers and names stand out.

use std::ops::Range;

use crate::app::compose::Dress;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::wrap;
use crate::engine::model::Change;
use crate::engine::model::Entry;
use crate::engine::model::Revision;
use crate::engine::model::Role;
use crate::engine::text::diff;
use crate::engine::text::diff::Fate;
use crate::engine::text::diff::Stretch;
use crate::engine::text::likeness;
use crate::engine::text::words;

/// From this share of common words on, two paragraphs are versions of one and are compared word by word.
const EDITED: f32 = 0.5;

/// What a paragraph is to two versions of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit<'a> {
    /// In both as it is.
    Kept(&'a str),
    /// Not in the older version.
    Added(&'a str),
    /// Not in the newer version.
    Removed(&'a str),
    /// In both, with other words: the older text, the newer text.
    Edited(&'a str, &'a str),
}

/// Two versions of a text paragraph by paragraph, in the order of the newer one.
/// A removed paragraph stands after the one that it followed.
pub fn edits<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Edit<'a>> {
    let origins = origins(old, new);
    let mut out = Vec::new();
    let removed = |from: usize, to: usize, out: &mut Vec<Edit<'a>>| {
        let gone = (from..to).filter(|at| !origins.contains(&Some(*at)));
        out.extend(gone.map(|at| Edit::Removed(old[at])));
    };
    let mut told = 0;
    for (text, origin) in new.iter().zip(&origins) {
        let Some(at) = *origin else {
            out.push(Edit::Added(text));
            continue;
        };
        removed(told, at, &mut out);
        told = told.max(at + 1);
        out.push(if old[at] == *text {
            Edit::Kept(text)
        } else {
            Edit::Edited(old[at], text)
        });
    }
    removed(told, old.len(), &mut out);
    out
}

impl Edit<'_> {
    /// Whether it says nothing new: the paragraph is as it was, or only marks, spaces or capitals of it changed.
    pub fn is_cosmetic(&self) -> bool {
        match self {
            Self::Kept(_) => true,
            Self::Added(_) | Self::Removed(_) => false,
            Self::Edited(old, new) => {
                let mut stretches = diff::words(old, new).into_iter();
                stretches.all(|one| one.cosmetic || one.fate == Fate::Kept)
            }
        }
    }
}

/// For each newer paragraph the older one that it is a version of; equal ones first, then the most alike.
fn origins(old: &[&str], new: &[&str]) -> Vec<Option<usize>> {
    let mut free: Vec<usize> = (0..old.len()).collect();
    let mut out: Vec<Option<usize>> = new
        .iter()
        .map(|text| {
            let at = free.iter().position(|at| old[*at] == *text)?;
            Some(free.remove(at))
        })
        .collect();
    let rest: Vec<(usize, Vec<words::Word>)> = free
        .iter()
        .map(|at| (*at, words::words(old[*at])))
        .collect();
    let mut taken: Vec<usize> = Vec::new();
    for (text, origin) in new
        .iter()
        .zip(&mut out)
        .filter(|(_, origin)| origin.is_none())
    {
        let mine = words::words(text);
        let alike = rest
            .iter()
            .filter(|(at, _)| !taken.contains(at))
            .map(|(at, theirs)| (likeness::ratio(theirs, &mine), *at))
            .filter(|(ratio, _)| *ratio >= EDITED)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, at)) = alike {
            *origin = Some(at);
            taken.push(at);
        }
    }
    out
}

/// An edited paragraph as lines: `[-gone-]` and `{+new+}` stand where the words changed; in small print where only marks,
/// spaces or capitals did.
pub fn lines(old: &str, new: &str, width: usize) -> Vec<Line> {
    let mut text = String::new();
    let mut marks: Vec<(Range<usize>, Ink)> = Vec::new();
    for stretch in diff::words(old, new) {
        mark(&stretch, &mut text, &mut marks);
    }
    wrap::wrap(&text, width)
        .into_iter()
        .map(|range| line(&text, range, &marks))
        .collect()
}

fn mark(stretch: &Stretch, text: &mut String, marks: &mut Vec<(Range<usize>, Ink)>) {
    let bare = stretch.text.trim();
    if stretch.fate == Fate::Kept || bare.is_empty() {
        text.push_str(&stretch.text);
        return;
    }
    let (before, after, ink, fact) = match stretch.fate {
        Fate::Gone => ("[-", "-]", Ink::Removed, Ink::RemovedFact),
        _ => ("{+", "+}", Ink::Added, Ink::AddedFact),
    };
    let (ink, fact) = match stretch.cosmetic {
        true => (Ink::Muted, Ink::Muted),
        false => (ink, fact),
    };
    // Two marks that changed places may stand in a word.
    let within = stretch.cosmetic && marks.last().is_some_and(|(_, ink)| *ink == Ink::Muted);
    if text.ends_with(['}', ']']) && !within {
        text.push(' ');
    }
    let lead = stretch.text.len() - stretch.text.trim_start().len();
    text.push_str(&stretch.text[..lead]);
    let mut at = text.len();
    text.push_str(before);
    let origin = text.len() - lead;
    text.push_str(bare);
    text.push_str(after);
    for range in &stretch.facts {
        let (start, end) = (origin + range.start, origin + range.end);
        marks.push((at..start, ink));
        marks.push((start..end, fact));
        at = end;
    }
    marks.push((at..text.len(), ink));
    text.push_str(&stretch.text[lead + bare.len()..]);
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

/// One version of an entry against the one before it: what it compares, the facts that changed, then the text with the
/// edits in place. `against` is the place of the older version among the entry's revisions, from 1.
pub fn version(entry: &Entry, against: usize, dress: &Dress, width: usize) -> Vec<Line> {
    let (Some(new), Some(old)) = (
        entry.revisions.get(against.wrapping_sub(1)),
        entry.revisions.get(against),
    ) else {
        return Vec::new();
    };
    let all = entry.revisions.len();
    let named = |back: usize| match back {
        0 => "the text as shown".to_owned(),
        back => format!("version {} of {all}", all - back),
    };
    let mut out = Vec::new();
    let title = format!(
        "Changes from version {} of {all} to {}",
        all - against,
        named(against - 1)
    );
    words_into(&title, Ink::Byline, width, &mut out);
    if let Some(facts) = facts(old, new) {
        let text = format!("{} {facts}", dress.glyphs.revised);
        words_into(&text, Ink::Changed, width, &mut out);
    }
    let (before, after) = (texts(old), texts(new));
    let edits = edits(&before, &after);
    let only = match new.change {
        Some(Change::Redrawn) => {
            Some("No words changed: one of the two pages is only read otherwise")
        }
        _ if edits.iter().all(Edit::is_cosmetic) => Some("Only marks, spaces or capitals changed"),
        _ => None,
    };
    if let Some(only) = only {
        words_into(only, Ink::Muted, width, &mut out);
    }
    let heading = entry.heading().map(|block| block.text.as_str());
    let above = out.len();
    for edit in edits {
        // The heading stands above already.
        if matches!(edit, Edit::Kept(text) if Some(text) == heading) {
            continue;
        }
        if out.len() > above {
            out.push(Line::blank());
        }
        edit_lines(edit, dress, width, &mut out);
    }
    out
}

/// The lines of one paragraph with its edit.
pub fn edit_lines(edit: Edit<'_>, dress: &Dress, width: usize, out: &mut Vec<Line>) {
    match edit {
        Edit::Kept(text) => words_into(text, Ink::Text, width, out),
        Edit::Added(text) => signed(dress.glyphs.added, text, Ink::Added, width, out),
        Edit::Removed(text) => signed(dress.glyphs.removed, text, Ink::Removed, width, out),
        Edit::Edited(old, new) => out.extend(lines(old, new, width)),
    }
}

/// The numbers and names that changed between two versions, in words like `Five → Seven`; nothing if none did, or if the pages are
/// only read otherwise.
pub fn facts(old: &Revision, new: &Revision) -> Option<String> {
    if new.change == Some(Change::Redrawn) {
        return None;
    }
    let (before, after) = (texts(old), texts(new));
    let mut told = Vec::new();
    for edit in edits(&before, &after) {
        let Edit::Edited(old, new) = edit else {
            continue;
        };
        let (gone, came) = diff::changed_facts(old, new);
        if gone.is_empty() && came.is_empty() {
            continue;
        }
        let or_nothing = |words: Vec<String>| match words.is_empty() {
            true => "–".to_owned(),
            false => words.join(", "),
        };
        told.push(format!("{} → {}", or_nothing(gone), or_nothing(came)));
    }
    (!told.is_empty()).then(|| told.join("; "))
}

/// The texts of a version, its heading first; not the lines of author and time, which pass and make no version.
pub fn texts(revision: &Revision) -> Vec<&str> {
    let blocks = revision.heading.iter().chain(&revision.blocks);
    let texts = blocks.filter(|block| block.role != Role::Byline);
    texts.map(|block| block.text.as_str()).collect()
}

/// A text behind a sign, its lines under each other.
pub fn signed(sign: &str, text: &str, ink: Ink, width: usize, out: &mut Vec<Line>) {
    let indent = wrap::width(sign) + 1;
    for (i, range) in wrap::wrap(text, width.saturating_sub(indent).max(1))
        .into_iter()
        .enumerate()
    {
        let before = if i == 0 {
            format!("{sign} ")
        } else {
            " ".repeat(indent)
        };
        let side = if ink == Ink::Text { Ink::Muted } else { ink };
        out.push(Line::of(before, side).and(&text[range], ink));
    }
}

fn words_into(text: &str, ink: Ink, width: usize, out: &mut Vec<Line>) {
    out.extend(
        wrap::wrap(text, width)
            .into_iter()
            .map(|range| Line::of(&text[range], ink)),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::model::Block;

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
        let ink_of = |text: &str| {
            let span = found[0].spans.iter().find(|span| span.text == text);
            span.map(|span| span.ink)
        };
        assert_eq!(ink_of("Five"), Some(Ink::RemovedFact));
        assert_eq!(ink_of("{+"), Some(Ink::Added));
    }

    #[test]
    fn what_is_only_read_otherwise_names_no_facts() {
        let revision = |text: &str, change| Revision {
            snapshots: Vec::new(),
            heading: None,
            blocks: vec![Block {
                role: Role::Paragraph,
                text: text.into(),
                source: Vec::new(),
                links: Vec::new(),
                pictures: Vec::new(),
            }],
            change,
        };
        let older = revision("2117: The ferry ran aground.", None);
        let told = |change| facts(&older, &revision("The ferry ran aground.", Some(change)));
        assert_eq!(told(Change::Facts).as_deref(), Some("2117 → –"));
        assert_eq!(told(Change::Redrawn), None);
    }

    #[test]
    fn what_is_cosmetic_is_shown_in_small_print() {
        let (old, new) = ("At noon, Five left.", "At noon Six left.");
        let found = lines(old, new, 60).remove(0);
        assert_eq!(found.text(), "At noon[-,-] [-Five-] {+Six+} left.");
        let ink_of = |text: &str| {
            found
                .spans
                .iter()
                .find(|span| span.text == text)
                .unwrap()
                .ink
        };
        assert_eq!(
            (ink_of("[-,-]"), ink_of("Five")),
            (Ink::Muted, Ink::RemovedFact)
        );
        assert!(!Edit::Edited(old, new).is_cosmetic());
        assert!(Edit::Edited("“Late,” he said", "'Late', he said").is_cosmetic());
    }

    #[test]
    fn paragraphs_pair_with_their_older_version() {
        let old = [
            "The dam holds for now.",
            "Trains are running.",
            "A road is shut.",
        ];
        let new = [
            "The dam holds for today.",
            "A shelter opened.",
            "A road is shut.",
        ];
        let want = [
            Edit::Edited(old[0], new[0]),
            Edit::Added(new[1]),
            Edit::Removed(old[1]),
            Edit::Kept(old[2]),
        ];
        assert_eq!(edits(&old, &new), want);
    }

    #[test]
    fn a_paragraph_that_moved_is_told_once() {
        let old = ["one is here", "two is there"];
        let new = ["two is there", "one is here"];
        assert_eq!(edits(&old, &new), [Edit::Kept(old[1]), Edit::Kept(old[0])]);
    }
}
