//! The two bottom lines and the banner, as functions of the state.

use std::sync::Arc;

use crate::app::action::Action;
use crate::app::action::availability;
use crate::app::arguments;
use crate::app::bottom::Named;
use crate::app::glyphs::Glyphs;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::key::shown;
use crate::app::state::Focus;
use crate::app::state::Notice;
use crate::app::state::Overlay;
use crate::app::state::State;
use crate::app::wrap;
use crate::engine::model::BlogRow;
use crate::engine::text::SafeText;

/// The line of positions and counts: its left and its right part.
pub fn status(state: &State, width: usize) -> (Arc<Vec<Line>>, Line) {
    let right = standing(state);
    let wide = right.spans.iter().map(|span| wrap::width(&span.text));
    let room = width.saturating_sub(wide.sum::<usize>() + 3);
    let left = match state.bottom.title(room) {
        Some(title) => Arc::clone(title),
        None => {
            let cut = wrap::cut(heading(state), room, state.settings.glyphs.ellipsis);
            Arc::new(vec![Line::of(format!(" {cut}"), Ink::Status)])
        }
    };
    (left, right)
}

/// What stands on the left of that line.
pub fn heading(state: &State) -> &str {
    if shows_entries(state) {
        title(state).map_or("liveblog", SafeText::as_str)
    } else {
        state.articles.shelf_name()
    }
}

/// Whether entries of the open blog are on screen, so that facts about them mean something.
fn shows_entries(state: &State) -> bool {
    let layout = state.layout();
    let panes = layout.timeline.is_some() || layout.reader.is_some();
    panes && state.timeline.blog.is_some()
}

/// The title of the open blog.
pub fn title(state: &State) -> Option<&SafeText> {
    let blog = state.timeline.blog?;
    let row = state.articles.find(blog).map(BlogRow::shown);
    row.or_else(|| state.timeline.title())
}

fn standing(state: &State) -> Line {
    let glyphs = state.settings.glyphs;
    let mut facts: Vec<(String, Ink)> = Vec::new();
    if !shows_entries(state) {
        return joined(vec![articles(state)], glyphs);
    }
    if state.timeline.fresh > 0 {
        facts.push((
            format!(
                "{} new {}",
                state.timeline.fresh,
                glyphs.toward_newest(state.timeline.order())
            ),
            Ink::Unread,
        ));
    }
    if state.follow.changed > 0 {
        facts.push((format!("{} changed", state.follow.changed), Ink::Unread));
    }
    if state.follow.is_on(state.timeline.blog) {
        facts.push(("following".to_owned(), Ink::Status));
    }
    if let Some(on) = &state.filter.on {
        let most = usize::from(state.screen.width / 3).max(10);
        let text = wrap::cut(&on.text, most, glyphs.ellipsis);
        facts.push((format!("[{text}]"), Ink::Status));
    }
    if state.search.is_on() {
        let (at, of) = state.search.standing(state.timeline.cursor);
        let at = at.map_or_else(|| "–".to_owned(), |at| at.to_string());
        let more = if state.search.ready {
            ""
        } else {
            glyphs.ellipsis
        };
        facts.push((format!("match {at}/{of}{more}"), Ink::Status));
    }
    let blog = state
        .articles
        .rows
        .iter()
        .find(|row| Some(row.id) == state.timeline.blog);
    if state.focus == Focus::Articles {
        facts.push(articles(state));
    } else {
        if let Some(blog) = blog.filter(|blog| blog.unread > 0) {
            facts.push((format!("{} unread", blog.unread), Ink::Status));
        }
        let rows = state.timeline.rows().len();
        let mut place = format!("{}/{rows}", at(state.timeline.cursor, rows));
        if state.filter.on.is_some() {
            place = format!("{place} of {}", state.timeline.all_rows().len());
        }
        facts.push((place, Ink::Status));
    }
    joined(facts, glyphs)
}

/// Which blog or saved filter of the list the cursor stands on.
fn articles(state: &State) -> (String, Ink) {
    let rows = state.articles.rows.len();
    let text = if state.articles.saved_row().is_some() {
        "saved filter".to_owned()
    } else {
        format!("blog {}/{rows}", at(state.articles.cursor, rows))
    };
    (text, Ink::Status)
}

fn joined(facts: Vec<(String, Ink)>, glyphs: &Glyphs) -> Line {
    let mut line = Line::blank();
    for (i, (text, ink)) in facts.into_iter().enumerate() {
        if i > 0 {
            line = line.and(format!(" {} ", glyphs.dot), Ink::Status);
        }
        line = line.and(text, ink);
    }
    line.and(" ", Ink::Status)
}

fn at(cursor: usize, rows: usize) -> usize {
    if rows == 0 { 0 } else { cursor + 1 }
}

/// The bottom line: typed text, keys that may follow, a notice or a hint.
pub fn message(state: &State) -> Option<Line> {
    if let Some(input) = &state.search.input {
        return Some(search_line(state, &input.text));
    }
    match &state.overlay {
        Some(Overlay::Command(command)) => {
            let mut line = typed(state, ":", &command.input.text);
            let hint = arguments::hint(state, command);
            line = line.and(format!("  {hint}"), Ink::Muted);
            return Some(line);
        }
        Some(Overlay::Prompt(prompt)) => {
            let line = typed(state, &format!("{}: ", prompt.label), &prompt.input.text);
            let mut words = prompt.candidates();
            words.truncate(12);
            return Some(line.and(format!("  {}", words.join("  ")), Ink::Muted));
        }
        Some(Overlay::Names) if state.names.typing => {
            return Some(typed(state, "/", &state.names.filter.text));
        }
        Some(Overlay::Help(help)) if help.typing => {
            return Some(typed(state, "/", &help.filter.text));
        }
        _ => {}
    }
    if !state.keys.pressed.is_empty() {
        return Some(continuations(state));
    }
    let short = state
        .notice
        .as_ref()
        .filter(|_| long_notice(state).is_none());
    short.map(|notice| Line::of(format!(" {}", notice.text), notice.weight.ink()))
}

/// A notice that is too long for the bottom line; it stands above it, in as many lines as it takes.
pub fn long_notice(state: &State) -> Option<&Notice> {
    let room = usize::from(state.screen.width).saturating_sub(1);
    let typing =
        state.search.input.is_some() || matches!(&state.overlay, Some(Overlay::Command(_)));
    let notice = state.notice.as_ref()?;
    let long = wrap::width(&notice.text) > room || notice.text.contains('\n');
    (long && !typing && state.keys.pressed.is_empty() && state.screen.height >= 8).then_some(notice)
}

/// What is typed, with the place where the next letter goes; of what is too long the end is shown.
fn typed(state: &State, label: &str, text: &str) -> Line {
    let glyphs = state.settings.glyphs;
    let taken = wrap::width(label) + wrap::width(glyphs.caret) + 2;
    let room = usize::from(state.screen.width).saturating_sub(taken);
    let shown = wrap::cut_start(text, room, glyphs.ellipsis);
    Line::of(format!(" {label}{shown}"), Ink::Text).and(glyphs.caret, Ink::Key)
}

fn search_line(state: &State, text: &str) -> Line {
    let line = typed(state, "/", text);
    if !state.search.is_on() {
        return line;
    }
    match state.search.standing(state.timeline.cursor) {
        (_, 0) if !state.search.ready => line,
        (_, of) if !state.search.ready => {
            let more = state.settings.glyphs.ellipsis;
            line.and(format!("  {of}{more}"), Ink::Muted)
        }
        (_, 0) => line.and("  nothing found", Ink::Error),
        (Some(at), of) => line.and(format!("  {at}/{of}"), Ink::Muted),
        (None, of) => line.and(format!("  {of} found"), Ink::Muted),
    }
}

/// What was pressed; what may follow it stands above in [`hints`](crate::app::hints).
fn continuations(state: &State) -> Line {
    let end = state.keys.name(Action::Cancel);
    Line::of(format!(" {} ", shown(&state.keys.pressed)), Ink::Key)
        .and(format!("{end} leaves it"), Ink::Muted)
}

/// The next keys to be named while there is nothing to say.
pub fn named(state: &State) -> Named {
    match (&state.overlay, state.focus) {
        (Some(Overlay::Hints(_) | Overlay::Prompt(_)), _) => &[(Action::Cancel, "never mind")],
        (Some(Overlay::Scrub(_)), _) => &[
            (Action::Left, "earlier"),
            (Action::Right, "later"),
            (Action::Open, "stay here"),
            (Action::Cancel, "back"),
        ],
        (Some(Overlay::List(_)), _) if state.lists_doubts() => &[
            (Action::MergeName, "one blog"),
            (Action::SplitName, "two blogs"),
            (Action::Open, "look"),
            (Action::Cancel, "later"),
        ],
        (Some(Overlay::List(list)), _) if list.leads_to_entries() => &[
            (Action::Down, "down"),
            (Action::Open, "go to the entry"),
            (Action::Cancel, "close"),
        ],
        (Some(Overlay::List(_)), _) => &[
            (Action::Down, "down"),
            (Action::Open, "choose"),
            (Action::Cancel, "never mind"),
        ],
        (Some(Overlay::Names), _) => &[
            (Action::Open, "its entries"),
            (Action::NextMention, "next mention"),
            (Action::Search, "filter"),
            (Action::Sort, "order"),
            (Action::Help, "all keys"),
        ],
        (Some(Overlay::Page(sheet)), _) if sheet.target().is_some() => &[
            (Action::Down, "down"),
            (Action::Open, "go to the entry"),
            (Action::Back, "close"),
        ],
        (Some(Overlay::Page(_)), _) => &[(Action::Down, "down"), (Action::Back, "close")],
        (Some(Overlay::Picture(gallery)), _) if gallery.pictures.len() > 1 => &[
            (Action::Next, "next"),
            (Action::Browse, "in the browser"),
            (Action::CopyLink, "copy its address"),
            (Action::Back, "close"),
        ],
        (Some(Overlay::Picture(_)), _) => &[
            (Action::Browse, "in the browser"),
            (Action::CopyLink, "copy its address"),
            (Action::Back, "close"),
        ],
        (Some(_), _) => &[
            (Action::Down, "scroll"),
            (Action::Search, "filter"),
            (Action::Back, "close"),
        ],
        (None, focus) if state.search.is_on() && (focus != Focus::Articles || jumps(state)) => &[
            (Action::Next, "next match"),
            (Action::Previous, "previous match"),
            (Action::Cancel, "end the search"),
        ],
        (None, Focus::Articles) if state.articles.rows.is_empty() => {
            &[(Action::Help, "help"), (Action::Back, "quit")]
        }
        (None, Focus::Articles) if state.articles.is_doubtful() => &[
            (Action::Doubts, "is it one with another?"),
            (Action::Open, "open"),
            (Action::Help, "help"),
        ],
        (None, Focus::Articles) => &[
            (Action::Open, "open"),
            (Action::Down, "down"),
            (Action::Help, "help"),
            (Action::Back, "quit"),
        ],
        // The first thing that a new person sees: one key, and the one that tells all others.
        (None, Focus::Timeline) if state.sample && state.timeline.cursor == 0 => &[
            (Action::Next, "goes to the next unread entry: press it"),
            (Action::Help, "all keys"),
        ],
        (None, Focus::Timeline) => &[
            (Action::Down, "down"),
            (Action::Next, "next unread"),
            (Action::Right, "entry in full"),
            (Action::Help, "help"),
        ],
        (None, Focus::Reader) => &[
            (Action::Down, "down"),
            (Action::Left, "back"),
            (Action::Help, "help"),
        ],
    }
}

/// Whether one goes on in the timeline from where one is.
fn jumps(state: &State) -> bool {
    availability(state, Action::Next).is_ok()
}

/// The hint for when there is nothing to say: a few next keys.
pub fn hint(state: &State, named: Named) -> Line {
    let mut line = Line::blank();
    let mut room = usize::from(state.screen.width) + 1;
    for (action, what) in named {
        let (key, what) = (
            format!(" {} ", state.keys.name(*action)),
            format!("{what} "),
        );
        let wide = wrap::width(&key) + wrap::width(&what);
        if wide > room {
            break;
        }
        room -= wide;
        line = line.and(key, Ink::Key).and(what, Ink::Muted);
    }
    line
}

/// Why the timeline is empty.
pub fn nothing(state: &State) -> String {
    match &state.filter.on {
        Some(on) => format!(
            "No entry passes “{}”; {} shows all.",
            on.text,
            state.keys.name(Action::Cancel)
        ),
        None => "This blog has no entries yet.".to_owned(),
    }
}

/// What says that the sample is shown.
pub fn banner(state: &State) -> Line {
    let quit = state.keys.name(Action::Quit);
    let text = format!(
        " Sample blog, not in your library. Add your own: liveblog add FILE…  {quit} quits"
    );
    let text = if wrap::width(&text) <= usize::from(state.screen.width) {
        text
    } else {
        format!(" Sample: liveblog add FILE…  {quit} quits")
    };
    Line::of(text, Ink::Sample)
}
