//! The votes of the sheets on the lines of each other.
//!
//! All sheets vote on a text once; a sheet that asks takes its own vote out of the sum. Of a text that very many show, as
//! furniture, the oldest of them vote ([`VOTERS`]). So the cost grows with the number of lines, however many snapshots show
//! the same one. Votes are multiples of 1/16: their sums do not depend on any order.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::rc::Rc;

use foldhash::HashMap;

use crate::engine::merge::hint;
use crate::engine::merge::hint::NOT_LAST;
use crate::engine::merge::hint::Packed;
use crate::engine::merge::hint::Spot;
use crate::engine::merge::hint::Tally;
use crate::engine::merge::hint::by_sheet;
use crate::engine::merge::hint::first_run;
use crate::engine::merge::hint::in_sheet;
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

/// The vote of one that shows only the line above and in its entry a line below it which is lost to the sheet that asks.
const LACKS_END: f32 = 2.0;

/// What a sheet says of a text that it shows more often than this is remembered as long as that sheet asks.
const OFTEN: usize = 8;

/// Places, sheet by sheet from top to bottom.
#[derive(Debug, Clone)]
enum Spots<'v> {
    /// Those of one class.
    Own(&'v [Spot]),
    /// Those of several, or some of those of one.
    Some(Rc<[Spot]>),
}

impl Deref for Spots<'_> {
    type Target = [Spot];

    fn deref(&self) -> &[Spot] {
        match self {
            Self::Own(spots) => spots,
            Self::Some(spots) => spots,
        }
    }
}

/// The places of a class and of those near it in sheets that vote on it.
#[derive(Debug, Clone)]
struct Voting<'v> {
    spots: Spots<'v>,
    /// Whether these are all places that there are.
    all: bool,
}

/// Which sheets vote on which text.
pub(crate) struct Voters<'v> {
    /// For each class the places of it alone, sheet by sheet from top to bottom.
    own: &'v [Vec<Spot>],
    /// For each sheet its place in canonical order.
    ranks: &'v [u32],
    paragraphs: &'v Paragraphs,
    /// Those that were found and took some looking.
    found: HashMap<Class, Voting<'v>>,
}

impl<'v> Voters<'v> {
    pub(crate) fn new(own: &'v [Vec<Spot>], ranks: &'v [u32], paragraphs: &'v Paragraphs) -> Self {
        Self {
            own,
            ranks,
            paragraphs,
            found: HashMap::default(),
        }
    }

    /// The places of a class and of those near it, class by class.
    fn lists(&self, class: Class) -> impl Iterator<Item = &'v [Spot]> + use<'v> {
        let own = self.own;
        let near = self.paragraphs.near[class].iter();
        near.map(|(near, _)| own[*near].as_slice())
    }

    /// How many places there are of a class and of those near it.
    fn count(&self, class: Class) -> usize {
        self.lists(class).map(<[Spot]>::len).sum()
    }

    /// Whether a sheet shows a class or one near it.
    fn shows(&self, class: Class, sheet: usize) -> bool {
        self.lists(class)
            .any(|list| !in_sheet(list, sheet).is_empty())
    }

    fn voting(&mut self, class: Class) -> Voting<'v> {
        let alone = self.paragraphs.near[class].len() <= 1;
        if alone && self.own[class].len() <= VOTERS {
            return Voting {
                spots: Spots::Own(&self.own[class]),
                all: true,
            };
        }
        if let Some(known) = self.found.get(&class) {
            return known.clone();
        }
        let found = self.find(class);
        self.found.insert(class, found.clone());
        found
    }

    fn find(&self, class: Class) -> Voting<'v> {
        let rank = |of_one: &[Spot]| self.ranks[of_one[0].sheet as usize];
        let mut ranks: Vec<u32> = match self.count(class) {
            0..=VOTERS => Vec::new(),
            _ => self.lists(class).flat_map(runs).map(rank).collect(),
        };
        ranks.sort_unstable();
        ranks.dedup();
        let last = ranks.get(VOTERS).map(|_| ranks[VOTERS - 1]);
        let votes = |of_one: &&[Spot]| last.is_none_or(|last| rank(of_one) <= last);
        let runs = self.lists(class).flat_map(runs).filter(votes);
        let mut spots: Vec<Spot> = runs.flatten().copied().collect();
        // Places of one class are in order already.
        spots.sort();
        Voting {
            spots: Spots::Some(spots.into()),
            all: last.is_none(),
        }
    }
}

/// A slice for each sheet, found by looking for its end: sheets may have very many places of one class.
fn runs(list: &[Spot]) -> impl Iterator<Item = &[Spot]> {
    let mut rest = list;
    std::iter::from_fn(move || {
        let sheet = rest.first()?.sheet;
        let run = first_run(rest, |spot| spot.sheet == sheet);
        rest = &rest[run.len()..];
        Some(run)
    })
}

/// A class as sheets see it at a stage.
#[derive(Debug)]
struct View<'v> {
    class: Class,
    voting: Voting<'v>,
    /// What all that vote say of it.
    tally: Tally,
    /// The same without the sheet that asked last, if that shows it often.
    without: Option<(usize, Tally)>,
}

/// What sheets say of a border between two lines.
#[derive(Debug)]
struct Gap {
    /// What all say together.
    sum: f32,
    /// Lines that sheets with certain borders show below the one above, in its entry, and what is to be added for a sheet
    /// to which that line is lost: then the entry is shown there in full, and without the line here.
    lost: Box<[(Class, f32)]>,
    /// What the sheet says of it that asked last, if that shows the lines often.
    own: Option<(usize, f32)>,
}

/// The votes of all sheets as they stand at a stage, counted when somebody asks.
pub(crate) struct Votes<'r, 'v> {
    sheets: &'r [Sheet],
    /// What the rows of each sheet are taken for.
    taken: Vec<&'r [Taken]>,
    voters: &'r mut Voters<'v>,
    /// For each class its place among the views, counted from 1.
    slots: Vec<u32>,
    /// Each class that was asked for.
    views: Vec<View<'v>>,
    /// What all sheets say of a border between two classes.
    gaps: Vec<Gap>,
    /// The place of each among them, by the two views; the flag is whether the line below it is open.
    gap_at: HashMap<(u32, u32, bool), usize>,
}

impl<'r, 'v> Votes<'r, 'v> {
    /// The votes of these sheets at a stage.
    pub(crate) fn new(sheets: &'r [Sheet], stage: usize, voters: &'r mut Voters<'v>) -> Self {
        Self {
            sheets,
            taken: sheets.iter().map(|sheet| sheet.at(stage)).collect(),
            slots: vec![0; voters.own.len()],
            voters,
            views: Vec::new(),
            gaps: Vec::new(),
            gap_at: HashMap::default(),
        }
    }

    /// What the other sheets say of a row, in brief.
    pub(crate) fn packed(&mut self, spot: Spot) -> Packed {
        Packed::of(self.hint(spot.sheet as usize, spot.row()))
    }

    /// The place of a class among the views.
    fn view(&mut self, class: Class) -> usize {
        if let Some(known) = (self.slots[class] as usize).checked_sub(1) {
            return known;
        }
        let voting = self.voters.voting(class);
        let mut tally = Tally::default();
        for of_one in by_sheet(&voting.spots) {
            self.say(&mut tally, of_one, true);
        }
        self.views.push(View {
            class,
            voting,
            tally,
            without: None,
        });
        self.slots[class] = u32::try_from(self.views.len()).unwrap_or(u32::MAX);
        self.views.len() - 1
    }

    /// Adds what one sheet says of a text that stands in it at these places, or takes it out again.
    fn say(&self, tally: &mut Tally, spots: &[Spot], add: bool) {
        if let Some(first) = spots.first() {
            let sheet = &self.sheets[first.sheet as usize];
            tally.say(
                self.rows(spots),
                sheet.trust(),
                sheet.trust_in_borders(),
                add,
            );
        }
    }

    /// What places are taken for.
    fn rows<'s>(&'s self, spots: &'s [Spot]) -> impl Iterator<Item = &'r Taken> + Clone {
        spots.iter().map(|spot| self.taken(*spot))
    }

    /// What a place is taken for.
    fn taken(&self, spot: Spot) -> &'r Taken {
        &self.taken[spot.sheet as usize][spot.row()]
    }

    /// Whether any of these sheets votes on a class that they show, or of which they show a near one.
    pub(crate) fn any_votes(&mut self, sheets: &[u32], class: Class) -> bool {
        if self.voters.count(class) <= VOTERS {
            return true;
        }
        let voting = self.voters.voting(class);
        let votes = |sheet: &u32| !in_sheet(&voting.spots, *sheet as usize).is_empty();
        sheets.iter().any(votes)
    }

    /// The places of a class and of those near it in a sheet.
    fn shown(&self, view: usize, s: usize) -> Cow<'_, [Spot]> {
        let view = &self.views[view];
        if view.voting.all {
            return Cow::Borrowed(in_sheet(&view.voting.spots, s));
        }
        let lists = self.voters.lists(view.class);
        let mut shown: Vec<Spot> = lists.flat_map(|list| in_sheet(list, s)).copied().collect();
        shown.sort();
        Cow::Owned(shown)
    }

    /// The places in a sheet that vote.
    fn voting(&self, view: usize, s: usize) -> &[Spot] {
        in_sheet(&self.views[view].voting.spots, s)
    }

    /// What the other sheets say of a row.
    pub(crate) fn hint(&mut self, s: usize, i: usize) -> Hint {
        let sheet = &self.sheets[s];
        let (rows, taken) = (&sheet.rows, self.taken[s]);
        let (class, shape) = (rows[i].class(), rows[i].shape);
        let view = self.view(class);
        let others = self.others(s, view);
        let mine = self.shown(view, s);
        let told_below = mine.last().is_some_and(|last| last.row() > i);
        let same = |spot: &&Spot| rows[spot.row()].class() == class;
        let count = mine.iter().filter(same).take(3).count();
        drop(mine);
        let below_heading = i > 0 && taken[i - 1].role == Role::Heading;
        let headless =
            sheet.form == Form::Headed && taken[i].role != Role::Heading && !below_heading;
        // Below a heading elsewhere: then an entry does not begin here without one.
        let missing = headless && !shape.open && others.headed > 0;
        let near = |row: &Row| self.voters.paragraphs.are_near(class, row.class());
        let title = shape.open || shape.lively;
        let echo = title && rows[i.saturating_sub(ECHO_REACH)..i].iter().any(near);
        let begins = if missing {
            -2.0
        } else if below_heading || echo || count >= 3 {
            0.0
        } else {
            self.begins(s, i, view).clamp(-12.0, 12.0)
        };
        // What the summary tells first says nothing of the entry that tells it in full, nor that of the summary.
        let in_summary = told_below && taken[i].role == Role::Summary;
        let again = count > 1 || in_summary;
        let summary = if missing { 2.0 } else { others.summary(again) };
        Hint {
            begins,
            summary: summary + if told_below { begins.max(0.0) } else { 0.0 },
            role: if again || echo { None } else { others.role() },
        }
    }

    /// What all sheets say of a class but one.
    fn others(&mut self, s: usize, view: usize) -> Tally {
        if let Some((_, tally)) = self.views[view].without.filter(|known| known.0 == s) {
            return tally;
        }
        let mine = self.voting(view, s);
        let mut tally = self.views[view].tally;
        self.say(&mut tally, mine, false);
        if mine.len() > OFTEN {
            self.views[view].without = Some((s, tally));
        }
        tally
    }

    /// Log-odds that an entry begins at a row, from where it and the row above it stand in other sheets.
    fn begins(&mut self, s: usize, i: usize, here: usize) -> f32 {
        let rows = &self.sheets[s].rows;
        let Some(above) = i.checked_sub(1).map(|above| rows[above].class()) else {
            let mine = self.voting(here, s);
            return self.views[here].tally.first - self.border(mine, &[], false);
        };
        let (above, open) = (self.view(above), rows[i].shape.open);
        let gap = self.gap_between(above, here, open);
        let own = self.own(s, (above, here), open, gap);
        let gap = &self.gaps[gap];
        let mut sum = gap.sum - own;
        for (class, more) in &*gap.lost {
            if !self.voters.shows(*class, s) {
                sum += more;
            }
        }
        sum
    }

    /// What a sheet itself says of a border.
    fn own(&mut self, s: usize, (above, here): (usize, usize), open: bool, gap: usize) -> f32 {
        if let Some((_, own)) = self.gaps[gap].own.filter(|known| known.0 == s) {
            return own;
        }
        let (theirs, mine) = (self.voting(above, s), self.voting(here, s));
        let own = self.border(mine, theirs, open);
        if theirs.len() + mine.len() > OFTEN {
            self.gaps[gap].own = Some((s, own));
        }
        own
    }

    /// The place of what all sheets say of a border.
    fn gap_between(&mut self, above: usize, here: usize, open: bool) -> usize {
        let number = |view: usize| u32::try_from(view).unwrap_or(u32::MAX);
        let key = (number(above), number(here), open);
        if let Some(known) = self.gap_at.get(&key) {
            return *known;
        }
        self.gaps.push(self.gap(above, here, open));
        self.gap_at.insert(key, self.gaps.len() - 1);
        self.gaps.len() - 1
    }

    /// What all sheets say of a border between two classes. Most sheets show one of them or none; their votes are counted
    /// already, so that only those which show both are looked at.
    fn gap(&self, above: usize, here: usize, open: bool) -> Gap {
        let (theirs, mine) = (&self.views[above], &self.views[here]);
        let last = if open { 0.0 } else { theirs.tally.last };
        let apart = mine.tally.first + last;
        let (theirs, mine) = (&theirs.voting.spots, &mine.voting.spots);
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
            own: None,
        }
    }

    /// What sheets with certain borders show in the entry of the line above, below it, if they do not show the line here.
    /// What may be a version of the line here says nothing.
    fn lost(&self, above: usize, here: usize, open: bool) -> Box<[(Class, f32)]> {
        if open {
            return Box::default();
        }
        let (theirs, here) = (&self.views[above], self.views[here].class);
        let next = by_sheet(&theirs.voting.spots)
            .filter_map(|spots| spots.last())
            .filter(|spot| self.sheets[spot.sheet as usize].is_certain())
            .filter(|spot| !self.voters.shows(here, spot.sheet as usize))
            .filter_map(|spot| self.next_text(*spot));
        let mut lost: BTreeMap<Class, f32> = BTreeMap::new();
        for (class, trust) in next {
            *lost.entry(class).or_default() += (LACKS_END - NOT_LAST) * trust;
        }
        lost.retain(|class, _| !self.voters.paragraphs.are_alike(*class, here));
        lost.into_iter().collect()
    }

    /// The class of the next text in the same posting, and how far its sheet is believed.
    fn next_text(&self, spot: Spot) -> Option<(Class, f32)> {
        let taken = self.taken(spot);
        taken.posting?;
        let s = spot.sheet as usize;
        let sheet = &self.sheets[s];
        let below = sheet.rows.iter().zip(self.taken[s]);
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
        let inside = |spots: &[Spot]| self.rows(spots).any(|row| row.posting.is_some());
        let trust = self.sheets[spot.sheet as usize].trust_in_borders();
        let vote = match (inside(here), inside(above)) {
            (false, false) => 0.0,
            (true, true) if self.follows(here, above) => -4.0,
            (true, true) => 4.0,
            (true, false) => return hint::first(self.rows(here), trust),
            (false, true) if open => 0.0,
            (false, true) => hint::last(self.rows(above)),
        };
        vote * trust
    }

    /// Whether any of these places of a sheet stands below one of the others in the same posting.
    fn follows(&self, here: &[Spot], above: &[Spot]) -> bool {
        let inside = |spot: &&Spot| self.taken(**spot).posting.is_some();
        let mut above = above.iter().filter(inside).peekable();
        let mut nearest = None;
        here.iter().filter(inside).any(|spot| {
            // A posting is one stretch of rows: if any place above is in it, the nearest one is.
            while let Some(next) = above.next_if(|next| next.row < spot.row) {
                nearest = self.taken(*next).posting;
            }
            nearest == self.taken(*spot).posting
        })
    }
}
