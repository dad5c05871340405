//! The digits of other writing systems as those that numbers are read from.

use std::borrow::Cow;

use crate::engine::segment::stamp::token::digit;

/// The text with such digits written 0 to 9.
pub(super) fn in_ascii(text: &str) -> Cow<'_, str> {
    let ascii = |c: char| {
        let value = digit(c).filter(|_| !c.is_ascii())?;
        char::from_digit(value, 10)
    };
    if text.is_ascii() || !text.chars().any(|c| ascii(c).is_some()) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| ascii(c).unwrap_or(c)).collect()
}

/// Where a text has the character that [`in_ascii`] has at a place.
pub(super) fn place(text: &str, ascii: &str, at: usize) -> usize {
    let before = ascii[..at].chars().count();
    let mut places = text.char_indices().map(|(at, _)| at);
    places.nth(before).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_text() {
        for text in ["12: a", "\u{6f1}\u{6f2}: a", "\u{967}\u{968}: a"] {
            let ascii = in_ascii(text);
            assert_eq!(ascii, "12: a");
            assert_eq!(&text[place(text, &ascii, 4)..], "a");
            assert_eq!(place(text, &ascii, 5), text.len());
        }
    }
}
