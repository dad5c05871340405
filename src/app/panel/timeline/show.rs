//! What the timeline shows: which lines are in view, and where in them the search stands.

use std::ops::Range;
use std::sync::Arc;

use crate::app::common::Common;
use crate::app::compose::Fold;
use crate::app::direction::text_of;
use crate::app::flow::Item;
use crate::app::flow::Place;
use crate::app::ink::Line;
use crate::app::ink::Shared;
use crate::app::panel::timeline::TimelinePanel;
use crate::app::panel::timeline::gutter::BAR;
use crate::app::panel::timeline::gutter::Marks;
use crate::app::panel::timeline::ticks;
use crate::app::wrap;
use crate::engine::model::EntryId;
use crate::engine::model::EntryRow;
use crate::engine::model::MarkedEntry;

/// So many entries above those in view are made ready.
const ABOVE: usize = 2;
/// The marked lines of so many entries are kept that were in view before.
const KEPT: usize = 64;

impl TimelinePanel {
    /// Takes the size of the pane and the widest line of text. The line at the top keeps its text, as far as the cursor
    /// stays in view with it.
    pub fn resize(&mut self, width: usize, height: usize, measure: usize) {
        let height = height.max(1);
        let same = std::mem::replace(&mut self.height, height) == height;
        if !self.set_width(width, measure) && same {
            return;
        }
        self.see_cursor();
    }

    /// Takes the columns of the pane; answers whether the text is to be wrapped anew.
    fn set_width(&mut self, width: usize, measure: usize) -> bool {
        self.gutter = match width {
            0..12 => 2.min(width.saturating_sub(1)),
            12..50 => 3,
            _ => 5,
        };
        // The bar stands apart from the text where there is room for that.
        let margin = match width {
            _ if width < ticks::ROOM => 0,
            0..50 => 1,
            _ => 2,
        };
        let text = width
            .saturating_sub(self.gutter + margin)
            .clamp(1, measure.max(1));
        if text == self.flow.width {
            return false;
        }
        let built = self.flow.item(self.top.item);
        let piece = built.lines.get(self.top.line).and_then(|line| line.piece);
        let from_end = self.top.line.checked_sub(built.prelude);
        self.flow.set_width(text);
        let built = self.flow.item(self.top.item);
        let same = |line: &Line| {
            line.piece.is_some_and(|now| {
                piece.is_some_and(|was| now.text == was.text && now.start <= was.start)
            })
        };
        let line = built
            .lines
            .iter()
            .rposition(same)
            .or(from_end.map(|line| line + built.prelude));
        self.top.line = line
            .unwrap_or(self.top.line)
            .min(built.lines.len().saturating_sub(1));
        true
    }

    /// Builds the visible lines; answers which entries are wanted.
    pub fn show(&mut self) -> Vec<EntryId> {
        self.view.clear();
        self.marks.clear();
        self.under_cursor = 0..0;
        if self.blog.is_none() || !self.ready {
            self.bar = Arc::default();
            return Vec::new();
        }
        let mut before = std::mem::take(&mut self.undressed);
        before.append(&mut self.dressed);
        let mut place = self.top;
        let mut first = None;
        let mut last = self.flow.held;
        let mut all_there = true;
        loop {
            let built = self.flow.item(place.item);
            if let Item::Entry(index) = place.item {
                first.get_or_insert(index);
                last = index;
                let id = self.flow.rows.get(index).map(|row| row.id);
                all_there &= id.is_some_and(|id| self.flow.loaded.contains_key(&id));
            }
            let dressed = self.dressed(place.item, &built, &mut before);
            let above = self.view.len();
            let begins = (above + built.prelude).checked_sub(place.line);
            if let (Some(row), Item::Entry(index)) = (begins, place.item) {
                self.mark(index, row);
            }
            let lines = (place.line..built.lines.len()).take(self.height - above);
            self.view
                .extend(lines.filter_map(|line| Shared::of(&dressed, line)));
            if place.item == Item::Entry(self.cursor) {
                let row = |line: usize| {
                    let row = above + line.saturating_sub(place.line);
                    row.min(self.view.len())
                };
                self.under_cursor = row(built.prelude)..row(built.content());
            }
            match self.flow.below(place.item) {
                Some(item) if self.view.len() < self.height => place = Place { item, line: 0 },
                _ => break,
            }
        }
        before.drain(..before.len().saturating_sub(KEPT));
        self.undressed = before;
        if all_there {
            self.pending = None;
        }
        self.in_view = all_there;
        let first = first.unwrap_or(self.flow.held);
        self.visible = (first, last);
        let mut wanted = self.flow.wanted(first, last);
        wanted.extend(self.flow.wanted(self.cursor, self.cursor));
        self.flow
            .forget_far(first.min(self.cursor), last.max(self.cursor));
        wanted
    }

    /// Makes the lines of what may come into view next: a page of them below, a few above.
    pub fn prepare(&mut self) {
        if self.blog.is_none() || !self.ready {
            return;
        }
        let (first, last) = self.visible;
        let mut lines = 0;
        let mut before = std::mem::take(&mut self.undressed);
        for index in last + 1..self.flow.rows.len() {
            let built = self.flow.item(Item::Entry(index));
            self.dressed(Item::Entry(index), &built, &mut before);
            lines += built.lines.len();
            if lines >= self.height {
                break;
            }
        }
        for index in first.saturating_sub(ABOVE)..first {
            let built = self.flow.item(Item::Entry(index));
            self.dressed(Item::Entry(index), &built, &mut before);
        }
    }

    /// Puts the marks of an entry into a row, if that is in view.
    fn mark(&mut self, index: usize, row: usize) {
        let entry = self.flow.rows.get(index).filter(|_| row < self.height);
        let (glyphs, room) = (self.flow.dress.glyphs, self.gutter.saturating_sub(BAR));
        self.marks
            .extend(entry.map(|entry| Marks::of(entry, glyphs, room, row)));
    }

    /// The entries next to the cursor's, as far as they have come.
    pub fn beside_cursor(&self) -> impl Iterator<Item = &Common<MarkedEntry>> {
        let places = [Some(self.cursor + 1), self.cursor.checked_sub(1)];
        let rows = places
            .into_iter()
            .flatten()
            .filter_map(|at| self.flow.rows.get(at));
        rows.filter_map(|row| self.flow.loaded.get(&row.id))
    }

    /// Whether all that is in view has come.
    pub fn is_in_view(&self) -> bool {
        self.in_view
    }

    pub(in crate::app::panel::timeline) fn hits_of(
        &self,
        index: usize,
        text: usize,
    ) -> Vec<Range<usize>> {
        let marked = self
            .flow
            .rows
            .get(index)
            .and_then(|row| self.flow.loaded.get(&row.id));
        let text = marked
            .and_then(|marked| text_of(&marked.entry, text))
            .unwrap_or_default();
        wrap::hits(text, &self.needle)
    }

    /// The first line of the entry under the cursor that shows what was searched for.
    pub(in crate::app::panel::timeline) fn first_hit(&mut self) -> Option<usize> {
        let built = self.flow.item(Item::Entry(self.cursor));
        built.lines.iter().position(|line| {
            let Some(piece) = line.piece else {
                return false;
            };
            let length = line.spans.get(piece.span).map_or(0, |span| span.text.len());
            let range = piece.start..piece.start + length;
            self.hits_of(self.cursor, piece.text)
                .iter()
                .any(|hit| hit.start < range.end && hit.end > range.start)
        })
    }

    /// Whether an entry is open and on hand, so that passing it means having read it.
    pub fn is_open(&self, row: &EntryRow) -> bool {
        self.flow.fold(row.id) == Fold::Open && self.flow.loaded.contains_key(&row.id)
    }
}
