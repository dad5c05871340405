//! Word by word, what one text has that another has not, and which of it are numbers and names.

use std::ops::Range;

use similar::ChangeTag;
use similar::TextDiff;

use crate::engine::text::fact;
use crate::engine::text::fact::Before;
use crate::engine::text::words;

/// Beyond this many bytes on either side the whole text counts as replaced: no reader follows such a difference.
const LONGEST: usize = 20_000;

/// What happened to a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// In both texts.
    Kept,
    /// Only in the older text.
    Gone,
    /// Only in the newer text.
    New,
}

/// A stretch of text and what happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// What happened to it.
    pub fate: Fate,
    /// The text, spaces included.
    pub text: String,
    /// Whether it changed in marks, spaces or capitals alone: nothing else is said by it.
    pub cosmetic: bool,
    /// Where in a changed stretch numbers and names stand, in bytes.
    pub facts: Vec<Range<usize>>,
}

/// The differences of two texts as one text in reading order: what is gone stands before what replaced it.
pub fn words(old: &str, new: &str) -> Vec<Stretch> {
    if old.len().max(new.len()) > LONGEST {
        return vec![stretch(Fate::Gone, old), stretch(Fate::New, new)];
    }
    let mut out: Vec<Stretch> = Vec::new();
    let (old, new) = (tokens(old), tokens(new));
    for change in TextDiff::from_slices(&old, &new).iter_all_changes() {
        let fate = match change.tag() {
            ChangeTag::Equal => Fate::Kept,
            ChangeTag::Delete => Fate::Gone,
            ChangeTag::Insert => Fate::New,
        };
        // What is cosmetic is judged by the whole of what changed at one place.
        let cosmetic = false;
        let one = stretch(fate, change.value());
        join(Stretch { cosmetic, ..one }, &mut out);
    }
    let mut out = apart(out);
    find_facts(&mut out);
    out
}

/// What is compared one by one: words with the marks in them, numbers with their minus, every other mark, the spaces between.
fn tokens(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut rest, mut before) = (text, ' ');
    while let Some(first) = rest.chars().next() {
        let signed = words::is_minus(first, before)
            && rest[first.len_utf8()..].starts_with(char::is_numeric);
        let mut chars = rest.char_indices().peekable();
        let mut end = 0;
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, next)| *next);
            let goes_on = if is_mark(first) && !signed {
                at == 0 || first.is_whitespace() && c.is_whitespace()
            } else {
                let is_inside = || !c.is_whitespace() && next.is_some_and(|next| !is_mark(next));
                !is_mark(c) || is_inside()
            };
            if !goes_on {
                break;
            }
            end = at + c.len_utf8();
            before = c;
        }
        let (token, after) = rest.split_at(end);
        out.push(token);
        rest = after;
    }
    out
}

/// Sets words apart from the marks in and around them, where only the marks changed.
fn apart(stretches: Vec<Stretch>) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    for stretch in stretches {
        let before = out.last().filter(|last| last.fate == Fate::Gone);
        let gone = before.filter(|_| stretch.fate == Fate::New);
        match gone.and_then(|gone| only_marks(&gone.text, &stretch.text)) {
            Some(parts) => {
                out.pop();
                parts.into_iter().for_each(|part| join(part, &mut out));
            }
            None => join(self::stretch(stretch.fate, &stretch.text), &mut out),
        }
    }
    out
}

/// Adds a stretch, to the one before if the same happened to both.
fn join(stretch: Stretch, out: &mut Vec<Stretch>) {
    match out.last_mut() {
        _ if stretch.text.is_empty() => {}
        Some(last) if last.fate == stretch.fate && last.cosmetic == stretch.cosmetic => {
            last.text.push_str(&stretch.text);
        }
        _ => out.push(stretch),
    }
}

/// What became of two texts of the same words that differ in marks or in capitals; nothing for other texts, and where the
/// mark is one in a number.
fn only_marks(old: &str, new: &str) -> Option<Vec<Stretch>> {
    let letters = |text: &str| -> String { text.chars().filter(|c| !is_mark(*c)).collect() };
    // Where words were joined or parted, or a number counts something else, they are others.
    if !words::say_the_same(old, new) {
        return None;
    }
    let all = letters(old);
    if all != letters(new) {
        let same = !all.is_empty();
        let digits = all.contains(|c: char| c.is_numeric());
        let (gone, came) = (stretch(Fate::Gone, old), stretch(Fate::New, new));
        let both = || {
            [gone, came].map(|one| Stretch {
                cosmetic: true,
                ..one
            })
        };
        return (same && !digits).then(|| both().into());
    }
    let (mut old, mut new, mut out) = (old, new, Vec::new());
    let mut before: Option<char> = None;
    for letter in all.chars().map(Some).chain([None]) {
        let [marks, others] = [&mut old, &mut new].map(|text| {
            let whole = *text;
            let letters = whole.find(|c| !is_mark(c)).unwrap_or(whole.len());
            let (marks, rest) = whole.split_at(letters);
            *text = rest
                .get(letter.map_or(0, char::len_utf8)..)
                .unwrap_or_default();
            marks
        });
        let is_digit = |c: Option<char>| c.is_some_and(char::is_numeric);
        if marks != others && is_digit(before) && is_digit(letter) {
            return None;
        }
        out.extend(changed_between(marks, others));
        out.extend(letter.map(|letter| stretch(Fate::Kept, letter.encode_utf8(&mut [0; 4]))));
        before = letter;
    }
    Some(out)
}

/// Whether a character is of how a text is set, not of what it says: a space, a quote, a dash, a stop. A sign that says
/// something, like that of a currency, is none.
fn is_mark(c: char) -> bool {
    match c {
        '$' | '%' | '&' | '+' | '<' | '=' | '>' | '@' | '#' | '^' | '~' | '|' | '\u{2030}'
        | '\u{2031}' => false,
        '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{ad}' | '\u{b7}' | '\u{bb}' | '\u{bf}' => true,
        '\u{2010}'..='\u{205e}' | '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{301f}' => true,
        '\u{ff01}' | '\u{ff08}' | '\u{ff09}' | '\u{ff0c}' | '\u{ff0e}' | '\u{ff1a}'
        | '\u{ff1b}' | '\u{ff1f}' => true,
        '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{6d4}' | '\u{5be}' => true,
        _ => c.is_whitespace() || c.is_ascii_punctuation(),
    }
}

/// Marks that stayed, that went, that came, that stayed.
fn changed_between(old: &str, new: &str) -> [Stretch; 4] {
    let same = |(a, b): &(char, char)| a == b;
    let start: usize = {
        let pairs = old.chars().zip(new.chars()).take_while(same);
        pairs.map(|(c, _)| c.len_utf8()).sum()
    };
    let (old, new, before) = (&old[start..], &new[start..], &old[..start]);
    let end: usize = {
        let pairs = old.chars().rev().zip(new.chars().rev()).take_while(same);
        pairs.map(|(c, _)| c.len_utf8()).sum()
    };
    let (old, after) = old.split_at(old.len() - end);
    [
        stretch(Fate::Kept, before),
        stretch(Fate::Gone, old),
        stretch(Fate::New, &new[..new.len() - end]),
        stretch(Fate::Kept, after),
    ]
}

/// A stretch of which nothing else is known.
fn stretch(fate: Fate, text: &str) -> Stretch {
    Stretch {
        fate,
        text: text.to_owned(),
        cosmetic: fate != Fate::Kept && text.chars().all(is_mark),
        facts: Vec::new(),
    }
}

/// Each changed stretch is judged by what stands before it in its own text.
fn find_facts(stretches: &mut [Stretch]) {
    let (mut old, mut new) = (Before::default(), Before::default());
    for stretch in stretches {
        match stretch.fate {
            _ if stretch.cosmetic => {}
            Fate::Kept => {}
            Fate::Gone => stretch.facts = fact::facts(&stretch.text, old),
            Fate::New => stretch.facts = fact::facts(&stretch.text, new),
        }
        if stretch.fate != Fate::New {
            old = old.after(&stretch.text);
        }
        if stretch.fate != Fate::Gone {
            new = new.after(&stretch.text);
        }
    }
}

/// The numbers and names that changed between two texts: those that only the older has, those that only the newer has.
pub fn changed_facts(old: &str, new: &str) -> (Vec<String>, Vec<String>) {
    let mut found = (Vec::new(), Vec::new());
    for stretch in words(old, new) {
        let to = match stretch.fate {
            Fate::Kept => continue,
            Fate::Gone => &mut found.0,
            Fate::New => &mut found.1,
        };
        to.extend(
            stretch
                .facts
                .iter()
                .map(|at| stretch.text[at.clone()].to_owned()),
        );
    }
    let (gone, came) = &mut found;
    let both: Vec<String> = gone
        .iter()
        .filter(|word| came.contains(word))
        .cloned()
        .collect();
    gone.retain(|word| !both.contains(word));
    came.retain(|word| !both.contains(word));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_number_stands_out() {
        let found: Vec<(Fate, String)> = words("Five people were hurt.", "Seven people were hurt.")
            .into_iter()
            .map(|s| (s.fate, s.text))
            .collect();
        let want = [
            (Fate::Gone, "Five"),
            (Fate::New, "Seven"),
            (Fate::Kept, " people were hurt."),
        ];
        assert_eq!(found, want.map(|(fate, text)| (fate, text.to_owned())));
    }

    /// What is gone in `[]`, what is new in `{}`; of what is cosmetic in `<>` and `()`.
    fn told(old: &str, new: &str) -> String {
        let told = words(old, new)
            .into_iter()
            .map(|s| match (s.fate, s.cosmetic) {
                (Fate::Kept, _) => s.text,
                (Fate::Gone, false) => format!("[{}]", s.text),
                (Fate::New, false) => format!("{{{}}}", s.text),
                (Fate::Gone, true) => format!("<{}>", s.text),
                (Fate::New, true) => format!("({})", s.text),
            });
        told.collect()
    }

    #[test]
    fn a_changed_mark_changes_no_word() {
        for (old, new, want) in [
            ("at noon, he said", "at noon he said", "at noon<,> he said"),
            (
                "“It is late,” he said",
                "“It is late” he said",
                "“It is late<,>” he said",
            ),
            ("[late]", "late.", "<[>late<]>(.)"),
            ("открыт вечером", "«открыт» вечером", "(«)открыт(») вечером"),
            ("it’s late", "it's late", "it<’>(')s late"),
            ("a cease-fire", "a cease fire", "a cease<->( )fire"),
            ("so – late", "so, late", "so< –>(,) late"),
            ("five, six", "five. Six", "five<,>(.) <six>(Six)"),
            ("he left", "he – left", "he (– )left"),
        ] {
            assert_eq!(told(old, new), want);
        }
    }

    #[test]
    fn a_sign_that_says_something_is_no_mark() {
        for (old, new, want) in [
            ("1,500 left", "1.500 left", "[1,500]{1.500} left"),
            ("paid $5m", "paid €5m", "paid [$5m]{€5m}"),
            ("up 5%", "up 5", "up [5%]{5}"),
            ("at -5 degrees", "at 5 degrees", "at [-5]{5} degrees"),
            ("at 5, he left", "at 5 he left", "at 5<,> he left"),
            ("A4 is shut", "a4 is shut", "[A4]{a4} is shut"),
            (
                "hediscussed it",
                "he discussed it",
                "[hediscussed]{he discussed} it",
            ),
            ("it’s late", "its late", "[it’s]{its} late"),
        ] {
            assert_eq!(told(old, new), want);
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]
        #[test]
        fn any_two_texts_can_be_read_back(old in "[ab1,.“é ]{0,24}", new in "[ab1,.“é ]{0,24}") {
            let stretches = words(&old, &new);
            let read = |without: Fate| -> String {
                let kept = stretches.iter().filter(|s| s.fate != without);
                kept.map(|s| s.text.as_str()).collect()
            };
            proptest::prop_assert_eq!(read(Fate::New), old);
            proptest::prop_assert_eq!(read(Fate::Gone), new);
        }
    }

    #[test]
    fn changed_numbers_and_names_are_listed() {
        let (gone, came) = changed_facts(
            "Five people were hurt near Ostend, police say.",
            "Seven people were hurt near Bruges, police said.",
        );
        assert_eq!(
            (gone.join(" "), came.join(" ")),
            ("Five Ostend".to_owned(), "Seven Bruges".to_owned())
        );
    }

    #[test]
    fn both_texts_can_be_read_back() {
        let (old, new) = ("a b c d", "a x c d e");
        let read = |without: Fate| -> String {
            words(old, new)
                .into_iter()
                .filter(|s| s.fate != without)
                .map(|s| s.text)
                .collect()
        };
        assert_eq!(
            (read(Fate::New), read(Fate::Gone)),
            (old.to_owned(), new.to_owned())
        );
    }
}
