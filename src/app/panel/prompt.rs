//! A question that is answered by typing: a name, a note, tags.
//! What the answer does is in `update::prompt`.

use crate::app::folder;
use crate::app::input::LineInput;
use crate::engine::model::BlogId;
use crate::engine::model::EntryId;
use crate::engine::query;
use crate::engine::query::Moment;
use crate::engine::query::Query;
use crate::engine::query::Vocabulary;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// A filter, and the words that only the library knows.
    Filter(Vocabulary),
    /// A name for the filter that is on.
    FilterName,
    /// Words to find in all blogs.
    Words,
    /// A time to go to.
    Time,
    /// Another library.
    Library,
    /// A name for a blog.
    BlogName(BlogId),
    /// The tags of a blog.
    BlogTags(BlogId),
    /// A note on an entry.
    Note(EntryId),
    /// The tags of an entry.
    EntryTags(EntryId),
    /// A correction of a name.
    Name(NameQuestion),
}

/// What is asked about a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameQuestion {
    /// What this one is called.
    Rename(String),
    /// Which other this one is.
    Merge(String),
    /// Which way of writing this one is somebody else.
    Split(String),
    /// A name that was not found, and its kind.
    Add,
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
    /// What is wrong with what was typed.
    pub problem: Option<String>,
}

impl Prompt {
    /// The words that the last typed one may become.
    pub fn candidates(&self) -> Vec<String> {
        if let Question::Filter(words) = &self.question {
            let found = query::complete(&self.input.text, words).into_iter();
            return found.map(|one| one.text).collect();
        }
        let (done, last) = self.split();
        let whole = done.is_empty() && self.is_one();
        if self.question == Question::Library {
            let words = self.words.iter();
            let words = words.filter(|word| word.starts_with(last) && *word != last);
            return words.cloned().collect();
        }
        if whole && last.is_empty() {
            return Vec::new();
        }
        if whole {
            let begins = last.to_lowercase();
            let words = self
                .words
                .iter()
                .filter(|word| word.to_lowercase().starts_with(&begins) && word.as_str() != last);
            return words.cloned().collect();
        }
        let typed: Vec<&str> = done.split_whitespace().collect();
        let words = self.words.iter().map(String::as_str);
        words
            .filter(|word| word.starts_with(last) && *word != last && !typed.contains(word))
            .map(str::to_owned)
            .collect()
    }

    /// Completes the last word to the first candidate.
    pub fn complete(&mut self) {
        self.problem = None;
        if let Question::Filter(words) = &self.question {
            if let Some(one) = query::complete(&self.input.text, words).into_iter().next() {
                self.input.text.truncate(one.start);
                self.input.text.push_str(&one.text);
                if !one.text.ends_with(':') {
                    self.input.text.push(' ');
                }
            }
            return;
        }
        let Some(word) = self.candidates().into_iter().next() else {
            return;
        };
        if self.question == Question::Library {
            self.input.text = folder::common(&self.candidates(), &self.input.text);
            return;
        }
        let (done, _) = self.split();
        let after = if self.is_one() { "" } else { " " };
        self.input.text = format!("{done}{word}{after}");
    }

    /// Whether all that is typed is one thing, also with spaces in it.
    fn is_one(&self) -> bool {
        matches!(self.question, Question::Name(_) | Question::Library)
    }

    /// What is typed before what can be completed, and that: the last word, or all of a name.
    fn split(&self) -> (&str, &str) {
        match &self.question {
            Question::Name(NameQuestion::Add) => split_last(&self.input.text),
            _ if self.is_one() => ("", &self.input.text),
            _ => split_last(&self.input.text),
        }
    }

    /// Whether what was typed cannot be taken as it is; what is wrong with it is shown from now on.
    pub fn is_wrong(&mut self) -> bool {
        let typed = self.input.text.trim();
        self.problem = match self.question {
            Question::Filter(_) => Query::parse(typed).err().map(|error| error.to_string()),
            Question::Time if !typed.is_empty() => Moment::parse(typed).err(),
            _ => None,
        };
        self.problem.is_some()
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
            problem: None,
        };
        prompt.complete();
        assert_eq!(prompt.input.text, "flood flats ");
        assert_eq!(prompt.candidates(), ["quay"]);
    }
}
