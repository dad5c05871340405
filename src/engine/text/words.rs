//! Words: what stays of a text when quotes, dashes, spaces, case and punctuation do not count.

use std::ops::Range;

use unicode_normalization::IsNormalized;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::is_nfkc_quick;
use xxhash_rust::xxh3::xxh3_64;

/// A word as a number: equal words are equal, different words almost always differ.
pub type Word = u32;

/// The identity of a text's words. Typographic differences do not change it; numbers, what they count, and negations do.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct Fingerprint(pub u64);

impl Fingerprint {
    /// The fingerprint of a text.
    pub fn of(text: &str) -> Self {
        let mut folded = fold(text);
        signs(text, &mut folded);
        Self(xxh3_64(folded.as_bytes()))
    }
}

/// Whether two texts say the same, however they are set.
pub fn say_the_same(one: &str, other: &str) -> bool {
    Fingerprint::of(one) == Fingerprint::of(other)
}

/// What the numbers of a text count, as far as signs say it.
pub(crate) fn number_signs(text: &str) -> Vec<Word> {
    let mut told = String::new();
    signs(text, &mut told);
    told.split('\n').skip(1).map(word).collect()
}

/// Adds the signs that say what numbers count, each with the place of its number among all: "$5m" is not "€5m", "-5" not "5".
fn signs(text: &str, out: &mut String) {
    if text.is_ascii() && !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return;
    }
    let mut numbers = 0_u32;
    let mut tell = |number: u32, sign: char| {
        out.push('\n');
        out.extend(char::from_digit(number % 36, 36));
        out.push(sign);
    };
    // The sign before the number at hand, and whether a number ended right before.
    let (mut ahead, mut ended) = (None, false);
    let mut before = ' ';
    for c in text.chars() {
        if c.is_numeric() {
            if !before.is_numeric() {
                numbers += 1;
                if let Some(sign) = ahead.take() {
                    tell(numbers, sign);
                }
            }
            ended = true;
        } else if let Some(sign) = currency_or_share(c) {
            if ended {
                tell(numbers, sign);
            } else {
                ahead = Some(sign);
            }
            ended = false;
        } else if is_minus(c, before) {
            (ahead, ended) = (Some('-'), false);
        } else if !c.is_whitespace() || matches!(ahead, Some('-')) {
            (ahead, ended) = (None, false);
        }
        before = c;
    }
}

/// A sign of a currency, or of a share; those that are set in two ways are one.
fn currency_or_share(c: char) -> Option<char> {
    match c {
        '%' | '\u{ff05}' | '\u{066a}' => Some('%'),
        '‰' => Some(c),
        '$' | '\u{ff04}' => Some('$'),
        '£' | '\u{ffe1}' => Some('£'),
        '¥' | '\u{ffe5}' => Some('¥'),
        '₩' | '\u{ffe6}' => Some('₩'),
        '¢' | '\u{20a0}'..='\u{20c0}' => Some(c),
        _ => None,
    }
}

/// Whether a character is a minus if a number follows, by what stands before it: else it is a hyphen or a dash.
pub(crate) fn is_minus(c: char, before: char) -> bool {
    matches!(c, '-' | '−' | '–') && (before.is_whitespace() || matches!(before, '(' | '['))
}

/// The words of a text in lower case, compatibility forms resolved, separated by single spaces.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.is_ascii() {
        fold_ascii(&mut out, text);
    } else if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        fold_into(&mut out, text.chars());
    } else {
        fold_into(&mut out, text.nfkc());
    }
    out
}

/// Whether a text holds any of these words or rows of words, whole words only; without any, every text does.
pub fn holds_any(text: &str, wanted: &[String]) -> bool {
    if wanted.is_empty() {
        return true;
    }
    let text = format!(" {} ", fold(text));
    wanted
        .iter()
        .any(|one| text.contains(&format!(" {} ", fold(one))))
}

/// The same as [`fold_into`] does with these characters, word by word.
fn fold_ascii(out: &mut String, text: &str) {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    for word in words.filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out.make_ascii_lowercase();
}

fn fold_into(out: &mut String, chars: impl Iterator<Item = char>) {
    let mut between = false;
    for c in chars {
        if !is_word(c) {
            between = !out.is_empty();
            continue;
        }
        let alone = is_alone(c);
        if std::mem::take(&mut between) || alone && !out.is_empty() {
            out.push(' ');
        }
        between = alone;
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else {
            out.extend(c.to_lowercase());
        }
    }
}

/// Letters, digits and the marks that belong to them.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && unicode_normalization::char::is_combining_mark(c))
}

/// Letters of scripts that put no spaces between words: each counts as a word.
fn is_alone(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
        && c.is_alphabetic()
}

/// Whether a text is of a script that puts no spaces between words, so that letters are counted for words.
pub(crate) fn stand_alone(text: &str) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let alone = letters().filter(|c| is_alone(*c)).count();
    alone > 0 && alone * 2 >= letters().count()
}

/// The words of a text as numbers.
pub fn words(text: &str) -> Vec<Word> {
    in_folded(&fold(text)).map(word).collect()
}

/// The words of a folded text.
pub fn in_folded(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(' ').filter(|word| !word.is_empty())
}

/// Each word once, in ascending order.
pub(crate) fn set(mut words: Vec<Word>) -> Vec<Word> {
    words.sort_unstable();
    words.dedup();
    words
}

/// One folded word as a number.
pub fn word(folded: &str) -> Word {
    xxh3_64(folded.as_bytes()) as Word
}

/// Which words a text has, as a bit for each: enough to see that two texts cannot be alike without comparing them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mask([u64; 4]);

impl Mask {
    /// The mask of a text's words.
    pub fn of(words: &[Word]) -> Self {
        let mut bits = [0u64; 4];
        for word in words {
            bits[(word >> 6 & 3) as usize] |= 1 << (word & 63);
        }
        Self(bits)
    }

    /// At least so many of this text's words the other text does not have.
    pub fn lacks(&self, other: &Self) -> usize {
        let missing = self
            .0
            .iter()
            .zip(other.0)
            .map(|(a, b)| (a & !b).count_ones());
        missing.sum::<u32>() as usize
    }
}

/// Whether a text may be a name and nothing else: two to four words with capitals.
pub fn may_be_name(text: &str) -> bool {
    let words = text.split_whitespace();
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    (2..=4).contains(&words.clone().count()) && words.clone().all(capital)
}

/// How many words a text has.
pub fn count(text: &str) -> usize {
    let mut inside = false;
    text.chars()
        .filter(|c| {
            let starts = is_word(*c) && (!inside || is_alone(*c));
            inside = is_word(*c) && !is_alone(*c);
            starts
        })
        .count()
}

/// The byte ranges of a text's words. A capital inside a word begins a new one, because extractors glue lines ("repliesComments").
pub fn spans(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut last: Option<char> = None;
    for (at, c) in text.char_indices() {
        let alone = is_alone(c) || last.is_some_and(is_alone);
        let glued = alone || last.is_some_and(char::is_lowercase) && c.is_uppercase();
        let end = at + c.len_utf8();
        match out.last_mut() {
            Some(span) if is_word(c) && last.is_some_and(is_word) && !glued => span.end = end,
            _ if is_word(c) => out.push(at..end),
            _ => {}
        }
        last = Some(c);
    }
    out
}

/// Hashes of all runs of `n` words; of the whole text where it is shorter.
pub fn shingles(words: &[Word], n: usize) -> Vec<u64> {
    if words.is_empty() {
        return Vec::new();
    }
    let bytes: Vec<[u8; size_of::<Word>()]> = words.iter().map(|word| word.to_le_bytes()).collect();
    let runs = bytes.windows(n.clamp(1, bytes.len()));
    runs.map(|run| xxh3_64(run.as_flattened())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typography_does_not_count() {
        assert_eq!(
            Fingerprint::of("“It’s over,” he said – twice."),
            Fingerprint::of("\"It's over\", he said - TWICE")
        );
        assert_ne!(Fingerprint::of("five dead"), Fingerprint::of("seven dead"));
        assert_ne!(Fingerprint::of("will go"), Fingerprint::of("will not go"));
        for (one, other) in [
            ("It costs $5m", "It costs €5m"),
            ("Turnout is 5%", "Turnout is 5"),
            ("At -5 degrees", "At 5 degrees"),
            ("From 5 to 6%", "From 5% to 6"),
        ] {
            assert!(!say_the_same(one, other), "{one} / {other}");
        }
        for (one, other) in [
            ("It costs $5m.", "It costs $ 5m"),
            ("Turnout is 5\u{a0}%", "turnout is 5%"),
            ("At −5 degrees", "At -5 degrees"),
            ("From 5-6 boats – 7 more", "From 5–6 boats - 7 more"),
            ("Covid-19", "COVID 19"),
        ] {
            assert!(say_the_same(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn plain_texts_are_folded_as_all_others() {
        for text in [
            "",
            " ,- ",
            "one",
            "  The 2nd boat--left,  at 10:30\tsharp!\n",
            "A.B.C",
            "trailing ",
        ] {
            let mut out = String::new();
            fold_into(&mut out, text.chars());
            assert_eq!(fold(text), out, "{text:?}");
        }
    }

    #[test]
    fn runs_of_words_are_hashed_by_their_words() {
        let (all, run) = (words("a b c d"), words("b c d"));
        assert_eq!(shingles(&all, 3).len(), 2);
        assert_eq!(shingles(&all, 3)[1], shingles(&run, 3)[0]);
        assert_eq!(shingles(&run, 5), shingles(&run, 3));
        assert!(shingles(&[], 3).is_empty());
    }

    #[test]
    fn glued_words_are_found() {
        let text = "see repliesComments at 10.30";
        let found: Vec<&str> = spans(text).into_iter().map(|span| &text[span]).collect();
        assert_eq!(found, ["see", "replies", "Comments", "at", "10", "30"]);
    }

    #[test]
    fn scripts_without_spaces_have_words() {
        for (text, want) in [("河水上涨了。", 5), ("水位5米", 4), ("river 河 rose", 3)] {
            assert_eq!((words(text).len(), count(text)), (want, want), "{text}");
            assert_eq!(spans(text).len(), want, "{text}");
        }
    }

    #[test]
    fn words_are_counted_without_making_them() {
        assert_eq!(count("It’s 10.30, “now”"), words("It’s 10.30, “now”").len());
    }
}
