//! Draws one entry in full.

use crate::app::Area;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::state::State;
use crate::ui::grid::Grid;

/// Draws the visible lines of the entry.
pub(crate) fn draw(state: &State, area: Area, grid: &mut Grid) {
    if state.reader.entry.is_some() {
        grid.lines(area, state.reader.view());
    } else if state.timeline.row().is_some() {
        grid.lines(
            area,
            &[Line::of(
                format!(" {}", state.settings.glyphs.ellipsis),
                Ink::Muted,
            )],
        );
    }
}
