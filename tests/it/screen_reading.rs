//! Reading with the reader: what keys show of changes, times and hints.

use liveblog::app::Action;
use liveblog::app::Msg;
use liveblog::app::Settings;
use liveblog::app::dwelling;
use liveblog::app::state::ReadWhen;
use liveblog::engine::model::ReadState;
use liveblog::engine::model::Role;

use crate::screen_harness::Harness;
use crate::screen_library::Library;
use crate::screen_library::block;
use crate::screen_library::harbour;
use crate::screen_library::harbour_news;
use crate::screen_library::library;
use crate::screen_library::long;
use crate::screen_library::numbered;

fn one(blog: crate::screen_library::Blog, width: u16, height: u16) -> Harness {
    let library = Library {
        blogs: vec![blog],
        read_only: false,
        ..Library::default()
    };
    Harness::new(library, width, height)
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
    assert_eq!(harness.notice(), "The text as shown");
    harness.press("j d");
    assert_eq!(harness.notice(), "This entry has not changed");
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
        harness.notice().contains("no earlier day"),
        "{}",
        harness.notice()
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
            for next in &harness.state.keys.next {
                let key = next.key;
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

fn reads(harness: &Harness) -> Vec<ReadState> {
    let rows = harness.state.timeline.rows();
    rows.iter().map(|row| row.read).collect()
}

#[test]
fn many_are_marked_at_once_counted_and_taken_back() {
    let mut harness = one(long(40), 80, 24).keys("j j j");
    let before = reads(&harness);
    let unread = |reads: &[ReadState]| {
        reads
            .iter()
            .filter(|read| **read == ReadState::Unread)
            .count()
    };
    harness.press("A j");
    assert_eq!(unread(&reads(&harness)), unread(&before[..3]));
    let marked = unread(&before) - unread(&before[..3]);
    assert!(
        harness
            .notice()
            .starts_with(&format!("Marked {marked} entries read"))
    );
    harness.press("U");
    assert_eq!(reads(&harness), before);
    assert!(
        harness.notice().starts_with("Taken back"),
        "{}",
        harness.notice()
    );
    harness.press("ctrl-r");
    assert_eq!(unread(&reads(&harness)), unread(&before[..3]));
    harness.press("A k A a");
    assert_eq!(unread(&reads(&harness)), 0);
    assert!(harness.notice().contains("read already"));
    harness.press("U U U U U U U U");
    assert_eq!(harness.notice(), "There is nothing to take back");
}

fn with(read: ReadWhen) -> Harness {
    let library = Library {
        blogs: vec![long(40)],
        ..Library::default()
    };
    let settings = Settings {
        read,
        ..Settings::default()
    };
    Harness::with(library, 80, 24, settings)
}

#[test]
fn entries_become_read_as_the_reader_wishes() {
    let mut pass = with(ReadWhen::Pass).keys("j j");
    assert_eq!(reads(&pass)[0], ReadState::Read);
    pass.press("k k u j");
    assert_eq!(
        reads(&pass)[0],
        ReadState::Unread,
        "what was marked unread stays so"
    );

    let mut manual = with(ReadWhen::Manual).keys("j j space enter enter tab j");
    assert!(reads(&manual).iter().all(|read| *read == ReadState::Unread));
    manual.press("u");
    assert!(reads(&manual).contains(&ReadState::Read));

    let open = with(ReadWhen::Open).keys("j j tab");
    let expected: Vec<bool> = (0..40).map(|at| at == open.state.timeline.cursor).collect();
    let found: Vec<bool> = reads(&open)
        .iter()
        .map(|read| *read == ReadState::Read)
        .collect();
    assert_eq!(found, expected);

    let mut dwell = with(ReadWhen::Dwell).keys("j j");
    let id = dwell.state.timeline.row().unwrap().id;
    assert!(reads(&dwell).iter().all(|read| *read == ReadState::Unread));
    assert_eq!(dwelling(&dwell.state), Some(id));
    dwell.tell(Msg::Dwelt(id));
    assert_eq!(dwell.state.timeline.row().unwrap().read, ReadState::Read);
    assert_eq!(dwelling(&dwell.state), None);
    dwell.press("u");
    assert_eq!(dwelling(&dwell.state), None, "marked unread by hand");
}

#[test]
fn lines_become_wider_and_narrower_without_losing_the_place() {
    let mut harness = one(long(40), 160, 24).keys("j j j");
    let widest = |harness: &Harness| {
        let view = &harness.state.timeline.view;
        view.iter()
            .map(|line| line.text().trim_end().chars().count())
            .max()
            .unwrap()
    };
    let (before, cursor) = (widest(&harness), harness.state.timeline.cursor);
    harness.press("< < <");
    assert!(widest(&harness) < before);
    assert_eq!(harness.state.timeline.cursor, cursor);
    harness.press("> > > >");
    assert!(widest(&harness) >= before);
}

/// The harbour blog with what came in since the last visit.
fn with_news(width: u16, height: u16) -> Harness {
    let library = Library {
        blogs: vec![harbour()],
        news: harbour_news(),
        ..Library::default()
    };
    Harness::new(library, width, height)
}

#[test]
fn what_came_in_is_offered_listed_and_gone_to() {
    let mut harness = with_news(80, 24);
    assert!(
        harness.notice().contains("1 new, 1 changed, 1 withdrawn"),
        "{}",
        harness.notice()
    );
    assert_eq!(harness.library.visits, 1, "being there counts as a visit");
    let line = "new since you left";
    let shown = |harness: &Harness| harness.rows().iter().any(|row| row.contains(line));
    harness.press("] c");
    assert!(shown(&harness), "{}", harness.rows().join("\n"));
    harness.press("g g w");
    let rows = harness.rows().join("\n");
    for part in ["New (1)", "Changed (1)", "15 → 25", "Withdrawn (1)"] {
        assert!(rows.contains(part), "{part}:\n{rows}");
    }
    harness.press("j j enter");
    assert!(harness.state.overlay.is_none());
    assert_eq!(harness.state.timeline.cursor, 2);
    harness.press("D");
    assert!(harness.rows().join("\n").contains("[-15-] {+25+}"));
}

#[test]
fn news_under_one_heading_are_told_apart_by_how_they_begin() {
    let mut news = harbour_news();
    let heading = news.items[0].entry.revisions[0].heading.clone();
    let opening = |at: usize, news: &liveblog::engine::news::News| -> String {
        let blocks = &news.items[at].entry.revisions[0].blocks;
        let text = blocks.iter().find(|block| block.role == Role::Paragraph);
        text.unwrap().text.as_str().chars().take(30).collect()
    };
    let shown = |news: &liveblog::engine::news::News| {
        let library = Library {
            blogs: vec![harbour()],
            news: news.clone(),
            ..Library::default()
        };
        Harness::new(library, 80, 24).keys("w").rows().join("\n")
    };
    assert!(!shown(&news).contains(&opening(0, &news)));
    news.items[2].entry.revisions[0].heading = heading;
    let told = shown(&news);
    assert!(told.contains(&opening(0, &news)), "{told}");
    assert!(told.contains(&opening(2, &news)), "{told}");
    assert!(!told.contains(&opening(1, &news)), "{told}");
}

#[test]
fn pages_tell_where_an_entry_comes_from_and_what_was_set_aside() {
    let mut harness = one(harbour(), 80, 24).keys("] c i");
    let rows = harness.rows().join("\n");
    for part in [
        "Version 2 of 2, as shown",
        "courier_1310.txt",
        "Why these are one entry",
    ] {
        assert!(rows.contains(part), "{part}:\n{rows}");
    }
    harness.press("esc g i");
    assert!(harness.rows().join("\n").contains("Titles (1)"));
    harness.press("esc g x");
    assert!(harness.rows().join("\n").contains("Nothing was set aside"));
}

#[test]
fn what_waits_above_unseen_stays_news() {
    let mut harness = one(long(40), 80, 24).keys("j j j j j j");
    assert_eq!(harness.library.visits, 1);
    harness.library.blogs[0].entries.insert(0, numbered(3000));
    harness.tell(Msg::LibraryChanged);
    assert_eq!(harness.library.visits, 1, "it was not seen yet");
    harness.press("g l");
    assert_eq!(harness.library.visits, 2);
}

#[test]
fn keys_pressed_before_the_entries_have_come_say_so() {
    let mut harness = Harness::new(library(), 60, 20);
    // The library answers late: what the keys ask of it is not done yet.
    let mut press = |key: &str| {
        let key = key.parse().unwrap();
        let _ = liveblog::app::press(&mut harness.state, &harness.keymap, key);
        harness.notice().to_owned()
    };
    press("enter");
    for key in ["space", "j", "k", "G", "n"] {
        let said = press(key);
        assert!(
            said.ends_with("the entries are still being read"),
            "{key}: {said}"
        );
    }
}

#[test]
fn an_author_is_named_once_though_two_lines_of_the_page_do() {
    let mut library = library();
    let blocks = &mut library.blogs[0].entries[0].entry.revisions[0].blocks;
    blocks.insert(0, block(Role::Byline, "Ada Holm"));
    blocks.insert(1, block(Role::Byline, "By Ada Holm, harbour reporter"));
    library.blogs[0].entries[0].entry.published_at = None;
    let rows = Harness::new(library, 80, 40)
        .keys("enter j")
        .rows()
        .join("\n");
    assert_eq!(rows.matches("Ada Holm").count(), 1, "{rows}");
    assert!(rows.contains("By Ada Holm, harbour reporter"), "{rows}");
}

#[test]
fn a_list_shows_as_much_of_a_text_as_has_room() {
    let mut library = library();
    let text = "Two boats of the harbour guard went out to the barge at noon and found nobody on board of it";
    let marked = &mut library.blogs[0].entries[0];
    marked.entry.revisions[0].blocks = vec![block(Role::Paragraph, text)];
    marked.entry.revisions[0].heading = None;
    marked.marks.bookmarked = true;
    let wide = Harness::new(library, 120, 30).keys("M");
    assert!(wide.rows().join("\n").contains(text), "{:?}", wide.rows());
}

#[test]
fn an_entry_of_which_only_the_time_is_known_says_so() {
    let mut library = library();
    let entry = &mut library.blogs[0].entries[0].entry;
    entry.revisions[0].heading = None;
    entry.revisions[0].blocks = vec![block(Role::Byline, "14:41")];
    let mut harness = Harness::new(library, 80, 40).keys("enter");
    let said = |harness: &Harness| {
        harness
            .rows()
            .join("\n")
            .contains("(no text in the snapshots)")
    };
    assert!(said(&harness), "{:?}", harness.rows());
    harness.press("z M");
    assert!(said(&harness), "{:?}", harness.rows());
}

#[test]
fn a_folded_entry_under_a_short_heading_tells_how_it_begins() {
    let mut library = library();
    for marked in &mut library.blogs[0].entries {
        let revision = &mut marked.entry.revisions[0];
        if let Some(heading) = &mut revision.heading {
            heading.text = "World Cup".into();
        }
    }
    let rows = Harness::new(library, 80, 24).keys("enter z M").rows();
    let folded: Vec<&String> = rows
        .iter()
        .filter(|row| row.contains("World Cup · "))
        .collect();
    assert!(folded.len() > 2, "{rows:#?}");
    let different: std::collections::HashSet<&str> = folded
        .iter()
        .filter_map(|row| row.split(" · ").nth(1))
        .collect();
    assert_eq!(different.len(), folded.len(), "{rows:#?}");
}

#[test]
fn who_wrote_an_entry_is_told_with_its_time() {
    let mut blog = harbour();
    let entry = &mut blog.entries[0].entry;
    entry.revisions[0]
        .blocks
        .insert(0, block(Role::Byline, "14:41 , Ines Varga"));
    let mut bare = blog.clone();
    let shown = |blog| one(blog, 80, 24).rows().join("\n");
    // Below a heading on a line of its own, where the line of the page that says it is not shown.
    let headed = shown(blog);
    assert_eq!(headed.matches("Ines Varga").count(), 1, "{headed}");
    assert!(!headed.contains(", Ines Varga"), "{headed}");
    let entry = &mut bare.entries[0].entry;
    entry.revisions.truncate(1);
    entry.revisions[0].heading = None;
    entry.stated_time = Some("81'".into());
    let told = shown(bare.clone());
    assert!(told.contains("14:41 81' · Ines Varga"), "{told}");
    // Without a time the line of the page is shown as it is, and nothing twice.
    let entry = &mut bare.entries[0].entry;
    (entry.published_at, entry.stated_time) = (None, None);
    let told = shown(bare);
    assert_eq!(told.matches("Ines Varga").count(), 1, "{told}");
    assert!(told.contains("14:41 , Ines Varga"), "{told}");
}

/// A summary as long as an article leaves the first entry on the screen, and all of it is a key away.
#[test]
fn a_long_summary_keeps_no_entry_from_the_first_screen() {
    let point = |number| {
        let said = "and what follows from it is told at such length that it fills some lines";
        block(Role::Summary, &format!("Point {number} is told, {said}."))
    };
    let mut blog = long(40);
    blog.page.summary = (1..=30).map(point).collect();
    let mut harness = one(blog, 160, 48).keys("enter");
    let first = harness.screen();
    let cursor = harness.state.settings.glyphs.bar;
    assert!(first.contains("Point 1 is told"), "{first}");
    assert!(!first.contains("Point 30 is told"), "{first}");
    assert!(
        first.contains("more of the summary; zR shows all"),
        "{first}"
    );
    let entry = first.lines().skip_while(|line| !line.contains("more of"));
    assert!(entry.skip(1).any(|line| line.contains(cursor)), "{first}");
    harness.press("z R g g");
    let mut whole = String::new();
    for _ in 0..4 {
        whole += &harness.screen();
        harness.press("space");
    }
    for number in 1..=30 {
        assert!(
            whole.contains(&format!("Point {number} is told")),
            "{whole}"
        );
    }
}
