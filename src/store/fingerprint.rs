//! Fingerprints of paragraphs: what a person has seen, blind to quotes, spaces, case and punctuation.
//!
//! Long texts that were not seen are news. Of a short one, or of a heading, that is not so: other snapshots show an entry with
//! or without its heading, and nothing was changed. But where an edit changed a number or a name, what it left is a *fact*,
//! and one that was not seen is news, however short.

use std::collections::HashSet;

use crate::engine::model::Block;
use crate::engine::model::Change;
use crate::engine::model::Entry;
use crate::engine::model::Revision;
use crate::engine::text::words;

/// Fewer unseen words than this are no news.
const NOTICEABLE_WORDS: u32 = 8;

/// Set in the number of words of a fact.
const FACT: u32 = 1 << 31;
/// Set where the hash knows the signs of numbers, too.
const SIGNED: u32 = 1 << 30;

/// One block of a shown revision, as marks see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Print {
    /// The hash of its words.
    pub(super) hash: u64,
    /// How many words it has, if it is running text; else 0, since a change of it is no news.
    words: u32,
    /// Whether an edit that changed numbers or names left it.
    fact: bool,
    /// Whether it stands beside the print of the same text because its numbers have signs: "$5m" is not "€5m".
    signed: bool,
}

impl Print {
    /// Whether it tells one text from another for what was told already: the signs of numbers do where they were edited.
    pub(super) fn tells(&self) -> bool {
        !self.signed || self.fact
    }
}

/// The prints of everything that the newest version of an entry shows.
pub(super) fn prints(entry: &Entry) -> Vec<Print> {
    let Some(shown) = entry.revisions.first() else {
        return Vec::new();
    };
    let (mut facts, mut signs) = (HashSet::new(), HashSet::new());
    for pair in entry.revisions.windows(2) {
        if pair[0].change == Some(Change::Facts) {
            let plain = |block: &Block| Some(print(block).hash);
            facts.extend(left(&pair[0], &pair[1], plain));
            signs.extend(left(&pair[0], &pair[1], exact));
        }
    }
    let mut out = Vec::new();
    for (at, block) in blocks(shown).enumerate() {
        let is_heading = at == 0 && shown.heading.is_some();
        let may_be_fact = is_heading || block.role.is_body();
        let plain = print(block);
        let fact = may_be_fact && facts.contains(&plain.hash);
        out.push(Print { fact, ..plain });
        if let Some(hash) = exact(block) {
            out.push(Print {
                hash,
                words: 0,
                fact: may_be_fact && !fact && signs.contains(&hash),
                signed: true,
            });
        }
    }
    out
}

fn blocks(revision: &Revision) -> impl Iterator<Item = &Block> {
    revision.heading.iter().chain(&revision.blocks)
}

/// The hashes of a version that the one before it has not.
fn left(newer: &Revision, older: &Revision, hash: fn(&Block) -> Option<u64>) -> HashSet<u64> {
    let before: HashSet<u64> = blocks(older).filter_map(hash).collect();
    let now = blocks(newer).filter_map(hash);
    now.filter(|hash| !before.contains(hash)).collect()
}

/// Whether too little is unseen for calling the text changed.
pub(super) fn is_seen(shown: &[Print], seen: &[u64]) -> bool {
    let mut unseen = shown.iter().filter(|print| !seen.contains(&print.hash));
    let mut words = 0_u32;
    unseen.all(|print| {
        words = words.saturating_add(print.words);
        !print.fact && words < NOTICEABLE_WORDS
    })
}

/// Prints as the database keeps them.
pub(super) fn to_bytes(prints: &[Print]) -> Vec<u8> {
    let flag = |set: bool, flag: u32| if set { flag } else { 0 };
    prints
        .iter()
        .flat_map(|print| {
            let words = print.words.min(SIGNED - 1);
            let words = words | flag(print.fact, FACT) | flag(print.signed, SIGNED);
            [&print.hash.to_le_bytes()[..], &words.to_le_bytes()[..]].concat()
        })
        .collect()
}

/// Undoes [`to_bytes`]; an incomplete print at the end is ignored.
pub(super) fn from_bytes(bytes: &[u8]) -> Vec<Print> {
    bytes
        .chunks_exact(12)
        .filter_map(|chunk| {
            let hash = u64::from_le_bytes(chunk.get(..8)?.try_into().ok()?);
            let words = u32::from_le_bytes(chunk.get(8..)?.try_into().ok()?);
            Some(Print {
                hash,
                words: words & (SIGNED - 1),
                fact: words & FACT != 0,
                signed: words & SIGNED != 0,
            })
        })
        .collect()
}

fn print(block: &Block) -> Print {
    let mut hasher = blake3::Hasher::new();
    let mut words = 0_u32;
    let lower = block.text.to_lowercase();
    for word in lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        hasher.update(word.as_bytes());
        hasher.update(b" ");
        words = words.saturating_add(1);
    }
    let mut hash = [0; 8];
    hash.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    Print {
        hash: u64::from_le_bytes(hash),
        words: if block.role.is_body() { words } else { 0 },
        fact: false,
        signed: false,
    }
}

/// The hash of a text whose numbers have signs, with these.
fn exact(block: &Block) -> Option<u64> {
    let signed = !words::number_signs(&block.text).is_empty();
    signed.then(|| words::Fingerprint::of(&block.text).0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::model::EntryId;
    use crate::engine::model::Role;

    /// An entry with these versions, newest first: the heading, if any, and paragraphs.
    fn entry(versions: &[(&str, &[&str])], change: Change) -> Entry {
        let block = |role, text: &str| Block {
            role,
            text: text.into(),
            source: Vec::new(),
            links: Vec::new(),
            pictures: Vec::new(),
        };
        let revision = |(at, (heading, texts)): (usize, &(&str, &[&str]))| Revision {
            snapshots: Vec::new(),
            heading: (!heading.is_empty()).then(|| block(Role::Heading, heading)),
            blocks: texts
                .iter()
                .map(|text| block(Role::Paragraph, text))
                .collect(),
            change: (at + 1 < versions.len()).then_some(change),
        };
        let revisions = versions.iter().enumerate().map(revision).collect();
        Entry {
            revisions,
            ..Entry::new(EntryId([1; 8]))
        }
    }

    /// Whether who read the older version has seen what the newer one tells.
    fn is_news(older: (&str, &[&str]), newer: (&str, &[&str]), change: Change) -> bool {
        let seen = prints(&entry(&[older], change));
        let seen: Vec<u64> = seen.iter().map(|print| print.hash).collect();
        let now = prints(&entry(&[newer, older], change));
        let kept = from_bytes(&to_bytes(&now));
        assert_eq!(kept, now);
        !is_seen(&kept, &seen)
    }

    #[test]
    fn a_number_that_changed_is_news_however_short_the_text() {
        let long = "The bridge stays closed until the divers have seen every pier of it.";
        let told: &[(_, _, _, bool)] = &[
            (
                ("Five hurt", &[long][..]),
                ("Seven hurt", &[long][..]),
                Change::Facts,
                true,
            ),
            (
                ("", &["Toll: 9."][..]),
                ("", &["Toll: 11."][..]),
                Change::Facts,
                true,
            ),
            (
                ("", &["It costs $5m."][..]),
                ("", &["It costs €5m."][..]),
                Change::Facts,
                true,
            ),
            (
                ("Five hurt", &[long][..]),
                ("Five injured", &[long][..]),
                Change::Reworded,
                false,
            ),
            (
                ("", &["It is late."][..]),
                ("", &["It’s late."][..]),
                Change::Cosmetic,
                false,
            ),
            (
                ("", &[long][..]),
                ("", &[long, "More soon."][..]),
                Change::Added,
                false,
            ),
            (
                ("", &[long][..]),
                ("", &[long, "Toll: 9."][..]),
                Change::Facts,
                true,
            ),
        ];
        for (older, newer, change, news) in told {
            assert_eq!(
                is_news(*older, *newer, *change),
                *news,
                "{older:?} {newer:?}"
            );
        }
    }

    #[test]
    fn a_heading_that_another_snapshot_adds_is_no_news() {
        let text = ["Toll: $9."];
        assert!(!is_news(("", &text), ("Toll rises", &text), Change::Added));
    }

    #[test]
    fn an_older_version_that_comes_in_late_is_no_news() {
        let (newer, older) = (("", &["It costs €5m."][..]), ("", &["It costs $5m."][..]));
        let seen = prints(&entry(&[newer], Change::Facts));
        let seen: Vec<u64> = seen.iter().map(|print| print.hash).collect();
        let now = prints(&entry(&[newer, older], Change::Facts));
        assert!(is_seen(&now, &seen));
    }
}
