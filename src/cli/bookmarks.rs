//! `liveblog bookmarks`: the bookmarked entries with the reader's notes.

use clap::Args;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::out::complain;
use crate::engine::export::bookmarks::BOOKMARKS;
use crate::engine::export::bookmarks::BookmarkFormat;

/// The format where none is named.
const USUAL: &str = "md";

/// Prints the bookmarked entries with their notes
///
/// Each is a quotation with its time, its source and your note.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  liveblog bookmarks > bookmarks.md
  liveblog bookmarks --tag sources
  liveblog bookmarks --format json")]
pub(crate) struct BookmarksArgs {
    #[arg(long, value_name = "FORMAT", value_parser = format, help = formats())]
    pub(crate) format: Option<BookmarkFormat>,
    /// The same as --format json
    #[arg(long)]
    pub(crate) json: bool,
    /// Only those with this tag
    #[arg(long, value_name = "TAG")]
    pub(crate) tag: Option<String>,
}

/// Runs the command.
pub(crate) fn run(context: &mut Context, args: &BookmarksArgs) -> Result<Outcome, Failure> {
    let usual = if args.json { "json" } else { USUAL };
    let format = match args.format {
        Some(format) => format,
        None => format(usual).map_err(|why| Failure::new("bookmarks", "", why, ""))?,
    };
    let mut found = context.store()?.bookmarks().map_err(Failure::library)?;
    if let Some(tag) = args.tag.as_deref().map(|tag| tag.trim_start_matches('#')) {
        found.retain(|(_, one)| one.marks.tags.iter().any(|known| known.as_str() == tag));
    }
    if found.is_empty() {
        complain("liveblog: bookmarks: nothing is bookmarked; bookmark an entry in the reader");
    }
    context.out.document(&(format.write)(&found))?;
    Ok(Outcome::found(!found.is_empty()))
}

fn format(name: &str) -> Result<BookmarkFormat, String> {
    let found = BOOKMARKS.iter().find(|format| format.name == name).copied();
    let names: Vec<&str> = BOOKMARKS.iter().map(|format| format.name).collect();
    found.ok_or_else(|| format!("there are {}", names.join(", ")))
}

/// What the formats are for.
fn formats() -> String {
    let each: Vec<String> = BOOKMARKS
        .iter()
        .map(|format| format!("{}: {}", format.name, format.help))
        .collect();
    format!("The format [default: {USUAL}]; {}", each.join("; "))
}
