//! The reader follows a page: what comes in is shown at the top and counted elsewhere, and nothing else moves.

use liveblog::app::Effect;
use liveblog::app::Msg;
use liveblog::app::Settings;
use liveblog::app::follow::Ask;
use liveblog::app::follow::Beginning;
use liveblog::app::follow::Heard;
use liveblog::app::state::Focus;
use liveblog::engine::model::Shelf;

use crate::screen_harness::Harness;
use crate::screen_library::Library;
use crate::screen_library::long;
use crate::screen_library::numbered;

fn open() -> Harness {
    let library = Library {
        blogs: vec![long(40)],
        ..Library::default()
    };
    Harness::new(library, 80, 30)
}

/// Entries come in above, as when a page brought them.
fn bring(harness: &mut Harness, count: u64, revised: u32) {
    let blog = &mut harness.library.blogs[0];
    let id = blog.id;
    let next = 5000 + blog.entries.len() as u64;
    blog.entries
        .splice(0..0, (0..count).rev().map(|n| numbered(next + n)));
    harness.tell(Msg::LibraryChanged);
    harness.tell(Msg::Web(Heard::News {
        blog: id,
        new: u32::try_from(count).unwrap(),
        revised,
    }));
}

fn shows(harness: &Harness, text: &str) -> bool {
    harness.rows().iter().any(|row| row.contains(text))
}

fn asks(harness: &Harness) -> Vec<Ask> {
    let asked = harness.asked.iter();
    asked
        .filter_map(|effect| match effect {
            Effect::Web(ask) => Some(*ask),
            _ => None,
        })
        .collect()
}

#[test]
fn keys_ask_the_web_and_answers_are_told() {
    let mut harness = open();
    let id = harness.library.blogs[0].id;
    harness.press("R F F");
    assert_eq!(
        asks(&harness),
        [Ask::Once(id), Ask::Follow(id), Ask::Leave(id)]
    );
    harness.press("R");
    assert!(shows(&harness, "Asking the page"));
    harness.tell(Msg::Web(Heard::Same(id)));
    assert!(shows(&harness, "Nothing new"));
    harness.press("R");
    bring(&mut harness, 2, 1);
    assert!(shows(&harness, "2 new, 1 changed"));
    harness.tell(Msg::Web(Heard::Failed {
        blog: id,
        why: "https://a.example/: no connection in time; try again later".into(),
    }));
    assert!(shows(&harness, "no connection in time; try again later"));
}

#[test]
fn who_waits_at_the_top_sees_what_comes_in() {
    let mut harness = open();
    harness.press("F");
    assert!(shows(&harness, "following"));
    bring(&mut harness, 3, 0);
    assert!(!shows(&harness, "3 new"), "{:#?}", harness.rows());
    assert_eq!(harness.state.timeline.cursor, 0);
    assert!(harness.state.timeline.is_at_top());
    bring(&mut harness, 1, 0);
    assert_eq!(harness.state.timeline.cursor, 0);
}

#[test]
fn who_reads_elsewhere_sees_a_counter_and_a_key_leads_there() {
    let mut harness = open();
    harness.press("F j j j space");
    let before = harness.text_rows();
    bring(&mut harness, 3, 1);
    assert_eq!(harness.text_rows(), before);
    assert!(shows(&harness, "3 new ↑"), "{:#?}", harness.rows());
    assert!(shows(&harness, "1 changed"));
    harness.press("g l");
    assert!(!shows(&harness, "3 new") && !shows(&harness, "1 changed"));
    assert!(harness.state.timeline.is_at_top());
}

#[test]
fn what_is_put_away_is_followed_no_longer() {
    let mut harness = open();
    let id = harness.library.blogs[0].id;
    harness.press("F h X");
    assert_eq!(harness.state.focus, Focus::Articles);
    assert_eq!(asks(&harness), [Ask::Follow(id), Ask::Leave(id)]);
    assert!(harness.state.follow.blogs.is_empty());
    harness.library.blogs[0].shelf = Shelf::Archive;
    harness.tell(Msg::LibraryChanged);
    harness.state.focus = Focus::Timeline;
    harness.press("F");
    assert_eq!(asks(&harness).len(), 2);
    assert!(shows(&harness, "put away"), "{:#?}", harness.rows());
}

#[test]
fn without_following_nothing_comes_in_by_itself() {
    let mut harness = open();
    bring(&mut harness, 3, 0);
    assert!(shows(&harness, "3 new ↑"));
}

#[test]
fn the_reader_can_begin_by_following() {
    let library = Library {
        blogs: vec![long(5)],
        ..Library::default()
    };
    let id = library.blogs[0].id;
    let settings = Settings {
        open: Some(id),
        beginning: Beginning::Following,
        ..Settings::default()
    };
    let mut harness = Harness::with(library, 100, 30, settings);
    assert_eq!(asks(&harness), [Ask::Follow(id)]);
    assert!(shows(&harness, "following"));
    harness.tell(Msg::Web(Heard::Ended(id)));
    assert!(shows(&harness, "No longer following"));
    assert!(!shows(&harness, "· following"));
}

#[test]
fn the_sample_is_on_no_page() {
    let mut harness = open();
    harness.state.sample = true;
    harness.press("F");
    assert!(shows(&harness, "the sample stands on no page"));
    assert!(asks(&harness).is_empty());
}

#[cfg(unix)]
mod on_a_terminal {
    use crate::pty::Session;
    use crate::pty::Start;
    use crate::web_server::Reply;
    use crate::web_server::Server;
    use crate::web_server::Told;
    use crate::web_server::blog;

    /// The page with so many entries.
    fn page(count: u32) -> Reply {
        let entries: Vec<Told> = (0..count).rev().map(Told::numbered).collect();
        Reply::page(&blog(jiff::Timestamp::now(), &entries))
    }

    #[test]
    fn a_page_is_followed_beside_the_reading() {
        let server = Server::new(|asked| match asked.before {
            0 => page(20),
            1..4 => page(21),
            4..8 => page(23),
            8 => Reply::status(404),
            _ => page(24),
        });
        let start = Start::With(vec!["--follow".to_owned(), server.url("/live")]);
        let mut session = Session::start(start, &[("LIVEBLOG_TEST_PACE", "400")]);
        session.wait("the newest entry at the top", |screen| {
            screen.contents().contains("district 20")
        });
        session.press("jjj ");
        session.wait("the counter", |screen| screen.contents().contains("2 new"));
        session.wait("the failure", |screen| {
            screen.contents().contains("no such page")
        });
        session.press("gl");
        session.wait("what came in meanwhile", |screen| {
            screen.contents().contains("district 23 ")
        });
        session.press("F");
        session.wait("the end of following", |screen| {
            screen.contents().contains("No longer following")
        });
        session.press("Q");
        assert_eq!(session.end(), 0);
        session.assert_restored();
    }

    #[test]
    fn new_entries_are_told_beyond_the_screen_where_that_is_wanted() {
        let config = tempfile::tempdir().unwrap();
        let text = "[notify]\nhow = \"terminal\"\nkeywords = [\"district 22\"]\n";
        std::fs::write(config.path().join("config.toml"), text).unwrap();
        let server = Server::new(|asked| match asked.before {
            0..3 => page(20),
            3..6 => page(22),
            _ => page(23),
        });
        let start = Start::With(vec!["--follow".to_owned(), server.url("/live")]);
        let folder = config.path().to_str().unwrap();
        let environment = [
            ("LIVEBLOG_TEST_PACE", "200"),
            ("LIVEBLOG_CONFIG_DIR", folder),
        ];
        let mut session = Session::start(start, &environment);
        session.wait("the newest entry", |screen| {
            screen.contents().contains("district 22 ")
        });
        session.press("Q");
        assert_eq!(session.end(), 0);
        assert_eq!(session.written("\u{1b}]9;"), 1);
        assert_eq!(session.written("]9;The theatre of district 22 "), 1);
    }
}
