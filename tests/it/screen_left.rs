//! Leaving a blog and coming back in another run of the reader: the same lines under the eyes.

use liveblog::app::Settings;
use proptest::prop_assert_eq;
use proptest::sample::select;

use crate::screen_harness::Harness;
use crate::screen_library::Library;
use crate::screen_library::library;
use crate::screen_library::rich_library;
use crate::screen_library::scripts;
use crate::screen_still::blog;
use crate::screen_still::lines;
use crate::screen_still::mixed;

const MOVES: &[&str] = &[
    "j", "k", "space", "b", "ctrl-d", "ctrl-u", "n", "G", "p", "m", "}", "g g",
];
const SIZES: &[(u16, u16)] = &[(40, 12), (57, 9), (80, 24), (110, 30), (160, 48)];

fn shelf() -> Library {
    Library {
        blogs: vec![blog(), scripts()],
        ..Library::default()
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..proptest::test_runner::Config::with_cases(60) })]

    #[test]
    fn the_next_run_shows_the_same_lines(
        moves in proptest::collection::vec(select(MOVES), 0..25),
        (width, height) in select(SIZES),
        above in 0u64..30,
    ) {
        let mut first = Harness::new(shelf(), width, height).keys("enter");
        moves.iter().for_each(|keys| first.press(keys));
        let shown = lines(&first);
        let cursor = first.state.timeline.row();
        let begins = first.state.timeline.is_at_top() && first.state.timeline.top.line == 0;
        let mut library = first.quit();
        if !begins {
            // What came in meanwhile stands above, and moves nothing.
            let entries = &mut library.blogs[0].entries;
            entries.splice(0..0, (0..above).map(|n| mixed(5000 + above - n)));
        }
        let second = Harness::new(library, width, height).keys("enter");
        let id = |row: Option<liveblog::engine::model::EntryRow>| row.map(|row| row.id);
        prop_assert_eq!(id(second.state.timeline.row()), id(cursor));
        let at_head = first_is_head(&shown);
        if above == 0 || begins || !at_head {
            prop_assert_eq!(lines(&second), shown);
        }
    }
}

/// Whether the top of the pane is what stands above the entries; what comes in then stands between it and the entries.
fn first_is_head(lines: &[String]) -> bool {
    let head = blog().page.title[0].text.to_string();
    lines
        .iter()
        .take(3)
        .any(|line| head.starts_with(line.trim()) && !line.trim().is_empty())
        || lines
            .iter()
            .any(|line| line.contains("from 1 snapshot") || line.contains("from 0 snapshots"))
}

#[test]
fn another_width_shows_the_same_words_at_the_top() {
    let first = Harness::new(shelf(), 160, 48).keys("enter space space j j ctrl-d");
    let top = lines(&first).remove(0);
    let word: String = top
        .split_whitespace()
        .filter(|word| word.len() > 3)
        .take(1)
        .collect();
    let second = Harness::new(first.quit(), 57, 24).keys("enter");
    let lines = lines(&second);
    assert!(
        lines[..3].concat().contains(&word),
        "{word:?} of {top:?} in {lines:?}"
    );
}

#[test]
fn what_waits_above_is_counted_and_stays_news() {
    let library = Library {
        blogs: library().blogs,
        ..rich_library()
    };
    let first = Harness::new(library, 80, 24).keys("enter G");
    let id = first.state.timeline.row().unwrap().id;
    let second = Harness::new(first.quit(), 80, 24).keys("enter");
    assert_eq!(second.state.timeline.row().unwrap().id, id);
    let told = second.rows().join("\n");
    assert!(
        told.contains("Since you left") || told.contains("new \u{2191}"),
        "{told}"
    );
}

#[test]
fn who_left_at_the_beginning_begins_there() {
    let first = Harness::new(shelf(), 80, 24).keys("enter space space g g");
    let library = first.quit();
    assert!(library.left.is_empty());
    let second = Harness::with(library, 80, 24, Settings::default()).keys("enter");
    assert!(second.state.timeline.is_at_top());
}

#[test]
fn looking_through_the_list_moves_no_place() {
    let first = Harness::new(library(), 160, 48).keys("enter G");
    let kept = first.quit();
    let before = kept.left.clone();
    assert!(!before.is_empty());
    let second = Harness::new(kept, 160, 48).keys("j j k k j");
    assert_eq!(second.quit().left, before);
}
