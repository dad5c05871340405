//! Timelines: what all snapshots of one live blog say together.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::model::Block;
use crate::engine::model::BlogId;
use crate::engine::model::EntryId;
use crate::engine::model::Form;
use crate::engine::model::Role;
use crate::engine::model::SnapshotId;
use crate::engine::model::Source;
use crate::engine::text::SafeText;

/// Everything known of one live blog. A function of the set of its snapshots.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timeline {
    /// The blog.
    pub blog: BlogId,
    /// Its title as shown: the newest headline, or a lead sentence where no snapshot has one.
    pub title: SafeText,
    /// The address of the page, if a snapshot states it.
    pub url: Option<String>,
    /// Who publishes it, if a snapshot states it.
    pub publisher: Option<SafeText>,
    /// When its coverage ends or ended, as its newest page says; where that says only that it has, when it said so.
    #[serde(default)]
    pub ends_at: Option<Timestamp>,
    /// What stands above the entries.
    pub page: PageText,
    /// The entries, newest first.
    pub entries: Vec<Entry>,
    /// The snapshots it was made from, newest first where their order is known.
    pub snapshots: Vec<SnapshotSummary>,
}

/// The texts above the entries; versions of each are separate blocks, newest first.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PageText {
    /// Every headline the page has had.
    pub title: Vec<Block>,
    /// Every standfirst.
    pub standfirst: Vec<Block>,
    /// Every paragraph of the rolling summary, key points and pinned copies.
    pub summary: Vec<Block>,
    /// Furniture that a snapshot alone did not tell, and others did.
    #[serde(default)]
    pub aside: Vec<Block>,
}

/// One snapshot's part in a timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SnapshotSummary {
    /// The snapshot.
    pub id: SnapshotId,
    /// Its file's or member's name.
    pub name: SafeText,
    /// Where it came from.
    pub origin: SafeText,
    /// When it was captured, if that is known.
    pub captured_at: Option<Timestamp>,
    /// The format it was read as.
    pub format: String,
    /// The shape of its text.
    pub form: Form,
    /// What was set aside.
    pub dropped: Vec<DroppedLine>,
}

/// A line that was set aside as site furniture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DroppedLine {
    /// The line, 1-based.
    pub line: u32,
    /// Its text, or the part of it that was set aside.
    pub text: SafeText,
    /// The rule that set it aside.
    pub why: String,
}

/// Where an entry is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryState {
    /// On the newest snapshot that could show it, as first published.
    Current,
    /// The text was changed in substance after it was first seen.
    Revised,
    /// Taken down: a newer snapshot shows both its neighbours and not the entry.
    Withdrawn,
    /// Older than what the newest snapshot still shows.
    RolledOff,
}

/// What kind of change a revision brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Quotes, spaces, case, punctuation: never announced.
    Cosmetic,
    /// Text was added, nothing else changed.
    Added,
    /// Words changed.
    Reworded,
    /// A number or a name changed.
    Facts,
    /// No words changed: both pages show the same, and only where the entry begins or ends, or what a line is, was read
    /// otherwise. Never announced.
    Redrawn,
}

impl Change {
    /// Whether the newsroom changed something that is announced.
    pub fn is_edit(self) -> bool {
        !matches!(self, Self::Cosmetic | Self::Redrawn)
    }
}

/// One place where an entry stands in a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Posting {
    /// The snapshot.
    pub snapshot: SnapshotId,
    /// Its place among the postings of that snapshot, 0 at the top.
    pub position: u32,
}

/// One version of an entry's text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Revision {
    /// The snapshots that show this version.
    pub snapshots: Vec<SnapshotId>,
    /// The heading, if this version has one.
    pub heading: Option<Block>,
    /// The text.
    pub blocks: Vec<Block>,
    /// What changed against the next older revision; `None` for the oldest.
    pub change: Option<Change>,
}

impl Revision {
    /// Whether the newsroom changed something against the next older revision that is announced.
    pub fn is_edit(&self) -> bool {
        self.change.is_some_and(Change::is_edit)
    }
}

/// One update of the blog.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its identity; ids shown earlier keep resolving through the store.
    pub id: EntryId,
    /// Who wrote it, if stated.
    pub author: Option<SafeText>,
    /// When it was published, if stated.
    pub published_at: Option<Timestamp>,
    /// When its text was last changed, if stated.
    pub updated_at: Option<Timestamp>,
    /// The time as the page states it, where it cannot be placed on the calendar ("14:05", "9 minutes ago"): also how far the event
    /// was ("81'", "Lap 58"), which may stand beside a known instant.
    pub stated_time: Option<SafeText>,
    /// Its own address, if the page states one.
    #[serde(default)]
    pub url: Option<String>,
    /// Where it is in its life.
    pub state: EntryState,
    /// Whether updates may be missing between this entry and the one above it.
    pub gap_before: bool,
    /// Whether its place in the timeline is known rather than guessed.
    pub order_certain: bool,
    /// Where it stands, in the order of the timeline's snapshots.
    pub postings: Vec<Posting>,
    /// Its versions, newest first; the first is what is shown.
    pub revisions: Vec<Revision>,
    /// The first place of each posting: what marks hang on.
    pub anchors: Vec<Source>,
    /// Why its postings were joined, one line each.
    pub why: Vec<String>,
}

impl Entry {
    /// An entry of which nothing is known but its identity, which stands where it stands for certain.
    pub fn new(id: EntryId) -> Self {
        Self {
            id,
            author: None,
            published_at: None,
            updated_at: None,
            stated_time: None,
            url: None,
            state: EntryState::Current,
            gap_before: false,
            order_certain: true,
            postings: Vec::new(),
            revisions: Vec::new(),
            anchors: Vec::new(),
            why: Vec::new(),
        }
    }

    /// The time of day that its page states, in minutes, where the instant is not known.
    pub fn clock(&self) -> Option<u16> {
        let stated = self
            .stated_time
            .as_ref()
            .filter(|_| self.published_at.is_none())?;
        let (hour, minute) = stated.rsplit(' ').next()?.split_once(':')?;
        let number = |text: &str| text.parse().ok().filter(|_| text.len() == 2);
        let (hour, minute): (u16, u16) = (number(hour)?, number(minute)?);
        (hour < 24 && minute < 60).then_some(hour * 60 + minute)
    }

    /// Everything that is shown of it: the heading and the text of the newest version.
    pub fn shown_text(&self) -> String {
        let shown = self.revisions.first().into_iter();
        let blocks = shown.flat_map(|revision| revision.heading.iter().chain(&revision.blocks));
        blocks
            .map(|block| block.text.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Whether anything but its time and its author is known of it: a page may show a picture or a post there that no snapshot
    /// has.
    pub fn has_text(&self) -> bool {
        let said = |block: &Block| block.role != Role::Byline;
        let shown = self.revisions.first();
        self.heading().is_some() || shown.is_some_and(|shown| shown.blocks.iter().any(said))
    }

    /// The heading as shown: the newest version's, or the newest that any version has.
    pub fn heading(&self) -> Option<&Block> {
        self.revisions
            .iter()
            .find_map(|revision| revision.heading.as_ref())
    }
}

/// Why a line is set aside that a snapshot alone does not tell to be furniture.
const ASIDE: &str =
    "other snapshots set it aside around the same entries, or end with it below other ones";

impl PageText {
    /// Lists what is set aside with the other lines that snapshots set aside, in the order of their lines.
    pub fn list_aside(&self, snapshots: &mut [SnapshotSummary]) {
        let mut lines: HashMap<SnapshotId, Vec<DroppedLine>> = HashMap::new();
        for block in &self.aside {
            for source in &block.source {
                lines.entry(source.snapshot).or_default().push(DroppedLine {
                    line: source.line,
                    text: block.text.clone(),
                    why: ASIDE.to_owned(),
                });
            }
        }
        for snapshot in snapshots {
            if let Some(lines) = lines.remove(&snapshot.id) {
                snapshot.dropped.extend(lines);
                snapshot.dropped.sort_by_key(|dropped| dropped.line);
            }
        }
    }

    /// The summary of the newest snapshot that has one: what the page says now.
    /// `snapshots` are those of the timeline, newest first.
    pub fn newest_summary(&self, snapshots: &[SnapshotSummary]) -> Vec<&Block> {
        let stands_in = |block: &Block, id| block.source.iter().any(|source| source.snapshot == id);
        let mut ids = snapshots.iter().map(|snapshot| snapshot.id);
        let newest = ids.find(|id| self.summary.iter().any(|block| stands_in(block, *id)));
        self.summary
            .iter()
            .filter(|block| newest.is_none_or(|id| stands_in(block, id)))
            .collect()
    }
}
