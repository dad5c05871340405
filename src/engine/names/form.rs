//! Forms of names compared: possessives, spellings, initials, surnames, short forms.
//! Which form belongs to which entity is decided in `resolve`.

use crate::engine::names::class::fold;

/// Family names that stand first.
const FAMILY_FIRST: &[&str] = &[
    "kim", "lee", "park", "moon", "yoon", "choi", "jung", "xi", "li", "wang", "zhang", "chen",
    "liu", "mao", "deng", "hu", "jiang", "zhao", "zhou", "wu", "xu", "sun", "lai", "tsai", "ma",
    "ban", "nguyen", "tran", "le", "pham", "roh", "rhee", "cho", "han",
];
/// Words that are not counted in initials.
const SMALL: &[&str] = &["of", "the", "for", "and", "in", "on", "de", "la", "to", "&"];

/// The form without what is not the name: a leading "the", a possessive, stray marks.
pub(crate) fn clean(text: &str) -> &str {
    let text = text
        .strip_prefix("the ")
        .or_else(|| text.strip_prefix("The "))
        .unwrap_or(text);
    let text = ["'s", "’s", "‘s"]
        .iter()
        .find_map(|end| text.strip_suffix(end))
        .unwrap_or(text);
    text.trim_matches([' ', ',', ';', ':', '"', '“', '”'])
}

/// What forms of one place or organisation have in common: letters without case, marks and a few spellings.
pub(crate) fn key(text: &str) -> String {
    let folded = fold(clean(text)).to_lowercase();
    let mut out = String::with_capacity(folded.len());
    for word in folded
        .split(|c: char| c.is_whitespace() || c == '-')
        .filter(|word| !word.is_empty())
    {
        let word: String = word
            .chars()
            .filter(|c| c.is_alphanumeric() || *c == '&')
            .collect();
        let word = match word.as_str() {
            "defense" => "defence",
            "organization" => "organisation",
            "center" => "centre",
            "labor" => "labour",
            "programme" => "program",
            "&" => "and",
            other => other,
        };
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// A name taken apart once, for comparing it with many others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parts {
    /// Its words in small letters, without marks.
    words: Vec<String>,
    /// The words with spellings levelled.
    sounds: Vec<String>,
}

impl Parts {
    /// Takes a name apart.
    pub(crate) fn of(name: &str) -> Self {
        let words = parts(name);
        let sounds = words.iter().map(|word| sound(word)).collect();
        Self { words, sounds }
    }

    /// The first word.
    pub(crate) fn first(&self) -> Option<&str> {
        self.words.first().map(String::as_str)
    }

    /// The last word with spellings levelled: what forms of one person share.
    pub(crate) fn last_sound(&self) -> Option<&str> {
        self.sounds.last().map(String::as_str)
    }

    /// Whether two full names are of one person: the same surname and first name up to spelling, initials and middle names.
    pub(crate) fn is_same_person(&self, other: &Self) -> bool {
        let ([a_first, .., a_last], [b_first, .., b_last]) =
            (self.sounds.as_slice(), other.sounds.as_slice())
        else {
            return false;
        };
        if a_last != b_last {
            return false;
        }
        let initial = a_first.len() == 1 || b_first.len() == 1;
        let same_first =
            a_first == b_first || (initial && a_first.chars().next() == b_first.chars().next());
        let (short, long) = if self.words.len() <= other.words.len() {
            (self, other)
        } else {
            (other, self)
        };
        same_first
            && short.sounds[1..short.sounds.len() - 1]
                .iter()
                .all(|middle| {
                    long.sounds.iter().any(|other| {
                        other == middle || (middle.len() == 1 && other.starts_with(middle.as_str()))
                    })
                })
    }

    /// Whether this is the surname in a full name, with or without its particles.
    pub(crate) fn is_surname_of(&self, full: &Self) -> bool {
        if self.words.len() >= full.words.len() {
            return false;
        }
        let end = full
            .sounds
            .iter()
            .rev()
            .zip(self.sounds.iter().rev())
            .all(|(a, b)| a == b);
        let family_first = full
            .first()
            .is_some_and(|first| FAMILY_FIRST.contains(&first));
        end || (family_first && self.words.len() == 1 && self.first() == full.first())
    }

    /// Whether this is the first name in a full name.
    pub(crate) fn is_first_name_of(&self, full: &Self) -> bool {
        self.words.len() == 1 && full.words.len() > 1 && self.first() == full.first()
    }
}

/// Whether one word stands for a longer name: by its initials, or as its head or beginning.
#[cfg(test)]
fn is_short_for(short: &str, long: &str) -> bool {
    let (short, long) = (shorts(short), short_forms(long));
    short.iter().any(|short| long.contains(short))
}

/// What a long name may be called for short, in the form that [`shorts`] gives: its initials, its first and last word.
pub(crate) fn short_forms(long: &str) -> Vec<String> {
    let words: Vec<&str> = long
        .split([' ', '-'])
        .filter(|word| !word.is_empty())
        .collect();
    let big = words
        .iter()
        .filter(|word| !SMALL.contains(&word.to_lowercase().as_str()));
    let initials: String = big.filter_map(|word| word.chars().next()).collect();
    let ends = [words.first(), words.last()].into_iter().flatten();
    let mut out: Vec<String> = ends.map(|word| word.to_lowercase()).collect();
    out.push(initials.to_uppercase());
    out
}

/// What a short name may be short for: capitals as initials, a longer word as a word.
pub(crate) fn shorts(short: &str) -> Vec<String> {
    let letters: String = short.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut out = Vec::new();
    if letters.len() > 3 {
        out.push(short.to_lowercase());
    }
    if letters.len() >= 2 {
        out.push(letters);
    }
    out
}

fn parts(name: &str) -> Vec<String> {
    let folded = fold(clean(name)).to_lowercase();
    let words = folded.split(|c: char| c.is_whitespace() || c == '-' || c == '.');
    let words = words.map(|word| word.trim_matches([',', '.']).to_owned());
    words
        .filter(|word| !word.is_empty() && !matches!(word.as_str(), "jr" | "sr" | "ii" | "iii"))
        .collect()
}

/// A word with the choices of romanisation levelled: Zelensky, Zelenskyy, Zelenskiy; Sergei, Sergey; Khan, Han.
fn sound(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let word = word
        .replace("kh", "h")
        .replace("ks", "x")
        .replace("ph", "f")
        .replace("dzh", "j")
        .replace("ei", "ey")
        .replace("ai", "ay");
    for c in word.chars() {
        let c = match c {
            'i' | 'j' => 'y',
            'w' => 'v',
            '\'' | '’' => continue,
            other => other,
        };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_same_person(a: &str, b: &str) -> bool {
        Parts::of(a).is_same_person(&Parts::of(b))
    }

    fn is_surname_of(a: &str, b: &str) -> bool {
        Parts::of(a).is_surname_of(&Parts::of(b))
    }

    fn is_first_name_of(a: &str, b: &str) -> bool {
        Parts::of(a).is_first_name_of(&Parts::of(b))
    }

    #[test]
    fn spellings_initials_and_middle_names_are_one_person() {
        for (a, b) in [
            ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
            ("Sergei Lavrov", "Sergey Lavrov"),
            ("Donald Trump", "Donald J. Trump"),
            ("J. Smith", "John Smith"),
            ("Kim Jong Un", "Kim Jong-un"),
        ] {
            assert!(is_same_person(a, b), "{a} and {b}");
        }
        for (a, b) in [
            ("Joe Biden", "Jill Biden"),
            ("John Smith", "John Jones"),
            ("Anna Maria Berg", "Anna Luise Berg"),
        ] {
            assert!(!is_same_person(a, b), "{a} and {b}");
        }
    }

    #[test]
    fn surnames_with_particles_and_family_names_that_stand_first() {
        assert!(is_surname_of("Leyen", "Ursula von der Leyen"));
        assert!(is_surname_of("von der Leyen", "Ursula von der Leyen"));
        assert!(is_surname_of("Kim", "Kim Jong Un"));
        assert!(!is_surname_of("Jong", "Kim Jong Un"));
        assert!(!is_surname_of("Keir", "Keir Starmer"));
        assert!(is_first_name_of("Keir", "Keir Starmer"));
    }

    #[test]
    fn short_forms_of_organisations() {
        assert!(is_short_for("EBU", "European Broadcasting Union"));
        assert!(is_short_for("ONI", "Office of National Intelligence"));
        assert!(is_short_for("Commission", "European Commission"));
        assert!(!is_short_for("Unit", "European Commission"));
        assert_eq!(key("Ministry of Defense"), key("Ministry of Defence"));
        assert_eq!(key("U.S. Air Force"), key("US Air Force"));
    }
}
