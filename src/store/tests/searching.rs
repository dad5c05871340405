//! Search over all blogs and within one, with whatever a person may type.

use jiff::tz::Offset;

use crate::engine::model::MarkChange;
use crate::engine::names::BlogNames;
use crate::engine::names::Correction;
use crate::engine::names::NameChange;
use crate::engine::names::Recogniser;
use crate::engine::query::Query;
use crate::engine::query::Reference;
use crate::store::Store;
use crate::store::tests::add;
use crate::store::tests::at;
use crate::store::tests::entries;
use crate::store::tests::snap;
use crate::store::tests::store;

const PAGE: &str =
    "Flood\n\n# Ärger am Fluss\na: die Brücke bleibt gesperrt\n\nb: the river rose by two metres\n";

#[test]
fn words_are_found_with_their_places() {
    let mut store = store();
    add(&mut store, &[snap(1, PAGE)]);
    let hits = store.search("riv metres", 10).unwrap();
    assert!(hits.is_empty(), "only the last word may be a beginning");
    let hits = store.search("metres RIV", 10).unwrap();
    assert_eq!(hits.len(), 1);
    let words: Vec<&str> = hits[0]
        .hits
        .iter()
        .map(|hit| &hits[0].snippet.as_str()[hit.clone()])
        .collect();
    assert_eq!(words, ["river", "metres"]);
    assert_eq!(
        store.search("bruck", 10).unwrap()[0]
            .heading
            .as_ref()
            .unwrap()
            .as_str(),
        "# Ärger am Fluss"
    );
    assert_eq!(store.search("\"two metres\"", 10).unwrap().len(), 1);
    assert_eq!(store.search("\"metres two\"", 10).unwrap().len(), 0);

    // The index follows the shown text.
    add(
        &mut store,
        &[snap(2, &PAGE.replace("river rose", "lake fell"))],
    );
    assert_eq!(entries(&store).len(), 2);
    assert_eq!(store.search("river", 10).unwrap().len(), 0);
    assert_eq!(store.search("lake", 10).unwrap().len(), 1);
}

#[test]
fn no_query_is_a_mistake() {
    let mut store = store();
    add(&mut store, &[snap(1, PAGE)]);
    let long = "flood ".repeat(5000);
    let hostile = [
        "",
        " ",
        "\"",
        "\"\"\"",
        "'",
        "*",
        "^",
        "NEAR(",
        "NEAR(a b, 3)",
        "AND",
        "OR OR",
        "NOT",
        "a AND",
        "(((",
        "a)b",
        "heading:",
        "text : x",
        "{heading text}:x",
        "-x",
        "+x",
        "x + y",
        "\0",
        "a\0b",
        "\u{1}\u{2}",
        "💥",
        "%_",
        "'; DROP TABLE entry; --",
        "\u{202e}abc",
        "a\"b",
        "\\",
        "é*",
        "日本",
        &long,
    ];
    let blog = store.blogs().unwrap()[0].id;
    for query in hostile {
        assert!(store.search(query, 10).is_ok(), "{query:?}");
        assert!(store.matches(blog, query).is_ok(), "{query:?}");
    }
    assert!(store.search("river", usize::MAX).is_ok());
    assert!(store.search("river", 0).unwrap().is_empty());
}

#[test]
fn any_text_is_found_within_a_blog() {
    let mut store = store();
    add(&mut store, &[snap(1, PAGE)]);
    let blog = store.blogs().unwrap()[0].id;
    for (text, expected) in [
        ("RIVER ROSE", vec![1]),
        ("ärger", vec![0]),
        ("ÜCKE BLEIBT", vec![0]),
        ("i", vec![0, 1]),
        ("%", vec![]),
        ("", vec![]),
    ] {
        let found = store.matches(blog, text).unwrap();
        let places: Vec<usize> = found
            .iter()
            .map(|id| store.position(*id).unwrap().unwrap())
            .collect();
        assert_eq!(places, expected, "{text}");
    }
}

#[test]
fn scripts_without_spaces_are_found_inside_their_sentences() {
    let page = "港\n\na: 港湾当局は損傷した橋脚の調査を始めたと発表した\n\nb: the AI技術 of the port and 橋脚\n";
    let mut store = store();
    add(&mut store, &[snap(1, page)]);
    for (query, expected) in [
        ("橋脚", 2),
        ("調査 橋脚", 1),
        ("橋脚 port", 1),
        ("ai技", 1),
        ("橋脚 zeppelin", 0),
        ("%橋脚", 0),
    ] {
        let hits = store.search(query, 10).unwrap();
        assert_eq!(hits.len(), expected, "{query}");
    }
    let hits = store.search("橋脚 調査", 10).unwrap();
    let words = hits[0]
        .hits
        .iter()
        .map(|hit| &hits[0].snippet.as_str()[hit.clone()]);
    assert_eq!(words.collect::<Vec<_>>(), ["橋脚", "調査"]);
}

#[test]
fn filters_pass_the_same_entries_whole_and_by_slices() {
    let page: String = (0..40)
        .map(|number| format!("e{number}: update {number} of the river\n\n"))
        .collect();
    let mut store = store();
    add(&mut store, &[snap(1, &format!("Flood\n\n{page}"))]);
    let blog = store.blogs().unwrap().remove(0);
    let ids: Vec<_> = store
        .rows(blog.id)
        .unwrap()
        .iter()
        .map(|row| row.id)
        .collect();
    let tag = MarkChange::Tag(ids[3], "quay".into());
    store
        .mark(
            &[MarkChange::Read(ids[0]), tag, MarkChange::Bookmark(ids[5])],
            at(9000),
        )
        .unwrap();
    let reference = Reference::of_blog(Offset::UTC, None, None);
    for (text, expected) in [
        ("", 40),
        ("is:unread", 39),
        ("is:read or is:bookmarked", 2),
        ("tag:quay", 1),
        ("-tag:quay update", 39),
        ("RIVER is:bookmarked", 1),
        ("blog:flood -blog:lake", 40),
        ("after:14:30", 0),
        ("-is:doubtful -card", 40),
        ("entity:\"Anna Berg\"", 0),
    ] {
        let query = Query::parse(text).unwrap();
        let filter = store.filter(&blog, &query, reference, None).unwrap();
        let whole = store.select(blog.id, &filter).unwrap();
        assert_eq!(whole.len(), expected, "{text}");
        let in_order = ids.iter().filter(|id| whole.contains(id)).copied();
        assert_eq!(in_order.collect::<Vec<_>>(), whole, "{text}");
        let (mut found, mut below, mut slices) = (Vec::new(), None, 0);
        loop {
            let slice = store.select_slice(blog.id, &filter, below, 7).unwrap();
            found.extend(slice.found);
            slices += 1;
            below = slice.next;
            if below.is_none() {
                break;
            }
        }
        assert_eq!((found, slices), (whole, 6), "{text}");
    }
}

#[test]
fn filters_by_name_agree_with_the_reader_as_the_blog_and_the_corrections_change() {
    let page = |more: &str| {
        let first = "Flood\n\na: Mayor Marta Lindqvist of Wielowin asked for help.\n\n\
            b: Ms Lindqvist met Jan Torvald in Warsaw.\n\n";
        format!("{first}c: Torvald flew on to Wielowin.\n\n{more}")
    };
    let mut store = store();
    add(&mut store, &[snap(1, &page(""))]);
    let passing = |store: &Store, name: &str| {
        let blog = store.blogs().unwrap().remove(0);
        let query = Query::parse(&format!("entity:\"{name}\"")).unwrap();
        let reference = Reference::of_blog(Offset::UTC, None, None);
        let filter = store.filter(&blog, &query, reference, None).unwrap();
        let found = store.select(blog.id, &filter).unwrap();
        // What the reader's names say, read as a whole.
        let marked = store.timeline(blog.id).unwrap();
        let names = BlogNames::of(
            &marked.timeline,
            &marked.corrections,
            &Recogniser::default(),
        );
        let shown = store
            .filter(&blog, &query, reference, Some(&names))
            .unwrap();
        assert_eq!(found, store.select(blog.id, &shown).unwrap(), "{name}");
        let gathered = store.gather(&blog, &query, reference, 99).unwrap();
        let gathered: Vec<_> = gathered.iter().map(|one| one.entry.id).collect();
        assert_eq!(found, gathered, "{name}");
        found.len()
    };
    assert_eq!(passing(&store, "Marta Lindqvist"), 2);
    assert_eq!(passing(&store, "Jan Torvald"), 2);
    let correction = Correction {
        name: "Marta Lindqvist".into(),
        change: NameChange::Rename {
            to: "The Mayor".into(),
        },
    };
    store.correct_name(&correction, at(100)).unwrap();
    assert_eq!(passing(&store, "The Mayor"), 2);
    let more = "d: Marta Lindqvist thanked Jan Torvald.\n\n";
    add(&mut store, &[snap(2, &page(more))]);
    assert_eq!(passing(&store, "The Mayor"), 3);
    assert_eq!(passing(&store, "Jan Torvald"), 3);
    let n = store.name_corrections().unwrap()[0].0;
    store.uncorrect_name(n, at(200)).unwrap();
    assert_eq!(passing(&store, "The Mayor"), 0);
    assert_eq!(passing(&store, "Marta Lindqvist"), 3);
}
