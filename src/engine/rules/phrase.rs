//! Phrases: patterns of whole words, with `*` for any number of words.

use std::collections::HashMap;
use std::ops::Range;

use crate::engine::text::words;
use crate::engine::text::words::Word;

/// Phrases that may begin with any words match only lines of at most this many.
const OPEN_UP_TO: usize = 8;

/// Phrases of one or two words that may end with any words match only so many: "more from the court now, where …" is a sentence.
const TAIL_UP_TO: usize = 12;

/// One element of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Is(Word),
    Any,
}

/// A pattern and the name of the rule it belongs to.
#[derive(Debug, Clone)]
struct Phrase {
    parts: Vec<Part>,
    why: usize,
}

/// A set of phrases that can be looked up quickly by their first word.
#[derive(Debug, Clone, Default)]
pub struct Phrases {
    phrases: Vec<Phrase>,
    names: Vec<String>,
    by_first: HashMap<Word, Vec<usize>>,
    open: Vec<usize>,
}

/// Folded words and rows of words, to be found inside a folded text.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    rows: Vec<String>,
    /// Which of them begin with a word.
    by_first: HashMap<Word, Vec<usize>, foldhash::fast::FixedState>,
}

impl Rows {
    /// These rows.
    pub fn new(rows: Vec<String>) -> Self {
        let mut by_first: HashMap<Word, Vec<usize>, _> = HashMap::default();
        for (index, row) in rows.iter().enumerate() {
            let first = row.split(' ').next().unwrap_or_default();
            by_first.entry(words::word(first)).or_default().push(index);
        }
        Self { rows, by_first }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &String> {
        self.rows.iter()
    }

    /// Whether one of them stands, as whole words, in a folded text with a space at either end.
    pub fn stand_in(&self, spaced: &str) -> bool {
        let mut at = 0;
        for word in spaced.split(' ') {
            let here = self.by_first.get(&words::word(word));
            let found = here.into_iter().flatten().any(|index| {
                let rest = spaced[at..].strip_prefix(self.rows[*index].as_str());
                rest.is_some_and(|rest| rest.starts_with(' '))
            });
            if found {
                return true;
            }
            at += word.len() + 1;
        }
        false
    }
}

/// A text as the matcher sees it.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// Where the words stand in the text.
    pub spans: Vec<Range<usize>>,
    words: Vec<Word>,
}

impl Tokens {
    /// The words of a text; a capital inside a word begins a new one.
    pub fn of(text: &str) -> Self {
        let spans = words::spans(text);
        let words = spans
            .iter()
            .map(|span| words::word(&words::fold(&text[span.clone()])))
            .collect();
        Self { spans, words }
    }

    /// The words of a text as they stand, capitals inside them or not.
    pub fn whole(text: &str) -> Self {
        Self {
            spans: Vec::new(),
            words: words::words(text),
        }
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there is no word at all.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

impl Phrases {
    /// Adds a phrase under the name of its rule.
    pub fn add(&mut self, why: &str, phrase: &str) {
        let why = self
            .names
            .iter()
            .position(|name| name == why)
            .unwrap_or_else(|| {
                self.names.push(why.to_owned());
                self.names.len() - 1
            });
        let mut parts = Vec::new();
        for (i, stretch) in phrase.split('*').enumerate() {
            if i > 0 {
                parts.push(Part::Any);
            }
            parts.extend(words::words(stretch).into_iter().map(Part::Is));
        }
        if parts.iter().all(|part| *part == Part::Any) {
            return;
        }
        let index = self.phrases.len();
        match parts.first() {
            Some(Part::Is(word)) => self.by_first.entry(*word).or_default().push(index),
            Some(Part::Any) => self.open.push(index),
            None => return,
        }
        self.phrases.push(Phrase { parts, why });
    }

    /// The rule whose phrase is the whole text.
    pub fn matches(&self, tokens: &Tokens) -> Option<&str> {
        self.candidates(tokens, 0)
            .find(|phrase| ends(&phrase.parts, &tokens.words, 0).contains(&tokens.len()))
            .map(|phrase| self.names[phrase.why].as_str())
    }

    /// Where phrases that begin at a word may end, with the rule's name; open-ended phrases end at the last word.
    pub fn ends_from(&self, tokens: &Tokens, start: usize) -> Vec<(usize, &str)> {
        let mut out = Vec::new();
        for phrase in self.candidates(tokens, start) {
            for end in ends(&phrase.parts, &tokens.words, start) {
                out.push((end, self.names[phrase.why].as_str()));
            }
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// The rules' names, in the order of the file.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    fn candidates(&self, tokens: &Tokens, start: usize) -> impl Iterator<Item = &Phrase> {
        let first = tokens
            .words
            .get(start)
            .and_then(|word| self.by_first.get(word));
        let open: &[usize] = if start == 0 && tokens.len() <= OPEN_UP_TO {
            &self.open
        } else {
            &[]
        };
        first
            .into_iter()
            .flatten()
            .chain(open)
            .map(|index| &self.phrases[*index])
            .filter(move |phrase| tokens.len() - start <= TAIL_UP_TO || !phrase.is_loose())
    }
}

impl Phrase {
    /// Whether it says little and may end with any words.
    fn is_loose(&self) -> bool {
        let said = self.parts.iter().filter(|part| **part != Part::Any).count();
        said <= 2 && self.parts.last() == Some(&Part::Any)
    }
}

/// Every word index at which the pattern may end when it begins at `start`.
fn ends(parts: &[Part], words: &[Word], start: usize) -> Vec<usize> {
    let mut reached = vec![start];
    for (i, part) in parts.iter().enumerate() {
        reached = match part {
            Part::Is(word) => reached
                .into_iter()
                .filter(|at| words.get(*at) == Some(word))
                .map(|at| at + 1)
                .collect(),
            Part::Any if i + 1 == parts.len() => vec![words.len()],
            Part::Any => reached
                .first()
                .map(|first| (*first..words.len()).collect())
                .unwrap_or_default(),
        };
        if reached.is_empty() {
            break;
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases() -> Phrases {
        let mut phrases = Phrases::default();
        phrases.add("login", "please log in to *");
        phrases.add("comments", "join * and see their replies");
        phrases.add("comments", "* comments");
        phrases
    }

    #[test]
    fn whole_lines_match() {
        let phrases = phrases();
        let found = |text: &str| phrases.matches(&Tokens::of(text)).map(str::to_owned);
        assert_eq!(
            found("Please log in to read “more”.").as_deref(),
            Some("login")
        );
        assert_eq!(
            found("Join 300 readers and see their replies").as_deref(),
            Some("comments")
        );
        assert_eq!(found("12 comments").as_deref(), Some("comments"));
        assert_eq!(found("They join and see their replies"), None);
    }

    #[test]
    fn rows_are_found_as_whole_words() {
        let rows = Rows::new(["said", "he added", "told the"].map(str::to_owned).to_vec());
        for (text, want) in [
            (" he said so ", true),
            (" and he added ", true),
            (" he told them ", false),
            (" unsaid ", false),
            (" he he added it ", true),
            (" told the", false),
            ("  ", false),
        ] {
            assert_eq!(rows.stand_in(text), want, "{text:?}");
        }
    }

    #[test]
    fn ends_are_reported_for_splitting() {
        let phrases = phrases();
        let tokens = Tokens::of("Join us and see their repliesThe mayor said");
        assert_eq!(phrases.ends_from(&tokens, 0), [(6, "comments")]);
    }

    #[test]
    fn a_sentence_that_begins_like_furniture_is_none() {
        let mut phrases = Phrases::default();
        phrases.add("navigation", "more from *");
        assert!(
            phrases
                .matches(&Tokens::of("More from our sister site"))
                .is_some()
        );
        let sentence =
            "More from the county court now, where a man has denied taking the mayor’s bicycle.";
        assert!(phrases.matches(&Tokens::of(sentence)).is_none());
    }
}
