//! What one cell can show: a letter, or a sign of several characters by its number in a table, as one number.
//! Also which letters stand for themselves whatever comes before and after them, so that most text needs no division.

use std::collections::HashMap;

use unicode_width::UnicodeWidthChar;
use unicode_width::UnicodeWidthStr;

/// Numbers from here on are places in the table; below are characters.
const FIRST: u32 = 0x11_0000;
/// The cells that a wide sign covers besides its first.
pub(crate) const COVERED: u32 = 0;
/// An empty cell.
pub(crate) const BLANK: u32 = ' ' as u32;
/// What stands where a character would act on the terminal.
const REPLACED: &str = "\u{fffd}";
/// So many signs of several characters are kept before the table begins anew.
const MOST: usize = 1 << 16;
/// So many have numbers at all; cells have room for these.
const NUMBERS: usize = (1 << 21) - 1 - FIRST as usize;

/// The signs of several characters that were shown.
#[derive(Debug, Default)]
pub(crate) struct Signs {
    numbers: HashMap<Box<str>, u32>,
    texts: Vec<Box<str>>,
}

impl Signs {
    /// Whether so many were shown that it is time to begin anew.
    pub(crate) fn is_full(&self) -> bool {
        self.texts.len() > MOST
    }

    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.numbers.clear();
        self.texts.clear();
    }

    /// The number of what one cell, or several, are to show. No character that acts on a terminal gets one.
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        let text = if text.chars().any(acts) {
            REPLACED
        } else {
            text
        };
        let mut chars = text.chars();
        if let (Some(only), None) = (chars.next(), chars.next()) {
            return u32::from(only);
        }
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let room = self.texts.len() < NUMBERS;
        let Some(place) = u32::try_from(self.texts.len()).ok().filter(|_| room) else {
            return u32::from(char::REPLACEMENT_CHARACTER);
        };
        let number = FIRST + place;
        self.numbers.insert(text.into(), number);
        self.texts.push(text.into());
        number
    }

    /// Writes the text of a sign after what is there.
    pub(crate) fn write(&self, sign: u32, out: &mut String) {
        match char::from_u32(sign) {
            Some(letter) => out.push(letter),
            None => out.push_str(self.text(sign)),
        }
    }

    fn text(&self, sign: u32) -> &str {
        let at = sign.checked_sub(FIRST).map(|at| at as usize);
        at.and_then(|at| self.texts.get(at)).map_or("", |text| text)
    }

    /// How many cells a sign takes.
    pub(crate) fn width(&self, sign: u32) -> usize {
        match char::from_u32(sign) {
            Some(letter) => simple(letter).or(letter.width()).unwrap_or(1).max(1),
            None => self.text(sign).width().max(1),
        }
    }

    /// Of how many characters a sign is that some terminals show as one and others as several.
    pub(crate) fn joined(&self, sign: u32) -> Option<usize> {
        match char::from_u32(sign) {
            Some(letter) => joins(letter).then_some(1),
            None => {
                let text = self.text(sign);
                text.chars().any(joins).then(|| text.chars().count())
            }
        }
    }
}

/// How many cells a character takes that joins neither what comes before nor what comes after, unless that joins it.
/// Nothing for all others, which are looked at more closely.
pub(crate) fn simple(letter: char) -> Option<usize> {
    match letter {
        ' '..='~' => Some(1),
        // Latin, Greek and Cyrillic.
        '\u{a0}'..='\u{a8}' | '\u{aa}'..='\u{ac}' | '\u{af}'..='\u{2ff}' => Some(1),
        '\u{370}'..='\u{482}' | '\u{48a}'..='\u{52f}' => Some(1),
        // Dashes, quotation marks, currencies, lines and bars.
        '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{203b}' | '\u{203d}'..='\u{2048}' => Some(1),
        '\u{20a0}'..='\u{20bf}' | '\u{2190}'..='\u{2193}' | '\u{2500}'..='\u{259f}' => Some(1),
        '\u{25b7}'..='\u{25bf}' | '\u{25c1}'..='\u{25fa}' => Some(1),
        // Chinese, Japanese and Korean.
        '\u{3000}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' => Some(2),
        '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff01}'..='\u{ff5e}' => Some(2),
        _ => None,
    }
}

/// Whether a character makes one sign of those around it.
fn joins(c: char) -> bool {
    matches!(c, '\u{200d}' | '\u{fe0f}' | '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// Whether a character does something to a terminal.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_segmentation::UnicodeSegmentation;

    #[test]
    fn simple_letters_are_as_wide_as_said_and_join_nothing() {
        for letter in ('\0'..='\u{1ffff}').filter(|letter| simple(*letter).is_some()) {
            assert_eq!(simple(letter), letter.width(), "{letter:?}");
            assert!(!acts(letter) && !joins(letter), "{letter:?}");
            for beside in ['x', '\u{e9}', '\u{6f22}', '\u{ac00}'] {
                let both = format!("{beside}{letter}{beside}");
                assert_eq!(both.graphemes(true).count(), 3, "{both:?}");
                let widths: usize = both.chars().filter_map(simple).sum();
                assert_eq!(both.width(), widths, "{both:?}");
            }
        }
    }

    #[test]
    fn what_acts_on_a_terminal_is_replaced() {
        let mut signs = Signs::default();
        let replaced = u32::from('\u{fffd}');
        for text in ["\u{1b}[2J", "\u{9b}", "\u{202e}x", "a\n"] {
            assert_eq!(signs.number(text), replaced, "{text:?}");
        }
        assert_eq!(signs.number("d"), u32::from('d'));
    }

    #[test]
    fn signs_of_several_characters_keep_their_number() {
        let mut signs = Signs::default();
        let family = "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}";
        let number = signs.number(family);
        signs.number("e\u{301}");
        assert_eq!(signs.number(family), number);
        assert_eq!((signs.width(number), signs.joined(number)), (2, Some(5)));
        let mut out = String::new();
        signs.write(number, &mut out);
        signs.write(u32::from('!'), &mut out);
        assert_eq!(out, format!("{family}!"));
    }
}
