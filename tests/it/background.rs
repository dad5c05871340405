//! What pages repeat: a paragraph in entry after entry, or the pattern of a report, says nothing of which entries are one.

use liveblog::engine::model::Capture;
use liveblog::engine::model::Entry;
use liveblog::engine::model::EntryState;
use liveblog::engine::model::RawSnapshot;
use liveblog::engine::model::Role;

use crate::flood::BACKGROUND;
use crate::flood::LEAD;
use crate::flood::NEWS;
use crate::flood::TITLE;
use crate::library;

/// An entry with a heading, what is new, and the background below it, inside it or nowhere.
fn entry(number: usize) -> String {
    let [heading, news, more] = NEWS[number];
    match number % 3 {
        0 => format!("{heading}\n\n{news}\n\n{more}\n\n{BACKGROUND}"),
        1 => format!("{heading}\n\n{news}\n\n{BACKGROUND}\n\n{more}"),
        _ => format!("{heading}\n\n{news}\n\n{more}"),
    }
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
    let library = library::of(&[page("one.txt", &all[1..]), page("two.txt", &all)]);
    let timelines = library::timelines(&library);
    assert_eq!(timelines.len(), 1);
    let headings = library::headings(&timelines[0]);
    assert_eq!(
        headings,
        [
            "Ferry to Ostmole cancelled",
            "Schools stay closed",
            "Bridge shut by police",
            "Ring road cleared",
            "Power back in Skarn",
        ]
    );
    // Those that both pages show are still joined by what is their own.
    let last = timelines[0].timeline.entries.last();
    assert_eq!(last.map(|entry| entry.postings.len()), Some(2));
}

#[test]
fn what_a_newer_page_shows_in_another_entry_was_not_taken_down() {
    let all: Vec<String> = (0..5).map(entry).collect();
    // A card's title is thought to stand above the paragraph that is repeated most, so that an entry falls in two.
    let mut more = all.clone();
    more.insert(2, format!("What led to this\n\n{BACKGROUND}"));
    let at = |mut page: RawSnapshot, hour: u32| {
        let at = format!("2031-03-14T{hour}:00:00Z");
        page.capture.captured_at = Some(at.parse().unwrap());
        page
    };
    let pages = [page("one.txt", &all), page("two.txt", &more)];
    for [first, then] in [[0, 1], [1, 0]] {
        let shown = [at(pages[first].clone(), 10), at(pages[then].clone(), 12)];
        let timelines = library::timelines(&library::of(&shown));
        let entries = &timelines[0].timeline.entries;
        let school = |entry: &&Entry| {
            let said = entry.revisions.iter().flat_map(|one| &one.blocks);
            said.map(|block| &block.text)
                .any(|text| text.starts_with("All schools"))
        };
        assert!(entries.iter().any(|entry| school(&entry)));
        for entry in entries.iter().filter(school) {
            assert_ne!(entry.state, EntryState::Withdrawn, "{entry:#?}");
        }
    }
}

#[test]
fn reports_of_one_pattern_on_one_page_are_as_many_entries() {
    let report = |time: &str, to: &str, at: &str| {
        format!(
            "{time}\n\nTrams are very slow between Castle Row and {to} because one of them broke down on the way at {at}."
        )
    };
    let reports = [
        report("14:40", "Harbour Street", "Portrane"),
        report("13:20", "Market Square", "Portrane"),
        report("12:05", "Harbour Street", "the mill"),
    ];
    for batch in [
        vec![page("one.txt", &reports)],
        vec![page("one.txt", &reports[1..]), page("two.txt", &reports)],
        vec![page("one.txt", &reports[..2]), page("two.txt", &reports)],
    ] {
        let timelines = library::timelines(&library::of(&batch));
        let entries = &timelines[0].timeline.entries;
        let postings: Vec<usize> = entries.iter().map(|entry| entry.postings.len()).collect();
        assert_eq!(entries.len(), 3, "{postings:?}");
        assert!(entries.iter().all(|entry| entry.revisions.len() == 1));
    }
}

#[test]
fn two_entries_with_one_long_paragraph_in_common_are_two() {
    let entry = |time: &str, text: &str| format!("{time}\n\n{text}");
    let page = |name: &str, newest: &[String]| {
        let older = [
            entry(
                "14:40",
                "Police shut the bridge over the mill race after a lorry fell.",
            ),
            entry(
                "14:35",
                &format!(
                    "The harbour of Ostmole is closed until Friday, its master said.\n\n{BACKGROUND}"
                ),
            ),
            entry(
                "14:30",
                "Crews cleared eleven trees from the ring road before the traffic began.",
            ),
        ];
        page(name, &[newest, &older].concat())
    };
    let schools = entry(
        "14:45",
        &format!("Schools in three districts of the north stay shut until Monday.\n\n{BACKGROUND}"),
    );
    let power = entry(
        "14:50",
        "Engineers restored the line to Skarn at dusk, the grid company wrote.",
    );
    // The first page shows but one of the two.
    let snapshots = [
        page("one.txt", &[]),
        page("two.txt", std::slice::from_ref(&schools)),
        page("three.txt", &[power, schools]),
    ];
    for batch in [&snapshots[1..2], &snapshots[..2], &snapshots] {
        let timelines = library::timelines(&library::of(batch));
        let text = |entry: &Entry| {
            let mut blocks = entry.revisions[0].blocks.iter();
            let text = blocks.find(|block| block.role == Role::Paragraph);
            let first = text.and_then(|block| block.text.split(' ').next());
            first.unwrap_or_default().to_owned()
        };
        let texts: Vec<String> = timelines[0].timeline.entries.iter().map(text).collect();
        assert!(
            texts.ends_with(&["Schools", "Police", "The", "Crews"].map(str::to_owned)),
            "{texts:?}"
        );
        assert!(
            timelines[0]
                .timeline
                .entries
                .iter()
                .all(|entry| entry.revisions.len() == 1)
        );
    }
}

#[test]
fn what_the_summary_says_of_an_entry_is_no_other_beside_it() {
    let school =
        "The school on the quay stays shut until Friday because its cellar is under water.";
    let worn = school.replace("cellar is", "cellaris");
    let texts = [
        "Two bakers of the upper town have brought 300 loaves to the quay for the helpers.",
        "The lifeboat Margit is back in port after eleven hours at sea, with all of its crew well.",
        school,
    ];
    let post = |minute: usize, text: &str| {
        format!(
            "<article class=post id=post-9{minute}><time datetime=2031-03-14T10:{minute}:00Z>10:{minute}</time><p>{text}</p></article>"
        )
    };
    let posts: Vec<String> = [52, 40, 31]
        .into_iter()
        .zip(texts)
        .map(|(minute, text)| post(minute, text))
        .collect();
    let html = format!(
        "<!DOCTYPE html><html><head><title>Harbour live</title></head><body><main><h1>Harbour live</h1>{}</main></body></html>",
        posts.concat()
    );
    let text = format!(
        "Harbour live – updates\n\nThe storm has left the coast, and the clearing up begins\n\n{0}\n\n{school}\n\n\
         Show latest update\n\n3 minutes ago\n\n{0}\n\nIda Brandt14 March 2031 10:52\n\n\
         15 minutes ago\n\n{1}\n\nIda Brandt14 March 2031 10:40\n\n24 minutes ago\n\n{worn}\n\nIda Brandt14 March 2031 10:31\n",
        texts[0], texts[1]
    );
    let library = library::of(&[
        library::snapshot("page.html", html.into_bytes()),
        library::snapshot("text.txt", text.into_bytes()),
    ]);
    let timelines = library::timelines(&library);
    assert_eq!(timelines.len(), 1);
    assert_eq!(timelines[0].timeline.entries.len(), 3);
}

/// What a match tells at some minutes, the newest first.
fn told_at(minutes: &[&str]) -> Vec<String> {
    let told = |minute: &str| match minute {
        "60" => "Ida Brandt comes on for Per Holm, her first match since the spring.",
        "74" => "Yellow card for Bram Oster after a late tackle on the halfway line.",
        "58" => "Goal! Rovers lead through Anders Lyng, who heads in at the far post.",
        "45" => "Half-time. Nothing between the two sides so far.",
        _ => "Corner on the left.",
    };
    let of_play = |minute: &&str| format!("{minute}'\n\n{}", told(minute));
    minutes.iter().map(of_play).collect()
}

#[test]
fn what_happens_twice_in_the_same_words_is_two_entries() {
    let clock = |entries: Vec<String>| -> Vec<String> {
        let at = |entry: String| {
            let (minute, text) = entry.split_once('\'').unwrap();
            let minute: u32 = minute.parse().unwrap();
            format!("{}:{:02}{text}", 20 + minute / 60, minute % 60)
        };
        entries.into_iter().map(at).collect()
    };
    let first = told_at(&["60", "58", "47", "45"]);
    let middle = told_at(&["58", "53", "51", "49", "47", "45"]);
    let last = told_at(&["81", "74", "66", "60", "58", "47", "45"]);
    let corners = |timeline: &[Entry]| -> Vec<usize> {
        let corner = |entry: &&Entry| {
            let mut blocks = entry.revisions[0].blocks.iter();
            blocks.any(|block| block.text.starts_with("Corner"))
        };
        let corners = timeline.iter().filter(corner);
        corners.map(|entry| entry.postings.len()).collect()
    };
    type Form<'f> = &'f dyn Fn(Vec<String>) -> Vec<String>;
    let forms: [Form; 2] = [&|entries| entries, &clock];
    for (batch, expected) in [
        // Of an entry whose minute is put right no page shows both.
        (
            vec![&first[..], &told_at(&["60", "58", "48", "45"])],
            vec![2],
        ),
        (vec![&last[..4]], vec![1, 1]),
        (vec![&first[..], &last[..4]], vec![1, 1, 1]),
        (vec![&first[..], &last[2..]], vec![1, 2]),
        // What one page shows four times and more is still told with its minute.
        (
            vec![&first[..], &middle[..], &last[..]],
            vec![1, 1, 1, 1, 1, 3],
        ),
    ] {
        for form in &forms {
            let pages: Vec<RawSnapshot> = (0..)
                .zip(&batch)
                .map(|(i, entries)| page(&format!("{i}.txt"), &form(entries.to_vec())))
                .collect();
            let timelines = library::timelines(&library::of(&pages));
            assert_eq!(timelines.len(), 1);
            assert_eq!(corners(&timelines[0].timeline.entries), expected);
        }
    }
}

#[test]
fn what_happened_twice_is_found_again_by_its_minute() {
    let told = [
        (52, "Corner on the left, taken by Ann Archer."),
        (
            40,
            "Yellow card for Bram Oster after a late tackle on the halfway line.",
        ),
        (31, "Corner on the left, taken by Ann Archer."),
        (
            12,
            "Rovers lead through Anders Lyng, who heads in at the far post.",
        ),
    ];
    let post = |(minute, text): &(u32, &str)| {
        format!(
            "<article class=post id=post-9{minute}><time datetime=2031-03-14T10:{minute}:00Z>11:{minute}</time><p>{text}</p></article>"
        )
    };
    let html = format!(
        "<!DOCTYPE html><html><head><title>{TITLE}</title></head><body><main><h1>{TITLE}</h1>{}</main></body></html>",
        told.iter().map(post).collect::<String>()
    );
    let line = |(minute, text): &(u32, &str)| format!("11:{minute}\n\n{text}");
    let text = page("text.txt", &told.iter().map(line).collect::<Vec<_>>());
    let library = library::of(&[library::snapshot("page.html", html.into_bytes()), text]);
    let timelines = library::timelines(&library);
    assert_eq!(timelines.len(), 1);
    let entries = &timelines[0].timeline.entries;
    let postings: Vec<usize> = entries.iter().map(|entry| entry.postings.len()).collect();
    assert_eq!(postings, [2, 2, 2, 2]);
}
