//! What a merge remembers, so that a further snapshot costs what it changes and not what is known already.
//!
//! Nothing is folded: every step keeps what it found together with what it found it from, and is done again only where
//! that changed. The outcome is the one of a merge from nothing:
//!
//! - classes and their links depend on the set of texts ([`Paragraphs`]);
//! - the labels of a sheet after a round depend on its labels before it and on the hints, and these on the sheets that
//!   show the same or nearly the same lines: only sheets that share lines with one that changed are asked again;
//! - kinds of postings, entries and their order are found anew each time, from numbers alone;
//! - an entry is written again when anything that it depends on changed ([`Draft::print`]).

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::sync::Arc;

use crate::engine::merge::assemble;
use crate::engine::merge::assemble::Draft;
use crate::engine::merge::assemble::Facts;
use crate::engine::merge::blog_id;
use crate::engine::merge::canonical;
use crate::engine::merge::cluster;
use crate::engine::merge::cluster::Clusters;
use crate::engine::merge::hint::Spot;
use crate::engine::merge::hint::Votes;
use crate::engine::merge::order;
use crate::engine::merge::order::List;
use crate::engine::merge::para::Class;
use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::posting;
use crate::engine::merge::posting::Kinds;
use crate::engine::merge::posting::Place;
use crate::engine::merge::posting::Spread;
use crate::engine::merge::sheet::ROUNDS;
use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::sheet::Taken;
use crate::engine::model::BlogId;
use crate::engine::model::Capture;
use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::engine::model::PageText;
use crate::engine::model::Reading;
use crate::engine::model::SnapshotId;
use crate::engine::rules::Rules;
use crate::engine::text::SafeText;

/// How many readings are at hand at a time.
const AT_HAND: usize = 48;

/// What is remembered of a blog. Empty at first: then everything is found from the readings.
#[derive(Debug, Default)]
pub struct Memory {
    /// In the order in which they came.
    pub(super) sheets: Vec<Sheet>,
    pub(super) paragraphs: Paragraphs,
    kinds: Kinds,
    /// For each class, where it stands.
    pub(super) own: Vec<Vec<Spot>>,
    /// For each class, how often it is the text of a card in the end.
    cards: Vec<u32>,
    /// The entries as they were last told, by what they depended on.
    told: HashMap<u128, EntryId>,
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
        let now: BTreeMap<SnapshotId, &Capture> =
            members.iter().map(|(id, capture)| (*id, capture)).collect();
        let stays = |sheet: &Sheet| now.get(&sheet.snapshot).copied() == Some(&sheet.capture);
        if !self.sheets.iter().all(stays) {
            *self = Self::default();
        }
        let known: BTreeSet<SnapshotId> = self.sheets.iter().map(|sheet| sheet.snapshot).collect();
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
            let sheet = Sheet::of(reading, capture.clone(), &mut self.paragraphs, rules);
            self.sheets.push(sheet);
            self.let_go(self.sheets.len() - 1);
        }
        let moved = self.label(fresh);
        for s in moved {
            self.have(&[s], load)?;
            self.spread(s);
        }
        self.tell(load)
    }

    /// Sees to it that the readings of some sheets are at hand, and not too many others.
    pub(super) fn have<E>(&mut self, wanted: &[usize], load: &mut Load<'_, E>) -> Result<(), E> {
        for s in wanted {
            if self.sheets[*s].reading().is_none() {
                let reading = load(self.sheets[*s].snapshot)?;
                self.sheets[*s].hold(Some(reading));
            }
        }
        let held = |sheet: &&Sheet| sheet.reading().is_some();
        if self.sheets.iter().filter(held).count() > AT_HAND {
            for (s, sheet) in self.sheets.iter_mut().enumerate() {
                if !wanted.contains(&s) {
                    sheet.hold(None);
                }
            }
        }
        Ok(())
    }

    /// Lets the reading go that came so many sheets before this one.
    fn let_go(&mut self, last: usize) {
        if let Some(sheet) = last
            .checked_sub(AT_HAND)
            .and_then(|s| self.sheets.get_mut(s))
        {
            sheet.hold(None);
        }
    }

    /// Labels the sheets from `fresh` on, and those again that they have a say in. Returns all whose postings may have changed.
    fn label(&mut self, fresh: usize) -> BTreeSet<usize> {
        let relinked = self.paragraphs.link();
        self.own.resize(self.paragraphs.count(), Vec::new());
        self.cards.resize(self.paragraphs.count(), 0);
        let mut moved: BTreeSet<usize> = (fresh..self.sheets.len()).collect();
        let mut said: BTreeSet<Class> = BTreeSet::new();
        for s in fresh..self.sheets.len() {
            for (r, row) in self.sheets[s].rows.iter().enumerate() {
                said.insert(row.class);
                self.own[row.class].push(Spot {
                    sheet: u32::try_from(s).unwrap_or(u32::MAX),
                    row: u32::try_from(r).unwrap_or(u32::MAX),
                });
            }
        }
        for round in 0..ROUNDS.len() {
            said.extend(&relinked);
            let asked: BTreeSet<usize> = self.sharing(&said).union(&moved).copied().collect();
            (moved, said) = self.go_through(round, &asked, &moved);
        }
        // A sheet without any row is taken for the same as before it was there.
        moved.extend(fresh..self.sheets.len());
        moved
    }

    /// The sheets that show one of these classes, or one near it.
    fn sharing(&self, classes: &BTreeSet<Class>) -> BTreeSet<usize> {
        let near = classes
            .iter()
            .flat_map(|class| &self.paragraphs.near[*class]);
        let near: BTreeSet<Class> = near.map(|(class, _)| *class).collect();
        let mut sharing = vec![false; self.sheets.len()];
        for spot in near.iter().flat_map(|class| &self.own[*class]) {
            sharing[spot.sheet as usize] = true;
        }
        (0..sharing.len()).filter(|s| sharing[*s]).collect()
    }

    /// One round of labelling. Returns the sheets that are taken for something else after it, and the classes that they
    /// say something else of.
    fn go_through(
        &mut self,
        round: usize,
        asked: &BTreeSet<usize>,
        moved: &BTreeSet<usize>,
    ) -> (BTreeSet<usize>, BTreeSet<Class>) {
        let mut votes = Votes::new(&self.sheets, round, &self.own, &self.paragraphs);
        let hints: Vec<_> = asked
            .iter()
            .map(|s| {
                let takes_part = self.sheets[*s].takes_part(round);
                (*s, takes_part.then(|| votes.hints(*s)))
            })
            .collect();
        let (mut changed, mut said) = (BTreeSet::new(), BTreeSet::new());
        for (s, hints) in hints {
            let sheet = &mut self.sheets[s];
            if let Some(before) = sheet.go_through(round, hints.as_deref(), moved.contains(&s)) {
                changed.insert(s);
                said.extend(
                    differing(&before, sheet.at(round + 1))
                        .into_iter()
                        .map(|row| sheet.rows[row].class),
                );
            }
        }
        (changed, said)
    }

    /// Takes a sheet apart into postings again.
    fn spread(&mut self, s: usize) {
        let spread = Spread::of(&self.sheets[s], &self.paragraphs, &mut self.kinds);
        let sheet = &mut self.sheets[s];
        for class in &sheet.spread.card_classes {
            self.cards[*class] = self.cards[*class].saturating_sub(1);
        }
        for class in &spread.card_classes {
            self.cards[*class] += 1;
        }
        sheet.spread = spread;
        sheet.version += 1;
    }

    /// Finds the timeline of the sheets as they are labelled, and what of it changed.
    fn tell<E>(&mut self, load: &mut Load<'_, E>) -> Result<Update, E> {
        let mut order: Vec<usize> = (0..self.sheets.len()).collect();
        order.sort_by_key(|s| {
            let sheet = &self.sheets[*s];
            canonical(&sheet.capture, sheet.snapshot)
        });
        let found = self.find(&order);
        let (drafts, prints) = self.with(&order, &found, |facts| {
            let drafts = assemble::drafts(facts);
            let prints: Vec<u128> = drafts.iter().map(|draft| draft.print(facts)).collect();
            (drafts, prints)
        });
        let mut told: Vec<Option<(EntryId, Option<usize>)>> = prints
            .iter()
            .map(|print| self.told.get(print).map(|id| (*id, None)))
            .collect();
        let mut changed = Vec::new();
        let due: Vec<usize> = (0..drafts.len()).filter(|i| told[*i].is_none()).collect();
        let mut left = due;
        while !left.is_empty() {
            let (now, missed) = self.write_down(&left, &drafts, &order, &found);
            left.drain(..now.len());
            for (i, entry) in now {
                told[i] = Some((entry.id, Some(changed.len())));
                changed.push(entry);
            }
            self.have(&missed, load)?;
        }
        let first = order.first().map(|s| self.sheets[*s].snapshot);
        let mut update = self.with(&order, &found, |facts| {
            let (url, publisher) = assemble::stated(facts);
            let page = assemble::page(facts);
            Update {
                blog: blog_id(first),
                title: assemble::title(&page).unwrap_or_default(),
                url,
                publisher,
                ends_at: assemble::ends_at(facts),
                page,
                snapshots: facts
                    .by_age
                    .iter()
                    .map(|s| facts.sheets[*s].snapshot)
                    .collect(),
                order: told.into_iter().flatten().collect(),
                changed,
            }
        });
        while update.title.is_empty() {
            let newest = if drafts.is_empty() { &[][..] } else { &[0] };
            let (newest, missed) = self.write_down(newest, &drafts, &order, &found);
            self.have(&missed, load)?;
            if missed.is_empty() {
                update.title = assemble::title_by(newest.first().map(|(_, entry)| entry));
            }
        }
        let ids = update.order.iter().map(|(id, _)| *id);
        self.told = prints.into_iter().zip(ids).collect();
        Ok(update)
    }

    /// The first of some drafts as entries, as far as the readings at hand go, and the sheets whose readings those after
    /// them lack.
    fn write_down(
        &self,
        left: &[usize],
        drafts: &[Draft],
        order: &[usize],
        found: &Found,
    ) -> (Vec<(usize, Entry)>, Vec<usize>) {
        self.with(order, found, |facts| {
            let (mut done, mut missed) = (Vec::new(), BTreeSet::new());
            for i in left {
                let entry = drafts[*i].entry(facts);
                let sheets = || drafts[*i].sheets(facts);
                let lacks: Vec<usize> = sheets()
                    .filter(|sheet| facts.sheets[*sheet].was_missed())
                    .collect();
                if !lacks.is_empty() {
                    // What is at hand of this entry must stay there until it is written.
                    let held = sheets().filter(|sheet| facts.sheets[*sheet].reading().is_some());
                    missed.extend(held.chain(lacks).map(|sheet| order[sheet]));
                } else if missed.is_empty() {
                    done.push((*i, entry));
                }
                if missed.len() >= AT_HAND {
                    break;
                }
            }
            (done, missed.into_iter().collect())
        })
    }

    /// Groups the postings into entries and finds out which sheets list them.
    fn find(&self, order: &[usize]) -> Found {
        let sheets: Vec<&Sheet> = order.iter().map(|s| &self.sheets[*s]).collect();
        let places = posting::places(&sheets, &self.kinds);
        let mut number: Vec<Option<usize>> = vec![None; self.kinds.all.len()];
        let mut kinds = Vec::new();
        let mut of = Vec::with_capacity(places.len());
        for place in &places {
            of.push(*number[place.spot.kind].get_or_insert_with(|| {
                kinds.push(place.kind);
                kinds.len() - 1
            }));
        }
        let clusters = cluster::cluster(&kinds, &of, &self.paragraphs);
        let card = |class: Class| self.cards[class] > 0;
        let lists = order::lists(&sheets, &places, &clusters.of, &card);
        let by_age = order::sheets_by_age(&sheets, &lists);
        let mut ages = vec![0; sheets.len()];
        for (age, sheet) in by_age.iter().enumerate() {
            ages[*sheet] = age;
        }
        let mut listed = vec![Vec::new(); clusters.groups.len()];
        for (age, sheet) in by_age.iter().enumerate() {
            for entry in &lists[*sheet].entries {
                listed[*entry].push(age);
            }
        }
        Found {
            clusters,
            lists,
            by_age,
            ages,
            listed,
        }
    }

    /// Does something with everything that was found.
    fn with<T>(&self, order: &[usize], found: &Found, work: impl FnOnce(&Facts<'_>) -> T) -> T {
        let sheets: Vec<&Sheet> = order.iter().map(|s| &self.sheets[*s]).collect();
        let places: Vec<Place<'_>> = posting::places(&sheets, &self.kinds);
        work(&Facts {
            sheets: &sheets,
            paragraphs: &self.paragraphs,
            places: &places,
            clusters: &found.clusters,
            lists: &found.lists,
            by_age: &found.by_age,
            ages: &found.ages,
            listed: &found.listed,
        })
    }
}

/// What was found of all sheets together.
struct Found {
    clusters: Clusters,
    lists: Vec<List>,
    by_age: Vec<usize>,
    ages: Vec<usize>,
    listed: Vec<Vec<usize>>,
}

/// The rows of which a sheet says something else than before: those that changed, and all that stand in one posting with
/// such a row now or stood in one with it before.
fn differing(before: &[Taken], after: &[Taken]) -> Vec<usize> {
    if before.len() != after.len() {
        return (0..after.len()).collect();
    }
    let same = |i: usize| {
        let (a, b) = (&before[i], &after[i]);
        (a.role, a.begins, a.stand, a.posting.is_some())
            == (b.role, b.begins, b.stand, b.posting.is_some())
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
