//! Another library taken in from within the reader.

use liveblog::app::Action;
use liveblog::app::Effect;
use liveblog::app::Msg;
use liveblog::app::availability;
use liveblog::app::message::Import;

use crate::screen_harness::Harness;
use crate::screen_library::library;

fn imported(harness: &Harness) -> Vec<&str> {
    let asked = harness.asked.iter();
    let places = asked.filter_map(|effect| match effect {
        Effect::Import(place) => Some(place.as_str()),
        _ => None,
    });
    places.collect()
}

#[test]
fn the_way_to_another_library_is_completed_folder_by_folder() {
    for open in ["enter g I", "enter : i m p o r t space"] {
        let mut harness = Harness::new(library(), 80, 24).keys(open);
        harness.press("S y n c tab");
        let rows = harness.rows().join("\n");
        assert!(rows.contains("Sync/"), "{open}: {rows}");
        harness.press("tab enter");
        assert_eq!(imported(&harness), ["Sync/library.db"], "{open}");
        assert_eq!(harness.notice(), "Sync/library.db: 1 blog (new)");
        let reads = |effect: &&Effect| matches!(effect, Effect::LoadBlogs);
        assert!(harness.asked.iter().rev().take(6).any(|one| reads(&one)));
    }
    let mut harness = Harness::new(library(), 80, 24).keys("enter g I S tab");
    assert!(
        harness.rows().join("\n").contains("Sync/ Synthesis/")
            || harness.rows().join("\n").contains("Sync/  Synthesis/")
    );
    harness.press("tab enter");
    assert_eq!(
        imported(&harness),
        ["Sync/"],
        "as far as both agree, then the first"
    );
}

#[test]
fn a_folder_is_read_once_and_nothing_typed_takes_nothing_in() {
    let mut harness =
        Harness::new(library(), 80, 24).keys("enter g I S y n c enter g I enter g I esc");
    let lists = |effect: &&Effect| matches!(effect, Effect::ListFolder(_));
    assert_eq!(
        harness.asked.iter().filter(lists).count(),
        3,
        "once for each question"
    );
    assert_eq!(imported(&harness), ["Sync"]);
    harness.tell(Msg::Import(Import::At(120, 660)));
    assert_eq!(harness.notice(), "Taking in snapshots: 120 of 660");
}

#[test]
fn nothing_is_taken_into_the_sample() {
    let mut harness = Harness::new(library(), 80, 24);
    harness.state.sample = true;
    assert!(availability(&harness.state, Action::Import).is_err());
    harness.press("enter g I");
    assert!(
        harness.notice().contains("liveblog import"),
        "{}",
        harness.notice()
    );
}
