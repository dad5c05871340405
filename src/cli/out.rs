//! Standard output and standard error: the only writers of the commands.
//! Every line is checked on its way out, so that no text can act on a terminal.

use std::borrow::Cow;
use std::env;
use std::io;
use std::io::BufWriter;
use std::io::IsTerminal;
use std::io::Write;

use clap::ValueEnum;

use crate::cli::failure::Failure;
use crate::engine::text::SafeText;

/// When output is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Colour {
    /// If standard output is a terminal and NO_COLOR is not set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Colour {
    /// Whether colours are wanted here and now.
    pub(crate) fn wanted(self) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => {
                let forbidden = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                let dumb = env::var_os("TERM").is_none_or(|term| term == "dumb");
                io::stdout().is_terminal() && !forbidden && !dumb
            }
        }
    }
}

/// How a piece of a line looks where colours are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    Plain,
    Strong,
    Muted,
}

/// How much is held before it is written, in bytes: what was not asked to be handed over waits at least so long.
const HELD: usize = 64 * 1024;

/// Standard output.
pub(crate) struct Out {
    to: BufWriter<Box<dyn Write>>,
    coloured: bool,
}

impl Out {
    /// Standard output of this process.
    pub(crate) fn new(colour: Colour) -> Self {
        Self {
            to: BufWriter::with_capacity(HELD, Box::new(io::stdout())),
            coloured: colour.wanted(),
        }
    }

    /// Another place to write to, without colours.
    #[cfg(test)]
    pub(crate) fn into(to: Box<dyn Write>) -> Self {
        Self {
            to: BufWriter::new(to),
            coloured: false,
        }
    }

    /// Writes one line.
    pub(crate) fn line(&mut self, text: &str) -> Result<(), Failure> {
        writeln!(self.to, "{}", harmless(text)).map_err(|error| Failure::output(&error))
    }

    /// Writes one line that looks like this, where colours are wanted.
    pub(crate) fn looking(&mut self, look: Look, text: &str) -> Result<(), Failure> {
        let code = match look {
            Look::Strong if self.coloured => "1",
            Look::Muted if self.coloured => "2",
            _ => return self.line(text),
        };
        writeln!(self.to, "\u{1b}[{code}m{}\u{1b}[0m", harmless(text))
            .map_err(|error| Failure::output(&error))
    }

    /// Writes a document of several lines as it is.
    pub(crate) fn document(&mut self, text: &str) -> Result<(), Failure> {
        text.lines().try_for_each(|line| self.line(line))
    }

    /// Writes a value as indented JSON.
    pub(crate) fn json(&mut self, value: &impl serde::Serialize) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(value)
            .map_err(|error| Failure::new("json", "", error, ""))?;
        self.document(&text)
    }

    /// Writes a value as JSON on one line.
    pub(crate) fn json_line(&mut self, value: &impl serde::Serialize) -> Result<(), Failure> {
        let text =
            serde_json::to_string(value).map_err(|error| Failure::new("json", "", error, ""))?;
        self.line(&text)
    }

    /// Hands everything over; a command is done only then.
    pub(crate) fn finish(&mut self) -> Result<(), Failure> {
        self.to.flush().map_err(|error| Failure::output(&error))
    }
}

/// Writes one line to standard error; nobody is there to tell if that fails.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "{}", harmless(text));
}

/// Shows how far a long command is, on a terminal only.
pub(crate) struct Progress {
    shown: bool,
    total: usize,
}

impl Progress {
    /// Progress of a command with so many steps; not shown for few.
    pub(crate) fn new(total: usize) -> Self {
        Self {
            shown: total > 8 && io::stderr().is_terminal(),
            total,
        }
    }

    /// This many steps are done.
    pub(crate) fn at(&self, done: usize) {
        if self.shown {
            let _ = write!(io::stderr(), "\rreading {done} of {}", self.total);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r{:40}\r", "");
        }
    }
}

/// The text of a line without anything that acts on a terminal. Safe text passes as it is, with its indentation.
fn harmless(line: &str) -> Cow<'_, str> {
    let acts = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
    };
    if line.contains(acts) {
        Cow::Owned(SafeText::new(line).to_string())
    } else {
        Cow::Borrowed(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_cannot_act() {
        assert_eq!(harmless("  safe “text”"), "  safe “text”");
        assert_eq!(
            harmless("a\u{1b}]52;c;x\u{7}b\u{9b}c\u{202e}d"),
            "a␛]52;c;x␇b␛[cd"
        );
    }
}
