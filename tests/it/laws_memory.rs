//! What a merge remembers changes nothing: snapshot by snapshot, in any order, the timeline is the one of a merge from nothing.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

use proptest::prelude::*;

use liveblog::engine::digest;
use liveblog::engine::merge;
use liveblog::engine::merge::Member;
use liveblog::engine::merge::Memory;
use liveblog::engine::merge::Update;
use liveblog::engine::model::Capture;
use liveblog::engine::model::Entry;
use liveblog::engine::model::EntryId;
use liveblog::engine::model::RawSnapshot;
use liveblog::engine::model::Reading;
use liveblog::engine::model::SnapshotId;
use liveblog::engine::rules::Rules;
use liveblog::store::Store;

use crate::history::History;
use crate::history::Plan;
use crate::laws::forms;
use crate::laws::settings;
use crate::library;

/// A history in which much is told again, edited, taken down and pinned, with the order in which its snapshots come.
fn busy() -> impl Strategy<Value = (History, Vec<usize>)> {
    let times = prop::sample::select(vec![0.0, 0.6, 1.0]);
    (any::<u64>(), forms(), times).prop_flat_map(|(seed, forms, known_times)| {
        let plan = Plan {
            entries: 20,
            window: 9,
            snapshots: 7,
            known_times,
            reposts: 0.15,
            edits: 0.4,
            background: 0.4,
            withdrawals: 0.1,
            ..Plan::of(&forms)
        };
        let history = History::new(seed, &plan);
        let order: Vec<usize> = (0..history.shots.len()).collect();
        (Just(history), Just(order).prop_shuffle())
    })
}

/// A timeline that is kept by what updates say of it.
#[derive(Default)]
struct Kept {
    memory: Memory,
    readings: BTreeMap<SnapshotId, Arc<Reading>>,
    members: Vec<(SnapshotId, Capture)>,
    entries: BTreeMap<EntryId, Entry>,
}

impl Kept {
    /// Takes in a snapshot and compares with a merge from nothing; returns how many entries were written again.
    fn take_in(&mut self, raw: &RawSnapshot) -> usize {
        self.hear_of(raw);
        self.update()
    }

    fn hear_of(&mut self, raw: &RawSnapshot) {
        let reading = digest::digest(raw, Rules::builtin());
        self.readings.insert(raw.id, Arc::new(reading));
        self.members.push((raw.id, raw.capture.clone()));
    }

    fn update(&mut self) -> usize {
        let update = self.follow();
        self.compare(&update);
        update.changed.len()
    }

    /// Keeps the entries by what an update says of them.
    fn follow(&mut self) -> Update {
        let readings = &self.readings;
        let mut load = |id: SnapshotId| Ok::<_, Infallible>(Arc::clone(&readings[&id]));
        let Ok(update) = self.memory.update(&self.members, &mut load);
        let mut entries = BTreeMap::new();
        for (id, changed) in &update.order {
            let entry = match changed {
                Some(at) => update.changed[*at].clone(),
                None => self.entries[id].clone(),
            };
            assert_eq!(entry.id, *id);
            entries.insert(*id, entry);
        }
        self.entries = entries;
        update
    }

    fn compare(&self, update: &Update) {
        let want = self.anew();
        let ids: Vec<EntryId> = want.entries.iter().map(|entry| entry.id).collect();
        let told: Vec<EntryId> = update.order.iter().map(|(id, _)| *id).collect();
        assert_eq!(told, ids);
        for entry in &want.entries {
            assert_eq!(&self.entries[&entry.id], entry);
        }
        assert_eq!(
            (&update.title, &update.url, &update.publisher, &update.page),
            (&want.title, &want.url, &want.publisher, &want.page)
        );
        let snapshots: Vec<SnapshotId> = want.snapshots.iter().map(|one| one.id).collect();
        assert_eq!(update.snapshots, snapshots);
    }

    fn anew(&self) -> liveblog::engine::model::Timeline {
        let member = |(id, capture)| Member {
            reading: &self.readings[id],
            capture,
        };
        let members: Vec<Member<'_>> = self
            .members
            .iter()
            .map(|(id, capture)| member((id, capture)))
            .collect();
        merge::resolve(&members)
    }
}

proptest! {
    #![proptest_config(settings(16))]

    #[test]
    fn remembering_changes_nothing((history, order) in busy()) {
        let raws = history.raws();
        let mut kept = Kept::default();
        for i in order {
            kept.take_in(&raws[i]);
        }
        prop_assert_eq!(kept.update(), 0, "nothing came, so nothing changes");
        let last = kept.members.len() - 1;
        kept.members[last].1.captured_at = Some(jiff::Timestamp::UNIX_EPOCH);
        kept.update();
        kept.members.remove(0);
        kept.update();
    }

    #[test]
    fn a_memory_that_was_kept_is_as_good_as_one_that_lived((history, order) in busy()) {
        let raws = history.raws();
        let mut kept = Kept::default();
        let mut parts: BTreeMap<i64, Vec<u8>> = BTreeMap::new();
        for i in order {
            kept.take_in(&raws[i]);
            let keep = kept.memory.to_keep().unwrap();
            prop_assert_eq!(keep.anew, parts.is_empty());
            parts.extend(keep.parts);
            let whole: Vec<(i64, Vec<u8>)> = parts.clone().into_iter().collect();
            kept.memory = Memory::of_kept(whole.clone()).unwrap();
            prop_assert!(Memory::of_kept(whole[1..].to_vec()).is_none(), "a part is missing");
            prop_assert!(kept.memory.to_keep().unwrap().parts.is_empty());
        }
        prop_assert_eq!(kept.update(), 0, "nothing came, so nothing changes");
    }

    #[test]
    fn processes_and_upgrades_change_nothing((history, order) in busy(), again in 1_usize..6) {
        let raws = history.raws();
        let want = library::export(&library::of(&raws));
        let folder = tempfile::tempdir().unwrap();
        for (step, i) in order.iter().enumerate() {
            // Two libraries open at a time: what one of them remembers is stale when the other wrote.
            let mut one = Store::open(folder.path()).unwrap();
            let mut other = Store::open(folder.path()).unwrap();
            library::add(&mut one, &raws[*i..=*i]);
            library::add(&mut other, &raws[*i..=*i]);
            let next = order[(step + 1) % order.len()];
            library::add(&mut other, &raws[next..=next]);
            let after = order[(step + 2) % order.len()];
            library::add(&mut one, &raws[after..=after]);
            if step == again {
                one.refresh_readings(Rules::builtin(), &mut |_, _| {}).unwrap();
                library::add(&mut one, &raws[*i..=*i]);
            }
        }
        let store = Store::open(folder.path()).unwrap();
        prop_assert_eq!(library::export(&store), want);
    }
}

#[test]
fn a_snapshot_more_writes_only_the_entries_that_it_shows() {
    let plan = Plan {
        entries: 60,
        window: 10,
        snapshots: 20,
        known_times: 1.0,
        reposts: 0.0,
        background: 0.0,
        cards: 0.0,
        ..Plan::of(&[crate::history::page::Form::Headed])
    };
    let raws = History::new(3, &plan).raws();
    let mut kept = Kept::default();
    let written: Vec<usize> = raws.iter().map(|raw| kept.take_in(raw)).collect();
    let most = written[10..].iter().max().unwrap();
    assert!(kept.entries.len() > 40 && *most <= 20, "{written:?}");
}

/// More snapshots than vote on a text show some lines. The older ones come last, so that those which vote change.
#[test]
fn what_very_many_snapshots_show_is_merged_as_from_nothing() {
    let plan = Plan {
        entries: 90,
        window: 4,
        snapshots: 90,
        known_times: 0.9,
        ..Plan::of(&[
            crate::history::page::Form::Headed,
            crate::history::page::Form::Plain,
        ])
    };
    let raws = History::new(11, &plan).raws();
    let newer = raws.iter().skip(1).step_by(2);
    let order = newer.chain(raws.iter().step_by(2).rev());
    let mut kept = Kept::default();
    for (i, raw) in order.enumerate() {
        kept.hear_of(raw);
        let update = kept.follow();
        if i % 7 == 5 || i + 3 > raws.len() {
            kept.compare(&update);
        }
    }
    assert!(kept.members.len() > 80);
}

/// The texts above the entries are put together for many snapshots at a time, and those of the older ones once; an older one is then
/// said to be of another time.
#[test]
fn the_heads_of_many_pages_are_told_as_from_nothing() {
    let plan = Plan {
        entries: 110,
        window: 3,
        snapshots: 110,
        known_times: 1.0,
        ..Plan::of(&[crate::history::page::Form::Headed])
    };
    let raws = History::new(4, &plan).raws();
    let mut kept = Kept::default();
    for (i, raw) in raws.iter().enumerate() {
        kept.hear_of(raw);
        let update = kept.follow();
        if i % 11 == 10 && i > 60 {
            kept.compare(&update);
        }
    }
    assert!(kept.members.len() > 96);
    let early = raws[5].capture.captured_at;
    kept.members[20].1.captured_at = early;
    kept.update();
}

/// A page with times brings a run of words that becomes common by it, so that older texts lose links.
#[test]
fn a_page_with_times_may_make_a_run_of_words_common() {
    use crate::history::page::Form;
    let plan = Plan {
        entries: 240,
        window: 30,
        snapshots: 30,
        known_times: 1.0,
        ..Plan::of(&[Form::Headed, Form::Plain, Form::Timed, Form::Paged])
    };
    let raws = History::new(2, &plan).raws();
    let mut kept = Kept::default();
    for raw in &raws[..16] {
        kept.hear_of(raw);
        let update = kept.follow();
        if kept.members.len() > 14 {
            kept.compare(&update);
        }
    }
}

#[test]
fn what_is_kept_of_a_merge_may_be_lost_or_damaged() {
    let raws = History::new(5, &Plan::small(&crate::history::page::Form::ALL)).raws();
    let want = library::export(&library::of(&raws));
    let (last, rest) = raws.split_last().unwrap();
    for harm in [
        "DELETE FROM merge_part",
        "DELETE FROM merge_part WHERE part = 1",
        "UPDATE merge_part SET body = x'00' WHERE part = 0",
        "UPDATE merge_part SET body = zeroblob(length(body))",
        "UPDATE merge_part SET version = version - 1",
    ] {
        let folder = tempfile::tempdir().unwrap();
        library::add(&mut Store::open(folder.path()).unwrap(), rest);
        let db = rusqlite::Connection::open(folder.path().join("library.db")).unwrap();
        assert_ne!(db.execute(harm, []).unwrap(), 0, "{harm}");
        drop(db);
        let mut store = Store::open(folder.path()).unwrap();
        library::add(&mut store, std::slice::from_ref(last));
        assert_eq!(library::export(&store), want, "{harm}");
    }
}

#[test]
fn a_text_that_becomes_background_weighs_nothing_in_those_that_share_the_rest() {
    use crate::history::page::Form;
    let plan = Plan {
        entries: 20,
        window: 9,
        snapshots: 7,
        known_times: 0.0,
        reposts: 0.15,
        edits: 0.4,
        background: 0.4,
        withdrawals: 0.1,
        ..Plan::of(&Form::ALL)
    };
    let raws = History::new(9_744_670_301_576_563_911, &plan).raws();
    let mut kept = Kept::default();
    for i in [3, 1, 2, 4, 6, 0, 5] {
        kept.take_in(&raws[i]);
    }
}
