//! The filter of the timeline: what it shows, that it holds it, and what is said of it.

use liveblog::app::Key;
use liveblog::app::Msg;
use liveblog::app::State;
use liveblog::app::key::Code;
use liveblog::engine::model::EntryId;

use crate::screen_harness::Harness;
use crate::screen_library::Library;
use crate::screen_library::library;
use crate::screen_library::long;
use crate::screen_library::numbered;

/// Types a filter and applies it.
pub(crate) fn filter(harness: &mut Harness, text: &str) {
    harness.press("f ctrl-u");
    type_text(harness, text);
    harness.press("enter");
}

pub(crate) fn type_text(harness: &mut Harness, text: &str) {
    for letter in text.chars() {
        let key = Key::plain(Code::Char(letter)).to_string();
        harness.press(&key);
    }
}

fn shown(state: &State) -> Vec<EntryId> {
    state.timeline.rows().iter().map(|row| row.id).collect()
}

fn numbers(state: &State) -> Vec<u64> {
    let ids = shown(state).into_iter();
    ids.map(|id| u64::from_be_bytes(id.0)).collect()
}

#[test]
fn a_filter_shows_what_passes_and_says_so() {
    let mut harness = Harness::new(library(), 100, 30).keys("enter");
    filter(&mut harness, "bridge -is:withdrawn");
    assert_eq!(numbers(&harness.state), [1, 2, 5, 6]);
    assert!(
        harness.notice().contains("4 of 7 entries"),
        "{}",
        harness.notice()
    );
    let rows = harness.rows().join("\n");
    assert!(
        rows.contains("[bridge -is:withdrawn]") && rows.contains("1/4 of 7"),
        "{rows}"
    );
    harness.press("esc");
    assert_eq!(numbers(&harness.state), [1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn what_was_shown_stays_until_the_filter_is_applied_again() {
    let mut harness = Harness::new(library(), 100, 30).keys("enter 2");
    assert_eq!(numbers(&harness.state), [1, 5, 6, 7]);
    harness.press("u n u");
    assert_eq!(
        numbers(&harness.state),
        [1, 5, 6, 7],
        "nothing vanishes under the cursor"
    );
    harness.press("2");
    assert_eq!(numbers(&harness.state), [6, 7]);
    harness.press("1");
    assert_eq!(numbers(&harness.state), [1, 2, 3, 4, 5, 6, 7]);
    let read = harness.state.timeline.rows()[0].read;
    assert_eq!(
        read,
        liveblog::engine::model::ReadState::Read,
        "marks made behind a filter stay"
    );
}

#[test]
fn what_comes_in_passes_the_filter_or_waits_behind_it() {
    let library = Library {
        blogs: vec![long(30)],
        ..Library::default()
    };
    let mut harness = Harness::new(library, 80, 24).keys("enter");
    filter(&mut harness, "heading:5");
    let before = numbers(&harness.state);
    let entries = &mut harness.library.blogs[0].entries;
    for number in [1035, 1036, 1050] {
        entries.insert(0, numbered(number));
    }
    harness.tell(Msg::LibraryChanged);
    harness.press("g g");
    let mut wanted = vec![1050, 1035];
    wanted.extend(before);
    assert_eq!(numbers(&harness.state), wanted);
}

#[test]
fn a_wrong_filter_is_told_and_can_be_mended() {
    let mut harness = Harness::new(library(), 100, 30).keys("enter");
    filter(&mut harness, "is:unraed");
    let rows = harness.rows().join("\n");
    assert!(
        rows.contains("did you mean “is:unread”") && rows.contains("filter: is:unraed"),
        "{rows}"
    );
    assert_eq!(numbers(&harness.state).len(), 7, "nothing is filtered");
    harness.press("backspace backspace backspace");
    type_text(&mut harness, "ead");
    harness.press("enter");
    assert_eq!(numbers(&harness.state), [1, 5, 6, 7]);
    filter(&mut harness, "zeppelin");
    assert_eq!(
        numbers(&harness.state),
        [1, 5, 6, 7],
        "an empty answer changes nothing"
    );
    assert!(harness.notice().contains("No entry passes “zeppelin”"));
}

#[test]
fn the_filter_is_completed_by_tab_and_is_a_command_too() {
    let mut harness = Harness::new(library(), 100, 30).keys("enter f");
    type_text(&mut harness, "is:bo");
    harness.press("tab enter");
    assert_eq!(numbers(&harness.state), [4]);
    harness.press(":");
    type_text(
        &mut harness,
        "filter tag:river heading:mayor or heading:ferries",
    );
    harness.press("enter");
    assert_eq!(numbers(&harness.state), [2, 4]);
}

#[test]
fn a_filter_stays_on_from_blog_to_blog() {
    let mut harness = Harness::new(library(), 100, 30).keys("enter");
    filter(&mut harness, "bridge");
    harness.press("J");
    assert!(shown(&harness.state).is_empty());
    let rows = harness.rows().join("\n");
    assert!(
        rows.contains("No entry passes “bridge”; esc shows all"),
        "{rows}"
    );
    harness.press("J esc");
    assert_eq!(shown(&harness.state).len(), 40);
}

#[test]
fn the_cursor_stays_in_view_through_filters_and_sizes() {
    for (width, height) in [(160, 48), (80, 24), (40, 12)] {
        let library = Library {
            blogs: vec![long(60)],
            ..Library::default()
        };
        let mut harness = Harness::new(library, width, height).keys("enter G k k");
        for text in ["heading:1", "heading:0 -heading:20", "3", ""] {
            filter(&mut harness, text);
            sees_cursor(&harness, text);
            harness.tell(Msg::Resized(liveblog::app::Area::screen(80, 24)));
            sees_cursor(&harness, text);
            harness.tell(Msg::Resized(liveblog::app::Area::screen(width, height)));
            sees_cursor(&harness, text);
        }
    }
}

pub(crate) fn sees_cursor(harness: &Harness, when: &str) {
    let seen = !harness.state.timeline.under_cursor.is_empty();
    assert!(
        seen,
        "no cursor in view at {when:?}:\n{}",
        harness.rows().join("\n")
    );
}
