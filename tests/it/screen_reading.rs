//! Reading with the reader: what keys show of changes, times and hints.

use liveblog::app::Action;

use crate::screen_harness::Harness;
use crate::screen_library::Library;
use crate::screen_library::harbour;
use crate::screen_library::library;
use crate::screen_library::long;

fn one(blog: crate::screen_library::Blog, width: u16, height: u16) -> Harness {
    let library = Library {
        blogs: vec![blog],
        read_only: false,
    };
    Harness::new(library, width, height)
}

fn notice(harness: &Harness) -> String {
    let notice = harness.state.notice.as_ref();
    notice.map(|notice| notice.text.clone()).unwrap_or_default()
}

#[test]
fn a_change_is_shown_in_place_and_goes_again() {
    let mut harness = one(harbour(), 80, 24);
    harness.press("] c");
    harness.press("d");
    let shown = harness.rows().join("\n");
    assert!(
        shown.contains("The crossing takes [-15-] {+25+} minutes."),
        "{shown}"
    );
    assert!(shown.contains("15 → 25"), "{shown}");
    harness.press("d");
    assert!(!harness.rows().join("\n").contains("[-15-]"));
    assert_eq!(notice(&harness), "The text as shown");
    harness.press("j d");
    assert_eq!(notice(&harness), "This entry has not changed");
}

#[test]
fn hours_and_days_are_stepped_through() {
    let mut harness = one(long(40), 80, 24);
    let hour = |harness: &Harness| {
        let row = harness.state.timeline.row().unwrap();
        let at = row.published_at.unwrap().to_string();
        (at[..13].to_owned(), at[..10].to_owned())
    };
    let (start, _) = hour(&harness);
    harness.press("}");
    assert!(hour(&harness).0 < start);
    harness.press("{");
    assert_eq!(hour(&harness).0, start);
    harness.press("] d");
    let (_, day) = hour(&harness);
    assert!(day[..] < start[..10]);
    harness.press("] d ] d");
    assert!(
        notice(&harness).contains("no earlier day"),
        "{}",
        notice(&harness)
    );
}

#[test]
fn hints_of_prefixes_fit_every_width_and_name_every_key() {
    for width in [160, 80, 40, 20] {
        let mut harness = Harness::new(library(), width, 24).keys("enter");
        let prefixes: Vec<String> = {
            let long = harness.keymap.bindings.keys().filter(|keys| keys.len() > 1);
            let mut firsts: Vec<String> = long.map(|keys| keys[0].to_string()).collect();
            firsts.dedup();
            firsts
        };
        assert!(prefixes.len() >= 3);
        for prefix in prefixes {
            harness.press(&prefix);
            let rows = harness.rows();
            let hint = rows[12..].join("\n");
            for (key, _) in &harness.state.keys.next {
                assert!(
                    hint.contains(&key.to_string()),
                    "{prefix} {key} at {width}:\n{hint}"
                );
            }
            harness.press("esc");
            assert!(harness.state.keys.pressed.is_empty());
        }
    }
}

#[test]
fn the_bottom_line_is_never_cut_in_a_hint() {
    let harness = Harness::new(library(), 40, 12).keys("enter z");
    let name = harness.state.keys.name(Action::Cancel);
    assert!(
        harness
            .rows()
            .last()
            .unwrap()
            .ends_with(&format!("{name} leaves it"))
    );
}
