//! The bar on the right of the timeline: which part of it is in view, and where there is something to go to.

use crate::app::ink::Ink;
use crate::app::ink::Span;
use crate::app::panel::timeline::TimelinePanel;
use crate::engine::model::ReadState;

/// From so many columns on there is room for the bar.
pub(in crate::app::panel::timeline) const ROOM: usize = 24;

/// What a cell of the bar tells; the gravest of its entries counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tick {
    None,
    Unread,
    Bookmarked,
    Changed,
    Hit,
    View,
}

impl TimelinePanel {
    /// Builds the bar, one sign for each line of the pane; none where everything is in view. `hits` are positions.
    pub fn tick(&mut self, hits: &[usize], width: usize) {
        self.bar.clear();
        let rows = self.flow.rows.len();
        let (first, last) = self.visible;
        if width < ROOM || self.height < 3 || rows == 0 || (first == 0 && last + 1 >= rows) {
            return;
        }
        let height = self.height;
        let cell = |position: usize| position.min(rows) * height / rows;
        let mut ticks = vec![Tick::None; height];
        for (position, row) in self.flow.rows.iter().enumerate() {
            let tick = match row.read {
                ReadState::Changed => Tick::Changed,
                _ if row.bookmarked => Tick::Bookmarked,
                ReadState::Unread => Tick::Unread,
                ReadState::Read => continue,
            };
            let from = cell(position);
            // Where there are more cells than entries, a stretch of unread ones is one line, not a row of dots.
            let to = match tick {
                Tick::Unread => cell(position + 1).max(from + 1),
                _ => from + 1,
            };
            for at in ticks.iter_mut().take(to).skip(from) {
                *at = tick.max(*at);
            }
        }
        for position in hits {
            ticks[cell(*position)] = Tick::Hit;
        }
        ticks[cell(first)..=cell(last).min(height - 1)].fill(Tick::View);
        let glyphs = self.flow.dress.glyphs;
        let spans = ticks.into_iter().map(|tick| {
            let (text, ink) = match tick {
                Tick::None => (" ", Ink::Text),
                Tick::Unread => (glyphs.dot, Ink::Unread),
                Tick::Bookmarked => (glyphs.bookmarked, Ink::Bookmarked),
                Tick::Changed => (glyphs.changed, Ink::Changed),
                Tick::Hit => (glyphs.hit, Ink::Hit),
                Tick::View => (glyphs.thumb, Ink::Rule),
            };
            Span {
                text: text.to_owned(),
                ink,
            }
        });
        self.bar.extend(spans);
    }
}
