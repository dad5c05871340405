//! Libraries as files: opened twice, made by older programs, damaged, foreign.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use crate::engine::model::BlogId;
use crate::engine::model::MarkChange;
use crate::engine::rules::Rules;
use crate::store::Problem;
use crate::store::Store;
use crate::store::open;
use crate::store::pack;
use crate::store::tests::add;
use crate::store::tests::at;
use crate::store::tests::check_counters;
use crate::store::tests::dump;
use crate::store::tests::fake;
use crate::store::tests::snap;
use crate::store::tests::store;

const PAGE: &str = "Flood\n\na: the river rose\n\nb: the bridge was closed\n";

fn open(folder: &Path) -> Store {
    Store::open_with(folder, fake::FAKE).unwrap()
}

fn problem(folder: &Path) -> Problem {
    Store::open_with(folder, fake::FAKE).unwrap_err().problem
}

#[test]
fn what_was_added_is_there_again() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("not/yet");
    let raw = snap(1, PAGE);
    let mut store = open(&inner);
    assert!(store.is_empty().unwrap());
    add(&mut store, std::slice::from_ref(&raw));
    let before = dump(&store);
    drop(store);
    let names: Vec<_> = fs::read_dir(&inner)
        .unwrap()
        .map(|one| one.unwrap().file_name())
        .collect();
    assert_eq!(names, ["library.db"], "nothing is left behind");
    let store = open(&inner);
    assert!(!store.is_empty().unwrap());
    assert_eq!(dump(&store), before);
    assert_eq!(store.raw(raw.id).unwrap(), Some(raw.bytes));
    assert!(store.check().unwrap().is_empty());
}

#[test]
fn the_connection_is_set_up_for_safety() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let ask = |name: &str| {
        store
            .db
            .pragma_query_value(None, name, |row| row.get::<_, i64>(0))
            .unwrap()
    };
    let mode: String = store
        .db
        .pragma_query_value(None, "journal_mode", |row| row.get(0))
        .unwrap();
    assert_eq!(mode, "wal");
    let found = [
        "synchronous",
        "foreign_keys",
        "trusted_schema",
        "cell_size_check",
        "mmap_size",
        "busy_timeout",
    ]
    .map(ask);
    assert_eq!(found, [2, 1, 0, 1, 0, 5000]);
}

#[test]
fn two_at_once_see_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let (mut one, mut other) = (open(folder.path()), open(folder.path()));
    let version = other.version().unwrap();
    add(&mut one, &[snap(1, PAGE)]);
    assert!(other.version().unwrap() > version);
    let id = other.rows(other.blogs().unwrap()[0].id).unwrap()[0].id;
    other.mark(&[MarkChange::Bookmark(id)], at(5)).unwrap();
    assert_eq!(one.bookmarks().unwrap().len(), 1);
    assert_eq!(dump(&one), dump(&other));
}

#[test]
fn many_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for i in 0..4 {
            let folder = folder.path();
            scope.spawn(move || {
                let mut store = open(folder);
                for j in 0..5 {
                    add(
                        &mut store,
                        &[snap(i * 10 + j, &format!("{PAGE}\nc{i}{j}: more\n"))],
                    );
                }
            });
        }
    });
    let store = open(folder.path());
    let blogs = store.blogs().unwrap();
    assert_eq!(
        (blogs.len(), blogs[0].snapshots, blogs[0].entries),
        (1, 20, 22)
    );
    assert_eq!(store.version().unwrap(), 20);
    check_counters(&store);
}

#[test]
fn a_failed_addition_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    add(&mut store, &[snap(1, PAGE)]);
    let before = dump(&store);
    store
        .db
        .execute_batch(
            "CREATE TEMP TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'no'); END",
        )
        .unwrap();
    let raws = vec![snap(2, "Other\n\nq: x\n")];
    assert!(store.add(raws, &Rules::default(), at(3)).is_err());
    assert_eq!(dump(&store), before);
    assert_eq!(dump(&open(folder.path())), before);
}

/// A library as an older program left it: of an earlier format, with one snapshot that it read.
pub(super) fn older(folder: &Path, format: usize) {
    let db = Connection::open(folder.join(open::FILE_NAME)).unwrap();
    for step in &open::MIGRATIONS[..format] {
        db.execute_batch(step).unwrap();
    }
    let raw = snap(1, PAGE);
    db.execute_batch("INSERT INTO blog (n, id) VALUES (1, x'0000000000000000')")
        .unwrap();
    db.execute(
        "INSERT INTO snapshot (n, id, own_blog, blog, size, added_at) VALUES (1, ?1, ?2, 1, ?3, 0)",
        rusqlite::params![
            &raw.id.0[..],
            &BlogId::of(raw.id).0[..],
            raw.bytes.len() as i64
        ],
    )
    .unwrap();
    db.execute(
        "INSERT INTO snapshot_raw (snapshot, bytes) VALUES (1, ?1)",
        [pack::squeeze(&raw.bytes).unwrap()],
    )
    .unwrap();
    db.execute_batch(
        "INSERT INTO sighting (snapshot, name, origin, seen_at) VALUES (1, 'a.txt', 'a.txt', 0)",
    )
    .unwrap();
    db.pragma_update(None, "application_id", open::APPLICATION_ID)
        .unwrap();
    db.pragma_update(None, "user_version", format as i64)
        .unwrap();
}

#[test]
fn every_older_format_is_brought_up_to_date() {
    let mut new = store();
    add(&mut new, &[snap(1, PAGE)]);
    let texts = |store: &Store| {
        let timelines = dump(store).into_iter();
        timelines
            .map(|one| (one.timeline.title, one.timeline.entries.len()))
            .collect::<Vec<_>>()
    };
    for format in 1..open::MIGRATIONS.len() {
        let folder = tempfile::tempdir().unwrap();
        older(folder.path(), format);
        let mut store = open(folder.path());
        assert!(store.needs_refresh().unwrap());
        store
            .refresh_readings(&Rules::default(), &mut |_, _| {})
            .unwrap();
        assert_eq!(texts(&store), texts(&new), "from format {format}");
        assert!(store.check().unwrap().is_empty());
    }
}

#[test]
fn a_newer_format_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()));
    let db = Connection::open(folder.path().join(open::FILE_NAME)).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    drop(db);
    let newest = open::MIGRATIONS.len() as i64;
    assert!(
        matches!(problem(folder.path()), Problem::Newer { found: 99, known } if known == newest)
    );
}

#[test]
fn what_is_no_library_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(open::FILE_NAME);
    let db = Connection::open(&file).unwrap();
    db.execute_batch("CREATE TABLE theirs (x)").unwrap();
    drop(db);
    let before = fs::read(&file).unwrap();
    assert!(matches!(problem(folder.path()), Problem::Foreign));
    assert_eq!(fs::read(&file).unwrap(), before);

    for damaged in [&b""[..], b"not a database at all", &[0; 5000]] {
        fs::write(&file, damaged).unwrap();
        assert!(
            matches!(problem(folder.path()), Problem::Damaged(_)),
            "{}",
            problem(folder.path())
        );
        assert_eq!(fs::read(&file).unwrap(), damaged);
    }
    fs::remove_file(&file).unwrap();
    fs::write(folder.path().join("library.db-wal"), "left over").unwrap();
    assert!(matches!(problem(folder.path()), Problem::Damaged(_)));
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file\u{1b}[31m");
    fs::write(&file, "x").unwrap();
    let error = Store::open_with(&file, fake::FAKE).unwrap_err();
    assert!(matches!(error.problem, Problem::Folder(_)));
    let text = error.to_string();
    assert!(
        text.contains("library.db") && text.contains("--data-dir") && !text.contains('\u{1b}'),
        "{text}"
    );
}

#[test]
fn damage_never_panics() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(open::FILE_NAME);
    let raws: Vec<_> = (0..6)
        .map(|i| snap(i, &format!("{PAGE}\nc{i}: more words {i}\n")))
        .collect();
    add(&mut open(folder.path()), &raws);
    let whole = fs::read(&file).unwrap();
    for step in 0..60 {
        let mut bytes = whole.clone();
        let place = step * 7919 % bytes.len();
        match step % 4 {
            0 => bytes[place] ^= 0xff,
            1 => bytes.truncate(place),
            2 => bytes[place / 4096 * 4096..][..4096].fill(0),
            _ => bytes[place..]
                .iter_mut()
                .take(64)
                .for_each(|byte| *byte = 0x41),
        }
        fs::write(&file, &bytes).unwrap();
        let _ = fs::remove_file(folder.path().join("library.db-wal"));
        let _ = fs::remove_file(folder.path().join("library.db-shm"));
        let Ok(mut store) = Store::open_with(folder.path(), fake::FAKE) else {
            continue;
        };
        let _ = store.check();
        for row in store.blogs().unwrap_or_default() {
            let _ = (
                store.rows(row.id),
                store.timeline(row.id),
                store.matches(row.id, "bridge"),
            );
        }
        let _ = (
            store.search("river", 5),
            store.bookmarks(),
            store.add(raws[..1].to_vec(), &Rules::default(), at(9)),
        );
        for raw in &raws {
            // Either an error, or exactly what was added.
            if let Ok(Some(bytes)) = store.raw(raw.id) {
                assert_eq!(bytes, raw.bytes);
            }
        }
    }
}
