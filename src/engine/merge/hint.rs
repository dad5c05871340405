//! What the other snapshots say of the lines of one: hints for labelling it again.
//!
//! All sheets vote on a text once; a sheet that asks takes its own vote out of the sum. Of a text that very many show, as
//! furniture, the oldest of them vote ([`VOTERS`]). So the cost grows with the number of lines, however many snapshots show
//! the same one. Votes are multiples of 1/16: their sums do not depend on any order.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::rc::Rc;

use foldhash::HashMap;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::merge::para::Class;
use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::sheet::Row;
use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::sheet::Taken;
use crate::engine::model::Form;
use crate::engine::model::Role;
use crate::engine::segment::label::Hint;

/// How many lines below a heading a card may repeat it.
const ECHO_REACH: usize = 14;

/// So many sheets vote on a text, the first ones in canonical order. More would hardly change anything, as hints have
/// limits; but every further snapshot would have to ask all others again.
const VOTERS: usize = 64;

/// The vote for a border of a sheet that shows all of an entry, and in it only one of the two lines.
const IN_FULL: f32 = 1.0;

/// The vote of one that shows only the line above and in its entry a line below it which is lost to the sheet that asks.
const LACKS_END: f32 = 2.0;

/// The vote of one that shows only the line above, and shows more below it in the same entry.
const NOT_LAST: f32 = -0.25;

/// A row: where a class stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    pub(crate) sheet: u32,
    pub(crate) row: u32,
}

impl Spot {
    fn row(self) -> usize {
        self.row as usize
    }
}

/// What sheets say of a border between two lines.
#[derive(Debug, Clone)]
struct Gap {
    /// What all say together.
    sum: f32,
    /// Lines that sheets with certain borders show below the one above, in its entry, and what is to be added for a sheet
    /// to which that line is lost: then the entry is shown there in full, and without the line here.
    lost: Rc<[(Class, f32)]>,
}

/// What sheets say of a text, weighed by how far each is believed.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    /// It stands only above the entries.
    above: f32,
    /// It stands only inside entries.
    inside: f32,
    /// How often it is the first text below a heading.
    headed: usize,
    /// For each role how many say that it has it.
    roles: [f32; Role::ALL.len()],
    /// The votes for a border above it of sheets that do not show the line above.
    first: f32,
    /// The votes for a border below it of sheets that do not show the line below.
    last: f32,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.change(other, 1.0);
        self.headed += other.headed;
    }

    fn take(&mut self, other: &Self) {
        self.change(other, -1.0);
        self.headed -= other.headed;
    }

    fn change(&mut self, other: &Self, sign: f32) {
        self.above += sign * other.above;
        self.inside += sign * other.inside;
        self.first += sign * other.first;
        self.last += sign * other.last;
        for (sum, weight) in self.roles.iter_mut().zip(other.roles) {
            *sum += sign * weight;
        }
    }

    /// The score for being part of the summary; `again`: the sheet that asks shows the text more than once.
    fn summary(&self, again: bool) -> f32 {
        let inside = if again { 0.0 } else { self.inside };
        (2.0 * (self.above - inside)).clamp(-8.0, 8.0)
    }

    /// The role that most say it has.
    fn role(&self) -> Option<(Role, f32)> {
        let total: f32 = self.roles.iter().sum();
        Role::ALL
            .into_iter()
            .zip(self.roles)
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
            .filter(|(_, sum)| *sum > 0.0 && *sum * 2.0 > total)
            .map(|(role, sum)| (role, (sum * 2.0).min(6.0)))
    }
}

/// A hint in four bytes: its scores are multiples of 1/16 between limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Packed(u32);

impl Packed {
    /// No hint at all, as no line gets it.
    pub(crate) const NONE: Self = Self(u32::MAX);

    /// How many bits a score has.
    const BITS: u32 = 10;

    fn of(hint: Hint) -> Self {
        let score = |score: f32| (score * 16.0 + 512.0) as u32;
        let role = hint.role.map_or(0, |(role, score)| {
            // Votes for roles are whole, and twice that many are at most 6.
            let role = Role::ALL.iter().position(|known| *known == role);
            (role.unwrap_or(0) as u32 + 1) << 4 | (score * 2.0) as u32
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

/// Places, sheet by sheet from top to bottom.
#[derive(Debug, Clone)]
enum Spots<'v> {
    /// Those of one class.
    Own(&'v [Spot]),
    /// Those of several.
    Merged(Rc<[Spot]>),
}

impl Deref for Spots<'_> {
    type Target = [Spot];

    fn deref(&self) -> &[Spot] {
        match self {
            Self::Own(spots) => spots,
            Self::Merged(spots) => spots,
        }
    }
}

/// A class as sheets see it at a stage.
#[derive(Debug)]
struct View<'v> {
    /// The places of it and of those near it.
    spots: Spots<'v>,
    /// Those in sheets that vote on it.
    voting: Spots<'v>,
    /// What all that vote say of it.
    tally: Tally,
}

/// The votes of all sheets as they stand at a stage, counted when somebody asks.
pub(crate) struct Votes<'v> {
    sheets: &'v [Sheet],
    stage: usize,
    /// For each class the places of it alone, sheet by sheet from top to bottom.
    own: &'v [Vec<Spot>],
    /// For each sheet its place in canonical order.
    ranks: &'v [u32],
    paragraphs: &'v Paragraphs,
    /// Each class that was asked for.
    views: HashMap<Class, Rc<View<'v>>>,
    /// What all sheets say of a border between two classes; the flag is whether the line below it is open.
    gaps: HashMap<(Class, Class, bool), Gap>,
}

impl<'v> Votes<'v> {
    /// The votes of these sheets at a stage.
    pub(crate) fn new(
        sheets: &'v [Sheet],
        stage: usize,
        own: &'v [Vec<Spot>],
        ranks: &'v [u32],
        paragraphs: &'v Paragraphs,
    ) -> Self {
        Self {
            sheets,
            stage,
            own,
            ranks,
            paragraphs,
            views: HashMap::default(),
            gaps: HashMap::default(),
        }
    }

    /// What the other sheets say of a row, in brief.
    pub(crate) fn packed(&mut self, spot: Spot) -> Packed {
        Packed::of(self.hint(spot.sheet as usize, spot.row()))
    }

    /// A class as the sheets see it.
    fn view(&mut self, class: Class) -> Rc<View<'v>> {
        if let Some(known) = self.views.get(&class) {
            return Rc::clone(known);
        }
        let spots = self.spots(class);
        let voting = self.voting(&spots);
        let mut tally = Tally::default();
        for of_one in by_sheet(&voting) {
            tally.add(&self.one(of_one));
        }
        let view = Rc::new(View {
            spots,
            voting,
            tally,
        });
        self.views.insert(class, Rc::clone(&view));
        view
    }

    fn spots(&self, class: Class) -> Spots<'v> {
        let (own, near) = (self.own, &self.paragraphs.near[class]);
        if near.len() <= 1 {
            return Spots::Own(&own[class]);
        }
        let spots = near.iter().flat_map(|(class, _)| &own[*class]);
        let mut spots: Vec<Spot> = spots.copied().collect();
        spots.sort_unstable();
        Spots::Merged(spots.into())
    }

    /// Those of some places of a class that are in sheets which vote on it.
    fn voting(&self, spots: &Spots<'v>) -> Spots<'v> {
        let rank = |spot: &Spot| self.ranks[spot.sheet as usize];
        let mut ranks: Vec<u32> = match spots.len() {
            0..=VOTERS => Vec::new(),
            _ => by_sheet(spots).map(|of_one| rank(&of_one[0])).collect(),
        };
        if ranks.len() <= VOTERS {
            return spots.clone();
        }
        let last = *ranks.select_nth_unstable(VOTERS - 1).1;
        let votes = spots.iter().filter(|spot| rank(spot) <= last);
        Spots::Merged(votes.copied().collect())
    }

    /// Whether any of these sheets votes on a class that they show, or of which they show a near one.
    pub(crate) fn any_votes(&mut self, sheets: &[u32], class: Class) -> bool {
        let near = self.paragraphs.near[class].iter();
        if near.map(|(near, _)| self.own[*near].len()).sum::<usize>() <= VOTERS {
            return true;
        }
        let view = self.view(class);
        let votes = |sheet: &u32| !in_sheet(&view.voting, *sheet as usize).is_empty();
        sheets.iter().any(votes)
    }

    /// What a place is taken for.
    fn taken(&self, spot: Spot) -> &'v Taken {
        &self.sheets[spot.sheet as usize].at(self.stage)[spot.row()]
    }

    /// What the other sheets say of a row.
    pub(crate) fn hint(&mut self, s: usize, i: usize) -> Hint {
        let sheet = &self.sheets[s];
        let (rows, taken) = (&sheet.rows, sheet.at(self.stage));
        let (class, shape) = (rows[i].class(), rows[i].shape);
        let view = self.view(class);
        let mine = in_sheet(&view.spots, s);
        let told_below = mine.last().is_some_and(|last| last.row() > i);
        let same = |spot: &&Spot| rows[spot.row()].class() == class;
        let count = mine.iter().filter(same).count();
        let others = self.others(s, &view);
        let below_heading = i > 0 && taken[i - 1].role == Role::Heading;
        let headless =
            sheet.form == Form::Headed && taken[i].role != Role::Heading && !below_heading;
        // Below a heading elsewhere: then an entry does not begin here without one.
        let missing = headless && !shape.open && others.headed > 0;
        let near = |row: &Row| self.paragraphs.are_near(class, row.class());
        let title = shape.open || shape.lively;
        let echo = title && rows[i.saturating_sub(ECHO_REACH)..i].iter().any(near);
        let begins = if missing {
            -2.0
        } else if below_heading || echo || count >= 3 {
            0.0
        } else {
            self.begins(s, i, &view).clamp(-12.0, 12.0)
        };
        let again = count > 1;
        let summary = if missing { 2.0 } else { others.summary(again) };
        Hint {
            begins,
            summary: summary + if told_below { begins.max(0.0) } else { 0.0 },
            role: if again || echo { None } else { others.role() },
        }
    }

    /// What all sheets say of a class but one.
    fn others(&self, s: usize, view: &View<'_>) -> Tally {
        let mut tally = view.tally;
        let mine = in_sheet(&view.voting, s);
        if !mine.is_empty() {
            tally.take(&self.one(mine));
        }
        tally
    }

    /// What one sheet says of a text that stands in it at these places.
    fn one(&self, spots: &[Spot]) -> Tally {
        let mut tally = Tally::default();
        let Some(first) = spots.first() else {
            return tally;
        };
        let trust = self.sheets[first.sheet as usize].trust();
        let mut rows = spots.iter().map(|spot| self.taken(*spot));
        let above = rows.clone().any(|row| row.role == Role::Summary);
        let inside = rows.any(|row| row.posting.is_some());
        match (above, inside) {
            (true, false) => tally.above = trust,
            (false, true) => tally.inside = trust,
            _ => {}
        }
        for row in spots.iter().map(|spot| self.taken(*spot)) {
            if trust < 1.0 {
                break;
            }
            let (stand, inside) = (row.stand, row.posting.is_some());
            tally.headed += usize::from(inside && stand.first_text && stand.under_heading);
            if row.role != Role::Summary
                && let Some(sum) = tally.roles.get_mut(row.role as usize)
            {
                *sum += trust;
            }
        }
        tally.first = self.border(spots, &[], false);
        tally.last = self.border(&[], spots, false);
        tally
    }

    /// Log-odds that an entry begins at a row, from where it and the row above it stand in other sheets.
    fn begins(&mut self, s: usize, i: usize, view: &View<'_>) -> f32 {
        let rows = &self.sheets[s].rows;
        let here = rows[i].class();
        let mine = in_sheet(&view.voting, s);
        let Some(above) = i.checked_sub(1).map(|above| rows[above].class()) else {
            return view.tally.first - self.border(mine, &[], false);
        };
        let open = rows[i].shape.open;
        let gap = match self.gaps.get(&(above, here, open)) {
            Some(gap) => gap.clone(),
            None => {
                let gap = self.gap(above, here, open);
                self.gaps.insert((above, here, open), gap.clone());
                gap
            }
        };
        let above = self.view(above);
        let own = self.border(mine, in_sheet(&above.voting, s), open);
        let mut sum = gap.sum - own;
        for (class, more) in &*gap.lost {
            if in_sheet(&self.view(*class).spots, s).is_empty() {
                sum += more;
            }
        }
        sum
    }

    /// What all sheets say of a border between two classes. Most sheets show one of them or none; their votes are counted
    /// already, so that only those which show both are looked at.
    fn gap(&mut self, above: Class, here: Class, open: bool) -> Gap {
        let (theirs, mine) = (self.view(above), self.view(here));
        let last = if open { 0.0 } else { theirs.tally.last };
        let apart = mine.tally.first + last;
        let (theirs, mine) = (&theirs.voting, &mine.voting);
        let rarer = if theirs.len() < mine.len() {
            theirs
        } else {
            mine
        };
        let corrections = by_sheet(rarer)
            .filter_map(|spots| spots.first())
            .map(|spot| {
                let mine = in_sheet(mine, spot.sheet as usize);
                let theirs = in_sheet(theirs, spot.sheet as usize);
                if mine.is_empty() || theirs.is_empty() {
                    return 0.0;
                }
                self.border(mine, theirs, open)
                    - self.border(mine, &[], open)
                    - self.border(&[], theirs, open)
            });
        Gap {
            sum: apart + corrections.sum::<f32>(),
            lost: self.lost(above, here, open),
        }
    }

    /// What sheets with certain borders show in the entry of the line above, below it, if they do not show the line here.
    /// What may be a version of the line here says nothing.
    fn lost(&mut self, above: Class, here: Class, open: bool) -> Rc<[(Class, f32)]> {
        if open {
            return Rc::from([]);
        }
        let (theirs, mine) = (self.view(above), self.view(here));
        let next = by_sheet(&theirs.voting)
            .filter_map(|spots| spots.last())
            .filter(|spot| self.sheets[spot.sheet as usize].is_certain())
            .filter(|spot| in_sheet(&mine.spots, spot.sheet as usize).is_empty())
            .filter_map(|spot| self.next_text(*spot));
        let mut lost: BTreeMap<Class, f32> = BTreeMap::new();
        for (class, trust) in next {
            *lost.entry(class).or_default() += (LACKS_END - NOT_LAST) * trust;
        }
        lost.retain(|class, _| !self.paragraphs.are_alike(*class, here));
        lost.into_iter().collect()
    }

    /// The class of the next text in the same posting, and how far its sheet is believed.
    fn next_text(&self, spot: Spot) -> Option<(Class, f32)> {
        let taken = self.taken(spot);
        taken.posting?;
        let sheet = &self.sheets[spot.sheet as usize];
        let below = sheet.rows.iter().zip(sheet.at(self.stage));
        let (row, _) = below
            .skip(spot.row() + 1)
            .take_while(|(_, next)| next.posting == taken.posting)
            .find(|(_, next)| next.is_text())?;
        Some((row.class(), sheet.trust()))
    }

    /// What one sheet says of a border between a line above and one here, from where it shows them.
    /// `open`: the line here is no sentence, as headings are, whose absence says nothing.
    fn border(&self, here: &[Spot], above: &[Spot], open: bool) -> f32 {
        let Some(spot) = here.first().or(above.first()) else {
            return 0.0;
        };
        let sheet = &self.sheets[spot.sheet as usize];
        let row = |spot: &Spot| self.taken(*spot);
        let inside = |spot: &&Spot| row(spot).posting.is_some();
        let mut mine = here.iter().filter(inside).peekable();
        let mut theirs = above.iter().filter(inside).peekable();
        let vote = match (mine.peek().is_some(), theirs.peek().is_some()) {
            (false, false) => 0.0,
            (true, true) => {
                let follows = |m: &Spot| {
                    let mut theirs = theirs.clone();
                    theirs.any(|t| row(t).posting == row(m).posting && t.row < m.row)
                };
                if mine.any(follows) { -4.0 } else { 4.0 }
            }
            (true, false) if mine.any(|m| row(m).stand.first_text) => 3.0,
            (true, false) => -1.0,
            (false, true) if open => 0.0,
            (false, true) if theirs.all(|t| row(t).stand.last_text) => IN_FULL,
            (false, true) => NOT_LAST,
        };
        vote * sheet.trust()
    }
}

/// The places in one sheet.
pub(crate) fn in_sheet(spots: &[Spot], sheet: usize) -> &[Spot] {
    let from = spots.partition_point(|spot| (spot.sheet as usize) < sheet);
    let to = spots.partition_point(|spot| (spot.sheet as usize) <= sheet);
    &spots[from..to]
}

/// A slice for each sheet.
fn by_sheet(spots: &[Spot]) -> impl Iterator<Item = &[Spot]> {
    spots.chunk_by(|a, b| a.sheet == b.sheet)
}
