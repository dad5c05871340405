//! What a line shows by its letters and signs alone: how it begins and ends, what stands inside.

use crate::engine::rules::Rules;
use crate::engine::text::words;

/// The number of a numbered heading.
pub(super) fn ordinal(text: &str) -> Option<u32> {
    let (number, rest) = text.split_once(". ")?;
    let short = (1..=4).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    let begins = rest.starts_with(|c: char| !c.is_lowercase());
    number.parse().ok().filter(|_| short && begins)
}

/// A heading without its number in a list, and without the time behind it that some extractors put on its line: "3. Polls close
/// published at 18:02".
pub(crate) fn bare_heading<'t>(text: &'t str, rules: &Rules) -> &'t str {
    let rest = text.split_once(". ").filter(|_| ordinal(text).is_some());
    let text = rest.map_or(text, |(_, rest)| rest);
    let timed = |words: &String| {
        let (heading, time) = text.rsplit_once(words.as_str())?;
        let time = time.trim_start();
        let short =
            words::count(time) <= LONGEST_TIME && time.starts_with(|c: char| c.is_numeric());
        short.then(|| heading.trim_end())
    };
    let heading = rules.glued_times.iter().find_map(timed);
    heading
        .filter(|heading| !heading.is_empty())
        .unwrap_or(text)
}

/// A time behind a heading has no more words.
const LONGEST_TIME: usize = 6;

/// So many sentences are many.
const MANY_SENTENCES: usize = 6;

/// How many sentences a text has, at most [`MANY_SENTENCES`].
pub(super) fn sentences(text: &str) -> usize {
    let mut rest = text;
    let mut count = 0;
    while !rest.is_empty() && count < MANY_SENTENCES {
        rest = rest[first_sentence(rest).len()..].trim_start();
        count += 1;
    }
    count
}

/// A text without the names of its authors behind its last sentence: "The fire is out. — Ann Archer, Baker".
pub(super) fn unsigned(text: &str) -> &str {
    let dashes = [" — ", " – ", " - ", " ―"];
    let Some((body, names)) = dashes.iter().find_map(|dash| text.rsplit_once(dash)) else {
        return text;
    };
    let all = names.split_whitespace();
    let named = all
        .clone()
        .all(|word| word.starts_with(char::is_uppercase) || word == "and");
    let few = (1..=MOST_NAMES).contains(&all.count());
    let told = body
        .trim_end_matches(['"', '”', '’', '\''])
        .ends_with(is_stop);
    if named && few && told { body } else { text }
}

/// The names of the authors of a text are so many words at most.
const MOST_NAMES: usize = 6;

/// Whether a sentence of some length ends inside a text and another begins.
pub(super) fn holds_sentence(text: &str) -> bool {
    let ends = text
        .match_indices(". ")
        .map(|(at, stop)| (at, at + stop.len()));
    let mut ends = ends.filter(|(at, _)| *at >= SENTENCE);
    ends.any(|(at, next)| {
        let word = text[..at].rsplit(' ').next().unwrap_or_default();
        let told = word.len() > 3 && !word.starts_with(char::is_uppercase);
        told && text[next..].starts_with(|c: char| !c.is_lowercase())
    })
}

/// Shorter sentences are headings of two parts, in bytes.
const SENTENCE: usize = 24;

/// Whether a line ends in an address, as posts that a text shows do.
pub(super) fn ends_in_link(text: &str) -> bool {
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let address = last.starts_with("https://") || last.starts_with("pic.") && last.contains('/');
    address && last.len() < text.len()
}

/// Whether a line begins with a dash and no space, or with one before the name of an account.
pub(super) fn signs(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['—', '–', '-', '―']) else {
        return false;
    };
    rest.starts_with(char::is_uppercase) || rest.contains(" (@")
}

/// Signs that end a sentence or introduce what follows, in several scripts.
pub(super) fn is_stop(c: char) -> bool {
    matches!(
        c,
        '.' | '!'
            | '?'
            | ':'
            | '…'
            | ';'
            | '。'
            | '！'
            | '？'
            | '：'
            | '؟'
            | '۔'
            | '।'
            | '॥'
            | '։'
    )
}

/// Whether a text consists of the same words twice, without a space between: what a picture shows, and its caption.
pub(super) fn stands_twice(text: &str) -> bool {
    let (one, other) = text.split_at_checked(text.len() / 2).unwrap_or_default();
    one.len() >= SHORTEST_TWICE && one == other && !one.ends_with(' ')
}

/// Shorter words that are said twice are a word, in bytes.
const SHORTEST_TWICE: usize = 8;

/// Whether a line ends in brackets that name a photographer and an agency: "[Ann Archer/Agency]", "(Herald: Ann Archer)".
pub(super) fn ends_in_credit(text: &str) -> bool {
    let Some(inner) = text.strip_suffix([')', ']']) else {
        return false;
    };
    let Some(at) = inner.rfind(['(', '[']) else {
        return false;
    };
    let inner = &inner[at + 1..];
    let parts: Vec<&str> = inner.split([':', '/']).map(str::trim).collect();
    let name = |part: &&str| {
        let mut words = part.split_whitespace();
        words.all(|word| word.starts_with(char::is_uppercase) || matches!(word, "via" | "of"))
            && words::count(part) <= 4
    };
    at > 0
        && parts.len() >= 2
        && parts.iter().all(|part| !part.is_empty())
        && parts.iter().all(name)
}

/// Whether a line ends in a name in brackets: "The bridge on Monday (Ann Archer)".
pub(super) fn bracketed(text: &str) -> bool {
    let inner = text
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once(" ("));
    inner.is_some_and(|(before, inner)| {
        let mut words = inner.split_whitespace();
        (1..=4).contains(&words.clone().count())
            && words.all(|word| word.starts_with(char::is_uppercase))
            && words::count(before) >= 5
    })
}

/// Whether a sentence is followed by two to five words in capitals alone: a photographer and an agency.
pub(super) fn ends_in_capitals(text: &str) -> bool {
    let Some((before, tail)) = text.rsplit_once(['.', ','].as_slice()) else {
        return false;
    };
    let mut words = tail.split([' ', '/']).filter(|word| !word.is_empty());
    let capitals = |word: &str| {
        word.chars()
            .all(|c| c.is_uppercase() || matches!(c, '-' | '’' | '\''))
    };
    (2..=5).contains(&words.clone().count())
        && words.all(capitals)
        && tail.chars().filter(|c| c.is_alphabetic()).count() >= 6
        && before.chars().any(char::is_lowercase)
}

/// Whether the text opens a quotation that it does not close.
pub(super) fn unclosed(text: &str) -> bool {
    let count = |signs: &[char]| text.chars().filter(|c| signs.contains(c)).count();
    text.starts_with(['"', '“', '„', '«', '»'])
        && match text.chars().next() {
            Some('“') => count(&['“']) > count(&['”']),
            Some('„') => count(&['„']) > count(&['“', '”']),
            Some('«') => count(&['«']) > count(&['»']),
            Some('»') => count(&['»']) > count(&['«']),
            _ => count(&['"']) % 2 == 1,
        }
}

pub(super) fn first_sentence(text: &str) -> &str {
    let end = text
        .char_indices()
        .zip(text.char_indices().skip(1))
        .find(|((at, c), (_, next))| {
            *at > 40 && matches!(c, '.' | '!' | '?') && next.is_whitespace()
        })
        .map_or(text.len(), |((at, _), _)| at + 1);
    text.get(..end).unwrap_or(text)
}

/// Among so many words at the beginning somebody's words are introduced.
const CITED: usize = 24;

/// Whether a colon and a quotation mark stand among the first words of a text.
pub(super) fn cites(text: &str) -> bool {
    let first: Vec<&str> = text.split_whitespace().take(CITED).collect();
    first
        .windows(2)
        .any(|pair| pair[0].ends_with(':') && pair[1].starts_with(['"', '“', '‘', '„', '«', '\'']))
}
