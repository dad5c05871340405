//! What the reader would show after a key that was not pressed yet. What the key would ask for is left out, and the state
//! itself stays as it is.

use crate::app::action::Action;
use crate::app::action::Group;
use crate::app::key::Key;
use crate::app::keymap::Keymap;
use crate::app::keymap::Lookup;
use crate::app::state::State;
use crate::app::update;

/// Whether a key leads on, so that it is likely to be pressed once more.
pub fn leads_on(keymap: &Keymap, key: Key) -> bool {
    let leads = |action: &Action| match action {
        Action::First | Action::Last | Action::GoTo | Action::Activity => false,
        _ => action.moves() || action.group() == Group::Jump,
    };
    match keymap.lookup(&[key]) {
        Lookup::Actions(actions) => actions.iter().all(leads),
        Lookup::Prefix(_) | Lookup::Nothing => false,
    }
}

/// The state after a key that leads on, in the panes alone: where something is typed, or lies over them, nothing is foreseen.
pub fn ahead(state: &State, keymap: &Keymap, key: Key) -> Option<State> {
    let elsewhere = state.overlay.is_some()
        || state.search.input.is_some()
        || !state.keys.pressed.is_empty()
        || !leads_on(keymap, key);
    if elsewhere {
        return None;
    }
    let mut then = state.clone();
    update::press(&mut then, keymap, key);
    Some(then)
}
