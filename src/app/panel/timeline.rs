//! The timeline: where the cursor is, which line stands at the top, and how both move.
//! A place is an item and a line within it, never a row number, so that what comes in moves nothing.

mod arrive;
mod back;
mod dressed;
pub mod gutter;
mod motion;
mod show;
mod sift;
mod ticks;
mod turn;

use std::collections::HashMap;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;

use crate::app::common::Common;
use crate::app::compose::Dress;
use crate::app::compose::Fold;
use crate::app::compose::Summary;
use crate::app::flow::Flow;
use crate::app::flow::Item;
use crate::app::flow::Place;
use crate::app::geometry::COMPACT_HEIGHT;
use crate::app::geometry::TINY_HEIGHT;
use crate::app::ink::Ink;
use crate::app::ink::Shared;
use crate::app::names::Names;
use crate::app::panel::timeline::dressed::Dressed;
use crate::app::panel::timeline::gutter::Marks;
use crate::app::panel::timeline::sift::Sieve;
use crate::app::panel::timeline::ticks::Bands;
use crate::app::rows::Rows;
use crate::engine::model::BlogId;
use crate::engine::model::EntryId;
use crate::engine::model::EntryRow;
use crate::engine::model::LeftAt;
use crate::engine::model::MarkedEntry;
use crate::engine::model::PageText;
use crate::engine::model::SnapshotSummary;
use crate::engine::news::News;
use crate::engine::text::SafeText;

/// How the entry under the cursor is brought into view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toward {
    /// The cursor came from above: as little scrolling as possible.
    Below,
    /// The cursor came from below: as little scrolling as possible.
    Above,
    /// The cursor came from afar: the entry at the top.
    Jump,
    /// The cursor came from afar, for the text that was searched for.
    Hit,
    /// The end of the timeline at the end of the pane.
    End,
    /// The cursor came back to where the blog was left: the same line at the top.
    Back,
}

/// What a movement did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moved {
    /// Lines scrolled, the cursor stayed.
    Scrolled,
    /// The cursor left these entries behind.
    Passed(Range<usize>),
    /// There is nothing further; the cursor stands on this entry.
    Edge(usize),
}

/// The timeline pane.
#[derive(Debug, Clone)]
pub struct TimelinePanel {
    /// The open blog.
    pub blog: Option<BlogId>,
    /// The ticket of its rows: answers to older requests are dropped.
    pub ticket: u64,
    /// Whether its rows have come.
    pub ready: bool,
    /// The stream of its entries.
    pub flow: Flow,
    /// The snapshots it was made from.
    pub snapshots: Common<Vec<SnapshotSummary>>,
    /// The position of the entry under the cursor.
    pub cursor: usize,
    /// The place at the top of the pane.
    pub top: Place,
    /// How many lines the pane shows.
    pub height: usize,
    /// How many columns stand before the text.
    pub gutter: usize,
    /// What is highlighted.
    pub needle: String,
    /// The names in it, and which are marked.
    pub names: Names,
    /// What the pane shows, line by line, beside the gutter.
    pub view: Vec<Shared>,
    /// The marks in the gutter.
    pub marks: Vec<Marks>,
    /// Which of these lines are of the entry under the cursor.
    pub under_cursor: Range<usize>,
    /// The bar beside the lines, one sign for each; empty where everything is in view.
    pub bar: Arc<Vec<(&'static str, Ink)>>,
    /// The items in view with the names in them, and those that may come into view next.
    dressed: Vec<Dressed>,
    /// Those that were so before.
    undressed: Vec<Dressed>,
    /// What the bar tells of the rows.
    bands: Bands,
    /// The first and the last position in view.
    visible: (usize, usize),
    /// How many entries came in since the reader was last where news comes in.
    pub fresh: usize,
    /// What came in since the last visit, once that is known.
    pub news: Option<Common<News>>,
    /// The blog whose visit goes on, and when everything was read that the reader has seen of it.
    pub visiting: Option<(BlogId, Timestamp)>,
    /// When the rows were read.
    pub read_at: Option<Timestamp>,
    /// The same for the newest rows that do not wait above.
    pub seen_at: Option<Timestamp>,
    /// All versions of the texts above the entries.
    pub history: Option<Common<PageText>>,
    /// Whether the library takes where blogs are read.
    pub place_is_kept: bool,
    /// Entries that the reader marked unread: reading does not mark them again.
    pub spared: Common<HashSet<EntryId>>,
    /// How the page head is shown, if the reader said so.
    summary: Option<Fold>,
    seen: Option<EntryId>,
    held_page: Option<Common<(PageText, Vec<SnapshotSummary>)>>,
    sieve: Option<Common<Sieve>>,
    pending: Option<Toward>,
    in_view: bool,
    /// Where the blogs were left that were open before.
    left: Common<HashMap<BlogId, LeftAt>>,
    /// Where the library says that the open blog was left.
    kept: Option<LeftAt>,
    /// What stands at the top as soon as it has come.
    back: Option<LeftAt>,
}

/// So far around the cursor rows are looked for first.
const NEAR: usize = 64;

const TOP: Place = Place {
    item: Item::Head,
    line: 0,
};

impl TimelinePanel {
    /// A pane without a blog.
    pub fn new(dress: Dress) -> Self {
        Self {
            blog: None,
            ticket: 0,
            ready: false,
            flow: Flow::new(dress),
            snapshots: Common::default(),
            cursor: 0,
            top: TOP,
            height: 1,
            gutter: 0,
            needle: String::new(),
            names: Names::default(),
            view: Vec::new(),
            marks: Vec::new(),
            under_cursor: 0..0,
            bar: Arc::default(),
            dressed: Vec::new(),
            undressed: Vec::new(),
            bands: Bands::default(),
            visible: (0, 0),
            fresh: 0,
            news: None,
            visiting: None,
            read_at: None,
            seen_at: None,
            history: None,
            spared: Common::default(),
            summary: None,
            seen: None,
            held_page: None,
            sieve: None,
            pending: None,
            in_view: false,
            left: Common::default(),
            kept: None,
            place_is_kept: true,
            back: None,
        }
    }

    /// The row under the cursor.
    pub fn row(&self) -> Option<EntryRow> {
        self.flow.rows.get(self.cursor).copied()
    }

    /// Whether a blog is open whose entries have not come.
    pub fn is_awaited(&self) -> bool {
        self.blog.is_some() && !self.ready
    }

    /// The rows that are shown, of the blog or of those that pass the filter.
    pub fn rows(&self) -> &Rows {
        &self.flow.rows
    }

    /// Where an entry stands, if that is near the cursor.
    pub fn near(&self, id: EntryId) -> Option<usize> {
        let stands = |at: &usize| self.flow.rows.get(*at).is_some_and(|row| row.id == id);
        let around = |far| [self.cursor.checked_sub(far), Some(self.cursor + far)];
        let mut near = (0..=NEAR).flat_map(around).flatten();
        near.find(stands)
    }

    /// The row of an entry, which may be known to stand at a position.
    pub fn row_mut(&mut self, id: EntryId, at: Option<usize>) -> Option<&mut EntryRow> {
        let stands = |at: &usize| self.flow.rows.get(*at).is_some_and(|row| row.id == id);
        // Most of what changes stands near the cursor; only then all rows are looked through.
        let at = at.filter(stands).or_else(|| self.near(id));
        let at = at.or_else(|| self.flow.rows.iter().position(|row| row.id == id))?;
        let row = self.flow.rows.get_mut(at)?;
        self.bands.touch(at, row);
        Some(row)
    }

    /// The entry under the cursor, if it is loaded.
    pub fn entry(&self) -> Option<&Common<MarkedEntry>> {
        self.flow.loaded.get(&self.row()?.id)
    }

    /// The title of the blog as its page says it.
    pub fn title(&self) -> Option<&SafeText> {
        Some(&self.flow.page.as_ref()?.title.first()?.text)
    }

    /// The entries that are loaded and of which something is in view, from top to bottom.
    pub fn in_view(&mut self) -> impl Iterator<Item = &MarkedEntry> {
        let last = self.flow.down(self.top, self.height.saturating_sub(1)).item;
        let index = |item| match item {
            Item::Head => 0,
            Item::Entry(index) => index,
        };
        let rows = index(self.top.item)..=index(last);
        let rows = self.flow.rows.range(rows);
        rows.filter_map(|row| self.flow.loaded.get(&row.id))
            .map(|marked| &**marked)
    }

    /// Shows the page head as the reader asked, or as fits a screen of so many rows.
    pub fn show_summary(&mut self, rows: u16, how: impl Fn() -> String) {
        let how = || format!("{} shows all", how());
        let summary = match self.summary {
            Some(Fold::Open) => Summary::Whole,
            None if rows > COMPACT_HEIGHT => Summary::Within(usize::from(rows) / 3, how()),
            None if rows > TINY_HEIGHT => Summary::First(how()),
            Some(Fold::Folded) | None => Summary::Hidden(how()),
        };
        if self.flow.summary != summary {
            self.flow.summary = summary;
            self.flow.head_changed();
        }
    }

    /// Of some places in ascending order the next or previous one from the cursor, around the ends, and whether it was
    /// one of the ends that was gone around; nothing where there are none.
    pub fn next_of(&self, positions: &[usize], forward: bool) -> Option<(usize, bool)> {
        let cursor = self.cursor;
        let next = if forward {
            let after = positions.iter().find(|at| **at > cursor);
            after.or(positions.first())
        } else {
            let before = positions.iter().rev().find(|at| **at < cursor);
            before.or(positions.last())
        };
        let at = *next?;
        let around = if forward { at <= cursor } else { at >= cursor };
        Some((at, around))
    }

    /// Where some entries stand, given in the order of the timeline; ascending, without those that are not shown.
    pub fn positions(&self, entries: &[EntryId]) -> Vec<usize> {
        let wanted: HashSet<EntryId> = entries.iter().copied().collect();
        let rows = self.flow.rows.iter().enumerate();
        rows.filter(|(_, row)| wanted.contains(&row.id))
            .map(|(at, _)| at)
            .collect()
    }

    /// The first position after (or before) the cursor whose row is of a kind.
    pub fn find(&self, forward: bool, wanted: impl Fn(&EntryRow) -> bool) -> Option<usize> {
        let rows = &self.flow.rows;
        let cursor = self.cursor.min(rows.len());
        if forward {
            (cursor + 1..rows.len()).find(|at| wanted(&rows[*at]))
        } else {
            (0..cursor).rev().find(|at| wanted(&rows[*at]))
        }
    }
}
