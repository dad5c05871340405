//! Runs: stretches of capitalised words, and small words between them, within which names are sought.
//! Which part of a run is a name is not decided here.

use std::borrow::Cow;
use std::ops::Range;

use crate::engine::names::Sort;
use crate::engine::names::class::Name;
use crate::engine::names::class::Term;
use crate::engine::names::lexicon::Lexicon;
use crate::engine::names::lexicon::NameEntry;
use crate::engine::names::lexicon::TermEntry;
use crate::engine::names::like::Like;
use crate::engine::names::token::Shape;
use crate::engine::names::token::Token;

/// The longest run that is read as a whole; a longer one is cut. Bounds time and memory on hostile text.
const LONGEST_RUN: usize = 24;

/// A word of a run with what the lists say of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    pub(crate) token: Token,
    pub(crate) name: NameEntry,
    pub(crate) term: TermEntry,
    /// A small word between capitalised ones.
    pub(crate) link: bool,
    /// It has the stem of a word for a people.
    pub(crate) home: bool,
    /// What it is used like elsewhere.
    pub(crate) like: Like,
    /// Which company it keeps elsewhere; 0 is none.
    pub(crate) company: u8,
}

/// Words `first..first + words.len()` of the tokens.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) first: usize,
    pub(crate) words: Vec<Word>,
}

/// Hyphenated beginnings in small letters that belong to a name.
const ARTICLES: &[&str] = &[
    "al", "el", "as", "ad", "an", "ar", "ash", "at", "az", "ul", "bin", "ibn", "de", "le", "la",
    "van",
];

/// The runs of a text, in order.
pub(crate) fn runs(text: &str, tokens: &[Token], lexicon: &Lexicon) -> Vec<Run> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mut length = run_length(text, &tokens[at..]);
        if length == 0 {
            at += 1;
            continue;
        }
        length += usize::from(goes_on(text, &tokens[at + length - 1..], lexicon));
        let words = tokens[at..at + length]
            .iter()
            .map(|token| look_up(text, token, lexicon))
            .collect();
        out.push(Run { first: at, words });
        at += length;
    }
    out
}

/// How many tokens from the first one on make a run: 0 if none begins here.
fn run_length(text: &str, tokens: &[Token]) -> usize {
    let Some(first) = tokens.first().filter(|token| token.is(Shape::WORD)) else {
        return 0;
    };
    if !may_name(text, first) && !is_lead_particle(text, tokens) {
        return 0;
    }
    let mut length = 1;
    let mut at = 1;
    while let Some(token) = tokens.get(at).filter(|_| at < LONGEST_RUN) {
        let before = &tokens[at - 1];
        if token.is(Shape::LINE)
            || gap(text, before, token) > 1 + usize::from(before.is(Shape::POSSESSIVE)) * 4
        {
            break;
        }
        if token.is(Shape::WORD) && may_name(text, token) {
            length = at + 1;
        } else if !is_link(text, token) || at - length >= 2 {
            break;
        }
        at += 1;
    }
    length
}

/// "Baltic states": a name of the lists that ends in small letters.
fn goes_on(text: &str, tokens: &[Token], lexicon: &Lexicon) -> bool {
    let [last, next, ..] = tokens else {
        return false;
    };
    let small = next.is(Shape::WORD)
        && !next.is(Shape::CAPITAL)
        && !next.is(Shape::LINE)
        && gap(text, last, next) == 1;
    small && lexicon.name(&text[last.start..next.end]).is_known()
}

/// Bytes between two tokens: one space, or none around "&".
fn gap(text: &str, before: &Token, after: &Token) -> usize {
    let between = &text[before.end..after.start];
    if between.contains('\n') {
        usize::MAX
    } else {
        between.len()
    }
}

/// Whether a word can be part of a name by its letters alone.
fn may_name(text: &str, token: &Token) -> bool {
    if token.is(Shape::CAPITAL) {
        // Latin letters only: other scripts have other rules, and the lists do not speak of them.
        return text[token.start..]
            .starts_with(|c: char| c < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(&c));
    }
    let word = token.text(text);
    if token.is(Shape::MIXED) {
        return match word.split_once(['-', '‑']) {
            Some((lead, _)) => ARTICLES.contains(&lead),
            None => true,
        };
    }
    // "3AW", "1MDB": a number and several capitals.
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    if token.is(Shape::DIGIT) && (2..=4).contains(&capitals) {
        return word
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
    }
    // "49ers", "76ers", "1860".
    token.is(Shape::DIGIT) && word.ends_with("ers") && word.len() == 5
}

fn is_link(text: &str, token: &Token) -> bool {
    let word = token.text(text);
    matches!(
        word,
        "of" | "for"
            | "and"
            | "the"
            | "in"
            | "on"
            | "to"
            | "at"
            | "against"
            | "&"
            | "de"
            | "la"
            | "le"
            | "les"
            | "du"
            | "des"
            | "da"
            | "do"
            | "dos"
            | "das"
            | "del"
            | "della"
            | "di"
            | "van"
            | "von"
            | "der"
            | "den"
            | "ter"
            | "ten"
            | "zu"
            | "bin"
            | "ibn"
            | "bint"
            | "al"
            | "el"
            | "y"
            | "e"
            | "und"
            | "et"
            | "für"
            | "pour"
            | "der'"
    )
}

/// "von der Leyen", "bin Laden": a particle in small letters that begins a name.
fn is_lead_particle(text: &str, tokens: &[Token]) -> bool {
    let particle = |token: &Token| {
        matches!(
            token.text(text),
            "von"
                | "van"
                | "der"
                | "den"
                | "bin"
                | "ibn"
                | "al"
                | "el"
                | "de"
                | "di"
                | "da"
                | "du"
                | "la"
                | "ten"
                | "ter"
        )
    };
    let lead = tokens
        .iter()
        .take(3)
        .take_while(|token| particle(token))
        .count();
    lead > 0
        && tokens
            .get(lead)
            .is_some_and(|token| token.is(Shape::CAPITAL) && !token.is(Shape::LINE))
}

fn look_up(text: &str, token: &Token, lexicon: &Lexicon) -> Word {
    let word = written(text, token);
    let lower = word.to_lowercase();
    let mut name = lexicon.name(&word);
    if !name.is_known() && token.is(Shape::SHOUTED) {
        name = lexicon.name(token.text(text));
    }
    if !name.is_known() && token.is(Shape::ABBREVIATION) {
        name = lexicon.name(word.trim_end_matches('.'));
    }
    if !name.is_known()
        && token.is(Shape::UPPER)
        && !token.is(Shape::SHOUTED)
        && word.chars().count() > 3
    {
        let usual = lexicon.name(&title_case(&word));
        let well_known = Name::Country.bit() | Name::Capital.bit();
        if word.chars().count() > 4 || usual.is_any(well_known) {
            name = usual;
        }
    }
    let term = lexicon.term(&lower);
    let capital = token.is(Shape::CAPITAL);
    let like = if capital {
        lexicon.like(&lower)
    } else {
        Like::Nothing
    };
    Word {
        token: *token,
        name,
        term,
        home: capital
            && !term.is(Term::Common)
            && like.may_be_place()
            && is_home_of_people(&word, name, lexicon),
        like,
        company: lexicon.company(&lower),
        link: !capital && is_link(text, token),
    }
}

/// "Ukraine" beside "Ukrainian", "Germany" beside "German": a country that no list need have.
fn is_home_of_people(word: &str, name: NameEntry, lexicon: &Lexicon) -> bool {
    if word.len() < 4 || word.len() > 16 || !word.is_ascii() || name.is(Name::Demonym) {
        return false;
    }
    let people = |stem: &str, endings: &[&str]| {
        let mut walk = lexicon.walk();
        walk.go(stem);
        endings.iter().any(|ending| {
            let mut on = walk;
            on.go(ending) && on.name(stem).is(Name::Demonym)
        })
    };
    let changed = word
        .strip_suffix(['a', 'e', 'y', 'o'])
        .filter(|stem| stem.len() > 3);
    let shorter = ["ia", "y", "land", "istan", "stan", "kia"];
    people(word, &["n", "i", "ian", "ese", "an", "ish"])
        || changed.is_some_and(|stem| people(stem, &["ian", "ese", "an", "ish"]))
        || shorter.iter().any(|end| {
            word.strip_suffix(end)
                .is_some_and(|stem| stem.len() > 2 && people(stem, &[""]))
        })
}

/// A word as it is looked up: one in a line of capitals is written like a name.
pub(crate) fn written<'t>(text: &'t str, token: &Token) -> Cow<'t, str> {
    let word = token.text(text);
    if token.is(Shape::SHOUTED)
        && token.is(Shape::UPPER)
        && !word.contains('.')
        && word.chars().count() > 3
    {
        Cow::Owned(title_case(word))
    } else {
        Cow::Borrowed(word)
    }
}

fn title_case(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut first = true;
    for c in word.chars() {
        if first {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
        first = matches!(c, '-' | '\'' | '’');
    }
    out
}

impl Run {
    /// What sort of stretch these words are, of which the lists say `name`.
    pub(crate) fn sort(&self, name: NameEntry, words: Range<usize>) -> Sort {
        let telling = Name::PLACES
            | Name::Organisation.bit()
            | Name::Person.bit()
            | Name::Bare.bit()
            | Name::Thing.bit()
            | Name::Demonym.bit();
        match &self.words[words] {
            _ if name.is_any(telling) => Sort::Listed,
            [word]
                if word.is(Shape::START)
                    || word.is(Shape::TITLE_CASE)
                    || word.is(Shape::SHOUTED) =>
            {
                Sort::Start
            }
            [_] => Sort::Word,
            _ => Sort::Words,
        }
    }
}

impl Word {
    pub(crate) fn is(&self, shape: Shape) -> bool {
        self.token.is(shape)
    }

    /// A place of the lists.
    pub(crate) fn is_place(&self) -> bool {
        self.name.is_any(Name::PLACES)
    }

    /// Whether an organisation whose name begins with this word is called so for short: not by a place, a people, a
    /// title or an ordinary word.
    pub(crate) fn may_stand_for_firm(&self) -> bool {
        let other = Name::PLACES | Name::Town.bit() | Name::Demonym.bit() | Name::Bare.bit();
        !self.link && self.term == TermEntry::default() && !self.name.is_any(other)
    }

    /// A common noun or other ordinary word, and no name that people bear.
    pub(crate) fn is_common(&self) -> bool {
        self.term.is(Term::Common) && !self.link
    }
}
