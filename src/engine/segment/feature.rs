//! What can be seen of one line of a live blog without its neighbours.

mod letters;

use std::cell::RefCell;
use std::sync::Arc;

use foldhash::HashMap;
use serde::Deserialize;
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_128_with_seed;

use crate::engine::rules::Rows;
use crate::engine::rules::Rules;
use crate::engine::rules::Tokens;
use crate::engine::segment::called;
pub(crate) use crate::engine::segment::feature::letters::bare_heading;
use crate::engine::segment::feature::letters::bracketed;
use crate::engine::segment::feature::letters::cites;
use crate::engine::segment::feature::letters::ends_in_capitals;
use crate::engine::segment::feature::letters::ends_in_credit;
use crate::engine::segment::feature::letters::ends_in_link;
use crate::engine::segment::feature::letters::first_sentence;
use crate::engine::segment::feature::letters::holds_sentence;
use crate::engine::segment::feature::letters::is_stop;
use crate::engine::segment::feature::letters::ordinal;
use crate::engine::segment::feature::letters::sentences;
use crate::engine::segment::feature::letters::signs;
use crate::engine::segment::feature::letters::stands_twice;
use crate::engine::segment::feature::letters::unclosed;
use crate::engine::segment::feature::letters::unsigned;
use crate::engine::segment::script::Script;
use crate::engine::segment::stamp;
use crate::engine::text::likeness;
use crate::engine::text::words;
use crate::engine::text::words::Mask;
use crate::engine::text::words::Word;

/// The features of one line.
#[derive(Debug, Clone, Default)]
pub(crate) struct Features {
    /// The words.
    pub(crate) words: Vec<Word>,
    /// Which words there are.
    pub(crate) mask: Mask,
    /// The words that carry a topic, shortened to their stems, in ascending order.
    pub(crate) topic: Vec<Word>,
    /// Capitalised words that do not begin a sentence, each once, in ascending order.
    pub(crate) names: Vec<Word>,
    /// Words with a digit, each once, in ascending order.
    pub(crate) numbers: Vec<Word>,
    /// Names after "Mr", "Frau" and the like.
    pub(crate) titled: Vec<Word>,
    /// No final stop: a heading, a card or a caption.
    pub(crate) open: bool,
    /// Ends in "?", "!" or "…", as headings may.
    pub(crate) lively: bool,
    /// Ends in a question mark.
    pub(crate) asks: bool,
    /// Ends in a colon.
    pub(crate) colon: bool,
    /// Ends by announcing somebody's words: in a colon, or in "he said".
    pub(crate) announces: bool,
    /// Begins with a quotation mark.
    pub(crate) quoted: bool,
    /// Begins with a word that continues what was said.
    pub(crate) goes_on: bool,
    /// Begins with an indefinite article: something new.
    pub(crate) indefinite: bool,
    /// A pronoun for somebody named before stands among the first words.
    pub(crate) pronoun: bool,
    /// Begins with a definite article: something known, or somebody by an office.
    pub(crate) definite: bool,
    /// The name that the line begins with, if it is one word.
    pub(crate) first_name: Option<Word>,
    /// How many words within sentences begin with a capital.
    pub(crate) capitals: usize,
    /// Names of two or more words that the first sentence gives in full, by their last word.
    pub(crate) full_names: Vec<Word>,
    /// Every such name of the whole text, each once, in ascending order.
    pub(crate) introduced: Vec<Word>,
    /// The first words of such names, each once, in ascending order.
    pub(crate) given: Vec<Word>,
    /// The stems of both, each once, in ascending order.
    persons: Vec<Word>,
    /// Names that stand alone, without a first name.
    pub(crate) surnames: Vec<Word>,
    /// The first sentence attributes something to somebody.
    pub(crate) says: bool,
    /// The first sentence attributes words to somebody and goes on with them: "she said: “…".
    pub(crate) cites: bool,
    /// Somebody who was named before goes on speaking: "she added".
    pub(crate) says_on: bool,
    /// Begins with a phrase that continues what was said: "asked about".
    pub(crate) opens_on: bool,
    /// Begins with a phrase that greets, signs off or turns to something else: "meanwhile".
    pub(crate) turns: bool,
    /// Begins by greeting the readers.
    pub(crate) greets: bool,
    /// Signs off: "That's it from us."
    pub(crate) parts: bool,
    /// A colon or a dash stands inside: "Ostmole: 14".
    pub(crate) parted: bool,
    /// Begins by saying what something known is: "the convention, which came into force".
    pub(crate) explains: bool,
    /// The writing system of most of its letters.
    pub(crate) script: Option<Script>,
    /// The first sentence tells what has just happened: "has announced".
    pub(crate) news: bool,
    /// Quotations that the line opens and does not close, as quotations of several paragraphs do.
    pub(crate) unclosed: bool,
    /// How many sentences it has; more than a few count as a few.
    pub(crate) sentences: usize,
    /// The first sentence names a weekday.
    pub(crate) weekday: bool,
    /// A line that points to a card.
    pub(crate) lead_in: bool,
    /// The title of another article behind a word that says so: "Related: …".
    pub(crate) refers: bool,
    /// A picture, video or gallery by its first word ("Watch | …").
    pub(crate) media: bool,
    /// A caption with its credit.
    pub(crate) credit: bool,
    /// Ends in one to four capitalised words in brackets.
    pub(crate) bracketed: bool,
    /// One item of a list.
    pub(crate) bullet: bool,
    /// The number that the line begins with, if a full stop and a capital follow: "3. Polls close".
    pub(crate) ordinal: Option<u32>,
    /// Begins with the signs of a ticker: "+++ Polls close +++".
    pub(crate) ticker: bool,
    /// How many words stand before the first colon, if it stands inside.
    label: usize,
    /// Begins with the number of a lap or an over.
    pub(crate) counts: bool,
    /// Says who said or posted what stands above: "— Ann Archer (@archer) March 14, 2031".
    pub(crate) signs: bool,
    /// Ends within a sentence: in a comma, or in a second sentence without a stop.
    pub(crate) cut_off: bool,
    /// Begins with a stroke: a credit that belongs to the caption above, "/ Agency".
    pub(crate) trails: bool,
    /// Furniture that ends entries stands right above. Its neighbours say so, not the line itself.
    pub(crate) below_closer: bool,
    /// Furniture stands below it at the end of the page, which was not cut off. Its neighbours say so, too.
    pub(crate) footed: bool,
}

/// What a line looks like by itself, as far as it is looked at again in the light of other snapshots.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shape {
    words: u32,
    pub(crate) open: bool,
    pub(crate) lively: bool,
    pub(crate) colon: bool,
    pub(crate) lead_in: bool,
    pub(crate) refers: bool,
    pub(crate) media: bool,
    pub(crate) credit: bool,
    pub(crate) bullet: bool,
}

impl Shape {
    /// How many words the line has.
    pub(crate) fn len(self) -> usize {
        self.words as usize
    }

    /// The same in two numbers: how many words, and a bit for each of the rest.
    pub(crate) fn to_numbers(self) -> (u32, u8) {
        let bits = [
            self.open,
            self.lively,
            self.colon,
            self.lead_in,
            self.refers,
            self.media,
            self.credit,
            self.bullet,
        ];
        let bits = (0..).zip(bits).map(|(at, holds)| u8::from(holds) << at);
        (self.words, bits.sum())
    }

    /// Undoes [`Self::to_numbers`].
    pub(crate) fn of_numbers(words: u32, bits: u8) -> Self {
        let has = |at: u8| bits >> at & 1 == 1;
        Self {
            words,
            open: has(0),
            lively: has(1),
            colon: has(2),
            lead_in: has(3),
            refers: has(4),
            media: has(5),
            credit: has(6),
            bullet: has(7),
        }
    }
}

/// How many lines are remembered in each of two generations.
const REMEMBERED: usize = 2048;

/// Lines that were looked at last: most lines of a snapshot stand in the one before it, and all are looked at again by the
/// merge. The older generation goes when the younger is full.
#[derive(Default)]
struct Seen {
    young: HashMap<u128, Arc<Features>>,
    old: HashMap<u128, Arc<Features>>,
}

thread_local! {
    static SEEN: RefCell<Seen> = RefCell::default();
}

impl Seen {
    fn get(&mut self, key: u128) -> Option<Arc<Features>> {
        let found = self.young.get(&key).or_else(|| self.old.get(&key)).cloned();
        if let Some(found) = &found {
            self.put(key, Arc::clone(found));
        }
        found
    }

    fn put(&mut self, key: u128, features: Arc<Features>) {
        if self.young.len() == REMEMBERED {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, features);
    }
}

/// What may stand behind a final stop.
const CLOSING: [char; 9] = ['"', '”', '’', '\'', '»', '“', ')', ']', '*'];

/// Fewer words open many lines.
const SHORTEST_OPENING: usize = 6;

impl Features {
    /// The features of a line.
    pub(crate) fn of(text: &str, bullet: bool, rules: &Rules) -> Self {
        if !std::ptr::eq(rules, Rules::builtin()) {
            return Self::find(text, bullet, rules);
        }
        let key = xxh3_128_with_seed(text.as_bytes(), u64::from(bullet));
        SEEN.with_borrow_mut(|seen| {
            if let Some(found) = seen.get(key) {
                return Self::clone(&found);
            }
            let found = Self::find(text, bullet, rules);
            seen.put(key, Arc::new(found.clone()));
            found
        })
    }

    fn find(text: &str, bullet: bool, rules: &Rules) -> Self {
        // "« … . »"
        let closes = |c: char| c.is_whitespace() || CLOSING.contains(&c);
        let trimmed = unsigned(text).trim_end_matches(closes);
        let last = trimmed.chars().next_back().unwrap_or(' ');
        let whole = words::fold(text);
        let words: Vec<Word> = words::in_folded(&whole).map(words::word).collect();
        let first_sentence = first_sentence(text);
        let folded = words::fold(first_sentence);
        let first_word = folded.split(' ').next().unwrap_or_default();
        let padded = format!(" {folded} ");
        let (names, titled) = called::names(text, rules);
        let full_names = called::full_names(text);
        let surname = |(_, last): &(String, String)| words::word(last);
        let spaced = format!(" {whole} ");
        Self {
            mask: Mask::of(&words),
            topic: topic(&whole, rules),
            surnames: called::surnames(text),
            introduced: words::set(full_names.iter().map(surname).collect()),
            persons: persons(&full_names),
            given: words::set(
                full_names
                    .iter()
                    .filter(|(first, _)| !rules.stop.contains(first))
                    .map(|(first, _)| words::word(first))
                    .collect(),
            ),
            cites: cites(text),
            says_on: holds(&spaced, &rules.says_on),
            opens_on: begins(&padded, &rules.opens_on),
            turns: begins(&padded, &rules.turns),
            greets: begins(&padded, &rules.greets),
            parts: holds(&spaced, &rules.partings) && !begins(&padded, &rules.greets),
            parted: [": ", " – ", " - ", " — "]
                .iter()
                .any(|sign| text.contains(sign)),
            explains: rules.definite.contains(first_word) && explains(first_sentence, rules),
            script: Script::of(text),
            news: holds(&padded, &rules.news),
            unclosed: unclosed(text),
            sentences: sentences(text),
            words,
            names,
            numbers: numbers(&whole),
            titled,
            open: !is_stop(last) && !signs(text) && !ends_in_link(text),
            lively: matches!(last, '!' | '?' | '…') || trimmed.ends_with("..."),
            asks: matches!(last, '?' | '？' | '؟'),
            colon: matches!(last, ':' | '：'),
            announces: matches!(last, ':' | '：')
                || !is_stop(last)
                    && rules
                        .says
                        .iter()
                        .any(|word| spaced.ends_with(&format!(" {word} "))),
            quoted: text.starts_with(['"', '“', '‘', '„', '«', '\'']),
            goes_on: rules.goes_on.contains(first_word),
            indefinite: rules.indefinite.contains(first_word),
            pronoun: called::pronoun(text, rules),
            definite: rules.definite.contains(first_word),
            first_name: called::first_name(text, rules),
            capitals: called::capitals(text),
            full_names: called::full_names(first_sentence)
                .iter()
                .map(surname)
                .collect(),
            says: holds(&padded, &rules.says),
            weekday: folded
                .split(' ')
                .any(|word| rules.weekdays.contains_key(word)),
            lead_in: is_lead_in(text, rules),
            refers: (!is_stop(last) || matches!(last, '!' | '?')) && refers(text, rules),
            media: is_media(text, rules),
            credit: has_credit_mark(text, rules)
                || ends_in_credit(text)
                || text.starts_with("/ ")
                || stands_twice(text)
                || ends_in_capitals(text),
            bracketed: bracketed(text),
            bullet,
            ordinal: ordinal(text),
            ticker: text.starts_with("+++ "),
            label: text
                .split_once(": ")
                .map_or(0, |(label, _)| words::count(label)),
            counts: stamp::play::is_counted(text, rules),
            signs: signs(text),
            cut_off: text.ends_with(',') || !is_stop(last) && holds_sentence(text),
            trails: text.starts_with("/ "),
            below_closer: false,
            footed: false,
        }
    }

    /// How many words the line has.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// What is kept of it.
    pub(crate) fn shape(&self) -> Shape {
        Shape {
            words: u32::try_from(self.words.len()).unwrap_or(u32::MAX),
            open: self.open,
            lively: self.lively,
            colon: self.colon,
            lead_in: self.lead_in,
            refers: self.refers,
            media: self.media,
            credit: self.credit,
            bullet: self.bullet,
        }
    }

    /// The words before the first colon, where there are enough of them to be the name of a page.
    pub(crate) fn label(&self) -> Option<&[Word]> {
        let words = Some(self.label).filter(|words| (LABEL..self.len()).contains(words))?;
        self.words.get(..words)
    }

    /// How many words two lines have in common in the same order; 0 where it is certain that there are fewer than `least`.
    pub(crate) fn common(&self, other: &Self, least: usize) -> usize {
        if self.len().min(other.len()) < least {
            return 0;
        }
        let mine = self.len() - self.mask.lacks(&other.mask);
        let theirs = other.len() - other.mask.lacks(&self.mask);
        if mine.min(theirs) < least {
            return 0;
        }
        likeness::common(&self.words, &other.words)
    }

    /// How many words carry its topic.
    pub(crate) fn topics(&self) -> usize {
        self.topic.chunk_by(PartialEq::eq).count()
    }

    /// How many of them another line has, and how many of these are no names.
    pub(crate) fn shares(&self, other: &Self) -> (usize, usize) {
        let own = self.topic.chunk_by(PartialEq::eq).map(|same| same[0]);
        let shared = own.filter(|word| other.topic.binary_search(word).is_ok());
        let (names, others): (Vec<Word>, Vec<Word>) =
            shared.partition(|word| self.persons.binary_search(word).is_ok());
        (names.len() + others.len(), others.len())
    }

    /// The share of words that two lines have in common in the same order, if it reaches `bar`.
    pub(crate) fn ratio(&self, other: &Self, bar: f32) -> Option<f32> {
        let total = (self.len() + other.len()) as f32;
        let least = (bar * total / 2.0).floor() as usize;
        let common = self.common(other, least.max(1));
        let ratio = 2.0 * common as f32 / total;
        (common > 0 && ratio >= bar).then_some(ratio)
    }

    /// Whether the share of words that two lines have in common reaches `bar`.
    pub(crate) fn reaches(&self, other: &Self, bar: f32) -> bool {
        self.ratio(other, bar).is_some()
    }

    /// Whether another, longer line begins with these words: as a summary gives the first sentence of an entry, and a card as
    /// much of a text as it has room for.
    pub(crate) fn opens(&self, other: &Self) -> bool {
        self.begins(other, SHORTEST_OPENING)
    }

    /// Whether another, longer line begins with these words, if they are so many at least.
    pub(crate) fn begins(&self, other: &Self, fewest: usize) -> bool {
        (fewest..other.len()).contains(&self.len()) && other.words.starts_with(&self.words)
    }

    /// Whether the first words of the line stand in a row somewhere in another line: as a key point tells how an entry
    /// begins, behind who said so.
    pub(crate) fn begins_in(&self, other: &Self) -> bool {
        let first = self.words.get(..SHORTEST_OPENING);
        let mut runs = other.words.windows(SHORTEST_OPENING);
        first.is_some_and(|first| runs.any(|run| run == first))
    }
}

/// Fewer words before a colon say what follows, or where: "Read more: …".
const LABEL: usize = 3;

/// Whether a folded text between spaces holds one of the phrases, as whole words.
fn holds(padded: &str, phrases: &Rows) -> bool {
    phrases.stand_in(padded)
}

/// Whether a folded text between spaces begins with one of the phrases, as whole words.
fn begins(padded: &str, phrases: &[String]) -> bool {
    phrases.iter().any(|phrase| {
        let rest = padded[1..].strip_prefix(phrase.as_str());
        rest.is_some_and(|rest| rest.starts_with(' '))
    })
}

/// Among so many words at the beginning a clause explains what the line begins with.
const EXPLAINED: usize = 12;

/// Whether a comma and a relative pronoun, or a comma and an article, stand among the first words.
fn explains(sentence: &str, rules: &Rules) -> bool {
    let first: Vec<&str> = sentence.split_whitespace().take(EXPLAINED).collect();
    first.windows(2).any(|pair| {
        let word = words::fold(pair[1]);
        pair[0].ends_with(',')
            && (rules.relative.contains(&word) || rules.indefinite.contains(&word))
    })
}

fn is_lead_in(text: &str, rules: &Rules) -> bool {
    let tokens = Tokens::of(text);
    let colon = text.ends_with([':', '：']);
    (colon || tokens.len() <= 6)
        && tokens.len() <= 12
        && (rules.lead_in.matches(&tokens).is_some()
            || colon && rules.lead_in_colon.matches(&tokens).is_some())
}

/// Whether a word that points to another article, a colon and at least three words stand in a line.
pub(crate) fn refers(text: &str, rules: &Rules) -> bool {
    let parts = text.split_once(':').or_else(|| text.split_once('|'));
    parts.is_some_and(|(word, title)| {
        rules.refers.contains(&words::fold(word)) && words::count(title) >= 3
    })
}

fn is_media(text: &str, rules: &Rules) -> bool {
    let Some(at) = text.find(['|', ':', '–']) else {
        return false;
    };
    let label = words::fold(&text[..at]);
    at < 24 && rules.media.contains(&label) && words::count(&text[at..]) >= 2
}

/// Stems of the words that carry a topic: enough to see that two paragraphs speak of the same thing.
fn topic(folded: &str, rules: &Rules) -> Vec<Word> {
    let mut topic: Vec<Word> = words::in_folded(folded)
        .filter(|word| word.chars().count() > 1 && !rules.stop.contains(*word))
        .map(|word| words::word(stem(word)))
        .collect();
    topic.sort_unstable();
    topic
}

/// Whether a mark of credits stands in a line. One within a sentence, with a word right before it and an article behind, is a
/// word like others: "The first picture: a thin blue line."
fn has_credit_mark(text: &str, rules: &Rules) -> bool {
    let lower = text.to_lowercase();
    let within = |above: &str, behind: &str| {
        let word = behind.split_whitespace().next().unwrap_or_default();
        let article = rules.indefinite.contains(word) || rules.definite.contains(word);
        article && above.trim_end().ends_with(char::is_alphanumeric)
    };
    rules.credit.iter().any(|mark| {
        let mut places = lower.match_indices(mark.as_str());
        let colon = mark.ends_with(':');
        places.any(|(at, _)| !colon || !within(&lower[..at], &lower[at + mark.len()..]))
    })
}

fn persons(full_names: &[(String, String)]) -> Vec<Word> {
    let names = full_names.iter().flat_map(|(first, last)| [first, last]);
    words::set(names.map(|name| words::word(stem(name))).collect())
}

fn numbers(folded: &str) -> Vec<Word> {
    let numbers =
        words::in_folded(folded).filter(|word| word.contains(|c: char| c.is_ascii_digit()));
    words::set(numbers.map(words::word).collect())
}

fn stem(word: &str) -> &str {
    for suffix in [
        "ations", "ation", "ings", "ing", "ied", "ies", "ern", "ed", "es", "en", "er", "s", "e",
        "n",
    ] {
        if let Some(stem) = word.strip_suffix(suffix)
            && stem.chars().count() >= 4
        {
            return stem;
        }
    }
    word
}
