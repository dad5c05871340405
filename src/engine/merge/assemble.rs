//! Writes down what the other steps found: the timeline with its page texts, entries, states and provenance.

use jiff::Timestamp;
use xxhash_rust::xxh3::xxh3_128;

use crate::engine::merge::cluster::Why;
use crate::engine::merge::entries::Entries;
use crate::engine::merge::joined::Joined;
use crate::engine::merge::lists::Lists;
use crate::engine::merge::para::Class;
use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::posting;
use crate::engine::merge::posting::Brief;
use crate::engine::merge::posting::Kind;
use crate::engine::merge::posting::Place;
use crate::engine::merge::revise;
use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::standing::At;
use crate::engine::merge::standing::Standing;
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
use crate::engine::model::SnapshotSummary;
use crate::engine::model::Source;
use crate::engine::text::SafeText;

/// Where a blog has no headline, its title is the beginning of its first text, at most this many words.
const TITLE_WORDS: usize = 14;

/// Everything that is known before an entry is written. Sheets are in the order in which they came.
#[derive(Clone, Copy)]
pub(crate) struct Facts<'f> {
    pub(crate) sheets: &'f [&'f Sheet],
    /// For each sheet its place in canonical order.
    pub(crate) ranks: &'f [u32],
    pub(crate) paragraphs: &'f Paragraphs,
    /// All kinds of postings that ever were.
    pub(crate) kinds: &'f [Kind],
    pub(crate) standing: &'f Standing,
    pub(crate) joined: &'f Joined,
    pub(crate) entries: &'f Entries,
    pub(crate) lists: &'f Lists,
}

/// Room for so many postings of an entry is made at once.
const FEW: usize = 16;

/// Two postings that are one entry, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Join {
    a: At,
    b: At,
    why: Why,
}

impl<'f> Facts<'f> {
    /// The sheets, newest first.
    pub(super) fn newest_first(&self) -> impl Iterator<Item = &'f Sheet> {
        let all = self.lists.newest_first().iter();
        all.map(|sheet| self.sheets[*sheet as usize])
    }

    fn sheet(&self, at: At) -> &'f Sheet {
        self.sheets[at.sheet as usize]
    }

    fn brief(&self, at: At) -> Brief {
        self.sheet(at).briefs()[at.at as usize]
    }

    /// A posting in full.
    pub(super) fn place(&self, at: At) -> Place<'f> {
        let spot = &self.sheet(at).spots()[at.at as usize];
        Place {
            sheet: at.sheet as usize,
            spot,
            kind: &self.kinds[spot.kind as usize],
        }
    }

    /// The postings of an entry, newest first: those of a newer sheet before those of an older one, pinned copies below what
    /// they are copies of.
    pub(super) fn members(&self, entry: u32) -> Vec<At> {
        let mut members = Vec::with_capacity(FEW);
        self.postings(entry, |at| {
            let age = (self.lists.age(at.sheet), self.brief(at).pinned, at.at);
            members.push((age, at));
        });
        members.sort_unstable();
        members.into_iter().map(|(_, at)| at).collect()
    }

    /// The postings of an entry, in no order that says anything.
    fn postings(&self, entry: u32, tell: impl FnMut(At)) {
        let from = (self.joined, self.standing);
        self.entries.postings(entry, from, tell);
    }

    /// Why the postings of an entry are one, in the order of these.
    pub(super) fn joins(&self, entry: u32) -> Vec<Join> {
        let Some(root) = self.entries.root(entry) else {
            return Vec::new();
        };
        let mut out = Vec::new();
        for kind in self.joined.set(root) {
            let b = self.standing.first(kind);
            out.extend(self.joined.joins(kind).map(|(other, why)| {
                let a = self.standing.first(other);
                let (a, b) = match a.place(self.ranks) <= b.place(self.ranks) {
                    true => (a, b),
                    false => (b, a),
                };
                Join { a, b, why }
            }));
            let last = self.standing.of(kind).last().filter(|last| **last != b);
            let again = last.zip(self.joined.again(kind));
            out.extend(again.map(|(last, why)| Join {
                a: b,
                b: *last,
                why,
            }));
        }
        out.sort_unstable_by_key(|join| {
            (join.a.place(self.ranks), join.b.place(self.ranks), join.why)
        });
        out.dedup();
        out
    }

    /// The first entry that tells a class.
    pub(super) fn teller(&self, class: Class) -> Option<u32> {
        let having = self
            .joined
            .having(class)
            .map(|kind| self.entries.of_kind(kind));
        having.min_by_key(|entry| self.place_of(*entry))
    }

    /// The place of an entry's first posting among all.
    pub(super) fn place_of(&self, entry: u32) -> u64 {
        self.entries.first(entry, self.standing).place(self.ranks)
    }
}

/// One entry before it is written: with its postings, everything that it depends on.
#[derive(Debug)]
pub(crate) struct Draft<'d> {
    pub(crate) life: Life,
    pub(crate) gap_before: bool,
    pub(crate) order_certain: bool,
    /// Lines above the entries that stand for it, too.
    pub(crate) heads: &'d [Source],
    /// Its postings, newest first, and why they are one.
    pub(super) members: Vec<At>,
    pub(super) joins: Vec<Join>,
}

/// Where an entry is in its life, as far as that does not hang on its versions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) enum Life {
    #[default]
    Shown,
    Withdrawn,
    RolledOff,
}

impl Draft<'_> {
    /// A hash of everything that the entry depends on: as long as it is the same, so is the entry.
    pub(crate) fn print(&self, facts: &Facts<'_>) -> u128 {
        let members = &self.members;
        let bytes = 16 * (members.len() + self.heads.len() + 2 * self.joins.len() + 2);
        let mut room: Vec<u8> = Vec::with_capacity(bytes);
        for at in members {
            room.extend(facts.brief(*at).print.to_le_bytes());
        }
        for head in self.heads {
            room.extend(head.snapshot.0);
            room.extend(head.line.to_le_bytes());
            room.extend(head.part.to_le_bytes());
        }
        for join in &self.joins {
            for at in [join.a, join.b] {
                room.extend(facts.brief(at).print.to_le_bytes());
            }
            room.extend(join.why.code());
        }
        let counts = [members.len(), self.heads.len()];
        room.extend(
            counts
                .map(|count| count as u32)
                .map(u32::to_le_bytes)
                .as_flattened(),
        );
        room.extend([self.gap_before, self.order_certain].map(u8::from));
        room.push(self.life as u8);
        xxh3_128(&room)
    }

    /// Where it stands and what it is known by: the first rows of its postings, oldest first, then the lines that stand for it, and the
    /// furniture beside it.
    fn anchors(&self, facts: &Facts<'_>) -> Vec<Source> {
        let mut anchors: Vec<(u32, Source)> = self
            .members
            .iter()
            .filter_map(|at| {
                let sheet = facts.sheet(*at);
                let row = sheet.rows().get(facts.place(*at).spot.rows().start)?;
                Some((facts.ranks[at.sheet as usize], sheet.source(row)))
            })
            .collect();
        anchors.sort_by_key(|(rank, anchor)| (*rank, anchor.line, anchor.part));
        let mut anchors: Vec<Source> = anchors.into_iter().map(|(_, anchor)| anchor).collect();
        anchors.extend(self.heads);
        // What was an entry of its own until another snapshot came is still found.
        for at in &self.members {
            let sheet = facts.sheet(*at);
            let aside = posting::aside(sheet, sheet.spots(), at.at as usize);
            anchors.extend(aside.map(|row| sheet.source(row)));
        }
        anchors
    }

    /// The id of the entry.
    pub(crate) fn id(&self, facts: &Facts<'_>) -> EntryId {
        id(&self.anchors(facts))
    }

    /// The entry in full.
    pub(crate) fn write(&self, facts: &Facts<'_>) -> Entry {
        let members = self.members.iter();
        let places: Vec<Place<'_>> = members.map(|at| facts.place(*at)).collect();
        let places: Vec<&Place<'_>> = places.iter().collect();
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
            stated_time: stated_time(&times, instant.is_some()),
            url: times.iter().find_map(|time| time.url.clone()),
            state: state(self.life, &revisions),
            gap_before: self.gap_before,
            order_certain: self.order_certain,
            postings: places
                .iter()
                .map(|place| Posting {
                    snapshot: facts.sheets[place.sheet].snapshot,
                    position: place.spot.number,
                })
                .collect(),
            revisions,
            anchors,
            why: reasons(facts, &self.joins),
        }
    }
}

/// What the page says of the time that no calendar tells: how far the event was, and the time of day where it is not `known` when
/// that was.
fn stated_time(times: &[&Time], known: bool) -> Option<SafeText> {
    let count = times.iter().find_map(|time| time.count.as_ref());
    let stated = times.iter().find_map(|time| time.stated.as_ref());
    match (count, stated.filter(|_| !known)) {
        (Some(count), Some(stated)) => Some(SafeText::from(format!("{count} {stated}"))),
        (one, other) => one.or(other).cloned(),
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
    let told = |join: &Join| {
        let [a, b] = [join.a, join.b].map(|at| {
            let number = u64::from(facts.sheet(at).spots()[at.at as usize].number) + 1;
            (&*facts.sheet(at).capture.name, number)
        });
        let (share, why) = join.why.told();
        // An entry has many of these lines: they are put together by hand.
        let mut out = String::with_capacity(a.0.len() + b.0.len() + why.len() + 64);
        for ((name, number), behind) in [(a, " and "), (b, ": ")] {
            out.push_str(name);
            out.push_str(" (number ");
            push_number(&mut out, number);
            out.push(')');
            out.push_str(behind);
        }
        if let Some(share) = share {
            push_number(&mut out, share.into());
            out.push_str(" % ");
        }
        out.push_str(why);
        out
    };
    let mut out: Vec<String> = joins.iter().take(REASONS).map(told).collect();
    if joins.len() > REASONS {
        out.push(format!("and {} joins more", joins.len() - REASONS));
    }
    out
}

/// Adds a number in decimal digits.
fn push_number(out: &mut String, number: u64) {
    let mut unit = 1;
    while number / unit >= 10 {
        unit *= 10;
    }
    while unit > 0 {
        let digit = u32::try_from(number / unit % 10).unwrap_or(0);
        out.extend(char::from_digit(digit, 10));
        unit /= 10;
    }
}

/// The address of the page and its publisher, as the newest snapshot that states them does.
pub(crate) fn stated(facts: &Facts<'_>) -> (Option<String>, Option<SafeText>) {
    let newest = || facts.newest_first();
    let url =
        newest().find_map(|sheet| sheet.meta.url.clone().or_else(|| sheet.capture.url.clone()));
    (url, newest().find_map(|sheet| sheet.meta.publisher.clone()))
}

/// When the coverage ends, as the newest page says that states its entries: an older one may have been mistaken.
pub(crate) fn ends_at(facts: &Facts<'_>) -> Option<Timestamp> {
    let mut newest = facts.newest_first();
    let page = newest.find(|sheet| sheet.form == Form::Native)?;
    let said = || page.meta.stated_at.or(page.capture.captured_at);
    let marked = page.meta.ended.then(said).flatten();
    page.meta.ends_at.into_iter().chain(marked).min()
}

/// The instant that the newest posting of an entry states: an older posting's time says nothing once an entry was published
/// again. Where a page names no zone, its own times order its entries among themselves.
pub(crate) fn known_time(facts: &Facts<'_>, entry: u32) -> Option<Timestamp> {
    let mut newest: Option<u32> = None;
    let mut timed: Vec<At> = Vec::new();
    facts.postings(entry, |at| {
        if newest.is_none_or(|newest| facts.lists.is_newer(at.sheet, newest)) {
            newest = Some(at.sheet);
            timed.clear();
        }
        // Most state nothing.
        let brief = facts.brief(at);
        if newest == Some(at.sheet) && brief.timed && !brief.pinned {
            timed.push(at);
        }
    });
    let spots = timed.iter().map(|at| facts.place(*at).spot);
    let exact = spots
        .clone()
        .filter_map(|spot| spot.time.as_ref()?.instant)
        .filter(|(_, off)| *off <= 1)
        .map(|(at, _)| at)
        .max();
    let alone = facts.sheets.len() == 1;
    let local = || {
        spots
            .filter_map(|spot| spot.local.as_deref().copied())
            .max()
    };
    exact.or_else(|| alone.then(local).flatten())
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
pub(crate) fn life(facts: &Facts<'_>, entry: u32) -> Life {
    match facts.lists.newest(entry) {
        Some(last) if facts.lists.age(last.sheet) > 0 => {
            match withdrawn::is_withdrawn(facts, entry, last) {
                true => Life::Withdrawn,
                false => Life::RolledOff,
            }
        }
        _ => Life::Shown,
    }
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
