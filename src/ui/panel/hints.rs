//! Draws the labelled links over the lower end of the panes.

use crate::app::Area;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::panel::hints::Hints;
use crate::app::panel::hints::Use;
use crate::app::state::State;
use crate::ui::sketch::Sketch;

/// Draws the links.
pub(crate) fn draw(hints: &Hints, state: &State, area: Area, sketch: &mut Sketch) {
    let rows = u16::try_from(hints.view.len())
        .unwrap_or(u16::MAX)
        .saturating_add(1);
    let (_, area) = area.split_bottom(rows);
    sketch.fill(area, Ink::Text);
    let (head, body) = area.split_top(1);
    let what = match hints.to {
        Use::Open => "Open a link: type its letters; y copies instead",
        Use::Copy => "Copy a link: type its letters; y opens instead",
    };
    let title = format!("{} {what}", state.settings.glyphs.focus);
    sketch.line(head, 0, Line::of(title, Ink::Focus));
    sketch.lines(body, hints.view.clone());
}
