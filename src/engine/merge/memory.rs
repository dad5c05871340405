//! What a merge remembers, so that a further snapshot costs what it changes and not what is known already.
//!
//! Nothing is folded: every step keeps what it found together with what it found it from, and is done again only where
//! that changed. The outcome is the one of a merge from nothing:
//!
//! - classes and their links depend on the set of texts ([`Paragraphs`]);
//! - the labels of a sheet after a round depend on its labels before it and on the hints, and these on the sheets that
//!   show the same or nearly the same lines: only sheets that share lines with one that changed are asked again;
//! - which kinds of postings are one entry is asked again where that may have changed (`joined`);
//! - entries keep their numbers, and lists and their order are found again where they changed (`entries`, `lists`, `pile`);
//! - an entry is written again when anything that it depends on changed (`told`).

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::sync::Arc;

use foldhash::HashMap;
use foldhash::HashSet;

use crate::engine::merge::assemble;
use crate::engine::merge::blog_id;
use crate::engine::merge::canonical;
use crate::engine::merge::edges::Edges;
use crate::engine::merge::habit::Habit;
use crate::engine::merge::hint::Packed;
use crate::engine::merge::hint::Spot;
use crate::engine::merge::hint::in_sheet;
use crate::engine::merge::joined::Texts;
use crate::engine::merge::keep::Kept;
use crate::engine::merge::once::Once;
use crate::engine::merge::para::Class;
use crate::engine::merge::para::Linked;
use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::posting::Kinds;
use crate::engine::merge::posting::Spread;
use crate::engine::merge::sheet::ROUNDS;
use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::sheet::Taken;
use crate::engine::merge::told::Ground;
use crate::engine::merge::told::Told;
use crate::engine::merge::votes::Often;
use crate::engine::merge::votes::Voters;
use crate::engine::merge::votes::Votes;
use crate::engine::model::BlogId;
use crate::engine::model::Capture;
use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::engine::model::PageText;
use crate::engine::model::Reading;
use crate::engine::model::SnapshotId;
use crate::engine::rules::Rules;
use crate::engine::text::SafeText;

/// How many readings are at hand at a time: those of the newest sheets, which are the likeliest to be labelled again.
const AT_HAND: usize = 16;

/// Of how many of the newest sheets it is remembered how well their lines look like each state: all that vote on what every
/// page shows are labelled again for that.
const SCORED: usize = 64;

/// What is remembered of a blog. Empty at first: then everything is found from the readings.
#[derive(Debug, Default)]
pub struct Memory {
    /// In the order in which they came.
    pub(super) sheets: Vec<Sheet>,
    pub(super) paragraphs: Paragraphs,
    pub(super) kinds: Kinds,
    /// For each class, where it stands.
    pub(super) own: Vec<Vec<Spot>>,
    /// For each class, how often it is the text of a card in the end.
    pub(super) cards: Vec<u32>,
    /// For each class, whether some sheet shows it so often that it says nothing of which postings are one entry.
    pub(super) background: Vec<bool>,
    often: Often,
    pub(super) edges: Edges,
    /// The classes of which others are near, or which became background, since the last time.
    pub(super) relinked: BTreeSet<Class>,
    /// How many sheets there were when they rested last.
    rested: u32,
    /// The timeline as it was told last.
    told: Told,
    /// How some sheets are read.
    at_hand: BTreeMap<usize, Arc<Reading>>,
    pub(super) kept: Kept,
}

/// What a timeline is now, and what of it changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    /// The blog.
    pub blog: BlogId,
    /// Its title.
    pub title: SafeText,
    /// The address of the page, if a snapshot states it.
    pub url: Option<String>,
    /// Who publishes it, if a snapshot states it.
    pub publisher: Option<SafeText>,
    /// When its coverage ends or ended, if its newest page says so.
    pub ends_at: Option<jiff::Timestamp>,
    /// What stands above the entries.
    pub page: PageText,
    /// The snapshots, newest first.
    pub snapshots: Vec<SnapshotId>,
    /// All entries, newest first, each with its place among those that changed, if it did.
    pub order: Vec<(EntryId, Option<usize>)>,
    /// Those that are new, or not as they were told last, in this order.
    pub changed: Vec<Entry>,
}

/// Loads how a snapshot is read.
pub(crate) type Load<'l, E> = dyn FnMut(SnapshotId) -> Result<Arc<Reading>, E> + 'l;

impl Memory {
    /// Takes in that these are the snapshots of the blog now, and says what its timeline is. Readings of known snapshots
    /// must be what they were. After an error it remembers nothing.
    ///
    /// # Errors
    /// Those of `load`, which is asked for the readings of new snapshots and of those that share entries with them.
    pub fn update<E>(
        &mut self,
        members: &[(SnapshotId, Capture)],
        load: &mut Load<'_, E>,
    ) -> Result<Update, E> {
        let mut work = std::mem::take(self);
        let update = work.take_in(members, load)?;
        *self = work;
        Ok(update)
    }

    fn take_in<E>(
        &mut self,
        members: &[(SnapshotId, Capture)],
        load: &mut Load<'_, E>,
    ) -> Result<Update, E> {
        let now: HashMap<SnapshotId, &Capture> =
            members.iter().map(|(id, capture)| (*id, capture)).collect();
        let stays = |sheet: &Sheet| now.get(&sheet.snapshot).copied() == Some(&sheet.capture);
        if !self.sheets.iter().all(stays) {
            *self = Self::default();
        }
        self.rest();
        let known: HashSet<SnapshotId> = self.sheets.iter().map(|sheet| sheet.snapshot).collect();
        let fresh = self.sheets.len();
        let rules = Rules::builtin();
        let mut new: Vec<(SnapshotId, &Capture)> = now
            .into_iter()
            .filter(|(id, _)| !known.contains(id))
            .collect();
        // Neighbours in time have most of their lines in common.
        new.sort_by_key(|(id, capture)| canonical(capture, *id));
        for (id, capture) in new {
            let reading = load(id)?;
            let sheet = Sheet::of(&reading, capture.clone(), &mut self.paragraphs, rules);
            self.at_hand.insert(self.sheets.len(), reading);
            self.sheets.push(sheet);
            if self.at_hand.len() > AT_HAND {
                self.at_hand.pop_first();
            }
        }
        for s in self.label(fresh) {
            let reading = match self.at_hand.get(&s) {
                Some(reading) => Arc::clone(reading),
                None => load(self.sheets[s].snapshot)?,
            };
            self.spread(s, &reading);
        }
        Ok(self.tell())
    }

    /// Lets sheets rest that were not asked lately, but for the newest: before others come, so that there is room for these.
    fn rest(&mut self) {
        let old = self.sheets.len().saturating_sub(SCORED);
        let count = u32::try_from(self.sheets.len()).unwrap_or(u32::MAX);
        let asked = std::mem::replace(&mut self.rested, count);
        for sheet in &mut self.sheets[..old] {
            sheet.rest(asked, count);
        }
    }

    /// Labels the sheets from `fresh` on, and those again that they have a say in. Returns all whose postings may have changed.
    fn label(&mut self, fresh: usize) -> BTreeSet<usize> {
        let Linked {
            changed: mut relinked,
            lost,
        } = self.paragraphs.link();
        self.find_places(fresh);
        for class in &relinked {
            let brought = self
                .sheets
                .partition_point(|sheet| sheet.brings.start.classes <= *class);
            self.kept.moved.extend(brought.checked_sub(1));
        }
        self.relinked.extend(&relinked);
        // Below the lines above them it may be said from now on that a sheet lacks them.
        relinked.extend(self.above(&lost));
        let ranks = self.ranks();
        let mut moved: BTreeSet<usize> = (fresh..self.sheets.len()).collect();
        let mut said = Said::default();
        for s in fresh..self.sheets.len() {
            said.add(s, self.sheets[s].gists().iter().map(|gist| gist.class()));
        }
        said.sort();
        let wont = self.follow_habit();
        let mut often = std::mem::take(&mut self.often);
        often.forget(&ranks, fresh, &relinked);
        let mut voters = Voters::new(&self.own, &ranks, &self.paragraphs, &mut often);
        for round in 0..ROUNDS.len() {
            let mut votes = Votes::new(&self.sheets, fresh, round, &mut voters);
            let asking = self.asking(fresh, &said, &relinked, &mut votes);
            let hints = self.hints(round, &asking, &mut votes);
            votes.close();
            let heard = hear(&mut self.sheets, round, &hints);
            self.kept.moved.extend(heard.keys());
            moved.extend(&wont);
            (moved, said) = go_through(&mut self.sheets, round, &heard, &moved);
            self.kept.moved.extend(&moved);
        }
        self.often = often;
        let old = self.sheets.len().saturating_sub(SCORED);
        self.sheets[..old].iter_mut().for_each(Sheet::forget_scores);
        // A sheet without any row is taken for the same as before it was there.
        moved.extend(fresh..self.sheets.len());
        self.set_aside(fresh, moved, &relinked)
    }

    /// Takes in what the sheets from `fresh` on set aside, and takes for furniture what others do. Returns all of which the postings
    /// may have changed, with those that `moved`.
    fn set_aside(
        &mut self,
        fresh: usize,
        mut moved: BTreeSet<usize>,
        relinked: &BTreeSet<Class>,
    ) -> BTreeSet<usize> {
        let turned = self.edges.take_in(&self.sheets[fresh..], &self.paragraphs);
        let classes = turned
            .iter()
            .flat_map(|print| self.paragraphs.classes(*print));
        // What is near one of them may be it, told otherwise.
        let near = classes.flat_map(|class| self.paragraphs.near(class).map(|near| near.0));
        let classes: BTreeSet<Class> = near.chain(relinked.iter().copied()).collect();
        let spots = classes.iter().flat_map(|class| &self.own[*class]);
        let mut asking: Vec<usize> = spots.map(|spot| spot.sheet as usize).collect();
        asking.extend(&moved);
        asking.sort_unstable();
        asking.dedup();
        for s in asking {
            let ends = self.edges.ends(&self.sheets[s], &self.paragraphs);
            if self.sheets[s].set_aside(ends) {
                moved.insert(s);
                self.kept.moved.insert(s);
            }
        }
        moved
    }

    /// Tells all sheets the habit of the blog; returns those that are to be labelled again for it.
    pub(super) fn follow_habit(&mut self) -> BTreeSet<usize> {
        let pages = self.sheets.iter();
        let habit = Habit::of(pages.map(|sheet| (sheet.length, sheet.heads)));
        let sheets = self.sheets.iter_mut().enumerate();
        let again = sheets.filter_map(|(s, sheet)| sheet.follow(habit).then_some(s));
        again.collect()
    }

    /// The classes that one of these may be the next text of, in sheets with certain borders: those of the row above, and
    /// above rows that may be no text.
    fn above(&self, classes: &BTreeSet<Class>) -> BTreeSet<Class> {
        let mut above = BTreeSet::new();
        for spot in classes.iter().flat_map(|class| &self.own[*class]) {
            let sheet = &self.sheets[spot.sheet as usize];
            if !sheet.is_certain() {
                continue;
            }
            for row in (0..spot.row as usize).rev() {
                above.insert(sheet.gists()[row].class());
                if sheet.is_ever_text(row) {
                    break;
                }
            }
        }
        above
    }

    /// The rows whose hints in a round hang on what some sheets say now, or on new links of these classes: rows of the
    /// classes or of near ones, and those below them. Where none of the sheets votes, only their own rows do.
    fn asking(
        &self,
        fresh: usize,
        said: &Said,
        relinked: &BTreeSet<Class>,
        votes: &mut Votes<'_, '_>,
    ) -> Asking {
        let near = |class: &Class| self.paragraphs.near(*class).map(|near| near.0);
        let mut all = Once::below(self.paragraphs.count());
        relinked
            .iter()
            .flat_map(near)
            .for_each(|near| all.add(near));
        let mut touched = all.clone();
        let mut rows: Vec<(Class, Spot)> = Vec::new();
        for sayers in said.0.chunk_by(|a, b| a.0 == b.0) {
            if (sayers[0].1 as usize) < fresh {
                near(&sayers[0].0).for_each(|near| touched.add(near));
            }
            for near in near(&sayers[0].0) {
                let sayers = || sayers.iter().map(|(_, sheet)| *sheet as usize);
                if !all.has(near) && votes.any_votes(sayers(), near) {
                    all.add(near);
                } else if !all.has(near) {
                    let own = sayers().flat_map(|s| in_sheet(&self.own[near], s));
                    rows.extend(own.map(|spot| (near, *spot)));
                }
            }
        }
        let newcomer = votes.has_newcomer();
        let below = |(above, spot): (Class, Spot)| {
            let (below, open) = votes.below(spot).filter(|below| !all.has(below.0))?;
            // What shows the line above alone says nothing of one that is no sentence.
            let silent = open && newcomer && !touched.has(above);
            let row = spot.row + 1;
            (!silent).then_some((below, Spot { row, ..spot }))
        };
        let whole = all.all().iter().flat_map(|class| {
            let spots = self.own[*class].iter();
            spots.map(|spot| (*class, *spot))
        });
        let mut more: Vec<(Class, Spot)> = whole.filter_map(below).collect();
        more.extend(rows.iter().copied().filter_map(below));
        rows.retain(|(class, _)| !all.has(*class));
        rows.append(&mut more);
        rows.sort_unstable_by_key(|(class, spot)| spot.in_class(*class));
        rows.dedup();
        Asking {
            classes: all,
            rows,
            touched,
        }
    }

    /// The rows among those that ask which hear something else in a round than before, from the first sheet to the last.
    fn hints(
        &self,
        round: usize,
        asking: &Asking,
        votes: &mut Votes<'_, '_>,
    ) -> Vec<(Spot, Packed)> {
        let mut hints = Vec::new();
        let mut tell = |spot: Spot, hint: Packed| {
            if self.sheets[spot.sheet as usize].heard(round, spot.row()) != Some(hint) {
                hints.push((spot, hint));
            }
        };
        let mut ask = |class: Class, places: &[Spot], all: bool| {
            let stirred = votes.stirred(class, (places, all), &asking.touched);
            votes.ask(class, &stirred, &mut tell);
        };
        for class in asking.classes.all() {
            ask(*class, &self.own[*class], true);
        }
        for rows in asking.rows.chunk_by(|a, b| a.0 == b.0) {
            let places: Vec<Spot> = rows.iter().map(|(_, spot)| *spot).collect();
            ask(rows[0].0, &places, false);
        }
        hints.sort_unstable_by_key(|(spot, _)| spot.place());
        hints
    }

    /// Takes a sheet apart into postings again.
    fn spread(&mut self, s: usize, reading: &Reading) {
        let spread = Spread::of(&self.sheets[s], reading, &self.paragraphs, &mut self.kinds);
        let sheet = &mut self.sheets[s];
        let mut turned: Vec<Class> = Vec::new();
        for class in &sheet.card_classes {
            let cards = &mut self.cards[*class];
            *cards = cards.saturating_sub(1);
            turned.extend((*cards == 0).then_some(*class));
        }
        for class in &spread.card_classes {
            let cards = &mut self.cards[*class];
            *cards += 1;
            turned.extend((*cards == 1).then_some(*class));
        }
        let postings = (sheet.briefs(), &*spread.postings.briefs);
        self.told.respread(s, postings, &turned);
        sheet.take_apart(spread);
        self.kept.moved.insert(s);
    }

    /// The sheets in canonical order.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.sheets.len()).collect();
        order.sort_by_key(|s| {
            let sheet = &self.sheets[*s];
            canonical(&sheet.capture, sheet.snapshot)
        });
        order
    }

    /// For each sheet its place in canonical order.
    fn ranks(&self) -> Vec<u32> {
        let mut ranks = vec![0; self.sheets.len()];
        for (s, rank) in self.order().into_iter().zip(0..) {
            ranks[s] = rank;
        }
        ranks
    }

    /// Takes the timeline of the sheets as they are for told.
    pub(super) fn recall(&mut self) {
        let mut told = std::mem::take(&mut self.told);
        for (s, sheet) in self.sheets.iter().enumerate() {
            told.respread(s, (&[], sheet.briefs()), &[]);
        }
        let (sheets, ranks) = (self.sheets(), self.ranks());
        told.follow(self.ground(&sheets, &ranks), &self.relinked, false);
        self.told = told;
        self.relinked.clear();
    }

    /// Finds the timeline of the sheets as they are labelled, and what of it changed.
    fn tell(&mut self) -> Update {
        let mut told = std::mem::take(&mut self.told);
        let (sheets, ranks) = (self.sheets(), self.ranks());
        let ground = self.ground(&sheets, &ranks);
        let timeline = told.follow(ground, &self.relinked, true);
        let facts = told.facts(ground);
        let title = assemble::title(&timeline.page)
            .unwrap_or_else(|| assemble::title_by(told.newest(ground).as_ref()));
        let (url, publisher) = assemble::stated(&facts);
        let first = ranks.iter().position(|rank| *rank == 0);
        let update = Update {
            blog: blog_id(first.map(|s| self.sheets[s].snapshot)),
            title,
            url,
            publisher,
            ends_at: assemble::ends_at(&facts),
            page: timeline.page,
            snapshots: facts.newest_first().map(|sheet| sheet.snapshot).collect(),
            order: timeline.order,
            changed: timeline.changed,
        };
        self.told = told;
        self.relinked.clear();
        update
    }

    /// The sheets by the order in which they came.
    fn sheets(&self) -> Vec<&Sheet> {
        self.sheets.iter().collect()
    }

    /// What the timeline is found from.
    fn ground<'g>(&'g self, sheets: &'g [&'g Sheet], ranks: &'g [u32]) -> Ground<'g> {
        Ground {
            sheets,
            ranks,
            kinds: &self.kinds.all,
            texts: Texts {
                paragraphs: &self.paragraphs,
                background: &self.background,
                own: &self.own,
                sheets,
            },
            cards: &self.cards,
        }
    }
}

/// For sheets that hear something new, the rows that do, with what they heard before.
type Heard = BTreeMap<usize, Vec<(usize, Packed)>>;

/// The rows that ask what others say of them: all that show some classes, and some others by their classes.
struct Asking {
    classes: Once<Class>,
    rows: Vec<(Class, Spot)>,
    /// The classes of which not only sheets that came say something else, or which have other links.
    touched: Once<Class>,
}

/// Lets rows hear what the other sheets say of them in a round.
fn hear(sheets: &mut [Sheet], round: usize, hints: &[(Spot, Packed)]) -> Heard {
    let mut heard = Heard::new();
    for of_one in hints.chunk_by(|a, b| a.0.sheet == b.0.sheet) {
        let s = of_one[0].0.sheet as usize;
        let hints = of_one.iter().map(|(spot, hint)| (spot.row(), *hint));
        heard.insert(s, sheets[s].hear(round, hints));
    }
    heard
}

/// Labels some sheets in a round. Returns those that are taken for something else after it, and what they say of which
/// classes now.
fn go_through(
    sheets: &mut [Sheet],
    round: usize,
    heard: &Heard,
    moved: &BTreeSet<usize>,
) -> (BTreeSet<usize>, Said) {
    let (mut changed, mut said) = (BTreeSet::new(), Said::default());
    let again: BTreeSet<usize> = heard.keys().chain(moved).copied().collect();
    let old = sheets.len().saturating_sub(SCORED);
    for s in again {
        let sheet = &mut sheets[s];
        let rows = heard.get(&s).map_or(&[][..], |rows| rows);
        if let Some(before) = sheet.go_through(round, moved.contains(&s), rows) {
            changed.insert(s);
            let differing = differing(&before, sheet.at(round + 1)).into_iter();
            let gists = sheet.gists();
            said.add(s, differing.map(|row| gists[row].class()));
        }
        if s < old {
            sheet.forget_paths();
        }
    }
    said.sort();
    (changed, said)
}

/// The classes of which sheets say something else than before, each with one of those sheets, in order.
#[derive(Debug, Default)]
struct Said(Vec<(Class, u32)>);

impl Said {
    fn add(&mut self, sheet: usize, classes: impl Iterator<Item = Class>) {
        let sheet = u32::try_from(sheet).unwrap_or(u32::MAX);
        self.0.extend(classes.map(|class| (class, sheet)));
    }

    fn sort(&mut self) {
        self.0.sort_unstable();
        self.0.dedup();
    }
}

/// The rows of which a sheet says something else than before: those that changed, or stand in the first posting only now or
/// no more, and all that stand in one posting with such a row now or stood in one with it before.
fn differing(before: &[Taken], after: &[Taken]) -> Vec<usize> {
    if before.len() != after.len() {
        return (0..after.len()).collect();
    }
    let same = |i: usize| {
        let (a, b) = (&before[i], &after[i]);
        let what = |row: &Taken| (row.role, row.begins, row.stand);
        let place = |row: &Taken| (row.posting.is_some(), row.posting == Some(NonZeroU32::MIN));
        what(a) == what(b) && place(a) == place(b)
    };
    let mut differs = vec![false; after.len()];
    for state in [before, after] {
        let mut start = 0;
        for run in state.chunk_by(|a, b| a.posting == b.posting) {
            let rows = start..start + run.len();
            start = rows.end;
            if !rows.clone().all(same) {
                differs[rows].fill(true);
            }
        }
    }
    (0..differs.len()).filter(|i| differs[*i]).collect()
}
