//! Word by word, what one text has that another has not.

use similar::ChangeTag;
use similar::TextDiff;

/// Beyond this many bytes on either side the whole text counts as replaced: no reader follows such a difference.
const LONGEST: usize = 20_000;

/// What happened to a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// In both texts.
    Kept,
    /// Only in the older text.
    Gone,
    /// Only in the newer text.
    New,
}

/// A stretch of text and what happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// What happened to it.
    pub fate: Fate,
    /// The text, spaces included.
    pub text: String,
}

/// The differences of two texts as one text in reading order: what is gone stands before what replaced it.
pub fn words(old: &str, new: &str) -> Vec<Stretch> {
    if old.len().max(new.len()) > LONGEST {
        let stretch = |fate, text: &str| Stretch {
            fate,
            text: text.to_owned(),
        };
        return vec![stretch(Fate::Gone, old), stretch(Fate::New, new)];
    }
    let mut out: Vec<Stretch> = Vec::new();
    for change in TextDiff::from_words(old, new).iter_all_changes() {
        let fate = match change.tag() {
            ChangeTag::Equal => Fate::Kept,
            ChangeTag::Delete => Fate::Gone,
            ChangeTag::Insert => Fate::New,
        };
        match out.last_mut() {
            Some(last) if last.fate == fate => last.text.push_str(change.value()),
            _ => out.push(Stretch {
                fate,
                text: change.value().to_owned(),
            }),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_number_stands_out() {
        let found: Vec<(Fate, String)> = words("Five people were hurt.", "Seven people were hurt.")
            .into_iter()
            .map(|s| (s.fate, s.text))
            .collect();
        let want = [
            (Fate::Gone, "Five"),
            (Fate::New, "Seven"),
            (Fate::Kept, " people were hurt."),
        ];
        assert_eq!(found, want.map(|(fate, text)| (fate, text.to_owned())));
    }

    #[test]
    fn both_texts_can_be_read_back() {
        let (old, new) = ("a b c d", "a x c d e");
        let read = |without: Fate| -> String {
            words(old, new)
                .into_iter()
                .filter(|s| s.fate != without)
                .map(|s| s.text)
                .collect()
        };
        assert_eq!(
            (read(Fate::New), read(Fate::Gone)),
            (old.to_owned(), new.to_owned())
        );
    }
}
