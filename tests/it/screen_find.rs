//! Finding in the whole library, saved filters, commands with arguments, going to times: as a person does it.

use liveblog::app::Effect;
use liveblog::app::state::Focus;
use liveblog::app::state::Saved;
use liveblog::app::state::Settings;
use liveblog::engine::model::BlogId;

use crate::screen_filter::filter;
use crate::screen_filter::type_text;
use crate::screen_harness::Harness;
use crate::screen_library::Library;
use crate::screen_library::library;

fn command(harness: &mut Harness, text: &str) {
    harness.press(":");
    type_text(harness, text);
    harness.press("enter");
}

fn entry(harness: &Harness) -> Option<u64> {
    let row = harness.state.timeline.row()?;
    Some(u64::from_be_bytes(row.id.0))
}

#[test]
fn words_are_found_in_all_blogs_and_lead_to_their_entries() {
    for words in ["cafe\u{301}", "橋脚"] {
        let mut harness = Harness::new(library(), 100, 30).keys("enter g /");
        type_text(&mut harness, words);
        harness.press("enter");
        let rows = harness.rows().join("\n");
        assert!(rows.contains(&format!("“{words}” in all blogs")), "{rows}");
        harness.press("enter");
        assert_eq!(harness.state.timeline.blog, Some(BlogId([2; 8])));
        assert_eq!(entry(&harness), Some(if words == "橋脚" { 21 } else { 23 }));
        assert!(
            harness.state.search.is_on(),
            "the find is marked in the entry"
        );
        assert!(harness.state.overlay.is_none());
    }
    let mut harness = Harness::new(library(), 100, 30).keys("enter");
    command(&mut harness, "find zeppelin");
    assert!(
        harness
            .notice()
            .contains("No entry of any blog says “zeppelin”")
    );
}

#[test]
fn an_entry_that_the_filter_hides_is_found_all_the_same() {
    let mut harness = Harness::new(library(), 100, 30).keys("enter 3");
    assert_eq!(harness.state.timeline.rows().len(), 1);
    command(&mut harness, "find divers");
    harness.press("enter");
    assert_eq!(entry(&harness), Some(1));
    assert_eq!(harness.state.timeline.rows().len(), 7);
}

#[test]
fn a_saved_filter_stands_below_the_blogs_and_looks_in_all_of_them() {
    let mut harness = Harness::new(library(), 160, 48).keys("enter g s");
    assert!(harness.notice().contains("there is no filter on to save"));
    filter(&mut harness, "heading:bridge or heading:pier");
    command(&mut harness, "filter-save Bridges");
    let kept = harness.asked.iter().any(|effect| {
        matches!(effect, Effect::KeepFilter { name, text } if name == "Bridges"
            && text.as_deref() == Some("heading:bridge or heading:pier"))
    });
    assert!(kept);
    harness.press("1 q G");
    let rows = harness.rows().join("\n");
    assert!(
        rows.contains("saved filters") && rows.contains("Bridges"),
        "{rows}"
    );
    harness.press("enter");
    let rows = harness.rows().join("\n");
    assert!(
        rows.contains("Divers begin") && rows.contains("Cafe\u{301} by the pier"),
        "{rows}"
    );
    harness.press("G enter");
    assert_eq!(
        (entry(&harness), harness.state.focus),
        (Some(23), Focus::Timeline)
    );
    harness.press("q G x");
    assert!(harness.state.settings.filters.is_empty());
    assert!(
        harness.notice().contains("heading:bridge or heading:pier"),
        "nothing is lost"
    );
    assert!(harness.state.articles.saved_row().is_none());
}

#[test]
fn from_blog_to_blog_saved_filters_are_passed_over() {
    let settings = Settings {
        filters: vec![Saved {
            name: "Broken by hand".into(),
            text: "is:unraed".into(),
        }],
        ..Settings::default()
    };
    let mut harness = Harness::with(library(), 80, 24, settings).keys("enter J J J");
    assert_eq!(harness.state.timeline.blog, Some(BlogId([3; 8])));
    assert!(harness.notice().contains("last blog"));
    harness.press("q j enter");
    assert!(
        harness.notice().contains("did you mean “is:unread”"),
        "{}",
        harness.notice()
    );
}

#[test]
fn commands_take_arguments_and_complete_them() {
    let settings = Settings {
        themes: vec!["linen".into(), "moss".into()],
        ..Settings::default()
    };
    let mut harness = Harness::with(library(), 100, 30, settings).keys("enter :");
    type_text(&mut harness, "theme m");
    harness.press("tab enter");
    assert!(harness.asked.contains(&Effect::KeepTheme("moss".into())));
    command(&mut harness, "theme mauve");
    assert!(harness.notice().contains("there are linen, moss"));
    command(&mut harness, "search ferry");
    assert_eq!(harness.state.search.positions.len(), 2);
    harness.press("esc");
    command(&mut harness, "note ring the port");
    let note = harness.state.timeline.entry().unwrap().marks.note.clone();
    assert_eq!(note.unwrap().as_str(), "ring the port");
    command(&mut harness, "tag quay");
    command(&mut harness, "tag pier");
    let tags = harness.state.timeline.entry().unwrap().marks.tags.clone();
    assert_eq!(
        tags.iter().map(|tag| tag.as_str()).collect::<Vec<_>>(),
        ["pier", "quay"]
    );
    command(&mut harness, "go-to noonish");
    let rows = harness.rows().join("\n");
    assert!(rows.contains("“noonish” is no time"), "{rows}");
    harness.press("esc :");
    type_text(&mut harness, "filter is:b");
    harness.press("tab enter");
    assert_eq!(
        harness.state.timeline.rows().len(),
        2,
        "a note is a bookmark too"
    );
}

#[test]
fn a_command_that_cannot_be_done_says_why_while_it_is_typed() {
    let mut harness = Harness::new(library(), 100, 30).keys("enter :");
    type_text(&mut harness, "filter-save");
    let rows = harness.rows().join("\n");
    assert!(
        rows.contains("not now: there is no filter on to save"),
        "{rows}"
    );
    harness.press("ctrl-u");
    type_text(&mut harness, "go-to");
    assert!(harness.rows().join("\n").contains("yesterday, 2031-03-14"));
}

#[test]
fn one_goes_to_a_time() {
    let mut harness = Harness::new(library(), 100, 30).keys("enter");
    let cases = [
        ("13:00", Some(3), "13:20: the first entry after"),
        ("12:58", Some(4), "12:58"),
        ("23:00", Some(1), "nothing is newer"),
        ("2026-03-02", Some(6), "18:12: the first entry after"),
        ("+1d", Some(1), "nothing is newer"),
        ("-2h", Some(4), "12:58: the first entry after"),
    ];
    for (typed, number, said) in cases {
        command(&mut harness, &format!("go-to {typed}"));
        assert_eq!(entry(&harness), number, "{typed}: {}", harness.notice());
        assert!(
            harness.notice().contains(said),
            "{typed}: {}",
            harness.notice()
        );
    }
    harness.press("J g t 1 2 : 0 0 enter");
    assert!(harness.notice().contains("state no times"));
}

/// A library whose first blog states times of day and no day: over midnight, and one entry without a time.
fn clocks() -> Library {
    let mut library = library();
    let told = [
        Some("02:10"),
        None,
        Some("01:05"),
        Some("00:20"),
        Some("23:50"),
        Some("23:15"),
        Some("21:40"),
    ];
    for (marked, told) in library.blogs[0].entries.iter_mut().zip(told) {
        marked.entry.published_at = None;
        marked.entry.stated_time = told.map(Into::into);
    }
    library
}

#[test]
fn one_goes_to_times_of_day_where_no_day_is_stated() {
    for turned in [false, true] {
        let mut harness = Harness::new(clocks(), 100, 30).keys("enter");
        if turned {
            harness.press("g o");
        }
        let cases = [
            ("01:05", 3, "01:05"),
            ("0:30", 3, "01:05: the first entry after 00:30"),
            ("-2h", 6, "23:15: the first entry after 23:05"),
            ("23:20", 5, "23:50: the first entry after 23:20"),
            ("yesterday", 5, "state no days"),
            ("2026-03-02", 5, "state no days"),
        ];
        for (typed, number, said) in cases {
            command(&mut harness, &format!("go-to {typed}"));
            let notice = harness.notice();
            assert_eq!(entry(&harness), Some(number), "{typed}: {notice}");
            assert!(notice.contains(said), "{typed}: {notice}");
        }
    }
    let mut harness = Harness::new(clocks(), 100, 30).keys("enter");
    let mut passed = vec![entry(&harness)];
    for key in ["}", "}", "}", "}", "] d"] {
        harness.press(key);
        passed.push(entry(&harness));
    }
    let numbers = [1, 3, 4, 5, 7, 7].map(Some);
    assert_eq!(passed, numbers, "hours: {}", harness.notice());
    assert!(harness.notice().contains("no earlier day"));
    harness.press("[ d");
    assert_eq!(
        entry(&harness),
        Some(1),
        "the day before midnight is another"
    );
    harness.press("g a");
    assert!(
        harness.rows().join("\n").contains("02:10"),
        "{}",
        harness.screen()
    );
}

#[test]
fn the_row_of_bars_leads_through_time_and_back() {
    for (width, height) in [(160, 48), (80, 24), (40, 12)] {
        let mut harness = Harness::new(library(), width, height).keys("enter : 2 enter g a");
        let before = entry(&harness);
        insta::assert_snapshot!(format!("activity_{width}x{height}"), harness.screen());
        harness.press("h h");
        assert_eq!(entry(&harness), Some(4));
        assert!(harness.rows().join("\n").contains("1 entry in"));
        harness.press("esc");
        assert_eq!(entry(&harness), before);
        harness.press("g a h h enter j");
        assert_eq!(entry(&harness), Some(5));
    }
}

#[test]
fn finding_looks_as_it_should_at_every_size() {
    for (width, height) in [(160, 48), (80, 24), (40, 12)] {
        let show = |name: &str, harness: &Harness| {
            insta::assert_snapshot!(format!("{name}_{width}x{height}"), harness.screen());
        };
        let mut harness = Harness::new(library(), width, height).keys("enter");
        filter(&mut harness, "bridge -is:withdrawn");
        show("filter", &harness);
        filter(&mut harness, "bridge is:unraed");
        show("filter_wrong", &harness);
        harness.press("esc esc");
        command(&mut harness, "find bridge");
        show("found", &harness);
        harness.press("esc m M");
        show("bookmarks", &harness);
    }
}
