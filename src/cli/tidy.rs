//! `liveblog tidy`: names, tags, the archive and deleting, for scripts. In the reader the same is done in the articles list.

use clap::ArgGroup;
use clap::Args;
use jiff::Timestamp;

use crate::cli::context;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::engine::model::Shelf;
use crate::engine::model::ShelfChange;
use crate::engine::text::SafeText;

/// Names, tags, archives and deletes blogs
///
/// Nothing is lost by it: a deleted blog is kept with its marks, and --restore or adding one of its snapshots again takes
/// it back.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  liveblog tidy flood --tag weather --tag north
  liveblog tidy 5f3a09c2 --name \"The flood\"
  liveblog tidy flood --delete")]
#[command(group(ArgGroup::new("change").required(true).multiple(true).args(["name", "tag", "untag", "archive", "delete", "restore"])))]
pub(crate) struct TidyArgs {
    /// Blogs: ids, beginnings of ids, or words of titles
    #[arg(value_name = "BLOG", required = true)]
    pub(crate) blogs: Vec<String>,
    /// Gives it a name of your own; an empty one takes it away
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Adds a tag
    #[arg(long, value_name = "TAG")]
    pub(crate) tag: Vec<String>,
    /// Removes a tag
    #[arg(long, value_name = "TAG")]
    pub(crate) untag: Vec<String>,
    /// Puts it into the archive
    #[arg(long)]
    pub(crate) archive: bool,
    /// Deletes it; it is kept until you take it back
    #[arg(long, conflicts_with = "archive")]
    pub(crate) delete: bool,
    /// Takes it back from the archive or the deleted ones
    #[arg(long, conflicts_with_all = ["archive", "delete"])]
    pub(crate) restore: bool,
}

/// Runs the command.
pub(crate) fn run(context: &mut Context, args: &TidyArgs) -> Result<Outcome, Failure> {
    let changes = changes(args)?;
    let mut store = context.store()?;
    let ids = args
        .blogs
        .iter()
        .map(|wanted| context::blog_id(&store, wanted))
        .collect::<Result<Vec<_>, _>>()?;
    for id in ids {
        store
            .keep(id, &changes, Timestamp::now())
            .map_err(Failure::library)?;
    }
    Ok(Outcome::Done)
}

fn changes(args: &TidyArgs) -> Result<Vec<ShelfChange>, Failure> {
    let name = args.name.as_ref().map(|name| {
        ShelfChange::Name(Some(SafeText::new(name.trim())).filter(|name| !name.is_empty()))
    });
    let mut changes = Vec::from_iter(name);
    for word in &args.tag {
        changes.push(ShelfChange::Tag(tag(word)?));
    }
    for word in &args.untag {
        changes.push(ShelfChange::Untag(tag(word)?));
    }
    let shelves = [
        (args.archive, Shelf::Archive),
        (args.delete, Shelf::Deleted),
        (args.restore, Shelf::Library),
    ];
    let put = shelves.into_iter().find(|(asked, _)| *asked);
    changes.extend(put.map(|(_, shelf)| ShelfChange::Put(shelf)));
    Ok(changes)
}

/// One tag as the reader keeps them: a word, without the # that some write before it.
fn tag(word: &str) -> Result<SafeText, Failure> {
    match crate::app::panel::prompt::tags(word)[..] {
        [tag] => Ok(SafeText::new(tag)),
        _ => Err(Failure::new(
            "tidy",
            word,
            "a tag is one word",
            "give each with its own --tag",
        )),
    }
}
