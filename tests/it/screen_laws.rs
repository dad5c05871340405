//! Laws of the reader: what comes in moves nothing, only what is visible costs, no size is too small.

use liveblog::app::Area;
use liveblog::app::Effect;
use liveblog::app::Msg;
use liveblog::app::panel::articles::Sort;
use liveblog::app::pointer::Gesture;
use liveblog::app::state::Focus;
use liveblog::engine::model::Deed;
use liveblog::engine::model::MarkChange;
use liveblog::engine::model::ReadState;
use liveblog::engine::model::Shelf;
use proptest::prelude::any;
use proptest::sample::select;

use crate::screen_harness::Harness;
use crate::screen_library::Library;
use crate::screen_library::harbour;
use crate::screen_library::library;
use crate::screen_library::long;

fn one(count: u64) -> Library {
    Library {
        blogs: vec![long(count)],
        read_only: false,
        ..Library::default()
    }
}

/// The rows of the timeline, without the bottom lines.
fn timeline(harness: &Harness) -> Vec<String> {
    let mut rows = harness.rows();
    rows.truncate(rows.len() - 2);
    rows
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..proptest::test_runner::Config::with_cases(60) })]

    #[test]
    fn no_size_is_too_small(
        width in 1u16..21,
        height in 1u16..6,
        keys in proptest::collection::vec(select(KEYS), 30),
        then in any::<(u8, u8)>(),
    ) {
        let mut harness = Harness::new(library(), width, height);
        for key in keys {
            harness.press(key);
            harness.rows();
        }
        harness.tell(Msg::Resized(Area::screen(u16::from(then.0), u16::from(then.1) / 4)));
        harness.press("j");
        harness.buffer(&liveblog::ui::theme::Theme::probe());
    }
}

const KEYS: &[&str] = &[
    "j",
    "k",
    "space",
    "b",
    "ctrl-d",
    "ctrl-u",
    "g",
    "G",
    "n",
    "N",
    "enter",
    "tab",
    "h",
    "l",
    "J",
    "K",
    "z",
    "a",
    "M",
    "R",
    "u",
    "m",
    "/",
    "e",
    "esc",
    "?",
    ":",
    "q",
    "y",
    "backspace",
    "]",
    "c",
];

#[test]
fn only_visible_entries_are_wrapped() {
    let mut harness = Harness::new(one(100_000), 100, 40);
    let first = harness.state.timeline.flow.wrapped;
    assert!(
        first <= 24,
        "{first} entries were wrapped for the first screen"
    );
    harness.press("G j");
    let jumped = harness.state.timeline.flow.wrapped - first;
    assert!(
        jumped <= 48,
        "{jumped} entries were wrapped for the last screen"
    );
    assert!(
        harness
            .rows()
            .iter()
            .any(|row| row.contains("100000/100000"))
    );
    for _ in 0..200 {
        harness.press("k");
    }
    let walked = harness.state.timeline.flow.wrapped - first - jumped;
    assert!(walked <= 200, "{walked} entries were wrapped for 200 steps");
    assert!(harness.state.timeline.flow.loaded.len() <= 1024);
}

#[test]
fn tall_entries_scroll_by_line_and_short_ones_by_entry() {
    let mut harness = Harness::new(
        Library {
            blogs: vec![harbour()],
            read_only: false,
            ..Library::default()
        },
        60,
        14,
    );
    let mut positions = vec![0];
    for _ in 0..40 {
        harness.press("j");
        positions.push(harness.state.timeline.cursor);
    }
    assert!(positions.windows(2).all(|pair| pair[1] - pair[0] <= 1));
    assert!(
        positions.iter().filter(|at| **at == 0).count() > 8,
        "the first entry is taller than the screen"
    );
    for _ in 0..60 {
        harness.press("k");
    }
    assert_eq!(harness.state.timeline.cursor, 0);
    assert!(
        harness.rows()[0].contains("Harbour bridge"),
        "{:#?}",
        harness.rows()
    );
}

#[test]
fn going_on_marks_read_and_u_turns_it_around() {
    let mut harness = Harness::new(library(), 80, 24);
    harness.press("enter");
    let id = harness.state.timeline.rows()[0].id;
    while harness.state.timeline.cursor == 0 {
        harness.press("j");
    }
    assert_eq!(harness.state.timeline.rows()[0].read, ReadState::Read);
    let blog = harness.library.blogs[0].id;
    let marks = |deed, change| Effect::Mark {
        blog,
        deed,
        changes: vec![change],
    };
    assert!(
        harness
            .asked
            .contains(&marks(Deed::Reading, MarkChange::Read(id)))
    );
    harness.press("g g u");
    assert_eq!(
        harness.asked.last(),
        Some(&marks(Deed::Unread, MarkChange::Unread(id)))
    );
    assert_eq!(harness.state.timeline.cursor, 0);
    assert_eq!(harness.state.articles.rows[0].unread, 4);
}

#[test]
fn folded_entries_are_not_read_by_passing() {
    let mut harness = Harness::new(library(), 80, 24);
    harness.press("enter z M j j j");
    assert!(
        !harness
            .asked
            .iter()
            .any(|effect| matches!(effect, Effect::Mark { .. }))
    );
}

#[test]
fn marks_that_cannot_be_kept_are_taken_back() {
    let mut harness = Harness::new(
        Library {
            read_only: true,
            ..library()
        },
        80,
        24,
    );
    harness.press("enter u");
    assert_eq!(harness.state.timeline.rows()[0].read, ReadState::Unread);
    assert_eq!(harness.state.articles.rows[0].unread, 4);
    assert!(harness.rows().last().unwrap().contains("the disk is full"));
}

#[test]
fn search_jumps_counts_and_comes_back() {
    let mut harness = Harness::new(library(), 80, 24);
    harness.press("enter / m a y o r");
    assert_eq!(harness.state.timeline.cursor, 3);
    harness.press("esc");
    assert_eq!(harness.state.timeline.cursor, 0);
    harness.press("/ f e r r y enter");
    let (at, of) = harness.state.search.standing(harness.state.timeline.cursor);
    assert_eq!((at, of), (Some(1), 2));
    harness.press("n n");
    assert_eq!(
        harness
            .state
            .search
            .standing(harness.state.timeline.cursor)
            .0,
        Some(1)
    );
    harness.press("esc n");
    assert!(!harness.state.search.is_on());
}

#[test]
fn blogs_are_left_and_found_again_in_place() {
    let mut harness = Harness::new(library(), 80, 24);
    harness.press("enter J J");
    harness.press("ctrl-d ctrl-d j");
    let (before, cursor) = (timeline(&harness), harness.state.timeline.cursor);
    harness.press("K");
    assert_ne!(timeline(&harness), before);
    harness.press("J");
    assert_eq!(
        (timeline(&harness), harness.state.timeline.cursor),
        (before, cursor)
    );
}

#[test]
fn commands_are_typed_by_name() {
    let mut harness = Harness::new(library(), 80, 24);
    harness.press("enter : l a s t enter");
    assert_eq!(harness.state.timeline.cursor, 6);
    harness.press(": b o k m a r k enter");
    assert!(
        harness
            .rows()
            .last()
            .unwrap()
            .contains("Did you mean “bookmark”?")
    );
    harness.press(": 3 enter");
    assert_eq!(harness.state.timeline.cursor, 2);
    harness.press(": q u i t enter");
    assert_eq!(harness.asked.last(), Some(&Effect::Quit));
}

#[test]
fn the_mouse_scrolls_and_selects_but_reads_nothing() {
    let mut harness = Harness::new(one(60), 160, 40).keys("q g m");
    assert_eq!(harness.asked.last(), Some(&Effect::Mouse(true)));
    let before = timeline(&harness);
    for _ in 0..30 {
        harness.point(60, 20, Gesture::WheelDown);
    }
    assert_ne!(timeline(&harness), before);
    assert_eq!(
        harness.state.focus,
        Focus::Articles,
        "the wheel moves no focus"
    );
    harness.point(60, 25, Gesture::Press);
    assert_eq!(harness.state.focus, Focus::Timeline);
    let (cursor, rows) = (harness.state.timeline.cursor, timeline(&harness));
    assert!(cursor > 0);
    harness.point(60, 3, Gesture::Press);
    assert!(harness.state.timeline.cursor < cursor);
    let text = |rows: &[String]| {
        rows.iter()
            .map(|row| row.replace(['▌', '▸'], " "))
            .collect::<Vec<_>>()
    };
    let (shown, before) = (text(&timeline(&harness)), text(&rows));
    let middle = |rows: &[String]| {
        rows.iter()
            .map(|row| row.chars().skip(39).take(60).collect::<String>())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        middle(&shown)[1..],
        middle(&before)[1..],
        "a click moves no line"
    );
    let marked = harness
        .asked
        .iter()
        .any(|effect| matches!(effect, Effect::Mark { .. }));
    assert!(!marked, "neither wheel nor click marks anything read");
    assert!(
        harness
            .state
            .timeline
            .rows()
            .iter()
            .all(|row| row.read == ReadState::Unread)
    );
}

#[test]
fn the_mouse_is_off_until_asked_for() {
    let harness = Harness::new(library(), 160, 40);
    assert!(!harness.asked.contains(&Effect::Mouse(true)));
    let mut harness = harness.keys("enter g m g m");
    assert_eq!(harness.asked.last(), Some(&Effect::Mouse(false)));
    // On a blog of the list: once selects, again opens.
    harness.point(5, 8, Gesture::Press);
    assert_eq!(
        (harness.state.focus, harness.state.articles.cursor),
        (Focus::Articles, 1)
    );
    harness.point(5, 8, Gesture::Press);
    assert_eq!(harness.state.focus, Focus::Timeline);
}

#[test]
fn blogs_are_renamed_tagged_put_away_and_taken_back() {
    let mut harness = Harness::new(library(), 120, 40);
    let id = harness.library.blogs[0].id;
    harness.press("c ctrl-u A space B enter t ctrl-u x space y enter");
    let row = harness.state.articles.find(id).unwrap();
    assert_eq!(row.shown().as_str(), "A B");
    assert_eq!(row.tags.len(), 2);
    assert!(harness.rows().iter().any(|row| row.contains("#x #y")));
    // An empty name takes the name away.
    harness.press("c ctrl-u enter");
    assert_eq!(harness.state.articles.find(id).unwrap().name, None);

    let blogs = harness.state.articles.rows.len();
    harness.press("x");
    assert_eq!(harness.state.articles.rows.len(), blogs - 1);
    assert!(
        harness.rows().last().unwrap().contains("gz takes it back"),
        "{:?}",
        harness.rows().last()
    );
    harness.press("S S");
    assert_eq!(harness.state.articles.row().unwrap().id, id);
    harness.press("x S X X x g z g z g z");
    assert_eq!(
        harness.state.articles.rows.len(),
        blogs,
        "everything is back"
    );
    assert_eq!(harness.library.blogs[0].shelf, Shelf::Library);
}

#[test]
fn another_order_leaves_the_cursor_on_its_blog() {
    let mut harness = Harness::new(library(), 120, 40).keys("j");
    let id = harness.state.articles.row().unwrap().id;
    for _ in Sort::ALL {
        harness.press("s");
        assert_eq!(harness.state.articles.row().unwrap().id, id);
    }
    assert_eq!(harness.state.articles.sort, Sort::Added);
}

#[test]
fn a_note_and_tags_are_kept_with_the_entry() {
    let mut harness =
        Harness::new(one(9), 120, 40).keys("a d i m space t i d e enter t w e t enter");
    let marks = harness.state.timeline.entry().unwrap().marks.clone();
    assert_eq!(marks.note.as_deref(), Some("dim tide"));
    assert!(marks.bookmarked, "what one writes a note on is bookmarked");
    assert_eq!(marks.tags.len(), 1);
    assert_eq!(harness.library.blogs[0].entries[0].marks, marks);
    harness.press("a ctrl-u enter t ctrl-u enter");
    let marks = &harness.library.blogs[0].entries[0].marks;
    assert_eq!((marks.note.clone(), marks.tags.len()), (None, 0));
}

#[test]
fn links_are_chosen_by_letters_and_copied_or_opened() {
    let mut harness = Harness::new(library(), 120, 40).keys("enter j o");
    let page = "https://news.example/live";
    assert_eq!(harness.asked.last(), Some(&Effect::Browse(page.into())));
    harness.press("y");
    assert_eq!(harness.asked.last(), Some(&Effect::Copy(page.to_owned())));
    harness.press(";");
    assert!(
        harness.rows().iter().any(|row| row.contains(page)),
        "{:#?}",
        harness.rows()
    );
    let asked = harness.asked.len();
    harness.press("esc ; 9 ; y y y a");
    assert_eq!(harness.asked[asked..], [Effect::Copy(page.to_owned())]);
    harness.press("Y");
    let Some(Effect::Copy(text)) = harness.asked.last() else {
        panic!("no text")
    };
    assert!(
        text.contains("Harbour bridge closed") && text.contains(page) && text.contains("2026"),
        "{text}"
    );
}

#[test]
fn bookmarks_of_all_blogs_lead_to_their_entries() {
    let mut harness =
        Harness::new(library(), 120, 40).keys("J J enter j j j m q K K enter j j m a h i enter");
    harness.press("M");
    let rows = harness.rows();
    assert!(
        rows.iter()
            .any(|row| row.contains("Bookmarks of all blogs")),
        "{rows:#?}"
    );
    assert!(rows.iter().any(|row| row.contains("hi")), "{rows:#?}");
    let long = harness.library.blogs[2].clone();
    let marked = long
        .entries
        .iter()
        .find(|one| one.marks.bookmarked)
        .unwrap()
        .entry
        .id;
    harness.press("G enter");
    assert_eq!(harness.state.timeline.blog, Some(long.id));
    assert_eq!(harness.state.timeline.row().unwrap().id, marked);
    let empty = Harness::new(one(3), 120, 40).keys("M");
    assert!(
        empty
            .rows()
            .last()
            .unwrap()
            .contains("m bookmarks an entry")
    );
}

#[test]
fn settings_that_are_read_again_change_signs_at_once() {
    let mut harness = Harness::new(library(), 120, 40).keys("enter g r");
    assert_eq!(harness.asked.last(), Some(&Effect::ReadSettings));
    assert!(harness.rows().iter().any(|row| row.contains('●')));
    harness.tell(Msg::Configured {
        settings: Harness::plain_settings(),
        names: Vec::new(),
        problems: Vec::new(),
    });
    assert!(
        harness
            .rows()
            .iter()
            .all(|row| !row.contains(['●', '│', '▌'])),
        "{:#?}",
        harness.rows()
    );
    harness.tell(Msg::Configured {
        settings: Harness::plain_settings(),
        names: Vec::new(),
        problems: vec!["config.toml line 2: unknown option".to_owned()],
    });
    assert!(harness.rows().last().unwrap().contains("line 2"));
}

#[test]
fn nothing_of_the_list_is_hidden_above_an_empty_place() {
    let mut harness = Harness::new(library(), 80, 24).keys("G");
    for _ in 0..8 {
        harness.press("s");
        assert_eq!(harness.state.articles.top, 0, "all blogs fit");
    }
}

/// On a small screen what stands above the entries leaves room for the first of them, which the next key would change.
#[test]
fn the_first_entry_is_seen_on_a_small_screen() {
    let long =
        "Ein langer Vorspann, der sagt, was an diesem Tag geschah, und wo, und wer davon wusste. ";
    let mut library = library();
    library.blogs[0].page.standfirst[0].text = long.repeat(4).as_str().into();
    let harness = Harness::new(library, 40, 12).keys("enter");
    assert!(harness.state.timeline.is_at_top());
    let heading = harness.state.timeline.entry().unwrap().entry.heading();
    let words = heading.unwrap().text.to_string();
    let first = words.split_whitespace().next().unwrap();
    let rows = harness.rows().join("\n");
    assert!(rows.contains(first), "{rows}");
    assert!(rows.contains("shows all"), "{rows}");
    let rows = harness.keys("z R").rows().join("\n");
    assert!(rows.contains("davon"), "{rows}");
}

/// Where only the list is on screen, keys that go through entries would mark some read that nobody sees.
#[test]
fn what_is_not_on_screen_is_not_gone_through() {
    for keys in ["n", "] u", "}", "g l", "N"] {
        let mut harness = Harness::new(library(), 80, 24).keys("enter j q");
        let (cursor, asked) = (harness.state.timeline.cursor, harness.asked.len());
        harness.press(keys);
        assert_eq!(harness.state.timeline.cursor, cursor, "{keys}");
        assert_eq!(harness.asked.len(), asked, "{keys}");
        assert!(
            harness.notice().contains("open a blog first"),
            "{keys}: {}",
            harness.notice()
        );
    }
    let beside = Harness::new(library(), 160, 48).keys("n");
    assert!(beside.state.timeline.cursor > 0, "both are on screen");
    let searched = Harness::new(library(), 80, 24).keys("enter / t h e enter q");
    let rows = searched.rows();
    assert!(rows[23].contains("open"), "{}", rows[23]);
}
