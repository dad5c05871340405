//! What a terminal is told, in bytes: where to write, in which looks. Known by every terminal since the VT100.

use std::ops::Range;

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

/// Adds the colours of text and ground, and no other looks.
pub(super) fn colours(text: Color, ground: Color, out: &mut Vec<u8>) {
    let mut said = String::from("\x1b[0");
    colour(text, 30, &mut said);
    colour(ground, 40, &mut said);
    said.push('m');
    out.extend_from_slice(said.as_bytes());
}

/// Adds a movement to a cell, counted from 0.
pub(super) fn go(x: usize, y: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(b"\x1b[");
    number(y + 1, out);
    if x > 0 {
        out.push(b';');
        number(x + 1, out);
    }
    out.push(b'H');
}

/// Adds a movement to the right.
pub(super) fn right(columns: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(b"\x1b[");
    if columns > 1 {
        number(columns, out);
    }
    out.push(b'C');
}

/// Adds the movement of some rows in a region up or down, counted from 0.
pub(super) fn shift(region: Range<usize>, rows: usize, up: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(b"\x1b[");
    number(region.start + 1, out);
    out.push(b';');
    number(region.end, out);
    out.push(b'r');
    go(0, region.start, out);
    out.extend_from_slice(b"\x1b[");
    number(rows, out);
    out.push(if up { b'M' } else { b'L' });
    out.extend_from_slice(b"\x1b[r");
}

/// Adds a number in decimal digits. A frame has hundreds of them, which is worth not asking the formatter of the language.
fn number(number: usize, out: &mut Vec<u8>) {
    if number >= 10 {
        self::number(number / 10, out);
    }
    let digit = u8::try_from(number % 10).unwrap_or(0);
    out.push(b'0' + digit);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_from_one() {
        let mut out = Vec::new();
        go(0, 0, &mut out);
        go(159, 9, &mut out);
        right(1, &mut out);
        right(40, &mut out);
        shift(1..47, 6, true, &mut out);
        shift(9..100, 10, false, &mut out);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "\x1b[1H\x1b[10;160H\x1b[C\x1b[40C\x1b[2;47r\x1b[2H\x1b[6M\x1b[r\x1b[10;100r\x1b[10H\x1b[10L\x1b[r"
        );
    }

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
