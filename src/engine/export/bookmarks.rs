//! Bookmarked entries as documents: each as a quotation with its note, its time and where it is from.

use serde::Serialize;

use crate::engine::export::MarkedTimeline;
use crate::engine::export::atom;
use crate::engine::export::md;
use crate::engine::export::telling;
use crate::engine::model::BlogRow;
use crate::engine::model::Entry;
use crate::engine::model::MarkedEntry;
use crate::engine::model::Role;
use crate::engine::model::Timeline;
use crate::engine::text::SafeText;

/// One bookmark with its blog.
pub type Bookmark = (BlogRow, MarkedEntry);

/// A format that bookmarks are written in.
#[derive(Debug, Clone, Copy)]
pub struct BookmarkFormat {
    /// The name on the command line.
    pub name: &'static str,
    /// What it is for.
    pub help: &'static str,
    /// Writes bookmarks as one document.
    pub write: fn(&[Bookmark]) -> String,
}

/// Every format of bookmarks.
pub const BOOKMARKS: &[BookmarkFormat] = &[
    BookmarkFormat {
        name: "md",
        help: "Markdown: quotations with notes, times and sources",
        write: markdown,
    },
    BookmarkFormat {
        name: "json",
        help: "for programs",
        write: json,
    },
    BookmarkFormat {
        name: "atom",
        help: "a feed",
        write: atom_feed,
    },
];

/// Where an entry can be read on the web: its own address, else that of its blog's page.
pub fn address(entry: &Entry, page: Option<&str>) -> Option<SafeText> {
    telling::link(entry.url.as_deref()).or_else(|| telling::link(page))
}

/// Bookmarks that follow one another and are of one blog.
fn by_blog(bookmarks: &[Bookmark]) -> impl Iterator<Item = &[Bookmark]> {
    bookmarks.chunk_by(|(a, _), (b, _)| a.id == b.id)
}

fn markdown(bookmarks: &[Bookmark]) -> String {
    let mut parts = Vec::new();
    for group in by_blog(bookmarks) {
        parts.extend(
            group
                .first()
                .map(|(blog, _)| format!("# {}", md::literal(&blog.title))),
        );
        for (blog, marked) in group {
            parts.push(format!(
                "## {}",
                md::literal(&telling::title(&marked.entry))
            ));
            parts.extend(quotation(&marked.entry));
            parts.push(from(blog, marked));
            let note = marked.marks.note.as_ref();
            parts.extend(note.map(|note| format!("**Note:** {}", md::literal(note))));
        }
    }
    parts
        .into_iter()
        .map(|part| part + "\n\n")
        .collect::<String>()
        .trim_end()
        .to_owned()
}

/// The shown text as a quotation.
fn quotation(entry: &Entry) -> Option<String> {
    let texts = md::texts(&entry.revisions.first()?.blocks);
    let lines: Vec<String> = texts
        .join("\n\n")
        .lines()
        .map(|line| format!("> {line}").trim_end().to_owned())
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Who said it, when and where, with the person's tags.
fn from(blog: &BlogRow, marked: &MarkedEntry) -> String {
    let entry = &marked.entry;
    let mut words: Vec<String> = Vec::new();
    words.extend(entry.author.as_ref().map(|author| md::literal(author)));
    words.push(match address(entry, blog.url.as_deref()) {
        Some(url) => format!("[{}](<{url}>)", md::literal(&blog.title)),
        None => md::literal(&blog.title),
    });
    words.extend(blog.publisher.as_ref().map(|name| md::literal(name)));
    words.extend(telling::time(entry).map(|time| md::literal(&time)));
    let tags = marked.marks.tags.iter();
    words.extend(tags.map(|tag| md::literal(&format!("#{tag}"))));
    format!("— {}", words.join(", "))
}

/// One bookmark as JSON.
#[derive(Debug, Serialize)]
struct Told<'a> {
    blog: String,
    blog_title: &'a SafeText,
    publisher: Option<&'a SafeText>,
    url: Option<SafeText>,
    entry: String,
    heading: Option<&'a SafeText>,
    author: Option<&'a SafeText>,
    published_at: Option<jiff::Timestamp>,
    stated_time: Option<&'a SafeText>,
    note: Option<&'a SafeText>,
    tags: &'a [SafeText],
    text: Vec<&'a SafeText>,
}

fn json(bookmarks: &[Bookmark]) -> String {
    let told: Vec<Told<'_>> = bookmarks.iter().map(told).collect();
    // Texts, numbers and lists always have a form in JSON.
    serde_json::to_string_pretty(&told).unwrap_or_default()
}

fn told((blog, marked): &Bookmark) -> Told<'_> {
    let entry = &marked.entry;
    let shown = entry.revisions.first().map(|shown| &shown.blocks[..]);
    Told {
        blog: blog.id.to_string(),
        blog_title: &blog.title,
        publisher: blog.publisher.as_ref(),
        url: address(entry, blog.url.as_deref()),
        entry: entry.id.to_string(),
        heading: entry.heading().map(|block| &block.text),
        author: entry.author.as_ref(),
        published_at: entry.published_at,
        stated_time: entry.stated_time.as_ref(),
        note: marked.marks.note.as_ref(),
        tags: &marked.marks.tags,
        text: shown
            .unwrap_or_default()
            .iter()
            .filter(|block| block.role != Role::Byline)
            .map(|block| &block.text)
            .collect(),
    }
}

fn atom_feed(bookmarks: &[Bookmark]) -> String {
    let timelines: Vec<MarkedTimeline> = by_blog(bookmarks)
        .filter_map(|group| {
            let (blog, _) = group.first()?;
            let timeline = Timeline {
                blog: blog.id,
                title: blog.title.clone(),
                url: blog.url.clone(),
                publisher: blog.publisher.clone(),
                ends_at: blog.ends_at,
                page: Default::default(),
                entries: group.iter().map(|(_, one)| one.entry.clone()).collect(),
                snapshots: Vec::new(),
            };
            let marks = group.iter().map(|(_, one)| one.marks.clone()).collect();
            Some(MarkedTimeline {
                timeline,
                marks,
                corrections: Vec::new(),
            })
        })
        .collect();
    atom::write(&timelines)
}
