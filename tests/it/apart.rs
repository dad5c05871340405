//! What is one entry through time and what is not: recaps, ids that each page makes anew, entries that were rewritten, and what ends
//! pages whichever entry stands last.

use liveblog::engine::export::MarkedTimeline;
use liveblog::engine::model::Entry;
use liveblog::engine::model::RawSnapshot;

use crate::library;

/// The entries of a flood with their times, headings and texts, the newest first.
const TOLD: [(&str, &str, &str); 6] = [
    (
        "16:20",
        "Bridge opens again",
        "The bridge over the Lenn is open again since four, for cars and for those who walk, though lorries have to wait until the morning.",
    ),
    (
        "15:05",
        "Pumps reach the chapel",
        "Six pumps have reached the chapel of Old Mill, and the first of them has run since noon without a break, says the verger.",
    ),
    (
        "14:10",
        "School gym takes in forty",
        "Forty people of the lower town have moved into the gym of the school, where the bakers brought them bread and soup at noon.",
    ),
    (
        "13:30",
        "Dyke holds at the ferry",
        "The dyke holds at the ferry, where two hundred soldiers have filled nine thousand bags with sand during the last night.",
    ),
    (
        "12:15",
        "Train line is cut",
        "Since noon no train runs between Aster and Sandholm, because the water has washed away the stones below both of the tracks.",
    ),
    (
        "11:00",
        "Water rises faster",
        "At eleven the water rose by nine centimetres an hour at the gauge of Old Mill, which is twice as fast as in the night before.",
    ),
];

type Told = (&'static str, &'static str, &'static str);

fn text(name: &str, lines: &[&str]) -> RawSnapshot {
    library::snapshot(name, lines.join("\n\n").into_bytes())
}

/// A page with times of some entries, and with lines above and below them.
fn page(name: &str, entries: &[Told], below: &[&str]) -> RawSnapshot {
    let head = [
        "Flood live: the Lenn leaves its bed",
        "The latest from the towns on both banks of the river.",
    ];
    let entries = entries
        .iter()
        .flat_map(|(time, heading, text)| [*time, *heading, *text]);
    let lines: Vec<&str> = head
        .into_iter()
        .chain(entries)
        .chain(below.iter().copied())
        .collect();
    text(name, &lines)
}

/// A saved page with these entries: an id each, a time of day, a heading and a text.
fn saved(name: &str, entries: &[(String, &str, &str, &str)]) -> RawSnapshot {
    let post = |(id, time, heading, text): &(String, &str, &str, &str)| {
        format!(
            "<article class=post id=\"{id}\"><time datetime=\"2031-03-14T{time}:00Z\">{time}</time><h3>{heading}</h3><p>{text}</p></article>"
        )
    };
    let posts: String = entries.iter().map(post).collect();
    let html = format!(
        "<!DOCTYPE html><html><head><title>Flood live</title></head><body><main><h1>Flood live: the Lenn leaves its bed</h1>{posts}</main></body></html>"
    );
    library::snapshot(name, html.into_bytes())
}

fn told(raws: &[RawSnapshot]) -> MarkedTimeline {
    let mut timelines = library::timelines(&library::of(raws));
    assert_eq!(timelines.len(), 1);
    timelines.remove(0)
}

/// For each entry that shows a text in any version, how many snapshots show it.
fn showing(timeline: &MarkedTimeline, text: &str) -> Vec<usize> {
    let shows = |entry: &&Entry| {
        let blocks = entry.revisions.iter().flat_map(|one| &one.blocks);
        blocks.into_iter().any(|block| block.text.contains(text))
    };
    let entries = timeline.timeline.entries.iter().filter(shows);
    entries.map(|entry| entry.postings.len()).collect()
}

#[test]
fn a_recap_is_none_of_the_entries_that_it_tells_again() {
    let texts: Vec<&str> = TOLD[2..5].iter().map(|(_, _, text)| *text).collect();
    let recap = texts.join("</p><p>");
    let heading = "Three things from the river tonight";
    let id = |at: usize| format!("p{}", 90_001 - at);
    let mut evening = vec![(id(0), "18:00", heading, recap.as_str())];
    let newest = TOLD[..2].iter().zip(1..);
    evening.extend(newest.map(|((time, heading, text), at)| (id(at), *time, *heading, *text)));
    let timeline = told(&[
        page("noon.txt", &TOLD[1..], &[]),
        page("later.txt", &TOLD[..5], &[]),
        saved("evening.html", &evening),
    ]);
    let mut headings = vec![heading];
    headings.extend(TOLD.iter().map(|(_, heading, _)| *heading));
    assert_eq!(library::headings(&timeline), headings);
}

#[test]
fn ids_that_each_page_makes_anew_keep_nothing_apart() {
    let anew = |page: usize, entries: &[Told]| -> Vec<(String, &str, &str, &str)> {
        let id = |at: usize| format!("r{:08x}", (page * 7919 + at * 104_729 + 17) * 2_654_435);
        let entries = entries.iter().enumerate();
        entries
            .map(|(at, (time, heading, text))| (id(at), *time, *heading, *text))
            .collect()
    };
    // One was edited, one has a heading of its own now.
    let mut later = TOLD[..5].to_vec();
    later[3].2 = "The dyke holds at the ferry, where two hundred soldiers have filled ten thousand bags with sand during the last night.";
    later[4].1 = "No train runs to Sandholm";
    let pages = [
        saved("noon.html", &anew(1, &TOLD[1..])),
        saved("later.html", &anew(2, &later)),
    ];
    assert_eq!(told(&pages).timeline.entries.len(), TOLD.len());
    // What lasts is believed: under another id the same heading is another entry.
    let lasting = |entries: &[Told],
                   other: Option<usize>|
     -> Vec<(String, &'static str, &'static str, &'static str)> {
        let id = |told: &Told| {
            let at = TOLD.iter().position(|one| one.0 == told.0).unwrap();
            format!("p{}", 90_000 + if other == Some(at) { 77 } else { at })
        };
        entries
            .iter()
            .map(|told| (id(told), told.0, told.1, told.2))
            .collect()
    };
    let pages = [
        saved("noon.html", &lasting(&TOLD[1..], None)),
        saved("later.html", &lasting(&later, Some(4))),
    ];
    assert_eq!(told(&pages).timeline.entries.len(), TOLD.len() + 1);
}

#[test]
fn an_entry_that_was_rewritten_is_one() {
    let rewritten = "No train will run between Aster and Sandholm before Sunday, because the water has taken the stones below both of the tracks away, says the line.";
    for (heading, time, entries) in [
        // Under its heading or at its time.
        ("Train line is cut", "12:15", TOLD.len()),
        ("No train before Sunday", "12:15", TOLD.len()),
        // Nothing says that these are one.
        ("No train before Sunday", "12:44", TOLD.len() + 1),
        // What is told under one heading at other times is another entry.
        ("Train line is cut", "12:44", TOLD.len() + 1),
    ] {
        let mut later = TOLD[..5].to_vec();
        later[4] = (time, heading, rewritten);
        let timeline = told(&[
            page("noon.txt", &TOLD[1..], &[]),
            page("later.txt", &later, &[]),
        ]);
        assert_eq!(timeline.timeline.entries.len(), entries, "{heading} {time}");
    }
    // A page that shows both keeps them apart.
    let both = ("12:15", "No train before Sunday", rewritten);
    let mut later = TOLD[..5].to_vec();
    later.insert(4, both);
    let timeline = told(&[
        page("noon.txt", &TOLD[1..], &[]),
        page("later.txt", &later, &[]),
    ]);
    assert_eq!(timeline.timeline.entries.len(), TOLD.len() + 1);
}

#[test]
fn what_ends_pages_is_of_no_entry_whichever_stands_last() {
    let letter =
        "Once a week we write to all who live on the river: what is planned, and what it costs.";
    let note = |clock: &str| {
        format!("The regional news of {clock} tell more about this on the third programme.")
    };
    let (noon, evening) = (note("noon"), note("six in the evening"));
    let pages = [
        page("noon.txt", &TOLD[2..], &[letter, &noon]),
        page("later.txt", &TOLD[1..5], &[letter, &evening]),
        page("evening.txt", &TOLD[..4], &[letter, &evening]),
    ];
    let timeline = told(&pages);
    assert_eq!(timeline.timeline.entries.len(), TOLD.len());
    // The oldest entry stands in one page alone, where nobody can tell.
    assert!(showing(&timeline, letter).len() <= 1);
    let aside = timeline
        .timeline
        .snapshots
        .iter()
        .flat_map(|snapshot| &snapshot.dropped);
    let aside: Vec<&str> = aside.map(|line| line.text.as_str()).collect();
    assert_eq!(
        aside.iter().filter(|line| **line == letter).count(),
        2,
        "{aside:?}"
    );
    assert_eq!(
        aside.iter().filter(|line| **line == evening).count(),
        2,
        "{aside:?}"
    );
    let edited = timeline
        .timeline
        .entries
        .iter()
        .filter(|entry| entry.revisions.len() > 1);
    assert_eq!(edited.count(), 0);
    // A text that was added to the last entry stands in it further up, too.
    let more = "The soldiers go home on Sunday, if the water falls below five metres until then.";
    let pages = [
        page("noon.txt", &TOLD[2..], &[]),
        page("later.txt", &TOLD[1..4], &[more]),
        page("evening.txt", &TOLD[..4], &[more]),
    ];
    assert_eq!(showing(&told(&pages), more), [3]);
}
