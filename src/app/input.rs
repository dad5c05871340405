//! A line of typed text: the search, the command line, the filter of the help.

use unicode_segmentation::UnicodeSegmentation;

use crate::app::key::Code;
use crate::app::key::Key;

/// How long a typed line may get, in bytes.
const LIMIT: usize = 400;

/// Typed text; the caret is always at its end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineInput {
    /// The text.
    pub text: String,
}

/// What a key did to a typed line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// The text is another one.
    Changed,
    /// Enter: it is done.
    Accepted,
    /// Escape, or deleting beyond the beginning: never mind.
    Cancelled,
    /// Tab: complete it.
    Complete,
    /// Nothing.
    Nothing,
}

impl LineInput {
    /// Takes a key.
    pub fn take(&mut self, key: Key) -> Typed {
        match (key.code, key.ctrl) {
            (Code::Enter, _) => Typed::Accepted,
            (Code::Esc, _) | (Code::Char('c' | 'g'), true) => Typed::Cancelled,
            (Code::Tab, _) => Typed::Complete,
            (Code::Backspace, _) | (Code::Char('h'), true) => self.delete_cluster(),
            (Code::Char('u'), true) => {
                self.text.clear();
                Typed::Changed
            }
            (Code::Char('w'), true) => self.delete_word(),
            _ => match key.typed() {
                Some(c) if self.text.len() < LIMIT => {
                    self.text.push(c);
                    Typed::Changed
                }
                _ => Typed::Nothing,
            },
        }
    }

    fn delete_cluster(&mut self) -> Typed {
        match self.text.grapheme_indices(true).next_back() {
            Some((at, _)) => {
                self.text.truncate(at);
                Typed::Changed
            }
            None => Typed::Cancelled,
        }
    }

    fn delete_word(&mut self) -> Typed {
        let kept = self.text.trim_end();
        let end = kept.rfind(' ').map_or(0, |at| at + 1);
        self.text.truncate(end);
        Typed::Changed
    }
}
