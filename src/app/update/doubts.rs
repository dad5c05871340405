//! Blogs that may be one: listed with what speaks for it, and decided by the person.

use crate::app::action::Action;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::message::Effect;
use crate::app::panel::list::Choice;
use crate::app::panel::list::List;
use crate::app::panel::list::Purpose;
use crate::app::panel::list::Row;
use crate::app::state::Focus;
use crate::app::state::Overlay;
use crate::app::state::State;
use crate::app::update;
use crate::app::update::reload_all;
use crate::engine::model::BlogId;
use crate::engine::model::Doubt;
use crate::engine::text::SafeText;

/// Opens the list of doubts, on one of the blog under the cursor if there is any.
pub(in crate::app::update) fn open(state: &mut State) -> Vec<Effect> {
    let here = match state.focus {
        Focus::Articles => state.articles.row().map(|row| row.id),
        _ => state.timeline.blog,
    };
    let doubts = &state.articles.doubts;
    let cursor = doubts
        .iter()
        .position(|doubt| here.is_some_and(|id| doubt.blogs.contains(&id)));
    let rows = doubts.iter().map(|doubt| row(state, doubt)).collect();
    let title = "Are these one blog?";
    let list = List::new(Purpose::Doubts, title, rows, cursor.unwrap_or(0));
    state.overlay = Some(Overlay::List(list));
    Vec::new()
}

fn row(state: &State, doubt: &Doubt) -> Row {
    let [one, other] = doubt.blogs.map(|blog| title(state, blog));
    Row {
        lines: vec![
            Line::of(one.to_string(), Ink::Heading),
            Line::of(format!("and {other}"), Ink::Heading),
            Line::of(doubt.why.to_string(), Ink::Muted),
            Line::blank(),
        ],
        choice: Choice::Doubt(doubt.clone()),
    }
}

fn title(state: &State, blog: BlogId) -> SafeText {
    let row = state.articles.find(blog);
    row.map_or_else(|| "(no title)".into(), |row| row.shown().clone())
}

/// Shows the first blog of a doubt; the next one is found from there.
pub(in crate::app::update) fn look(state: &mut State, doubt: &Doubt) -> Vec<Effect> {
    let [one, other] = doubt.blogs;
    if let Some(shelf) = state.articles.find(one).map(|row| row.shelf) {
        state.articles.set_shelf(shelf);
    }
    state.articles.go_to(one);
    state.focus = Focus::Timeline;
    let key = state.keys.name(Action::Doubts);
    let other = title(state, other);
    state.say(format!("It may be one with “{other}”; {key} decides"));
    update::open(state, one)
}

/// Decides on the doubt under the cursor.
pub(in crate::app::update) fn decide(state: &mut State, same: bool) -> Vec<Effect> {
    let Some(Overlay::List(list)) = &mut state.overlay else {
        return Vec::new();
    };
    let Some(Choice::Doubt(doubt)) = list.row().map(|row| row.choice.clone()) else {
        return Vec::new();
    };
    list.rows.remove(list.cursor);
    list.cursor = list.cursor.min(list.rows.len().saturating_sub(1));
    if list.rows.is_empty() {
        state.overlay = None;
    }
    state.articles.doubts.retain(|known| *known != doubt);
    vec![Effect::Decide {
        snapshots: doubt.snapshots,
        same,
    }]
}

/// Says that a decision is kept, and asks for what it changed.
pub(in crate::app::update) fn decided(state: &mut State, same: bool) -> Vec<Effect> {
    let undo = state.keys.name(Action::Undo);
    state.say(if same {
        format!("They are one blog from now on; {undo} takes it back")
    } else {
        format!("They stay two blogs; {undo} takes it back")
    });
    reload_all(state)
}
