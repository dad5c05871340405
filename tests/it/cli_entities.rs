//! Names on the command line: listed, filtered by, corrected, and the correction taken back.

use serde_json::Value;

use crate::cli::Desk;

const PAGE: &str = "Flood on the Odra: latest\n\nThe mayor of Wielowin asks for help\n\
    Mayor Marta Lindqvist said on Monday that the river had risen again. Ms Lindqvist asked the Wielowin Water Authority for pumps.\n\n\
    Minister Jan Torvald visits\nInterior minister Jan Torvald flew to Warsaw. Torvald met Ms Lindqvist there.\n";

fn names(desk: &Desk) -> Vec<(String, String)> {
    let run = desk.run(&["entities", "--json"]);
    let all: Vec<Value> = serde_json::from_str(&run.out).unwrap_or_default();
    let text = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    all.iter()
        .map(|one| (text(one, "type"), text(one, "name")))
        .collect()
}

fn has(desk: &Desk, kind: &str, name: &str) -> bool {
    names(desk).contains(&(kind.to_owned(), name.to_owned()))
}

#[test]
fn names_are_listed_filtered_by_and_corrected_for_good() {
    let desk = Desk::new();
    let page = desk.write("flood.txt", PAGE.as_bytes());
    assert_eq!(desk.run(&["add", &page]).code, 0);
    assert!(
        has(&desk, "person", "Marta Lindqvist"),
        "{:?}",
        names(&desk)
    );
    assert!(has(&desk, "place", "Warsaw"));
    let shown = desk.run(&["show", "flood", "--entity", "jan torvald"]);
    assert!(shown.out.contains("flew to Warsaw"), "{}", shown.out);
    for (filter, passes) in [("-Berlin", true), ("-entity:\"jan torvald\"", false)] {
        let shown = desk.run(&["show", "flood", "--filter", filter]);
        assert_ne!(shown.code, 2, "{filter}: {}", shown.err);
        assert_eq!(shown.out.contains("flew to Warsaw"), passes, "{filter}");
    }

    assert_eq!(
        desk.run(&["entities", "--rename", "Marta Lindqvist", "Mayor Marta"])
            .code,
        0
    );
    assert!(has(&desk, "person", "Mayor Marta") && !has(&desk, "person", "Marta Lindqvist"));
    // Filters say the same as the list of names, in one blog and over all.
    for (filter, code) in [
        ("entity:\"Mayor Marta\"", 0),
        ("entity:\"Marta Lindqvist\"", 1),
    ] {
        let shown = desk.run(&["show", "flood", "--filter", filter]);
        assert_eq!(shown.code, code, "{filter}: {}", shown.out);
        let found = desk.run(&["search", "Warsaw", "--filter", filter]);
        assert_eq!(found.code, code, "{filter}: {}", found.out);
    }
    let listed = desk.run(&["entities", "--corrections"]);
    assert!(listed.out.contains("\"rename\""), "{}", listed.out);
    assert_eq!(desk.run(&["entities", "--undo", "1"]).code, 0);
    assert_eq!(desk.run(&["entities", "--undo", "1"]).code, 1);
    assert!(has(&desk, "person", "Marta Lindqvist"));
    assert_eq!(
        desk.run(&["entities", "--kind", "Warsaw", "planet"]).code,
        2
    );
}

#[test]
fn texts_come_back_with_their_names_and_nothing_is_known_without_the_lists() {
    let desk = Desk::new();
    let from = desk.write(
        "texts.jsonl",
        b"{\"id\": 1, \"text\": \"They met in Warsaw.\"}\n",
    );
    let without = desk.write("without.txt", b"Warsaw\n");
    let to = desk.path("names.jsonl");
    let spans = |extra: &[&str]| -> Value {
        let args = [&["entities", "--jsonl", from.as_str(), to.as_str()], extra].concat();
        assert_eq!(desk.run(&args).code, 0);
        let text = std::fs::read_to_string(&to).unwrap();
        serde_json::from_str::<Value>(&text).unwrap()["spans"].clone()
    };
    let known = spans(&[]);
    assert_eq!(known[0][4], "Warsaw");
    let unknown = spans(&["--without", &without]);
    let confidence = |spans: &Value| spans[0][3].as_f64().unwrap_or(0.0);
    assert!(
        confidence(&unknown) < confidence(&known),
        "{unknown} {known}"
    );
}
