//! What stands on the pages: news since the last visit, changes, where an entry comes from, the page's own history, and
//! the lines that were set aside.

use std::collections::HashMap;

use crate::app::changes;
use crate::app::compose;
use crate::app::compose::Dress;
use crate::app::geometry::TINY_HEIGHT;
use crate::app::ink::Ink;
use crate::app::panel::sheet::Part;
use crate::app::panel::sheet::Sheet;
use crate::app::stamp;
use crate::app::wrap;
use crate::engine::export::telling;
use crate::engine::model::Block;
use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::engine::model::PageText;
use crate::engine::model::Role;
use crate::engine::model::SnapshotId;
use crate::engine::model::SnapshotSummary;
use crate::engine::names;
use crate::engine::names::BlogNames;
use crate::engine::names::Entity;
use crate::engine::news::Item;
use crate::engine::news::Kind;
use crate::engine::news::News;
use crate::engine::text::words;

/// How many names of a kind are told.
const MOST_NAMED: usize = 5;

/// So many columns of a text tell it from others.
const OPENING: usize = 72;

/// A kind of news and its heading.
type Group = (&'static str, fn(Kind) -> bool);

/// What is new since the last visit, by kind, and above that who and what it is about; below it on a screen of so few rows
/// that nothing else would be seen.
pub fn news(news: &News, names: Option<&BlogNames>, rows: u16, dress: &Dress) -> Sheet {
    let about = names.map_or_else(Vec::new, |names| named(news, names));
    let (mut parts, below) = match rows <= TINY_HEIGHT {
        true => (Vec::new(), about),
        false => (about, Vec::new()),
    };
    let groups: [Group; 3] = [
        ("New", |kind| kind == Kind::New),
        ("Changed", |kind| matches!(kind, Kind::Changed { .. })),
        ("Withdrawn", |kind| kind == Kind::Withdrawn),
    ];
    for (name, wanted) in groups {
        let items: Vec<&Item> = news.of(wanted).collect();
        if items.is_empty() {
            continue;
        }
        parts.push(Part::Heading(format!("{name} ({})", items.len())));
        for item in items {
            parts.push(Part::Entry(item.entry.id));
            parts.push(Part::Text(title(&item.entry, dress), Ink::Text));
            if shares_heading(&item.entry, news)
                && let Some(opening) = opening(&item.entry, dress)
            {
                parts.push(Part::Text(opening, Ink::Muted));
            }
            if let Some(facts) = facts(item) {
                let text = format!("{} {facts}", dress.glyphs.revised);
                parts.push(Part::Text(text, Ink::Changed));
            }
        }
    }
    parts.extend(below);
    if news.items.is_empty() {
        let none = nothing_since(news, "Nothing came in since.", dress);
        parts.push(Part::Text(none, Ink::Muted));
    }
    Sheet::new(since("Since you left", news, dress), parts)
}

/// Whether another of the news has the same heading, like the name of a column, so that it tells neither from the other.
fn shares_heading(entry: &Entry, news: &News) -> bool {
    let heading = |entry: &Entry| entry.heading().map(|block| block.text.as_str().to_owned());
    let own = heading(entry);
    own.is_some()
        && news
            .items
            .iter()
            .filter(|item| heading(&item.entry) == own)
            .count()
            > 1
}

/// How the text of an entry begins.
fn opening(entry: &Entry, dress: &Dress) -> Option<String> {
    let blocks = &entry.revisions.first()?.blocks;
    let text = blocks.iter().find(|block| block.role == Role::Paragraph)?;
    Some(wrap::cut(&text.text, OPENING, dress.glyphs.ellipsis))
}

/// Who and what the news are about, by kind: those that most of the new entries mention. Who wrote an entry is no news.
fn named(news: &News, names: &BlogNames) -> Vec<Part> {
    let new: HashMap<EntryId, String> = news
        .of(|kind| kind != Kind::Withdrawn)
        .map(|item| (item.entry.id, writers(&item.entry)))
        .collect();
    let mut parts = Vec::new();
    for (kind, what) in [
        (names::Kind::Person, "People"),
        (names::Kind::Place, "Places"),
        (names::Kind::Organisation, "Organisations"),
    ] {
        let wrote = |writers: &str, entity: &Entity| {
            let name = std::slice::from_ref(&entity.name);
            kind == names::Kind::Person && words::holds_any(writers, name)
        };
        let here = |entity: &Entity| {
            let writers = entity.entries.iter().filter_map(|id| new.get(id));
            writers.filter(|writers| !wrote(writers, entity)).count()
        };
        let entities = names.entities.iter().filter(|entity| entity.kind == kind);
        let mut counted: Vec<(usize, &Entity)> = entities
            .map(|entity| (here(entity), &**entity))
            .filter(|(count, _)| *count > 0)
            .collect();
        counted.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let told: Vec<String> = counted
            .iter()
            .take(MOST_NAMED)
            .map(|(count, entity)| {
                let name = &entity.name;
                match (*count, *count == entity.entries.len()) {
                    (1, false) => name.to_string(),
                    (1, true) => format!("{name} (first named)"),
                    (_, false) => format!("{name} ({count})"),
                    (_, true) => format!("{name} ({count}, first named)"),
                }
            })
            .collect();
        if !told.is_empty() {
            parts.push(Part::Point(format!("{what}: {}", told.join(", "))));
        }
    }
    if !parts.is_empty() {
        parts.insert(0, Part::Heading("Named most in what is new".to_owned()));
    }
    parts
}

/// Who wrote an entry, in the words of the page.
fn writers(entry: &Entry) -> String {
    let blocks = entry.revisions.first().into_iter();
    let blocks = blocks.flat_map(|revision| &revision.blocks);
    let lines = blocks.filter(|block| block.role == Role::Byline);
    let lines = lines.map(|block| block.text.to_string());
    let author = entry.author.iter().map(ToString::to_string);
    author.chain(lines).collect::<Vec<_>>().join("\n")
}

/// The changes since the last visit, each in full.
pub fn changed(news: &News, dress: &Dress) -> Sheet {
    let mut parts = Vec::new();
    for item in news.of(|kind| matches!(kind, Kind::Changed { .. })) {
        let Kind::Changed { against } = item.kind else {
            continue;
        };
        let (Some(new), Some(old)) = (
            item.entry.revisions.first(),
            item.entry.revisions.get(against),
        ) else {
            continue;
        };
        let own = |revision| -> Vec<String> {
            changes::texts(revision)
                .into_iter()
                .map(str::to_owned)
                .collect()
        };
        parts.push(Part::Entry(item.entry.id));
        parts.push(Part::Text(title(&item.entry, dress), Ink::Heading));
        if let Some(facts) = facts(item) {
            let text = format!("{} {facts}", dress.glyphs.revised);
            parts.push(Part::Text(text, Ink::Changed));
        }
        parts.push(Part::Edits {
            old: own(old),
            new: own(new),
        });
        parts.push(Part::Blank);
    }
    if parts.is_empty() {
        let none = nothing_since(news, "No entry changed since.", dress);
        parts.push(Part::Text(none, Ink::Muted));
    }
    Sheet::new(since("Changes since you left", news, dress), parts)
}

fn since(what: &str, news: &News, dress: &Dress) -> String {
    match news.since {
        Some(at) => format!("{what}, {}", stamp::moment_short(at, dress.zone)),
        None => what.to_owned(),
    }
}

/// Why a page on what came in since the last visit is empty.
fn nothing_since(news: &News, none: &str, dress: &Dress) -> String {
    match news.since {
        Some(at) => format!("{none} You were here on {}.", stamp::moment(at, dress.zone)),
        None => "This is your first visit to this blog, so nothing is news yet. \
            What comes in or changes from now on stands here when you come back."
            .to_owned(),
    }
}

fn facts(item: &Item) -> Option<String> {
    let Kind::Changed { against } = item.kind else {
        return None;
    };
    changes::facts(
        item.entry.revisions.get(against)?,
        item.entry.revisions.first()?,
    )
}

/// The time and the heading of an entry, or its first sentence.
fn title(entry: &Entry, dress: &Dress) -> String {
    let text = telling::title(entry);
    match compose::time(entry, dress.zone) {
        Some(time) => format!("{time}  {text}"),
        None => text.to_string(),
    }
}

/// Where an entry comes from: which lines of which snapshots, and why they are one entry.
pub fn provenance(entry: &Entry, snapshots: &[SnapshotSummary], dress: &Dress) -> Sheet {
    let mut parts = vec![Part::Text(title(entry, dress), Ink::Heading)];
    let all = entry.revisions.len();
    for (back, revision) in entry.revisions.iter().enumerate() {
        let shown = if back == 0 { ", as shown" } else { "" };
        parts.push(Part::Heading(format!(
            "Version {} of {all}{shown}",
            all - back
        )));
        for id in &revision.snapshots {
            let blocks = revision.heading.iter().chain(&revision.blocks);
            let lines = lines_of(blocks, *id);
            parts.push(Part::Point(format!(
                "{}{lines}",
                name(*id, snapshots, dress)
            )));
        }
    }
    let postings = entry.postings.iter().map(|posting| {
        let place = posting.position + 1;
        format!(
            "{}: number {place} from the top",
            name(posting.snapshot, snapshots, dress)
        )
    });
    parts.push(Part::Heading("Where it stands".to_owned()));
    parts.extend(postings.map(Part::Point));
    if !entry.why.is_empty() {
        parts.push(Part::Heading("Why these are one entry".to_owned()));
        parts.extend(entry.why.iter().cloned().map(Part::Point));
    }
    Sheet::new("Where this entry comes from", parts)
}

fn lines_of<'a>(blocks: impl Iterator<Item = &'a Block>, id: SnapshotId) -> String {
    let sources = blocks.flat_map(|block| &block.source);
    let mut lines: Vec<u32> = sources
        .filter(|source| source.snapshot == id)
        .map(|source| source.line)
        .collect();
    lines.sort_unstable();
    lines.dedup();
    let told: Vec<String> = lines.iter().map(u32::to_string).collect();
    match told.len() {
        0 => String::new(),
        1 => format!(", line {}", told[0]),
        _ => format!(", lines {}", told.join(" ")),
    }
}

fn name(id: SnapshotId, snapshots: &[SnapshotSummary], dress: &Dress) -> String {
    let Some(known) = snapshots.iter().find(|snapshot| snapshot.id == id) else {
        return id.to_string();
    };
    match known.captured_at {
        Some(at) => format!("{}, captured {}", known.name, stamp::moment(at, dress.zone)),
        None => known.name.to_string(),
    }
}

/// Every title, standfirst and summary that the page has had.
pub fn history(page: &PageText, snapshots: &[SnapshotSummary], dress: &Dress) -> Sheet {
    let mut parts = Vec::new();
    for (what, blocks) in [
        ("Titles", &page.title),
        ("Standfirsts", &page.standfirst),
        ("Summary", &page.summary),
    ] {
        if blocks.is_empty() {
            continue;
        }
        parts.push(Part::Heading(format!(
            "{what} ({}), newest first",
            blocks.len()
        )));
        for block in blocks {
            parts.push(Part::Point(block.text.to_string()));
            let mut ids: Vec<SnapshotId> =
                block.source.iter().map(|source| source.snapshot).collect();
            ids.dedup();
            let names: Vec<String> = ids.iter().map(|id| name(*id, snapshots, dress)).collect();
            if !names.is_empty() {
                parts.push(Part::Text(format!("  in {}", names.join("; ")), Ink::Muted));
            }
        }
    }
    if parts.is_empty() {
        let none = "No snapshot of this blog has a title or a summary.";
        parts.push(Part::Text(none.to_owned(), Ink::Muted));
    }
    Sheet::new("Title, standfirst and summary over time", parts)
}

/// The lines that were set aside as furniture, by snapshot, each with the rule that did it.
pub fn dropped(snapshots: &[SnapshotSummary], dress: &Dress) -> Sheet {
    let mut parts = Vec::new();
    for snapshot in snapshots
        .iter()
        .filter(|snapshot| !snapshot.dropped.is_empty())
    {
        let name = name(snapshot.id, snapshots, dress);
        parts.push(Part::Heading(format!(
            "{name} ({})",
            snapshot.dropped.len()
        )));
        for line in &snapshot.dropped {
            parts.push(Part::Point(format!(
                "{}: {} ({})",
                line.line, line.text, line.why
            )));
        }
    }
    if parts.is_empty() {
        parts.push(Part::Text("Nothing was set aside.".to_owned(), Ink::Muted));
    }
    Sheet::new("Lines that were set aside", parts)
}
