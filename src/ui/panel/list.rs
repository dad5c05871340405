//! Draws a list to choose from over the panes.

use ratatui::buffer::Buffer;

use crate::app::geometry::Layout;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::panel::list::List;
use crate::app::state::State;
use crate::ui::lines;
use crate::ui::paint;
use crate::ui::theme::Theme;

/// Draws the list, with a line between it and what stays visible beside it.
pub(crate) fn draw(
    list: &List,
    state: &State,
    layout: &Layout,
    theme: &Theme,
    buffer: &mut Buffer,
) {
    let mut area = list.area(layout.panes);
    paint::fill(buffer, area, Ink::Text, theme);
    if area.x > layout.panes.x {
        let (rule, rest) = area.split_left(1);
        let line = Line::of(state.settings.glyphs.pane, Ink::Rule);
        for row in 0..rule.height {
            paint::line(buffer, rule, row, &line, theme);
        }
        area = rest;
    }
    let (head, body) = area.split_top(1);
    let title = format!("{} {}", state.settings.glyphs.focus, list.title);
    paint::line(buffer, head, 0, &Line::of(title, Ink::Focus), theme);
    if list.rows.len() > 1 {
        let at = format!("{}/{} ", list.cursor + 1, list.rows.len());
        paint::line_right(buffer, head, &Line::of(at, Ink::Muted), theme);
    }
    lines(buffer, body, &list.view, theme);
}
