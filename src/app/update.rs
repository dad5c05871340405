//! Routes keys and messages to the panels, and settles what is shown afterwards.
//! What an action does in a pane is in `act` and the panels.

mod act;
mod doubts;
mod find;
mod library;
mod list;
mod names;
mod pages;
mod picture;
mod pointer;
mod prompt;
mod reading;
mod scrub;
mod shelf;
mod steps;
mod typing;
mod web;

pub use picture::Came;
pub use steps::dwelling;

use jiff::Timestamp;

use crate::app::action::Action;
use crate::app::bottom;
use crate::app::bottom::Bottom;
use crate::app::compose::Show;
use crate::app::folder;
use crate::app::follow;
use crate::app::geometry::Layout;
use crate::app::geometry::Pane;
use crate::app::geometry::THREE_PANES;
use crate::app::input::Typed;
use crate::app::key::Key;
use crate::app::keymap::Keymap;
use crate::app::message::Effect;
use crate::app::message::Msg;
use crate::app::panel::articles;
use crate::app::panel::filter;
use crate::app::panel::picture::Drawn;
use crate::app::panel::search;
use crate::app::pointer::Pointer;
use crate::app::state::Focus;
use crate::app::state::Overlay;
use crate::app::state::Settings;
use crate::app::state::State;
use crate::engine::model::BlogId;
use crate::engine::model::BlogRow;
use crate::engine::model::EntryRow;

/// What to ask for at the start.
pub fn start(state: &mut State) -> Vec<Effect> {
    let mut effects = vec![Effect::LoadBlogs];
    effects.extend(follow::begin(state));
    effects.extend(settle(state));
    effects
}

/// Takes a key.
pub fn press(state: &mut State, keymap: &Keymap, key: Key) -> Vec<Effect> {
    state.notice = None;
    let mut effects = if state.search.input.is_some() {
        typing::search(state, key)
    } else {
        match &mut state.overlay {
            Some(Overlay::Command(_)) => typing::command(state, keymap, key),
            Some(Overlay::Prompt(_)) => prompt::press(state, key),
            Some(Overlay::Hints(_)) => web::press(state, key),
            Some(Overlay::Names) if state.names.typing => names::press(state, key),
            Some(Overlay::Help(help)) if help.typing => {
                match help.filter.take(key) {
                    Typed::Accepted => help.typing = false,
                    Typed::Cancelled => {
                        help.typing = false;
                        help.filter.text.clear();
                    }
                    _ => help.top = 0,
                }
                Vec::new()
            }
            _ => typing::mapped(state, keymap, key),
        }
    };
    effects.extend(settle(state));
    effects
}

/// Takes a gesture of the mouse.
pub fn point(state: &mut State, pointer: Pointer) -> Vec<Effect> {
    state.notice = None;
    let mut effects = pointer::point(state, pointer);
    effects.extend(settle(state));
    effects
}

/// Takes a message.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let open = state.timeline.blog;
    let mut effects = Vec::new();
    match msg {
        Msg::Resized(area) => state.screen = area,
        Msg::Blogs(rows, doubts) => {
            state.articles.doubts = doubts.into();
            effects.extend(take_blogs(state, rows));
        }
        Msg::Decided { same } => effects.extend(doubts::decided(state, same)),
        Msg::Rows {
            ticket,
            blog,
            rows,
            at,
        } if open == Some(blog) && ticket >= state.timeline.ticket => {
            effects.extend(take_rows(state, ticket, rows, at));
        }
        Msg::Entries {
            ticket,
            blog,
            entries,
        } if open == Some(blog) && ticket >= state.timeline.ticket => {
            state.timeline.take_entries(entries);
        }
        Msg::Page {
            blog,
            mut page,
            snapshots,
            ..
        } if open == Some(blog) => {
            state.timeline.history = Some(page.clone().into());
            page.summary = page
                .newest_summary(&snapshots)
                .into_iter()
                .cloned()
                .collect();
            state.timeline.take_page(page, snapshots);
        }
        Msg::Found {
            ticket,
            blog,
            entries,
            more,
        } if open == Some(blog) => search::found(state, ticket, &entries, more),
        Msg::Selected {
            ticket,
            blog,
            entries,
        } if open == Some(blog) => filter::selected(state, ticket, entries),
        Msg::News {
            ticket,
            blog,
            news,
            left,
        } if open == Some(blog) && ticket >= state.timeline.ticket => {
            pages::take_news(state, news);
            state.timeline.take_left(left);
        }
        Msg::Names { blog, names, .. } if open == Some(blog) => names::take(state, names),
        Msg::Mentioned { name, found } => list::mentions(state, &name, &found),
        Msg::NameCorrected => effects.extend(names::again(state)),
        Msg::Rows { .. }
        | Msg::Entries { .. }
        | Msg::Page { .. }
        | Msg::News { .. }
        | Msg::Found { .. }
        | Msg::Names { .. }
        | Msg::Selected { .. } => {}
        Msg::Web(heard) => follow::hear(state, heard),
        Msg::Configured {
            settings,
            names,
            problems,
        } => configure(state, settings, names, &problems),
        Msg::Hits { ticket, text, hits } => library::hits(state, ticket, &text, &hits),
        Msg::Gathered {
            ticket,
            name,
            found,
        } => library::gathered(state, ticket, &name, &found),
        Msg::Bookmarks(found) => list::bookmarks(state, &found),
        Msg::Marked { .. } => state.tickets.marks = state.tickets.marks.saturating_sub(1),
        Msg::Stepped { way, step } => effects.extend(steps::stepped(state, way, step)),
        Msg::Dwelt(id) => effects.extend(steps::dwelt(state, id)),
        Msg::Rested => effects.extend(keep_place(state)),
        Msg::PlaceNotKept => state.timeline.place_is_kept = false,
        Msg::Failed { what, why } => effects.extend(failed(state, &what, &why)),
        Msg::LibraryChanged => effects.extend(reload_all(state)),
        Msg::Import(heard) => effects.extend(library::heard(state, heard)),
        Msg::Folder(found) => folder::take(state, found),
        Msg::Picture { ticket, came } => picture::came(state, ticket, came),
        Msg::Graphics => state.settings.drawn = Drawn::Kitty,
    }
    effects.extend(settle(state));
    effects
}

/// Says what did not work; where marks were on their way, what is kept of them is asked for.
fn failed(state: &mut State, what: &str, why: &str) -> Vec<Effect> {
    state.complain(format!("{what}: {why}"));
    match std::mem::take(&mut state.tickets.marks) {
        0 => Vec::new(),
        _ => reload_all(state),
    }
}

/// Takes the rows of the open blog.
fn take_rows(state: &mut State, ticket: u64, rows: Vec<EntryRow>, at: Timestamp) -> Vec<Effect> {
    let follows = state.follow.is_on(state.timeline.blog) && state.focus != Focus::Reader;
    let waits = follows && state.timeline.is_at_newest();
    let origin = search::origin(state);
    state.timeline.take_rows(ticket, rows, at);
    if waits {
        state.timeline.newest();
    }
    search::follow(state, origin)
}

/// Takes what the person's files say now.
fn configure(
    state: &mut State,
    settings: Settings,
    names: Vec<(Action, String)>,
    problems: &[String],
) {
    if settings.order != state.settings.order {
        reading::put_in_order(state, settings.order);
    }
    state.settings = settings.into();
    state.keys.names = names.into();
    state.bottom = Bottom::default();
    state.timeline.flow.set_dress(state.dress());
    state.reader.forget();
    if problems.is_empty() {
        state.say("Your settings were read again");
    } else {
        state.complain(problems.join("; "));
    }
}

fn take_blogs(state: &mut State, rows: Vec<BlogRow>) -> Vec<Effect> {
    let first_time = !state.articles.ready;
    state.articles.take(rows);
    if !first_time {
        return if state.timeline.blog.is_none() {
            preview(state)
        } else {
            Vec::new()
        };
    }
    let wanted = state.settings.open;
    let at = wanted.and_then(|id| state.articles.rows.iter().position(|row| row.id == id));
    if let Some(at) = at {
        state.articles.cursor = at;
    }
    if at.is_some() || state.articles.rows.len() == 1 {
        return act::open_timeline(state);
    }
    preview(state)
}

/// Asks again for the blogs and for everything of the open one.
fn reload_all(state: &mut State) -> Vec<Effect> {
    let mut effects = vec![Effect::LoadBlogs];
    effects.extend(reload(state));
    effects
}

/// Asks again for everything of the open blog.
fn reload(state: &mut State) -> Vec<Effect> {
    let Some(blog) = state.timeline.blog else {
        return Vec::new();
    };
    let passing = filter::again(state);
    let ticket = state.tickets.issue();
    let load = [
        Effect::LoadRows { ticket, blog },
        Effect::LoadPage { ticket, blog },
    ];
    passing.into_iter().chain(load).collect()
}

/// Opens a blog in the timeline, if it is not open.
fn open(state: &mut State, blog: BlogId) -> Vec<Effect> {
    if state.timeline.blog == Some(blog) {
        return Vec::new();
    }
    search::end(state);
    let left = leave(state);
    let ticket = state.tickets.issue();
    state.timeline.open(blog, ticket, state.dress());
    let passing = left.into_iter().chain(filter::again(state));
    let load = [
        Effect::LoadNews { ticket, blog },
        Effect::LoadRows { ticket, blog },
        Effect::LoadPage { ticket, blog },
    ];
    passing.chain(load).collect()
}

/// What to keep of the open blog when it is left, or the reader ends: where it is read.
pub fn leave(state: &State) -> Vec<Effect> {
    let left = state.timeline.blog.zip(state.timeline.left_now());
    let keep = |(blog, left)| Effect::KeepLeft(blog, left);
    left.map(keep).into_iter().collect()
}

/// Whether the open blog is read at another place than the one that is kept. Where places cannot be kept, that is said once
/// and not tried again before the end.
pub fn is_elsewhere(state: &State) -> bool {
    state.timeline.place_is_kept && state.timeline.left_now().is_some()
}

/// Keeps where the open blog is read now, so that it is known even if the reader is killed.
fn keep_place(state: &mut State) -> Vec<Effect> {
    let keep = leave(state);
    state.timeline.note_place();
    keep
}

/// Shows the blog under the cursor beside the list, where there is room.
fn preview(state: &mut State) -> Vec<Effect> {
    let shown = state.layout().timeline.is_some() || state.focus != Focus::Articles;
    match state.articles.row().map(|row| row.id).filter(|_| shown) {
        Some(blog) => open(state, blog),
        None => Vec::new(),
    }
}

/// Makes everything that is shown fit what is known, and asks for what is missing.
fn settle(state: &mut State) -> Vec<Effect> {
    let layout = state.layout();
    let dress = state.dress();
    let mut effects = Vec::new();
    if let Some(pane) = layout.articles {
        let keys = if state.focus == Focus::Articles {
            articles::Keys::Here
        } else {
            articles::Keys::Elsewhere
        };
        state.articles.now = state.settings.now;
        state.articles.keep_saved(&state.settings.filters);
        state.articles.show(
            &dress,
            pane.body.width.into(),
            pane.body.height.into(),
            keys,
        );
    }
    if state.timeline.blog.is_none() && layout.timeline.is_some() && state.articles.ready {
        effects.extend(preview(state));
    }
    let keys = &state.keys;
    let how = || keys.name(Action::UnfoldAll);
    state.timeline.show_summary(state.screen.height, how);
    let pane = layout
        .timeline
        .or(layout.reader)
        .or(layout.articles)
        .unwrap_or_default();
    state.timeline.resize(
        pane.body.width.into(),
        pane.body.height.into(),
        state.settings.measure.into(),
    );
    state.timeline.release_unseen();
    state.timeline.note_fresh();
    if let Some(blog) = state.timeline.blog {
        let ticket = state.timeline.ticket;
        let ids = state.timeline.show();
        let (hits, width) = (&state.search.positions, pane.body.width.into());
        state.timeline.tick(hits, width);
        if !ids.is_empty() {
            effects.push(Effect::LoadEntries { ticket, blog, ids });
        }
    }
    if let Some(pane) = layout.reader {
        let width = reader_columns(state, pane);
        let (timeline, reader) = (&state.timeline, &mut state.reader);
        let against = |id| {
            timeline
                .flow
                .against
                .get(&id)
                .map(|older| Show::Against(*older))
        };
        let show = timeline.row().and_then(|row| against(row.id));
        reader.show(
            timeline.entry(),
            show.unwrap_or(Show::Open),
            &timeline.snapshots,
            &dress,
            (width, pane.body.height.into()),
            &timeline.names,
        );
    }
    effects.extend(steps::opened(state));
    effects.extend(pages::visit(state));
    effects.extend(names::request(state));
    effects.extend(folder::ask(state));
    folder::forget(state);
    settle_overlay(state, &layout);
    bottom::settle(state);
    effects
}

/// Makes what lies over the panes fit its place.
fn settle_overlay(state: &mut State, layout: &Layout) {
    let dress = state.dress();
    let lists_names = state.lists_names();
    match &mut state.overlay {
        Some(Overlay::Help(help)) => {
            let width = usize::from(layout.panes.width).saturating_sub(4);
            help.show(width, usize::from(layout.panes.height).saturating_sub(1));
        }
        Some(Overlay::List(list)) => list.show(&dress, list.area(layout.panes)),
        _ if lists_names => {
            let rows = usize::from(layout.panes.height).saturating_sub(1);
            state.names.show(&dress, layout.panes.width.into(), rows);
        }
        Some(Overlay::Page(sheet)) => sheet.show(
            &dress,
            usize::from(layout.panes.width.min(state.settings.measure + 8)),
            usize::from(layout.panes.height).saturating_sub(1),
        ),
        Some(Overlay::Hints(hints)) => {
            let rows = usize::from(layout.panes.height).saturating_sub(1);
            hints.show(layout.panes.width.into(), rows, dress.glyphs.ellipsis);
        }
        Some(Overlay::Picture(gallery)) => {
            let keys = [Action::Refresh, Action::Browse].map(|action| state.keys.name(action));
            let glyphs = dress.glyphs;
            let dress = (dress.zone, glyphs.focus, glyphs.ellipsis);
            gallery.show(layout.panes, dress, keys);
        }
        Some(Overlay::Command(_) | Overlay::Prompt(_) | Overlay::Scrub(_) | Overlay::Names)
        | None => {}
    }
}

/// Makes ready what the next key is likely to show. To be done while nothing else is: it changes nothing that is on screen.
pub fn prepare(state: &mut State) {
    state.timeline.prepare();
    if let Some(pane) = state.layout().reader {
        let dress = state.dress();
        let width = reader_columns(state, pane);
        let (timeline, reader) = (&state.timeline, &mut state.reader);
        reader.prepare(
            timeline.beside_cursor(),
            &timeline.snapshots,
            &dress,
            width,
            &timeline.names,
        );
    }
}

/// How many columns an entry in full has: what is made ready must be as wide as what is shown.
fn reader_columns(state: &State, pane: Pane) -> usize {
    pane.body.width.min(state.settings.measure + 2).into()
}

/// Whether all three panes are on screen.
fn all_panes(state: &State) -> bool {
    state.screen.width >= THREE_PANES
}
