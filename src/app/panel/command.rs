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
    /// Takes the next completion of what was typed.
    pub fn complete(&mut self) {
        let (typed, at) = match self.completing.take() {
            Some((typed, at)) => (typed, at + 1),
            None => (self.input.text.clone(), 0),
        };
        let names = matching(&typed);
        if let Some(name) = names.get(at % names.len().max(1)) {
            self.input.text = (*name).to_owned();
            self.completing = Some((typed, at % names.len()));
        }
    }

    /// The names that may be meant, for the hint.
    pub fn candidates(&self) -> Vec<&'static str> {
        match &self.completing {
            Some((typed, _)) => matching(typed),
            None => matching(&self.input.text),
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
            && action.takes_argument()
        {
            return Parsed::With(action, argument.trim().to_owned());
        }
        Parsed::Unknown(match nearest(text) {
            Some(name) => format!("There is no command “{text}”. Did you mean “{name}”?"),
            None => format!("There is no command “{text}”."),
        })
    }
}

fn matching(typed: &str) -> Vec<&'static str> {
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
            line.complete();
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
        let Parsed::Unknown(why) = command("bokmark").parsed() else {
            panic!("no command")
        };
        assert!(why.contains("“bookmark”"));
    }
}
