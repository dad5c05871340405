//! Draws a list to choose from over the panes.

use crate::app::geometry::Layout;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::panel::list::List;
use crate::app::state::State;
use crate::ui::script::Script;

/// Draws the list, with a line between it and what stays visible beside it.
pub(crate) fn draw(list: &List, state: &State, layout: &Layout, script: &mut Script) {
    let mut area = list.area(layout.panes);
    script.fill(area, Ink::Text);
    if area.x > layout.panes.x {
        let (rule, rest) = area.split_left(1);
        let line = Line::of(state.settings.glyphs.pane, Ink::Rule);
        for row in 0..rule.height {
            script.line(rule, row, &line);
        }
        area = rest;
    }
    let (head, body) = area.split_top(1);
    let title = format!("{} {}", state.settings.glyphs.focus, list.title);
    script.line(head, 0, &Line::of(title, Ink::Focus));
    if list.rows.len() > 1 {
        let at = format!("{}/{} ", list.cursor + 1, list.rows.len());
        script.line_right(head, &Line::of(at, Ink::Muted));
    }
    script.lines(body, &list.view);
}
