//! Revisions: the versions of an entry's text, and what changed from one to the next.

use std::collections::BTreeSet;

use crate::engine::merge::para::Class;
use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::posting::Place;
use crate::engine::merge::sheet::Row;
use crate::engine::merge::sheet::Sheet;
use crate::engine::model::Block;
use crate::engine::model::Change;
use crate::engine::model::Form;
use crate::engine::model::Revision;
use crate::engine::model::Role;
use crate::engine::model::SnapshotId;
use crate::engine::model::Source;
use crate::engine::text::likeness;

/// One version while it is put together.
struct Version<'p> {
    body: Vec<Class>,
    heading: Option<Class>,
    places: Vec<&'p Place>,
}

/// The revisions of an entry, newest first. `places` are its postings, newest first.
pub(crate) fn revisions(
    places: &[&Place],
    sheets: &[Sheet<'_>],
    paragraphs: &Paragraphs,
) -> Vec<Revision> {
    let versions = versions(places, sheets);
    let mut out: Vec<Revision> = versions
        .iter()
        .map(|version| revision(version, sheets))
        .collect();
    for i in 0..out.len() {
        out[i].change = versions
            .get(i + 1)
            .map(|older| change(&versions[i], older, paragraphs));
    }
    out
}

fn versions<'p>(places: &[&'p Place], sheets: &[Sheet<'_>]) -> Vec<Version<'p>> {
    let mut out: Vec<Version<'p>> = Vec::new();
    for place in places {
        let body = body(place, sheets);
        let form = sheets[place.sheet].member.reading.form;
        let found = out.iter_mut().find(|version| {
            let headings = version.heading.is_none()
                || place.heading.is_none()
                || version.heading == place.heading;
            headings && (version.body == body || extracted_otherwise(version, &body, form, sheets))
        });
        match found {
            Some(version) => {
                if body.len() > version.body.len() {
                    version.body = body;
                }
                version.heading = version.heading.or(place.heading);
                version.places.push(place);
            }
            None => out.push(Version {
                body,
                heading: place.heading,
                places: vec![place],
            }),
        }
    }
    out
}

fn body(place: &Place, sheets: &[Sheet<'_>]) -> Vec<Class> {
    let mut body: Vec<Class> = sheets[place.sheet].rows[place.rows.clone()]
        .iter()
        .filter(|row| row.role.is_body())
        .map(|row| row.class)
        .collect();
    body.dedup();
    body
}

/// Whether a text is the version's as another extractor gives it: other forms drop or keep different lines, but change no words.
fn extracted_otherwise(
    version: &Version<'_>,
    body: &[Class],
    form: Form,
    sheets: &[Sheet<'_>],
) -> bool {
    let other_form = version
        .places
        .iter()
        .all(|place| sheets[place.sheet].member.reading.form != form);
    let known: BTreeSet<&Class> = version.body.iter().collect();
    let given: BTreeSet<&Class> = body.iter().collect();
    other_form && (given.is_subset(&known) || known.is_subset(&given))
}

fn revision(version: &Version<'_>, sheets: &[Sheet<'_>]) -> Revision {
    let mut places = version.places.clone();
    places.sort_by(|a, b| {
        let rich = |place: &Place| (sheets[place.sheet].trust(), place.rows.len() as f32);
        rich(b)
            .partial_cmp(&rich(a))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    let mut blocks: Vec<(Class, Block)> = Vec::new();
    let mut heading: Option<Block> = None;
    for place in places {
        let sheet = &sheets[place.sheet];
        let mut at = 0;
        for row in &sheet.rows[place.rows.clone()] {
            let source = source(sheet, row);
            if row.role == Role::Heading
                && heading
                    .as_ref()
                    .is_none_or(|_| Some(row.class) == version.heading)
            {
                match &mut heading {
                    Some(block) => block.source.push(source),
                    None => heading = Some(block(sheet, row, source)),
                }
                continue;
            }
            at = lay(&mut blocks, at, sheet, row, source);
        }
    }
    let mut snapshots: Vec<SnapshotId> = version
        .places
        .iter()
        .map(|place| sheets[place.sheet].member.reading.snapshot)
        .collect();
    snapshots.dedup();
    let mut seen = BTreeSet::new();
    snapshots.retain(|id| seen.insert(*id));
    Revision {
        snapshots,
        heading,
        blocks: blocks.into_iter().map(|(_, block)| block).collect(),
        change: None,
    }
}

/// Adds a row to the blocks: to the next block with the same text, or as a new block at this place.
fn lay(
    blocks: &mut Vec<(Class, Block)>,
    at: usize,
    sheet: &Sheet<'_>,
    row: &Row,
    source: Source,
) -> usize {
    let taken = |block: &Block| block.source.iter().any(|s| s.snapshot == source.snapshot);
    let same = |(class, block): &(Class, Block)| *class == row.class && !taken(block);
    let found = blocks[at.min(blocks.len())..]
        .iter()
        .position(&same)
        .map(|i| i + at)
        .or_else(|| blocks.iter().position(same));
    match found {
        Some(i) => {
            blocks[i].1.source.push(source);
            link(&mut blocks[i].1, sheet, row);
            i + 1
        }
        None => {
            let again = at
                .checked_sub(1)
                .filter(|i| blocks[*i].0 == row.class && blocks[*i].1.role == row.role);
            if let Some(i) = again {
                blocks[i].1.source.push(source);
                return at;
            }
            let at = at.min(blocks.len());
            blocks.insert(at, (row.class, block(sheet, row, source)));
            at + 1
        }
    }
}

fn block(sheet: &Sheet<'_>, row: &Row, source: Source) -> Block {
    let piece = &sheet.member.reading.pieces[row.piece];
    Block {
        role: row.role,
        text: piece.text.clone(),
        source: vec![source],
        links: piece.links.clone(),
    }
}

/// Takes the links of a further place that has the same text, where the places before it have none.
fn link(block: &mut Block, sheet: &Sheet<'_>, row: &Row) {
    let piece = &sheet.member.reading.pieces[row.piece];
    if block.links.is_empty() && block.text == piece.text {
        block.links.clone_from(&piece.links);
    }
}

/// The place of a row in its file.
pub(crate) fn source(sheet: &Sheet<'_>, row: &Row) -> Source {
    let piece = &sheet.member.reading.pieces[row.piece];
    Source {
        snapshot: sheet.member.reading.snapshot,
        line: piece.line,
        part: piece.part,
    }
}

/// What changed from an older version to a newer one.
fn change(newer: &Version<'_>, older: &Version<'_>, paragraphs: &Paragraphs) -> Change {
    let new: BTreeSet<&Class> = newer.body.iter().chain(&newer.heading).collect();
    let old: BTreeSet<&Class> = older.body.iter().chain(&older.heading).collect();
    let added: Vec<Class> = new.difference(&old).map(|class| **class).collect();
    let gone: Vec<Class> = old.difference(&new).map(|class| **class).collect();
    if gone.is_empty() {
        return if added.is_empty() {
            Change::Cosmetic
        } else {
            Change::Added
        };
    }
    let facts = |classes: &[Class]| -> BTreeSet<u32> {
        classes
            .iter()
            .flat_map(|class| {
                paragraphs.features[*class]
                    .names
                    .iter()
                    .chain(&paragraphs.features[*class].numbers)
                    .copied()
            })
            .collect()
    };
    let (before, after) = (facts(&gone), facts(&added));
    let edited = gone.iter().all(|g| {
        added.iter().any(|a| {
            likeness::ratio(
                &paragraphs.features[*g].words,
                &paragraphs.features[*a].words,
            ) >= 0.5
        })
    });
    if edited && before != after {
        Change::Facts
    } else {
        Change::Reworded
    }
}
