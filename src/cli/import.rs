//! `liveblog import`: takes in what another library has, from another computer or another folder.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use crate::cli::context::Context;
use crate::cli::context::count;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::out::Progress;
use crate::engine::rules::Rules;
use crate::store::Joined;
use crate::store::Other;
use crate::store::Part;
use crate::store::Problem;
use crate::store::StoreError;

/// Takes in another library, as from another computer
///
/// Its snapshots come in, and what was done there: what was read, bookmarks, notes, tags, names of blogs, what was archived
/// or deleted, what belongs together, corrections of names, visits. Where the two libraries differ, what was done later
/// holds; notes of both are kept. OTHER is only read. Doing it again changes nothing, and for two computers it does not
/// matter which begins. A blog that one of them deleted stays deleted, unless something was done with it after that.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  liveblog import /media/stick/liveblog
  liveblog import ~/Sync/laptop/library.db
  scp laptop:.local/share/liveblog/library.db /tmp/ && liveblog import /tmp/library.db")]
pub(crate) struct ImportArgs {
    /// The data folder of the other library, or the library.db in it
    #[arg(value_name = "OTHER")]
    pub(crate) other: PathBuf,
    /// Prints JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Runs the command.
pub(crate) fn run(context: &mut Context, args: &ImportArgs) -> Result<Outcome, Failure> {
    let mut store = context.store()?;
    let other = Other::open(&args.other, &context.paths()?.data).map_err(failure)?;
    let mut progress = None;
    let mut shown = |done: usize, total: usize| {
        progress
            .get_or_insert_with(|| Progress::new(total))
            .at(done);
    };
    let joined = store
        .join(&other, Rules::builtin(), Timestamp::now(), &mut shown)
        .map_err(failure)?;
    drop(progress);
    if args.json {
        context.out.json(&joined)?;
    } else {
        for line in lines(&joined, other.place()) {
            context.out.line(&line)?;
        }
    }
    Ok(Outcome::found(!joined.is_empty()))
}

/// What is wrong with the other library is told of that one.
fn failure(error: StoreError) -> Failure {
    match &error.problem {
        Problem::Other { place, problem } => {
            Failure::new("import", place, problem, error.problem.advice())
        }
        problem @ (Problem::NoLibrary(_) | Problem::Foreign) => Failure::new(
            "import",
            &error.place,
            problem,
            "name the data folder of another liveblog, or the library.db in it",
        ),
        problem @ Problem::Newer { .. } => Failure::new(
            "import",
            &error.place,
            problem,
            "update liveblog on this computer",
        ),
        _ => Failure::library(error),
    }
}

/// What came in, in words.
fn lines(joined: &Joined, place: &str) -> Vec<String> {
    if joined.is_empty() {
        return vec![format!("{place}: nothing is in it")];
    }
    let parts = [
        (joined.blogs, "blog", "blogs"),
        (joined.snapshots, "snapshot", "snapshots"),
        (joined.read, "mark of reading", "marks of reading"),
        (joined.bookmarks, "bookmark", "bookmarks"),
        (joined.notes, "note", "notes"),
        (joined.tags, "tag", "tags"),
        (
            joined.kept,
            "name, tag or shelf of a blog",
            "names, tags and shelves of blogs",
        ),
        (
            joined.decisions,
            "decision on what belongs together",
            "decisions on what belongs together",
        ),
        (
            joined.corrections,
            "correction of a name",
            "corrections of names",
        ),
    ];
    let told: Vec<String> = parts
        .iter()
        .filter(|(part, _, _)| part.there > 0)
        .map(|(part, one, many)| told(*part, one, many))
        .collect();
    let mut lines = vec![format!("{place}: {}", told.join(", "))];
    match joined.differed {
        0 => {}
        1 => lines.push("The two differed once; what was done later holds.".to_owned()),
        times => lines.push(format!(
            "The two differed {times} times; what was done later holds."
        )),
    }
    if joined.deleted > 0 {
        lines.push(format!(
            "{} deleted; `liveblog list --deleted` shows what is.",
            match joined.deleted {
                1 => "1 of these blogs is".to_owned(),
                many => format!("{many} of these blogs are"),
            }
        ));
    }
    lines
}

/// `41 snapshots (38 new)`.
fn told(part: Part, one: &str, many: &str) -> String {
    let there = usize::try_from(part.there).unwrap_or(usize::MAX);
    let there = count(there, one, many);
    match part.new {
        0 => format!("{there} (none new)"),
        new if new == part.there => format!("{there} (new)"),
        new => format!("{there} ({new} new)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(there: u64, new: u64) -> Part {
        Part { there, new }
    }

    #[test]
    fn what_came_in_is_told_in_one_line_and_what_differed_below() {
        let joined = Joined {
            blogs: part(3, 1),
            snapshots: part(41, 38),
            read: part(120, 120),
            notes: part(1, 0),
            differed: 2,
            deleted: 1,
            ..Joined::default()
        };
        assert_eq!(
            lines(&joined, "other/library.db"),
            [
                "other/library.db: 3 blogs (1 new), 41 snapshots (38 new), 120 marks of reading (new), 1 note (none new)",
                "The two differed 2 times; what was done later holds.",
                "1 of these blogs is deleted; `liveblog list --deleted` shows what is.",
            ]
        );
        assert_eq!(
            lines(&Joined::default(), "x"),
            ["x: nothing is in it"],
            "an empty library"
        );
    }
}
