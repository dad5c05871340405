//! The time of a text behind words that no rule knows: "Latest word – 23.41: …". Only what stands below can tell that it is one.

use crate::engine::rules::Rules;
use crate::engine::segment::stamp::Found;
use crate::engine::segment::stamp::LARGEST;
use crate::engine::segment::stamp::time::clock;
use crate::engine::segment::stamp::time::is_sign;
use crate::engine::segment::stamp::time::number;
use crate::engine::segment::stamp::time::zone;
use crate::engine::segment::stamp::token::Token;
use crate::engine::segment::stamp::token::tokens;
use crate::engine::text::head;

/// So many words and signs may stand ahead of the time.
const AHEAD: usize = 10;

/// So many words that name the clock may stand behind it.
const BEHIND: usize = 2;

/// The first clock time with a sign behind it near the beginning of a text, in minutes, and where what it is the time of begins.
pub(crate) fn behind_words(text: &str, rules: &Rules) -> Option<(u16, usize)> {
    let tokens = tokens(head(text, LARGEST), rules);
    let plain: Vec<&Token> = tokens.iter().map(|(token, _)| token).collect();
    (0..plain.len().min(AHEAD)).find_map(|at| {
        let before = |back: usize| at.checked_sub(back).and_then(|at| plain.get(at));
        let sign = is_sign(before(1), &[':', '.']);
        let fresh = number(before(if sign { 2 } else { 1 })).is_none();
        let mut found = Found::default();
        let used = clock(&plain[at..], rules, &mut found).filter(|_| fresh)?;
        let read = &plain[at..at + used];
        let numbers = read
            .iter()
            .filter(|t| matches!(t, Token::Number(..)))
            .count();
        let exact = numbers > 1 || read.iter().any(|t| matches!(t, Token::Word(..)));
        let mut end = at + used;
        end += zone(&plain[end..], rules).map_or(0, |(_, used)| used);
        let sign = (end..=end + BEHIND).find(|i| is_sign(plain.get(*i), &SIGNS))?;
        let words = plain[end..sign]
            .iter()
            .all(|token| matches!(token, Token::Word(_, true)));
        let minutes = found.stamp.minutes.filter(|_| exact && words)?;
        Some((minutes, tokens.get(sign + 1)?.1))
    })
}

/// Signs between a time and what it is the time of.
const SIGNS: [char; 6] = [':', '-', '–', '—', '|', '/'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_behind_words_are_found() {
        fn read(text: &str) -> Option<(u16, &str)> {
            let found = behind_words(text, Rules::builtin());
            found.map(|(minutes, rest)| (minutes, &text[rest..]))
        }
        assert_eq!(
            read("Latest word – 23.41: The quay is open"),
            Some((1421, "The quay is open"))
        );
        assert_eq!(
            read("Word: 4 pm Central Time | The quay is open"),
            Some((960, "The quay is open"))
        );
        assert_eq!(
            read("May 14, 2027 -- 8:27 a.m. ET: The quay"),
            Some((507, "The quay"))
        );
        assert_eq!(read("The ferry leaves at 9.15 and is full"), None);
    }
}
