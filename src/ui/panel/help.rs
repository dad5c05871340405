//! Draws the help over the panes.

use crate::app::Area;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::panel::help::Help;
use crate::app::state::State;
use crate::ui::sketch::Sketch;

/// Draws the help.
pub(crate) fn draw(help: &Help, state: &State, area: Area, sketch: &mut Sketch) {
    sketch.fill(area, Ink::Text);
    let (head, body) = area.split_top(1);
    let title = format!(
        "{} Keys of the {}",
        state.settings.glyphs.focus,
        help.view.name()
    );
    let mut line = Line::of(title, Ink::Focus);
    if !help.filter.text.is_empty() && !help.typing {
        line = line.and(format!("  with “{}”", help.filter.text), Ink::Muted);
    }
    sketch.line(head, 0, line);
    let more = help
        .lines
        .len()
        .saturating_sub(help.top + help.visible().len());
    if more > 0 {
        sketch.line_right(head, Line::of(format!("{more} more lines "), Ink::Muted));
    }
    sketch.lines(body, help.visible().to_vec());
}
