//! Drawing: turns the reader's state into cells, without changing it.
//! No keys, no files, no clock; what is drawn was prepared by `app`.

pub mod panel;
pub mod svg;
pub mod theme;
pub mod tone;

mod paint;

use ratatui::Frame;
use ratatui::buffer::Buffer;

use crate::app::Area;
use crate::app::geometry::Layout;
use crate::app::geometry::Pane;
use crate::app::hints;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::state::Focus;
use crate::app::state::Overlay;
use crate::app::state::State;
use crate::app::status;
use crate::app::wrap;
use crate::ui::theme::Theme;

/// Panes of fewer rows are low.
const LOW: u16 = 16;

/// Draws the reader.
pub fn draw(state: &State, theme: &Theme, frame: &mut Frame<'_>) {
    let area = frame.area();
    let buffer = frame.buffer_mut();
    if state.screen.width != area.width || state.screen.height != area.height {
        return;
    }
    paint::ground(buffer, theme);
    let layout = state.layout();
    if layout.banner.height > 0 {
        paint::fill(buffer, layout.banner, Ink::Sample, theme);
        paint::line(buffer, layout.banner, 0, &status::banner(state), theme);
    }
    panes(state, &layout, theme, buffer);
    match &state.overlay {
        Some(Overlay::Help(help)) => panel::help::draw(help, state, layout.panes, theme, buffer),
        Some(Overlay::Hints(hints)) => {
            panel::hints::draw(hints, state, layout.panes, theme, buffer);
        }
        Some(Overlay::List(list)) => panel::list::draw(list, state, &layout, theme, buffer),
        Some(Overlay::Page(sheet)) => panel::sheet::draw(sheet, state, layout.panes, theme, buffer),
        _ if state.lists_names() => panel::names::draw(state, layout.panes, theme, buffer),
        Some(Overlay::Command(_) | Overlay::Prompt(_) | Overlay::Scrub(_) | Overlay::Names)
        | None => {}
    }
    bottom(state, &layout, theme, buffer);
}

fn panes(state: &State, layout: &Layout, theme: &Theme, buffer: &mut Buffer) {
    for rule in layout.rules.into_iter().flatten() {
        let line = Line::of(state.settings.glyphs.pane, Ink::Rule);
        for row in 0..rule.height {
            paint::line(buffer, rule, row, &line, theme);
        }
    }
    if let Some(pane) = layout.articles {
        head(
            state,
            pane,
            Focus::Articles,
            state.articles.shelf_name(),
            theme,
            buffer,
        );
        panel::articles::draw(state, pane.body, theme, buffer);
    }
    if let Some(pane) = layout.timeline {
        head(state, pane, Focus::Timeline, "Timeline", theme, buffer);
        panel::timeline::draw(state, pane.body, theme, buffer);
    }
    if let Some(pane) = layout.reader {
        head(state, pane, Focus::Reader, "Entry in full", theme, buffer);
        panel::reader::draw(state, pane.body, theme, buffer);
    }
}

/// The line above a pane: its name, and whether it has the keys.
fn head(state: &State, pane: Pane, focus: Focus, name: &str, theme: &Theme, buffer: &mut Buffer) {
    let (sign, ink) = if state.focus == focus {
        (state.settings.glyphs.focus, Ink::Focus)
    } else {
        (" ", Ink::Muted)
    };
    let width = usize::from(pane.head.width).saturating_sub(3);
    let name = wrap::cut(name, width, state.settings.glyphs.ellipsis);
    paint::line(
        buffer,
        pane.head,
        0,
        &Line::of(format!("{sign} {name}"), ink),
        theme,
    );
}

fn bottom(state: &State, layout: &Layout, theme: &Theme, buffer: &mut Buffer) {
    let message = status::message(state);
    let one_line = layout.status == layout.message;
    if !one_line || message.is_none() {
        paint::fill(buffer, layout.status, Ink::Status, theme);
        let (left, right) = status::status(state, layout.status.width.into());
        paint::line(buffer, layout.status, 0, &left, theme);
        paint::line_right(buffer, layout.status, &right, theme);
    }
    which_key(state, layout, theme, buffer);
    if let Some(message) = message {
        paint::line(buffer, layout.message, 0, &message, theme);
    } else if !one_line {
        paint::line(buffer, layout.message, 0, &status::hint(state), theme);
    }
}

/// What may follow the keys pressed so far, over the lowest rows of the panes.
fn which_key(state: &State, layout: &Layout, theme: &Theme, buffer: &mut Buffer) {
    // On a low screen there is no room for columns and none to spare for what lies below.
    let most = match layout.panes.height {
        low if low < LOW => low.saturating_sub(2),
        high => high / 2,
    };
    let hint = hints::which_key(state, layout.panes.width.into(), most.into());
    let rows = u16::try_from(hint.len()).unwrap_or(most);
    let (_, area) = layout.panes.split_bottom(rows);
    paint::fill(buffer, area, Ink::Status, theme);
    lines(buffer, area, &hint, theme);
}

/// Writes prepared lines from the top of an area.
fn lines(buffer: &mut Buffer, area: Area, lines: &[Line], theme: &Theme) {
    for (row, line) in (0..area.height).zip(lines) {
        paint::line(buffer, area, row, line, theme);
    }
}
