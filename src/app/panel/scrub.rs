//! How many entries came when, as one row of bars that one can go along.

use jiff::Timestamp;

use crate::app::compose::Dress;
use crate::app::flow::Place;
use crate::app::hours::Hours;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::order::Order;
use crate::app::rows::Rows;
use crate::app::stamp;
use crate::app::stamp::Zone;
use crate::app::wrap;

/// The row of bars, and where one stands on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scrub {
    /// The stretches of time, the oldest first.
    pub slots: Vec<Slot>,
    /// The stretch that one stands on.
    pub at: usize,
    /// Where the reader was before: the cursor and the top.
    pub origin: (usize, Place),
    /// How long one stretch is, in seconds.
    seconds: i64,
    /// Whether it is known of which days they are.
    dated: bool,
}

/// A stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// When it begins.
    pub from: Timestamp,
    /// How many entries it has.
    pub entries: usize,
    /// The position of the oldest of them.
    pub oldest: usize,
}

/// Lengths that people think in, in seconds.
const LENGTHS: &[i64] = &[
    60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
];

impl Scrub {
    /// The stretches of some rows in at most `most` bars; nothing if no entry states its time.
    pub fn of(
        rows: &Rows,
        cursor: usize,
        origin: (usize, Place),
        most: usize,
        order: Order,
    ) -> Option<Self> {
        let hours = Hours::of(rows, order)?;
        let times = (0..rows.len()).filter_map(|position| hours.at(position));
        let (first, last) = (times.clone().min()?, times.max()?);
        let span = last.as_second().saturating_sub(first.as_second());
        let most = i64::try_from(most.max(3)).unwrap_or(i64::MAX);
        let fits = |length: &&i64| span / **length <= most - 2;
        let whole = || (span / (most - 2) / 604_800 + 1) * 604_800;
        let seconds = LENGTHS.iter().find(fits).copied().unwrap_or_else(whole);
        let start = first.as_second().div_euclid(seconds) * seconds;
        let number = |at: Timestamp| {
            usize::try_from((at.as_second() - start).div_euclid(seconds)).unwrap_or(0)
        };
        let mut slots: Vec<Slot> = (0..=number(last))
            .filter_map(|slot| {
                let from = start.checked_add(i64::try_from(slot).ok()?.checked_mul(seconds)?)?;
                Some(Slot {
                    from: Timestamp::from_second(from).ok()?,
                    entries: 0,
                    oldest: 0,
                })
            })
            .collect();
        for position in 0..rows.len() {
            if let Some(slot) = hours.at(position).and_then(|at| slots.get_mut(number(at))) {
                if slot.entries == 0 || order == Order::Newest {
                    slot.oldest = position;
                }
                slot.entries += 1;
            }
        }
        let here = (cursor..rows.len()).find_map(|position| hours.at(position));
        let at = here.map_or(0, number).min(slots.len().saturating_sub(1));
        Some(Self {
            slots,
            at,
            origin,
            seconds,
            dated: hours.are_dated(),
        })
    }

    /// Goes some stretches that have entries further; answers where the oldest entry of the one that it came to stands.
    pub fn step(&mut self, later: bool, by: usize) -> Option<usize> {
        let filled = |at: &usize| self.slots.get(*at).is_some_and(|slot| slot.entries > 0);
        let to = if later {
            (self.at + 1..self.slots.len())
                .filter(filled)
                .take(by.max(1))
                .last()
        } else {
            (0..self.at).rev().filter(filled).take(by.max(1)).last()
        };
        self.at = to?;
        self.slots.get(self.at).map(|slot| slot.oldest)
    }

    /// The bars, and below them where one stands.
    pub fn lines(&self, dress: &Dress, width: usize) -> Vec<Line> {
        let glyphs = dress.glyphs;
        let width = width.saturating_sub(2).max(1);
        let begin = self
            .at
            .saturating_sub(width / 2)
            .min(self.slots.len().saturating_sub(width));
        let most = self
            .slots
            .iter()
            .map(|slot| slot.entries)
            .max()
            .unwrap_or(0);
        let mut bars = Line::of(" ", Ink::Text);
        for (at, slot) in self.slots.iter().enumerate().skip(begin).take(width) {
            let steps = glyphs.levels.len() - 1;
            let level = (slot.entries * steps).div_ceil(most.max(1)).min(steps);
            let ink = if at == self.at {
                Ink::HitCurrent
            } else {
                Ink::Muted
            };
            bars = bars.and(glyphs.levels[level], ink);
        }
        let column = self.at - begin;
        let text = self
            .slots
            .get(self.at)
            .map(|slot| self.told(slot, dress))
            .unwrap_or_default();
        let text = wrap::cut(&text, width.saturating_sub(2), glyphs.ellipsis);
        let wide = wrap::width(&text) + 1;
        let line = if column + 1 + wide <= width {
            let line = Line::of(" ".repeat(column + 1), Ink::Text).and(glyphs.above, Ink::Key);
            line.and(format!(" {text}"), Ink::Text)
        } else {
            let blank = (column + 1).saturating_sub(wide);
            let line = Line::of(" ".repeat(blank), Ink::Text).and(format!("{text} "), Ink::Text);
            line.and(glyphs.above, Ink::Key)
        };
        vec![bars, line]
    }

    fn told(&self, slot: &Slot, dress: &Dress) -> String {
        let entries = match slot.entries {
            1 => "1 entry".to_owned(),
            many => format!("{many} entries"),
        };
        let length = match self.seconds {
            seconds if seconds < 3600 => format!("{} min", seconds / 60),
            3600 => "an hour".to_owned(),
            seconds if seconds < 86_400 => format!("{} hours", seconds / 3600),
            86_400 => "a day".to_owned(),
            seconds => format!("{} days", seconds / 86_400),
        };
        let at = if self.dated {
            stamp::moment(slot.from, dress.zone)
        } else {
            stamp::clock(slot.from, Zone::UTC)
        };
        format!("{at} {} {entries} in {length}", dress.glyphs.dot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::flow::Item;
    use crate::engine::model::EntryId;
    use crate::engine::model::EntryRow;
    use crate::engine::model::EntryState;
    use crate::engine::model::ReadState;

    fn rows(minutes: &[Option<i64>]) -> Rows {
        let row = |minute: &Option<i64>| EntryRow {
            id: EntryId([0; 8]),
            read: ReadState::Read,
            bookmarked: false,
            state: EntryState::Current,
            gap_before: false,
            published_at: minute.map(|minute| Timestamp::from_second(minute * 60).unwrap()),
            clock: None,
        };
        minutes.iter().map(row).collect()
    }

    const ORIGIN: (usize, Place) = (
        0,
        Place {
            item: Item::Head,
            line: 0,
        },
    );

    #[test]
    fn every_dated_entry_is_in_one_stretch() {
        let rows = rows(&[Some(600), None, Some(590), Some(10), Some(0)]);
        let mut scrub = Scrub::of(&rows, 0, ORIGIN, 20, Order::Newest).unwrap();
        assert_eq!(scrub.seconds, 3600);
        let counts: Vec<usize> = scrub.slots.iter().map(|slot| slot.entries).collect();
        assert_eq!(counts, [2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
        assert_eq!(scrub.at, 10);
        assert_eq!(scrub.step(false, 1), Some(2));
        assert_eq!(
            scrub.step(false, 1),
            Some(4),
            "stretches without entries are passed over"
        );
        assert_eq!(scrub.step(false, 1), None);
        assert_eq!(scrub.step(true, 9), Some(0));
        assert!(
            Scrub::of(
                &rows.range(1..2).copied().collect(),
                0,
                ORIGIN,
                20,
                Order::Newest
            )
            .is_none()
        );
        let turned = crate::app::order::turned(rows.iter().copied().collect()).into();
        let mut scrub = Scrub::of(&turned, 0, ORIGIN, 20, Order::Oldest).unwrap();
        assert_eq!((scrub.at, scrub.step(true, 9)), (0, Some(4)));
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]
        #[test]
        fn bars_fit_and_lose_nobody(
            minutes in proptest::collection::vec(-9_000_000i64..9_000_000, 1..40),
            most in 1usize..200,
        ) {
            let minutes: Vec<Option<i64>> = minutes.into_iter().map(Some).collect();
            let rows = rows(&minutes);
            let scrub = Scrub::of(&rows, 0, ORIGIN, most, Order::Newest).unwrap();
            proptest::prop_assert!(scrub.slots.len() <= most.max(3));
            let all: usize = scrub.slots.iter().map(|slot| slot.entries).sum();
            proptest::prop_assert_eq!(all, rows.len());
        }
    }
}
