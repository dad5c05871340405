//! "Withdrawn" is said of no entry that a newer page still tells, however badly pages are read.

use liveblog::engine::model::Capture;
use liveblog::engine::model::EntryState;
use liveblog::engine::model::RawSnapshot;

use crate::flood::BACKGROUND;
use crate::flood::LEAD;
use crate::flood::NEWS;
use crate::flood::TITLE;
use crate::history::History;
use crate::history::Plan;
use crate::history::dice::Dice;
use crate::history::page::Form;
use crate::library;

fn page(name: &str, text: &str) -> RawSnapshot {
    let capture = Capture {
        name: name.into(),
        captured_at: name.get(..20).and_then(|at| at.parse().ok()),
        ..Capture::default()
    };
    RawSnapshot::new(capture, text.as_bytes().to_vec())
}

/// The texts of all entries that are told as withdrawn.
fn withdrawn(raws: &[RawSnapshot]) -> Vec<Vec<String>> {
    let timelines = library::timelines(&library::of(raws));
    let entries = timelines.iter().flat_map(|one| &one.timeline.entries);
    entries
        .filter(|entry| entry.state == EntryState::Withdrawn)
        .map(|entry| {
            let revisions = entry.revisions.iter();
            let blocks = revisions.flat_map(|revision| &revision.blocks);
            blocks.map(|block| block.text.to_string()).collect()
        })
        .collect()
}

/// Whether a newer snapshot than all that show some text has each of the words of the text in one line.
fn is_told(texts: &[String], raws: &[RawSnapshot]) -> bool {
    let newest = raws.iter().max_by_key(|raw| raw.capture.captured_at);
    let page = newest.map(|raw| String::from_utf8_lossy(&raw.bytes).into_owned());
    texts
        .iter()
        .filter(|text| text.split(' ').count() >= 8 && text.as_str() != BACKGROUND)
        .any(|text| {
            page.as_ref()
                .is_some_and(|page| page.contains(text.as_str()))
        })
}

/// A page of a flood with some of its entries, in one of several forms that extractors give it: some lose headings, some lines,
/// some the lines between entries, and some repeat one paragraph in entry after entry.
fn badly_read(dice: &mut Dice, entries: &[usize], minute: usize) -> RawSnapshot {
    let (heads, times, spread) = (dice.chance(0.7), dice.chance(0.4), dice.chance(0.5));
    let mut lines = vec![TITLE.to_owned(), LEAD.to_owned()];
    for entry in entries {
        let [heading, news, more] = NEWS[*entry];
        if times {
            lines.push(format!("{:02}:{:02}", 8 + entry, 5 * entry));
        }
        if heads {
            lines.push(heading.to_owned());
        }
        lines.push(news.to_owned());
        match (entry + usize::from(spread)) % 3 {
            0 => lines.extend([more.to_owned(), BACKGROUND.to_owned()]),
            1 => lines.extend([BACKGROUND.to_owned(), more.to_owned()]),
            _ if dice.chance(0.8) => lines.push(more.to_owned()),
            _ => {}
        }
        if dice.chance(0.1) {
            lines.extend(["What led to this".to_owned(), BACKGROUND.to_owned()]);
        }
    }
    let blank = if dice.chance(0.5) { "\n\n" } else { "\n" };
    let name = format!(
        "2031-03-14T{:02}:{:02}:00Z.txt",
        8 + minute / 60,
        minute % 60
    );
    page(&name, &lines.join(blank))
}

#[test]
fn what_a_newer_page_tells_is_not_withdrawn_however_pages_are_read() {
    for seed in 0..60 {
        let mut dice = Dice::new(seed);
        let raws: Vec<RawSnapshot> = (0..4)
            .map(|k| {
                let shown: Vec<usize> = (0..(5 + k).min(8)).rev().collect();
                badly_read(&mut dice, &shown, 60 * k)
            })
            .collect();
        for texts in withdrawn(&raws) {
            assert!(!is_told(&texts, &raws), "seed {seed}: {texts:?}");
        }
    }
}

#[test]
fn badly_read_pages_give_one_timeline_in_any_order() {
    for seed in 0..20 {
        let mut dice = Dice::new(1000 + seed);
        let mut raws: Vec<RawSnapshot> = (0..5)
            .map(|k| {
                let shown: Vec<usize> = (k / 2..(5 + k).min(8)).rev().collect();
                badly_read(&mut dice, &shown, 60 * k)
            })
            .collect();
        let batch = library::export(&library::of(&raws));
        dice.shuffle(&mut raws);
        let mut library = library::of(&raws[..1]);
        for raw in &raws[1..] {
            library::add(&mut library, std::slice::from_ref(raw));
        }
        assert_eq!(library::export(&library), batch, "seed {seed}");
    }
}

#[test]
fn an_entry_with_nothing_but_background_is_the_one_with_its_heading() {
    let entry = |heading: &str, text: &[&str]| format!("{heading}\n\n{}", text.join("\n\n"));
    let older = [
        entry("Bridge shut by police", &["Police shut the bridge over the mill race after a lorry was washed off its ramp.", "Its driver was taken to hospital with a broken arm."]),
        entry("Ring road cleared", &["Crews cleared eleven trees from the ring road before the morning traffic began.", BACKGROUND]),
        entry("Power back in Skarn", &["Engineers restored the line to Skarn at dusk, the grid company wrote to its customers.", BACKGROUND, "About ninety houses on the island have no power yet."]),
    ]
    .join("\n\n");
    let schools = entry(
        "Schools stay closed",
        &[
            "All schools in the three northern districts stay closed until the end of the week.",
            BACKGROUND,
            "Exams that were planned for Thursday will be held in March, the ministry said.",
        ],
    );
    let ferry = entry(
        "Ferry to Ostmole cancelled",
        &[
            "No boat leaves Ostmole before Friday, the harbour master told reporters at noon.",
            "He said that the pier had lost two of its piles in the night.",
            BACKGROUND,
        ],
    );
    let led = entry("What led to this", &[BACKGROUND]);
    let head: &str = &[TITLE, LEAD].join("\n\n");
    let raws = [
        page("one.txt", &[head, &ferry, &schools, &older].join("\n\n")),
        page(
            "two.txt",
            &[head, &ferry, &schools, &led, &older].join("\n\n"),
        ),
    ];
    let timelines = library::timelines(&library::of(&raws));
    let headings = library::headings(&timelines[0]);
    let schools = headings
        .iter()
        .filter(|heading| *heading == "Schools stay closed");
    assert_eq!(schools.count(), 1, "{headings:?}");
    assert_eq!(withdrawn(&raws), Vec::<Vec<String>>::new());
}

#[test]
fn nothing_that_a_newer_page_shows_is_withdrawn_in_invented_histories() {
    for seed in 0..12 {
        let plan = Plan {
            withdrawals: 0.0,
            known_times: 1.0,
            ..Plan::small(&Form::ALL)
        };
        let history = History::new(500 + seed, &plan);
        assert_eq!(
            withdrawn(&history.raws()),
            Vec::<Vec<String>>::new(),
            "{}",
            history.recipe
        );
    }
}

#[test]
fn what_was_taken_down_is_withdrawn() {
    let entry = |time: &str, text: &str| format!("{time}\n\n{text}");
    let all = [
        entry(
            "14:40",
            "Police shut the bridge over the mill race after a lorry fell.",
        ),
        entry(
            "14:35",
            "The harbour of Ostmole is closed until Friday, its master said.",
        ),
        entry(
            "14:30",
            "Crews cleared eleven trees from the ring road before the traffic began.",
        ),
        entry(
            "14:20",
            "Engineers restored the line to Skarn at dusk, the grid company wrote.",
        ),
    ];
    let rest: Vec<String> = all
        .iter()
        .enumerate()
        .filter(|(i, _)| *i != 1)
        .map(|(_, one)| one.clone())
        .collect();
    let head = TITLE;
    let raws = [
        page(
            "2031-03-14T14:45:00Z.txt",
            &format!("{head}\n\n{}", all.join("\n\n")),
        ),
        page(
            "2031-03-14T14:50:00Z.txt",
            &format!("{head}\n\n{}", rest.join("\n\n")),
        ),
    ];
    let gone = withdrawn(&raws);
    assert_eq!(gone.len(), 1);
    assert!(gone[0].iter().any(|text| text.contains("Ostmole")));
}
