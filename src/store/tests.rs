//! Tests of the store as a whole, with a small engine of their own.

mod fake;
mod files;
mod grouping;
mod joining;
mod left;
mod marking;
mod order;
mod other;
mod searching;
mod shelving;
mod undoing;
mod visiting;

use std::ops::ControlFlow;

use jiff::Timestamp;

use crate::engine::export::MarkedTimeline;
use crate::engine::model::BlogId;
use crate::engine::model::Capture;
use crate::engine::model::MarkedEntry;
use crate::engine::model::RawSnapshot;
use crate::engine::rules::Rules;
use crate::engine::text::SafeText;
use crate::store::Added;
use crate::store::Store;

/// A time on the day of the tests.
fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + minute * 60).unwrap()
}

fn store() -> Store {
    Store::in_memory_with(fake::FAKE).unwrap()
}

/// A snapshot captured at a minute.
fn snap(minute: i64, text: &str) -> RawSnapshot {
    let capture = Capture {
        name: SafeText::new(&format!("{minute:03}.txt")),
        origin: SafeText::new(&format!("somewhere/{minute:03}.txt")),
        captured_at: Some(at(minute)),
        ..Capture::default()
    };
    RawSnapshot::new(capture, text.as_bytes().to_vec())
}

fn add(store: &mut Store, raws: &[RawSnapshot]) -> Vec<Added> {
    store
        .add(raws.to_vec(), &Rules::default(), at(1000))
        .unwrap()
}

/// Joining another library goes on to its end.
fn go_on(_: usize, _: usize) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Every timeline of a library, in the order of their ids.
fn dump(store: &Store) -> Vec<MarkedTimeline> {
    let mut ids: Vec<BlogId> = store.blogs().unwrap().iter().map(|row| row.id).collect();
    ids.sort_unstable();
    ids.into_iter()
        .map(|id| store.timeline(id).unwrap())
        .collect()
}

/// The entries of the only blog.
fn entries(store: &Store) -> Vec<MarkedEntry> {
    let blogs = store.blogs().unwrap();
    assert_eq!(blogs.len(), 1, "{blogs:?}");
    store.entries(blogs[0].id, 0, usize::MAX).unwrap()
}

/// The only entry that shows a paragraph beginning like this.
fn entry_with(store: &Store, start: &str) -> MarkedEntry {
    let mut found: Vec<MarkedEntry> = entries(store)
        .into_iter()
        .filter(|one| {
            one.entry.revisions[0]
                .blocks
                .iter()
                .any(|block| block.text.starts_with(start))
        })
        .collect();
    assert_eq!(found.len(), 1, "{start}");
    found.remove(0)
}

/// What the counters of the articles list must say, counted from the entries themselves; and the index from the texts.
fn check_counters(store: &Store) {
    use crate::engine::model::ReadState;
    for row in store.blogs().unwrap() {
        let rows = store.rows(row.id).unwrap();
        let entries = store.entries(row.id, 0, usize::MAX).unwrap();
        assert_eq!(rows.len(), entries.len());
        for (row, full) in rows.iter().zip(&entries) {
            assert_eq!(
                (row.id, row.read, row.bookmarked),
                (full.entry.id, full.marks.read, full.marks.bookmarked)
            );
            assert_eq!(
                (row.state, row.gap_before),
                (full.entry.state, full.entry.gap_before)
            );
        }
        let count = |read: ReadState| rows.iter().filter(|one| one.read == read).count() as u32;
        assert_eq!(row.entries as usize, rows.len());
        assert_eq!(
            (row.unread, row.changed),
            (count(ReadState::Unread), count(ReadState::Changed))
        );
        assert_eq!(
            row.bookmarked as usize,
            rows.iter().filter(|one| one.bookmarked).count()
        );
    }
    store
        .db
        .execute_batch("INSERT INTO entry_fts (entry_fts, rank) VALUES ('integrity-check', 1)")
        .unwrap();
}
