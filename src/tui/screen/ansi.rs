//! What a terminal is told, in bytes: where to write, in which looks. Known by every terminal since the VT100.

use std::io::Write;

use ratatui::style::Color;
use ratatui::style::Modifier;

use crate::ui::looks::Look;

/// Empties the screen in the terminal's own colours.
pub(super) const CLEAR: &[u8] = b"\x1b[0m\x1b[2J";
/// Back to the terminal's own looks.
pub(super) const PLAIN: &[u8] = b"\x1b[0m";
/// Empties the rest of the row.
pub(super) const CLEAR_ROW: &[u8] = b"\x1b[K";

const MODIFIERS: [(Modifier, &str); 9] = [
    (Modifier::BOLD, ";1"),
    (Modifier::DIM, ";2"),
    (Modifier::ITALIC, ";3"),
    (Modifier::UNDERLINED, ";4"),
    (Modifier::SLOW_BLINK, ";5"),
    (Modifier::RAPID_BLINK, ";6"),
    (Modifier::REVERSED, ";7"),
    (Modifier::HIDDEN, ";8"),
    (Modifier::CROSSED_OUT, ";9"),
];

/// The sequence for a look, whatever the look was before.
pub(super) fn look(look: Look) -> Vec<u8> {
    let mut out = String::from("\x1b[0");
    for (modifier, code) in MODIFIERS {
        if look.modifier.contains(modifier) {
            out.push_str(code);
        }
    }
    colour(look.fg, 30, &mut out);
    colour(look.bg, 40, &mut out);
    out.push('m');
    out.into_bytes()
}

/// Adds a colour; `first` is the code of the first one, for text or for the ground.
fn colour(colour: Color, first: u8, out: &mut String) {
    let number = match colour {
        Color::Reset => return,
        Color::Rgb(red, green, blue) => {
            out.push_str(&format!(";{};2;{red};{green};{blue}", first + 8));
            return;
        }
        Color::Indexed(number) => number,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    match number {
        0..8 => out.push_str(&format!(";{}", first + number)),
        _ => out.push_str(&format!(";{};5;{number}", first + 8)),
    }
}

/// Adds a movement to a cell, counted from 0.
pub(super) fn go(x: usize, y: usize, out: &mut Vec<u8>) {
    // Writing into memory does not fail.
    let _ = match x {
        0 => write!(out, "\x1b[{}H", y + 1),
        _ => write!(out, "\x1b[{};{}H", y + 1, x + 1),
    };
}

/// Adds a movement to the right.
pub(super) fn right(columns: usize, out: &mut Vec<u8>) {
    let _ = match columns {
        1 => write!(out, "\x1b[C"),
        _ => write!(out, "\x1b[{columns}C"),
    };
}

/// Adds the movement of some rows in a region up or down, counted from 0.
pub(super) fn shift(region: std::ops::Range<usize>, rows: usize, up: bool, out: &mut Vec<u8>) {
    let (first, last) = (region.start + 1, region.end);
    let command = if up { 'M' } else { 'L' };
    let _ = write!(
        out,
        "\x1b[{first};{last}r\x1b[{first};1H\x1b[{rows}{command}\x1b[r"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_said_in_full() {
        let said = |fg, bg, modifier| {
            let bytes = look(Look { fg, bg, modifier });
            String::from_utf8(bytes).unwrap()
        };
        let (none, bold) = (Modifier::empty(), Modifier::BOLD | Modifier::REVERSED);
        assert_eq!(said(Color::Reset, Color::Reset, none), "\x1b[0m");
        assert_eq!(said(Color::Red, Color::Reset, bold), "\x1b[0;1;7;31m");
        assert_eq!(
            said(Color::DarkGray, Color::Indexed(3), none),
            "\x1b[0;38;5;8;43m"
        );
        assert_eq!(
            said(Color::Rgb(1, 2, 3), Color::Indexed(200), none),
            "\x1b[0;38;2;1;2;3;48;5;200m"
        );
    }
}
