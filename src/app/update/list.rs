//! Lists to choose from: opening them, moving in them, choosing.

use crate::app::action::Action;
use crate::app::glyphs::Glyphs;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::message::Effect;
use crate::app::panel::filter;
use crate::app::panel::list::Choice;
use crate::app::panel::list::List;
use crate::app::panel::list::Purpose;
use crate::app::panel::list::Row;
use crate::app::panel::search;
use crate::app::pointer::Gesture;
use crate::app::pointer::Pointer;
use crate::app::stamp;
use crate::app::stamp::Zone;
use crate::app::state::Focus;
use crate::app::state::Overlay;
use crate::app::state::State;
use crate::app::update::act::lines_of;
use crate::app::update::doubts;
use crate::app::update::names;
use crate::app::update::open;
use crate::app::update::pointer::row_in;
use crate::engine::export::bookmarks::Bookmark;
use crate::engine::export::telling;
use crate::engine::model::BlogId;
use crate::engine::model::EntryId;

/// Does an action in the list that is open; nothing for actions that are the same everywhere.
pub(in crate::app::update) fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    let Some(Overlay::List(list)) = &mut state.overlay else {
        return None;
    };
    let effects = match action {
        Action::Open | Action::Right => choose(state),
        Action::MergeName | Action::SplitName => doubts::decide(state, action == Action::MergeName),
        Action::Back | Action::Cancel | Action::Left => close(state),
        _ if action.moves() => {
            if list.step(lines_of(action, list.page())) {
                look(list)
            } else {
                Vec::new()
            }
        }
        _ => return None,
    };
    Some(effects)
}

/// Takes a gesture of the mouse in the list that is open.
pub(in crate::app::update) fn point(state: &mut State, pointer: Pointer) -> Vec<Effect> {
    let panes = state.layout().panes;
    let Some(Overlay::List(list)) = &mut state.overlay else {
        return Vec::new();
    };
    let (_, body) = list.area(panes).split_top(1);
    let moved = match pointer.gesture {
        Gesture::WheelUp => list.step(-1),
        Gesture::WheelDown => list.step(1),
        Gesture::Press => {
            let at = row_in(body, pointer).and_then(|row| list.at(row));
            let Some(at) = at else { return Vec::new() };
            if at == list.cursor {
                return choose(state);
            }
            list.cursor = at;
            true
        }
    };
    if moved { look(list) } else { Vec::new() }
}

/// What the row under the cursor shows while the cursor stands on it.
fn look(list: &List) -> Vec<Effect> {
    match (&list.purpose, list.row().map(|row| &row.choice)) {
        (Purpose::Theme { .. }, Some(Choice::Theme(name))) => vec![Effect::Theme(name.clone())],
        _ => Vec::new(),
    }
}

fn choose(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::List(list)) = state.overlay.take() else {
        return Vec::new();
    };
    match list.row().map(|row| row.choice.clone()) {
        Some(Choice::Theme(name)) => put_on(state, name),
        Some(Choice::Entry(blog, entry)) => go_to(state, blog, entry),
        Some(Choice::Hit(blog, entry, text)) => {
            let mut effects = go_to(state, blog, entry);
            effects.extend(search::set(state, &text));
            effects
        }
        Some(Choice::Name(chosen)) => names::choose(state, chosen),
        Some(Choice::Doubt(doubt)) => doubts::look(state, &doubt),
        None => Vec::new(),
    }
}

/// Opens a blog at an entry, on whatever shelf it is.
fn go_to(state: &mut State, blog: BlogId, entry: EntryId) -> Vec<Effect> {
    if let Some(shelf) = state.articles.find(blog).map(|row| row.shelf) {
        state.articles.set_shelf(shelf);
    }
    state.articles.go_to(blog);
    state.focus = Focus::Timeline;
    if state.timeline.blog == Some(blog) && filter::go_to(state, entry) {
        return Vec::new();
    }
    // The entry may be one that the filter hides.
    filter::end(state);
    let effects = open(state, blog);
    state.timeline.come_back_to(blog, entry);
    effects
}

/// Shows the bookmarks that came.
pub(in crate::app::update) fn bookmarks(state: &mut State, found: &[Bookmark]) {
    if found.is_empty() {
        let key = state.keys.name(Action::ToggleBookmark);
        state.say(format!(
            "Nothing is bookmarked yet; {key} bookmarks an entry"
        ));
        return;
    }
    entries(state, Purpose::Bookmarks, "Bookmarks of all blogs", found);
}

/// Lists entries of several blogs.
pub(in crate::app::update) fn entries(
    state: &mut State,
    purpose: Purpose,
    title: &str,
    found: &[Bookmark],
) {
    let zone = state.settings.zone;
    let rows = found
        .iter()
        .map(|one| bookmark(one, zone, state.settings.glyphs))
        .collect();
    state.overlay = Some(Overlay::List(List::new(purpose, title, rows, 0)));
}

/// Uses the theme of a name from now on, or says that there is none.
pub(in crate::app::update) fn theme(state: &mut State, name: &str) -> Vec<Effect> {
    if !state.settings.themes.iter().any(|known| known == name) {
        let names = state.settings.themes.join(", ");
        state.complain(format!("No theme is called “{name}”; there are {names}"));
        return Vec::new();
    }
    put_on(state, name.to_owned())
}

fn put_on(state: &mut State, name: String) -> Vec<Effect> {
    state.say(format!("The colours are “{name}” from now on"));
    state.settings.theme.clone_from(&name);
    vec![Effect::Theme(name.clone()), Effect::KeepTheme(name)]
}

/// Shows the entries of all blogs that mention a name.
pub(in crate::app::update) fn mentions(state: &mut State, name: &str, found: &[Bookmark]) {
    if found.is_empty() {
        state.say(format!("No entry of any blog mentions {name}"));
        return;
    }
    state.notice = None;
    let blogs = found.chunk_by(|a, b| a.0.id == b.0.id).count();
    let blogs = if blogs == 1 {
        "one blog".to_owned()
    } else {
        format!("{blogs} blogs")
    };
    let title = format!("Every entry on {name}, in {blogs}");
    entries(state, Purpose::Mentions, &title, found);
}

fn bookmark((blog, marked): &Bookmark, zone: Zone, glyphs: &Glyphs) -> Row {
    let entry = &marked.entry;
    let mut lines = vec![Line::of(telling::line(entry).to_string(), Ink::Heading)];
    let at = telling::time_by(entry, |at| stamp::moment(at, zone));
    let mut from: Vec<String> = at.into_iter().chain([blog.shown().to_string()]).collect();
    from.extend(marked.marks.tags.iter().map(|tag| format!("#{tag}")));
    lines.push(Line::of(
        from.join(&format!(" {} ", glyphs.dot)),
        Ink::Muted,
    ));
    let note = marked.marks.note.as_ref();
    lines.extend(note.map(|note| Line::of(format!("{} {note}", glyphs.quote), Ink::Quote)));
    lines.push(Line::blank());
    Row {
        lines,
        choice: Choice::Entry(blog.id, entry.id),
    }
}

fn close(state: &mut State) -> Vec<Effect> {
    match state.overlay.take() {
        Some(Overlay::List(List {
            purpose: Purpose::Theme { before },
            ..
        })) => vec![Effect::Theme(before)],
        _ => Vec::new(),
    }
}

/// Opens the list of themes on the one in use.
pub(in crate::app::update) fn themes(state: &mut State) -> Vec<Effect> {
    let before = state.settings.theme.clone();
    let names = &state.settings.themes;
    let cursor = names.iter().position(|name| *name == before).unwrap_or(0);
    let row = |name: &String| Row {
        lines: vec![Line::of(name.clone(), Ink::Text)],
        choice: Choice::Theme(name.clone()),
    };
    let rows = names.iter().map(row).collect();
    let purpose = Purpose::Theme { before };
    state.overlay = Some(Overlay::List(List::new(purpose, "Themes", rows, cursor)));
    Vec::new()
}
