//! Marks, made at once on what is shown and sent to be kept.

use std::collections::HashMap;

use crate::app::message::Effect;
use crate::app::state::State;
use crate::engine::model::Deed;
use crate::engine::model::EntryId;
use crate::engine::model::EntryRow;
use crate::engine::model::MarkChange;
use crate::engine::model::Marks;
use crate::engine::model::ReadState;

/// Makes changes of marks that the reader asked for.
pub fn mark(state: &mut State, changes: Vec<MarkChange>) -> Vec<Effect> {
    make(state, Deed::of(&changes), changes)
}

/// Marks entries read because they were read, as far as the reader did not say otherwise.
pub fn reading(state: &mut State, rows: &[EntryRow]) -> Vec<Effect> {
    let changes = reads(rows, |id| !state.timeline.spared.contains(&id));
    make(state, Deed::Reading, changes)
}

fn make(state: &mut State, deed: Deed, changes: Vec<MarkChange>) -> Vec<Effect> {
    let Some(blog) = state.timeline.blog.filter(|_| !changes.is_empty()) else {
        return Vec::new();
    };
    for change in &changes {
        match change {
            MarkChange::Unread(id) => state.timeline.spared.insert(*id),
            MarkChange::Read(id) if !state.timeline.spared.is_empty() => {
                state.timeline.spared.remove(id)
            }
            _ => false,
        };
    }
    let far = |change: &&MarkChange| state.timeline.near(change.entry()).is_none();
    let places = (changes.iter().filter(far).nth(FEW).is_some()).then(|| places(state));
    for change in &changes {
        let at = places
            .as_ref()
            .and_then(|places| places.get(&change.entry()).copied());
        apply(state, change, at);
    }
    let changed = changes.iter().map(MarkChange::entry);
    state.timeline.note_changed(changed);
    state.tickets.marks += 1;
    vec![Effect::Mark {
        blog,
        deed,
        changes,
    }]
}

/// Up to so many changes away from the cursor the rows are searched one by one.
const FEW: usize = 8;

fn places(state: &State) -> HashMap<EntryId, usize> {
    let rows = state.timeline.rows().iter().enumerate();
    rows.map(|(at, row)| (row.id, at)).collect()
}

fn apply(state: &mut State, change: &MarkChange, at: Option<usize>) {
    let id = change.entry();
    let blog = state.timeline.blog;
    let Some(row) = state.timeline.row_mut(id, at) else {
        return;
    };
    let before = *row;
    change_row(row, change);
    let after = *row;
    if let Some(marked) = state.timeline.flow.loaded.get_mut(&id) {
        marked.marks.read = after.read;
        marked.marks.bookmarked = after.bookmarked;
        change_texts(&mut marked.marks, change);
    }
    if let Some(row) = blog.and_then(|blog| state.articles.find_mut(blog)) {
        let was = |read| u32::from(before.read == read);
        let is = |read| u32::from(after.read == read);
        row.unread = (row.unread + is(ReadState::Unread)).saturating_sub(was(ReadState::Unread));
        row.changed =
            (row.changed + is(ReadState::Changed)).saturating_sub(was(ReadState::Changed));
        row.bookmarked = (row.bookmarked + u32::from(after.bookmarked))
            .saturating_sub(u32::from(before.bookmarked));
    }
}

fn change_row(row: &mut EntryRow, change: &MarkChange) {
    match change {
        MarkChange::Read(_) => row.read = ReadState::Read,
        MarkChange::Unread(_) => row.read = ReadState::Unread,
        MarkChange::Bookmark(_) => row.bookmarked = true,
        MarkChange::Unbookmark(_) => row.bookmarked = false,
        MarkChange::Note(..) | MarkChange::Tag(..) | MarkChange::Untag(..) => {}
    }
}

fn change_texts(marks: &mut Marks, change: &MarkChange) {
    match change {
        MarkChange::Note(_, note) => marks.note.clone_from(note),
        MarkChange::Tag(_, tag) if !marks.tags.contains(tag) => {
            marks.tags.push(tag.clone());
            marks.tags.sort();
        }
        MarkChange::Untag(_, tag) => marks.tags.retain(|known| known != tag),
        _ => {}
    }
}

/// The change that turns an entry's read state around.
pub fn toggled_read(row: &EntryRow) -> MarkChange {
    match row.read {
        ReadState::Unread | ReadState::Changed => MarkChange::Read(row.id),
        ReadState::Read => MarkChange::Unread(row.id),
    }
}

/// The change that turns an entry's bookmark around.
pub fn toggled_bookmark(row: &EntryRow) -> MarkChange {
    if row.bookmarked {
        MarkChange::Unbookmark(row.id)
    } else {
        MarkChange::Bookmark(row.id)
    }
}

/// The changes that mark entries read which are not.
pub fn reads<'a>(
    rows: impl IntoIterator<Item = &'a EntryRow>,
    wanted: impl Fn(EntryId) -> bool,
) -> Vec<MarkChange> {
    rows.into_iter()
        .filter(|row| row.read != ReadState::Read && wanted(row.id))
        .map(|row| MarkChange::Read(row.id))
        .collect()
}
