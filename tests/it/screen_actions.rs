//! Every action of the table, pressed in every view at three sizes: it does something, or it says why not.

use liveblog::app;
use liveblog::app::Action;
use liveblog::app::Key;
use liveblog::app::action::Group;
use liveblog::app::action::View;
use liveblog::app::availability;
use liveblog::ui::theme::Theme;

use crate::screen_harness::Harness;
use crate::screen_library::library;
use crate::screen_library::named_library;

/// The keys that lead to a view, from the first screen on.
fn way_to(view: View) -> &'static str {
    match view {
        View::Articles => "",
        View::Timeline => "enter j j",
        View::Reader => "enter j j tab",
        View::Help => "enter ?",
        View::List => "enter g c",
        View::Page => "enter j j i",
        View::Names => "enter j j e",
    }
}

fn keys_of(harness: &Harness, action: Action) -> Vec<Key> {
    let found = harness.keymap.bindings.iter();
    let mut found = found.filter(|(_, actions)| actions[..] == [action]);
    let (keys, _) = found
        .next()
        .unwrap_or_else(|| panic!("{} has no key", action.name()));
    keys.clone()
}

#[test]
fn every_action_acts_or_says_why_not_in_every_view() {
    for view in View::ALL {
        for (width, height) in [(160, 48), (80, 24), (40, 12)] {
            for action in Action::ALL {
                press(view, *action, width, height);
            }
        }
    }
}

fn press(view: View, action: Action, width: u16, height: u16) {
    let mut harness = Harness::new(named_library(), width, height).keys(way_to(view));
    assert_eq!(harness.state.view(), view, "the way to the {}", view.name());
    let place = format!(
        "{} in the {} at {width}x{height}",
        action.name(),
        view.name()
    );
    let refused = availability(&harness.state, action).err();
    let (before, asked) = (harness.rows(), harness.asked.len());
    for key in keys_of(&harness, action) {
        let key = key.to_string();
        harness.press(&key);
    }
    harness.buffer(&Theme::probe());
    let notice = harness
        .state
        .notice
        .as_ref()
        .map(|notice| notice.text.clone());
    if let Some(reason) = refused {
        let told = notice.is_some_and(|notice| notice.contains(&reason.to_string()));
        assert!(told, "{place} is refused without saying why");
        assert_eq!(harness.asked.len(), asked, "{place} is refused but acts");
        return;
    }
    let acted = harness.asked.len() > asked || harness.rows() != before || notice.is_some();
    let may_rest = action.group() == Group::Move || action == Action::Cancel;
    assert!(acted || may_rest, "{place} does nothing and says nothing");
}

#[test]
fn every_action_can_be_typed_as_a_command() {
    for action in Action::ALL {
        let mut harness = Harness::new(library(), 100, 30).keys("enter j :");
        for letter in action.name().chars() {
            let key: Key = letter.to_string().parse().unwrap();
            app::press(&mut harness.state, &harness.keymap, key);
        }
        harness.press("enter");
        let notice = harness
            .state
            .notice
            .as_ref()
            .map(|notice| notice.text.clone());
        let unknown = notice.is_some_and(|text| text.contains("There is no command"));
        assert!(!unknown, "{} is not understood", action.name());
    }
}
