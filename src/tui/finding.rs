//! Effects that look for something: in one blog, by a filter, in all blogs.

use jiff::Timestamp;

use crate::app::message::Effect;
use crate::app::message::Msg;
use crate::app::stamp::Zone;
use crate::engine::export::bookmarks::Bookmark;
use crate::engine::model::BlogId;
use crate::engine::model::BlogRow;
use crate::engine::query::Filter;
use crate::engine::query::Query;
use crate::store::Store;
use crate::store::StoreError;

/// How many entries of all blogs are listed at most.
const MOST_FOUND: usize = 500;

/// How many entries are looked at before other work comes first.
pub(crate) const SLICE: usize = 2_000;

/// A search that goes on by slices, so that nothing waits for the whole of it.
#[derive(Debug)]
pub(crate) enum Search {
    /// For letters in one blog.
    Text {
        ticket: u64,
        blog: BlogId,
        filter: Filter,
        below: Option<i64>,
    },
    /// For what passes a filter, blog by blog.
    Gather {
        ticket: u64,
        name: String,
        query: Query,
        clock: (Zone, Option<Timestamp>),
        left: Vec<BlogRow>,
        found: Vec<Bookmark>,
    },
}

impl Search {
    /// Begins what an effect asks for; nothing for an effect that is to be performed at once.
    pub(crate) fn begin(effect: &Effect, store: &Store) -> Result<Option<Self>, StoreError> {
        Ok(match effect {
            Effect::FindText { ticket, blog, text } => Some(Self::Text {
                ticket: *ticket,
                blog: *blog,
                filter: Filter::text(text),
                below: None,
            }),
            Effect::Gather {
                ticket,
                name,
                query,
                zone,
                now,
            } => Some(Self::Gather {
                ticket: *ticket,
                name: name.clone(),
                query: query.clone(),
                clock: (*zone, *now),
                left: store.all_blogs()?,
                found: Vec::new(),
            }),
            _ => None,
        })
    }

    /// Whether a later one makes this one needless.
    pub(crate) fn is_replaced_by(&self, later: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(later)
    }

    /// Goes on for one slice of `most` entries, or for one blog; the search is given back unless it is done.
    pub(crate) fn go_on(
        self,
        store: &Store,
        most: usize,
    ) -> Result<(Option<Self>, Vec<Msg>), StoreError> {
        match self {
            Self::Text {
                ticket,
                blog,
                filter,
                below,
            } => {
                let slice = store.select_slice(blog, &filter, below, most)?;
                let more = slice.next.is_some();
                let told = vec![Msg::Found {
                    ticket,
                    blog,
                    entries: slice.found,
                    more,
                }];
                let rest = Self::Text {
                    ticket,
                    blog,
                    filter,
                    below: slice.next,
                };
                Ok((more.then_some(rest), told))
            }
            Self::Gather {
                ticket,
                name,
                query,
                clock,
                mut left,
                mut found,
            } => {
                if let Some(row) = left.pop() {
                    found.extend(gathered(store, row, &query, clock)?);
                    newest_first(&mut found);
                }
                if left.is_empty() {
                    let told = vec![Msg::Gathered {
                        ticket,
                        name,
                        found,
                    }];
                    return Ok((None, told));
                }
                let rest = Self::Gather {
                    ticket,
                    name,
                    query,
                    clock,
                    left,
                    found,
                };
                Ok((Some(rest), Vec::new()))
            }
        }
    }
}

/// Looks at once for all that there is; nothing for other effects.
pub(crate) fn answer(effect: Effect, store: &Store) -> Result<Vec<Msg>, StoreError> {
    let mut running = Search::begin(&effect, store)?;
    let mut told = Vec::new();
    while let Some(search) = running {
        let (rest, more) = search.go_on(store, SLICE)?;
        told.extend(more);
        running = rest;
    }
    told.extend(match effect {
        Effect::Select {
            ticket,
            blog,
            query,
            zone,
            now,
        } => {
            let row = store.blog(blog)?;
            let reference = zone.reference(now, row.newest);
            let filter = store.filter(&row, &query, reference, None)?;
            Some(Msg::Selected {
                ticket,
                blog,
                entries: store.select(blog, &filter)?,
            })
        }
        Effect::SearchLibrary { ticket, text } => {
            let hits = store.search(&text, MOST_FOUND)?;
            Some(Msg::Hits { ticket, text, hits })
        }
        _ => None,
    });
    Ok(told)
}

/// The newest entries of a blog that pass a filter, with the blog.
fn gathered(
    store: &Store,
    row: BlogRow,
    query: &Query,
    (zone, now): (Zone, Option<Timestamp>),
) -> Result<Vec<Bookmark>, StoreError> {
    let reference = zone.reference(now, row.newest);
    let entries = store.gather(&row, query, reference, MOST_FOUND)?;
    Ok(entries
        .into_iter()
        .map(|entry| (row.clone(), entry))
        .collect())
}

/// Puts entries of several blogs in order, and leaves out those beyond what a list shows.
fn newest_first(found: &mut Vec<Bookmark>) {
    found.sort_by_key(|(_, marked)| std::cmp::Reverse(marked.entry.published_at));
    found.truncate(MOST_FOUND);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::model::Capture;
    use crate::engine::model::RawSnapshot;
    use crate::engine::rules::Rules;

    #[test]
    fn slices_find_what_the_whole_search_finds_and_a_later_search_replaces_it() {
        let words =
            "harbour council river bridge evening minister train storm school market letter engine";
        let words: Vec<&str> = words.split(' ').collect();
        let mut chance: usize = 7;
        let mut page = String::from("A year by the water: everything that happened\n\n");
        for number in (10..50).rev() {
            let mut sentence = format!("Report {number}:");
            for _ in 0..28 {
                chance = chance
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                sentence = format!("{sentence} {}", words[(chance >> 33) % words.len()]);
            }
            let heading: String = sentence.chars().take(40).collect();
            page.push_str(&format!(
                "{heading}\n\n14:{number} , Ines Quarrier\n\n{sentence}.\n\n"
            ));
        }
        let mut store = Store::in_memory().unwrap();
        let raw = RawSnapshot::new(Capture::default(), page.into_bytes());
        store
            .add(vec![raw], Rules::builtin(), Timestamp::UNIX_EPOCH)
            .unwrap();
        let blog = store.blogs().unwrap()[0].id;
        assert!(store.rows(blog).unwrap().len() > 30);
        let whole = store.matches(blog, "2").unwrap();
        assert!(whole.len() > 10);
        let find = |text: &str| Effect::FindText {
            ticket: 1,
            blog,
            text: text.to_owned(),
        };
        let mut running = Search::begin(&find("2"), &store).unwrap();
        let (mut found, mut slices) = (Vec::new(), 0);
        while let Some(search) = running.take() {
            let (rest, told) = search.go_on(&store, 7).unwrap();
            for msg in told {
                let Msg::Found { entries, more, .. } = msg else {
                    panic!("{msg:?}")
                };
                assert_eq!(more, rest.is_some());
                found.extend(entries);
            }
            slices += 1;
            running = rest;
        }
        assert_eq!(found, whole);
        assert!(slices > 4, "{slices}");
        let begun = |text: &str| Search::begin(&find(text), &store).unwrap().unwrap();
        assert!(begun("7").is_replaced_by(&begun("77")));
        assert!(Search::begin(&Effect::LoadBlogs, &store).unwrap().is_none());
    }
}
