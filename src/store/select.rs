//! Which entries of a blog pass a filter. Texts are read only for those that their rows do not decide, and the work can be
//! done in slices, so that nobody waits for the whole of it.

use std::collections::HashSet;

use rusqlite::Connection;
use rusqlite::params;

use crate::engine::model::BlogId;
use crate::engine::model::BlogRow;
use crate::engine::model::EntryId;
use crate::engine::model::EntryRow;
use crate::engine::model::Marks;
use crate::engine::names::BlogNames;
use crate::engine::query::Bindings;
use crate::engine::query::Filter;
use crate::engine::query::Query;
use crate::engine::query::Reference;
use crate::engine::query::Subject;
use crate::engine::query::fold_into;
use crate::engine::text::SafeText;
use crate::store::Slice;
use crate::store::body;
use crate::store::error::Problem;
use crate::store::find;
use crate::store::marks;
use crate::store::named::KeptNames;
use crate::store::pack;
use crate::store::rows;
use crate::store::visits;
use crate::store::visits::Since;

/// Makes a query a filter for the entries of a blog. The names of the blog are those that are at hand,
/// or those that are kept here.
pub(super) fn bind(
    db: &Connection,
    blog: &BlogRow,
    query: &Query,
    reference: Reference,
    names: Option<&BlogNames>,
    kept: &mut KeptNames,
) -> Result<Filter, Problem> {
    let news = if query.asks_for_news() {
        let news = visits::news(db, blog.id, Since::LastVisit)?;
        news.items.iter().map(|item| item.entry.id).collect()
    } else {
        HashSet::new()
    };
    let read_here = if names.is_none() && !query.entities().is_empty() {
        Some(kept.of(db, blog.id)?)
    } else {
        None
    };
    Ok(query.bind(&Bindings {
        blog,
        reference,
        news,
        names: names.or(read_here.as_ref()),
    }))
}

/// The next entries of a blog that pass, newest first: of `most` entries below a rank, or from the top.
pub(super) fn slice(
    db: &Connection,
    blog: BlogId,
    filter: &Filter,
    below: Option<i64>,
    most: usize,
) -> Result<Slice, Problem> {
    let mut query = db.prepare_cached(
        "SELECT id, read, bookmarked_at IS NOT NULL, state, gap_before, published_at, clock, n, rank FROM entry
         WHERE blog = ?1 AND rank < ?2 ORDER BY rank DESC LIMIT ?3",
    )?;
    let mut looked = query.query(params![
        find::row_of(db, blog)?,
        below.unwrap_or(i64::MAX),
        pack::count(most)
    ])?;
    let mut out = Slice::default();
    let mut seen = 0;
    let mut buffers = Buffers::default();
    while let Some(row) = looked.next()? {
        seen += 1;
        let (n, rank): (i64, i64) = (row.get(7)?, row.get(8)?);
        out.next = Some(rank);
        let row = EntryRow {
            id: EntryId(row.get(0)?),
            read: marks::read_state(row.get(1)?),
            bookmarked: row.get(2)?,
            state: rows::state_of(row.get(3)?),
            gap_before: row.get(4)?,
            published_at: row.get::<_, Option<i64>>(5)?.and_then(pack::time),
            clock: row.get(6)?,
        };
        if passes(db, filter, &row, n, &mut buffers)? {
            out.found.push(row.id);
        }
    }
    if seen < most {
        out.next = None;
    }
    Ok(out)
}

/// Memory that is used again.
#[derive(Debug, Default)]
struct Buffers {
    heading: String,
    text: String,
}

/// Looks at an entry as closely as it takes.
fn passes(
    db: &Connection,
    filter: &Filter,
    row: &EntryRow,
    n: i64,
    buffers: &mut Buffers,
) -> Result<bool, Problem> {
    let subject = Subject {
        row,
        marks: None,
        text: None,
        entry: None,
    };
    if let Some(answer) = filter.judge(&subject) {
        return Ok(answer);
    }
    let mut query = db.prepare_cached(
        "SELECT t.heading, t.text, e.note, e.tags FROM entry e JOIN entry_text t ON t.entry = e.n WHERE e.n = ?1",
    )?;
    let marks = query.query_row([n], |found| {
        fold_into(
            found.get_ref(0)?.as_str().unwrap_or_default(),
            &mut buffers.heading,
        );
        fold_into(
            found.get_ref(1)?.as_str().unwrap_or_default(),
            &mut buffers.text,
        );
        let tags = found.get_ref(3)?.as_str_or_null()?;
        Ok(Marks {
            read: row.read,
            bookmarked: row.bookmarked,
            note: found.get_ref(2)?.as_str_or_null()?.map(SafeText::new),
            tags: tags
                .map(|tags| tags.lines().map(SafeText::new).collect())
                .unwrap_or_default(),
        })
    })?;
    let subject = Subject {
        marks: Some(&marks),
        text: Some((&buffers.heading, &buffers.text)),
        ..subject
    };
    if let Some(answer) = filter.judge(&subject) {
        return Ok(answer);
    }
    let mut query = db.prepare_cached("SELECT body FROM entry_body WHERE entry = ?1")?;
    let body: Vec<u8> = query.query_row([n], |found| found.get(0))?;
    let entry = body::unpack(&body)?;
    let subject = Subject {
        entry: Some(&entry),
        ..subject
    };
    Ok(filter.judge(&subject).unwrap_or(false))
}
