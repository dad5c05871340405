//! One sheet that came: most rows elsewhere hear the same as before, since it says nothing of them, or more of what they hear
//! to the utmost already.

use std::borrow::Cow;
use std::ops::Range;

use crate::engine::merge::hint::MOST_FOR_BORDER;
use crate::engine::merge::hint::MOST_FOR_SUMMARY;
use crate::engine::merge::hint::MOST_UNMARKED;
use crate::engine::merge::hint::Packed;
use crate::engine::merge::hint::Said;
use crate::engine::merge::hint::Spot;
use crate::engine::merge::hint::Tally;
use crate::engine::merge::hint::by_sheet;
use crate::engine::merge::once::Once;
use crate::engine::merge::para::Class;
use crate::engine::merge::votes::Parties;
use crate::engine::merge::votes::Party;
use crate::engine::merge::votes::Votes;
use crate::engine::merge::votes::border::border;
use crate::engine::merge::votes::taken;
use crate::engine::merge::votes::voters::Voters;
use crate::engine::merge::votes::voters::Voting;
use crate::engine::model::Role;
use crate::engine::segment::label::Hint;

/// Of a text with fewer places all rows ask: few of them hear the utmost already.
const MANY: usize = 8;

/// The sheet, and what it says of the texts that it was asked for.
#[derive(Debug)]
pub(super) struct Newcomer<'v> {
    sheet: u32,
    says: Vec<New<'v>>,
    /// For each class its place among them, counted from 1.
    slots: Vec<u32>,
}

/// What it says of a text.
#[derive(Debug)]
pub(super) struct New<'v> {
    voting: Voting<'v>,
    /// Where its places stand among those that vote.
    places: Range<usize>,
    said: Said,
    tally: Tally,
}

impl New<'_> {
    fn says(&self) -> Option<(&[Spot], Said)> {
        let places = self.voting.spots.get(self.places.clone())?;
        (!places.is_empty()).then_some((places, self.said))
    }

    /// Whether another sheet votes no longer because it does.
    fn replaces(&self) -> bool {
        !self.voting.all && !self.places.is_empty()
    }
}

impl<'v> Newcomer<'v> {
    /// Nothing is asked yet; there is `room` for what it says.
    pub(super) fn of(sheet: u32, classes: usize, room: Vec<New<'v>>) -> Self {
        Self {
            sheet,
            says: room,
            slots: vec![0; classes],
        }
    }

    /// The room that it had.
    pub(super) fn close(mut self) -> Vec<New<'v>> {
        self.says.clear();
        self.says
    }

    /// The place of what it says of a text.
    fn view(&mut self, class: Class, parties: &Parties<'_>, voters: &mut Voters<'v>) -> usize {
        if let Some(known) = (self.slots[class] as usize).checked_sub(1) {
            return known;
        }
        let (voting, party) = (voters.voting(class), parties.of(self.sheet));
        // It came last.
        let mine = voting.spots.iter().rev();
        let mine = mine.take_while(|spot| spot.sheet == self.sheet).count();
        let from = voting.spots.len() - mine;
        let rows = taken(party, &voting.spots[from..]);
        let said = Said::of(rows.clone(), party.borders, party.end);
        let mut tally = Tally::default();
        tally.say(said, rows, (party.trust, party.states), true);
        self.says.push(New {
            places: from..from + mine,
            said,
            tally,
            voting,
        });
        self.slots[class] = u32::try_from(self.says.len()).unwrap_or(u32::MAX);
        self.says.len() - 1
    }

    /// What it adds to the sum of the votes for a border between two texts, if that is all that changes there.
    fn adds(&self, above: usize, here: usize, open: bool, parties: &Parties<'_>) -> Option<f32> {
        let (theirs, mine) = (&self.says[above], &self.says[here]);
        let party = parties.of(self.sheet);
        let known = !theirs.replaces() && !mine.replaces();
        known.then(|| border(party, theirs.says(), mine.says(), open))
    }
}

impl Votes<'_, '_> {
    /// Whether one sheet came whose borders may be corrected.
    pub(crate) fn has_newcomer(&self) -> bool {
        self.newcomer.is_some()
    }

    /// Those of some places of a text that may hear something else than they heard. `all`: these are all its places. Of the texts
    /// in `touched` others than the newcomer say something else, too.
    pub(crate) fn stirred<'p>(
        &mut self,
        class: Class,
        (places, all): (&'p [Spot], bool),
        touched: &Once<Class>,
    ) -> Cow<'p, [Spot]> {
        let (parties, voters) = (&self.parties, &mut *self.voters);
        let worth = !touched.has(class) && (!all || places.len() >= MANY);
        let Some(newcomer) = self.newcomer.as_mut().filter(|_| worth) else {
            return Cow::Borrowed(places);
        };
        let here = newcomer.view(class, parties, voters);
        let alone = voters.is_alone(class);
        // Mostly the line above is the same in one sheet after the other.
        let mut last = None;
        let mut stirred = Vec::new();
        for rows in by_sheet(places) {
            if !parties.asks(rows[0].sheet) {
                continue;
            }
            let party = parties.of(rows[0].sheet);
            let times = if all { rows.len() } else { 0 };
            for spot in rows {
                let row = spot.row();
                let above = row.checked_sub(1).map(|above| party.gists[above].class());
                let between = (above, party.gists[row].open());
                let adds = match (last, above) {
                    (Some((known, adds)), _) if known == between => adds,
                    (_, None) => Some(newcomer.says[here].said.first),
                    (_, Some(above)) if touched.has(above) => None,
                    (_, Some(above)) => {
                        let above = newcomer.view(above, parties, voters);
                        newcomer.adds(above, here, between.1, parties)
                    }
                };
                last = Some((between, adds));
                let new = &newcomer.says[here].tally;
                let heard = party.heard.get(row).copied();
                let heard = heard.filter(|heard| *heard != Packed::NONE);
                let same = |(adds, heard): (f32, Packed)| {
                    hears_the_same(party, row, (times, alone), heard.hint(), (new, adds))
                };
                if !adds.zip(heard).is_some_and(same) {
                    stirred.push(*spot);
                }
            }
        }
        Cow::Owned(stirred)
    }
}

/// Whether a row hears the same when the newcomer says something of its text and adds something for a border above it.
/// `times`: how often its sheet shows the text, if the newcomer does; `alone`: no other text is near it.
fn hears_the_same(
    party: &Party<'_>,
    row: usize,
    (times, alone): (usize, bool),
    heard: Hint,
    (new, adds): (&Tally, f32),
) -> bool {
    // The name of an author counts however often it is shown.
    let author = heard.names_author();
    if times > 1 && (author || new.names(Role::Byline)) {
        return false;
    }
    let sure = heard.role.filter(|(_, score)| *score >= MOST_UNMARKED);
    if times <= 1 && !new.names_only(sure.map(|(role, _)| role)) {
        return false;
    }
    let role = || party.taken[row].role;
    if new.headed > 0 && party.misses_heading(row) {
        return false;
    }
    let goes_on = |heard: f32, more: f32, most: f32| {
        more == 0.0 || more < 0.0 && heard == -most || more > 0.0 && heard == most
    };
    let unheard = times >= 3 || party.is_below_heading(row) && !author;
    let begins = unheard || goes_on(heard.begins, adds, MOST_FOR_BORDER);
    // What begins an entry and is told below is summary by that, too.
    let summary = |again: bool| {
        let more = new.sum_for_summary(again);
        let apart = more <= 0.0 || heard.begins <= 0.0;
        apart && goes_on(heard.summary, more, MOST_FOR_SUMMARY)
    };
    // What is told again below counts as shown more than once.
    let perhaps = times <= 1 && !alone && role() == Role::Summary;
    begins && summary(times > 1) && (!perhaps || summary(true))
}
