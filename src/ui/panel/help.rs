//! Draws the help over the panes.

use ratatui::buffer::Buffer;

use crate::app::Area;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::panel::help::Help;
use crate::app::state::State;
use crate::ui::lines;
use crate::ui::paint;
use crate::ui::theme::Theme;

/// Draws the help.
pub(crate) fn draw(help: &Help, state: &State, area: Area, theme: &Theme, buffer: &mut Buffer) {
    paint::fill(buffer, area, Ink::Text, theme);
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
    paint::line(buffer, head, 0, &line, theme);
    let more = help
        .lines
        .len()
        .saturating_sub(help.top + help.visible().len());
    if more > 0 {
        paint::line_right(
            buffer,
            head,
            &Line::of(format!("{more} more lines "), Ink::Muted),
            theme,
        );
    }
    lines(buffer, body, help.visible(), theme);
}
