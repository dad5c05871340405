//! Times as markup states them: ISO 8601 with every habit of publishers, seconds since 1970, the dates of e-mail and scripts.

use jiff::Timestamp;
use jiff::civil;

use crate::engine::model::Stamp;

/// A time of markup: an instant, or a day and a clock without a zone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct When {
    /// The instant, where the zone is stated.
    pub(super) instant: Option<Timestamp>,
    /// Day and clock, where it is not.
    pub(super) local: Option<civil::DateTime>,
}

impl When {
    /// Reads the value of a time attribute or property.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > 100 {
            return None;
        }
        if let Some(instant) = instant(text) {
            return Some(Self {
                instant: Some(instant),
                local: None,
            });
        }
        let local = text
            .parse()
            .or_else(|_| text.replacen(' ', "T", 1).parse())
            .ok();
        let local: civil::DateTime = local?;
        text.contains(':').then_some(Self {
            instant: None,
            local: Some(local),
        })
    }

    /// The time as a line would state it.
    pub(super) fn stamp(&self) -> Option<Stamp> {
        let local = self.local?;
        let minutes =
            u16::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute())).ok()?;
        Some(Stamp {
            day: Some((local.year(), local.month(), local.day())),
            minutes: Some(minutes),
            ..Stamp::default()
        })
    }
}

/// Whether a text is the minute of a match and nothing else: `77'`, `90+3’`, `45.`, `45 min`, `38' 2T`.
pub(super) fn is_minute(text: &str) -> bool {
    let text = without_half(text.trim());
    // "90'+4" is written for "90+4'", too.
    let marked = text
        .split_once(['\'', '’', '′'])
        .filter(|(_, more)| more.starts_with('+'));
    let Some(number) = marked
        .map(|_| text)
        .or_else(|| text.strip_suffix("Min."))
        .or_else(|| text.strip_suffix("min"))
        .or_else(|| text.strip_suffix(['\'', '’', '′', '´', '.']))
    else {
        return false;
    };
    let mut parts = number.trim_end().split('+').map(|part| {
        let part = part.trim().trim_end_matches(['\'', '’', '′', '.']);
        (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    });
    text.len() <= 16
        && parts.next() == Some(true)
        && parts.next() != Some(false)
        && parts.next().is_none()
}

/// A minute without the half or quarter behind it: "38' 2T", "12’ 1º tempo".
fn without_half(text: &str) -> &str {
    let minute = |at: usize| text.split_at_checked(at);
    let half = |behind: &str| {
        let behind = behind.trim_start();
        let name = behind.strip_prefix(['1', '2', '3', '4']);
        let name = name.map(|name| name.trim_start_matches(['º', '°', 'ª', '.', ' ']));
        name.is_some_and(|name| {
            (1..=8).contains(&name.chars().count()) && name.chars().all(char::is_alphabetic)
        })
    };
    let signs = text
        .char_indices()
        .filter(|(_, c)| matches!(c, '\'' | '’' | '′'));
    let mut parted = signs.filter_map(|(at, sign)| minute(at + sign.len_utf8()));
    parted
        .find(|(_, behind)| half(behind))
        .map_or(text, |(minute, _)| minute)
}

/// Reads an instant; nothing if the text names no zone.
pub fn instant(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return epoch(text);
    }
    if let Ok(at) = text.parse() {
        return plausible(at);
    }
    if let Some(at) = with_colon(text).and_then(|text| text.parse().ok()) {
        return plausible(at);
    }
    if let Ok(zoned) = jiff::fmt::rfc2822::parse(text) {
        return plausible(zoned.timestamp());
    }
    script(text).and_then(plausible)
}

/// Seconds or milliseconds since 1970.
fn epoch(text: &str) -> Option<Timestamp> {
    let number: i64 = text.parse().ok()?;
    let at = match text.len() {
        9 | 10 => Timestamp::from_second(number),
        12 | 13 => Timestamp::from_millisecond(number),
        16 => Timestamp::from_microsecond(number),
        _ => return None,
    };
    at.ok().and_then(plausible)
}

/// Times before live blogs and placeholders far ahead state nothing.
fn plausible(at: Timestamp) -> Option<Timestamp> {
    (788_918_400..4_102_444_800)
        .contains(&at.as_second())
        .then_some(at)
}

/// `+0100`, `+01` and a space before the zone.
fn with_colon(text: &str) -> Option<String> {
    let text = text.replacen(' ', "T", 1).replace(' ', "");
    let zone = text.rfind(['+', '-', 'Z']).filter(|at| *at > 10)?;
    let (time, zone) = text.split_at_checked(zone)?;
    match zone.len() {
        3 => Some(format!("{time}{zone}:00")),
        5 => Some(format!("{time}{}:{}", zone.get(..3)?, zone.get(3..)?)),
        _ => Some(format!("{time}{zone}")),
    }
}

/// "Mon May 15 2023 11:50:54 GMT+0000 (…)".
fn script(text: &str) -> Option<Timestamp> {
    let text = text.split(" (").next()?;
    let (date, zone) = text.split_once(" GMT")?;
    let format = jiff::fmt::strtime::parse("%a %b %d %Y %H:%M:%S", date).ok()?;
    let local = format.to_datetime().ok()?;
    let zone = if zone.is_empty() { "+0000" } else { zone };
    let offset = jiff::fmt::strtime::parse("%z", zone).ok()?.offset()?;
    offset.to_timestamp(local).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_of_a_match_are_known() {
        for text in [
            "77'",
            "90+3’",
            "90'+2'",
            "45.",
            "12 min",
            "3. Min.",
            "90'+4",
            "38' 2T",
            "12’ 1º tempo",
        ] {
            assert!(is_minute(text), "{text}");
        }
        for text in [
            "'",
            "+2'",
            "1931'",
            "Brandt's",
            "5 minutes",
            "4.5",
            "12 minimum",
            "12' 2 goals at once",
        ] {
            assert!(!is_minute(text), "{text}");
        }
    }

    #[test]
    fn every_habit_is_read() {
        let want: Timestamp = "2031-03-14T11:50:54Z".parse().unwrap();
        for text in [
            "2031-03-14T11:50:54Z",
            "2031-03-14T11:50:54.000Z",
            "2031-03-14T12:50:54+01:00",
            "2031-03-14T12:50:54+0100",
            "2031-03-14T12:50:54+01",
            "2031-03-14 12:50:54 +0100",
            "1931255454",
            "1931255454000",
            "Fri, 14 Mar 2031 11:50:54 GMT",
            "Fri Mar 14 2031 11:50:54 GMT+0000 (Coordinated Universal Time)",
        ] {
            assert_eq!(instant(text), Some(want), "{text}");
        }
        for text in [
            "",
            "soon",
            "0",
            "12",
            "1970-01-01T00:00:00Z",
            "9999-12-31T00:00:00Z",
            "2031-03-14T11:50:54",
        ] {
            assert_eq!(instant(text), None, "{text}");
        }
        let local = When::read("2031-03-14 11:50").unwrap();
        assert_eq!(local.stamp().unwrap().minutes, Some(710));
        assert_eq!(When::read("2031-03-14"), None);
    }
}
