//! `liveblog show`: a timeline as plain, linear text, also for screen readers.

use std::collections::HashSet;
use std::env;

use clap::Args;
use jiff::SignedDuration;
use jiff::Timestamp;

use crate::app::changes;
use crate::app::changes::Edit;
use crate::cli::context;
use crate::cli::context::Context;
use crate::cli::context::local;
use crate::cli::export;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::list;
use crate::cli::out::Look;
use crate::cli::out::Out;
use crate::engine::export::MarkedTimeline;
use crate::engine::export::telling;
use crate::engine::model::Block;
use crate::engine::model::BlogId;
use crate::engine::model::BlogRow;
use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::engine::model::EntryState;
use crate::engine::model::Marks;
use crate::engine::model::ReadState;
use crate::engine::model::Revision;
use crate::engine::model::Role;
use crate::engine::names::BlogNames;
use crate::engine::names::Recogniser;
use crate::engine::news::News;
use crate::engine::query::Query;
use crate::engine::query::Reference;
use crate::engine::text::SafeText;
use crate::engine::text::diff;
use crate::engine::text::diff::Fate;
use crate::fetch;
use crate::store::Since;
use crate::store::Store;

/// Prints the timeline of a live blog as plain text
///
/// Newest entry first, headings marked with ##, marks in words. Lines are wrapped at $COLUMNS, else at 80.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  liveblog show flood
  liveblog show flood --entity \"Anna Berg\"
  liveblog show 5f3a09c2 --unread | less
  liveblog show flood --filter 'is:unread after:14:30 -card'
  liveblog show flood --since last")]
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
    /// Prints JSON, as `export` does
    #[arg(long)]
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
    let mut page = Page::new(&mut context.out);
    page.out
        .looking(Look::Strong, &format!("# {}", marked.timeline.title))?;
    if let Some(url) = &marked.timeline.url {
        page.text("", url)?;
    }
    page.text("", &list::figures(&row))?;
    if let Some(news) = &news {
        page.text("", &told(news))?;
    }
    page.head(&marked)?;
    for (entry, marks) in marked.timeline.entries.iter().zip(&marked.marks) {
        page.entry(entry, marks)?;
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
    let reference = Reference::of_blog(context::zone(now), Some(now), row.newest);
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

/// Paper of a certain width.
pub(crate) struct Page<'a> {
    out: &'a mut Out,
    width: usize,
}

impl<'a> Page<'a> {
    /// Paper as wide as the terminal.
    pub(crate) fn new(out: &'a mut Out) -> Self {
        Self {
            out,
            width: width(),
        }
    }

    fn head(&mut self, marked: &MarkedTimeline) -> Result<(), Failure> {
        let page = &marked.timeline.page;
        if let Some(standfirst) = page.standfirst.first() {
            self.out.line("")?;
            self.text("", &standfirst.text)?;
        }
        let summary = telling::summary(&marked.timeline);
        if !summary.is_empty() {
            self.out.line("")?;
            self.out.looking(Look::Strong, "## Summary")?;
            summary
                .iter()
                .try_for_each(|block| self.text("- ", &block.text))?;
        }
        Ok(())
    }

    /// Writes an entry as it is now.
    pub(crate) fn entry(&mut self, entry: &Entry, marks: &Marks) -> Result<(), Failure> {
        self.out.line("")?;
        if entry.gap_before {
            self.out
                .looking(Look::Muted, "(updates may be missing here)")?;
            self.out.line("")?;
        }
        let Some(revision) = entry.revisions.first() else {
            return Ok(());
        };
        self.out
            .looking(Look::Strong, &format!("## {}", telling::title(entry)))?;
        let about = about(entry, marks);
        if !about.is_empty() {
            self.out.looking(Look::Muted, &about)?;
        }
        for block in &revision.blocks {
            self.block(block)?;
        }
        match &marks.note {
            Some(note) => self.text("Note: ", note),
            None => Ok(()),
        }
    }

    /// Writes what the newest version of an entry changed.
    pub(crate) fn edit(&mut self, entry: &Entry, marks: &Marks) -> Result<(), Failure> {
        let [new, old, ..] = &entry.revisions[..] else {
            return self.entry(entry, marks);
        };
        self.out.line("")?;
        self.out.looking(
            Look::Strong,
            &format!("## Changed: {}", telling::title(entry)),
        )?;
        let about = about(entry, marks);
        if !about.is_empty() {
            self.out.looking(Look::Muted, &about)?;
        }
        for edit in changes::edits(&texts(old), &texts(new)) {
            if let Edit::Added(text) = edit {
                self.text("+ ", text)?;
            } else if let Edit::Removed(text) = edit {
                self.text("- ", text)?;
            } else if let Edit::Edited(old, new) = edit {
                self.text("~ ", &word_by_word(old, new))?;
            }
        }
        Ok(())
    }

    fn block(&mut self, block: &Block) -> Result<(), Failure> {
        let before = match block.role {
            Role::Quote => "> ",
            Role::ListItem => "- ",
            Role::CardTitle => "Related: ",
            Role::CardText => "  ",
            Role::Byline | Role::Heading => return Ok(()),
            Role::Media => "Media: ",
            _ => "",
        };
        self.text(before, &block.text)
    }

    /// Wraps a text; the lines after the first stand under its beginning.
    fn text(&mut self, before: &str, text: &str) -> Result<(), Failure> {
        let text = SafeText::new(text);
        let indent = if before.len() <= 2 {
            " ".repeat(before.len())
        } else {
            "  ".to_owned()
        };
        let options = textwrap::Options::new(self.width)
            .initial_indent(before)
            .subsequent_indent(&indent);
        textwrap::wrap(&text, options)
            .iter()
            .try_for_each(|line| self.out.line(line))
    }
}

/// The texts of a version.
fn texts(revision: &Revision) -> Vec<&str> {
    let blocks = revision.heading.iter().chain(&revision.blocks);
    blocks.map(|block| block.text.as_str()).collect()
}

/// An edited text: `[-gone-]` and `{+new+}` stand where the words changed.
fn word_by_word(old: &str, new: &str) -> String {
    let stretches = diff::words(old, new).into_iter();
    let said = stretches.map(|stretch| {
        let (bare, text) = (stretch.text.trim(), &stretch.text);
        match stretch.fate {
            Fate::Gone if !bare.is_empty() => text.replacen(bare, &format!("[-{bare}-]"), 1),
            Fate::New if !bare.is_empty() => text.replacen(bare, &format!("{{+{bare}+}}"), 1),
            _ => text.clone(),
        }
    });
    said.collect::<String>().replace("-]{+", "-] {+")
}

/// The marks in words, the time and the author.
fn about(entry: &Entry, marks: &Marks) -> String {
    let mut parts = Vec::new();
    match marks.read {
        ReadState::Unread => parts.push("[unread]".to_owned()),
        ReadState::Changed => parts.push("[changed since read]".to_owned()),
        ReadState::Read => {}
    }
    if marks.bookmarked {
        parts.push("[bookmarked]".to_owned());
    }
    if entry.state == EntryState::Withdrawn {
        parts.push("[withdrawn]".to_owned());
    }
    let revised = telling::revised(entry);
    if revised > 0 {
        parts.push(format!("[revised {revised}×]"));
    }
    let time = entry
        .published_at
        .map(local)
        .or_else(|| entry.stated_time.as_ref().map(ToString::to_string));
    let said: Vec<String> = time
        .into_iter()
        .chain(entry.author.as_ref().map(ToString::to_string))
        .collect();
    if !said.is_empty() {
        parts.push(said.join(", "));
    }
    parts.join(" ")
}

/// How wide the lines are.
fn width() -> usize {
    let columns = env::var("COLUMNS")
        .ok()
        .and_then(|text| text.trim().parse().ok());
    columns.unwrap_or(80_usize).clamp(20, 400)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::engine::model::Change;

    fn block(role: Role, text: &str) -> Block {
        Block {
            role,
            text: text.into(),
            source: Vec::new(),
            links: Vec::new(),
        }
    }

    fn entry(heading: Option<&str>, blocks: Vec<Block>, state: EntryState) -> Entry {
        let heading = heading.map(|text| block(Role::Heading, text));
        let revision = Revision {
            snapshots: Vec::new(),
            heading,
            blocks,
            change: None,
        };
        let newer = Revision {
            change: Some(Change::Facts),
            ..revision.clone()
        };
        Entry {
            author: Some("Nell Ashgrove".into()),
            stated_time: Some("14:05".into()),
            state,
            revisions: vec![newer, revision],
            ..Entry::new(EntryId([0; 8]))
        }
    }

    fn printed(entry: &Entry, marks: &Marks) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        let mut out = Out::into(Box::new(fs::File::create(&path).unwrap()));
        Page {
            out: &mut out,
            width: 40,
        }
        .entry(entry, marks)
        .unwrap();
        out.finish().unwrap();
        fs::read_to_string(path).unwrap()
    }

    #[test]
    fn an_entry_is_linear_text() {
        let blocks = vec![
            block(
                Role::Paragraph,
                "The river has come over the quay wall for the first time today.",
            ),
            block(
                Role::Quote,
                "We counted the trees going past, one after the other.",
            ),
            block(Role::CardTitle, "Couple rescued"),
            block(Role::CardText, "Three hours on the tiles"),
        ];
        let marks = Marks {
            read: ReadState::Unread,
            bookmarked: true,
            note: Some("call back".into()),
            tags: Vec::new(),
        };
        let wanted = "
## Water over the wall
[unread] [bookmarked] [revised 1×] 14:05, Nell Ashgrove
The river has come over the quay wall
for the first time today.
> We counted the trees going past, one
  after the other.
Related: Couple rescued
  Three hours on the tiles
Note: call back
";
        assert_eq!(
            printed(
                &entry(Some("Water over the wall"), blocks, EntryState::Revised),
                &marks
            ),
            wanted
        );
    }

    #[test]
    fn an_entry_without_heading_is_called_by_its_first_words() {
        let text = "The river has come over the quay wall for the first time today.";
        let shown = printed(
            &entry(
                None,
                vec![block(Role::Paragraph, text)],
                EntryState::Withdrawn,
            ),
            &Marks::default(),
        );
        assert!(
            shown.contains("## The river has come over the quay wall for …"),
            "{shown}"
        );
        assert!(
            shown.contains("[unread] [withdrawn] [revised 1×] 14:05"),
            "{shown}"
        );
    }

    #[test]
    fn an_edit_shows_what_went_and_what_came() {
        assert_eq!(
            word_by_word("Five people were hurt.", "Seven people were hurt badly."),
            "[-Five-] {+Seven+} people were [-hurt.-] {+hurt badly.+}"
        );
    }
}
