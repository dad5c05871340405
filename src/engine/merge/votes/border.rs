//! What sheets say of the border between two lines.

use std::collections::BTreeMap;
use std::ops::Range;

use foldhash::HashMap;

use crate::engine::merge::hint::NOT_LAST;
use crate::engine::merge::hint::Said;
use crate::engine::merge::hint::Spot;
use crate::engine::merge::hint::first_run;
use crate::engine::merge::para::Class;
use crate::engine::merge::votes::Party;
use crate::engine::merge::votes::Say;
use crate::engine::merge::votes::Votes;

/// The vote of one that shows only the line above and in its entry a line below it which is lost to the sheet that asks.
const LACKS_END: f32 = 2.0;

/// What sheets say of a border between two lines.
#[derive(Debug)]
pub(super) struct Gap {
    /// What all say together that count.
    pub(super) sum: f32,
    /// Whether only those count that state their borders, as one of them shows both lines: guesses do not outvote it.
    pub(super) stated: bool,
    /// Whether one of them begins an entry with the line here.
    pub(super) begun: bool,
    /// Lines that sheets with certain borders show below the one above, in its entry, and what is to be added for a sheet
    /// to which that line is lost: then the entry is shown there in full, and without the line here.
    pub(super) lost: Box<[(Class, f32)]>,
    /// What those say that show both lines, among the votes.
    votes: Range<usize>,
}

/// What is said of the borders above a text. Each is known by the view of the line above, and by whether the line below it is open.
#[derive(Debug, Default)]
pub(super) struct Gaps {
    all: Vec<((usize, bool), Gap)>,
    /// The place of each, where there are many.
    at: HashMap<(usize, bool), usize>,
    /// The one that was asked for last.
    last: usize,
    /// What sheets say of them that show both lines, border by border and sheet by sheet.
    votes: Vec<(u32, f32)>,
}

/// So many are looked through.
const FEW: usize = 8;

impl Gaps {
    /// Forgets them.
    pub(super) fn clear(&mut self) {
        self.all.clear();
        self.at.clear();
        self.votes.clear();
        self.last = 0;
    }

    /// The place of one.
    pub(super) fn find(&mut self, above: usize, open: bool) -> Option<usize> {
        let is = |gap: &((usize, bool), Gap)| gap.0 == (above, open);
        // Mostly the line above is the same in one sheet after the other.
        if self.all.get(self.last).is_some_and(is) {
            return Some(self.last);
        }
        let at = match self.all.len() {
            0..=FEW => self.all.iter().position(is),
            _ => self.at.get(&(above, open)).copied(),
        };
        self.last = at.unwrap_or(self.last);
        at
    }

    /// Adds one that is not among them; returns its place.
    fn add(&mut self, key: (usize, bool), gap: Gap) -> usize {
        self.all.push((key, gap));
        self.last = self.all.len() - 1;
        let from = match self.all.len() {
            0..=FEW => self.all.len(),
            _ if self.at.is_empty() => 0,
            _ => self.last,
        };
        let new = self.all.iter().enumerate().skip(from);
        self.at.extend(new.map(|(at, (key, _))| (*key, at)));
        self.last
    }

    /// The one at a place.
    pub(super) fn at(&self, at: usize) -> &Gap {
        &self.all[at].1
    }

    /// What a sheet says of the one at a place, if it shows both lines.
    pub(super) fn own(&self, at: usize, sheet: u32) -> Option<f32> {
        let votes = self.votes.get(self.at(at).votes.clone())?;
        let own = votes.binary_search_by_key(&sheet, |vote| vote.0).ok()?;
        Some(votes[own].1)
    }
}

impl Votes<'_, '_> {
    /// Finds what all sheets say of a border between two classes; returns its place. Most sheets show one of them or none; their votes are counted
    /// already, so that only those which show both are looked at.
    pub(super) fn add_gap(&mut self, above: usize, here: usize, open: bool) -> usize {
        let mut votes = std::mem::take(&mut self.gaps.votes);
        let gap = self.gap((above, here), open, &mut votes);
        self.gaps.votes = votes;
        self.gaps.add((above, open), gap)
    }

    fn gap(&self, (above, here): (usize, usize), open: bool, votes: &mut Vec<(u32, f32)>) -> Gap {
        let first = votes.len();
        let (theirs, mine) = (&self.views[above], &self.views[here]);
        let all = |theirs: f32, mine: f32| mine + if open { 0.0 } else { theirs };
        let mut sum = all(theirs.tally.last, mine.tally.first);
        let mut by_stating = all(theirs.tally.stated.last, mine.tally.stated.first);
        let (mut stated, mut begun) = (false, false);
        let theirs = &self.says[theirs.says.clone()];
        let mine = &self.says[mine.says.clone()];
        let theirs_are_fewer = theirs.len() < mine.len();
        let (fewer, mut more) = match theirs_are_fewer {
            true => (theirs, mine),
            false => (mine, theirs),
        };
        for one in fewer.iter().filter(|say| say.what.inside) {
            more = &more[first_run(more, |say| say.sheet < one.sheet).len()..];
            let Some(other) = more.first().filter(|say| say.sheet == one.sheet) else {
                continue;
            };
            let (theirs, mine) = match theirs_are_fewer {
                true => (one, other),
                false => (other, one),
            };
            let vote = self.border(one.sheet, (above, theirs), (here, mine), open);
            votes.push((one.sheet, vote));
            let both = vote - edges(Some(theirs), Some(mine), open);
            sum += both;
            if self.parties.of(one.sheet).states && theirs.what.inside && mine.what.inside {
                by_stating += both;
                stated = true;
                begun |= mine.what.first > 0.0;
            }
        }
        Gap {
            sum: if stated { by_stating } else { sum },
            stated,
            begun,
            lost: self.lost(above, here, open),
            votes: first..votes.len(),
        }
    }

    /// What one sheet says of a border between a line above and one here, each by its view.
    fn border(
        &self,
        sheet: u32,
        (above, theirs): (usize, &Say),
        (here, mine): (usize, &Say),
        open: bool,
    ) -> f32 {
        let party = self.parties.of(sheet);
        let spots = |view: usize| &self.views[view].voting.spots;
        let theirs = (theirs.places(spots(above)), theirs.what);
        let mine = (mine.places(spots(here)), mine.what);
        border(party, Some(theirs), Some(mine), open)
    }

    /// What sheets with certain borders show in the entry of the line above, below it, if they do not show the line here.
    /// What may be a version of the line here says nothing.
    fn lost(&self, above: usize, here: usize, open: bool) -> Box<[(Class, f32)]> {
        if open {
            return Box::default();
        }
        let (theirs, here) = (&self.views[above], self.views[here].class);
        let next = self.says[theirs.says.clone()]
            .iter()
            .filter(|say| self.parties.of(say.sheet).certain)
            .filter(|say| !self.voters.shows(here, say.sheet as usize))
            .filter_map(|say| say.places(&theirs.voting.spots).last())
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
        let party = self.parties.of(spot.sheet);
        let taken = &party.taken[spot.row()];
        taken.posting?;
        let below = party.gists.iter().zip(party.taken);
        let (gist, _) = below
            .skip(spot.row() + 1)
            .take_while(|(_, next)| next.posting == taken.posting)
            .find(|(_, next)| next.is_text())?;
        Some((gist.class(), party.trust))
    }
}

/// What a sheet says of a border of which it does not show both lines in entries.
pub(super) fn edges(theirs: Option<&Say>, mine: Option<&Say>, open: bool) -> f32 {
    let last = theirs.filter(|_| !open).map_or(0.0, |say| say.what.last);
    mine.map_or(0.0, |say| say.what.first) + last
}

/// What a sheet says of a border between a text above and one here, from its places of each and what it says of it.
/// `open`: the line here is no sentence, as headings are, whose absence says nothing.
pub(super) fn border(
    party: &Party<'_>,
    theirs: Option<(&[Spot], Said)>,
    mine: Option<(&[Spot], Said)>,
    open: bool,
) -> f32 {
    let inside = |(_, what): &(&[Spot], Said)| what.inside;
    if let (Some((theirs, _)), Some((mine, _))) = (theirs.filter(inside), mine.filter(inside)) {
        let vote = if follows(party, mine, theirs) {
            -4.0
        } else {
            4.0
        };
        return vote * party.borders;
    }
    let last = theirs.filter(|_| !open).map_or(0.0, |(_, what)| what.last);
    mine.map_or(0.0, |(_, what)| what.first) + last
}

/// Whether any of these places of a sheet stands below one of the others in the same posting.
fn follows(party: &Party<'_>, here: &[Spot], above: &[Spot]) -> bool {
    let posting = |spot: &Spot| party.taken[spot.row()].posting;
    // A posting is one stretch of rows: if any place above is in it, the nearest one is.
    if let [here] = here {
        let above = &above[..above.partition_point(|spot| spot.row < here.row)];
        let nearest = above.iter().rev().find_map(posting);
        return nearest.is_some() && nearest == posting(here);
    }
    let inside = |spot: &&Spot| posting(spot).is_some();
    let mut above = above.iter().filter(inside).peekable();
    let mut nearest = None;
    here.iter().filter(inside).any(|spot| {
        while let Some(next) = above.next_if(|next| next.row < spot.row) {
            nearest = posting(next);
        }
        nearest == posting(spot)
    })
}
