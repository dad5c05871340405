//! Sheets: the snapshots of a blog as sequences of paragraph classes, read first by themselves and then in each other's light.

use crate::engine::merge::Member;
use crate::engine::merge::hint::Seen;
use crate::engine::merge::hint::Votes;
use crate::engine::merge::para::Class;
use crate::engine::merge::para::Paragraphs;
use crate::engine::model::Cut;
use crate::engine::model::Form;
use crate::engine::model::Role;
use crate::engine::model::Stamp;
use crate::engine::rules::Rules;
use crate::engine::segment;
use crate::engine::segment::feature::Features;
use crate::engine::segment::label::Hint;
use crate::engine::segment::label::Looks;
use crate::engine::segment::label::Mode;

/// One content line of a snapshot.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Its index among the pieces of the reading.
    pub(crate) piece: usize,
    pub(crate) class: Class,
    pub(crate) role: Role,
    /// Whether an entry begins here.
    pub(crate) begins: bool,
    /// Which posting it belongs to; `None` above the entries.
    pub(crate) posting: Option<usize>,
    /// Where it stands in its posting.
    pub(crate) stand: Stand,
}

/// Where a row stands among the rows of its posting.
#[derive(Debug, Clone, Copy, Default)]
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
pub(crate) struct Sheet<'a> {
    pub(crate) member: Member<'a>,
    pub(crate) rows: Vec<Row>,
    /// What its lines look like, once they were looked at.
    looks: Option<Looks>,
}

impl Sheet<'_> {
    /// How far what this snapshot says of roles and borders is believed.
    pub(crate) fn trust(&self) -> f32 {
        match self.member.reading.form {
            Form::Native => 3.0,
            Form::Timed => 2.0,
            Form::Headed => 1.0,
            Form::Plain => 0.25,
        }
    }

    /// Whether its borders are inferred and may be corrected.
    pub(crate) fn is_inferred(&self) -> bool {
        matches!(self.member.reading.form, Form::Headed | Form::Plain)
    }

    /// Whether the times that its entries state rise from top to bottom: the oldest entry stands first.
    pub(crate) fn is_oldest_first(&self) -> bool {
        let mut times = Vec::new();
        let mut posting = None;
        for row in &self.rows {
            let piece = &self.member.reading.pieces[row.piece];
            let time = piece.stamp.as_ref().and_then(clock).or_else(|| {
                let at = piece.native.as_ref()?.published_at?;
                Some(at.as_second() / 60)
            });
            if row.posting.is_some() && row.posting != posting && time.is_some() {
                posting = row.posting;
                times.extend(time);
            }
        }
        let rises = times.windows(2).filter(|pair| pair[1] > pair[0]).count();
        let falls = times.windows(2).filter(|pair| pair[1] < pair[0]).count();
        rises >= RISES && rises > 3 * falls
    }

    fn mode(&self) -> Mode {
        if self.member.reading.form == Form::Plain {
            Mode::Plain
        } else {
            Mode::Headed
        }
    }

    /// Numbers the postings. The summary belongs to none, nor do the times of its key points.
    fn number_postings(&mut self) {
        let mut posting = None;
        for i in 0..self.rows.len() {
            if self.rows[i].begins {
                posting = Some(posting.map_or(0, |n| n + 1));
            }
            let summary = self.rows[i].role == Role::Summary;
            let key_point = self.rows[i].role == Role::Byline
                && self
                    .rows
                    .get(i + 1)
                    .is_some_and(|next| next.role == Role::Summary);
            self.rows[i].posting = if summary || key_point { None } else { posting };
        }
        self.find_stands();
    }

    fn find_stands(&mut self) {
        for rows in self.rows.chunk_by_mut(|a, b| a.posting == b.posting) {
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
}

/// How many times must rise for a page to count as oldest first.
const RISES: usize = 3;

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

/// Reads all snapshots by themselves, then those without certain borders again in the light of the others.
pub(crate) fn sheets<'a>(members: &[Member<'a>], rules: &Rules) -> (Vec<Sheet<'a>>, Paragraphs) {
    let mut paragraphs = Paragraphs::default();
    let mut sheets: Vec<Sheet<'a>> = members
        .iter()
        .map(|member| first_reading(*member, &mut paragraphs, rules))
        .collect();
    paragraphs.link();
    for sheet in sheets.iter_mut().filter(|sheet| sheet.is_inferred()) {
        relabel(sheet, &paragraphs, &[]);
    }
    let seen = Seen::of(&sheets, &paragraphs);
    for forms in [
        [Form::Headed, Form::Timed].as_slice(),
        &[Form::Plain],
        &[Form::Headed, Form::Plain],
    ] {
        let mut votes = Votes::new(&sheets, &seen, &paragraphs);
        let hints: Vec<Option<Vec<Hint>>> = sheets
            .iter()
            .enumerate()
            .map(|(s, sheet)| {
                forms
                    .contains(&sheet.member.reading.form)
                    .then(|| votes.hints(s))
            })
            .collect();
        for (sheet, hints) in sheets.iter_mut().zip(hints) {
            if let Some(hints) = hints {
                relabel(sheet, &paragraphs, &hints);
            }
        }
    }
    (sheets, paragraphs)
}

fn first_reading<'a>(member: Member<'a>, paragraphs: &mut Paragraphs, rules: &Rules) -> Sheet<'a> {
    let content = |role: Role| !matches!(role, Role::Furniture | Role::Headline | Role::Standfirst);
    let rows = member
        .reading
        .pieces
        .iter()
        .enumerate()
        .filter(|(_, piece)| content(piece.role))
        .map(|(index, piece)| Row {
            piece: index,
            class: paragraphs.class(&piece.text, piece.role == Role::ListItem, rules),
            role: piece.role,
            begins: piece.cut == Cut::Certain,
            posting: None,
            stand: Stand::default(),
        })
        .collect();
    let mut sheet = Sheet {
        member,
        rows,
        looks: None,
    };
    sheet.number_postings();
    sheet
}

/// Labels the rows again. Lines that state times keep their role; of a stamped text only what stands above its first stamp is open.
fn relabel(sheet: &mut Sheet<'_>, paragraphs: &Paragraphs, hints: &[Hint]) {
    let headline = sheet
        .member
        .reading
        .pieces
        .iter()
        .any(|piece| piece.role == Role::Headline);
    if headline && !sheet.is_inferred() {
        return;
    }
    let stamped = sheet
        .rows
        .iter()
        .position(|row| row.begins)
        .filter(|_| !sheet.is_inferred());
    for row in &mut sheet.rows {
        if stamped.is_none() {
            row.begins = false;
        }
    }
    let at: Vec<usize> = (0..sheet.rows.len())
        .filter(|i| sheet.rows[*i].role != Role::Byline)
        .collect();
    let lines: Vec<&Features> = at
        .iter()
        .map(|i| &paragraphs.features[sheet.rows[*i].class])
        .collect();
    let bare = segment::bare(
        sheet
            .member
            .reading
            .pieces
            .iter()
            .map(|piece| Some(piece.role)),
        sheet.mode(),
    );
    let stamped_above = |i: usize| i > 0 && states_time(sheet, i - 1);
    let hints: Vec<Hint> = at
        .iter()
        .map(|i| {
            let hint = hints.get(*i).copied().unwrap_or_default();
            Hint {
                begins: hint.begins
                    + if stamped_above(*i) {
                        segment::STAMPED
                    } else {
                        0.0
                    },
                summary: hint.summary + bare,
                ..hint
            }
        })
        .collect();
    let looks = sheet.looks.take().unwrap_or_else(|| Looks::of(&lines));
    let labels = segment::labels(&lines, &looks, sheet.mode(), &hints);
    sheet.looks = Some(looks);
    for (i, label) in at
        .into_iter()
        .zip(labels)
        .filter(|(i, _)| stamped.is_none_or(|first| *i < first))
    {
        sheet.rows[i].role = label.role;
        sheet.rows[i].begins = label.begins;
    }
    for i in 1..sheet.rows.len() {
        if sheet.rows[i].begins && sheet.is_inferred() && states_time(sheet, i - 1) {
            sheet.rows[i - 1].begins = true;
            sheet.rows[i].begins = false;
        }
    }
    sheet.number_postings();
}

/// Whether a row is a line that states a time.
fn states_time(sheet: &Sheet<'_>, row: usize) -> bool {
    let row = &sheet.rows[row];
    let stamp = sheet.member.reading.pieces[row.piece].stamp.as_ref();
    row.role == Role::Byline && stamp.is_some_and(segment::states_time)
}
