//! Addresses: copying them, opening them in the browser, choosing one of several; and quoting an entry.

use crate::app::key::Key;
use crate::app::links;
use crate::app::message::Effect;
use crate::app::panel::hints::Chosen;
use crate::app::panel::hints::Hints;
use crate::app::panel::hints::Use;
use crate::app::stamp;
use crate::app::state::Overlay;
use crate::app::state::State;
use crate::app::status;
use crate::engine::export::bookmarks::address;
use crate::engine::export::telling;
use crate::engine::text::SafeText;

/// Copies the address of the entry.
pub(in crate::app::update) fn copy_link(state: &mut State) -> Vec<Effect> {
    match of_entry(state) {
        Some(url) => copied(state, &url),
        None => without(state),
    }
}

/// Opens the address of the entry in the browser.
pub(in crate::app::update) fn browse(state: &mut State) -> Vec<Effect> {
    match of_entry(state) {
        Some(url) => opened(state, &url),
        None => without(state),
    }
}

/// Opens the page of the blog in the browser.
pub(in crate::app::update) fn browse_page(state: &mut State) -> Vec<Effect> {
    match of_page(state) {
        Some(url) => opened(state, &url),
        None => without(state),
    }
}

/// Shows the links of the entries in view, to choose one of.
pub(in crate::app::update) fn hints(state: &mut State) -> Vec<Effect> {
    let page = of_page(state);
    let mut found: Vec<SafeText> = Vec::new();
    let urls = state
        .timeline
        .in_view()
        .flat_map(|marked| links::in_entry(&marked.entry));
    for url in urls.chain(page) {
        if !found.contains(&url) {
            found.push(url);
        }
    }
    if found.is_empty() {
        return without(state);
    }
    state.overlay = Some(Overlay::Hints(Hints::new(found)));
    Vec::new()
}

/// Takes a key while links are shown.
pub(in crate::app::update) fn press(state: &mut State, key: Key) -> Vec<Effect> {
    let Some(Overlay::Hints(hints)) = &mut state.overlay else {
        return Vec::new();
    };
    let to = hints.to;
    match hints.take(key) {
        Chosen::NotYet => Vec::new(),
        Chosen::None => {
            state.overlay = None;
            Vec::new()
        }
        Chosen::Link(url) => {
            state.overlay = None;
            match to {
                Use::Open => opened(state, &url),
                Use::Copy => copied(state, &url),
            }
        }
    }
}

/// Copies the entry as quotable text: heading, paragraphs, where and when it is from.
pub(in crate::app::update) fn copy_text(state: &mut State) -> Vec<Effect> {
    let Some(marked) = state.timeline.entry() else {
        state.say("This entry is still being loaded");
        return Vec::new();
    };
    let mut parts: Vec<String> = Vec::new();
    if let Some(revision) = marked.entry.revisions.first() {
        let blocks = revision.heading.iter().chain(&revision.blocks);
        parts.extend(blocks.map(|block| block.text.to_string()));
    }
    let mut from = status::title(state)
        .map(ToString::to_string)
        .unwrap_or_default();
    if let Some(at) = marked.entry.published_at {
        from.push_str(&format!(", {}", stamp::moment(at, state.settings.zone)));
    }
    if let Some(url) = of_entry(state) {
        from.push_str(&format!(", {url}"));
    }
    parts.push(format!("({from})"));
    state.say("Copied the entry");
    vec![Effect::Copy(parts.join("\n\n"))]
}

fn of_entry(state: &State) -> Option<SafeText> {
    let page = state.articles.find(state.timeline.blog?)?.url.as_deref();
    address(&state.timeline.entry()?.entry, page)
}

fn of_page(state: &State) -> Option<SafeText> {
    telling::link(state.articles.find(state.timeline.blog?)?.url.as_deref())
}

pub(in crate::app::update) fn copied(state: &mut State, url: &SafeText) -> Vec<Effect> {
    state.say(format!("Copied {url}"));
    vec![Effect::Copy(url.to_string())]
}

pub(in crate::app::update) fn opened(state: &mut State, url: &SafeText) -> Vec<Effect> {
    state.say(format!("Opening {url}"));
    vec![Effect::Browse(url.clone())]
}

fn without(state: &mut State) -> Vec<Effect> {
    let key = state.keys.name(crate::app::action::Action::Copy);
    state.say(format!("No address is known here; {key} copies the text"));
    Vec::new()
}
