//! Screens as SVG, for pictures in the documentation.
//! No file is written here.

use std::fmt::Write;

use ratatui::buffer::Buffer;
use ratatui::buffer::Cell;
use ratatui::style::Color;
use ratatui::style::Modifier;
use unicode_width::UnicodeWidthStr;

/// The size of one cell, in pixels.
const CELL: (usize, usize) = (9, 18);
/// Where the letters stand in their cell.
const BASELINE: usize = 14;
/// The space around the screen.
const MARGIN: usize = 12;
/// The colours of a terminal that says nothing else: background, text.
const GROUND: [u8; 3] = [0x16, 0x1a, 0x1f];
const TEXT: [u8; 3] = [0xd6, 0xda, 0xdf];
/// The sixteen colours of the pictured terminal's palette.
const PALETTE: [[u8; 3]; 16] = [
    [0x16, 0x1a, 0x1f],
    [0xd9, 0x7c, 0x74],
    [0x93, 0xbd, 0x8a],
    [0xd9, 0xb8, 0x6c],
    [0x83, 0xa9, 0xd6],
    [0xbb, 0x97, 0xcf],
    [0x7d, 0xbc, 0xc0],
    [0xc4, 0xc9, 0xcf],
    [0x6c, 0x76, 0x82],
    [0xec, 0x9a, 0x93],
    [0xae, 0xd6, 0xa5],
    [0xee, 0xd0, 0x8b],
    [0xa2, 0xc4, 0xec],
    [0xd4, 0xb3, 0xe6],
    [0x9b, 0xd7, 0xdb],
    [0xf2, 0xf4, 0xf6],
];

/// Draws a screen on a monospace grid.
pub fn svg(buffer: &Buffer) -> String {
    let (columns, rows) = (
        usize::from(buffer.area.width),
        usize::from(buffer.area.height),
    );
    let (width, height) = (columns * CELL.0 + 2 * MARGIN, rows * CELL.1 + 2 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" font-family=\"ui-monospace, 'DejaVu Sans Mono', \
         Menlo, Consolas, monospace\" font-size=\"15\" xml:space=\"preserve\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"{}\"/>\n",
        hex(GROUND)
    );
    for (row, cells) in buffer.content.chunks(columns.max(1)).enumerate() {
        let runs = runs(cells);
        runs.iter().for_each(|run| background(&mut out, run, row));
        runs.iter().for_each(|run| letters(&mut out, run, row));
    }
    out.push_str("</svg>\n");
    out
}

/// Neighbouring cells of equal looks.
struct Run {
    column: usize,
    columns: usize,
    text: String,
    looks: Looks,
}

#[derive(Clone, Copy, PartialEq)]
struct Looks {
    fg: [u8; 3],
    bg: [u8; 3],
    modifier: Modifier,
}

fn runs(cells: &[Cell]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut column = 0;
    while let Some(cell) = cells.get(column) {
        let symbol = cell.symbol();
        let columns = symbol.width().max(1);
        let looks = looks(cell);
        // A text of wide characters is set by itself, so that no font can move what follows it.
        let joins = columns == 1 && symbol.is_ascii();
        match runs.last_mut() {
            Some(last) if joins && last.looks == looks && last.text.is_ascii() => {
                last.text.push_str(symbol);
                last.columns += columns;
            }
            _ => runs.push(Run {
                column,
                columns,
                text: symbol.to_owned(),
                looks,
            }),
        }
        column += columns;
    }
    runs
}

fn looks(cell: &Cell) -> Looks {
    let modifier = cell.modifier;
    let (mut fg, mut bg) = (rgb(cell.fg, TEXT), rgb(cell.bg, GROUND));
    if modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut fg, &mut bg);
    }
    if modifier.contains(Modifier::DIM) {
        fg = mix(fg, bg);
    }
    Looks { fg, bg, modifier }
}

/// Two parts of the first colour, one of the second.
fn mix(a: [u8; 3], b: [u8; 3]) -> [u8; 3] {
    let part = |i: usize| ((u16::from(a[i]) * 2 + u16::from(b[i])) / 3) as u8;
    [part(0), part(1), part(2)]
}

fn background(out: &mut String, run: &Run, row: usize) {
    if run.looks.bg != GROUND {
        let (x, y) = place(run.column, row);
        let _ = writeln!(
            out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
            run.columns * CELL.0,
            CELL.1,
            hex(run.looks.bg)
        );
    }
}

fn letters(out: &mut String, run: &Run, row: usize) {
    let modifier = run.looks.modifier;
    if run.text.trim().is_empty() || modifier.contains(Modifier::HIDDEN) {
        return;
    }
    let (x, y) = place(run.column, row);
    let mut more = String::new();
    for (flag, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
    ] {
        if modifier.contains(flag) {
            more.push_str(attribute);
        }
    }
    let _ = writeln!(
        out,
        "<text x=\"{x}\" y=\"{}\" fill=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"{more}>{}</text>",
        y + BASELINE,
        hex(run.looks.fg),
        run.columns * CELL.0,
        escape(&run.text)
    );
}

fn place(column: usize, row: usize) -> (usize, usize) {
    (MARGIN + column * CELL.0, MARGIN + row * CELL.1)
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

fn hex([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn rgb(colour: Color, default: [u8; 3]) -> [u8; 3] {
    match colour {
        Color::Reset => default,
        Color::Rgb(r, g, b) => [r, g, b],
        Color::Indexed(index) => indexed(index),
        named => indexed(NAMED.iter().position(|name| *name == named).unwrap_or(7) as u8),
    }
}

const NAMED: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

fn indexed(index: u8) -> [u8; 3] {
    let step = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
    match index {
        0..16 => PALETTE[usize::from(index)],
        16..232 => [
            step((index - 16) / 36),
            step((index - 16) / 6 % 6),
            step((index - 16) % 6),
        ],
        232.. => [8 + 10 * (index - 232); 3],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    #[test]
    fn text_is_escaped_and_styled() {
        let mut buffer = Buffer::with_lines(["a<b & c"]);
        buffer.set_style(
            buffer.area,
            Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
        );
        let picture = svg(&buffer);
        assert!(picture.contains(">a&lt;b &amp; c</text>"), "{picture}");
        assert!(picture.contains("fill=\"#d97c74\""));
        assert!(picture.contains("font-weight=\"bold\""));
    }

    #[test]
    fn wide_characters_take_two_columns() {
        let picture = svg(&Buffer::with_lines(["漢x"]));
        let x = MARGIN + 2 * CELL.0;
        assert!(picture.contains(&format!("<text x=\"{x}\"")), "{picture}");
        assert!(picture.contains("textLength=\"18\""));
        assert_eq!(picture.matches("<text").count(), 2);
    }

    #[test]
    fn reverse_swaps_the_colours() {
        let mut buffer = Buffer::with_lines(["x"]);
        buffer.set_style(buffer.area, Style::new().add_modifier(Modifier::REVERSED));
        let picture = svg(&buffer);
        assert!(
            picture.contains(&format!("height=\"18\" fill=\"{}\"", hex(TEXT))),
            "{picture}"
        );
    }

    #[test]
    fn an_empty_screen_is_still_a_picture() {
        let picture = svg(&Buffer::empty(ratatui::layout::Rect::new(0, 0, 0, 0)));
        assert!(picture.starts_with("<svg") && picture.ends_with("</svg>\n"));
    }
}
