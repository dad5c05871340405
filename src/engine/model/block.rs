//! Blocks: the paragraphs, headings, cards and captions that entries and page heads are made of.

use serde::Deserialize;
use serde::Serialize;

use crate::engine::model::SnapshotId;
use crate::engine::text::SafeText;

/// What a line of a live-blog page is. The names are those of the export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The title of the page.
    Headline,
    /// The sentence under the title.
    Standfirst,
    /// The page's own lede, its key points and pinned copies; no entry.
    Summary,
    /// The heading of an entry.
    Heading,
    /// A line that states an entry's author or time.
    Byline,
    /// Running text.
    Paragraph,
    /// Quoted text that stands alone.
    Quote,
    /// One item of a list.
    ListItem,
    /// A short line that points to the card after it ("Read more here:").
    LeadIn,
    /// The title of a related article.
    CardTitle,
    /// The description of a related article.
    CardText,
    /// A picture, video or gallery, known by its caption.
    Media,
    /// Site furniture: set aside, always listable, never part of an entry.
    Furniture,
}

impl Role {
    /// Every role, in the order of a page from top to bottom.
    pub const ALL: [Self; 13] = [
        Self::Headline,
        Self::Standfirst,
        Self::Summary,
        Self::Heading,
        Self::Byline,
        Self::Paragraph,
        Self::Quote,
        Self::ListItem,
        Self::LeadIn,
        Self::CardTitle,
        Self::CardText,
        Self::Media,
        Self::Furniture,
    ];

    /// The name used in the export, on screen and in the documentation.
    pub fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Standfirst => "standfirst",
            Self::Summary => "summary",
            Self::Heading => "heading",
            Self::Byline => "byline",
            Self::Paragraph => "paragraph",
            Self::Quote => "quote",
            Self::ListItem => "list-item",
            Self::LeadIn => "lead-in",
            Self::CardTitle => "card-title",
            Self::CardText => "card-text",
            Self::Media => "media",
            Self::Furniture => "furniture",
        }
    }

    /// Whether blocks of this role are the running text of an entry, whose change is an edit.
    pub fn is_body(self) -> bool {
        matches!(self, Self::Paragraph | Self::Quote | Self::ListItem)
    }
}

/// A place in a snapshot: a line of the file as given, or the position of an entry in a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Source {
    /// The snapshot.
    pub snapshot: SnapshotId,
    /// The line, 1-based; for HTML and JSON the position of the entry in the page.
    pub line: u32,
    /// Which piece of that line, 0-based: a line that glues two texts together has two.
    #[serde(default)]
    pub part: u16,
}

/// A link in a text: where it stands and where it leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Link {
    /// The first byte of its text.
    pub start: u32,
    /// The byte after its last.
    pub end: u32,
    /// The address, of the web and in full.
    pub url: SafeText,
}

impl Link {
    /// The bytes of a text that it covers; nothing where they are no part of it.
    pub fn range(&self, text: &str) -> Option<std::ops::Range<usize>> {
        let range = usize::try_from(self.start).ok()?..usize::try_from(self.end).ok()?;
        text.get(range.clone()).map(|_| range)
    }
}

/// A picture that stands at a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Picture {
    /// Its address, of the web and in full; or the picture itself, as an address that begins with `data:`.
    pub url: SafeText,
    /// What the page says that it shows, for those who do not see it; often empty.
    pub words: SafeText,
    /// Whether the text is its caption; else it stands below the text.
    pub captioned: bool,
}

/// One paragraph-like unit of an entry or of the page head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub role: Role,
    /// Its text, without line breaks.
    pub text: SafeText,
    /// Every place that this block stands for.
    pub source: Vec<Source>,
    /// The links in it, in order; none overlaps another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// The pictures that stand at it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<Picture>,
}

impl Block {
    /// The pictures that stand below it without a caption.
    pub fn uncaptioned(&self) -> impl Iterator<Item = &Picture> {
        self.pictures.iter().filter(|one| !one.captioned)
    }
}
