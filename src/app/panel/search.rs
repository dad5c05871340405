//! The search in the open timeline: what is typed, what was found, where the reader stands among it.

use crate::app::common::Common;
use crate::app::flow::Item;
use crate::app::flow::Place;
use crate::app::input::LineInput;
use crate::app::message::Effect;
use crate::app::order::Order;
use crate::app::panel::timeline::Toward;
use crate::app::state::Focus;
use crate::app::state::State;
use crate::engine::model::EntryId;

/// The search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Search {
    /// What is being typed, while it is.
    pub input: Option<LineInput>,
    /// What is searched for; empty when no search is on.
    pub text: String,
    /// The positions of the entries that hold it, ascending.
    pub positions: Common<Vec<usize>>,
    /// Whether they have come.
    pub ready: bool,
    /// The ticket of the request.
    pub ticket: u64,
    /// Where the reader was when it began: the cursor and the top.
    pub origin: Option<(usize, Place)>,
    /// Whether what was typed is still to be gone to.
    seeks: bool,
}

impl Search {
    /// Whether a search is on.
    pub fn is_on(&self) -> bool {
        !self.text.is_empty()
    }

    /// Which of the finds the cursor stands on, counted from 1, and how many there are.
    pub fn standing(&self, cursor: usize) -> (Option<usize>, usize) {
        (
            self.positions.binary_search(&cursor).ok().map(|at| at + 1),
            self.positions.len(),
        )
    }
}

/// Begins to type a search.
pub fn begin(state: &mut State) {
    if state.focus == Focus::Articles {
        state.focus = Focus::Timeline;
    }
    state.search.origin = Some((state.timeline.cursor, state.timeline.top));
    state.search.input = Some(LineInput::default());
}

/// Searches for what is typed now.
pub fn typed(state: &mut State) -> Vec<Effect> {
    let text = state
        .search
        .input
        .as_ref()
        .map_or_else(String::new, |input| input.text.clone());
    state.search.text = text.trim().to_owned();
    state.timeline.needle = state.search.text.clone();
    back_to_origin(state);
    state.search.seeks = true;
    request(state)
}

/// Searches for a text at once.
pub fn set(state: &mut State, text: &str) -> Vec<Effect> {
    end(state);
    state.search.text = text.trim().to_owned();
    state.timeline.needle.clone_from(&state.search.text);
    request(state)
}

/// Asks where the text stands; also after entries changed.
pub fn request(state: &mut State) -> Vec<Effect> {
    state.search.positions.clear();
    state.search.ready = false;
    let Some(blog) = state.timeline.blog.filter(|_| state.search.is_on()) else {
        return Vec::new();
    };
    let ticket = state.tickets.issue();
    state.search.ticket = ticket;
    vec![Effect::FindText {
        ticket,
        blog,
        text: state.search.text.clone(),
    }]
}

/// The entries of the place where the search began: the cursor's, and that at the top.
pub fn origin(state: &State) -> Option<(EntryId, Option<EntryId>)> {
    let (cursor, top) = state.search.origin?;
    let id = |at: usize| state.timeline.rows().get(at).map(|row| row.id);
    let top = match top.item {
        Item::Head => None,
        Item::Entry(at) => id(at),
    };
    Some((id(cursor)?, top))
}

/// Looks once more where the text stands, because other rows came; what is in view stays where it is, and the place where
/// the search began is where those entries are now.
pub fn follow(state: &mut State, origin: Option<(EntryId, Option<EntryId>)>) -> Vec<Effect> {
    let search = &mut state.search;
    search.seeks &= !search.ready;
    let rows = state.timeline.rows();
    let at = |id: EntryId| rows.iter().position(|row| row.id == id);
    if let (Some((cursor, top)), Some((old_cursor, old_top))) = (origin, &mut search.origin) {
        *old_cursor = at(cursor).unwrap_or(*old_cursor);
        if let Some(now) = top.and_then(at) {
            old_top.item = Item::Entry(now);
        }
    }
    request(state)
}

/// Takes what was found, which comes in parts from top to bottom; while typing, the nearest find is shown.
pub fn found(state: &mut State, ticket: u64, entries: &[EntryId], more: bool) {
    if ticket != state.search.ticket || !state.search.is_on() {
        return;
    }
    let found = state.timeline.positions(entries);
    state.search.positions.extend(found);
    // They come from the newest entry on, which may stand at the end.
    state.search.positions.sort_unstable();
    state.search.ready = !more;
    if let Some((cursor, _)) = state.search.origin.filter(|_| state.search.seeks) {
        let positions = &state.search.positions;
        let below = positions.iter().find(|at| **at >= cursor);
        let around = positions.first().filter(|_| !more);
        let nearest = below.or(around).copied();
        // Where they come from below, a nearer one may follow until they come from above the cursor.
        let passed = positions.first().is_some_and(|at| *at < cursor);
        let known = !more || passed || state.timeline.order() == Order::Newest;
        let nearest = nearest.filter(|_| known);
        if let Some(at) = nearest.filter(|at| *at != state.timeline.cursor || !more) {
            state.timeline.jump(at, Toward::Hit);
        }
    }
}

/// Ends typing; the search stays on.
pub fn accept(state: &mut State) {
    state.search.input = None;
    state.search.origin = None;
    if !state.search.is_on() {
        end(state);
    } else if state.search.ready && state.search.positions.is_empty() {
        let text = format!("No entry contains “{}”", state.search.text);
        state.complain(text);
    }
}

/// Ends typing and the search; the reader is back where it began.
pub fn cancel(state: &mut State) {
    back_to_origin(state);
    end(state);
}

/// Ends the search.
pub fn end(state: &mut State) {
    state.search = Search {
        ticket: state.search.ticket,
        ..Search::default()
    };
    state.timeline.needle.clear();
}

/// To the next or previous find, around the ends.
pub fn step(state: &mut State, forward: bool) {
    match state.timeline.next_of(&state.search.positions, forward) {
        Some((at, around)) => {
            state.timeline.jump(at, Toward::Hit);
            if around {
                state.say(if forward {
                    "Search went on from the top"
                } else {
                    "Search went on from the end"
                });
            }
        }
        None => {
            let text = format!("No entry contains “{}”", state.search.text);
            state.complain(text);
        }
    }
}

fn back_to_origin(state: &mut State) {
    if let Some((cursor, top)) = state.search.origin {
        state.timeline.stand(cursor, top);
    }
}
