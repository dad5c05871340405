//! Which live blog a snapshot belongs to, decided pair by pair.
//! Addresses decide where both snapshots have one; else how much of the running text is told in both.
//! Cards, headings and site furniture count for nothing: the next day's page of the same publisher shares them.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

use crate::engine::model::Reading;
use crate::engine::model::Role;
use crate::engine::text::words;

/// How many words a shingle has.
const SHINGLE: usize = 5;

/// A sketch holds at most this many shingles; a longer text keeps those with the smallest hashes below a power of two.
const MOST: usize = 1024;

/// How many of the smallest hashes go into the index.
const KEYS: usize = 64;

/// From this share of the smaller text on, two snapshots are of one blog.
const SAME: f32 = 0.12;

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
        let running = |role: Role| role.is_body() || role == Role::Summary;
        let mut shingles: Vec<u64> = reading
            .pieces
            .iter()
            .filter(|piece| running(piece.role))
            .map(|piece| words::words(&piece.text))
            .filter(|words| words.len() >= SHINGLE)
            .flat_map(|words| words::shingles(&words, SHINGLE))
            .collect();
        shingles.sort_unstable();
        shingles.dedup();
        let mut level = 0;
        while shingles.len() > MOST && level < 63 {
            level += 1;
            shingles.retain(|hash| hash.leading_zeros() >= level);
        }
        Self {
            shingles,
            level,
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

/// Judges a pair of snapshots. Symmetric, and a function of the two alone.
pub fn judge(a: &Sketch, b: &Sketch) -> Verdict {
    let (shared, smaller) = overlap(a, b);
    let score = if smaller == 0 {
        0.0
    } else {
        shared as f32 / smaller as f32
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
    let enough = shared >= FEWEST.min(smaller.max(1));
    let why = format!("{:.0} % of the smaller text stands in both", score * 100.0);
    Verdict {
        same: enough && score >= SAME,
        doubtful: enough && (DOUBTFUL..SAME).contains(&score),
        score,
        why,
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
            address: None,
        };
        let (a, b, c) = (sketch(1, 200), sketch(150, 400), sketch(500, 600));
        assert!(judge(&a, &b).same);
        assert_eq!(judge(&a, &b), judge(&b, &a));
        assert!(!judge(&a, &c).same && !judge(&a, &c).doubtful);
    }
}
