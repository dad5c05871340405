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
        let stretch = Stretch {
            fate,
            text: change.value().to_owned(),
            facts: Vec::new(),
        };
        join(stretch, &mut out);
    }
    let mut out = apart(out);
    find_facts(&mut out);
    out
}

/// Sets words apart from the marks around them, where only the marks changed.
fn apart(stretches: Vec<Stretch>) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    for stretch in stretches {
        let before = out.last().filter(|last| last.fate == Fate::Gone);
        match before.and_then(|gone| only_marks(&gone.text, &stretch.text)) {
            Some(parts) if stretch.fate == Fate::New => {
                out.pop();
                parts.into_iter().for_each(|part| join(part, &mut out));
            }
            _ => join(stretch, &mut out),
        }
    }
    out
}

/// Adds a stretch, to the one before if the same happened to both.
fn join(stretch: Stretch, out: &mut Vec<Stretch>) {
    match out.last_mut() {
        _ if stretch.text.is_empty() => {}
        Some(last) if last.fate == stretch.fate => last.text.push_str(&stretch.text),
        _ => out.push(stretch),
    }
}

/// What became of two texts that differ in nothing but the marks before and after the same words.
fn only_marks(old: &str, new: &str) -> Option<[Stretch; 9]> {
    let parts = |text: &'_ str| -> Option<(usize, usize)> {
        let first = text.find(char::is_alphanumeric)?;
        let (last, letter) = text.char_indices().rfind(|(_, c)| c.is_alphanumeric())?;
        Some((first, last + letter.len_utf8()))
    };
    let ((from, to), (first, last)) = (parts(old)?, parts(new)?);
    if old[from..to] != new[first..last] {
        return None;
    }
    let [a, b, c, d] = changed_between(&old[..from], &new[..first]);
    let word = kept(&old[from..to]);
    let [e, f, g, h] = changed_between(&old[to..], &new[last..]);
    Some([a, b, c, d, word, e, f, g, h])
}

/// Marks that stayed, that went, that came, that stayed.
fn changed_between(old: &str, new: &str) -> [Stretch; 4] {
    let same = |(a, b): &(char, char)| a == b;
    let start: usize = {
        let pairs = old.chars().zip(new.chars()).take_while(same);
        pairs.map(|(c, _)| c.len_utf8()).sum()
    };
    let (old, new, before) = (&old[start..], &new[start..], &old[..start]);
    let end: usize = {
        let pairs = old.chars().rev().zip(new.chars().rev()).take_while(same);
        pairs.map(|(c, _)| c.len_utf8()).sum()
    };
    let (old, after) = old.split_at(old.len() - end);
    let stretch = |fate, text: &str| Stretch { fate, ..kept(text) };
    [
        kept(before),
        stretch(Fate::Gone, old),
        stretch(Fate::New, &new[..new.len() - end]),
        kept(after),
    ]
}

fn kept(text: &str) -> Stretch {
    Stretch {
        fate: Fate::Kept,
        text: text.to_owned(),
        facts: Vec::new(),
    }
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
    fn a_changed_mark_changes_no_word() {
        let told = |old: &str, new: &str| -> String {
            let told = words(old, new).into_iter().map(|s| match s.fate {
                Fate::Kept => s.text,
                Fate::Gone => format!("[{}]", s.text),
                Fate::New => format!("{{{}}}", s.text),
            });
            told.collect()
        };
        for (old, new, want) in [
            ("at noon, he said", "at noon he said", "at noon[,] he said"),
            (
                "“It is late,” he said",
                "“It is late” he said",
                "“It is late[,]” he said",
            ),
            ("(late)", "late.", "[(]late[)]{.}"),
            ("открыт вечером", "«открыт» вечером", "{«}открыт{»} вечером"),
            ("1,500 left", "1.500 left", "[1,500]{1.500} left"),
            ("it’s late", "it's late", "[it’s]{it's} late"),
            ("so – late", "so, late", "so[ –]{,} late"),
            ("five, six", "five. Six", "five[,]{.} [six]{Six}"),
        ] {
            assert_eq!(told(old, new), want);
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]
        #[test]
        fn any_two_texts_can_be_read_back(old in "[ab1,.“é ]{0,24}", new in "[ab1,.“é ]{0,24}") {
            let stretches = words(&old, &new);
            let read = |without: Fate| -> String {
                let kept = stretches.iter().filter(|s| s.fate != without);
                kept.map(|s| s.text.as_str()).collect()
            };
            proptest::prop_assert_eq!(read(Fate::New), old);
            proptest::prop_assert_eq!(read(Fate::Gone), new);
        }
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
