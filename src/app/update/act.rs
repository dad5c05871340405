//! What each action does, by the pane that has the keys.

use crate::app::action::Action;
use crate::app::compose::Fold;
use crate::app::follow;
use crate::app::marks;
use crate::app::message::Effect;
use crate::app::message::Way;
use crate::app::order::Order;
use crate::app::panel::timeline::Moved;
use crate::app::panel::timeline::Toward;
use crate::app::state::Focus;
use crate::app::state::Overlay;
use crate::app::state::ReadWhen;
use crate::app::state::State;
use crate::app::status;
use crate::app::update::all_panes;
use crate::app::update::doubts;
use crate::app::update::find;
use crate::app::update::list;
use crate::app::update::names;
use crate::app::update::open;
use crate::app::update::pages;
use crate::app::update::picture;
use crate::app::update::preview;
use crate::app::update::prompt;
use crate::app::update::reading;
use crate::app::update::shelf;
use crate::app::update::typing::begin_command;
use crate::app::update::web;
use crate::engine::model::EntryRow;
use crate::engine::model::ReadState;
use crate::engine::model::Shelf;

/// Does an action that can be done.
pub(in crate::app::update) fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let done = list::act(state, action)
        .or_else(|| picture::act(state, action))
        .or_else(|| names::act(state, action))
        .or_else(|| find::act(state, action));
    if let Some(effects) = done {
        return effects;
    }
    match action {
        _ if action.moves() => movement(state, action),
        Action::Newest => {
            state.follow.changed = 0;
            state.timeline.newest();
            Vec::new()
        }
        Action::Next
        | Action::Previous
        | Action::NextUnread
        | Action::PreviousUnread
        | Action::NextChanged
        | Action::PreviousChanged
        | Action::NextBookmark
        | Action::PreviousBookmark => jump(state, action),
        Action::NextHour | Action::PreviousHour | Action::NextDay | Action::PreviousDay => {
            reading::step_in_time(state, action)
        }
        Action::Versions => reading::versions(state),
        Action::Order => reading::turn(state),
        Action::Narrower | Action::Wider => reading::set_measure(state, action),
        Action::SinceLeft
        | Action::Changes
        | Action::Provenance
        | Action::PageHistory
        | Action::Dropped => pages::open(state, action),
        Action::Picture => picture::open(state),
        Action::Open if matches!(state.overlay, Some(Overlay::Page(_))) => pages::follow(state),
        Action::Open if state.focus == Focus::Articles => open_timeline(state),
        Action::Open if state.focus == Focus::Reader => {
            state.focus = Focus::Timeline;
            Vec::new()
        }
        Action::Open | Action::Fold => fold(state),
        Action::FoldAll => fold_all(state, Fold::Folded),
        Action::UnfoldAll => fold_all(state, Fold::Open),
        Action::Left | Action::Right | Action::NextPane | Action::PreviousPane => {
            pane(state, action)
        }
        Action::NextBlog => other_blog(state, 1),
        Action::PreviousBlog => other_blog(state, -1),
        Action::Refresh => follow::refresh(state),
        Action::Follow => follow::toggle(state),
        Action::ToggleRead => toggle_read(state),
        Action::ReadAll | Action::ReadOlder | Action::ReadNewer => read_many(state, action),
        Action::Undo => vec![Effect::Step(Way::Back)],
        Action::Redo => vec![Effect::Step(Way::Again)],
        Action::ToggleBookmark => toggle_bookmark(state),
        Action::CopyLink => web::copy_link(state),
        Action::Copy => web::copy_text(state),
        Action::Browse => web::browse(state),
        Action::BrowsePage => web::browse_page(state),
        Action::Links => web::hints(state),
        Action::Bookmarks => vec![Effect::LoadBookmarks],
        Action::Note => prompt::note(state),
        Action::Tag => prompt::tags(state),
        Action::Sort => shelf::sort(state),
        Action::Rename => prompt::rename(state),
        Action::Archive => shelf::put(state, Shelf::Archive),
        Action::Delete => shelf::put(state, Shelf::Deleted),
        Action::Restore => shelf::restore(state),
        Action::NextShelf => shelf::next_shelf(state),
        Action::Doubts => doubts::open(state),
        Action::Import => prompt::import(state),
        Action::Command => {
            begin_command(state);
            Vec::new()
        }
        Action::Back => back(state),
        Action::Quit => vec![Effect::Quit],
        Action::Redraw => vec![Effect::Redraw],
        Action::Suspend => vec![Effect::Suspend],
        Action::Theme => list::themes(state),
        Action::Mouse => mouse(state),
        Action::Reload => vec![Effect::ReadSettings],
        _ => Vec::new(),
    }
}

/// Opens the blog under the cursor and goes to it.
pub(in crate::app::update) fn open_timeline(state: &mut State) -> Vec<Effect> {
    let Some(blog) = state.articles.row().map(|row| row.id) else {
        state.say("The library is empty; add a live blog with: liveblog add FILE");
        return Vec::new();
    };
    state.focus = Focus::Timeline;
    open(state, blog)
}

pub(in crate::app::update) fn lines_of(action: Action, height: usize) -> isize {
    let height = isize::try_from(height).unwrap_or(1);
    match action {
        Action::Down => 1,
        Action::Up => -1,
        Action::PageDown => (height - 2).max(1),
        Action::PageUp => -(height - 2).max(1),
        Action::HalfDown => (height / 2).max(1),
        Action::HalfUp => -(height / 2).max(1),
        Action::First => isize::MIN / 2,
        _ => isize::MAX / 2,
    }
}

fn movement(state: &mut State, action: Action) -> Vec<Effect> {
    if let Some(Overlay::Page(sheet)) = &mut state.overlay {
        let lines = lines_of(action, sheet.height);
        let moved = match action {
            Action::Down | Action::Up => sheet.step(action == Action::Down),
            _ => sheet.scroll(lines),
        };
        if !moved && !matches!(action, Action::First | Action::Last) {
            let end = if lines > 0 { "end" } else { "top" };
            state.say(format!("This is the {end} of the page"));
        }
        return Vec::new();
    }
    if let Some(Overlay::Help(help)) = &mut state.overlay {
        help.scroll(lines_of(action, help.height));
        return Vec::new();
    }
    match state.focus {
        Focus::Articles => {
            let by = match action {
                Action::PageDown | Action::HalfDown => state.articles.page(),
                Action::PageUp | Action::HalfUp => -state.articles.page(),
                _ => lines_of(action, 1),
            };
            if state.articles.step(by) {
                preview(state)
            } else {
                Vec::new()
            }
        }
        Focus::Timeline => move_timeline(state, action),
        Focus::Reader => move_reader(state, action),
    }
}

fn move_timeline(state: &mut State, action: Action) -> Vec<Effect> {
    let timeline = &mut state.timeline;
    let lines = lines_of(action, timeline.height).unsigned_abs();
    let reads = matches!(action, Action::Down | Action::PageDown);
    let moved = match action {
        Action::Down => timeline.down(),
        Action::Up => timeline.up(),
        Action::PageDown | Action::HalfDown => timeline.scroll_down(lines),
        Action::PageUp | Action::HalfUp => timeline.scroll_up(lines),
        Action::First => {
            timeline.first();
            return Vec::new();
        }
        _ => {
            timeline.last();
            return Vec::new();
        }
    };
    let passed = match moved {
        Moved::Scrolled => return Vec::new(),
        Moved::Passed(passed) => passed,
        Moved::Edge(at) => {
            let down = matches!(action, Action::Down | Action::PageDown | Action::HalfDown);
            state.say(if down {
                "This is the end of the timeline"
            } else {
                "This is the top of the timeline"
            });
            at..at + 1
        }
    };
    if reads {
        passed_by(state, passed)
    } else {
        Vec::new()
    }
}

/// Marks entries read that the reader left behind, as far as they stood open.
fn passed_by(state: &mut State, passed: std::ops::Range<usize>) -> Vec<Effect> {
    if state.settings.read != ReadWhen::Pass {
        return Vec::new();
    }
    read_open(state, passed)
}

/// Marks entries read as far as they stand open.
pub(in crate::app::update) fn read_open(
    state: &mut State,
    passed: std::ops::Range<usize>,
) -> Vec<Effect> {
    let timeline = &state.timeline;
    let rows = timeline.rows();
    let rows: Vec<EntryRow> = rows
        .range(passed)
        .filter(|row| timeline.is_open(row))
        .copied()
        .collect();
    marks::reading(state, &rows)
}

fn move_reader(state: &mut State, action: Action) -> Vec<Effect> {
    let lines = lines_of(action, state.reader.height);
    if state.reader.scroll(lines) {
        return Vec::new();
    }
    let cursor = state.timeline.cursor;
    match action {
        Action::Down | Action::PageDown if cursor + 1 < state.timeline.rows().len() => {
            state.timeline.jump(cursor + 1, Toward::Below);
            passed_by(state, cursor..cursor + 1)
        }
        Action::Down | Action::PageDown => {
            state.say("This is the end of the timeline");
            passed_by(state, cursor..cursor + 1)
        }
        Action::Up | Action::PageUp if cursor > 0 => {
            state.timeline.jump(cursor - 1, Toward::Above);
            Vec::new()
        }
        Action::Up | Action::PageUp => {
            state.say("This is the top of the timeline");
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn jump(state: &mut State, action: Action) -> Vec<Effect> {
    let (forward, kind, wanted): (bool, &str, fn(&EntryRow) -> bool) = match action {
        Action::NextChanged => (true, "changed entry", |row| row.read == ReadState::Changed),
        Action::PreviousChanged => (false, "changed entry", |row| row.read == ReadState::Changed),
        Action::NextBookmark => (true, "bookmark", |row| row.bookmarked),
        Action::PreviousBookmark => (false, "bookmark", |row| row.bookmarked),
        Action::Next | Action::NextUnread => {
            (true, "unread entry", |row| row.read == ReadState::Unread)
        }
        _ => (false, "unread entry", |row| row.read == ReadState::Unread),
    };
    let left = state.timeline.cursor;
    match state.timeline.find(forward, wanted) {
        Some(at) => {
            state.timeline.jump(at, Toward::Jump);
            if action == Action::Next {
                passed_by(state, left..left + 1)
            } else {
                Vec::new()
            }
        }
        None => {
            let elsewhere = state.timeline.find(!forward, wanted).is_some();
            let (here, there) = if forward {
                ("below", "above")
            } else {
                ("above", "below")
            };
            let more = if elsewhere {
                format!(", but there is {there}")
            } else {
                String::new()
            };
            state.say(format!("No {kind} {here}{more}"));
            Vec::new()
        }
    }
}

fn fold(state: &mut State) -> Vec<Effect> {
    match state.timeline.toggle_fold() {
        Some(Fold::Folded) => state.say("Folded"),
        Some(Fold::Open) => {
            state.say("Unfolded");
            let cursor = state.timeline.cursor;
            if state.settings.read == ReadWhen::Open {
                return read_open(state, cursor..cursor + 1);
            }
        }
        None => {}
    }
    Vec::new()
}

fn fold_all(state: &mut State, fold: Fold) -> Vec<Effect> {
    state.timeline.fold_all(fold);
    state.say(match fold {
        Fold::Folded => "All entries are folded to one line",
        Fold::Open => "All entries are unfolded",
    });
    Vec::new()
}

fn pane(state: &mut State, action: Action) -> Vec<Effect> {
    let to = match (action, state.focus) {
        (Action::Right, Focus::Articles) | (Action::NextPane, Focus::Articles) => Focus::Timeline,
        (Action::Right | Action::NextPane, Focus::Timeline) => Focus::Reader,
        (Action::Right, Focus::Reader) => Focus::Reader,
        (Action::NextPane, _) => Focus::Articles,
        (Action::PreviousPane, Focus::Articles) => Focus::Reader,
        (_, Focus::Reader) => Focus::Timeline,
        _ => Focus::Articles,
    };
    if to == state.focus {
        state.say(match to {
            Focus::Articles => "This is the first pane",
            _ => "This is the last pane",
        });
    }
    go_to(state, to)
}

fn go_to(state: &mut State, to: Focus) -> Vec<Effect> {
    if to == Focus::Reader && state.timeline.row().is_none() && state.focus != Focus::Articles {
        state.say("There is no entry to show in full");
        return Vec::new();
    }
    if state.focus == Focus::Articles && to != Focus::Articles {
        let effects = open_timeline(state);
        if state.focus == Focus::Timeline {
            state.focus = to;
        }
        return effects;
    }
    state.focus = to;
    Vec::new()
}

fn other_blog(state: &mut State, by: isize) -> Vec<Effect> {
    if !state.articles.step_blog(by) {
        state.say(if by > 0 {
            "This is the last blog"
        } else {
            "This is the first blog"
        });
        return Vec::new();
    }
    if state.focus == Focus::Reader && !all_panes(state) {
        state.focus = Focus::Timeline;
    }
    let effects = preview(state);
    if let Some(title) = status::title(state)
        .map(ToString::to_string)
        .filter(|_| state.focus != Focus::Articles)
    {
        state.say(title);
    }
    effects
}

fn toggle_read(state: &mut State) -> Vec<Effect> {
    let Some(row) = state.timeline.row() else {
        return Vec::new();
    };
    state.say(if row.read == ReadState::Read {
        "Marked unread"
    } else {
        "Marked read"
    });
    marks::mark(state, vec![marks::toggled_read(&row)])
}

/// Marks a whole part of the timeline read, and says how much that was.
fn read_many(state: &mut State, action: Action) -> Vec<Effect> {
    let (rows, cursor) = (state.timeline.rows(), state.timeline.cursor);
    // Older is older, whichever way the timeline runs.
    let down = (action == Action::ReadOlder) == (state.timeline.order() == Order::Newest);
    let (part, place) = match action {
        Action::ReadOlder | Action::ReadNewer if down => (rows.range(cursor..), "from here down"),
        Action::ReadOlder | Action::ReadNewer => (rows.range(..=cursor), "from here up"),
        _ => (rows.iter(), "in the timeline"),
    };
    let changes = marks::reads(part, |_| true);
    let undo = state.keys.name(Action::Undo);
    state.say(match changes.len() {
        0 => format!("Everything {place} is read already"),
        1 => format!("Marked 1 entry read {place}; {undo} takes it back"),
        many => format!("Marked {many} entries read {place}; {undo} takes it back"),
    });
    marks::mark(state, changes)
}

fn toggle_bookmark(state: &mut State) -> Vec<Effect> {
    let Some(row) = state.timeline.row() else {
        return Vec::new();
    };
    state.say(if row.bookmarked {
        "Bookmark removed"
    } else {
        "Bookmarked"
    });
    marks::mark(state, vec![marks::toggled_bookmark(&row)])
}

fn mouse(state: &mut State) -> Vec<Effect> {
    let on = !state.settings.mouse;
    state.settings.mouse = on;
    state.say(if on {
        "The mouse scrolls and selects here; most terminals still select text with shift held"
    } else {
        "The mouse is left to the terminal"
    });
    vec![Effect::Mouse(on)]
}

fn back(state: &mut State) -> Vec<Effect> {
    if state.close_overlay() {
        return Vec::new();
    }
    state.focus = match state.focus {
        Focus::Articles => return vec![Effect::Quit],
        Focus::Timeline => Focus::Articles,
        Focus::Reader => Focus::Timeline,
    };
    Vec::new()
}
