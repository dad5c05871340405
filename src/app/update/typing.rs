//! Keys and what they ask for: through the key map, typed as a command, typed into the search.

use crate::app::action::Action;
use crate::app::action::availability;
use crate::app::arguments;
use crate::app::input::Typed;
use crate::app::key::Key;
use crate::app::key::shown;
use crate::app::keymap::Keymap;
use crate::app::keymap::Lookup;
use crate::app::message::Effect;
use crate::app::panel::command::Command;
use crate::app::panel::command::Parsed;
use crate::app::panel::help;
use crate::app::panel::help::Help;
use crate::app::panel::search;
use crate::app::panel::timeline::Toward;
use crate::app::state::Overlay;
use crate::app::state::State;
use crate::app::update::act;
use crate::app::update::list;
use crate::app::update::prompt;
use crate::app::update::shelf;

pub(in crate::app::update) fn mapped(state: &mut State, keymap: &Keymap, key: Key) -> Vec<Effect> {
    let mut keys = std::mem::take(&mut state.keys.pressed);
    state.keys.next.clear();
    keys.push(key);
    match keymap.lookup(&keys) {
        Lookup::Actions(actions) => actions
            .into_iter()
            .flat_map(|action| run(state, keymap, action))
            .collect(),
        Lookup::Prefix(next) => {
            state.keys.pressed = keys;
            state.keys.next = next;
            Vec::new()
        }
        Lookup::Nothing
            if keys.len() > 1 && keymap.lookup(&[key]) == Lookup::Actions(vec![Action::Cancel]) =>
        {
            Vec::new()
        }
        Lookup::Nothing => {
            let help = state.keys.name(Action::Help);
            state.say(format!(
                "“{}” does nothing here; {help} shows the keys",
                shown(&keys)
            ));
            Vec::new()
        }
    }
}

/// Does an action, or says why not.
pub(in crate::app::update) fn run(
    state: &mut State,
    keymap: &Keymap,
    action: Action,
) -> Vec<Effect> {
    if let Err(reason) = availability(state, action) {
        state.say(format!("Cannot do “{}” now: {reason}", action.name()));
        return Vec::new();
    }
    match action {
        Action::Help => {
            if matches!(state.overlay, Some(Overlay::Help(_))) {
                state.close_overlay();
            } else {
                let help = Overlay::Help(help_of(state, keymap));
                state.covered = match state.overlay.replace(help) {
                    Some(Overlay::Picture(gallery)) => Some(Box::new(gallery)),
                    _ => None,
                };
            }
            Vec::new()
        }
        _ => act::act(state, action),
    }
}

/// Does an action with what was typed after its name, or says why not.
pub(in crate::app::update) fn run_with(
    state: &mut State,
    action: Action,
    argument: &str,
) -> Vec<Effect> {
    if let Err(reason) = availability(state, action) {
        state.say(format!("Cannot do “{}” now: {reason}", action.name()));
        return Vec::new();
    }
    match action {
        Action::Search => search::set(state, argument),
        Action::Theme => list::theme(state, argument),
        Action::Sort => shelf::sort_by(state, argument),
        _ => prompt::answered(state, action, argument),
    }
}

pub(in crate::app::update) fn help_of(state: &State, keymap: &Keymap) -> Help {
    let view = state.view();
    let row = |action: &Action| help::Row {
        action: *action,
        keys: keymap.keys_of(*action),
        reason: availability(state, *action).err(),
    };
    Help::new(
        view,
        Action::ALL
            .iter()
            .filter(|action| action.views().contains(&view))
            .map(row)
            .collect(),
    )
}

pub(in crate::app::update) fn search(state: &mut State, key: Key) -> Vec<Effect> {
    let Some(input) = &mut state.search.input else {
        return Vec::new();
    };
    match input.take(key) {
        Typed::Changed => return search::typed(state),
        Typed::Accepted => search::accept(state),
        Typed::Cancelled => search::cancel(state),
        Typed::Complete | Typed::Nothing => {}
    }
    Vec::new()
}

pub(in crate::app::update) fn command(state: &mut State, keymap: &Keymap, key: Key) -> Vec<Effect> {
    let Some(Overlay::Command(command)) = &mut state.overlay else {
        return Vec::new();
    };
    match command.input.take(key) {
        Typed::Changed => command.completing = None,
        Typed::Complete => {
            let mut command = command.clone();
            command.complete(&arguments::candidates(state, &command));
            state.overlay = Some(Overlay::Command(command));
        }
        Typed::Cancelled => state.overlay = None,
        Typed::Nothing => {}
        Typed::Accepted => {
            let parsed = command.parsed();
            state.overlay = None;
            return obey(state, keymap, parsed);
        }
    }
    Vec::new()
}

pub(in crate::app::update) fn obey(
    state: &mut State,
    keymap: &Keymap,
    parsed: Parsed,
) -> Vec<Effect> {
    match parsed {
        Parsed::Do(action) => return run(state, keymap, action),
        Parsed::With(action, argument) => return run_with(state, action, &argument),
        Parsed::Entry(number) => {
            let rows = state.timeline.rows().len();
            if (1..=rows).contains(&number) {
                state.timeline.jump(number - 1, Toward::Jump);
            } else {
                state.complain(format!(
                    "There is no entry {number}; the timeline has {rows}"
                ));
            }
        }
        Parsed::Unknown(why) => state.complain(why),
        Parsed::Nothing => {}
    }
    Vec::new()
}

/// Opens the command line.
pub(in crate::app::update) fn begin_command(state: &mut State) {
    state.overlay = Some(Overlay::Command(Command::default()));
}
