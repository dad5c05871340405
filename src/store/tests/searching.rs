//! Search over all blogs and within one, with whatever a person may type.

use crate::store::tests::add;
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
