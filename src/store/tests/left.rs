//! Where blogs were left.

use crate::engine::model::BlogId;
use crate::engine::model::EntryId;
use crate::engine::model::LeftAt;
use crate::store::tests::add;
use crate::store::tests::at;
use crate::store::tests::entries;
use crate::store::tests::snap;
use crate::store::tests::store;

const PAGE: &str = "A bridge\n\na: the first update\n\nb: the second update\n";

#[test]
fn a_place_is_kept_until_another_is_left() {
    let mut store = store();
    add(&mut store, &[snap(1, PAGE)]);
    let blog: BlogId = store.blogs().unwrap()[0].id;
    assert_eq!(store.left_at(blog).unwrap(), None);
    let cursor = entries(&store)[0].entry.id;
    let left = LeftAt {
        cursor,
        top: Some(cursor),
        line: 7,
        text: Some((1, 40)),
    };
    store.keep_left(blog, Some(&left), at(5)).unwrap();
    assert_eq!(store.left_at(blog).unwrap(), Some(left));
    let other = LeftAt {
        top: None,
        text: None,
        line: 2,
        ..left
    };
    store.keep_left(blog, Some(&other), at(6)).unwrap();
    assert_eq!(store.left_at(blog).unwrap(), Some(other));
    let gone = LeftAt {
        cursor: EntryId([9; 8]),
        ..left
    };
    store.keep_left(blog, Some(&gone), at(7)).unwrap();
    assert_eq!(store.left_at(blog).unwrap(), None, "its entry is not there");
    store.keep_left(blog, Some(&left), at(8)).unwrap();
    store.keep_left(blog, None, at(9)).unwrap();
    assert_eq!(
        store.left_at(blog).unwrap(),
        None,
        "its beginning is no place"
    );
}

#[test]
fn a_place_is_found_when_the_ids_are_others() {
    let mut store = store();
    add(&mut store, &[snap(10, PAGE)]);
    let blog = store.blogs().unwrap()[0].id;
    let cursor = entries(&store)[0].entry.id;
    let left = LeftAt {
        cursor,
        top: Some(cursor),
        line: 0,
        text: None,
    };
    store.keep_left(blog, Some(&left), at(11)).unwrap();
    // An older snapshot of the same page may give blog and entries other ids.
    add(&mut store, &[snap(1, PAGE)]);
    let now = store.blogs().unwrap();
    assert_eq!(now.len(), 1);
    let found = store.left_at(now[0].id).unwrap().unwrap();
    let shown = |id: EntryId| {
        entries(&store)
            .into_iter()
            .find(|one| one.entry.id == id)
            .is_some()
    };
    assert!(shown(found.cursor));
}
