//! What looks like the headline or the standfirst of a page, but is of the first entry in other snapshots: some extractors drop the
//! head of a page, and the heading of its first entry then stands where headlines do.

use crate::engine::merge::hint::Packed;
use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::sheet::Taken;
use crate::engine::merge::sheet::number_postings;
use crate::engine::model::Role;
use crate::engine::segment::label::Hint;

/// What others must say against a line being above the entries.
const INSIDE: f32 = -4.0;

/// What they must say for an entry that begins within what looks like the head.
const BEGINS: f32 = 3.0;

/// What a line of the head is taken for.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Told {
    inside: bool,
    begins: bool,
    heading: Option<bool>,
}

impl Told {
    fn of(hint: Hint) -> Self {
        Self {
            inside: hint.summary <= INSIDE,
            begins: hint.begins >= BEGINS,
            heading: hint.role.map(|(role, _)| role == Role::Heading),
        }
    }
}

impl Sheet {
    /// Takes the lines at the top that look like the head of the page for the beginning of the first entry, from the first on below
    /// which all are of entries elsewhere; the others are above the entries.
    pub(super) fn take_down_head(&self, taken: &mut [Taken], hints: &[Hint]) {
        let end = self.head();
        let told = |i: usize| Told::of(hints.get(i).copied().unwrap_or_default());
        let from = (0..end).rev().take_while(|i| told(*i).inside).last();
        let from = from.unwrap_or(end);
        for (i, row) in taken.iter_mut().enumerate().take(end) {
            let told = told(i);
            row.begins = i == from || i > from && told.begins;
            let heading = told.heading.unwrap_or(self.rows()[i].shape.open);
            row.role = match (i >= from, row.begins && heading) {
                (false, _) => Role::Summary,
                (true, true) => Role::Heading,
                (true, false) => Role::Paragraph,
            };
        }
        let next = hints.get(end).copied().unwrap_or_default();
        let heads = from < end && taken[end - 1].role == Role::Heading;
        let goes_on = from < end && next.begins < 0.0 || heads && next.begins < BEGINS;
        if let Some(row) = taken.get_mut(end).filter(|_| goes_on) {
            row.begins = false;
        }
    }

    /// Takes what stands right above the first time of a page for entries, where others show it in entries: an extractor lost their times.
    pub(super) fn take_up_first(&self, taken: &mut [Taken], hints: &[Hint]) {
        let Some(end) = taken.iter().position(|row| row.posting.is_some()) else {
            return;
        };
        let told = |i: usize| Told::of(hints.get(i).copied().unwrap_or_default());
        let beside = |i: usize| !taken[i].is_text();
        let inside = |i: &usize| told(*i).inside || beside(*i);
        let from = (0..end).rev().take_while(inside).last();
        let from = from.and_then(|from| (from..end).find(|i| told(*i).inside));
        let Some(from) = from else {
            return;
        };
        for (i, row) in taken.iter_mut().enumerate().take(end).skip(from) {
            let told = told(i);
            row.begins = i == from || told.begins;
            if row.is_text() {
                row.role = match row.begins && told.heading == Some(true) {
                    true => Role::Heading,
                    false => Role::Paragraph,
                };
            }
        }
        number_postings(taken);
    }

    /// How many rows look like the head of the page.
    pub(crate) fn head(&self) -> usize {
        self.head
    }

    /// Whether what some rows hear in a round instead of what they heard before leaves the head of the page as it is.
    pub(super) fn keeps_head(&self, round: usize, heard: &[(usize, Packed)]) -> bool {
        let end = self.head();
        let last = end.checked_sub(1).and_then(|i| self.at(round + 1).get(i));
        let taken_down = last.is_some_and(|row| row.posting.is_some());
        heard.iter().all(|(row, known)| match *row {
            row if row < end => {
                let told = |hint: Packed| Told::of(hint.hint());
                *known != Packed::NONE && told(*known) == told(self.all_heard(round)[row])
            }
            row => row > end || !taken_down,
        })
    }
}
