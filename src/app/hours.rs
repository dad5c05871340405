//! When the entries of a timeline were, for going along it in time.
//!
//! Where an entry states an instant, the instants count and entries without one are passed over. Where none does, but pages
//! state times of day, these count, as times of days that are numbered from the oldest entry on: a clock that falls back by
//! more than half a day has passed midnight.

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::app::order::Order;
use crate::app::rows::Rows;
use crate::app::stamp;
use crate::app::stamp::Zone;

/// Half a day, in minutes.
const HALF: u16 = 720;

/// When the entries of a timeline were.
#[derive(Debug, Clone)]
pub enum Hours<'a> {
    /// Instants.
    Known(&'a Rows),
    /// Times of day, as if the first day were the first of all in UTC.
    Told(Vec<Option<Timestamp>>),
}

impl<'a> Hours<'a> {
    /// Those of some rows; nothing if no entry has any.
    pub fn of(rows: &'a Rows, order: Order) -> Option<Self> {
        if rows.iter().any(|row| row.published_at.is_some()) {
            return Some(Self::Known(rows));
        }
        rows.iter().find_map(|row| row.clock)?;
        let mut clocks: Vec<Option<u16>> = rows.iter().map(|row| row.clock).collect();
        if order == Order::Newest {
            clocks.reverse();
        }
        let mut told = in_days(&clocks);
        if order == Order::Newest {
            told.reverse();
        }
        Some(Self::Told(told))
    }

    /// When the entry at a position was.
    pub fn at(&self, position: usize) -> Option<Timestamp> {
        match self {
            Self::Known(rows) => rows.get(position)?.published_at,
            Self::Told(times) => *times.get(position)?,
        }
    }

    /// Whether it is known on which days.
    pub fn are_dated(&self) -> bool {
        matches!(self, Self::Known(_))
    }

    /// The zone to show and to read them in.
    pub fn zone(&self, zone: Zone) -> Zone {
        if self.are_dated() { zone } else { Zone::UTC }
    }

    /// One of them for the person.
    pub fn name(&self, at: Timestamp, zone: Zone) -> String {
        if self.are_dated() {
            stamp::moment(at, zone)
        } else {
            stamp::clock(at, Zone::UTC)
        }
    }
}

/// Times of day from the oldest on, each as an instant of its day.
fn in_days(clocks: &[Option<u16>]) -> Vec<Option<Timestamp>> {
    let (mut day, mut before) = (0, None);
    let mut placed = |clock: u16| {
        let falls = before.is_some_and(|before| clock + HALF < before);
        let rises = before.is_some_and(|before| before + HALF < clock);
        // One that rises so far was written before midnight and stands a little too late.
        let belated = rises && day > 0;
        if falls {
            day += 1;
        }
        if !belated {
            before = Some(clock);
        }
        let minutes = (day - i64::from(belated)) * 1440 + i64::from(clock);
        Timestamp::UNIX_EPOCH
            .checked_add(SignedDuration::from_mins(minutes))
            .ok()
    };
    clocks
        .iter()
        .map(|clock| clock.and_then(&mut placed))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The days and clocks of times as instants.
    fn placed(clocks: &[Option<u16>]) -> Vec<Option<(i64, i64)>> {
        let minutes = |at: Timestamp| at.as_second() / 60;
        let split = |at| (minutes(at) / 1440, minutes(at) % 1440);
        in_days(clocks)
            .into_iter()
            .map(|at| at.map(split))
            .collect()
    }

    #[test]
    fn a_clock_that_falls_far_has_passed_midnight() {
        let clocks = [
            Some(1300),
            None,
            Some(1430),
            Some(5),
            Some(1439),
            Some(7),
            Some(600),
            Some(590),
        ];
        let days = [
            Some((0, 1300)),
            None,
            Some((0, 1430)),
            Some((1, 5)),
            Some((0, 1439)),
            Some((1, 7)),
            Some((1, 600)),
            Some((1, 590)),
        ];
        assert_eq!(placed(&clocks), days);
    }

    #[test]
    fn the_first_day_has_none_before_it() {
        assert_eq!(
            placed(&[Some(5), Some(1400)]),
            [Some((0, 5)), Some((0, 1400))]
        );
    }
}
