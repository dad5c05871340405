//! Readings: how one snapshot is read by itself, before it is compared with others.
//! Nothing of the input is missing: every non-blank line is in at least one piece.

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::model::Link;
use crate::engine::model::Picture;
use crate::engine::model::Role;
use crate::engine::model::SnapshotId;
use crate::engine::text::SafeText;

/// The shape of a snapshot's text: what it states by itself and what must be inferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Text that keeps the entries' headings.
    Headed,
    /// Text without headings: boundaries are inferred.
    Plain,
    /// Text in which every entry begins or ends with a line that states its time or author.
    Timed,
    /// A format that states its entries itself: markup, structured data, a feed.
    Native,
}

/// How one snapshot is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The snapshot.
    pub snapshot: SnapshotId,
    /// The format's name.
    pub format: String,
    /// The shape of the text.
    pub form: Form,
    /// What the page says of itself.
    pub meta: PageMeta,
    /// Everything in it, in the order of the page.
    pub pieces: Vec<Piece>,
}

/// What a page says of itself.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PageMeta {
    /// Its canonical address.
    pub url: Option<String>,
    /// Who publishes it.
    pub publisher: Option<SafeText>,
    /// The language, as a BCP 47 tag.
    pub language: Option<String>,
    /// The newest time that the page states for itself.
    pub stated_at: Option<Timestamp>,
    /// When the page says that its coverage ends or ended.
    #[serde(default)]
    pub ends_at: Option<Timestamp>,
    /// Whether the page is marked as one whose coverage has ended, at whatever time.
    #[serde(default)]
    pub ended: bool,
}

/// Why a piece was read as it was: the rule's name.
pub type Why = String;

/// One unit of a snapshot: a line, or a part of a line that glues two texts together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Piece {
    /// The line, 1-based; for pages the position of the entry.
    pub line: u32,
    /// Which piece of that line, 0-based.
    pub part: u16,
    /// What it is.
    pub role: Role,
    /// Its text, without line breaks.
    pub text: SafeText,
    /// Whether an entry begins here.
    pub cut: Cut,
    /// The rule that gave the role.
    pub why: Why,
    /// The time that a byline states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<Stamp>,
    /// What the format states of the entry that begins here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub native: Option<NativeEntry>,
    /// The links in its text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// The pictures that stand at it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<Picture>,
}

impl Piece {
    /// A piece at which no entry begins, and of which nothing else is known.
    pub fn new(line: u32, part: u16, role: Role, text: SafeText, why: &str) -> Self {
        Self {
            line,
            part,
            role,
            text,
            cut: Cut::Never,
            why: why.to_owned(),
            stamp: None,
            native: None,
            links: Vec::new(),
            pictures: Vec::new(),
        }
    }
}

/// Whether an entry begins at a piece.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cut {
    /// The page says that an entry begins here.
    Certain,
    /// The page says that none does.
    Never,
    /// Inferred: the natural logarithm of the odds for a beginning.
    Odds(f32),
}

/// A time as a byline states it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stamp {
    /// The instant, where the line states it in full.
    pub instant: Option<Timestamp>,
    /// The calendar day as (year, month, day), where the line states it.
    pub day: Option<(i16, i8, i8)>,
    /// The clock time as minutes after midnight, in the page's own zone.
    pub minutes: Option<u16>,
    /// How many minutes the zone is ahead of UTC, where the line names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<i32>,
    /// Minutes before the capture, for "9 minutes ago"; with the unit's size in minutes.
    pub ago: Option<(u32, u32)>,
    /// Who wrote the entry.
    pub author: Option<SafeText>,
}

/// What a native format states of one entry.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NativeEntry {
    /// The source's own identity for it.
    pub id: Option<String>,
    /// Whether that identity is only a position in the list ("item-3").
    pub positional: bool,
    /// When it was published.
    pub published_at: Option<Timestamp>,
    /// When it was last changed.
    pub updated_at: Option<Timestamp>,
    /// Who wrote it.
    pub author: Option<SafeText>,
    /// Whether this is a pinned copy, whose place says nothing of its time.
    pub pinned: bool,
    /// Its own address.
    pub url: Option<String>,
}
