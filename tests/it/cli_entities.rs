//! Names on the command line: listed, filtered by, corrected, and the correction taken back.

use serde_json::Value;

use crate::cli::Desk;

const PAGE: &str = "Flood on the Odra: latest\n\nThe mayor of Wielowin asks for help\n\
    Mayor Marta Lindqvist said on Monday that the river had risen again. Ms Lindqvist asked the Wielowin Water Authority for pumps.\n\n\
    Minister Jan Torvald visits\nInterior minister Jan Torvald flew to Warsaw. Torvald met Ms Lindqvist there.\n";

/// The same page a little later.
const ANSWER: &str = "\nThe authority answers\n\
    The Wielowin Water Authority said that it had sent 40 pumps to the café by the bridge – and Ms Lindqvist thanked it.\n";

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
fn every_correction_holds_for_old_and_new_snapshots_and_can_be_kept_elsewhere() {
    let desk = Desk::new();
    let page = format!("{PAGE}{ANSWER}");
    let first = desk.write("flood.txt", page.as_bytes());
    assert_eq!(desk.run(&["add", &first]).code, 0);
    let authority = "Wielowin Water Authority";
    assert!(has(&desk, "organisation", authority), "{:?}", names(&desk));
    for (number, (args, said)) in (1..).zip([
        (
            &["--merge", "Jan Torvald", "Marta Lindqvist"][..],
            "is called",
        ),
        (&["--split", "Torvald"], "is a name of its own"),
        (&["--kind", authority, "place"], "is a place"),
        (&["--ignore", "Warsaw"], "is no name"),
        (&["--add", "pumps", "organisation"], "is an organisation"),
    ]) {
        let run = desk.run(&[&["entities"], args].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        let kept = format!("{said}; this is kept as correction {number}");
        assert!(
            run.out.replace(" “Marta Lindqvist”", "").contains(&kept),
            "{}",
            run.out
        );
    }
    let holds = |desk: &Desk| {
        assert!(!has(desk, "person", "Jan Torvald"), "{:?}", names(desk));
        assert!(has(desk, "person", "Torvald") && has(desk, "person", "Marta Lindqvist"));
        assert!(has(desk, "place", authority) && !has(desk, "organisation", authority));
        assert!(!has(desk, "place", "Warsaw") && has(desk, "organisation", "pumps"));
    };
    holds(&desk);
    let later = format!(
        "{page}\nPumps are on their way\nJan Torvald told reporters in Warsaw that the {authority} would have its pumps on Tuesday. Torvald then left for Krakow.\n"
    );
    let second = desk.write("later.txt", later.as_bytes());
    assert_eq!(desk.run(&["add", &second]).code, 0);
    holds(&desk);
    assert!(has(&desk, "place", "Krakow"), "the new entry is read");

    let listed = desk.json(&["entities", "--corrections"]);
    let changes: Vec<&Value> = listed.as_array().unwrap().iter().collect();
    let of = |key: &str| -> Vec<&str> {
        let all = changes.iter().map(|one| one[key].as_str());
        all.map(Option::unwrap_or_default).collect()
    };
    assert_eq!(of("change"), ["rename", "split", "kind", "ignore", "add"]);
    assert_eq!(of("to"), ["Marta Lindqvist", "", "", "", ""]);
    assert_eq!(of("kind"), ["", "", "place", "", "organisation"]);
    let run = desk.run(&["entities", "--undo", "9"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("there is no correction 9"), "{}", run.out);
}

#[test]
fn the_export_has_every_mention_where_it_stands() {
    let desk = Desk::new();
    let page = desk.write("flood.txt", format!("{PAGE}{ANSWER}").as_bytes());
    assert_eq!(desk.run(&["add", &page]).code, 0);
    let export = desk.json(&["export", "--format", "json"]);
    let entries = export["blogs"][0]["entries"].as_array().unwrap();
    let mut found = Vec::new();
    for entry in entries {
        for block in entry["revisions"][0]["blocks"].as_array().unwrap() {
            let text: Vec<char> = block["text"].as_str().unwrap().chars().collect();
            for mention in block["mentions"].as_array().unwrap() {
                let place = |key: &str| mention[key].as_u64().unwrap() as usize;
                let written: String = text[place("start")..place("end")].iter().collect();
                let word = |key: &str| mention[key].as_str().unwrap().to_owned();
                assert!(["sure", "likely", "guess"].contains(&word("level").as_str()));
                found.push((written, word("type"), word("entity")));
            }
        }
    }
    let has = |written: &str, kind: &str, name: &str| {
        let wanted = (written.to_owned(), kind.to_owned(), name.to_owned());
        assert!(found.contains(&wanted), "{wanted:?}: {found:?}");
    };
    has("Lindqvist", "person", "Marta Lindqvist");
    has("Torvald", "person", "Jan Torvald");
    has("Warsaw", "place", "Warsaw");
    let authority = "Wielowin Water Authority";
    has(authority, "organisation", authority);
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
