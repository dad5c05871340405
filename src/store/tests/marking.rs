//! Marks survive whatever the merge does to the entries they were made on.

use crate::engine::model::EntryId;
use crate::engine::model::MarkChange;
use crate::engine::model::ReadState;
use crate::engine::rules::Rules;
use crate::engine::text::SafeText;
use crate::store::Problem;
use crate::store::Store;
use crate::store::tests::add;
use crate::store::tests::at;
use crate::store::tests::check_counters;
use crate::store::tests::entries;
use crate::store::tests::entry_with;
use crate::store::tests::fake;
use crate::store::tests::snap;
use crate::store::tests::store;

const LONG: &str = "the river rose by another two metres during the whole of the night";
const TWO: &str = "Flood\n\na: the river rose by another two metres during the night\n\nb: the bridge at the mill was closed to all traffic\n";

fn mark(store: &mut Store, change: MarkChange) {
    store.mark(&[change], at(2000)).unwrap();
    check_counters(store);
}

#[test]
fn read_stays_read_until_words_are_added() {
    let mut store = store();
    add(&mut store, &[snap(1, TWO)]);
    let id = entry_with(&store, "a:").entry.id;
    mark(&mut store, MarkChange::Read(id));
    assert_eq!(entry_with(&store, "a:").marks.read, ReadState::Read);
    assert_eq!(entry_with(&store, "b:").marks.read, ReadState::Unread);

    // Quotes, case and spaces are no news.
    add(
        &mut store,
        &[snap(2, &TWO.replace("the river", "‘The  RIVER’"))],
    );
    assert_eq!(entry_with(&store, "a:").marks.read, ReadState::Read);
    // A short addition neither.
    add(
        &mut store,
        &[snap(3, &TWO.replace("\n\nb:", "\na2: more soon\n\nb:"))],
    );
    assert_eq!(entry_with(&store, "a:").marks.read, ReadState::Read);
    // A long one is.
    add(
        &mut store,
        &[snap(
            4,
            &TWO.replace("\n\nb:", &format!("\na3: {LONG}\n\nb:")),
        )],
    );
    let changed = entry_with(&store, "a:");
    assert_eq!(changed.marks.read, ReadState::Changed);
    check_counters(&store);
    mark(&mut store, MarkChange::Read(changed.entry.id));
    assert_eq!(entry_with(&store, "a:").marks.read, ReadState::Read);
    mark(&mut store, MarkChange::Unread(changed.entry.id));
    assert_eq!(entry_with(&store, "a:").marks.read, ReadState::Unread);
}

#[test]
fn joining_unites_marks_and_old_ids_resolve() {
    let mut store = store();
    add(&mut store, &[snap(5, TWO)]);
    let (a, b) = (
        entry_with(&store, "a:").entry.id,
        entry_with(&store, "b:").entry.id,
    );
    mark(&mut store, MarkChange::Read(a));
    mark(&mut store, MarkChange::Bookmark(b));
    mark(&mut store, MarkChange::Note(a, Some(SafeText::new("one"))));
    mark(&mut store, MarkChange::Note(b, Some(SafeText::new("two"))));

    // A snapshot from before shows both as one entry.
    add(&mut store, &[snap(4, &TWO.replace("\n\nb:", "\nb:"))]);
    check_counters(&store);
    let joined = entry_with(&store, "b:");
    assert_eq!(entries(&store).len(), 1);
    assert!(joined.entry.id != a && joined.entry.id != b);
    assert_eq!(
        joined.marks.read,
        ReadState::Changed,
        "the text of b was never read"
    );
    assert!(joined.marks.bookmarked);
    assert_eq!(
        joined.marks.note.as_ref().map(SafeText::as_str),
        Some("one · two")
    );
    for id in [a, b, joined.entry.id] {
        assert_eq!(
            store.find_entry(id).unwrap().map(|found| found.1),
            Some(joined.entry.id)
        );
        assert_eq!(store.position(id).unwrap(), Some(0));
    }
    mark(&mut store, MarkChange::Read(b));
    mark(&mut store, MarkChange::Unbookmark(a));
    let joined = entry_with(&store, "b:");
    assert_eq!(
        (joined.marks.read, joined.marks.bookmarked),
        (ReadState::Read, false)
    );
}

#[test]
fn splitting_leaves_each_part_what_hangs_on_it() {
    let mut store = store();
    let one = TWO.replace("\n\nb:", "\nb:");
    add(&mut store, &[snap(5, &one)]);
    let whole = entry_with(&store, "a:").entry.id;
    mark(&mut store, MarkChange::Read(whole));
    mark(&mut store, MarkChange::Bookmark(whole));
    mark(
        &mut store,
        MarkChange::Note(whole, Some(SafeText::new("mine"))),
    );

    add(&mut store, &[snap(6, &TWO.replace("\n\nb:", "\n--\nb:"))]);
    check_counters(&store);
    let (a, b) = (entry_with(&store, "a:"), entry_with(&store, "b:"));
    assert_eq!(
        (a.marks.read, b.marks.read),
        (ReadState::Read, ReadState::Read)
    );
    assert_eq!((a.marks.bookmarked, b.marks.bookmarked), (true, false));
    assert_eq!(
        (a.marks.note.is_some(), b.marks.note.is_some()),
        (true, false)
    );
    assert_eq!(
        store.find_entry(whole).unwrap().map(|found| found.1),
        Some(a.entry.id)
    );
    assert_eq!(store.bookmarks().unwrap().len(), 1);

    mark(&mut store, MarkChange::Unread(b.entry.id));
    assert_eq!(entry_with(&store, "a:").marks.read, ReadState::Read);
    assert_eq!(entry_with(&store, "b:").marks.read, ReadState::Unread);
}

#[test]
fn changes_are_made_all_or_none() {
    let mut store = store();
    add(&mut store, &[snap(1, TWO)]);
    let id = entry_with(&store, "a:").entry.id;
    let version = store.version().unwrap();
    let error = store
        .mark(
            &[MarkChange::Bookmark(id), MarkChange::Read(EntryId([7; 8]))],
            at(1),
        )
        .unwrap_err();
    assert!(matches!(error.problem, Problem::NoEntry(_)), "{error}");
    assert!(!entry_with(&store, "a:").marks.bookmarked);
    assert_eq!(store.version().unwrap(), version);
    check_counters(&store);
}

#[test]
fn a_note_is_replaced_and_removed_but_stays_on_record() {
    let mut store = store();
    add(&mut store, &[snap(1, TWO)]);
    let id = entry_with(&store, "a:").entry.id;
    for note in [Some("first"), Some("second"), Some("  "), None] {
        mark(&mut store, MarkChange::Note(id, note.map(SafeText::new)));
        let kept = entry_with(&store, "a:").marks.note;
        assert_eq!(
            kept.as_ref().map(SafeText::as_str),
            note.filter(|note| !note.trim().is_empty())
        );
    }
    let logged: i64 = store
        .db
        .query_row("SELECT count(*) FROM mark_log", [], |row| row.get(0))
        .unwrap();
    let marks: i64 = store
        .db
        .query_row("SELECT count(*) FROM mark", [], |row| row.get(0))
        .unwrap();
    assert_eq!((logged, marks), (4, 2));
}

#[test]
fn a_newer_engine_reads_everything_again_and_keeps_marks() {
    let mut store = store();
    add(
        &mut store,
        &[snap(1, TWO), snap(2, &TWO.replace("Flood", "The flood"))],
    );
    let id = entry_with(&store, "a:").entry.id;
    mark(&mut store, MarkChange::Read(id));
    mark(&mut store, MarkChange::Bookmark(id));
    assert!(!store.needs_refresh().unwrap());

    for (engine, id_stays) in [(fake::NEWER, true), (fake::SHIFTED, false)] {
        store.engine = engine;
        assert!(store.needs_refresh().unwrap());
        let mut steps = Vec::new();
        store
            .refresh_readings(&Rules::default(), &mut |done, total| {
                steps.push((done, total))
            })
            .unwrap();
        assert_eq!(steps, [(0, 2), (1, 2), (2, 2)]);
        assert!(!store.needs_refresh().unwrap());
        check_counters(&store);
        let after = entry_with(&store, "a:");
        assert_eq!(
            (after.marks.read, after.marks.bookmarked),
            (ReadState::Read, true)
        );
        assert_eq!(after.entry.id == id, id_stays);
        assert_eq!(
            store.find_entry(id).unwrap().map(|found| found.1),
            Some(after.entry.id)
        );
    }

    // Adding does it by itself.
    store.engine = crate::store::engine::Engine {
        version: 9,
        ..fake::SHIFTED
    };
    add(&mut store, &[snap(3, &TWO.replace("Flood", "Floods"))]);
    assert!(!store.needs_refresh().unwrap());
    assert!(entry_with(&store, "a:").marks.bookmarked);
}
