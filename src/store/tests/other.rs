//! Other libraries as files: only read, whatever form they are in and whoever has them open.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::engine::model::MarkChange;
use crate::engine::rules::Rules;
use crate::store::Joined;
use crate::store::Other;
use crate::store::Problem;
use crate::store::Store;
use crate::store::open;
use crate::store::tests::add;
use crate::store::tests::at;
use crate::store::tests::check_counters;
use crate::store::tests::dump;
use crate::store::tests::fake;
use crate::store::tests::files::older;
use crate::store::tests::go_on;
use crate::store::tests::snap;
use crate::store::tests::store;

const PAGE: &str = "Flood\n\na: the river rose\n\nb: the bridge was closed\n";

/// The files of a folder with their bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let read = |entry: fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, fs::read(entry.path()).unwrap())
    };
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| read(entry.unwrap()))
        .collect()
}

fn join(store: &mut Store, folder: &Path, own: &Path) -> Joined {
    let other = Other::open(folder, own).unwrap();
    let joined = store
        .join(&other, &Rules::default(), at(9000), &mut go_on)
        .unwrap();
    check_counters(store);
    joined
}

fn marked(folder: &Path) -> Store {
    let mut there = Store::open_with(folder, fake::FAKE).unwrap();
    add(&mut there, &[snap(1, PAGE)]);
    let id = there.rows(there.blogs().unwrap()[0].id).unwrap()[0].id;
    there.mark(&[MarkChange::Bookmark(id)], at(2000)).unwrap();
    there
}

#[test]
fn a_library_is_not_changed_by_being_read() {
    let (folder, own) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    drop(marked(folder.path()));
    let before = files(folder.path());
    assert_eq!(before.len(), 1);
    let mut here = store();
    let joined = join(&mut here, folder.path(), own.path());
    assert_eq!((joined.snapshots.new, joined.bookmarks.new), (1, 1));
    assert_eq!(files(folder.path()), before);
    assert!(files(own.path()).is_empty());
    assert_eq!(here.bookmarks().unwrap().len(), 1);
}

#[test]
fn a_library_that_is_in_use_is_read_as_it_is_now() {
    let (folder, own) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut there = marked(folder.path());
    let mut here = store();
    let other = Other::open(folder.path(), own.path()).unwrap();
    // What is done while it is read comes in the next time.
    let id = there.rows(there.blogs().unwrap()[0].id).unwrap()[1].id;
    there.mark(&[MarkChange::Bookmark(id)], at(2001)).unwrap();
    let joined = here
        .join(&other, &Rules::default(), at(9000), &mut go_on)
        .unwrap();
    assert_eq!(joined.bookmarks.new, 1);
    drop(other);
    assert_eq!(join(&mut here, folder.path(), own.path()).bookmarks.new, 1);
    assert_eq!(dump(&here), dump(&there));
}

#[test]
fn a_log_that_was_copied_along_counts() {
    let (folder, copied) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let own = tempfile::tempdir().unwrap();
    let there = marked(folder.path());
    for name in ["library.db", "library.db-wal"] {
        fs::copy(folder.path().join(name), copied.path().join(name)).unwrap();
    }
    let before = files(copied.path());
    assert!(!before["library.db-wal"].is_empty());
    let mut here = store();
    join(&mut here, &copied.path().join("library.db"), own.path());
    assert_eq!(dump(&here), dump(&there));
    assert_eq!(files(copied.path()), before);
    assert!(files(own.path()).is_empty(), "the copy is gone");
}

#[test]
fn a_library_of_an_older_program_is_read_through_a_copy() {
    for format in 1..open::MIGRATIONS.len() {
        let (folder, own) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        older(folder.path(), format);
        let before = files(folder.path());
        let mut here = store();
        let joined = join(&mut here, folder.path(), own.path());
        assert_eq!(joined.snapshots.new, 1, "from format {format}");
        assert_eq!(files(folder.path()), before);
        assert!(files(own.path()).is_empty());
    }
}

#[test]
fn what_is_no_other_library_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("library.db");
    let refused = |path: &Path, own: &Path| Other::open(path, own).unwrap_err().problem;
    let none = |problem: Problem| match problem {
        Problem::NoLibrary(why) => why,
        other => other.to_string(),
    };
    let own = tempfile::tempdir().unwrap();
    assert_eq!(
        none(refused(folder.path(), own.path())),
        "there is no such file"
    );
    for text in ["", "Flood\n\na: the river rose by another two metres\n"] {
        fs::write(&file, text).unwrap();
        assert_eq!(none(refused(&file, own.path())), "it is no database");
    }
    fs::remove_file(&file).unwrap();
    drop(marked(folder.path()));
    assert_eq!(
        none(refused(&file, folder.path())),
        "it is your own library"
    );
    let sound = fs::read(&file).unwrap();
    // Places in the head of every database file: the program it is of, and the format.
    let with = |place: usize, value: u32| {
        let mut bytes = sound.clone();
        bytes[place..place + 4].copy_from_slice(&value.to_be_bytes());
        fs::write(&file, bytes).unwrap();
        refused(&file, own.path())
    };
    assert!(matches!(with(68, 0), Problem::Foreign));
    assert!(matches!(with(60, 999), Problem::Newer { found: 999, .. }));
}

#[test]
fn damage_of_the_other_library_is_told_of_it_and_changes_nothing_here() {
    let (folder, own) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let there = marked(folder.path());
    for damage in [
        "UPDATE snapshot_raw SET bytes = x'00'",
        "UPDATE snapshot SET id = x'00112233445566778899aabbccddeeff'",
        "UPDATE snapshot SET id = 'text'",
        "DELETE FROM snapshot_raw",
        "DROP TABLE sighting; CREATE TABLE sighting (n)",
    ] {
        let broken = tempfile::tempdir().unwrap();
        let file = broken.path().join("library.db");
        there
            .db
            .execute("VACUUM INTO ?1", [file.to_string_lossy().as_ref()])
            .unwrap();
        let db = rusqlite::Connection::open(&file).unwrap();
        db.execute_batch(&format!("PRAGMA ignore_check_constraints = 1; {damage}"))
            .ok();
        drop(db);
        let mut here = store();
        let other = Other::open(broken.path(), own.path()).unwrap();
        let outcome = here.join(&other, &Rules::default(), at(9000), &mut go_on);
        match outcome.map_err(|error| error.problem) {
            Err(Problem::Other { place, .. }) => assert!(place.contains("library.db")),
            // What the types of the tables refuse did no damage.
            Ok(joined) => assert!(damage.contains("text"), "{damage}: {joined:?}"),
            Err(other) => panic!("{damage}: {other}"),
        }
        if !damage.contains("text") {
            assert!(here.blogs().unwrap().is_empty());
        }
    }
}
