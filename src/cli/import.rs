//! `liveblog import`: takes in what another library has, from another computer or another folder.

use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::out::Progress;
use crate::engine::rules::Rules;
use crate::store::Other;
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
        ControlFlow::Continue(())
    };
    let joined = store
        .join(&other, Rules::builtin(), Timestamp::now(), &mut shown)
        .map_err(failure)?;
    drop(progress);
    if args.json {
        context.out.json(&joined)?;
    } else {
        for line in joined.told(other.place()) {
            context.out.line(&line)?;
        }
    }
    Ok(Outcome::found(!joined.is_empty()))
}

/// What is wrong with the other library is told of that one.
fn failure(error: StoreError) -> Failure {
    match error.of_other() {
        Some((place, problem, advice)) => Failure::new("import", place, problem, advice),
        None => Failure::library(error),
    }
}
