//! Times on one line with a text: where the one ends and the other begins, and times behind headings.

use std::ops::Range;

use crate::engine::rules::Rules;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::LARGEST;
use crate::engine::segment::stamp::Shape;
use crate::engine::segment::stamp::play::MINUTES;
use crate::engine::segment::stamp::token::Token;
use crate::engine::segment::stamp::token::tokens;
use crate::engine::segment::stamp::whole;
use crate::engine::text::words;

/// A line in two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Halves {
    /// The time, without the signs that part it from the text.
    pub(crate) time: Range<usize>,
    /// The text.
    pub(crate) text: Range<usize>,
}

/// Signs between a heading and the time behind it.
const BEHIND: [&str; 7] = [" – ", " — ", " - ", " | ", " · ", " • ", ", "];

/// Halves of the day that end in a full stop of their own.
const HALVES: [&str; 4] = ["a.m.", "p.m.", "a. m.", "p. m."];

/// Longer lines with a time behind them are no headings, in words.
const LONGEST: usize = 22;

impl Byline {
    /// The time and the text of a line that holds both.
    pub(crate) fn halves(&self, line: &str) -> Option<Halves> {
        let (time, text) = match self.rest {
            0 => return None,
            rest if !line.is_char_boundary(rest) => return None,
            rest if rest == line.len() => {
                let start = start_of_tail(line).or_else(|| last_number(line))?;
                (start..rest, 0..start)
            }
            rest => (0..rest, rest..line.len()),
        };
        let halves = Halves {
            time: told(line, time),
            text: told_text(line, text),
        };
        (!halves.time.is_empty() && !halves.text.is_empty()).then_some(halves)
    }
}

/// A range of a line without spaces, brackets and signs around what it says.
fn told(line: &str, range: Range<usize>) -> Range<usize> {
    let within = &line[range.clone()];
    let start = within.len()
        - within
            .trim_start_matches(|c: char| !c.is_alphanumeric())
            .len();
    let opened = within[start..].contains('(');
    let ends = |c: char| !c.is_alphanumeric() && c != '.' && !(opened && c == ')');
    let end = within.trim_end_matches(ends).len();
    // "67'"
    let minutes = within[end..].chars().take_while(|c| MINUTES.contains(c));
    let minutes: usize = minutes.map(char::len_utf8).sum();
    let end = if within.contains(':') {
        end
    } else {
        end + minutes
    };
    // "12:50. Power is back": the stop parts them, where that of "p.m." does not.
    let stop = within[..end]
        .strip_suffix('.')
        .filter(|time| time.ends_with(|c: char| c.is_numeric()));
    let end = stop.map_or(end, str::len);
    range.start + start..range.start + end.max(start)
}

/// A range of a line without the signs that part it from a time, and without the mark of a ticker behind it.
fn told_text(line: &str, range: Range<usize>) -> Range<usize> {
    let within = &line[range.clone()];
    let parts =
        |c: char| c.is_whitespace() || matches!(c, '+' | '–' | '—' | '|' | '·' | '•' | '-' | ',');
    let behind = range.start > 0;
    let ticks = line.trim_end().ends_with("++");
    let text = match (behind, ticks) {
        (true, true) => within.trim_end_matches(|c: char| c == '+' || c.is_whitespace()),
        (true, false) => within.trim_end(),
        (false, _) => within.trim_end_matches(parts),
    };
    let start = text.len() - text.trim_start().len();
    range.start + start..range.start + text.len()
}

/// Where what stands behind a heading begins: its brackets, or the sign that parts them.
fn start_of_tail(line: &str) -> Option<usize> {
    if line.ends_with(')') {
        return line.rfind(" (").or_else(|| unspaced(line));
    }
    let signs = BEHIND.iter().filter_map(|sign| line.rfind(sign));
    let short = |at: &usize| line[*at..].split_whitespace().count() <= TAIL;
    signs.filter(short).max()
}

/// Where the last word begins, if it is a number.
fn last_number(line: &str) -> Option<usize> {
    let digit = |at: &usize| {
        line[*at..]
            .trim_start()
            .starts_with(|c: char| c.is_ascii_digit())
    };
    line.rfind(' ').filter(digit)
}

/// Where brackets begin behind words of a script that has no spaces between them.
fn unspaced(line: &str) -> Option<usize> {
    let at = line.rfind('(')?;
    let wide = line[..at].ends_with(|c: char| c > '\u{2e80}');
    wide.then_some(at)
}

/// A time behind a heading has so many words at most, the sign before it among them.
const TAIL: usize = 5;

/// A heading with its time behind it: "SHARES FALL (1030 EDT/1430 GMT)", "Power is back – 3:23 p.m.".
pub(super) fn behind(text: &str, rules: &Rules) -> Option<Byline> {
    let short = Some(text).filter(|text| text.len() <= LARGEST)?;
    let start = start_of_tail(short)?;
    let (heading, tail) = short.split_at(start);
    let bracketed = tail.ends_with(')');
    let inner = tail.trim_matches(|c: char| {
        matches!(c, '(' | ')' | ',' | '|' | '·' | '•' | '-' | '–' | '—') || c.is_whitespace()
    });
    let tokens = tokens(inner, rules);
    let byline = whole(&tokens, rules).or_else(|| hour_in_units(&tokens).filter(|_| bracketed))?;
    let plain = byline.stamp.author.is_none() && !byline.pinned;
    // "The doors open, 8.30pm." is a sentence.
    let ends = inner.ends_with('.')
        && !HALVES
            .iter()
            .any(|half| inner.to_lowercase().ends_with(half));
    let timed = byline.shape == Shape::Clock && plain && !ends;
    let says = heading.contains(char::is_alphabetic) && words::count(heading) >= 2;
    (timed && says && (bracketed || titles(heading, tail, &tokens))).then_some(Byline {
        shape: Shape::Inline,
        rest: text.len(),
        ..byline
    })
}

/// "10時", "9時半": in brackets no span of time.
fn hour_in_units(tokens: &[(Token, usize)]) -> Option<Byline> {
    let (hour, half) = match tokens {
        [(Token::Number(hour, 1..=2), _), (Token::Word(unit, _), _)] if is_hour(unit) => (*hour, 0),
        [
            (Token::Number(hour, 1..=2), _),
            (Token::Word(unit, _), _),
            (Token::Word(half, _), _),
        ] if is_hour(unit) && matches!(half.as_str(), "半" | "반") => (*hour, 30),
        _ => return None,
    };
    let minutes = u16::try_from(hour * 60 + half).ok().filter(|_| hour < 24);
    Some(Byline::at(Some(minutes?), Shape::Clock, 0))
}

fn is_hour(unit: &str) -> bool {
    matches!(unit, "時" | "时" | "시")
}

/// Whether what stands before a sign and a time is a heading, and no author.
fn titles(heading: &str, tail: &str, tokens: &[(Token, usize)]) -> bool {
    let begins = heading.trim_start_matches(|c: char| !c.is_alphanumeric());
    let dashed = heading.starts_with(['—', '–', '-', '―']);
    let says = tokens
        .iter()
        .any(|(token, _)| matches!(token, Token::Word(..)));
    let numbers = tokens
        .iter()
        .filter(|(token, _)| matches!(token, Token::Number(..)));
    // Behind a comma a number alone is no time; an hour alone is none anywhere.
    let exact = numbers.count() == 2 && (says || !tail.starts_with(','));
    exact
        && !dashed
        && begins.starts_with(|c: char| !c.is_lowercase())
        && !heading.ends_with(['.', ':', '…'])
        && words::count(heading) <= LONGEST
        && !words::may_be_name(heading.trim())
}
