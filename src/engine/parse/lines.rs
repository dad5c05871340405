//! Text to lines, with what the extractor's layout says of each.

use crate::engine::text::SafeText;

/// The longest line that is kept as one piece, in bytes; longer ones are cut at a space.
const LONGEST: usize = 1 << 20;

/// One non-blank line of a text file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file, 1-based.
    pub number: u32,
    /// Which part of that line, where a line was too long to keep whole.
    pub part: u16,
    /// Its text without indentation and list mark.
    pub text: SafeText,
    /// Whether it began with a list mark.
    pub bullet: bool,
    /// How many columns it was indented.
    pub indent: u16,
}

/// The non-blank lines of a text. A lone carriage return ends a line only in files that have no line feeds.
pub fn lines(text: &str) -> Vec<Line> {
    let end = if text.contains('\n') { '\n' } else { '\r' };
    let mut out = Vec::new();
    for (number, raw) in (1..=u32::MAX).zip(text.split(end)) {
        for (part, stretch) in (0..=u16::MAX).zip(stretches(raw)) {
            if let Some(line) = line(number, part, stretch) {
                out.push(line);
            }
        }
    }
    out
}

fn line(number: u32, part: u16, raw: &str) -> Option<Line> {
    let safe = SafeText::new(raw);
    let trimmed = safe.trim();
    if trimmed.is_empty() {
        return None;
    }
    let indent = u16::try_from(safe.len() - safe.trim_start().len()).unwrap_or(u16::MAX);
    let (bullet, text) = unbullet(trimmed);
    Some(Line {
        number,
        part,
        text: SafeText::new(text),
        bullet,
        indent,
    })
}

/// Takes the list mark away. A line that is nothing but a mark stays as it is.
fn unbullet(text: &str) -> (bool, &str) {
    let mut rest = text;
    let mut bullet = false;
    while let Some(after) = rest.strip_prefix([
        '•', '·', '*', '+', '-', '‣', '◦', '▪', '■', '●', '►', '▶', '–',
    ]) {
        let Some(inner) = after.strip_prefix(' ') else {
            break;
        };
        rest = inner.trim_start();
        bullet = true;
    }
    if rest.is_empty() {
        (true, text)
    } else {
        (bullet, rest)
    }
}

fn stretches(raw: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(raw);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        if text.len() <= LONGEST {
            return Some(text);
        }
        let mut at = LONGEST;
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let at = text[..at]
            .rfind(' ')
            .filter(|space| *space > 0)
            .unwrap_or(at);
        rest = Some(&text[at..]);
        Some(&text[..at])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_numbers() {
        let found: Vec<_> = lines("one\r\n\r\n  • two\n * + three\n*\n")
            .into_iter()
            .map(|l| (l.number, l.text.to_string(), l.bullet))
            .collect();
        let want = [
            (1, "one", false),
            (3, "two", true),
            (4, "three", true),
            (5, "*", false),
        ];
        assert_eq!(found, want.map(|(n, t, b)| (n, t.to_owned(), b)));
    }

    #[test]
    fn old_line_ends_work() {
        assert_eq!(lines("one\rtwo").len(), 2);
    }

    #[test]
    fn endless_lines_are_cut_without_loss() {
        let long = "word ".repeat(LONGEST / 2);
        let total: usize = lines(&long).iter().map(|l| l.text.split(' ').count()).sum();
        assert_eq!(total, LONGEST / 2);
    }
}
