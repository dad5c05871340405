//! Entries that state author, time and more on lines of their own.

use liveblog::engine::digest;
use liveblog::engine::model::Capture;
use liveblog::engine::model::Cut;
use liveblog::engine::model::RawSnapshot;
use liveblog::engine::model::Role;
use liveblog::engine::rules::Rules;

use crate::library;

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

#[test]
fn names_above_headings_are_authors_though_some_headings_ask() {
    let text = "The ferry to the islands was cancelled at noon because of the gale.";
    let lines = [
        "Gale live: ferries to the islands are cancelled",
        "Miles Redfern",
        "Quay shut for the night",
        text,
        "Miles Redfern",
        "Will the school open?",
        "The school stays shut until the roof has been looked at.",
        "Hannah Obuya",
        "Lifeboat back in port",
        "All of the crew are well after eleven hours at sea.",
        "Miles Redfern",
        "Is the pier safe?",
        "Divers are to look at the foot of the pier at low water.",
        "Miles Redfern",
        "Gale warning for tonight",
        "The weather service expects gusts of 110 km/h after midnight.",
    ];
    let page = read(&lines);
    assert_eq!(role_of(&page, "Miles Redfern"), [Role::Byline; 4]);
    assert_eq!(role_of(&page, "Hannah Obuya"), [Role::Byline]);
    assert_eq!(role_of(&page, "Is the pier safe?"), [Role::Heading]);
}

#[test]
fn a_title_of_three_words_or_with_a_day_says_that_the_page_is_live() {
    let text = "The ferry to the islands was cancelled at noon because of the gale.";
    let note = "We follow the boats from the first start to the last buoy.";
    for title in [
        "Harbour regatta live",
        "Gadget Fair Sept. 9 Event Live Blog",
    ] {
        let lines = [title, note, "14:10", text, "13:50", text, "13:20", text];
        assert_eq!(role_of(&read(&lines), title), [Role::Headline], "{title}");
    }
}

#[test]
fn the_first_line_is_the_title_where_entries_have_times_and_no_headings() {
    let text = "The ferry to the islands was cancelled at noon because of the gale.";
    let timed = |title: &str, heading: &str| {
        let mut lines = vec![title.to_owned()];
        for time in ["14:10", "13:50", "13:20", "12:40"] {
            let above = (lines.len() > 1 && !heading.is_empty()).then(|| heading.to_owned());
            lines.extend(above);
            lines.push(format!("{time} - {text}"));
        }
        role_of(&read(&lines), title)
    };
    assert_eq!(timed("Harbour Games, day nine", ""), [Role::Headline]);
    assert_ne!(timed("14 March 2031", ""), [Role::Headline]);
    assert_ne!(timed("More News", ""), [Role::Headline]);
    let headings = timed("Ferries stay in port", "Gale warning stays");
    assert_ne!(headings, [Role::Headline], "the first of several headings");
}

#[test]
fn list_marks_before_times_say_that_entries_begin_there() {
    let post = |i: u32, text: &str| {
        [
            format!("• Miles Redfern 9/9/2031 6:0{i}:02 PM"),
            text.to_owned(),
        ]
    };
    let mut lines = vec!["Gadget Fair live: all that is shown".to_owned()];
    lines.push("Join us for all of the news from the old cannery hall by the harbour.".to_owned());
    for (i, text) in (1..).zip([
        "House lights down, hush all round.",
        "A short film about boats comes first.",
        "The founder walks on in green.",
    ]) {
        lines.extend(post(i, text));
    }
    // The last posts have lost their pictures.
    lines.extend((4..8).map(|i| post(i, "").concat()));
    let pieces = digest::digest(
        &RawSnapshot::new(
            Capture {
                name: "fair.txt".into(),
                ..Capture::default()
            },
            lines.join("\n\n").into_bytes(),
        ),
        Rules::builtin(),
    )
    .pieces;
    let begins = |piece: &&liveblog::engine::model::Piece| {
        piece.cut == liveblog::engine::model::Cut::Certain
    };
    let first: Vec<Role> = pieces
        .iter()
        .filter(begins)
        .map(|piece| piece.role)
        .collect();
    assert!(
        first.len() >= 3 && first.iter().all(|role| *role == Role::Byline),
        "{first:?}"
    );
}

#[test]
fn nothing_above_what_says_that_entries_follow_is_an_entry() {
    let text = "The ferry to the islands was cancelled at noon because of the gale.";
    let lines = [
        "Wattle Cup: all races of the day",
        "By Miles Redfern and Hannah Obuya",
        "The richest mile in the south is hours away, and the trains are full.",
        "Live updates",
        "By Miles Redfern",
        "Lantern wins the first",
        text,
        "By Hannah Obuya",
        "Postcard wins the second",
        text,
        "By Miles Redfern",
        "Rain stops for the third",
        text,
    ];
    let page = read(&lines);
    assert_eq!(
        role_of(&page, "By Miles Redfern and Hannah Obuya"),
        [Role::Furniture]
    );
    assert_eq!(role_of(&page, "By Miles Redfern"), [Role::Byline; 2]);
}

#[test]
fn a_library_knows_times_of_day_and_tells_finds_without_the_line_of_author_and_time() {
    let told = [
        "The harbour will open again on Monday, the council says.",
        "Nine schools stay shut because their roofs have come off.",
        "The tower will open as soon as engineers have looked at it.",
        "Trains run every half hour between the two stations again.",
    ];
    let times = ["18:05", "17:05", "16:05", "15:05"];
    let entries = times.iter().zip(told);
    let text: String = entries
        .map(|(time, told)| format!("{time} , Ann Archer\n\n{told}\n\n"))
        .collect();
    let text = format!("Storm over the coast – live\n\n{text}");
    let raw = RawSnapshot::new(Capture::default(), text.into_bytes());
    let store = library::of(&[raw]);
    let blog = store.blogs().unwrap()[0].id;
    let clocks: Vec<Option<u16>> = store
        .rows(blog)
        .unwrap()
        .iter()
        .map(|row| row.clock)
        .collect();
    assert_eq!(clocks, [18, 17, 16, 15].map(|hour| Some(hour * 60 + 5)));
    let hits = store.search("tower", 5).unwrap();
    assert_eq!(hits.len(), 1);
    assert!(
        hits[0].snippet.starts_with("The tower will open"),
        "{:?}",
        hits[0]
    );
    assert_eq!(
        store.search("Archer", 5).unwrap().len(),
        4,
        "authors are found, too"
    );
}

#[test]
fn names_above_numbered_entries_sign_the_texts_above_them() {
    let told = [
        (
            "Dam stays shut",
            "The dam stays shut until the divers have looked at its foot, the committee says.",
        ),
        (
            "Second day of questions",
            "Senator Orla Dwyer has spent all of her questions on a ruling about the dam.",
        ),
        (
            "",
            "Asked about the dam, the nominee said that she would step aside from the case.",
        ),
        (
            "Hearing begins",
            "The hearing has begun with a long statement by the chairwoman of the committee.",
        ),
        (
            "Doors open",
            "The doors have opened, and those who queued since six are the first to be let in.",
        ),
        (
            "Queue since six",
            "Some forty people have stood before the doors since six, most of them from the valley.",
        ),
        (
            "Rain on the steps",
            "It rains on the steps of the senate, and somebody has brought out chairs and a tent.",
        ),
        (
            "Order of speakers",
            "The clerk has read out who speaks when, and the first two names are those of last year.",
        ),
        (
            "Good morning",
            "Good morning from the senate, where the committee asks about the dam all day today.",
        ),
    ];
    let names = ["Miles Redfern", "Hannah Obuya"];
    let mut lines = vec!["Dam hearing live: nominee is questioned by the senate".to_owned()];
    let mut begin = Vec::new();
    for (number, ((heading, text), name)) in (1..).zip(told.iter().zip(names.iter().cycle())) {
        // Of one the text is all there is.
        let told = [heading, text].into_iter().filter(|line| !line.is_empty());
        let told: Vec<&str> = told.copied().collect();
        begin.push(lines.len());
        lines.push(format!("{number}. {}", told[0]));
        lines.extend(
            told[1..]
                .iter()
                .chain([name])
                .map(|line| (*line).to_owned()),
        );
    }
    // The name below the last text was taken for the beginning of a menu.
    lines.pop();
    let capture = Capture {
        name: "hearing.txt".into(),
        ..Capture::default()
    };
    let raw = RawSnapshot::new(capture, lines.join("\n\n").into_bytes());
    let reading = digest::digest(&raw, Rules::builtin());
    let begins = reading
        .pieces
        .iter()
        .filter(|piece| piece.cut == Cut::Certain);
    let begins: Vec<&str> = begins.map(|piece| &*piece.text).collect();
    let told: Vec<&String> = begin.iter().map(|at| &lines[*at]).collect();
    assert_eq!(begins, told);
    let pieces = reading.pieces.iter();
    let mut signed = pieces.filter(|piece| names.contains(&&*piece.text)).take(6);
    assert!(signed.all(|piece| piece.role == Role::Byline));
}

#[test]
fn a_title_with_a_colon_below_a_time_names_nobody() {
    let told = [
        (
            "First Count: Trend Yes",
            "The first count sees the dam at fifty-three in a hundred, give or take three.",
        ),
        (
            "Polls are closed",
            "The polls have closed in all forty-one communes, and the urns are on their way.",
        ),
        (
            "Snow in the upper valley",
            "In the upper valley it has snowed since noon, and some voted on skis this time.",
        ),
        (
            "Good morning from the hall",
            "Good morning from the hall, where thirty helpers have put up their tables since six.",
        ),
    ];
    let mut lines = vec!["Vote on the dam: live updates from the count".to_owned()];
    for (hour, (heading, text)) in (10..18).rev().step_by(2).zip(told) {
        lines.extend([format!("{hour}:15"), heading.to_owned(), text.to_owned()]);
    }
    let page = read(&lines);
    assert_eq!(role_of(&page, told[0].0), [Role::Heading]);
}
