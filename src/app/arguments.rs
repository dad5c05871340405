//! What may be typed after the name of a command, and how it is completed.

use crate::app::action::Action;
use crate::app::action::availability;
use crate::app::panel::articles::Sort;
use crate::app::panel::command::Command;
use crate::app::panel::command::matching;
use crate::app::state::State;
use crate::engine::query;

/// How a typed command may go on, each as the whole line.
pub fn candidates(state: &State, command: &Command) -> Vec<String> {
    let typed = command.typed();
    let Some((name, begun)) = typed.split_once(' ') else {
        return matching(typed).into_iter().map(str::to_owned).collect();
    };
    let Some(action) = Action::from_name(name) else {
        return Vec::new();
    };
    words(state, action, begun.trim_start())
        .into_iter()
        .map(|word| format!("{name} {word}"))
        .collect()
}

/// What stands behind the typed line: why the command cannot be done, what it takes, or how the line may go on.
pub fn hint(state: &State, command: &Command) -> String {
    let typed = command.typed();
    let name = typed.split(' ').next().unwrap_or_default();
    let action = Action::from_name(name);
    if let Some(reason) = action.and_then(|action| availability(state, action).err()) {
        return format!("not now: {reason}");
    }
    let found = candidates(state, command);
    let takes = action.and_then(Action::argument);
    match takes.filter(|_| found.is_empty() || found == [name]) {
        Some(argument) => argument.to_owned(),
        None => {
            let cut = found
                .iter()
                .map(|line| line.strip_prefix(name).map(str::trim_start));
            let shown = cut.zip(&found).map(|(rest, line)| {
                let rest = rest.filter(|rest| !rest.is_empty() && typed.contains(' '));
                rest.unwrap_or(line)
            });
            shown.take(24).collect::<Vec<_>>().join("  ")
        }
    }
}

fn words(state: &State, action: Action, begun: &str) -> Vec<String> {
    let known: Vec<String> = match action {
        Action::Filter => {
            let found = query::complete(begun, &state.vocabulary()).into_iter();
            return found
                .map(|one| format!("{}{}", &begun[..one.start], one.text))
                .collect();
        }
        Action::Theme => state.settings.themes.clone(),
        Action::Sort => Sort::ALL
            .iter()
            .map(|sort| sort.word().to_owned())
            .collect(),
        Action::Tag => state.articles.tags(),
        Action::GoTo => ["today", "yesterday"].map(str::to_owned).to_vec(),
        Action::Rename => {
            let row = state.articles.row().into_iter();
            row.map(|row| row.shown().to_string()).collect()
        }
        Action::Note => {
            let note = state
                .timeline
                .entry()
                .and_then(|marked| marked.marks.note.clone());
            note.into_iter().map(|note| note.to_string()).collect()
        }
        Action::Import => {
            let known = state.folder.iter();
            known.flat_map(|folder| folder.inside.clone()).collect()
        }
        Action::FilterSave => {
            let saved = state.settings.filters.iter();
            saved.map(|saved| saved.name.clone()).collect()
        }
        _ => Vec::new(),
    };
    known
        .into_iter()
        .filter(|word| word.starts_with(begun) && word != begun)
        .collect()
}
