//! Finding: the search in the timeline, filters, and ending what is on.

use crate::app::action::Action;
use crate::app::message::Effect;
use crate::app::panel::filter;
use crate::app::panel::search;
use crate::app::state::Focus;
use crate::app::state::Overlay;
use crate::app::state::State;
use crate::app::update::all_panes;
use crate::app::update::library;
use crate::app::update::names;
use crate::app::update::prompt;
use crate::app::update::scrub;

/// Does an action of finding; nothing for all others.
pub(in crate::app::update) fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    if let Some(effects) = scrub::act(state, action) {
        return Some(effects);
    }
    let effects = match action {
        Action::Next | Action::Previous if state.search.is_on() => {
            search::step(state, action == Action::Next);
            Vec::new()
        }
        Action::Search => {
            match &mut state.overlay {
                Some(Overlay::Help(help)) => help.typing = true,
                _ => search::begin(state),
            }
            Vec::new()
        }
        Action::Filter => prompt::filter(state),
        Action::FilterSave => prompt::save_filter(state),
        Action::Find => prompt::find(state),
        Action::GoTo => prompt::time(state),
        Action::Activity => scrub::begin(state),
        Action::Open if state.focus == Focus::Articles && state.articles.saved_row().is_some() => {
            library::open_saved(state)
        }
        Action::Delete => library::forget(state)?,
        Action::Cancel => cancel(state),
        _ => scope(state, action.scope()?),
    };
    Some(effects)
}

/// Applies a filter that needs no typing.
fn scope(state: &mut State, text: &str) -> Vec<Effect> {
    if text.is_empty() {
        filter::end(state);
        state.say("All entries are shown");
        return Vec::new();
    }
    filter::set(state, text)
}

/// Ends one thing: what lies over the panes, the search, the entry in full, the filter.
fn cancel(state: &mut State) -> Vec<Effect> {
    if state.close_overlay() {
        return Vec::new();
    }
    if state.search.is_on() {
        search::end(state);
        state.say("Search ended");
    } else if state.focus == Focus::Reader && !all_panes(state) {
        state.focus = Focus::Timeline;
    } else if filter::end(state) {
        names::end(state);
        state.say("All entries are shown again");
    } else if names::end(state) {
        state.say("No name is chosen any more");
    } else if state.focus == Focus::Reader {
        state.focus = Focus::Timeline;
    }
    Vec::new()
}
