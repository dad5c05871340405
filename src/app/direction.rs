//! Which way a paragraph runs. Text from right to left is set against the right edge; the order of its letters within a line
//! is left to the terminal, since those that turn it around would turn ours around again.

use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::ink::Span;
use crate::app::wrap;
use crate::engine::model::Entry;

/// Whether a text runs from right to left: its first letter does.
pub fn is_right_to_left(text: &str) -> bool {
    for c in text.chars() {
        if is_from_right(c) {
            return true;
        }
        if c.is_alphabetic() {
            return false;
        }
    }
    false
}

/// Hebrew, Arabic, Syriac, Thaana, N\u{2019}Ko and the other scripts that run so.
fn is_from_right(c: char) -> bool {
    matches!(u32::from(c), 0x05BE..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFC | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF)
        && c.is_alphabetic()
}

/// A text of an entry, by the number that its lines carry.
pub fn text_of(entry: &Entry, number: usize) -> Option<&str> {
    let revision = entry.revisions.first()?;
    match number.checked_sub(1) {
        None => Some(&revision.heading.as_ref()?.text),
        Some(block) => Some(&revision.blocks.get(block)?.text),
    }
}

/// Sets the lines of an entry that show text from right to left against the right edge.
pub fn align(lines: &mut [Line], entry: &Entry, width: usize) {
    for line in lines {
        let text = line.piece.and_then(|piece| text_of(entry, piece.text));
        if let Some(piece) = line.piece.filter(|_| text.is_some_and(is_right_to_left)) {
            push(line, piece.span, width);
        }
    }
}

/// The same for lines that show the beginning of a text, or one text each: the last stretch of a line decides.
pub fn align_plain(lines: &mut [Line], width: usize) {
    for line in lines {
        let last = line.spans.last();
        if last.is_some_and(|last| is_right_to_left(&last.text)) {
            push(line, line.spans.len() - 1, width);
        }
    }
}

/// Sets lines against the right edge.
pub fn to_the_right(lines: &mut [Line], width: usize) {
    for line in lines {
        push(line, 0, width);
    }
}

/// Makes a line as wide as that with a blank before one of its stretches.
fn push(line: &mut Line, at: usize, width: usize) {
    let used: usize = line.spans.iter().map(|span| wrap::width(&span.text)).sum();
    let room = width.saturating_sub(used);
    if room == 0 || at > line.spans.len() {
        return;
    }
    let (text, ink) = (" ".repeat(room), Ink::Text);
    line.spans.insert(at, Span { text, ink });
    if let Some(piece) = &mut line.piece {
        piece.span += usize::from(piece.span >= at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_head_and_folded_ones_end_at_the_right_edge() {
        let hebrew = "\u{05d2}\u{05e9}\u{05e8}";
        let folded = Line::of("14:05  ", Ink::Byline).and(hebrew, Ink::Heading);
        let mut lines = [
            Line::of(hebrew, Ink::Title),
            folded,
            Line::of("bridge", Ink::Title),
        ];
        align_plain(&mut lines, 20);
        assert_eq!(lines[0].text(), format!("{}{hebrew}", " ".repeat(17)));
        assert_eq!(
            lines[1].text(),
            format!("14:05  {}{hebrew}", " ".repeat(10))
        );
        assert_eq!(lines[2].text(), "bridge");
    }

    #[test]
    fn the_first_letter_decides() {
        for text in [
            "\u{0627}\u{0644}\u{062c}\u{0633}\u{0631}",
            "12 \u{05d2}\u{05e9}\u{05e8} bridge",
            "\u{201c}\u{05d0}",
        ] {
            assert!(is_right_to_left(text), "{text}");
        }
        for text in [
            "bridge \u{05d2}\u{05e9}\u{05e8}",
            "",
            "12:30",
            "\u{6e2f}\u{6e7e}",
        ] {
            assert!(!is_right_to_left(text), "{text}");
        }
    }
}
