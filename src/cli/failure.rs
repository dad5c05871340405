//! How a command ends: its exit code, and the one line that says what failed, where, why and what to do next.

use std::fmt;
use std::io;

use crate::engine::text::SafeText;
use crate::fetch::FetchError;
use crate::store::Problem;
use crate::store::StoreError;

/// How a command ended that did not fail outright.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Done.
    Done,
    /// Nothing was found.
    Nothing,
    /// A part of it failed, and that was told.
    Partly,
    /// The reader ran and ended with this code.
    Code(u8),
}

impl Outcome {
    /// The exit code.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Nothing => 1,
            Self::Partly => 2,
            Self::Code(code) => code,
        }
    }

    /// Done if something was found.
    pub(crate) fn found(something: bool) -> Self {
        if something { Self::Done } else { Self::Nothing }
    }
}

/// Why a command stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// What was asked for does not exist.
    Nothing(Told),
    /// It failed or was used wrongly.
    Failed(Told),
    /// The reader of our output has gone, which is success.
    ClosedPipe,
}

/// The parts of an error line.
#[derive(Debug)]
pub(crate) struct Told {
    what: SafeText,
    place: SafeText,
    why: SafeText,
    next: SafeText,
    /// What it could have been, one line each.
    more: Vec<SafeText>,
}

impl Failure {
    /// It failed: what was done, where, why, and what to do next.
    pub(crate) fn new(what: &str, place: &str, why: impl fmt::Display, next: &str) -> Self {
        Self::Failed(Told::new(what, place, &why, next))
    }

    /// What was asked for does not exist.
    pub(crate) fn nothing(what: &str, place: &str, why: impl fmt::Display, next: &str) -> Self {
        Self::Nothing(Told::new(what, place, &why, next))
    }

    /// The library could not do it, or what was asked for is not in it or is several things in it.
    pub(crate) fn library(error: StoreError) -> Self {
        let next = error.problem.advice();
        match &error.problem {
            Problem::Ambiguous { wanted, candidates } => {
                let mut told = Told::new(wanted, "", &"this matches several", next);
                told.more = candidates.iter().map(|one| SafeText::new(one)).collect();
                Self::Failed(told)
            }
            problem if error.is_not_found() => Self::Nothing(Told::new("", "", problem, next)),
            problem => Self::Failed(Told::new("library", &error.place, problem, next)),
        }
    }

    /// A place gave no snapshot.
    pub(crate) fn fetch(what: &str, error: &FetchError) -> Self {
        Self::new(what, &error.place, &error.why, error.next)
    }

    /// Standard output could not be written.
    pub(crate) fn output(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::ClosedPipe,
            _ => Self::new(
                "output",
                "standard output",
                error,
                "check where it is redirected to",
            ),
        }
    }

    /// The exit code.
    pub(crate) fn code(&self) -> u8 {
        match self {
            Self::Nothing(_) => 1,
            Self::Failed(_) => 2,
            Self::ClosedPipe => 0,
        }
    }

    /// The line for standard error, if there is anything to say.
    pub(crate) fn line(&self) -> Option<SafeText> {
        self.told().map(Told::line)
    }

    /// Lines that follow it: what could have been meant.
    pub(crate) fn more(&self) -> &[SafeText] {
        self.told().map_or(&[], |told| &told.more)
    }

    fn told(&self) -> Option<&Told> {
        match self {
            Self::Nothing(told) | Self::Failed(told) => Some(told),
            Self::ClosedPipe => None,
        }
    }
}

impl Told {
    fn new(what: &str, place: &str, why: &dyn fmt::Display, next: &str) -> Self {
        Self {
            what: what.into(),
            place: place.into(),
            why: why.to_string().into(),
            next: next.into(),
            more: Vec::new(),
        }
    }

    fn line(&self) -> SafeText {
        let parts: Vec<&str> = ["liveblog", &self.what, &self.place, &self.why]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        let next = if self.next.is_empty() {
            String::new()
        } else {
            format!("; {}", self.next)
        };
        SafeText::from(parts.join(": ") + &next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_where_why_and_what_next() {
        let failure = Failure::new(
            "add",
            "a\u{1b}[2J.txt",
            "there is no such file",
            "check the name",
        );
        let line = failure.line().map(|line| line.to_string());
        assert_eq!(
            line.as_deref(),
            Some("liveblog: add: a␛[2J.txt: there is no such file; check the name")
        );
        assert_eq!(failure.code(), 2);
        assert_eq!(Failure::output(&io::ErrorKind::BrokenPipe.into()).code(), 0);
    }

    fn library(problem: Problem) -> Failure {
        let place = "/data/library.db".to_owned();
        Failure::library(StoreError { place, problem })
    }

    #[test]
    fn what_is_missing_is_nothing_and_what_is_unclear_is_wrong_use() {
        let missing = library(Problem::NoBlog {
            wanted: "flood".to_owned(),
        });
        assert_eq!(missing.code(), 1);
        let line = missing.line().map(|line| line.to_string());
        assert_eq!(
            line.as_deref(),
            Some("liveblog: no blog matches \"flood\"; `liveblog list` shows the blogs")
        );
        let several = library(Problem::Ambiguous {
            wanted: "flood".to_owned(),
            candidates: vec!["5f3a  One".to_owned(), "0b77  Two".to_owned()],
        });
        assert_eq!((several.code(), several.more().len()), (2, 2));
        let busy = library(Problem::Busy);
        assert_eq!(busy.code(), 2);
        assert!(busy.line().is_some_and(|line| line.contains("library.db")));
    }
}
