//! What stands in the folder whose path is being typed, for completion. Read elsewhere; asked for once for each folder.

use crate::app::action::Action;
use crate::app::message::Effect;
use crate::app::panel::prompt::Question;
use crate::app::state::Overlay;
use crate::app::state::State;

/// A folder and the paths in it that may be meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folder {
    /// As it is typed, with the sign that ends it; empty for the folder in which the program was started.
    pub path: String,
    /// What stands in it, each as it would be typed; folders end in that sign too.
    pub inside: Vec<String>,
}

/// Asks what stands in the folder that is being typed, if that is not known yet.
pub fn ask(state: &mut State) -> Option<Effect> {
    let path = typed(state)?;
    if state
        .folder
        .as_ref()
        .is_some_and(|known| known.path == path)
    {
        return None;
    }
    let path = path.to_owned();
    state.folder = Some(Folder {
        path: path.clone(),
        inside: Vec::new(),
    });
    Some(Effect::ListFolder(path))
}

/// Takes what stands in a folder, if it is still the one that is typed.
pub fn take(state: &mut State, folder: Folder) {
    if typed(state) != Some(folder.path.as_str()) {
        return;
    }
    if let Some(Overlay::Prompt(prompt)) = &mut state.overlay {
        prompt.words.clone_from(&folder.inside);
    }
    state.folder = Some(folder);
}

/// Forgets the folder once no path is typed any more: the next time it may hold something else.
pub fn forget(state: &mut State) {
    if typed(state).is_none() {
        state.folder = None;
    }
}

/// The folder part of the path that is being typed.
fn typed(state: &State) -> Option<&str> {
    let path = match state.overlay.as_ref()? {
        Overlay::Prompt(prompt) if prompt.question == Question::Library => &prompt.input.text,
        Overlay::Command(command) => {
            let (name, path) = command.typed().split_once(' ')?;
            if name != Action::Import.name() {
                return None;
            }
            path.trim_start()
        }
        _ => return None,
    };
    let end = path.rfind(std::path::is_separator).map_or(0, |at| at + 1);
    path.get(..end)
}

/// What all of these begin with, if that is more than was typed; else the first of them, else what was typed.
pub fn common(found: &[String], typed: &str) -> String {
    let Some(first) = found.first() else {
        return typed.to_owned();
    };
    let shared = |other: &String| {
        let pairs = first.chars().zip(other.chars()).take_while(|(a, b)| a == b);
        pairs.map(|(c, _)| c.len_utf8()).sum::<usize>()
    };
    let end = found.iter().map(shared).min().unwrap_or(first.len());
    let begins = first.get(..end).unwrap_or(first);
    match begins.len() > typed.len() {
        true => begins.to_owned(),
        false => first.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn completion_goes_as_far_as_all_agree_then_takes_the_first() {
        let found = ["~/Sync/".to_owned(), "~/Synthesis/".to_owned()];
        assert_eq!(common(&found, "~/S"), "~/Syn");
        assert_eq!(common(&found, "~/Syn"), "~/Sync/");
        assert_eq!(common(&[], "~/x"), "~/x");
    }
}
