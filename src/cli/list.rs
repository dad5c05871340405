//! `liveblog list`: the articles list on standard output.

use clap::Args;

use crate::cli::context::Context;
use crate::cli::context::count;
use crate::cli::context::local;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::out::Look;
use crate::cli::out::complain;
use crate::engine::model::BlogRow;

/// Lists the live blogs in the library
///
/// For each: its id, its title, how many entries it has, how many are unread, and when it was last seen.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  liveblog list
  liveblog list --json | jq -r '.[].title'")]
pub(crate) struct ListArgs {
    /// Prints JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Runs the command.
pub(crate) fn run(context: &mut Context, args: &ListArgs) -> Result<Outcome, Failure> {
    let rows = context.store()?.blogs().map_err(Failure::library)?;
    if args.json {
        context.out.json(&rows)?;
        return Ok(Outcome::found(!rows.is_empty()));
    }
    if rows.is_empty() {
        complain("liveblog: list: the library is empty; add snapshots with `liveblog add SOURCE`");
    }
    for row in &rows {
        context
            .out
            .looking(Look::Strong, &format!("{}  {}", row.id, row.title))?;
        context
            .out
            .looking(Look::Muted, &format!("    {}", figures(row)))?;
    }
    Ok(Outcome::found(!rows.is_empty()))
}

/// The figures of a blog in words.
pub(crate) fn figures(row: &BlogRow) -> String {
    let mut parts = vec![
        count(row.entries as usize, "entry", "entries"),
        format!("{} unread", row.unread),
    ];
    if row.changed > 0 {
        parts.push(format!("{} changed since read", row.changed));
    }
    if row.bookmarked > 0 {
        parts.push(format!("{} bookmarked", row.bookmarked));
    }
    parts.push(count(row.snapshots as usize, "snapshot", "snapshots"));
    parts.push(match row.last_seen {
        Some(time) => format!("last seen {}", local(time)),
        None => format!("added {}", local(row.added_at)),
    });
    parts.join(", ")
}
