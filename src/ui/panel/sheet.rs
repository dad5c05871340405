//! Draws a page over the panes.

use crate::app::Area;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::panel::sheet::Sheet;
use crate::app::state::State;
use crate::app::wrap;
use crate::ui::sketch::Sketch;

/// Draws the page.
pub(crate) fn draw(sheet: &Sheet, state: &State, area: Area, sketch: &mut Sketch) {
    sketch.fill(area, Ink::Text);
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
    sketch.line(head, 0, title);
    sketch.line_right(head, Line::of(below, Ink::Muted));
    sketch.lines(body, sheet.visible(&state.dress()));
}
