//! Every action of the table, pressed in every view at three sizes: it does something, or it says why not.

use liveblog::app;
use liveblog::app::Action;
use liveblog::app::Key;
use liveblog::app::Keymap;
use liveblog::app::action::Group;
use liveblog::app::action::View;
use liveblog::app::availability;
use liveblog::ui::theme::Theme;

use crate::screen_harness::Harness;
use crate::screen_library::library;
use crate::screen_library::named_library;
use crate::screen_library::rich_library;

/// The keys that lead to a view, from the first screen on.
pub(crate) fn way_to(view: View) -> &'static str {
    match view {
        View::Articles => "",
        View::Timeline => "enter j j",
        View::Reader => "enter j j tab",
        View::Help => "enter ?",
        View::List => "enter g c",
        View::Page => "enter j j i",
        View::Names => "enter j j e",
        View::Picture => "j j enter G v",
    }
}

/// The first keys that ask for an action alone.
pub(crate) fn keys_of(keymap: &Keymap, action: Action) -> Vec<Key> {
    let found = keymap.bindings.iter();
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
    for key in keys_of(&harness.keymap, action) {
        let key = key.to_string();
        harness.press(&key);
    }
    harness.buffer(&Theme::probe());
    let notice = harness.notice();
    if let Some(reason) = refused {
        let told = notice.contains(&reason.to_string());
        assert!(told, "{place} is refused without saying why");
        assert_eq!(harness.asked.len(), asked, "{place} is refused but acts");
        return;
    }
    let acted = harness.asked.len() > asked || harness.rows() != before || !notice.is_empty();
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
        let unknown = harness.notice().contains("There is no command");
        assert!(!unknown, "{} is not understood", action.name());
    }
}

/// What is to be done first so that an action has something to do, where that is more than going to its view.
pub(crate) fn before(action: Action) -> &'static str {
    match action {
        Action::Up | Action::PageUp | Action::HalfUp | Action::First => "G",
        Action::Newest | Action::PreviousUnread | Action::Previous => "G",
        Action::PreviousBookmark => "G",
        // On the way to the entry those above it were read.
        Action::NextChanged => "U g g",
        Action::PreviousChanged | Action::ReadNewer => "U G",
        Action::Wider => "<",
        Action::PreviousHour | Action::PreviousDay | Action::PreviousMention => "G",
        Action::Undo => "m",
        Action::Redo => "m U",
        Action::Left | Action::PreviousPane => "l",
        Action::PreviousBlog => "J",
        Action::UnfoldAll => "z M",
        Action::Restore => "X",
        Action::ShowAll | Action::FilterSave => "2",
        Action::Cancel => "/ t h e enter",
        Action::Versions => "U g g ] c",
        Action::Picture => "h j j enter G",
        _ => "",
    }
}

#[test]
fn every_action_does_something_somewhere() {
    let mut idle = Vec::new();
    for action in Action::ALL {
        let acts = action.views().iter().any(|view| acts_in(*view, *action));
        if !acts {
            idle.push(action.name());
        }
    }
    assert!(idle.is_empty(), "nothing shows what these do: {idle:?}");
}

/// Whether an action changes the panes or asks for something, rather than only saying why it cannot.
fn acts_in(view: View, action: Action) -> bool {
    let mut harness = Harness::new(rich_library(), 160, 48).keys(way_to(view));
    if matches!(view, View::Articles | View::Timeline | View::Reader) {
        harness.press(before(action));
    }
    if availability(&harness.state, action).is_err() {
        return false;
    }
    let panes = |harness: &Harness| {
        let mut rows = harness.rows();
        rows.truncate(rows.len() - 1);
        rows
    };
    let (rows, asked) = (panes(&harness), harness.asked.len());
    for key in keys_of(&harness.keymap, action) {
        harness.press(&key.to_string());
    }
    let typing = harness.state.search.input.is_some() || harness.state.overlay.is_some();
    panes(&harness) != rows || harness.asked.len() > asked || typing
}
