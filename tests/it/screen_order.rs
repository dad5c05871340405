//! The timeline from the oldest entry down: the same entries the other way round, and news below.

use liveblog::app::Msg;
use liveblog::app::Settings;
use liveblog::app::order::Order;
use liveblog::engine::model::EntryId;
use proptest::prop_assert_eq;
use proptest::sample::select;

use crate::screen_filter;
use crate::screen_harness::Harness;
use crate::screen_library::Library;
use crate::screen_library::library;
use crate::screen_library::rich_library;
use crate::screen_still::blog;
use crate::screen_still::lines;
use crate::screen_still::mixed;

fn shelf() -> Library {
    Library {
        blogs: vec![blog()],
        ..Library::default()
    }
}

fn oldest_first(library: Library, width: u16, height: u16) -> Harness {
    let settings = Settings {
        order: Order::Oldest,
        ..Settings::default()
    };
    Harness::with(library, width, height, settings).keys("enter")
}

fn ids(harness: &Harness) -> Vec<EntryId> {
    let rows = harness.state.timeline.rows();
    rows.iter().map(|row| row.id).collect()
}

fn cursor(harness: &Harness) -> Option<EntryId> {
    harness.state.timeline.row().map(|row| row.id)
}

#[test]
fn the_oldest_entry_stands_first_where_one_asked_for_it() {
    let newest = Harness::new(shelf(), 80, 24).keys("enter");
    let oldest = oldest_first(shelf(), 80, 24);
    let turned: Vec<EntryId> = ids(&newest).into_iter().rev().collect();
    assert_eq!(ids(&oldest), turned);
    let further = oldest.keys("j j");
    let entries = further.library.blogs[0].entries.iter().rev();
    let third = entries.map(|marked| marked.entry.id).nth(2);
    assert_eq!(cursor(&further), third, "down is later");
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..proptest::test_runner::Config::with_cases(40) })]

    /// Turned round, the cursor stays on its entry; turned twice, everything is as it was, behind a filter too.
    #[test]
    fn turning_round_keeps_the_entry_and_comes_back(
        moves in proptest::collection::vec(select(&["j", "k", "space", "b", "n", "G", "z a", "u", "m", "g g"][..]), 0..20),
        filter in select(&["", "is:unread", "heading:1", "update -2"][..]),
        (width, height) in select(&[(40u16, 12u16), (80, 24), (160, 48)][..]),
    ) {
        let mut harness = Harness::new(shelf(), width, height).keys("enter");
        if !filter.is_empty() {
            screen_filter::filter(&mut harness, filter);
        }
        moves.iter().for_each(|keys| harness.press(keys));
        let (before, at) = (ids(&harness), cursor(&harness));
        harness.press("g o");
        let turned: Vec<EntryId> = ids(&harness).into_iter().rev().collect();
        prop_assert_eq!(&turned, &before);
        prop_assert_eq!(cursor(&harness), at);
        let bar = harness.state.settings.glyphs.bar;
        let seen = lines(&harness).iter().any(|line| line.starts_with(bar));
        prop_assert_eq!(seen, at.is_some());
        harness.press("g o");
        prop_assert_eq!(ids(&harness), before);
        prop_assert_eq!(cursor(&harness), at);
    }
}

#[test]
fn what_comes_in_stands_below_moves_nothing_and_is_counted() {
    let mut harness = oldest_first(shelf(), 80, 24).keys("j j j");
    let shown = lines(&harness);
    let entries = &mut harness.library.blogs[0].entries;
    entries.splice(0..0, (0..7).map(|number| mixed(2007 - number)));
    harness.tell(Msg::LibraryChanged);
    assert_eq!(lines(&harness), shown);
    assert!(harness.rows().join("\n").contains("7 new \u{2193}"));
    let harness = harness.keys("g l");
    let newest = harness.library.blogs[0].entries[0].entry.id;
    assert_eq!(cursor(&harness), Some(newest));
    assert!(!harness.rows().join("\n").contains("new \u{2193}"));
}

#[test]
fn who_follows_at_the_end_sees_what_comes_in() {
    let mut harness = oldest_first(shelf(), 80, 24).keys("G F");
    let follows = harness.state.follow.is_on(harness.state.timeline.blog);
    let entries = &mut harness.library.blogs[0].entries;
    entries.insert(0, mixed(2001));
    harness.tell(Msg::LibraryChanged);
    let newest = harness.library.blogs[0].entries[0].entry.id;
    assert_eq!(cursor(&harness) == Some(newest), follows);
    let harness = harness.keys("k k k");
    assert_ne!(cursor(&harness), Some(newest));
}

#[test]
fn the_line_of_the_last_visit_stands_above_what_is_new() {
    let library = || Library {
        blogs: library().blogs,
        ..rich_library()
    };
    let line = |harness: &Harness| {
        let rows = harness.rows();
        rows.iter().position(|row| row.contains("since you left,"))
    };
    let harness = oldest_first(library(), 80, 60).keys("g g");
    let at = line(&harness);
    let rows = harness.rows();
    let told = at.map(|at| rows[at].clone()).unwrap_or_default();
    assert!(told.contains('\u{2193}'), "{rows:#?}");
    let boundary = harness.state.timeline.flow.boundary;
    let news = harness.state.timeline.news.as_ref().unwrap();
    let new: Vec<EntryId> = news
        .of(|kind| kind == liveblog::engine::news::Kind::New)
        .map(|item| item.entry.id)
        .collect();
    let (first, _) = boundary.unwrap();
    let from = ids(&harness).iter().position(|id| *id == first).unwrap();
    assert!(ids(&harness)[from..].iter().all(|id| new.contains(id)));
    assert!(!new.contains(&ids(&harness)[from - 1]));
}

#[test]
fn finds_times_and_marks_go_by_what_they_say() {
    let mut harness = oldest_first(shelf(), 80, 24).keys("/ t i d e enter");
    let found = harness.state.search.positions.clone();
    assert!(found.is_sorted() && !found.is_empty());
    let wanted = harness.state.search.standing(harness.state.timeline.cursor);
    harness.press("g o");
    let turned = harness.state.search.positions.clone();
    assert!(turned.is_sorted() && turned.len() == found.len());
    let (at, of) = harness.state.search.standing(harness.state.timeline.cursor);
    assert_eq!(at.map(|at| of + 1 - at), wanted.0);
    // Older ones are older, whichever way the timeline runs.
    let harness = oldest_first(shelf(), 80, 24).keys("j j A j");
    let read = harness.state.timeline.rows().iter();
    let read: Vec<bool> = read
        .map(|row| row.read == liveblog::engine::model::ReadState::Read)
        .collect();
    assert!(read[..3].iter().all(|read| *read) && !read[4]);
    assert!(harness.notice().contains("from here up") || harness.notice().contains("already"));
    let time = |harness: &Harness| {
        harness
            .state
            .timeline
            .row()
            .and_then(|row| row.published_at)
    };
    let harness = harness.keys("g g");
    let start = time(&harness);
    let harness = harness.keys("g t + 3 h enter");
    assert!(time(&harness) >= start, "{}", harness.notice());
}
