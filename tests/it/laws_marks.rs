//! What a person did is never lost and never invented, whatever comes in afterwards; ids that were shown keep resolving.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use proptest::prelude::*;

use liveblog::engine::model::BlogId;
use liveblog::engine::model::EntryId;
use liveblog::engine::model::MarkChange;
use liveblog::engine::model::MarkedEntry;
use liveblog::engine::model::RawSnapshot;
use liveblog::engine::model::ReadState;
use liveblog::engine::text::SafeText;
use liveblog::store::Store;

use crate::history::History;
use crate::history::Plan;
use crate::laws;
use crate::library;

/// What happens to a library: the next snapshot comes in, or the entry at a place gets a mark.
#[derive(Debug, Clone, Copy)]
enum Step {
    Add,
    Read(usize),
    Bookmark(usize),
    Note(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![3 => Just(Step::Add), 2 => (0_usize..40).prop_map(Step::Read), 1 => (0_usize..40).prop_map(Step::Bookmark), 1 => (0_usize..40).prop_map(Step::Note)]
}

/// Two days of one publisher, and the order in which the snapshots come in.
fn arrivals() -> impl Strategy<Value = (History, Vec<usize>)> {
    (any::<u64>(), laws::forms()).prop_flat_map(|(seed, forms)| {
        let plan = Plan {
            days: 2,
            snapshots: 3,
            reposts: 0.2,
            edits: 0.4,
            ..Plan::small(&forms)
        };
        (
            Just(History::new(seed, &plan)),
            Just((0..6).collect::<Vec<usize>>()).prop_shuffle(),
        )
    })
}

fn everything(store: &Store) -> Vec<MarkedEntry> {
    store
        .blogs()
        .unwrap()
        .iter()
        .flat_map(|row| store.entries(row.id, 0, usize::MAX).unwrap())
        .collect()
}

/// What was done so far, by the ids that were shown then.
#[derive(Default)]
struct Done {
    shown: BTreeSet<EntryId>,
    blogs: BTreeSet<BlogId>,
    read: BTreeSet<EntryId>,
    bookmarked: BTreeSet<EntryId>,
    notes: BTreeMap<EntryId, BTreeSet<String>>,
}

impl Done {
    fn mark(&mut self, store: &mut Store, place: usize, kind: Step) {
        let all = everything(store);
        let Some(one) = all.get(place % all.len().max(1)) else {
            return;
        };
        let id = one.entry.id;
        let change = match kind {
            Step::Bookmark(_) => {
                self.bookmarked.insert(id);
                MarkChange::Bookmark(id)
            }
            Step::Note(_) if one.marks.note.is_none() => {
                let note = format!("note {}", self.notes.len());
                self.notes.entry(id).or_default().insert(note.clone());
                MarkChange::Note(id, Some(SafeText::from(note)))
            }
            _ => {
                self.read.insert(id);
                MarkChange::Read(id)
            }
        };
        store.mark(&[change], library::now()).unwrap();
    }

    fn check(&mut self, store: &Store) -> Result<(), TestCaseError> {
        let all = everything(store);
        self.shown.extend(all.iter().map(|one| one.entry.id));
        self.blogs
            .extend(store.blogs().unwrap().iter().map(|row| row.id));
        let today: BTreeMap<EntryId, &MarkedEntry> =
            all.iter().map(|one| (one.entry.id, one)).collect();
        prop_assert_eq!(today.len(), all.len(), "two entries have one id");
        let mut now: BTreeMap<EntryId, EntryId> = BTreeMap::new();
        for id in &self.shown {
            let found = store.find_entry(*id).unwrap().map(|(_, entry)| entry);
            prop_assert!(
                found.is_some_and(|entry| today.contains_key(&entry)),
                "{id} resolves to nothing"
            );
            now.extend(found.map(|entry| (*id, entry)));
        }
        for id in &self.blogs {
            prop_assert!(store.rows(*id).is_ok(), "blog {id} resolves to nothing");
        }
        let resolved = |ids: &mut dyn Iterator<Item = &EntryId>| {
            ids.map(|id| now[id]).collect::<BTreeSet<EntryId>>()
        };
        let with = |holds: fn(&MarkedEntry) -> bool| {
            all.iter()
                .filter(|one| holds(one))
                .map(|one| one.entry.id)
                .collect::<BTreeSet<EntryId>>()
        };
        for (wanted, found, what) in [
            (
                resolved(&mut self.bookmarked.iter()),
                with(|one| one.marks.bookmarked),
                "bookmarks",
            ),
            (
                resolved(&mut self.notes.keys()),
                with(|one| one.marks.note.is_some()),
                "notes",
            ),
        ] {
            prop_assert_eq!(wanted, found, "{}", what);
        }
        for (id, notes) in &self.notes {
            let text = today[&now[id]]
                .marks
                .note
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default();
            prop_assert!(
                notes.iter().all(|note| text.contains(note)),
                "{notes:?} in {text:?}"
            );
        }
        let read = with(|one| one.marks.read != ReadState::Unread);
        prop_assert!(
            resolved(&mut self.read.iter()).is_subset(&read),
            "a read entry is unread again"
        );
        prop_assert!(
            self.read.is_empty() <= read.is_empty(),
            "nobody read anything"
        );
        Ok(())
    }
}

proptest! {
    #![proptest_config(laws::settings(laws::CASES))]

    #[test]
    fn marks_and_ids_outlive_every_addition((history, order) in arrivals(), steps in prop::collection::vec(step(), 4..16)) {
        let raws: Vec<RawSnapshot> = order.iter().map(|i| history.shots[*i].raw.clone()).collect();
        let mut store = Store::in_memory().unwrap();
        let mut done = Done::default();
        let mut coming = raws.iter();
        for step in steps {
            match step {
                Step::Add => {
                    let Some(raw) = coming.next() else { continue };
                    library::add(&mut store, std::slice::from_ref(raw));
                }
                Step::Read(place) | Step::Bookmark(place) | Step::Note(place) => done.mark(&mut store, place, step),
            }
            done.check(&store)?;
        }
        library::add(&mut store, &raws);
        done.check(&store)?;
    }
}
