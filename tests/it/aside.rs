//! What one extractor keeps above and below the entries and another sets aside.

use liveblog::engine::model::Capture;
use liveblog::engine::model::MarkChange;
use liveblog::engine::model::RawSnapshot;
use serde_json::Value;

use crate::library;

const WEATHER: &str = "It is four degrees in Sandholm with rain and a wind from the west.";
const BREAD: &str =
    "Two bakers of the upper town have brought 300 loaves to the quay for the helpers.";
const SCHOOL: &str =
    "The school on the quay stays shut until Friday because its cellar is under water.";
const PIER: &str = "The board opened a tender for the repair of the pier in the morning, and three firms took part.";
const LIFEBOAT: &str =
    "The lifeboat Margit is back in port after eleven hours at sea, with all of its crew well.";
const FERRIES: &str = "Spring timetable of the ferries";
const FAIR: &str = "Harbour fair gets a new date";

fn text(name: &str, lines: &[&str]) -> RawSnapshot {
    let capture = Capture {
        name: name.into(),
        origin: name.into(),
        ..Capture::default()
    };
    RawSnapshot::new(capture, lines.join("\n\n").into_bytes())
}

/// The entries with their times and headings.
const TIMED: [&str; 12] = [
    "10:52",
    "Bakers give bread",
    BREAD,
    "10:50",
    "School stays shut",
    SCHOOL,
    "10:40",
    "Board on the pier",
    PIER,
    "10:35",
    "Lifeboat back in port",
    LIFEBOAT,
];

/// The entries between what stands above and below them, and the end of the page.
fn whole(name: &str, above: &[&str], below: &[&str]) -> RawSnapshot {
    let end = ["Privacy policy", "Contact us"];
    text(name, &[above, &TIMED, &["Share"], below, &end].concat())
}

/// The whole page.
fn page() -> RawSnapshot {
    let above = [
        "Skip to content",
        WEATHER,
        "Harbour live: storm shuts the quay at Sandholm",
        "Four people are missing after the flood of the night.",
    ];
    whole("page.txt", &above, &[FERRIES, FAIR])
}

/// What an extractor keeps of it that drops short lines.
fn paragraphs() -> RawSnapshot {
    let lines = [WEATHER, BREAD, SCHOOL, PIER, LIFEBOAT, FERRIES, FAIR];
    text("paragraphs.txt", &lines)
}

/// The blog of some snapshots.
fn blog(snapshots: &[RawSnapshot]) -> Value {
    let export = library::export(&library::of(snapshots));
    let whole: Value = serde_json::from_str(&export).unwrap();
    let blogs = whole["blogs"].as_array().unwrap();
    assert_eq!(blogs.len(), 1, "{whole:#}");
    blogs[0].clone()
}

/// The headings and texts of all entries.
fn texts(blog: &Value) -> Vec<String> {
    let revisions = |entry: &Value| entry["revisions"].as_array().unwrap().clone();
    let entries = blog["entries"].as_array().unwrap().iter();
    let revisions = entries.flat_map(revisions);
    let blocks = revisions.flat_map(|one| {
        let mut blocks = one["blocks"].as_array().unwrap().clone();
        blocks.push(one["heading"].clone());
        blocks
    });
    let text = |block: Value| block["text"].as_str().map(str::to_owned);
    blocks.filter_map(text).collect()
}

/// What a snapshot sets aside because others do.
fn aside(blog: &Value, name: &str) -> Vec<String> {
    let snapshots = blog["snapshots"].as_array().unwrap().iter();
    let mut named = snapshots.filter(|one| one["name"] == name);
    let dropped = named.next().unwrap()["dropped"].as_array().unwrap();
    let others = |line: &&Value| {
        let why = line["why"].as_str().unwrap();
        why.starts_with("other snapshots set it aside around the same entries")
    };
    let told = dropped.iter().filter(others);
    told.map(|line| line["text"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn what_another_sets_aside_around_the_same_entries_is_of_none() {
    let alone = texts(&blog(&[paragraphs()]));
    for line in [FERRIES, FAIR] {
        assert!(
            alone.iter().any(|text| text == line),
            "nothing tells it from text in the extract alone: {alone:#?}"
        );
    }
    for snapshots in [[page(), paragraphs()], [paragraphs(), page()]] {
        let both = blog(&snapshots);
        assert_eq!(both["entries"].as_array().unwrap().len(), 4, "{both:#}");
        let told = texts(&both);
        for line in [WEATHER, FERRIES, FAIR] {
            assert!(!told.iter().any(|text| text == line), "{both:#}");
        }
        assert_eq!(aside(&both, "paragraphs.txt"), [WEATHER, FERRIES, FAIR]);
    }
}

#[test]
fn what_an_entry_tells_elsewhere_stays_in_its_entry() {
    let other = [
        "11:20",
        FAIR,
        "It will be held on the last weekend of May, as the council of Sandholm has decided.",
        "11:05",
        "Bridge opens again",
        "Cars may cross the old bridge again since eleven, but no lorries yet.",
        "10:52",
        "Bakers give bread",
        BREAD,
    ];
    let all = blog(&[page(), paragraphs(), text("other.txt", &other)]);
    let told = texts(&all);
    assert!(told.iter().any(|text| text == FAIR), "{all:#}");
    assert_eq!(aside(&all, "paragraphs.txt"), [WEATHER], "{all:#}");
}

#[test]
fn an_entry_that_is_set_aside_later_keeps_its_id_and_its_bookmark() {
    // By itself an entry of its own stands below.
    let letters = "Letters from our readers";
    let rules =
        "Write to us about the storm, the quay and everything else that moves you this week.";
    let lines = [
        "Bakers give bread",
        BREAD,
        "School stays shut",
        SCHOOL,
        "Board on the pier",
        PIER,
        "Lifeboat back in port",
        LIFEBOAT,
        letters,
        rules,
    ];
    let mut store = library::of(&[text("lines.txt", &lines)]);
    let told = library::timelines(&store).remove(0).timeline;
    let below = told.entries.iter().find(|entry| {
        entry
            .heading()
            .is_some_and(|heading| &*heading.text == letters)
    });
    let id = below.expect("an entry of its own").id;
    store
        .mark(&[MarkChange::Bookmark(id)], library::now())
        .unwrap();
    library::add(&mut store, &[whole("whole.txt", &[], &[letters, rules])]);
    let told = library::timelines(&store).remove(0).timeline;
    assert_eq!(told.entries.len(), 4, "{told:#?}");
    let last = told.entries.last().unwrap().id;
    assert_eq!(store.find_entry(id).unwrap(), Some((told.blog, last)));
    let bookmarks = store.bookmarks().unwrap();
    let marked: Vec<_> = bookmarks.iter().map(|(_, one)| one.entry.id).collect();
    assert_eq!(marked, [last]);
}
