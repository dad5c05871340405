//! Which snapshots become one blog, what an addition reports, and how decisions win.

use crate::engine::model::BlogId;
use crate::engine::model::Deed;
use crate::engine::rules::Rules;
use crate::store::Problem;
use crate::store::Store;
use crate::store::tests::add;
use crate::store::tests::at;
use crate::store::tests::check_counters;
use crate::store::tests::dump;
use crate::store::tests::fake::JUDGED;
use crate::store::tests::snap;
use crate::store::tests::store;

fn ab() -> crate::engine::model::RawSnapshot {
    snap(1, "First\n\na: x\n\nb: x\n! furniture\n")
}

fn cd() -> crate::engine::model::RawSnapshot {
    snap(2, "Second\n\nc: x\n\nd: x\n")
}

fn bridge() -> crate::engine::model::RawSnapshot {
    snap(3, "Both\n\na: x\n\nb: new text\n\nc: x\n\nd: x\n\ne: x\n")
}

fn decide(
    store: &mut Store,
    a: &crate::engine::model::RawSnapshot,
    b: &crate::engine::model::RawSnapshot,
    same: bool,
) {
    store
        .decide(a.id, b.id, same, &Rules::default(), at(3000))
        .unwrap();
    check_counters(store);
}

#[test]
fn an_addition_says_what_it_brought() {
    let mut store = store();
    let added = add(&mut store, &[ab()]);
    assert!(added[0].new_blog && !added[0].known);
    assert_eq!(
        (
            added[0].new,
            added[0].revised,
            added[0].unchanged,
            added[0].dropped
        ),
        (2, 0, 0, 1)
    );
    let added = add(
        &mut store,
        &[snap(4, "First\n\nz: x\n\na: x\n\nb: other words\n"), ab()],
    );
    assert!(!added[0].new_blog && !added[0].known);
    assert_eq!(
        (added[0].new, added[0].revised, added[0].unchanged),
        (1, 1, 1)
    );
    assert!(added[1].known && !added[1].new_blog);
    assert_eq!(
        (added[1].new, added[1].revised, added[1].unchanged),
        (0, 0, 2)
    );
}

#[test]
fn one_common_paragraph_is_only_a_hint() {
    let mut store = store();
    let first = add(&mut store, &[ab()]);
    let second = add(&mut store, &[snap(2, "Other\n\nb: x\n\nq: x\n")]);
    assert!(second[0].new_blog);
    assert_eq!(
        second[0].looks_like,
        Some((first[0].blog, "1 common".to_owned()))
    );
    assert_eq!(store.blogs().unwrap().len(), 2);
}

#[test]
fn a_bridge_joins_two_blogs_and_their_ids_stay_valid() {
    let mut store = store();
    let added = add(&mut store, &[ab(), cd()]);
    assert_eq!(store.blogs().unwrap().len(), 2);
    let third = add(&mut store, &[bridge()]);
    let blogs = store.blogs().unwrap();
    assert_eq!(blogs.len(), 1);
    check_counters(&store);
    for id in [added[0].blog, added[1].blog, BlogId::of(bridge().id)] {
        assert_eq!(store.find_blog(&id.to_string()).unwrap(), blogs[0].id);
        assert_eq!(store.rows(id).unwrap().len(), 5);
    }
    assert_eq!(third[0].blog, blogs[0].id);
    assert_eq!(
        (third[0].new, third[0].revised, third[0].unchanged),
        (1, 1, 3)
    );
}

#[test]
fn decisions_win_and_can_be_reversed() {
    let mut store = store();
    add(&mut store, &[ab(), cd()]);
    let apart = dump(&store);
    decide(&mut store, &ab(), &cd(), true);
    assert_eq!(store.blogs().unwrap().len(), 1);
    decide(&mut store, &cd(), &ab(), false);
    assert_eq!(dump(&store), apart);
    add(&mut store, &[bridge()]);
    assert_eq!(
        store.blogs().unwrap().len(),
        2,
        "a bridge does not undo a decision"
    );
    decide(&mut store, &bridge(), &cd(), true);
    assert_eq!(store.blogs().unwrap().len(), 2);
    decide(&mut store, &ab(), &cd(), true);
    assert_eq!(store.blogs().unwrap().len(), 1);
}

#[test]
fn joining_blogs_by_other_snapshots_lifts_what_kept_them_apart() {
    let mut store = store();
    let (c1, c2) = (
        snap(5, "Second\n\nc: x\n\nd: x\n\nf: x\n"),
        snap(6, "Second\n\nd: x\n\nf: x\n"),
    );
    add(&mut store, &[ab(), cd(), c1.clone(), c2.clone()]);
    assert_eq!(store.blogs().unwrap().len(), 2);
    decide(&mut store, &ab(), &cd(), false);
    decide(&mut store, &ab(), &c2, true);
    assert_eq!(store.blogs().unwrap().len(), 1);
}

#[test]
fn no_pair_is_judged_twice_and_joined_ones_are_skipped() {
    let mut store = store();
    let text = |i: i64| format!("T\n\na: x\n\nb: x\n\nc{i}: x\n");
    let raws: Vec<_> = (0..20).map(|i| snap(i, &text(i))).collect();
    JUDGED.set(0);
    add(&mut store, &raws);
    assert_eq!(JUDGED.get(), 19);
    add(&mut store, &raws);
    assert_eq!(JUDGED.get(), 19);
    // A decision against needs the pairs that were skipped.
    decide(&mut store, &raws[0], &raws[1], false);
    assert_eq!(JUDGED.get(), 190);
    assert_eq!(store.blogs().unwrap().len(), 2);
}

#[test]
fn blogs_and_snapshots_are_found_by_what_a_person_types() {
    let mut store = store();
    let added = add(
        &mut store,
        &[ab(), cd(), snap(7, "Second thoughts\n\nx: x\n\ny: x\n")],
    );
    let id = added[1].blog;
    assert_eq!(store.find_blog(&id.to_string()).unwrap(), id);
    assert_eq!(
        store
            .find_blog(&id.to_string()[..6].to_uppercase())
            .unwrap(),
        id
    );
    assert_eq!(store.find_blog("first").unwrap(), added[0].blog);
    assert_eq!(
        store.find_blog("second").unwrap(),
        id,
        "an exact title comes before one that contains it"
    );
    assert_eq!(store.find_blog("1").unwrap(), store.blogs().unwrap()[0].id);
    assert!(
        matches!(store.find_blog("secon").unwrap_err().problem, Problem::Ambiguous { candidates, .. } if candidates.len() == 2)
    );
    for nothing in ["", "0", "99", "nothing", "zzzz", "%", "\0"] {
        let error = store.find_blog(nothing).unwrap_err();
        assert!(error.is_not_found(), "{nothing}: {error}");
        assert!(store.find_snapshot(nothing).unwrap_err().is_not_found());
    }
    for wanted in [
        cd().id.to_string(),
        cd().id.to_string()[..8].to_owned(),
        "002.txt".to_owned(),
        id.to_string(),
    ] {
        assert_eq!(store.find_snapshot(&wanted).unwrap(), cd().id, "{wanted}");
    }
    assert_eq!(store.snapshot_by_name("002.txt").unwrap(), [cd().id]);
}

#[test]
fn a_doubt_is_told_until_it_is_decided_and_again_when_that_is_taken_back() {
    let mut store = store();
    let other = snap(2, "Other\n\nb: x\n\nq: x\n");
    add(&mut store, &[ab(), other.clone()]);
    let doubts = store.doubts().unwrap();
    assert_eq!(doubts.len(), 1, "{doubts:?}");
    assert_eq!(doubts[0].why.as_str(), "1 common");
    let mut blogs = doubts[0].blogs;
    blogs.sort_unstable();
    let mut all: Vec<BlogId> = store.blogs().unwrap().iter().map(|row| row.id).collect();
    all.sort_unstable();
    assert_eq!(blogs[..], all[..]);
    let before = dump(&store);
    for (same, deed, left) in [(false, Deed::Unlink, 2), (true, Deed::Link, 1)] {
        let [a, b] = doubts[0].snapshots;
        store
            .decide(a, b, same, &Rules::default(), at(3000))
            .unwrap();
        let after = dump(&store);
        for _ in 0..2 {
            assert_eq!(
                (store.blogs().unwrap().len(), store.doubts().unwrap()),
                (left, Vec::new())
            );
            assert_eq!(store.undo(at(3001)).unwrap().unwrap().deed, deed);
            assert_eq!(
                (dump(&store), store.doubts().unwrap()),
                (before.clone(), doubts.clone())
            );
            check_counters(&store);
            assert_eq!(store.redo(at(3002)).unwrap().unwrap().deed, deed);
            assert_eq!(dump(&store), after);
            check_counters(&store);
        }
        store.undo(at(3003)).unwrap();
    }
}
