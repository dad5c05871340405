//! Leaving a blog and coming back: the same entry under the eyes, whatever came in above it and however wide lines are.

use crate::app::flow::Item;
use crate::app::flow::Place;
use crate::app::ink::Piece;
use crate::app::order::Order;
use crate::app::panel::timeline::TOP;
use crate::app::panel::timeline::TimelinePanel;
use crate::app::panel::timeline::Toward;
use crate::engine::model::BlogId;
use crate::engine::model::EntryId;
use crate::engine::model::LeftAt;

impl TimelinePanel {
    /// Where the open blog is read now, if the library knows of another place. Its beginning is no place to come back to:
    /// there one is to see what is newest.
    pub fn left_now(&self) -> Option<Option<LeftAt>> {
        let known = self.news.is_some() && self.ready;
        let begins = self.top == TOP && self.cursor <= self.flow.held;
        let now = self.place_now().filter(|_| !begins);
        (known && self.kept != now).then_some(now)
    }

    /// Takes note that the library is told where the open blog is read now.
    pub fn note_place(&mut self) {
        if let Some(now) = self.left_now() {
            self.kept = now;
        }
    }

    /// Where the open blog is read now.
    fn place_now(&self) -> Option<LeftAt> {
        let cursor = self.row()?.id;
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let (top, text) = match self.top.item {
            Item::Head => (None, None),
            Item::Entry(index) => {
                let piece = self.flow.piece(index, self.top.line);
                let text = piece.map(|piece| (number(piece.text), number(piece.start)));
                (Some(self.flow.rows.get(index)?.id), text)
            }
        };
        Some(LeftAt {
            cursor,
            top,
            line: number(self.top.line),
            text,
        })
    }

    /// Remembers where the open blog is left, for as long as the reader runs.
    pub(in crate::app::panel::timeline) fn remember(&mut self) {
        if let (Some(blog), Some(now)) = (self.blog, self.place_now()) {
            self.left.insert(blog, now);
        }
    }

    /// Goes to an entry of a blog when its rows come.
    pub fn come_back_to(&mut self, blog: BlogId, entry: EntryId) {
        let left = LeftAt {
            cursor: entry,
            top: Some(entry),
            line: 0,
            text: None,
        };
        self.left.insert(blog, left);
    }

    /// Takes where the library says that the open blog was left. What this reader remembers itself counts more.
    pub fn take_left(&mut self, left: Option<LeftAt>) {
        self.kept = left;
        if let (Some(blog), Some(left), false) = (self.blog, left, self.ready) {
            self.left.entry(blog).or_insert(left);
        }
    }

    /// Goes back to where the blog was left. What came in since the last visit counts as waiting.
    pub(in crate::app::panel::timeline) fn come_back(&mut self) {
        self.seen = self.newest_row();
        let Some(left) = self.blog.and_then(|blog| self.left.get(&blog).copied()) else {
            return;
        };
        let Some(cursor) = self.position(left.cursor) else {
            return;
        };
        self.cursor = cursor;
        self.back = Some(left);
        self.settle_back();
        let boundary = self.flow.boundary.and_then(|(id, _)| self.position(id));
        let seen = match (self.flow.order, self.top.item, boundary) {
            (Order::Newest, Item::Entry(top), Some(boundary)) if boundary <= top => Some(boundary),
            (Order::Oldest, _, Some(boundary)) => boundary.checked_sub(1),
            _ => None,
        };
        if let Some(row) = seen.and_then(|at| self.flow.rows.get(at)) {
            self.seen = Some(row.id);
        }
        self.pending = Some(Toward::Back);
    }

    fn position(&self, id: EntryId) -> Option<usize> {
        self.flow.rows.iter().position(|row| row.id == id)
    }

    /// Puts the line at the top that stood there when the blog was left; once more whenever entries came.
    pub(in crate::app::panel::timeline) fn settle_back(&mut self) {
        let Some(left) = self.back else { return };
        self.top = Place {
            item: match left.top {
                None => Item::Head,
                Some(id) => Item::Entry(self.position(id).unwrap_or(self.cursor)),
            },
            line: left.line as usize,
        };
        if let (Item::Entry(_), Some((text, start))) = (self.top.item, left.text) {
            let shows = |piece: Piece| piece.text == text as usize && piece.start <= start as usize;
            let built = self.flow.item(self.top.item);
            let mut lines = built.lines.iter();
            let line = lines.rposition(|line| line.piece.is_some_and(shows));
            self.top.line = line.unwrap_or(self.top.line);
        }
        self.clamp();
        // Above the first entry one may have read on in the page's head; the cursor waits below.
        if self.top.item != Item::Head || self.cursor > self.flow.held {
            self.see_cursor();
        }
    }
}
