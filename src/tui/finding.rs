//! Effects that look for something: in one blog, by a filter, in all blogs.

use jiff::Timestamp;
use jiff::tz::Offset;

use crate::app::message::Effect;
use crate::app::message::Msg;
use crate::engine::export::bookmarks::Bookmark;
use crate::engine::model::BlogRow;
use crate::engine::query::Query;
use crate::engine::query::Reference;
use crate::store::Store;
use crate::store::StoreError;

/// How many entries of all blogs are listed at most.
const MOST_FOUND: usize = 500;

/// Looks at once for all that there is; nothing for other effects.
pub(crate) fn answer(effect: Effect, store: &Store) -> Result<Vec<Msg>, StoreError> {
    let answer = match effect {
        Effect::FindText { ticket, blog, text } => {
            let entries = store.matches(blog, &text)?;
            Msg::Found {
                ticket,
                blog,
                entries,
            }
        }
        Effect::Select {
            ticket,
            blog,
            query,
            zone,
            now,
        } => {
            let row = store.blog(blog)?;
            let reference = Reference::of_blog(zone, now, row.newest);
            let filter = store.filter(&row, &query, reference, None)?;
            Msg::Selected {
                ticket,
                blog,
                entries: store.select(blog, &filter)?,
            }
        }
        Effect::SearchLibrary { ticket, text } => {
            let hits = store.search(&text, MOST_FOUND)?;
            Msg::Hits { ticket, text, hits }
        }
        Effect::Gather {
            ticket,
            name,
            query,
            zone,
            now,
        } => {
            let mut found = Vec::new();
            for row in store.all_blogs()? {
                found.extend(gathered(store, row, &query, (zone, now))?);
            }
            newest_first(&mut found);
            Msg::Gathered {
                ticket,
                name,
                found,
            }
        }
        _ => return Ok(Vec::new()),
    };
    Ok(vec![answer])
}

/// The newest entries of a blog that pass a filter, with the blog.
pub(crate) fn gathered(
    store: &Store,
    row: BlogRow,
    query: &Query,
    (zone, now): (Offset, Option<Timestamp>),
) -> Result<Vec<Bookmark>, StoreError> {
    let reference = Reference::of_blog(zone, now, row.newest);
    let entries = store.gather(&row, query, reference, MOST_FOUND)?;
    Ok(entries
        .into_iter()
        .map(|entry| (row.clone(), entry))
        .collect())
}

/// Puts entries of several blogs in order, and leaves out those beyond what a list shows.
pub(crate) fn newest_first(found: &mut Vec<Bookmark>) {
    found.sort_by_key(|(_, marked)| std::cmp::Reverse(marked.entry.published_at));
    found.truncate(MOST_FOUND);
}
