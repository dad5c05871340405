//! Prepared lines: text with a meaning for each span, ready to be copied to the screen.
//! How a meaning looks is the theme's business.

use std::ops::Deref;
use std::sync::Arc;

use crate::engine::names::Kind;

/// What a name stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ground {
    /// Running text.
    Text,
    /// The heading of an entry.
    Heading,
    /// Who wrote an entry.
    Byline,
    /// A quote.
    Quote,
    /// The text of a related article.
    Card,
    /// The title of a related article.
    CardTitle,
    /// A picture or video.
    Media,
    /// A line that points to a card.
    LeadIn,
}

impl Ground {
    const INKS: [(Self, Ink); 8] = [
        (Self::Text, Ink::Text),
        (Self::Heading, Ink::Heading),
        (Self::Byline, Ink::Byline),
        (Self::Quote, Ink::Quote),
        (Self::Card, Ink::Card),
        (Self::CardTitle, Ink::CardTitle),
        (Self::Media, Ink::Media),
        (Self::LeadIn, Ink::LeadIn),
    ];

    /// The ground that text of an ink is, if names can stand in it.
    pub fn of(ink: Ink) -> Option<Self> {
        let row = Self::INKS.iter().find(|(_, one)| *one == ink);
        row.map(|(ground, _)| *ground)
    }

    /// The ink of the text around the name.
    pub fn ink(self) -> Ink {
        let row = Self::INKS.iter().find(|(ground, _)| *ground == self);
        row.map_or(Ink::Text, |(_, ink)| *ink)
    }
}

/// What a span of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ink {
    /// Running text.
    Text,
    /// Small print.
    Muted,
    /// The title of a blog.
    Title,
    /// The heading of an entry.
    Heading,
    /// Who wrote an entry, and what happened to it.
    Byline,
    /// A quote.
    Quote,
    /// The text of a related article.
    Card,
    /// The title of a related article.
    CardTitle,
    /// A picture or video.
    Media,
    /// A line that points to a card.
    LeadIn,
    /// A line between panes.
    Rule,
    /// The head of the pane that has the keys.
    Focus,
    /// What the cursor stands on.
    Selection,
    /// Positions and counts.
    Status,
    /// An answer to what was asked for.
    Notice,
    /// Something that did not work.
    Error,
    /// The name of a key.
    Key,
    /// A stretch without snapshots.
    Gap,
    /// A day.
    Day,
    /// Never read.
    Unread,
    /// Changed since it was read.
    Changed,
    /// Bookmarked.
    Bookmarked,
    /// Taken down.
    Withdrawn,
    /// Found by the search.
    Hit,
    /// Found by the search, in the entry under the cursor.
    HitCurrent,
    /// Text that a revision added.
    Added,
    /// A number or a name that a revision added.
    AddedFact,
    /// Text that a revision took away.
    Removed,
    /// A number or a name that a revision took away.
    RemovedFact,
    /// A name of this kind, and what it stands in.
    Named(Kind, Ground),
    /// What says that this is the sample.
    Sample,
}

/// A piece of text of one meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The text.
    pub text: String,
    /// What it is.
    pub ink: Ink,
}

/// Which text a line shows: lets hits be marked without wrapping again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Which text of the entry: 0 is the heading, n the block n - 1.
    pub text: usize,
    /// Where in it the line starts, in bytes.
    pub start: usize,
    /// Which span of the line shows it.
    pub span: usize,
}

/// One line of the screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// Its spans, from left to right.
    pub spans: Vec<Span>,
    /// The text it shows, if it shows a text of an entry.
    pub piece: Option<Piece>,
    /// What the whole row is, under its spans.
    pub fill: Option<Ink>,
}

impl Line {
    /// An empty line.
    pub fn blank() -> Self {
        Self::default()
    }

    /// A line of one span.
    pub fn of(text: impl Into<String>, ink: Ink) -> Self {
        Self::default().and(text, ink)
    }

    /// The beginning of a line in a list: the bar of the cursor where it stands, else nothing in its place.
    pub fn led_by(bar: Option<&str>) -> Self {
        let bar = match bar {
            Some(bar) => Self::of(bar, Ink::Selection),
            None => Self::of(" ", Ink::Text),
        };
        bar.and(" ", Ink::Text)
    }

    /// The line with a span after it.
    pub fn and(mut self, text: impl Into<String>, ink: Ink) -> Self {
        self.spans.push(Span {
            text: text.into(),
            ink,
        });
        self
    }

    /// The text without its meanings.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }
}

/// One of several lines that are kept together, so that what is shown once more is not made once more.
#[derive(Debug, Clone)]
pub struct Shared {
    lines: Arc<Vec<Line>>,
    at: usize,
}

impl Shared {
    /// One of some lines, if there is such a one.
    pub fn of(lines: &Arc<Vec<Line>>, at: usize) -> Option<Self> {
        let lines = Arc::clone(lines);
        (at < lines.len()).then_some(Self { lines, at })
    }

    /// Whether this is the same line, not only one that looks the same.
    pub fn is(&self, other: &Self) -> bool {
        self.at == other.at && Arc::ptr_eq(&self.lines, &other.lines)
    }
}

impl Deref for Shared {
    type Target = Line;

    fn deref(&self) -> &Line {
        &self.lines[self.at]
    }
}
