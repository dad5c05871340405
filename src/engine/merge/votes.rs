//! The votes of the sheets on the lines of each other.
//!
//! All sheets vote on a text once; a sheet that asks takes its own vote out of the sum. Of a text that very many show, as
//! furniture, the oldest of them vote ([`voters::VOTERS`]). So the cost grows with the number of lines, however many snapshots show
//! the same one. All rows that show one text ask together: what is said of it, and of the borders above it, is at hand then.
//! Votes are multiples of 1/64: their sums do not depend on any order.

mod border;
mod newcomer;
mod voters;

use std::borrow::Cow;
use std::num::NonZeroU32;
use std::ops::Range;
use std::sync::OnceLock;

use crate::engine::merge::hint::MOST_FOR_BORDER;
use crate::engine::merge::hint::Packed;
use crate::engine::merge::hint::Said;
use crate::engine::merge::hint::Spot;
use crate::engine::merge::hint::Tally;
use crate::engine::merge::hint::by_sheet;
use crate::engine::merge::hint::in_sheet;
use crate::engine::merge::para::Class;
use crate::engine::merge::sheet::Gist;
use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::sheet::Taken;
use crate::engine::merge::votes::border::Gaps;
use crate::engine::merge::votes::border::edges;
use crate::engine::merge::votes::newcomer::New;
use crate::engine::merge::votes::newcomer::Newcomer;
pub(crate) use crate::engine::merge::votes::voters::Often;
pub(crate) use crate::engine::merge::votes::voters::Voters;
use crate::engine::merge::votes::voters::Voting;
use crate::engine::model::Form;
use crate::engine::model::Role;
use crate::engine::segment::label::Hint;
use crate::engine::segment::label::is_author;

/// How many lines below a heading a card may repeat it.
const ECHO_REACH: usize = 14;

/// What others say at most for a border of a sheet that states its borders, if none of them states its own, shows both lines, and
/// begins an entry with the second.
const MOST_UNSEEN: f32 = 4.0;

/// A sheet at a stage, as it votes and asks.
#[derive(Debug)]
struct Party<'r> {
    gists: &'r [Gist],
    taken: &'r [Taken],
    /// What its rows heard in this round before.
    heard: &'r [Packed],
    /// How far it is believed, and how far in its borders.
    trust: f32,
    borders: f32,
    certain: bool,
    /// Whether it states all its borders, with times or ids.
    states: bool,
    headed: bool,
    /// Its last posting, if it is known to end with it.
    end: Option<NonZeroU32>,
    /// How many of its rows look like the head of the page.
    head: usize,
}

/// The sheets at a stage, each once it is asked for: most of them are not.
#[derive(Debug)]
struct Parties<'r> {
    sheets: &'r [Sheet],
    stage: usize,
    /// For each whether it may ask in this round.
    asks: Vec<bool>,
    all: Vec<OnceLock<Party<'r>>>,
}

impl<'r> Parties<'r> {
    fn new(sheets: &'r [Sheet], stage: usize) -> Self {
        Self {
            sheets,
            stage,
            asks: sheets.iter().map(|sheet| sheet.takes_part(stage)).collect(),
            all: sheets.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    fn of(&self, sheet: u32) -> &Party<'r> {
        let at = sheet as usize;
        self.all[at].get_or_init(|| Party::of(&self.sheets[at], self.stage))
    }

    /// Whether a sheet may ask in this round.
    fn asks(&self, sheet: u32) -> bool {
        self.asks[sheet as usize]
    }
}

impl<'r> Party<'r> {
    fn of(sheet: &'r Sheet, stage: usize) -> Self {
        Self {
            gists: sheet.gists(),
            taken: sheet.at(stage),
            heard: sheet.all_heard(stage),
            trust: sheet.trust(),
            borders: sheet.trust_in_borders(),
            certain: sheet.is_certain(),
            states: sheet.states_borders(),
            headed: sheet.form == Form::Headed,
            end: sheet.end(stage),
            head: sheet.head(),
        }
    }

    fn is_below_heading(&self, row: usize) -> bool {
        let above = row.checked_sub(1).map(|above| &self.taken[above]);
        above.is_some_and(|above| above.role == Role::Heading)
    }

    /// Whether no entry begins at a row that does elsewhere below a heading: it stands above all headings here, and has none. Further
    /// down the heading may be what the extractor lost.
    fn misses_heading(&self, row: usize) -> bool {
        let summary = self.headed && self.taken[row].role == Role::Summary;
        summary && row >= self.head && !self.is_below_heading(row) && !self.gists[row].open()
    }
}

/// What one sheet says of a text.
#[derive(Debug, Clone, Copy)]
struct Say {
    sheet: u32,
    /// Where its places stand among those that vote.
    places: (u32, u32),
    what: Said,
}

impl Say {
    fn places<'s>(&self, voting: &'s [Spot]) -> &'s [Spot] {
        let (from, to) = self.places;
        voting.get(from as usize..to as usize).unwrap_or_default()
    }
}

/// A class as sheets see it at a stage.
#[derive(Debug)]
struct View<'v> {
    class: Class,
    voting: Voting<'v>,
    /// What each sheet that votes says of it, in the order of the sheets.
    says: Range<usize>,
    /// What all that vote say of it.
    tally: Tally,
}

/// Room for what sheets say, empty between two rounds.
#[derive(Debug, Default)]
struct Room<'v> {
    views: Vec<View<'v>>,
    says: Vec<Say>,
    newcomer: Vec<New<'v>>,
}

/// A sheet that asks about the rows in which it shows a text.
struct Asker<'s> {
    sheet: u32,
    /// The view of the text.
    view: usize,
    /// What it says itself.
    say: Option<Say>,
    /// What the others say of the text.
    others: Tally,
    /// Its places of the text and of those near it, and how many of them are of the text itself, up to three.
    shown: &'s [Spot],
    count: usize,
}

/// The votes of all sheets as they stand at a stage, counted when somebody asks.
pub(crate) struct Votes<'r, 'v> {
    parties: Parties<'r>,
    voters: &'r mut Voters<'v>,
    /// For each class its place among the views, counted from 1.
    slots: Vec<u32>,
    /// Each class that was asked for.
    views: Vec<View<'v>>,
    /// What sheets say of them.
    says: Vec<Say>,
    /// What all sheets say of the borders above the text that was asked for last.
    gaps: Gaps,
    /// The sheet that came, if only one did and its borders may be corrected.
    newcomer: Option<Newcomer<'v>>,
}

impl<'r, 'v> Votes<'r, 'v> {
    /// The votes of these sheets at a stage, for the round that follows it; those from `fresh` on came.
    pub(crate) fn new(
        sheets: &'r [Sheet],
        fresh: usize,
        stage: usize,
        voters: &'r mut Voters<'v>,
    ) -> Self {
        let newcomer = match sheets.get(fresh..) {
            // What a sheet with certain borders lacks says something, too.
            Some([one]) if !one.is_certain() => u32::try_from(fresh).ok(),
            _ => None,
        };
        let classes = voters.own.len();
        Self {
            parties: Parties::new(sheets, stage),
            slots: vec![0; classes],
            views: std::mem::take(&mut voters.room.views),
            says: std::mem::take(&mut voters.room.says),
            newcomer: newcomer.map(|sheet| {
                let room = std::mem::take(&mut voters.room.newcomer);
                Newcomer::of(sheet, classes, room)
            }),
            voters,
            gaps: Gaps::default(),
        }
    }

    /// Leaves its room to the next round: what was written there lately is at hand.
    pub(crate) fn close(mut self) {
        self.views.clear();
        self.says.clear();
        self.voters.room = Room {
            views: self.views,
            says: self.says,
            newcomer: self.newcomer.map(Newcomer::close).unwrap_or_default(),
        };
    }

    /// Whether any of these sheets votes on a class that they show, or of which they show a near one.
    pub(crate) fn any_votes(
        &mut self,
        mut sheets: impl Iterator<Item = usize>,
        class: Class,
    ) -> bool {
        if self.voters.are_few(class) {
            return true;
        }
        let voting = self.voters.voting(class);
        sheets.any(|sheet| !in_sheet(&voting.spots, sheet).is_empty())
    }

    /// The class of the row below one, if that asks, and whether it is no sentence.
    pub(crate) fn below(&self, spot: Spot) -> Option<(Class, bool)> {
        if !self.parties.asks(spot.sheet) {
            return None;
        }
        let below = self.parties.of(spot.sheet).gists.get(spot.row() + 1)?;
        Some((below.class(), below.open()))
    }

    /// Tells the rows that show a class at these places, from the first sheet to the last, what the other sheets say of each.
    pub(crate) fn ask(
        &mut self,
        class: Class,
        places: &[Spot],
        mut tell: impl FnMut(Spot, Packed),
    ) {
        self.gaps.clear();
        let asks = |rows: &[Spot]| self.parties.asks(rows[0].sheet);
        if !by_sheet(places).any(asks) {
            return;
        }
        let view = self.view(class);
        let alone = self.voters.is_alone(class);
        let voting = self.views[view].voting.clone();
        let mut says = self.views[view].says.clone();
        for rows in by_sheet(places) {
            let sheet = rows[0].sheet;
            if !self.parties.asks(sheet) {
                continue;
            }
            let party = self.parties.of(sheet);
            while says.start < says.end && self.says[says.start].sheet < sheet {
                says.start += 1;
            }
            let say = self.says[says.clone()].first();
            let say = say.filter(|say| say.sheet == sheet).copied();
            let mut others = self.views[view].tally;
            if let Some(say) = say {
                let mine = say.places(&voting.spots);
                others.say(
                    say.what,
                    taken(party, mine),
                    (party.trust, party.states),
                    false,
                );
            }
            let shown = match say {
                Some(say) if voting.all => Cow::Borrowed(say.places(&voting.spots)),
                _ => self.voters.shown(class, sheet as usize),
            };
            let same = |spot: &&Spot| party.gists[spot.row()].class() == class;
            let asker = Asker {
                sheet,
                view,
                say,
                others,
                count: match shown.len() {
                    shown if alone || shown == 1 => shown.min(3),
                    _ => shown.iter().filter(same).take(3).count(),
                },
                shown: &shown,
            };
            for row in rows {
                tell(*row, Packed::of(self.hint(&asker, row.row())));
            }
        }
    }

    /// What the other sheets say of a row.
    fn hint(&mut self, asker: &Asker<'_>, i: usize) -> Hint {
        let party = self.parties.of(asker.sheet);
        let (gist, taken) = (party.gists[i], &party.taken[i]);
        // What is at the top of no entries is not at the top of these.
        let no_top = i < party.head && asker.others.top == 0;
        let titled = is_titled_again(party, i, asker.shown);
        // An author stands above or below one entry after the other.
        let told = asker.others.role();
        let author = told.is_some_and(is_author);
        let told_below = !titled && asker.shown.last().is_some_and(|last| last.row() > i);
        let missing = asker.others.headed > 0 && party.misses_heading(i);
        let echo = !author && gist.may_be_title() && is_within(ECHO_REACH, i, asker.shown);
        // What the summary tells first says nothing of the entry that tells it in full, nor that of the summary.
        let in_summary = told_below && taken.role == Role::Summary;
        // Below a heading the next one begins an entry where the text between them is lost.
        let heads = told.is_some_and(|told| told.0 == Role::Heading);
        let below_heading = party.is_below_heading(i) && !heads && !author;
        let begins = if missing {
            -2.0
        } else if echo || asker.count >= 3 && !titled && !author || below_heading {
            0.0
        } else {
            let sum = self.begins(asker, i);
            sum.clamp(-MOST_FOR_BORDER, MOST_FOR_BORDER)
        };
        let again = asker.count > 1 && !titled || in_summary;
        let summary = match asker.others.summary(again) {
            _ if missing => 2.0,
            summary if no_top => summary.max(0.0),
            summary => summary,
        };
        Hint {
            begins,
            summary: summary + if told_below { begins.max(0.0) } else { 0.0 },
            role: told.filter(|_| author || !again && !echo),
        }
    }

    /// The place of a class among the views.
    fn view(&mut self, class: Class) -> usize {
        if let Some(known) = (self.slots[class] as usize).checked_sub(1) {
            return known;
        }
        let voting = self.voters.voting(class);
        let mut tally = Tally::default();
        let (begin, mut from) = (self.says.len(), 0);
        for places in by_sheet(&voting.spots) {
            let party = self.parties.of(places[0].sheet);
            let rows = taken(party, places);
            let to = from + u32::try_from(places.len()).unwrap_or(u32::MAX);
            let say = Say {
                sheet: places[0].sheet,
                places: (from, to),
                what: Said::of(rows.clone(), party.borders, party.end),
            };
            from = to;
            tally.say(say.what, rows, (party.trust, party.states), true);
            self.says.push(say);
        }
        self.views.push(View {
            class,
            voting,
            says: begin..self.says.len(),
            tally,
        });
        self.slots[class] = u32::try_from(self.views.len()).unwrap_or(u32::MAX);
        self.views.len() - 1
    }

    /// Log-odds that an entry begins at a row, from where it and the row above it stand in other sheets.
    fn begins(&mut self, asker: &Asker<'_>, i: usize) -> f32 {
        let gists = self.parties.of(asker.sheet).gists;
        let Some(above) = i.checked_sub(1).map(|above| gists[above].class()) else {
            let own = asker.say.map_or(0.0, |say| say.what.first);
            return self.views[asker.view].tally.first - own;
        };
        let (above, open) = (self.view(above), gists[i].open());
        let at = match self.gaps.find(above, open) {
            Some(at) => at,
            None => self.add_gap(above, asker.view, open),
        };
        let own = self.gaps.own(at, asker.sheet);
        let own = own.unwrap_or_else(|| {
            let theirs = said_by(asker.sheet, &self.says[self.views[above].says.clone()]);
            edges(theirs, asker.say.as_ref(), open)
        });
        let gap = self.gaps.at(at);
        let counts = !gap.stated || self.parties.of(asker.sheet).states;
        let mut sum = gap.sum - if counts { own } else { 0.0 };
        // Others may lack the line above, what is background may stand anywhere, and a summary tells what stands further down.
        if self.parties.of(asker.sheet).states && (!gap.begun || asker.count > 1) {
            sum = sum.min(MOST_UNSEEN);
        }
        for (class, more) in &*gap.lost {
            if !self.voters.shows(*class, asker.sheet as usize) {
                sum += more;
            }
        }
        sum
    }
}

/// Whether one of these places stands above a row, and not farther than so many rows.
fn is_within(reach: usize, row: usize, places: &[Spot]) -> bool {
    let above = places.partition_point(|spot| spot.row() < row);
    let nearest = above.checked_sub(1).map(|above| places[above].row());
    nearest.is_some_and(|above| above + reach >= row)
}

/// Whether a row may head an entry, and its text stands elsewhere only as the title of cards right below it.
fn is_titled_again(party: &Party<'_>, row: usize, places: &[Spot]) -> bool {
    let card = |spot: &Spot| {
        let near = row < spot.row() && spot.row() <= row + ECHO_REACH;
        near && party.taken[spot.row()].role == Role::CardTitle
    };
    let others = |spot: &&Spot| spot.row() != row;
    let mut others = places.iter().filter(others).peekable();
    let heads = party.taken[row].role != Role::Summary || party.headed || party.certain;
    heads && others.peek().is_some() && party.gists[row].may_be_title() && others.all(card)
}

/// What a sheet takes places for.
fn taken<'s>(
    party: &Party<'s>,
    places: &'s [Spot],
) -> impl Iterator<Item = &'s Taken> + Clone + use<'s> {
    let taken = party.taken;
    places.iter().map(move |spot| &taken[spot.row()])
}

/// What a sheet says, among what all do.
fn said_by(sheet: u32, says: &[Say]) -> Option<&Say> {
    let at = says.binary_search_by_key(&sheet, |say| say.sheet);
    at.ok().and_then(|at| says.get(at))
}
