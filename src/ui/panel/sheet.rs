//! Draws a page over the panes.

use ratatui::buffer::Buffer;

use crate::app::Area;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::panel::sheet::Sheet;
use crate::app::state::State;
use crate::app::wrap;
use crate::ui::lines;
use crate::ui::paint;
use crate::ui::theme::Theme;

/// Draws the page.
pub(crate) fn draw(sheet: &Sheet, state: &State, area: Area, theme: &Theme, buffer: &mut Buffer) {
    paint::fill(buffer, area, Ink::Text, theme);
    let (head, body) = area.split_top(1);
    let glyphs = state.settings.glyphs;
    let more = sheet.lines.len().saturating_sub(sheet.top + sheet.height);
    let below = match more {
        0 => String::new(),
        1 => "1 more line ".to_owned(),
        more => format!("{more} more lines "),
    };
    let room = usize::from(head.width).saturating_sub(wrap::width(&below) + 3);
    let title = wrap::cut(&sheet.title, room, glyphs.ellipsis);
    let title = Line::of(format!("{} {title}", glyphs.focus), Ink::Focus);
    paint::line(buffer, head, 0, &title, theme);
    paint::line_right(buffer, head, &Line::of(below, Ink::Muted), theme);
    lines(buffer, body, &sheet.visible(&state.dress()), theme);
}
