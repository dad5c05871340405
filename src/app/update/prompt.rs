//! Questions that are answered by typing: asking them, and what the answers do.

use crate::app::action::Action;
use crate::app::input::LineInput;
use crate::app::input::Typed;
use crate::app::key::Key;
use crate::app::marks;
use crate::app::message::Effect;
use crate::app::panel::filter;
use crate::app::panel::prompt;
use crate::app::panel::prompt::Prompt;
use crate::app::panel::prompt::Question;
use crate::app::state::Focus;
use crate::app::state::Overlay;
use crate::app::state::State;
use crate::app::update::act::act;
use crate::app::update::library;
use crate::app::update::names;
use crate::app::update::reading;
use crate::app::update::shelf;
use crate::engine::model::MarkChange;
use crate::engine::model::ShelfChange;
use crate::engine::text::SafeText;

/// Takes a key while a question is open.
pub(in crate::app::update) fn press(state: &mut State, key: Key) -> Vec<Effect> {
    let Some(Overlay::Prompt(prompt)) = &mut state.overlay else {
        return Vec::new();
    };
    match prompt.input.take(key) {
        Typed::Complete => prompt.complete(),
        Typed::Cancelled => state.overlay = below(&prompt.question),
        Typed::Changed | Typed::Nothing => prompt.problem = None,
        Typed::Accepted => return accept(state),
    }
    Vec::new()
}

/// Takes the answer, unless something is wrong with it.
fn accept(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Prompt(prompt)) = &mut state.overlay else {
        return Vec::new();
    };
    if prompt.is_wrong() {
        return Vec::new();
    }
    let asked = prompt.clone();
    state.overlay = below(&asked.question);
    answer(state, &asked)
}

/// What a question was asked over.
fn below(question: &Question) -> Option<Overlay> {
    matches!(question, Question::Name(_)).then_some(Overlay::Names)
}

/// Asks for a name for the blog under the cursor.
pub(in crate::app::update) fn rename(state: &mut State) -> Vec<Effect> {
    let Some(row) = state.articles.row() else {
        return Vec::new();
    };
    let (id, name) = (row.id, row.shown().to_string());
    ask(state, Question::BlogName(id), "name", name, Vec::new())
}

/// Asks for the tags of what is under the cursor: a blog in the articles list, else an entry.
pub(in crate::app::update) fn tags(state: &mut State) -> Vec<Effect> {
    let words = state.articles.tags();
    if state.focus == Focus::Articles {
        let Some(row) = state.articles.row() else {
            return Vec::new();
        };
        let (id, before) = (row.id, joined(&row.tags));
        return ask(state, Question::BlogTags(id), "tags", before, words);
    }
    let Some(marked) = state.timeline.entry() else {
        state.say("This entry is still being loaded");
        return Vec::new();
    };
    let (id, before) = (marked.entry.id, joined(&marked.marks.tags));
    ask(state, Question::EntryTags(id), "tags", before, words)
}

/// Asks for a filter.
pub(in crate::app::update) fn filter(state: &mut State) -> Vec<Effect> {
    let before = state.filter.on.as_ref().map(|on| on.text.clone());
    let (vocabulary, before) = (state.vocabulary(), before.unwrap_or_default());
    ask(
        state,
        Question::Filter(vocabulary),
        "filter",
        before,
        Vec::new(),
    )
}

/// Asks for a name for the filter that is on.
pub(in crate::app::update) fn save_filter(state: &mut State) -> Vec<Effect> {
    let names = state.settings.filters.iter();
    let words = names.map(|saved| saved.name.clone()).collect();
    ask(
        state,
        Question::FilterName,
        "name of the filter",
        String::new(),
        words,
    )
}

/// Asks for words to find in all blogs.
pub(in crate::app::update) fn find(state: &mut State) -> Vec<Effect> {
    ask(
        state,
        Question::Words,
        "find in all blogs",
        String::new(),
        Vec::new(),
    )
}

/// Asks for another library.
pub(in crate::app::update) fn import(state: &mut State) -> Vec<Effect> {
    let before = String::new();
    ask(
        state,
        Question::Library,
        "other library",
        before,
        Vec::new(),
    )
}

/// Asks for a time to go to.
pub(in crate::app::update) fn time(state: &mut State) -> Vec<Effect> {
    let words = vec!["today".to_owned(), "yesterday".to_owned()];
    ask(state, Question::Time, "go to", String::new(), words)
}

/// Does an action that asks, with an answer that was given already.
pub(in crate::app::update) fn answered(
    state: &mut State,
    action: Action,
    text: &str,
) -> Vec<Effect> {
    let effects = act(state, action);
    let Some(Overlay::Prompt(prompt)) = &mut state.overlay else {
        return effects;
    };
    match prompt.question {
        Question::BlogTags(_) | Question::EntryTags(_) => prompt.input.text.push_str(text),
        _ => text.clone_into(&mut prompt.input.text),
    }
    accept(state)
}

/// Asks for a note on the entry under the cursor.
pub(in crate::app::update) fn note(state: &mut State) -> Vec<Effect> {
    let Some(marked) = state.timeline.entry() else {
        state.say("This entry is still being loaded");
        return Vec::new();
    };
    let note = marked.marks.note.as_ref().map(ToString::to_string);
    let id = marked.entry.id;
    ask(
        state,
        Question::Note(id),
        "note",
        note.unwrap_or_default(),
        Vec::new(),
    )
}

fn joined(tags: &[SafeText]) -> String {
    let mut out = String::new();
    for tag in tags {
        out.push_str(tag);
        out.push(' ');
    }
    out
}

/// Asks a question.
pub(in crate::app::update) fn ask(
    state: &mut State,
    question: Question,
    label: &'static str,
    before: String,
    words: Vec<String>,
) -> Vec<Effect> {
    state.overlay = Some(Overlay::Prompt(Prompt {
        question,
        label,
        input: LineInput {
            text: before.clone(),
        },
        before,
        words,
        problem: None,
    }));
    Vec::new()
}

fn answer(state: &mut State, asked: &Prompt) -> Vec<Effect> {
    let typed = SafeText::new(asked.input.text.trim());
    match asked.question.clone() {
        Question::Name(question) => names::answer(state, question, &typed),
        Question::Filter(_) => filter::set(state, &asked.input.text),
        Question::FilterName => library::save(state, &typed),
        Question::Words => library::search(state, &typed),
        Question::Time => reading::go_to(state, &typed),
        Question::Library => library::import(state, asked.input.text.trim()),
        Question::BlogName(blog) => {
            let own = state.articles.title_of(blog);
            let name = Some(typed).filter(|name| !name.is_empty() && Some(name) != own);
            state.say(match &name {
                Some(name) => format!("It is called “{name}” from now on"),
                None => "It is called what its page says".to_owned(),
            });
            shelf::keep(state, blog, vec![ShelfChange::Name(name)])
        }
        Question::BlogTags(blog) => {
            let (added, removed) = difference(&asked.before, &typed);
            let added = added.into_iter().map(ShelfChange::Tag);
            let changes = added.chain(removed.into_iter().map(ShelfChange::Untag));
            shelf::keep(state, blog, changes.collect())
        }
        Question::EntryTags(entry) => {
            let (added, removed) = difference(&asked.before, &typed);
            let added = added.into_iter().map(|tag| MarkChange::Tag(entry, tag));
            let removed = removed.into_iter().map(|tag| MarkChange::Untag(entry, tag));
            marks::mark(state, added.chain(removed).collect())
        }
        Question::Note(entry) => {
            let note = Some(typed).filter(|note| !note.is_empty());
            state.say(if note.is_some() {
                "The note is kept"
            } else {
                "No note on this entry"
            });
            let bookmarked = state.timeline.row().is_some_and(|row| row.bookmarked);
            let mark = (note.is_some() && !bookmarked).then_some(MarkChange::Bookmark(entry));
            let changes = mark.into_iter().chain([MarkChange::Note(entry, note)]);
            marks::mark(state, changes.collect())
        }
    }
}

/// Which tags came and which went.
fn difference(before: &str, after: &str) -> (Vec<SafeText>, Vec<SafeText>) {
    let (before, after) = (prompt::tags(before), prompt::tags(after));
    let only = |these: &[&str], those: &[&str]| {
        let only = these.iter().filter(|tag| !those.contains(tag));
        only.map(|tag| SafeText::new(tag)).collect()
    };
    (only(&after, &before), only(&before, &after))
}
