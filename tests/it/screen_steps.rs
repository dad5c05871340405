//! Taking back and doing again what was done to blogs, saved filters and what belongs together; and blogs that may be one.

use liveblog::app::Effect;
use liveblog::engine::model::Shelf;
use liveblog::engine::news::News;

use crate::screen_harness::Harness;
use crate::screen_library::Library;
use crate::screen_library::library;
use crate::screen_library::rich_library;

/// Blogs of which two may be one, and nothing new.
fn doubtful() -> Library {
    Library {
        news: News::default(),
        ..rich_library()
    }
}

#[test]
fn what_was_done_to_a_blog_is_taken_back_and_done_again() {
    let mut harness = Harness::new(library(), 120, 40);
    let id = harness.library.blogs[1].id;
    let title = harness.library.blogs[1].title.clone();
    harness.press("j c ctrl-u N e w enter t ctrl-u x enter X");
    assert_eq!(
        harness.state.articles.find(id).unwrap().shelf,
        Shelf::Archive
    );
    harness.press("U");
    assert!(
        harness.notice().contains("archiving of “New”"),
        "{}",
        harness.notice()
    );
    assert_eq!(
        harness.state.articles.row().map(|row| row.id),
        Some(id),
        "the cursor is on it again"
    );
    harness.press("U U");
    assert!(
        harness.notice().starts_with("Taken back: renaming"),
        "{}",
        harness.notice()
    );
    let row = harness.state.articles.find(id).unwrap();
    assert_eq!((row.shown(), row.tags.len()), (&title, 0));
    harness.press("ctrl-r ctrl-r ctrl-r");
    let row = harness.state.articles.find(id).unwrap();
    assert_eq!(
        (row.shown().as_str(), row.tags.len(), row.shelf),
        ("New", 1, Shelf::Archive)
    );
    // What is back already is not taken back once more.
    harness.press("U g z");
    assert!(
        harness.notice().contains("No blog was archived"),
        "{}",
        harness.notice()
    );
}

#[test]
fn a_saved_filter_is_taken_back_and_done_again() {
    let mut harness = Harness::new(library(), 120, 40).keys("enter 3 g s");
    harness.press("M i n e enter");
    assert_eq!(harness.state.settings.filters.len(), 1);
    harness.press("1 q G x");
    assert!(harness.state.settings.filters.is_empty());
    harness.press("U");
    assert!(
        harness.notice().contains("the saved filter “Mine”"),
        "{}",
        harness.notice()
    );
    assert_eq!(harness.state.settings.filters[0].text, "is:bookmarked");
    let kept = harness.asked.iter().rev().find_map(|effect| match effect {
        Effect::KeepFilter { name, text } => Some((name.clone(), text.clone())),
        _ => None,
    });
    let back = ("Mine".to_owned(), Some("is:bookmarked".to_owned()));
    assert_eq!(kept, Some(back), "the settings have it again");
    harness.press("U");
    assert!(harness.state.settings.filters.is_empty());
    harness.press("ctrl-r");
    assert_eq!(harness.state.settings.filters.len(), 1);
}

#[test]
fn blogs_that_may_be_one_are_told_and_decided() {
    for (key, same) in [("=", true), ("%", false)] {
        let mut harness = Harness::new(doubtful(), 120, 40);
        let rows = harness.rows().join("\n");
        assert!(rows.contains("may be one with another"), "{rows}");
        assert!(rows.contains("is it one with another?"), "{rows}");
        harness.press("g =");
        let rows = harness.rows().join("\n");
        assert!(
            rows.contains("Are these one blog?") && rows.contains("9 % of"),
            "{rows}"
        );
        harness.press(key);
        let decided = harness
            .asked
            .iter()
            .any(|effect| matches!(effect, Effect::Decide { same: wanted, .. } if *wanted == same));
        assert!(decided && harness.state.overlay.is_none());
        assert!(
            harness.notice().contains("U takes it back"),
            "{}",
            harness.notice()
        );
        harness.press("g =");
        assert!(
            harness.notice().contains("no blog that may be another"),
            "{}",
            harness.notice()
        );
        harness.press("U g =");
        assert!(harness.state.lists_doubts(), "the doubt is back");
        harness.press("enter");
        assert_eq!(
            harness.state.timeline.blog,
            Some(harness.library.blogs[0].id)
        );
        assert!(
            harness.notice().contains("It may be one with"),
            "{}",
            harness.notice()
        );
    }
}

#[test]
fn screen_of_blogs_that_may_be_one() {
    for (width, height) in [(160, 48), (80, 24), (40, 12)] {
        let harness = Harness::new(doubtful(), width, height);
        insta::assert_snapshot!(format!("doubtful_{width}x{height}"), harness.screen());
    }
}
