//! Text that cannot act on a terminal.
//! Everything that came from outside (pages, file names, errors) passes through [`SafeText`] once; widgets and printers take nothing else.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use unicode_width::UnicodeWidthStr;

/// How many combining marks one base character keeps.
const MARKS_PER_BASE: usize = 8;

/// One line of text without control characters, escape sequences or invisible formatting.
///
/// Controls become visible pictures (ESC is `␛`), so that an unfinished escape sequence swallows nothing.
/// Directional overrides, tags, fillers and zero-width characters are removed, except joiners that a script or an emoji needs.
/// Cleaning is idempotent. Copies share the text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SafeText(Arc<str>);

impl SafeText {
    /// Makes a text safe. Line breaks become spaces: a `SafeText` is one line.
    pub fn new(text: &str) -> Self {
        if text.bytes().all(|b| (b' '..0x7f).contains(&b)) {
            return Self(text.into());
        }
        Self(clean(text).into())
    }

    /// Makes bytes safe: invalid UTF-8 becomes U+FFFD first.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self::new(&String::from_utf8_lossy(bytes))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many terminal columns it takes.
    pub fn width(&self) -> usize {
        self.0.width()
    }

    /// The part of it between two byte offsets, trimmed; empty where the offsets are no character boundaries.
    pub fn slice(&self, start: usize, end: usize) -> Self {
        Self(self.0.get(start..end).unwrap_or_default().trim().into())
    }
}

impl Deref for SafeText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl From<&str> for SafeText {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for SafeText {
    fn from(text: String) -> Self {
        Self::new(&text)
    }
}

impl From<Cow<'_, str>> for SafeText {
    fn from(text: Cow<'_, str>) -> Self {
        Self::new(&text)
    }
}

impl Serialize for SafeText {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for SafeText {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::from)
    }
}

/// What becomes of one character.
enum Fate {
    Keep,
    Drop,
    Become(char),
    Control(char),
    Mark,
    Joiner,
}

fn clean(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    for (i, &c) in chars.iter().enumerate() {
        match fate(c) {
            Fate::Keep => {
                marks = 0;
                out.push(c);
            }
            Fate::Drop => {}
            Fate::Become(other) => {
                marks = 0;
                if !(c == '\n' && i > 0 && chars[i - 1] == '\r') {
                    out.push(other);
                }
            }
            Fate::Control(letter) => {
                marks = 0;
                out.push('\u{241b}');
                out.push(letter);
            }
            Fate::Mark => {
                let after_base = out.chars().next_back().is_some_and(|last| last != ' ');
                if after_base && marks < MARKS_PER_BASE {
                    marks += 1;
                    out.push(c);
                }
            }
            Fate::Joiner => {
                let next = next_kept(&chars[i + 1..], marks);
                let doubled = out.ends_with(is_joiner);
                if !doubled && keeps_joiner(c, &out, next) {
                    out.push(c);
                }
            }
        }
    }
    while out.ends_with(is_joiner) {
        out.pop();
    }
    out
}

/// The first character that follows a joiner when all is cleaned, where the base before it has so many marks.
fn next_kept(rest: &[char], marks: usize) -> Option<char> {
    rest.iter().find_map(|c| match fate(*c) {
        Fate::Drop | Fate::Joiner => None,
        Fate::Mark if marks >= MARKS_PER_BASE => None,
        Fate::Become(other) => Some(other),
        Fate::Control(_) => Some('\u{241b}'),
        Fate::Keep | Fate::Mark => Some(*c),
    })
}

fn fate(c: char) -> Fate {
    match c {
        ' '..='~' => Fate::Keep,
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
            Fate::Become(' ')
        }
        '\0'..='\u{1f}' => Fate::Become(char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}')),
        '\u{7f}' => Fate::Become('\u{2421}'),
        '\u{80}'..='\u{9f}' => Fate::Control(char::from_u32(c as u32 - 0x40).unwrap_or('?')),
        '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}'
        | '\u{2800}' => Fate::Become(' '),
        '\u{200c}' | '\u{200d}' => Fate::Joiner,
        _ if is_invisible(c) => Fate::Drop,
        _ if is_noncharacter(c) => Fate::Become('\u{fffd}'),
        _ if is_mark(c) => Fate::Mark,
        _ => Fate::Keep,
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || (c as u32 & 0xfffe) == 0xfffe
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c) || matches!(c, '\u{fe00}'..='\u{fe0f}')
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Joiners stay between emoji, and between letters of scripts whose letters join.
fn keeps_joiner(joiner: char, before: &str, next: Option<char>) -> bool {
    let Some(next) = next else { return false };
    let Some(previous) = before
        .chars()
        .rev()
        .find(|c| !is_mark(*c) && !('\u{1f3fb}'..='\u{1f3ff}').contains(c))
    else {
        return false;
    };
    if joiner == '\u{200d}' && is_emoji(previous) && is_emoji(next) {
        return true;
    }
    joins(before.chars().next_back().unwrap_or(previous)) && joins(next)
}

fn is_emoji(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// Letters and vowel signs of the scripts in which a joiner changes the shape of a word.
fn joins(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{18af}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn safe(text: &str) -> String {
        SafeText::new(text).to_string()
    }

    #[test]
    fn controls_become_visible() {
        assert_eq!(safe("a\u{1b}[2Jb"), "a␛[2Jb");
        assert_eq!(safe("a\u{9b}2Jb"), "a␛[2Jb");
        assert_eq!(safe("a\u{7}\u{0}\u{7f}b"), "a␇␀␡b");
        assert_eq!(safe("a\r\nb\tc\u{2028}d"), "a b c d");
    }

    #[test]
    fn overrides_and_fillers_vanish() {
        assert_eq!(safe("pay\u{202e}gpj.exe\u{202c}"), "paygpj.exe");
        assert_eq!(safe("a\u{200b}b\u{feff}c\u{ad}d\u{e0041}e"), "abcde");
        assert_eq!(safe("\u{fffe}x\u{1ffff}"), "\u{fffd}x\u{fffd}");
    }

    #[test]
    fn joiners_stay_where_they_are_needed() {
        assert_eq!(safe("👩\u{200d}🚀"), "👩\u{200d}🚀");
        assert_eq!(safe("a\u{200d}b"), "ab");
        assert_eq!(safe("می\u{200c}خواهم"), "می\u{200c}خواهم");
        assert_eq!(safe("👩\u{200d}\u{200d}\u{200d}🚀\u{200d}"), "👩\u{200d}🚀");
    }

    #[test]
    fn joiners_do_not_lean_on_what_goes() {
        // A blank that looks like a sign becomes a space, and a mark too many is dropped.
        assert_eq!(safe("→\u{200d}\u{2800}x"), "→ x");
        let marks = "\u{64e}".repeat(MARKS_PER_BASE);
        assert_eq!(
            safe(&format!("ب{marks}\u{200d}\u{64e}x")),
            format!("ب{marks}x")
        );
    }

    #[test]
    fn marks_are_capped() {
        let zalgo: String = std::iter::once('e')
            .chain(std::iter::repeat_n('\u{301}', 50))
            .collect();
        assert_eq!(safe(&zalgo).chars().count(), 1 + MARKS_PER_BASE);
        assert_eq!(safe("\u{301}x"), "x");
    }

    proptest::proptest! {
        #[test]
        fn cleaning_is_idempotent_and_leaves_no_control(text in "\\PC*|(\\p{any}|\u{200d}|\u{1b}|\u{301}){0,60}|[\u{200d}\u{200c}\u{2800}→🚀ب\u{64e}\u{301}\u{ad}\u{0} x]{0,60}") {
            let once = SafeText::new(&text);
            proptest::prop_assert_eq!(SafeText::new(&once), once.clone());
            proptest::prop_assert!(!once.chars().any(|c| c.is_control() || is_invisible(c)));
        }
    }
}
