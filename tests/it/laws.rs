//! The library is a function of the set of snapshots: not of the order they come in, nor of the batches, nor of what else is there.

use proptest::prelude::*;

use liveblog::engine::model::RawSnapshot;
use liveblog::engine::rules::Rules;
use liveblog::store::Store;

use crate::history::History;
use crate::history::Plan;
use crate::history::page::Form;
use crate::library;

/// How many random histories each law is tried on.
pub(crate) const CASES: u32 = 6;

/// The settings of all laws: random, and nothing is written beside the source.
pub(crate) fn settings(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 40,
        ..ProptestConfig::default()
    }
}

/// Some forms, at least one.
pub(crate) fn forms() -> impl Strategy<Value = Vec<Form>> {
    prop::sample::subsequence(Form::ALL.to_vec(), 1..=Form::ALL.len())
}

/// A small history.
pub(crate) fn small() -> impl Strategy<Value = History> {
    (
        any::<u64>(),
        forms(),
        prop::sample::select(vec![0.0, 0.5, 1.0]),
    )
        .prop_map(|(seed, forms, known_times)| {
            History::new(
                seed,
                &Plan {
                    known_times,
                    reposts: 0.15,
                    ..Plan::small(&forms)
                },
            )
        })
}

/// All orders of four things.
fn permutations() -> Vec<[usize; 4]> {
    let mut out = Vec::new();
    for a in 0..4 {
        for b in (0..4).filter(|b| *b != a) {
            for c in (0..4).filter(|c| *c != a && *c != b) {
                out.push([a, b, c, 6 - a - b - c]);
            }
        }
    }
    out
}

fn add_in_batches(store: &mut Store, mut raws: &[RawSnapshot], sizes: &[usize]) {
    for size in sizes.iter().chain(std::iter::repeat(&3)) {
        if raws.is_empty() {
            return;
        }
        let (batch, rest) = raws.split_at((*size).min(raws.len()));
        library::add(store, batch);
        raws = rest;
    }
}

#[test]
fn every_order_of_four_snapshots_gives_the_same_export() {
    for (seed, forms) in [
        (1, Form::ALL.to_vec()),
        (2, vec![Form::Headed, Form::Plain]),
    ] {
        let raws = History::new(
            seed,
            &Plan {
                entries: 8,
                window: 5,
                ..Plan::small(&forms)
            },
        )
        .raws();
        let want = library::export(&library::of(&raws));
        for order in permutations() {
            let mut store = Store::in_memory().unwrap();
            for i in order {
                library::add(&mut store, &raws[i..=i]);
            }
            assert_eq!(
                library::export(&store),
                want,
                "history {seed}, order {order:?}"
            );
        }
    }
}

/// A history of two blogs, another order with some snapshots twice, and the sizes of the batches.
fn two_ways() -> impl Strategy<Value = (History, Vec<usize>, Vec<usize>)> {
    (any::<u64>(), forms(), prop::collection::vec(1_usize..4, 6)).prop_flat_map(
        |(seed, forms, sizes)| {
            let history = History::new(
                seed,
                &Plan {
                    days: 2,
                    snapshots: 3,
                    ..Plan::small(&forms)
                },
            );
            (
                Just(history),
                Just(vec![0, 1, 2, 3, 4, 5, 0, 1]).prop_shuffle(),
                Just(sizes),
            )
        },
    )
}

proptest! {
    #![proptest_config(settings(CASES))]

    #[test]
    fn order_and_batches_do_not_matter((history, order, sizes) in two_ways()) {
        let raws = history.raws();
        let again: Vec<RawSnapshot> = order.iter().map(|i| raws[*i].clone()).collect();
        let one = library::of(&raws);
        let mut other = Store::in_memory().unwrap();
        add_in_batches(&mut other, &again, &sizes);
        prop_assert_eq!(library::export(&one), library::export(&other));
    }

    #[test]
    fn adding_again_or_reading_again_changes_nothing(history in small(), twice in 0_usize..4) {
        let raws = history.raws();
        let mut store = library::of(&raws);
        let before = library::export(&store);
        let added = library::add(&mut store, &raws[twice..=twice]);
        prop_assert!(added[0].known && added[0].new == 0 && added[0].revised == 0);
        library::add(&mut store, &raws);
        prop_assert_eq!(&library::export(&store), &before);
        store.refresh_readings(Rules::builtin(), &mut |_, _| {}).unwrap();
        prop_assert_eq!(&library::export(&store), &before);
    }

    #[test]
    fn a_foreign_snapshot_changes_no_other_blog(seed in any::<u64>(), forms in forms()) {
        let plan = Plan { publishers: 2, snapshots: 3, ..Plan::small(&forms) };
        let history = History::new(seed, &plan);
        let (mine, foreign): (Vec<_>, Vec<_>) = history.shots.iter().partition(|shot| shot.blog == history.shots[0].blog);
        let raws = |shots: &[&crate::history::Shot]| shots.iter().map(|shot| shot.raw.clone()).collect::<Vec<_>>();
        let mut store = library::of(&raws(&mine));
        let before = library::timelines(&store);
        for raw in raws(&foreign) {
            library::add(&mut store, &[raw]);
            let after = library::timelines(&store);
            for timeline in &before {
                prop_assert!(after.contains(timeline), "blog {}", timeline.timeline.blog);
            }
        }
    }
}
