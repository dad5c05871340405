//! The library is a function of the set of snapshots: not of the order they came in, nor of the batches.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::engine::model::BlogId;
use crate::engine::model::EntryId;
use crate::engine::model::MarkChange;
use crate::engine::model::MarkedEntry;
use crate::engine::model::RawSnapshot;
use crate::engine::model::ReadState;
use crate::engine::model::Source;
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

/// What happens to a library: a page comes in, or the entry at a place is marked.
#[derive(Debug, Clone)]
enum Step {
    Add(RawSnapshot),
    Mark(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![3 => page().prop_map(Step::Add), 2 => (0_usize..20).prop_map(Step::Mark)]
}

fn everything(store: &Store) -> Vec<MarkedEntry> {
    let blogs = store.blogs().unwrap();
    blogs
        .iter()
        .flat_map(|row| store.entries(row.id, 0, usize::MAX).unwrap())
        .collect()
}

fn holds(entry: &MarkedEntry, source: Source) -> bool {
    let blocks = entry
        .entry
        .revisions
        .iter()
        .flat_map(|one| one.heading.iter().chain(&one.blocks));
    entry.entry.anchors.contains(&source)
        || blocks
            .into_iter()
            .any(|block| block.source.contains(&source))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn ids_and_marks_outlive_every_merge(steps in prop::collection::vec(step(), 1..14)) {
        let mut store = store();
        let mut shown: BTreeSet<EntryId> = BTreeSet::new();
        let mut blogs: BTreeSet<BlogId> = BTreeSet::new();
        let mut marked: Vec<(EntryId, Source)> = Vec::new();
        for step in steps {
            match step {
                Step::Add(raw) => {
                    add(&mut store, &[raw]);
                }
                Step::Mark(place) => {
                    let all = everything(&store);
                    let Some(one) = all.get(place % all.len().max(1)) else { continue };
                    let id = one.entry.id;
                    if !one.marks.bookmarked {
                        marked.push((id, one.entry.anchors[0]));
                    }
                    store.mark(&[MarkChange::Read(id), MarkChange::Bookmark(id)], at(7)).unwrap();
                    prop_assert_eq!(&everything(&store)[place % all.len()].marks.read, &ReadState::Read);
                }
            }
            check_counters(&store);
            let all = everything(&store);
            shown.extend(all.iter().map(|one| one.entry.id));
            blogs.extend(store.blogs().unwrap().iter().map(|row| row.id));
            for id in &shown {
                let found = store.find_entry(*id).unwrap().map(|found| found.1);
                prop_assert!(all.iter().any(|one| Some(one.entry.id) == found));
            }
            for id in &blogs {
                prop_assert!(store.rows(*id).is_ok());
            }
            for one in &all {
                let hangs = marked.iter().filter(|(_, source)| holds(one, *source)).count();
                prop_assert_eq!(one.marks.bookmarked, hangs > 0);
            }
            for (id, source) in &marked {
                let now = store.find_entry(*id).unwrap().unwrap().1;
                let holders: Vec<_> = all.iter().filter(|one| holds(one, *source)).collect();
                prop_assert_eq!(holders.len(), 1);
                prop_assert_eq!(holders[0].entry.id, now);
                prop_assert!(holders[0].marks.read != ReadState::Unread);
            }
        }
    }
}
