//! Draws one entry in full.

use crate::app::Area;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::state::State;
use crate::ui::sketch::Sketch;

/// Draws the visible lines of the entry.
pub(crate) fn draw(state: &State, area: Area, sketch: &mut Sketch) {
    if state.reader.entry.is_some() {
        sketch.part(area, &state.reader.lines, state.reader.top);
    } else if state.timeline.row().is_some() {
        sketch.lines(
            area,
            vec![Line::of(
                format!(" {}", state.settings.glyphs.ellipsis),
                Ink::Muted,
            )],
        );
    }
}
