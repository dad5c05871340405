//! Moments as a person types them: a clock time, a day, a length of time before now.

use jiff::SignedDuration;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::civil::DateTime;
use jiff::civil::Time;
use jiff::tz::Offset;

/// What is told where a moment cannot be read.
const FORMS: &str = "write a time like 14:30, a day like 2031-03-14, today or yesterday, a day and a time in quotes, or 2h for two hours ago";

/// A moment, before it is known what it is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// A moment in full.
    At(Timestamp),
    /// A clock time of the day at hand.
    Clock(Time),
    /// A day, and a clock time of it.
    Day(Day, Option<Time>),
    /// So long before.
    Ago(SignedDuration),
    /// So long after.
    Later(SignedDuration),
}

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// So many days before today.
    Back(i64),
    /// A day of the calendar.
    Date(Date),
}

/// What moments are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// The person's zone.
    pub zone: Offset,
    /// The moment whose day a clock time without a day belongs to.
    pub day: Option<Timestamp>,
    /// The moment whose day is today.
    pub today: Option<Timestamp>,
    /// What lengths of time are counted from.
    pub from: Option<Timestamp>,
}

impl Reference {
    /// For the entries of a blog: clock times belong to the day of its newest dated entry, everything else is counted from
    /// now. Where no clock is at hand, the newest entry is now.
    pub fn of_blog(zone: Offset, now: Option<Timestamp>, newest: Option<Timestamp>) -> Self {
        Self {
            zone,
            day: newest.or(now),
            today: now.or(newest),
            from: now.or(newest),
        }
    }
}

impl Moment {
    /// Reads a moment; says why it is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let read = full(text)
            .or_else(|| clock(text).map(Self::Clock))
            .or_else(|| length(text))
            .or_else(|| day_and_time(text));
        read.ok_or_else(|| format!("“{text}” is no time; {FORMS}"))
    }

    /// Whether it says of which day it is.
    pub fn names_a_day(&self) -> bool {
        matches!(self, Self::At(_) | Self::Day(..))
    }

    /// The instant, if what it is counted from is known.
    pub fn instant(&self, reference: &Reference) -> Option<Timestamp> {
        let at = |date: Date, time: Time| {
            let civil = DateTime::from_parts(date, time);
            reference.zone.to_timestamp(civil).ok()
        };
        let date = |at: Timestamp| reference.zone.to_datetime(at).date();
        match *self {
            Self::At(at) => Some(at),
            Self::Clock(time) => at(date(reference.day?), time),
            Self::Day(Day::Date(day), time) => at(day, time.unwrap_or_default()),
            Self::Day(Day::Back(days), time) => {
                let today = date(reference.today?);
                let length = SignedDuration::from_hours(days.checked_mul(24)?);
                at(today.checked_sub(length).ok()?, time.unwrap_or_default())
            }
            Self::Ago(length) => reference.from?.checked_sub(length).ok(),
            Self::Later(length) => reference.from?.checked_add(length).ok(),
        }
    }

    /// The beginning and the end of its day.
    pub fn day(&self, reference: &Reference) -> Option<(Timestamp, Timestamp)> {
        let date = reference.zone.to_datetime(self.instant(reference)?).date();
        let begin = |date: Date| {
            reference
                .zone
                .to_timestamp(date.to_datetime(Time::midnight()))
                .ok()
        };
        Some((begin(date)?, begin(date.tomorrow().ok()?)?))
    }
}

/// A moment with its zone.
fn full(text: &str) -> Option<Moment> {
    text.replace(' ', "T").parse().ok().map(Moment::At)
}

/// `14:30`, `9.05`, `2:30pm`, `2pm`.
fn clock(text: &str) -> Option<Time> {
    let text = text.to_ascii_lowercase();
    let (digits, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(rest), _) => (rest.trim_end(), Some(0)),
        (_, Some(rest)) => (rest.trim_end(), Some(12)),
        _ => (text.as_str(), None),
    };
    let (hour, minute) = match digits.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => (hour, number(minute)?),
        None if half.is_some() => (digits, 0),
        _ => return None,
    };
    let hour = match (number(hour)?, half) {
        (hour, None) => hour,
        (hour @ 1..=12, Some(half)) => hour % 12 + half,
        _ => return None,
    };
    Time::new(hour, minute, 0, 0).ok()
}

fn number(text: &str) -> Option<i8> {
    let digits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

/// `2h`, `-90m`, `1d12h`, `+30m`.
fn length(text: &str) -> Option<Moment> {
    let (rest, later) = match text.strip_prefix('+') {
        Some(rest) => (rest, true),
        None => (text.strip_prefix('-').unwrap_or(text), false),
    };
    let rest = rest.strip_suffix("ago").unwrap_or(rest).trim_end();
    let mut seconds: i64 = 0;
    let mut left = rest;
    while !left.is_empty() {
        let digits = left.bytes().take_while(u8::is_ascii_digit).count();
        let after = left[digits..].trim_start();
        let letters = after.bytes().take_while(u8::is_ascii_alphabetic).count();
        let unit = match &after[..letters] {
            "s" | "sec" => 1,
            "m" | "min" => 60,
            "h" => 3600,
            "d" => 86_400,
            "w" => 604_800,
            _ => return None,
        };
        let count: i64 = left[..digits].parse().ok()?;
        seconds = seconds.checked_add(count.checked_mul(unit)?)?;
        left = after[letters..].trim_start();
    }
    let length = (!rest.is_empty()).then(|| SignedDuration::from_secs(seconds))?;
    Some(if later {
        Moment::Later(length)
    } else {
        Moment::Ago(length)
    })
}

/// `2031-03-14`, `yesterday 9:00`, `2031-03-14T14:30`.
fn day_and_time(text: &str) -> Option<Moment> {
    let text = text.to_ascii_lowercase();
    let separated = |c: char| c.is_whitespace() || c == ',';
    let (day, time) = match text.split_once(separated) {
        Some((day, time)) => (day, Some(time.trim())),
        None => match day(&text) {
            Some(day) => return Some(Moment::Day(day, None)),
            // `today` holds a t too.
            None => text.rsplit_once('t').map(|(day, time)| (day, Some(time)))?,
        },
    };
    let time = match time {
        Some(time) => Some(clock(time)?),
        None => None,
    };
    Some(Moment::Day(self::day(day)?, time))
}

fn day(text: &str) -> Option<Day> {
    match text {
        "today" => Some(Day::Back(0)),
        "yesterday" => Some(Day::Back(1)),
        // The parser takes a date with a time for the date alone.
        _ if text.len() == 10 => text.parse().ok().map(Day::Date),
        _ => None,
    }
}
