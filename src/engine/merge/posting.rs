//! Postings: what stands together in one snapshot as one entry.

use std::ops::Range;

use foldhash::HashMap;
use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;
use xxhash_rust::xxh3::xxh3_128;

use crate::engine::merge::cluster::AGAIN;
use crate::engine::merge::moment;
use crate::engine::merge::moment::Moment;
use crate::engine::merge::para::Class;
use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::rewritten::Told;
use crate::engine::merge::sheet::Row;
use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::sheet::Taken;
use crate::engine::merge::time;
use crate::engine::merge::time::Time;
use crate::engine::model::Form;
use crate::engine::model::NativeEntry;
use crate::engine::model::Piece;
use crate::engine::model::Reading;
use crate::engine::model::Role;
use crate::engine::model::Stamp;
use crate::engine::segment;
use crate::engine::text::SafeText;
use crate::engine::text::words::Fingerprint;

/// What a posting says, wherever it stands: postings of one kind are told alike in every respect.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Kind {
    /// The class of its heading.
    pub(crate) heading: Option<Class>,
    /// The classes of its text with the words that each weighs; of its cards where it has nothing else.
    pub(crate) text: Vec<(Class, f32)>,
    /// The classes of its cards' texts, where they are not all it has.
    pub(crate) card_text: Vec<(Class, f32)>,
    /// The classes of its card titles.
    pub(crate) cards: Vec<Class>,
    /// How many words its text has.
    pub(crate) weight: f32,
    /// The source's identity for it, if that is no mere position.
    pub(crate) native: Option<String>,
    /// How certain its borders are: 0 stated with times, 1 stated in another way, 2 inferred with headings, 3 inferred without.
    pub(crate) tier: u8,
    /// When it was told, if it is of a few words, which may be told again of something else.
    pub(crate) moment: Option<Moment>,
    /// When it says that it was published.
    pub(crate) told: Option<Told>,
}

impl Kind {
    /// Whether both are of a few words, and tell of other moments.
    pub(super) fn happened_apart(&self, other: &Self) -> bool {
        matches!((self.moment, other.moment), (Some(a), Some(b)) if a.differs(b))
    }

    /// All classes in it.
    pub(super) fn classes(&self) -> impl Iterator<Item = Class> {
        let text = self.text.iter().chain(&self.card_text);
        let text = text.map(|(class, _)| *class);
        text.chain(self.heading).chain(self.cards.iter().copied())
    }

    /// A hash of what it says.
    fn print(&self) -> u128 {
        let mut bytes: Vec<u8> = Vec::with_capacity(128);
        let mut add = |number: usize| bytes.extend((number as u64).to_le_bytes());
        add(self.heading.map_or(0, |class| class + 1));
        for list in [&self.text, &self.card_text] {
            add(list.len());
            list.iter().for_each(|(class, _)| add(*class));
        }
        add(self.cards.len());
        self.cards.iter().for_each(|class| add(*class));
        add(self.tier.into());
        add(self.moment.map_or(0, |moment| moment.number() + 1));
        bytes.extend(self.told.iter().flat_map(|told| told.bytes()));
        if let Some(native) = &self.native {
            bytes.push(1);
            bytes.extend(native.as_bytes());
        }
        xxh3_128(&bytes)
    }
}

/// All kinds of postings that ever were.
#[derive(Debug, Default)]
pub(crate) struct Kinds {
    /// By what they say.
    ids: HashMap<u128, usize>,
    pub(crate) all: Vec<Kind>,
}

impl Kinds {
    /// Takes in kinds that were kept, in the order in which they came; false if one is there already.
    pub(super) fn bring(&mut self, kept: Vec<Kind>) -> bool {
        kept.into_iter().all(|kind| {
            let next = self.all.len();
            self.id(kind) == next
        })
    }

    fn id(&mut self, kind: Kind) -> usize {
        let all = &mut self.all;
        *self.ids.entry(kind.print()).or_insert_with(|| {
            all.push(kind);
            all.len() - 1
        })
    }
}

/// A posting's place in its sheet.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Spot {
    /// Its place among the sheet's postings.
    pub(crate) number: u32,
    rows: Range<u32>,
    /// A hash of where it stands and of what its rows are taken for.
    pub(crate) print: u64,
    /// What it says.
    pub(crate) kind: u32,
    /// Whether the source says that this is a pinned copy.
    pub(crate) pinned: bool,
    /// Whether it stands at the top and again further down in the same words: then it was pinned to the top. An entry that was
    /// published again is rarely at the top and rarely unchanged.
    pub(crate) copy: bool,
    /// Whether it stands at the top and says of an entry further down, or of several, no more than how they begin: then it is a summary.
    pub(crate) begins: bool,
    /// What it states of time and author, if anything.
    pub(crate) time: Option<Box<Time>>,
    /// The time that it states without a zone, as if it were UTC.
    pub(crate) local: Option<Box<Timestamp>>,
}

impl Spot {
    /// Its rows in the sheet.
    pub(crate) fn rows(&self) -> Range<usize> {
        self.rows.start as usize..self.rows.end as usize
    }
}

/// A line above the entries, or of the head of the page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PageLine {
    pub(crate) role: Role,
    pub(crate) text: SafeText,
    pub(crate) print: Fingerprint,
    pub(crate) line: u32,
    pub(crate) part: u16,
    /// Its class, where it may be told again in an entry.
    pub(crate) class: Option<Class>,
    /// It does not only look like what it is taken for.
    pub(crate) sure: bool,
}

/// The postings of a sheet.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Spot>")]
pub(crate) struct Postings {
    pub(crate) spots: Vec<Spot>,
    /// The same in brief: what is asked in every merge.
    #[serde(skip)]
    pub(super) briefs: Vec<Brief>,
}

impl From<Vec<Spot>> for Postings {
    fn from(spots: Vec<Spot>) -> Self {
        let briefs = spots.iter().map(Brief::of).collect();
        Self { spots, briefs }
    }
}

/// A sheet as it falls into postings and page texts.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Spread {
    pub(crate) postings: Postings,
    pub(crate) page: Vec<PageLine>,
    /// The classes that are the text of cards.
    pub(crate) card_classes: Vec<Class>,
    /// How it says that its entries stand.
    pub(crate) direction: Direction,
}

impl Spread {
    /// The spread of a sheet that is read like this.
    pub(crate) fn of(
        sheet: &Sheet,
        reading: &Reading,
        paragraphs: &Paragraphs,
        kinds: &mut Kinds,
    ) -> Self {
        let mut spread = Self {
            page: page(sheet, reading, paragraphs),
            direction: direction(sheet, reading),
            card_classes: sheet
                .lines(0..sheet.rows().len())
                .filter(|(_, taken)| matches!(taken.role, Role::CardText | Role::Media))
                .map(|(row, _)| row.class())
                .collect(),
            postings: Postings::default(),
        };
        let mut spots = Vec::new();
        let taken = sheet.taken();
        let mut start = 0;
        for rows in taken.chunk_by(|a, b| a.posting == b.posting) {
            let range = start..start + rows.len();
            start = range.end;
            if let Some(number) = rows.first().and_then(|row| row.posting) {
                let number = number.get() as usize - 1;
                let spot = spot((sheet, reading), number, range, paragraphs, kinds);
                spots.push(spot);
            }
        }
        spots.shrink_to_fit();
        for at in 0..spots.len() {
            let beside: Vec<[u8; 8]> = aside(sheet, &spots, at)
                .map(|row| (row.piece() as u64).to_le_bytes())
                .collect();
            if !beside.is_empty() {
                let print = spots[at].print.to_le_bytes();
                spots[at].print = xxh3_64(&[&print, beside.as_flattened()].concat());
            }
        }
        find_copies(&mut spots, &kinds.all, paragraphs);
        spread.postings = spots.into();
        spread
    }
}

/// The rows beside a posting that others take for furniture: above the first one, below the last one.
pub(super) fn aside<'s>(
    sheet: &'s Sheet,
    spots: &[Spot],
    at: usize,
) -> impl Iterator<Item = &'s Row> + use<'s> {
    let rows = spots.get(at).map(Spot::rows).unwrap_or_default();
    let top = if at == 0 { 0..rows.start } else { 0..0 };
    let last = at + 1 == spots.len();
    let foot = if last {
        rows.end..sheet.rows().len()
    } else {
        0..0
    };
    let lines = [top, foot].map(|rows| sheet.lines(rows));
    let aside = |(row, taken): (&'s Row, &Taken)| (taken.role == Role::Furniture).then_some(row);
    lines.into_iter().flatten().filter_map(aside)
}

fn find_copies(spots: &mut [Spot], kinds: &[Kind], paragraphs: &Paragraphs) {
    for p in 0..spots.len().min(PINNED_WITHIN as usize) {
        let kind = &kinds[spots[p].kind as usize];
        let top = spots[p].number < PINNED_WITHIN && kind.weight > 0.0;
        let below = spots[p + 1..]
            .iter()
            .map(|other| &kinds[other.kind as usize]);
        let below = below.filter(|other| !kind.happened_apart(other));
        let copy = top && below.clone().any(|other| other.text == kind.text);
        let told = |class: Class| {
            let text = below.clone().flat_map(|other| &other.text);
            let mut text = text.map(|(other, _)| *other);
            text.any(|other| other == class || paragraphs.begins(class, other))
        };
        let mut texts = kind.text.iter().chain(&kind.card_text);
        let begins = top && texts.all(|(class, _)| told(*class));
        spots[p].copy = copy;
        spots[p].begins = begins;
    }
}

fn spot(
    (sheet, reading): (&Sheet, &Reading),
    number: usize,
    rows: Range<usize>,
    paragraphs: &Paragraphs,
    kinds: &mut Kinds,
) -> Spot {
    let (native, stamps) = stated(sheet, reading, &rows);
    let mine = || sheet.lines(rows.clone());
    let heading = mine()
        .find(|(_, taken)| taken.role == Role::Heading)
        .map(|(row, _)| row.class());
    let weighed = |wanted: &dyn Fn(Role) -> bool| -> Vec<(Class, f32)> {
        let mut list: Vec<(Class, f32)> = mine()
            .filter(|(_, taken)| wanted(taken.role))
            .map(|(row, _)| (row.class(), paragraphs.len(row.class()) as f32))
            .collect();
        list.dedup_by_key(|(class, _)| *class);
        list
    };
    let mut text = weighed(&Role::is_body);
    let mut card_text = weighed(&|role| matches!(role, Role::CardText | Role::Media));
    if text.is_empty() {
        text = std::mem::take(&mut card_text);
    }
    let cards = mine().filter(|(_, taken)| taken.role == Role::CardTitle);
    let mut time = time::of(sheet, native, &stamps);
    time.count = moment::count(sheet, reading, &rows);
    let place = [number, rows.start].map(|at| (at as u64).to_le_bytes());
    let mut print: Vec<u8> = [&sheet.snapshot.0[..], place.as_flattened()].concat();
    print.extend(mine().map(|(_, taken)| taken.role as u8));
    let weight: f32 = text.iter().map(|(_, words)| words).sum();
    let above = heading.map_or(0.0, |class| paragraphs.len(class) as f32);
    let kind = Kind {
        heading,
        cards: cards.map(|(row, _)| row.class()).collect(),
        weight,
        moment: (sheet.is_certain() && weight + above < AGAIN)
            .then(|| Moment::of(native, &stamps, mine()))
            .flatten(),
        told: Told::of(native, &stamps),
        text,
        card_text,
        native: native.filter(|n| !n.positional).and_then(|n| n.id.clone()),
        tier: match sheet.form {
            Form::Native => 0,
            Form::Timed => u8::from(sheet.sparse),
            Form::Headed => 2,
            Form::Plain => 3,
        },
    };
    let at = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Spot {
        number: at(number),
        print: xxh3_64(&print),
        pinned: native.is_some_and(|n| n.pinned),
        copy: false,
        begins: false,
        time: Some(time)
            .filter(|time| *time != Time::default())
            .map(Box::new),
        local: time::local(&stamps).map(Box::new),
        kind: at(kinds.id(kind)),
        rows: at(rows.start)..at(rows.end),
    }
}

/// What a posting states of its entry: author, times.
fn stated<'r>(
    sheet: &Sheet,
    reading: &'r Reading,
    rows: &Range<usize>,
) -> (Option<&'r NativeEntry>, Vec<&'r Stamp>) {
    let pieces = || {
        let lines = sheet.lines(rows.clone());
        lines.filter_map(|(row, _)| reading.pieces.get(row.piece()))
    };
    let native = pieces().find_map(|piece| piece.native.as_ref());
    let stamps = pieces().filter_map(|piece| piece.stamp.as_ref());
    (native, stamps.collect())
}

/// The texts of the head of the page and above the entries, and what others take for furniture, from top to bottom.
fn page(sheet: &Sheet, reading: &Reading, paragraphs: &Paragraphs) -> Vec<PageLine> {
    let rows: HashMap<usize, (&Row, &Taken)> = sheet
        .lines(0..sheet.rows().len())
        .filter(|(row, taken)| row.head || taken.posting.is_none())
        .map(|(row, taken)| (row.piece(), (row, taken)))
        .collect();
    let line = |(index, piece): (usize, &Piece)| {
        let row = rows.get(&index);
        let head = matches!(piece.role, Role::Headline | Role::Standfirst);
        let above = row.map_or(head, |(_, taken)| taken.posting.is_none());
        let aside = row.is_some_and(|(_, taken)| taken.role == Role::Furniture);
        above.then(|| PageLine {
            role: if aside { Role::Furniture } else { piece.role },
            text: piece.text.clone(),
            print: match row {
                Some((row, _)) => paragraphs.print(row.class()),
                None => Fingerprint::of(&piece.text),
            },
            line: piece.line,
            part: piece.part,
            class: row.filter(|_| !head && !aside).map(|(row, _)| row.class()),
            sure: !segment::is_doubtful(&piece.why),
        })
    };
    let pieces = &reading.pieces;
    pieces.iter().enumerate().filter_map(line).collect()
}

/// How a page says that its entries stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Direction {
    /// It does not say so: the newest first, unless other pages show its entries the other way round.
    #[default]
    Unknown,
    NewestFirst,
    OldestFirst,
}

/// How many times must rise, or fall, for a page to say how its entries stand.
const RISES: usize = 3;

fn direction(sheet: &Sheet, reading: &Reading) -> Direction {
    let mut times = Vec::new();
    let mut posting = None;
    for (row, taken) in sheet.lines(0..sheet.rows().len()) {
        let time = reading.pieces.get(row.piece()).and_then(|piece| {
            piece.stamp.as_ref().and_then(clock).or_else(|| {
                let at = piece.native.as_ref()?.published_at?;
                Some(at.as_second() / 60)
            })
        });
        if taken.posting.is_some() && taken.posting != posting && time.is_some() {
            posting = taken.posting;
            times.extend(time);
        }
    }
    let rises = times.windows(2).filter(|pair| pair[1] > pair[0]).count();
    let falls = times.windows(2).filter(|pair| pair[1] < pair[0]).count();
    let one_way = |most: usize, least: usize| most >= RISES && most > 3 * least;
    match one_way(rises, falls) {
        true => Direction::OldestFirst,
        false if one_way(falls, rises) => Direction::NewestFirst,
        false => Direction::Unknown,
    }
}

/// Minutes that order the stamps of one page among each other.
fn clock(stamp: &Stamp) -> Option<i64> {
    let day = stamp.day.map_or(0, |(year, month, day)| {
        (i64::from(year) * 12 + i64::from(month)) * 31 + i64::from(day)
    });
    let instant = stamp.instant.map(|at| at.as_second() / 60);
    let ago = stamp.ago.map(|(minutes, _)| -i64::from(minutes));
    let clock = stamp.minutes.map(|minutes| day * 1440 + i64::from(minutes));
    instant.or(ago).or(clock)
}

/// What is asked of every posting in each merge, close together: the rest of a posting is looked at where an entry is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Brief {
    /// A hash of what it is.
    pub(crate) print: u64,
    /// What it says.
    pub(crate) kind: u32,
    /// What [`Spot`] says, and whether it states any time.
    pub(crate) pinned: bool,
    pub(crate) copy: bool,
    pub(crate) begins: bool,
    pub(crate) timed: bool,
}

impl Brief {
    fn of(spot: &Spot) -> Self {
        Self {
            print: spot.print,
            kind: spot.kind,
            pinned: spot.pinned,
            copy: spot.copy,
            begins: spot.begins,
            timed: spot.time.is_some() || spot.local.is_some(),
        }
    }
}

/// A posting in full.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'m> {
    /// The index of its sheet, by the order in which sheets came.
    pub(crate) sheet: usize,
    pub(crate) spot: &'m Spot,
    pub(crate) kind: &'m Kind,
}

impl Place<'_> {
    /// Its rows with what they are taken for.
    pub(crate) fn lines<'s>(
        &self,
        sheet: &'s Sheet,
    ) -> impl DoubleEndedIterator<Item = (&'s Row, &'s Taken)> + Clone + use<'s> {
        sheet.lines(self.spot.rows())
    }
}

/// Pinned copies stand among so many postings at the top.
const PINNED_WITHIN: u32 = 3;

/// How many tiers of certainty there are.
pub(crate) const TIERS: u8 = 4;
