//! Addresses of the web: the one of an entry, those that stand in its text, and letters to choose them by.

use crate::engine::export::telling;
use crate::engine::model::Entry;
use crate::engine::text::SafeText;

/// Letters that labels are made of: those under the fingers first. `y` is none of them; it asks to copy.
const LETTERS: &[char] = &[
    'a', 's', 'd', 'f', 'j', 'k', 'l', 'g', 'h', 'e', 'r', 'u', 'i', 'o', 'w', 'n', 'm', 'c', 'v',
    't', 'b',
];

/// What may stand around an address and is not part of it.
const AROUND: &[char] = &[
    '.', ',', ';', ':', '!', '?', ')', ']', '}', '"', '\'', '”', '’', '»', '…',
];

/// The addresses that the shown text of an entry leads to or names, block by block, each once.
pub fn in_entry(entry: &Entry) -> Vec<SafeText> {
    let mut found: Vec<SafeText> = Vec::new();
    let shown = entry.revisions.first();
    let blocks = shown
        .into_iter()
        .flat_map(|shown| shown.heading.iter().chain(&shown.blocks));
    for block in blocks {
        let linked = block.links.iter();
        let linked = linked.filter_map(|link| telling::link(Some(&link.url)));
        for url in linked.chain(in_text(&block.text)) {
            if !found.contains(&url) {
                found.push(url);
            }
        }
    }
    found
}

/// The addresses in a text.
fn in_text(text: &str) -> impl Iterator<Item = SafeText> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | '“' | '«' | '"'))
        .filter_map(|word| telling::link(Some(word.trim_end_matches(AROUND))))
}

/// Labels for so many things: one letter each, or two where letters do not suffice.
pub fn labels(count: usize) -> Vec<String> {
    let letters = LETTERS.iter();
    if count <= LETTERS.len() {
        return letters
            .take(count)
            .map(|letter| letter.to_string())
            .collect();
    }
    letters
        .flat_map(|first| LETTERS.iter().map(move |second| format!("{first}{second}")))
        .take(count)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_without_what_stands_around_them() {
        let text = "See https://a.example/x?y=1, (http://b.example/z) and “https://c.example”. Not ftp://d or httpx.";
        let found: Vec<String> = in_text(text).map(|url| url.to_string()).collect();
        assert_eq!(
            found,
            [
                "https://a.example/x?y=1",
                "http://b.example/z",
                "https://c.example"
            ]
        );
    }

    #[test]
    fn labels_differ_and_none_begins_another() {
        for count in [0, 1, 21, 22, 200] {
            let labels = labels(count);
            assert_eq!(labels.len(), count);
            for (i, label) in labels.iter().enumerate() {
                assert!(
                    labels[..i]
                        .iter()
                        .all(|other| !label.starts_with(other.as_str()))
                );
                assert!(!label.contains('y'));
            }
        }
    }
}
