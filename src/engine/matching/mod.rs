//! Which live blog a snapshot belongs to, decided pair by pair.
//! Addresses decide where both snapshots have one; else how much of the running text is told in both, and whether it is
//! told in a row: a few paragraphs of background that stand here and there in both are no evidence.
//! Cards, headings and site furniture count for nothing: the next day's page of the same publisher shares them.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

use crate::engine::model::Form;
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

/// A text of fewer words of running text may consist of headings, or of lines that are read as something else.
const POOR: usize = 200;

/// From this share of the lines of the smaller text on, two such texts are of one blog.
const SAME_LINES: f32 = 0.5;

/// A line of fewer words says nothing.
const LINE_WORDS: usize = 4;

/// A page of fewer words in all may be all furniture but for its headline: what some extractors leave of a live blog.
const BARE: usize = 150;

/// So few words of it are running text.
const BARE_RUNNING: usize = 60;

/// A headline of fewer runs of words may stand over the blog of every day.
const TELLING: usize = 4;

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
    /// Of a text with little running text hashes of its lines, headings among them, sorted.
    #[serde(default)]
    pub lines: Vec<u64>,
    /// Of the headline and of each line below it hashes of its runs of five words, each list sorted: not of a text without headings,
    /// where any line may be taken for them.
    #[serde(default)]
    pub heads: Vec<Vec<u64>>,
    /// Of a page that tells next to nothing hashes of all its runs of five words, sorted.
    #[serde(default)]
    pub bare: Vec<u64>,
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
            lines: lines_of(reading, &running),
            heads: heads_of(reading),
            bare: bare(reading, &running),
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
            .chain(self.lines.iter().take(KEYS))
            .chain(self.heads.iter().flatten().take(KEYS))
            .chain(&self.bare)
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

/// Hashes of the lines of a text with little running text, the smallest where there are many. Cards are shared by pages of a publisher,
/// but in plain text what is read as one may be anything.
fn lines_of(reading: &Reading, running: &[(Role, Vec<Word>)]) -> Vec<u64> {
    if running.iter().map(|(_, words)| words.len()).sum::<usize>() >= POOR {
        return Vec::new();
    }
    let tells = |role: Role| {
        let plain = reading.form == Form::Plain && role == Role::CardText;
        role.is_body() || matches!(role, Role::Summary | Role::Heading) || plain
    };
    let pieces = reading.pieces.iter().filter(|piece| tells(piece.role));
    let words = pieces.map(|piece| words::words(&piece.text));
    let words = words.filter(|words| words.len() >= LINE_WORDS);
    smallest(words.map(|words| hash(&words)))
}

/// Hashes of the runs of words of the headline and of each line below it.
fn heads_of(reading: &Reading) -> Vec<Vec<u64>> {
    if reading.form == Form::Plain {
        return Vec::new();
    }
    let head = |role: Role| matches!(role, Role::Headline | Role::Standfirst);
    let pieces = reading.pieces.iter().filter(|piece| head(piece.role));
    let heads = pieces.map(|piece| runs_of(&piece.text));
    heads.filter(|runs| runs.len() >= TELLING).collect()
}

/// Hashes of the runs of words of everything on a page that tells next to nothing.
fn bare(reading: &Reading, running: &[(Role, Vec<Word>)]) -> Vec<u64> {
    let told: usize = running.iter().map(|(_, words)| words.len()).sum();
    let words = |text: &str| words::words(text).len();
    let mut all = 0;
    let short = reading.pieces.iter().all(|piece| {
        all += words(&piece.text);
        all < BARE
    });
    if told >= BARE_RUNNING || !short {
        return Vec::new();
    }
    let runs = reading.pieces.iter().flat_map(|piece| runs_of(&piece.text));
    let mut runs: Vec<u64> = runs.collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// Hashes of the runs of words of a line, sorted.
fn runs_of(text: &str) -> Vec<u64> {
    let line = [(Role::Headline, words::words(text))];
    shingles(&line, |_| true)
}

/// The smallest of many hashes, sorted, each once.
fn smallest(hashes: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut hashes: Vec<u64> = hashes.collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes.truncate(ROWS);
    hashes
}

fn hash<'w>(words: impl IntoIterator<Item = &'w Word>) -> u64 {
    let bytes = words.into_iter().flat_map(|word| word.to_le_bytes());
    xxh3_64(&bytes.collect::<Vec<u8>>())
}

/// Hashes of each `n` paragraphs in a row, the smallest where there are many.
fn rows_of(running: &[(Role, Vec<Word>)], n: usize) -> Vec<u64> {
    let long =
        |row: &&[(Role, Vec<Word>)]| row.iter().all(|(_, words)| words.len() >= LINKED_WORDS);
    let rows = running.windows(n).filter(long);
    smallest(rows.map(|row| hash(row.iter().flat_map(|(_, words)| words))))
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
    let otherwise = || judge_lines(a, b).or_else(|| judge_heads(a, b));
    if !same && let Some(verdict) = otherwise() {
        return verdict;
    }
    Verdict {
        same,
        doubtful: enough && score >= DOUBTFUL && !same,
        score,
        why,
    }
}

/// Judges two texts with little running text by their lines; nothing if these do not show that they are of one blog.
fn judge_lines(a: &Sketch, b: &Sketch) -> Option<Verdict> {
    let (common, smaller) = (shared(&a.lines, &b.lines), a.lines.len().min(b.lines.len()));
    let score = common as f32 / smaller.max(1) as f32;
    (common >= SEVERAL && score >= SAME_LINES).then(|| Verdict {
        same: true,
        doubtful: false,
        score,
        why: format!(
            "{:.0} % of the smaller text's lines stand in both",
            score * 100.0
        ),
    })
}

/// Judges a page that tells next to nothing by the headline of another one, or a line below that; nothing if it has none of them.
fn judge_heads(a: &Sketch, b: &Sketch) -> Option<Verdict> {
    // Of two such pages more than the headline must be the same.
    let both = shared(&a.bare, &b.bare);
    let told = |page: &Sketch, bare: &Sketch| {
        page.heads.iter().any(|head| {
            let more = page.bare.is_empty() || both >= head.len() + FEWEST;
            more && shared(head, &bare.bare) == head.len()
        })
    };
    (told(a, b) || told(b, a)).then(|| Verdict {
        same: true,
        doubtful: false,
        score: SAME_LINES,
        why: "the headline of one is nearly all that the other tells".to_owned(),
    })
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
    use crate::engine::digest::digest;
    use crate::engine::model::Capture;
    use crate::engine::model::RawSnapshot;
    use crate::engine::rules::Rules;

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
            lines: Vec::new(),
            heads: Vec::new(),
            bare: Vec::new(),
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

    #[test]
    fn lists_of_headings_are_known_by_their_lines() {
        let sketch = |headings: &[&str]| {
            let mut text = "Harbour live: all of Monday's news from Ostmole\n".to_owned();
            for (heading, n) in headings.iter().zip(0..) {
                text += &format!("14:{:02}\n{heading}\n", 59 - n);
            }
            let raw = RawSnapshot::new(Capture::default(), text.into_bytes());
            Sketch::of(&digest(&raw, Rules::builtin()))
        };
        let monday = [
            "Tug reaches the ferry off the mole",
            "Ferry Hilda runs aground in thick fog",
            "Schools of the island stay closed",
            "Two trees fall on the coast road",
            "Fog closes the northern fairway again",
        ];
        let tuesday = [
            "Lighthouse keeper is given a silver oar",
            "Divers find a dent in the hull",
            "Choir sails home on another ferry",
            "Fog closes the northern fairway again",
        ];
        assert!(judge(&sketch(&monday), &sketch(&monday[2..])).same);
        assert!(!judge(&sketch(&monday), &sketch(&tuesday)).same);
        let keys = sketch(&monday).keys();
        assert!(
            sketch(&monday[2..])
                .keys()
                .iter()
                .any(|key| keys.contains(key))
        );
    }

    #[test]
    fn what_is_left_of_a_page_is_known_by_its_headline() {
        let sketch = |lines: &[&str]| {
            let text = lines.join("\n");
            let raw = RawSnapshot::new(Capture::default(), text.into_bytes());
            Sketch::of(&digest(&raw, Rules::builtin()))
        };
        let headline =
            "Harbour live: ferry Hilda is freed from the mole and the fog warning is lifted";
        let mut page: Vec<String> = vec![headline.to_owned()];
        for n in 0..12 {
            page.push(format!("14:{:02}", 59 - n));
            page.push(format!("Tug number {n} reaches the mole"));
            page.push(format!(
                "The tug with the number {n} made fast to the ferry, and its crew of {} took {} people aboard before the tide.",
                n + 3, n + 20
            ));
        }
        let page: Vec<&str> = page.iter().map(String::as_str).collect();
        let whole = sketch(&page);
        let left = [headline, "Most read", "The cat that took the bus to work"];
        assert!(judge(&whole, &sketch(&left)).same);
        assert!(judge(&sketch(&left), &whole).same);
        let keys = whole.keys();
        assert!(sketch(&left).keys().iter().any(|key| keys.contains(key)));
        let other = [
            "Harbour live: the choir sails home on another ferry from the island",
            "Most read",
            "The cat that took the bus to work",
        ];
        assert!(!judge(&whole, &sketch(&other)).same);
    }
}
