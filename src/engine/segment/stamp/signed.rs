//! Lines that say who wrote, or from where, and no time.

use crate::engine::rules::Rules;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::LONGEST;
use crate::engine::segment::stamp::spelled;
use crate::engine::segment::stamp::token::Token;
use crate::engine::text::SafeText;
use crate::engine::text::words;

/// "A cura di Anna Archi": a phrase and a name, and nothing else.
pub(super) fn phrase(text: &str, rules: &Rules) -> Option<Byline> {
    let words: Vec<&str> = text.split_whitespace().take(LONGEST).collect();
    let said = |from: &usize| {
        let begins = words.get(..*from).unwrap_or_default().join(" ");
        rules.by_phrases.contains(&words::fold(&begins))
    };
    let from = (2..=3).find(said)?;
    let name = words.get(from..)?.join(" ");
    words::may_be_name(&name).then(|| Byline::by(Some(SafeText::new(&name))))
}

/// Whether a line begins as one that names the authors of the page: "By political reporters Ann Archer and Ben Baker",
/// "ByAnn Archer".
pub(crate) fn names_authors(text: &str, rules: &Rules) -> bool {
    let mut words = text.split_whitespace();
    let by = words.next().map(words::fold);
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let glued = text
        .strip_prefix("By")
        .is_some_and(|name| name.starts_with(char::is_uppercase));
    (glued || by.is_some_and(|by| rules.by.contains(&by)))
        && !text.ends_with(['.', '!', '?', ':'])
        && (2..=LONGEST).contains(&words.clone().count())
        && words.last().is_some_and(capital)
}

/// "From the Herald's Ann Archer in Paris", "Analysis from our Ann Archer": an author by a possessive and capitals.
pub(super) fn from(tokens: &[(Token, usize)], rules: &Rules) -> Option<Byline> {
    let word = |i: usize| match tokens.get(i) {
        Some((Token::Word(word, capital), _)) => Some((word.as_str(), *capital)),
        _ => None,
    };
    let at = usize::from(word(0).is_some_and(|(word, _)| word == "analysis"));
    let possessive = |i: usize| {
        word(i).is_some_and(|(w, capital)| {
            let ends = ["'s", "’s", "s'", "s’"];
            w == "our" || capital && ends.iter().any(|end| w.ends_with(end))
        })
    };
    // "— Herald News' Ann Archer", below a text.
    let dashed = matches!(tokens.first(), Some((Token::Sign('-' | '–' | '—'), _)));
    if !dashed && word(at)?.0 != "from" {
        return None;
    }
    // "From Herald staff"
    let last = tokens.len().checked_sub(1).and_then(word);
    let staff = last.filter(|(word, _)| *word == "staff" && tokens.len() <= at + 4);
    let owner = (at + 1..at + 4).find(|i| possessive(*i)).map(|i| i + 1);
    let start = owner.or(staff.map(|_| at + 1))?;
    if tokens.len() <= start {
        return None;
    }
    let name: Option<Vec<String>> = tokens[start..]
        .iter()
        .map(|(token, _)| match token {
            Token::Word(w, true) => Some(spelled(w, true)),
            Token::Word(w, false)
                if rules.posts.contains(w) || matches!(w.as_str(), "and" | "in" | "staff") =>
            {
                Some(w.clone())
            }
            Token::Sign(',' | '.' | '-' | '&') => Some(String::new()),
            _ => None,
        })
        .collect();
    let name: Vec<String> = name?.into_iter().filter(|word| !word.is_empty()).collect();
    Some(Byline::by(Some(SafeText::new(&name.join(" ")))))
}

/// Whether a line says where an author writes from.
pub(crate) fn is_place(text: &str, rules: &Rules) -> bool {
    place(text, rules).is_some()
}

/// "Reporting from Port Aster and Skarn": where an author writes from.
pub(super) fn place(text: &str, rules: &Rules) -> Option<Byline> {
    let folded = words::fold(text);
    let mut phrases = rules.from_where.iter();
    let phrase = phrases.find(|phrase| {
        let rest = folded.strip_prefix(phrase.as_str());
        rest.is_some_and(|rest| rest.starts_with(' '))
    })?;
    let names: Vec<&str> = text.split_whitespace().skip(words::count(phrase)).collect();
    let small = |word: &str| word.chars().count() <= 3;
    // "Reporting from the Tenth Street station"
    let capitals = names
        .iter()
        .filter(|word| word.starts_with(char::is_uppercase));
    let others = names
        .iter()
        .filter(|word| !word.starts_with(char::is_uppercase) && !small(word));
    let named = others.count() <= usize::from(capitals.count() > 1);
    // "Weehawken, N.J.", "Savannah, Ga."
    let shortened = text.rsplit(' ').next().is_some_and(|last| last.len() <= 5);
    (named && (!text.ends_with('.') || shortened)).then(|| Byline::by(None))
}
