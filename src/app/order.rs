//! The order of a timeline: from the newest entry down, or from the oldest, as those like it who read a blog from its
//! beginning. The library gives rows from the newest down; everything after that goes by positions.

use crate::engine::model::EntryRow;

/// Which entry stands at the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// The newest.
    #[default]
    Newest,
    /// The oldest.
    Oldest,
}

impl Order {
    /// Both orders and their names in the settings.
    pub const NAMES: &[(Self, &str)] = &[(Self::Newest, "newest"), (Self::Oldest, "oldest")];

    /// The other order.
    pub fn other(self) -> Self {
        match self {
            Self::Newest => Self::Oldest,
            Self::Oldest => Self::Newest,
        }
    }

    /// Rows that the library gave, in this order.
    pub fn arranged(self, rows: Vec<EntryRow>) -> Vec<EntryRow> {
        match self {
            Self::Newest => rows,
            Self::Oldest => turned(rows),
        }
    }
}

/// Rows the other way round. A gap stays between the two entries that it lies between: its mark goes to the one that now
/// stands below it. The first entry has none above it, whatever its mark says.
pub fn turned(mut rows: Vec<EntryRow>) -> Vec<EntryRow> {
    rows.reverse();
    let gaps: Vec<bool> = rows.iter().map(|row| row.gap_before).collect();
    let above = std::iter::once(false).chain(gaps);
    for (row, gap) in rows.iter_mut().zip(above) {
        row.gap_before = gap;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::model::EntryId;
    use crate::engine::model::EntryState;
    use crate::engine::model::ReadState;
    use proptest::prelude::*;

    fn rows(gaps: &[bool]) -> Vec<EntryRow> {
        let row = |(number, gap): (usize, &bool)| EntryRow {
            id: EntryId([u8::try_from(number).unwrap(); 8]),
            read: ReadState::Unread,
            bookmarked: false,
            state: EntryState::Current,
            gap_before: *gap,
            published_at: None,
            clock: None,
        };
        gaps.iter().enumerate().map(row).collect()
    }

    /// Between which entries there are gaps.
    fn gaps(rows: &[EntryRow]) -> Vec<[EntryId; 2]> {
        let pairs = rows.windows(2).filter(|two| two[1].gap_before);
        let mut gaps: Vec<_> = pairs.map(|two| [two[0].id, two[1].id]).collect();
        gaps.iter_mut().for_each(|two| two.sort());
        gaps.sort();
        gaps
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]
        #[test]
        fn gaps_stay_between_their_entries(flags in prop::collection::vec(any::<bool>(), 0..12)) {
            let mut before = rows(&flags);
            let after = turned(before.clone());
            prop_assert_eq!(gaps(&after), gaps(&before));
            if let Some(first) = before.first_mut() {
                first.gap_before = false;
            }
            prop_assert!(after.first().is_none_or(|first| !first.gap_before));
            prop_assert!(after.iter().rev().map(|row| row.id).eq(before.iter().map(|row| row.id)));
            prop_assert_eq!(turned(after), before);
        }
    }
}
