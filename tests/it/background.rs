//! Background: a paragraph that a page repeats in entry after entry says nothing of which entries are one.

use liveblog::engine::model::Capture;
use liveblog::engine::model::RawSnapshot;

use crate::library;

const TITLE: &str = "Flood on the lower Lenn: live updates";
const LEAD: &str = "What is known of the flood that has cut off four villages since the weekend.";
const BACKGROUND: &str = "The Lenn has been rising since Sunday, when the dam at Oberried was opened to save the valley above it from a breach.";

/// An entry with a heading, what is new, and the background.
fn entry(number: usize) -> String {
    let (heading, text) = [
        (
            "Ferry to Ostmole cancelled",
            "No boat leaves Ostmole before Friday, the harbour master told reporters at noon.",
        ),
        (
            "Schools stay closed",
            "All schools in the three northern districts stay closed until the end of the week.",
        ),
        (
            "Bridge shut by police",
            "Police shut the bridge over the mill race after a lorry was washed off its ramp.",
        ),
        (
            "Ring road cleared",
            "Crews cleared eleven trees from the ring road before the morning traffic began.",
        ),
        (
            "Power back in Skarn",
            "Engineers restored the line to Skarn at dusk, the grid company wrote to its customers.",
        ),
    ][number];
    format!(
        "14:{}\n\n{heading}\n\n{text}\n\n{BACKGROUND}",
        50 - 5 * number
    )
}

fn page(name: &str, entries: &[String]) -> RawSnapshot {
    let capture = Capture {
        name: name.into(),
        ..Capture::default()
    };
    RawSnapshot::new(
        capture,
        format!("{TITLE}\n\n{LEAD}\n\n{}", entries.join("\n\n")).into_bytes(),
    )
}

#[test]
fn what_stands_in_entry_after_entry_joins_none_of_them() {
    let all: Vec<String> = (0..5).map(entry).collect();
    // Here the background stands under a heading of its own, as it does where a page was cut badly.
    let mut badly_cut = all.clone();
    badly_cut.insert(2, format!("14:42\n\nWhat led to this\n\n{BACKGROUND}"));
    let library = library::of(&[page("one.txt", &all), page("two.txt", &badly_cut)]);
    let timelines = library::timelines(&library);
    assert_eq!(timelines.len(), 1);
    let headings: Vec<String> = timelines[0]
        .timeline
        .entries
        .iter()
        .map(|entry| {
            let heading = entry.revisions[0].heading.as_ref();
            heading.map_or_else(String::new, |heading| heading.text.to_string())
        })
        .collect();
    assert_eq!(
        headings,
        [
            "Ferry to Ostmole cancelled",
            "Schools stay closed",
            "What led to this",
            "Bridge shut by police",
            "Ring road cleared",
            "Power back in Skarn",
        ]
    );
    // Those that both pages show are joined by what is their own.
    let twice = timelines[0].timeline.entries.iter();
    assert_eq!(twice.filter(|entry| entry.postings.len() == 2).count(), 5);
}
