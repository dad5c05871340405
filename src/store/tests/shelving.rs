//! Names, tags and shelves of blogs survive what the merge does to them, and delete nothing.

use crate::engine::model::Shelf;
use crate::engine::model::ShelfChange;
use crate::engine::text::SafeText;
use crate::store::Store;
use crate::store::tests::add;
use crate::store::tests::at;
use crate::store::tests::snap;
use crate::store::tests::store;

const FLOOD: &str = "Flood\n\na: the river rose by another two metres during the night\n\nb: the bridge at the mill was closed to all traffic\n";
const OTHER: &str = "Election\n\nc: the count begins in every district this evening\n\nd: the first results are expected around midnight\n";

fn keep(store: &mut Store, at_row: usize, change: ShelfChange) {
    let id = store.all_blogs().unwrap()[at_row].id;
    store.keep(id, &[change], at(3000)).unwrap();
}

#[test]
fn a_name_and_tags_stay_when_an_older_snapshot_changes_the_id() {
    let mut store = store();
    add(&mut store, &[snap(20, FLOOD)]);
    let before = store.blogs().unwrap()[0].id;
    keep(
        &mut store,
        0,
        ShelfChange::Name(Some(SafeText::new("The flood"))),
    );
    keep(&mut store, 0, ShelfChange::Tag(SafeText::new("weather")));
    keep(&mut store, 0, ShelfChange::Tag(SafeText::new("north")));
    keep(&mut store, 0, ShelfChange::Tag(SafeText::new("weather")));
    let older = FLOOD.replace(
        "\n\nb:",
        "\n\nz: the first warning came at noon from the weather service\n\nb:",
    );
    add(&mut store, &[snap(10, &older)]);
    let row = &store.blogs().unwrap()[0];
    assert_ne!(row.id, before, "the older snapshot gives the id");
    assert_eq!(row.shown().as_str(), "The flood");
    let tags: Vec<&str> = row.tags.iter().map(SafeText::as_str).collect();
    assert_eq!(tags, ["north", "weather"]);
    assert_eq!(store.find_blog("the flood").unwrap(), row.id);

    keep(&mut store, 0, ShelfChange::Name(None));
    keep(&mut store, 0, ShelfChange::Untag(SafeText::new("north")));
    let row = &store.blogs().unwrap()[0];
    assert_eq!((row.name.clone(), row.tags.len()), (None, 1));
}

#[test]
fn a_deleted_blog_is_kept_and_comes_back() {
    let mut store = store();
    add(&mut store, &[snap(1, FLOOD), snap(2, OTHER)]);
    let (all, id) = (
        store.all_blogs().unwrap(),
        store.find_blog("flood").unwrap(),
    );
    let entries = store.rows(id).unwrap();
    store
        .keep(id, &[ShelfChange::Put(Shelf::Archive)], at(3000))
        .unwrap();
    assert_eq!(
        store.blogs().unwrap().len(),
        2,
        "archived blogs are not deleted"
    );
    store
        .keep(id, &[ShelfChange::Put(Shelf::Deleted)], at(3001))
        .unwrap();
    assert_eq!(store.blogs().unwrap().len(), 1);
    assert_eq!(store.search("river", 10).unwrap().len(), 0);
    assert_eq!(store.rows(id).unwrap(), entries, "nothing of it is lost");
    assert_eq!(
        store.find_blog("flood").unwrap(),
        id,
        "it can still be named"
    );

    store
        .keep(id, &[ShelfChange::Put(Shelf::Library)], at(3002))
        .unwrap();
    assert_eq!(store.all_blogs().unwrap(), all);
    assert_eq!(store.search("river", 10).unwrap().len(), 1);

    store
        .keep(id, &[ShelfChange::Put(Shelf::Deleted)], at(3003))
        .unwrap();
    add(&mut store, &[snap(3, FLOOD)]);
    assert_eq!(
        store.blogs().unwrap().len(),
        2,
        "adding a snapshot of it takes it back"
    );
}
