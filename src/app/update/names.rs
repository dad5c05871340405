//! Names: which are marked, going from mention to mention, the list of them, and correcting them.

use crate::app::action::Action;
use crate::app::ink::Ground;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::input::Typed;
use crate::app::key::Key;
use crate::app::message::Effect;
use crate::app::names::Chosen;
use crate::app::panel::filter;
use crate::app::panel::list::Choice;
use crate::app::panel::list::List;
use crate::app::panel::list::Purpose;
use crate::app::panel::list::Row;
use crate::app::panel::names::next_kind;
use crate::app::panel::prompt::NameQuestion;
use crate::app::panel::prompt::Question;
use crate::app::panel::timeline::Toward;
use crate::app::pointer::Gesture;
use crate::app::pointer::Pointer;
use crate::app::state::Focus;
use crate::app::state::Overlay;
use crate::app::state::State;
use crate::app::update::act::lines_of;
use crate::app::update::pointer::row_in;
use crate::app::update::prompt;
use crate::engine::model::BlogId;
use crate::engine::names::BlogNames;
use crate::engine::names::Correction;
use crate::engine::names::Entity;
use crate::engine::names::Kind;
use crate::engine::names::NameChange;
use std::sync::Arc;

/// Does an action with names; nothing for all others.
pub(in crate::app::update) fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    if matches!(state.overlay, Some(Overlay::Names)) {
        return in_panel(state, action);
    }
    match action {
        Action::Names => open(state),
        Action::MarkNames => mark_next(state),
        Action::NextMention => return Some(step(state, true)),
        Action::PreviousMention => return Some(step(state, false)),
        _ => return None,
    }
    Some(Vec::new())
}

/// Asks for the names of the open blog, once what is in view has come.
pub(in crate::app::update) fn request(state: &mut State) -> Option<Effect> {
    let timeline = &mut state.timeline;
    let blog = timeline
        .blog
        .filter(|_| timeline.ready && timeline.is_in_view())?;
    let ticket = timeline.ticket;
    (std::mem::replace(&mut timeline.names.asked, ticket) != ticket)
        .then_some(Effect::LoadNames { ticket, blog })
}

/// Takes the names of the open blog.
pub(in crate::app::update) fn take(state: &mut State, names: Arc<BlogNames>) {
    state.timeline.names.known = Some(names);
    state.reader.forget();
    fill(state);
}

/// The corrections hold from now on: asks for the names anew.
pub(in crate::app::update) fn again(state: &mut State) -> Vec<Effect> {
    let timeline = &state.timeline;
    let ticket = timeline.ticket;
    let load = timeline.blog.map(|blog| Effect::LoadNames { ticket, blog });
    load.into_iter().collect()
}

/// Gives the list what it lists.
fn fill(state: &mut State) {
    if !state.lists_names() {
        return;
    }
    let timeline = &state.timeline;
    if let Some(known) = &timeline.names.known {
        let rows = timeline
            .order()
            .arranged(timeline.all_rows().iter().copied().collect());
        state.names.take(&known.entities, &rows);
    }
}

fn open(state: &mut State) {
    if state.timeline.names.known.is_none() {
        state.say("The names are still being read");
        return;
    }
    state.overlay = Some(Overlay::Names);
    state.names.typing = false;
    state.names.filter.text.clear();
    state.names.kinds = crate::app::names::Marked::All;
    state.names.cursor = 0;
    fill(state);
}

fn mark_next(state: &mut State) {
    let marked = state.timeline.names.marked.next();
    state.timeline.names.marked = marked;
    state.reader.forget();
    let told = match marked.name() {
        "off" => "No names are marked".to_owned(),
        "all" => {
            "All names are marked: people bold, places italic, organisations underlined".to_owned()
        }
        kind => format!("Only {kind} are marked"),
    };
    state.say(told);
}

/// To the next or previous mention of the name that was chosen last, around the ends. Where none was chosen, the names
/// of the entry under the cursor are offered.
fn step(state: &mut State, forward: bool) -> Vec<Effect> {
    if state.timeline.names.known.is_none() {
        state.say("The names are still being read");
        return Vec::new();
    }
    let Some(entity) = state.timeline.names.chosen().map(Arc::clone) else {
        return offer(state);
    };
    let positions = state.timeline.positions(&entity.entries);
    let Some((at, around)) = state.timeline.next_of(&positions, forward) else {
        state.say(format!("No entry that is shown mentions {}", entity.name));
        return Vec::new();
    };
    state.timeline.jump(at, Toward::Jump);
    let number = positions
        .iter()
        .position(|one| *one == at)
        .map_or(0, |at| at + 1);
    let around = if around { ", around the end" } else { "" };
    state.say(format!(
        "{}: entry {number} of {}{around}",
        entity.name,
        positions.len()
    ));
    Vec::new()
}

/// Offers the names of the entry under the cursor to choose one of.
fn offer(state: &mut State) -> Vec<Effect> {
    let timeline = &state.timeline;
    let here = timeline.row().map(|row| row.id);
    let known = timeline.names.known.iter();
    let entities = known.flat_map(|known| here.into_iter().flat_map(|id| known.of_entry(id)));
    let found: Vec<Chosen> = entities
        .map(|entity| Chosen {
            kind: entity.kind,
            name: entity.name.clone(),
        })
        .collect();
    match found.as_slice() {
        [] => {
            let key = state.keys.name(Action::Names);
            state.say(format!(
                "This entry mentions no name; {key} lists all names"
            ));
            Vec::new()
        }
        [only] => choose(state, only.clone()),
        _ => {
            let row = |one: &Chosen| Row {
                lines: vec![
                    Line::of(format!("{:14}", one.kind.name()), Ink::Muted)
                        .and(one.name.clone(), Ink::Named(one.kind, Ground::Text)),
                ],
                choice: Choice::Name(one.clone()),
            };
            let rows = found.iter().map(row).collect();
            let list = List::new(Purpose::Names, "Names in this entry", rows, 0);
            state.overlay = Some(Overlay::List(list));
            Vec::new()
        }
    }
}

/// Chooses a name and goes to its next mention.
pub(in crate::app::update) fn choose(state: &mut State, chosen: Chosen) -> Vec<Effect> {
    state.timeline.names.chosen = Some(chosen);
    step(state, true)
}

/// Ends going from mention to mention; answers whether a name was chosen.
pub(in crate::app::update) fn end(state: &mut State) -> bool {
    state.timeline.names.chosen.take().is_some()
}

/// Takes a key while the filter of the list is typed.
pub(in crate::app::update) fn press(state: &mut State, key: Key) -> Vec<Effect> {
    let panel = &mut state.names;
    match panel.filter.take(key) {
        Typed::Accepted => panel.typing = false,
        Typed::Cancelled => {
            panel.typing = false;
            panel.filter.text.clear();
            panel.list();
        }
        Typed::Changed => {
            panel.cursor = 0;
            panel.list();
        }
        Typed::Complete | Typed::Nothing => {}
    }
    Vec::new()
}

/// Takes a gesture of the mouse in the list.
pub(in crate::app::update) fn point(state: &mut State, pointer: Pointer) -> Vec<Effect> {
    let (_, body) = state.layout().panes.split_top(1);
    match pointer.gesture {
        Gesture::WheelUp => {
            state.names.step(-1);
        }
        Gesture::WheelDown => {
            state.names.step(1);
        }
        Gesture::Press => {
            let at = row_in(body, pointer).and_then(|row| state.names.at(row));
            if at == Some(state.names.cursor) {
                return show_entries(state);
            }
            state.names.cursor = at.unwrap_or(state.names.cursor);
        }
    }
    Vec::new()
}

fn in_panel(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    match action {
        _ if action.moves() => {
            state.names.step(lines_of(action, state.names.page()));
        }
        Action::Search => state.names.typing = true,
        Action::Sort => {
            state.names.order = state.names.order.next();
            state.names.cursor = 0;
            state.names.list();
            state.say(format!("Names, {}", state.names.order.told()));
        }
        Action::MarkNames => {
            let next = state.names.kinds.next();
            state.names.kinds = if next == crate::app::names::Marked::Off {
                next.next()
            } else {
                next
            };
            state.names.cursor = 0;
            state.names.list();
            state.say(format!("Listed: {}", state.names.kinds.name()));
        }
        Action::Cancel if !state.names.filter.text.is_empty() => {
            state.names.filter.text.clear();
            state.names.list();
        }
        Action::Back | Action::Cancel | Action::Names | Action::Left => state.overlay = None,
        Action::AddName => {
            return Some(ask(
                state,
                NameQuestion::Add,
                "name and kind",
                String::new(),
            ));
        }
        Action::Open
        | Action::NextMention
        | Action::PreviousMention
        | Action::EveryMention
        | Action::Rename
        | Action::MergeName
        | Action::SplitName
        | Action::NameKind
        | Action::Delete => return Some(with_name(state, action)),
        _ => return None,
    }
    Some(Vec::new())
}

/// Does what is done with the name under the cursor.
fn with_name(state: &mut State, action: Action) -> Vec<Effect> {
    let Some(entity) = state.names.row().map(Arc::clone) else {
        state.say("There is no name under the cursor");
        return Vec::new();
    };
    let name = entity.name.clone();
    match action {
        Action::NextMention | Action::PreviousMention => {
            close_on(state, &entity);
            step(state, action == Action::NextMention)
        }
        Action::EveryMention => {
            let kind = entity.kind;
            state.say(format!("Looking for {name} in all blogs…"));
            vec![Effect::FindName { kind, name }]
        }
        Action::Rename => ask(state, NameQuestion::Rename(name.clone()), "name", name),
        Action::MergeName => ask(
            state,
            NameQuestion::Merge(name),
            "the same as",
            String::new(),
        ),
        Action::SplitName if entity.forms.len() < 2 => {
            state.say(format!("{name} is written in one way only"));
            Vec::new()
        }
        Action::SplitName => ask(
            state,
            NameQuestion::Split(name),
            "somebody else is",
            String::new(),
        ),
        Action::NameKind => {
            let kind = next_kind(entity.kind);
            correct(state, name, NameChange::Kind { kind })
        }
        Action::Delete => correct(state, name, NameChange::Ignore),
        _ => show_entries(state),
    }
}

/// Shows only the entries that mention the name under the cursor.
fn show_entries(state: &mut State) -> Vec<Effect> {
    let Some(entity) = state.names.row().map(Arc::clone) else {
        return Vec::new();
    };
    close_on(state, &entity);
    let quoted = entity.name.replace(['"', '\\'], " ");
    filter::set(state, &format!("entity:\"{quoted}\""))
}

/// Closes the list with a name chosen.
fn close_on(state: &mut State, entity: &Entity) {
    state.overlay = None;
    if state.focus == Focus::Articles {
        state.focus = Focus::Timeline;
    }
    state.timeline.names.chosen = Some(Chosen {
        kind: entity.kind,
        name: entity.name.clone(),
    });
}

fn ask(
    state: &mut State,
    question: NameQuestion,
    label: &'static str,
    before: String,
) -> Vec<Effect> {
    let words = match &question {
        NameQuestion::Split(name) => {
            let row = state.names.row().filter(|row| row.name == *name);
            let forms = row.into_iter().flat_map(|row| &row.forms);
            forms.filter(|form| *form != name).cloned().collect()
        }
        NameQuestion::Add => Kind::ALL.map(|kind| kind.name().to_owned()).to_vec(),
        NameQuestion::Rename(name) | NameQuestion::Merge(name) => {
            let others = state.names.names().filter(|one| one.name != *name);
            others.map(|one| one.name.clone()).collect()
        }
    };
    prompt::ask(state, Question::Name(question), label, before, words)
}

/// Takes the answer to a question about a name.
pub(in crate::app::update) fn answer(
    state: &mut State,
    question: NameQuestion,
    typed: &str,
) -> Vec<Effect> {
    if typed.is_empty() {
        return Vec::new();
    }
    let to = typed.to_owned();
    match question {
        NameQuestion::Rename(name) | NameQuestion::Merge(name) if name == to => Vec::new(),
        NameQuestion::Rename(name) | NameQuestion::Merge(name) => {
            correct(state, name, NameChange::Rename { to })
        }
        NameQuestion::Split(_) => correct(state, to, NameChange::Split),
        NameQuestion::Add => {
            let parted = typed.rsplit_once(' ');
            let parted =
                parted.and_then(|(name, kind)| Some((name.trim(), Kind::from_name(kind)?)));
            match parted.filter(|(name, _)| !name.is_empty()) {
                Some((name, kind)) => correct(state, name.to_owned(), NameChange::Add { kind }),
                None => {
                    state.complain(
                        "Say the name and then what it is: person, place or organisation",
                    );
                    Vec::new()
                }
            }
        }
    }
}

fn correct(state: &mut State, name: String, change: NameChange) -> Vec<Effect> {
    let Some(blog): Option<BlogId> = state.timeline.blog else {
        return Vec::new();
    };
    let undo = state.keys.name(Action::Undo);
    let told = match &change {
        NameChange::Ignore => format!("{name} is no name"),
        NameChange::Rename { to } => format!("{name} is {to}"),
        NameChange::Kind { kind } => format!("{name} is of the kind {}", kind.name()),
        NameChange::Add { kind } => format!("{name} is a name, of the kind {}", kind.name()),
        NameChange::Split => format!("{name} is somebody else"),
    };
    state.say(format!(
        "{told}, from now on and in all snapshots; {undo} takes it back"
    ));
    vec![Effect::CorrectName {
        blog,
        correction: Correction { name, change },
    }]
}
