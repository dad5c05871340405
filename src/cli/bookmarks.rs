//! `liveblog bookmarks`: the bookmarked entries with the reader's notes.

use clap::Args;
use clap::ValueEnum;
use serde::Serialize;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::out::complain;
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
                .line(&format!("# {}", markdown(&bookmark.blog_title)))?;
            context.out.line("")?;
            title = Some(&bookmark.blog);
        }
        write(context, bookmark)?;
    }
    Ok(Outcome::found(!bookmarks.is_empty()))
}

fn write(context: &mut Context, bookmark: &Bookmark) -> Result<(), Failure> {
    if let Some(heading) = &bookmark.heading {
        context.out.line(&format!("## {}", markdown(heading)))?;
        context.out.line("")?;
    }
    for text in &bookmark.text {
        context.out.line(&markdown(text))?;
        context.out.line("")?;
    }
    if let Some(note) = &bookmark.note {
        context.out.line(&format!("> Note: {}", markdown(note)))?;
        context.out.line("")?;
    }
    Ok(())
}

fn bookmark((blog, marked): (BlogRow, MarkedEntry)) -> Bookmark {
    let revision = marked.entry.revisions.into_iter().next();
    let (heading, blocks) = revision
        .map(|revision| (revision.heading, revision.blocks))
        .unwrap_or_default();
    Bookmark {
        blog: blog.id.to_string(),
        blog_title: blog.title,
        entry: marked.entry.id.to_string(),
        heading: heading.map(|block| block.text),
        note: marked.marks.note,
        text: blocks
            .into_iter()
            .filter(|block| block.role != Role::Byline)
            .map(|block| block.text)
            .collect(),
    }
}

/// A text as Markdown that shows it literally.
fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (at, c) in text.char_indices() {
        let begins_list = (at == 0 && matches!(c, '-' | '+' | '=' | '~'))
            || (at == digits && matches!(c, '.' | ')'));
        if begins_list
            || matches!(
                c,
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '&'
            )
        {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_shows_texts_literally() {
        assert_eq!(markdown("a *b* [c](d) <e>"), "a \\*b\\* \\[c\\](d) \\<e\\>");
        assert_eq!(markdown("- x - y"), "\\- x - y");
        assert_eq!(markdown("12. March, 3.5 m"), "12\\. March, 3.5 m");
    }
}
