//! What can go wrong with a library, in words for the person: what, where, what to do next.

use rusqlite::ErrorCode;

use crate::engine::model::EntryId;
use crate::engine::text::SafeText;

/// Something went wrong with a library.
#[derive(Debug, thiserror::Error)]
#[error("{problem}\n  library: {place}\n  {}", problem.advice())]
pub struct StoreError {
    /// The library: the path of its file, or `in memory`.
    pub place: String,
    /// What went wrong.
    pub problem: Problem,
}

impl StoreError {
    /// What is wrong with another library that was to be taken in: its place, the problem, what to do next. Nothing if it is
    /// the person's own that is not as it should be.
    pub fn of_other(&self) -> Option<(&str, &Problem, &'static str)> {
        let another = Problem::NoLibrary(String::new()).advice();
        match &self.problem {
            Problem::Other { place, problem } => Some((place, problem, self.problem.advice())),
            problem @ (Problem::NoLibrary(_) | Problem::Foreign) => {
                Some((&self.place, problem, another))
            }
            problem @ Problem::Newer { .. } => {
                Some((&self.place, problem, "update liveblog on this computer"))
            }
            _ => None,
        }
    }

    /// Whether the library is fine and only what was asked for is not in it.
    pub fn is_not_found(&self) -> bool {
        matches!(
            self.problem,
            Problem::NoBlog { .. } | Problem::NoSnapshot { .. } | Problem::NoEntry(_)
        )
    }
}

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The folder could not be made or read.
    #[error("the library's folder cannot be used: {0}")]
    Folder(#[from] std::io::Error),
    /// The file is no library, or is damaged.
    #[error("the library is damaged: {0}")]
    Damaged(String),
    /// The file is a database of another program.
    #[error("the file is a database, but not a library of liveblog")]
    Foreign,
    /// A newer program wrote the library.
    #[error(
        "the library was written by a newer liveblog (format {found}, this one knows up to {known})"
    )]
    Newer {
        /// The format of the file.
        found: i64,
        /// The newest format known here.
        known: i64,
    },
    /// Another process held the library for too long.
    #[error("another program keeps the library busy")]
    Busy,
    /// The disk is full.
    #[error("the disk is full; nothing was changed")]
    Full,
    /// The library cannot be opened or written.
    #[error("the library cannot be opened or written: {0}")]
    Closed(String),
    /// Anything else that the database reports.
    #[error("the database reports: {0}")]
    Database(String),
    /// What was named as another library is none.
    #[error("this is no other library: {0}")]
    NoLibrary(String),
    /// Something is wrong with another library.
    #[error("the other library {place}: {problem}")]
    Other {
        /// The path of its file.
        place: String,
        /// What is wrong.
        problem: Box<Problem>,
    },
    /// The person wanted it to end before it was done.
    #[error("it was stopped before it was done; what came in stays")]
    Stopped,
    /// No blog answers to what was asked for.
    #[error("no blog matches {wanted:?}")]
    NoBlog {
        /// What was asked for.
        wanted: String,
    },
    /// No snapshot answers to what was asked for.
    #[error("no snapshot or blog matches {wanted:?}")]
    NoSnapshot {
        /// What was asked for.
        wanted: String,
    },
    /// No entry has or had this id.
    #[error("no entry has or had the id {0}")]
    NoEntry(EntryId),
    /// Several things answer to what was asked for.
    #[error("{wanted:?} matches several:\n{}", candidates.iter().map(|one| format!("    {one}")).collect::<Vec<_>>().join("\n"))]
    Ambiguous {
        /// What was asked for.
        wanted: String,
        /// The id and the name of each candidate.
        candidates: Vec<String>,
    },
}

impl Problem {
    /// What to do next.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Folder(_) => {
                "check that the folder exists and is yours, or name another with --data-dir"
            }
            Self::Damaged(_) => {
                "move the file aside and add the sources again, or put back a copy; `liveblog doctor` says more"
            }
            Self::Foreign => "name another folder with --data-dir",
            Self::Newer { .. } => "update liveblog, or name another folder with --data-dir",
            Self::NoLibrary(_) => {
                "name the data folder of another liveblog, or the library.db in it"
            }
            Self::Other { problem, .. } => match **problem {
                Self::Newer { .. } => "update liveblog on this computer",
                Self::Damaged(_) => {
                    "take a new copy of it; on its own computer `liveblog doctor` says more"
                }
                _ => problem.advice(),
            },
            Self::Stopped => "do it again, and the rest comes in",
            Self::Busy => "wait until it is done, or close it, and try again",
            Self::Full => "free some space and try again",
            Self::Closed(_) => {
                "check the permissions of the file and its folder, or name another with --data-dir"
            }
            Self::Database(_) => "try again; if it stays, `liveblog doctor` says more",
            Self::NoBlog { .. } => "`liveblog list` shows the blogs",
            Self::NoSnapshot { .. } => {
                "give a snapshot's id, its file's name, or a blog from `liveblog list`"
            }
            Self::NoEntry(_) => {
                "open the blog again: the list on screen may be older than the library"
            }
            Self::Ambiguous { .. } => "give the id, or more of it",
        }
    }
}

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged(error.to_string())
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::ReadOnly) => {
                Self::Closed(safe(&error))
            }
            _ => Self::unexpected(error),
        }
    }
}

impl Problem {
    /// Values of the wrong type can only come from a damaged file.
    fn unexpected(error: rusqlite::Error) -> Self {
        use rusqlite::Error as Sql;
        match error {
            Sql::FromSqlConversionFailure(..)
            | Sql::IntegralValueOutOfRange(..)
            | Sql::InvalidColumnType(..)
            | Sql::Utf8Error(..)
            | Sql::QueryReturnedNoRows => Self::Damaged(safe(&error)),
            other => Self::Database(safe(&other)),
        }
    }
}

/// The words of an error; they may repeat the path of a file, whose name may hold anything.
fn safe(error: &rusqlite::Error) -> String {
    SafeText::new(&error.to_string()).to_string()
}
