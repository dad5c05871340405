//! How the cursor and the line at the top move: by lines, by entries, to a place, and around what is folded.

use crate::app::compose::Fold;
use crate::app::flow::Item;
use crate::app::flow::Place;
use crate::app::panel::timeline::Moved;
use crate::app::panel::timeline::TOP;
use crate::app::panel::timeline::TimelinePanel;
use crate::app::panel::timeline::Toward;

impl TimelinePanel {
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
        self.note_fresh();
    }

    /// Whether the reader waits at the top: the first line is in view and the cursor on the newest entry.
    pub fn is_at_top(&self) -> bool {
        self.top.item == Item::Head && self.cursor <= self.flow.held
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

    /// Stands where it stood before.
    pub fn stand(&mut self, cursor: usize, top: Place) {
        self.pending = None;
        self.cursor = cursor.min(self.flow.rows.len().saturating_sub(1));
        self.top = top;
        self.clamp();
    }

    pub(in crate::app::panel::timeline) fn cursor_row(&mut self) -> usize {
        let item = Item::Entry(self.cursor);
        let line = self.flow.item(item).prelude;
        self.flow
            .distance(self.top, Place { item, line }, self.height)
            .unwrap_or(0)
    }

    pub(in crate::app::panel::timeline) fn put_cursor_at(&mut self, row: usize) {
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

    pub(in crate::app::panel::timeline) fn sees(&mut self, place: Place) -> bool {
        self.flow.distance(self.top, place, self.height).is_some()
    }

    pub(in crate::app::panel::timeline) fn sees_start(&mut self, index: usize) -> bool {
        if index >= self.flow.rows.len() {
            return false;
        }
        let item = Item::Entry(index);
        let line = self.flow.item(item).prelude;
        self.sees(Place { item, line })
    }

    /// Brings the entry under the cursor into view, as whole as it fits.
    pub(in crate::app::panel::timeline) fn reveal(&mut self, toward: Toward) {
        self.pending = Some(toward);
        if toward == Toward::Back {
            return self.settle_back();
        }
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
            Toward::Below | Toward::Above | Toward::Jump | Toward::Hit | Toward::Back => {
                self.top = start;
            }
        }
        if toward == Toward::Hit {
            self.reveal_hit();
        }
        self.clamp();
    }

    /// Moves the first found line of the entry under the cursor into view.
    pub(in crate::app::panel::timeline) fn reveal_hit(&mut self) {
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
    pub(in crate::app::panel::timeline) fn clamp(&mut self) {
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
