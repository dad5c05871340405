//! Effects performed: the only place where the app touches the world. Tests call it inline.

use std::sync::Arc;

use jiff::Timestamp;

use crate::app::message::Effect;
use crate::app::message::Msg;
use crate::app::message::Way;
use crate::engine::model::BlogId;
use crate::engine::model::EntryId;
use crate::engine::names::BlogNames;
use crate::engine::names::Kind;
use crate::engine::names::Recogniser;
use crate::engine::rules::Rules;
use crate::engine::text::SafeText;
use crate::store::Since;
use crate::store::Store;
use crate::store::StoreError;
use crate::tui::finding;
use crate::tui::importing;
use crate::tui::picturing;

/// How many entries on a name are shown at most.
const MOST_MENTIONS: usize = 500;

/// Does what the app asked for and answers what it is to be told.
///
/// What concerns the terminal and the person's files (from [`Effect::Copy`] on) is done by the loop and has no answer.
pub fn perform(effect: Effect, store: &mut Store) -> Vec<Msg> {
    let what = what(&effect);
    let place = matches!(effect, Effect::KeepLeft(..)).then_some(Msg::PlaceNotKept);
    answer(effect, store).unwrap_or_else(|error| {
        let failed = failed(what, &error.to_string());
        std::iter::once(failed).chain(place).collect()
    })
}

/// The message that something did not work.
pub(crate) fn failed(what: &str, why: &str) -> Msg {
    Msg::Failed {
        what: SafeText::new(what),
        why: SafeText::new(why),
    }
}

fn answer(effect: Effect, store: &mut Store) -> Result<Vec<Msg>, StoreError> {
    let answer = match effect {
        Effect::LoadBlogs => Msg::Blogs(store.all_blogs()?, store.doubts()?),
        Effect::LoadRows { ticket, blog } => {
            let at = Timestamp::now();
            Msg::Rows {
                ticket,
                blog,
                rows: store.rows(blog)?,
                at,
            }
        }
        Effect::LoadEntries { ticket, blog, ids } => Msg::Entries {
            ticket,
            blog,
            entries: store.entries_of(blog, &ids)?,
        },
        Effect::LoadPage { ticket, blog } => {
            let (page, snapshots) = store.page(blog)?;
            Msg::Page {
                ticket,
                blog,
                page,
                snapshots,
            }
        }
        Effect::LoadNews { ticket, blog } => Msg::News {
            ticket,
            blog,
            news: store.news(blog, Since::LastVisit)?,
            left: store.left_at(blog)?,
        },
        Effect::KeepVisit(blog, at) => {
            return store.keep_visit(blog, at).map(|()| Vec::new());
        }
        Effect::KeepLeft(blog, left) => {
            let kept = store.keep_left(blog, left.as_ref(), Timestamp::now());
            return kept.map(|()| Vec::new());
        }
        Effect::FindText { .. }
        | Effect::Select { .. }
        | Effect::SearchLibrary { .. }
        | Effect::Gather { .. } => return finding::answer(effect, store),
        Effect::Mark {
            blog,
            deed,
            changes,
        } => {
            store.mark_as(deed, &changes, Timestamp::now())?;
            Msg::Marked { blog }
        }
        Effect::Step(way) => {
            let step = match way {
                Way::Back => store.undo(Timestamp::now())?,
                Way::Again => store.redo(Timestamp::now())?,
            };
            Msg::Stepped { way, step }
        }
        Effect::Keep { blog, changes } => {
            store.keep(blog, &changes, Timestamp::now())?;
            Msg::Marked { blog }
        }
        Effect::NoteFilter {
            name,
            before,
            after,
        } => {
            let (before, after) = (before.as_deref(), after.as_deref());
            store.note_filter(&name, before, after, Timestamp::now())?;
            return Ok(Vec::new());
        }
        Effect::Decide {
            snapshots: [a, b],
            same,
        } => {
            store.decide(a, b, same, Rules::builtin(), Timestamp::now())?;
            Msg::Decided { same }
        }
        Effect::LoadNames { .. } | Effect::FindName { .. } | Effect::CorrectName { .. } => {
            return named(effect, store);
        }
        Effect::ShowPicture { ticket, url, .. } => return picturing::at_once(store, ticket, &url),
        Effect::LoadBookmarks => Msg::Bookmarks(store.bookmarks()?),
        Effect::ListFolder(path) => Msg::Folder(importing::folder(path)),
        Effect::Import(place) => return Ok(importing::import(&place, store, &mut |_| {})),
        Effect::Web(_)
        | Effect::LeavePicture
        | Effect::Copy(_)
        | Effect::Browse(_)
        | Effect::Theme(_)
        | Effect::KeepTheme(_)
        | Effect::KeepFilter { .. }
        | Effect::Mouse(_)
        | Effect::ReadSettings
        | Effect::Redraw
        | Effect::Suspend
        | Effect::Quit => return Ok(Vec::new()),
    };
    Ok(vec![answer])
}

/// Does what was asked for of names.
fn named(effect: Effect, store: &mut Store) -> Result<Vec<Msg>, StoreError> {
    let answer = match effect {
        Effect::LoadNames { ticket, blog } => Msg::Names {
            ticket,
            blog,
            names: Arc::new(names_of(store, blog)?),
        },
        Effect::FindName { kind, name } => {
            let mut found = Vec::new();
            for row in store.blogs()? {
                found.push((row.id, mentions(&names_of(store, row.id)?, kind, &name)));
            }
            mentioned(store, name, found)?
        }
        Effect::CorrectName { blog, correction } => {
            store.correct_name_in(blog, &correction, Timestamp::now())?;
            Msg::NameCorrected
        }
        _ => return Ok(Vec::new()),
    };
    Ok(vec![answer])
}

fn names_of(store: &Store, blog: BlogId) -> Result<BlogNames, StoreError> {
    let marked = store.timeline(blog)?;
    Ok(BlogNames::of(
        &marked.timeline,
        &marked.corrections,
        &Recogniser::default(),
    ))
}

/// The entries that mention a name.
pub(crate) fn mentions(names: &BlogNames, kind: Kind, name: &str) -> Vec<EntryId> {
    let mut all = names.entities.iter();
    let entity = all.find(|entity| entity.kind == kind && entity.name == name);
    entity.map_or_else(Vec::new, |entity| entity.entries.clone())
}

/// Reads the entries that mention a name, those of the blog that came in last first.
pub(crate) fn mentioned(
    store: &Store,
    name: String,
    found: Vec<(BlogId, Vec<EntryId>)>,
) -> Result<Msg, StoreError> {
    let rows = store.all_blogs()?;
    let mut left = MOST_MENTIONS;
    let mut out = Vec::new();
    for row in &rows {
        let here = found.iter().filter(|(blog, _)| *blog == row.id);
        let mut ids: Vec<EntryId> = here.flat_map(|(_, ids)| ids).copied().collect();
        ids.truncate(left);
        left -= ids.len();
        let entries = store.entries_of(row.id, &ids)?;
        out.extend(entries.into_iter().map(|entry| (row.clone(), entry)));
    }
    Ok(Msg::Mentioned { name, found: out })
}

/// What an effect does, for messages.
pub(crate) fn what(effect: &Effect) -> &'static str {
    match effect {
        Effect::LoadBlogs => "The list of live blogs could not be read",
        Effect::LoadRows { .. } | Effect::LoadEntries { .. } => "The entries could not be read",
        Effect::LoadPage { .. } => "The top of the page could not be read",
        Effect::LoadNews { .. } => "What is new could not be read",
        Effect::KeepVisit(..) => "That you were here was not kept",
        Effect::KeepLeft(..) => "Where you were was not kept",
        Effect::FindText { .. } => "The search failed",
        Effect::Select { .. } => "The filter was not applied",
        Effect::Mark { .. } => "The mark was not kept",
        Effect::Step(Way::Back) => "Nothing was taken back",
        Effect::Step(Way::Again) => "Nothing was done again",
        Effect::Web(_) => "The page was not asked for",
        Effect::NoteFilter { .. } => "The change of the filter cannot be taken back later",
        Effect::Decide { .. } => "What belongs together was not changed",
        Effect::Keep { .. } => "How the blog is kept was not changed",
        Effect::LoadNames { .. } => "The names could not be read",
        Effect::FindName { .. } => "The name was not looked for",
        Effect::CorrectName { .. } => "The correction was not kept",
        Effect::ShowPicture { .. } => "The picture could not be looked for",
        Effect::LeavePicture => "The picture is still asked for",
        Effect::LoadBookmarks => "The bookmarks could not be read",
        Effect::ListFolder(_) => "The folder could not be read",
        Effect::Import(_) => "The other library was not taken in",
        Effect::Browse(_) => "Nothing was opened",
        Effect::Copy(_) => "Nothing was copied",
        Effect::Theme(_) => "The colours stay",
        Effect::SearchLibrary { .. } => "The search failed",
        Effect::Gather { .. } => "The saved filter was not applied",
        Effect::KeepFilter { .. } => "The filter is not kept for the next time",
        Effect::KeepTheme(_) => "The colours are not kept for the next time",
        Effect::ReadSettings => "The settings were not read",
        Effect::Mouse(_) => "The mouse was not changed",
        Effect::Redraw => "The screen was not drawn",
        Effect::Suspend => "The reader goes on",
        Effect::Quit => "The reader did not end",
    }
}
