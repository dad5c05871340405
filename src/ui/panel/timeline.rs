//! Draws the timeline.

use ratatui::buffer::Buffer;

use crate::app::Area;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::state::State;
use crate::app::status;
use crate::ui::lines;
use crate::ui::paint;
use crate::ui::theme::Theme;

/// Draws the visible lines, or why there are none.
pub(crate) fn draw(state: &State, area: Area, theme: &Theme, buffer: &mut Buffer) {
    let timeline = &state.timeline;
    if timeline.blog.is_none() {
        return;
    }
    if !timeline.ready {
        lines(buffer, area, &[Line::of("   Loading…", Ink::Muted)], theme);
        return;
    }
    lines(buffer, area, &timeline.view, theme);
    let (_, bar) = area.split_left(area.width.saturating_sub(1));
    for (row, sign) in (0..bar.height).zip(&timeline.bar) {
        let line = Line::of(sign.text.as_str(), sign.ink);
        paint::line(buffer, bar, row, &line, theme);
    }
    if timeline.rows().is_empty() {
        let below = u16::try_from(timeline.view.len()).unwrap_or(u16::MAX);
        let (_, rest) = area.split_top(below);
        lines(
            buffer,
            rest,
            &[Line::of(
                format!("   {}", status::nothing(state)),
                Ink::Muted,
            )],
            theme,
        );
    }
}
