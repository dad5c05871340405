//! Lists to choose from: opening them, moving in them, choosing.

use crate::app::action::Action;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::message::Effect;
use crate::app::panel::list::Choice;
use crate::app::panel::list::List;
use crate::app::panel::list::Purpose;
use crate::app::panel::list::Row;
use crate::app::pointer::Gesture;
use crate::app::pointer::Pointer;
use crate::app::state::Overlay;
use crate::app::state::State;
use crate::app::update::act::lines_of;
use crate::app::update::pointer::row_in;

/// Does an action in the list that is open; nothing for actions that are the same everywhere.
pub(in crate::app::update) fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    let Some(Overlay::List(list)) = &mut state.overlay else {
        return None;
    };
    let effects = match action {
        Action::Open | Action::Right => choose(state),
        Action::Back | Action::Cancel | Action::Left => close(state),
        Action::Down
        | Action::Up
        | Action::PageDown
        | Action::PageUp
        | Action::HalfDown
        | Action::HalfUp
        | Action::First
        | Action::Last => {
            if list.step(lines_of(action, list.page())) {
                look(list)
            } else {
                Vec::new()
            }
        }
        _ => return None,
    };
    Some(effects)
}

/// Takes a gesture of the mouse in the list that is open.
pub(in crate::app::update) fn point(state: &mut State, pointer: Pointer) -> Vec<Effect> {
    let panes = state.layout().panes;
    let Some(Overlay::List(list)) = &mut state.overlay else {
        return Vec::new();
    };
    let (_, body) = list.area(panes).split_top(1);
    let moved = match pointer.gesture {
        Gesture::WheelUp => list.step(-1),
        Gesture::WheelDown => list.step(1),
        Gesture::Press => {
            let at = row_in(body, pointer).and_then(|row| list.at(row));
            let Some(at) = at else { return Vec::new() };
            if at == list.cursor {
                return choose(state);
            }
            list.cursor = at;
            true
        }
    };
    if moved { look(list) } else { Vec::new() }
}

/// What the row under the cursor shows while the cursor stands on it.
fn look(list: &List) -> Vec<Effect> {
    match (&list.purpose, list.row().map(|row| &row.choice)) {
        (Purpose::Theme { .. }, Some(Choice::Theme(name))) => vec![Effect::Theme(name.clone())],
        _ => Vec::new(),
    }
}

fn choose(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::List(list)) = state.overlay.take() else {
        return Vec::new();
    };
    match list.row().map(|row| row.choice.clone()) {
        Some(Choice::Theme(name)) => {
            state.say(format!("The colours are “{name}” from now on"));
            state.settings.theme.clone_from(&name);
            vec![Effect::Theme(name.clone()), Effect::KeepTheme(name)]
        }
        None => Vec::new(),
    }
}

fn close(state: &mut State) -> Vec<Effect> {
    match state.overlay.take() {
        Some(Overlay::List(List {
            purpose: Purpose::Theme { before },
            ..
        })) => vec![Effect::Theme(before)],
        _ => Vec::new(),
    }
}

/// Opens the list of themes on the one in use.
pub(in crate::app::update) fn themes(state: &mut State) -> Vec<Effect> {
    let before = state.settings.theme.clone();
    let names = &state.settings.themes;
    let cursor = names.iter().position(|name| *name == before).unwrap_or(0);
    let row = |name: &String| Row {
        lines: vec![Line::of(name.clone(), Ink::Text)],
        choice: Choice::Theme(name.clone()),
    };
    let rows = names.iter().map(row).collect();
    let purpose = Purpose::Theme { before };
    state.overlay = Some(Overlay::List(List::new(purpose, "Themes", rows, cursor)));
    Vec::new()
}
