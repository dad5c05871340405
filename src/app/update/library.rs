//! Finding in the whole library: full text, and saved filters. What is found is a list from which one goes to the entry.

use crate::app::action::Action;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::message::Effect;
use crate::app::message::Import;
use crate::app::panel::list::Choice;
use crate::app::panel::list::List;
use crate::app::panel::list::Purpose;
use crate::app::panel::list::Row;
use crate::app::stamp;
use crate::app::state::Overlay;
use crate::app::state::Saved;
use crate::app::state::State;
use crate::app::update::list;
use crate::app::update::reload_all;
use crate::app::wrap;
use crate::engine::export::bookmarks::Bookmark;
use crate::engine::model::FilterThen;
use crate::engine::model::SearchHit;
use crate::engine::query::Query;

/// How many lines of text around a hit are shown.
const SNIPPET_LINES: usize = 3;

/// Looks for words in all blogs.
pub(in crate::app::update) fn search(state: &mut State, text: &str) -> Vec<Effect> {
    let text = text.trim().to_owned();
    if text.is_empty() {
        return Vec::new();
    }
    let ticket = state.tickets.issue();
    state.tickets.library = ticket;
    state.say("Looking in all blogs…");
    vec![Effect::SearchLibrary { ticket, text }]
}

/// Shows what was found.
pub(in crate::app::update) fn hits(state: &mut State, ticket: u64, text: &str, hits: &[SearchHit]) {
    if ticket != state.tickets.library {
        return;
    }
    state.notice = None;
    if hits.is_empty() {
        state.complain(format!(
            "No entry of any blog says “{text}”; try fewer or shorter words"
        ));
        return;
    }
    let rows = hits.iter().map(|hit| row(state, hit)).collect();
    let title = format!("“{text}” in all blogs");
    let list = List::new(Purpose::Found, title, rows, 0);
    state.overlay = Some(Overlay::List(list));
}

/// Takes in another library.
pub(in crate::app::update) fn import(state: &mut State, place: &str) -> Vec<Effect> {
    if place.is_empty() {
        return Vec::new();
    }
    state.say(format!("Taking in {place}…"));
    vec![Effect::Import(place.to_owned())]
}

/// Tells how far another library is taken in; once it is, everything is asked for again.
pub(in crate::app::update) fn heard(state: &mut State, heard: Import) -> Vec<Effect> {
    match heard {
        Import::At(done, all) => {
            state.say(format!("Taking in snapshots: {done} of {all}"));
            Vec::new()
        }
        Import::Done(told) => {
            state.say(told);
            reload_all(state)
        }
    }
}

fn row(state: &State, hit: &SearchHit) -> Row {
    let glyphs = state.settings.glyphs;
    let heading = hit.heading.iter();
    let mut lines: Vec<Line> = heading
        .map(|heading| Line::of(heading.to_string(), Ink::Heading))
        .collect();
    let width = usize::from(state.layout().panes.width)
        .saturating_sub(4)
        .max(8);
    let cut = wrap::wrap(&hit.snippet, width)
        .into_iter()
        .take(SNIPPET_LINES);
    // Where the heading is what was found, it is not told twice.
    if hit.heading.as_ref() == Some(&hit.snippet) {
        lines = vec![marked(hit, 0..hit.snippet.len())];
    } else {
        lines.extend(cut.map(|range| marked(hit, range)));
    }
    let zone = state.settings.zone;
    let at = hit.published_at.map(|at| stamp::moment(at, zone));
    let from: Vec<String> = at.into_iter().chain([hit.blog_title.to_string()]).collect();
    lines.push(Line::of(
        from.join(&format!(" {} ", glyphs.dot)),
        Ink::Muted,
    ));
    lines.push(Line::blank());
    let found = hit
        .hits
        .first()
        .and_then(|hit_at| hit.snippet.get(hit_at.clone()));
    Row {
        lines,
        choice: Choice::Hit(hit.blog, hit.entry, found.unwrap_or_default().to_owned()),
    }
}

/// A stretch of a snippet with its hits.
fn marked(hit: &SearchHit, range: std::ops::Range<usize>) -> Line {
    let mut line = Line::blank();
    let mut done = range.start;
    for found in &hit.hits {
        let (from, to) = (found.start.max(done), found.end.min(range.end));
        if from < to {
            let before = hit.snippet.get(done..from).unwrap_or_default();
            let found = hit.snippet.get(from..to).unwrap_or_default();
            line = line.and(before, Ink::Text).and(found, Ink::Hit);
            done = to;
        }
    }
    line.and(
        hit.snippet.get(done..range.end).unwrap_or_default(),
        Ink::Text,
    )
}

/// Asks for the entries of all blogs that pass the saved filter under the cursor.
pub(in crate::app::update) fn open_saved(state: &mut State) -> Vec<Effect> {
    let Some(saved) = state.articles.saved_row().cloned() else {
        return Vec::new();
    };
    let query = match Query::parse(&saved.text) {
        Ok(query) => query,
        Err(error) => {
            state.complain(format!(
                "The filter “{}” cannot be read: {error}",
                saved.name
            ));
            return Vec::new();
        }
    };
    let ticket = state.tickets.issue();
    state.tickets.library = ticket;
    state.say(format!("Looking for “{}” in all blogs…", saved.name));
    vec![Effect::Gather {
        ticket,
        name: saved.name,
        query,
        zone: state.settings.zone,
        now: state.settings.now,
    }]
}

/// Shows what passes a saved filter.
pub(in crate::app::update) fn gathered(
    state: &mut State,
    ticket: u64,
    name: &str,
    found: &[Bookmark],
) {
    if ticket != state.tickets.library {
        return;
    }
    state.notice = None;
    if found.is_empty() {
        state.say(format!("No entry of any blog passes “{name}” now"));
        return;
    }
    list::entries(state, Purpose::Found, name, found);
}

/// Saves the filter that is on, under a name; an empty one saves nothing.
pub(in crate::app::update) fn save(state: &mut State, name: &str) -> Vec<Effect> {
    let (name, on) = (name.trim().to_owned(), state.filter.on.as_ref());
    let Some(text) = on.map(|on| on.text.clone()).filter(|_| !name.is_empty()) else {
        return Vec::new();
    };
    let before = put_filter(state, &name, Some(&text));
    state.say(format!("“{name}” stands below the blogs, for all of them"));
    keep_filter(name, before, Some(text))
}

/// Puts a filter among the saved ones, or takes it away; answers what stood there.
fn put_filter(state: &mut State, name: &str, text: Option<&str>) -> Option<String> {
    let filters = &mut state.settings.filters;
    let at = filters.iter().position(|saved| saved.name == name);
    let before = at.map(|at| filters.remove(at).text);
    if let Some(text) = text {
        let saved = Saved {
            name: name.to_owned(),
            text: text.to_owned(),
        };
        filters.insert(at.unwrap_or(filters.len()), saved);
    }
    before
}

/// Keeps a change of a saved filter for the next time, and as a step.
fn keep_filter(name: String, before: Option<String>, after: Option<String>) -> Vec<Effect> {
    if before == after {
        return Vec::new();
    }
    vec![
        Effect::KeepFilter {
            name: name.clone(),
            text: after.clone(),
        },
        Effect::NoteFilter {
            name,
            before,
            after,
        },
    ]
}

/// Makes a saved filter what it is to be after a step was taken back or done again.
pub(in crate::app::update) fn refilter(state: &mut State, then: FilterThen) -> Vec<Effect> {
    put_filter(state, &then.name, then.text.as_deref());
    vec![Effect::KeepFilter {
        name: then.name,
        text: then.text,
    }]
}

/// Takes the saved filter under the cursor away; nothing if there is none.
pub(in crate::app::update) fn forget(state: &mut State) -> Option<Vec<Effect>> {
    let saved = state.articles.saved_row()?.clone();
    let before = put_filter(state, &saved.name, None);
    let undo = state.keys.name(Action::Undo);
    state.say(format!(
        "“{}” is gone; it was {}: {undo} takes it back",
        saved.name, saved.text
    ));
    Some(keep_filter(saved.name, before, None))
}
