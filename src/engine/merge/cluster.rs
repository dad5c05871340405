//! Identity: which postings are the same entry.
//! Source ids decide where there are any; else text told again, or a shared heading with a shared paragraph.
//! A background paragraph that two entries share joins nothing, nor does one that very many postings have.

use std::collections::BTreeSet;

use crate::engine::merge::para::Class;
use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::posting::Kind;

/// The share of the shorter text that must be told again.
const TOLD_AGAIN: f32 = 0.85;

/// The share that is enough for long texts: an entry that was rewritten in parts.
const REWRITTEN: f32 = 0.6;

/// How many words a text needs before a part of it can tell that it is the same.
const LONG: f32 = 25.0;

/// The share of a text that must be told again under another id, unless it is long, and how many words it needs: fewer may be told
/// again of something else ("Corner on the left.").
const SAME: f32 = 0.98;
pub(super) const AGAIN: f32 = 12.0;

/// The words that must be shared beside an equal heading.
pub(super) const SHARED_WORDS: f32 = 6.0;

/// A rule that joined two postings, with its score in per cent where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Why {
    SameId,
    OtherId,
    HeadingOnly,
    ToldAgain(u8),
    HeadingAndText,
    CardAndText,
    LongToldAgain(u8),
    Inferred(u8),
    HeadingAndBackground,
    Rewritten,
}

impl Why {
    /// A number for each rule and score.
    pub(crate) fn code(self) -> [u8; 2] {
        match self {
            Self::SameId => [0, 0],
            Self::OtherId => [1, 0],
            Self::HeadingOnly => [2, 0],
            Self::ToldAgain(share) => [3, share],
            Self::HeadingAndText => [4, 0],
            Self::CardAndText => [5, 0],
            Self::LongToldAgain(share) => [6, share],
            Self::Inferred(share) => [7, share],
            Self::HeadingAndBackground => [8, 0],
            Self::Rewritten => [9, 0],
        }
    }
}

impl Why {
    /// The score in per cent, where there is one, and what the rule says.
    pub(crate) fn told(self) -> (Option<u8>, &'static str) {
        match self {
            Self::SameId => (None, "same id at the source"),
            Self::OtherId => (None, "published again under another id"),
            Self::HeadingOnly => (None, "same heading, no text"),
            Self::ToldAgain(share) => (Some(share), "of the shorter text is told again"),
            Self::HeadingAndText => (None, "same heading and a paragraph in common"),
            Self::CardAndText => (None, "same card and a paragraph in common"),
            Self::LongToldAgain(share) => (Some(share), "of a long text is told again"),
            Self::Inferred(share) => (
                Some(share),
                "of a text with inferred borders stands in this entry",
            ),
            Self::HeadingAndBackground => (
                None,
                "same heading, and nothing but background in one of them",
            ),
            Self::Rewritten => (None, "same heading or time, and a text that was rewritten"),
        }
    }
}

/// A share in per cent.
pub(super) fn per_cent(share: f32) -> u8 {
    (share * 100.0).round_ties_even() as u8
}

/// Why two postings that say the same are one entry, if they are: what says nothing of its own is not.
pub(super) fn told_alike(kind: &Kind, generic: &BTreeSet<Class>) -> Option<Why> {
    let all = Pair {
        words: (kind.weight, kind.weight),
        heading: kind.heading.is_some(),
        card: true,
        ..Pair::default()
    };
    same((kind, kind), (kind.weight, kind.weight), &all, generic)
        .or_else(|| kind.native.is_some().then_some(Why::SameId))
}

/// What two postings share.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pair {
    /// Words of the first posting's text that the second has, too, and the other way round.
    pub(super) words: (f32, f32),
    pub(super) heading: bool,
    pub(super) card: bool,
    /// They have the same heading, which no page shows twice.
    pub(super) named: bool,
    /// The source gives them different ids.
    pub(super) apart: bool,
    /// One is the other rewritten.
    pub(super) rewritten: bool,
}

pub(super) fn near_any(a: Option<Class>, b: Option<Class>, paragraphs: &Paragraphs) -> bool {
    matches!((a, b), (Some(a), Some(b)) if paragraphs.are_near(a, b))
}

/// Whether two postings are one entry, and why. `weights` are the words of each that say so; of background none do.
pub(super) fn same(
    (a, b): (&Kind, &Kind),
    weights: (f32, f32),
    pair: &Pair,
    generic: &BTreeSet<Class>,
) -> Option<Why> {
    let (short, words) = if weights.0 <= weights.1 {
        (weights.0, pair.words.0)
    } else {
        (weights.1, pair.words.1)
    };
    let told = if short > 0.0 { words / short } else { 0.0 };
    let special = |class: Option<Class>| class.is_some_and(|class| !generic.contains(&class));
    if pair.apart {
        let headings = pair.heading || (a.heading.is_none() && b.heading.is_none());
        let unnamed = a.heading.is_none() || b.heading.is_none();
        let again = headings && told >= SAME && short >= AGAIN
            || unnamed && told >= SAME && short >= LONG
            || pair.heading && told >= 0.95 && short >= LONG;
        return again.then_some(Why::OtherId);
    }
    if short == 0.0 && pair.named && special(a.heading) {
        return Some(Why::HeadingAndBackground);
    }
    if a.weight.min(b.weight) == 0.0 {
        return (pair.heading && special(a.heading)).then_some(Why::HeadingOnly);
    }
    if told >= TOLD_AGAIN {
        return Some(Why::ToldAgain(per_cent(told)));
    }
    if pair.heading && special(a.heading) && words >= SHARED_WORDS {
        return Some(Why::HeadingAndText);
    }
    if pair.card && words >= SHARED_WORDS {
        return Some(Why::CardAndText);
    }
    (told >= REWRITTEN && short >= LONG).then(|| Why::LongToldAgain(per_cent(told)))
}

/// Whether three of these postings have nothing in common: a heading that stands over them names a series.
pub(super) fn is_series<'k>(kinds: impl Iterator<Item = &'k Kind>) -> bool {
    let shares = |a: &Kind, b: &Kind| {
        let mut classes = a.text.iter().map(|(class, _)| class);
        classes.any(|class| b.text.iter().any(|(other, _)| other == class))
    };
    let mut distinct: Vec<&Kind> = Vec::new();
    for kind in kinds.filter(|kind| kind.weight > 0.0) {
        if !distinct.iter().any(|other| shares(other, kind)) {
            distinct.push(kind);
        }
        if distinct.len() == 3 {
            return true;
        }
    }
    false
}

/// Whether a posting with so many words in common belongs to an entry; so many words of each say so.
pub(super) fn belongs(words: f32, (loose, certain): (&Kind, &Kind), weights: (f32, f32)) -> bool {
    let short = weights.0.min(weights.1).max(1.0);
    // A few words say that two texts are one only if these have no others.
    let all = loose.text == certain.text && words >= loose.weight;
    all || words >= SHARED_WORDS
        && (words / weights.0.max(1.0) >= 0.5 || words / short >= TOLD_AGAIN)
}
