//! The library is a function of the set of snapshots: not of the order they came in, nor of the batches.

use proptest::prelude::*;

use crate::engine::model::RawSnapshot;
use crate::engine::rules::Rules;
use crate::store::Store;
use crate::store::tests::add;
use crate::store::tests::at;
use crate::store::tests::check_counters;
use crate::store::tests::dump;
use crate::store::tests::snap;
use crate::store::tests::store;

/// A page of some paragraphs out of a small stock, in two versions, divided in three ways.
fn page() -> impl Strategy<Value = RawSnapshot> {
    let paragraph = (
        0_u8..14,
        0_u8..2,
        prop::sample::select(vec!["\n", "\n\n", "\n--\n"]),
    );
    (
        prop::collection::vec(paragraph, 1..5),
        0_i64..4,
        any::<bool>(),
    )
        .prop_map(|(paragraphs, minute, known)| {
            let mut text = format!("Page {minute}\n");
            for (key, version, end) in paragraphs {
                text += &format!("k{key}: version {version}{end}");
            }
            let mut raw = snap(minute, &text);
            if !known {
                raw.capture.captured_at = None;
            }
            raw
        })
}

/// Pages, the same in another order (some twice), and the sizes of the batches they come in.
fn two_ways() -> impl Strategy<Value = (Vec<RawSnapshot>, Vec<RawSnapshot>, Vec<usize>)> {
    prop::collection::vec(page(), 1..9).prop_flat_map(|pages| {
        let again = pages
            .iter()
            .chain(pages.iter().take(2))
            .cloned()
            .collect::<Vec<_>>();
        (
            Just(pages),
            Just(again).prop_shuffle(),
            prop::collection::vec(1_usize..4, 12),
        )
    })
}

fn add_in_batches(store: &mut Store, mut raws: &[RawSnapshot], sizes: &[usize]) {
    for size in sizes {
        let (batch, rest) = raws.split_at((*size).min(raws.len()));
        if !batch.is_empty() {
            add(store, batch);
        }
        raws = rest;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn order_and_batches_do_not_matter((pages, again, sizes) in two_ways()) {
        let (mut one, mut other) = (store(), store());
        add(&mut one, &pages);
        add_in_batches(&mut other, &again, &sizes);
        prop_assert_eq!(dump(&one), dump(&other));
        check_counters(&other);

        let before = dump(&other);
        add(&mut other, &pages);
        prop_assert_eq!(dump(&other), before, "adding again changes nothing");
        other.refresh_readings(&Rules::default(), &mut |_, _| {}).unwrap();
        prop_assert_eq!(dump(&other), dump(&one), "reading again changes nothing");
        check_counters(&other);
    }

    #[test]
    fn it_does_not_matter_when_two_are_kept_apart((pages, again, sizes) in two_ways()) {
        let (first, second) = (pages[0].id, pages[pages.len() / 2].id);
        let (mut one, mut other) = (store(), store());
        add(&mut one, &pages);
        one.decide(first, second, false, &Rules::default(), at(1)).unwrap();
        check_counters(&one);
        add(&mut other, &[pages[0].clone(), pages[pages.len() / 2].clone()]);
        other.decide(second, first, false, &Rules::default(), at(1)).unwrap();
        add_in_batches(&mut other, &again, &sizes);
        prop_assert_eq!(dump(&one), dump(&other));
        check_counters(&other);
    }
}
