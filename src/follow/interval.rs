//! How long to wait before an address is asked again: a function of what is known, without a clock.

use std::time::Duration;

use jiff::Timestamp;

use crate::engine::model::is_over;

/// The shortest time between two requests for the same address.
pub const FASTEST: Duration = Duration::from_secs(15);

/// The longest, while nothing fails.
pub const SLOWEST: Duration = Duration::from_secs(60 * 60);

/// The longest after failures.
const SLOWEST_FAILING: Duration = Duration::from_secs(6 * 60 * 60);

/// The wait after the first failure; it doubles with each further one.
const FIRST_FAILURE: Duration = Duration::from_secs(60);

/// So much of the usual time between two entries is waited.
const SHARE_OF_RHYTHM: u32 = 4;

/// However lively the blog was, this is soon enough while it is quiet only by its own measure.
const LIVELY_AT_MOST: Duration = Duration::from_secs(5 * 60);

/// So much of the time since the last change is waited at least.
const SHARE_OF_SILENCE: u32 = 10;

/// The coverage has ended when nothing changed for so long, or when [`is_over`] says so.
const SILENT: Duration = Duration::from_secs(24 * 60 * 60);

/// How many of the newest entries tell the rhythm of a blog.
pub const RHYTHM_OF: usize = 10;

/// What is known of an address that is followed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pace {
    /// When the page last changed, as far as is known.
    pub changed_at: Option<Timestamp>,
    /// When its newest entries were published, in any order.
    pub published: Vec<Timestamp>,
    /// When the page says that its coverage ends or ended.
    pub ends_at: Option<Timestamp>,
    /// How many requests failed in a row.
    pub failures: u32,
    /// Until when the host asked to be left alone.
    pub rests_until: Option<Timestamp>,
}

/// When to ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// After this time.
    After(Duration),
    /// Not again: the coverage has ended.
    Ended,
}

/// When to ask again, seen from `now`.
pub fn next(pace: &Pace, now: Timestamp) -> Next {
    let silence = pace.silence(now);
    if pace.failures == 0 && pace.has_ended(silence, now) {
        return Next::Ended;
    }
    let rhythm = pace
        .rhythm()
        .map_or(LIVELY_AT_MOST, |rhythm| rhythm / SHARE_OF_RHYTHM);
    let calm = rhythm
        .min(LIVELY_AT_MOST)
        .max(silence.unwrap_or_default() / SHARE_OF_SILENCE)
        .clamp(FASTEST, SLOWEST);
    let rest = pace
        .rests_until
        .map_or(Duration::ZERO, |until| since(now, until));
    Next::After(calm.max(backing_off(pace.failures)).max(rest))
}

impl Pace {
    /// How long nothing has changed.
    fn silence(&self, now: Timestamp) -> Option<Duration> {
        let newest = self.published.iter().copied().filter(|at| *at <= now).max();
        self.changed_at.max(newest).map(|last| since(last, now))
    }

    fn has_ended(&self, silence: Option<Duration>, now: Timestamp) -> bool {
        let newest = self.published.iter().copied().filter(|at| *at <= now).max();
        let over = |end| is_over(end, self.changed_at.max(newest), now);
        silence.is_some_and(|silence| silence >= SILENT) || self.ends_at.is_some_and(over)
    }

    /// The usual time between two entries.
    fn rhythm(&self) -> Option<Duration> {
        let mut times = self.published.clone();
        times.sort_unstable_by(|a, b| b.cmp(a));
        times.truncate(RHYTHM_OF);
        let (newest, oldest) = (times.first()?, times.last()?);
        let gaps = u32::try_from(times.len()).ok()?.checked_sub(1)?;
        since(*oldest, *newest).checked_div(gaps)
    }
}

fn backing_off(failures: u32) -> Duration {
    match failures.checked_sub(1) {
        None => Duration::ZERO,
        Some(again) => FIRST_FAILURE
            .saturating_mul(2_u32.saturating_pow(again))
            .min(SLOWEST_FAILING),
    }
}

/// From one time to a later one; nothing if it is not later.
fn since(from: Timestamp, to: Timestamp) -> Duration {
    Duration::try_from(to.duration_since(from)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;

    fn at(seconds_ago: u64) -> Timestamp {
        now() - jiff::SignedDuration::from_secs(i64::try_from(seconds_ago).unwrap())
    }

    fn now() -> Timestamp {
        Timestamp::from_second(1_931_400_000).unwrap()
    }

    fn every(gap: u64, last: u64) -> Pace {
        Pace {
            published: (0..12).map(|i| at(last + i * gap)).collect(),
            ..Pace::default()
        }
    }

    fn seconds(pace: &Pace) -> u64 {
        match next(pace, now()) {
            Next::After(wait) => wait.as_secs(),
            Next::Ended => u64::MAX,
        }
    }

    #[test]
    fn lively_blogs_are_asked_often_and_quiet_ones_seldom() {
        assert_eq!(seconds(&every(20, 5)), 15);
        assert_eq!(seconds(&every(4 * MINUTE, 30)), 60);
        assert_eq!(seconds(&every(4 * MINUTE, 30 * MINUTE)), 3 * MINUTE);
        assert_eq!(seconds(&every(4 * MINUTE, 5 * HOUR)), 30 * MINUTE);
        assert_eq!(seconds(&every(4 * MINUTE, 20 * HOUR)), HOUR);
        assert_eq!(seconds(&every(5 * HOUR, 10)), 5 * MINUTE);
        assert_eq!(seconds(&Pace::default()), 5 * MINUTE);
    }

    #[test]
    fn the_longer_the_silence_the_longer_the_wait() {
        let waits: Vec<u64> = (0..80)
            .map(|step| seconds(&every(30, step * 15 * MINUTE)))
            .collect();
        assert!(waits.is_sorted(), "{waits:?}");
    }

    #[test]
    fn following_ends_after_the_coverage() {
        assert_eq!(next(&every(60, 25 * HOUR), now()), Next::Ended);
        let mut pace = every(60, 3 * HOUR);
        assert_ne!(next(&pace, now()), Next::Ended);
        pace.ends_at = Some(at(3 * HOUR));
        assert_eq!(next(&pace, now()), Next::Ended);
        pace.published.push(at(5 * MINUTE));
        assert_ne!(next(&pace, now()), Next::Ended, "it goes on after its end");
        let mut future = every(60, MINUTE);
        future.ends_at = Some(now() + jiff::SignedDuration::from_hours(5));
        assert_ne!(next(&future, now()), Next::Ended);
    }

    #[test]
    fn failures_back_off_and_requests_to_rest_are_obeyed() {
        let mut pace = every(20, 5);
        let mut waits = Vec::new();
        for failures in [1, 2, 3, 6, 9, 200] {
            pace.failures = failures;
            waits.push(seconds(&pace));
        }
        assert_eq!(waits, [60, 120, 240, 32 * MINUTE, 256 * MINUTE, 6 * HOUR]);
        pace.failures = 1;
        pace.rests_until = Some(now() + jiff::SignedDuration::from_mins(30));
        assert_eq!(seconds(&pace), 30 * MINUTE);
    }

    #[test]
    fn times_from_the_future_are_no_reason_to_hurry() {
        let mut pace = every(10, 3 * HOUR);
        let usual = seconds(&pace);
        pace.published
            .push(now() + jiff::SignedDuration::from_hours(1000));
        assert!(seconds(&pace) >= usual);
    }
}
