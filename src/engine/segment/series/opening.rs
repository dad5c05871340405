//! How lines begin: with numbers among a few words and signs, which part them from the text.

mod digits;

use crate::engine::segment::stamp::play::MINUTES;

/// How a line begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Opening {
    /// Everything up to the text, with a nought for each number.
    pub(super) form: String,
    /// How much of the form stands ahead of the numbers, in bytes.
    ahead: usize,
    /// The numbers.
    pub(super) numbers: Vec<u32>,
    /// Whether the second number has two digits, as minutes have.
    two_digits: bool,
    /// Whether a half of the day stands behind them.
    afternoon: Option<bool>,
    /// Whether the line holds nothing else.
    whole: bool,
    /// Where the text begins, in bytes.
    pub(super) rest: usize,
}

impl Opening {
    /// What lines of a series have in common. Ahead of a clock time a label or a name may stand, which are not always the same, and
    /// behind it one sign or another.
    pub(super) fn alike(&self) -> String {
        let (ahead, behind) = self.form.split_at(self.ahead);
        if self.whole || self.clock().is_none() {
            // "5km" stands beside "5.4km".
            return format!("{ahead}{}", behind.replace("0.0km", "0km"));
        }
        let named = ahead.contains(char::is_alphabetic);
        let ahead = if named { "a " } else { ahead };
        // "8 a.m." stands beside "8:30 a.m."
        let joint = match self.afternoon {
            Some(_) => Some('m'),
            None => behind.chars().nth(1),
        };
        format!("{ahead}0{}0", joint.map_or(String::new(), String::from))
    }

    /// The numbers in the order that a series has.
    pub(super) fn order(&self) -> Vec<u32> {
        match self.afternoon {
            Some(half) => {
                let hour = self.numbers[0] % 12 + if half { 12 } else { 0 };
                [&[hour], &self.numbers[1..]].concat()
            }
            None => self.numbers.clone(),
        }
    }

    /// Minutes since midnight, where the numbers may be a clock time.
    pub(super) fn clock(&self) -> Option<u16> {
        let joined = ["0:0", "0h0", "0u0", "0.0"]
            .iter()
            .any(|clock| self.form.contains(clock));
        let (hour, minute) = match self.numbers[..] {
            [hour] if self.afternoon.is_some() && hour < 13 => (hour, 0),
            [hour, minute] | [hour, minute, _]
                if joined && self.two_digits && hour < 24 && minute < 60 =>
            {
                (hour, minute)
            }
            _ => return None,
        };
        let hour = match self.afternoon {
            Some(true) if hour < 12 => hour + 12,
            Some(false) if hour == 12 => 0,
            _ => hour,
        };
        u16::try_from(hour * 60 + minute).ok()
    }
}

/// The numbers stand within so many characters from the beginning.
const AHEAD: usize = 20;

/// More words ahead of the numbers are a sentence.
const WORDS: usize = 3;

/// More numbers are something else, and so are longer ones.
const NUMBERS: usize = 3;
const DIGITS: usize = 4;

/// Longer words behind a number are no unit.
const UNIT: usize = 6;

/// What a number is joined to the next one by.
const JOINTS: [char; 7] = [':', '.', 'h', 'H', 'u', 'U', '/'];

/// Brackets around what a line begins with.
const BRACKETS: [(char, char); 6] = [
    ('【', '】'),
    ('[', ']'),
    ('(', ')'),
    ('（', '）'),
    ('「', '」'),
    ('〔', '〕'),
];

/// Longer labels say something, in characters and in words; so do those with more numbers.
const LABEL: usize = 40;
const LABEL_WORDS: usize = 7;
const LABEL_NUMBERS: usize = 5;

/// A line of fewer words that is nothing but a label may be a score.
const ALONE_WORDS: usize = 4;

/// Signs that part a time from its text.
pub(super) const PARTING: [char; 10] = [':', ']', ')', '】', '：', '|', '·', '」', '>', '）'];

/// Signs that do so between spaces.
const DASHES: [char; 3] = ['-', '–', '—'];

/// How a line begins ahead of its text.
pub(super) fn opening(text: &str) -> Option<Opening> {
    let digits = digits::in_ascii(text);
    let found = in_brackets(&digits)
        .or_else(|| beside_text(&digits))
        .or_else(|| in_label(&digits))?;
    Some(Opening {
        rest: digits::place(text, &digits, found.rest),
        ..found
    })
}

/// "【19:45】…", "[Half 44] …": everything in the brackets that a line begins with.
fn in_brackets(text: &str) -> Option<Opening> {
    let open = text.chars().next()?;
    let (_, close) = BRACKETS.into_iter().find(|pair| pair.0 == open)?;
    let inner = text.get(open.len_utf8()..)?;
    let (end, _) = inner
        .char_indices()
        .take(LABEL)
        .find(|(_, c)| *c == close)?;
    let end = open.len_utf8() + end + close.len_utf8();
    let behind = text[end..].trim_start_matches([':', '：']).trim_start();
    of_label(&text[..end], text.len() - behind.len(), open.len_utf8())
}

/// "Round 1, Pick 31: …", "121km to go: …": everything up to a colon.
fn in_label(text: &str) -> Option<Opening> {
    let colon = |(at, c): &(usize, char)| {
        let digit = text[at + c.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
        matches!(c, ':' | '：') && !digit
    };
    let (end, colon) = text.char_indices().take(LABEL).find(colon)?;
    let (label, behind) = text.split_at(end + colon.len_utf8());
    let quoted =
        label.contains(['"', '“', '„', '«', '$', '£', '€', '@', '%']) || behind.starts_with("//");
    let rest = text.len() - behind.trim_start().len();
    (!quoted && label.split_whitespace().count() <= LABEL_WORDS)
        .then(|| of_label(label, rest, 0))?
}

/// "Latest from the harbour police at 15.18": a short line, all of which is the same but for the time.
pub(super) fn alone(text: &str) -> Option<Opening> {
    let words = text.split_whitespace().count();
    let short = text.len() <= 2 * LABEL && (ALONE_WORDS..=2 * LABEL_WORDS).contains(&words);
    let found = short.then(|| of_label(text, text.len(), 0))??;
    found.clock().is_some().then_some(Opening {
        whole: true,
        ..found
    })
}

/// What a label says that takes the line up to `rest`, with so much of it ahead of the numbers.
fn of_label(label: &str, rest: usize, ahead: usize) -> Option<Opening> {
    let mut form = String::new();
    let mut numbers = Vec::new();
    let mut two_digits = false;
    let mut left = label;
    while let Some(c) = left.chars().next() {
        let count = left.bytes().take_while(u8::is_ascii_digit).count();
        if count == 0 {
            form.extend(c.to_lowercase().filter(|c| !c.is_whitespace()));
            left = &left[c.len_utf8()..];
            continue;
        }
        if count > DIGITS || numbers.len() == LABEL_NUMBERS {
            return None;
        }
        two_digits |= numbers.len() == 1 && count == 2;
        numbers.push(left[..count].parse().ok()?);
        form.push('0');
        left = &left[count..];
    }
    (!numbers.is_empty()).then_some(Opening {
        ahead: ahead.min(form.len()),
        form,
        numbers,
        two_digits,
        afternoon: None,
        whole: false,
        rest,
    })
}

/// A word or two with numbers and what parts them from the text.
fn beside_text(text: &str) -> Option<Opening> {
    let is_digit = |c: char| c.is_ascii_digit();
    let (first, _) = text
        .char_indices()
        .take(AHEAD + 1)
        .find(|(_, c)| is_digit(*c))?;
    let ahead = &text[..first];
    if ahead
        .split_whitespace()
        .filter(|word| word.contains(char::is_alphabetic))
        .count()
        > WORDS
        || ahead.contains(['.', ',', '"', '“', '„', '«', '$', '£', '€', '#', '/', '@'])
    {
        return None;
    }
    let mut form = ahead.to_lowercase();
    let mut numbers = Vec::new();
    let mut two_digits = false;
    let mut rest = behind_count(&text[first..]);
    loop {
        let count = rest.bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=DIGITS).contains(&count) || numbers.len() == NUMBERS {
            return None;
        }
        two_digits |= numbers.len() == 1 && count == 2;
        numbers.push(rest[..count].parse().ok()?);
        form.push('0');
        rest = &rest[count..];
        let joint = rest.chars().next().filter(|c| JOINTS.contains(c));
        match joint {
            Some(joint) if rest[1..].starts_with(is_digit) => {
                form.push(joint.to_ascii_lowercase());
                rest = &rest[1..];
            }
            _ => break,
        }
    }
    if let Some(behind) = added(rest, &mut numbers) {
        rest = behind;
    }
    rest = behind_ordinal(rest);
    if let Some((sign, behind)) = sign_of_minutes(rest) {
        form.push(sign);
        rest = added(behind, &mut numbers).unwrap_or(behind);
        rest = sign_of_minutes(rest).map_or(rest, |(_, behind)| behind);
    }
    let mut afternoon = None;
    if let Some((unit, behind)) = unit(rest) {
        afternoon = match unit.trim_matches('.') {
            "pm" | "p" => Some(true),
            "am" | "a" => Some(false),
            _ => None,
        };
        form.push_str(&unit);
        rest = behind;
        // "5月11日20時35分": a longer label.
        if rest.starts_with(is_digit) {
            return None;
        }
    }
    rest = parted(rest, &mut form);
    // Something has to part the numbers from what they count: "12 people" and "Covid-19 cases" begin nothing.
    let behind = form.rsplit('0').next().unwrap_or_default();
    let parts = |c: char| PARTING.contains(&c) || DASHES.contains(&c) || is_wide(c);
    let signs = form.matches('0').count() > 1
        || afternoon.is_some()
        || behind.contains(parts)
        || behind.contains(MINUTES)
        || behind.ends_with('.');
    let stands =
        rest.is_empty() || text[..text.len() - rest.len()].ends_with(|c: char| !c.is_ascii_digit());
    (signs && stands).then(|| Opening {
        ahead: ahead.to_lowercase().len(),
        form,
        numbers,
        two_digits,
        afternoon,
        whole: false,
        rest: text.len() - rest.len(),
    })
}

/// The text behind the number of a list's item, where another number follows: "4. 12km - …".
fn behind_count(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = rest
        .strip_prefix(". ")
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    numbered.unwrap_or(text)
}

/// The text behind what makes a number an ordinal: "81st min: …".
fn behind_ordinal(rest: &str) -> &str {
    let mut ends = ORDINALS.iter().filter_map(|end| rest.strip_prefix(end));
    ends.find(|behind| behind.starts_with(' ')).unwrap_or(rest)
}

/// What stands right behind the digits of an ordinal.
const ORDINALS: [&str; 4] = ["st", "nd", "rd", "th"];

/// The text behind minutes that are added: "90+4". They count among the numbers, not in the form.
fn added<'t>(rest: &'t str, numbers: &mut Vec<u32>) -> Option<&'t str> {
    let more = rest.trim_start().strip_prefix('+')?.trim_start();
    let count = more.bytes().take_while(u8::is_ascii_digit).count();
    let minutes = more.get(..count).filter(|_| (1..=2).contains(&count))?;
    numbers.push(minutes.parse().ok()?);
    Some(&more[count..])
}

fn sign_of_minutes(rest: &str) -> Option<(char, &str)> {
    let behind = rest.trim_start().strip_prefix(MINUTES)?;
    Some((MINUTES[0], behind))
}

/// A short word right behind a number, or behind a space and with a sign behind it: "pm", "min.", "分". Where words have no
/// spaces between them, one character.
fn unit(rest: &str) -> Option<(String, &str)> {
    let word = rest.strip_prefix(' ').unwrap_or(rest);
    let first = word.chars().next().filter(|c| c.is_alphabetic())?;
    if is_wide(first) {
        let behind = &word[first.len_utf8()..];
        return (word.len() == rest.len()).then(|| (first.to_string(), behind));
    }
    if word.starts_with("p.m.") || word.starts_with("a.m.") {
        return Some((word[..1].to_owned(), &word[4..]));
    }
    // "12.08pmThe choir …"
    let half = word.get(..2).filter(|half| matches!(*half, "am" | "pm"));
    if let Some(half) = half.filter(|_| word[2..].starts_with(char::is_uppercase)) {
        return Some((half[..1].to_owned(), &word[2..]));
    }
    let count = word
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(word.len());
    let (unit, behind) = word.split_at(count);
    let attached = word.len() == rest.len();
    let dash = behind
        .strip_prefix(' ')
        .is_some_and(|b| b.starts_with(DASHES));
    let parted = behind.starts_with(PARTING) || behind.starts_with('.') || dash;
    let small =
        first.is_lowercase() || !first.is_uppercase() || unit.chars().all(char::is_uppercase);
    let fits = unit.chars().count() <= UNIT
        && small
        && (attached && !behind.starts_with(char::is_numeric) || parted);
    fits.then(|| match behind.strip_prefix('.') {
        Some(behind) => (format!("{}.", unit.to_lowercase()), behind),
        None => (unit.to_lowercase(), behind),
    })
}

/// Whether a letter belongs to a writing system that has no spaces between words, or none between a number and its unit.
fn is_wide(c: char) -> bool {
    c > '\u{1100}' && c.is_alphabetic()
}

/// Whether a form is a clock time and nothing else: behind it a comma parts it from the text, too.
fn spaced_clock(form: &str) -> bool {
    matches!(form, "0.0" | "0:0" | "0h0")
}

/// The text behind the signs that part it from what stands ahead, which are added to the form.
fn parted<'t>(rest: &'t str, form: &mut String) -> &'t str {
    let mut rest = rest;
    for _ in 0..2 {
        let trimmed = rest.trim_start();
        let spaced = trimmed.len() < rest.len();
        let Some(sign) = trimmed.chars().next() else {
            return trimmed;
        };
        let behind = &trimmed[sign.len_utf8()..];
        let dash = DASHES.contains(&sign) && (spaced || behind.starts_with(' '));
        let comma = sign == ',' && spaced_clock(form) && behind.starts_with(' ');
        if !(PARTING.contains(&sign) || dash || comma || sign == '.') {
            return trimmed;
        }
        form.push(sign);
        rest = behind;
    }
    rest.trim_start()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str) -> Option<(String, &str)> {
        opening(text).map(|opening| (opening.form, &text[opening.rest..]))
    }

    #[test]
    fn lines_begin_with_numbers_in_many_ways() {
        for (text, found, rest) in [
            ("[후반 44분] 전광판에", "[후반0분]", "전광판에"),
            ("【19:45】街坊陸續", "【0:0】", "街坊陸續"),
            (
                "OFFICIEL – 1h23 : Le Racing",
                "officiel – 0h0:",
                "Le Racing",
            ),
            ("39.6 R Pathak to Ferris", "0.0", "R Pathak to Ferris"),
            ("90+4' ΛΗΞΗ", "0'", "ΛΗΞΗ"),
            ("90'+2: Kopfball", "0':", "Kopfball"),
            ("86': Kopfball", "0':", "Kopfball"),
            ("58 mins: Out it goes", "0mins:", "Out it goes"),
            ("81st min: Out it goes", "0min:", "Out it goes"),
            ("42nd minute - Out it goes", "0minute-", "Out it goes"),
            ("دقیقه ۱۳: خطا", "دقیقه 0:", "خطا"),
            ("90 min. ostre", "0min.", "ostre"),
            ("후반 52분", "후반 0분", ""),
            ("at 6:05 Ann Archer said:", "at 0:0", "Ann Archer said:"),
            ("02:21am GMT: 1", "0:0am", "GMT: 1"),
            ("8 a.m. 11,000 people", "0a", "11,000 people"),
            ("[Half 44] A corner", "[half0]", "A corner"),
            ("【18: 30現地時間】", "【0:0現地時間】", ""),
            ("Round 1, Pick 31: The", "round0,pick0:", "The"),
            ("121km to go: Denis", "0kmtogo:", "Denis"),
            ("5月11日20時35分更新：", "0月0日0時0分更新：", ""),
        ] {
            assert_eq!(form(text), Some((found.to_owned(), rest)), "{text}");
        }
    }

    #[test]
    fn a_short_line_may_be_nothing_but_a_label() {
        let form = |text: &str| alone(text).map(|opening| opening.form);
        assert_eq!(
            form("Latest from the harbour at 15.18").as_deref(),
            Some("latestfromtheharbourat0.0")
        );
        assert_eq!(form("TUI 3 - 10 KES (29th minute)"), None);
    }

    #[test]
    fn numbers_in_prose_begin_nothing() {
        for text in [
            "12 people were hurt",
            "90+4 goals",
            "In 2014, the harbour was dug",
            "The 39-year-old skipper",
            "A 12-hour strike",
            "1,200 people",
            "14 March 2031",
            "Ostmole 2-1 Sandholm",
            "Covid-19 cases rise",
            "81st birthday",
        ] {
            assert_eq!(form(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_line_is_looked_at_and_text_begins_between_letters(
            line in "[0-9 :.'’+–\\[\\]【】（h分ap.m.Äя日\u{301}]{0,24}[a-zé世 ]{0,12}"
        ) {
            for opening in [opening(&line), alone(&line)].into_iter().flatten() {
                proptest::prop_assert!(line.is_char_boundary(opening.rest));
                proptest::prop_assert!(opening.rest <= line.len());
                let _ = (opening.alike(), opening.order(), opening.clock());
            }
        }
    }
}
