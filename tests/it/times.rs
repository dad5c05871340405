//! Where the times of entries stand, and which numbers are times.

use liveblog::engine::digest;
use liveblog::engine::model::Capture;
use liveblog::engine::model::Cut;
use liveblog::engine::model::Form;
use liveblog::engine::model::RawSnapshot;
use liveblog::engine::model::Reading;
use liveblog::engine::model::Role;
use liveblog::engine::rules::Rules;

use crate::library;

fn read(lines: &[&str]) -> Reading {
    let capture = Capture {
        name: "page.txt".into(),
        ..Capture::default()
    };
    let raw = RawSnapshot::new(capture, lines.join("\n\n").into_bytes());
    digest::digest(&raw, Rules::builtin())
}

/// The first words of each entry of a page, without its times.
fn entries(lines: &[&str]) -> Vec<String> {
    let reading = read(lines);
    assert_eq!(reading.form, Form::Timed, "{:#?}", reading.pieces);
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    for piece in &reading.pieces {
        open |= piece.cut == Cut::Certain;
        if open && !matches!(piece.role, Role::Byline | Role::Furniture) {
            let words: Vec<&str> = piece.text.split(' ').take(2).collect();
            out.push(words.join(" "));
            open = false;
        }
    }
    out
}

/// The lines at which entries begin, and what stands there.
fn borders(reading: &Reading) -> Vec<(u32, &str)> {
    let pieces = reading.pieces.iter();
    let borders = pieces.filter(|piece| piece.cut == Cut::Certain);
    borders.map(|piece| (piece.line, &*piece.text)).collect()
}

fn lines(reading: &Reading) -> Vec<u32> {
    borders(reading).iter().map(|border| border.0).collect()
}

/// A page with a headline and a standfirst.
fn page<'t>(lines: &[&'t str]) -> Vec<&'t str> {
    [&[TITLE, LEAD], lines].concat()
}

/// Each text with one of some times on its line.
fn on_lines(times: [&str; 5], line: impl Fn(&str, &str) -> String) -> [String; 5] {
    std::array::from_fn(|i| line(times[i], TEXTS[i]))
}

/// Each of some lines, and a text below it.
fn above_texts<'t>(lines: &[&'t str]) -> Vec<&'t str> {
    let pairs = lines.iter().zip(TEXTS);
    pairs.flat_map(|(line, text)| [*line, text]).collect()
}

const TITLE: &str = "Storm Odo live: power cuts across the north";
const LEAD: &str = "The latest on the storm that hit the northern coast overnight.";
const TEXTS: [&str; 5] = [
    "Engineers restored the line to Skarn at dusk, the grid company said.",
    "No boat leaves Ostmole before Friday, the harbour master told reporters.",
    "All schools in the three northern districts stay closed on Friday.",
    "Police closed the bridge over the Lenn after a lorry was blown over.",
    "Crews cleared eleven trees from the ring road before the traffic began.",
];
const BEGIN: [&str; 5] = [
    "Engineers restored",
    "No boat",
    "All schools",
    "Police closed",
    "Crews cleared",
];

#[test]
fn minutes_need_no_sign_where_they_fall() {
    for minutes in [
        ["90+3", "90", "88", "79", "61"],
        ["3", "12", "12", "31", "44"],
    ] {
        let page = page(&above_texts(&minutes));
        assert_eq!(entries(&page), BEGIN, "{minutes:?}");
    }
}

#[test]
fn times_at_the_ends_of_texts_are_those_of_entries() {
    let times = ["18:20", "17:45", "16:10", "15:02", "14:40"];
    let one = on_lines(times, |time, text| format!("{text} {time}"));
    let one = one.each_ref().map(String::as_str);
    assert_eq!(entries(&page(&one)), BEGIN);
    let headings = [
        "Power is back",
        "Ferries stay in port",
        "Schools closed",
        "Bridge shut for days",
        "Trees down again",
    ];
    let two: Vec<&str> = headings
        .iter()
        .zip(&one)
        .flat_map(|(h, t)| [*h, *t])
        .collect();
    assert_eq!(
        entries(&page(&two)),
        [
            "Power is",
            "Ferries stay",
            "Schools closed",
            "Bridge shut",
            "Trees down"
        ]
    );
}

#[test]
fn a_time_alone_among_texts_that_begin_with_theirs_is_that_of_an_entry() {
    let page = [
        TITLE,
        "18:20 Engineers restored the line to Skarn at dusk, the grid company said.",
        "17:45 No boat leaves Ostmole before Friday, the harbour master told reporters.",
        "16:10",
        TEXTS[2],
        "15:02 Police closed the bridge over the Lenn after a lorry was blown over.",
    ];
    assert_eq!(entries(&page), BEGIN[..4]);
}

#[test]
fn a_list_of_times_and_headings_above_the_entries_is_none_of_them() {
    let list = [
        "18:20 Power is back in Skarn",
        "17:45 Ferries stay in port until Friday",
        "16:10 Schools closed in the north",
        "15:02 Bridge over the Lenn shut",
    ];
    let page = [
        &[TITLE],
        &list[..],
        &[
            list[0],
            TEXTS[0],
            list[2],
            TEXTS[2],
            "14:40 Trees down on the ring road",
            TEXTS[4],
        ],
    ];
    assert_eq!(
        entries(&page.concat()),
        ["Power is", "Schools closed", "Trees down"]
    );
}

#[test]
fn texts_that_begin_with_a_name_tell_that_times_stand_below() {
    let times = ["18:20", "17:45", "16:10", "15:02"];
    let named: Vec<String> = TEXTS
        .iter()
        .map(|text| format!("Ann Archer: {text}"))
        .collect();
    let mut page: Vec<&str> = named
        .iter()
        .zip(times)
        .flat_map(|(text, time)| [text.as_str(), time])
        .collect();
    page.push("Ann Archer: Crews cleared");
    assert_eq!(lines(&read(&page)), [1, 5, 9, 13, 17]);
}

#[test]
fn laps_may_stand_between_a_heading_and_its_time() {
    let headings = [
        "Reuter sees traffic",
        "Ferrand is close",
        "Marsh takes the place",
        "It is tight again",
    ];
    let (laps, times) = (
        ["58. R.", "57. R.", "56. R.", "54. R."],
        ["15:27", "15:26", "15:24", "15:22"],
    );
    let mut page = vec![TITLE, LEAD];
    for k in 0..4 {
        page.extend([headings[k], laps[k], times[k], TEXTS[k]]);
    }
    assert_eq!(
        entries(&page),
        ["Reuter sees", "Ferrand is", "Marsh takes", "It is"]
    );
}

#[test]
fn authors_between_a_text_and_the_next_time_sign_the_text() {
    let headings = [
        "Power is back",
        "Ferries stay in port",
        "Schools closed",
        "Bridge shut for days",
        "Trees down again",
    ];
    let times = ["18:20", "17:45", "16:10", "15:02", "14:40"];
    let mut page = vec![TITLE, LEAD];
    for k in 0..5 {
        page.extend([times[k], headings[k], TEXTS[k], "By Ann Archer"]);
    }
    let reading = read(&page);
    let begin: Vec<&str> = borders(&reading).iter().map(|border| border.1).collect();
    assert_eq!(begin, times);
}

#[test]
fn times_of_change_alone_are_those_of_entries() {
    let times = [
        "Updated (18:20)",
        "Updated (17:45)",
        "Updated (16:10)",
        "Updated (15:02)",
        "Updated (14:40)",
    ];
    assert_eq!(entries(&above_texts(&times)), BEGIN);
}

#[test]
fn a_comma_may_part_times_from_texts() {
    let times = ["18.20", "17.45", "16.10", "15.02", "14.40"];
    let told = on_lines(times, |time, text| format!("{time}, {text}"));
    let told = told.each_ref().map(String::as_str);
    assert_eq!(lines(&read(&page(&told))), [5, 7, 9, 11, 13]);
}

/// What the entries of one page say of their time: the instant, and what the page states beside it or alone.
fn told(snapshot: RawSnapshot) -> Vec<(bool, Option<String>)> {
    let timelines = library::timelines(&library::of(&[snapshot]));
    let entries = timelines[0].timeline.entries.iter();
    entries
        .map(|entry| {
            let stated = entry.stated_time.as_ref().map(ToString::to_string);
            (entry.published_at.is_some(), stated)
        })
        .collect()
}

const PLAY: [&str; 4] = [
    "Lyng wins it at the last breath, and the home end is a sea of scarves.",
    "Yellow card for Bram Oster after a late tackle on the halfway line.",
    "The rain has set in, and the lights are on over the whole of the ground.",
    "Nothing between the two sides so far, and both coaches look at the sky.",
];

#[test]
fn how_far_the_event_was_is_told() {
    for counts in [
        ["90+2'", "74'", "58'", "45'"],
        ["19.4", "18.2", "17.5", "16.1"],
        ["Lap 58", "Lap 55", "Lap 51", "Lap 44"],
    ] {
        let entry = |(count, text): (&&str, &str)| format!("{count}\nAnn Archer\n{text}\n");
        let entries: String = counts.iter().zip(PLAY).map(entry).collect();
        let page = format!("The derby live\nAll of it, as it happens on the field.\n{entries}");
        let stated = told(library::snapshot("page.txt", page.into_bytes()));
        let expected = counts.map(|count| (false, Some(count.to_owned())));
        assert_eq!(stated, expected);
    }
}

#[test]
fn how_far_the_event_was_stands_beside_a_known_time() {
    let post = |(minute, text): (&u32, &str)| {
        format!(
            "<article class=post id=post-9{minute}><time datetime=2031-03-14T20:{minute:02}:00Z>20:{minute:02}</time><span>{minute}'</span><p>{text}</p></article>"
        )
    };
    let posts: String = [52, 44, 38, 25].iter().zip(PLAY).map(post).collect();
    let page = format!(
        "<!DOCTYPE html><html><head><title>The derby live</title></head><body><main><h1>The derby live</h1>{posts}</main></body></html>"
    );
    let stated = told(library::snapshot("page.html", page.into_bytes()));
    let expected = [52, 44, 38, 25].map(|minute| (true, Some(format!("{minute}'"))));
    assert_eq!(stated, expected);
}
