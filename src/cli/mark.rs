//! `liveblog mark`: marks from scripts and tests; each change is acknowledged once it is durable.

use clap::ArgGroup;
use clap::Args;
use jiff::Timestamp;

use crate::cli::context;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::engine::model::EntryId;
use crate::engine::model::MarkChange;
use crate::engine::text::SafeText;
use crate::store::Store;

/// What can be changed; at least one must be asked for.
const CHANGES: [&str; 7] = [
    "read",
    "unread",
    "bookmark",
    "unbookmark",
    "note",
    "tag",
    "untag",
];

/// Changes the marks of entries
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  liveblog mark flood --read
  liveblog mark 5f3a09c25f3a09c2 --bookmark")]
#[command(group(ArgGroup::new("change").required(true).multiple(true).args(CHANGES)))]
pub(crate) struct MarkArgs {
    /// An entry by its id, or a blog: all its entries
    #[arg(value_name = "BLOG|ENTRY")]
    pub(crate) target: String,
    /// Marks as read
    #[arg(long)]
    pub(crate) read: bool,
    /// Marks as unread
    #[arg(long, conflicts_with = "read")]
    pub(crate) unread: bool,
    /// Sets a bookmark
    #[arg(long)]
    pub(crate) bookmark: bool,
    /// Takes the bookmark away
    #[arg(long, conflicts_with = "bookmark")]
    pub(crate) unbookmark: bool,
    /// Writes a note; an empty one is removed
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
    /// Adds a tag
    #[arg(long, value_name = "TAG")]
    pub(crate) tag: Option<String>,
    /// Removes a tag
    #[arg(long, value_name = "TAG")]
    pub(crate) untag: Option<String>,
}

/// Runs the command.
pub(crate) fn run(context: &mut Context, args: &MarkArgs) -> Result<Outcome, Failure> {
    let mut store = context.store()?;
    let entries = targets(&store, &args.target)?;
    let changes: Vec<MarkChange> = entries
        .iter()
        .flat_map(|entry| changes(args, *entry))
        .collect();
    store
        .mark(&changes, Timestamp::now())
        .map_err(Failure::library)?;
    entries
        .iter()
        .try_for_each(|entry| context.out.line(&format!("ACK {entry}")))?;
    Ok(Outcome::found(!entries.is_empty()))
}

fn targets(store: &Store, target: &str) -> Result<Vec<EntryId>, Failure> {
    if let Ok(id) = target.parse::<EntryId>()
        && let Some((_, entry)) = store.find_entry(id).map_err(Failure::library)?
    {
        return Ok(vec![entry]);
    }
    let blog = context::blog_id(store, target)?;
    Ok(store
        .rows(blog)
        .map_err(Failure::library)?
        .into_iter()
        .map(|row| row.id)
        .collect())
}

fn changes(args: &MarkArgs, entry: EntryId) -> Vec<MarkChange> {
    let note = args
        .note
        .as_ref()
        .map(|note| Some(SafeText::new(note)).filter(|note| !note.trim().is_empty()));
    [
        args.read.then_some(MarkChange::Read(entry)),
        args.unread.then_some(MarkChange::Unread(entry)),
        args.bookmark.then_some(MarkChange::Bookmark(entry)),
        args.unbookmark.then_some(MarkChange::Unbookmark(entry)),
        note.map(|note| MarkChange::Note(entry, note)),
        tag(args.tag.as_ref()).map(|tag| MarkChange::Tag(entry, tag)),
        tag(args.untag.as_ref()).map(|tag| MarkChange::Untag(entry, tag)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A tag as it is kept: without the # that some write before it.
fn tag(word: Option<&String>) -> Option<SafeText> {
    let word = word?.trim().trim_start_matches('#');
    (!word.is_empty()).then(|| SafeText::new(word))
}
