//! The numbers, words and signs of a line, in any script.

use crate::engine::rules::Rules;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Number(u64, usize),
    Word(String, bool),
    Sign(char),
}

pub(super) fn tokens(text: &str, rules: &Rules) -> Vec<(Token, usize)> {
    let mut out: Vec<(Token, usize)> = Vec::new();
    let mut joined = false;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            joined = false;
            continue;
        }
        let after_number = joined && matches!(out.last(), Some((Token::Number(..), _)));
        if after_number && is_unit(c, text[at..].chars().nth(1)) {
            out.push((Token::Word(c.to_string(), false), at));
            joined = false;
            continue;
        }
        if let Some(digit) = digit(c) {
            let whole = joined
                && (ends_minute(&out) && begins_day(&text[at..], rules)
                    || is_year(&out) && begins_clock(&text[at..]));
            match out.last_mut() {
                Some((Token::Number(n, digits), _)) if joined && !whole && *digits < 18 => {
                    *n = *n * 10 + u64::from(digit);
                    *digits += 1;
                }
                _ => out.push((Token::Number(u64::from(digit), 1), at)),
            }
        } else if c.is_alphabetic() || matches!(c, '\'' | '’') || joined && is_mark(c) {
            let after_half = matches!(out.iter().rev().nth(1), Some((Token::Number(..), _)));
            match out.last_mut() {
                // "14m agoWed 12 March", "12:04 a.m. ETFeb. 6": two lines were glued.
                // "6:02 PMThe river": a text was glued to the time.
                Some((Token::Word(word, true), _))
                    if joined
                        && after_half
                        && c.is_uppercase()
                        && matches!(word.as_str(), "am" | "pm") =>
                {
                    out.push((Token::Word(c.to_lowercase().collect(), true), at));
                }
                Some((Token::Word(word, capital), _))
                    if joined
                        && !(c.is_uppercase() && word.len() > 2 && rules.ago.contains(word))
                        && !(*capital
                            && begins_month(&text[at..], rules)
                            && rules.zones.contains_key(word)) =>
                {
                    word.extend(c.to_lowercase())
                }
                _ => out.push((
                    Token::Word(c.to_lowercase().collect(), c.is_uppercase()),
                    at,
                )),
            }
        } else {
            out.push((Token::Sign(c), at));
        }
        joined = true;
    }
    with_commas(&mut out, rules);
    whole_halves(out, rules)
}

/// "ore 21,15" as "ore 21.15".
fn with_commas(tokens: &mut [(Token, usize)], rules: &Rules) {
    for at in 0..tokens.len().saturating_sub(3) {
        let oclock = matches!(&tokens[at].0, Token::Word(word, _) if rules.oclock.contains(word));
        let parts = matches!(tokens[at + 1].0, Token::Number(0..=23, 1..=2))
            && matches!(tokens[at + 3].0, Token::Number(0..=59, 2));
        if let (true, true, (sign @ Token::Sign(','), _)) = (oclock, parts, &mut tokens[at + 2]) {
            *sign = Token::Sign('.');
        }
    }
}

/// Whether the last number has two digits and stands behind the sign between hours and minutes.
fn ends_minute(tokens: &[(Token, usize)]) -> bool {
    let time = [Token::Sign(':'), Token::Sign('.')];
    match tokens {
        [
            ..,
            (Token::Number(_, 1..=2), _),
            (sign, _),
            (Token::Number(_, 2), _),
        ] => time.contains(sign),
        _ => false,
    }
}

/// Whether the last number is a year.
fn is_year(tokens: &[(Token, usize)]) -> bool {
    matches!(tokens.last(), Some((Token::Number(1990..2100, 4), _)))
}

/// Whether a text begins with a clock time, as one glued to a year does: "202604:03 PM".
fn begins_clock(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let hours = digits(text);
    let minutes = text[hours..].strip_prefix(':').map_or(0, digits);
    (1..=2).contains(&hours) && minutes == 2
}

/// Whether a text begins with a day, as one glued to a time does: "22:402 maja".
fn begins_day(text: &str, rules: &Rules) -> bool {
    let behind = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - behind.len();
    let word = behind.trim_start_matches(['.', ' ', '\u{a0}']);
    let end = word.find(|c: char| !c.is_alphabetic());
    let word = end.map_or(word, |end| &word[..end]).to_lowercase();
    let long = word.chars().count() > 2;
    (1..=2).contains(&digits) && long && rules.months.contains_key(&word)
}

/// Whether a text begins with the name of a month.
fn begins_month(text: &str, rules: &Rules) -> bool {
    let end = text.find(|c: char| !c.is_alphabetic());
    let word = end.and_then(|end| text.get(..end)).unwrap_or(text);
    let capital = word.starts_with(char::is_uppercase) && word.len() > 2;
    capital && rules.months.contains_key(&word.to_lowercase())
}

/// Whether a sign right behind a number is the unit of a date or a clock time in scripts without spaces: "3月14日", "6時2分",
/// and not the beginning of a longer word: "5分钟前".
fn is_unit(c: char, next: Option<char>) -> bool {
    let longer = next.is_some_and(|next| {
        matches!(
            next,
            '钟' | '鐘' | '間' | '间' | '前' | '后' | '後' | '以' | '内'
        )
    });
    matches!(
        c,
        '年' | '月' | '日' | '号' | '時' | '时' | '點' | '点' | '分' | '秒'
    ) && !longer
}

/// Whether a sign belongs to the letter before it, in scripts whose vowels and accents are signs of their own.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{652}' | '\u{93c}' | '\u{94d}' | '\u{9bc}' | '\u{9cd}' | '\u{a4d}' | '\u{acd}' | '\u{bcd}' | '\u{c4d}'
        | '\u{ccd}' | '\u{d4d}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}')
}

/// The value of a digit in any of the scripts whose pages are met.
pub(crate) fn digit(c: char) -> Option<u32> {
    const ZEROS: [u32; 6] = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];
    let of = |zero: &u32| (c as u32).checked_sub(*zero).filter(|n| *n < 10);
    c.to_digit(10).or_else(|| ZEROS.iter().find_map(of))
}

/// "5 p.m." as "5 pm".
fn whole_halves(tokens: Vec<(Token, usize)>, rules: &Rules) -> Vec<(Token, usize)> {
    let mut out: Vec<(Token, usize)> = Vec::with_capacity(tokens.len());
    let dot = |at: usize| matches!(tokens.get(at), Some((Token::Sign('.'), _)));
    let is = |at: usize, letter: &str| matches!(tokens.get(at), Some((Token::Word(word, _), _)) if word == letter);
    let mut at = 0;
    while let Some((token, place)) = tokens.get(at) {
        let after_number = matches!(out.last(), Some((Token::Number(..), _)));
        let mut halves = rules.half_letters.iter();
        let half = halves.find(|(one, other, _)| {
            after_number && is(at, one) && dot(at + 1) && is(at + 2, other)
        });
        match half {
            Some((.., half)) => {
                out.push((Token::Word(half.clone(), false), *place));
                at += 3 + usize::from(dot(at + 3));
            }
            None => {
                out.push((token.clone(), *place));
                at += 1;
            }
        }
    }
    out
}
