//! Draws the labelled links over the lower end of the panes.

use ratatui::buffer::Buffer;

use crate::app::Area;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::panel::hints::Hints;
use crate::app::panel::hints::Use;
use crate::app::state::State;
use crate::ui::lines;
use crate::ui::paint;
use crate::ui::theme::Theme;

/// Draws the links.
pub(crate) fn draw(hints: &Hints, state: &State, area: Area, theme: &Theme, buffer: &mut Buffer) {
    let rows = u16::try_from(hints.view.len())
        .unwrap_or(u16::MAX)
        .saturating_add(1);
    let (_, area) = area.split_bottom(rows);
    paint::fill(buffer, area, Ink::Text, theme);
    let (head, body) = area.split_top(1);
    let what = match hints.to {
        Use::Open => "Open a link: type its letters; y copies instead",
        Use::Copy => "Copy a link: type its letters; y opens instead",
    };
    let title = format!("{} {what}", state.settings.glyphs.focus);
    paint::line(buffer, head, 0, &Line::of(title, Ink::Focus), theme);
    lines(buffer, body, &hints.view, theme);
}
