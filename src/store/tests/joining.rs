//! Two libraries become one: the same whichever takes in the other, once or twice, and without losing a mark.

use std::collections::BTreeMap;

use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestCaseError;
use tempfile::TempDir;

use crate::engine::export::MarkedTimeline;
use crate::engine::model::BlogId;
use crate::engine::model::BlogRow;
use crate::engine::model::EntryId;
use crate::engine::model::LeftAt;
use crate::engine::model::MarkChange;
use crate::engine::model::Marks;
use crate::engine::model::ReadState;
use crate::engine::model::Shelf;
use crate::engine::model::ShelfChange;
use crate::engine::names::Correction;
use crate::engine::names::NameChange;
use crate::engine::news::News;
use crate::engine::rules::Rules;
use crate::store::Joined;
use crate::store::Other;
use crate::store::Since;
use crate::store::Store;
use crate::store::tests::at;
use crate::store::tests::check_counters;
use crate::store::tests::fake;
use crate::store::tests::go_on;
use crate::store::tests::snap;

/// Pages of two blogs, and one that looks like both.
const PAGES: &[&str] = &[
    "Flood\n\na: the river rose by another two metres during the night\n\nb: the bridge at the mill was closed to all traffic\n",
    "Flood\n\nc: the school stays open for those who cannot go home\n\nb: the bridge at the mill was closed to all traffic\n\na: the river rose by another two metres during the night\n",
    "Flood\n\nc: the school stays open for those who cannot go home tonight, and has beds for two hundred of them\n\nb: the bridge at the mill was closed to all traffic\n",
    "Strike\n\np: no train leaves the main station before noon\n\nq: buses run every ten minutes between the two ends\n",
    "Strike\n\nr: talks begin again at three\n\nq: buses run every ten minutes between the two ends\n\np: no train leaves the main station before noon\n",
    "Both\n\na: the river rose by another two metres during the night\n\np: no train leaves the main station before noon\n\nx: one thing more\n",
];

/// One thing that somebody does.
#[derive(Debug, Clone)]
enum Deed {
    Add(usize),
    Mark(&'static str, usize),
    Keep(usize, &'static str),
    Decide(usize, usize, bool),
    Correct(&'static str),
    Visit(usize),
    Leave(usize),
    Undo,
    Redo,
}

/// Kinds of marks that say something of each other; a history has one of these rows, so that its deeds meet.
const MARKS: &[&[&str]] = &[
    &["read", "unread"],
    &["bookmark", "unbookmark"],
    &["#north", "-north"],
    &["call back", "ask again", "no note"],
    &[
        "read",
        "unread",
        "bookmark",
        "unbookmark",
        "call back",
        "ask again",
        "no note",
        "#north",
        "-north",
    ],
];

/// The same of how blogs are kept.
const KEPT: &[&[&str]] = &[
    &["Water", "Trains", ""],
    &["#tag", "-tag"],
    &["archive", "delete", "restore"],
    &["delete"],
];

/// What the deeds of a history are about.
type About = (&'static [&'static str], &'static [&'static str]);

fn about() -> impl Strategy<Value = About> {
    (select(MARKS), select(KEPT))
}

fn deed((marks, kept): About) -> impl Strategy<Value = Deed> {
    prop_oneof![
        3 => (0..PAGES.len()).prop_map(Deed::Add),
        9 => (select(marks), 0_usize..4).prop_map(|(kind, entry)| Deed::Mark(kind, entry)),
        4 => (0_usize..2, select(kept)).prop_map(|(blog, change)| Deed::Keep(blog, change)),
        1 => (0..PAGES.len(), 0..PAGES.len(), any::<bool>()).prop_map(|(a, b, same)| Deed::Decide(a, b, same)),
        1 => select(&["Mill", "Station"]).prop_map(Deed::Correct),
        1 => (0_usize..2).prop_map(Deed::Visit),
        1 => (0_usize..4).prop_map(Deed::Leave),
        2 => Just(Deed::Undo),
        1 => Just(Deed::Redo),
    ]
}

/// Deeds, each so many minutes after the one before.
fn deeds(about: About, most: usize) -> impl Strategy<Value = Vec<(i64, Deed)>> {
    proptest::collection::vec((0_i64..4, deed(about)), 0..most)
}

/// What happens before two libraries part, in each of them, and in each after one may have taken in the other.
#[derive(Debug, Clone)]
struct Lives {
    first: Vec<(i64, Deed)>,
    apart: [Vec<(i64, Deed)>; 2],
    later: [Vec<(i64, Deed)>; 2],
}

fn lives() -> impl Strategy<Value = Lives> {
    about().prop_flat_map(|about| {
        let apart = [deeds(about, 14), deeds(about, 14)];
        let later = [deeds(about, 5), deeds(about, 5)];
        (deeds(about, 6), apart, later).prop_map(|(mut first, apart, later)| {
            first.insert(0, (0, Deed::Add(0)));
            Lives {
                first,
                apart,
                later,
            }
        })
    })
}

/// The same where little is done, most of it to the same entry in the same minute.
fn close_lives() -> impl Strategy<Value = Lives> {
    select(&MARKS[..4]).prop_flat_map(|marks| {
        let deed = prop_oneof![
            16 => select(marks).prop_map(|kind| Deed::Mark(kind, 0)),
            2 => select(marks).prop_map(|kind| Deed::Mark(kind, 1)),
            1 => (0_usize..3).prop_map(Deed::Add),
            2 => Just(Deed::Undo),
            1 => Just(Deed::Redo),
        ];
        let deeds = |most: usize| proptest::collection::vec((0_i64..2, deed.clone()), 0..most);
        let twice = |most: usize| [deeds(most), deeds(most)];
        (deeds(3), twice(6), twice(3)).prop_map(
            |(mut first, apart, later): (Vec<_>, [Vec<_>; 2], [Vec<_>; 2])| {
                first.insert(0, (0, Deed::Add(0)));
                Lives {
                    first,
                    apart,
                    later,
                }
            },
        )
    })
}

/// Libraries in a folder, as files.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn open(&self, name: &str) -> Store {
        let store = Store::open_with(&self.0.path().join(name), fake::FAKE).unwrap();
        store.db.pragma_update(None, "synchronous", "off").unwrap();
        store
    }

    /// A library as it is now, under another name.
    fn copy(&self, store: &Store, name: &str) -> Store {
        let folder = self.0.path().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("library.db");
        let _ = std::fs::remove_file(&file);
        let file = file.to_string_lossy().into_owned();
        store.db.execute("VACUUM INTO ?1", [file]).unwrap();
        self.open(name)
    }

    fn join(&self, store: &mut Store, name: &str) -> Joined {
        let other = Other::open(&self.0.path().join(name), self.0.path()).unwrap();
        let joined = store
            .join(&other, &Rules::default(), at(90_000), &mut go_on)
            .unwrap();
        check_counters(store);
        joined
    }
}

fn rows(store: &Store) -> Vec<BlogRow> {
    let mut rows = store.all_blogs().unwrap();
    rows.sort_by_key(|row| row.id);
    rows
}

fn ids(store: &Store) -> Vec<EntryId> {
    let entries = |row: &BlogRow| store.rows(row.id).unwrap();
    let all = rows(store).iter().flat_map(entries).collect::<Vec<_>>();
    all.iter().map(|row| row.id).collect()
}

fn perform(store: &mut Store, now: Timestamp, deed: &Deed) {
    let blog = |store: &Store, which: usize| -> Option<BlogId> {
        let rows = rows(store);
        rows.get(which % rows.len().max(1)).map(|row| row.id)
    };
    let entry = |store: &Store, which: usize| -> Option<EntryId> {
        let ids = ids(store);
        ids.get(which % ids.len().max(1)).copied()
    };
    match deed {
        Deed::Add(page) => {
            let raw = snap(*page as i64, PAGES[*page]);
            store.add(vec![raw], &Rules::default(), now).unwrap();
        }
        Deed::Mark(kind, which) => {
            let Some(id) = entry(store, *which) else {
                return;
            };
            let change = match *kind {
                "read" => MarkChange::Read(id),
                "unread" => MarkChange::Unread(id),
                "bookmark" => MarkChange::Bookmark(id),
                "unbookmark" => MarkChange::Unbookmark(id),
                "no note" => MarkChange::Note(id, None),
                "#north" => MarkChange::Tag(id, "north".into()),
                "-north" => MarkChange::Untag(id, "north".into()),
                note => MarkChange::Note(id, Some(note.into())),
            };
            store.mark(&[change], now).unwrap();
        }
        Deed::Keep(which, change) => {
            let Some(id) = blog(store, *which) else {
                return;
            };
            let change = match *change {
                "archive" => ShelfChange::Put(Shelf::Archive),
                "delete" => ShelfChange::Put(Shelf::Deleted),
                "restore" => ShelfChange::Put(Shelf::Library),
                "#tag" => ShelfChange::Tag("tag".into()),
                "-tag" => ShelfChange::Untag("tag".into()),
                name => ShelfChange::Name(Some(name.into()).filter(|_| !name.is_empty())),
            };
            store.keep(id, &[change], now).unwrap();
        }
        Deed::Decide(a, b, same) => {
            let id = |page: usize| snap(page as i64, PAGES[page]).id;
            let there = |page: usize| store.raw(id(page)).unwrap().is_some();
            if a != b && there(*a) && there(*b) {
                store
                    .decide(id(*a), id(*b), *same, &Rules::default(), now)
                    .unwrap();
            }
        }
        Deed::Correct(name) => {
            let correction = Correction {
                name: (*name).to_owned(),
                change: NameChange::Ignore,
            };
            store.correct_name(&correction, now).unwrap();
        }
        Deed::Visit(which) => {
            let Some(id) = blog(store, *which) else {
                return;
            };
            store.keep_visit(id, now).unwrap();
        }
        Deed::Leave(which) => {
            let Some(cursor) = entry(store, *which) else {
                return;
            };
            let (blog, _) = store.find_entry(cursor).unwrap().unwrap();
            let left = LeftAt {
                cursor,
                top: None,
                line: 0,
                text: None,
            };
            store.keep_left(blog, Some(&left), now).unwrap();
        }
        Deed::Undo => {
            store.undo(now).unwrap();
        }
        Deed::Redo => {
            store.redo(now).unwrap();
        }
    }
}

fn history(store: &mut Store, from: i64, deeds: &[(i64, Deed)]) -> i64 {
    let mut minute = from;
    for (more, deed) in deeds {
        minute += more;
        perform(store, at(minute), deed);
    }
    minute
}

/// Everything that a person sees of a library.
#[derive(Debug, PartialEq)]
struct Seen {
    rows: Vec<BlogRow>,
    timelines: Vec<MarkedTimeline>,
    corrections: Vec<String>,
    news: Vec<News>,
    left: Vec<Option<LeftAt>>,
}

fn seen(store: &Store) -> Seen {
    let rows = rows(store);
    let mut corrections: Vec<String> = store
        .name_corrections()
        .unwrap()
        .iter()
        .map(|(_, one)| format!("{one:?}"))
        .collect();
    // The same one twice says no more than once.
    corrections.sort();
    corrections.dedup();
    let timeline = |row: &BlogRow| {
        let mut timeline = store.timeline(row.id).unwrap();
        // Those of the same minute may stand in either order.
        timeline.corrections.clear();
        timeline
    };
    let news = |row: &BlogRow| {
        let mut news = store.news(row.id, Since::LastVisit).unwrap();
        // What was withdrawn is known to one of the visits only.
        news.items
            .retain(|item| item.kind != crate::engine::news::Kind::Withdrawn);
        news
    };
    Seen {
        timelines: rows.iter().map(timeline).collect(),
        news: rows.iter().map(news).collect(),
        left: rows
            .iter()
            .map(|row| store.left_at(row.id).unwrap())
            .collect(),
        corrections,
        rows,
    }
}

/// The marks of all entries by the ids that they have in another library.
fn marks(store: &Store, by: &Store) -> BTreeMap<EntryId, Vec<Marks>> {
    let mut all: BTreeMap<EntryId, Vec<Marks>> = BTreeMap::new();
    for row in rows(store) {
        for one in store.entries(row.id, 0, usize::MAX).unwrap() {
            let (_, id) = by.find_entry(one.entry.id).unwrap().unwrap();
            all.entry(id).or_default().push(one.marks);
        }
    }
    all
}

/// That it does not matter which of two libraries takes in the other, nor how often.
fn same_either_way(lives: &Lives, between: bool) -> Result<(), TestCaseError> {
    let desk = Desk::new();
    // They may have begun as one, and one may have taken in the other before.
    let mut a = desk.open("a");
    let minute = history(&mut a, 2000, &lives.first);
    let mut b = desk.copy(&a, "b");
    let (end_a, end_b) = (
        history(&mut a, minute, &lives.apart[0]),
        history(&mut b, minute, &lives.apart[1]),
    );
    if between {
        desk.join(&mut a, "b");
    }
    let late = end_a.max(end_b);
    history(&mut a, late, &lives.later[0]);
    history(&mut b, late, &lives.later[1]);

    let mut ab = desk.copy(&a, "ab");
    let mut ba = desk.copy(&b, "ba");
    desk.join(&mut ab, "b");
    desk.join(&mut ba, "a");
    let both = seen(&ab);
    prop_assert_eq!(&both, &seen(&ba));

    // Whatever is taken in again changes nothing, not even the file.
    let version = ab.version().unwrap();
    let again = desk.join(&mut ab, "b");
    prop_assert_eq!(ab.version().unwrap(), version, "{:?}", again);
    prop_assert_eq!(
        (
            again.snapshots.new,
            again.read.new,
            again.notes.new,
            again.differed
        ),
        (0, 0, 0, 0)
    );
    desk.join(&mut ab, "a");
    prop_assert_eq!(&seen(&ab), &both);
    desk.join(&mut ab, "ba");
    prop_assert_eq!(&seen(&ab), &both);
    desk.join(&mut ba, "ab");
    prop_assert_eq!(&seen(&ba), &both);
    Ok(())
}

/// As many cases as the environment asks for.
fn cases(unless_asked: u32) -> ProptestConfig {
    let mut config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = unless_asked;
    }
    config
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn whoever_takes_in_whom_the_outcome_is_the_same(
        lives in lives(),
        between in any::<bool>(),
    ) {
        same_either_way(&lives, between)?;
    }

    #[test]
    fn nor_does_it_matter_where_all_is_done_in_a_few_minutes(
        lives in close_lives(),
        between in any::<bool>(),
    ) {
        same_either_way(&lives, between)?;
    }

    #[test]
    fn what_nobody_took_back_is_there_afterwards(
        [one, two] in about().prop_flat_map(|about| [deeds(about, 16), deeds(about, 16)]),
    ) {
        let back = |deed: &Deed| match deed {
            Deed::Mark(kind, _) => kind.starts_with("un") || kind.starts_with('-') || *kind == "no note",
            Deed::Undo | Deed::Redo | Deed::Keep(..) => true,
            _ => false,
        };
        let kept = |deeds: Vec<(i64, Deed)>| deeds.into_iter().filter(|(_, deed)| !back(deed)).collect::<Vec<_>>();
        let desk = Desk::new();
        let (mut a, mut b) = (desk.open("a"), desk.open("b"));
        history(&mut a, 2000, &kept(one));
        history(&mut b, 2000, &kept(two));
        let mut ab = desk.copy(&a, "ab");
        desk.join(&mut ab, "b");
        let now: BTreeMap<EntryId, Marks> = marks(&ab, &ab).into_iter().map(|(id, all)| (id, all[0].clone())).collect();
        for store in [&a, &b] {
            for (id, before) in marks(store, &ab) {
                let now = &now[&id];
                for before in before {
                    prop_assert!(before.read == ReadState::Unread || now.read != ReadState::Unread);
                    prop_assert!(!before.bookmarked || now.bookmarked);
                    prop_assert!(before.tags.iter().all(|tag| now.tags.contains(tag)));
                    let note = |marks: &Marks| marks.note.as_ref().map(ToString::to_string).unwrap_or_default();
                    let (before, now) = (note(&before), note(now));
                    prop_assert!(before.split(" · ").all(|one| now.contains(one)), "{before} in {now}");
                }
            }
        }
    }
}

#[test]
fn a_tag_given_twice_in_a_minute_is_taken_off_like_any_other() {
    let desk = Desk::new();
    let mut a = desk.open("a");
    history(&mut a, 2000, &[(0, Deed::Add(0))]);
    let mut b = desk.copy(&a, "b");
    let twice = [(0, Deed::Mark("#north", 1)), (0, Deed::Mark("#north", 1))];
    history(&mut a, 2000, &twice);
    let none = [(1, Deed::Mark("#north", 1)), (0, Deed::Mark("-north", 1))];
    history(&mut b, 2000, &none);
    for (own, other) in [("a", "b"), ("b", "a")] {
        let own = if own == "a" { &a } else { &b };
        let mut both = desk.copy(own, "both");
        desk.join(&mut both, other);
        let tags: Vec<_> = marks(&both, &both)
            .into_values()
            .flatten()
            .flat_map(|one| one.tags)
            .collect();
        assert!(tags.is_empty(), "{other} taken in: {tags:?}");
    }
}

/// The shelves of all blogs of two libraries after each took in the other, which are to be the same in both, and a second
/// time too.
fn shelves(first: &[Deed], apart: [&[(i64, Deed)]; 2]) -> Vec<Shelf> {
    let desk = Desk::new();
    let mut a = desk.open("a");
    for deed in first {
        perform(&mut a, at(2000), deed);
    }
    let mut b = desk.copy(&a, "b");
    for (store, deeds) in [(&mut a, apart[0]), (&mut b, apart[1])] {
        for (minute, deed) in deeds {
            perform(store, at(2000 + minute), deed);
        }
    }
    let mut ab = desk.copy(&a, "ab");
    let mut ba = desk.copy(&b, "ba");
    let shelves = |store: &Store| rows(store).iter().map(|row| row.shelf).collect::<Vec<_>>();
    desk.join(&mut ab, "b");
    desk.join(&mut ba, "a");
    let found = shelves(&ab);
    assert_eq!(shelves(&ba), found);
    for name in ["b", "a", "ba"] {
        desk.join(&mut ab, name);
        assert_eq!(shelves(&ab), found, "{name} once more");
    }
    found
}

#[test]
fn a_deleted_blog_comes_back_only_where_it_was_used_since() {
    let delete = || (10, Deed::Keep(0, "delete"));
    let add = |page| Deed::Add(page);
    let of = |there: &[(i64, Deed)]| shelves(&[add(0)], [&[delete()], there]);
    assert_eq!(of(&[]), [Shelf::Deleted]);
    assert_eq!(
        of(&[(9, add(1)), (9, Deed::Mark("read", 0))]),
        [Shelf::Deleted]
    );
    for later in [add(1), Deed::Mark("read", 0), Deed::Visit(0)] {
        assert_eq!(of(&[(11, later)]), [Shelf::Library]);
    }
    // What its own library did with it afterwards is no reason to show it again.
    let own = [delete(), (11, Deed::Visit(0)), (12, Deed::Mark("read", 0))];
    assert_eq!(shelves(&[add(0)], [&own, &[(9, add(1))]]), [Shelf::Deleted]);
}
