//! Draws the list of names over the panes.

use crate::app::Area;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::state::State;
use crate::app::wrap;
use crate::ui::sketch::Sketch;

/// Draws the list.
pub(crate) fn draw(state: &State, area: Area, sketch: &mut Sketch) {
    sketch.fill(area, Ink::Text);
    let (head, body) = area.split_top(1);
    let names = &state.names;
    let (listed, all) = names.counts();
    let count = if listed == all {
        format!("{all} ")
    } else {
        format!("{listed} of {all} ")
    };
    let mut more = format!("  {}", names.order.told());
    if names.kinds != crate::app::names::Marked::All {
        more.push_str(&format!(", only {}", names.kinds.name()));
    }
    if !names.filter.text.is_empty() && !names.typing {
        more.push_str(&format!(", with “{}”", names.filter.text));
    }
    let room = usize::from(head.width).saturating_sub(wrap::width(&count) + 9);
    let more = wrap::cut(&more, room, state.settings.glyphs.ellipsis);
    let title = format!("{} Names", state.settings.glyphs.focus);
    let title = Line::of(title, Ink::Focus).and(more, Ink::Muted);
    sketch.line(head, 0, title);
    sketch.line_right(head, Line::of(count, Ink::Muted));
    sketch.lines(body, names.view.clone());
}
