//! Sheets: the snapshots of a blog as sequences of paragraph classes, read first by themselves and then in each other's light.

use std::collections::HashMap;

use crate::engine::merge::Member;
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
    for forms in [
        [Form::Headed, Form::Timed].as_slice(),
        &[Form::Plain],
        &[Form::Headed, Form::Plain],
    ] {
        let seen = Seen::of(&sheets);
        let hints: Vec<Option<Vec<Hint>>> = sheets
            .iter()
            .enumerate()
            .map(|(s, sheet)| {
                forms
                    .contains(&sheet.member.reading.form)
                    .then(|| hints(s, &sheets, &seen, &paragraphs))
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

/// Where a class stands.
#[derive(Debug, Clone, Copy)]
struct Spot {
    sheet: usize,
    row: usize,
}

/// All places of all classes.
struct Seen {
    spots: HashMap<Class, Vec<Spot>>,
}

impl Seen {
    fn of(sheets: &[Sheet<'_>]) -> Self {
        let mut spots: HashMap<Class, Vec<Spot>> = HashMap::new();
        for (s, sheet) in sheets.iter().enumerate() {
            for (r, row) in sheet.rows.iter().enumerate() {
                spots
                    .entry(row.class)
                    .or_default()
                    .push(Spot { sheet: s, row: r });
            }
        }
        Self { spots }
    }

    /// The places of a class and those near it in other sheets, grouped by sheet.
    fn elsewhere(&self, class: Class, sheet: usize, paragraphs: &Paragraphs) -> Vec<Spot> {
        let mut out: Vec<Spot> = paragraphs.near[class]
            .iter()
            .filter_map(|(near, _)| self.spots.get(near))
            .flatten()
            .filter(|spot| spot.sheet != sheet)
            .copied()
            .collect();
        out.sort_unstable_by_key(|spot| (spot.sheet, spot.row));
        out
    }
}

/// How many lines below a heading a card may repeat it.
const ECHO_REACH: usize = 14;

/// What the other sheets say of the rows of one.
fn hints(s: usize, sheets: &[Sheet<'_>], seen: &Seen, paragraphs: &Paragraphs) -> Vec<Hint> {
    let rows = &sheets[s].rows;
    let places: Vec<Vec<Spot>> = rows
        .iter()
        .map(|row| seen.elsewhere(row.class, s, paragraphs))
        .collect();
    let mut counts: HashMap<Class, usize> = HashMap::new();
    let mut last: HashMap<Class, usize> = HashMap::new();
    for (i, row) in rows.iter().enumerate() {
        *counts.entry(row.class).or_default() += 1;
        last.insert(row.class, i);
    }
    (0..rows.len())
        .map(|i| {
            let count = counts.get(&rows[i].class).copied().unwrap_or(1);
            let again = count > 1;
            let above: &[Spot] = if i == 0 { &[] } else { &places[i - 1] };
            let open = paragraphs.features[rows[i].class].open;
            let below_heading = i > 0 && rows[i - 1].role == Role::Heading;
            let headless = sheets[s].member.reading.form == Form::Headed
                && rows[i].role != Role::Heading
                && !below_heading;
            let missing = headless && !open && has_heading_elsewhere(&places[i], sheets);
            let near = |row: &Row| {
                paragraphs.near[rows[i].class]
                    .iter()
                    .any(|(near, _)| *near == row.class)
            };
            let title = open || paragraphs.features[rows[i].class].lively;
            let echo = title && rows[i.saturating_sub(ECHO_REACH)..i].iter().any(near);
            let series = count >= 3;
            let begins = if missing {
                -2.0
            } else if below_heading || echo || series {
                0.0
            } else {
                begins(&places[i], above, open, sheets).clamp(-12.0, 12.0)
            };
            let told_below = paragraphs.near[rows[i].class]
                .iter()
                .any(|(near, _)| last.get(near).is_some_and(|at| *at > i));
            let summary = if missing {
                2.0
            } else {
                summary(&places[i], again, sheets)
            } + if told_below { begins.max(0.0) } else { 0.0 };
            Hint {
                begins,
                summary,
                role: if again || echo {
                    None
                } else {
                    role(&places[i], sheets)
                },
            }
        })
        .collect()
}

/// The sheets that any of the spots stand in, in order. Spots are sorted by sheet.
fn standing(a: &[Spot], b: &[Spot]) -> Vec<usize> {
    let mut sheets: Vec<usize> = a.iter().chain(b).map(|spot| spot.sheet).collect();
    sheets.sort_unstable();
    sheets.dedup();
    sheets
}

/// The spots of one sheet.
fn in_sheet(spots: &[Spot], sheet: usize) -> &[Spot] {
    let from = spots.partition_point(|spot| spot.sheet < sheet);
    let to = spots.partition_point(|spot| spot.sheet <= sheet);
    &spots[from..to]
}

/// Log-odds that an entry begins at a row, from where it and the row above it stand elsewhere.
fn begins(here: &[Spot], above: &[Spot], open: bool, sheets: &[Sheet<'_>]) -> f32 {
    let mut sum = 0.0;
    for s in standing(here, above) {
        let sheet = &sheets[s];
        let inside = |spot: &&Spot| sheet.rows[spot.row].posting.is_some();
        let mine: Vec<&Spot> = in_sheet(here, s).iter().filter(inside).collect();
        let theirs: Vec<&Spot> = in_sheet(above, s).iter().filter(inside).collect();
        let posting = |spot: &Spot| sheet.rows[spot.row].posting;
        let vote = match (mine.is_empty(), theirs.is_empty()) {
            (true, true) => 0.0,
            (false, false) => {
                let together = mine.iter().any(|m| {
                    theirs
                        .iter()
                        .any(|t| posting(m) == posting(t) && t.row < m.row)
                });
                if together { -4.0 } else { 4.0 }
            }
            (false, true) if mine.iter().any(|m| is_first_text(sheet, m.row)) => 3.0,
            (false, true) => -1.0,
            (true, false) if open => 0.0,
            (true, false) if theirs.iter().all(|t| is_last_text(sheet, t.row)) => 1.0,
            (true, false) => -0.3,
        };
        sum += vote * sheet.trust();
    }
    sum
}

/// Whether snapshots with headings show the entry that begins with this text below a heading: then it does not begin here without one.
fn has_heading_elsewhere(here: &[Spot], sheets: &[Sheet<'_>]) -> bool {
    here.iter().any(|spot| {
        let sheet = &sheets[spot.sheet];
        let posting = sheet.rows[spot.row].posting;
        posting.is_some()
            && sheet.trust() >= 1.0
            && is_first_text(sheet, spot.row)
            && sheet.rows[..spot.row]
                .iter()
                .rev()
                .take_while(|row| row.posting == posting)
                .any(|row| row.role == Role::Heading)
    })
}

/// Whether a row is the first of its posting, headings and bylines apart.
fn is_first_text(sheet: &Sheet<'_>, row: usize) -> bool {
    let posting = sheet.rows[row].posting;
    sheet.rows[..row]
        .iter()
        .rev()
        .take_while(|r| r.posting == posting)
        .all(|r| matches!(r.role, Role::Heading | Role::Byline | Role::CardTitle))
}

fn is_last_text(sheet: &Sheet<'_>, row: usize) -> bool {
    let posting = sheet.rows[row].posting;
    sheet.rows[row + 1..]
        .iter()
        .take_while(|r| r.posting == posting)
        .all(|r| matches!(r.role, Role::Byline | Role::Media))
}

fn summary(here: &[Spot], again: bool, sheets: &[Sheet<'_>]) -> f32 {
    let mut sum = 0.0;
    for s in standing(here, &[]) {
        let sheet = &sheets[s];
        let mine = in_sheet(here, s);
        let above = mine
            .iter()
            .any(|spot| sheet.rows[spot.row].role == Role::Summary);
        let inside = mine
            .iter()
            .any(|spot| sheet.rows[spot.row].posting.is_some());
        sum += match (above, inside) {
            (true, false) => 2.0,
            (false, true) if !again => -2.0,
            _ => 0.0,
        } * sheet.trust();
    }
    sum.clamp(-8.0, 8.0)
}

fn role(here: &[Spot], sheets: &[Sheet<'_>]) -> Option<(Role, f32)> {
    let mut votes: Vec<(Role, f32)> = Vec::new();
    for spot in here {
        let sheet = &sheets[spot.sheet];
        let role = sheet.rows[spot.row].role;
        if role == Role::Summary || sheet.trust() < 1.0 {
            continue;
        }
        match votes.iter_mut().find(|(r, _)| *r == role) {
            Some((_, sum)) => *sum += sheet.trust(),
            None => votes.push((role, sheet.trust())),
        }
    }
    let total: f32 = votes.iter().map(|(_, sum)| sum).sum();
    votes
        .into_iter()
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
        .filter(|(_, sum)| *sum * 2.0 > total)
        .map(|(role, sum)| (role, (sum * 2.0).min(6.0)))
}
