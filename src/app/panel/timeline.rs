//! The timeline: where the cursor is, which line stands at the top, and how both move.
//! A place is an item and a line within it, never a row number, so that what comes in moves nothing.

mod arrive;
mod show;
mod sift;
mod ticks;

use std::collections::HashMap;
use std::collections::HashSet;

use jiff::Timestamp;

use crate::app::compose::Dress;
use crate::app::compose::Fold;
use crate::app::compose::Summary;
use crate::app::flow::Flow;
use crate::app::flow::Item;
use crate::app::flow::Place;
use crate::app::geometry::COMPACT_HEIGHT;
use crate::app::geometry::TINY_HEIGHT;
use crate::app::ink::Line;
use crate::app::ink::Span;
use crate::app::names::Names;
use crate::app::panel::timeline::sift::Sieve;
use crate::engine::model::BlogId;
use crate::engine::model::EntryId;
use crate::engine::model::EntryRow;
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
}

/// What a movement did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moved {
    /// Lines scrolled, the cursor stayed.
    Scrolled,
    /// The cursor left these entries behind.
    Passed(std::ops::Range<usize>),
    /// There is nothing further; the cursor stands on this entry.
    Edge(usize),
}

/// Where a blog was left, to come back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    cursor: EntryId,
    top: Option<EntryId>,
    line: usize,
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
    pub snapshots: Vec<SnapshotSummary>,
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
    /// What the pane shows, line by line.
    pub view: Vec<Line>,
    /// The bar beside the lines, one sign for each; empty where everything is in view.
    pub bar: Vec<Span>,
    /// The first and the last position in view.
    visible: (usize, usize),
    /// How many entries came in above since the reader was last at the top.
    pub fresh: usize,
    /// What came in since the last visit, once that is known.
    pub news: Option<News>,
    /// The blog whose visit goes on, and when everything was read that the reader has seen of it.
    pub visiting: Option<(BlogId, Timestamp)>,
    /// When the rows were read.
    pub read_at: Option<Timestamp>,
    /// The same for the newest rows that do not wait above.
    pub seen_at: Option<Timestamp>,
    /// All versions of the texts above the entries.
    pub history: Option<PageText>,
    /// Entries that the reader marked unread: reading does not mark them again.
    pub spared: HashSet<EntryId>,
    /// How the page head is shown, if the reader said so.
    summary: Option<Fold>,
    seen: Option<EntryId>,
    held_page: Option<(PageText, Vec<SnapshotSummary>)>,
    sieve: Option<Sieve>,
    pending: Option<Toward>,
    in_view: bool,
    left: HashMap<BlogId, Left>,
}

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
            snapshots: Vec::new(),
            cursor: 0,
            top: TOP,
            height: 1,
            gutter: 0,
            needle: String::new(),
            names: Names::default(),
            view: Vec::new(),
            bar: Vec::new(),
            visible: (0, 0),
            fresh: 0,
            news: None,
            visiting: None,
            read_at: None,
            seen_at: None,
            history: None,
            spared: HashSet::new(),
            summary: None,
            seen: None,
            held_page: None,
            sieve: None,
            pending: None,
            in_view: false,
            left: HashMap::new(),
        }
    }

    /// The row under the cursor.
    pub fn row(&self) -> Option<EntryRow> {
        self.flow.rows.get(self.cursor).copied()
    }

    /// The rows that are shown, of the blog or of those that pass the filter.
    pub fn rows(&self) -> &[EntryRow] {
        &self.flow.rows
    }

    /// The row of an entry, which may be known to stand at a position.
    pub fn row_mut(&mut self, id: EntryId, at: Option<usize>) -> Option<&mut EntryRow> {
        let stands = |at: &usize| self.flow.rows.get(*at).is_some_and(|row| row.id == id);
        let at = at.or(Some(self.cursor)).filter(stands);
        let at = at.or_else(|| self.flow.rows.iter().position(|row| row.id == id))?;
        self.flow.rows.get_mut(at)
    }

    /// The entry under the cursor, if it is loaded.
    pub fn entry(&self) -> Option<&MarkedEntry> {
        self.flow.loaded.get(&self.row()?.id)
    }

    /// The title of the blog as its page says it.
    pub fn title(&self) -> Option<&SafeText> {
        Some(&self.flow.page.as_ref()?.title.first()?.text)
    }

    /// One entry down, or one line inside an entry whose end is not in view.
    pub fn down(&mut self) -> Moved {
        self.pending = None;
        let item = Item::Entry(self.cursor);
        let end = Place {
            item,
            line: self.flow.item(item).content().saturating_sub(1),
        };
        if end > self.top && !self.sees(end) {
            self.top = self.flow.down(self.top, 1);
            return Moved::Scrolled;
        }
        if self.cursor + 1 >= self.flow.rows.len() {
            return Moved::Edge(self.cursor);
        }
        self.cursor += 1;
        self.reveal(Toward::Below);
        Moved::Passed(self.cursor - 1..self.cursor)
    }

    /// One entry up, or one line inside an entry whose beginning is not in view.
    pub fn up(&mut self) -> Moved {
        self.pending = None;
        let start = Place {
            item: Item::Entry(self.cursor),
            line: 0,
        };
        let first = self.cursor <= self.flow.held;
        if start < self.top || (first && self.top > TOP) {
            self.top = self.flow.up(self.top, 1);
            return Moved::Scrolled;
        }
        if first {
            return Moved::Edge(self.cursor);
        }
        self.cursor -= 1;
        self.reveal(Toward::Above);
        Moved::Scrolled
    }

    /// Some lines down; the cursor goes along where it would leave the view.
    pub fn scroll_down(&mut self, lines: usize) -> Moved {
        self.pending = None;
        let (top, cursor) = (self.top, self.cursor);
        self.top = self.flow.down(self.top, lines);
        self.clamp();
        let last = self.flow.rows.len().saturating_sub(1);
        if self.top == top {
            self.cursor = last;
            return if cursor == last {
                Moved::Edge(last)
            } else {
                Moved::Passed(cursor..last)
            };
        }
        if !self.sees_start(self.cursor) {
            let at = match self.top.item {
                Item::Head => self.flow.held,
                Item::Entry(index) => index,
            };
            self.cursor = if self.sees_start(at) || !self.sees_start(at + 1) {
                at
            } else {
                at + 1
            }
            .min(last)
            .max(cursor);
        }
        Moved::Passed(cursor..self.cursor.max(cursor))
    }

    /// Some lines up; the cursor goes along where it would leave the view.
    pub fn scroll_up(&mut self, lines: usize) -> Moved {
        self.pending = None;
        let top = self.top;
        self.top = self.flow.up(self.top, lines);
        if self.top == top {
            let edge = Moved::Edge(self.cursor);
            self.cursor = self.flow.held.min(self.flow.rows.len().saturating_sub(1));
            return edge;
        }
        let top_index = match self.top.item {
            Item::Head => self.flow.held,
            Item::Entry(index) => index,
        };
        while self.cursor > top_index && !self.sees_start(self.cursor) {
            self.cursor -= 1;
        }
        Moved::Scrolled
    }

    /// To the top, letting in what was held back.
    pub fn first(&mut self) {
        self.release();
        self.pending = None;
        self.top = TOP;
        self.cursor = 0;
        self.seen = self.flow.rows.first().map(|row| row.id);
        self.fresh = 0;
    }

    /// Whether the reader waits at the top: the first line is in view and the cursor on the newest entry.
    pub fn is_at_top(&self) -> bool {
        self.top.item == Item::Head && self.cursor <= self.flow.held
    }

    /// To the newest entry, letting in what was held back.
    pub fn newest(&mut self) {
        self.first();
        if !self.flow.rows.is_empty() {
            self.reveal(Toward::Below);
        }
    }

    /// To the end.
    pub fn last(&mut self) {
        self.cursor = self.flow.rows.len().saturating_sub(1);
        self.reveal(Toward::End);
    }

    /// To an entry.
    pub fn jump(&mut self, index: usize, toward: Toward) {
        if index < self.flow.held {
            self.release();
        }
        self.cursor = index.min(self.flow.rows.len().saturating_sub(1));
        self.reveal(toward);
    }

    /// The entries that are loaded and of which something is in view, from top to bottom.
    pub fn in_view(&mut self) -> impl Iterator<Item = &MarkedEntry> {
        let last = self.flow.down(self.top, self.height.saturating_sub(1)).item;
        let index = |item| match item {
            Item::Head => 0,
            Item::Entry(index) => index,
        };
        let rows = index(self.top.item)..=index(last);
        let rows = self.flow.rows.get(rows).unwrap_or_default();
        rows.iter().filter_map(|row| self.flow.loaded.get(&row.id))
    }

    /// Puts the cursor on the entry that a line of the pane belongs to; nothing moves.
    pub fn select_at(&mut self, line: usize) {
        if line < self.view.len()
            && let Item::Entry(index) = self.flow.down(self.top, line).item
        {
            self.pending = None;
            self.cursor = index;
        }
    }

    /// Folds or unfolds the entry under the cursor; its first line stays where it is.
    pub fn toggle_fold(&mut self) -> Option<Fold> {
        let id = self.row()?.id;
        let row = self.cursor_row();
        if !self.flow.folding.others.remove(&id) {
            self.flow.folding.others.insert(id);
        }
        self.put_cursor_at(row);
        Some(self.flow.fold(id))
    }

    /// Shows the entry under the cursor against its next older version, or as it is after the oldest of so many;
    /// its first line stays where it is. Answers which older version it is.
    pub fn cycle_versions(&mut self, versions: usize) -> Option<usize> {
        let id = self.row()?.id;
        let row = self.cursor_row();
        let older = self.flow.against.get(&id).map_or(1, |older| older + 1);
        let older = (older < versions).then_some(older);
        match older {
            Some(older) => self.flow.against.insert(id, older),
            None => self.flow.against.remove(&id),
        };
        if self.flow.fold(id) == Fold::Folded && older.is_some() {
            self.toggle_fold();
        }
        self.put_cursor_at(row);
        older
    }

    /// Folds or unfolds all entries; the entry under the cursor stays where it is.
    pub fn fold_all(&mut self, fold: Fold) {
        let row = self.cursor_row();
        self.flow.folding.all = fold;
        self.flow.folding.others.clear();
        self.summary = Some(fold);
        if self.top != TOP {
            self.put_cursor_at(row);
        }
    }

    /// Shows the page head as the reader asked, or as fits a screen of so many rows.
    pub fn show_summary(&mut self, rows: u16, how: &str) {
        let how = format!("{how} shows all");
        let summary = match self.summary {
            Some(Fold::Open) => Summary::Whole,
            None if rows > COMPACT_HEIGHT => Summary::Whole,
            None if rows > TINY_HEIGHT => Summary::First(how),
            Some(Fold::Folded) | None => Summary::Hidden(how),
        };
        if self.flow.summary != summary {
            self.flow.summary = summary;
            self.flow.head_changed();
        }
    }

    /// Stands where it stood before.
    pub fn stand(&mut self, cursor: usize, top: Place) {
        self.pending = None;
        self.cursor = cursor.min(self.flow.rows.len().saturating_sub(1));
        self.top = top;
        self.clamp();
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

    fn cursor_row(&mut self) -> usize {
        let item = Item::Entry(self.cursor);
        let line = self.flow.item(item).prelude;
        self.flow
            .distance(self.top, Place { item, line }, self.height)
            .unwrap_or(0)
    }

    fn put_cursor_at(&mut self, row: usize) {
        let item = Item::Entry(self.cursor);
        let line = self.flow.item(item).prelude;
        self.top = self.flow.up(Place { item, line }, row);
        self.clamp();
    }

    /// Scrolls as little as it takes to have the beginning of the entry under the cursor in view.
    pub fn see_cursor(&mut self) {
        if self.flow.rows.is_empty() || self.sees_start(self.cursor) {
            return;
        }
        let item = Item::Entry(self.cursor);
        let inside = self.top.item == item;
        if !inside {
            let toward = if item < self.top.item {
                Toward::Above
            } else {
                Toward::Below
            };
            self.reveal(toward);
        }
    }

    fn sees(&mut self, place: Place) -> bool {
        self.flow.distance(self.top, place, self.height).is_some()
    }

    fn sees_start(&mut self, index: usize) -> bool {
        if index >= self.flow.rows.len() {
            return false;
        }
        let item = Item::Entry(index);
        let line = self.flow.item(item).prelude;
        self.sees(Place { item, line })
    }

    /// Brings the entry under the cursor into view, as whole as it fits.
    fn reveal(&mut self, toward: Toward) {
        self.pending = Some(toward);
        if self.flow.rows.is_empty() {
            self.top = TOP;
            return;
        }
        let item = Item::Entry(self.cursor);
        let built = self.flow.item(item);
        let start = Place { item, line: 0 };
        let end = Place {
            item,
            line: built.content().saturating_sub(1),
        };
        let fits = built.content() <= self.height;
        let whole = start >= self.top && self.sees(end);
        let up = self.height.saturating_sub(1);
        match toward {
            Toward::End => {
                let end = self.flow.end();
                self.top = self.flow.up(end, up);
            }
            _ if whole => {}
            Toward::Below if fits => self.top = self.flow.up(end, up),
            Toward::Above if !fits => self.top = self.flow.up(end, up),
            Toward::Below | Toward::Above | Toward::Jump | Toward::Hit => self.top = start,
        }
        if toward == Toward::Hit {
            self.reveal_hit();
        }
        self.clamp();
    }

    /// Moves the first found line of the entry under the cursor into view.
    fn reveal_hit(&mut self) {
        let Some(line) = self.first_hit() else { return };
        let place = Place {
            item: Item::Entry(self.cursor),
            line,
        };
        if !self.sees(place) {
            self.top = self.flow.up(place, self.height / 2);
        }
    }

    /// Leaves no empty rows below the end where there is more above.
    fn clamp(&mut self) {
        let built = self.flow.item(self.top.item);
        self.top.line = self.top.line.min(built.lines.len().saturating_sub(1));
        let at = match self.top.item {
            Item::Head => 0,
            Item::Entry(index) => index,
        };
        if at + self.height < self.flow.rows.len() {
            return;
        }
        let end = self.flow.end();
        let room = self.height.saturating_sub(1);
        if end < self.top
            || self
                .flow
                .distance(self.top, end, self.height)
                .is_some_and(|rows| rows < room)
        {
            self.top = self.flow.up(end, room);
        }
    }
}
