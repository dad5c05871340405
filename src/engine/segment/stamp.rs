//! Lines that state when or by whom an entry was written: "9 minutes ago", "10:01 , A Name", "A Name18 July 2024 08:13".

use jiff::Timestamp;
use jiff::civil;

use crate::engine::model::Stamp;
use crate::engine::rules::Rules;
use crate::engine::text::SafeText;
use crate::engine::text::words;

/// More words than this are no byline.
const LONGEST: usize = 16;

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
}

/// A line that states a time or an author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Byline {
    pub(crate) stamp: Stamp,
    pub(crate) shape: Shape,
    /// Whether the line says that this is a copy of an entry that stands elsewhere, too ("From 49m ago").
    pub(crate) pinned: bool,
    /// For [`Shape::Inline`]: where the text after the time begins.
    pub(crate) rest: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Number(u64, usize),
    Word(String, bool),
    Sign(char),
}

/// Reads a line as a byline.
pub(crate) fn parse(text: &str, rules: &Rules) -> Option<Byline> {
    if text.len() > 400 {
        return None;
    }
    let tokens = tokens(text);
    let short = !tokens.is_empty()
        && tokens
            .iter()
            .filter(|(t, _)| !matches!(t, Token::Sign(_)))
            .count()
            <= LONGEST;
    let whole = || whole(&tokens, rules).filter(|_| short);
    match inline(text, &tokens, rules) {
        Some(inline) => Some(
            whole()
                .filter(|byline| byline.shape == Shape::Dated)
                .unwrap_or(inline),
        ),
        None => whole(),
    }
}

fn tokens(text: &str) -> Vec<(Token, usize)> {
    let mut out: Vec<(Token, usize)> = Vec::new();
    let mut joined = false;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            joined = false;
            continue;
        }
        if let Some(digit) = digit(c) {
            match out.last_mut() {
                Some((Token::Number(n, digits), _)) if joined && *digits < 18 => {
                    *n = *n * 10 + u64::from(digit);
                    *digits += 1;
                }
                _ => out.push((Token::Number(u64::from(digit), 1), at)),
            }
        } else if c.is_alphabetic() || c == '\'' || c == '’' {
            match out.last_mut() {
                Some((Token::Word(word, _), _)) if joined => word.extend(c.to_lowercase()),
                _ => out.push((
                    Token::Word(c.to_lowercase().collect(), c.is_uppercase()),
                    at,
                )),
            }
        } else {
            out.push((Token::Sign(c), at));
        }
        joined = true;
    }
    whole_halves(out)
}

/// The value of a digit in any of the scripts whose pages are met.
fn digit(c: char) -> Option<u32> {
    const ZEROS: [u32; 6] = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];
    let of = |zero: &u32| (c as u32).checked_sub(*zero).filter(|n| *n < 10);
    c.to_digit(10).or_else(|| ZEROS.iter().find_map(of))
}

/// "5 p.m." as "5 pm".
fn whole_halves(tokens: Vec<(Token, usize)>) -> Vec<(Token, usize)> {
    let mut out: Vec<(Token, usize)> = Vec::with_capacity(tokens.len());
    let dot = |at: usize| matches!(tokens.get(at), Some((Token::Sign('.'), _)));
    let is = |at: usize, letter: &str| matches!(tokens.get(at), Some((Token::Word(word, _), _)) if word == letter);
    let mut at = 0;
    while let Some((token, place)) = tokens.get(at) {
        let half = ["a", "p"].into_iter().find(|half| is(at, half));
        let after_number = matches!(out.last(), Some((Token::Number(..), _)));
        match half.filter(|_| after_number && dot(at + 1) && is(at + 2, "m")) {
            Some(half) => {
                out.push((Token::Word(format!("{half}m"), false), *place));
                at += 3 + usize::from(dot(at + 3));
            }
            None => {
                out.push((token.clone(), *place));
                at += 1;
            }
        }
    }
    out
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
            .or_else(|| other(&rest, rules, at == 0, &mut found))?;
    }
    let Found {
        mut stamp,
        weekday,
        zone,
        updated,
        pinned,
        by,
        name,
    } = found;
    let timed = stamp.ago.is_some()
        || stamp.instant.is_some()
        || stamp.minutes.is_some()
        || stamp.day.is_some()
        || weekday;
    if !timed && !by || name.len() > 8 {
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
        stamp,
        shape,
        pinned,
        rest: 0,
    })
}

/// "12.31 Uhr: Heading", "14:05 - Heading", "10.30am: A paragraph.", "+++ 14:05 Heading", "14.05Heading".
fn inline(text: &str, tokens: &[(Token, usize)], rules: &Rules) -> Option<Byline> {
    let mut marks = tokens
        .iter()
        .take_while(|(token, _)| matches!(token, Token::Sign('+' | '[' | '(')))
        .count();
    // "UPDATE 5:10 p.m.: …"
    let called = |token: Option<&(Token, usize)>| matches!(token, Some((Token::Word(word, true), _)) if rules.update.contains(word));
    if called(tokens.get(marks)) {
        marks += 1;
        marks += usize::from(matches!(
            tokens.get(marks),
            Some((Token::Sign(':' | ','), _))
        ));
    }
    let first: Vec<&Token> = tokens[marks..]
        .iter()
        .take(12)
        .map(|(token, _)| token)
        .collect();
    let mut found = Found::default();
    let mut used = clock(&first, rules, &mut found)?;
    let exact = first
        .iter()
        .take(used)
        .filter(|t| matches!(t, Token::Number(..)))
        .count()
        > 1;
    if let Some(Token::Word(word, _)) = first.get(used)
        && rules.oclock.contains(word)
    {
        used += 1;
    }
    let separated =
        is_sign(
            first.get(used),
            &[':', '-', '–', '—', '|', '•', ']', ')', '：', '·', '/'],
        ) || exact && is_sign(first.get(used), &['.']) && number(first.get(used + 1)).is_none();
    let rest = tokens.get(marks + used + usize::from(separated))?.1;
    let begins = text[rest..].trim_start_matches(['"', '“', '„', '«', '‘', '\'', '¿', '¡', '»']);
    let titled =
        begins.starts_with(|c: char| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase());
    if !(separated || exact && titled) || words::count(&text[rest..]) < 3 {
        return None;
    }
    found.stamp.instant = None;
    found.stamp.zone = found.zone;
    Some(Byline {
        stamp: found.stamp,
        shape: Shape::Inline,
        pinned: false,
        rest,
    })
}

fn number(token: Option<&&Token>) -> Option<(u64, usize)> {
    match token {
        Some(Token::Number(n, digits)) => Some((*n, *digits)),
        _ => None,
    }
}

fn word<'a>(token: Option<&'a &Token>) -> Option<&'a str> {
    match token {
        Some(Token::Word(word, _)) => Some(word),
        _ => None,
    }
}

fn is_sign(token: Option<&&Token>, signs: &[char]) -> bool {
    matches!(token, Some(Token::Sign(c)) if signs.contains(c))
}

/// "9 minutes ago", "30m ago", "vor 5 Minuten", "an hour ago".
fn ago(rest: &[&Token], rules: &Rules, found: &mut Found) -> Option<usize> {
    let mut used = 0;
    let mut said = false;
    while word(rest.get(used)).is_some_and(|w| rules.ago.contains(w)) {
        said = true;
        used += 1;
    }
    let amount = match rest.get(used) {
        Some(Token::Number(n, digits)) if *digits <= 3 => *n,
        Some(Token::Word(w, _)) if rules.indefinite.contains(w) || w == "einer" => 1,
        _ => return None,
    };
    let unit = word(rest.get(used + 1))?;
    let seconds = *rules.units.get(unit)?;
    said |= rules.ago.contains(unit);
    used += 2;
    used += usize::from(is_sign(rest.get(used), &['.']));
    while word(rest.get(used)).is_some_and(|w| rules.ago.contains(w)) {
        said = true;
        used += 1;
    }
    if !said {
        return None;
    }
    let unit = (seconds / 60).max(1);
    found.stamp.ago = Some((
        u32::try_from(amount).ok()?.saturating_mul(seconds) / 60,
        unit,
    ));
    Some(used)
}

/// Seconds or milliseconds since 1970.
fn epoch(rest: &[&Token], found: &mut Found) -> Option<usize> {
    let (n, digits) = number(rest.first())?;
    let seconds = match digits {
        10 => n,
        13 => n / 1000,
        _ => return None,
    };
    if !(946_684_800..4_102_444_800).contains(&seconds) {
        return None;
    }
    found.stamp.instant = Timestamp::from_second(i64::try_from(seconds).ok()?).ok();
    Some(1)
}

fn date(rest: &[&Token], rules: &Rules, found: &mut Found) -> Option<usize> {
    let month = |token: Option<&&Token>| word(token).and_then(|w| rules.months.get(w)).copied();
    let year = |token: Option<&&Token>| {
        number(token)
            .filter(|(y, d)| *d == 4 && (1990..2100).contains(y))
            .map(|(y, _)| y)
    };
    if let Some((day, 1..=2)) = number(rest.first()) {
        let ordinal = usize::from(
            is_sign(rest.get(1), &['.'])
                || matches!(word(rest.get(1)), Some("st" | "nd" | "rd" | "th")),
        );
        if let Some(m) = month(rest.get(1 + ordinal)) {
            let comma = usize::from(is_sign(rest.get(2 + ordinal), &[',', '.']));
            let y = year(rest.get(2 + ordinal + comma));
            set_day(found, y, m, day)?;
            return Some(2 + ordinal + if y.is_some() { comma + 1 } else { 0 });
        }
        if is_sign(rest.get(1), &['.', '/']) && is_sign(rest.get(3), &['.', '/']) {
            let (second, y) = (number(rest.get(2))?.0, year(rest.get(4))?);
            // The month stands first where the day cannot, and where hours are counted in halves of the day.
            let halves = || {
                let words = rest.iter().skip(5).filter_map(|token| word(Some(token)));
                words.take(2).any(|w| matches!(w, "am" | "pm"))
            };
            let month_first =
                is_sign(rest.get(1), &['/']) && day <= 12 && (second > 12 || halves());
            let (m, day) = if month_first {
                (day, second)
            } else {
                (second, day)
            };
            set_day(found, Some(y), u8::try_from(m).ok()?, day)?;
            return Some(5);
        }
    }
    if let (Some(y), Some((m, 1..=2)), Some((d, 1..=2))) =
        (year(rest.first()), number(rest.get(2)), number(rest.get(4)))
        && is_sign(rest.get(1), &['-', '/'])
        && is_sign(rest.get(3), &['-', '/'])
    {
        set_day(found, Some(y), u8::try_from(m).ok()?, d)?;
        return Some(5 + usize::from(word(rest.get(5)) == Some("t")));
    }
    let m = month(rest.first())?;
    let (day, 1..=2) = number(rest.get(1))? else {
        return None;
    };
    let end = 2 + usize::from(matches!(word(rest.get(2)), Some("st" | "nd" | "rd" | "th")));
    let comma = usize::from(is_sign(rest.get(end), &[',']));
    let y = year(rest.get(end + comma));
    set_day(found, y, m, day)?;
    Some(end + if y.is_some() { comma + 1 } else { 0 })
}

fn set_day(found: &mut Found, year: Option<u64>, month: u8, day: u64) -> Option<()> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let year = i16::try_from(year.unwrap_or(0)).ok()?;
    civil::Date::new(if year == 0 { 2000 } else { year }, month, day).ok()?;
    found.stamp.day = Some((year, month, day));
    Some(())
}

/// "0455 GMT", "1830 hrs": four digits are a time only with what says so behind them.
fn joined_clock(rest: &[&Token], rules: &Rules, found: &mut Found) -> Option<usize> {
    let (n, 4) = number(rest.first())? else {
        return None;
    };
    let (hour, minute) = (n / 100, n % 100);
    let behind = word(rest.get(1))?;
    let zone = rules.zones.get(behind).copied();
    if hour > 23 || minute > 59 || zone.is_none() && !rules.oclock.contains(behind) {
        return None;
    }
    found.zone = found.zone.or(zone);
    let minutes = u16::try_from(hour * 60 + minute).ok()?;
    found.stamp.minutes = found.stamp.minutes.or(Some(minutes));
    Some(2)
}

fn clock(rest: &[&Token], rules: &Rules, found: &mut Found) -> Option<usize> {
    if let Some(used) = joined_clock(rest, rules, found) {
        return Some(used);
    }
    let (hour, 1..=2) = number(rest.first())? else {
        return None;
    };
    let mut used = 1;
    let mut minute = None;
    if (is_sign(rest.get(1), &[':', '.'])
        || matches!(word(rest.get(1)), Some("h" | "時" | "时" | "시")))
        && let Some((m, 2)) = number(rest.get(2))
    {
        minute = Some(m);
        used = 3 + usize::from(matches!(word(rest.get(3)), Some("分" | "분")));
        if is_sign(rest.get(3), &[':']) && matches!(number(rest.get(4)), Some((_, 2))) {
            used = 5;
        }
    }
    let half = word(rest.get(used)).map(|w| w.replace('.', ""));
    let hour = match half.as_deref() {
        Some("am") if hour <= 12 => hour % 12,
        Some("pm") if hour <= 12 => hour % 12 + 12,
        _ if minute.is_none() => return None,
        _ => hour,
    };
    used += usize::from(matches!(half.as_deref(), Some("am" | "pm")));
    let minutes = hour * 60 + minute.unwrap_or(0);
    if hour > 23 || minute.unwrap_or(0) > 59 {
        return None;
    }
    if let Some(zone) = word(rest.get(used)).and_then(|w| rules.zones.get(w)) {
        found.zone = Some(*zone);
        used += 1;
    }
    found.stamp.minutes = found.stamp.minutes.or(u16::try_from(minutes).ok());
    Some(used)
}

/// Words and signs that may stand around times, and the author's name.
fn other(rest: &[&Token], rules: &Rules, first: bool, found: &mut Found) -> Option<usize> {
    match rest.first()? {
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
        Token::Word(w, _) if first && rules.numbered.contains(w) => {
            matches!(number(rest.get(1)), Some((_, 1..=4))).then_some(2)
        }
        Token::Word(w, capital) => {
            match w.as_str() {
                _ if first && rules.by.contains(w.as_str()) => found.by = true,
                _ if rules.weekdays.contains_key(w.as_str()) => found.weekday = true,
                "from" if first => found.pinned = true,
                word if rules.updated.contains(word) => found.updated = true,
                word if rules.around_times.contains(word) => {}
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

fn spelled(word: &str, capital: bool) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) if capital => first.to_uppercase().chain(chars).collect(),
        _ => word.to_owned(),
    }
}

/// The instant of a full date and clock time; UTC where no zone is named would be a guess, so it needs one.
fn instant(stamp: &Stamp, zone: Option<i32>) -> Option<Timestamp> {
    let ((year, month, day), minutes) = (stamp.day?, stamp.minutes?);
    let offset = jiff::tz::Offset::from_seconds(zone? * 60).ok()?;
    let (hour, minute) = (
        i8::try_from(minutes / 60).ok()?,
        i8::try_from(minutes % 60).ok()?,
    );
    let date = civil::Date::new(year, month, day)
        .ok()
        .filter(|_| year > 0)?;
    offset.to_timestamp(date.at(hour, minute, 0, 0)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Option<Shape> {
        parse(text, Rules::builtin()).map(|byline| byline.shape)
    }

    #[test]
    fn every_way_of_stating_a_time_is_read() {
        for (text, want) in [
            ("1721286780", Shape::Relative),
            ("1 minute ago", Shape::Relative),
            ("21 mins ago 11:48 Ann Archer", Shape::Relative),
            ("30m ago 12.24 BST", Shape::Relative),
            ("vor 5 Minuten", Shape::Relative),
            ("10:01 , Ann Archer", Shape::Clock),
            ("12.05 BST", Shape::Clock),
            ("9.30am", Shape::Clock),
            ("Ann Archer18 July 2031 08:13", Shape::Dated),
            ("Ann Archer 14 August 2031 08:01", Shape::Dated),
            ("Thursday 18 July 2031 08:22", Shape::Dated),
            ("27.08.2031, 12:32 Uhr", Shape::Dated),
            ("11:48, Thu, Jul 18, 2031", Shape::Dated),
            ("11:48 Thu 18 July 2031 Ann Archer", Shape::Dated),
            ("Updated at 12.08 BST", Shape::Updated),
            ("By Ann Archer, News Reporter", Shape::Author),
            ("12.31 Uhr: Zug entgleist bei Nacht", Shape::Inline),
            ("+++ 22.37 Uhr: Zug entgleist bei Nacht +++", Shape::Inline),
            ("22:25 Uhr | Zug entgleist bei Nacht", Shape::Inline),
            ("21:30 El río vuelve a crecer", Shape::Inline),
            ("12:50. Concluye la reunión de la noche", Shape::Inline),
            ("20.20Vuelve la luz a toda la ciudad", Shape::Inline),
            ("22h45 : Le fleuve monte encore", Shape::Inline),
            ("[14:05] The river rises again", Shape::Inline),
            ("UPDATE 5:10 p.m.: The fire is out", Shape::Inline),
            ("Update, 17.10 Uhr: Das Feuer ist aus", Shape::Inline),
            ("10:05 p.m. ET — Lund wins at last", Shape::Inline),
            ("4 p.m.", Shape::Clock),
            ("١٤:٠٥", Shape::Clock),
            ("۱۴:۰۵", Shape::Clock),
            ("20H48", Shape::Clock),
            ("23.00 h", Shape::Clock),
            ("08:43 h, ayer", Shape::Clock),
            ("17:17 Uhr", Shape::Clock),
            ("il y a 5 min", Shape::Relative),
            ("hace 2 horas", Shape::Relative),
            ("há 3 minutos", Shape::Relative),
            ("5 minuten geleden", Shape::Relative),
            ("12 minuti fa", Shape::Relative),
            ("5 минут назад", Shape::Relative),
            ("5分钟前", Shape::Relative),
            ("14 марта 2031, 10:15", Shape::Dated),
            ("Publié à 14h05", Shape::Clock),
            ("05.18/00.18", Shape::Clock),
            ("0455 GMT", Shape::Clock),
            ("0455 GMT: The river rises again", Shape::Inline),
            ("1830hrs: The river rises again", Shape::Inline),
            ("Update 102 [20:15 November 6th]", Shape::Dated),
            ("Update 101 [16:45]", Shape::Clock),
            ("Ann Archer 7/18/2031 4:57:41 PM", Shape::Dated),
        ] {
            assert_eq!(shape(text), Some(want), "{text}");
        }
    }

    #[test]
    fn prose_is_no_byline() {
        for text in [
            "Four killed at 10 on Monday",
            "He said 3 minutes ago it was calm",
            "10 Downing Street reacts",
            "Women’s final",
            "May meets the Queen",
            "1912",
            "By the time help came",
            "5.87 metres above the mark",
            "10.30 was the time they met",
            "12.5 Millionen Euro fehlen noch",
            "1945 was the year it ended",
            "Update 12 has been installed",
        ] {
            assert_eq!(shape(text), None, "{text}");
        }
    }

    #[test]
    fn a_full_date_with_zone_is_an_instant() {
        let byline = parse("Mon 15 May 2023 12.50 BST", Rules::builtin()).unwrap();
        assert_eq!(
            byline.stamp.instant,
            Some("2023-05-15T11:50:00Z".parse().unwrap())
        );
        assert_eq!(
            parse("Ann Archer18 July 2031 08:13", Rules::builtin())
                .unwrap()
                .stamp
                .author,
            Some("Ann Archer".into())
        );
        let day = |text| parse(text, Rules::builtin()).unwrap().stamp.day;
        assert_eq!(day("7/18/2031 16:57"), Some((2031, 7, 18)));
        assert_eq!(day("7/8/2031 4:57 PM"), Some((2031, 7, 8)));
        assert_eq!(day("7/8/2031 16:57"), Some((2031, 8, 7)));
        assert!(parse("From 49m ago", Rules::builtin()).unwrap().pinned);
    }
}
