//! Whether the terminal is dark or light: asked of itself (OSC 11), once, before the first frame.
//! A terminal that does not answer is taken for a dark one; an answer that comes too late is not taken for keys.

use std::time::Duration;

use terminal_colorsaurus::Error;
use terminal_colorsaurus::QueryOptions;
use terminal_colorsaurus::ThemeMode;

use crate::app::Key;
use crate::app::key::Code;

/// How long the first frame waits for the answer at most. Most terminals answer within a millisecond, and those that
/// cannot say so are told by their answer to a second question, so that only a slow connection waits for all of it.
const LONGEST: Duration = Duration::from_millis(100);

/// The longest answer that a terminal gives, in keys.
const ANSWER: usize = 64;

/// What the terminal said of its background.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ground {
    /// It is dark, or the terminal cannot say.
    Dark,
    /// It is light.
    Light,
    /// There was no answer in time; it may still come.
    Late,
}

/// Asks the terminal. Only where standard input and output are one, and before anything else reads from it.
pub(crate) fn ask() -> Ground {
    let mut options = QueryOptions::default();
    options.timeout = LONGEST;
    match terminal_colorsaurus::theme_mode(options) {
        Ok(ThemeMode::Light) => Ground::Light,
        Err(Error::Timeout(_)) => Ground::Late,
        Ok(ThemeMode::Dark) | Err(_) => Ground::Dark,
    }
}

/// Keeps an answer that came too late from being taken for keys: from `alt-]` to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LateAnswer {
    /// None is to come.
    NotExpected,
    /// It may come.
    Expected,
    /// So many keys of it came.
    Coming(usize),
}

impl LateAnswer {
    /// What is to come after what the terminal said.
    pub(crate) fn after(ground: Ground) -> Self {
        match ground {
            Ground::Late => Self::Expected,
            Ground::Dark | Ground::Light => Self::NotExpected,
        }
    }

    /// Whether a key belongs to the answer.
    pub(crate) fn holds(&mut self, key: Key) -> bool {
        let Key { code, ctrl, alt } = key;
        match (*self, code) {
            (Self::NotExpected, _) => false,
            (Self::Expected, Code::Char(']')) if alt => {
                *self = Self::Coming(1);
                true
            }
            (Self::Expected, _) => false,
            (Self::Coming(_), Code::Char('\\')) if alt => {
                // The answer about the text's colour follows that about the background.
                *self = Self::Expected;
                true
            }
            (Self::Coming(_), Code::Char('g')) if ctrl => {
                *self = Self::Expected;
                true
            }
            (Self::Coming(keys), _) if keys < ANSWER => {
                *self = Self::Coming(keys + 1);
                true
            }
            (Self::Coming(_), _) => {
                *self = Self::NotExpected;
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passed(mut late: LateAnswer, text: &str) -> String {
        let keys = text.split_terminator('|').map(|key| {
            let (alt, code) = match key.strip_prefix("alt-") {
                Some(rest) => (true, rest),
                None => (false, key),
            };
            let code = Code::Char(code.chars().next().unwrap());
            Key {
                alt,
                ..Key::plain(code)
            }
        });
        let typed = keys.filter(|key| !late.holds(*key));
        typed
            .filter_map(|key| match key.code {
                Code::Char(c) => Some(c),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn a_late_answer_types_nothing() {
        let answer = "j|alt-]|1|1|;|r|g|b|:|0|0|/|f|f|alt-\\|k";
        assert_eq!(passed(LateAnswer::Expected, answer), "jk");
        assert_eq!(passed(LateAnswer::NotExpected, "alt-]|q"), "]q");
    }

    #[test]
    fn an_answer_without_end_swallows_few_keys() {
        let keys = format!("alt-]|{}", "j|".repeat(200));
        let passed = passed(LateAnswer::Expected, &keys);
        assert!(passed.len() > 100, "{passed}");
    }
}
