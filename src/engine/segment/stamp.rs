//! Lines that state when or by whom an entry was written: "9 minutes ago", "10:01 , A Name", "A Name18 July 2024 08:13".

mod ahead;
mod glued;
mod inline;
mod loose;
pub(crate) mod play;
mod signed;
mod time;
pub(crate) mod token;

use std::collections::HashSet;

use crate::engine::model::Stamp;
use crate::engine::rules::Rules;
pub(crate) use crate::engine::segment::stamp::ahead::behind_words;
pub(crate) use crate::engine::segment::stamp::glued::Halves;
use crate::engine::segment::stamp::glued::behind as behind_heading;
pub(crate) use crate::engine::segment::stamp::inline::begins_with_time;
use crate::engine::segment::stamp::inline::inline;
use crate::engine::segment::stamp::signed::from;
pub(crate) use crate::engine::segment::stamp::signed::is_place;
pub(crate) use crate::engine::segment::stamp::signed::names_authors;
use crate::engine::segment::stamp::signed::phrase;
use crate::engine::segment::stamp::signed::place;
use crate::engine::segment::stamp::time::ago;
use crate::engine::segment::stamp::time::clock;
use crate::engine::segment::stamp::time::date;
use crate::engine::segment::stamp::time::epoch;
use crate::engine::segment::stamp::time::instant;
use crate::engine::segment::stamp::time::is_sign;
use crate::engine::segment::stamp::time::number;
use crate::engine::segment::stamp::time::word;
use crate::engine::segment::stamp::time::zone;
use crate::engine::segment::stamp::token::Token;
use crate::engine::segment::stamp::token::tokens;
use crate::engine::text::SafeText;
use crate::engine::text::head;

/// More words than this are no byline.
const LONGEST: usize = 16;

/// So many unknown words may stand behind an author's name and a comma.
const BEHIND: usize = 4;

/// Longer texts are no byline, in bytes, and of no more the beginning is looked at for a time.
const LARGEST: usize = 400;

/// What a byline consists of: entries of one page state their times in the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Shape {
    /// Seconds since 1970, or "9 minutes ago", perhaps with a clock time and a name.
    Relative,
    /// A clock time, perhaps with a name.
    Clock,
    /// A calendar day, perhaps with a clock time and a name.
    Dated,
    /// A name only, after a word such as "by".
    Author,
    /// A time of change: "Updated at 12.08".
    Updated,
    /// A clock time at the beginning of a heading or paragraph.
    Inline,
    /// A time of play: "67'", "19.4".
    Play,
}

/// A line that states a time or an author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Byline {
    pub(crate) stamp: Stamp,
    pub(crate) shape: Shape,
    /// Whether the line says that this is a copy of an entry that stands elsewhere, too ("From 49m ago").
    pub(crate) pinned: bool,
    /// Whether it is known to stand below its entry.
    pub(crate) closes: bool,
    /// For [`Shape::Inline`]: where the text after the time begins.
    pub(crate) rest: usize,
}

impl Byline {
    /// A line that states an author, or something of one, and nothing else.
    pub(crate) fn by(author: Option<SafeText>) -> Self {
        let stamp = Stamp {
            author,
            ..Stamp::default()
        };
        Self::of(stamp, Shape::Author, 0)
    }

    /// A line of this shape, behind whose first `rest` bytes a text begins.
    pub(crate) fn of(stamp: Stamp, shape: Shape, rest: usize) -> Self {
        Self {
            stamp,
            shape,
            pinned: false,
            closes: false,
            rest,
        }
    }

    /// The same for a line that states these minutes since midnight, or no time of the day.
    pub(crate) fn at(minutes: Option<u16>, shape: Shape, rest: usize) -> Self {
        let stamp = Stamp {
            minutes,
            ..Stamp::default()
        };
        Self::of(stamp, shape, rest)
    }
}

/// How few words may stand behind the time that a line begins with.
#[derive(Debug, Clone, Copy)]
struct Fewest(usize);

/// Reads a line as a byline.
pub(crate) fn parse(text: &str, rules: &Rules) -> Option<Byline> {
    read(text, rules, Fewest(3))
}

/// Reads a line of a text, which may state the time of a play instead: "67'", "19.4".
pub(crate) fn parse_line(text: &str, rules: &Rules) -> Option<Byline> {
    let parsed = parse(text, rules);
    // "1940 GMT (3:40 p.m. EDT)"
    let whole = |byline: &Byline| {
        let unsigned = byline.stamp.author.is_none();
        let clock = byline.shape == Shape::Clock && unsigned;
        byline.rest == 0 && (byline.shape == Shape::Relative || clock)
    };
    if parsed.as_ref().is_some_and(whole) {
        return parsed;
    }
    let bracketed = text.ends_with(')');
    let behind = behind_heading(text, rules).filter(|_| bracketed || parsed.is_none());
    behind.or(parsed).or_else(|| play::parse(text, rules))
}

/// Reads a heading, which may be short: "14:05 Ferries stop", "Ferries stop (14:05)".
pub(crate) fn parse_heading(text: &str, rules: &Rules) -> Option<Byline> {
    read(text, rules, Fewest(1)).or_else(|| behind_heading(text, rules))
}

/// Reads the text of an element that holds nothing else: there "2h" and "just now" are times, and a clock time may stand
/// among a few words of a language that the rules do not know.
pub(crate) fn parse_element(text: &str, rules: &Rules) -> Option<Byline> {
    parse(text, rules).or_else(|| loose::parse(text, rules))
}

fn read(text: &str, rules: &Rules, fewest: Fewest) -> Option<Byline> {
    if text.len() > LARGEST {
        // A paragraph, which may begin with its time.
        return inline(text, &tokens(head(text, LARGEST), rules), rules, fewest);
    }
    let tokens = tokens(text, rules);
    let short = !tokens.is_empty()
        && tokens
            .iter()
            .filter(|(t, _)| !matches!(t, Token::Sign(_)))
            .count()
            <= LONGEST;
    if short
        && let Some(author) = from(&tokens, rules)
            .or_else(|| place(text, rules))
            .or_else(|| phrase(text, rules))
    {
        return Some(author);
    }
    let whole = || whole(&tokens, rules).filter(|_| short);
    match inline(text, &tokens, rules, fewest) {
        Some(inline) => Some(
            whole()
                .filter(|byline| {
                    let two = byline.stamp.minutes.is_some()
                        && (has_words(&tokens, &rules.updated) || byline.stamp.ago.is_some());
                    byline.shape == Shape::Dated || two || names_author(text, &tokens, byline)
                })
                .unwrap_or(inline),
        ),
        None => whole(),
    }
}

/// "11:26 AM · Ann Archer": a time, a sign that parts bylines, and a name of two or three words.
fn names_author(text: &str, tokens: &[(Token, usize)], byline: &Byline) -> bool {
    let parts = |token: &Token| matches!(token, Token::Sign('·' | '•' | '|'));
    let Some(at) = tokens.iter().position(|(token, _)| parts(token)) else {
        return false;
    };
    // Capital letters alone are a heading's.
    if !text[tokens[at].1..].chars().any(char::is_lowercase) {
        return false;
    }
    let names = &tokens[at + 1..];
    let capital = |token: &Token| matches!(token, Token::Word(_, true) | Token::Sign('.' | '-'));
    let words = names
        .iter()
        .filter(|(token, _)| matches!(token, Token::Word(..)));
    byline.stamp.author.is_some()
        && names.iter().all(|(token, _)| capital(token))
        && (2..=3).contains(&words.count())
}

/// Whether a line near the headline consists of times of the page, whatever the words around them mean: "Posted Tue 12 May 2026
/// at 4:58am, updated 9:41am".
pub(crate) fn tells_times(text: &str, rules: &Rules) -> bool {
    if text.len() > LARGEST || text.ends_with('.') {
        return false;
    }
    let tokens = tokens(text, rules);
    let number = |token: &(Token, usize)| matches!(token.0, Token::Number(..));
    let clock = tokens.windows(3).any(|three| {
        let parts = matches!(three[1].0, Token::Sign(':' | '.'));
        number(&three[0]) && parts && matches!(three[2].0, Token::Number(_, 2))
    });
    let unknown = tokens.iter().filter(|(token, _)| {
        let Token::Word(word, _) = token else {
            return false;
        };
        let known = rules.months.contains_key(word)
            || rules.weekdays.contains_key(word)
            || rules.zones.contains_key(word);
        !known
    });
    let numbers = tokens.iter().filter(|token| number(token)).count();
    clock && numbers >= FEWEST_NUMBERS && unknown.count() <= numbers.min(UNKNOWN)
}

/// A day and a clock time have so many numbers.
const FEWEST_NUMBERS: usize = 4;

/// More words of unknown meaning say more than times.
const UNKNOWN: usize = 6;

fn has_words(tokens: &[(Token, usize)], set: &HashSet<String>) -> bool {
    let is = |token: &Token| matches!(token, Token::Word(word, _) if set.contains(word));
    tokens.iter().any(|(token, _)| is(token))
}

/// Collects what a line states while it is read from left to right.
#[derive(Default)]
struct Found {
    stamp: Stamp,
    weekday: bool,
    zone: Option<i32>,
    updated: bool,
    pinned: bool,
    by: bool,
    name: Vec<String>,
    /// How many words stand behind the name and a comma, none of which is known: what the author does, and for whom.
    behind: Option<usize>,
}

fn whole(tokens: &[(Token, usize)], rules: &Rules) -> Option<Byline> {
    let mut found = Found::default();
    let mut at = 0;
    while at < tokens.len() {
        let rest: Vec<&Token> = tokens[at..].iter().map(|(token, _)| token).collect();
        at += ago(&rest, rules, &mut found)
            .or_else(|| epoch(&rest, &mut found))
            .or_else(|| date(&rest, rules, &mut found))
            .or_else(|| clock(&rest, rules, &mut found))
            .or_else(|| kind(&rest, rules, &found))
            .or_else(|| update(&rest, rules, at == 0, &mut found))
            .or_else(|| other(&rest, rules, at == 0, &mut found))
            .or_else(|| behind(&mut found))?;
    }
    let Found {
        mut stamp,
        weekday,
        zone,
        updated,
        pinned,
        by,
        name,
        behind,
    } = found;
    let timed = stamp.ago.is_some()
        || stamp.instant.is_some()
        || stamp.minutes.is_some()
        || stamp.day.is_some()
        || weekday;
    let ends = matches!(tokens.last(), Some((Token::Sign('.' | '!' | '?'), _)));
    // "Meeting at 18:30."
    let stop = matches!(tokens, [.., (Token::Number(..), _), (Token::Sign('.'), _)]);
    let sentence = stop && !by && name.len() == 1 && stamp.day.is_none();
    if !timed && !by || name.len() > 8 || sentence || ends && behind.is_some_and(|words| words > 0)
    {
        return None;
    }
    if !name.is_empty() {
        stamp.author = Some(SafeText::new(&name.join(" ")));
    }
    stamp.instant = stamp.instant.or_else(|| instant(&stamp, zone));
    stamp.zone = zone;
    let shape = match &stamp {
        _ if updated => Shape::Updated,
        s if s.ago.is_some() || (s.instant.is_some() && s.day.is_none()) => Shape::Relative,
        s if s.day.is_some() || weekday => Shape::Dated,
        s if s.minutes.is_some() => Shape::Clock,
        _ => Shape::Author,
    };
    Some(Byline {
        pinned,
        ..Byline::of(stamp, shape, 0)
    })
}

/// What an entry is, behind its time: "14:05 Breaking news".
fn kind(rest: &[&Token], rules: &Rules, found: &Found) -> Option<usize> {
    let timed = found.stamp.minutes.is_some() || found.stamp.ago.is_some();
    let said: Option<Vec<&str>> = rest.iter().map(|token| word(Some(token))).collect();
    let said = said.filter(|words| timed && !words.is_empty())?;
    rules.kinds.contains(&said.join(" ")).then_some(rest.len())
}

/// Words behind the name of an author and a comma: "By Ann Archer, h1 Ostmole".
fn behind(found: &mut Found) -> Option<usize> {
    let words = found.behind.as_mut()?;
    *words += 1;
    (*words <= BEHIND).then_some(1)
}

/// Words and signs that may stand around times, and the author's name.
fn other(rest: &[&Token], rules: &Rules, first: bool, found: &mut Found) -> Option<usize> {
    match rest.first()? {
        Token::Sign(',') if found.by && !found.name.is_empty() => {
            found.behind = found.behind.or(Some(0));
            Some(1)
        }
        Token::Sign(c) => matches!(
            c,
            ',' | '.'
                | '-'
                | '–'
                | '—'
                | '|'
                | '/'
                | ':'
                | '•'
                | '·'
                | '('
                | ')'
                | '['
                | ']'
                | '+'
                | '&'
        )
        .then_some(1),
        Token::Number(..) => None,
        // "UPDATE 9:22 p.m."
        Token::Word(w, _) if first && rules.update.contains(w) && before_time(rest, rules) => {
            Some(1)
        }
        Token::Word(w, _) if first && rules.numbered.contains(w) => {
            let sign = usize::from(is_sign(rest.get(1), &['#', '№']));
            matches!(number(rest.get(1 + sign)), Some((_, 1..=4))).then_some(2 + sign)
        }
        Token::Word(w, _)
            if first && rules.by_colon.contains(w) && is_sign(rest.get(1), &[':']) =>
        {
            found.by = true;
            Some(2)
        }
        Token::Word(w, capital) => {
            match w.as_str() {
                _ if rules.by.contains(w.as_str())
                    && (first || matches!(rest.get(1), Some(Token::Word(_, true)))) =>
                {
                    found.by = true;
                }
                _ if rules.weekdays.contains_key(w.as_str()) => found.weekday = true,
                "from" if first => found.pinned = true,
                word if found.stamp.minutes.is_some() && rules.oclock.contains(word) => {}
                _ if found.stamp.minutes.is_some() && zone(rest, rules).is_some() => {
                    let (offset, used) = zone(rest, rules)?;
                    found.zone = found.zone.or(Some(offset));
                    return Some(used);
                }
                // "Published 14:05, updated 14:20" is published at the first.
                word if rules.updated.contains(word) => {
                    found.updated |= found.stamp.minutes.is_none() && found.stamp.ago.is_none();
                }
                word if rules.around_times.contains(word) => {}
                // "10:20am Paris time"
                here if rules.times_of.contains(here)
                    && matches!(rest.get(1), Some(Token::Word(time, _)) if time == "time") =>
                {
                    return Some(2);
                }
                word if (found.by || found.stamp.minutes.is_some())
                    && rules.posts.contains(word) =>
                {
                    found.name.push(spelled(word, *capital))
                }
                _ if *capital
                    || matches!(
                        w.as_str(),
                        "and"
                            | "in"
                            | "de"
                            | "van"
                            | "von"
                            | "und"
                            | "et"
                            | "y"
                            | "for"
                            | "of"
                            | "now"
                            | "earlier"
                    ) =>
                {
                    found.name.push(spelled(w, *capital));
                }
                _ => return None,
            }
            Some(1)
        }
    }
}

/// What says that a line states the time of an update, down to its end: "Aggiornamento ore 12", "9:22 p.m. update:",
/// "9:22 p.m. via Chatter".
fn update(rest: &[&Token], rules: &Rules, first: bool, found: &mut Found) -> Option<usize> {
    let word = word(rest.first())?;
    let signs = || rest[1..].iter().all(|t| matches!(t, Token::Sign(_)));
    let says = rules.update.contains(word);
    let whole = match found.stamp.minutes {
        None if first && says => {
            found.stamp.minutes = hour(rest, rules);
            found.stamp.minutes.is_some()
        }
        None => false,
        Some(_) => says && signs() || word == "via" && rest.len() == 2,
    };
    whole.then_some(rest.len())
}

/// The hour that stands alone behind a word for an update and one around times, and nothing more.
fn hour(rest: &[&Token], rules: &Rules) -> Option<u16> {
    let around = rules.around_times.contains(word(rest.get(1))?);
    let (hour, 1..=2) = number(rest.get(2))? else {
        return None;
    };
    let whole = around && rest.len() == 3 && hour < 24;
    u16::try_from(hour * 60).ok().filter(|_| whole)
}

/// Whether a word stands right before a time, perhaps with a sign and a word such as "at": "Update, ora 04:40".
fn before_time(rest: &[&Token], rules: &Rules) -> bool {
    let sign = usize::from(is_sign(rest.get(1), &[',', ':', ';', '-', '–']));
    let says = |token: &&Token| {
        rules
            .around_times
            .contains(word(Some(token)).unwrap_or_default())
    };
    let around = usize::from(rest.get(1 + sign).is_some_and(says));
    let time = rest.get(1 + sign + around..).unwrap_or_default();
    let mut day = Found::default();
    let dated = date(time, rules, &mut day).filter(|_| around == 0);
    let time = time.get(dated.unwrap_or(0)..).unwrap_or_default();
    clock(time, rules, &mut day).is_some()
}

fn spelled(word: &str, capital: bool) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) if capital => first.to_uppercase().chain(chars).collect(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests;
