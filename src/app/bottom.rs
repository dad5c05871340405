//! What of the bottom lines stays the same from key to key: kept, so that it is neither made nor drawn again.

use std::sync::Arc;

use crate::app::action::Action;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::state::State;
use crate::app::status;
use crate::app::wrap;

/// Keys to be named, and what for.
pub type Named = &'static [(Action, &'static str)];

/// The lines that are kept.
#[derive(Debug, Clone, Default)]
pub struct Bottom {
    hint: Option<(Named, u16)>,
    hint_line: Arc<Vec<Line>>,
    title: Option<String>,
    title_line: Arc<Vec<Line>>,
    title_width: usize,
}

impl Bottom {
    /// The line of hints.
    pub fn hint(&self) -> &Arc<Vec<Line>> {
        &self.hint_line
    }

    /// The line of the title, if it fits into so many columns.
    pub fn title(&self, room: usize) -> Option<&Arc<Vec<Line>>> {
        (self.title.is_some() && self.title_width <= room).then_some(&self.title_line)
    }
}

/// Makes the lines that are others now.
pub fn settle(state: &mut State) {
    let named = status::named(state);
    let width = state.screen.width;
    let same = |(known, wide): (Named, u16)| std::ptr::eq(known, named) && wide == width;
    if !state.bottom.hint.is_some_and(same) {
        let line = status::hint(state, named);
        state.bottom.hint = Some((named, width));
        state.bottom.hint_line = Arc::new(vec![line]);
    }
    let title = status::heading(state);
    if state.bottom.title.as_deref() != Some(title) {
        let title = title.to_owned();
        let bottom = &mut state.bottom;
        bottom.title_width = wrap::width(&title);
        bottom.title_line = Arc::new(vec![Line::of(format!(" {title}"), Ink::Status)]);
        bottom.title = Some(title);
    }
}
