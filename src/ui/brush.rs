//! Setting the cells of a row: which sign and which look each has, both as numbers.
//! What is on the terminal is not known here.

use std::ops::Range;

use ratatui::buffer::Buffer;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::ui::cell::Cell;
use crate::ui::cell::Row;
use crate::ui::cell::cell;
use crate::ui::cell::look_of;
use crate::ui::cell::sign_of;
use crate::ui::damage::ALL;
use crate::ui::damage::Strokes;
use crate::ui::damage::chosen;
use crate::ui::looks::Laid;
use crate::ui::looks::Look;
use crate::ui::looks::Looks;
use crate::ui::sign;
use crate::ui::sign::Signs;
use crate::ui::sign::simple;
use crate::ui::sketch::Sketch;
use crate::ui::sketch::Stroke;
use crate::ui::sketch::What;
use crate::ui::theme::Theme;

/// What sets cells, and knows what the numbers in them mean.
#[derive(Debug)]
pub(crate) struct Brush {
    looks: Looks,
    signs: Signs,
    /// Changes when the numbers of looks and signs get another meaning.
    age: u64,
}

impl Brush {
    /// A brush for a theme.
    pub(crate) fn new(theme: &Theme) -> Self {
        Self {
            looks: Looks::new(theme.clone()),
            signs: Signs::default(),
            age: 0,
        }
    }

    /// Takes the theme of the next frame.
    pub(crate) fn dip(&mut self, theme: &Theme) {
        if !self.has(theme) {
            self.looks = Looks::new(theme.clone());
            self.signs.clear();
            self.age += 1;
        }
    }

    /// Whether it can go on with a theme, so that all numbers keep their meaning.
    pub(crate) fn has(&self, theme: &Theme) -> bool {
        self.looks.theme() == theme && !self.looks.is_full() && !self.signs.is_full()
    }

    /// Changes when the numbers in the cells get another meaning.
    pub(crate) fn age(&self) -> u64 {
        self.age
    }

    /// The signs in the cells.
    pub(crate) fn signs(&self) -> &Signs {
        &self.signs
    }

    /// A look by its number.
    pub(crate) fn look(&self, number: u32) -> Look {
        self.looks.of(number)
    }

    /// Draws some strokes of a row of the screen again, over what it shows; or all of it, from nothing. Answers in which columns:
    /// in all others the new row means nothing.
    pub(crate) fn draw(
        &mut self,
        sketch: &Sketch,
        y: usize,
        strokes: Strokes,
        shown: &Row,
        fresh: &mut Row,
    ) -> Range<usize> {
        let width = usize::from(sketch.screen().width);
        let ground = cell(sign::BLANK, self.looks.ground());
        // Signs of several cells are drawn with all that is beside them.
        let strokes = if shown.special { ALL } else { strokes };
        let columns = if strokes == ALL {
            fresh.fill(ground, width);
            0..width
        } else {
            let columns = hull(sketch, y, strokes);
            fresh.special = false;
            fresh.cells.resize(width, ground);
            fresh.cells[columns.clone()].copy_from_slice(&shown.cells[columns.clone()]);
            for stroke in chosen(sketch, y, strokes) {
                fresh.cells[stroke.columns()].fill(ground);
            }
            columns
        };
        for stroke in chosen(sketch, y, strokes) {
            self.stroke(stroke, y - stroke.rows().start, fresh);
        }
        if fresh.special && strokes != ALL {
            return self.draw(sketch, y, ALL, shown, fresh);
        }
        if fresh.special {
            mend(&self.signs, fresh);
        }
        columns
    }

    /// Draws a row of a stroke, counted from its first one.
    fn stroke(&mut self, stroke: &Stroke, number: usize, row: &mut Row) {
        let Range { start, end } = stroke.columns();
        match stroke.what() {
            What::Fill(ink) => self.lay(row, start..end, *ink, Laid::Filled),
            What::Column(sign, ink) => {
                self.text(row, start, end, sign, *ink);
            }
            What::Head(sign, name, ink) => {
                let mut x = start;
                for text in [sign, " ", name] {
                    x = self.text(row, x, end, text, *ink);
                }
            }
            What::Gutter(gutter) => {
                let signs = gutter.row(number).unwrap_or_default();
                let drawn = if number < gutter.lines { end } else { start };
                for (at, x) in (start..drawn).enumerate() {
                    let sign = signs.get(at).copied().flatten();
                    let (sign, ink) = sign.unwrap_or((" ", Ink::Text));
                    self.text(row, x, end, sign, ink);
                }
            }
            What::Signs(signs) => {
                if let Some((sign, ink)) = signs.get(number) {
                    self.text(row, start, end, sign, *ink);
                }
            }
            What::Right(line) => {
                let width: usize = line.spans.iter().map(|span| span.text.width()).sum();
                self.line(row, end.saturating_sub(width).max(start)..end, line);
            }
            What::Shared(_) | What::Part(..) | What::Lines(_) => {
                if let Some(line) = stroke.what().line(number) {
                    self.line(row, start..end, line);
                }
            }
        }
    }

    /// Writes a line, cut where the columns end.
    fn line(&mut self, row: &mut Row, columns: Range<usize>, line: &Line) {
        let mut x = columns.start;
        for span in &line.spans {
            x = self.text(row, x, columns.end, &span.text, span.ink);
        }
        if let Some(ink) = line.fill {
            self.lay(row, columns, ink, Laid::Under);
        }
    }

    /// Lays an ink on cells that keep their signs, or are emptied.
    fn lay(&mut self, row: &mut Row, columns: Range<usize>, ink: Ink, how: Laid) {
        for at in &mut row.cells[columns] {
            let look = self.looks.laid(look_of(*at), ink, how);
            *at = match how {
                Laid::Filled => cell(sign::BLANK, look),
                Laid::Written | Laid::Under => cell(sign_of(*at), look),
            };
        }
    }

    /// Writes a text from a cell up to a column; answers where it ended. Letters that join nothing, which are most of all
    /// text, are set one by one; only the rest is divided into what takes one cell or more.
    fn text(&mut self, row: &mut Row, x: usize, edge: usize, text: &str, ink: Ink) -> usize {
        let mut x = x;
        let mut rest = text;
        while !rest.is_empty() && x < edge {
            let plain = plain(rest);
            x = self.plain(row, x, edge, &rest[..plain], ink);
            rest = &rest[plain..];
            let other = other(rest);
            if other > 0 {
                x = self.divided(row, x, edge, &rest[..other], ink);
                rest = &rest[other..];
            }
        }
        x
    }

    /// Sets letters of the basic alphabet.
    fn plain(&mut self, row: &mut Row, x: usize, edge: usize, text: &str, ink: Ink) -> usize {
        let end = edge.min(x + text.len());
        if x >= end {
            return x;
        }
        let cells = &mut row.cells[x..end];
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
    fn divided(&mut self, row: &mut Row, x: usize, edge: usize, text: &str, ink: Ink) -> usize {
        let mut x = x;
        let alone = text.chars().all(|letter| simple(letter).is_some());
        if alone {
            for letter in text.chars() {
                let width = simple(letter).unwrap_or(1);
                x = self.put(row, x..edge, letter.into(), width, ink);
            }
            return x;
        }
        for part in text.graphemes(true) {
            let width = part.width();
            if width > 0 && !part.contains(char::is_control) {
                let sign = self.signs.number(part);
                x = self.put(row, x..edge, sign, width, ink);
            }
        }
        x
    }

    /// Sets a sign, and covers the cells that it takes besides its first; answers where it ended. Where it has no room,
    /// nothing after it may take its place.
    fn put(
        &mut self,
        row: &mut Row,
        room: Range<usize>,
        sign: u32,
        width: usize,
        ink: Ink,
    ) -> usize {
        let Range { start: x, end } = room;
        if x + width > end {
            return end;
        }
        row.special |= width != 1 || char::from_u32(sign).and_then(simple).is_none();
        let look = look_of(row.cells[x]);
        let look = self.looks.laid(look, ink, Laid::Written);
        row.cells[x..x + width].fill(cell(sign::COVERED, look));
        row.cells[x] = cell(sign, look);
        x + width
    }

    /// Copies a row into a buffer.
    pub(crate) fn copy(&self, row: &Row, y: u16, buffer: &mut Buffer) {
        let mut text = String::new();
        for (at, column) in row.cells.iter().zip(buffer.area.x..) {
            let look = self.looks.of(look_of(*at));
            text.clear();
            match sign_of(*at) {
                sign::COVERED => text.push(' '),
                sign => self.signs.write(sign, &mut text),
            }
            if let Some(cell) = buffer.cell_mut((column, y)) {
                cell.reset();
                cell.set_symbol(&text);
                (cell.fg, cell.bg, cell.modifier) = (look.fg, look.bg, look.modifier);
            }
        }
    }
}

/// The columns from the first to the last one of some strokes.
fn hull(sketch: &Sketch, y: usize, strokes: Strokes) -> Range<usize> {
    let columns = chosen(sketch, y, strokes).map(Stroke::columns);
    let both =
        |one: Range<usize>, other: Range<usize>| one.start.min(other.start)..one.end.max(other.end);
    columns.reduce(both).unwrap_or(0..0)
}

/// Empties cells that lost a part of their sign to something drawn over it.
fn mend(signs: &Signs, row: &mut Row) {
    let cells: &mut [Cell] = &mut row.cells;
    let mut x = 0;
    while let Some(now) = cells.get(x).copied() {
        let sign = sign_of(now);
        let wide = if sign == sign::COVERED {
            0
        } else {
            signs.width(sign)
        };
        let covered = cells[x + 1..].iter().take(wide.saturating_sub(1));
        let whole = covered
            .filter(|cell| sign_of(**cell) == sign::COVERED)
            .count();
        if whole + 1 == wide {
            x += wide;
        } else {
            cells[x] = cell(sign::BLANK, look_of(now));
            x += 1;
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
    use crate::app::Area;
    use proptest::prelude::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    fn drawn(width: u16, draw: impl FnOnce(&mut Sketch, Area)) -> Buffer {
        let area = Area::screen(width, 1);
        let mut sketch = Sketch::default();
        sketch.begin(area);
        draw(&mut sketch, area);
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
        let (mut brush, mut row) = (Brush::new(&Theme::probe()), Row::default());
        brush.draw(&sketch, 0, ALL, &Row::default(), &mut row);
        brush.copy(&row, 0, &mut buffer);
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
            let grid = drawn(width, |sketch, area| sketch.line(area, 0, Line::of(text.as_str(), Ink::Text)));
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
            let buffer = drawn(12, |sketch, area| {
                sketch.line(area, 0, Line::of("a港湾大橋は閉", Ink::Text));
                let (_, part) = area.split_left(from);
                let (part, _) = part.split_left(columns);
                if filled {
                    sketch.fill(part, Ink::Status);
                } else {
                    sketch.line(part, 0, Line::of("bridge", Ink::Text));
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
        let buffer = drawn(6, |sketch, area| {
            sketch.fill(area, Ink::Status);
            sketch.line(area, 0, Line::of("ab", Ink::Key));
            let mut line = Line::of("c", Ink::Text);
            line.fill = Some(Ink::Selection);
            sketch.line(area.split_left(3).1, 0, line);
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
