//! What several extractors give of one page, all of the same moment: one blog, and one timeline with its entries whole. The pages are
//! invented; each row of the truth has a role, an entry and a text.

use std::collections::BTreeMap;
use std::fs;
use std::ops::RangeBounds;

use liveblog::engine::model::Change;
use liveblog::engine::model::Entry;
use liveblog::engine::model::RawSnapshot;
use liveblog::engine::model::Timeline;

use crate::library;
use crate::publishers;
use crate::publishers::Row;

const KINDS: [&str; 5] = [
    "inscriptis",
    "resiliparse",
    "readability",
    "trafilatura",
    "p_only",
];

/// The extracts of a page, at least so many; of some an extractor left nothing.
fn extracts(page: &str, least: usize) -> Vec<RawSnapshot> {
    let extract = |kind: &&str| {
        let name = format!("{page}_{kind}.txt");
        let path = format!("{}/tests/data/extracts/{name}", env!("CARGO_MANIFEST_DIR"));
        Some(library::snapshot(&name, fs::read(path).ok()?))
    };
    let all: Vec<RawSnapshot> = KINDS.iter().filter_map(extract).collect();
    assert!(all.len() >= least, "{page}");
    all
}

/// The texts of each entry of a page.
fn truth(rows: &[Row]) -> BTreeMap<&str, Vec<String>> {
    let mut entries: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (_, entry, text) in rows.iter().filter(|(role, ..)| role == "body") {
        entries.entry(entry).or_default().push(letters(text));
    }
    entries
}

/// Nothing but the letters and digits of a text.
pub(crate) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What an entry shows.
fn shown(entry: &Entry) -> String {
    let blocks = entry
        .revisions
        .first()
        .into_iter()
        .flat_map(|one| &one.blocks);
    blocks.map(|block| letters(&block.text)).collect()
}

#[test]
fn extracts_of_one_page_give_one_timeline() {
    // The page, and how many of its entries have all of their texts together and none of another.
    let floors = BTreeMap::from([
        ("harrow-storm-en", 14),
        ("typhoon18-ja", 12),
        ("limani-el", 8),
        ("elfdorpentocht-nl", 9),
        ("norwold-election-en", 9),
        ("zqfheute-varnien", 8),
        ("moon-launch-en", 9),
        ("hlm-brand", 8),
    ]);
    let pages = publishers::rows("extracts");
    assert_eq!(pages.len(), floors.len());
    for (page, rows) in &pages {
        let (cut, all) = cut(&blog(page, 4), rows);
        println!("{page}: {cut} of {all}");
        assert!(cut >= floors[page.as_str()], "{page}: {cut} of {all}");
    }
}

/// The one blog of the extracts of a page, which are at least so many.
fn blog(page: &str, least: usize) -> Timeline {
    let mut blogs = library::timelines(&library::of(&extracts(page, least)));
    assert_eq!(blogs.len(), 1, "{page}");
    blogs.remove(0).timeline
}

/// How many entries of a page have all of their texts together and none of another, and how many it has.
fn cut(blog: &Timeline, rows: &[Row]) -> (usize, usize) {
    let entries: Vec<String> = blog.entries.iter().map(shown).collect();
    let truth = truth(rows);
    let cut = truth.iter().filter(|(name, texts)| {
        let others = || truth.iter().filter(|(other, _)| other != name);
        let alone = |entry: &String| {
            let mut foreign = others().flat_map(|(_, texts)| texts);
            !foreign.any(|text| text.chars().count() > 20 && entry.contains(text))
        };
        let all = |entry: &&String| texts.iter().all(|text| entry.contains(text));
        entries.iter().find(all).is_some_and(alone)
    });
    (cut.count(), truth.len())
}

/// How many entries of some pages of `tests/data/later` are cut rightly, and how many pages are called by their headline, with how many
/// each could be. Of each page there are so many extracts at least.
fn cut_and_called(numbers: impl RangeBounds<u32>, least: usize) -> [(usize, usize); 2] {
    let (mut entries, mut titles) = ((0, 0), (0, 0));
    for (name, rows) in publishers::rows("later") {
        if !numbers.contains(&publishers::number(&name)) {
            continue;
        }
        let (_, page) = name.split_once('-').unwrap();
        let blog = blog(page, least);
        let (cut, all) = cut(&blog, &rows);
        let title = letters(&blog.title);
        let headline = rows.iter().find(|(role, ..)| role == "headline");
        let called = headline.is_some_and(|(_, _, text)| letters(text) == title);
        println!("{page}: {cut} of {all}, called by its headline: {called}");
        entries = (entries.0 + cut, entries.1 + all);
        titles = (titles.0 + usize::from(called), titles.1 + 1);
    }
    println!("{entries:?}, {titles:?}");
    [entries, titles]
}

/// Eighty pages in the markup of as many publishers.
#[test]
fn extracts_of_pages_of_many_publishers_are_cut_alike() {
    for (numbers, least, called) in [(45..85, 4, 90), (85..125, 3, 85)] {
        let [(cut, all), (named, pages)] = cut_and_called(numbers, least);
        assert!(cut * 100 >= all * 96, "{cut} of {all}");
        assert!(
            named * 100 >= pages * called,
            "{named} of {pages} are called by their headline"
        );
    }
}

const TITLE: &str = "Storm on the Lenn coast: live updates";
const STANDFIRST: &str = "A gale has reached the mouth of the Lenn, and the harbour towns expect it to blow until Sunday.";
/// Entries with their times, headings and texts, the newest first.
const TOLD: [(&str, &str, &str); 5] = [
    (
        "16:40",
        "Trains stand still on the coast line",
        "Since four in the afternoon no train has left Aster, because a poplar fell on the wires near Old Mill.",
    ),
    (
        "15:10",
        "Ferries to Sandholm stay in port",
        "Both ferries of the island line will stay in port until the wind has gone down to seven.",
    ),
    (
        "13:55",
        "Schools send their pupils home",
        "All five schools of the district closed at noon, and the buses drove their last round an hour early.",
    ),
    (
        "12:20",
        "Roof of the market hall gives way",
        "Two sheets of the roof came down on the fish stalls, which the traders had left a quarter of an hour before.",
    ),
    (
        "10:05",
        "First gusts reach the harbour",
        "At ten the mast on the mole measured a gust of thirty metres a second, the first of that force this year.",
    ),
];

type Told = (&'static str, &'static str, &'static str);

/// What an extractor gives of the page, with its own form of an entry.
fn given(kind: &str, entry: impl Fn(usize, &Told) -> Vec<String>) -> RawSnapshot {
    let head = [TITLE.to_owned(), STANDFIRST.to_owned()];
    let entries = TOLD.iter().enumerate();
    let lines = head
        .into_iter()
        .chain(entries.flat_map(|(at, told)| entry(at, told)));
    let lines: Vec<String> = lines.collect();
    library::snapshot(
        &format!("storm_{kind}.txt"),
        lines.join("\n\n").into_bytes(),
    )
}

fn timed() -> RawSnapshot {
    given("timed", |_, (time, heading, text)| {
        [time, heading, text]
            .map(|line| (*line).to_owned())
            .to_vec()
    })
}

/// How many sources stand for the heading of each entry, and for its first text.
fn found(raws: &[RawSnapshot]) -> Vec<(usize, usize)> {
    let timelines = library::timelines(&library::of(raws));
    assert_eq!(timelines.len(), 1);
    let count = |entry: &Entry| {
        let sum = |lines: &mut dyn Iterator<Item = usize>| lines.sum();
        let all = || entry.revisions.iter();
        let heading = all().filter_map(|one| one.heading.as_ref());
        let text = all().flat_map(|one| one.blocks.iter());
        let text = text.filter(|block| block.role.is_body());
        (
            sum(&mut heading.map(|block| block.source.len())),
            sum(&mut text.map(|block| block.source.len())),
        )
    };
    timelines[0].timeline.entries.iter().map(count).collect()
}

#[test]
fn a_heading_without_its_text_is_that_of_the_entry_that_has_one() {
    let lost = |with_times: bool| {
        given("lost", move |at, (time, heading, text)| {
            let time = Some(*time).filter(|_| with_times);
            let text = Some(*text).filter(|_| at % 3 != 1);
            let lines = time.into_iter().chain([*heading]).chain(text);
            lines.map(str::to_owned).collect()
        })
    };
    for with_times in [false, true] {
        let found = found(&[timed(), lost(with_times)]);
        let expected = [(2, 2), (2, 1), (2, 2), (2, 2), (2, 1)];
        assert_eq!(found, expected, "with times: {with_times}");
    }
}

#[test]
fn headings_right_below_each_other_are_those_of_as_many_entries() {
    let lost = given("lost", |at, (_, heading, text)| {
        let text = Some(*text).filter(|_| at % 4 == 0);
        let lines = [*heading].into_iter().chain(text);
        lines.map(str::to_owned).collect()
    });
    let page = given("page", |_, (time, heading, text)| {
        [heading, time, text]
            .map(|line| (*line).to_owned())
            .to_vec()
    });
    let found = found(&[timed(), page, lost]);
    assert_eq!(found, [(3, 3), (3, 2), (3, 2), (3, 2), (3, 3)]);
}

#[test]
fn what_a_line_tells_behind_its_heading_is_told_again() {
    for seam in ["", " "] {
        let on_one_line = given("lines", |_, (time, heading, text)| {
            vec![format!("- {time} {heading}{seam}{text}")]
        });
        let found = found(&[timed(), on_one_line]);
        assert_eq!(found, [(1, 2); TOLD.len()], "between them: {seam:?}");
    }
}

#[test]
fn items_of_a_list_within_an_entry_are_no_entries_where_times_say_so() {
    const ITEMS: [&str; 2] = ["four trees on Mill Road", "nine boats in harbour"];
    let with_list = |at: usize, lines: Vec<String>, mark: &str| {
        let items = ITEMS.iter().filter(|_| at == 2);
        let items = items.map(|item| format!("{mark}{item}"));
        lines.into_iter().chain(items).collect::<Vec<_>>()
    };
    let page = given("page", |at, (time, heading, text)| {
        with_list(
            at,
            [time, heading, text]
                .map(|line| (*line).to_owned())
                .to_vec(),
            "• ",
        )
    });
    let marked = given("marked", |at, (_, heading, text)| {
        with_list(at, vec![format!("- {heading} {text}")], "- ")
    });
    let timelines = library::timelines(&library::of(&[page, marked]));
    assert_eq!(timelines.len(), 1);
    let entries = &timelines[0].timeline.entries;
    assert_eq!(entries.len(), TOLD.len(), "{entries:#?}");
}

/// Whose entry it is.
const AUTHORS: [&str; 3] = ["Ann Archer", "Bo Berg", "Cleo Dane"];

/// An entry with its author, and what the author does, right below the time.
fn signed(at: usize, (time, heading, text): &Told) -> Vec<String> {
    let author = AUTHORS[at % AUTHORS.len()];
    let post = "Reporting from the harbour";
    [time, heading, author, post, text]
        .map(|line| (*line).to_owned())
        .to_vec()
}

/// The texts of the entries of a timeline, each as one, and whether some have a name for their heading.
fn texts(raws: &[RawSnapshot]) -> (Vec<String>, bool) {
    let timelines = library::timelines(&library::of(raws));
    assert_eq!(timelines.len(), 1);
    let entries = &timelines[0].timeline.entries;
    let all = || entries.iter().flat_map(|entry| &entry.revisions);
    let mut headings = all().filter_map(|one| one.heading.as_ref());
    let named = headings.any(|heading| AUTHORS.iter().any(|name| heading.text.contains(*name)));
    let body = |entry: &Entry| {
        let blocks = entry.revisions.iter().flat_map(|one| &one.blocks);
        let body = blocks.filter(|block| block.role.is_body());
        let mut body: Vec<String> = body.map(|block| block.text.to_string()).collect();
        body.sort();
        body.dedup();
        body.join(" / ")
    };
    (entries.iter().map(body).collect(), named)
}

fn told() -> Vec<String> {
    TOLD.iter().map(|(_, _, text)| (*text).to_owned()).collect()
}

#[test]
fn authors_are_those_that_pages_with_times_name() {
    let page = given("page", signed);
    for lost in [1, 2] {
        // An extractor lost the times, another the headings, too.
        let other = given("other", |at, told| signed(at, told).split_off(lost));
        let (texts, named) = texts(&[page.clone(), other]);
        assert_eq!(texts, told(), "lines lost: {lost}");
        assert!(!named, "lines lost: {lost}");
    }
}

#[test]
fn texts_without_times_stand_as_pages_show_them_that_begin_with_the_oldest() {
    let mut oldest_first = TOLD;
    oldest_first.reverse();
    let lines = |with_times: bool| {
        let head = [TITLE, STANDFIRST].into_iter();
        let lines = oldest_first.iter().flat_map(|(time, _, text)| {
            let time = Some(*time).filter(|_| with_times);
            time.into_iter().chain([*text])
        });
        head.chain(lines).collect::<Vec<_>>().join("\n\n")
    };
    let page = library::snapshot("storm_page.txt", lines(true).into_bytes());
    for name in ["a_storm.txt", "z_storm.txt"] {
        let other = library::snapshot(name, lines(false).into_bytes());
        let (texts, _) = texts(&[page.clone(), other]);
        assert_eq!(texts, told(), "{name}");
    }
}

#[test]
fn what_stands_above_the_first_time_is_an_entry_where_others_show_it_in_one() {
    let page = timed();
    let lost = given("lost", |at, (time, _, text)| {
        let time = Some(*time).filter(|_| at > 0);
        let lines = time.into_iter().chain([*text]);
        lines.map(str::to_owned).collect()
    });
    let (texts, _) = texts(&[page, lost.clone()]);
    assert_eq!(texts, told());
    let timelines = library::timelines(&library::of(&[timed(), lost]));
    let summary = &timelines[0].timeline.page.summary;
    assert!(
        !summary.iter().any(|block| &*block.text == TOLD[0].2),
        "{summary:?}"
    );
}

#[test]
fn a_heading_with_its_number_or_time_on_the_line_is_no_edit() {
    let numbered = given("numbered", |at, (time, heading, text)| {
        vec![
            (*time).to_owned(),
            format!("{}. {heading}", at + 1),
            (*text).to_owned(),
        ]
    });
    let behind = given("behind", |_, (time, heading, text)| {
        vec![
            (*time).to_owned(),
            format!("{heading} published at {time}"),
            (*text).to_owned(),
        ]
    });
    let timelines = library::timelines(&library::of(&[timed(), numbered, behind]));
    assert_eq!(timelines.len(), 1);
    let entries = &timelines[0].timeline.entries;
    assert_eq!(entries.len(), TOLD.len());
    for (entry, (_, heading, _)) in entries.iter().zip(TOLD) {
        assert_eq!(entry.revisions.len(), 1, "{entry:#?}");
        let shown = entry.revisions[0].heading.as_ref();
        assert_eq!(shown.map(|heading| &*heading.text), Some(heading));
    }
}

#[test]
fn a_notice_above_one_extract_is_neither_title_nor_standfirst() {
    const NOTICE: [&str; 2] = [
        "Your choice about biscuits",
        "We keep small files called biscuits on your machine so that pages load as you left them on your last visit.",
    ];
    let lines = |head: &[&str]| {
        let entries = TOLD
            .iter()
            .flat_map(|(time, heading, text)| [*time, *heading, *text]);
        let lines: Vec<&str> = head.iter().copied().chain(entries).collect();
        lines.join("\n\n").into_bytes()
    };
    let all = [
        NOTICE[0], NOTICE[1], "News", "Weather", "Sport", "Culture", TITLE,
    ];
    let whole = library::snapshot("storm_whole.txt", lines(&all));
    for name in ["a_storm.txt", "z_storm.txt"] {
        let headless = library::snapshot(name, lines(&NOTICE));
        let timelines = library::timelines(&library::of(&[whole.clone(), headless]));
        let told = &timelines[0].timeline;
        assert_eq!(&*told.title, TITLE, "{name}");
        let standfirst: Vec<&str> = told.page.standfirst.iter().map(|one| &*one.text).collect();
        assert!(!standfirst.contains(&NOTICE[1]), "{standfirst:?}");
    }
}

/// What is said of the newest version of each entry that has more than one.
fn changes(raws: &[RawSnapshot]) -> Vec<Change> {
    let timelines = library::timelines(&library::of(raws));
    assert_eq!(timelines.len(), 1);
    let entries = timelines[0].timeline.entries.iter();
    let told = entries.flat_map(|entry| entry.revisions.iter().filter_map(|one| one.change));
    told.filter(|change| !matches!(change, Change::Redrawn | Change::Cosmetic))
        .collect()
}

#[test]
fn what_an_extractor_drops_is_no_edit_but_other_words_are() {
    let whole = extract("storm_whole.txt", true, true, &FIRST);
    let main = extract("storm_main.txt", false, false, &FIRST);
    assert_eq!(changes(&[whole.clone(), main]), []);
    // The same extractor leaves no text out.
    let less = extract("storm_less.txt", true, false, &FIRST);
    assert_eq!(changes(&[whole.clone(), less]).len(), 1);
    let edited = TOLD[0].2.replace("four", "five");
    let edited = extract("storm_edited.txt", false, false, &[FIRST[0], &edited]);
    assert_eq!(changes(&[whole, edited]), [Change::Reworded]);
}

#[test]
fn one_of_several_extractors_that_drops_a_text_edits_nothing() {
    let whole = extract("storm_whole.txt", true, true, &FIRST);
    let main = extract("storm_main.txt", false, false, &FIRST);
    // Which of those that say the same is looked at first hangs on their bytes.
    for blanks in 1..9 {
        // It sets next to nothing aside, so that it may be the one that drops a text, or another.
        let same = extract("storm_same.txt", false, true, &FIRST);
        let bytes = [&same.bytes[..], &b"\n".repeat(blanks)].concat();
        let same = library::snapshot("storm_same.txt", bytes);
        let all = [whole.clone(), same, main.clone()];
        assert_eq!(changes(&all), [], "{blanks}");
    }
}

#[test]
fn a_heading_without_its_text_or_glued_to_it_is_no_edit() {
    let whole = extract("storm_whole.txt", true, true, &FIRST);
    let folded = extract("storm_folded.txt", true, true, &FIRST[..1]);
    assert_eq!(changes(&[whole.clone(), folded]), []);
    let glued = FIRST.concat();
    let glued = extract("storm_glued.txt", false, true, &[&glued]);
    assert_eq!(changes(&[whole, glued]), []);
}

/// The first entry without its time.
const FIRST: [&str; 2] = [TOLD[0].1, TOLD[0].2];

/// What an extractor gives of the page that keeps the menu or not, and a second text of the third entry or not, with these lines of the
/// first one.
fn extract(name: &str, menu: bool, more: bool, first: &[&str]) -> RawSnapshot {
    const MORE: &str =
        "The harbour master asks everybody to stay away from the quays until the wind goes down.";
    const MENU: [&str; 6] = ["Home", "News", "Weather", "Sport", "Culture", "Travel"];
    let menu = MENU.iter().copied().filter(|_| menu);
    let mut lines: Vec<&str> = menu.chain([TITLE, STANDFIRST]).collect();
    for (at, (time, heading, text)) in TOLD.iter().enumerate() {
        lines.push(time);
        match at {
            0 => lines.extend(first),
            _ => lines.extend([*heading, *text]),
        }
        lines.extend(Some(MORE).filter(|_| more && at == 2));
    }
    library::snapshot(name, lines.join("\n\n").into_bytes())
}
