//! What the timeline shows: the visible lines with marks in the gutter and hits highlighted.

use std::ops::Range;

use crate::app::compose::Fold;
use crate::app::direction::text_of;
use crate::app::flow::Item;
use crate::app::flow::Place;
use crate::app::glyphs::Glyphs;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::ink::Span;
use crate::app::mark;
use crate::app::panel::timeline::TimelinePanel;
use crate::app::panel::timeline::ticks;
use crate::app::wrap;
use crate::engine::model::EntryId;
use crate::engine::model::EntryRow;
use crate::engine::model::EntryState;
use crate::engine::model::ReadState;
use crate::engine::names::Named;

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
        let margin = usize::from(width >= ticks::ROOM);
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
        self.bar.clear();
        if self.blog.is_none() || !self.ready {
            return Vec::new();
        }
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
            let named = self.named(place.item);
            for (number, line) in built.lines.iter().enumerate().skip(place.line) {
                if self.view.len() == self.height {
                    break;
                }
                let line = self.dressed(
                    Place {
                        item: place.item,
                        line: number,
                    },
                    built.prelude,
                    built.content(),
                    line,
                    &named,
                );
                self.view.push(line);
            }
            match self.flow.below(place.item) {
                Some(item) if self.view.len() < self.height => place = Place { item, line: 0 },
                _ => break,
            }
        }
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

    /// The names to be marked in the texts of an item.
    fn named(&self, item: Item) -> Vec<Vec<Named>> {
        let Item::Entry(index) = item else {
            let page = self.flow.page.as_ref();
            return page.map_or_else(Vec::new, |page| self.names.above(&page.summary));
        };
        let row = self.flow.rows.get(index);
        let marked = row.and_then(|row| self.flow.loaded.get(&row.id));
        let shown = marked.and_then(|marked| marked.entry.revisions.first());
        shown.map_or_else(Vec::new, |shown| self.names.in_texts(shown))
    }

    /// Whether all that is in view has come.
    pub fn is_in_view(&self) -> bool {
        self.in_view
    }

    fn dressed(
        &self,
        place: Place,
        prelude: usize,
        content: usize,
        line: &Line,
        named: &[Vec<Named>],
    ) -> Line {
        let glyphs = self.flow.dress.glyphs;
        let mut spans = Vec::new();
        match place.item {
            Item::Head => spans.push(blanks(self.gutter)),
            Item::Entry(index) => {
                let own = (prelude..content).contains(&place.line);
                let bar = own && index == self.cursor;
                spans.push(if bar {
                    span(glyphs.bar, Ink::Selection)
                } else {
                    blanks(1)
                });
                let row = self.flow.rows.get(index).filter(|_| place.line == prelude);
                marks(row, glyphs, self.gutter, &mut spans);
            }
        }
        let before = spans.len();
        spans.extend(line.spans.iter().cloned());
        if let Some(piece) = line.piece {
            let at = before + piece.span;
            mark::names(&mut spans, at, piece, named);
        }
        if let (Item::Entry(index), Some(piece), false) =
            (place.item, line.piece, self.needle.is_empty())
        {
            let ink = if index == self.cursor {
                Ink::HitCurrent
            } else {
                Ink::Hit
            };
            let ranges = self.hits_of(index, piece.text);
            let at = before + piece.span;
            let end = spans.len() - (line.spans.len() - 1 - piece.span).min(spans.len());
            mark::hits(&mut spans, at..end, piece.start, &ranges, ink);
        }
        Line {
            spans,
            piece: None,
            fill: None,
        }
    }

    fn hits_of(&self, index: usize, text: usize) -> Vec<Range<usize>> {
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

fn span(text: &str, ink: Ink) -> Span {
    Span {
        text: text.to_owned(),
        ink,
    }
}

fn blanks(columns: usize) -> Span {
    span(&" ".repeat(columns), Ink::Text)
}

/// The marks of an entry: in a wide gutter each has its column, in a narrow one the gravest is shown.
fn marks(row: Option<&EntryRow>, glyphs: &Glyphs, gutter: usize, spans: &mut Vec<Span>) {
    let Some(row) = row else {
        spans.push(blanks(gutter.saturating_sub(1)));
        return;
    };
    let read = match row.read {
        ReadState::Unread => Some((glyphs.unread, Ink::Unread)),
        ReadState::Changed => Some((glyphs.changed, Ink::Changed)),
        ReadState::Read => None,
    };
    let bookmark = row
        .bookmarked
        .then_some((glyphs.bookmarked, Ink::Bookmarked));
    let state = match row.state {
        EntryState::Withdrawn => Some((glyphs.withdrawn, Ink::Withdrawn)),
        EntryState::Revised => Some((glyphs.revised, Ink::Muted)),
        EntryState::Current | EntryState::RolledOff => None,
    };
    let all = [read, bookmark, state];
    let columns = if gutter >= 5 {
        all.to_vec()
    } else {
        let withdrawn = state.filter(|_| row.state == EntryState::Withdrawn);
        vec![withdrawn.or(read).or(bookmark).or(state)]
    };
    let room = gutter.saturating_sub(1);
    for mark in columns.iter().take(room) {
        spans.push(mark.map_or_else(|| blanks(1), |(sign, ink)| span(sign, ink)));
    }
    spans.push(blanks(room.saturating_sub(columns.len())));
}
