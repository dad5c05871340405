//! Postings: what stands together in one snapshot as one entry.

use crate::engine::merge::para::Class;
use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::sheet::Row;
use crate::engine::merge::sheet::Sheet;
use crate::engine::model::Form;
use crate::engine::model::NativeEntry;
use crate::engine::model::Role;
use crate::engine::model::Stamp;

/// One posting.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The index of its sheet.
    pub(crate) sheet: usize,
    /// Its place among the sheet's postings.
    pub(crate) number: usize,
    /// Its rows in the sheet.
    pub(crate) rows: std::ops::Range<usize>,
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
    /// Whether this is a pinned copy.
    pub(crate) pinned: bool,
    /// How certain its borders are: 0 stated, 1 inferred with headings, 2 inferred without.
    pub(crate) tier: u8,
}

/// The postings of all sheets, sheet by sheet from top to bottom.
pub(crate) fn postings(sheets: &[Sheet<'_>], paragraphs: &Paragraphs) -> Vec<Place> {
    let mut out = Vec::new();
    for (s, sheet) in sheets.iter().enumerate() {
        let mut start = 0;
        while start < sheet.rows.len() {
            let Some(number) = sheet.rows[start].posting else {
                start += 1;
                continue;
            };
            let end = start
                + sheet.rows[start..]
                    .iter()
                    .take_while(|row| row.posting == Some(number))
                    .count();
            out.push(place(s, sheet, number, start..end, paragraphs));
            start = end;
        }
    }
    out
}

fn place(
    s: usize,
    sheet: &Sheet<'_>,
    number: usize,
    rows: std::ops::Range<usize>,
    paragraphs: &Paragraphs,
) -> Place {
    let mine = &sheet.rows[rows.clone()];
    let native = native(sheet, mine);
    let heading = mine
        .iter()
        .find(|row| row.role == Role::Heading)
        .map(|row| row.class);
    let weighed = |wanted: &dyn Fn(Role) -> bool| -> Vec<(Class, f32)> {
        let mut list: Vec<(Class, f32)> = mine
            .iter()
            .filter(|row| wanted(row.role))
            .map(|row| (row.class, paragraphs.len(row.class) as f32))
            .collect();
        list.dedup_by_key(|(class, _)| *class);
        list
    };
    let mut text = weighed(&Role::is_body);
    let mut card_text = weighed(&|role| matches!(role, Role::CardText | Role::Media));
    if text.is_empty() {
        text = std::mem::take(&mut card_text);
    }
    Place {
        sheet: s,
        number,
        heading,
        cards: mine
            .iter()
            .filter(|row| row.role == Role::CardTitle)
            .map(|row| row.class)
            .collect(),
        weight: text.iter().map(|(_, words)| words).sum(),
        text,
        card_text,
        native: native.filter(|n| !n.positional).and_then(|n| n.id.clone()),
        pinned: native.is_some_and(|n| n.pinned),
        tier: match sheet.member.reading.form {
            Form::Native | Form::Timed => 0,
            Form::Headed => 1,
            Form::Plain => 2,
        },
        rows,
    }
}

fn native<'a>(sheet: &Sheet<'a>, rows: &[Row]) -> Option<&'a NativeEntry> {
    rows.iter()
        .find_map(|row| sheet.member.reading.pieces[row.piece].native.as_ref())
}

/// What a posting states of its entry: author, times.
pub(crate) fn stated<'a>(
    sheet: &Sheet<'a>,
    place: &Place,
) -> (Option<&'a NativeEntry>, Vec<&'a Stamp>) {
    let rows = &sheet.rows[place.rows.clone()];
    let stamps = rows
        .iter()
        .filter_map(|row| sheet.member.reading.pieces[row.piece].stamp.as_ref())
        .collect();
    (native(sheet, rows), stamps)
}

/// Where each class occurs among postings, in ascending order.
pub(crate) struct Index {
    /// The postings whose text has a class.
    pub(crate) text: Vec<Vec<usize>>,
    /// The postings that have a class anywhere: in text, cards or heading.
    pub(crate) any: Vec<Vec<usize>>,
}

impl Index {
    /// The index of postings whose classes are below `classes`.
    pub(crate) fn of(places: &[Place], classes: usize) -> Self {
        let mut index = Self {
            text: vec![Vec::new(); classes],
            any: vec![Vec::new(); classes],
        };
        let add = |list: &mut Vec<usize>, p: usize| {
            if list.last() != Some(&p) {
                list.push(p);
            }
        };
        for (p, place) in places.iter().enumerate() {
            let text = place.text.iter().map(|(class, _)| *class);
            let card_text = place.card_text.iter().map(|(class, _)| *class);
            for class in text.clone() {
                add(&mut index.text[class], p);
            }
            let rest = card_text
                .chain(place.heading)
                .chain(place.cards.iter().copied());
            for class in text.chain(rest) {
                add(&mut index.any[class], p);
            }
        }
        index
    }
}
