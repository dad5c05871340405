//! Writes down what the other steps found: the timeline with its page texts, entries, states and provenance.

use foldhash::HashMap;
use jiff::Timestamp;
use xxhash_rust::xxh3::xxh3_128;

use crate::engine::merge::bundles::Bundles;
use crate::engine::merge::cluster::Clusters;
use crate::engine::merge::cluster::Join;
use crate::engine::merge::order;
use crate::engine::merge::order::AllListed;
use crate::engine::merge::order::List;
use crate::engine::merge::order::Ordered;
use crate::engine::merge::order::Weights;
use crate::engine::merge::para::Class;
use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::posting::Kind;
use crate::engine::merge::posting::PageLine;
use crate::engine::merge::posting::Place;
use crate::engine::merge::posting::Posted;
use crate::engine::merge::revise;
use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::time::Time;
use crate::engine::merge::withdrawn;
use crate::engine::model::Block;
use crate::engine::model::Capture;
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
    pub(crate) posted: &'f [Posted],
    pub(crate) clusters: &'f Clusters,
    pub(crate) lists: &'f [List],
    /// The sheets, newest first.
    pub(crate) by_age: &'f [usize],
    /// The postings of each entry, newest first.
    pub(crate) members: &'f Bundles<Posted>,
    /// For each entry, where sheets list it.
    pub(crate) listed: &'f AllListed,
    /// All kinds of postings that ever were.
    pub(crate) kinds: &'f [Kind],
    pub(crate) weights: &'f Weights,
    /// The first entry that tells a class.
    pub(crate) teller: &'f dyn Fn(Class) -> Option<usize>,
}

impl<'f> Facts<'f> {
    /// The postings of an entry, newest first.
    pub(super) fn members(&self, group: usize) -> impl Iterator<Item = &'f Posted> + Clone {
        self.members.get(group).iter()
    }

    /// A posting in full.
    pub(super) fn place(&self, posted: &Posted) -> Place<'f> {
        posted.place(self.sheets, self.kinds)
    }
}

/// The postings of each entry, newest first: those of a newer sheet before those of an older one, pinned copies below what
/// they are copies of. `of` is the entry of each posting.
pub(crate) fn members(
    entries: usize,
    posted: &[Posted],
    of: &[usize],
    by_age: &[usize],
) -> Bundles<Posted> {
    let mut begins: Vec<usize> = vec![0; by_age.len() + 1];
    for one in posted {
        begins[one.sheet() + 1] += 1;
    }
    for sheet in 0..by_age.len() {
        begins[sheet + 1] += begins[sheet];
    }
    let mut newest_first = Vec::with_capacity(posted.len());
    for sheet in by_age {
        let of_sheet = || begins[*sheet]..begins[*sheet + 1];
        newest_first.extend(of_sheet().filter(|p| !posted[*p].brief.pinned));
        newest_first.extend(of_sheet().filter(|p| posted[*p].brief.pinned));
    }
    let members = newest_first.iter().map(|p| (of[*p], posted[*p]));
    Bundles::of(entries, members)
}

/// The entries before they are written, in order, newest first.
pub(crate) struct Drafts<'f> {
    facts: &'f Facts<'f>,
    pub(crate) all: Vec<Draft>,
    /// For each entry, lines above the entries that stand for it, too.
    heads: Bundles<Source>,
}

/// One entry before it is written: with its postings, everything that it depends on.
#[derive(Debug)]
pub(crate) struct Draft {
    group: usize,
    life: Life,
    gap_before: bool,
    order_certain: bool,
}

/// Where an entry is in its life, as far as that does not hang on its versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Life {
    Shown,
    Withdrawn,
    RolledOff,
}

impl<'f> Drafts<'f> {
    /// Puts the entries in order.
    pub(crate) fn of(facts: &'f Facts<'f>) -> Self {
        let known = known_times(facts);
        let groups = facts.members.len();
        let ordered = order::entries(
            facts.by_age,
            facts.lists,
            facts.listed,
            facts.weights,
            &known,
        );
        let draft = |group: usize| Draft {
            group,
            life: life(facts, group),
            gap_before: ordered.gaps.contains(&group),
            order_certain: !ordered.uncertain.contains(&group),
        };
        let heads = summary_anchors(facts);
        Self {
            facts,
            all: all_in(&ordered, groups).into_iter().map(draft).collect(),
            heads: Bundles::of(groups, heads.iter().copied()),
        }
    }

    /// For each draft a hash of everything that its entry depends on: as long as it is the same, so is the entry.
    pub(crate) fn prints(&self) -> Vec<u128> {
        let mut room = Vec::new();
        let print = |draft: &Draft| self.print(draft, &mut room);
        self.all.iter().map(print).collect()
    }

    /// The hash of one entry. `room` is used again.
    fn print(&self, draft: &Draft, room: &mut Vec<u8>) -> u128 {
        let (facts, heads) = (self.facts, self.heads.get(draft.group));
        room.clear();
        for posted in facts.members(draft.group) {
            room.extend(posted.brief.print.to_le_bytes());
        }
        for head in heads {
            room.extend(head.snapshot.0);
            room.extend(head.line.to_le_bytes());
            room.extend(head.part.to_le_bytes());
        }
        for join in facts.clusters.why.get(draft.group) {
            for posting in [join.a, join.b] {
                room.extend(facts.posted[posting].brief.print.to_le_bytes());
            }
            room.extend(join.why.code());
        }
        let counts = [facts.members.get(draft.group).len(), heads.len()];
        room.extend(
            counts
                .map(|count| count as u32)
                .map(u32::to_le_bytes)
                .as_flattened(),
        );
        room.extend([draft.gap_before, draft.order_certain].map(u8::from));
        room.push(draft.life as u8);
        xxh3_128(room)
    }

    /// Where it stands and what it is known by: the first rows of its postings, oldest first, then the lines that stand for it.
    fn anchors(&self, draft: &Draft) -> Vec<Source> {
        let facts = self.facts;
        let mut anchors: Vec<(usize, Source)> = facts
            .members(draft.group)
            .filter_map(|posted| {
                let place = facts.place(posted);
                let sheet = facts.sheets[place.sheet];
                let row = sheet.rows.get(place.spot.rows.start)?;
                Some((place.sheet, sheet.source(row)))
            })
            .collect();
        anchors.sort_by_key(|(sheet, anchor)| (*sheet, anchor.line, anchor.part));
        let mut anchors: Vec<Source> = anchors.into_iter().map(|(_, anchor)| anchor).collect();
        anchors.extend(self.heads.get(draft.group));
        anchors
    }

    /// The id of an entry.
    pub(crate) fn id(&self, draft: &Draft) -> EntryId {
        id(&self.anchors(draft))
    }

    /// The entry in full.
    pub(crate) fn entry(&self, draft: &Draft) -> Entry {
        let facts = self.facts;
        let places = facts.members(draft.group).map(|one| facts.place(one));
        let places: Vec<Place<'_>> = places.collect();
        let places: Vec<&Place<'_>> = places.iter().collect();
        let times: Vec<&Time> = places
            .iter()
            .filter_map(|place| place.spot.time.as_deref())
            .collect();
        let revisions = revise::revisions(&places, facts.sheets, facts.paragraphs);
        let anchors = self.anchors(draft);
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
            state: state(draft.life, &revisions),
            gap_before: draft.gap_before,
            order_certain: draft.order_certain,
            postings: places
                .iter()
                .map(|place| Posting {
                    snapshot: facts.sheets[place.sheet].snapshot,
                    position: u32::try_from(place.spot.number).unwrap_or(u32::MAX),
                })
                .collect(),
            revisions,
            anchors,
            why: reasons(facts, facts.clusters.why.get(draft.group)),
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
        let place = facts.place(&facts.posted[posting]);
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
        let mut members = facts.members(group);
        let newest = members.clone().next().map(Posted::sheet);
        // Most state nothing.
        let timed = |one: &&Posted| one.brief.timed && !one.brief.pinned;
        members.find(|one| Some(one.sheet()) == newest && timed(one))?;
        let mine = || {
            let mine = facts.members(group).filter(timed);
            mine.take_while(|one| Some(one.sheet()) == newest)
                .map(|one| facts.place(one).spot)
        };
        let exact = mine()
            .filter_map(|spot| spot.time.as_ref()?.instant)
            .filter(|(_, off)| *off <= 1)
            .map(|(at, _)| at)
            .max();
        let local = || mine().filter_map(|spot| spot.local).max();
        exact.or_else(|| alone.then(local).flatten())
    };
    (0..facts.members.len()).map(known).collect()
}

/// Lines above the entries, each with the entry that tells it again, or that stands first where no entry does.
/// Read alone, a snapshot may show such a line as an entry: what was marked then stays reachable there.
fn summary_anchors(facts: &Facts<'_>) -> Vec<(usize, Source)> {
    // Most lines stand above the entries of many sheets.
    let mut known: HashMap<Class, Option<usize>> = HashMap::default();
    let mut told = |class: Class| {
        *known.entry(class).or_insert_with(|| {
            // The same words first, then the first entry that tells nearly the same.
            let near = facts.paragraphs.near[class].iter();
            let near = || near.filter_map(|(near, _)| (facts.teller)(*near)).min();
            (facts.teller)(class).or_else(near)
        })
    };
    let mut out = Vec::new();
    for (s, sheet) in facts.sheets.iter().enumerate() {
        for line in &sheet.spread.page {
            let Some(class) = line.class else { continue };
            if let Some(group) = told(class).or(facts.lists[s].entries.first().copied()) {
                let source = Source {
                    snapshot: sheet.snapshot,
                    line: line.line,
                    part: line.part,
                };
                out.push((group, source));
            }
        }
    }
    out
}

/// The state of an entry with these versions.
fn state(life: Life, revisions: &[Revision]) -> EntryState {
    match life {
        Life::Withdrawn => EntryState::Withdrawn,
        Life::RolledOff => EntryState::RolledOff,
        Life::Shown if revisions.iter().any(Revision::is_edit) => EntryState::Revised,
        Life::Shown => EntryState::Current,
    }
}

/// Where an entry is in its life.
fn life(facts: &Facts<'_>, group: usize) -> Life {
    let last = facts.listed.get(group).first();
    match last.map_or(0, |last| last.age as usize) {
        0 => Life::Shown,
        last if withdrawn::is_withdrawn(facts, group, last) => Life::Withdrawn,
        _ => Life::RolledOff,
    }
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
        pictures: Vec::new(),
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
        .and_then(|revision| {
            let told = |block: &&Block| block.role != Role::Byline;
            let text = || revision.blocks.iter().find(told);
            revision.heading.as_ref().or_else(text)
        })
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
