//! Draws the timeline.

use crate::app::Area;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::state::State;
use crate::app::status;
use crate::ui::sketch::Gutter;
use crate::ui::sketch::Sketch;

/// Draws the visible lines, or why there are none.
pub(crate) fn draw(state: &State, area: Area, sketch: &mut Sketch) {
    let timeline = &state.timeline;
    if timeline.blog.is_none() {
        return;
    }
    if !timeline.ready {
        sketch.lines(area, vec![Line::of("   Loading…", Ink::Muted)]);
        return;
    }
    let (text, bar) = area.split_left(area.width.saturating_sub(1));
    let text = if timeline.bar.is_empty() { area } else { text };
    let columns = u16::try_from(timeline.gutter.max(1)).unwrap_or(1);
    let (before, text) = text.split_left(columns);
    sketch.gutter(
        before,
        Gutter {
            lines: timeline.view.len(),
            under_cursor: timeline.under_cursor.clone(),
            bar: state.settings.glyphs.bar,
            marks: timeline.marks.clone(),
        },
    );
    sketch.shared(text, &timeline.view);
    if !timeline.bar.is_empty() {
        sketch.signs(bar, &timeline.bar);
    }
    if timeline.rows().is_empty() {
        let below = u16::try_from(timeline.view.len()).unwrap_or(u16::MAX);
        let (_, rest) = area.split_top(below);
        sketch.lines(
            rest,
            vec![Line::of(
                format!("   {}", status::nothing(state)),
                Ink::Muted,
            )],
        );
    }
}
