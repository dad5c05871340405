//! Revisions: the versions of an entry's text, and what changed from one to the next.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::engine::merge::para::Class;
use crate::engine::merge::posting::Place;
use crate::engine::merge::sheet::Sheet;
use crate::engine::model::Block;
use crate::engine::model::Change;
use crate::engine::model::Form;
use crate::engine::model::Revision;
use crate::engine::model::Role;
use crate::engine::model::SnapshotId;
use crate::engine::model::Source;
use crate::engine::rules::Rules;
use crate::engine::segment::feature::Features;
use crate::engine::text::likeness;

/// One version while it is put together.
struct Version<'p> {
    body: Vec<Class>,
    heading: Option<Class>,
    places: Vec<&'p Place<'p>>,
}

/// The revisions of an entry, newest first. `places` are its postings, newest first.
pub(crate) fn revisions(places: &[&Place<'_>], sheets: &[&Sheet]) -> Vec<Revision> {
    let versions = versions(places, sheets);
    let mut out: Vec<Revision> = versions
        .iter()
        .map(|version| revision(version, sheets))
        .collect();
    for i in 0..out.len() {
        out[i].change = versions
            .get(i + 1)
            .map(|older| change(&versions[i], older, sheets));
    }
    out
}

fn versions<'p>(places: &[&'p Place<'p>], sheets: &[&Sheet]) -> Vec<Version<'p>> {
    let mut out: Vec<Version<'p>> = Vec::new();
    for place in places {
        let body = body(place, sheets);
        let form = sheets[place.sheet].form;
        let found = out.iter_mut().find(|version| {
            let headings = version.heading.is_none()
                || place.kind.heading.is_none()
                || version.heading == place.kind.heading;
            headings && (version.body == body || extracted_otherwise(version, &body, form, sheets))
        });
        match found {
            Some(version) => {
                if body.len() > version.body.len() {
                    version.body = body;
                }
                version.heading = version.heading.or(place.kind.heading);
                version.places.push(place);
            }
            None => out.push(Version {
                body,
                heading: place.kind.heading,
                places: vec![place],
            }),
        }
    }
    out
}

fn body(place: &Place<'_>, sheets: &[&Sheet]) -> Vec<Class> {
    let mut body: Vec<Class> = place
        .lines(sheets[place.sheet])
        .filter(|(_, taken)| taken.role.is_body())
        .map(|(row, _)| row.class())
        .collect();
    body.dedup();
    body
}

/// Whether a text is the version's as another extractor gives it: other forms drop or keep different lines, but change no words.
fn extracted_otherwise(
    version: &Version<'_>,
    body: &[Class],
    form: Form,
    sheets: &[&Sheet],
) -> bool {
    let other_form = version
        .places
        .iter()
        .all(|place| sheets[place.sheet].form != form);
    // Most versions are of a form that the text has, too: then no sets are made.
    other_form && {
        let known: BTreeSet<&Class> = version.body.iter().collect();
        let given: BTreeSet<&Class> = body.iter().collect();
        given.is_subset(&known) || known.is_subset(&given)
    }
}

fn revision(version: &Version<'_>, sheets: &[&Sheet]) -> Revision {
    let mut places = version.places.clone();
    places.sort_by(|a, b| {
        let rich = |place: &Place<'_>| (sheets[place.sheet].trust(), place.spot.rows.len() as f32);
        rich(b)
            .partial_cmp(&rich(a))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    let mut blocks: Vec<(Class, Block)> = Vec::new();
    let mut heading: Option<Block> = None;
    for place in places {
        let sheet = sheets[place.sheet];
        let mut at = 0;
        for (row, taken) in place.lines(sheet) {
            let source = sheet.source(row);
            let text = || sheet.piece(row).map(|piece| piece.text.clone());
            let block = || Block {
                role: taken.role,
                text: text().unwrap_or_default(),
                source: vec![source],
                links: sheet
                    .piece(row)
                    .map(|piece| piece.links.clone())
                    .unwrap_or_default(),
            };
            if taken.role == Role::Heading
                && heading
                    .as_ref()
                    .is_none_or(|_| Some(row.class()) == version.heading)
            {
                match &mut heading {
                    Some(block) => block.source.push(source),
                    None => heading = Some(block()),
                }
                continue;
            }
            at = lay(&mut blocks, at, row.class(), (taken.role, source), &block);
        }
    }
    let mut snapshots: Vec<SnapshotId> = version
        .places
        .iter()
        .map(|place| sheets[place.sheet].snapshot)
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

/// Adds a row with its role and place to the blocks: to the next one with the same text, or as a new block at this place.
fn lay(
    blocks: &mut Vec<(Class, Block)>,
    at: usize,
    class: Class,
    (role, source): (Role, Source),
    new: &dyn Fn() -> Block,
) -> usize {
    let taken = |block: &Block| block.source.iter().any(|s| s.snapshot == source.snapshot);
    let same = |(other, block): &(Class, Block)| *other == class && !taken(block);
    let found = blocks[at.min(blocks.len())..]
        .iter()
        .position(&same)
        .map(|i| i + at)
        .or_else(|| blocks.iter().position(same));
    match found {
        Some(i) => {
            blocks[i].1.source.push(source);
            i + 1
        }
        None => {
            let again = at
                .checked_sub(1)
                .filter(|i| blocks[*i].0 == class && blocks[*i].1.role == role);
            if let Some(i) = again {
                blocks[i].1.source.push(source);
                return at;
            }
            let at = at.min(blocks.len());
            blocks.insert(at, (class, new()));
            at + 1
        }
    }
}

/// What some classes of a version look like, by the text of the newest snapshot that shows each.
fn texts(version: &Version<'_>, wanted: &[Class], sheets: &[&Sheet]) -> Texts {
    let mut out: Texts = BTreeMap::new();
    for place in &version.places {
        let sheet = sheets[place.sheet];
        for (row, _) in place.lines(sheet) {
            if wanted.contains(&row.class())
                && !out.contains_key(&row.class())
                && let Some(piece) = sheet.piece(row)
            {
                let looks = Features::of(&piece.text, row.shape.bullet, Rules::builtin());
                out.insert(row.class(), looks);
            }
        }
    }
    out
}

type Texts = BTreeMap<Class, Features>;

/// What changed from an older version to a newer one.
fn change(newer: &Version<'_>, older: &Version<'_>, sheets: &[&Sheet]) -> Change {
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
    let (before, after) = (texts(older, &gone, sheets), texts(newer, &added, sheets));
    let facts = |classes: &[Class], texts: &Texts| -> BTreeSet<u32> {
        let features = classes.iter().filter_map(|class| texts.get(class));
        features
            .flat_map(|one| one.names.iter().chain(&one.numbers).copied())
            .collect()
    };
    let edited = gone.iter().all(|g| {
        added.iter().any(|a| match (before.get(g), after.get(a)) {
            (Some(g), Some(a)) => likeness::ratio(&g.words, &a.words) >= 0.5,
            _ => false,
        })
    });
    if edited && facts(&gone, &before) != facts(&added, &after) {
        Change::Facts
    } else {
        Change::Reworded
    }
}
