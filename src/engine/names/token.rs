//! Words and marks of a text with their shapes. What a word means is not looked up here.

use std::ops::BitOr;

use crate::engine::names::genre::is_row;

/// What is seen of a token without knowing any word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Shape(u16);

impl Shape {
    /// Letters or digits, in contrast to a mark.
    pub(crate) const WORD: Self = Self(1);
    /// Begins with a capital letter.
    pub(crate) const CAPITAL: Self = Self(2);
    /// Two letters or more, all capitals.
    pub(crate) const UPPER: Self = Self(4);
    /// Has a digit.
    pub(crate) const DIGIT: Self = Self(8);
    /// Begins a sentence, a line or a quotation: its capital says little.
    pub(crate) const START: Self = Self(16);
    /// Is followed by a possessive ending, which is no part of it.
    pub(crate) const POSSESSIVE: Self = Self(32);
    /// One capital letter, with or without a full stop.
    pub(crate) const INITIAL: Self = Self(64);
    /// Has a hyphen inside.
    pub(crate) const HYPHEN: Self = Self(128);
    /// Has a capital letter after the first letter and a small one: "McDonald", "iPhone".
    pub(crate) const MIXED: Self = Self(256);
    /// White space stands before it.
    pub(crate) const SPACED: Self = Self(512);
    /// Begins a line.
    pub(crate) const LINE: Self = Self(1024);
    /// Stands in a line whose words have capitals like a heading's.
    pub(crate) const TITLE_CASE: Self = Self(2048);
    /// Stands in a line without small letters.
    pub(crate) const SHOUTED: Self = Self(4096);
    /// Ends with a full stop that belongs to it.
    pub(crate) const ABBREVIATION: Self = Self(8192);
    /// Stands in a row of a table: names and figures.
    pub(crate) const ROW: Self = Self(16384);

    pub(crate) fn has(self, shape: Self) -> bool {
        self.0 & shape.0 == shape.0
    }

    /// What a part of a word keeps of the whole: where it stands, not its letters.
    pub(crate) fn kept(self) -> Self {
        Self(
            self.0
                & (Self::WORD.0
                    | Self::START.0
                    | Self::SPACED.0
                    | Self::LINE.0
                    | Self::TITLE_CASE.0
                    | Self::SHOUTED.0
                    | Self::ROW.0),
        )
    }

    fn add(&mut self, shape: Self) {
        self.0 |= shape.0;
    }
}

impl BitOr for Shape {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A word or a mark: bytes `start..end` of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) shape: Shape,
}

impl Token {
    pub(crate) fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }

    pub(crate) fn is(&self, shape: Shape) -> bool {
        self.shape.has(shape)
    }
}

const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "rev", "fr", "st", "ste", "gen", "col", "lt", "maj", "capt",
    "sgt", "cpl", "adm", "cmdr", "brig", "pvt", "sen", "rep", "gov", "pres", "supt", "jr", "sr",
    "inc", "corp", "co", "ltd", "bros", "mt", "ft", "jan", "feb", "mar", "apr", "aug", "sept",
    "sep", "oct", "nov", "dec", "vs", "no", "nos", "hon", "messrs", "dept", "calif", "fla", "univ",
    "assn", "dist", "mass", "conn", "penn", "tenn", "wash", "minn", "mich", "wis", "ill", "ariz",
];

/// Splits a text into words and marks.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    let mut spaced = true;
    let mut start = true;
    let mut line = 0;
    while let Some(c) = text[at..].chars().next() {
        if c == '\n' {
            mark_line(&mut out[line..], text);
            line = out.len();
            start = true;
        }
        if c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}' {
            at += c.len_utf8();
            spaced = true;
            continue;
        }
        let mut token = if c.is_alphanumeric() {
            word(text, at)
        } else {
            mark(at, c)
        };
        if spaced {
            token.shape.add(Shape::SPACED);
        }
        if out.len() == line {
            token.shape.add(Shape::LINE);
        }
        if token.is(Shape::WORD) {
            if start {
                token.shape.add(Shape::START);
            }
            start = false;
        } else {
            start = start
                || matches!(
                    c,
                    '.' | '!' | '?' | '…' | '“' | '"' | '‘' | '«' | '„' | '•' | ':'
                )
                || (spaced && matches!(c, '\'' | '-' | '–' | '—' | '*' | '#'));
        }
        at = token.end;
        if token.is(Shape::POSSESSIVE) {
            at += possessive(&text[at..]).unwrap_or(0);
        }
        spaced = false;
        out.push(token);
    }
    mark_line(&mut out[line..], text);
    out
}

fn mark(at: usize, c: char) -> Token {
    Token {
        start: at,
        end: at + c.len_utf8(),
        shape: Shape::default(),
    }
}

fn word(text: &str, start: usize) -> Token {
    let end = word_end(text, start);
    let mut token = Token {
        start,
        end,
        shape: shape(&text[start..end]) | Shape::WORD,
    };
    let rest = &text[end..];
    if rest.starts_with('.') && takes_full_stop(&text[start..end], &rest[1..]) {
        token.end += 1;
        token.shape.add(Shape::ABBREVIATION);
    } else if possessive(rest).is_some()
        || (token.text(text).ends_with('s') && ends_in_apostrophe(rest))
    {
        token.shape.add(Shape::POSSESSIVE);
    }
    token
}

/// Where a word ends: apostrophes, hyphens and full stops are inside it if letters follow at once.
fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut chars = text[start..].char_indices().peekable();
    let mut dots = 0;
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        let inside = match c {
            '\'' | '’' | '‘' => {
                next.is_some_and(char::is_alphanumeric) && possessive(&text[start + at..]).is_none()
            }
            '-' | '‑' | '&' => next.is_some_and(char::is_alphanumeric),
            // "OPEC+".
            '+' => end > start && next.is_none_or(|c| !c.is_alphanumeric() && c != '+'),
            // "U.S", "a.m", but not the end of one sentence glued to the next.
            '.' => {
                let single = end - start == dots * 2 + 1;
                dots += 1;
                single
                    && next.is_some_and(char::is_alphabetic)
                    && text[start + at + 1..]
                        .chars()
                        .nth(1)
                        .is_none_or(|c| !c.is_alphanumeric())
            }
            _ => c.is_alphanumeric() || is_joined(c),
        };
        if !inside {
            break;
        }
        end = start + at + c.len_utf8();
    }
    end
}

/// Combining marks belong to the letter before them.
fn is_joined(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// The length of a possessive ending ('s, ’s, also with a wrong quotation mark) that begins here.
fn possessive(rest: &str) -> Option<usize> {
    let mut chars = rest.chars();
    let quote = chars
        .next()
        .filter(|c| matches!(c, '\'' | '’' | '‘' | '`'))?;
    chars.next().filter(|c| matches!(c, 's' | 'S'))?;
    chars
        .next()
        .is_none_or(|c| !c.is_alphanumeric() && c != '-')
        .then_some(quote.len_utf8() + 1)
}

fn ends_in_apostrophe(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next().is_some_and(|c| matches!(c, '\'' | '’'))
        && chars.next().is_some_and(|c| c == ' ')
        && chars.next().is_some_and(char::is_lowercase)
}

fn takes_full_stop(word: &str, after: &str) -> bool {
    let mut letters = word.chars();
    let single = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    if single {
        let mut next = after.trim_start_matches(' ').chars();
        return next.next().is_some_and(char::is_uppercase);
    }
    if word.contains('.') && word.len() < 12 {
        return true;
    }
    word.len() <= 5
        && ABBREVIATIONS
            .iter()
            .any(|abbreviation| abbreviation.eq_ignore_ascii_case(word))
        && !word.starts_with(char::is_lowercase)
}

pub(crate) fn shape(word: &str) -> Shape {
    let mut shape = Shape::default();
    let (mut upper, mut lower, mut letters) = (0, 0, 0);
    for (i, c) in word.char_indices() {
        if c.is_uppercase() {
            upper += 1;
            if i == 0 {
                shape.add(Shape::CAPITAL);
            }
        } else if c.is_lowercase() {
            lower += 1;
        } else if c.is_ascii_digit() {
            shape.add(Shape::DIGIT);
        } else if c == '-' || c == '‑' {
            shape.add(Shape::HYPHEN);
        }
        letters += usize::from(c.is_alphabetic());
    }
    if letters == 1 && upper == 1 && !shape.has(Shape::DIGIT) {
        shape.add(Shape::INITIAL);
    }
    if upper >= 2 && lower == 0 {
        shape.add(Shape::UPPER);
    }
    if upper > usize::from(shape.has(Shape::CAPITAL)) && lower > 0 {
        shape.add(Shape::MIXED);
    }
    shape
}

/// Marks the place in capitals that a report begins with: "NEW YORK, June 3", "ROME (Agency) -".
fn mark_dateline(line: &mut [Token], text: &str) {
    let loud = line
        .iter()
        .take_while(|token| token.is(Shape::UPPER))
        .count();
    let long = line[..loud].iter().any(|token| token.end - token.start > 3);
    let follows = line.get(loud).map(|token| token.text(text));
    if loud < 4
        && long
        && (matches!(follows, Some("," | "(" | "-" | "–" | "—" | ":"))
            || follows.is_some_and(|word| {
                word.len() >= 8 && word.starts_with(|c: char| c.is_ascii_digit())
            }))
    {
        line[..loud]
            .iter_mut()
            .for_each(|token| token.shape.add(Shape::SHOUTED));
    }
}

/// Marks the words of a line that is written like a heading or in capitals throughout.
fn mark_line(line: &mut [Token], text: &str) {
    if is_row(line, text) {
        line.iter_mut()
            .for_each(|token| token.shape.add(Shape::ROW));
    }
    mark_dateline(line, text);
    let words = || {
        line.iter()
            .filter(|token| token.is(Shape::WORD) && !token.is(Shape::DIGIT))
    };
    let count = words().count();
    if count < 2 {
        return;
    }
    let capital = words().filter(|token| token.is(Shape::CAPITAL)).count();
    let upper = words()
        .filter(|token| token.is(Shape::UPPER) || token.is(Shape::INITIAL))
        .count();
    let small = words()
        .filter(|token| !token.is(Shape::CAPITAL) && token.end - token.start > 4)
        .count();
    let ends = line.last().is_some_and(|token| token.text(text) == ".");
    let shape = if upper == count || (count > 3 && upper * 10 >= count * 8) {
        Shape::SHOUTED
    } else if count >= 4 && small * 8 < count && capital * 3 >= count * 2 && !ends {
        Shape::TITLE_CASE
    } else {
        return;
    };
    line.iter_mut().for_each(|token| token.shape.add(shape));
}
