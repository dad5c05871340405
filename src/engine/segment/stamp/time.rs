//! The parts of a line that state a time: "9 minutes ago", seconds since 1970, a day, a clock time.

use jiff::Timestamp;
use jiff::civil;

use crate::engine::model::Stamp;
use crate::engine::rules::Rules;
use crate::engine::segment::stamp::Found;
use crate::engine::segment::stamp::token::Token;

pub(super) fn number(token: Option<&&Token>) -> Option<(u64, usize)> {
    match token {
        Some(Token::Number(n, digits)) => Some((*n, *digits)),
        _ => None,
    }
}

pub(super) fn word<'a>(token: Option<&'a &Token>) -> Option<&'a str> {
    match token {
        Some(Token::Word(word, _)) => Some(word),
        _ => None,
    }
}

pub(super) fn is_sign(token: Option<&&Token>, signs: &[char]) -> bool {
    matches!(token, Some(Token::Sign(c)) if signs.contains(c))
}

/// "9 minutes ago", "30m ago", "vor 5 Minuten", "an hour ago".
pub(super) fn ago(rest: &[&Token], rules: &Rules, found: &mut Found) -> Option<usize> {
    let less = word(rest.first()) == Some("less") && word(rest.get(1)) == Some("than");
    let mut used = if less { 2 } else { 0 };
    let mut said = false;
    // The "a" of "il y a" is that of "a minute ago", too.
    let counts = |at: usize| {
        let one = word(rest.get(at)).is_some_and(|w| rules.indefinite.contains(w));
        one && word(rest.get(at + 1)).is_some_and(|w| rules.units.contains_key(w))
    };
    while word(rest.get(used)).is_some_and(|w| rules.ago.contains(w)) && !counts(used) {
        said = true;
        used += 1;
    }
    let (amount, at) = match rest.get(used) {
        Some(Token::Number(n, digits)) if *digits <= 3 => (*n, used + 1),
        Some(Token::Word(w, _)) if rules.indefinite.contains(w) || w == "einer" => (1, used + 1),
        // "منذ ساعة", "час назад"
        Some(Token::Word(w, _)) if !w.is_ascii() && rules.units.contains_key(w) => (1, used),
        _ => return None,
    };
    let unit = word(rest.get(at))?;
    let seconds = *rules.units.get(unit)?;
    said |= rules.ago.contains(unit);
    used = at + 1;
    used += usize::from(is_sign(rest.get(used), &['.']));
    let (more, rest_of_it) = smaller_unit(&rest[used.min(rest.len())..], seconds, rules);
    used += rest_of_it;
    while word(rest.get(used)).is_some_and(|w| rules.ago.contains(w)) {
        said = true;
        used += 1;
    }
    if !said {
        return None;
    }
    // "il y a 4 h 4 h": the same for the eye and for the ear.
    let twice = matches!(rest.get(used), Some(Token::Number(n, _)) if *n == amount)
        && word(rest.get(used + 1)).and_then(|unit| rules.units.get(unit)) == Some(&seconds)
        && !word(rest.get(used + 2)).is_some_and(|w| rules.ago.contains(w));
    used += if twice { 2 } else { 0 };
    let unit = (seconds / 60).max(1);
    found.stamp.ago = Some((
        (u32::try_from(amount).ok()?.saturating_mul(seconds) + more) / 60,
        if more > 0 { 1 } else { unit },
    ));
    Some(used)
}

/// The minutes of "1 hr 20 min ago", in seconds, and how many tokens they take.
fn smaller_unit(rest: &[&Token], above: u32, rules: &Rules) -> (u32, usize) {
    let amount = number(rest.first()).filter(|(_, digits)| *digits <= 2);
    let unit = word(rest.get(1)).and_then(|unit| rules.units.get(unit));
    match (amount, unit) {
        (Some((amount, _)), Some(unit)) if *unit < above => {
            let seconds = u32::try_from(amount).unwrap_or(0).saturating_mul(*unit);
            (seconds, 2 + usize::from(is_sign(rest.get(2), &['.'])))
        }
        _ => (0, 0),
    }
}

/// Seconds or milliseconds since 1970.
pub(super) fn epoch(rest: &[&Token], found: &mut Found) -> Option<usize> {
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

pub(super) fn date(rest: &[&Token], rules: &Rules, found: &mut Found) -> Option<usize> {
    if let Some(used) = date_in_units(rest, found) {
        return Some(used);
    }
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
        // "14 March 2031", "14. März 2031", "14 de março de 2031"
        let at = 1 + ordinal + usize::from(is_of(rest.get(1 + ordinal)));
        // "10-May-2031"
        let dashes = is_sign(rest.get(1), &['-']) && is_sign(rest.get(3), &['-']);
        if let (true, Some(m), Some(y)) = (dashes, month(rest.get(2)), year(rest.get(4))) {
            set_day(found, Some(y), m, day)?;
            return Some(5);
        }
        let comma = usize::from(is_sign(rest.get(at + 1), &[',', '.']) || is_of(rest.get(at + 1)));
        let y = year(rest.get(at + 1 + comma));
        // "28 out 2031"
        let of_year = || {
            let word = word(rest.get(at)).filter(|_| y.is_some())?;
            rules.months_of_years.get(word).copied()
        };
        if let Some(m) = month(rest.get(at)).or_else(of_year) {
            set_day(found, y, m, day)?;
            return Some(at + 1 + if y.is_some() { comma + 1 } else { 0 });
        }
        if let Some((day, m)) = day_and_month(rest, day, rules) {
            set_day(found, None, m, day)?;
            return Some(3);
        }
        if is_sign(rest.get(1), &['.', '/']) && is_sign(rest.get(3), &['.', '/']) {
            // "14.03.31"
            let short = || {
                let alike = matches!((rest.get(1), rest.get(3)), (Some(Token::Sign(one)), Some(Token::Sign(other))) if one == other);
                let year =
                    number(rest.get(4)).filter(|(y, d)| alike && *d == 2 && (10..70).contains(y));
                year.map(|(y, _)| 2000 + y)
            };
            let (second, y) = (number(rest.get(2))?.0, year(rest.get(4)).or_else(short)?);
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
    // "2031. március 14."
    if let (Some(y), Some(m)) = (year(rest.first()), month(rest.get(2)))
        && is_sign(rest.get(1), &['.'])
        && let Some((day, 1..=2)) = number(rest.get(3))
    {
        set_day(found, Some(y), m, day)?;
        return Some(4 + usize::from(is_sign(rest.get(4), &['.'])));
    }
    let m = month(rest.first())?;
    let at = 1 + usize::from(is_sign(rest.get(1), &['.']));
    let (day, 1..=2) = number(rest.get(at))? else {
        return None;
    };
    let end = at + 1;
    let end = end
        + usize::from(matches!(
            word(rest.get(end)),
            Some("st" | "nd" | "rd" | "th")
        ));
    let comma = usize::from(is_sign(rest.get(end), &[',']));
    let y = year(rest.get(end + comma));
    set_day(found, y, m, day)?;
    Some(end + if y.is_some() { comma + 1 } else { 0 })
}

/// The day and the month of "23/06 à 06:04", "23.06. 06:04": two numbers are a day only with a clock time behind them.
fn day_and_month(rest: &[&Token], day: u64, rules: &Rules) -> Option<(u64, u8)> {
    let (second, 1..=2) = number(rest.get(2))? else {
        return None;
    };
    let dotted = is_sign(rest.get(1), &['.']) && is_sign(rest.get(3), &['.']);
    let behind = rest.get(3 + usize::from(dotted)..)?;
    (dotted || is_sign(rest.get(1), &['/'])).then_some(())?;
    let sign = usize::from(is_sign(behind.first(), &[',', '-', '–', '|']));
    let around = word(behind.get(sign)).is_some_and(|w| rules.around_times.contains(w));
    let stop = usize::from(around && is_sign(behind.get(sign + 1), &['.']));
    let mut time = Found::default();
    clock(
        behind.get(sign + usize::from(around) + stop..)?,
        rules,
        &mut time,
    )?;
    let halves = behind
        .iter()
        .take(LOOKED_AT)
        .any(|token| half(Some(token), rules).is_some());
    let (day, month) = if !dotted && (second > 12 || halves && day <= 12) {
        (second, day)
    } else {
        (day, second)
    };
    Some((day, u8::try_from(month).ok()?))
}

/// Among so many words behind a day a clock time names its half of the day.
const LOOKED_AT: usize = 8;

/// Whether a word stands between the parts of a date.
fn is_of(token: Option<&&Token>) -> bool {
    matches!(word(token), Some("de" | "del" | "of"))
}

/// "2031年3月14日", "3월 14일".
fn date_in_units(rest: &[&Token], found: &mut Found) -> Option<usize> {
    let unit = |at: usize, units: &[&str]| word(rest.get(at)).is_some_and(|w| units.contains(&w));
    let with_year = unit(1, &["年", "년"]);
    let year =
        number(rest.first()).filter(|(y, d)| with_year && *d == 4 && (1990..2100).contains(y));
    let at = if with_year { 2 } else { 0 };
    let (Some((month, 1..=2)), Some((day, 1..=2))) =
        (number(rest.get(at)), number(rest.get(at + 2)))
    else {
        return None;
    };
    if with_year && year.is_none()
        || !unit(at + 1, &["月", "월"])
        || !unit(at + 3, &["日", "号", "일"])
    {
        return None;
    }
    set_day(found, year.map(|(y, _)| y), u8::try_from(month).ok()?, day)?;
    Some(at + 4)
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

/// Which half of the day a word names: false before noon, true after it.
fn half(token: Option<&&Token>, rules: &Rules) -> Option<bool> {
    let word = word(token)?;
    let after = rules.after_noon.contains(word);
    (after || rules.before_noon.contains(word)).then_some(after)
}

/// The minute behind an hour, and how many tokens say both.
fn minute_of(rest: &[&Token]) -> Option<(u64, usize)> {
    let in_units = matches!(word(rest.get(1)), Some("時" | "时" | "點" | "点" | "시"));
    if !(in_units || is_sign(rest.get(1), &[':', '.', '：']) || word(rest.get(1)) == Some("h")) {
        return None;
    }
    let named = matches!(word(rest.get(3)), Some("分" | "분" | "min" | "mn" | "m"));
    let (minute, digits) = number(rest.get(2))?;
    if !(digits == 2 || digits == 1 && in_units && named) {
        return None;
    }
    let seconds = is_sign(rest.get(3), &[':']) && matches!(number(rest.get(4)), Some((_, 2)));
    Some((minute, if seconds { 5 } else { 3 + usize::from(named) }))
}

/// The zone that the next words name, in minutes from UTC, and how many tokens do: "GMT", "Greenwich Mean Time", "GMT +2".
pub(super) fn zone(rest: &[&Token], rules: &Rules) -> Option<(i32, usize)> {
    let (offset, used) = named_zone(rest, rules)?;
    let hours = number(rest.get(used + 1)).filter(|(hours, _)| *hours <= FARTHEST_EAST);
    match hours {
        // A dash may stand before the text that begins with a number.
        Some((hours, _)) if offset == 0 && is_sign(rest.get(used), &['+']) => {
            Some((i32::try_from(hours).ok()? * 60, used + 2))
        }
        _ => Some((offset, used)),
    }
}

/// No zone is more hours ahead of UTC.
const FARTHEST_EAST: u64 = 14;

fn named_zone(rest: &[&Token], rules: &Rules) -> Option<(i32, usize)> {
    let mut name = String::new();
    let mut found = None;
    for (at, token) in rest.iter().take(4).enumerate() {
        let Some(word) = word(Some(token)) else { break };
        if at > 0 {
            name.push(' ');
        }
        name.push_str(word);
        found = rules
            .zones
            .get(&name)
            .map(|offset| (*offset, at + 1))
            .or(found);
    }
    found
}

/// "Noon", "Midnight ET".
fn in_words(rest: &[&Token], rules: &Rules, found: &mut Found) -> Option<usize> {
    let Some(Token::Word(word, true)) = rest.first() else {
        return None;
    };
    let noon = rules.noon.contains(word);
    if !noon && !rules.midnight.contains(word) {
        return None;
    }
    let minutes = if noon { 12 * 60 } else { 0 };
    found.stamp.minutes = found.stamp.minutes.or(Some(minutes));
    let zone = zone(&rest[1..], rules);
    found.zone = found.zone.or(zone.map(|(offset, _)| offset));
    Some(1 + zone.map_or(0, |(_, words)| words))
}

/// No day is counted on for more hours.
const LONGEST_DAY: u64 = 30;

pub(super) fn clock(rest: &[&Token], rules: &Rules, found: &mut Found) -> Option<usize> {
    if let Some(used) = in_words(rest, rules, found) {
        return Some(used);
    }
    if let Some(used) = joined_clock(rest, rules, found) {
        return Some(used);
    }
    let before = half(rest.first(), rules);
    let rest = &rest[usize::from(before.is_some())..];
    let (hour, 1..=2) = number(rest.first())? else {
        return None;
    };
    let (minute, mut used) = match minute_of(rest) {
        Some((minute, used)) => (Some(minute), used),
        // "오후 6시"
        None => {
            let unit = matches!(word(rest.get(1)), Some("時" | "时" | "點" | "点" | "시"));
            (None, 1 + usize::from(before.is_some() && unit))
        }
    };
    let after = half(rest.get(used), rules).filter(|_| before.is_none());
    let hour = match before.or(after) {
        Some(false) if hour <= 12 => hour % 12,
        Some(true) if hour <= 12 => hour % 12 + 12,
        _ if minute.is_none() => return None,
        _ => hour,
    };
    used += usize::from(after.is_some());
    // "25時35分": the hours after midnight of the day before.
    let units = minute.is_some() && word(rest.get(1)) == Some("時");
    let hour = if units && hour < LONGEST_DAY {
        hour % 24
    } else {
        hour
    };
    let minutes = hour * 60 + minute.unwrap_or(0);
    if hour > 23 || minute.unwrap_or(0) > 59 {
        return None;
    }
    if let Some((offset, words)) = zone(&rest[used.min(rest.len())..], rules) {
        found.zone = Some(offset);
        used += words;
    }
    found.stamp.minutes = found.stamp.minutes.or(u16::try_from(minutes).ok());
    Some(used + usize::from(before.is_some()))
}

/// The instant of a full date and clock time; UTC where no zone is named would be a guess, so it needs one.
pub(super) fn instant(stamp: &Stamp, zone: Option<i32>) -> Option<Timestamp> {
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
