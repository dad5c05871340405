//! The stable JSON export. Fields may be added, never renamed.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::engine::export::MarkedTimeline;
use crate::engine::history;
use crate::engine::history::Version;
use crate::engine::model::Block;
use crate::engine::model::BlogId;
use crate::engine::model::Change;
use crate::engine::model::DroppedLine;
use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::engine::model::EntryState;
use crate::engine::model::Link;
use crate::engine::model::MarkedEntry;
use crate::engine::model::Marks;
use crate::engine::model::Picture;
use crate::engine::model::Posting;
use crate::engine::model::ReadState;
use crate::engine::model::Revision;
use crate::engine::model::Role;
use crate::engine::model::SnapshotId;
use crate::engine::model::SnapshotSummary;
use crate::engine::model::Timeline;
use crate::engine::names::BlogNames;
use crate::engine::names::Entity;
use crate::engine::names::Kind;
use crate::engine::names::Level;
use crate::engine::names::Named;
use crate::engine::names::Recogniser;
use crate::engine::text::SafeText;
use crate::engine::text::diff;
use crate::engine::text::diff::Fate;
use crate::engine::text::diff::Stretch;

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    version: u32,
    blogs: Vec<BlogOut<'a>>,
}

#[derive(Serialize)]
struct BlogOut<'a> {
    id: BlogId,
    title: &'a SafeText,
    standfirst: Option<&'a SafeText>,
    url: Option<&'a str>,
    publisher: Option<&'a SafeText>,
    ends_at: Option<jiff::Timestamp>,
    title_blocks: Vec<BlockOut<'a>>,
    standfirst_blocks: Vec<BlockOut<'a>>,
    summary: Vec<BlockOut<'a>>,
    title_history: Vec<VersionOut>,
    standfirst_history: Vec<VersionOut>,
    summary_history: Vec<VersionOut>,
    snapshots: Vec<SnapshotOut<'a>>,
    entries: Vec<EntryOut<'a>>,
    entities: Vec<&'a Entity>,
}

#[derive(Serialize)]
struct SnapshotOut<'a> {
    id: SnapshotId,
    name: &'a SafeText,
    origin: &'a SafeText,
    captured_at: Option<jiff::Timestamp>,
    format: &'a str,
    dropped: Vec<&'a DroppedLine>,
}

#[derive(Serialize)]
struct EntryOut<'a> {
    id: EntryId,
    heading: Option<&'a SafeText>,
    author: Option<&'a SafeText>,
    published_at: Option<jiff::Timestamp>,
    updated_at: Option<jiff::Timestamp>,
    stated_time: Option<&'a SafeText>,
    url: Option<&'a str>,
    state: EntryState,
    read: bool,
    changed_since_read: bool,
    bookmarked: bool,
    note: Option<&'a SafeText>,
    gap_before: bool,
    order_certain: bool,
    postings: &'a [Posting],
    revisions: Vec<RevisionOut<'a>>,
    heading_history: Vec<VersionOut>,
    why: &'a [String],
}

/// One version of a title, a standfirst, a summary or a heading; newest first.
#[derive(Serialize)]
struct VersionOut {
    text: String,
    snapshots: Vec<SnapshotId>,
    first_seen: Option<jiff::Timestamp>,
    last_seen: Option<jiff::Timestamp>,
    change: Option<Change>,
    words: Vec<StretchOut>,
}

#[derive(Serialize)]
struct RevisionOut<'a> {
    snapshots: &'a [SnapshotId],
    heading: Option<BlockOut<'a>>,
    blocks: Vec<BlockOut<'a>>,
    change: Option<Change>,
    /// When the first and the last snapshot that shows this version were captured, where that is known.
    first_seen: Option<jiff::Timestamp>,
    last_seen: Option<jiff::Timestamp>,
    /// The words against the next older version; nothing for the oldest.
    words: Vec<StretchOut>,
}

/// A stretch of words that both versions have, or only the newer ("new") or the older ("gone").
#[derive(Serialize)]
struct StretchOut {
    fate: &'static str,
    text: String,
    /// Whether only marks, spaces or capitals changed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    cosmetic: bool,
}

#[derive(Serialize)]
struct BlockOut<'a> {
    role: Role,
    text: &'a SafeText,
    source: Vec<SourceOut>,
    mentions: Vec<MentionOut>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<LinkOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pictures: Vec<PictureOut<'a>>,
}

/// A picture that stands at a text; one that the page holds itself has no address.
#[derive(Serialize)]
struct PictureOut<'a> {
    url: Option<&'a SafeText>,
    words: &'a SafeText,
    captioned: bool,
}

/// A link, its place counted like that of a mention.
#[derive(Serialize)]
struct LinkOut<'a> {
    start: usize,
    end: usize,
    url: &'a SafeText,
}

#[derive(Serialize)]
struct MentionOut {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: Kind,
    entity: String,
    level: Level,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    could_be: Vec<String>,
}

#[derive(Serialize)]
struct SourceOut {
    snapshot: SnapshotId,
    line: u32,
}

/// Writes the export.
pub(crate) fn write(timelines: &[MarkedTimeline]) -> String {
    let recogniser = Recogniser::default();
    let names: Vec<BlogNames> = timelines
        .iter()
        .map(|one| BlogNames::of(&one.timeline, &one.corrections, &recogniser))
        .collect();
    let document = Document {
        format: "liveblog-export",
        version: 1,
        blogs: timelines
            .iter()
            .zip(&names)
            .map(|(one, names)| blog(one, names))
            .collect(),
    };
    let mut out = serde_json::to_string_pretty(&document).unwrap_or_default();
    out.push('\n');
    out
}

/// One entry by itself, with these names. The times of capture stand with the blog and are left open.
pub(crate) fn value(marked: &MarkedEntry, names: &BlogNames) -> serde_json::Value {
    let known = Known {
        names,
        captured: BTreeMap::new(),
        snapshots: &[],
    };
    let entry = entry(&marked.entry, &marked.marks, Some(&marked.marks), &known);
    serde_json::to_value(entry).unwrap_or_default()
}

fn blog<'a>(marked: &'a MarkedTimeline, names: &'a BlogNames) -> BlogOut<'a> {
    let Timeline {
        blog,
        title,
        url,
        publisher,
        ends_at,
        page,
        entries,
        snapshots,
    } = &marked.timeline;
    let none = Marks::default();
    let known = Known {
        names,
        captured: snapshots
            .iter()
            .filter_map(|snapshot| Some((snapshot.id, snapshot.captured_at?)))
            .collect(),
        snapshots,
    };
    BlogOut {
        id: *blog,
        title,
        standfirst: page.standfirst.first().map(|block| &block.text),
        url: url.as_deref(),
        publisher: publisher.as_ref(),
        ends_at: *ends_at,
        title_blocks: blocks(&page.title, names),
        standfirst_blocks: blocks(&page.standfirst, names),
        summary: blocks(&page.summary, names),
        title_history: versions(history::of_title(page, snapshots)),
        standfirst_history: versions(history::of_standfirst(page, snapshots)),
        summary_history: versions(history::of_summary(page, snapshots)),
        snapshots: snapshots.iter().map(snapshot).collect(),
        entries: entries
            .iter()
            .enumerate()
            .map(|(i, e)| {
                entry(
                    e,
                    marked.marks.get(i).unwrap_or(&none),
                    marked.marks.get(i),
                    &known,
                )
            })
            .collect(),
        entities: names.entities.iter().map(Arc::as_ref).collect(),
    }
}

fn snapshot(snapshot: &SnapshotSummary) -> SnapshotOut<'_> {
    SnapshotOut {
        id: snapshot.id,
        name: &snapshot.name,
        origin: &snapshot.origin,
        captured_at: snapshot.captured_at,
        format: &snapshot.format,
        dropped: snapshot.dropped.iter().collect(),
    }
}

fn entry<'a>(
    entry: &'a Entry,
    marks: &Marks,
    noted: Option<&'a Marks>,
    known: &Known<'a>,
) -> EntryOut<'a> {
    EntryOut {
        id: entry.id,
        heading: entry.heading().map(|block| &block.text),
        author: entry.author.as_ref(),
        published_at: entry.published_at,
        updated_at: entry.updated_at,
        stated_time: entry.stated_time.as_ref(),
        url: entry.url.as_deref(),
        state: entry.state,
        read: marks.read == ReadState::Read,
        changed_since_read: marks.read == ReadState::Changed,
        bookmarked: marks.bookmarked,
        note: noted.and_then(|marks| marks.note.as_ref()),
        gap_before: entry.gap_before,
        order_certain: entry.order_certain,
        postings: &entry.postings,
        revisions: (0..entry.revisions.len())
            .map(|i| revision(&entry.revisions[i], entry.revisions.get(i + 1), known))
            .collect(),
        heading_history: versions(history::of_heading(entry, known.snapshots)),
        why: &entry.why,
    }
}

/// What is known of the whole blog that its entries are told with.
struct Known<'a> {
    names: &'a BlogNames,
    /// When each snapshot was captured.
    captured: BTreeMap<SnapshotId, jiff::Timestamp>,
    /// The snapshots, newest first.
    snapshots: &'a [SnapshotSummary],
}

fn versions(versions: Vec<Version>) -> Vec<VersionOut> {
    let out = versions.into_iter().map(|version| VersionOut {
        text: version.text,
        snapshots: version.snapshots,
        first_seen: version.first_seen,
        last_seen: version.last_seen,
        change: version.change,
        words: stretches(version.words),
    });
    out.collect()
}

fn revision<'a>(
    revision: &'a Revision,
    older: Option<&Revision>,
    known: &Known<'a>,
) -> RevisionOut<'a> {
    let mut named = known.names.in_revision(revision).into_iter();
    let heading_names = named.next().unwrap_or_default();
    let seen = || {
        let ids = revision.snapshots.iter();
        ids.filter_map(|id| known.captured.get(id))
    };
    RevisionOut {
        snapshots: &revision.snapshots,
        heading: revision
            .heading
            .as_ref()
            .map(|one| block(one, heading_names)),
        blocks: revision
            .blocks
            .iter()
            .zip(named)
            .map(|(one, named)| block(one, named))
            .collect(),
        change: revision.change,
        first_seen: seen().min().copied(),
        last_seen: seen().max().copied(),
        words: older
            .map(|older| changed(older, revision))
            .unwrap_or_default(),
    }
}

/// Word by word, what a version changed of an older one.
fn changed(older: &Revision, newer: &Revision) -> Vec<StretchOut> {
    let text = |revision: &Revision| {
        let blocks = revision.heading.iter().chain(&revision.blocks);
        let texts: Vec<&str> = blocks.map(|block| block.text.as_str()).collect();
        texts.join("\n")
    };
    stretches(diff::words(&text(older), &text(newer)))
}

fn stretches(stretches: Vec<Stretch>) -> Vec<StretchOut> {
    stretches
        .into_iter()
        .map(|stretch| StretchOut {
            fate: match stretch.fate {
                Fate::Kept => "kept",
                Fate::Gone => "gone",
                Fate::New => "new",
            },
            text: stretch.text,
            cosmetic: stretch.cosmetic,
        })
        .collect()
}

fn blocks<'a>(blocks: &'a [Block], names: &BlogNames) -> Vec<BlockOut<'a>> {
    let out = |one: &'a Block| block(one, names.in_text(&one.text));
    blocks.iter().map(out).collect()
}

fn block(block: &Block, named: Vec<Named>) -> BlockOut<'_> {
    let source = block
        .source
        .iter()
        .map(|source| SourceOut {
            snapshot: source.snapshot,
            line: source.line,
        })
        .collect();
    BlockOut {
        role: block.role,
        text: &block.text,
        source,
        mentions: mentions(&block.text, named),
        links: links(block),
        pictures: block.pictures.iter().map(picture).collect(),
    }
}

fn picture(picture: &Picture) -> PictureOut<'_> {
    PictureOut {
        url: Some(&picture.url).filter(|url| !url.starts_with("data:")),
        words: &picture.words,
        captioned: picture.captioned,
    }
}

/// The links of a text, counted in Unicode scalar values.
fn links(block: &Block) -> Vec<LinkOut<'_>> {
    let at = |bytes: usize| block.text[..bytes].chars().count();
    let out = |link| {
        let range = Link::range(link, &block.text)?;
        Some(LinkOut {
            start: at(range.start),
            end: at(range.end),
            url: &link.url,
        })
    };
    block.links.iter().filter_map(out).collect()
}

/// The mentions in a text, counted in Unicode scalar values.
fn mentions(text: &str, named: Vec<Named>) -> Vec<MentionOut> {
    let at = |bytes: usize| text[..bytes].chars().count();
    let out = |named: Named| MentionOut {
        start: at(named.start),
        end: at(named.end),
        kind: named.kind,
        entity: named.name.to_string(),
        level: named.level,
        could_be: named.could_be.iter().map(ToString::to_string).collect(),
    };
    named.into_iter().map(out).collect()
}
