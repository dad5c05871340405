//! Writes down what the other steps found: the timeline with its page texts, entries, states and provenance.

use foldhash::HashMap;
use jiff::Timestamp;
use xxhash_rust::xxh3::xxh3_128;

use crate::engine::merge::bundles::Bundles;
use crate::engine::merge::cluster::Clusters;
use crate::engine::merge::cluster::Join;
use crate::engine::merge::order;
use crate::engine::merge::order::List;
use crate::engine::merge::order::Ordered;
use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::posting::PageLine;
use crate::engine::merge::posting::Place;
use crate::engine::merge::revise;
use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::time::Time;
use crate::engine::model::Block;
use crate::engine::model::Capture;
use crate::engine::model::Change;
use crate::engine::model::DroppedLine;
use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::engine::model::EntryState;
use crate::engine::model::Form;
use crate::engine::model::PageText;
use crate::engine::model::Posting;
use crate::engine::model::Reading;
use crate::engine::model::Revision;
use crate::engine::model::Role;
use crate::engine::model::SnapshotId;
use crate::engine::model::SnapshotSummary;
use crate::engine::model::Source;
use crate::engine::text::SafeText;
use crate::engine::text::words::Fingerprint;

/// Where a blog has no headline, its title is the beginning of its first text, at most this many words.
const TITLE_WORDS: usize = 14;

/// Everything that is known before the timeline is written. Sheets are in canonical order.
pub(crate) struct Facts<'f> {
    pub(crate) sheets: &'f [&'f Sheet],
    pub(crate) paragraphs: &'f Paragraphs,
    pub(crate) places: &'f [Place<'f>],
    pub(crate) clusters: &'f Clusters,
    pub(crate) lists: &'f [List],
    /// The sheets, newest first.
    pub(crate) by_age: &'f [usize],
    /// The place of each sheet among them.
    pub(crate) ages: &'f [usize],
    /// For each entry, the ages of the sheets that list it, newest first.
    pub(crate) listed: &'f Bundles,
}

impl Facts<'_> {
    /// The postings of an entry.
    fn members(&self, group: usize) -> impl Iterator<Item = usize> {
        let members = self.clusters.groups.get(group).iter();
        members.map(|p| *p as usize)
    }

    /// The ages of the sheets that list an entry, newest first.
    fn ages_of(&self, group: usize) -> impl Iterator<Item = usize> {
        self.listed.get(group).iter().map(|age| *age as usize)
    }
}

/// One entry before it is written: everything that it depends on.
#[derive(Debug)]
pub(crate) struct Draft {
    group: usize,
    /// Its postings, newest first.
    members: Vec<usize>,
    life: Life,
    gap_before: bool,
    order_certain: bool,
    /// Lines above the entries that stand for it, too.
    heads: Vec<Source>,
}

/// Where an entry is in its life, as far as that does not hang on its versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Life {
    Shown,
    Withdrawn,
    RolledOff,
}

/// The entries in order, newest first.
pub(crate) fn drafts(facts: &Facts<'_>) -> Vec<Draft> {
    let known = known_times(facts);
    let groups = facts.clusters.groups.len();
    let ordered = order::entries(facts.by_age, facts.lists, facts.listed, &known);
    let mut heads = summary_anchors(facts);
    let draft = |group: usize| {
        let key = |p: &usize| {
            let place = &facts.places[*p];
            (
                facts.ages[place.sheet],
                place.spot.pinned,
                place.spot.number,
            )
        };
        let mut members = facts.members(group).collect::<Vec<_>>();
        members.sort_by_key(key);
        Draft {
            group,
            members,
            life: life(facts, group),
            gap_before: ordered.gaps.contains(&group),
            order_certain: !ordered.uncertain.contains(&group),
            heads: heads.remove(&group).unwrap_or_default(),
        }
    };
    all_in(&ordered, groups).into_iter().map(draft).collect()
}

/// For each draft a hash of everything that its entry depends on: as long as it is the same, so is the entry.
pub(crate) fn prints(drafts: &[Draft], facts: &Facts<'_>) -> Vec<u128> {
    let mut room = Vec::new();
    let print = |draft: &Draft| draft.print(facts, &mut room);
    drafts.iter().map(print).collect()
}

impl Draft {
    /// The hash of one entry. `room` is used again.
    fn print(&self, facts: &Facts<'_>, room: &mut Vec<u8>) -> u128 {
        room.clear();
        for p in &self.members {
            room.extend(facts.places[*p].spot.print.to_le_bytes());
        }
        for head in &self.heads {
            room.extend(head.snapshot.0);
            room.extend(head.line.to_le_bytes());
            room.extend(head.part.to_le_bytes());
        }
        for join in &facts.clusters.why[self.group] {
            for posting in [join.a, join.b] {
                room.extend(facts.places[posting].spot.print.to_le_bytes());
            }
            room.extend(join.why.code());
        }
        let counts = [self.members.len(), self.heads.len()];
        room.extend(
            counts
                .map(|count| count as u32)
                .map(u32::to_le_bytes)
                .as_flattened(),
        );
        room.extend([self.gap_before, self.order_certain].map(u8::from));
        room.push(self.life as u8);
        xxh3_128(room)
    }

    /// Where it stands and what it is known by: the first rows of its postings, oldest first, then the lines that stand for it.
    fn anchors(&self, facts: &Facts<'_>) -> Vec<Source> {
        let mut anchors: Vec<(usize, Source)> = self
            .members
            .iter()
            .filter_map(|p| {
                let place = &facts.places[*p];
                let sheet = facts.sheets[place.sheet];
                let row = sheet.rows.get(place.spot.rows.start)?;
                Some((place.sheet, sheet.source(row)))
            })
            .collect();
        anchors.sort_by_key(|(sheet, anchor)| (*sheet, anchor.line, anchor.part));
        let mut anchors: Vec<Source> = anchors.into_iter().map(|(_, anchor)| anchor).collect();
        anchors.extend(&self.heads);
        anchors
    }

    /// Its id.
    pub(crate) fn id(&self, facts: &Facts<'_>) -> EntryId {
        id(&self.anchors(facts))
    }

    /// The entry in full.
    pub(crate) fn entry(&self, facts: &Facts<'_>) -> Entry {
        let members = &self.members;
        let places: Vec<&Place<'_>> = members.iter().map(|p| &facts.places[*p]).collect();
        let times: Vec<&Time> = places
            .iter()
            .filter_map(|place| place.spot.time.as_deref())
            .collect();
        let revisions = revise::revisions(&places, facts.sheets, facts.paragraphs);
        let anchors = self.anchors(facts);
        let instant = times
            .iter()
            .filter_map(|time| time.instant)
            .min_by_key(|(at, off)| (*off, *at))
            .map(|(at, _)| at);
        Entry {
            id: id(&anchors),
            author: times.iter().find_map(|time| time.author.clone()),
            published_at: instant,
            updated_at: times
                .iter()
                .filter_map(|time| time.updated)
                .max()
                .filter(|at| Some(*at) != instant),
            stated_time: times.iter().find_map(|time| time.stated.clone()),
            url: times.iter().find_map(|time| time.url.clone()),
            state: state(self.life, &revisions),
            gap_before: self.gap_before,
            order_certain: self.order_certain,
            postings: places
                .iter()
                .map(|place| Posting {
                    snapshot: facts.sheets[place.sheet].snapshot,
                    position: u32::try_from(place.spot.number).unwrap_or(u32::MAX),
                })
                .collect(),
            revisions,
            anchors,
            why: reasons(facts, &facts.clusters.why[self.group]),
        }
    }
}

/// The id of an entry that is known by these places.
fn id(anchors: &[Source]) -> EntryId {
    anchors.first().map_or(EntryId([0; 8]), |first| {
        EntryId::of(first.snapshot, first.line, first.part)
    })
}

/// How many reasons an entry is told with.
const REASONS: usize = 24;

/// Why the postings of an entry were joined, a line for each join: which two, and by what rule with what score.
fn reasons(facts: &Facts<'_>, joins: &[Join]) -> Vec<String> {
    let name = |posting: usize| {
        let place = &facts.places[posting];
        let name = &facts.sheets[place.sheet].capture.name;
        format!("{name} (number {})", place.spot.number + 1)
    };
    let told = |join: &Join| format!("{} and {}: {}", name(join.a), name(join.b), join.why);
    let mut out: Vec<String> = joins.iter().take(REASONS).map(told).collect();
    if joins.len() > REASONS {
        out.push(format!("and {} joins more", joins.len() - REASONS));
    }
    out
}

/// The address of the page and its publisher, as the newest snapshot that states them does.
pub(crate) fn stated(facts: &Facts<'_>) -> (Option<String>, Option<SafeText>) {
    let newest = || facts.by_age.iter().map(|s| facts.sheets[*s]);
    let url =
        newest().find_map(|sheet| sheet.meta.url.clone().or_else(|| sheet.capture.url.clone()));
    (url, newest().find_map(|sheet| sheet.meta.publisher.clone()))
}

/// When the coverage ends, as the newest page says that states its entries: an older one may have been mistaken.
pub(crate) fn ends_at(facts: &Facts<'_>) -> Option<Timestamp> {
    let mut newest = facts.by_age.iter().map(|s| facts.sheets[*s]);
    let page = newest.find(|sheet| sheet.form == Form::Native)?;
    let said = || page.meta.stated_at.or(page.capture.captured_at);
    let marked = page.meta.ended.then(said).flatten();
    page.meta.ends_at.into_iter().chain(marked).min()
}

/// The entries in order; those that only pinned copies show come last.
fn all_in(ordered: &Ordered, groups: usize) -> Vec<usize> {
    let mut placed = vec![false; groups];
    for entry in &ordered.entries {
        placed[*entry] = true;
    }
    let rest = (0..groups).filter(|group| !placed[*group]);
    ordered.entries.iter().copied().chain(rest).collect()
}

/// The instant that the newest posting of each entry states: an older posting's time says nothing once an entry was
/// published again. Where a page names no zone, its own times order its entries among themselves.
fn known_times(facts: &Facts<'_>) -> Vec<Option<Timestamp>> {
    let alone = facts.sheets.len() == 1;
    let known = |group: usize| {
        let age = |p: &usize| facts.ages[facts.places[*p].sheet];
        let newest = facts.members(group).map(|p| age(&p)).min();
        let mine = || {
            let mine = facts.members(group).filter(|p| Some(age(p)) == newest);
            mine.map(|p| facts.places[p].spot)
                .filter(|spot| !spot.pinned)
        };
        let exact = mine()
            .filter_map(|spot| spot.time.as_ref()?.instant)
            .filter(|(_, off)| *off <= 1)
            .map(|(at, _)| at)
            .max();
        let local = || mine().filter_map(|spot| spot.local).max();
        exact.or_else(|| alone.then(local).flatten())
    };
    (0..facts.clusters.groups.len()).map(known).collect()
}

/// Lines above the entries, by the entry that tells them again, or that stands first where no entry does.
/// Read alone, a snapshot may show such a line as an entry: what was marked then stays reachable there.
fn summary_anchors(facts: &Facts<'_>) -> HashMap<usize, Vec<Source>> {
    let mut teller = vec![None; facts.paragraphs.count()];
    for (place, group) in facts.places.iter().zip(&facts.clusters.of) {
        for (class, _) in &place.kind.text {
            teller[*class].get_or_insert(*group);
        }
    }
    let mut out: HashMap<usize, Vec<Source>> = HashMap::default();
    for (s, sheet) in facts.sheets.iter().enumerate() {
        for line in &sheet.spread.page {
            let Some(class) = line.class else { continue };
            // The same words first, then the first entry that tells nearly the same.
            let near = facts.paragraphs.near[class].iter();
            let told = teller[class].or_else(|| near.filter_map(|(near, _)| teller[*near]).min());
            if let Some(group) = told.or(facts.lists[s].entries.first().copied()) {
                out.entry(group).or_default().push(Source {
                    snapshot: sheet.snapshot,
                    line: line.line,
                    part: line.part,
                });
            }
        }
    }
    out
}

/// The state of an entry with these versions.
fn state(life: Life, revisions: &[Revision]) -> EntryState {
    let real = |revision: &Revision| {
        revision
            .change
            .is_some_and(|change| change != Change::Cosmetic)
    };
    match life {
        Life::Withdrawn => EntryState::Withdrawn,
        Life::RolledOff => EntryState::RolledOff,
        Life::Shown if revisions.iter().any(real) => EntryState::Revised,
        Life::Shown => EntryState::Current,
    }
}

/// Where an entry is in its life.
fn life(facts: &Facts<'_>, group: usize) -> Life {
    let last = facts.ages_of(group).next().unwrap_or(0);
    if last == 0 {
        return Life::Shown;
    }
    let withdrawn = facts
        .by_age
        .get(last)
        .is_some_and(|older| is_withdrawn(facts, group, *older, last));
    if withdrawn {
        Life::Withdrawn
    } else {
        Life::RolledOff
    }
}

/// Whether a sheet newer than the last that shows an entry, of this age, shows both its neighbours and not the entry,
/// though its form could have carried it.
fn is_withdrawn(facts: &Facts<'_>, group: usize, sheet: usize, age: usize) -> bool {
    let list = &facts.lists[sheet].entries;
    let Some(at) = facts.lists[sheet].at(group) else {
        return false;
    };
    let (Some(above), Some(below)) = (at.checked_sub(1).map(|i| list[i]), list.get(at + 1)) else {
        return false;
    };
    let text = facts
        .members(group)
        .map(|p| facts.places[p].kind.weight)
        .fold(0.0, f32::max);
    let newer = facts.ages_of(above).take_while(|newer| *newer < age);
    text >= 8.0
        && newer.map(|age| facts.by_age[age]).any(|newer| {
            let place = |entry: &usize| facts.lists[newer].at(*entry);
            let together = match (place(&above), place(below)) {
                (Some(above), Some(below)) => above < below && below - above <= 2,
                _ => false,
            };
            together && facts.sheets[newer].form != Form::Plain
        })
}

/// The texts above the entries: every version once, the newest snapshot's first.
pub(crate) fn page(facts: &Facts<'_>) -> PageText {
    let mut page = PageText::default();
    let mut known = [HashMap::default(), HashMap::default(), HashMap::default()];
    for s in facts.by_age {
        let sheet = facts.sheets[*s];
        for line in &sheet.spread.page {
            let (list, known) = match line.role {
                Role::Headline => (&mut page.title, &mut known[0]),
                Role::Standfirst => (&mut page.standfirst, &mut known[1]),
                _ => (&mut page.summary, &mut known[2]),
            };
            add(list, known, line, sheet.snapshot);
        }
    }
    page
}

/// Adds a line to a list of texts; `known` says where in the list each text stands.
fn add(
    list: &mut Vec<Block>,
    known: &mut HashMap<Fingerprint, usize>,
    line: &PageLine,
    snapshot: SnapshotId,
) {
    let source = Source {
        snapshot,
        line: line.line,
        part: line.part,
    };
    let at = *known.entry(line.print).or_insert(list.len());
    if let Some(block) = list.get_mut(at) {
        block.source.push(source);
        return;
    }
    let role = if matches!(line.role, Role::Headline | Role::Standfirst | Role::Byline) {
        line.role
    } else {
        Role::Summary
    };
    list.push(Block {
        role,
        text: line.text.clone(),
        source: vec![source],
        links: Vec::new(),
    });
}

/// The title of a blog by the texts of its page, if it has any.
pub(crate) fn title(page: &PageText) -> Option<SafeText> {
    if let Some(title) = page.title.first() {
        return Some(title.text.clone());
    }
    let block = page.standfirst.first().or(page.summary.first())?;
    Some(beginning(&block.text))
}

/// The title of a blog whose page has no text above the entries, by its newest entry.
pub(crate) fn title_by(newest: Option<&Entry>) -> SafeText {
    newest
        .and_then(|entry| entry.revisions.first())
        .and_then(|revision| revision.heading.as_ref().or(revision.blocks.first()))
        .map_or_else(|| SafeText::new("Untitled"), |block| beginning(&block.text))
}

fn beginning(text: &SafeText) -> SafeText {
    let words: Vec<&str> = text.split_whitespace().collect();
    let short = words[..words.len().min(TITLE_WORDS)].join(" ");
    SafeText::from(if words.len() > TITLE_WORDS {
        format!("{short} …")
    } else {
        short
    })
}

/// What a snapshot brings to the timeline besides its entries.
pub fn summary(reading: &Reading, capture: &Capture) -> SnapshotSummary {
    let dropped = reading
        .pieces
        .iter()
        .filter(|piece| piece.role == Role::Furniture);
    SnapshotSummary {
        id: reading.snapshot,
        name: capture.name.clone(),
        origin: capture.origin.clone(),
        captured_at: capture.captured_at,
        format: reading.format.clone(),
        form: reading.form,
        dropped: dropped
            .map(|piece| DroppedLine {
                line: piece.line,
                text: piece.text.clone(),
                why: piece.why.clone(),
            })
            .collect(),
    }
}
