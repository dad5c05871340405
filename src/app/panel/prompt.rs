//! A question that is answered by typing: a name, a note, tags.
//! What the answer does is in `update::prompt`.

use crate::app::input::LineInput;
use crate::engine::model::BlogId;
use crate::engine::model::EntryId;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// A name for a blog.
    BlogName(BlogId),
    /// The tags of a blog.
    BlogTags(BlogId),
    /// A note on an entry.
    Note(EntryId),
    /// The tags of an entry.
    EntryTags(EntryId),
}

/// The question and what is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// What is asked for.
    pub question: Question,
    /// What stands before the typed text.
    pub label: &'static str,
    /// What is typed.
    pub input: LineInput,
    /// What there was before.
    pub before: String,
    /// Words that the last one can be completed to.
    pub words: Vec<String>,
}

impl Prompt {
    /// The words that the last typed one may become.
    pub fn candidates(&self) -> impl Iterator<Item = &str> {
        let (done, last) = split_last(&self.input.text);
        let typed: Vec<&str> = done.split_whitespace().collect();
        self.words
            .iter()
            .map(String::as_str)
            .filter(move |word| word.starts_with(last) && *word != last && !typed.contains(word))
    }

    /// Completes the last word to the first candidate.
    pub fn complete(&mut self) {
        let Some(word) = self.candidates().next().map(str::to_owned) else {
            return;
        };
        let (done, _) = split_last(&self.input.text);
        self.input.text = format!("{done}{word} ");
    }
}

/// What is typed before the last word, and the last word.
fn split_last(text: &str) -> (&str, &str) {
    text.split_at(text.rfind(' ').map_or(0, |at| at + 1))
}

/// The tags in a typed text: words, without the # that some write before them, each once.
pub fn tags(text: &str) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || c == ',') {
        let word = word.trim_start_matches('#');
        if !word.is_empty() && !out.contains(&word) {
            out.push(word);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_words_once_each() {
        assert_eq!(tags(" #flood, bridge  flood #"), ["flood", "bridge"]);
    }

    #[test]
    fn the_last_word_is_completed_to_what_is_not_there_yet() {
        let mut prompt = Prompt {
            question: Question::Note(EntryId([0; 8])),
            label: "",
            input: LineInput {
                text: "flood fl".to_owned(),
            },
            before: String::new(),
            words: ["flood", "flats", "quay"].map(str::to_owned).to_vec(),
        };
        prompt.complete();
        assert_eq!(prompt.input.text, "flood flats ");
        assert_eq!(prompt.candidates().collect::<Vec<_>>(), ["quay"]);
    }
}
