//! Times in elements that hold nothing else, where less needs to be said.

use crate::engine::model::Stamp;
use crate::engine::rules::Rules;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Found;
use crate::engine::segment::stamp::Shape;
use crate::engine::segment::stamp::time::clock;
use crate::engine::segment::stamp::token::Token;
use crate::engine::segment::stamp::token::tokens;
use crate::engine::text::words;

/// Longer texts hold something else, too; in characters.
const LONGEST: usize = 40;

/// More words of unknown meaning than this say something.
const UNKNOWN: usize = 4;

/// Longer words in Latin letters say something, too: they are no name of a zone or a unit.
const LATIN: usize = 5;

pub(super) fn parse(text: &str, rules: &Rules) -> Option<Byline> {
    if text.chars().count() > LONGEST {
        return None;
    }
    let (stamp, shape) = if rules.now.contains(&words::fold(text)) {
        let ago = Some((0, 1));
        (
            Stamp {
                ago,
                ..Stamp::default()
            },
            Shape::Relative,
        )
    } else {
        let tokens: Vec<Token> = tokens(text, rules)
            .into_iter()
            .map(|(token, _)| token)
            .collect();
        let ago = bare(&tokens, rules).map(|ago| Stamp {
            ago: Some(ago),
            ..Stamp::default()
        });
        match ago {
            Some(stamp) => (stamp, Shape::Relative),
            None => (among_unknown(&tokens, rules)?, Shape::Clock),
        }
    };
    Some(Byline::of(stamp, shape, 0))
}

/// "2h", "5 min": minutes, and how many the unit has.
fn bare(tokens: &[Token], rules: &Rules) -> Option<(u32, u32)> {
    let [
        Token::Number(amount, 1..=3),
        Token::Word(unit, _),
        rest @ ..,
    ] = tokens
    else {
        return None;
    };
    let seconds = *rules.units.get(unit)?;
    let ends = rest.iter().all(|token| matches!(token, Token::Sign('.')));
    let amount = u32::try_from(*amount).ok().filter(|_| ends)?;
    Some((amount.saturating_mul(seconds) / 60, (seconds / 60).max(1)))
}

/// The clock time among words that nobody knows.
fn among_unknown(tokens: &[Token], rules: &Rules) -> Option<Stamp> {
    let words: Vec<&str> = tokens
        .iter()
        .filter_map(|token| match token {
            Token::Word(word, _) => Some(word.as_str()),
            _ => None,
        })
        .collect();
    let says = |word: &&&str| {
        word.is_ascii() && word.len() > LATIN && !rules.around_times.contains(**word)
    };
    if words.len() > UNKNOWN || words.iter().filter(says).count() > 0 {
        return None;
    }
    let all: Vec<&Token> = tokens.iter().collect();
    let exact = |at: usize| {
        let mut found = Found::default();
        let used = clock(&all[at..], rules, &mut found)?;
        let numbers = all[at..at + used]
            .iter()
            .filter(|token| matches!(token, Token::Number(..)));
        (numbers.count() > 1).then_some(found.stamp)
    };
    (0..all.len()).find_map(exact)
}
