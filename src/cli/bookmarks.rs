//! `liveblog bookmarks`: the bookmarked entries with the reader's notes.

use clap::Args;
use clap::ValueEnum;
use serde::Serialize;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::out::complain;
use crate::engine::export::md;
use crate::engine::model::Block;
use crate::engine::model::BlogRow;
use crate::engine::model::MarkedEntry;
use crate::engine::model::Role;
use crate::engine::text::SafeText;

/// Prints the bookmarked entries with their notes
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  liveblog bookmarks > bookmarks.md
  liveblog bookmarks --format json")]
pub(crate) struct BookmarksArgs {
    /// How they are written
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Form,
    /// The same as --format json
    #[arg(long)]
    pub(crate) json: bool,
}

/// How bookmarks are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Form {
    /// Markdown
    #[default]
    Md,
    /// JSON
    Json,
}

/// One bookmark, as it is printed as JSON.
#[derive(Debug, Serialize)]
struct Bookmark {
    blog: String,
    blog_title: SafeText,
    entry: String,
    heading: Option<SafeText>,
    note: Option<SafeText>,
    text: Vec<SafeText>,
    #[serde(skip)]
    blocks: Vec<Block>,
}

/// Runs the command.
pub(crate) fn run(context: &mut Context, args: &BookmarksArgs) -> Result<Outcome, Failure> {
    let found = context.store()?.bookmarks().map_err(Failure::library)?;
    let bookmarks: Vec<Bookmark> = found.into_iter().map(bookmark).collect();
    if args.json || args.format == Form::Json {
        context.out.json(&bookmarks)?;
        return Ok(Outcome::found(!bookmarks.is_empty()));
    }
    if bookmarks.is_empty() {
        complain("liveblog: bookmarks: nothing is bookmarked; bookmark an entry in the reader");
    }
    let mut title = None;
    for bookmark in &bookmarks {
        if title != Some(&bookmark.blog) {
            context
                .out
                .line(&format!("# {}", md::literal(&bookmark.blog_title)))?;
            context.out.line("")?;
            title = Some(&bookmark.blog);
        }
        write(context, bookmark)?;
    }
    Ok(Outcome::found(!bookmarks.is_empty()))
}

fn write(context: &mut Context, bookmark: &Bookmark) -> Result<(), Failure> {
    if let Some(heading) = &bookmark.heading {
        context.out.line(&format!("## {}", md::literal(heading)))?;
        context.out.line("")?;
    }
    let note = bookmark.note.as_deref().map(md::note);
    for text in md::texts(&bookmark.blocks).into_iter().chain(note) {
        context.out.document(&text)?;
        context.out.line("")?;
    }
    Ok(())
}

fn bookmark((blog, marked): (BlogRow, MarkedEntry)) -> Bookmark {
    let heading = marked.entry.heading().map(|block| block.text.clone());
    let shown = marked.entry.revisions.into_iter().next();
    let blocks = shown.map(|revision| revision.blocks).unwrap_or_default();
    Bookmark {
        blog: blog.id.to_string(),
        blog_title: blog.title,
        entry: marked.entry.id.to_string(),
        heading,
        note: marked.marks.note,
        text: blocks
            .iter()
            .filter(|block| block.role != Role::Byline)
            .map(|block| block.text.clone())
            .collect(),
        blocks,
    }
}
