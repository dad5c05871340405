//! Ten live blogs in the markup of as many publishers, each saved at five moments, against what a careful person knows of them: which
//! entries are one, which were edited from one moment to the next and which were taken down. `tests/data/states` has of each blog the pages
//! without their styles and scripts, the truth of each (a role, an entry and a text in each row; an entry has one name in all states),
//! and what changed (a state, an entry, a kind, and in words what). Nothing says when a page was saved.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;

use liveblog::engine::model::Change;
use liveblog::engine::model::Entry;
use liveblog::engine::model::EntryState;
use liveblog::engine::model::RawSnapshot;
use liveblog::engine::model::SnapshotId;

use crate::extracts::letters;
use crate::library;
use crate::publishers;
use crate::publishers::Row;

const STATES: usize = 5;

/// What is to be found, and how much of it was.
#[derive(Debug, Default)]
struct Figures {
    entries: usize,
    /// Entries of which all states are one entry, and no other entry is.
    whole: usize,
    edited: usize,
    edits_told: usize,
    /// Entries that are told as edited and were not.
    falsely_edited: usize,
    withdrawn: usize,
    withdrawn_told: usize,
    falsely_withdrawn: usize,
}

/// A blog: its pages, for each the texts of its entries, and its changes.
struct Blog {
    name: String,
    pages: Vec<RawSnapshot>,
    shown: Vec<BTreeMap<String, Vec<String>>>,
    changes: Vec<(usize, String, String)>,
}

fn blogs() -> Vec<Blog> {
    let root = format!("{}/tests/data/states", env!("CARGO_MANIFEST_DIR"));
    let folders = fs::read_dir(&root).unwrap();
    let mut names: Vec<String> = folders
        .map(|folder| folder.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let read = |name: String| {
        let page = |state: usize| {
            let page = format!("{state}.html");
            let bytes = fs::read(format!("{root}/{name}/{page}")).unwrap();
            library::snapshot(&page, bytes)
        };
        let mut files: BTreeMap<String, Vec<Row>> = publishers::rows(&format!("states/{name}"))
            .into_iter()
            .collect();
        // Behind the kind stands what changed, in words.
        let change = |(state, entry, kind): Row| {
            let (kind, _) = kind.split_once('\t').unwrap();
            (state.parse().unwrap(), entry, kind.to_owned())
        };
        let changes = files.remove("changes").unwrap();
        let shown = files.into_values().map(|rows| {
            let mut shown: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for (_, entry, text) in rows.into_iter().filter(|(role, ..)| role == "body") {
                shown.entry(entry).or_default().push(letters(&text));
            }
            shown
        });
        Blog {
            pages: (1..=STATES).map(page).collect(),
            shown: shown.collect(),
            changes: changes.into_iter().map(change).collect(),
            name,
        }
    };
    names.into_iter().map(read).collect()
}

/// Whether an entry is told as edited.
fn is_edited(entry: &Entry) -> bool {
    let changes = entry.revisions.iter().filter_map(|one| one.change);
    let edits = [Change::Added, Change::Reworded, Change::Facts];
    changes.into_iter().any(|change| edits.contains(&change))
}

/// The entries of a timeline in which a snapshot shows a text.
fn holding<'e>(
    entries: &'e [Entry],
    snapshot: SnapshotId,
    text: &'e str,
) -> impl Iterator<Item = usize> + 'e {
    let shows = move |entry: &Entry| {
        let versions = entry.revisions.iter();
        let mut versions = versions.filter(|one| one.snapshots.contains(&snapshot));
        versions.any(|one| one.blocks.iter().any(|block| letters(&block.text) == text))
    };
    (0..entries.len()).filter(move |at| shows(&entries[*at]))
}

fn compare(blog: &Blog, figures: &mut Figures) {
    let mut timelines = library::timelines(&library::of(&blog.pages));
    assert_eq!(timelines.len(), 1, "{} is one live blog", blog.name);
    let entries = timelines.remove(0).timeline.entries;
    // For each entry the numbers of those in which its texts stand, and the states that show it.
    let mut places: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut states: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (state, (page, shown)) in (1..).zip(blog.pages.iter().zip(&blog.shown)) {
        for (name, texts) in shown {
            states.entry(name).or_default().insert(state);
            for text in texts {
                let found = holding(&entries, page.id, text);
                places.entry(name).or_default().extend(found);
            }
        }
    }
    for (name, found) in &places {
        figures.entries += 1;
        let others = places.iter().filter(|(other, _)| *other != name);
        let alone = others.clone().all(|(_, other)| other.is_disjoint(found));
        let whole = found.len() == 1 && alone;
        figures.whole += usize::from(whole);
        let kinds = |wanted: &dyn Fn(usize) -> bool| -> BTreeSet<&str> {
            let of_one = blog.changes.iter().filter(|(_, entry, _)| entry == name);
            let seen = of_one.filter(|(state, ..)| wanted(*state));
            seen.map(|(_, _, kind)| kind.as_str()).collect()
        };
        let mine = &states[name];
        let between = |state: usize| {
            mine.range(..state).next().is_some() && mine.range(state..).next().is_some()
        };
        let places_alone = ["withdrawn", "pinned", "retimed", "reposted"];
        let edited = kinds(&between)
            .iter()
            .any(|kind| !places_alone.contains(kind));
        let withdrawn = kinds(&|_| true).contains("withdrawn");
        let told = found.iter().any(|at| is_edited(&entries[*at]));
        let taken_down = found
            .iter()
            .any(|at| entries[*at].state == EntryState::Withdrawn);
        let blame = |what: &str| println!("{} {name}: {what}", blog.name);
        if edited {
            figures.edited += 1;
            figures.edits_told += usize::from(told);
        } else {
            figures.falsely_edited += usize::from(told);
        }
        if withdrawn {
            figures.withdrawn += 1;
            figures.withdrawn_told += usize::from(taken_down);
        } else {
            figures.falsely_withdrawn += usize::from(taken_down);
        }
        for (wrong, what) in [
            (!whole, "not whole"),
            (edited && !told, "edited, and not told so"),
            (!edited && told, "told as edited, and was not"),
            (withdrawn != taken_down, "withdrawn or not"),
        ] {
            if wrong {
                blame(what);
            }
        }
    }
}

#[test]
fn entries_are_one_through_time_and_their_edits_are_told() {
    let mut figures = Figures::default();
    let blogs = blogs();
    assert_eq!(blogs.len(), 10);
    blogs.iter().for_each(|blog| compare(blog, &mut figures));
    println!("{figures:?}");
    assert!(figures.whole * 100 >= figures.entries * 98, "{figures:?}");
    assert!(
        figures.edits_told * 100 >= figures.edited * 90,
        "{figures:?}"
    );
    assert!(figures.falsely_edited <= 1, "{figures:?}");
    assert_eq!(figures.withdrawn_told, figures.withdrawn, "{figures:?}");
    assert_eq!(figures.falsely_withdrawn, 0, "{figures:?}");
}
