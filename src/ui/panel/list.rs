//! Draws a list to choose from over the panes.

use crate::app::geometry::Layout;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::panel::list::List;
use crate::app::state::State;
use crate::app::wrap;
use crate::ui::sketch::Sketch;

/// Draws the list, with a line between it and what stays visible beside it.
pub(crate) fn draw(list: &List, state: &State, layout: &Layout, sketch: &mut Sketch) {
    let mut area = list.area(layout.panes);
    sketch.fill(area, Ink::Text);
    if area.x > layout.panes.x {
        let (rule, rest) = area.split_left(1);
        sketch.column(rule, state.settings.glyphs.pane, Ink::Rule);
        area = rest;
    }
    let (head, body) = area.split_top(1);
    let at = match list.rows.len() {
        0 | 1 => String::new(),
        rows => format!("{}/{rows} ", list.cursor + 1),
    };
    let glyphs = state.settings.glyphs;
    let room = usize::from(head.width).saturating_sub(wrap::width(&at) + 3);
    let title = wrap::cut(&list.title, room, glyphs.ellipsis);
    let title = Line::of(format!("{} {title}", glyphs.focus), Ink::Focus);
    sketch.line(head, 0, title);
    sketch.line_right(head, Line::of(at, Ink::Muted));
    sketch.lines(body, list.view.clone());
}
