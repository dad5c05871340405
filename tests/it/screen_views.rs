//! Every view, and everything that an action opens, at three sizes. What there is to be shown is taken from the tables of
//! views, actions and keys, so that nothing can be forgotten: what is new there has its screens here.

use std::collections::BTreeSet;

use liveblog::app::Action;
use liveblog::app::Keymap;
use liveblog::app::action::View;
use liveblog::app::state::Overlay;

use crate::screen_actions::before;
use crate::screen_actions::keys_of;
use crate::screen_actions::way_to;
use crate::screen_harness::Harness;
use crate::screen_library::rich_library;

const SIZES: [(u16, u16); 3] = [(160, 48), (80, 24), (40, 12)];

fn at(size: (u16, u16), keys: &str) -> Harness {
    Harness::new(rich_library(), size.0, size.1).keys(keys)
}

fn check(name: &str, keys: &str) {
    for (width, height) in SIZES {
        let screen = at((width, height), keys).screen();
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), screen);
    }
}

fn keys(action: Action) -> String {
    let keymap = Keymap::builtin();
    let keys = keys_of(&keymap, action);
    let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
    keys.join(" ")
}

/// The first view in which an action opens something, with the keys that lead there.
fn opening(action: Action) -> Option<String> {
    action.views().iter().find_map(|view| {
        // Not every entry has pictures.
        let first = match action {
            Action::Picture => before(action),
            _ => "",
        };
        let way = format!("{} {first}", way_to(*view));
        let mut harness = at((100, 30), &way);
        let before = harness.state.overlay.clone();
        let keys = keys(action);
        harness.press(&keys);
        let after = &harness.state.overlay;
        let same = after.as_ref().map(std::mem::discriminant)
            == before.as_ref().map(std::mem::discriminant);
        let typing = harness.state.names.typing || harness.state.search.input.is_some();
        (after.is_some() && !same || typing).then(|| format!("{way} {keys}"))
    })
}

#[test]
fn every_view_at_three_sizes() {
    for view in View::ALL {
        check(&view.name().replace(' ', "_"), way_to(view));
    }
}

#[test]
fn everything_that_an_action_opens_at_three_sizes() {
    let mut kinds = BTreeSet::new();
    for action in Action::ALL {
        let Some(keys) = opening(*action) else {
            continue;
        };
        check(&format!("opens_{}", action.name()), &keys);
        kinds.extend(at((100, 30), &keys).state.overlay.as_ref().map(kind));
    }
    assert_eq!(kinds.len(), KINDS, "only {kinds:?} are opened");
}

/// How many kinds of things lie over the panes: as many as [`kind`] tells apart.
const KINDS: usize = 9;

fn kind(overlay: &Overlay) -> &'static str {
    match overlay {
        Overlay::Help(_) => "help",
        Overlay::Command(_) => "command line",
        Overlay::List(_) => "list",
        Overlay::Hints(_) => "labels of links",
        Overlay::Prompt(_) => "question",
        Overlay::Page(_) => "page",
        Overlay::Scrub(_) => "row of bars",
        Overlay::Names => "list of names",
        Overlay::Picture(_) => "picture",
    }
}

#[test]
fn every_continuation_at_three_sizes() {
    let keymap = Keymap::builtin();
    let long = keymap.bindings.keys().filter(|keys| keys.len() > 1);
    let prefixes: BTreeSet<String> = long.map(|keys| keys[0].to_string()).collect();
    assert!(prefixes.len() >= 4, "{prefixes:?}");
    for prefix in prefixes {
        let name = match prefix.as_str() {
            "[" => "back",
            "]" => "on",
            letters => letters,
        };
        let name = if name == "A" { "all" } else { name };
        check(&format!("which_key_{name}"), &format!("enter {prefix}"));
    }
}
