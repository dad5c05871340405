//! Steps taken back and done again, in words; and entries that become read by being looked at.

use crate::app::action::Action;
use crate::app::message::Effect;
use crate::app::message::Way;
use crate::app::state::Focus;
use crate::app::state::ReadWhen;
use crate::app::state::State;
use crate::app::update::act;
use crate::app::update::library;
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
    let what = told(&step);
    let place = place(state, &step);
    state.say(format!("{verb}: {what}{place}; {other}"));
    if matches!(step.deed, Deed::Archive | Deed::Delete | Deed::Restore) {
        state.articles.put_away.retain(|blog| *blog != step.blog);
        state.articles.awaited = Some(step.blog);
    }
    let mut effects = vec![Effect::LoadBlogs];
    effects.extend(reload(state));
    if step.deed == Deed::Name {
        effects.extend(names::again(state));
    }
    effects.extend(
        step.filter
            .into_iter()
            .flat_map(|then| library::refilter(state, then)),
    );
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
        Deed::Rename => "renaming".to_owned(),
        Deed::TagBlog => "tagging".to_owned(),
        Deed::Archive => "archiving".to_owned(),
        Deed::Delete => "deleting".to_owned(),
        Deed::Restore => "putting back".to_owned(),
        Deed::Link => "“they are one blog”".to_owned(),
        Deed::Unlink => "“they are two blogs”".to_owned(),
        Deed::Filter => match &step.filter {
            Some(then) => format!("the saved filter “{}”", then.name),
            None => "a saved filter".to_owned(),
        },
        Deed::Other => format!("a change of {entries}"),
    }
}

/// The blog of a step, if it is not the open one.
fn place(state: &State, step: &Step) -> String {
    let (before, always) = match step.deed {
        Deed::Rename | Deed::TagBlog | Deed::Archive | Deed::Delete | Deed::Restore => {
            (" of", true)
        }
        _ => (" in", false),
    };
    if state.timeline.blog == Some(step.blog) && !always {
        return String::new();
    }
    let row = state.articles.find(step.blog);
    row.map_or_else(String::new, |row| format!("{before} “{}”", row.shown()))
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
