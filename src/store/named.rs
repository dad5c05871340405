//! The names of the blogs that filters ask for, kept in step with the library as the reader keeps its own: what changed
//! is read, the rest is not read again, and corrections hold.

use foldhash::HashMap;
use rusqlite::Connection;

use crate::engine::model::BlogId;
use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::engine::names::BlogNames;
use crate::engine::names::NameKeeper;
use crate::engine::names::Recogniser;
use crate::store::bodies;
use crate::store::corrections;
use crate::store::error::Problem;
use crate::store::reading;

/// The most entries whose names are kept; those of the blog that was asked for last are kept anyway.
const ENTRIES: usize = 30_000;

/// The names of blogs.
#[derive(Debug, Default)]
pub(super) struct KeptNames {
    /// The last one used last.
    blogs: Vec<(BlogId, Kept)>,
}

/// The names of a blog, and the states of the entries that they were read from.
#[derive(Debug, Default)]
struct Kept {
    prints: HashMap<EntryId, u64>,
    keeper: NameKeeper,
}

impl KeptNames {
    /// The names of a blog as it is now.
    pub(super) fn of(&mut self, db: &Connection, blog: BlogId) -> Result<BlogNames, Problem> {
        // What fails on the way is out of the list, and is read anew the next time.
        let at = self.blogs.iter().position(|(id, _)| *id == blog);
        let mut kept = at.map_or_else(Kept::default, |at| self.blogs.remove(at).1);
        kept.update(db, blog)?;
        let names = kept.keeper.names();
        self.blogs.push((blog, kept));
        while self.blogs.len() > 1 && self.entries() > ENTRIES {
            self.blogs.remove(0);
        }
        Ok(names)
    }

    fn entries(&self) -> usize {
        self.blogs.iter().map(|(_, kept)| kept.prints.len()).sum()
    }
}

impl Kept {
    fn update(&mut self, db: &Connection, blog: BlogId) -> Result<(), Problem> {
        let bodies = bodies::slice(db, blog, 0, usize::MAX, &|id| self.prints.get(&id).copied())?;
        self.prints = bodies.iter().map(|body| (body.id, body.print)).collect();
        let order: Vec<EntryId> = bodies.iter().map(|body| body.id).collect();
        let changed: Vec<Entry> = bodies.into_iter().filter_map(|body| body.entry).collect();
        let (page, _) = reading::page(db, blog)?;
        let corrections = corrections::all(db)?.into_iter().map(|(_, one)| one);
        let corrections: Vec<_> = corrections.collect();
        self.keeper.update(
            &changed.iter().collect::<Vec<_>>(),
            &order,
            &page,
            &corrections,
            &Recogniser::default(),
        );
        Ok(())
    }
}
