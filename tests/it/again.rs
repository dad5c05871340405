//! Lines that stand twice on a page: the heading of an entry as the title of its card, and entries that were published again.

use liveblog::engine::model::Capture;
use liveblog::engine::model::RawSnapshot;
use serde_json::Value;

use crate::library;

const TITLE: &str = "Bridge over the Lenn: live updates";
const STANDFIRST: &str =
    "The old bridge over the Lenn has been shut since Tuesday, when a barge struck a pier.";
const ASKED: &str = "Who pays for the pier?";
const PAYS: &str = "The insurer of the barge will pay for the pier, the harbour board said, once divers have looked at its foot.";
const SUM: &str =
    "It put the sum at nine million crowns, and it would not say how it had come to it.";
const POINTS: &str = "Read more details here:";
const BUSES: &str = "Buses take the ring road";
const RING: &str = "All lines from the east bank take the ring road until further notice, and need half an hour more.";
const FERRY: &str = "Second ferry on its way";
const BOARD: &str = "A second ferry is on its way up the river and is to carry its first passengers on Friday morning.";
const CREW: &str = "Her crew of six has been lent by the island of Sandholm.";
const MAYOR: &str = "Mayor asks for patience";
const PATIENCE: &str = "The mayor, Birte Halvorsen, has asked for patience and thanked the drivers who gave lifts to others.";

fn snapshot(name: &str, minute: u32, bytes: String) -> RawSnapshot {
    let at = format!("2031-03-14T10:{minute:02}:00Z");
    let capture = Capture {
        name: name.into(),
        origin: name.into(),
        captured_at: Some(at.parse().unwrap()),
        ..Capture::default()
    };
    RawSnapshot::new(capture, bytes.into_bytes())
}

fn text(minute: u32, lines: &[&str]) -> RawSnapshot {
    let name = format!("text{minute}.txt");
    snapshot(&name, minute, lines.join("\n\n"))
}

/// The page of the publisher, with the newest entries.
fn page(minute: u32, posts: &[(u32, &str, &[&str])]) -> RawSnapshot {
    let post = |(at, heading, texts): &(u32, &str, &[&str])| {
        let texts: String = texts.iter().map(|text| format!("<p>{text}</p>")).collect();
        format!(
            "<article class=\"post\" id=\"post-9{at}\"><time datetime=\"2031-03-14T10:{at:02}:00Z\">10:{at:02}</time><h2>{heading}</h2>{texts}</article>"
        )
    };
    let posts: String = posts.iter().map(post).collect();
    let html = format!(
        "<!DOCTYPE html><html><head><title>{TITLE}</title></head><body><main><h1>{TITLE}</h1>{posts}</main></body></html>"
    );
    snapshot("page.html", minute, html)
}

fn blog(snapshots: &[RawSnapshot]) -> Value {
    let export = library::export(&library::of(snapshots));
    let whole: Value = serde_json::from_str(&export).unwrap();
    assert_eq!(whole["blogs"].as_array().unwrap().len(), 1, "{whole:#}");
    whole["blogs"][0].clone()
}

fn headings(blog: &Value) -> Vec<&str> {
    let entries = blog["entries"].as_array().unwrap().iter();
    entries
        .map(|entry| entry["heading"].as_str().unwrap_or_default())
        .collect()
}

#[test]
fn a_heading_that_its_card_repeats_is_one_where_the_page_says_so() {
    let card = "It put the sum at nine million crowns, and it would not say how it had come to it";
    let headed = text(
        40,
        &[
            TITLE, STANDFIRST, PAYS, ASKED, PAYS, SUM, POINTS, ASKED, card, BUSES, RING, FERRY,
            BOARD, CREW, MAYOR, PATIENCE,
        ],
    );
    let page = page(
        45,
        &[
            (30, ASKED, &[PAYS, SUM]),
            (20, BUSES, &[RING]),
            (10, FERRY, &[BOARD, CREW]),
        ],
    );
    let blog = blog(&[headed, page]);
    assert_eq!(headings(&blog), [ASKED, BUSES, FERRY, MAYOR], "{blog:#}");
    let sources = blog["entries"][0]["revisions"][0]["heading"]["source"].as_array();
    assert_eq!(sources.map(Vec::len), Some(2), "{blog:#}");
}

#[test]
fn a_heading_that_a_page_shows_four_times_is_no_furniture_where_cards_show_it() {
    let card = "Her crew of six has been lent by the island of Sandholm";
    let timed = text(
        50,
        &[
            TITLE,
            FERRY,
            "10:48 , Ann Archer",
            BOARD,
            CREW,
            POINTS,
            FERRY,
            card,
            BUSES,
            "10:30 , Ann Archer",
            RING,
            ASKED,
            "10:20 , Ben Baker",
            PAYS,
            SUM,
            FERRY,
            "10:11 , Ann Archer",
            BOARD,
            CREW,
            POINTS,
            FERRY,
            card,
            MAYOR,
            "10:05 , Ben Baker",
            PATIENCE,
        ],
    );
    let blog = blog(&[timed]);
    assert_eq!(headings(&blog), [BUSES, ASKED, FERRY, MAYOR], "{blog:#}");
}

#[test]
fn an_entry_told_again_at_the_top_with_more_in_its_card_stands_there() {
    let more = "Her crew of six has been lent by the island of Sandholm. You can read our earlier post further down";
    let lines = [
        TITLE,
        STANDFIRST,
        FERRY,
        BOARD,
        POINTS,
        "Sandholm lends its ferry",
        more,
        BUSES,
        RING,
        ASKED,
        PAYS,
        SUM,
        FERRY,
        BOARD,
        CREW,
        MAYOR,
        PATIENCE,
    ];
    let blog = blog(&[text(50, &lines)]);
    assert_eq!(headings(&blog), [FERRY, BUSES, ASKED, MAYOR], "{blog:#}");
}

#[test]
fn what_a_line_with_a_colon_announces_begins_no_entry() {
    let announces = "Here is a roundup of the day's evidence:";
    let announced = "Ann Archer, the engineer of the board, told the inquiry that the crack had been seen in March.";
    let lines = [
        TITLE,
        PATIENCE,
        "Here is a summary of what we know this evening:",
        "Police have named the skipper of the barge as Olav Lindqvist, 58, who is in hospital with a broken arm.",
        "The school on the quay stays shut until Friday because its cellar is under water.",
        "Two bakers of the upper town have brought 300 loaves to the quay for the helpers.",
        announces,
        announced,
        "Share this article",
    ];
    let blog = blog(&[text(50, &lines)]);
    let both = |entry: &&Value| {
        let told = entry["revisions"].to_string();
        told.contains(announces) && told.contains(announced)
    };
    let entries = blog["entries"].as_array().unwrap().iter();
    assert_eq!(entries.filter(both).count(), 1, "{blog:#}");
}

#[test]
fn a_card_above_the_end_of_a_page_stays_one_beside_other_pages() {
    let card = "How a pier is mended under water, and why the river has to be shut for it";
    let end = "Join our commenting forum";
    let lines = |newest: &[&'static str]| {
        let below = [
            BUSES,
            RING,
            MAYOR,
            PATIENCE,
            FERRY,
            BOARD,
            CREW,
            "Divers at the foot of the pier",
            card,
            end,
        ];
        [&[TITLE, STANDFIRST], newest, &below].concat()
    };
    let older = text(40, &lines(&[]));
    let newer = text(45, &lines(&[ASKED, PAYS, SUM]));
    let blog = blog(&[older, newer]);
    assert_eq!(headings(&blog), [ASKED, BUSES, MAYOR, FERRY], "{blog:#}");
}
