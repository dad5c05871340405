//! `liveblog link` and `liveblog unlink`: the person decides what belongs together.

use clap::Args;
use jiff::Timestamp;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::engine::rules::Rules;

/// Which way the person decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    /// They belong together.
    Together,
    /// They do not.
    Apart,
}

/// The two that are decided about.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  liveblog link 5f3a09c2 0b77e1d4
  liveblog unlink morning.txt evening.txt")]
pub(crate) struct LinkArgs {
    /// A snapshot, by its id or the name of its file, or a blog, which stands for its first snapshot
    #[arg(value_name = "A")]
    pub(crate) a: String,
    /// Another
    #[arg(value_name = "B")]
    pub(crate) b: String,
}

/// Runs the commands.
pub(crate) fn run(
    context: &mut Context,
    args: &LinkArgs,
    decision: Decision,
) -> Result<Outcome, Failure> {
    let mut store = context.store()?;
    let a = store.find_snapshot(&args.a).map_err(Failure::library)?;
    let b = store.find_snapshot(&args.b).map_err(Failure::library)?;
    if a == b {
        return Err(Failure::new(
            match decision {
                Decision::Together => "link",
                Decision::Apart => "unlink",
            },
            &args.b,
            "this is the same snapshot as the first",
            "name another",
        ));
    }
    let same = decision == Decision::Together;
    store
        .decide(a, b, same, Rules::builtin(), Timestamp::now())
        .map_err(Failure::library)?;
    let said = match decision {
        Decision::Together => "belong together",
        Decision::Apart => "do not belong together",
    };
    context
        .out
        .line(&format!("{} and {} {said}; this is kept", args.a, args.b))?;
    Ok(Outcome::Done)
}
