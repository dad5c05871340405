//! Entries that state author, time and more on lines of their own.

use liveblog::engine::digest;
use liveblog::engine::model::Capture;
use liveblog::engine::model::RawSnapshot;
use liveblog::engine::model::Role;
use liveblog::engine::rules::Rules;

/// The roles that the lines of a page get whose entries state author, time and more on lines of their own.
fn page(above: &[&str], below: &[&str]) -> Vec<(Role, String)> {
    let texts = [
        "The committee has adjourned for the day and returns at nine tomorrow morning.",
        "Senator Orla Dwyer has spent all of her questions on a ruling about the dam.",
        "Asked about the dam, the nominee said that she would step aside from the case.",
        "The hearing has begun with a long statement by the chairwoman of the committee.",
    ];
    let mut lines = vec!["Dam hearing live: nominee is questioned by the senate".to_owned()];
    for (i, text) in texts.iter().enumerate() {
        lines.push(above[i % above.len()].to_owned());
        lines.push(format!("March 3, 2031, {}:15 p.m. ET", 8 - i));
        lines.extend(below.iter().map(|line| (*line).to_owned()));
        lines.push((*text).to_owned());
    }
    read(&lines)
}

fn read(lines: &[impl AsRef<str>]) -> Vec<(Role, String)> {
    let text: Vec<&str> = lines.iter().map(AsRef::as_ref).collect();
    let capture = Capture {
        name: "hearing.txt".into(),
        ..Capture::default()
    };
    let raw = RawSnapshot::new(capture, text.join("\n").into_bytes());
    let reading = digest::digest(&raw, Rules::builtin());
    let pieces = reading.pieces.iter();
    pieces
        .map(|piece| (piece.role, piece.text.to_string()))
        .collect()
}

fn role_of(page: &[(Role, String)], text: &str) -> Vec<Role> {
    let same = page.iter().filter(|(_, line)| line == text);
    same.map(|(role, _)| *role).collect()
}

#[test]
fn names_above_times_are_authors() {
    let page = page(&["Miles Redfern", "Hannah Obuya and Ida van Leer"], &[]);
    assert_eq!(role_of(&page, "Miles Redfern"), [Role::Byline; 2]);
    assert_eq!(
        role_of(&page, "Hannah Obuya and Ida van Leer"),
        [Role::Byline; 2]
    );
}

#[test]
fn what_an_author_does_and_where_is_no_heading() {
    let below = ["Chief reporter, Port Aster", "Reporting from Port Aster"];
    let page = page(&["Miles Redfern", "Hannah Obuya"], &below);
    for line in below {
        assert_eq!(role_of(&page, line), [Role::Byline; 4], "{line}");
    }
}

#[test]
fn headings_below_authors_stay_headings() {
    let headings = ["Senate editor resigns over report", "Hearing adjourned"];
    for heading in headings {
        let page = page(&["Miles Redfern", "Hannah Obuya"], &[heading]);
        let roles = role_of(&page, heading);
        assert!(!roles.contains(&Role::Byline), "{heading}: {roles:?}");
    }
}

#[test]
fn headings_above_times_that_name_the_author_stay_headings() {
    let lines = [
        "Harbour live: the day at the mole",
        "Ostmole Regatta",
        "10:40 , Ann Archer",
        "The first boats have left the harbour for the start of the regatta off the mole.",
        "Ostmole Regatta",
        "10:20 , Ann Archer",
        "The wind has gone down to four knots, and the start has been put off by an hour.",
        "Ostmole Regatta",
        "10:05 , Ben Osei",
        "Good morning, and welcome to our live coverage of the regatta from the mole.",
    ];
    let page = read(&lines);
    assert_eq!(role_of(&page, "Ostmole Regatta"), [Role::Heading; 3]);
}
