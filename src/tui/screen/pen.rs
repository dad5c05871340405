//! Writes cells of a frame in as few bytes as is simple: goes to where something differs, says looks only when they change.

use crate::tui::screen::ansi;
use crate::ui::grid::Cell;
use crate::ui::grid::Grid;
use crate::ui::grid::look_of;
use crate::ui::grid::sign_of;
use crate::ui::looks::BARE;
use crate::ui::sign;
use crate::ui::sign::simple;
use ratatui::style::Color;
use ratatui::style::Modifier;

/// Up to so many cells are written once more rather than jumped over.
const STEP: usize = 4;
/// From so many empty cells at the end of a row on, they are emptied at once.
const TAIL: usize = 6;

/// What writes.
pub(super) struct Pen<'a> {
    grid: &'a Grid,
    /// The sequences of looks, by number; empty where one was not needed yet.
    looks: &'a mut Vec<Vec<u8>>,
    out: &'a mut Vec<u8>,
    /// Where the terminal's cursor stands, if that is certain.
    at: Option<(usize, usize)>,
    /// In which looks it writes.
    look: u32,
    text: String,
}

impl<'a> Pen<'a> {
    /// A pen for a terminal that writes in its own looks.
    pub(super) fn new(grid: &'a Grid, looks: &'a mut Vec<Vec<u8>>, out: &'a mut Vec<u8>) -> Self {
        Self {
            grid,
            looks,
            out,
            at: None,
            look: BARE,
            text: String::new(),
        }
    }

    /// Writes the cells of a row that differ from those shown, and those that are to be written anyway.
    pub(super) fn row(&mut self, y: usize, shown: &[Cell], forced: &[usize]) {
        let row = self.grid.row(y);
        let tail = self.tail(row);
        let mut x = 0;
        while x < row.len() {
            if shown.get(x) == row.get(x) && !forced.contains(&x) {
                x += 1;
            } else if x >= tail {
                self.go(x, y, row);
                self.use_look(look_of(row[x]));
                self.out.extend_from_slice(ansi::CLEAR_ROW);
                return;
            } else {
                // What is covered is written with the sign that covers it.
                let covered = |x: &usize| sign_of(row[*x]) != sign::COVERED;
                let from = (0..=x).rev().find(covered).unwrap_or(x);
                self.go(from, y, row);
                x = (from + self.put(from, y, row[from])).max(x + 1);
            }
        }
    }

    /// Leaves the terminal in its own looks.
    pub(super) fn finish(self) {
        if self.look != BARE {
            self.out.extend_from_slice(ansi::PLAIN);
        }
    }

    /// From which column on a row is empty to its end, in looks of which nothing shows.
    fn tail(&self, row: &[Cell]) -> usize {
        let Some(last) = row.last() else { return 0 };
        let look = self.grid.look(look_of(*last));
        let marks = Modifier::REVERSED | Modifier::UNDERLINED | Modifier::CROSSED_OUT;
        if sign_of(*last) != sign::BLANK
            || look.bg != Color::Reset
            || look.modifier.intersects(marks)
        {
            return row.len();
        }
        let empty = row.iter().rev().take_while(|cell| *cell == last).count();
        if empty < TAIL {
            row.len()
        } else {
            row.len() - empty
        }
    }

    /// Goes to a cell.
    fn go(&mut self, x: usize, y: usize, row: &[Cell]) {
        match self.at {
            Some(at) if at == (x, y) => {}
            Some((from, same)) if same == y && from < x => {
                let between = &row[from..x];
                let letter = |cell: &Cell| {
                    let sign = char::from_u32(sign_of(*cell)).and_then(simple);
                    sign == Some(1) && look_of(*cell) == self.look
                };
                if between.len() <= STEP && between.iter().all(letter) {
                    for cell in between {
                        self.sign(sign_of(*cell));
                    }
                } else {
                    ansi::right(x - from, self.out);
                }
            }
            _ => ansi::go(x, y, self.out),
        }
        self.at = Some((x, y));
    }

    /// Writes a cell where the cursor stands; answers how many columns it took.
    fn put(&mut self, x: usize, y: usize, cell: Cell) -> usize {
        self.use_look(look_of(cell));
        let sign = sign_of(cell);
        self.sign(sign);
        let letter = char::from_u32(sign).and_then(simple);
        let width = letter.unwrap_or_else(|| self.grid.signs().width(sign));
        let next = x + width;
        // After signs that terminals draw of different widths, and at the edge, the cursor may be anywhere.
        let certain = letter.is_some() && next < usize::from(self.grid.area().width);
        self.at = certain.then_some((next, y));
        width
    }

    fn sign(&mut self, sign: u32) {
        match u8::try_from(sign) {
            Ok(byte) if byte.is_ascii() => self.out.push(byte),
            _ => {
                self.text.clear();
                self.grid.signs().write(sign, &mut self.text);
                self.out.extend_from_slice(self.text.as_bytes());
            }
        }
    }

    fn use_look(&mut self, look: u32) {
        if self.look == look {
            return;
        }
        self.look = look;
        let at = look as usize;
        if self.looks.len() <= at {
            self.looks.resize(at + 1, Vec::new());
        }
        let sequence = &mut self.looks[at];
        if sequence.is_empty() {
            *sequence = ansi::look(self.grid.look(look));
        }
        self.out.extend_from_slice(sequence);
    }
}
