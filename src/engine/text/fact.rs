//! Numbers and names in running text: what a reader of an edit looks for first.
//! Judged by looks alone, word by word; who is meant by a name is not asked here.

use std::ops::Range;

/// Number words of English. Other languages are told by their digits only.
const NUMBER_WORDS: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "million",
    "millions",
    "billion",
    "billions",
    "trillion",
    "dozen",
    "dozens",
    "half",
    "third",
    "quarter",
    "once",
    "twice",
    "no",
    "none",
];

/// What came before a stretch: lets a capital at the beginning of a sentence be told from a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Before {
    /// Nothing, or the end of a sentence.
    #[default]
    SentenceEnd,
    /// Words of the same sentence.
    Words,
}

impl Before {
    /// What stands before the text after `text`.
    pub fn after(self, text: &str) -> Self {
        match text.trim_end().chars().next_back() {
            None => self,
            Some('.' | '!' | '?' | '…' | '。' | '！' | '？' | ':' | '"' | '“' | '«') => {
                Self::SentenceEnd
            }
            Some(_) => Self::Words,
        }
    }
}

/// The byte ranges of the words of a stretch that are numbers or look like names.
pub fn facts(stretch: &str, before: Before) -> Vec<Range<usize>> {
    let outside = |c: char| !c.is_alphanumeric();
    let mut before = before;
    let mut at = 0;
    let mut out = Vec::new();
    for word in stretch.split_inclusive(char::is_whitespace) {
        let bare = word.trim_start_matches(outside);
        let from = at + word.len() - bare.len();
        let bare = bare.trim_end_matches(outside);
        if !bare.is_empty() && is_fact(bare, before) {
            out.push(from..from + bare.len());
        }
        before = before.after(word);
        at += word.len();
    }
    out
}

fn is_fact(word: &str, before: Before) -> bool {
    let number = word.chars().any(char::is_numeric)
        || word
            .split('-')
            .all(|part| NUMBER_WORDS.contains(&part.to_lowercase().as_str()));
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    number || (capital && before == Before::Words && word != "I")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        facts(text, Before::SentenceEnd)
            .into_iter()
            .map(|range| &text[range])
            .collect()
    }

    #[test]
    fn numbers_and_names_are_facts() {
        assert_eq!(
            found("Five people, 12% of Ostend."),
            ["Five", "12", "Ostend"]
        );
        assert_eq!(found("The mayor spoke. Nobody left."), Vec::<&str>::new());
        assert_eq!(found("about twenty-one metres"), ["twenty-one"]);
        assert_eq!(found("из Москвы в 14:05"), ["Москвы", "14:05"]);
        assert_eq!(
            facts("Ostend", Before::Words),
            std::iter::once(0..6).collect::<Vec<_>>()
        );
    }
}
