//! Drawing: turns the reader's state into cells, without changing it.
//! No keys, no files, no clock; what is drawn was prepared by `app`.

pub mod paint;
pub mod panel;
pub mod script;
pub mod svg;
pub mod theme;
pub mod tone;

use ratatui::Frame;

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
use crate::ui::script::Script;
use crate::ui::theme::Theme;

/// Panes of fewer rows are low.
const LOW: u16 = 16;

/// Draws the reader.
pub fn draw(state: &State, theme: &Theme, frame: &mut Frame<'_>) {
    let mut script = Script::default();
    let area = frame.area();
    write(state, Area::screen(area.width, area.height), &mut script);
    for (y, row) in (0..area.height).zip(script.rows()) {
        paint::row(frame.buffer_mut(), y, row, theme);
    }
}

/// Writes down how the reader is drawn on a screen of this size.
pub fn write(state: &State, screen: Area, script: &mut Script) {
    script.begin(screen);
    if state.screen != screen {
        return;
    }
    let layout = state.layout();
    if layout.banner.height > 0 {
        script.fill(layout.banner, Ink::Sample);
        script.line(layout.banner, 0, &status::banner(state));
    }
    panes(state, &layout, script);
    match &state.overlay {
        Some(Overlay::Help(help)) => panel::help::draw(help, state, layout.panes, script),
        Some(Overlay::Hints(hints)) => {
            panel::hints::draw(hints, state, layout.panes, script);
        }
        Some(Overlay::List(list)) => panel::list::draw(list, state, &layout, script),
        Some(Overlay::Page(sheet)) => panel::sheet::draw(sheet, state, layout.panes, script),
        _ if state.lists_names() => panel::names::draw(state, layout.panes, script),
        Some(Overlay::Command(_) | Overlay::Prompt(_) | Overlay::Scrub(_) | Overlay::Names)
        | None => {}
    }
    bottom(state, &layout, script);
}

fn panes(state: &State, layout: &Layout, script: &mut Script) {
    for rule in layout.rules.into_iter().flatten() {
        let line = Line::of(state.settings.glyphs.pane, Ink::Rule);
        for row in 0..rule.height {
            script.line(rule, row, &line);
        }
    }
    if let Some(pane) = layout.articles {
        head(
            state,
            pane,
            Focus::Articles,
            state.articles.shelf_name(),
            script,
        );
        panel::articles::draw(state, pane.body, script);
    }
    if let Some(pane) = layout.timeline {
        head(state, pane, Focus::Timeline, "Timeline", script);
        panel::timeline::draw(state, pane.body, script);
    }
    if let Some(pane) = layout.reader {
        head(state, pane, Focus::Reader, "Entry in full", script);
        panel::reader::draw(state, pane.body, script);
    }
}

/// The line above a pane: its name, and whether it has the keys.
fn head(state: &State, pane: Pane, focus: Focus, name: &str, script: &mut Script) {
    let (sign, ink) = if state.focus == focus {
        (state.settings.glyphs.focus, Ink::Focus)
    } else {
        (" ", Ink::Muted)
    };
    let width = usize::from(pane.head.width).saturating_sub(3);
    let name = wrap::cut(name, width, state.settings.glyphs.ellipsis);
    script.line(pane.head, 0, &Line::of(format!("{sign} {name}"), ink));
}

fn bottom(state: &State, layout: &Layout, script: &mut Script) {
    let message = status::message(state);
    let one_line = layout.status == layout.message;
    if !one_line || message.is_none() {
        script.fill(layout.status, Ink::Status);
        let (left, right) = status::status(state, layout.status.width.into());
        script.line(layout.status, 0, &left);
        script.line_right(layout.status, &right);
    }
    which_key(state, layout, script);
    if let Some(message) = message {
        script.line(layout.message, 0, &message);
    } else if !one_line {
        script.line(layout.message, 0, &status::hint(state));
    }
}

/// What may follow the keys pressed so far, over the lowest rows of the panes.
fn which_key(state: &State, layout: &Layout, script: &mut Script) {
    // On a low screen there is no room for columns and none to spare for what lies below.
    let most = match layout.panes.height {
        low if low < LOW => low.saturating_sub(2),
        high => high / 2,
    };
    let hint = hints::which_key(state, layout.panes.width.into(), most.into());
    let rows = u16::try_from(hint.len()).unwrap_or(most);
    let (_, area) = layout.panes.split_bottom(rows);
    script.fill(area, Ink::Status);
    script.lines(area, &hint);
}
