//! What all tables of `config.toml` have in common: an option that cannot be used costs itself alone and is told.

use toml::de::DeTable;
use toml::de::DeValue;

use crate::ui::tone::nearest;

/// Takes the options of a table, one by one. Answers what cannot be used, with where it stands in the text.
pub(super) fn take<T>(
    into: &mut T,
    table: &DeTable<'_>,
    set: fn(&mut T, &str, &DeValue<'_>) -> Result<(), String>,
) -> Vec<(usize, String)> {
    table
        .iter()
        .filter_map(|(key, value)| {
            let problem = set(into, key.get_ref(), value.get_ref()).err()?;
            Some((key.span().start, problem))
        })
        .collect()
}

/// What to say of an option that `place` (empty at the top, else as in " in `[network]`") does not have.
pub(super) fn unknown(option: &str, place: &str, options: &[&str]) -> String {
    match nearest(option, options.iter().copied()) {
        Some(near) => format!("unknown option {option:?}{place}; did you mean {near:?}?"),
        None => format!(
            "unknown option {option:?}{place}; there are {}",
            options.join(", ")
        ),
    }
}
