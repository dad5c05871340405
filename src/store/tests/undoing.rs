//! What the person did can be taken back step by step and done again, whatever came in between.

use jiff::Timestamp;
use proptest::sample::select;

use crate::engine::model::Deed;
use crate::engine::model::EntryId;
use crate::engine::model::MarkChange;
use crate::engine::model::Marks;
use crate::engine::model::ReadState;
use crate::engine::model::Shelf;
use crate::engine::model::ShelfChange;
use crate::engine::model::Step;
use crate::store::Store;
use crate::store::tests::add;
use crate::store::tests::at;
use crate::store::tests::check_counters;
use crate::store::tests::entries;
use crate::store::tests::entry_with;
use crate::store::tests::snap;
use crate::store::tests::store;

const PAGE: &str = "Flood\n\na: the river rose by another two metres during the night\n\nb: the bridge at the mill was closed to all traffic\n\nc: the school stays open for those who cannot go home\n";

fn marks(store: &Store) -> Vec<(EntryId, Marks)> {
    let entries = entries(store).into_iter();
    entries.map(|one| (one.entry.id, one.marks)).collect()
}

fn change(kind: &str, id: EntryId) -> MarkChange {
    match kind {
        "read" => MarkChange::Read(id),
        "unread" => MarkChange::Unread(id),
        "bookmark" => MarkChange::Bookmark(id),
        "unbookmark" => MarkChange::Unbookmark(id),
        "no note" => MarkChange::Note(id, None),
        note => MarkChange::Note(id, Some(note.into())),
    }
}

const KINDS: &[&str] = &[
    "read",
    "unread",
    "bookmark",
    "unbookmark",
    "call back",
    "ask again",
    "no note",
];

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..proptest::test_runner::Config::with_cases(80) })]

    #[test]
    fn taking_back_and_doing_again_lead_through_the_same_states(
        changes in proptest::collection::vec((select(KINDS), 0usize..3), 1..12),
        back in 0usize..12,
    ) {
        let mut store = store();
        add(&mut store, &[snap(1, PAGE)]);
        let ids: Vec<EntryId> = marks(&store).iter().map(|(id, _)| *id).collect();
        let mut states = vec![marks(&store)];
        for (i, (kind, which)) in changes.iter().enumerate() {
            store.mark(&[change(kind, ids[*which])], at(2000 + i as i64)).unwrap();
            let now = marks(&store);
            if states.last() != Some(&now) {
                states.push(now);
            }
        }
        let mut here = states.len() - 1;
        for _ in 0..back.min(here) {
            proptest::prop_assert!(store.undo(at(3000)).unwrap().is_some());
            here -= 1;
            proptest::prop_assert_eq!(&marks(&store), &states[here]);
            check_counters(&store);
        }
        while here + 1 < states.len() {
            proptest::prop_assert!(store.redo(at(3001)).unwrap().is_some());
            here += 1;
            proptest::prop_assert_eq!(&marks(&store), &states[here]);
            check_counters(&store);
        }
        proptest::prop_assert!(store.redo(at(3002)).unwrap().is_none());
    }
}

#[test]
fn something_new_ends_what_could_be_done_again() {
    let mut store = store();
    add(&mut store, &[snap(1, PAGE)]);
    let id = entry_with(&store, "a:").entry.id;
    store.mark(&[MarkChange::Read(id)], at(1)).unwrap();
    store.undo(at(2)).unwrap();
    store.mark(&[MarkChange::Bookmark(id)], at(3)).unwrap();
    assert_eq!(store.redo(at(4)).unwrap(), None);
    let step = store.undo(at(5)).unwrap().unwrap();
    assert_eq!((step.deed, step.entries), (Deed::Bookmark, 1));
    assert_eq!(store.undo(at(6)).unwrap(), None);
    assert_eq!(entry_with(&store, "a:").marks, Marks::default());
}

#[test]
fn reading_on_is_one_step_and_marks_of_the_person_are_their_own() {
    let mut store = store();
    add(&mut store, &[snap(1, PAGE)]);
    let ids: Vec<EntryId> = marks(&store).iter().map(|(id, _)| *id).collect();
    let minute = |minute: i64| -> Timestamp { at(minute) };
    for (i, id) in ids.iter().enumerate() {
        store
            .mark_as(Deed::Reading, &[MarkChange::Read(*id)], minute(i as i64))
            .unwrap();
    }
    let step = store.undo(minute(4)).unwrap().unwrap();
    assert_eq!((step.deed, step.entries), (Deed::Reading, 3));
    assert!(
        marks(&store)
            .iter()
            .all(|(_, marks)| marks.read == ReadState::Unread)
    );
    store
        .mark_as(Deed::Reading, &[MarkChange::Read(ids[0])], minute(5))
        .unwrap();
    store
        .mark_as(Deed::Reading, &[MarkChange::Read(ids[1])], minute(50))
        .unwrap();
    assert_eq!(store.undo(minute(51)).unwrap().unwrap().entries, 1);
}

#[test]
fn a_step_is_taken_back_after_the_entry_changed() {
    let mut store = store();
    add(&mut store, &[snap(1, PAGE)]);
    let id = entry_with(&store, "a:").entry.id;
    store.mark(&[MarkChange::Read(id)], at(1)).unwrap();
    let more = "\na2: a second wave went over the wall in the early hours of the day and took the boats along\n\nb:";
    add(&mut store, &[snap(2, &PAGE.replace("\n\nb:", more))]);
    let changed = entry_with(&store, "a:");
    assert_eq!(changed.marks.read, ReadState::Changed);
    store
        .mark(&[MarkChange::Read(changed.entry.id)], at(3))
        .unwrap();
    assert_eq!(entry_with(&store, "a:").marks.read, ReadState::Read);
    store.undo(at(4)).unwrap();
    assert_eq!(entry_with(&store, "a:").marks.read, ReadState::Changed);
    store.undo(at(5)).unwrap();
    assert_eq!(entry_with(&store, "a:").marks.read, ReadState::Unread);
    check_counters(&store);
}

#[test]
fn how_blogs_are_kept_is_taken_back_and_done_again() {
    let mut store = store();
    add(&mut store, &[snap(1, PAGE)]);
    let id = store.blogs().unwrap()[0].id;
    let steps: [&[ShelfChange]; 6] = [
        &[ShelfChange::Name(Some("The flood".into()))],
        &[
            ShelfChange::Tag("north".into()),
            ShelfChange::Tag("weather".into()),
        ],
        &[ShelfChange::Put(Shelf::Archive)],
        &[ShelfChange::Put(Shelf::Deleted)],
        &[
            ShelfChange::Name(Some("High water".into())),
            ShelfChange::Untag("north".into()),
        ],
        &[ShelfChange::Put(Shelf::Library)],
    ];
    let mut states = vec![store.all_blogs().unwrap()];
    for (i, changes) in steps.iter().enumerate() {
        store.keep(id, changes, at(10 + i as i64)).unwrap();
        states.push(store.all_blogs().unwrap());
        assert_ne!(states[i], states[i + 1], "{changes:?} changes something");
    }
    // What changes nothing is no step.
    store
        .keep(id, &[ShelfChange::Put(Shelf::Library)], at(30))
        .unwrap();
    store
        .keep(id, &[ShelfChange::Tag("weather".into())], at(31))
        .unwrap();
    for _ in 0..2 {
        for (i, changes) in steps.iter().enumerate().rev() {
            let step = store.undo(at(40)).unwrap().unwrap();
            assert_eq!((step.deed, step.blog), (Deed::of_shelf(changes), id));
            assert_eq!(store.all_blogs().unwrap(), states[i]);
        }
        assert_eq!(store.undo(at(41)).unwrap(), None);
        for state in &states[1..] {
            assert!(store.redo(at(42)).unwrap().is_some());
            assert_eq!(store.all_blogs().unwrap(), *state);
        }
    }
}

#[test]
fn a_saved_filter_comes_back_as_it_was() {
    let mut store = store();
    store
        .note_filter("Bridges", None, Some("bridge"), at(1))
        .unwrap();
    store
        .note_filter("Bridges", Some("bridge"), Some("bridge or pier"), at(2))
        .unwrap();
    store
        .note_filter("Bridges", Some("bridge or pier"), None, at(3))
        .unwrap();
    let told =
        |step: crate::store::Result<Option<Step>>| step.unwrap().unwrap().filter.unwrap().text;
    assert_eq!(told(store.undo(at(4))).as_deref(), Some("bridge or pier"));
    assert_eq!(told(store.undo(at(5))).as_deref(), Some("bridge"));
    assert_eq!(told(store.redo(at(6))).as_deref(), Some("bridge or pier"));
    assert_eq!(told(store.undo(at(7))).as_deref(), Some("bridge"));
    assert_eq!(told(store.undo(at(8))), None);
}
