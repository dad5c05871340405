//! Libraries in memory, for tests that go through the whole: digest, matching, merge, store, export.

use liveblog::engine::export::EXPORTS;
use liveblog::engine::export::MarkedTimeline;
use liveblog::engine::model::BlogId;
use liveblog::engine::model::Capture;
use liveblog::engine::model::RawSnapshot;
use liveblog::engine::rules::Rules;
use liveblog::store::Added;
use liveblog::store::Store;

/// The time at which everything is added.
pub(crate) fn now() -> jiff::Timestamp {
    jiff::Timestamp::from_second(1_931_400_000).unwrap()
}

/// A snapshot of which only the name is known.
pub(crate) fn snapshot(name: &str, bytes: impl Into<Vec<u8>>) -> RawSnapshot {
    let capture = Capture {
        name: name.into(),
        ..Capture::default()
    };
    RawSnapshot::new(capture, bytes.into())
}

/// A library of these snapshots, added in one batch.
pub(crate) fn of(raws: &[RawSnapshot]) -> Store {
    let mut store = Store::in_memory().unwrap();
    add(&mut store, raws);
    store
}

/// Adds snapshots in one batch.
pub(crate) fn add(store: &mut Store, raws: &[RawSnapshot]) -> Vec<Added> {
    store.add(raws.to_vec(), Rules::builtin(), now()).unwrap()
}

/// The timelines of all blogs, by their ids.
pub(crate) fn timelines(store: &Store) -> Vec<MarkedTimeline> {
    let mut ids: Vec<BlogId> = store.blogs().unwrap().iter().map(|row| row.id).collect();
    ids.sort_unstable();
    ids.into_iter()
        .map(|id| store.timeline(id).unwrap())
        .collect()
}

/// The headings of the entries of a timeline as they are shown, newest first; empty ones where there are none.
pub(crate) fn headings(told: &MarkedTimeline) -> Vec<String> {
    let shown = told
        .timeline
        .entries
        .iter()
        .map(|entry| &entry.revisions[0]);
    let heading = shown.map(|revision| revision.heading.as_ref());
    heading
        .map(|heading| heading.map_or_else(String::new, |heading| heading.text.to_string()))
        .collect()
}

/// The JSON export of everything.
pub(crate) fn export(store: &Store) -> String {
    (EXPORTS[0].write)(&timelines(store))
}
