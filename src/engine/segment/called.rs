//! Who is named in a line, and how: in full, by one name, or by a pronoun. Told by capitals alone.

use crate::engine::rules::Rules;
use crate::engine::text::words;
use crate::engine::text::words::Word;

/// Among so many words at the beginning a pronoun speaks of somebody named before.
const EARLY: usize = 7;

/// Whether a pronoun stands among the first words without a name before it that it could speak of.
pub(crate) fn pronoun(text: &str, rules: &Rules) -> bool {
    for (i, raw) in text.split_whitespace().take(EARLY).enumerate() {
        let folded = words::fold(raw);
        if rules.pronouns.contains(&folded) {
            return true;
        }
        let bare = raw.trim_start_matches(|c: char| !c.is_alphanumeric());
        if bare.starts_with(char::is_uppercase) && (i > 0 || !rules.stop.contains(&folded)) {
            return false;
        }
    }
    false
}

/// The word that a text begins with, if it may be a name that stands alone.
pub(crate) fn first_name(text: &str, rules: &Rules) -> Option<Word> {
    let mut raw = text.split_whitespace();
    let first = raw.next()?;
    let next = raw.next()?;
    let capital = next
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .starts_with(char::is_uppercase);
    let joined = capital && first.ends_with(char::is_alphanumeric);
    let bare = first.trim_matches(|c: char| !c.is_alphanumeric());
    let bare = bare
        .strip_suffix("'s")
        .or_else(|| bare.strip_suffix("’s"))
        .unwrap_or(bare);
    let folded = words::fold(bare);
    let name = !joined
        && bare.starts_with(char::is_uppercase)
        && !rules.stop.contains(&folded)
        && !rules.goes_on.contains(&folded);
    name.then(|| words::word(&folded))
}

/// Words that begin with a capital, those that begin a sentence apart.
pub(crate) fn capitals(text: &str) -> usize {
    text.split_whitespace()
        .zip(text.split_whitespace().skip(1))
        .filter(|(word, next)| {
            !word.ends_with(['.', '!', '?', ':'])
                && next
                    .trim_start_matches(|c: char| !c.is_alphanumeric())
                    .starts_with(char::is_uppercase)
        })
        .count()
}

/// Capitalised words with none beside them: a person who was named in full before.
pub(crate) fn surnames(text: &str) -> Vec<Word> {
    let raw: Vec<&str> = text.split_whitespace().collect();
    let capital = |word: &str| {
        word.trim_start_matches(|c: char| !c.is_alphanumeric())
            .starts_with(char::is_uppercase)
    };
    let ends = |word: &str| word.ends_with(|c: char| !c.is_alphanumeric());
    (0..raw.len())
        .filter(|i| {
            let above = *i > 0 && capital(raw[*i - 1]) && !ends(raw[*i - 1]);
            let below = raw.get(*i + 1).is_some_and(|next| capital(next)) && !ends(raw[*i]);
            capital(raw[*i]) && !above && !below
        })
        .map(|i| {
            let bare = raw[i].trim_matches(|c: char| !c.is_alphanumeric());
            let bare = bare
                .strip_suffix("'s")
                .or_else(|| bare.strip_suffix("’s"))
                .or_else(|| bare.strip_suffix("‘s"))
                .unwrap_or(bare);
            words::word(&words::fold(bare))
        })
        .collect()
}

/// The first and the last word of each run of two to four capitalised words.
pub(crate) fn full_names(text: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut run: Vec<String> = Vec::new();
    for raw in text.split_whitespace().chain([""]) {
        let bare = raw.trim_start_matches(|c: char| !c.is_alphanumeric());
        if bare.chars().next().is_some_and(char::is_uppercase) {
            run.push(words::fold(
                bare.trim_end_matches("’s").trim_end_matches("'s"),
            ));
            if raw.ends_with(|c: char| c.is_alphanumeric()) {
                continue;
            }
        }
        if (2..=4).contains(&run.len()) {
            let mut ends = run.drain(..);
            out.extend(ends.next().zip(ends.next_back()));
        }
        run.clear();
    }
    out
}

/// Capitalised words, those that begin a sentence left out unless they stand inside a run of capitals.
pub(crate) fn names(text: &str, rules: &Rules) -> (Vec<Word>, Vec<Word>) {
    let mut names = Vec::new();
    let mut titled = Vec::new();
    let mut begins = true;
    let mut after_title = false;
    for raw in text.split_whitespace() {
        let bare = raw.trim_matches(|c: char| !c.is_alphanumeric());
        let bare = bare
            .strip_suffix("'s")
            .or_else(|| bare.strip_suffix("’s"))
            .or_else(|| bare.strip_suffix("‘s"))
            .unwrap_or(bare);
        let folded = words::fold(bare);
        if bare.chars().next().is_some_and(char::is_uppercase) && !rules.stop.contains(&folded) {
            let word = words::word(&folded);
            if after_title {
                titled.push(word);
            }
            if !begins || !rules.goes_on.contains(&folded) {
                names.push(word);
            }
        }
        after_title = rules.titles.contains(&folded);
        begins = raw.ends_with(['.', '!', '?']);
    }
    (words::set(names), titled)
}
