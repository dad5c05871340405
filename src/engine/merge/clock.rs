//! Clock times without a day: "10:41" on a page that names its zone, captured while it was written, is an instant.
//! Where anything about that is doubtful it stays a clock time.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::model::Stamp;

/// A page counts as being written when its newest time lies at most so many minutes before the capture.
const FRESH: i32 = 180;

/// The day and the zone of a page's clock times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "(Date, i32)", try_from = "(Date, i32)")]
pub(crate) struct PageDay {
    date: Date,
    zone: Offset,
}

impl From<PageDay> for (Date, i32) {
    fn from(day: PageDay) -> Self {
        (day.date, day.zone.seconds())
    }
}

impl TryFrom<(Date, i32)> for PageDay {
    type Error = jiff::Error;

    fn try_from((date, seconds): (Date, i32)) -> Result<Self, jiff::Error> {
        let zone = Offset::from_seconds(seconds)?;
        Ok(Self { date, zone })
    }
}

impl PageDay {
    /// The day of a page with these stamps, from top to bottom, if it is certain: all zones that it names are one; its
    /// clock times rise or fall throughout, so that none is of another day; the newest of them lies shortly before the
    /// capture; and no stamp names another day.
    pub(crate) fn of<'s>(
        stamps: impl Iterator<Item = &'s Stamp>,
        captured: Option<Timestamp>,
    ) -> Option<Self> {
        let stamps: Vec<&Stamp> = stamps.collect();
        let mut zones: Vec<i32> = stamps.iter().filter_map(|stamp| stamp.zone).collect();
        zones.dedup();
        let [zone] = zones[..] else {
            return None;
        };
        let zone = Offset::from_seconds(zone.checked_mul(60)?).ok()?;
        let now = zone.to_datetime(captured?);
        let date = now.date();
        let other_day = |stamp: &&&Stamp| {
            let day = stamp.day.map(|(_, month, day)| (month, day));
            day.is_some_and(|day| day != (date.month(), date.day()))
        };
        if stamps.iter().any(|stamp| other_day(&stamp)) {
            return None;
        }
        let clocks: Vec<u16> = stamps
            .iter()
            .filter_map(|stamp| clock_only(stamp))
            .collect();
        let falls = clocks.windows(2).all(|pair| pair[0] >= pair[1]);
        let rises = clocks.windows(2).all(|pair| pair[0] <= pair[1]);
        let newest = i32::from(*clocks.iter().max()?);
        let past = i32::from(now.hour()) * 60 + i32::from(now.minute()) - newest;
        ((falls || rises) && (0..=FRESH).contains(&past)).then_some(Self { date, zone })
    }

    /// The instant of a stamp that states a clock time and no day.
    pub(crate) fn instant(self, stamp: &Stamp) -> Option<Timestamp> {
        let minutes = clock_only(stamp)?;
        let (hour, minute) = (
            i8::try_from(minutes / 60).ok()?,
            i8::try_from(minutes % 60).ok()?,
        );
        let time = jiff::civil::Time::new(hour, minute, 0, 0).ok()?;
        self.zone.to_timestamp(self.date.to_datetime(time)).ok()
    }
}

/// The clock time of a stamp that states no day and no instant.
fn clock_only(stamp: &Stamp) -> Option<u16> {
    let bare = stamp.instant.is_none() && stamp.day.is_none() && stamp.ago.is_none();
    stamp.minutes.filter(|_| bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_times_are_instants_only_where_that_is_certain() {
        let zoned = |minutes: u16| Stamp {
            minutes: Some(minutes),
            zone: Some(60),
            ..Stamp::default()
        };
        let bare = |minutes: u16| Stamp {
            zone: None,
            ..zoned(minutes)
        };
        let dated = |month: i8, day: i8| Stamp {
            day: Some((2031, month, day)),
            ..Stamp::default()
        };
        let at = |hour: u16, minute: u16| hour * 60 + minute;
        // Captured at 11:00 UTC, which is 12:00 in the zone of the page.
        let captured: Timestamp = "2031-07-14T11:00:00Z".parse().unwrap();
        for (what, stamps, known) in [
            (
                "newest first",
                vec![zoned(at(11, 41)), zoned(at(10, 2))],
                true,
            ),
            (
                "oldest first",
                vec![zoned(at(10, 2)), zoned(at(11, 41))],
                true,
            ),
            (
                "one names the zone for all",
                vec![zoned(at(11, 41)), bare(at(10, 2))],
                true,
            ),
            (
                "the day is named, too",
                vec![dated(7, 14), zoned(at(11, 41))],
                true,
            ),
            ("no zone", vec![bare(at(11, 41)), bare(at(10, 2))], false),
            (
                "over midnight",
                vec![zoned(at(11, 41)), zoned(at(23, 50))],
                false,
            ),
            (
                "up and down",
                vec![zoned(at(11, 0)), zoned(at(10, 0)), zoned(at(10, 30))],
                false,
            ),
            (
                "after the capture",
                vec![zoned(at(12, 10)), zoned(at(10, 2))],
                false,
            ),
            (
                "long before the capture",
                vec![zoned(at(8, 10)), zoned(at(7, 2))],
                false,
            ),
            (
                "another day is named",
                vec![dated(7, 13), zoned(at(11, 41))],
                false,
            ),
            (
                "two zones",
                vec![
                    zoned(at(11, 41)),
                    Stamp {
                        zone: Some(0),
                        ..zoned(at(10, 2))
                    },
                ],
                false,
            ),
            ("no time", vec![dated(7, 14)], false),
        ] {
            let day = PageDay::of(stamps.iter(), Some(captured));
            assert_eq!(day.is_some(), known, "{what}");
            assert!(
                PageDay::of(stamps.iter(), None).is_none(),
                "{what}, not dated"
            );
            if let Some(day) = day {
                let first = stamps.iter().find_map(|stamp| day.instant(stamp)).unwrap();
                assert!(
                    first < captured && captured.duration_since(first).as_hours() < 3,
                    "{what}"
                );
                assert_eq!(first.as_second() % 60, 0, "{what}");
            }
        }
        let day = PageDay::of([zoned(at(11, 41))].iter(), Some(captured)).unwrap();
        assert_eq!(
            day.instant(&zoned(at(11, 41))).unwrap().to_string(),
            "2031-07-14T10:41:00Z"
        );
    }
}
