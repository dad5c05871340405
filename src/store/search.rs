//! Searching all blogs: whole words through the full-text index. Scripts that write words without spaces between them, such
//! as Chinese and Japanese, have no words that the index knows; what is looked for in them is looked for in the texts.

use std::ops::Range;

use rusqlite::Connection;
use rusqlite::Row;
use rusqlite::types::Value;

use crate::engine::model::BlogId;
use crate::engine::model::EntryId;
use crate::engine::model::SearchHit;
use crate::engine::text::SafeText;
use crate::store::error::Problem;
use crate::store::pack;

/// Words beyond this many are ignored.
const MOST_WORDS: usize = 32;

/// Stand around hits in a snippet. No stored text contains them, since `SafeText` has no control characters.
const BEGIN: char = '\u{1}';
const END: char = '\u{2}';

/// How many characters stand before and after a hit in a snippet that is not made by the index.
const AROUND: usize = 40;

/// Blogs that the person deleted.
const DELETED: &str = "SELECT s.blog FROM shelf h JOIN snapshot s ON s.n = h.snapshot WHERE h.kind = 3 AND h.undone_at IS NULL";

/// What a query looks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Terms {
    /// For the index: words, and phrases of words.
    words: Vec<String>,
    /// The last of them may be the beginning of a word.
    open: bool,
    /// For the texts themselves, in lower case as far as it is ASCII.
    runs: Vec<String>,
}

/// Finds entries of all blogs that contain every word of a query, best first. Words in double quotes stand side by side;
/// the last word may be the beginning of one.
pub(super) fn search(
    db: &Connection,
    query: &str,
    limit: usize,
) -> Result<Vec<SearchHit>, Problem> {
    let terms = terms(query);
    if terms.words.is_empty() && terms.runs.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![pack::count(limit).into()];
    let mut place = |value: String| {
        values.push(value.into());
        values.len()
    };
    let (snippet, index, order) = match expression(&terms) {
        Some(expression) => (
            "snippet(entry_fts, -1, char(1), char(2), '…', 24)",
            format!(
                "JOIN entry_fts f ON f.rowid = e.n AND entry_fts MATCH ?{}",
                place(expression)
            ),
            "bm25(entry_fts, 3.0, 1.0), e.id",
        ),
        None => (
            "t.text",
            String::new(),
            "e.published_at IS NULL, e.published_at DESC, e.id",
        ),
    };
    let holds: String = terms
        .runs
        .iter()
        .map(|run| {
            let n = place(run.clone());
            format!(" AND instr(lower(t.heading || char(10) || t.text), ?{n}) > 0")
        })
        .collect();
    let mut statement = db.prepare_cached(&format!(
        "SELECT b.id, b.title, e.id, t.heading, {snippet}, e.published_at
         FROM entry e JOIN entry_text t ON t.entry = e.n JOIN blog b ON b.n = e.blog {index}
         WHERE b.n NOT IN ({DELETED}){holds} ORDER BY {order} LIMIT ?1"
    ))?;
    let hits = statement
        .query_map(rusqlite::params_from_iter(values), |row| hit(row, &terms))?
        .collect::<Result<_, _>>()?;
    Ok(hits)
}

fn hit(row: &Row<'_>, terms: &Terms) -> rusqlite::Result<SearchHit> {
    let heading: String = row.get(3)?;
    let text: String = row.get(4)?;
    let (snippet, hits) = match terms.words.is_empty() {
        false => unmark(&text),
        true => around(&heading, &text, &terms.runs),
    };
    Ok(SearchHit {
        blog: BlogId(row.get(0)?),
        blog_title: SafeText::new(row.get_ref(1)?.as_str()?),
        entry: EntryId(row.get(2)?),
        heading: (!heading.is_empty()).then(|| SafeText::new(&heading)),
        published_at: row.get::<_, Option<i64>>(5)?.and_then(pack::time),
        snippet,
        hits,
    })
}

/// Divides a query into what the index finds and what stands in the texts.
fn terms(query: &str) -> Terms {
    let mut out = Terms::default();
    for (i, piece) in query.split('"').enumerate() {
        let quoted = i % 2 == 1;
        let words = piece
            .split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|word| has_token(word));
        if quoted {
            let phrase = words.take(MOST_WORDS).collect::<Vec<_>>().join(" ");
            if !phrase.is_empty() {
                out.take(&phrase, false);
            }
        } else {
            words.for_each(|word| out.take(word, true));
        }
    }
    if out.words.len() > MOST_WORDS {
        out.words.truncate(MOST_WORDS);
        out.open = false;
    }
    out.runs.truncate(MOST_WORDS);
    out.open &= query.ends_with(|c: char| c.is_alphanumeric());
    out
}

impl Terms {
    fn take(&mut self, term: &str, open: bool) {
        if term.chars().any(is_unspaced) {
            self.runs.push(term.to_ascii_lowercase());
            self.open = false;
        } else {
            self.words.push(term.to_owned());
            self.open = open;
        }
    }
}

/// Whether a character belongs to a script that is written without spaces between words, or whose words grow endings that
/// are not set apart.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF // Thai, Lao
        | 0x1000..=0x109F // Myanmar
        | 0x1100..=0x11FF // Hangul letters
        | 0x1780..=0x17FF // Khmer
        | 0x3005..=0x3007 | 0x3040..=0x30FF // marks of repetition, kana
        | 0x3130..=0x318F | 0xAC00..=0xD7AF // Hangul
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF // Han
        | 0xFF66..=0xFF9F // narrow kana
        | 0x20000..=0x3FFFF // Han
    )
}

/// The words as the index takes them. Every word is quoted, so that none can be an operator; nothing if there is no word.
fn expression(terms: &Terms) -> Option<String> {
    let quoted: Vec<String> = terms
        .words
        .iter()
        .map(|term| format!("\"{term}\""))
        .collect();
    (!quoted.is_empty()).then(|| quoted.join(" ") + if terms.open { "*" } else { "" })
}

fn has_token(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
}

/// Takes the marks out of a snippet and says where they stood.
fn unmark(marked: &str) -> (SafeText, Vec<Range<usize>>) {
    let mut plain = String::with_capacity(marked.len());
    let mut hits = Vec::new();
    let mut begin = None;
    for c in marked.chars() {
        match c {
            BEGIN => begin = Some(plain.len()),
            END => hits.extend(begin.take().map(|begin| begin..plain.len())),
            '\n' => plain.push(' '),
            other => plain.push(other),
        }
    }
    made_safe(plain, hits)
}

/// The text around the first of some terms, and where all of them stand in it.
fn around(heading: &str, text: &str, terms: &[String]) -> (SafeText, Vec<Range<usize>>) {
    let first = |text: &str| {
        let lower = text.to_ascii_lowercase();
        terms.iter().filter_map(|term| lower.find(term)).min()
    };
    let (text, at) = match (first(text), first(heading)) {
        (Some(at), _) => (text, at),
        (None, Some(at)) => (heading, at),
        (None, None) => (text, 0),
    };
    let before = text[..at].char_indices().rev().nth(AROUND);
    let start = before.map_or(0, |(start, c)| start + c.len_utf8());
    let after = text[at..].char_indices().nth(2 * AROUND);
    let end = after.map_or(text.len(), |(end, _)| at + end);
    let mut plain = text[start..end].replace('\n', " ");
    if end < text.len() {
        plain.push('…');
    }
    if start > 0 {
        plain.insert(0, '…');
    }
    let lower = plain.to_ascii_lowercase();
    let found = terms
        .iter()
        .flat_map(|term| lower.match_indices(term.as_str()));
    let mut hits: Vec<Range<usize>> = found.map(|(at, term)| at..at + term.len()).collect();
    hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
    let mut done = 0;
    hits.retain(|hit| {
        let free = hit.start >= done;
        done = done.max(hit.end);
        free
    });
    made_safe(plain, hits)
}

/// Where the cut began inside a character that means nothing by itself, the places are no longer sure.
fn made_safe(plain: String, mut hits: Vec<Range<usize>>) -> (SafeText, Vec<Range<usize>>) {
    let safe = SafeText::new(&plain);
    if safe.as_str() != plain {
        hits.clear();
    }
    (safe, hits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_never_become_operators() {
        let cases = [
            ("flood", Some("\"flood\"*")),
            ("flood ", Some("\"flood\"")),
            (
                "flood AND OR NOT",
                Some("\"flood\" \"AND\" \"OR\" \"NOT\"*"),
            ),
            ("a\"b c\" d", Some("\"a\" \"b c\" \"d\"*")),
            ("\"open phrase", Some("\"open phrase\"")),
            ("heading:x*", Some("\"heading:x*\"")),
            ("- ( ) * ^ \" ' ;", None),
            ("", None),
            ("港湾", None),
        ];
        for (query, expected) in cases {
            assert_eq!(expression(&terms(query)).as_deref(), expected, "{query}");
        }
    }

    #[test]
    fn scripts_without_spaces_are_looked_for_in_the_texts() {
        let found = terms("AI技術 bridge \"港湾 大橋\" สะพาน");
        assert_eq!(found.words, ["bridge"]);
        assert_eq!(found.runs, ["ai技術", "港湾 大橋", "สะพาน"]);
    }

    #[test]
    fn hits_are_where_the_marks_stood() {
        let (text, hits) = unmark("the \u{1}flood\u{2} of\n\u{1}Ünlü\u{2}");
        assert_eq!(text.as_str(), "the flood of Ünlü");
        let found: Vec<&str> = hits.into_iter().map(|hit| &text.as_str()[hit]).collect();
        assert_eq!(found, ["flood", "Ünlü"]);
    }

    #[test]
    fn text_around_a_hit_is_cut_between_characters() {
        let long = "港".repeat(100) + "大橋" + &"湾".repeat(200);
        let (text, hits) = around("", &long, &["大橋".to_owned(), "橋湾".to_owned()]);
        assert_eq!(text.chars().count(), AROUND + 2 * AROUND + 2);
        assert_eq!(hits.len(), 1);
        assert_eq!(&text.as_str()[hits[0].clone()], "大橋");
    }
}
