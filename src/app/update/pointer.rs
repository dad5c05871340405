//! The mouse: the wheel scrolls what it is over, a click selects. Neither marks anything read.

use crate::app::geometry::Area;
use crate::app::message::Effect;
use crate::app::pointer::Gesture;
use crate::app::pointer::Pointer;
use crate::app::state::Focus;
use crate::app::state::Overlay;
use crate::app::state::State;
use crate::app::update::act;
use crate::app::update::list;
use crate::app::update::names;
use crate::app::update::preview;

/// How many lines one step of the wheel scrolls.
const STEP: isize = 3;

/// Does what a gesture asks for.
pub(in crate::app::update) fn point(state: &mut State, pointer: Pointer) -> Vec<Effect> {
    match &mut state.overlay {
        Some(Overlay::Help(help)) => {
            help.scroll(wheel(pointer.gesture));
            return Vec::new();
        }
        Some(Overlay::List(_)) => return list::point(state, pointer),
        Some(Overlay::Names) => return names::point(state, pointer),
        Some(Overlay::Page(sheet)) => {
            sheet.scroll(wheel(pointer.gesture));
            return Vec::new();
        }
        Some(
            Overlay::Command(_)
            | Overlay::Prompt(_)
            | Overlay::Hints(_)
            | Overlay::Scrub(_)
            | Overlay::Picture(_),
        ) => {
            return Vec::new();
        }
        None => {}
    }
    let layout = state.layout();
    let row =
        |pane: Option<crate::app::geometry::Pane>| pane.and_then(|pane| row_in(pane.body, pointer));
    if let Some(row) = row(layout.articles) {
        in_articles(state, pointer.gesture, row)
    } else if let Some(row) = row(layout.timeline) {
        in_timeline(state, pointer.gesture, row);
        Vec::new()
    } else if row(layout.reader).is_some() {
        match pointer.gesture {
            Gesture::Press => state.focus = Focus::Reader,
            gesture => {
                state.reader.scroll(wheel(gesture));
            }
        }
        Vec::new()
    } else {
        Vec::new()
    }
}

/// Which row of an area the pointer is on.
pub(in crate::app::update) fn row_in(area: Area, pointer: Pointer) -> Option<usize> {
    let x = pointer.x.checked_sub(area.x)?;
    let y = pointer.y.checked_sub(area.y)?;
    (x < area.width && y < area.height).then_some(usize::from(y))
}

fn wheel(gesture: Gesture) -> isize {
    match gesture {
        Gesture::WheelUp => -STEP,
        Gesture::WheelDown => STEP,
        Gesture::Press => 0,
    }
}

fn in_articles(state: &mut State, gesture: Gesture, row: usize) -> Vec<Effect> {
    let cursor = state.articles.cursor;
    let moved = match gesture {
        Gesture::WheelUp => state.articles.step(-1),
        Gesture::WheelDown => state.articles.step(1),
        Gesture::Press => {
            let Some(at) = state.articles.at(row) else {
                return Vec::new();
            };
            if at == cursor && state.focus == Focus::Articles {
                return act::open_timeline(state);
            }
            state.focus = Focus::Articles;
            state.articles.cursor = at;
            at != cursor
        }
    };
    if moved { preview(state) } else { Vec::new() }
}

fn in_timeline(state: &mut State, gesture: Gesture, row: usize) {
    match gesture {
        Gesture::WheelUp => {
            state.timeline.scroll_up(STEP.unsigned_abs());
        }
        Gesture::WheelDown => {
            state.timeline.scroll_down(STEP.unsigned_abs());
        }
        Gesture::Press => {
            state.focus = Focus::Timeline;
            state.timeline.select_at(row);
        }
    }
}
