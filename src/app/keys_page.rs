//! The page `docs/keys.md`, written from the action table and the key map, so that it cannot be wrong.

use std::fmt::Write;

use crate::app::action::Action;
use crate::app::action::Group;
use crate::app::action::View;
use crate::app::key::shown;
use crate::app::keymap::Keymap;
use crate::app::keymap::PROFILES;

/// The page, for a key map.
pub fn render(keymap: &Keymap) -> String {
    let mut out = String::from(HEAD);
    for group in Group::ALL {
        let _ = write!(
            out,
            "\n## {}\n\n| Keys | Command | Does | Where |\n| --- | --- | --- | --- |\n",
            group.name()
        );
        for action in Action::ALL.iter().filter(|action| action.group() == group) {
            let keys: Vec<String> = keymap
                .keys_of(*action)
                .iter()
                .map(|keys| format!("`{keys}`"))
                .collect();
            let _ = writeln!(
                out,
                "| {} | `{}` | {} | {} |",
                keys.join(" "),
                action.name(),
                action.help(),
                places(*action)
            );
        }
    }
    for (name, text) in PROFILES.iter().filter(|(_, text)| !text.is_empty()) {
        let _ = write!(out, "\n## Keys like {name}\n\n");
        let said = text.lines().take_while(|line| line.starts_with('#'));
        let said: Vec<&str> = said
            .map(|line| line.trim_start_matches(['#', ' ']))
            .collect();
        let _ = write!(
            out,
            "{}\n\n| Keys | Command |\n| --- | --- |\n",
            said.join("\n")
        );
        let profile = Keymap::profile(name);
        for (keys, actions) in &profile.bindings {
            if keymap.bindings.get(keys) != Some(actions) {
                let names: Vec<&str> = actions.iter().map(|action| action.name()).collect();
                let _ = writeln!(out, "| `{}` | `{}` |", shown(keys), names.join("`, `"));
            }
        }
    }
    out
}

const HEAD: &str = "# Keys and commands

This page is written by the program's tests from its own tables. Every key asks for a command, and every
command can be typed by name after `:`, some with more after the name, as in `:go-to yesterday 9:00`; Tab completes both.
Keys can be changed: see the head of `assets/keymap.toml`. Those who know newsboat or less choose their keys with
`keys = \"newsboat\"` in `config.toml`; what differs then stands at the end.

Letters that stand together, like `gg`, are pressed one after another, at any pace; after the first, the bottom
line shows what may follow. In a key map they are written with a space between: `g g`. A number after `:` goes to the entry of that number.
";

fn places(action: Action) -> String {
    let views = action.views();
    if views.len() == View::ALL.len() {
        return "everywhere".to_owned();
    }
    views
        .iter()
        .map(|view| view.name())
        .collect::<Vec<_>>()
        .join(", ")
}
