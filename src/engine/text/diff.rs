//! Word by word, what one text has that another has not, and which of it are numbers and names.

use std::ops::Range;

use similar::ChangeTag;
use similar::TextDiff;

use crate::engine::text::fact;
use crate::engine::text::fact::Before;

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
    /// Where in a changed stretch numbers and names stand, in bytes.
    pub facts: Vec<Range<usize>>,
}

/// The differences of two texts as one text in reading order: what is gone stands before what replaced it.
pub fn words(old: &str, new: &str) -> Vec<Stretch> {
    if old.len().max(new.len()) > LONGEST {
        let stretch = |fate, text: &str| Stretch {
            fate,
            text: text.to_owned(),
            facts: Vec::new(),
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
                facts: Vec::new(),
            }),
        }
    }
    find_facts(&mut out);
    out
}

/// Each changed stretch is judged by what stands before it in its own text.
fn find_facts(stretches: &mut [Stretch]) {
    let (mut old, mut new) = (Before::default(), Before::default());
    for stretch in stretches {
        match stretch.fate {
            Fate::Kept => {}
            Fate::Gone => stretch.facts = fact::facts(&stretch.text, old),
            Fate::New => stretch.facts = fact::facts(&stretch.text, new),
        }
        if stretch.fate != Fate::New {
            old = old.after(&stretch.text);
        }
        if stretch.fate != Fate::Gone {
            new = new.after(&stretch.text);
        }
    }
}

/// The numbers and names that changed between two texts: those that only the older has, those that only the newer has.
pub fn changed_facts(old: &str, new: &str) -> (Vec<String>, Vec<String>) {
    let mut found = (Vec::new(), Vec::new());
    for stretch in words(old, new) {
        let to = match stretch.fate {
            Fate::Kept => continue,
            Fate::Gone => &mut found.0,
            Fate::New => &mut found.1,
        };
        to.extend(
            stretch
                .facts
                .iter()
                .map(|at| stretch.text[at.clone()].to_owned()),
        );
    }
    let (gone, came) = &mut found;
    let both: Vec<String> = gone
        .iter()
        .filter(|word| came.contains(word))
        .cloned()
        .collect();
    gone.retain(|word| !both.contains(word));
    came.retain(|word| !both.contains(word));
    found
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
    fn changed_numbers_and_names_are_listed() {
        let (gone, came) = changed_facts(
            "Five people were hurt near Ostend, police say.",
            "Seven people were hurt near Bruges, police said.",
        );
        assert_eq!(
            (gone.join(" "), came.join(" ")),
            ("Five Ostend".to_owned(), "Seven Bruges".to_owned())
        );
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
