//! The page `docs/keys.md`, written from the action table and the key map, so that it cannot be wrong.

use std::fmt::Write;

use crate::app::action::Action;
use crate::app::action::Group;
use crate::app::action::View;
use crate::app::keymap::Keymap;

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
    out
}

const HEAD: &str = "# Keys and commands

This page is written by the program's tests from its own tables. Every key asks for a command, and every
command can be typed by name after `:`. Keys can be changed: see the head of `assets/keymap.toml`.

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
