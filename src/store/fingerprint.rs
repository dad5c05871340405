//! Fingerprints of paragraphs: what a person has seen, blind to quotes, spaces, case and punctuation.

use crate::engine::model::Block;
use crate::engine::model::Revision;

/// Fewer unseen words than this are no news.
const NOTICEABLE_WORDS: u32 = 8;

/// One block of a shown revision, as marks see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Print {
    /// The hash of its words.
    pub(super) hash: u64,
    /// How many words it has, if it is running text; else 0, since a change of it is no news.
    pub(super) words: u32,
}

/// The prints of everything that a revision shows.
pub(super) fn prints(revision: &Revision) -> Vec<Print> {
    revision
        .heading
        .iter()
        .chain(&revision.blocks)
        .map(print)
        .collect()
}

/// Whether too little is unseen for calling the text changed.
pub(super) fn is_seen(shown: &[Print], seen: &[u64]) -> bool {
    let unseen: u32 = shown
        .iter()
        .filter(|print| !seen.contains(&print.hash))
        .map(|print| print.words)
        .sum();
    unseen < NOTICEABLE_WORDS
}

/// Prints as the database keeps them.
pub(super) fn to_bytes(prints: &[Print]) -> Vec<u8> {
    prints
        .iter()
        .flat_map(|print| {
            [
                &print.hash.to_le_bytes()[..],
                &print.words.to_le_bytes()[..],
            ]
            .concat()
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
            Some(Print { hash, words })
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
    }
}
