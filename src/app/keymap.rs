//! Which key sequence asks for which actions, read from `assets/keymap.toml` and the person's own file.
//! Problems in a file are returned by name and cost only their line.

use std::collections::BTreeMap;

use crate::app::action::Action;
use crate::app::key::Key;
use crate::app::key::sequence;
use crate::app::key::shown;

/// The built-in keys.
pub const BUILTIN: &str = include_str!("../../assets/keymap.toml");

/// The key profiles and the files that make them.
pub const PROFILES: &[(&str, &str)] = &[
    ("default", ""),
    ("newsboat", include_str!("../../assets/keys/newsboat.toml")),
    ("less", include_str!("../../assets/keys/less.toml")),
];

/// Sequences of keys and the actions they ask for. Sorted, so that it answers by prefix.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keymap {
    /// Every sequence; the actions are done one after another.
    pub bindings: BTreeMap<Vec<Key>, Vec<Action>>,
}

/// What a sequence of keys means so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// It asks for these actions.
    Actions(Vec<Action>),
    /// More keys are needed; these may follow.
    Prefix(Vec<Continuation>),
    /// It means nothing.
    Nothing,
}

/// A key that may follow others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Continuation {
    /// The key.
    pub key: Key,
    /// What it does, or a sign that still more keys are needed.
    pub help: String,
    /// The actions that are reached by it.
    pub actions: Vec<Action>,
}

impl Keymap {
    /// The built-in key map.
    pub fn builtin() -> Self {
        Self::parse(BUILTIN).0
    }

    /// Reads a key map by itself.
    pub fn parse(text: &str) -> (Self, Vec<String>) {
        let mut keymap = Self::default();
        let problems = keymap.add(text);
        (keymap, problems)
    }

    /// The built-in key map with a person's file over it.
    pub fn merged(user: &str) -> (Self, Vec<String>) {
        Self::builtin().with(user)
    }

    /// The keys that people know from another program, over the built-in ones; those alone, if there is no such profile.
    pub fn profile(name: &str) -> Self {
        let found = PROFILES.iter().find(|(known, _)| *known == name);
        let (keymap, _) = Self::builtin().with(found.map_or("", |(_, text)| text));
        keymap
    }

    /// This key map with a file over it.
    pub fn with(mut self, text: &str) -> (Self, Vec<String>) {
        let problems = self.add(text);
        (self, problems)
    }

    /// What the keys pressed so far mean.
    pub fn lookup(&self, keys: &[Key]) -> Lookup {
        if let Some(actions) = self.bindings.get(keys) {
            return Lookup::Actions(actions.clone());
        }
        let next: Vec<Continuation> = self
            .under(keys)
            .map(|(found, actions)| follow(keys, found, actions))
            .collect();
        if next.is_empty() {
            Lookup::Nothing
        } else {
            Lookup::Prefix(grouped(next))
        }
    }

    /// The sequences that ask for an action and nothing else, shortest first.
    pub fn keys_of(&self, action: Action) -> Vec<String> {
        let mut found: Vec<&Vec<Key>> = self
            .bindings
            .iter()
            .filter(|(_, actions)| actions[..] == [action])
            .map(|(keys, _)| keys)
            .collect();
        found.sort_by_key(|keys| prefers(keys));
        found.into_iter().map(|keys| shown(keys)).collect()
    }

    fn under<'a>(
        &'a self,
        keys: &'a [Key],
    ) -> impl Iterator<Item = (&'a Vec<Key>, &'a Vec<Action>)> {
        self.bindings
            .range(keys.to_vec()..)
            .take_while(move |(found, _)| found.starts_with(keys))
    }

    fn add(&mut self, text: &str) -> Vec<String> {
        let table = match text.parse::<toml::Table>() {
            Ok(table) => table,
            Err(error) => {
                return vec![format!(
                    "the key map cannot be read, so none of it is used: {}",
                    plain(&error)
                )];
            }
        };
        let mut problems = Vec::new();
        let mut added = BTreeMap::new();
        for (section, value) in &table {
            match value.as_table().filter(|_| section == "keys") {
                Some(keys) => read_keys(keys, &mut added, &mut problems),
                None => problems.push(format!(
                    "{section:?} is no section of the key map; keys belong under [keys]"
                )),
            }
        }
        // Keys that are taken away make room, wherever in the file that stands.
        let (away, added): (BTreeMap<_, _>, BTreeMap<_, _>) = added
            .into_iter()
            .partition(|(_, actions)| actions.is_empty());
        for keys in away.keys() {
            self.bindings.remove(keys);
        }
        problems.extend(hidden(&added));
        for (keys, actions) in added {
            let clashes: Vec<Vec<Key>> = self
                .bindings
                .keys()
                .filter(|other| **other != keys && hides(&keys, other))
                .cloned()
                .collect();
            for other in clashes {
                problems.push(clash(&keys, &other));
                self.bindings.remove(&other);
            }
            self.bindings.insert(keys, actions);
        }
        problems
    }
}

fn read_keys(
    keys: &toml::Table,
    added: &mut BTreeMap<Vec<Key>, Vec<Action>>,
    problems: &mut Vec<String>,
) {
    for (written, value) in keys {
        let parsed: Result<Vec<Key>, _> = written.split_whitespace().map(str::parse).collect();
        let sequence = match parsed {
            Ok(sequence) if !sequence.is_empty() => sequence,
            Ok(_) => {
                problems.push("a key map line has no key before its =".to_owned());
                continue;
            }
            Err(error) => {
                problems.push(format!("{written:?}: {error}"));
                continue;
            }
        };
        match actions(value) {
            Ok(actions) => {
                added.insert(sequence, actions);
            }
            Err(problem) => problems.push(format!("{written:?}: {problem}")),
        }
    }
}

fn actions(value: &toml::Value) -> Result<Vec<Action>, String> {
    let names: Vec<&str> = match value {
        toml::Value::String(name) if name == "none" => Vec::new(),
        toml::Value::String(name) => vec![name],
        toml::Value::Array(names) => names.iter().filter_map(toml::Value::as_str).collect(),
        _ => return Err("expected the name of a command or a list of them".to_owned()),
    };
    names
        .into_iter()
        .map(|name| {
            Action::from_name(name).ok_or_else(|| match nearest(name) {
                Some(near) => format!("there is no command {name:?}; did you mean {near:?}?"),
                None => format!("there is no command {name:?}"),
            })
        })
        .collect()
}

/// The name of the action that a mistyped name comes closest to.
pub fn nearest(name: &str) -> Option<&'static str> {
    let distance = |action: &Action| textual_distance(name, action.name());
    let best = Action::ALL.iter().min_by_key(|action| distance(action))?;
    (distance(best) <= name.chars().count().max(3) / 2 + 1).then_some(best.name())
}

fn textual_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

fn hidden(added: &BTreeMap<Vec<Key>, Vec<Action>>) -> Vec<String> {
    let mut problems = Vec::new();
    for keys in added.keys() {
        problems.extend(
            added
                .keys()
                .filter(|other| other.len() > keys.len() && other.starts_with(keys))
                .map(|other| clash(keys, other)),
        );
    }
    problems
}

fn hides(keys: &[Key], other: &[Key]) -> bool {
    keys.starts_with(other) || other.starts_with(keys)
}

fn clash(keys: &[Key], other: &[Key]) -> String {
    let (short, long) = if keys.len() <= other.len() {
        (keys, other)
    } else {
        (other, keys)
    };
    format!(
        "{:?} hides {:?}: one is the beginning of the other, and the later line counts",
        sequence(short),
        sequence(long)
    )
}

fn follow(keys: &[Key], found: &[Key], actions: &[Action]) -> Continuation {
    let help = match actions {
        _ if found.len() > keys.len() + 1 => "…".to_owned(),
        [action] => action.help().to_owned(),
        actions => actions
            .iter()
            .map(|action| action.name())
            .collect::<Vec<_>>()
            .join(", "),
    };
    Continuation {
        key: found[keys.len()],
        help,
        actions: actions.to_vec(),
    }
}

fn grouped(mut next: Vec<Continuation>) -> Vec<Continuation> {
    next.dedup_by(|one, first| {
        let same = one.key == first.key;
        if same {
            first.actions.append(&mut one.actions);
        }
        same
    });
    next
}

/// Letters before named keys, so that hints show what the hand is on.
fn prefers(keys: &[Key]) -> (bool, usize, usize) {
    let named = keys.iter().any(|key| key.typed().is_none_or(|c| c == ' '));
    (named, keys.len(), sequence(keys).len())
}

fn plain(error: &toml::de::Error) -> String {
    error
        .to_string()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<Key> {
        text.split_whitespace()
            .map(|key| key.parse().unwrap())
            .collect()
    }

    #[test]
    fn the_builtin_map_has_no_problem_and_binds_every_action() {
        let (keymap, problems) = Keymap::parse(BUILTIN);
        assert_eq!(problems, Vec::<String>::new());
        for action in Action::ALL {
            assert!(
                !keymap.keys_of(*action).is_empty(),
                "{} has no key",
                action.name()
            );
        }
    }

    #[test]
    fn sequences_answer_by_prefix() {
        let keymap = Keymap::builtin();
        assert_eq!(
            keymap.lookup(&keys("g g")),
            Lookup::Actions(vec![Action::First])
        );
        let Lookup::Prefix(next) = keymap.lookup(&keys("g")) else {
            panic!("g is a prefix")
        };
        let names = next.iter().map(|next| next.key.to_string());
        assert!(names.filter(|name| name == "l").count() == 1);
        let unread = keymap.lookup(&keys("]"));
        let Lookup::Prefix(next) = unread else {
            panic!("] is a prefix")
        };
        let u = next.iter().find(|next| next.key.to_string() == "u");
        assert_eq!(u.unwrap().actions, [Action::NextUnread]);
        assert_eq!(keymap.lookup(&keys("g y")), Lookup::Nothing);
    }

    #[test]
    fn problems_are_named_and_cost_their_line() {
        let (keymap, problems) = Keymap::merged(
            "[keys]\n\"x\" = \"dwon\"\n\"hyper-x\" = \"down\"\n\"g\" = \"first\"\n\"j\" = \"none\"\n\"w\" = [\"down\", \"open\"]\n[colours]\n",
        );
        let all = problems.join("\n");
        assert!(all.contains("\"dwon\"; did you mean \"down\""), "{all}");
        assert!(all.contains("hyper-x") && all.contains("colours"), "{all}");
        assert!(all.contains("\"g\" hides \"g g\""), "{all}");
        assert_eq!(
            keymap.lookup(&keys("g")),
            Lookup::Actions(vec![Action::First])
        );
        assert_eq!(keymap.lookup(&keys("j")), Lookup::Nothing);
        assert_eq!(
            keymap.lookup(&keys("w")),
            Lookup::Actions(vec![Action::Down, Action::Open])
        );
    }

    #[test]
    fn profiles_clash_with_nothing_and_reach_every_action() {
        for (name, text) in PROFILES {
            let (keymap, problems) = Keymap::builtin().with(text);
            assert_eq!(problems, Vec::<String>::new(), "{name}");
            assert_eq!(keymap, Keymap::profile(name));
            for action in Action::ALL {
                assert!(
                    !keymap.keys_of(*action).is_empty(),
                    "{name}: {}",
                    action.name()
                );
            }
            let table: toml::Table = text.parse().unwrap();
            let keys = table.get("keys").and_then(toml::Value::as_table);
            for (written, value) in keys.into_iter().flatten() {
                let keys: Vec<Key> = written
                    .split_whitespace()
                    .map(|key| key.parse().unwrap())
                    .collect();
                let before = Keymap::builtin()
                    .bindings
                    .get(&keys)
                    .cloned()
                    .unwrap_or_default();
                assert_ne!(
                    before,
                    actions(value).unwrap(),
                    "{name}: {written} is so already"
                );
            }
        }
    }

    #[test]
    fn broken_files_leave_the_builtin_keys() {
        let (keymap, problems) = Keymap::merged("[keys\n");
        assert_eq!(keymap, Keymap::builtin());
        assert_eq!(problems.len(), 1);
    }
}
