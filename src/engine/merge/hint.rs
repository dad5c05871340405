//! What the other snapshots say of a line of one, as a hint for labelling it again.

use std::num::NonZeroU32;

use serde::Deserialize;
use serde::Serialize;

use crate::engine::merge::sheet::Taken;
use crate::engine::model::Role;
use crate::engine::segment::label::Hint;
use crate::engine::segment::label::MARKED;

/// A row: where a class stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    pub(crate) sheet: u32,
    pub(crate) row: u32,
}

impl Spot {
    pub(crate) fn row(self) -> usize {
        self.row as usize
    }

    /// A number in the order of the rows: sorting by one number is faster than by several.
    pub(crate) fn place(self) -> u64 {
        u64::from(self.sheet) << 32 | u64::from(self.row)
    }

    /// A number in the order of classes and, among the rows of a class, in that of these.
    pub(crate) fn in_class(self, class: usize) -> u128 {
        (class as u128) << 64 | u128::from(self.place())
    }
}

/// What sheets say of a text, weighed by how far each is believed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    /// It stands only above the entries.
    above: f32,
    /// It stands only inside entries.
    inside: f32,
    /// How often it is the first text below a heading.
    pub(super) headed: i32,
    /// How many begin their first entry with it.
    pub(super) top: i32,
    /// For each role how many say that it has it, and how many name one.
    roles: [f32; Role::ALL.len()],
    named: f32,
    /// How often pages with markup tell it as text or as a heading.
    marked: [i32; 2],
    /// The votes for a border above it of sheets that do not show the line above.
    pub(super) first: f32,
    /// The votes for a border below it of sheets that do not show the line below.
    pub(super) last: f32,
    /// The same of those that state their borders.
    pub(super) stated: Edges,
}

/// Votes for a border above a text and for one below it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Edges {
    pub(super) first: f32,
    pub(super) last: f32,
}

/// What a hint says at most for a border or against it, for summary or against it, and for a role.
pub(super) const MOST_FOR_BORDER: f32 = 12.0;
pub(super) const MOST_FOR_SUMMARY: f32 = 8.0;
pub(super) const MOST_FOR_ROLE: f32 = MARKED;

/// The same for a heading or a text that no page marks as such.
pub(super) const MOST_UNMARKED: f32 = 5.5;

/// How far a page with markup is believed.
const NATIVE: f32 = 3.0;

/// The place of a role that markup tells apart.
fn marked(role: Role) -> Option<usize> {
    match role {
        Role::Paragraph => Some(0),
        Role::Heading => Some(1),
        _ => None,
    }
}

/// The vote for a border of a sheet that shows all of an entry, and in it only one of the two lines.
pub(super) const IN_FULL: f32 = 1.0;

/// The vote of one that shows only the line above, and shows more below it in the same entry.
pub(super) const NOT_LAST: f32 = -0.25;

impl Tally {
    /// Adds what one sheet says that takes the places of a text for this and is believed so far, or takes it out again; `states`:
    /// it states its borders.
    pub(super) fn say<'t>(
        &mut self,
        said: Said,
        taken: impl Iterator<Item = &'t Taken>,
        (trust, states): (f32, bool),
        add: bool,
    ) {
        let (sign, one) = if add { (1.0, 1) } else { (-1.0, -1) };
        match (said.above, said.inside) {
            (true, false) => self.above += sign * trust,
            (false, true) => self.inside += sign * trust.max(TOLD),
            _ => {}
        }
        self.top += one * i32::from(said.top);
        self.first += sign * said.first;
        self.last += sign * said.last;
        if states {
            self.stated.first += sign * said.first;
            self.stated.last += sign * said.last;
        }
        if trust < 1.0 {
            return;
        }
        for row in taken {
            let (stand, inside) = (row.stand, row.posting.is_some());
            if inside && stand.first_text() && stand.under_heading() {
                self.headed += one;
            }
            if row.role != Role::Summary
                && let Some(sum) = self.roles.get_mut(row.role as usize)
            {
                *sum += sign * trust;
                self.named += sign * trust;
                if let Some(marked) = marked(row.role).filter(|_| trust >= NATIVE) {
                    self.marked[marked] += one;
                }
            }
        }
    }

    /// The score for being part of the summary; `again`: the sheet that asks shows the text more than once.
    pub(super) fn summary(&self, again: bool) -> f32 {
        let sum = self.sum_for_summary(again);
        sum.clamp(-MOST_FOR_SUMMARY, MOST_FOR_SUMMARY)
    }

    /// The same without limits.
    pub(super) fn sum_for_summary(&self, again: bool) -> f32 {
        let inside = if again { 0.0 } else { self.inside };
        2.0 * (self.above - inside)
    }

    /// Whether all that name a role name this one, or none does.
    pub(super) fn names_only(&self, role: Option<Role>) -> bool {
        let sum = role.and_then(|role| self.roles.get(role as usize));
        self.named == sum.copied().unwrap_or_default()
    }

    /// Whether any says that it has a role.
    pub(super) fn names(&self, role: Role) -> bool {
        self.roles.get(role as usize).is_some_and(|sum| *sum > 0.0)
    }

    /// The role that most say it has.
    pub(super) fn role(&self) -> Option<(Role, f32)> {
        if self.named <= 0.0 {
            return None;
        }
        // More than half: no other has as many. Most are paragraphs.
        let all = [Role::Paragraph].into_iter().chain(Role::ALL);
        all.map(|role| (role, self.roles[role as usize]))
            .find(|(_, sum)| *sum * 2.0 > self.named)
            .map(|(role, sum)| {
                // Only markup tells for sure what is a heading and what is none.
                let sure = marked(role).is_none_or(|marked| self.marked[marked] > 0);
                let most = if sure { MOST_FOR_ROLE } else { MOST_UNMARKED };
                (role, (sum * 2.0).min(most))
            })
    }
}

/// What one sheet says of a text, from what it takes its places for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    /// Whether any of them stands in the summary, and whether any stands in an entry.
    above: bool,
    pub(super) inside: bool,
    /// Whether any of them begins the first entry.
    top: bool,
    /// The vote for a border above it, if the sheet does not show the line above. What stands at the top of a page begins
    /// an entry, however the borders below it were found.
    pub(super) first: f32,
    /// The vote for a border below it, if the sheet does not show the line below.
    pub(super) last: f32,
}

impl Said {
    /// What a sheet says that is believed so far in its borders; `end` is its last posting, if the page is known to end with it.
    pub(super) fn of<'t>(
        taken: impl Iterator<Item = &'t Taken>,
        borders: f32,
        end: Option<NonZeroU32>,
    ) -> Self {
        let (mut above, mut inside) = (false, false);
        let (mut top, mut bottom) = (false, false);
        let (mut begins, mut ends) = (false, true);
        for row in taken {
            above |= row.role == Role::Summary;
            if row.posting.is_some() {
                inside = true;
                top |= row.posting == Some(NonZeroU32::MIN) && row.stand.first_text();
                bottom |= row.posting == end && row.stand.last_text();
                begins |= row.stand.first_text();
                ends &= row.stand.last_text();
            }
        }
        let first = match (top, begins) {
            _ if !inside => 0.0,
            (true, _) => 3.0 * borders.max(TOP),
            (_, true) => 3.0 * borders,
            _ => -borders,
        };
        let last = match ends {
            _ if !inside => 0.0,
            _ if bottom => BOTTOM + IN_FULL * borders,
            true => IN_FULL * borders,
            false => NOT_LAST * borders,
        };
        Self {
            above,
            inside,
            top,
            first,
            last,
        }
    }
}

/// How far the first border of any page is believed.
const TOP: f32 = 2.0;

/// The vote for a border below what a page ends with that was not cut off.
const BOTTOM: f32 = 6.0;

/// How far a page is believed at least that a text stands in an entry, whatever it says of borders.
const TOLD: f32 = 1.0;

/// A hint in four bytes: its scores are multiples of 1/16 between limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Packed(u32);

impl Packed {
    /// No hint at all, as no line gets it.
    pub(crate) const NONE: Self = Self(u32::MAX);

    /// How many bits a score has.
    const BITS: u32 = 10;

    pub(super) fn of(hint: Hint) -> Self {
        let score = |score: f32| (score * 16.0 + 512.0) as u32;
        let role = hint.role.map_or(0, |(role, score)| {
            // Twice the votes for a role are multiples of 1/2 up to 6.
            (role as u32 + 1) << 4 | (score * 2.0) as u32
        });
        Self((role << Self::BITS | score(hint.begins)) << Self::BITS | score(hint.summary))
    }

    /// The hint.
    pub(crate) fn hint(self) -> Hint {
        let score = |bits: u32| (bits & ((1 << Self::BITS) - 1)) as f32 / 16.0 - 32.0;
        let role = self.0 >> (2 * Self::BITS);
        Hint {
            begins: score(self.0 >> Self::BITS),
            summary: score(self.0),
            role: ((role >> 4) as usize)
                .checked_sub(1)
                .and_then(|at| Role::ALL.get(at))
                .map(|known| (*known, (role & 15) as f32 / 2.0)),
        }
    }
}

/// The places in one sheet.
pub(crate) fn in_sheet(spots: &[Spot], sheet: usize) -> &[Spot] {
    let from = spots.partition_point(|spot| (spot.sheet as usize) < sheet);
    first_run(&spots[from..], |spot| spot.sheet as usize == sheet)
}

/// The beginning of a list that is of one kind; how long it is, is looked for from its beginning, since most are short.
pub(super) fn first_run<T>(list: &[T], same: impl Fn(&T) -> bool) -> &[T] {
    let mut reach = 1;
    while list.get(reach - 1).is_some_and(&same) {
        reach *= 2;
    }
    let near = &list[..(reach - 1).min(list.len())];
    &near[..near.partition_point(&same)]
}

/// A slice for each sheet.
pub(super) fn by_sheet(spots: &[Spot]) -> impl Iterator<Item = &[Spot]> {
    spots.chunk_by(|a, b| a.sheet == b.sheet)
}
