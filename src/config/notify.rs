//! The settings of notifications, `[notify]` in `config.toml`: off unless asked for.

use toml::de::DeTable;
use toml::de::DeValue;

use crate::config::table;

/// The options by name, for suggestions.
const OPTIONS: &[&str] = &["how", "blogs", "keywords", "entities"];

/// How a person is told that something came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum How {
    /// Not at all.
    #[default]
    Silent,
    /// By the terminal's bell.
    Bell,
    /// By the terminal's notification (OSC 9), which many terminals show on the desktop.
    Terminal,
    /// By the desktop itself; by the terminal's notification where no desktop answers.
    Desktop,
}

/// The ways by name.
const WAYS: &[(&str, How)] = &[
    ("none", How::Silent),
    ("bell", How::Bell),
    ("terminal", How::Terminal),
    ("desktop", How::Desktop),
];

/// What the person wants to be told of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notify {
    /// How.
    pub how: How,
    /// Words of the titles of blogs; of every followed blog, if there are none.
    pub blogs: Vec<String>,
    /// Words of which an entry must hold one, unless it mentions one of the `entities`.
    pub keywords: Vec<String>,
    /// People, places and organisations of whom an entry must mention one, unless it holds one of the `keywords`.
    /// Every entry counts where both lists are empty.
    pub entities: Vec<String>,
}

/// Takes the table. Answers what cannot be used, with where it stands in the text.
pub(crate) fn take(notify: &mut Notify, options: &DeTable<'_>) -> Vec<(usize, String)> {
    table::take(notify, options, set)
}

fn set(notify: &mut Notify, key: &str, value: &DeValue<'_>) -> Result<(), String> {
    match key {
        "how" => {
            let named = |way: &&(&str, How)| matches!(value, DeValue::String(how) if how == way.0);
            notify.how = WAYS.iter().find(named).map(|way| way.1).ok_or_else(|| {
                let names: Vec<String> = WAYS.iter().map(|way| format!("{:?}", way.0)).collect();
                format!("how must be one of {}", names.join(", "))
            })?;
        }
        "blogs" => notify.blogs = words(key, value)?,
        "keywords" => notify.keywords = words(key, value)?,
        "entities" => notify.entities = words(key, value)?,
        other => return Err(table::unknown(other, " in [notify]", OPTIONS)),
    }
    Ok(())
}

fn words(key: &str, value: &DeValue<'_>) -> Result<Vec<String>, String> {
    let wrong = || format!("{key} must be a list of words, as in {key} = [\"bridge\"]");
    let DeValue::Array(list) = value else {
        return Err(wrong());
    };
    list.iter()
        .map(|one| match one.get_ref() {
            DeValue::String(text) => Ok(text.to_string()),
            _ => Err(wrong()),
        })
        .collect()
}
