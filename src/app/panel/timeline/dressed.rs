//! The lines of an item with the names and the finds in them; kept as long as none of them changes. Where there are none, they
//! are the lines without them.

use std::sync::Arc;

use crate::app::flow::Built;
use crate::app::flow::Item;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::mark;
use crate::app::names::Marked;
use crate::app::panel::timeline::TimelinePanel;
use crate::engine::names::BlogNames;
use crate::engine::names::Named;

/// What the marked lines of an item depend on.
#[derive(Debug, Clone)]
struct Conditions {
    /// The lines without them. They are held, so that none made later is taken for them.
    lines: Arc<Vec<Line>>,
    /// Whether the cursor stands on it while something is searched for: finds look different there.
    found_here: bool,
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
            && self.found_here == now.found_here
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
            found_here: index == Some(self.cursor) && !self.needle.is_empty(),
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
                lines: self.made(item, built),
                conditions,
            },
        };
        let lines = Arc::clone(&dressed.lines);
        self.dressed.push(dressed);
        lines
    }

    /// Makes the lines of an item with their marks.
    fn made(&self, item: Item, built: &Built) -> Arc<Vec<Line>> {
        let named = self.named(item);
        if self.needle.is_empty() && named.iter().all(Vec::is_empty) {
            return Arc::clone(&built.lines);
        }
        let lines = built.lines.iter();
        let lines = lines.map(|line| self.dress(item, line, &named));
        Arc::new(lines.collect())
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

    fn dress(&self, item: Item, line: &Line, named: &[Vec<Named>]) -> Line {
        let mut spans = line.spans.clone();
        if let Some(piece) = line.piece {
            mark::names(&mut spans, piece.span, piece, named);
        }
        if let (Item::Entry(index), Some(piece), false) = (item, line.piece, self.needle.is_empty())
        {
            let ink = if index == self.cursor {
                Ink::HitCurrent
            } else {
                Ink::Hit
            };
            let ranges = self.hits_of(index, piece.text);
            let at = piece.span;
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
