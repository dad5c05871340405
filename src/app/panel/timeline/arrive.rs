//! What comes in from the library while a timeline is open: rows, page heads, entries.
//! Nothing here moves a line that the reader sees.

use std::collections::HashSet;

use jiff::Timestamp;

use crate::app::common::Common;
use crate::app::compose::Dress;
use crate::app::flow::Flow;
use crate::app::flow::Item;
use crate::app::order::Order;
use crate::app::panel::timeline::TOP;
use crate::app::panel::timeline::TimelinePanel;
use crate::app::panel::timeline::Toward;
use crate::app::rows::Rows;
use crate::engine::model::BlogId;
use crate::engine::model::EntryId;
use crate::engine::model::EntryRow;
use crate::engine::model::MarkedEntry;
use crate::engine::model::PageText;
use crate::engine::model::SnapshotSummary;
use crate::engine::news::Kind;
use crate::engine::news::News;

impl TimelinePanel {
    /// Opens a blog; its rows are to come with this ticket.
    pub fn open(&mut self, blog: BlogId, ticket: u64, dress: Dress) {
        self.remember();
        let folding = self.flow.folding.all;
        let (width, wrapped) = (self.flow.width, self.flow.wrapped);
        let order = self.flow.order;
        self.flow = Flow::new(dress);
        self.flow.order = order;
        self.bands.clear();
        self.flow.folding.all = folding;
        self.flow.width = width;
        self.flow.wrapped = wrapped;
        self.blog = Some(blog);
        self.ticket = ticket;
        self.ready = false;
        self.snapshots = Common::default();
        self.cursor = 0;
        self.top = TOP;
        self.fresh = 0;
        self.spared = Common::default();
        self.news = None;
        self.read_at = None;
        self.seen_at = None;
        self.history = None;
        self.seen = None;
        self.held_page = None;
        self.sieve = None;
        self.pending = None;
        self.kept = None;
        self.back = None;
    }

    /// Takes the rows of the open blog, newest first, read at a time.
    pub fn take_rows(&mut self, ticket: u64, rows: Vec<EntryRow>, at: Timestamp) {
        self.ticket = ticket;
        self.read_at = Some(at);
        self.flow.asked.clear();
        let rows = self.sifted(self.flow.order.arranged(rows));
        self.bands.clear();
        if self.ready {
            self.replace_rows(rows.into());
        } else {
            self.flow.rows = rows.into();
            self.draw_boundary();
            self.ready = true;
            self.come_back();
        }
        self.note_fresh();
    }

    /// Takes what came in since the last visit.
    pub fn take_news(&mut self, news: News) {
        self.news = Some(news.into());
    }

    /// Draws the line between what came in since the last visit and what was there. Only before the entries are shown
    /// for the first time: later it would push them down.
    pub(in crate::app::panel::timeline) fn draw_boundary(&mut self) {
        let Some(news) = &self.news else { return };
        let new: HashSet<EntryId> = news
            .of(|kind| kind == Kind::New)
            .map(|item| item.entry.id)
            .collect();
        let rows = &self.flow.rows;
        let old = |row: &EntryRow| !new.contains(&row.id);
        let below = match self.flow.order {
            Order::Newest => rows.iter().position(old),
            Order::Oldest => rows.iter().rposition(old).map(|at| at + 1),
        };
        let row = below.filter(|at| *at > 0).and_then(|at| rows.get(at));
        self.flow.boundary = row.map(|row| row.id).zip(news.since);
    }

    fn replace_rows(&mut self, rows: Rows) {
        let prelude = self.flow.item(self.top.item).prelude;
        // What comes in above the view, or goes there, gives entries in view other neighbours. Of the first one the
        // lines above its text may be out of view.
        let first = match self.top.item {
            Item::Head => self.flow.held,
            Item::Entry(index) if self.top.line < prelude => index,
            Item::Entry(index) => index + 1,
        };
        self.flow.keep_above(first, self.visible.1);
        let old = std::mem::replace(&mut self.flow.rows, rows);
        let top = match self.top.item {
            Item::Head => None,
            Item::Entry(index) => Some(self.survivor(&old, index)),
        };
        self.cursor = self.survivor(&old, self.cursor);
        self.flow.held = match top {
            None if !old.is_empty() => self.survivor(&old, self.flow.held),
            None => 0,
            Some(top) if self.flow.held > 0 => self.survivor(&old, self.flow.held).min(top),
            Some(_) => 0,
        };
        let (first, last) = self.visible;
        let now_first = top.unwrap_or(self.flow.held);
        self.visible = (now_first, now_first + last.saturating_sub(first));
        if let Some(top) = top {
            self.top.item = Item::Entry(top);
            let now = self.flow.item(self.top.item).prelude;
            self.top.line = (self.top.line + now).saturating_sub(prelude);
        }
        let known: HashSet<EntryId> = self.flow.rows.iter().map(|row| row.id).collect();
        self.flow.loaded.retain(|id, _| known.contains(id));
    }

    /// Where an entry of the old rows is now; where it is gone, the nearest that is not, older ones first.
    fn survivor(&self, old: &Rows, index: usize) -> usize {
        let now = &self.flow.rows;
        let find = |row: &EntryRow| now.iter().position(|other| other.id == row.id);
        let Some(row) = old.get(index) else { return 0 };
        if let Some(at) = find(row) {
            return at;
        }
        let older = old.range(index..).take(64).find_map(find);
        let newer = || old.range(..index).rev().take(64).find_map(find);
        older
            .or_else(newer)
            .unwrap_or(index.min(now.len().saturating_sub(1)))
    }

    /// Takes what stands above the entries.
    pub fn take_page(&mut self, page: PageText, snapshots: Vec<SnapshotSummary>) {
        let changed = self
            .flow
            .page
            .as_ref()
            .is_some_and(|known| **known != page || *self.snapshots != snapshots);
        if changed && self.top.item == Item::Head {
            self.held_page = Some((page, snapshots).into());
        } else {
            self.set_page(page, snapshots);
        }
        if self.pending == Some(Toward::Back) {
            self.settle_back();
        }
    }

    fn set_page(&mut self, page: PageText, snapshots: Vec<SnapshotSummary>) {
        self.flow.made_of = match snapshots.len() {
            1 => "from 1 snapshot".to_owned(),
            n => format!("from {n} snapshots"),
        };
        self.flow.page = Some(page.into());
        self.flow.head_changed();
        self.snapshots = snapshots.into();
    }

    /// Takes entries, and finishes a movement that waited for them.
    pub fn take_entries(&mut self, entries: Vec<MarkedEntry>) {
        self.flow.take(entries);
        if let Some(toward) = self.pending {
            self.reveal(toward);
        }
    }

    /// Lets in what was held back, where the reader goes elsewhere.
    pub(in crate::app::panel::timeline) fn release(&mut self) {
        self.flow.kept.clear();
        self.let_in();
    }

    /// Lets in what was held back. To be called where the lines it moves are not in view.
    fn let_in(&mut self) {
        self.flow.held = 0;
        if let Some(held) = self.held_page.take() {
            let (page, snapshots) = held.own();
            self.set_page(page, snapshots);
        }
    }

    /// Lets in what was held back once the reader is well below it.
    pub fn release_unseen(&mut self) {
        self.flow.let_go(self.visible.0, self.visible.1);
        let waits = self.flow.held > 0 || self.held_page.is_some();
        if waits && self.top.item > Item::Entry(self.flow.held) {
            self.let_in();
        }
    }
}
