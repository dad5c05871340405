//! Leaving a blog and coming back in another run of the reader: the same lines under the eyes.

use liveblog::app::Effect;
use liveblog::app::Msg;
use liveblog::app::Settings;
use liveblog::app::flow::Item;
use liveblog::app::is_elsewhere;
use liveblog::app::leave;
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
        // What comes in stands between the entries and what stands above them.
        let at_head = first.state.timeline.top.item == Item::Head;
        let mut library = first.quit();
        if !begins {
            // What came in meanwhile stands above, and moves nothing.
            let entries = &mut library.blogs[0].entries;
            entries.splice(0..0, (0..above).map(|n| mixed(5000 + above - n)));
        }
        let second = Harness::new(library, width, height).keys("enter");
        let id = |row: Option<liveblog::engine::model::EntryRow>| row.map(|row| row.id);
        prop_assert_eq!(id(second.state.timeline.row()), id(cursor));
        if above == 0 || begins || !at_head {
            prop_assert_eq!(lines(&second), shown);
        }
    }
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
fn a_reader_that_is_killed_comes_back_to_where_one_rested() {
    let kept = |harness: &Harness| {
        let is_place = |effect: &&Effect| matches!(effect, Effect::KeepLeft(..));
        harness.asked.iter().filter(is_place).count()
    };
    let mut first = Harness::new(shelf(), 80, 24).keys("enter");
    assert!(!is_elsewhere(&first.state), "nobody went anywhere");
    first.press("space space j j m");
    assert!(is_elsewhere(&first.state));
    assert_eq!(kept(&first), 0, "no key writes a place");
    first.tell(Msg::Rested);
    assert_eq!(kept(&first), 1);
    assert!(!is_elsewhere(&first.state), "it is written once");
    let (shown, cursor) = (lines(&first), first.state.timeline.row().unwrap().id);
    // What the reader does before it is killed, without a rest, is all that is lost.
    first.press("j");
    assert!(is_elsewhere(&first.state));
    let second = Harness::new(first.library, 80, 24).keys("enter");
    assert_eq!(second.state.timeline.row().unwrap().id, cursor);
    assert_eq!(lines(&second), shown);
}

#[test]
fn a_place_that_cannot_be_kept_is_told_once() {
    let mut harness = Harness::new(shelf(), 80, 24).keys("enter space");
    harness.tell(Msg::Rested);
    harness.tell(Msg::PlaceNotKept);
    harness.press("space space");
    assert!(!is_elsewhere(&harness.state));
    assert!(!leave(&harness.state).is_empty(), "the end tries again");
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
