//! Searching: whole words over all blogs through the full-text index, and any text within one blog.

use std::ops::Range;

use rusqlite::Connection;
use rusqlite::params;

use crate::engine::model::BlogId;
use crate::engine::model::EntryId;
use crate::engine::text::SafeText;
use crate::store::SearchHit;
use crate::store::error::Problem;
use crate::store::pack;

/// Words beyond this many are ignored.
const MOST_WORDS: usize = 32;

/// Stand around hits in a snippet. No stored text contains them, since `SafeText` has no control characters.
const BEGIN: char = '\u{1}';
const END: char = '\u{2}';

/// Finds entries of all blogs that contain every word of a query, best first. Words in double quotes stand side by side;
/// the last word may be the beginning of one.
pub(super) fn search(
    db: &Connection,
    query: &str,
    limit: usize,
) -> Result<Vec<SearchHit>, Problem> {
    let Some(expression) = expression(query) else {
        return Ok(Vec::new());
    };
    let mut statement = db.prepare_cached(
        "SELECT b.id, b.title, e.id, t.heading, snippet(entry_fts, -1, char(1), char(2), '…', 24)
         FROM entry_fts f JOIN entry e ON e.n = f.rowid JOIN blog b ON b.n = e.blog JOIN entry_text t ON t.entry = e.n
         WHERE entry_fts MATCH ?1 AND b.n NOT IN (
             SELECT s.blog FROM shelf h JOIN snapshot s ON s.n = h.snapshot WHERE h.kind = 3 AND h.undone_at IS NULL)
         ORDER BY bm25(entry_fts, 3.0, 1.0), e.id LIMIT ?2",
    )?;
    let hits = statement
        .query_map(params![expression, pack::count(limit)], |row| {
            let heading: String = row.get(3)?;
            let marked: String = row.get(4)?;
            let (snippet, hits) = unmark(&marked);
            Ok(SearchHit {
                blog: BlogId(row.get(0)?),
                blog_title: SafeText::new(row.get_ref(1)?.as_str()?),
                entry: EntryId(row.get(2)?),
                heading: (!heading.is_empty()).then(|| SafeText::new(&heading)),
                snippet,
                hits,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(hits)
}

/// A query as the index takes it. Every word is quoted, so that none can be an operator; nothing if there is no word.
fn expression(query: &str) -> Option<String> {
    let mut terms: Vec<String> = Vec::new();
    let mut last_is_open = false;
    for (i, piece) in query.split('"').enumerate() {
        let quoted = i % 2 == 1;
        let words = piece
            .split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|word| has_token(word));
        if quoted {
            let phrase = words.take(MOST_WORDS).collect::<Vec<_>>().join(" ");
            if !phrase.is_empty() {
                terms.push(phrase);
                last_is_open = false;
            }
        } else {
            for word in words {
                terms.push(word.to_owned());
                last_is_open = true;
            }
        }
    }
    if terms.len() > MOST_WORDS {
        terms.truncate(MOST_WORDS);
        last_is_open = false;
    }
    let last_is_open = last_is_open && query.ends_with(|c: char| c.is_alphanumeric());
    let quoted: Vec<String> = terms.iter().map(|term| format!("\"{term}\"")).collect();
    (!quoted.is_empty()).then(|| quoted.join(" ") + if last_is_open { "*" } else { "" })
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
    let safe = SafeText::new(&plain);
    if safe.as_str() != plain {
        // The cut began inside a character that means nothing by itself, so the places are no longer sure.
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
        ];
        for (query, expected) in cases {
            assert_eq!(expression(query).as_deref(), expected, "{query}");
        }
    }

    #[test]
    fn hits_are_where_the_marks_stood() {
        let (text, hits) = unmark("the \u{1}flood\u{2} of\n\u{1}Ünlü\u{2}");
        assert_eq!(text.as_str(), "the flood of Ünlü");
        let found: Vec<&str> = hits.into_iter().map(|hit| &text.as_str()[hit]).collect();
        assert_eq!(found, ["flood", "Ünlü"]);
    }
}
