//! What is new since the last visit, by when it came into the library.

use jiff::Timestamp;

use crate::engine::news::Kind;
use crate::engine::news::News;
use crate::engine::rules::Rules;
use crate::store::Since;
use crate::store::Store;
use crate::store::tests::at;
use crate::store::tests::snap;
use crate::store::tests::store;

const PAGE: &str = "Flood\n\na: the river rose by another two metres during the night\n\nb: the bridge at the mill was closed to all traffic\n";

fn add(store: &mut Store, minute: i64, text: &str, now: Timestamp) {
    store
        .add(vec![snap(minute, text)], &Rules::default(), now)
        .unwrap();
}

fn news(store: &Store) -> News {
    let blog = store.blogs().unwrap()[0].id;
    store.news(blog, Since::LastVisit).unwrap()
}

fn visit(store: &mut Store, now: Timestamp) {
    let blog = store.blogs().unwrap()[0].id;
    store.keep_visit(blog, now).unwrap();
}

#[test]
fn nothing_is_news_to_one_who_was_never_here_or_just_now() {
    let mut store = store();
    add(&mut store, 10, PAGE, at(100));
    assert_eq!(news(&store), News::default());
    visit(&mut store, at(101));
    assert_eq!(news(&store).told(), None);
    assert_eq!(news(&store).since, Some(at(101)));
}

#[test]
fn what_came_in_since_is_news_also_from_an_older_page() {
    let mut store = store();
    add(&mut store, 10, PAGE, at(100));
    visit(&mut store, at(101));
    add(
        &mut store,
        5,
        &PAGE.replace(
            "\n\nb:",
            "\n\nz: a page captured earlier and added later\n\nb:",
        ),
        at(102),
    );
    assert_eq!(news(&store).told().as_deref(), Some("1 new"));
    visit(&mut store, at(103));
    assert_eq!(news(&store).told(), None);
}

#[test]
fn news_can_be_asked_for_since_any_time() {
    let mut store = store();
    add(&mut store, 10, PAGE, at(100));
    add(
        &mut store,
        20,
        &format!("{PAGE}\nc: the school stays open for those who cannot go home\n"),
        at(200),
    );
    let blog = store.blogs().unwrap()[0].id;
    let since = |minute| store.news(blog, Since::Time(at(minute))).unwrap();
    assert_eq!(since(150).counts(), [1, 0, 0]);
    assert_eq!(since(50).counts(), [3, 0, 0]);
    assert_eq!(since(250).counts(), [0, 0, 0]);
    assert!(
        since(150)
            .of(|kind| kind == Kind::New)
            .all(|item| item.entry.postings.len() == 1)
    );
}
