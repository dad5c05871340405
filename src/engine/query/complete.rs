//! What the end of a typed filter can be completed to.

use crate::engine::query::field::FIELDS;
use crate::engine::query::field::Field;
use crate::engine::query::field::STATES;
use crate::engine::query::judge::fold;
use crate::engine::query::term;

/// Words that only the library knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Vocabulary {
    /// Names of people, places and organisations, those that matter most first.
    pub entities: Vec<String>,
    /// The person's tags.
    pub tags: Vec<String>,
    /// Publishers.
    pub publishers: Vec<String>,
}

/// One way to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// Where what it replaces begins, in bytes.
    pub start: usize,
    /// What stands there then.
    pub text: String,
}

/// How the last test of a typed filter may go on, the most likely first.
pub fn complete(typed: &str, words: &Vocabulary) -> Vec<Completion> {
    let start = last_test(typed);
    let test = &typed[start..];
    let negated = test.len() - test.trim_start_matches(['-', '(']).len();
    let (start, test) = (start + negated, &test[negated..]);
    let found: Vec<String> = match test.split_once(':') {
        None => fields(test),
        Some((name, value)) => Field::from_name(name)
            .map(|field| values(field, value.trim_start_matches(['"', '“']), words))
            .unwrap_or_default(),
    };
    found
        .into_iter()
        .filter(|text| text != test)
        .map(|text| Completion { start, text })
        .collect()
}

/// Where the last test begins: after the last space that stands in no quotes.
fn last_test(typed: &str) -> usize {
    let mut quoted = false;
    let mut start = 0;
    for (at, c) in typed.char_indices() {
        match c {
            '"' | '“' | '”' => quoted = !quoted,
            ' ' if !quoted => start = at + 1,
            _ => {}
        }
    }
    start
}

fn fields(begun: &str) -> Vec<String> {
    let begun = begun.to_ascii_lowercase();
    let names = FIELDS.iter().map(|row| row.1);
    names
        .filter(|name| name.starts_with(&begun))
        .map(|name| format!("{name}:"))
        .collect()
}

fn values(field: Field, begun: &str, words: &Vocabulary) -> Vec<String> {
    let known: Vec<&str> = match field {
        Field::Is => STATES.iter().map(|row| row.1).collect(),
        Field::Entity => words.entities.iter().map(String::as_str).collect(),
        Field::Tag => words.tags.iter().map(String::as_str).collect(),
        Field::Publisher => words.publishers.iter().map(String::as_str).collect(),
        Field::After | Field::Before | Field::On => vec!["today", "yesterday"],
        _ => Vec::new(),
    };
    let begun = fold(begun);
    let (first, inside): (Vec<&str>, Vec<&str>) = known
        .into_iter()
        .filter(|word| fold(word).contains(&begun))
        .partition(|word| fold(word).starts_with(&begun));
    first
        .into_iter()
        .chain(inside)
        .map(|word| term(field, word))
        .collect()
}
