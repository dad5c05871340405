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
use std::sync::Arc;

use foldhash::HashMap;

use crate::engine::merge::assemble;
use crate::engine::merge::assemble::Draft;
use crate::engine::merge::assemble::Facts;
use crate::engine::merge::blog_id;
use crate::engine::merge::canonical;
use crate::engine::merge::cluster;
use crate::engine::merge::hint::Packed;
use crate::engine::merge::hint::Spot;
use crate::engine::merge::hint::Votes;
use crate::engine::merge::keep::Kept;
use crate::engine::merge::order;
use crate::engine::merge::para::Class;
use crate::engine::merge::para::Linked;
use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::posting;
use crate::engine::merge::posting::Kinds;
use crate::engine::merge::posting::Spread;
use crate::engine::merge::sheet::ROUNDS;
use crate::engine::merge::sheet::Row;
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
    pub(super) kinds: Kinds,
    /// For each class, where it stands.
    pub(super) own: Vec<Vec<Spot>>,
    /// For each class, how often it is the text of a card in the end.
    pub(super) cards: Vec<u32>,
    /// The entries as they were last told, by what they depended on.
    told: HashMap<u128, EntryId>,
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
            if let Some(reading) = self.sheets[s].reading() {
                self.spread(s, &reading);
            }
        }
        self.tell(load)
    }

    /// Sees to it that the readings of some sheets are at hand, and not too many others.
    pub(super) fn have<E>(&self, wanted: &[usize], load: &mut Load<'_, E>) -> Result<(), E> {
        for s in wanted {
            if !self.sheets[*s].is_held() {
                let reading = load(self.sheets[*s].snapshot)?;
                self.sheets[*s].hold(Some(reading));
            }
        }
        if self.sheets.iter().filter(|sheet| sheet.is_held()).count() > AT_HAND {
            for (s, sheet) in self.sheets.iter().enumerate() {
                if !wanted.contains(&s) {
                    sheet.hold(None);
                }
            }
        }
        Ok(())
    }

    /// Lets the reading go that came so many sheets before this one.
    fn let_go(&self, last: usize) {
        if let Some(sheet) = last.checked_sub(AT_HAND).and_then(|s| self.sheets.get(s)) {
            sheet.hold(None);
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
                .partition_point(|sheet| sheet.brings.start <= *class);
            self.kept.moved.extend(brought.checked_sub(1));
        }
        // Of the lines around them it may be said from now on that a sheet lacks what stands between.
        relinked.extend(self.beside(&lost));
        let mut moved: BTreeSet<usize> = (fresh..self.sheets.len()).collect();
        let new = self.sheets.iter().skip(fresh).flat_map(|sheet| &sheet.rows);
        let mut said: BTreeSet<Class> = new.map(Row::class).collect();
        for round in 0..ROUNDS.len() {
            said.extend(&relinked);
            let asking = self.asking(round, &said);
            let heard = self.hear(round, &asking);
            (moved, said) = self.go_through(round, heard.union(&moved).copied());
            self.kept.moved.extend(heard.union(&moved));
        }
        // A sheet without any row is taken for the same as before it was there.
        moved.extend(fresh..self.sheets.len());
        moved
    }

    /// All classes of the sheets that show one of these.
    fn beside(&self, classes: &BTreeSet<Class>) -> BTreeSet<Class> {
        let spots = classes.iter().flat_map(|class| &self.own[*class]);
        let sheets: BTreeSet<u32> = spots.map(|spot| spot.sheet).collect();
        let rows = sheets
            .into_iter()
            .flat_map(|s| &self.sheets[s as usize].rows);
        rows.map(Row::class).collect()
    }

    /// The rows whose hints in a round hang on what is said of these classes: rows of these or near ones, and those below them.
    fn asking(&self, round: usize, said: &BTreeSet<Class>) -> Vec<Spot> {
        let near = said.iter().flat_map(|class| &self.paragraphs.near[*class]);
        let mut near: Vec<Class> = near.map(|(class, _)| *class).collect();
        near.sort_unstable();
        near.dedup();
        let mut asking = Vec::new();
        for spot in near.iter().flat_map(|class| &self.own[*class]) {
            let sheet = &self.sheets[spot.sheet as usize];
            if sheet.takes_part(round) {
                asking.push(*spot);
                let below = Spot {
                    row: spot.row + 1,
                    ..*spot
                };
                if (below.row as usize) < sheet.rows.len() {
                    asking.push(below);
                }
            }
        }
        asking.sort_unstable();
        asking.dedup();
        asking
    }

    /// Lets rows hear what the other sheets say of them in a round; returns the sheets that hear something new.
    fn hear(&mut self, round: usize, asking: &[Spot]) -> BTreeSet<usize> {
        let mut votes = Votes::new(&self.sheets, round, &self.own, &self.paragraphs);
        let hints: Vec<Packed> = asking.iter().map(|spot| votes.packed(*spot)).collect();
        let mut heard = BTreeSet::new();
        for (spot, hint) in asking.iter().zip(hints) {
            let s = spot.sheet as usize;
            if self.sheets[s].hear(round, spot.row as usize, hint) {
                heard.insert(s);
            }
        }
        heard
    }

    /// Labels some sheets in a round. Returns those that are taken for something else after it, and the classes that they
    /// say something else of.
    fn go_through(
        &mut self,
        round: usize,
        again: impl Iterator<Item = usize>,
    ) -> (BTreeSet<usize>, BTreeSet<Class>) {
        let (mut changed, mut said) = (BTreeSet::new(), BTreeSet::new());
        for s in again {
            let sheet = &mut self.sheets[s];
            if let Some(before) = sheet.go_through(round) {
                changed.insert(s);
                said.extend(
                    differing(&before, sheet.at(round + 1))
                        .into_iter()
                        .map(|row| sheet.rows[row].class()),
                );
            }
        }
        (changed, said)
    }

    /// Takes a sheet apart into postings again.
    fn spread(&mut self, s: usize, reading: &Reading) {
        let spread = Spread::of(&self.sheets[s], reading, &self.paragraphs, &mut self.kinds);
        let sheet = &mut self.sheets[s];
        for class in &sheet.spread.card_classes {
            self.cards[*class] = self.cards[*class].saturating_sub(1);
        }
        for class in &spread.card_classes {
            self.cards[*class] += 1;
        }
        sheet.spread = spread;
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

    /// Takes the timeline of the sheets as they are for told.
    pub(super) fn recall(&mut self) {
        let told = self.find(|facts| {
            let drafts = assemble::drafts(facts);
            let mut room = Vec::new();
            let told = drafts
                .iter()
                .map(|draft| (draft.print(facts, &mut room), draft.id(facts)));
            told.collect()
        });
        self.told = told;
    }

    /// Finds the timeline of the sheets as they are labelled, and what of it changed.
    fn tell<E>(&mut self, load: &mut Load<'_, E>) -> Result<Update, E> {
        let (update, prints) = self.find(|facts| {
            let drafts = assemble::drafts(facts);
            let mut room = Vec::new();
            let prints: Vec<u128> = drafts
                .iter()
                .map(|draft| draft.print(facts, &mut room))
                .collect();
            let mut order: Vec<(EntryId, Option<usize>)> = prints
                .iter()
                .map(|print| {
                    (
                        self.told.get(print).copied().unwrap_or(EntryId([0; 8])),
                        None,
                    )
                })
                .collect();
            let due: Vec<usize> = (0..drafts.len())
                .filter(|i| !self.told.contains_key(&prints[*i]))
                .collect();
            let mut changed = Vec::new();
            for (i, entry) in self.write_down(&due, &drafts, facts, load)? {
                order[i] = (entry.id, Some(changed.len()));
                changed.push(entry);
            }
            let page = assemble::page(facts);
            let title = match assemble::title(&page) {
                Some(title) => title,
                None => {
                    let newest = if drafts.is_empty() { &[][..] } else { &[0] };
                    let newest = self.write_down(newest, &drafts, facts, load)?;
                    assemble::title_by(newest.first().map(|(_, entry)| entry))
                }
            };
            let (url, publisher) = assemble::stated(facts);
            let snapshot = |s: &usize| facts.sheets[*s].snapshot;
            let update = Update {
                blog: blog_id(facts.sheets.first().map(|sheet| sheet.snapshot)),
                title,
                url,
                publisher,
                ends_at: assemble::ends_at(facts),
                page,
                snapshots: facts.by_age.iter().map(snapshot).collect(),
                order,
                changed,
            };
            Ok((update, prints))
        })?;
        let ids = update.order.iter().map(|(id, _)| *id);
        self.told = prints.into_iter().zip(ids).collect();
        Ok(update)
    }

    /// Some drafts as entries, each with its place among the drafts.
    fn write_down<E>(
        &self,
        due: &[usize],
        drafts: &[Draft],
        facts: &Facts<'_>,
        load: &mut Load<'_, E>,
    ) -> Result<Vec<(usize, Entry)>, E> {
        let mut written = Vec::with_capacity(due.len());
        let mut left = due;
        while !left.is_empty() {
            let mut missed = BTreeSet::new();
            let before = written.len();
            for i in left {
                let entry = drafts[*i].entry(facts);
                let sheets = || drafts[*i].sheets(facts);
                let lacks: Vec<usize> = sheets()
                    .filter(|sheet| facts.sheets[*sheet].was_missed())
                    .collect();
                if !lacks.is_empty() {
                    // What is at hand of this entry must stay there until it is written.
                    let held = sheets().filter(|sheet| facts.sheets[*sheet].is_held());
                    missed.extend(held.chain(lacks).map(|sheet| facts.order[sheet]));
                } else if missed.is_empty() {
                    written.push((*i, entry));
                }
                if missed.len() >= AT_HAND {
                    break;
                }
            }
            left = &left[written.len() - before..];
            let missed: Vec<usize> = missed.into_iter().collect();
            self.have(&missed, load)?;
        }
        Ok(written)
    }

    /// Groups the postings into entries, finds out which sheets list them, and does something with it.
    fn find<T>(&self, work: impl FnOnce(&Facts<'_>) -> T) -> T {
        let order = self.order();
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
        work(&Facts {
            sheets: &sheets,
            order: &order,
            paragraphs: &self.paragraphs,
            places: &places,
            clusters: &clusters,
            lists: &lists,
            by_age: &by_age,
            ages: &ages,
            listed: &listed,
        })
    }
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
