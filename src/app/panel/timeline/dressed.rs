//! The lines of an item with the marks in the gutter, the names and the finds; kept as long as none of them changes. The bar of
//! the cursor stands beside them, so that it may move without them.

use std::sync::Arc;

use crate::app::flow::Built;
use crate::app::flow::Item;
use crate::app::glyphs::Glyphs;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::ink::Span;
use crate::app::mark;
use crate::app::names::Marked;
use crate::app::panel::timeline::TimelinePanel;
use crate::engine::model::EntryRow;
use crate::engine::model::EntryState;
use crate::engine::model::ReadState;
use crate::engine::names::BlogNames;
use crate::engine::names::Named;

/// So many columns of the gutter are the bar of the cursor.
const BAR: usize = 1;

/// What the marked lines of an item depend on.
#[derive(Debug, Clone)]
struct Conditions {
    /// The lines without marks. They are held, so that none made later is taken for them.
    lines: Arc<Vec<Line>>,
    row: Option<EntryRow>,
    /// Whether the cursor stands on it while something is searched for: finds look different there.
    found_here: bool,
    gutter: usize,
    needle: String,
    names: Option<Arc<BlogNames>>,
    marked: Marked,
}

impl Conditions {
    fn are(&self, now: &Self) -> bool {
        let same_names = match (&self.names, &now.names) {
            (Some(before), Some(now)) => Arc::ptr_eq(before, now),
            (None, None) => true,
            _ => false,
        };
        same_names
            && Arc::ptr_eq(&self.lines, &now.lines)
            && self.row == now.row
            && self.found_here == now.found_here
            && self.gutter == now.gutter
            && self.needle == now.needle
            && self.marked == now.marked
    }
}

/// The lines of an item with their marks.
#[derive(Debug, Clone)]
pub(in crate::app::panel::timeline) struct Dressed {
    conditions: Conditions,
    lines: Arc<Vec<Line>>,
}

impl TimelinePanel {
    /// The lines of an item with their marks: those of `before`, if nothing of them changed. They count as in view.
    pub(in crate::app::panel::timeline) fn dressed(
        &mut self,
        item: Item,
        built: &Built,
        before: &mut Vec<Dressed>,
    ) -> Arc<Vec<Line>> {
        let index = match item {
            Item::Head => None,
            Item::Entry(index) => Some(index),
        };
        let conditions = Conditions {
            lines: Arc::clone(&built.lines),
            row: index.and_then(|index| self.flow.rows.get(index).copied()),
            found_here: index == Some(self.cursor) && !self.needle.is_empty(),
            gutter: self.gutter,
            needle: self.needle.clone(),
            names: self.names.known.clone(),
            marked: self.names.marked,
        };
        let known = before
            .iter()
            .position(|one| one.conditions.are(&conditions));
        let dressed = match known {
            Some(at) => before.swap_remove(at),
            None => Dressed {
                lines: Arc::new(self.made(item, built)),
                conditions,
            },
        };
        let lines = Arc::clone(&dressed.lines);
        self.dressed.push(dressed);
        lines
    }

    /// Makes the lines of an item with their marks.
    fn made(&self, item: Item, built: &Built) -> Vec<Line> {
        let named = self.named(item);
        let lines = built.lines.iter().enumerate();
        let lines = lines.map(|(number, line)| self.dress(item, number, built, line, &named));
        lines.collect()
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

    fn dress(
        &self,
        item: Item,
        number: usize,
        built: &Built,
        line: &Line,
        named: &[Vec<Named>],
    ) -> Line {
        let glyphs = self.flow.dress.glyphs;
        let mut spans = Vec::new();
        match item {
            Item::Head => spans.push(blanks(self.gutter.saturating_sub(BAR))),
            Item::Entry(index) => {
                let row = self
                    .flow
                    .rows
                    .get(index)
                    .filter(|_| number == built.prelude);
                marks(row, glyphs, self.gutter.saturating_sub(BAR), &mut spans);
            }
        }
        let before = spans.len();
        spans.extend(line.spans.iter().cloned());
        if let Some(piece) = line.piece {
            let at = before + piece.span;
            mark::names(&mut spans, at, piece, named);
        }
        if let (Item::Entry(index), Some(piece), false) = (item, line.piece, self.needle.is_empty())
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

/// The marks of an entry: where there is room each has its column, else the gravest is shown.
fn marks(row: Option<&EntryRow>, glyphs: &Glyphs, room: usize, spans: &mut Vec<Span>) {
    let Some(row) = row else {
        spans.push(blanks(room));
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
    let columns = if room > all.len() {
        all.to_vec()
    } else {
        let withdrawn = state.filter(|_| row.state == EntryState::Withdrawn);
        vec![withdrawn.or(read).or(bookmark).or(state)]
    };
    for mark in columns.iter().take(room) {
        spans.push(mark.map_or_else(|| blanks(1), |(sign, ink)| span(sign, ink)));
    }
    spans.push(blanks(room.saturating_sub(columns.len())));
}
