//! Drawing: turns the reader's state into cells, without changing it.
//! No keys, no files, no clock; what is drawn was prepared by `app`.

pub mod grid;
pub(crate) mod looks;
pub mod panel;
pub(crate) mod sign;
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
use crate::ui::grid::Grid;
use crate::ui::theme::Theme;

/// Panes of fewer rows are low.
const LOW: u16 = 16;

/// Draws the reader.
pub fn draw(state: &State, theme: &Theme, frame: &mut Frame<'_>) {
    let mut grid = Grid::new(theme);
    let area = frame.area();
    let area = Area::screen(area.width, area.height);
    write(state, area, theme, &mut grid);
    grid.copy(frame.buffer_mut());
}

/// Draws the reader on a grid for a screen of this size.
pub fn write(state: &State, screen: Area, theme: &Theme, grid: &mut Grid) {
    grid.begin(screen, theme);
    if state.screen != screen {
        return;
    }
    let layout = state.layout();
    if layout.banner.height > 0 {
        grid.fill(layout.banner, Ink::Sample);
        grid.line(layout.banner, 0, &status::banner(state));
    }
    panes(state, &layout, grid);
    match &state.overlay {
        Some(Overlay::Help(help)) => panel::help::draw(help, state, layout.panes, grid),
        Some(Overlay::Hints(hints)) => {
            panel::hints::draw(hints, state, layout.panes, grid);
        }
        Some(Overlay::List(list)) => panel::list::draw(list, state, &layout, grid),
        Some(Overlay::Page(sheet)) => panel::sheet::draw(sheet, state, layout.panes, grid),
        _ if state.lists_names() => panel::names::draw(state, layout.panes, grid),
        Some(Overlay::Command(_) | Overlay::Prompt(_) | Overlay::Scrub(_) | Overlay::Names)
        | None => {}
    }
    bottom(state, &layout, grid);
}

fn panes(state: &State, layout: &Layout, grid: &mut Grid) {
    for rule in layout.rules.into_iter().flatten() {
        for row in 0..rule.height {
            grid.sign(rule, row, state.settings.glyphs.pane, Ink::Rule);
        }
    }
    if let Some(pane) = layout.articles {
        head(
            state,
            pane,
            Focus::Articles,
            state.articles.shelf_name(),
            grid,
        );
        panel::articles::draw(state, pane.body, grid);
    }
    if let Some(pane) = layout.timeline {
        head(state, pane, Focus::Timeline, "Timeline", grid);
        panel::timeline::draw(state, pane.body, grid);
    }
    if let Some(pane) = layout.reader {
        head(state, pane, Focus::Reader, "Entry in full", grid);
        panel::reader::draw(state, pane.body, grid);
    }
}

/// The line above a pane: its name, and whether it has the keys.
fn head(state: &State, pane: Pane, focus: Focus, name: &str, grid: &mut Grid) {
    let (sign, ink) = if state.focus == focus {
        (state.settings.glyphs.focus, Ink::Focus)
    } else {
        (" ", Ink::Muted)
    };
    let width = usize::from(pane.head.width).saturating_sub(3);
    let name = wrap::cut(name, width, state.settings.glyphs.ellipsis);
    grid.line(pane.head, 0, &Line::of(format!("{sign} {name}"), ink));
}

fn bottom(state: &State, layout: &Layout, grid: &mut Grid) {
    let message = status::message(state);
    let one_line = layout.status == layout.message;
    if !one_line || message.is_none() {
        grid.fill(layout.status, Ink::Status);
        let (left, right) = status::status(state, layout.status.width.into());
        grid.line(layout.status, 0, &left);
        grid.line_right(layout.status, &right);
    }
    which_key(state, layout, grid);
    if let Some(message) = message {
        grid.line(layout.message, 0, &message);
    } else if !one_line {
        grid.line(layout.message, 0, &status::hint(state));
    }
}

/// What may follow the keys pressed so far, over the lowest rows of the panes.
fn which_key(state: &State, layout: &Layout, grid: &mut Grid) {
    // On a low screen there is no room for columns and none to spare for what lies below.
    let most = match layout.panes.height {
        low if low < LOW => low.saturating_sub(2),
        high => high / 2,
    };
    let hint = hints::which_key(state, layout.panes.width.into(), most.into());
    let rows = u16::try_from(hint.len()).unwrap_or(most);
    let (_, area) = layout.panes.split_bottom(rows);
    grid.fill(area, Ink::Status);
    grid.lines(area, &hint);
}
