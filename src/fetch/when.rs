//! When a page was captured, as its file name or the person says it. Times without a zone are UTC.

use jiff::SignedDuration;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::civil::Time;
use jiff::tz::TimeZone;

/// What a file's name says of the capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Named {
    /// The instant, where day and time are there.
    pub(super) instant: Option<Timestamp>,
    /// The day, where only that is there.
    pub(super) day: Option<Date>,
}

/// Reads a time as a person writes it: a date and a time in ISO order, with or without a zone.
pub fn parse_time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse().ok().or_else(|| match at(text.as_bytes()) {
        Some((Named { instant, .. }, length)) if length == text.len() => instant,
        _ => None,
    })
}

/// The first date with a time in a name; else the first date.
pub(super) fn in_name(name: &str) -> Named {
    let bytes = name.as_bytes();
    let mut best = Named::default();
    for start in 0..bytes.len() {
        if start > 0 && bytes[start - 1].is_ascii_digit() {
            continue;
        }
        if let Some((named, _)) = at(&bytes[start..]) {
            if named.instant.is_some() {
                return named;
            }
            best.day = best.day.or(named.day);
        }
    }
    best
}

/// A weak hint for order: the modification time, unless the name states another day.
pub(super) fn order_hint(named: &Named, modified: Option<Timestamp>) -> Option<Timestamp> {
    let Some(day) = named.day else {
        return modified;
    };
    let Ok(noon) = TimeZone::UTC.to_timestamp(day.at(12, 0, 0, 0)) else {
        return modified;
    };
    let near = SignedDuration::from_hours(36);
    match modified {
        Some(time) if time.duration_since(noon).abs() < near => Some(time),
        _ => Some(noon),
    }
}

/// A date, perhaps with a time, at the beginning of the bytes; with how many bytes it takes.
fn at(bytes: &[u8]) -> Option<(Named, usize)> {
    let mut scan = Scan { bytes, at: 0 };
    let year = scan.number(4)?;
    let dashed = scan.skip(b"-");
    let month = scan.number(2)?;
    if dashed && !scan.skip(b"-") {
        return None;
    }
    let day = scan.number(2)?;
    let date = Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()?;
    if !(1900..2200).contains(&date.year()) {
        return None;
    }
    let after_date = scan.at;
    match clock(&mut scan, date, dashed) {
        Some(instant) => Some((
            Named {
                instant: Some(instant),
                day: None,
            },
            scan.at,
        )),
        None if scan.bytes.get(after_date).is_some_and(u8::is_ascii_digit) => None,
        None => Some((
            Named {
                instant: None,
                day: Some(date),
            },
            after_date,
        )),
    }
}

fn clock(scan: &mut Scan<'_>, date: Date, dashed: bool) -> Option<Timestamp> {
    if !scan.skip(b"Tt_ -") && dashed {
        return None;
    }
    let hour = scan.number(2)?;
    scan.skip(b"-:._h");
    let minute = scan.number(2)?;
    let mut ahead = Scan {
        bytes: scan.bytes,
        at: scan.at,
    };
    ahead.skip(b"-:.");
    let second = match ahead.number(2) {
        Some(second) if second < 60 => {
            scan.at = ahead.at;
            second
        }
        _ => 0,
    };
    if scan.bytes.get(scan.at).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let time = Time::new(
        i8::try_from(hour).ok()?,
        i8::try_from(minute).ok()?,
        i8::try_from(second).ok()?,
        0,
    )
    .ok()?;
    let instant = TimeZone::UTC.to_timestamp(date.to_datetime(time)).ok()?;
    if !scan.skip(b"Zz") {
        return Some(
            instant
                .checked_sub(SignedDuration::from_mins(zone(scan)))
                .unwrap_or(instant),
        );
    }
    Some(instant)
}

/// The minutes of a zone like `+0100` or `+01:00`; 0 where there is none. A minus is taken for a separator in names.
fn zone(scan: &mut Scan<'_>) -> i64 {
    let mut ahead = Scan {
        bytes: scan.bytes,
        at: scan.at,
    };
    if !ahead.skip(b"+") {
        return 0;
    }
    let Some(hours) = ahead.number(2) else {
        return 0;
    };
    ahead.skip(b":");
    let minutes = ahead.number(2).unwrap_or(0);
    if hours > 14 || minutes > 59 {
        return 0;
    }
    scan.at = ahead.at;
    i64::from(hours * 60 + minutes)
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scan<'_> {
    fn skip(&mut self, any: &[u8]) -> bool {
        let there = self.bytes.get(self.at).is_some_and(|b| any.contains(b));
        self.at += usize::from(there);
        there
    }

    fn number(&mut self, digits: usize) -> Option<u32> {
        let text = self.bytes.get(self.at..self.at + digits)?;
        if !text.iter().all(u8::is_ascii_digit) {
            return None;
        }
        self.at += digits;
        Some(
            text.iter()
                .fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0')),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_state_times() {
        for (name, wanted) in [
            ("2031-03-14T0910_headed.txt", "2031-03-14T09:10:00Z"),
            ("live 2024-05-15T13-30.html", "2024-05-15T13:30:00Z"),
            ("2024-05-15_1330.txt", "2024-05-15T13:30:00Z"),
            ("2024-05-15 13.30.05.txt", "2024-05-15T13:30:05Z"),
            ("20240515T133000Z.html", "2024-05-15T13:30:00Z"),
            ("blog-20240515133000.html", "2024-05-15T13:30:00Z"),
            ("2024-05-15T13:30+0200", "2024-05-15T11:30:00Z"),
            ("2020-01-01 and 2024-05-15T13:30", "2024-05-15T13:30:00Z"),
            ("2024-05-15T13-30-part2", "2024-05-15T13:30:00Z"),
        ] {
            assert_eq!(
                in_name(name).instant,
                Some(wanted.parse().unwrap()),
                "{name}"
            );
        }
    }

    #[test]
    fn names_without_times_state_none() {
        for name in [
            "000_37cb582b48e91b99.txt",
            "2024-13-40T1200",
            "page 1234567890123456789",
            "2024-05-15_plain.txt",
            "",
        ] {
            assert_eq!(in_name(name).instant, None, "{name}");
        }
    }

    #[test]
    fn a_day_alone_is_a_hint_only() {
        let named = in_name("blog-2024-05-15_plain.txt");
        assert_eq!(named.day, Some(Date::new(2024, 5, 15).unwrap()));
        let far = "2026-01-01T00:00:00Z".parse().unwrap();
        let near = "2024-05-15T20:00:00Z".parse().unwrap();
        assert_eq!(
            order_hint(&named, Some(far)),
            Some("2024-05-15T12:00:00Z".parse().unwrap())
        );
        assert_eq!(order_hint(&named, Some(near)), Some(near));
        assert_eq!(order_hint(&Named::default(), Some(far)), Some(far));
    }

    #[test]
    fn people_write_times() {
        let wanted: Option<Timestamp> = Some("2024-05-15T11:30:00Z".parse().unwrap());
        assert_eq!(parse_time("2024-05-15T13:30:00+02:00"), wanted);
        assert_eq!(parse_time("2024-05-15 11:30"), wanted);
        assert_eq!(parse_time("2024-05-15"), None);
        assert_eq!(parse_time("2024-05-15T11:30 or so"), None);
        assert_eq!(parse_time("yesterday"), None);
    }
}
