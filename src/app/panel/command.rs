//! The command line: every action by its name, with completion.

use crate::app::action::Action;
use crate::app::input::LineInput;
use crate::app::keymap::nearest;

/// The command line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Command {
    /// What is typed.
    pub input: LineInput,
    /// What was typed before completion began, and which completion is shown.
    pub completing: Option<(String, usize)>,
}

/// What a typed command means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parsed {
    /// Do this.
    Do(Action),
    /// Do this with what was typed after its name.
    With(Action, String),
    /// Go to the entry of this number, counted from 1.
    Entry(usize),
    /// Nothing was typed.
    Nothing,
    /// It means nothing, and why.
    Unknown(String),
}

impl Command {
    /// Takes the next of the lines that what was typed may become.
    pub fn complete(&mut self, lines: &[String]) {
        let (typed, at) = match self.completing.take() {
            Some((typed, at)) => (typed, at + 1),
            None => (self.input.text.clone(), 0),
        };
        if let Some(line) = lines.get(at % lines.len().max(1)) {
            self.input.text.clone_from(line);
            // The only one stands as if it was typed, so that completion goes on behind it: from folder to folder.
            self.completing = (lines.len() > 1).then_some((typed, at % lines.len()));
        }
    }

    /// What was typed, without what completion made of it.
    pub fn typed(&self) -> &str {
        match &self.completing {
            Some((typed, _)) => typed,
            None => &self.input.text,
        }
    }

    /// What is typed means this.
    pub fn parsed(&self) -> Parsed {
        let text = self.input.text.trim();
        if text.is_empty() {
            return Parsed::Nothing;
        }
        if let Ok(number) = text.parse() {
            return Parsed::Entry(number);
        }
        if let Some(action) = Action::from_name(text) {
            return Parsed::Do(action);
        }
        if let [name] = matching(text)[..]
            && let Some(action) = Action::from_name(name)
        {
            return Parsed::Do(action);
        }
        if let Some((name, argument)) = text.split_once(' ')
            && let Some(action) = Action::from_name(name)
            && action.argument().is_some()
        {
            return Parsed::With(action, argument.trim().to_owned());
        }
        Parsed::Unknown(match nearest(text) {
            Some(name) => format!("There is no command “{text}”. Did you mean “{name}”?"),
            None => format!("There is no command “{text}”."),
        })
    }
}

/// The names of commands that begin so.
pub fn matching(typed: &str) -> Vec<&'static str> {
    Action::ALL
        .iter()
        .map(|action| action.name())
        .filter(|name| name.starts_with(typed.trim()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(text: &str) -> Command {
        Command {
            input: LineInput {
                text: text.to_owned(),
            },
            completing: None,
        }
    }

    #[test]
    fn completion_goes_round() {
        let mut line = command("fold");
        let mut seen = Vec::new();
        for _ in 0..3 {
            let lines = ["fold".to_owned(), "fold-all".to_owned()];
            line.complete(&lines);
            seen.push(line.input.text.clone());
        }
        assert_eq!(seen, ["fold", "fold-all", "fold"]);
    }

    #[test]
    fn typed_commands_are_understood_or_answered() {
        assert_eq!(command("fold").parsed(), Parsed::Do(Action::Fold));
        assert_eq!(command("unf").parsed(), Parsed::Do(Action::UnfoldAll));
        assert_eq!(command(" 12 ").parsed(), Parsed::Entry(12));
        assert_eq!(command("").parsed(), Parsed::Nothing);
        let with = Parsed::With(Action::Theme, "linen".to_owned());
        assert_eq!(command("theme  linen").parsed(), with);
        let Parsed::Unknown(why) = command("bokmark").parsed() else {
            panic!("no command")
        };
        assert!(why.contains("“bookmark”"));
    }
}
