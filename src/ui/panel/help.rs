//! Draws the help over the panes.

use crate::app::Area;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::panel::help::Help;
use crate::app::state::State;
use crate::app::wrap;
use crate::ui::sketch::Sketch;

/// Draws the help.
pub(crate) fn draw(help: &Help, state: &State, area: Area, sketch: &mut Sketch) {
    sketch.fill(area, Ink::Text);
    let (head, body) = area.split_top(1);
    let glyphs = state.settings.glyphs;
    let below = help.lines.len();
    let more = match below.saturating_sub(help.top + help.visible().len()) {
        0 => String::new(),
        1 => "1 more line ".to_owned(),
        more => format!("{more} more lines "),
    };
    let room = usize::from(head.width).saturating_sub(wrap::width(&more) + 3);
    let title = format!("Keys of the {}", help.view.name());
    let title = wrap::cut(&title, room, glyphs.ellipsis);
    let left = room.saturating_sub(wrap::width(&title) + 2);
    let mut line = Line::of(format!("{} {title}", glyphs.focus), Ink::Focus);
    if !help.filter.text.is_empty() && !help.typing {
        let with = format!("with “{}”", help.filter.text);
        line = line.and(
            format!("  {}", wrap::cut(&with, left, glyphs.ellipsis)),
            Ink::Muted,
        );
    }
    sketch.line(head, 0, line);
    sketch.line_right(head, Line::of(more, Ink::Muted));
    sketch.lines(body, help.visible().to_vec());
}
