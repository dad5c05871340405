//! Frames: one drawing, one write.
//! Only cells that differ from those shown are written; rows that moved are moved by the terminal.

mod ansi;
mod pen;
mod shift;
mod spill;
#[cfg(test)]
mod tests;

use std::io;

use ratatui::crossterm;

use crate::app::Area;
use crate::app::State;
use crate::tui::faults;
use crate::tui::screen::pen::Pen;
use crate::tui::terminal;
use crate::ui;
use crate::ui::grid::Cell;
use crate::ui::grid::EMPTY;
use crate::ui::grid::Grid;
use crate::ui::theme::Theme;

/// A cell of which is not known what it shows; no cell that is drawn equals it.
const UNKNOWN: Cell = Cell::MAX;

/// The screen that frames are drawn on.
pub(crate) struct Screen {
    /// The next frame, and the one that the terminal shows.
    next: Grid,
    /// The area of the one shown, and what the numbers in its cells mean.
    area: Area,
    age: u64,
    /// The sequences of looks, by number.
    looks: Vec<Vec<u8>>,
    /// The cells of each row that signs may have spilt into, and those to be written whatever they show.
    spilt: Vec<Vec<usize>>,
    forced: Vec<Vec<usize>>,
    /// The rows that differ.
    changed: Vec<usize>,
    /// Room for comparing them with each other.
    prints: shift::Prints,
    /// Whether what the terminal shows is not known.
    lost: bool,
    /// The bytes of a frame.
    out: Vec<u8>,
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
            next: Grid::new(&Theme::plain()),
            area: Area::default(),
            age: 0,
            looks: Vec::new(),
            spilt: Vec::new(),
            forced: Vec::new(),
            changed: Vec::new(),
            prints: shift::Prints::default(),
            lost: true,
            out: Vec::new(),
        }
    }

    /// Draws a frame; only what changed is written. Nothing is written while the terminal is not ours.
    pub(crate) fn draw(&mut self, state: &State, theme: &Theme) -> io::Result<()> {
        ui::write(state, state.screen, theme, &mut self.next);
        faults::trip(faults::Place::Draw);
        self.show();
        if self.out.is_empty() || !terminal::is_taken() {
            return Ok(());
        }
        terminal::write_now(&self.out)
    }

    /// Makes the next frame write every cell.
    pub(crate) fn forget(&mut self) {
        self.lost = true;
    }

    /// Brings the next frame into the bytes to be written.
    fn show(&mut self) {
        self.out.clear();
        if self.next.age() != self.age {
            self.age = self.next.age();
            self.looks.clear();
            self.next.before_mut().fill(UNKNOWN);
        }
        if std::mem::take(&mut self.lost) || self.next.area() != self.area {
            self.begin_anew();
        }
        let spilt_before = self.spilt.iter().any(|cells| !cells.is_empty());
        self.compare();
        let spilt = spilt_before || self.spilt.iter().any(|cells| !cells.is_empty());
        if !spilt {
            self.shift();
        }
        self.write();
        self.next.turn_page();
    }

    /// Clears the terminal, for a screen of the size of the next frame.
    fn begin_anew(&mut self) {
        self.area = self.next.area();
        let (width, height) = (usize::from(self.area.width), usize::from(self.area.height));
        let shown = self.next.before_mut();
        shown.clear();
        shown.resize(width * height, EMPTY);
        for cells in [&mut self.spilt, &mut self.forced] {
            cells.clear();
            cells.resize(height, Vec::new());
        }
        self.out.extend_from_slice(ansi::CLEAR);
    }

    /// Finds the rows that are to be written.
    fn compare(&mut self) {
        self.changed.clear();
        for y in 0..usize::from(self.area.height) {
            let special = self.next.is_special(y);
            if special {
                self.next.mend(y);
            }
            let (spilt, forced) = (&mut self.spilt[y], &mut self.forced[y]);
            forced.clear();
            if special || !spilt.is_empty() {
                spill::over(self.next.row(y), self.next.signs(), spilt, forced);
            }
            if !forced.is_empty() || self.next.row(y) != self.row(y) {
                self.changed.push(y);
            }
        }
    }

    /// The cells that a row of the terminal shows.
    fn row(&self, y: usize) -> &[Cell] {
        let width = usize::from(self.area.width);
        let shown = self.next.before();
        shown.get(y * width..(y + 1) * width).unwrap_or(&[])
    }

    /// Writes the cells that are not shown so.
    fn write(&mut self) {
        let width = usize::from(self.area.width).max(1);
        let mut pen = Pen::new(&self.next, &mut self.looks, &mut self.out);
        for (y, shown) in self.next.before().chunks(width).enumerate() {
            let forced = &self.forced[y];
            if !forced.is_empty() || self.next.row(y) != shown {
                pen.row(y, shown, forced);
            }
        }
        pen.finish();
    }
}
