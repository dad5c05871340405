//! `liveblog list`: the articles list on standard output.

use clap::Args;
use jiff::Timestamp;

use crate::cli::context::Context;
use crate::cli::context::count;
use crate::cli::context::local;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::out::Look;
use crate::cli::out::complain;
use crate::engine::model::BlogRow;
use crate::engine::model::Life;
use crate::engine::model::Shelf;

/// Lists the live blogs in the library
///
/// For each: its id, its title, how many entries it has, how many are unread, and when it was last seen.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  liveblog list
  liveblog list --tag weather
  liveblog list --json | jq -r '.[].title'")]
pub(crate) struct ListArgs {
    /// Prints JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Only those with this tag
    #[arg(long, value_name = "TAG")]
    pub(crate) tag: Option<String>,
    /// Those in the archive
    #[arg(long)]
    pub(crate) archived: bool,
    /// Those deleted, which are kept
    #[arg(long, conflicts_with = "archived")]
    pub(crate) deleted: bool,
    /// All, wherever they are kept
    #[arg(long, conflicts_with_all = ["archived", "deleted"])]
    pub(crate) all: bool,
}

impl ListArgs {
    /// A plain list of the library.
    pub(crate) fn plain() -> Self {
        Self {
            json: false,
            tag: None,
            archived: false,
            deleted: false,
            all: false,
        }
    }

    fn shelf(&self) -> Option<Shelf> {
        match (self.all, self.archived, self.deleted) {
            (true, ..) => None,
            (_, true, _) => Some(Shelf::Archive),
            (_, _, true) => Some(Shelf::Deleted),
            _ => Some(Shelf::Library),
        }
    }
}

/// Runs the command.
pub(crate) fn run(context: &mut Context, args: &ListArgs) -> Result<Outcome, Failure> {
    let mut rows = context.store()?.all_blogs().map_err(Failure::library)?;
    let none_at_all = rows.is_empty();
    let tag = args.tag.as_deref().map(|tag| tag.trim_start_matches('#'));
    rows.retain(|row| {
        let tagged = |wanted| row.tags.iter().any(|tag| tag.as_str() == wanted);
        args.shelf().is_none_or(|shelf| row.shelf == shelf) && tag.is_none_or(tagged)
    });
    if args.json {
        context.out.json(&rows)?;
        return Ok(Outcome::found(!rows.is_empty()));
    }
    if none_at_all {
        complain("liveblog: list: the library is empty; add snapshots with `liveblog add SOURCE`");
    } else if rows.is_empty() {
        complain("liveblog: list: no blog is kept there; `liveblog list --all` lists all");
    }
    for row in &rows {
        context
            .out
            .looking(Look::Strong, &format!("{}  {}", row.id, row.shown()))?;
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
    match row.shelf {
        Shelf::Library => {}
        Shelf::Archive => parts.push("archived".to_owned()),
        Shelf::Deleted => parts.push("deleted".to_owned()),
    }
    parts.extend(row.tags.iter().map(|tag| format!("#{tag}")));
    if row.life(Some(Timestamp::now())) == Some(Life::Ended) {
        parts.push("ended".to_owned());
    }
    parts.push(match row.last_seen {
        Some(time) => format!("last seen {}", local(time)),
        None => format!("added {}", local(row.added_at)),
    });
    parts.join(", ")
}
