//! Draws one entry in full.

use ratatui::buffer::Buffer;

use crate::app::Area;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::state::State;
use crate::ui::lines;
use crate::ui::theme::Theme;

/// Draws the visible lines of the entry.
pub(crate) fn draw(state: &State, area: Area, theme: &Theme, buffer: &mut Buffer) {
    if state.reader.entry.is_some() {
        lines(buffer, area, state.reader.view(), theme);
    } else if state.timeline.row().is_some() {
        lines(
            buffer,
            area,
            &[Line::of(
                format!(" {}", state.settings.glyphs.ellipsis),
                Ink::Muted,
            )],
            theme,
        );
    }
}
