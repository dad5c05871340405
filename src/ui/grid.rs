//! The screen as cells of eight bytes each: what a cell shows and how it looks, both as numbers. So a whole screen is drawn,
//! compared and moved in less time than it takes to write what changed.
//! What is on the terminal is not known here.

use ratatui::buffer::Buffer;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::app::Area;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::ink::Shared;
use crate::ui::looks::BARE;
use crate::ui::looks::Laid;
use crate::ui::looks::Look;
use crate::ui::looks::Looks;
use crate::ui::sign;
use crate::ui::sign::Signs;
use crate::ui::sign::simple;
use crate::ui::theme::Theme;

/// What a cell shows in the upper half, how it looks in the lower one.
pub(crate) type Cell = u64;

/// A cell that nothing was written into.
pub(crate) const EMPTY: Cell = cell(sign::BLANK, BARE);

/// A cell of a sign and a look.
const fn cell(sign: u32, look: u32) -> Cell {
    (sign as u64) << 32 | look as u64
}

/// The sign of a cell.
pub(crate) fn sign_of(cell: Cell) -> u32 {
    (cell >> 32) as u32
}

/// The number of the look of a cell.
pub(crate) fn look_of(cell: Cell) -> u32 {
    cell as u32
}

/// The cells of a frame.
#[derive(Debug, Default)]
struct Frame {
    cells: Vec<Cell>,
    /// Which rows hold something other than letters of one cell.
    special: Vec<bool>,
    /// The lines that may be in the next frame too, and where their cells are.
    lines: Vec<Placed>,
}

/// A line and its cells.
#[derive(Debug)]
struct Placed {
    line: Shared,
    from: usize,
    edge: usize,
    y: usize,
}

/// The cells of a screen, and those of the frame before, of which lines are taken over that are in both.
#[derive(Debug)]
pub struct Grid {
    area: Area,
    now: Frame,
    before: Frame,
    looks: Looks,
    signs: Signs,
    /// Changes when the numbers of looks and signs get another meaning.
    age: u64,
}

impl Grid {
    /// A grid without cells.
    pub fn new(theme: &Theme) -> Self {
        Self {
            area: Area::default(),
            now: Frame::default(),
            before: Frame::default(),
            looks: Looks::new(theme.clone()),
            signs: Signs::default(),
            age: 0,
        }
    }

    /// Empties a screen of this size.
    pub fn begin(&mut self, area: Area, theme: &Theme) {
        if self.looks.theme() != theme || self.signs.is_full() {
            self.looks = Looks::new(theme.clone());
            self.signs.clear();
            self.age += 1;
            self.before.lines.clear();
        }
        if self.area != area {
            self.before.lines.clear();
        }
        self.area = area;
        let (width, height) = (usize::from(area.width), usize::from(area.height));
        let ground = cell(sign::BLANK, self.looks.ground());
        self.now.cells.clear();
        self.now.cells.resize(width * height, ground);
        self.now.special.clear();
        self.now.special.resize(height, false);
        self.now.lines.clear();
    }

    /// What was drawn becomes the frame before.
    pub(crate) fn turn_page(&mut self) {
        std::mem::swap(&mut self.now, &mut self.before);
    }

    /// The cells of the frame before, as the terminal shows them.
    pub(crate) fn before(&self) -> &[Cell] {
        &self.before.cells
    }

    /// The same, to be changed as the terminal changes them.
    pub(crate) fn before_mut(&mut self) -> &mut Vec<Cell> {
        &mut self.before.cells
    }

    /// The screen.
    pub(crate) fn area(&self) -> Area {
        self.area
    }

    /// Changes when the numbers in the cells get another meaning.
    pub(crate) fn age(&self) -> u64 {
        self.age
    }

    /// The cells of a row.
    pub(crate) fn row(&self, y: usize) -> &[Cell] {
        let width = usize::from(self.area.width);
        let row = self.now.cells.get(y * width..(y + 1) * width);
        row.unwrap_or(&[])
    }

    /// Whether a row holds something other than letters of one cell.
    pub(crate) fn is_special(&self, y: usize) -> bool {
        self.now.special.get(y).copied().unwrap_or(false)
    }

    /// The signs in the cells.
    pub(crate) fn signs(&self) -> &Signs {
        &self.signs
    }

    /// A look by its number.
    pub(crate) fn look(&self, number: u32) -> Look {
        self.looks.of(number)
    }

    /// Writes a line into a row of an area, cut at its edge.
    pub(crate) fn line(&mut self, area: Area, row: u16, line: &Line) {
        let (from, edge, y) = self.bounds(area, row);
        if from >= edge {
            return;
        }
        let mut x = from;
        for span in &line.spans {
            x = self.text(y, x, edge, &span.text, span.ink);
        }
        if let Some(ink) = line.fill {
            self.lay(y, from..edge, ink, Laid::Under);
        }
    }

    /// Writes one sign into a row of an area.
    pub(crate) fn sign(&mut self, area: Area, row: u16, text: &str, ink: Ink) {
        let (from, edge, y) = self.bounds(area, row);
        self.text(y, from, edge, text, ink);
    }

    /// Writes lines from the top of an area where nothing was drawn. Those that were in the frame before are not drawn again.
    pub(crate) fn shared(&mut self, area: Area, lines: &[Shared]) {
        let mut hint = 0;
        for (row, line) in (0..area.height).zip(lines) {
            let (from, edge, y) = self.bounds(area, row);
            if from >= edge {
                continue;
            }
            match self.find(line, from, edge, hint) {
                Some(at) => {
                    hint = at + 1;
                    self.take_over(at, y);
                }
                None => self.line(area, row, line),
            }
            let line = line.clone();
            self.now.lines.push(Placed {
                line,
                from,
                edge,
                y,
            });
        }
    }

    /// Which line of the frame before this is; one is guessed.
    fn find(&self, line: &Shared, from: usize, edge: usize, guess: usize) -> Option<usize> {
        let lines = &self.before.lines;
        let same = |one: &Placed| (one.from, one.edge) == (from, edge) && one.line.is(line);
        match lines.get(guess) {
            Some(one) if same(one) => Some(guess),
            _ => lines.iter().position(same),
        }
    }

    fn take_over(&mut self, at: usize, y: usize) {
        let width = usize::from(self.area.width);
        let Placed {
            from, edge, y: was, ..
        } = self.before.lines[at];
        let cells = &self.before.cells[was * width + from..was * width + edge];
        self.now.cells[y * width + from..y * width + edge].copy_from_slice(cells);
        self.now.special[y] |= self.before.special[was];
    }

    /// Writes a line at the right end of the first row of an area.
    pub(crate) fn line_right(&mut self, area: Area, line: &Line) {
        let width: usize = line.spans.iter().map(|span| span.text.width()).sum();
        let width = u16::try_from(width).unwrap_or(u16::MAX).min(area.width);
        let (_, right) = area.split_left(area.width - width);
        self.line(right, 0, line);
    }

    /// Writes lines from the top of an area.
    pub(crate) fn lines<'a>(&mut self, area: Area, lines: impl IntoIterator<Item = &'a Line>) {
        for (row, line) in (0..area.height).zip(lines) {
            self.line(area, row, line);
        }
    }

    /// Gives a whole area one ink and no text.
    pub(crate) fn fill(&mut self, area: Area, ink: Ink) {
        for row in 0..area.height {
            let (from, edge, y) = self.bounds(area, row);
            self.lay(y, from..edge, ink, Laid::Filled);
            // What lay there is no line to be taken over.
            let apart = |one: &Placed| one.y != y || one.edge <= from || edge <= one.from;
            self.now.lines.retain(apart);
        }
    }

    /// The columns of a row of an area, as far as they are on the screen, and the row of the screen.
    fn bounds(&self, area: Area, row: u16) -> (usize, usize, usize) {
        let y = usize::from(area.y) + usize::from(row);
        if row >= area.height || y >= usize::from(self.area.height) {
            return (0, 0, 0);
        }
        let edge = usize::from(area.x) + usize::from(area.width);
        (area.x.into(), edge.min(self.area.width.into()), y)
    }

    /// Lays an ink on cells that keep their signs, or are emptied.
    fn lay(&mut self, y: usize, columns: std::ops::Range<usize>, ink: Ink, how: Laid) {
        if columns.is_empty() {
            return;
        }
        let width = usize::from(self.area.width);
        let row = &mut self.now.cells[y * width..(y + 1) * width];
        for at in &mut row[columns] {
            let look = self.looks.laid(look_of(*at), ink, how);
            *at = match how {
                Laid::Filled => cell(sign::BLANK, look),
                Laid::Written | Laid::Under => cell(sign_of(*at), look),
            };
        }
    }

    /// Writes a text from a cell up to a column; answers where it ended. Letters that join nothing, which are most of all
    /// text, are set one by one; only the rest is divided into what takes one cell or more.
    fn text(&mut self, y: usize, x: usize, edge: usize, text: &str, ink: Ink) -> usize {
        let mut x = x;
        let mut rest = text;
        while !rest.is_empty() && x < edge {
            let plain = plain(rest);
            x = self.plain(y, x, edge, &rest[..plain], ink);
            rest = &rest[plain..];
            let other = other(rest);
            if other > 0 {
                x = self.divided(y, x, edge, &rest[..other], ink);
                rest = &rest[other..];
            }
        }
        x
    }

    /// Sets letters of the basic alphabet.
    fn plain(&mut self, y: usize, x: usize, edge: usize, text: &str, ink: Ink) -> usize {
        let end = edge.min(x + text.len());
        if x >= end {
            return x;
        }
        let width = usize::from(self.area.width);
        let cells = &mut self.now.cells[y * width + x..y * width + end];
        let mut under = look_of(cells[0]);
        let mut look = self.looks.laid(under, ink, Laid::Written);
        for (at, byte) in cells.iter_mut().zip(text.bytes()) {
            if look_of(*at) != under {
                under = look_of(*at);
                look = self.looks.laid(under, ink, Laid::Written);
            }
            *at = cell(byte.into(), look);
        }
        end
    }

    /// Sets other letters: one by one as far as they join nothing, else by what stands for one sign.
    fn divided(&mut self, y: usize, x: usize, edge: usize, text: &str, ink: Ink) -> usize {
        let mut x = x;
        let alone = text.chars().all(|letter| simple(letter).is_some());
        if alone {
            for letter in text.chars() {
                x = self.put(y, x, edge, letter.into(), simple(letter).unwrap_or(1), ink);
            }
            return x;
        }
        for part in text.graphemes(true) {
            let width = part.width();
            if width > 0 && !part.contains(char::is_control) {
                let sign = self.signs.number(part);
                x = self.put(y, x, edge, sign, width, ink);
            }
        }
        x
    }

    /// Sets a sign, and covers the cells that it takes besides its first. Where it has no room, nothing after it may take
    /// its place.
    fn put(&mut self, y: usize, x: usize, edge: usize, sign: u32, width: usize, ink: Ink) -> usize {
        if x + width > edge {
            return edge;
        }
        self.now.special[y] |= width != 1 || char::from_u32(sign).and_then(simple).is_none();
        let at = y * usize::from(self.area.width) + x;
        let look = self
            .looks
            .laid(look_of(self.now.cells[at]), ink, Laid::Written);
        for covered in &mut self.now.cells[at..at + width] {
            *covered = cell(sign::COVERED, look);
        }
        self.now.cells[at] = cell(sign, look);
        x + width
    }

    /// Empties cells that lost a part of their sign to something drawn over it.
    pub(crate) fn mend(&mut self, y: usize) {
        let signs = &self.signs;
        let width = usize::from(self.area.width);
        let row = self.now.cells.get_mut(y * width..(y + 1) * width);
        let row = row.unwrap_or_default();
        let mut x = 0;
        while let Some(now) = row.get(x).copied() {
            let sign = sign_of(now);
            let wide = if sign == sign::COVERED {
                0
            } else {
                signs.width(sign)
            };
            let covered = row[x + 1..].iter().take(wide.saturating_sub(1));
            let whole = covered
                .filter(|cell| sign_of(**cell) == sign::COVERED)
                .count();
            if whole + 1 == wide {
                x += wide;
            } else {
                row[x] = cell(sign::BLANK, look_of(now));
                x += 1;
            }
        }
    }

    /// Copies everything into a buffer of the same size.
    pub(crate) fn copy(&mut self, buffer: &mut Buffer) {
        let mut text = String::new();
        for (y, row) in (0..self.area.height).zip(buffer.area.y..) {
            if self.is_special(y.into()) {
                self.mend(y.into());
            }
            for (at, column) in self.row(y.into()).iter().zip(buffer.area.x..) {
                let look = self.looks.of(look_of(*at));
                text.clear();
                match sign_of(*at) {
                    sign::COVERED => text.push(' '),
                    sign => self.signs.write(sign, &mut text),
                }
                if let Some(cell) = buffer.cell_mut((column, row)) {
                    cell.reset();
                    cell.set_symbol(&text);
                    (cell.fg, cell.bg, cell.modifier) = (look.fg, look.bg, look.modifier);
                }
            }
        }
    }
}

/// How many bytes at the start of a text are plain letters that nothing after them joins.
fn plain(text: &str) -> usize {
    let letters = text
        .bytes()
        .take_while(|byte| (b' '..0x7f).contains(byte))
        .count();
    match text[letters..].chars().next() {
        Some(next) if simple(next).is_none() && !next.is_ascii() => letters.saturating_sub(1),
        _ => letters,
    }
}

/// How many bytes at the start of a text are to be divided before plain letters come again.
fn other(text: &str) -> usize {
    let mut at = 0;
    while at < text.len() && plain(&text[at..]) == 0 {
        at += text[at..].chars().next().map_or(1, char::len_utf8);
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    fn drawn(width: u16, draw: impl FnOnce(&mut Grid, Area)) -> Buffer {
        let area = Area::screen(width, 1);
        let mut grid = Grid::new(&Theme::probe());
        grid.begin(area, &Theme::probe());
        draw(&mut grid, area);
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
        grid.copy(&mut buffer);
        buffer
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]
        /// Letters that are set one by one come out as text does that is divided into signs.
        #[test]
        fn all_text_comes_out_as_if_it_was_divided(
            words in prop::collection::vec(prop::sample::select(&[
                "bridge ", "“quay” ", "é", "e\u{301}x", "港湾", "港\u{3099}", "👩‍👩‍👧 ", "a\u{200d}b", "ß", "x", "가\u{11a8}",
                "\u{1f1e9}\u{1f1ea}", "\u{5d2}\u{5e9}", "\t",
            ][..]), 0..12),
            width in 1u16..30,
        ) {
            let text: String = words.concat();
            let grid = drawn(width, |grid, area| grid.line(area, 0, &Line::of(text.as_str(), Ink::Text)));
            let mut whole = Buffer::empty(Rect::new(0, 0, width, 1));
            whole.set_stringn(0, 0, &text, usize::from(width), Style::new());
            let symbols = |buffer: &Buffer| -> Vec<String> {
                buffer.content.iter().map(|cell| cell.symbol().to_owned()).collect()
            };
            prop_assert_eq!(symbols(&grid), symbols(&whole), "{:?}", text);
        }

        /// What is drawn over a part of a wide sign leaves no half of it.
        #[test]
        fn no_half_of_a_sign_stays(from in 0u16..12, columns in 1u16..6, filled: bool) {
            let buffer = drawn(12, |grid, area| {
                grid.line(area, 0, &Line::of("a港湾大橋は閉", Ink::Text));
                let (_, part) = area.split_left(from);
                let (part, _) = part.split_left(columns);
                if filled {
                    grid.fill(part, Ink::Status);
                } else {
                    grid.line(part, 0, &Line::of("bridge", Ink::Text));
                }
            });
            let mut column = 0;
            while column < 12 {
                let symbol = buffer[(column, 0)].symbol();
                let wide = u16::try_from(symbol.width()).unwrap_or(1).max(1);
                prop_assert!(column + wide <= 12);
                for covered in column + 1..column + wide {
                    prop_assert_eq!(buffer[(covered, 0)].symbol(), " ");
                }
                column += wide;
            }
            let wide = buffer.content.iter().filter(|cell| cell.symbol().width() == 2).count();
            prop_assert!((2..=5).contains(&wide));
        }
    }

    #[test]
    fn looks_lie_over_and_under_each_other() {
        let buffer = drawn(6, |grid, area| {
            grid.fill(area, Ink::Status);
            grid.line(area, 0, &Line::of("ab", Ink::Key));
            let mut line = Line::of("c", Ink::Text);
            line.fill = Some(Ink::Selection);
            grid.line(area.split_left(3).1, 0, &line);
        });
        let tones: Vec<_> = buffer.content.iter().map(|cell| cell.fg).collect();
        let tone = |ink| {
            Theme::probe()
                .style(crate::ui::looks::tone(ink))
                .fg
                .unwrap()
        };
        let (key, status, chosen) = (tone(Ink::Key), tone(Ink::Status), tone(Ink::Selection));
        assert_eq!(tones, [key, key, status, chosen, chosen, chosen]);
    }
}
