//! Writes down what the other steps found: the timeline with its page texts, entries, states and provenance.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use foldhash::HashMap;
use jiff::Timestamp;

use crate::engine::merge::cluster::Clusters;
use crate::engine::merge::order;
use crate::engine::merge::order::List;
use crate::engine::merge::order::Ordered;
use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::posting::Place;
use crate::engine::merge::revise;
use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::time;
use crate::engine::merge::time::Time;
use crate::engine::model::Block;
use crate::engine::model::BlogId;
use crate::engine::model::Change;
use crate::engine::model::DroppedLine;
use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::engine::model::EntryState;
use crate::engine::model::Form;
use crate::engine::model::PageText;
use crate::engine::model::Piece;
use crate::engine::model::Posting;
use crate::engine::model::Role;
use crate::engine::model::SnapshotId;
use crate::engine::model::SnapshotSummary;
use crate::engine::model::Source;
use crate::engine::model::Timeline;
use crate::engine::text::SafeText;
use crate::engine::text::words::Fingerprint;

/// Where a blog has no headline, its title is the beginning of its first text, at most this many words.
const TITLE_WORDS: usize = 14;

/// Everything that is known before the timeline is written.
pub(crate) struct Facts<'f, 'a> {
    pub(crate) sheets: &'f [Sheet<'a>],
    pub(crate) paragraphs: &'f Paragraphs,
    pub(crate) places: &'f [Place],
    pub(crate) clusters: &'f Clusters,
    pub(crate) lists: &'f [List],
    /// The sheets, newest first.
    pub(crate) by_age: &'f [usize],
    /// The place of each sheet among them.
    pub(crate) ages: &'f [usize],
    /// For each entry, the ages of the sheets that list it, newest first.
    pub(crate) listed: &'f [Vec<usize>],
    /// The first entry that holds each class.
    pub(crate) teller: &'f [Option<usize>],
}

/// Writes the timeline.
pub(crate) fn timeline(facts: &Facts<'_, '_>) -> Timeline {
    let times: Vec<Time> = facts
        .places
        .iter()
        .map(|place| time::of(&facts.sheets[place.sheet], place))
        .collect();
    let known = known_times(facts, &times);
    let groups = facts.clusters.groups.len();
    let ordered = order::entries(facts.by_age, facts.lists, groups, &known);
    let heads = summary_anchors(facts);
    let entries: Vec<Entry> = all_in(&ordered, groups)
        .into_iter()
        .map(|group| entry(facts, group, &times, &ordered, &heads))
        .collect();
    let page = page(facts);
    let newest = facts.by_age.iter().map(|s| &facts.sheets[*s]);
    let stated = |get: fn(&Sheet<'_>) -> Option<String>| newest.clone().find_map(get);
    Timeline {
        blog: BlogId::of(
            facts
                .sheets
                .first()
                .map_or(SnapshotId([0; 16]), |sheet| sheet.member.reading.snapshot),
        ),
        title: title(&page, &entries),
        url: stated(|sheet| {
            sheet
                .member
                .reading
                .meta
                .url
                .clone()
                .or_else(|| sheet.member.capture.url.clone())
        }),
        publisher: stated(|sheet| {
            sheet
                .member
                .reading
                .meta
                .publisher
                .as_ref()
                .map(ToString::to_string)
        })
        .map(SafeText::from),
        ends_at: ends_at(facts),
        page,
        entries,
        snapshots: facts
            .by_age
            .iter()
            .map(|s| summary(&facts.sheets[*s]))
            .collect(),
    }
}

/// When the coverage ends, as the newest page says that states its entries: an older one may have been mistaken.
fn ends_at(facts: &Facts<'_, '_>) -> Option<Timestamp> {
    let mut newest = facts.by_age.iter().map(|s| &facts.sheets[*s].member);
    let page = newest.find(|member| member.reading.form == Form::Native)?;
    let meta = &page.reading.meta;
    let said = || meta.stated_at.or(page.capture.captured_at);
    let marked = meta.ended.then(said).flatten();
    meta.ends_at.into_iter().chain(marked).min()
}

/// The entries in order; those that only pinned copies show come last.
fn all_in(ordered: &Ordered, groups: usize) -> Vec<usize> {
    let placed: BTreeSet<usize> = ordered.entries.iter().copied().collect();
    ordered
        .entries
        .iter()
        .copied()
        .chain((0..groups).filter(|group| !placed.contains(group)))
        .collect()
}

/// The instant that the newest posting of each entry states: an older posting's time says nothing once an entry was
/// published again. Where a page names no zone, its own times order its entries among themselves.
fn known_times(facts: &Facts<'_, '_>, times: &[Time]) -> BTreeMap<usize, Timestamp> {
    let mut known = BTreeMap::new();
    for (group, members) in facts.clusters.groups.iter().enumerate() {
        let age = |p: &usize| facts.ages[facts.places[*p].sheet];
        let newest = members.iter().map(age).min();
        let mine = || {
            members
                .iter()
                .filter(|p| Some(age(p)) == newest && !facts.places[**p].pinned)
        };
        let exact = mine()
            .filter_map(|p| times[*p].instant)
            .filter(|(_, off)| *off <= 1)
            .map(|(at, _)| at)
            .max();
        let local = || {
            mine()
                .filter_map(|p| {
                    time::local(&facts.sheets[facts.places[*p].sheet], &facts.places[*p])
                })
                .max()
        };
        if let Some(at) = exact.or_else(|| facts.sheets.len().eq(&1).then(local).flatten()) {
            known.insert(group, at);
        }
    }
    known
}

fn entry(
    facts: &Facts<'_, '_>,
    group: usize,
    times: &[Time],
    ordered: &Ordered,
    heads: &HashMap<usize, Vec<Source>>,
) -> Entry {
    let age = |p: &usize| facts.ages[facts.places[*p].sheet];
    let mut members = facts.clusters.groups[group].clone();
    members.sort_by_key(|p| (age(p), facts.places[*p].pinned, facts.places[*p].number));
    let places: Vec<&Place> = members.iter().map(|p| &facts.places[*p]).collect();
    let revisions = revise::revisions(&places, facts.sheets, facts.paragraphs);
    let mut anchors: Vec<(usize, Source)> = places
        .iter()
        .filter_map(|place| {
            let sheet = &facts.sheets[place.sheet];
            let row = sheet.rows.get(place.rows.start)?;
            Some((place.sheet, revise::source(sheet, row)))
        })
        .collect();
    anchors.sort_by_key(|(sheet, anchor)| (*sheet, anchor.line, anchor.part));
    let mut anchors: Vec<Source> = anchors.into_iter().map(|(_, anchor)| anchor).collect();
    anchors.extend(heads.get(&group).into_iter().flatten().copied());
    let id = anchors.first().map_or(EntryId([0; 8]), |first| {
        EntryId::of(first.snapshot, first.line, first.part)
    });
    let instant = members
        .iter()
        .filter_map(|p| times[*p].instant)
        .min_by_key(|(at, off)| (*off, *at))
        .map(|(at, _)| at);
    Entry {
        id,
        author: members.iter().find_map(|p| times[*p].author.clone()),
        published_at: instant,
        updated_at: members
            .iter()
            .filter_map(|p| times[*p].updated)
            .max()
            .filter(|at| Some(*at) != instant),
        stated_time: members.iter().find_map(|p| times[*p].stated.clone()),
        url: members.iter().find_map(|p| times[*p].url.clone()),
        state: state(facts, group, &revisions),
        gap_before: ordered.gaps.contains(&group),
        order_certain: !ordered.uncertain.contains(&group),
        postings: places
            .iter()
            .map(|place| Posting {
                snapshot: facts.sheets[place.sheet].member.reading.snapshot,
                position: u32::try_from(place.number).unwrap_or(u32::MAX),
            })
            .collect(),
        revisions,
        anchors,
        why: facts.clusters.why[group].iter().cloned().collect(),
    }
}

/// Lines above the entries, by the entry that tells them again, or that stands first where no entry does.
/// Read alone, a snapshot may show such a line as an entry: what was marked then stays reachable there.
fn summary_anchors(facts: &Facts<'_, '_>) -> HashMap<usize, Vec<Source>> {
    let mut out: HashMap<usize, Vec<Source>> = HashMap::default();
    for (s, sheet) in facts.sheets.iter().enumerate() {
        for row in sheet.rows.iter().filter(|row| row.posting.is_none()) {
            let teller = facts.paragraphs.near[row.class]
                .iter()
                .find_map(|(near, _)| facts.teller[*near]);
            if let Some(group) = teller.or(facts.lists[s].entries.first().copied()) {
                out.entry(group)
                    .or_default()
                    .push(revise::source(sheet, row));
            }
        }
    }
    out
}

/// Where an entry is in its life.
fn state(
    facts: &Facts<'_, '_>,
    group: usize,
    revisions: &[crate::engine::model::Revision],
) -> EntryState {
    let last = facts.listed[group].first().copied().unwrap_or(0);
    if last == 0 {
        let revised = revisions.iter().any(|revision| {
            revision
                .change
                .is_some_and(|change| change != Change::Cosmetic)
        });
        return if revised {
            EntryState::Revised
        } else {
            EntryState::Current
        };
    }
    let withdrawn = facts
        .by_age
        .get(last)
        .is_some_and(|older| is_withdrawn(facts, group, *older, last));
    if withdrawn {
        EntryState::Withdrawn
    } else {
        EntryState::RolledOff
    }
}

/// Whether a sheet newer than the last that shows an entry, of this age, shows both its neighbours and not the entry,
/// though its form could have carried it.
fn is_withdrawn(facts: &Facts<'_, '_>, group: usize, sheet: usize, age: usize) -> bool {
    let list = &facts.lists[sheet].entries;
    let Some(at) = facts.lists[sheet].at.get(&group).copied() else {
        return false;
    };
    let (Some(above), Some(below)) = (at.checked_sub(1).map(|i| list[i]), list.get(at + 1)) else {
        return false;
    };
    let text = facts.clusters.groups[group]
        .iter()
        .map(|p| facts.places[*p].weight)
        .fold(0.0, f32::max);
    let newer = facts.listed[above].iter().take_while(|newer| **newer < age);
    text >= 8.0
        && newer.map(|age| facts.by_age[*age]).any(|newer| {
            let place = |entry: &usize| facts.lists[newer].at.get(entry).copied();
            let together = match (place(&above), place(below)) {
                (Some(above), Some(below)) => above < below && below - above <= 2,
                _ => false,
            };
            together && facts.sheets[newer].member.reading.form != Form::Plain
        })
}

/// The texts above the entries: every version once, the newest snapshot's first.
fn page(facts: &Facts<'_, '_>) -> PageText {
    let mut page = PageText::default();
    let mut known = [HashMap::default(), HashMap::default(), HashMap::default()];
    for s in facts.by_age {
        let sheet = &facts.sheets[*s];
        let summary: BTreeSet<usize> = sheet
            .rows
            .iter()
            .filter(|row| row.posting.is_none())
            .map(|row| row.piece)
            .collect();
        for (index, piece) in sheet.member.reading.pieces.iter().enumerate() {
            let (list, known) = match piece.role {
                Role::Headline => (&mut page.title, &mut known[0]),
                Role::Standfirst => (&mut page.standfirst, &mut known[1]),
                _ if summary.contains(&index) => (&mut page.summary, &mut known[2]),
                _ => continue,
            };
            add(list, known, piece, sheet.member.reading.snapshot);
        }
    }
    page
}

/// Adds a line to a list of texts; `known` says where in the list each text stands.
fn add(
    list: &mut Vec<Block>,
    known: &mut HashMap<Fingerprint, usize>,
    piece: &Piece,
    snapshot: SnapshotId,
) {
    let source = Source {
        snapshot,
        line: piece.line,
        part: piece.part,
    };
    let at = *known
        .entry(Fingerprint::of(&piece.text))
        .or_insert(list.len());
    if let Some(block) = list.get_mut(at) {
        block.source.push(source);
        return;
    }
    let role = if matches!(piece.role, Role::Headline | Role::Standfirst | Role::Byline) {
        piece.role
    } else {
        Role::Summary
    };
    list.push(Block {
        role,
        text: piece.text.clone(),
        source: vec![source],
        links: piece.links.clone(),
    });
}

fn title(page: &PageText, entries: &[Entry]) -> SafeText {
    let first = || {
        entries
            .first()
            .and_then(|entry| entry.revisions.first())
            .and_then(|revision| revision.heading.as_ref().or(revision.blocks.first()))
    };
    if let Some(title) = page.title.first() {
        return title.text.clone();
    }
    let Some(block) = page
        .standfirst
        .first()
        .or(page.summary.first())
        .or_else(first)
    else {
        return SafeText::new("Untitled");
    };
    let words: Vec<&str> = block.text.split_whitespace().collect();
    let short = words[..words.len().min(TITLE_WORDS)].join(" ");
    SafeText::from(if words.len() > TITLE_WORDS {
        format!("{short} …")
    } else {
        short
    })
}

fn summary(sheet: &Sheet<'_>) -> SnapshotSummary {
    let reading = sheet.member.reading;
    let capture = sheet.member.capture;
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
