//! Times that texts and headings begin with.

use crate::engine::model::Stamp;
use crate::engine::rules::Rules;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Fewest;
use crate::engine::segment::stamp::Found;
use crate::engine::segment::stamp::Shape;
use crate::engine::segment::stamp::spelled;
use crate::engine::segment::stamp::time::ago;
use crate::engine::segment::stamp::time::clock;
use crate::engine::segment::stamp::time::date;
use crate::engine::segment::stamp::time::instant;
use crate::engine::segment::stamp::time::is_sign;
use crate::engine::segment::stamp::time::number;
use crate::engine::segment::stamp::time::word;
use crate::engine::segment::stamp::token::Token;
use crate::engine::segment::stamp::token::tokens;
use crate::engine::text::SafeText;
use crate::engine::text::words;

/// "12.31 Uhr: Heading", "14:05 - Heading", "10.30am: A paragraph.", "+++ 14:05 Heading", "14.05Heading".
pub(super) fn inline(
    text: &str,
    tokens: &[(Token, usize)],
    rules: &Rules,
    fewest: Fewest,
) -> Option<Byline> {
    let mut found = Found::default();
    let Ahead {
        marks,
        update,
        around,
        dated,
    } = ahead(tokens, rules, &mut found);
    let first: Vec<&Token> = tokens[marks..]
        .iter()
        .take(LOOKED_AT)
        .map(|(token, _)| token)
        .collect();
    let mut used = clock(&first, rules, &mut found)
        .or_else(|| age(&first, rules, &mut found))
        .or_else(|| full_hour(&first, rules, &mut found, around))?;
    let read = || first.iter().take(used);
    let exact = read().filter(|t| matches!(t, Token::Number(..))).count() > 1;
    // With a half of the day or a zone behind it, and a sign, there is no doubt that it is a time.
    let named = found.stamp.ago.is_none() && read().any(|t| matches!(t, Token::Word(..)));
    let said = word(first.get(used)).is_some_and(|word| rules.oclock.contains(word));
    used += usize::from(said);
    // "19:10 ч. - …"
    let stop = said && is_sign(first.get(used), &['.']) && is_sign(first.get(used + 1), &PARTING);
    used += usize::from(stop);
    // "+++22.40 Uhr+++ …"
    let plus = first.iter().skip(used);
    let plus = plus
        .take_while(|token| is_sign(Some(token), &['+']))
        .count();
    used += plus;
    if !dated && let Some(day) = day_behind(&first[used.min(first.len())..], rules, &mut found) {
        used += day;
    }
    let sign = is_sign(first.get(used), &PARTING)
        || exact && is_sign(first.get(used), &['.']) && number(first.get(used + 1)).is_none();
    let separated = plus > 1 || sign;
    let behind = used + usize::from(sign);
    let rest = tokens.get(marks + behind)?.1;
    let begins = text[rest..].trim_start_matches(|c: char| {
        let quotes = matches!(c, '"' | '\'' | ' ');
        quotes || !c.is_ascii() && !c.is_alphanumeric()
    });
    let opens =
        begins.starts_with(|c: char| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase());
    let again = first.get(behind..).unwrap_or_default();
    let range = clock(again, rules, &mut Found::default()).is_some();
    let number = named && !range && begins.starts_with(char::is_numeric);
    let titled = opens || number && update;
    let ticker = matches!(tokens.first(), Some((Token::Sign('+'), _)));
    let fewest = match fewest {
        _ if ticker || said && is_sign(first.get(used), &[':']) => 1,
        _ if dated => 2,
        // "21h50 – SERGIPE"
        Fewest(_) if sign && exact && shouts(begins) => 1,
        Fewest(3) if separated && exact => 2,
        Fewest(fewest) => fewest,
    };
    let short = fewest < 3 && !begins.starts_with(char::is_alphabetic) && !number;
    let exact = exact || said;
    let whole = exact && (!dated || opens);
    let bordered = (separated || whole && titled && !around) && !short;
    // "5月11日20时35分更新:" says of the time what it is.
    let of_time = rules.updated.contains(&words::fold(&text[rest..]));
    if !bordered || of_time || words::count(&text[rest..]) < fewest {
        return None;
    }
    found.stamp.instant = instant(&found.stamp, found.zone);
    found.stamp.zone = found.zone;
    if !found.name.is_empty() {
        found.stamp.author = Some(SafeText::new(&found.name.join(" ")));
    }
    Some(Byline::of(found.stamp, Shape::Inline, rest))
}

/// Whether a text is one word in capitals: a heading, and no author.
fn shouts(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let one = !text.trim().contains(char::is_whitespace);
    one && letters >= SHOUTED
        && text.chars().all(|c| !c.is_lowercase())
        && text.chars().any(char::is_uppercase)
}

/// Shorter words in capitals may be names of agencies or zones.
const SHOUTED: usize = 4;

/// "18 Uhr: …", "Ore 18: …": an hour alone is a time only with what says so, and a colon behind it.
fn full_hour(first: &[&Token], rules: &Rules, found: &mut Found, around: bool) -> Option<usize> {
    let (hour, 1..=2) = number(first.first())? else {
        return None;
    };
    let said = word(first.get(1)).is_some_and(|word| rules.oclock.contains(word));
    let parted = (said || around) && is_sign(first.get(1 + usize::from(said)), &[':', '：']);
    found.stamp.minutes = u16::try_from(hour * 60)
        .ok()
        .filter(|_| parted && hour < 24);
    found.stamp.minutes.map(|_| 1)
}

/// What stands before the time of a text.
struct Ahead {
    /// How many tokens all of it takes.
    marks: usize,
    /// Whether the line calls itself an update.
    update: bool,
    /// Whether words such as "at" stand there.
    around: bool,
    /// Whether the day is stated, perhaps with the author.
    dated: bool,
}

/// Whether a sign is an arrow, a mark or a picture.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

fn ahead(tokens: &[(Token, usize)], rules: &Rules, found: &mut Found) -> Ahead {
    // "❗19:20 – …"
    let signs = |token: &Token| matches!(token, Token::Sign(c) if matches!(c, '+' | '[' | '(' | '-' | '>') || is_picture(*c));
    let mut marks = tokens.iter().take_while(|(token, _)| signs(token)).count();
    // "UPDATE 5:10 p.m.: …", "Update - 3.50pm: …", "UPDATE @ 1.00PM: …"
    let called = |token: Option<&(Token, usize)>| matches!(token, Some((Token::Word(word, _), _)) if rules.update.contains(word));
    let update = called(tokens.get(marks));
    if update {
        marks += 1;
        marks += usize::from(matches!(
            tokens.get(marks),
            Some((Token::Sign(':' | ';' | ',' | '@' | '-' | '–'), _))
        ));
    }
    // "Ore 14:05 - …", "Um 14.05 Uhr: …"
    let says =
        |token: &Token| matches!(token, Token::Word(word, _) if rules.around_times.contains(word));
    let around = tokens[marks..]
        .iter()
        .take(2)
        .take_while(|(token, _)| says(token))
        .count();
    marks += around;
    // "GMT 14:05 - …"
    let ahead: Vec<&Token> = tokens[marks..]
        .iter()
        .map(|(token, _)| token)
        .take(2)
        .collect();
    if let [Token::Word(zone, _), Token::Number(..)] = ahead[..]
        && let Some(offset) = rules.zones.get(zone)
    {
        found.zone = Some(*offset);
        marks += 1;
    }
    let dated = author_and_day(&tokens[marks..], rules, found);
    Ahead {
        marks: marks + dated.as_ref().map_or(0, |day| day.tokens),
        update,
        around: around > 0 || dated.as_ref().is_some_and(|day| day.around),
        dated: dated.is_some(),
    }
}

/// How many tokens stand ahead of a time and say that it is one: "kl.".
fn said_ahead(tokens: &[&Token], rules: &Rules) -> usize {
    let around = word(tokens.first()).is_some_and(|word| rules.around_times.contains(word));
    usize::from(around) + usize::from(around && is_sign(tokens.get(1), &['.']))
}

/// Reads a line as beginning with a clock time in hours and minutes, whatever stands behind it.
pub(crate) fn begins_with_time(text: &str, rules: &Rules) -> Option<Byline> {
    let tokens = tokens(text, rules);
    let first: Vec<&Token> = tokens
        .iter()
        .take(LOOKED_AT / 2)
        .map(|(token, _)| token)
        .collect();
    // "Kl. 20.21: …"
    let around = said_ahead(&first, rules);
    let tokens = &tokens[around..];
    let first = &first[around..];
    let mut found = Found::default();
    let used = clock(first, rules, &mut found)?;
    let numbers = first.iter().take(used);
    let exact = numbers.filter(|t| matches!(t, Token::Number(..))).count() > 1;
    let said = word(first.get(used)).is_some_and(|word| rules.oclock.contains(word));
    let used = used + usize::from(said);
    let stop = is_sign(first.get(used), &['.']) && number(first.get(used + 1)).is_none();
    let parted = stop || is_sign(first.get(used), &[':', '|', '-', '–', '—', '·']);
    let rest = tokens.get(used + usize::from(parted))?.1;
    let behind = &text[rest..];
    let begins = behind.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || !c.is_ascii());
    let wide = behind.starts_with(|c: char| c > '\u{2e80}');
    let apart = parted || wide || text[..rest].ends_with(char::is_whitespace);
    let stamp = Stamp {
        zone: found.zone,
        ..found.stamp
    };
    let says = words::count(behind) > 0;
    (exact && begins && apart && says).then_some(Byline::of(stamp, Shape::Inline, rest))
}

/// The author and the day that stand before the time of a paragraph, and how many tokens say both: "Ann Archer 3/14/2031 6:02:11
/// PM…", "14 June, 10:05 – …", "Friday 12.03. um 14:20 …", "Monday, 6:20 p.m.: …". Below the year nobody is named.
fn author_and_day(tokens: &[(Token, usize)], rules: &Rules, found: &mut Found) -> Option<Day> {
    let calendar =
        |word: &str| rules.months.contains_key(word) || rules.weekdays.contains_key(word);
    let name: Vec<String> = tokens
        .iter()
        .take(LONGEST_NAME)
        .map_while(|(token, _)| match token {
            Token::Word(word, true) if !calendar(word) => Some(spelled(word, true)),
            _ => None,
        })
        .collect();
    let rest: Vec<&Token> = tokens[name.len()..]
        .iter()
        .take(LOOKED_AT)
        .map(|(token, _)| token)
        .collect();
    let weekday = weekday(&rest, rules);
    let mut used = weekday;
    let mut day = Found::default();
    if let Some(date) = date(&rest[used..], rules, &mut day) {
        used += date;
    } else if weekday == 0 {
        return None;
    }
    let year = day.stamp.day.is_some_and(|(year, ..)| year > 0);
    used += usize::from(is_sign(rest.get(used), &['.']) && day.stamp.day.is_some());
    used += usize::from(is_sign(rest.get(used), &[',', '-', '–', '—', '|']));
    let around = said_ahead(rest.get(used..)?, rules);
    used += around;
    let behind = rest.get(used..)?;
    let timed = clock(behind, rules, &mut Found::default()).is_some()
        || full_hour(behind, rules, &mut Found::default(), false).is_some();
    (timed && (year || name.is_empty())).then(|| {
        found.stamp.day = day.stamp.day;
        found.name.clone_from(&name);
        Day {
            tokens: name.len() + used,
            around: around > 0 && !year,
        }
    })
}

/// What states the day before a time.
struct Day {
    /// How many tokens do.
    tokens: usize,
    /// Whether a word such as "at" stands before the time, as in a sentence.
    around: bool,
}

/// How many tokens name a day of the week.
fn weekday(rest: &[&Token], rules: &Rules) -> usize {
    let named = word(rest.first()).is_some_and(|word| rules.weekdays.contains_key(word));
    let sign = named && is_sign(rest.get(1), &[',', '.']);
    usize::from(named) + usize::from(sign)
}

/// The day behind a time, and how many tokens state it: "10:05, 14 June – …". A sign has to part it from the text.
fn day_behind(rest: &[&Token], rules: &Rules, found: &mut Found) -> Option<usize> {
    let sign = usize::from(is_sign(rest.first(), &[',', '|', '(']));
    let from = sign + weekday(rest.get(sign..)?, rules);
    let mut day = Found::default();
    let used = from + date(rest.get(from..)?, rules, &mut day)?;
    is_sign(rest.get(used), &PARTING).then(|| {
        found.stamp.day = day.stamp.day;
        used
    })
}

/// Signs that part a time from its text.
const PARTING: [char; 11] = [':', '-', '–', '—', '|', '•', ']', ')', '：', '·', '/'];

/// So many tokens are looked at for a time and a day.
const LOOKED_AT: usize = 16;

/// A name before a day has so many words at most.
const LONGEST_NAME: usize = 4;

/// "18m ago (09:12 GMT)", "18m ago 09.12 GMT": an age with the clock time, or one alone.
fn age(first: &[&Token], rules: &Rules, found: &mut Found) -> Option<usize> {
    let used = ago(first, rules, found)?;
    let inner = first.get(used + 1..).unwrap_or_default();
    let clocked = is_sign(first.get(used), &['(']).then(|| clock(inner, rules, found));
    if let Some(clocked) = clocked {
        let closed = clocked.filter(|clocked| is_sign(inner.get(*clocked), &[')']));
        return Some(closed.map_or(used, |clocked| used + clocked + 2));
    }
    let behind = first.get(used..).unwrap_or_default();
    Some(used + clock(behind, rules, found).unwrap_or(0))
}
