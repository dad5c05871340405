//! Draws the timeline.

use crate::app::Area;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::state::State;
use crate::app::status;
use crate::ui::grid::Grid;

/// Draws the visible lines, or why there are none.
pub(crate) fn draw(state: &State, area: Area, grid: &mut Grid) {
    let timeline = &state.timeline;
    if timeline.blog.is_none() {
        return;
    }
    if !timeline.ready {
        grid.lines(area, &[Line::of("   Loading…", Ink::Muted)]);
        return;
    }
    let (text, bar) = area.split_left(area.width.saturating_sub(1));
    let text = if timeline.bar.is_empty() { area } else { text };
    grid.shared(text, &timeline.view);
    for (row, sign) in (0..bar.height).zip(&timeline.bar) {
        grid.sign(bar, row, sign.0, sign.1);
    }
    if timeline.rows().is_empty() {
        let below = u16::try_from(timeline.view.len()).unwrap_or(u16::MAX);
        let (_, rest) = area.split_top(below);
        grid.lines(
            rest,
            &[Line::of(
                format!("   {}", status::nothing(state)),
                Ink::Muted,
            )],
        );
    }
}
