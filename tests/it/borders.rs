//! What the page of a publisher says of borders in a text without headings, where the text lacks lines.

use liveblog::engine::model::Capture;
use liveblog::engine::model::RawSnapshot;
use serde_json::Value;

use crate::library;

const QUOTE: &str = "We have seen the crack, and we have seen it grow since Sunday.";
const ASKED: &str =
    "Asked about the crack in the eastern pier, the spokesperson of the harbour board said:";
const OPENED: &str = "The board opened a tender for the repair of the pier in the morning, and three firms took part.";
const DIVERS: &str = "Divers of the rescue service will look at the foot of the pier again at low water this evening.";
const FERRY: &str = "The first ferry of the day left for Sandholm with 40 minutes of delay after a hawser had broken.";
const SCHOOL: &str =
    "The school on the quay stays shut until Friday because its cellar is under water.";
const BREAD: &str =
    "Two bakers of the upper town have brought 300 loaves to the quay for the helpers.";
const LIFEBOAT: &str =
    "The lifeboat Margit is back in port after eleven hours at sea, with all of its crew well.";
const MEALS: &str =
    "Its canteen goes on cooking for the people from the low streets of the old town.";

fn capture(name: &str, at: &str) -> Capture {
    Capture {
        name: name.into(),
        origin: name.into(),
        captured_at: Some(at.parse().unwrap()),
        ..Capture::default()
    }
}

/// The newest entries as the publisher's page shows them.
fn page() -> RawSnapshot {
    let post = |id: u32, minute: u32, title: &str, lines: &[&str]| {
        let lines: String = lines.iter().map(|line| format!("<p>{line}</p>")).collect();
        format!(
            "<article class=\"post\" id=\"post-{id}\"><time datetime=\"2031-03-14T10:{minute:02}:00Z\">10:{minute:02}</time><h2>{title}</h2>{lines}</article>"
        )
    };
    let posts = [
        post(906, 52, "Bakers give bread", &[BREAD]),
        post(905, 50, "School stays shut", &[SCHOOL, MEALS]),
        post(904, 40, "Board on the pier", &[ASKED, QUOTE]),
        post(903, 35, "Lifeboat back in port", &[LIFEBOAT]),
    ];
    let html = format!(
        "<!DOCTYPE html><html><head><title>Harbour live</title></head><body><main><h1>Harbour live</h1>{}</main></body></html>",
        posts.concat()
    );
    RawSnapshot::new(
        capture("page.html", "2031-03-14T10:55:00Z"),
        html.into_bytes(),
    )
}

/// All entries as an extractor gives them that drops headings and quotations.
fn text(lines: &[&str]) -> RawSnapshot {
    RawSnapshot::new(
        capture("text.txt", "2031-03-14T10:58:00Z"),
        lines.join("\n\n").into_bytes(),
    )
}

/// The texts of each entry.
fn entries(snapshots: &[RawSnapshot]) -> Vec<Vec<String>> {
    let export = library::export(&library::of(snapshots));
    let whole: Value = serde_json::from_str(&export).unwrap();
    let blogs = whole["blogs"].as_array().unwrap();
    assert_eq!(blogs.len(), 1, "{whole:#}");
    let text = |block: &Value| block["text"].as_str().map(str::to_owned);
    let texts = |entry: &Value| {
        let revisions = entry["revisions"].as_array().unwrap();
        let blocks = revisions.last().unwrap()["blocks"].as_array().unwrap();
        blocks.iter().filter_map(text).collect()
    };
    let entries = blogs[0]["entries"].as_array().unwrap();
    entries.iter().map(texts).collect()
}

/// Whether two lines stand in one entry.
fn together(entries: &[Vec<String>], a: &str, b: &str) -> bool {
    let has = |entry: &[String], line: &str| entry.iter().any(|text| text == line);
    entries.iter().any(|entry| has(entry, a) && has(entry, b))
}

#[test]
fn an_entry_ends_where_the_text_lacks_the_end_that_the_page_shows() {
    let text = text(&[BREAD, SCHOOL, MEALS, ASKED, OPENED, DIVERS, FERRY]);
    let alone = entries(std::slice::from_ref(&text));
    assert!(
        together(&alone, ASKED, OPENED),
        "the text alone lets the words announced follow: {alone:#?}"
    );
    let both = entries(&[text, page()]);
    assert!(!together(&both, ASKED, OPENED), "{both:#?}");
    assert!(together(&both, ASKED, QUOTE), "{both:#?}");
}

#[test]
fn words_that_came_later_stay_where_the_end_of_the_entry_is_shown() {
    let text = text(&[BREAD, SCHOOL, MEALS, ASKED, OPENED, QUOTE, DIVERS, FERRY]);
    let both = entries(&[text, page()]);
    assert!(together(&both, ASKED, OPENED), "{both:#?}");
}

#[test]
fn somebody_named_in_full_before_goes_on_by_the_first_name() {
    let news = "The singer Annika Dahlgren has called off her tour of the islands after a storm took the roof of the hall in Ostmole.";
    let poll = "A survey of 900 ticket holders by the Ostmole Courier in May found that Annika was the first choice of four in ten visitors.";
    let text = text(&[SCHOOL, MEALS, news, poll, FERRY, OPENED, DIVERS]);
    let alone = entries(&[text]);
    assert!(together(&alone, news, poll), "{alone:#?}");
}

#[test]
fn an_entry_ends_with_the_page_that_was_not_cut_off() {
    let news = "The singer Annika Dahlgren has called off her tour of the islands after a storm took the roof of the hall in Ostmole.";
    let poll = "A survey of 900 ticket holders by the Ostmole Courier in May found that Annika was the first choice of four in ten visitors.";
    let older = text(&[SCHOOL, MEALS, news, poll, FERRY, OPENED, DIVERS]);
    let newer = |below: &[&str]| text(&[&[LIFEBOAT, SCHOOL, MEALS, news], below].concat());
    let cut = entries(&[older.clone(), newer(&[])]);
    assert!(together(&cut, news, poll), "{cut:#?}");
    let whole = entries(&[older, newer(&["View comments"])]);
    assert!(!together(&whole, news, poll), "{whole:#?}");
}

#[test]
fn words_that_somebody_is_cited_with_belong_to_what_is_told() {
    let news = "A clerk of the harbour board reportedly shouted at a diver on the mole, in front of the crews of two tugs.";
    let cited = "Torben Vask of the Ostmole Courier recalled: “Nobody in Sandholm has heard such words since the visit of the Duke.”";
    let text = text(&[SCHOOL, MEALS, news, cited, FERRY, OPENED, DIVERS]);
    let alone = entries(&[text]);
    assert!(together(&alone, news, cited), "{alone:#?}");
}

#[test]
fn a_key_point_tells_how_an_entry_begins() {
    let points = |second: &str| {
        [
            "The harbour board will shut the eastern pier from Monday because of the crack, its chairwoman Inga Brask said.".to_owned(),
            format!("Skipper Odd Rasmus said that {second} again on Friday night."),
        ]
    };
    let first = [
        "The eastern pier will be shut from Monday because of the crack, the chairwoman of the harbour board Inga Brask has said.",
        "“We have seen the crack grow since Sunday,” Ms Brask said in the town hall of Ostmole.",
        "Ms Brask spoke a day after Skipper Odd Rasmus had told of more cracks in the pier.",
    ];
    let other = [
        "Divers of the board have gone down to the foot of the pier after cracks were told of again.",
        "“They were at the foot of the pier all night,” Skipper Odd Rasmus said.",
    ];
    let read = |second: &str| {
        let points = points(second);
        let points = points.iter().map(String::as_str);
        let lines: Vec<&str> = points
            .chain(first)
            .chain(other)
            .chain([SCHOOL, FERRY])
            .collect();
        entries(&[text(&lines)])
    };
    let told = read("divers of the board have gone down to the pier");
    assert!(!together(&told, first[2], other[0]), "{told:#?}");
    assert!(together(&told, other[0], other[1]), "{told:#?}");
    let untold = read("the crews of two tugs were on the quay and worked");
    assert!(together(&untold, first[2], other[0]), "{untold:#?}");
}

/// What an extractor leaves of the page that drops its head: the heading of the newest entry stands where headlines do.
fn headless() -> RawSnapshot {
    let lines = [
        "Bakers give bread to the helpers",
        BREAD,
        "School stays shut until Friday",
        SCHOOL,
        MEALS,
        "Lifeboat back in port at last",
        LIFEBOAT,
        "Ferry leaves with a delay",
        FERRY,
        "Board looks at the pier again",
        OPENED,
    ];
    text(&lines)
}

#[test]
fn what_looks_like_a_headline_is_the_first_heading_where_the_page_says_so() {
    let title = |snapshots: &[RawSnapshot]| {
        let export = library::export(&library::of(snapshots));
        let whole: Value = serde_json::from_str(&export).unwrap();
        whole["blogs"][0]["title"].as_str().unwrap().to_owned()
    };
    let alone = [headless()];
    assert_eq!(title(&alone), "Bakers give bread to the helpers");
    let stamped =
        |time: &str, title: &str, lines: &[&str]| [&[time, title], lines].concat().join("\n\n");
    let whole = [
        "Harbour live: the latest as the water falls".to_owned(),
        stamped("10:52", "Bakers give bread to the helpers", &[BREAD]),
        stamped("10:50", "School stays shut until Friday", &[SCHOOL, MEALS]),
        stamped("10:35", "Lifeboat back in port at last", &[LIFEBOAT]),
        stamped("10:20", "Ferry leaves with a delay", &[FERRY]),
        stamped("10:05", "Board looks at the pier again", &[OPENED]),
    ];
    let whole = RawSnapshot::new(
        capture("whole.txt", "2031-03-14T10:57:00Z"),
        whole.join("\n\n").into_bytes(),
    );
    let both = [whole, headless()];
    assert_eq!(title(&both), "Harbour live: the latest as the water falls");
    let entries = entries(&both);
    assert_eq!(entries.len(), 5, "{entries:#?}");
    let store = library::of(&both);
    let headings = library::headings(&library::timelines(&store)[0]);
    assert_eq!(headings[0], "Bakers give bread to the helpers");
}

#[test]
fn what_stands_right_below_a_headline_is_of_the_first_entry_where_the_page_says_so() {
    let stamped = |time: &str, text: &str| [time, text].join("\n\n");
    let whole = [
        "Harbour live: the latest as the water falls".to_owned(),
        "The quay is under water since the night, and the old town has no light.".to_owned(),
        stamped("10:52", BREAD),
        stamped("10:50", SCHOOL),
        stamped("10:35", LIFEBOAT),
        stamped("10:20", FERRY),
        stamped("10:05", OPENED),
    ];
    let whole = RawSnapshot::new(
        capture("whole.txt", "2031-03-14T10:57:00Z"),
        whole.join("\n\n").into_bytes(),
    );
    let lines = [
        "Harbour live: the latest as the water falls",
        BREAD,
        SCHOOL,
        LIFEBOAT,
        FERRY,
        OPENED,
    ];
    let standfirsts = |snapshots: &[RawSnapshot]| -> Vec<String> {
        let store = library::of(snapshots);
        let told = &library::timelines(&store)[0].timeline;
        let standfirst = told.page.standfirst.iter();
        standfirst.map(|block| block.text.to_string()).collect()
    };
    let alone = [text(&lines)];
    assert_eq!(standfirsts(&alone), [BREAD]);
    let both = [whole, text(&lines)];
    let told = standfirsts(&both);
    assert!(!told.iter().any(|text| text == BREAD), "{told:#?}");
    assert_eq!(entries(&both).len(), 5);
}

#[test]
fn authors_with_what_they_do_stand_below_their_texts_where_times_say_so() {
    let whole = |time: &str, name: &str, texts: &[&str]| {
        [&[time], texts, &[name, "Reporter", "Share"]]
            .concat()
            .join("\n\n")
    };
    let page = [
        "Harbour live: the latest as the water falls".to_owned(),
        whole("10:52", "Odd Rasmus", &[BREAD]),
        whole("10:50", "Inga Brask", &[SCHOOL, MEALS]),
        whole("10:35", "Odd Rasmus", &[LIFEBOAT]),
        whole("10:20", "Inga Brask", &[FERRY]),
        whole("10:05", "Odd Rasmus", &[OPENED]),
    ];
    let page = RawSnapshot::new(
        capture("page.txt", "2031-03-14T10:57:00Z"),
        page.join("\n\n").into_bytes(),
    );
    let lines = [
        "Harbour live: the latest as the water falls",
        "The quay is under water since the night, and the old town has no light.",
        "In short",
        "The alarm came at 5.52 on Wednesday.",
        "Nobody is hurt.",
        "Bakers give bread",
        BREAD,
        "Odd Rasmus",
        "Reporter",
        SCHOOL,
        MEALS,
        "Inga Brask",
        "Reporter",
        LIFEBOAT,
        "Odd Rasmus",
        "Reporter",
        FERRY,
        "Inga Brask",
        "Reporter",
        OPENED,
        "Newsroom",
        "More of the news",
    ];
    let told = entries(&[page, text(&lines)]);
    let all = [BREAD, SCHOOL, LIFEBOAT, FERRY, OPENED];
    assert_eq!(told.len(), all.len(), "{told:#?}");
    let author = ["Odd Rasmus", "Inga Brask"];
    for (k, (entry, text)) in told.iter().zip(all).enumerate() {
        let has = |line: &str| entry.iter().any(|other| other == line);
        assert!(has(text) && has(author[k % 2]), "{told:#?}");
        assert!(!has(author[(k + 1) % 2]), "{told:#?}");
    }
}
