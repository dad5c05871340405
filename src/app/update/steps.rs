//! Steps taken back and done again, in words; and entries that become read by being looked at.

use crate::app::action::Action;
use crate::app::message::Effect;
use crate::app::message::Way;
use crate::app::state::Focus;
use crate::app::state::ReadWhen;
use crate::app::state::State;
use crate::app::update::act;
use crate::app::update::names;
use crate::app::update::reload;
use crate::engine::model::Deed;
use crate::engine::model::EntryId;
use crate::engine::model::ReadState;
use crate::engine::model::Step;

/// Says what was taken back or done again, and asks for what it changed.
pub(in crate::app::update) fn stepped(
    state: &mut State,
    way: Way,
    step: Option<Step>,
) -> Vec<Effect> {
    let Some(step) = step else {
        state.say(match way {
            Way::Back => "There is nothing to take back",
            Way::Again => "There is nothing to do again",
        });
        return Vec::new();
    };
    let other = match way {
        Way::Back => format!("{} does it again", state.keys.name(Action::Redo)),
        Way::Again => format!("{} takes it back", state.keys.name(Action::Undo)),
    };
    let verb = match way {
        Way::Back => "Taken back",
        Way::Again => "Done again",
    };
    let place = place(state, &step);
    state.say(format!("{verb}: {}{place}; {other}", told(&step)));
    let mut effects = vec![Effect::LoadBlogs];
    effects.extend(reload(state));
    if step.deed == Deed::Name {
        effects.extend(names::again(state));
    }
    effects
}

fn told(step: &Step) -> String {
    let entries = match step.entries {
        1 => "1 entry".to_owned(),
        many => format!("{many} entries"),
    };
    match step.deed {
        Deed::Reading => format!("{entries} read"),
        Deed::Read => format!("{entries} marked read"),
        Deed::Unread => format!("{entries} marked unread"),
        Deed::Bookmark => format!("bookmark on {entries}"),
        Deed::Unbookmark => format!("bookmark removed from {entries}"),
        Deed::Note => format!("note on {entries}"),
        Deed::Tag => format!("tag of {entries}"),
        Deed::Name => "a correction of a name".to_owned(),
        Deed::Other => format!("a change of {entries}"),
    }
}

/// The blog of a step, if it is not the open one.
fn place(state: &State, step: &Step) -> String {
    if state.timeline.blog == Some(step.blog) {
        return String::new();
    }
    let mut rows = state.articles.rows.iter();
    let row = rows.find(|row| row.id == step.blog);
    row.map_or_else(String::new, |row| format!(" in “{}”", row.title))
}

/// The entry on which resting means reading, if there is one now.
pub fn dwelling(state: &State) -> Option<EntryId> {
    let wanted = state.settings.read == ReadWhen::Dwell
        && state.overlay.is_none()
        && state.focus != Focus::Articles;
    let row = state.timeline.row().filter(|_| wanted)?;
    let open = row.read != ReadState::Read
        && !state.timeline.spared.contains(&row.id)
        && state.timeline.is_open(&row);
    open.then_some(row.id)
}

/// The reader has rested on an entry.
pub(in crate::app::update) fn dwelt(state: &mut State, id: EntryId) -> Vec<Effect> {
    if dwelling(state) != Some(id) {
        return Vec::new();
    }
    let cursor = state.timeline.cursor;
    act::read_open(state, cursor..cursor + 1)
}

/// Marks an entry read when it is shown in full, where that is wished.
pub(in crate::app::update) fn opened(state: &mut State) -> Vec<Effect> {
    let in_full = state.focus == Focus::Reader && state.settings.read == ReadWhen::Open;
    let entry = state.reader.entry.filter(|_| in_full);
    if std::mem::replace(&mut state.reader.opened, entry) == entry || entry.is_none() {
        return Vec::new();
    }
    let cursor = state.timeline.cursor;
    act::read_open(state, cursor..cursor + 1)
}
