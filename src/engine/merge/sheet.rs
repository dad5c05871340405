//! Sheets: the snapshots of a blog as sequences of paragraph classes, with what each line is taken for: first by the
//! snapshot itself, then, stage by stage, in the light of the others.

use std::cell::Cell;
use std::hash::Hash;
use std::hash::Hasher;
use std::sync::Arc;

use xxhash_rust::xxh3::Xxh3;

use crate::engine::merge::clock::PageDay;
use crate::engine::merge::para::Class;
use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::posting::Spread;
use crate::engine::model::Capture;
use crate::engine::model::Cut;
use crate::engine::model::Form;
use crate::engine::model::PageMeta;
use crate::engine::model::Piece;
use crate::engine::model::Reading;
use crate::engine::model::Role;
use crate::engine::model::SnapshotId;
use crate::engine::model::Source;
use crate::engine::rules::Rules;
use crate::engine::segment;
use crate::engine::segment::feature::Features;
use crate::engine::segment::feature::Shape;
use crate::engine::segment::label::Hint;
use crate::engine::segment::label::Mode;
use crate::engine::segment::looks::Looks;

/// The rounds in which sheets are labelled again, each with the forms that take part.
pub(crate) const ROUNDS: [&[Form]; 3] = [
    &[Form::Headed, Form::Timed],
    &[Form::Plain],
    &[Form::Headed, Form::Plain],
];

/// One content line of a snapshot.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    /// Its index among the pieces of the reading.
    pub(crate) piece: usize,
    pub(crate) class: Class,
    pub(crate) shape: Shape,
    /// Where it stands in its file.
    line: u32,
    part: u16,
    /// It states a time, if it is a byline.
    stamped: bool,
}

/// What a row is taken for at some stage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Taken {
    pub(crate) role: Role,
    /// Whether an entry begins here.
    pub(crate) begins: bool,
    /// Which posting it belongs to; `None` above the entries.
    pub(crate) posting: Option<u32>,
    /// Where it stands in its posting.
    pub(crate) stand: Stand,
}

/// Where a row stands among the rows of its posting.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Stand {
    /// No text is above it, headings and bylines apart.
    pub(crate) first_text: bool,
    /// No text is below it.
    pub(crate) last_text: bool,
    /// A heading is above it.
    pub(crate) under_heading: bool,
}

/// One snapshot.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) snapshot: SnapshotId,
    pub(crate) form: Form,
    pub(crate) meta: PageMeta,
    pub(crate) capture: Capture,
    pub(crate) rows: Vec<Row>,
    /// What the rows are taken for by the snapshot itself, and after each round.
    stages: [Arc<[Taken]>; ROUNDS.len() + 1],
    /// A hash of the hints that each round gave it.
    hints: [u64; ROUNDS.len()],
    /// What its lines look like, where they may be labelled again.
    looks: Option<Looks>,
    /// What having no page head says of a summary.
    bare: f32,
    /// The day of its clock times, where that is certain.
    pub(crate) day: Option<PageDay>,
    /// The weekdays that rows name.
    days: Vec<(usize, u8)>,
    /// Its postings and page texts, as the last stage has them.
    pub(crate) spread: Spread,
    /// How often the last stage changed.
    pub(crate) version: u32,
    /// How it is read, as long as that is needed.
    reading: Option<Arc<Reading>>,
    /// Somebody asked for a text while the reading was not at hand.
    missed: Cell<bool>,
}

impl Sheet {
    /// The sheet of a snapshot, read by itself.
    pub(crate) fn of(
        reading: Arc<Reading>,
        capture: Capture,
        paragraphs: &mut Paragraphs,
        rules: &Rules,
    ) -> Self {
        let mut sheet = Self {
            snapshot: reading.snapshot,
            form: reading.form,
            meta: reading.meta.clone(),
            capture,
            rows: Vec::new(),
            stages: std::array::from_fn(|_| Arc::from([])),
            hints: [0; ROUNDS.len()],
            looks: None,
            bare: 0.0,
            day: None,
            days: Vec::new(),
            spread: Spread::default(),
            version: 0,
            reading: None,
            missed: Cell::new(false),
        };
        let roles = reading.pieces.iter().map(|piece| Some(piece.role));
        sheet.bare = segment::bare(roles, sheet.mode());
        let stamps = reading
            .pieces
            .iter()
            .filter_map(|piece| piece.stamp.as_ref());
        sheet.day = PageDay::of(stamps, sheet.capture.captured_at);
        let (features, first) = sheet.take_rows(&reading, paragraphs, rules);
        let headline = |piece: &Piece| piece.role == Role::Headline;
        let open = match sheet.form {
            Form::Headed | Form::Plain => true,
            Form::Timed => !reading.pieces.iter().any(headline),
            Form::Native => false,
        };
        let mut first = first;
        number_postings(&mut first);
        if open {
            let lines: Vec<&Features> = sheet.open_rows(&first).map(|i| &features[i]).collect();
            sheet.looks = Some(Looks::of(&lines));
        }
        if sheet.is_inferred() {
            first = sheet.labelled(&first, &[]);
        }
        sheet.stages[0] = first.into();
        sheet.reading = Some(reading);
        sheet
    }

    /// Fills in the rows; returns what they look like and what the reading takes them for.
    fn take_rows(
        &mut self,
        reading: &Reading,
        paragraphs: &mut Paragraphs,
        rules: &Rules,
    ) -> (Vec<Features>, Vec<Taken>) {
        let content =
            |role: Role| !matches!(role, Role::Furniture | Role::Headline | Role::Standfirst);
        let (mut features, mut first) = (Vec::new(), Vec::new());
        for (index, piece) in reading.pieces.iter().enumerate() {
            if !content(piece.role) {
                continue;
            }
            let bullet = piece.role == Role::ListItem;
            let looks = Features::of(&piece.text, bullet, rules);
            let days = looks.words.iter().filter_map(|word| rules.weekday(*word));
            self.days.extend(days.map(|day| (first.len(), day)));
            self.rows.push(Row {
                piece: index,
                class: paragraphs.class(&piece.text, bullet, &looks.words),
                shape: looks.shape(),
                line: piece.line,
                part: piece.part,
                stamped: piece.stamp.as_ref().is_some_and(segment::states_time),
            });
            features.push(looks);
            first.push(Taken {
                role: piece.role,
                begins: piece.cut == Cut::Certain,
                posting: None,
                stand: Stand::default(),
            });
        }
        (features, first)
    }

    /// How it came to us and how it is read, as a place in time.
    pub(crate) fn time(&self) -> Option<jiff::Timestamp> {
        self.capture.captured_at.or(self.meta.stated_at)
    }

    /// How far what this snapshot says of roles and borders is believed.
    pub(crate) fn trust(&self) -> f32 {
        match self.form {
            Form::Native => 3.0,
            Form::Timed => 2.0,
            Form::Headed => 1.0,
            Form::Plain => 0.25,
        }
    }

    /// Whether its borders are inferred and may be corrected.
    fn is_inferred(&self) -> bool {
        matches!(self.form, Form::Headed | Form::Plain)
    }

    fn mode(&self) -> Mode {
        if self.form == Form::Plain {
            Mode::Plain
        } else {
            Mode::Headed
        }
    }

    /// What the rows are taken for at a stage; 0 is by the snapshot itself.
    pub(crate) fn at(&self, stage: usize) -> &[Taken] {
        self.stages.get(stage).map_or(&[], |stage| stage)
    }

    /// What the rows are taken for in the end.
    pub(crate) fn taken(&self) -> &[Taken] {
        &self.stages[ROUNDS.len()]
    }

    /// The rows with what they are taken for in the end.
    pub(crate) fn lines(
        &self,
        rows: std::ops::Range<usize>,
    ) -> impl DoubleEndedIterator<Item = (&Row, &Taken)> + Clone {
        let taken = self.taken().get(rows.clone()).unwrap_or_default();
        self.rows.get(rows).unwrap_or_default().iter().zip(taken)
    }

    /// The piece of a row; none if the reading is not at hand, which is noted.
    pub(crate) fn piece(&self, row: &Row) -> Option<&Piece> {
        if self.reading.is_none() {
            self.missed.set(true);
        }
        self.reading.as_ref()?.pieces.get(row.piece)
    }

    /// Whether a text was asked for in vain since the last time.
    pub(crate) fn was_missed(&self) -> bool {
        self.missed.replace(false)
    }

    /// The place of a row in its file.
    pub(crate) fn source(&self, row: &Row) -> Source {
        Source {
            snapshot: self.snapshot,
            line: row.line,
            part: row.part,
        }
    }

    /// How it is read, if that is at hand.
    pub(crate) fn reading(&self) -> Option<&Arc<Reading>> {
        self.reading.as_ref()
    }

    /// Gives it its reading, or takes it away: what stays says all but the texts.
    pub(crate) fn hold(&mut self, reading: Option<Arc<Reading>>) {
        self.reading = reading;
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

    /// Whether a round labels this sheet again.
    pub(crate) fn takes_part(&self, round: usize) -> bool {
        self.looks.is_some() && ROUNDS[round].contains(&self.form)
    }

    /// Labels the rows in a round; `moved` says whether they are taken for something else than before going into it.
    /// Returns what they were taken for after this round, if that changed.
    pub(crate) fn go_through(
        &mut self,
        round: usize,
        hints: Option<&[Hint]>,
        moved: bool,
    ) -> Option<Arc<[Taken]>> {
        let after: Arc<[Taken]> = match hints {
            None if !moved => return None,
            None => Arc::clone(&self.stages[round]),
            Some(hints) => {
                let print = print(hints);
                if !moved && print == self.hints[round] {
                    return None;
                }
                self.hints[round] = print;
                self.labelled(&self.stages[round], hints).into()
            }
        };
        if after == self.stages[round + 1] {
            return None;
        }
        Some(std::mem::replace(&mut self.stages[round + 1], after))
    }

    /// The rows that are labelled: those which no line of times takes up.
    fn open_rows<'t>(&self, taken: &'t [Taken]) -> impl Iterator<Item = usize> + 't {
        (0..taken.len()).filter(|i| taken[*i].role != Role::Byline)
    }

    /// Labels the rows again. Lines that state times keep their role; of a stamped text only what stands above its first
    /// stamp is open.
    fn labelled(&self, before: &[Taken], hints: &[Hint]) -> Vec<Taken> {
        let mut taken = before.to_vec();
        let Some(looks) = &self.looks else {
            return taken;
        };
        let inferred = self.is_inferred();
        let first = taken.iter().position(|row| row.begins);
        let stamped = first.filter(|_| !inferred);
        if stamped.is_none() {
            taken.iter_mut().for_each(|row| row.begins = false);
        }
        let at: Vec<usize> = self.open_rows(&taken).collect();
        let shapes: Vec<Shape> = at.iter().map(|i| self.rows[*i].shape).collect();
        let hint = |i: &usize| {
            let hint = hints.get(*i).copied().unwrap_or_default();
            let below_time = *i > 0 && self.states_time(&taken, *i - 1);
            Hint {
                begins: hint.begins + if below_time { segment::STAMPED } else { 0.0 },
                summary: hint.summary + self.bare,
                ..hint
            }
        };
        let hints: Vec<Hint> = at.iter().map(hint).collect();
        let labels = segment::labels(&shapes, looks, self.mode(), &hints);
        let open = |i: usize| stamped.is_none_or(|first| i < first);
        for (i, label) in at.into_iter().zip(labels).filter(|(i, _)| open(*i)) {
            taken[i].role = label.role;
            taken[i].begins = label.begins;
        }
        for i in 1..taken.len() {
            if taken[i].begins && inferred && self.states_time(&taken, i - 1) {
                taken[i - 1].begins = true;
                taken[i].begins = false;
            }
        }
        number_postings(&mut taken);
        taken
    }

    /// Whether a row is a line that states a time.
    fn states_time(&self, taken: &[Taken], row: usize) -> bool {
        taken[row].role == Role::Byline && self.rows[row].stamped
    }
}

/// A hash of hints: equal hints give equal labels.
fn print(hints: &[Hint]) -> u64 {
    let mut hasher = Xxh3::new();
    for hint in hints {
        hasher.write_u32(hint.begins.to_bits());
        hasher.write_u32(hint.summary.to_bits());
        let role = hint.role.map(|(role, score)| (role, score.to_bits()));
        role.hash(&mut hasher);
    }
    hasher.finish()
}

/// Numbers the postings. The summary belongs to none, nor do the times of its key points.
fn number_postings(taken: &mut [Taken]) {
    let mut posting = None;
    for i in 0..taken.len() {
        if taken[i].begins {
            posting = Some(posting.map_or(0, |n| n + 1));
        }
        let summary = taken[i].role == Role::Summary;
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
            row.stand.first_text = first_text;
            row.stand.under_heading = under_heading;
            first_text &= matches!(row.role, Role::Heading | Role::Byline | Role::CardTitle);
            under_heading |= row.role == Role::Heading;
        }
        let mut last_text = true;
        for row in rows.iter_mut().rev() {
            row.stand.last_text = last_text;
            last_text &= matches!(row.role, Role::Byline | Role::Media);
        }
    }
}
