//! `liveblog show`: a timeline as plain, linear text, also for screen readers.

use std::collections::HashSet;

use clap::Args;
use jiff::SignedDuration;
use jiff::Timestamp;

use crate::app::order::Order;
use crate::cli::context;
use crate::cli::context::Context;
use crate::cli::context::local;
use crate::cli::export;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::list;
use crate::cli::paper::Page;
use crate::config;
use crate::engine::export::MarkedTimeline;
use crate::engine::model::BlogId;
use crate::engine::model::BlogRow;
use crate::engine::model::EntryId;
use crate::engine::model::Marks;
use crate::engine::model::ReadState;
use crate::engine::names::BlogNames;
use crate::engine::names::Recogniser;
use crate::engine::news::News;
use crate::engine::query::Query;
use crate::engine::query::Reference;
use crate::fetch;
use crate::store::Since;
use crate::store::Store;

/// Prints the timeline of a live blog as plain text
///
/// Headings are marked with ##, marks are in words. Lines are wrapped at $COLUMNS, else at 80.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  liveblog show flood
  liveblog show flood --entity \"Anna Berg\"
  liveblog show 5f3a09c2 --unread | less
  liveblog show flood --filter 'is:unread after:14:30 -card'
  liveblog show flood --since last
  liveblog show flood --order oldest")]
pub(crate) struct ShowArgs {
    /// A blog: its id, the beginning of it, or words of its title
    #[arg(value_name = "BLOG")]
    pub(crate) blog: String,
    /// Only entries that are unread or changed since they were read
    #[arg(long)]
    pub(crate) unread: bool,
    /// Only bookmarked entries
    #[arg(long)]
    pub(crate) bookmarked: bool,
    /// Only entries that mention this person, place or organisation
    #[arg(long, value_name = "NAME")]
    pub(crate) entity: Option<String>,
    /// Only entries that pass a filter, as in the reader: words, is:unread, entity:NAME, after:14:30, -card; see
    /// docs/filters.md
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true, value_parser = query)]
    pub(crate) filter: Option<Query>,
    /// Only what came into the library since then: `last` (you read the blog, here or in the reader), a length of time
    /// like `2h`, or a time like 2026-03-03T14:30Z
    #[arg(long, value_name = "last|TIME", value_parser = since)]
    pub(crate) since: Option<SinceWhen>,
    /// Which entry comes first [default: `order` in config.toml, else newest]
    #[arg(long, value_name = "newest|oldest", value_parser = order)]
    pub(crate) order: Option<Order>,
    /// Prints JSON, as `export` does: newest entry first, whatever the order
    #[arg(long, conflicts_with = "order")]
    pub(crate) json: bool,
}

/// Runs the command.
pub(crate) fn run(context: &mut Context, args: &ShowArgs) -> Result<Outcome, Failure> {
    let mut store = context.store()?;
    let row = context::blog(&store, &args.blog)?;
    let news = args
        .since
        .map(|when| news(&store, row.id, when))
        .transpose()?;
    let mut whole = store.timeline(row.id).map_err(Failure::library)?;
    if let Some(name) = &args.entity {
        whole = mentioning(whole, name);
    }
    if let Some(query) = &args.filter {
        whole = passing(&store, whole, &row, query)?;
    }
    let marked = chosen(whole, args, news.as_ref());
    let any = !marked.timeline.entries.is_empty();
    if args.json {
        let json = export::format("json").map_err(|why| Failure::new("show", "", why, ""))?;
        context.out.document(&(json.write)(&[marked]))?;
        visit(&mut store, row.id, args)?;
        return Ok(Outcome::found(any));
    }
    let order = match args.order {
        Some(order) => order,
        None => config::load(&context.paths()?).0.order,
    };
    let mut page = Page::new(&mut context.out);
    page.title(&marked.timeline.title)?;
    if let Some(url) = &marked.timeline.url {
        page.text("", url)?;
    }
    page.text("", &list::figures(&row))?;
    if let Some(news) = &news {
        page.text("", &told(news))?;
    }
    page.head(&marked)?;
    match order {
        Order::Newest => {
            for (entry, marks) in marked.timeline.entries.iter().zip(&marked.marks) {
                page.entry(entry, marks)?;
            }
        }
        Order::Oldest => page.turned(&marked)?,
    }
    visit(&mut store, row.id, args)?;
    Ok(Outcome::found(any))
}

/// Since when something is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SinceWhen {
    /// The last time that the person read the blog.
    Last,
    /// A time.
    Time(Timestamp),
}

fn order(text: &str) -> Result<Order, String> {
    let known = Order::NAMES.iter().find(|(_, name)| *name == text);
    known
        .map(|(order, _)| *order)
        .ok_or_else(|| "write newest or oldest".to_owned())
}

fn since(text: &str) -> Result<SinceWhen, String> {
    if text == "last" {
        return Ok(SinceWhen::Last);
    }
    if let Ok(length) = text.parse::<SignedDuration>() {
        let then = Timestamp::now().checked_sub(length.abs());
        return then.map(SinceWhen::Time).map_err(|error| error.to_string());
    }
    let form = "write last, a length of time like 2h, or a time like 2026-03-03T14:30Z";
    let time = fetch::parse_time(text).ok_or_else(|| form.to_owned())?;
    Ok(SinceWhen::Time(time))
}

/// What came in since; everything, where the person never read the blog.
fn news(store: &Store, blog: BlogId, when: SinceWhen) -> Result<News, Failure> {
    let news = match when {
        SinceWhen::Time(at) => store.news(blog, Since::Time(at)),
        SinceWhen::Last => store.news(blog, Since::LastVisit),
    };
    let news = news.map_err(Failure::library)?;
    match news.since {
        Some(_) => Ok(news),
        None => {
            let all = store.news(blog, Since::Time(Timestamp::UNIX_EPOCH));
            let all = all.map_err(Failure::library)?;
            Ok(News { since: None, ..all })
        }
    }
}

/// After `--since last` the blog counts as read up to now.
fn visit(store: &mut Store, blog: BlogId, args: &ShowArgs) -> Result<(), Failure> {
    if args.since != Some(SinceWhen::Last) {
        return Ok(());
    }
    store
        .keep_visit(blog, Timestamp::now())
        .map_err(Failure::library)
}

fn told(news: &News) -> String {
    let what = news.told().unwrap_or_else(|| "nothing".to_owned());
    match news.since {
        Some(at) => format!("Since {}: {what}", local(at)),
        None => format!("Not read before: {what}"),
    }
}

/// The entries that were asked for.
fn chosen(mut marked: MarkedTimeline, args: &ShowArgs, news: Option<&News>) -> MarkedTimeline {
    let came: Option<HashSet<EntryId>> =
        news.map(|news| news.items.iter().map(|item| item.entry.id).collect());
    let wanted = |marks: &Marks| {
        (!args.unread || marks.read != ReadState::Read) && (!args.bookmarked || marks.bookmarked)
    };
    let pairs = marked.timeline.entries.into_iter().zip(marked.marks);
    (marked.timeline.entries, marked.marks) = pairs
        .filter(|(_, marks)| wanted(marks))
        .filter(|(entry, _)| came.as_ref().is_none_or(|came| came.contains(&entry.id)))
        .unzip();
    marked
}

/// The entries that mention an entity.
fn mentioning(mut marked: MarkedTimeline, name: &str) -> MarkedTimeline {
    let names = BlogNames::of(
        &marked.timeline,
        &marked.corrections,
        &Recogniser::default(),
    );
    let entries = names
        .find(name)
        .map(|entity| entity.entries.clone())
        .unwrap_or_default();
    let pairs = marked.timeline.entries.into_iter().zip(marked.marks);
    (marked.timeline.entries, marked.marks) = pairs
        .filter(|(entry, _)| entries.contains(&entry.id))
        .unzip();
    marked
}

/// Reads a filter from the command line.
pub(crate) fn query(text: &str) -> Result<Query, String> {
    Query::parse(text).map_err(|error| error.to_string())
}

/// Which entries of a blog pass a filter; `names` are those of the blog, where they are at hand.
pub(crate) fn selected(
    store: &Store,
    row: &BlogRow,
    query: &Query,
    names: Option<&BlogNames>,
) -> Result<HashSet<EntryId>, Failure> {
    let now = Timestamp::now();
    let reference = Reference::of_blog(
        context::zone(row.newest.unwrap_or(now)),
        Some(now),
        row.newest,
    );
    let filter = store.filter(row, query, reference, names);
    let filter = filter.map_err(Failure::library)?;
    let ids = store.select(row.id, &filter).map_err(Failure::library)?;
    Ok(ids.into_iter().collect())
}

/// The entries that pass a filter.
fn passing(
    store: &Store,
    mut marked: MarkedTimeline,
    row: &BlogRow,
    query: &Query,
) -> Result<MarkedTimeline, Failure> {
    let ids = selected(store, row, query, None)?;
    let pairs = marked.timeline.entries.into_iter().zip(marked.marks);
    (marked.timeline.entries, marked.marks) =
        pairs.filter(|(entry, _)| ids.contains(&entry.id)).unzip();
    Ok(marked)
}
