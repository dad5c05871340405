//! The first law of the reader: what comes in moves no line that is in view, wherever one reads and however it is shown.

use liveblog::app::Area;
use liveblog::app::Msg;
use liveblog::engine::model::EntryState;
use liveblog::engine::model::MarkedEntry;
use proptest::prop_assert;
use proptest::prop_assert_eq;
use proptest::sample::select;

use crate::screen_filter;
use crate::screen_harness::Harness;
use crate::screen_library::Blog;
use crate::screen_library::Library;
use crate::screen_library::harbour;
use crate::screen_library::long;
use crate::screen_library::numbered;
use crate::screen_library::scripts;

/// How a timeline may be shown: its name, and the keys that lead there.
const MODES: &[(&str, &str)] = &[
    ("open", ""),
    ("folded", "z M"),
    ("one unfolded among folded ones", "z M j j z a"),
    ("one folded among open ones", "j z a"),
    ("what changed in each", "d j d j d"),
    ("searching", "/ t i d e enter"),
    ("typing a search", "/ t i d"),
    ("names marked", "E"),
    ("other names marked", "E E"),
    ("only unread", "2"),
    ("narrow", "< < <"),
    ("wide", "> > >"),
    ("all of the head", "z R"),
    ("a list over it", "g c"),
    ("from the list of blogs", "q"),
    ("the entry beside it", "tab"),
    ("oldest first", "g o"),
    ("oldest first, from the end", "g o G"),
    ("oldest first, folded", "g o z M"),
];

/// Filters that some of what is there passes, and some of what comes in.
const FILTERS: &[&str] = &[
    "is:unread",
    "heading:1",
    "-heading:3",
    "part or zeppelin",
    "update -2",
];

const MOVES: &[&str] = &[
    "j", "k", "space", "b", "ctrl-d", "ctrl-u", "n", "G", "p", "z a", "u", "m", "}", "] d", "g g",
];

/// Small, usual and large; with one, two and three panes.
const SIZES: &[(u16, u16)] = &[(40, 12), (57, 9), (80, 24), (90, 31), (110, 30), (160, 48)];

/// An entry of a blog that has all kinds of them.
pub(crate) fn mixed(number: u64) -> MarkedEntry {
    let mut marked = numbered(number);
    let entry = &mut marked.entry;
    let shown = &mut entry.revisions[0];
    match number % 8 {
        0 => shown.heading = None,
        1 => {
            shown.blocks[0].text =
                "橋は今夜閉鎖されると市は言う。橋は今夜閉鎖されると市は言う。 Anna Berg is there."
                    .into()
        }
        2 => {
            shown.blocks[0].text = "الجسر مغلق الليلة، كما تقول المدينة. الجسر مغلق الليلة.".into()
        }
        3 => {
            let mut older = shown.clone();
            older.blocks[0].text = "It was told otherwise before the tide turned.".into();
            entry.revisions.push(older);
            entry.state = EntryState::Revised;
        }
        4 => entry.gap_before = true,
        5 => entry.published_at = None,
        6 => entry.order_certain = false,
        _ => entry.state = EntryState::Withdrawn,
    }
    marked
}

pub(crate) fn blog() -> Blog {
    Blog {
        page: harbour().page,
        entries: (0..40).map(|number| mixed(1040 - number)).collect(),
        ..long(0)
    }
}

/// Where the first entry that is shown has a gap above it, because a filter hides the entry on its other side.
#[test]
fn a_gap_above_the_first_entry_stays_when_news_waits_above_it() {
    for keys in [
        "space space k 2 g g",
        "space space k 2 g g j",
        "space k 2 g g",
    ] {
        for size in [(80, 24), (160, 48)] {
            for (above, far) in [(1, 0), (1, 400), (9, 0), (500, 400)] {
                let mut harness = reader(size, false).keys(keys);
                let gap = harness.state.settings.glyphs.gap;
                let shown = lines(&harness);
                if size == (80, 24) && keys.contains("space space") {
                    assert!(shown.iter().any(|line| line.contains(gap)), "{shown:#?}");
                }
                come_in(&mut harness, above, 0, far);
                assert_eq!(lines(&harness), shown, "{keys} {size:?} {above} {far}");
                harness.press("g l");
                let all = lines(&harness);
                let days = all.iter().filter(|line| line.contains(" 2026 "));
                let days: Vec<&String> = days.collect();
                assert!(days.windows(2).all(|two| two[0] != two[1]), "{all:#?}");
            }
        }
    }
}

/// A reader on that blog; names cost time, so that they are found only where they are looked at.
fn reader((width, height): (u16, u16), names: bool) -> Harness {
    let library = Library {
        blogs: vec![blog(), scripts()],
        names,
        ..Library::default()
    };
    Harness::new(library, width, height).keys("enter")
}

/// What stands in the timeline's pane, line by line, without the bar at its right edge, which tells of the whole.
pub(crate) fn lines(harness: &Harness) -> Vec<String> {
    let timeline = &harness.state.timeline;
    let bar = |row| match timeline.under_cursor.contains(&row) {
        true => harness.state.settings.glyphs.bar,
        false => " ",
    };
    let mark = |row, column| {
        let marks = timeline.marks.iter().find(|marks| marks.row == row);
        let mark = marks.and_then(|marks| *marks.columns.get(column)?);
        mark.map_or(" ", |(sign, _)| sign)
    };
    let marks = |row| -> String { (1..timeline.gutter).map(|at| mark(row, at - 1)).collect() };
    let lines = timeline.view.iter().enumerate();
    let texts = lines.map(|(row, line)| format!("{}{}{}", bar(row), marks(row), line.text()));
    texts.map(|text| text.trim_end().to_owned()).collect()
}

/// Lets entries come in: right beside those that are there, or far away in time, above, below or both.
fn come_in(harness: &mut Harness, above: u64, below: u64, far: u64) {
    let entries = &mut harness.library.blogs[0].entries;
    entries.splice(0..0, (0..above).map(|n| mixed(1040 + far + above - n)));
    entries.extend((0..below).map(|n| mixed(1000 - far - n)));
    harness.tell(Msg::LibraryChanged);
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..proptest::test_runner::Config::with_cases(160) })]

    #[test]
    fn what_comes_in_moves_no_visible_line(
        mode in select(MODES),
        size in select(SIZES),
        before in proptest::collection::vec(select(MOVES), 0..15),
        after in proptest::collection::vec(select(MOVES), 0..15),
        (above, below) in proptest::prop_oneof![
            (1u64..=500, proptest::strategy::Just(0)),
            (proptest::strategy::Just(0), 1u64..=500),
            (1u64..=500, 1u64..=500),
        ],
        far in select(&[0u64, 400]),
        again in 0u64..4,
    ) {
        let mut harness = reader(size, mode.0.contains("names"));
        before.iter().for_each(|keys| harness.press(keys));
        harness.press(mode.1);
        if harness.state.overlay.is_none() && harness.state.search.input.is_none() {
            after.iter().for_each(|keys| harness.press(keys));
        }
        harness.tell(Msg::Resized(Area::screen(size.0, size.1)));
        let shown = lines(&harness);
        come_in(&mut harness, above, below, far);
        let now = lines(&harness);
        prop_assert!(now.len() >= shown.len());
        prop_assert_eq!(&now[..shown.len()], &shown[..], "{}", mode.0);
        // What comes in a second time moves nothing either.
        let shown = lines(&harness);
        come_in(&mut harness, again, 0, far + 500);
        prop_assert_eq!(&lines(&harness)[..shown.len()], &shown[..], "{} again", mode.0);
    }

    #[test]
    fn what_comes_in_behind_a_filter_moves_no_visible_line(
        filtered in select(FILTERS),
        fold in select(&["z R", "z M"]),
        size in select(SIZES),
        moves in proptest::collection::vec(select(MOVES), 0..20),
        above in 0u64..=500,
        below in 0u64..=500,
    ) {
        let mut harness = reader(size, false).keys(fold);
        screen_filter::filter(&mut harness, filtered);
        moves.iter().for_each(|keys| harness.press(keys));
        harness.tell(Msg::Resized(Area::screen(size.0, size.1)));
        let shown = lines(&harness);
        let bar = harness.state.settings.glyphs.bar;
        let seen = shown.iter().any(|line| line.starts_with(bar));
        come_in(&mut harness, above, below, 0);
        let now = lines(&harness);
        prop_assert_eq!(&now[..shown.len()], &shown[..]);
        if seen {
            screen_filter::sees_cursor(&harness, filtered);
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..proptest::test_runner::Config::with_cases(30) })]

    #[test]
    fn what_came_in_above_is_counted_until_it_is_seen(
        moves in proptest::collection::vec(select(MOVES), 0..20),
        above in 1u64..=500,
    ) {
        let mut harness = reader((80, 24), false);
        moves.iter().for_each(|keys| harness.press(keys));
        come_in(&mut harness, above, 0, 0);
        let counter = format!("{above} new ↑");
        prop_assert!(harness.rows().iter().any(|row| row.contains(&counter)));
        harness.press("g l");
        prop_assert!(!harness.rows().iter().any(|row| row.contains("new ↑")));
    }
}
