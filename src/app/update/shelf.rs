//! How blogs are kept: names, tags, the archive, deleted ones; and in which order they are listed.

use crate::app::follow;
use crate::app::message::Effect;
use crate::app::state::State;
use crate::app::update::preview;
use crate::engine::model::BlogId;
use crate::engine::model::Shelf;
use crate::engine::model::ShelfChange;

/// Makes changes at once on what is shown, and sends them to be kept.
pub(in crate::app::update) fn keep(
    state: &mut State,
    blog: BlogId,
    changes: Vec<ShelfChange>,
) -> Vec<Effect> {
    if changes.is_empty() {
        return Vec::new();
    }
    for change in &changes {
        state.articles.change(blog, change);
    }
    state.tickets.marks += 1;
    let mut effects = vec![Effect::Keep { blog, changes }];
    effects.extend(preview(state));
    effects
}

/// Lists the blogs in the next order.
pub(in crate::app::update) fn sort(state: &mut State) -> Vec<Effect> {
    let sort = state.articles.sort.next();
    state.articles.set_sort(sort);
    state.say(format!("Sorted by {}", sort.name()));
    Vec::new()
}

/// Shows the next shelf.
pub(in crate::app::update) fn next_shelf(state: &mut State) -> Vec<Effect> {
    let at = Shelf::ALL
        .iter()
        .position(|shelf| *shelf == state.articles.shelf);
    let next = Shelf::ALL[at.map_or(0, |at| (at + 1) % Shelf::ALL.len())];
    state.articles.set_shelf(next);
    state.say(match next {
        Shelf::Library => "The library",
        Shelf::Archive => "The archive",
        Shelf::Deleted => "Deleted blogs; nothing of them is lost",
    });
    preview(state)
}

/// Puts the blog under the cursor away, or back where it is put away already.
pub(in crate::app::update) fn put(state: &mut State, to: Shelf) -> Vec<Effect> {
    let Some(row) = state.articles.row() else {
        return Vec::new();
    };
    let (blog, title) = (row.id, row.shown().clone());
    let back = row.shelf == to;
    let to = if back { Shelf::Library } else { to };
    let undo = state.keys.name(crate::app::action::Action::Restore);
    state.say(match to {
        Shelf::Library => format!("“{title}” is in the library again"),
        Shelf::Archive => format!("“{title}” is in the archive; {undo} takes it back"),
        Shelf::Deleted => format!("“{title}” is deleted, and kept; {undo} takes it back"),
    });
    state.articles.put_away.retain(|known| *known != blog);
    state.articles.put_away.extend((!back).then_some(blog));
    let mut effects = keep(state, blog, vec![ShelfChange::Put(to)]);
    if to != Shelf::Library {
        effects.extend(follow::leave(state, blog));
    }
    effects
}

/// Takes back the blog that was put away last.
pub(in crate::app::update) fn restore(state: &mut State) -> Vec<Effect> {
    let Some(blog) = state.articles.put_away.pop() else {
        state.say("No blog was archived or deleted since the start; the next shelf shows them");
        return Vec::new();
    };
    state.say("It is in the library again");
    let effects = keep(state, blog, vec![ShelfChange::Put(Shelf::Library)]);
    state.articles.set_shelf(Shelf::Library);
    state.articles.go_to(blog);
    effects
}
