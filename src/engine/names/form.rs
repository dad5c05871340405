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

/// Whether two full names are of one person: the same surname and first name up to spelling, initials and middle names.
pub(crate) fn is_same_person(a: &str, b: &str) -> bool {
    let (a, b) = (parts(a), parts(b));
    let (Some((a_first, a_last)), Some((b_first, b_last))) = (ends(&a), ends(&b)) else {
        return false;
    };
    if sound(a_last) != sound(b_last) {
        return false;
    }
    let initial = a_first.len() == 1 || b_first.len() == 1;
    let same_first = sound(a_first) == sound(b_first)
        || (initial && a_first.chars().next() == b_first.chars().next());
    let (short, long) = if a.len() <= b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    same_first
        && short[1..short.len() - 1].iter().all(|middle| {
            long.iter().any(|other| {
                sound(other) == sound(middle)
                    || (middle.len() == 1 && other.starts_with(middle.as_str()))
            })
        })
}

/// Whether `text` is the surname in a full name, with or without its particles.
pub(crate) fn is_surname_of(text: &str, full: &str) -> bool {
    let (short, long) = (parts(text), parts(full));
    if short.len() >= long.len() {
        return false;
    }
    let end = long
        .iter()
        .rev()
        .zip(short.iter().rev())
        .all(|(a, b)| sound(a) == sound(b));
    let family_first = long
        .first()
        .is_some_and(|first| FAMILY_FIRST.contains(&first.as_str()))
        && long.len() >= 2;
    end || (family_first && short.len() == 1 && short.first() == long.first())
}

/// Whether `text` is the first name in a full name.
pub(crate) fn is_first_name_of(text: &str, full: &str) -> bool {
    let (short, long) = (parts(text), parts(full));
    short.len() == 1 && short.first() == long.first()
}

/// Whether one word stands for a longer name: by its initials, or as its head or beginning.
pub(crate) fn is_short_for(short: &str, long: &str) -> bool {
    let words: Vec<&str> = long
        .split([' ', '-'])
        .filter(|word| !word.is_empty())
        .collect();
    let big = words
        .iter()
        .filter(|word| !SMALL.contains(&word.to_lowercase().as_str()));
    let initials: String = big
        .filter_map(|word| word.chars().next())
        .collect::<String>()
        .to_uppercase();
    let letters: String = short.chars().filter(|c| c.is_alphanumeric()).collect();
    if letters.len() >= 2 && letters == initials {
        return true;
    }
    letters.len() > 3
        && [words.first(), words.last()]
            .into_iter()
            .flatten()
            .any(|word| word.eq_ignore_ascii_case(short))
}

fn parts(name: &str) -> Vec<String> {
    let folded = fold(clean(name)).to_lowercase();
    let words = folded.split(|c: char| c.is_whitespace() || c == '-' || c == '.');
    let words = words.map(|word| word.trim_matches([',', '.']).to_owned());
    words
        .filter(|word| !word.is_empty() && !matches!(word.as_str(), "jr" | "sr" | "ii" | "iii"))
        .collect()
}

fn ends(parts: &[String]) -> Option<(&str, &str)> {
    match parts {
        [first, .., last] => Some((first, last)),
        _ => None,
    }
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
