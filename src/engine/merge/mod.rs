//! The merge: one timeline from all snapshots of a live blog, as a function of their set.
//!
//! Every snapshot becomes a sheet of paragraph classes ([`sheet`], [`para`]); borders that a text does not state are
//! inferred in the light of the other snapshots. Postings ([`posting`]) are grouped into entries ([`cluster`]), entries put
//! in order ([`order`]), versions told apart ([`revise`]), and the whole written down ([`assemble`]).

mod assemble;
mod cluster;
mod hint;
mod order;
mod para;
mod posting;
mod revise;
mod sheet;
mod time;

use crate::engine::model::Capture;
use crate::engine::model::Reading;
use crate::engine::model::Timeline;
use crate::engine::rules::Rules;

/// One snapshot of a blog, as the merge takes it.
#[derive(Debug, Clone, Copy)]
pub struct Member<'a> {
    /// How it is read.
    pub reading: &'a Reading,
    /// How it came to us.
    pub capture: &'a Capture,
}

/// Merges all snapshots of one blog. The order of `members` does not matter; without any the timeline is empty.
pub fn resolve(members: &[Member<'_>]) -> Timeline {
    let mut members = members.to_vec();
    members.sort_by_key(canonical);
    members.dedup_by_key(|member| member.reading.snapshot);
    let rules = Rules::builtin();
    let (sheets, paragraphs) = sheet::sheets(&members, rules);
    let places = posting::postings(&sheets, &paragraphs);
    let clusters = cluster::cluster(&places, &paragraphs);
    let lists = order::lists(&sheets, &places, &clusters.of);
    let by_age = order::sheets_by_age(&sheets, &lists, rules);
    let mut ages = vec![0; sheets.len()];
    for (age, sheet) in by_age.iter().enumerate() {
        ages[*sheet] = age;
    }
    let mut listed = vec![Vec::new(); clusters.groups.len()];
    for (age, sheet) in by_age.iter().enumerate() {
        for entry in &lists[*sheet].entries {
            listed[*entry].push(age);
        }
    }
    let mut teller = vec![None; paragraphs.features.len()];
    for (place, group) in places.iter().zip(&clusters.of) {
        for (class, _) in &place.text {
            teller[*class].get_or_insert(*group);
        }
    }
    let facts = assemble::Facts {
        sheets: &sheets,
        paragraphs: &paragraphs,
        places: &places,
        clusters: &clusters,
        lists: &lists,
        by_age: &by_age,
        ages: &ages,
        listed: &listed,
        teller: &teller,
    };
    assemble::timeline(&facts)
}

/// The canonical order of snapshots: by capture time where it is known, then by identity.
fn canonical(
    member: &Member<'_>,
) -> (
    bool,
    Option<jiff::Timestamp>,
    crate::engine::model::SnapshotId,
) {
    let at = member.capture.captured_at;
    (at.is_none(), at, member.reading.snapshot)
}
