//! Times as the reader sees them, in the person's zone. The zone is given: there is no clock here.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

/// The time of day, like `14:05`.
pub fn clock(at: Timestamp, zone: Offset) -> String {
    let at = zone.to_datetime(at);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// The calendar day.
pub fn day(at: Timestamp, zone: Offset) -> Date {
    zone.to_datetime(at).date()
}

/// A day in full, like `Tuesday 3 March 2026`.
pub fn day_name(day: Date) -> String {
    day.strftime("%A %-d %B %Y").to_string()
}

/// A day in short, like `3 Mar 2026`.
pub fn day_short(at: Timestamp, zone: Offset) -> String {
    day(at, zone).strftime("%-d %b %Y").to_string()
}

/// A day and a time without the year, like `3 Mar 14:05`.
pub fn moment_short(at: Timestamp, zone: Offset) -> String {
    format!("{} {}", day(at, zone).strftime("%-d %b"), clock(at, zone))
}

/// A day and a time, like `3 Mar 2026, 14:05`.
pub fn moment(at: Timestamp, zone: Offset) -> String {
    format!("{}, {}", day_short(at, zone), clock(at, zone))
}
