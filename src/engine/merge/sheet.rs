//! Sheets: the snapshots of a blog as sequences of paragraph classes, with what each line is taken for: first by the
//! snapshot itself, then, stage by stage, in the light of the others.

pub(super) mod aside;
mod detail;
mod folding;
mod head;
mod kept;
mod rounds;
mod stated;

use std::num::NonZeroU32;
use std::ops::Range;
use std::sync::OnceLock;

use serde::Deserialize;
use serde::Serialize;

use crate::engine::merge::clock::PageDay;
use crate::engine::merge::habit::Habit;
use crate::engine::merge::habit::Heads;
use crate::engine::merge::habit::Length;
use crate::engine::merge::para::Class;
use crate::engine::merge::para::Counts;
use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::posting::Direction;
use crate::engine::merge::posting::PageLine;
use crate::engine::merge::sheet::aside::Places;
use crate::engine::merge::sheet::detail::Course;
use crate::engine::merge::sheet::detail::Lines;
use crate::engine::merge::sheet::folding::Folding;
use crate::engine::merge::sheet::rounds::Scored;
use crate::engine::model::Capture;
use crate::engine::model::Cut;
use crate::engine::model::Form;
use crate::engine::model::PageMeta;
use crate::engine::model::Piece;
use crate::engine::model::Reading;
use crate::engine::model::Role;
use crate::engine::model::SnapshotId;
use crate::engine::model::Source;
use crate::engine::model::Stamp;
use crate::engine::rules::Rules;
use crate::engine::segment;
use crate::engine::segment::closer;
use crate::engine::segment::feature::Features;
use crate::engine::segment::feature::Shape;
use crate::engine::segment::label::Habits;
use crate::engine::segment::label::Mode;
use crate::engine::segment::label::Paths;
use crate::engine::segment::looks;
use crate::engine::segment::looks::Looks;
use crate::engine::text::words::Fingerprint;

/// The rounds in which sheets are labelled again, each with the forms that take part.
pub(crate) const ROUNDS: [&[Form]; 3] = [
    &[Form::Headed, Form::Timed],
    &[Form::Plain],
    &[Form::Headed, Form::Plain],
];

/// One content line of a snapshot.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Row {
    /// Its index among the pieces of the reading.
    piece: u32,
    class: u32,
    /// How it is written.
    pub(crate) wording: u32,
    pub(crate) shape: Shape,
    /// Where it stands in its file.
    line: u32,
    part: u16,
    /// It states a time, if it is a byline.
    stamped: bool,
    /// It is taken for the headline or the standfirst, but may be of the first entry.
    pub(crate) head: bool,
}

impl Row {
    /// The class of its text.
    pub(crate) fn class(&self) -> Class {
        self.class as Class
    }

    /// Its index among the pieces of the reading.
    pub(crate) fn piece(&self) -> usize {
        self.piece as usize
    }
}

/// What a row is taken for at some stage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Taken {
    pub(crate) role: Role,
    /// Whether an entry begins here.
    pub(crate) begins: bool,
    /// Which posting it belongs to, counted from 1; `None` above the entries.
    pub(crate) posting: Option<NonZeroU32>,
    /// Where it stands in its posting.
    pub(crate) stand: Stand,
}

impl Taken {
    /// Whether it is text, neither a line of times and authors nor a picture.
    pub(crate) fn is_text(&self) -> bool {
        !matches!(self.role, Role::Byline | Role::Media)
    }
}

/// Where a row stands among the rows of its posting, a bit for each that holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stand(u8);

impl Stand {
    const FIRST_TEXT: u8 = 1;
    const LAST_TEXT: u8 = 2;
    const UNDER_HEADING: u8 = 4;

    /// No text is above it, headings and bylines apart.
    pub(crate) fn first_text(self) -> bool {
        self.0 & Self::FIRST_TEXT != 0
    }

    /// No text is below it.
    pub(crate) fn last_text(self) -> bool {
        self.0 & Self::LAST_TEXT != 0
    }

    /// A heading is above it.
    pub(crate) fn under_heading(self) -> bool {
        self.0 & Self::UNDER_HEADING != 0
    }

    fn set(&mut self, bit: u8, holds: bool) {
        self.0 = if holds { self.0 | bit } else { self.0 & !bit };
    }
}

/// What is asked of a row when sheets vote, in four bytes: its class, and whether it is open and lively.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Gist(u32);

impl Gist {
    fn of(row: &Row) -> Self {
        Self(row.class << 2 | u32::from(row.shape.open) << 1 | u32::from(row.shape.lively))
    }

    /// The class of its text.
    pub(crate) fn class(self) -> Class {
        (self.0 >> 2) as Class
    }

    /// Whether it is no sentence, as headings are.
    pub(crate) fn open(self) -> bool {
        self.0 & 2 != 0
    }

    /// Whether it is no sentence, or one that calls or asks.
    pub(crate) fn may_be_title(self) -> bool {
        self.0 & 3 != 0
    }
}

/// One snapshot.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) snapshot: SnapshotId,
    pub(crate) form: Form,
    pub(crate) meta: PageMeta,
    pub(crate) capture: Capture,
    /// What entries are written from, what its rows say and hear, and what its lines look like where they may be labelled again.
    lines: Folding<Lines>,
    course: Folding<Course>,
    looks: Option<Folding<Looks>>,
    /// The lines that it sets aside, and those of the head of its page, in ascending order.
    aside: Vec<(Fingerprint, Places)>,
    /// The classes of its rows in ascending order, once somebody asked for them.
    shown: OnceLock<Box<[Class]>>,
    /// How well its rows look like each state, while the sheet is likely to be labelled again.
    scored: OnceLock<Box<Scored>>,
    /// How each round labelled it, as long.
    paths: [Option<Box<Paths>>; ROUNDS.len()],
    /// What having no page head says of a summary.
    bare: f32,
    /// Furniture stands below its last row: the page was not cut off.
    footed: bool,
    /// Its borders are stated, but not with times: not every entry need have one.
    pub(crate) sparse: bool,
    /// Whether others may say what its rows are.
    open: bool,
    /// How long its entries are, where their borders are certain.
    pub(crate) length: Length,
    /// Whether its entries have headings, by the snapshot itself.
    pub(crate) heads: Heads,
    /// What the habit of the blog says.
    habit: Habit,
    /// The same as its rows are told it.
    wont: Habits,
    /// The day of its clock times, where that is certain.
    pub(crate) day: Option<PageDay>,
    /// The weekdays that rows name.
    days: Vec<(usize, u8)>,
    /// The classes and wordings that no sheet has which came before it.
    pub(crate) brings: Range<Counts>,
    /// How many of its rows look like the head of the page.
    head: usize,
    /// How far it is believed that its entries have headings, where lines may be labelled again.
    headings: Option<f32>,
    /// The lines above its entries and those of the head of its page, as the last stage has them.
    pub(crate) page: Vec<PageLine>,
    /// The classes that are the text of cards, in the same way.
    pub(crate) card_classes: Vec<Class>,
    /// How it says that its entries stand.
    pub(crate) direction: Direction,
}

impl Sheet {
    /// The sheet of a snapshot, read by itself.
    pub(crate) fn of(
        reading: &Reading,
        capture: Capture,
        paragraphs: &mut Paragraphs,
        rules: &Rules,
    ) -> Self {
        let mut sheet = Self {
            snapshot: reading.snapshot,
            form: reading.form,
            meta: reading.meta.clone(),
            capture,
            lines: Folding::default(),
            course: Folding::default(),
            looks: None,
            aside: Vec::new(),
            shown: OnceLock::new(),
            scored: OnceLock::new(),
            paths: std::array::from_fn(|_| None),
            bare: 0.0,
            footed: false,
            sparse: false,
            open: false,
            length: Length::default(),
            heads: Heads::default(),
            habit: Habit::default(),
            wont: Habits::default(),
            day: None,
            days: Vec::new(),
            brings: paragraphs.counts()..paragraphs.counts(),
            head: 0,
            headings: None,
            page: Vec::new(),
            card_classes: Vec::new(),
            direction: Direction::default(),
        };
        let last = reading.pieces.last();
        sheet.footed = last.is_some_and(|piece| piece.role == Role::Furniture);
        let roles = reading.pieces.iter().map(|piece| Some(piece.role));
        sheet.bare = segment::bare(roles, sheet.mode());
        let stamps = reading
            .pieces
            .iter()
            .filter_map(|piece| piece.stamp.as_ref());
        sheet.day = PageDay::of(stamps, sheet.capture.captured_at);
        let (rows, mut first) = sheet.take_rows(reading, paragraphs, rules);
        let gists = gists(&rows);
        sheet.head = head_of(&rows);
        sheet.lines.change(|lines| lines.rows = rows);
        sheet.brings.end = paragraphs.counts();
        let headline = |piece: &Piece| piece.role == Role::Headline;
        let open = match sheet.form {
            Form::Headed | Form::Plain => true,
            Form::Timed => !reading.pieces.iter().any(headline),
            Form::Native => false,
        };
        number_postings(&mut first);
        sheet.sparse = sheet.form == Form::Timed && !states_times(sheet.rows(), &first);
        if open {
            let looks = sheet.look_at(&reading.pieces, &first, rules);
            sheet.headings = Some(looks.headings.trust());
            sheet.looks = Some(Folding::of(looks));
        }
        if sheet.is_inferred() {
            first = sheet.labelled(&first, &[], &mut None);
        }
        sheet.length = sheet.stated_length(&first);
        sheet.heads = Heads::of(sheet.form, &first, reading.pieces.iter().any(headline));
        sheet.open = open || sheet.is_open_to_others(&first);
        sheet.aside = aside::of(reading, sheet.rows(), &first);
        sheet.course.change(|course| {
            course.gists = gists;
            course.stages[0] = first.into();
        });
        sheet
    }

    /// How long the entries are whose borders are stated.
    fn stated_length(&self, taken: &[Taken]) -> Length {
        match self.states_borders() {
            true => Length::of(taken),
            false => Length::default(),
        }
    }

    /// Whether any of its rows has a text, as whatever.
    pub(crate) fn shows(&self, class: Class) -> bool {
        self.times_shown(class) > 0
    }

    /// How many of its rows have a text, as whatever.
    pub(crate) fn times_shown(&self, class: Class) -> usize {
        let shown = self.shown.get_or_init(|| {
            let mut shown: Vec<Class> = self.gists().iter().map(|gist| gist.class()).collect();
            shown.sort_unstable();
            shown.into()
        });
        let from = &shown[shown.partition_point(|other| *other < class)..];
        from.partition_point(|other| *other == class)
    }

    /// What the habit of the blog says for its borders.
    pub(crate) fn wont(&self) -> Habits {
        self.wont
    }

    /// Takes in the habit of the blog; says whether the sheet is to be labelled again for it.
    pub(crate) fn follow(&mut self, habit: Habit) -> bool {
        if std::mem::replace(&mut self.habit, habit) == habit || !self.is_inferred() {
            return false;
        }
        // Headings say where they stand how long entries are.
        let headed = self.headings.filter(|_| self.form == Form::Headed);
        self.wont = habit.told(1.0 - headed.unwrap_or(0.0));
        true
    }

    /// Fills in the rows; returns what the reading takes them for.
    fn take_rows(
        &mut self,
        reading: &Reading,
        paragraphs: &mut Paragraphs,
        rules: &Rules,
    ) -> (Vec<Row>, Vec<Taken>) {
        let (mut rows, mut first) = (Vec::new(), Vec::new());
        for (index, piece) in reading.pieces.iter().enumerate() {
            let head = self.form != Form::Native && segment::is_doubtful(&piece.why);
            if !is_content(piece.role) && !head {
                continue;
            }
            let bullet = piece.role == Role::ListItem;
            let beside = (&piece.links[..], &piece.pictures[..]);
            let (wording, line) = paragraphs.line(&piece.text, beside, bullet, rules);
            if line.days {
                let words = paragraphs.words(line.class as Class).iter();
                let days = words.filter_map(|word| rules.weekday(*word));
                self.days.extend(days.map(|day| (first.len(), day)));
            }
            rows.push(Row {
                piece: u32::try_from(index).unwrap_or(u32::MAX),
                class: line.class,
                wording,
                shape: line.shape,
                line: piece.line,
                part: piece.part,
                stamped: piece.stamp.as_ref().is_some_and(segment::states_time),
                head,
            });
            first.push(Taken {
                role: if head { Role::Summary } else { piece.role },
                begins: piece.cut == Cut::Certain,
                posting: None,
                stand: Stand::default(),
            });
        }
        rows.shrink_to_fit();
        (rows, first)
    }

    /// What its open rows look like among each other.
    fn look_at(&self, pieces: &[Piece], taken: &[Taken], rules: &Rules) -> Looks {
        let below = self.below_closers(pieces);
        let last = self.open_rows(taken).last().filter(|_| self.footed);
        let rows = self.rows();
        let line = |i: usize| {
            let row = &rows[i];
            looks::Line {
                text: &pieces[row.piece()].text,
                bullet: row.shape.bullet,
                below_closer: below[row.piece()],
                footed: last == Some(i),
            }
        };
        let lines = || self.open_rows(taken).map(line);
        Looks::recent(lines(), rules, || {
            let features: Vec<Features> = lines()
                .map(|line| {
                    let mut features = Features::of(line.text, line.bullet, rules);
                    features.below_closer = line.below_closer;
                    features.footed = line.footed;
                    features
                })
                .collect();
            Looks::of(&features.iter().collect::<Vec<_>>())
        })
    }

    /// Which pieces stand below what ends the entry above.
    fn below_closers(&self, pieces: &[Piece]) -> Vec<bool> {
        let mut lines: Vec<closer::Line> = pieces
            .iter()
            .map(|piece| match piece.role {
                Role::Furniture => closer::Line::furniture(&piece.text, &piece.why),
                Role::Byline if piece.stamp.as_ref().is_some_and(names_author) => {
                    closer::Line::Author(&piece.text)
                }
                _ => closer::Line::Other,
            })
            .collect();
        for row in self.rows() {
            if pieces[row.piece()].role != Role::Byline {
                let open = row.shape.open;
                lines[row.piece()] = closer::Line::Text { open };
            }
        }
        closer::below(&lines)
    }

    /// How it came to us and how it is read, as a place in time.
    pub(crate) fn time(&self) -> Option<jiff::Timestamp> {
        self.capture.captured_at.or(self.meta.stated_at)
    }

    /// How far what this snapshot says of roles and borders is believed.
    pub(crate) fn trust(&self) -> f32 {
        match self.form {
            Form::Native => 3.0,
            Form::Timed if self.sparse => SPARSE,
            Form::Timed => 2.0,
            Form::Headed => 1.0,
            Form::Plain => 0.25,
        }
    }

    /// How far what this snapshot says of borders is believed: few headings say nothing of the entries that have none.
    pub(crate) fn trust_in_borders(&self) -> f32 {
        match self.headings.filter(|_| self.form == Form::Headed) {
            // Sixteenths: sums of votes must not hang on their order.
            Some(share) => UNHEADED + (1.0 - UNHEADED) * (share * 16.0).round() / 16.0,
            None => self.trust(),
        }
    }

    /// Whether its borders are the publisher's own.
    pub(crate) fn is_certain(&self) -> bool {
        matches!(self.form, Form::Native | Form::Timed)
    }

    /// Whether it states all its borders, with times or ids.
    pub(crate) fn states_borders(&self) -> bool {
        self.is_certain() && !self.sparse
    }

    /// Whether its borders are inferred and may be corrected.
    fn is_inferred(&self) -> bool {
        !self.is_certain()
    }

    fn mode(&self) -> Mode {
        if self.form == Form::Plain {
            Mode::Plain
        } else {
            Mode::Headed
        }
    }

    /// The last posting at a stage, if the page is known to end with it.
    pub(crate) fn end(&self, stage: usize) -> Option<NonZeroU32> {
        let rows = if self.footed { self.at(stage) } else { &[] };
        rows.last().and_then(|row| row.posting)
    }

    /// Whether the snapshot by itself has a row in an entry.
    pub(crate) fn said_in_entry(&self, row: u32) -> bool {
        let taken = self.at(0).get(row as usize);
        taken.is_some_and(|taken| taken.posting.is_some())
    }

    /// The place of a row in its file.
    pub(crate) fn source(&self, row: &Row) -> Source {
        Source {
            snapshot: self.snapshot,
            line: row.line,
            part: row.part,
        }
    }

    /// The weekdays that its entries name.
    pub(crate) fn weekdays(&self) -> impl Iterator<Item = u8> {
        let taken = self.taken();
        let inside = |row: usize| taken.get(row).is_some_and(|taken| taken.posting.is_some());
        self.days
            .iter()
            .filter(move |(row, _)| inside(*row))
            .map(|(_, day)| *day)
    }

    /// Whether a row is a line that names an author and states no time.
    fn names_author(&self, taken: &[Taken], row: usize) -> bool {
        taken[row].role == Role::Byline && !self.rows()[row].stamped
    }

    /// Whether a row is a line that states a time.
    fn states_time(&self, taken: &[Taken], row: usize) -> bool {
        taken[row].role == Role::Byline && self.rows()[row].stamped
    }
}

/// How many rows look like the head of the page.
fn head_of(rows: &[Row]) -> usize {
    rows.iter().take_while(|row| row.head).count()
}

fn gists(rows: &[Row]) -> Box<[Gist]> {
    rows.iter().map(Gist::of).collect()
}

/// Whether lines of a role are rows.
fn is_content(role: Role) -> bool {
    !matches!(role, Role::Furniture | Role::Headline | Role::Standfirst)
}

/// How far a page is believed of which not every entry need say that it begins.
const SPARSE: f32 = 1.0;

/// How far a page is believed in its borders that has next to no headings.
const UNHEADED: f32 = 0.25;

/// Whether at least half of the borders are stated with times: minutes of play, names of authors and the like may stand in some of the
/// entries only.
pub(super) fn states_times(rows: &[Row], taken: &[Taken]) -> bool {
    // The times of key points stand above the entries.
    let inside = rows
        .iter()
        .zip(taken)
        .filter(|(_, taken)| taken.posting.is_some());
    let stamped = inside.filter(|(row, _)| row.stamped).count();
    let borders = taken.iter().filter(|row| row.begins).count();
    stamped * 2 >= borders
}

/// Numbers the postings. Furniture and the summary belong to none, nor do the times of its key points.
fn number_postings(taken: &mut [Taken]) {
    let mut posting: Option<NonZeroU32> = None;
    for i in 0..taken.len() {
        if taken[i].begins {
            posting = posting.map_or(Some(NonZeroU32::MIN), |n: NonZeroU32| n.checked_add(1));
        }
        let summary = matches!(taken[i].role, Role::Summary | Role::Furniture);
        let key_point = taken[i].role == Role::Byline
            && taken
                .get(i + 1)
                .is_some_and(|next| next.role == Role::Summary);
        taken[i].posting = if summary || key_point { None } else { posting };
    }
    find_stands(taken);
}

fn find_stands(taken: &mut [Taken]) {
    for rows in taken.chunk_by_mut(|a, b| a.posting == b.posting) {
        let (mut first_text, mut under_heading) = (true, false);
        for row in &mut *rows {
            row.stand.set(Stand::FIRST_TEXT, first_text);
            row.stand.set(Stand::UNDER_HEADING, under_heading);
            first_text &= matches!(row.role, Role::Heading | Role::Byline | Role::CardTitle);
            under_heading |= row.role == Role::Heading;
        }
        let mut last_text = true;
        for row in rows.iter_mut().rev() {
            row.stand.set(Stand::LAST_TEXT, last_text);
            last_text &= !row.is_text();
        }
    }
}

/// Whether a byline states an author and no time.
fn names_author(stamp: &Stamp) -> bool {
    stamp.author.is_some() && !segment::states_time(stamp)
}
