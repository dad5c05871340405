//! Times as the reader sees them, in the person's zone. The zone is given: there is no clock here.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::tz::TimeZone;

use crate::engine::query::Reference;

/// The zone in which times are shown. A place has summer and winter time, so that a time of last May reads as it did then.
#[derive(Debug, Clone, Copy, Eq)]
pub enum Zone {
    /// Always so far from UTC.
    Fixed(Offset),
    /// As the clocks of a place go.
    Place(&'static TimeZone),
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Fixed(one), Self::Fixed(other)) => one == other,
            // Nearly always the same one, which need not be compared by its rules.
            (Self::Place(one), Self::Place(other)) => std::ptr::eq(*one, *other) || one == other,
            _ => false,
        }
    }
}

impl Zone {
    /// Without summer and winter time, and the same everywhere.
    pub const UTC: Self = Self::Fixed(Offset::UTC);

    /// What the clocks show at an instant.
    pub fn at(self, at: Timestamp) -> DateTime {
        self.offset(at).to_datetime(at)
    }

    /// How far the clocks are from UTC at an instant.
    pub fn offset(self, at: Timestamp) -> Offset {
        match self {
            Self::Fixed(offset) => offset,
            Self::Place(zone) => zone.to_offset(at),
        }
    }

    /// What the times in a filter on a blog are counted from: clock times are those of the days of its newest entry.
    pub fn reference(self, now: Option<Timestamp>, newest: Option<Timestamp>) -> Reference {
        let around = newest.or(now).unwrap_or_default();
        Reference::of_blog(self.offset(around), now, newest)
    }
}

/// The time of day, like `14:05`.
pub fn clock(at: Timestamp, zone: Zone) -> String {
    let at = zone.at(at);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// The calendar day.
pub fn day(at: Timestamp, zone: Zone) -> Date {
    zone.at(at).date()
}

/// A day in full, like `Tuesday 3 March 2026`.
pub fn day_name(day: Date) -> String {
    day.strftime("%A %-d %B %Y").to_string()
}

/// A day in short, like `3 Mar 2026`.
pub fn day_short(at: Timestamp, zone: Zone) -> String {
    day(at, zone).strftime("%-d %b %Y").to_string()
}

/// A day and a time without the year, like `3 Mar 14:05`.
pub fn moment_short(at: Timestamp, zone: Zone) -> String {
    format!("{} {}", day(at, zone).strftime("%-d %b"), clock(at, zone))
}

/// A day and a time, like `3 Mar 2026, 14:05`.
pub fn moment(at: Timestamp, zone: Zone) -> String {
    format!("{}, {}", day_short(at, zone), clock(at, zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_summer_and_winter_time() {
        static RIVER: TimeZone = TimeZone::UTC;
        assert_eq!(
            Zone::Place(&RIVER).offset(Timestamp::UNIX_EPOCH),
            Offset::UTC
        );
        let place: &'static TimeZone = Box::leak(Box::new(
            TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap(),
        ));
        let clock_at = |text: &str| clock(text.parse().unwrap(), Zone::Place(place));
        assert_eq!(clock_at("2026-05-15T10:34:00Z"), "12:34");
        assert_eq!(clock_at("2026-11-15T10:34:00Z"), "11:34");
        let newest: Timestamp = "2026-05-15T10:34:00Z".parse().unwrap();
        let now = "2026-11-26T10:00:00Z".parse().ok();
        let reference = Zone::Place(place).reference(now, Some(newest));
        assert_eq!(
            reference.zone,
            Offset::constant(2),
            "as the clocks went at the blog's time"
        );
    }
}
