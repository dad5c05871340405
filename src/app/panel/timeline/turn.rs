//! Turning the timeline round, and what is above and below then: where the newest entry is, and what came in there.

use crate::app::flow::Item;
use crate::app::order::Order;
use crate::app::order::turned;
use crate::app::panel::timeline::TimelinePanel;
use crate::engine::model::EntryId;

impl TimelinePanel {
    /// Which entry stands at the top.
    pub fn order(&self) -> Order {
        self.flow.order
    }

    /// Takes an order. The cursor stays on its entry, and its line where it is, as far as there are lines above it.
    pub fn set_order(&mut self, order: Order) {
        if self.flow.order == order {
            return;
        }
        let row = self.cursor_row();
        self.release();
        self.flow.order = order;
        self.flow.forget_lines();
        self.flow.asked.clear();
        self.bands.clear();
        let id = self.row().map(|row| row.id);
        self.turn_rows();
        let at = |id| self.flow.rows.iter().position(|row| row.id == id);
        self.cursor = id.and_then(at).unwrap_or(0);
        self.draw_boundary();
        self.seen = self.newest_row();
        if !self.flow.rows.is_empty() {
            self.put_cursor_at(row);
            self.see_cursor();
        }
    }

    /// Turns the rows of the blog, and takes those that are shown from them.
    fn turn_rows(&mut self) {
        match &mut self.sieve {
            Some(sieve) => {
                sieve.all = turned(sieve.all.iter().copied().collect()).into();
                let shown = sieve.all.iter();
                let shown = shown.filter(|row| sieve.passing.contains(&row.id));
                self.flow.rows = shown.copied().collect();
            }
            None => self.flow.rows = turned(self.flow.rows.iter().copied().collect()).into(),
        }
    }

    /// The newest entry that is shown.
    pub(in crate::app::panel::timeline) fn newest_row(&self) -> Option<EntryId> {
        let row = match self.flow.order {
            Order::Newest => self.flow.rows.first(),
            Order::Oldest => self.flow.rows.last(),
        };
        row.map(|row| row.id)
    }

    /// Whether the reader waits where news comes in: its line is in view and the cursor on the newest entry.
    pub fn is_at_newest(&mut self) -> bool {
        match self.flow.order {
            Order::Newest => self.is_at_top(),
            Order::Oldest => self.cursor + 1 >= self.flow.rows.len() && self.sees_end(),
        }
    }

    /// To the newest entry, letting in what was held back.
    pub fn newest(&mut self) {
        match self.flow.order {
            Order::Newest => {
                self.first();
                if !self.flow.rows.is_empty() {
                    self.reveal(crate::app::panel::timeline::Toward::Below);
                }
            }
            Order::Oldest => {
                self.last();
                self.seen = self.newest_row();
                self.fresh = 0;
            }
        }
    }

    /// Counts what came in since the reader was last where news comes in.
    pub fn note_fresh(&mut self) {
        let sees = match self.flow.order {
            Order::Newest => self.top.item == Item::Head && self.flow.held == 0,
            Order::Oldest => self.sees_end(),
        };
        if sees {
            self.seen = self.newest_row();
        }
        let mut rows = self.flow.rows.iter();
        let seen = self.seen.and_then(|id| match self.flow.order {
            Order::Newest => rows.position(|row| row.id == id),
            Order::Oldest => rows.rev().position(|row| row.id == id),
        });
        self.fresh = seen.unwrap_or(0);
        // Behind a filter there may be news that nobody has seen.
        if self.fresh == 0 && (self.sieve.is_none() || self.seen_at.is_none()) {
            self.seen_at = self.read_at;
        }
    }

    /// Whether the last line is in view.
    fn sees_end(&mut self) -> bool {
        let end = self.flow.end();
        !self.flow.rows.is_empty() && self.sees(end)
    }
}
