//! The filter on the open timeline: what was typed, which entries it lets pass, and when it is applied.
//! It holds what it showed: an entry that stops to pass stays until the filter is applied again.

use std::collections::HashSet;

use crate::app::message::Effect;
use crate::app::panel::timeline::Toward;
use crate::app::state::State;
use crate::engine::model::EntryId;
use crate::engine::query::Query;

/// The filter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// The one that is on.
    pub on: Option<Typed>,
    /// The one that was asked for and is not applied yet, and the ticket of the request.
    asked: Option<(u64, Typed)>,
    /// The ticket of the request that looks which of the entries that came in pass the one that is on.
    again: u64,
}

/// A filter as it was typed and as it is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The text.
    pub text: String,
    /// What it means.
    pub query: Query,
}

/// Reads a filter and asks to apply it; says what is wrong with it. An empty one ends the filter.
pub fn set(state: &mut State, text: &str) -> Vec<Effect> {
    let text = text.trim();
    match Query::parse(text) {
        Ok(query) if query.is_all() => {
            end(state);
            Vec::new()
        }
        Ok(query) => {
            let text = text.to_owned();
            apply(state, Typed { text, query })
        }
        Err(error) => {
            state.complain(format!("The filter was not applied: {error}"));
            Vec::new()
        }
    }
}

fn apply(state: &mut State, typed: Typed) -> Vec<Effect> {
    let Some(effect) = select(state, &typed.query) else {
        return Vec::new();
    };
    state.filter.asked = Some((state.tickets.last, typed));
    vec![effect]
}

/// Asks which entries pass the filter that is on; also before the rows of a blog come.
pub fn again(state: &mut State) -> Option<Effect> {
    let query = state.filter.on.as_ref()?.query.clone();
    let effect = select(state, &query)?;
    state.filter.again = state.tickets.last;
    Some(effect)
}

fn select(state: &mut State, query: &Query) -> Option<Effect> {
    Some(Effect::Select {
        blog: state.timeline.blog?,
        ticket: state.tickets.issue(),
        query: query.clone(),
        zone: state.settings.zone,
        now: state.settings.now,
    })
}

/// Takes which entries pass.
pub fn selected(state: &mut State, ticket: u64, entries: Vec<EntryId>) {
    let passing: HashSet<EntryId> = entries.into_iter().collect();
    if ticket == state.filter.again {
        state.timeline.let_pass(passing);
        return;
    }
    let Some((_, typed)) = state.filter.asked.take_if(|(asked, _)| *asked == ticket) else {
        return;
    };
    if passing.is_empty() {
        let text = format!(
            "No entry passes “{}”; the timeline stays as it was",
            typed.text
        );
        state.complain(text);
        return;
    }
    let (count, all) = (passing.len(), state.timeline.all_rows().len());
    let entries = if all == 1 { "entry" } else { "entries" };
    let key = state.keys.name(crate::app::action::Action::Cancel);
    state.say(format!("{count} of {all} {entries}; {key} shows all again"));
    state.filter.on = Some(typed);
    state.timeline.sift(Some(passing));
}

/// Ends the filter; answers whether there was one.
pub fn end(state: &mut State) -> bool {
    state.filter.asked = None;
    state.filter.again = 0;
    state.timeline.sift(None);
    state.filter.on.take().is_some()
}

/// The position of an entry of the open blog. A filter that hides it is ended first.
pub fn reach(state: &mut State, entry: EntryId) -> Option<usize> {
    let position = |state: &State| state.timeline.positions(&[entry]).first().copied();
    if let Some(at) = position(state) {
        return Some(at);
    }
    let hidden = state.timeline.all_rows().iter().any(|row| row.id == entry);
    if hidden && end(state) {
        state.say("The filter hid this entry and was ended");
    }
    position(state)
}

/// Goes to an entry of the open blog; answers whether it is there.
pub fn go_to(state: &mut State, entry: EntryId) -> bool {
    let at = reach(state, entry);
    if let Some(at) = at {
        state.timeline.jump(at, Toward::Jump);
    }
    at.is_some()
}
