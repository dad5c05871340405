//! Drawing: turns the reader's state into cells, without changing it.
//! No keys, no files, no clock; what is drawn was prepared by `app`.

pub(crate) mod brush;
pub(crate) mod cell;
pub(crate) mod damage;
pub(crate) mod looks;
pub mod panel;
pub(crate) mod shift;
pub(crate) mod sign;
pub(crate) mod sketch;
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
use crate::ui::brush::Brush;
use crate::ui::cell::Row;
use crate::ui::damage::ALL;
use crate::ui::sketch::Sketch;
use crate::ui::theme::Theme;

/// Panes of fewer rows are low.
const LOW: u16 = 16;

/// Draws the reader.
pub fn draw(state: &State, theme: &Theme, frame: &mut Frame<'_>) {
    let area = frame.area();
    let (mut sketch, mut brush, mut row) = (Sketch::default(), Brush::new(theme), Row::default());
    write(state, Area::screen(area.width, area.height), &mut sketch);
    for y in 0..area.height {
        brush.draw(&sketch, y.into(), ALL, &Row::default(), &mut row);
        brush.copy(&row, area.y + y, frame.buffer_mut());
    }
}

/// Says what stands where on a screen of this size.
pub(crate) fn write(state: &State, screen: Area, sketch: &mut Sketch) {
    sketch.begin(screen);
    if state.screen != screen {
        return;
    }
    let layout = state.layout();
    if layout.banner.height > 0 {
        sketch.fill(layout.banner, Ink::Sample);
        sketch.line(layout.banner, 0, status::banner(state));
    }
    panes(state, &layout, sketch);
    match &state.overlay {
        Some(Overlay::Help(help)) => panel::help::draw(help, state, layout.panes, sketch),
        Some(Overlay::Hints(hints)) => {
            panel::hints::draw(hints, state, layout.panes, sketch);
        }
        Some(Overlay::List(list)) => panel::list::draw(list, state, &layout, sketch),
        Some(Overlay::Page(sheet)) => panel::sheet::draw(sheet, state, layout.panes, sketch),
        Some(Overlay::Picture(gallery)) => panel::picture::draw(gallery, layout.panes, sketch),
        _ if state.lists_names() => panel::names::draw(state, layout.panes, sketch),
        Some(Overlay::Command(_) | Overlay::Prompt(_) | Overlay::Scrub(_) | Overlay::Names)
        | None => {}
    }
    bottom(state, &layout, sketch);
}

fn panes(state: &State, layout: &Layout, sketch: &mut Sketch) {
    for rule in layout.rules.into_iter().flatten() {
        sketch.column(rule, state.settings.glyphs.pane, Ink::Rule);
    }
    if let Some(pane) = layout.articles {
        head(
            state,
            pane,
            Focus::Articles,
            state.articles.shelf_name(),
            sketch,
        );
        panel::articles::draw(state, pane.body, sketch);
    }
    if let Some(pane) = layout.timeline {
        head(state, pane, Focus::Timeline, "Timeline", sketch);
        panel::timeline::draw(state, pane.body, sketch);
    }
    if let Some(pane) = layout.reader {
        head(state, pane, Focus::Reader, "Entry in full", sketch);
        panel::reader::draw(state, pane.body, sketch);
    }
}

/// The line above a pane: its name, and whether it has the keys.
fn head(state: &State, pane: Pane, focus: Focus, name: &'static str, sketch: &mut Sketch) {
    let (sign, ink) = if state.focus == focus {
        (state.settings.glyphs.focus, Ink::Focus)
    } else {
        (" ", Ink::Muted)
    };
    let width = usize::from(pane.head.width).saturating_sub(3);
    if name.len() <= width {
        sketch.head(pane.head, sign, name, ink);
        return;
    }
    let name = wrap::cut(name, width, state.settings.glyphs.ellipsis);
    sketch.line(pane.head, 0, Line::of(format!("{sign} {name}"), ink));
}

fn bottom(state: &State, layout: &Layout, sketch: &mut Sketch) {
    let message = status::message(state);
    let one_line = layout.status == layout.message;
    if !one_line || message.is_none() {
        sketch.fill(layout.status, Ink::Status);
        let (left, right) = status::status(state, layout.status.width.into());
        sketch.part(layout.status, &left, 0);
        sketch.line_right(layout.status, right);
    }
    which_key(state, layout, sketch);
    if let Some(message) = message {
        sketch.line(layout.message, 0, message);
    } else if !one_line {
        sketch.part(layout.message, state.bottom.hint(), 0);
    }
}

/// What may follow the keys pressed so far, over the lowest rows of the panes.
fn which_key(state: &State, layout: &Layout, sketch: &mut Sketch) {
    // On a low screen there is no room for columns and none to spare for what lies below.
    let most = match layout.panes.height {
        low if low < LOW => low.saturating_sub(2),
        high => high / 2,
    };
    let hint = hints::which_key(state, layout.panes.width.into(), most.into());
    let rows = u16::try_from(hint.len()).unwrap_or(most);
    let (_, area) = layout.panes.split_bottom(rows);
    sketch.fill(area, Ink::Status);
    sketch.lines(area, hint);
}
