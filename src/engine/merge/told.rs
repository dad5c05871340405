//! The timeline of sheets that are taken apart, kept with what it was found from: what did not change is not found again.

use std::collections::BTreeSet;

use crate::engine::merge::assemble;
use crate::engine::merge::assemble::Draft;
use crate::engine::merge::assemble::Facts;
use crate::engine::merge::assemble::Life;
use crate::engine::merge::entries::Entries;
use crate::engine::merge::entries::NONE;
use crate::engine::merge::entries::Renumbered;
use crate::engine::merge::heads::Heads;
use crate::engine::merge::joined::Joined;
use crate::engine::merge::joined::Texts;
use crate::engine::merge::lists::Lists;
use crate::engine::merge::once::Once;
use crate::engine::merge::order;
use crate::engine::merge::order::Weights;
use crate::engine::merge::page::Pages;
use crate::engine::merge::para::Class;
use crate::engine::merge::pile::Pile;
use crate::engine::merge::posting::Brief;
use crate::engine::merge::posting::Kind;
use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::standing::At;
use crate::engine::merge::standing::Standing;
use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::engine::model::PageText;
use crate::engine::model::Source;

/// What a timeline is found from.
#[derive(Clone, Copy)]
pub(super) struct Ground<'g> {
    /// By the order in which they came.
    pub(super) sheets: &'g [&'g Sheet],
    /// For each sheet its place in canonical order.
    pub(super) ranks: &'g [u32],
    pub(super) kinds: &'g [Kind],
    pub(super) texts: Texts<'g>,
    /// For each class, how often it is the text of a card.
    pub(super) cards: &'g [u32],
}

/// The timeline as it was told last.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The sheets that were taken apart since, with the postings that they had before.
    spread: Vec<(u32, Vec<Brief>)>,
    /// How many sheets there were.
    sheets: usize,
    groups: Groups,
    weights: Weights,
    pile: Pile,
    heads: Heads,
    pages: Pages,
    /// When each entry was published, where that is known.
    times: Vec<Option<jiff::Timestamp>>,
    /// What else is known of each.
    known: Vec<Known>,
    written: Written,
    /// The newest one.
    newest: Option<u32>,
}

/// The postings in groups, each an entry, and which sheets list these.
#[derive(Debug, Default)]
struct Groups {
    standing: Standing,
    /// Which kinds of postings are one entry.
    joined: Joined,
    entries: Entries,
    lists: Lists,
}

impl Groups {
    fn facts<'f>(&'f self, ground: Ground<'f>) -> Facts<'f> {
        Facts {
            sheets: ground.sheets,
            ranks: ground.ranks,
            paragraphs: ground.texts.paragraphs,
            kinds: ground.kinds,
            standing: &self.standing,
            joined: &self.joined,
            entries: &self.entries,
            lists: &self.lists,
        }
    }
}

/// What is known of an entry.
#[derive(Debug, Clone)]
struct Known {
    life: Life,
    /// The entry above it, and whether no list shows both.
    above: u32,
    gap_before: bool,
    order_certain: bool,
}

/// How entries were told, by their numbers: what is asked of all of them in each merge stands close together.
#[derive(Debug, Default)]
struct Written {
    /// The id of each that was told.
    ids: Vec<Option<EntryId>>,
    /// A hash of all that it depends on.
    prints: Vec<u128>,
}

impl Known {
    const NOTHING: Self = Self {
        life: Life::Shown,
        above: NONE,
        gap_before: false,
        order_certain: true,
    };
}

/// What changed since the timeline was told.
struct Changed {
    /// The entries to be looked at as a whole.
    entries: Once<u32>,
    /// Those that other lists show than before, or at other places.
    listed: Once<u32>,
}

/// A timeline as it is told.
#[derive(Debug, Default)]
pub(super) struct Timeline {
    pub(super) page: PageText,
    /// All entries in order, each with its place among those that changed, if it did.
    pub(super) order: Vec<(EntryId, Option<usize>)>,
    /// The entries that changed.
    pub(super) changed: Vec<Entry>,
}

impl Told {
    /// Takes in that a sheet is taken apart again; `turned` are classes that became the texts of cards, or are none any more.
    pub(super) fn respread(
        &mut self,
        sheet: usize,
        (before, after): (&[Brief], &[Brief]),
        turned: &[Class],
    ) {
        let joined = &self.groups.joined;
        // Those which stand nowhere now are weighed again when they do.
        let kinds = turned.iter().flat_map(|class| joined.having(*class));
        let kinds = kinds.chain(after.iter().map(|brief| brief.kind));
        kinds.for_each(|kind| self.weights.forget(kind));
        let sheet = u32::try_from(sheet).unwrap_or(u32::MAX);
        self.spread.push((sheet, before.to_vec()));
    }

    /// Finds the timeline; `relinked` are the classes that are near others than before. Unless somebody wants them, entries
    /// are not written down.
    pub(super) fn follow(
        &mut self,
        ground: Ground<'_>,
        relinked: &BTreeSet<Class>,
        wanted: bool,
    ) -> Timeline {
        let before = self.sheets;
        let newest = self.groups.lists.newest_first().first().copied();
        let spread = std::mem::take(&mut self.spread);
        let (renumbered, kinds, reweighed) = self.group(ground, &spread, relinked);
        let sheets = ground.sheets;
        let goes_by = (&self.weights, ground.ranks);
        let Groups { entries, lists, .. } = &mut self.groups;
        let relisted = lists.update(sheets, &renumbered.sheets, entries, goes_by);
        let goes_by = (&self.groups.lists, &self.weights);
        let numbers = self.groups.entries.numbers();
        let laid = self.pile.update(goes_by, &relisted, &reweighed, numbers);
        self.known.resize(numbers, Known::NOTHING);
        self.written.ids.resize(numbers, None);
        self.written.prints.resize(numbers, 0);
        self.times.resize(numbers, None);
        let facts = self.groups.facts(ground);
        let spread: Vec<u32> = spread.iter().map(|(sheet, _)| *sheet).collect();
        let again: Vec<u32> = relisted.lists.iter().map(|list| list.0).collect();
        let near = |class: &Class| ground.texts.paragraphs.near(*class);
        let texts = kinds
            .iter()
            .flat_map(|kind| &ground.kinds[*kind as usize].text);
        let classes = texts.flat_map(|(class, _)| near(class).map(|near| near.0));
        let classes = classes.chain(relinked.iter().copied());
        let headed = self.heads.update(&facts, (&spread, &again), classes);
        let mut changed = Changed {
            entries: Once::below(numbers),
            listed: Once::below(numbers),
        };
        // One snapshot alone is believed in times that it gives without a zone.
        if relisted.anew || (before == 1) != (sheets.len() == 1) {
            let all = 0..u32::try_from(numbers).unwrap_or(NONE);
            all.for_each(|entry| changed.add(entry));
        }
        let renumbered = renumbered.changed.iter().chain(&headed);
        renumbered.for_each(|entry| changed.add(*entry));
        for entry in &relisted.entries {
            changed.listed.add(*entry);
        }
        if let Some(newest) = newest.filter(|sheet| facts.lists.age(*sheet) > 0) {
            let shown = facts.lists.all[newest as usize].entries.iter();
            shown.for_each(|entry| changed.listed.add(*entry));
        }
        let known = &mut self.known;
        for entry in changed.lives(&facts, ground.texts, relinked).all() {
            let life = assemble::life(&facts, *entry);
            if std::mem::replace(&mut known[*entry as usize].life, life) != life {
                changed.entries.add(*entry);
            }
        }
        for entry in changed.entries.all() {
            self.times[*entry as usize] = assemble::known_time(&facts, *entry);
        }
        let (laid, guessed) = (&laid.0[..], &laid.1[..]);
        let order = changed.order(&facts, (laid, guessed), &self.times, known);
        self.newest = order.first().copied();
        let page = self.pages.update(&facts, &spread, relisted.anew);
        let facts = (&facts, &self.heads);
        let known = (&mut known[..], &mut self.written);
        let (order, changed) = tell(facts, known, (&order, &changed.entries), wanted);
        Timeline {
            page,
            order,
            changed,
        }
    }

    /// Finds which postings are one entry; of some sheets it is said what postings they had. Returns what became of the
    /// entries, the kinds for which anything may have changed, and the sheets that show what weighs something else now.
    fn group(
        &mut self,
        ground: Ground<'_>,
        spread: &[(u32, Vec<Brief>)],
        relinked: &BTreeSet<Class>,
    ) -> (Renumbered, Vec<u32>, Vec<u32>) {
        let (sheets, kinds, ranks) = (ground.sheets, ground.kinds, ground.ranks);
        let Groups {
            standing,
            joined,
            entries,
            ..
        } = &mut self.groups;
        let mut moved = Once::below(kinds.len());
        standing.make_room(kinds.len());
        for (sheet, before) in spread {
            let after = sheets[*sheet as usize].briefs();
            standing.replace(*sheet, (before, after), ranks, &mut moved);
        }
        let reweighed = self.weights.weigh(kinds, ground.cards);
        let reweighed = reweighed.iter().flat_map(|kind| standing.of(*kind));
        let reweighed = reweighed.map(|at| at.sheet).collect();
        // What a page that states its borders shows as two entries is asked again where it is taken apart otherwise.
        let otherwise = spread.iter().map(|(sheet, _)| *sheet as usize);
        let otherwise = otherwise.filter(|s| *s < self.sheets && sheets[*s].is_certain());
        let shown: Vec<usize> = otherwise.chain(self.sheets..sheets.len()).collect();
        self.sheets = sheets.len();
        let mut shown = shown
            .into_iter()
            .flat_map(|s| sheets[s].gists().iter().map(|gist| gist.class()));
        let regrouped = joined.update(
            (kinds, standing, ranks),
            moved.all(),
            (relinked, &mut shown),
            ground.texts,
        );
        let mut changed = moved;
        regrouped.iter().for_each(|kind| changed.add(*kind));
        let changed = changed.all().to_vec();
        let mut out = entries.update((joined, standing), &changed, &regrouped);
        out.sheets.extend(spread.iter().map(|(sheet, _)| sheet));
        (out, changed, reweighed)
    }

    /// The newest entry in full.
    pub(super) fn newest(&self, ground: Ground<'_>) -> Option<Entry> {
        let facts = self.groups.facts(ground);
        let entry = self.newest?;
        let heads = self.heads.of(&facts, entry);
        let draft = self.known[entry as usize].draft(&facts, entry, &heads);
        Some(draft.write(&facts))
    }

    /// Everything that is known before entries are written.
    pub(super) fn facts<'f>(&'f self, ground: Ground<'f>) -> Facts<'f> {
        self.groups.facts(ground)
    }
}

impl Known {
    fn draft<'h>(&self, facts: &Facts<'_>, entry: u32, heads: &'h [Source]) -> Draft<'h> {
        Draft {
            life: self.life,
            gap_before: self.gap_before,
            order_certain: self.order_certain,
            heads,
            members: facts.members(entry),
            joins: facts.joins(entry),
        }
    }
}

impl Changed {
    fn add(&mut self, entry: u32) {
        self.entries.add(entry);
        self.listed.add(entry);
    }

    /// The entries that may have been withdrawn, or not any more: where lists show them or their neighbours changed, or what
    /// is near their texts.
    fn lives(&self, facts: &Facts<'_>, texts: Texts<'_>, relinked: &BTreeSet<Class>) -> Once<u32> {
        let lists = facts.lists;
        let mut out = Once::below(facts.entries.numbers());
        let shows_last = |entry: u32, sheet: u32| {
            let newest = lists.newest(entry);
            newest.is_some_and(|newest| newest.sheet == sheet)
        };
        for entry in self.listed.all() {
            out.add(*entry);
            for listed in lists.of(*entry) {
                let list = &lists.all[listed.sheet as usize].entries;
                let place = listed.place as usize;
                let beside = [place.checked_sub(1), place.checked_add(1)];
                let beside = beside.into_iter().flatten().filter_map(|at| list.get(at));
                let last = beside.filter(|beside| shows_last(**beside, listed.sheet));
                last.for_each(|beside| out.add(*beside));
            }
        }
        for spot in relinked.iter().flat_map(|class| &texts.own[*class]) {
            let spots = facts.sheets[spot.sheet as usize].spots();
            let at = spots.partition_point(|of| of.rows().end <= spot.row());
            let of = spots.get(at);
            let Some(of) = of.filter(|of| of.rows().contains(&spot.row())) else {
                continue;
            };
            let posting = At {
                sheet: spot.sheet,
                at: u32::try_from(at).unwrap_or(u32::MAX),
            };
            let kind = of.kind;
            let entry = facts.entries.of(kind, posting);
            if shows_last(entry, spot.sheet) {
                out.add(entry);
            }
        }
        out
    }

    /// Puts the entries in order, and finds out what is a guess and where something may be missing.
    fn order(
        &mut self,
        facts: &Facts<'_>,
        (laid, guessed): (&[u32], &[bool]),
        times: &[Option<jiff::Timestamp>],
        known: &mut [Known],
    ) -> Vec<u32> {
        let numbers = facts.entries.numbers();
        let mut order = order::by_time(laid, times);
        let mut above = NONE;
        for entry in &order {
            let known = &mut known[*entry as usize];
            let certain = !guessed[*entry as usize];
            if std::mem::replace(&mut known.order_certain, certain) != certain {
                self.entries.add(*entry);
            }
            let other = std::mem::replace(&mut known.above, above) != above;
            if other || self.listed.has(*entry) || self.listed.has(above) {
                let gap = above != NONE && facts.lists.are_apart(above, *entry);
                if std::mem::replace(&mut known.gap_before, gap) != gap {
                    self.entries.add(*entry);
                }
            }
            above = *entry;
        }
        if order.len() < facts.entries.count() {
            // What only pinned copies show comes last.
            let all = 0..u32::try_from(numbers).unwrap_or(NONE);
            let rest = all.filter(|entry| facts.entries.has(*entry));
            let mut rest: Vec<u32> = rest
                .filter(|entry| facts.lists.newest(*entry).is_none())
                .collect();
            rest.sort_unstable_by_key(|entry| facts.place_of(*entry));
            for entry in &rest {
                let known = &mut known[*entry as usize];
                known.above = NONE;
                let gap = std::mem::take(&mut known.gap_before);
                let guess = !std::mem::replace(&mut known.order_certain, true);
                if gap || guess {
                    self.entries.add(*entry);
                }
            }
            order.append(&mut rest);
        }
        order
    }
}

/// Tells the entries in order, and writes those that changed.
fn tell(
    (facts, heads): (&Facts<'_>, &Heads),
    (known, told): (&mut [Known], &mut Written),
    (order, changed): (&[u32], &Once<u32>),
    wanted: bool,
) -> (Vec<(EntryId, Option<usize>)>, Vec<Entry>) {
    for entry in changed.all() {
        if !facts.entries.has(*entry) {
            known[*entry as usize] = Known::NOTHING;
            told.ids[*entry as usize] = None;
        }
    }
    let (mut out, mut written) = (Vec::with_capacity(order.len()), Vec::new());
    for entry in order {
        let at = *entry as usize;
        let before = told.ids[at];
        if let Some(id) = before.filter(|_| !changed.has(*entry)) {
            out.push((id, None));
            continue;
        }
        let heads = heads.of(facts, *entry);
        let draft = known[at].draft(facts, *entry, &heads);
        let print = draft.print(facts);
        let same = std::mem::replace(&mut told.prints[at], print) == print;
        if let Some(id) = before.filter(|_| same) {
            out.push((id, None));
        } else if wanted {
            let entry = draft.write(facts);
            told.ids[at] = Some(entry.id);
            out.push((entry.id, Some(written.len())));
            written.push(entry);
        } else {
            let id = draft.id(facts);
            told.ids[at] = Some(id);
            out.push((id, None));
        }
    }
    (out, written)
}
