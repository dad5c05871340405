//! How long a server asks to be left alone.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

/// The shortest wait after a refusal, whatever the server says.
pub const SHORTEST: Duration = Duration::from_secs(60);

/// The longest wait that a server can ask for.
pub const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// The wait that the header `Retry-After` asks for, in seconds or as a date; held between [`SHORTEST`] and [`LONGEST`].
/// What cannot be read asks for the shortest.
pub(super) fn asked(header: Option<&str>, now: Timestamp) -> Duration {
    let seconds = header.and_then(|text| seconds(text.trim(), now));
    let wait = Duration::from_secs(seconds.unwrap_or_default());
    wait.clamp(SHORTEST, LONGEST)
}

fn seconds(text: &str, now: Timestamp) -> Option<u64> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.parse().unwrap_or(u64::MAX));
    }
    let until = date(text)?;
    u64::try_from(until.as_second() - now.as_second()).ok()
}

/// A date as headers state it.
pub(in crate::fetch) fn date(text: &str) -> Option<Timestamp> {
    const PARSER: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);
    PARSER.parse_timestamp(text.trim()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_held_in_bounds() {
        let now: Timestamp = "2031-03-14T09:00:00Z".parse().unwrap();
        for (header, expected) in [
            (Some("120"), 120),
            (Some("0"), 60),
            (Some("-5"), 60),
            (Some("soon"), 60),
            (Some(""), 60),
            (None, 60),
            (Some("99999999999999999999999"), 86_400),
            (Some("Fri, 14 Mar 2031 09:05:00 GMT"), 300),
            (Some("Fri, 14 Mar 2031 08:00:00 GMT"), 60),
            (Some("Fri, 14 Mar 2036 08:00:00 GMT"), 86_400),
        ] {
            assert_eq!(
                asked(header, now),
                Duration::from_secs(expected),
                "{header:?}"
            );
        }
    }
}
