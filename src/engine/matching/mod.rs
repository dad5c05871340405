//! Which live blog a snapshot belongs to, decided pair by pair.
//! Addresses decide where both snapshots have one; else how much of the running text is told in both, and whether it is
//! told in a row: a few paragraphs of background that stand here and there in both are no evidence.
//! Cards, headings and site furniture count for nothing: the next day's page of the same publisher shares them.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

use crate::engine::model::Reading;
use crate::engine::model::Role;
use crate::engine::text::words;
use crate::engine::text::words::Word;

/// How many words a shingle has.
const SHINGLE: usize = 5;

/// A sketch holds at most this many shingles; a longer text keeps those with the smallest hashes below a power of two.
const MOST: usize = 1024;

/// How many of the smallest hashes go into the index.
const KEYS: usize = 64;

/// From this share of the smaller text on, two snapshots are of one blog.
const SAME: f32 = 0.12;

/// From this share on, text in both needs no further evidence.
const PLAIN: f32 = 0.25;

/// From this share of the shorter summary on, two snapshots are of one blog if they also share running text.
const SAME_SUMMARY: f32 = 0.2;

/// A paragraph of fewer words says nothing by its neighbours.
const LINKED_WORDS: usize = 8;

/// How many paragraphs, and pairs of them, a sketch holds.
const ROWS: usize = 512;

/// So many paragraphs in both are more than the background that a publisher's pages share.
const SEVERAL: usize = 3;

/// From this share on, the person is asked.
const DOUBTFUL: f32 = 0.03;

/// Fewer shared shingles than this prove nothing.
const FEWEST: usize = 8;

/// What is remembered of a snapshot to recognise others of the same blog.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sketch {
    /// Hashes of runs of five words of the running text, sorted.
    pub shingles: Vec<u64>,
    /// How many of the upper bits of every hash are zero: the text was sampled down to `1 / 2^level`.
    pub level: u32,
    /// Hashes of the paragraphs, sorted.
    #[serde(default)]
    pub paragraphs: Vec<u64>,
    /// Hashes of pairs of neighbouring paragraphs, sorted.
    #[serde(default)]
    pub links: Vec<u64>,
    /// Hashes of runs of five words of the summary, sorted.
    #[serde(default)]
    pub summary: Vec<u64>,
    /// The page's address, reduced to what identifies the blog.
    pub address: Option<String>,
}

/// Whether two snapshots belong to one blog.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// Whether they do.
    pub same: bool,
    /// Whether they may, so that the person should be asked.
    pub doubtful: bool,
    /// The share of the smaller text that stands in both, from 0 to 1; 1 for equal addresses.
    pub score: f32,
    /// The evidence in words.
    pub why: String,
}

impl Sketch {
    /// The sketch of a snapshot.
    pub fn of(reading: &Reading) -> Self {
        let running: Vec<(Role, Vec<Word>)> = reading
            .pieces
            .iter()
            .filter(|piece| piece.role.is_body() || piece.role == Role::Summary)
            .map(|piece| (piece.role, words::words(&piece.text)))
            .collect();
        let mut shingles = shingles(&running, |_| true);
        let summary = shingles_of_summary(&running);
        let mut level = 0;
        while shingles.len() > MOST && level < 63 {
            level += 1;
            shingles.retain(|hash| hash.leading_zeros() >= level);
        }
        Self {
            shingles,
            level,
            paragraphs: rows_of(&running, 1),
            links: rows_of(&running, 2),
            summary,
            address: reading.meta.url.as_deref().and_then(address),
        }
    }

    /// Keys for an index: two snapshots of one blog almost always share one of them.
    pub fn keys(&self) -> Vec<u64> {
        let address = self
            .address
            .iter()
            .map(|address| xxh3_64(address.as_bytes()));
        self.shingles
            .iter()
            .take(KEYS)
            .copied()
            .chain(address)
            .collect()
    }
}

/// Hashes of the runs of words of texts with these roles, sorted.
fn shingles(running: &[(Role, Vec<Word>)], wanted: impl Fn(Role) -> bool) -> Vec<u64> {
    let mut shingles: Vec<u64> = running
        .iter()
        .filter(|(role, words)| wanted(*role) && words.len() >= SHINGLE)
        .flat_map(|(_, words)| words::shingles(words, SHINGLE))
        .collect();
    shingles.sort_unstable();
    shingles.dedup();
    shingles
}

/// The summary's runs of words, the smallest where there are many.
fn shingles_of_summary(running: &[(Role, Vec<Word>)]) -> Vec<u64> {
    let mut summary = shingles(running, |role| role == Role::Summary);
    summary.truncate(MOST);
    summary
}

/// Hashes of each `n` paragraphs in a row, the smallest where there are many.
fn rows_of(running: &[(Role, Vec<Word>)], n: usize) -> Vec<u64> {
    let mut rows: Vec<u64> = running
        .windows(n)
        .filter(|row| row.iter().all(|(_, words)| words.len() >= LINKED_WORDS))
        .map(|row| {
            let words = row.iter().flat_map(|(_, words)| words);
            xxh3_64(
                &words
                    .flat_map(|word| word.to_le_bytes())
                    .collect::<Vec<u8>>(),
            )
        })
        .collect();
    rows.sort_unstable();
    rows.dedup();
    rows.truncate(ROWS);
    rows
}

/// How many sorted hashes two lists share.
fn shared(a: &[u64], b: &[u64]) -> usize {
    a.iter()
        .filter(|hash| b.binary_search(hash).is_ok())
        .count()
}

/// Judges a pair of snapshots. Symmetric, and a function of the two alone.
pub fn judge(a: &Sketch, b: &Sketch) -> Verdict {
    let (common, smaller) = overlap(a, b);
    let score = if smaller == 0 {
        0.0
    } else {
        common as f32 / smaller as f32
    };
    if let (Some(x), Some(y)) = (&a.address, &b.address) {
        let why = if x == y {
            "same address"
        } else {
            "different addresses"
        };
        return Verdict {
            same: x == y,
            doubtful: x != y && score >= SAME,
            score: if x == y { 1.0 } else { score },
            why: why.to_owned(),
        };
    }
    let enough = common >= FEWEST.min(smaller.max(1));
    let evidence = evidence(a, b, score);
    let why = format!(
        "{:.0} % of the smaller text stands in both, {}",
        score * 100.0,
        evidence.unwrap_or("but nowhere in a row")
    );
    let same = enough && score >= SAME && evidence.is_some();
    Verdict {
        same,
        doubtful: enough && score >= DOUBTFUL && !same,
        score,
        why,
    }
}

/// What shows that shared text is no mere background, if anything does.
fn evidence(a: &Sketch, b: &Sketch, score: f32) -> Option<&'static str> {
    let smaller = a.summary.len().min(b.summary.len());
    let summary = shared(&a.summary, &b.summary) as f32 >= SAME_SUMMARY * smaller as f32;
    if shared(&a.links, &b.links) > 0 {
        Some("paragraphs in a row among it")
    } else if shared(&a.paragraphs, &b.paragraphs) >= SEVERAL {
        Some("several paragraphs among it")
    } else if smaller >= FEWEST && summary {
        Some("much of the summary among it")
    } else if score >= PLAIN {
        Some("most of it")
    } else {
        None
    }
}

fn overlap(a: &Sketch, b: &Sketch) -> (usize, usize) {
    let level = a.level.max(b.level);
    let at = |sketch: &Sketch| -> BTreeSet<u64> {
        sketch
            .shingles
            .iter()
            .copied()
            .filter(|hash| hash.leading_zeros() >= level)
            .collect()
    };
    let (x, y) = (at(a), at(b));
    (x.intersection(&y).count(), x.len().min(y.len()))
}

/// What of an address identifies a blog: the publisher's number for it where the path ends in one, else host and path.
fn address(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let bare = rest.split(['?', '#']).next()?;
    let (host, path) = bare.split_once('/').unwrap_or((bare, ""));
    let host = host.to_lowercase();
    let host = ["www.", "m.", "amp.", "mobile."]
        .iter()
        .find_map(|prefix| host.strip_prefix(prefix))
        .unwrap_or(&host)
        .to_owned();
    let path = path
        .trim_end_matches('/')
        .trim_end_matches("/amp")
        .trim_end_matches(".amp");
    let longest = path
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| part.len() >= 6 && part.bytes().any(|b| b.is_ascii_digit()))
        .max_by_key(|part| part.len());
    match longest.filter(|part| part.bytes().filter(u8::is_ascii_digit).count() >= 5) {
        Some(number) => Some(format!("{host}#{number}")),
        None if path.is_empty() => None,
        None => Some(format!("{host}/{}", path.to_lowercase())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_reduced_to_what_identifies_a_blog() {
        let same = |a: &str, b: &str| address(a) == address(b);
        assert!(same(
            "https://www.example.org/news/live/flood-b2301234.html?page=2#x",
            "http://m.example.org/news/live/flood-latest-b2301234.html"
        ));
        assert!(same(
            "https://example.org/world/live/2031/mar/14/flood-live/",
            "https://amp.example.org/world/live/2031/mar/14/flood-live"
        ));
        assert!(!same(
            "https://example.org/world/live/2031/mar/14/flood-live",
            "https://example.org/world/live/2031/mar/15/flood-live"
        ));
    }

    #[test]
    fn judging_is_symmetric_and_needs_shared_text() {
        let sketch = |from: u64, to: u64| Sketch {
            shingles: (from..to).map(|n| n << 40).collect(),
            level: 0,
            paragraphs: Vec::new(),
            links: Vec::new(),
            summary: Vec::new(),
            address: None,
        };
        let (mut a, mut b, c) = (sketch(1, 200), sketch(160, 400), sketch(500, 600));
        assert!(!judge(&a, &b).same && judge(&a, &b).doubtful);
        a.links.push(7);
        b.links.push(7);
        assert!(judge(&a, &b).same);
        assert_eq!(judge(&a, &b), judge(&b, &a));
        assert!(!judge(&a, &c).same && !judge(&a, &c).doubtful);
    }
}
