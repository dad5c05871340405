//! What a sheet sets aside: the lines of its page that are none of its rows, and rows that others do not take for any.

use std::num::NonZeroU32;
use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;
use serde::Serialize;

use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::sheet::ROUNDS;
use crate::engine::merge::sheet::Row;
use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::sheet::Taken;
use crate::engine::merge::sheet::detail::Lines;
use crate::engine::merge::sheet::is_content;
use crate::engine::merge::sheet::number_postings;
use crate::engine::model::Piece;
use crate::engine::model::Reading;
use crate::engine::model::Role;
use crate::engine::text::words::Fingerprint;

/// Fewer lines that are set aside tell no extractor.
const FEWEST_ASIDE: usize = 5;

/// As many the same may be chance.
const FEWEST_ALIKE: usize = 3;

/// The rows at both ends of a sheet that are of no entry, as others say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ends {
    /// Those at the top, and whether each is furniture.
    pub(crate) top: Vec<(u32, bool)>,
    /// From which on all are furniture.
    pub(crate) foot: usize,
}

impl Default for Ends {
    fn default() -> Self {
        let (top, foot) = (Vec::new(), usize::MAX);
        Self { top, foot }
    }
}

/// Where the lines with one fingerprint stand in a page, a bit for each place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Places(u8);

impl Places {
    /// Furniture above the entries.
    pub(crate) const TOP: Self = Self(1);
    /// Furniture below the entries.
    pub(crate) const FOOT: Self = Self(2);
    /// Furniture among the entries.
    pub(crate) const AMONG: Self = Self(4);
    /// In the first entry of a page that tells what stands above it.
    pub(crate) const FIRST: Self = Self(8);
    /// In the last entry of a page that has furniture below it.
    pub(crate) const LAST: Self = Self(16);
    /// In an entry with another one above it.
    pub(crate) const BELOW: Self = Self(32);
    /// In an entry with another one below it.
    pub(crate) const ABOVE: Self = Self(64);
    /// Text above the entries: headline, standfirst, summary.
    pub(crate) const HEAD: Self = Self(128);

    /// All of them.
    pub(crate) const ALL: [Self; 8] = [
        Self::TOP,
        Self::FOOT,
        Self::AMONG,
        Self::FIRST,
        Self::LAST,
        Self::BELOW,
        Self::ABOVE,
        Self::HEAD,
    ];

    /// Whether this is one of them.
    pub(crate) fn has(self, one: Self) -> bool {
        self.0 & one.0 != 0
    }

    /// The number of one of them.
    pub(crate) fn number(self) -> usize {
        self.0.trailing_zeros() as usize
    }

    fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The lines of a reading that are no rows, by what they say, each once and in ascending order: where they stand beside the rows, which
/// are taken for this.
pub(super) fn of(reading: &Reading, rows: &[Row], taken: &[Taken]) -> Vec<(Fingerprint, Places)> {
    let inside = |(row, taken): (&Row, &Taken)| taken.posting.map(|_| row.piece());
    let mut entries = rows.iter().zip(taken).filter_map(inside);
    let first = entries.next();
    let last = entries.next_back().or(first);
    let place = |(at, piece): (usize, &Piece)| {
        let place = match (piece.role, first, last) {
            (Role::Furniture, Some(first), _) if at < first => Places::TOP,
            (Role::Furniture, _, Some(last)) if at > last => Places::FOOT,
            (Role::Furniture, ..) => Places::AMONG,
            _ => Places::HEAD,
        };
        (!is_content(piece.role)).then(|| (Fingerprint::of(&piece.text), place))
    };
    each_once(reading.pieces.iter().enumerate().filter_map(place))
}

/// Each line once, in ascending order, with all its places.
fn each_once(lines: impl Iterator<Item = (Fingerprint, Places)>) -> Vec<(Fingerprint, Places)> {
    let mut all: Vec<(Fingerprint, Places)> = lines.collect();
    all.sort_unstable_by_key(|(print, _)| *print);
    all.dedup_by(|(print, place), (known, places)| {
        let same = print == known;
        if same {
            *places = places.and(*place);
        }
        same
    });
    all.shrink_to_fit();
    all
}

impl Sheet {
    /// Whether a line with this fingerprint is none of its rows, but furniture or the head of its page.
    pub(crate) fn sets_aside(&self, print: Fingerprint) -> bool {
        self.aside.binary_search_by_key(&print, |one| one.0).is_ok()
    }

    /// Whether this and another sheet come from different extractors, as far as what they set aside tells: less than half of that is
    /// the same, or nearly all.
    pub(crate) fn sets_aside_otherwise(&self, other: &Self) -> Option<bool> {
        let both = self.aside.iter().filter(|one| other.sets_aside(one.0));
        let (both, most) = (both.count(), self.aside.len().max(other.aside.len()));
        match most {
            FEWEST_ASIDE.. if both * 2 < most => Some(true),
            FEWEST_ALIKE.. if both * 10 >= most * 9 => Some(false),
            _ => None,
        }
    }

    /// What its rows are taken for after the last round.
    pub(crate) fn last_round(&self) -> &[Taken] {
        self.at(ROUNDS.len())
    }

    /// Where its lines stand by itself: by what they say, each once and in ascending order.
    pub(crate) fn places(&self, paragraphs: &Paragraphs) -> Vec<(Fingerprint, Places)> {
        let first = self.at(0);
        let last = first.iter().rev().find_map(|row| row.posting);
        let top = self.is_certain() || self.has_aside(Places::TOP);
        let foot = self.has_aside(Places::FOOT);
        let row = |(row, taken): (&Row, &Taken)| {
            let posting = taken.posting;
            let ends = [
                (
                    Places::HEAD,
                    posting.is_none() && taken.role == Role::Summary,
                ),
                (Places::FIRST, top && posting == Some(NonZeroU32::MIN)),
                (Places::LAST, foot && posting.is_some() && posting == last),
                (Places::BELOW, posting > Some(NonZeroU32::MIN)),
                (Places::ABOVE, posting.is_some() && posting < last),
            ];
            let places = ends.iter().filter(|(_, holds)| *holds);
            let places = places.fold(Places::default(), |all, (one, _)| all.and(*one));
            (paragraphs.print(row.class()), places)
        };
        let rows = self.rows().iter().zip(first).map(row);
        each_once(rows.chain(self.aside.iter().copied()))
    }

    /// The rows of the last posting below its first text, and that one, as these are taken for: what ends a page may stand there.
    pub(crate) fn end_of(taken: &[Taken]) -> Option<(usize, Range<usize>)> {
        let last = taken.iter().rposition(|row| row.posting.is_some())?;
        let of_last = |row: &Taken| row.posting == taken[last].posting;
        let above = taken[..last].iter().rposition(|row| !of_last(row));
        let first = above.map_or(0, |above| above + 1);
        let lead = (first..=last).find(|row| taken[*row].is_text())?;
        Some((lead, lead + 1..last + 1))
    }

    fn has_aside(&self, place: Places) -> bool {
        self.aside.iter().any(|(_, places)| places.has(place))
    }

    /// Takes some rows of the last round for furniture, as others say: some at the top, and all from one on. Says whether it takes
    /// any row for something else now.
    pub(crate) fn set_aside(&mut self, ends: Ends) -> bool {
        let last = &self.course.stages[ROUNDS.len()];
        let settled = if ends.top.is_empty() && ends.foot >= last.len() {
            Arc::clone(last)
        } else {
            without(last, &ends).into()
        };
        if ends != self.course.ends {
            self.course.change(|course| course.ends = ends);
        }
        if Arc::ptr_eq(&settled, &self.lines.settled) {
            return false;
        }
        let replace = |lines: &mut Lines| std::mem::replace(&mut lines.settled, settled);
        let before = self.lines.change(replace);
        before != self.lines.settled
    }
}

/// What rows are taken for where some are furniture.
fn without(last: &[Taken], ends: &Ends) -> Vec<Taken> {
    let mut taken = last.to_vec();
    let foot = (ends.foot.min(taken.len())..taken.len()).map(|row| (row, true));
    let top = ends
        .top
        .iter()
        .map(|(row, furniture)| (*row as usize, *furniture));
    let mut opens = false;
    for (row, furniture) in top.chain(foot) {
        if let Some(row) = taken.get_mut(row) {
            opens |= row.begins;
            row.role = if furniture {
                Role::Furniture
            } else {
                Role::Summary
            };
            row.begins = false;
        }
    }
    // What is left of the first entry begins below.
    let of_none = |row: &Taken| matches!(row.role, Role::Furniture | Role::Summary);
    let mut left = taken.iter_mut().filter(|row| !of_none(row));
    if let Some(row) = left.find(|row| row.posting.is_some()).filter(|_| opens) {
        row.begins = true;
    }
    number_postings(&mut taken);
    taken
}
