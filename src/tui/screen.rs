//! Frames: one drawing, one write.
//! Only what differs from the frame before is drawn, and of that only cells that differ from those shown are written; rows
//! that moved are moved by the terminal.

mod ansi;
mod paint;
mod pen;
mod ready;
mod spill;
#[cfg(test)]
mod tests;

use std::io;

use ratatui::crossterm;

use crate::app::Area;
use crate::app::State;
use crate::tui::faults;
pub(crate) use crate::tui::screen::paint::Easel;
use crate::tui::screen::paint::Painting;
pub(crate) use crate::tui::screen::paint::QUESTION;
use crate::tui::screen::pen::Pen;
pub(crate) use crate::tui::screen::ready::Ready;
use crate::tui::terminal;
use crate::ui;
use crate::ui::brush::Brush;
use crate::ui::cell::EMPTY;
use crate::ui::cell::Row;
use crate::ui::cell::UNKNOWN;
use crate::ui::damage::ALL;
use crate::ui::damage::Damage;
use crate::ui::shift::Shift;
use crate::ui::sketch::Sketch;
use crate::ui::theme::ColourDepth;
use crate::ui::theme::Theme;

/// The screen that frames are drawn on.
pub(crate) struct Screen {
    /// The next frame, and the one before it.
    next: Sketch,
    before: Sketch,
    /// What is to be drawn of it.
    damage: Damage,
    brush: Brush,
    /// What the numbers in the cells mean.
    age: u64,
    /// The rows that the terminal shows, and room for drawing one.
    rows: Vec<Row>,
    fresh: Row,
    /// The cells of each row that signs may have spilt into, and those of a row to be written whatever they show.
    spilt: Vec<Vec<usize>>,
    forced: Vec<usize>,
    /// How many frames changed what the terminal shows.
    frames: u64,
    /// Whether what the terminal shows is not known.
    lost: bool,
    /// What writes the bytes of a frame.
    pen: Pen,
    /// What pictures are painted with, and the picture that is on the terminal.
    easel: Easel,
    painted: Option<Painting>,
}

/// The terminal's size now.
pub(crate) fn area() -> io::Result<Area> {
    let (width, height) = crossterm::terminal::size()?;
    Ok(Area::screen(width, height))
}

impl Screen {
    /// A screen on which nothing was drawn.
    pub(crate) fn new() -> Self {
        Self {
            next: Sketch::default(),
            before: Sketch::default(),
            damage: Damage::default(),
            brush: Brush::new(&Theme::plain()),
            age: 0,
            rows: Vec::new(),
            fresh: Row::default(),
            spilt: Vec::new(),
            forced: Vec::new(),
            frames: 0,
            lost: true,
            pen: Pen::default(),
            easel: Easel {
                depth: ColourDepth::True,
                ground: [0; 3],
            },
            painted: None,
        }
    }

    /// Draws a frame; only what changed is written. Nothing is written while the terminal is not ours. Answers whether anything
    /// was.
    pub(crate) fn draw(&mut self, state: &State, theme: &Theme) -> io::Result<bool> {
        self.bytes(state, theme);
        faults::trip(faults::Place::Draw);
        let written = if self.pen.out().is_empty() || !terminal::is_taken() {
            Ok(false)
        } else {
            terminal::write_now(self.pen.out()).map(|()| true)
        };
        self.turn_page();
        written
    }

    /// The bytes that bring a frame onto the terminal.
    pub(crate) fn bytes(&mut self, state: &State, theme: &Theme) -> &[u8] {
        ui::write(state, state.screen, &mut self.next);
        self.show(theme, Painting::of(state));
        self.frames += u64::from(!self.pen.out().is_empty());
        self.pen.out()
    }

    /// What was drawn becomes the frame before. To be done once it is written: what is let go of takes time.
    pub(crate) fn turn_page(&mut self) {
        std::mem::swap(&mut self.next, &mut self.before);
        self.next.begin(self.before.screen());
    }

    /// Makes the next frame write every cell.
    pub(crate) fn forget(&mut self) {
        self.lost = true;
    }

    /// Brings the next frame into the bytes to be written.
    fn show(&mut self, theme: &Theme, painting: Option<Painting>) {
        self.pen.begin();
        self.brush.dip(theme);
        let stale = self.brush.age() != self.age;
        if stale {
            self.age = self.brush.age();
            self.pen.forget_looks();
            let width = self.before.screen().width.into();
            self.rows
                .iter_mut()
                .for_each(|row| row.fill(UNKNOWN, width));
        }
        let lost = std::mem::take(&mut self.lost) || self.next.screen() != self.before.screen();
        if lost {
            self.begin_anew();
        }
        if lost || stale {
            self.damage.everything(&self.next);
        } else {
            self.damage.compare(&self.next, &self.before, None);
        }
        if lost || stale || self.painted != painting {
            self.unpaint();
        }
        if !lost && !stale && self.painted.is_none() && painting.is_none() {
            self.shift();
        }
        let covered = painting.as_ref().map(Painting::place).unwrap_or_default();
        let covered = usize::from(covered.y)..usize::from(covered.y + covered.height);
        let mut touched = false;
        for y in 0..self.rows.len() {
            let before = self.pen.out().len();
            self.row(y);
            touched |= covered.contains(&y) && self.pen.out().len() > before;
        }
        self.pen.finish();
        if let Some(painting) = painting.filter(|_| touched || self.painted.is_none()) {
            painting.write(self.easel, theme, self.pen.beside());
            self.painted = Some(painting);
        }
    }

    /// Takes the picture away: what its cells show then is not known.
    fn unpaint(&mut self) {
        let Some(painted) = self.painted.take() else {
            return;
        };
        painted.erase(self.pen.beside());
        let Area {
            x,
            y,
            width,
            height,
        } = painted.place();
        let (left, width) = (usize::from(x), usize::from(width));
        let rows = usize::from(y)..usize::from(y + height);
        self.damage.whole(rows.clone());
        for row in self.rows.iter_mut().take(rows.end).skip(rows.start) {
            let cells = row.cells.iter_mut().skip(left).take(width);
            cells.for_each(|cell| *cell = UNKNOWN);
        }
    }

    /// What pictures are painted with from now on.
    pub(crate) fn set_easel(&mut self, easel: Easel) {
        self.easel = easel;
    }

    /// Clears the terminal, for a screen of the size of the next frame.
    fn begin_anew(&mut self) {
        let screen = self.next.screen();
        let (width, height) = (usize::from(screen.width), usize::from(screen.height));
        self.rows.clear();
        self.rows.resize(height, Row::of(EMPTY, width));
        self.spilt.clear();
        self.spilt.resize(height, Vec::new());
        self.pen.clear_screen();
    }

    /// Moves rows on the terminal where that is worth it.
    fn shift(&mut self) {
        if self.spilt.iter().any(|cells| !cells.is_empty()) {
            return;
        }
        let Some(shift) = Shift::find(&self.next, &self.before, &mut self.damage) else {
            return;
        };
        self.pen.shift(&shift);
        let rows = &mut self.rows[shift.region];
        let fresh = if shift.up {
            rows.rotate_left(shift.by);
            rows.len() - shift.by..rows.len()
        } else {
            rows.rotate_right(shift.by);
            0..shift.by
        };
        let width = self.next.screen().width.into();
        rows[fresh]
            .iter_mut()
            .for_each(|row| row.fill(EMPTY, width));
    }

    /// Draws what differs in a row, and writes the cells that are not shown so.
    fn row(&mut self, y: usize) {
        let (shown, spilt) = (&mut self.rows[y], &mut self.spilt[y]);
        let strokes = match self.damage.at(y) {
            // What may have spilt is written over, whatever it was.
            _ if !spilt.is_empty() => ALL,
            0 => return,
            strokes => strokes,
        };
        let fresh = &mut self.fresh;
        let columns = self.brush.draw(&self.next, y, strokes, shown, fresh);
        self.forced.clear();
        if fresh.special || !spilt.is_empty() {
            spill::over(&fresh.cells, self.brush.signs(), spilt, &mut self.forced);
        }
        let (row, before) = (&fresh.cells[..], &mut shown.cells[..]);
        self.pen
            .row(y, columns.clone(), (row, before), &self.forced, &self.brush);
        before[columns.clone()].copy_from_slice(&row[columns]);
        shown.special = fresh.special;
    }
}
