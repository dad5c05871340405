//! A frame that is kept until it is to be shown.

use crate::app::State;
use crate::tui::screen::Screen;
use crate::ui;
use crate::ui::cell::Row;
use crate::ui::sketch::Sketch;
use crate::ui::theme::Theme;

/// A frame that was drawn and is not shown yet: what brings it onto the terminal, and what the terminal shows then.
#[derive(Debug)]
pub(crate) struct Ready {
    /// After how many frames it may be shown.
    after: u64,
    bytes: Vec<u8>,
    sketch: Sketch,
    rows: Vec<Row>,
    spilt: Vec<Vec<usize>>,
}

impl Ready {
    /// What brings it onto the terminal.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl Screen {
    /// Draws a frame and keeps it; nothing if the whole screen would have to be written for it.
    pub(crate) fn make_ready(&mut self, state: &State, theme: &Theme) -> Option<Ready> {
        let anew = self.lost || state.screen != self.before.screen() || !self.brush.has(theme);
        if anew || self.brush.age() != self.age || self.painted.is_some() {
            return None;
        }
        ui::write(state, state.screen, &mut self.next);
        let (rows, spilt) = (self.rows.clone(), self.spilt.clone());
        self.show(theme, None);
        Some(Ready {
            after: self.frames,
            bytes: self.pen.out().to_vec(),
            sketch: std::mem::take(&mut self.next),
            rows: std::mem::replace(&mut self.rows, rows),
            spilt: std::mem::replace(&mut self.spilt, spilt),
        })
    }

    /// Whether a frame can be shown: the terminal shows what it was drawn for.
    pub(crate) fn fits(&self, ready: &Ready) -> bool {
        !self.lost && ready.after == self.frames
    }

    /// A frame that fits is shown now: its bytes were written.
    pub(crate) fn become_ready(&mut self, ready: Ready) {
        self.frames += 1;
        self.before = ready.sketch;
        self.rows = ready.rows;
        self.spilt = ready.spilt;
    }
}
