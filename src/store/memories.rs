//! What merges remember, as long as the library is open and nobody else wrote to it.

use rusqlite::Connection;

use crate::engine::merge::Memory;
use crate::store::engine::Engine;
use crate::store::error::Problem;
use crate::store::kept;
use crate::store::rows::Rows;

/// How many blogs are remembered at a time.
const BLOGS: usize = 4;

/// The memories of the blogs that were written last.
#[derive(Debug, Default)]
pub(super) struct Memories {
    /// By the number of the blog, the last one used last.
    blogs: Vec<(i64, Remembered)>,
    /// The state of the library that they hold for.
    at: i64,
}

/// What is remembered of a blog.
#[derive(Debug)]
pub(super) struct Remembered {
    /// Of its merge.
    pub(super) merge: Memory,
    /// The rows of its entries.
    pub(super) rows: Rows,
}

impl Memories {
    /// Takes notice of the state of the library: memories of another one are worth nothing.
    pub(super) fn hold_for(&mut self, at: i64) {
        if self.at != at {
            self.forget();
        }
        self.at = at;
    }

    /// Takes notice that the library was written with what they remember now.
    pub(super) fn written(&mut self, at: i64) {
        self.at = at;
    }

    /// Forgets everything; what the database keeps stays.
    pub(super) fn forget(&mut self) {
        self.blogs.clear();
    }

    /// Forgets blogs that are no more: their numbers may be given to others.
    pub(super) fn forget_removed(&mut self, db: &Connection) -> Result<(), Problem> {
        let mut query = db.prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM blog WHERE n = ?1)")?;
        for i in (0..self.blogs.len()).rev() {
            if query.query_row([self.blogs[i].0], |row| row.get(0))? {
                self.blogs.remove(i);
            }
        }
        Ok(())
    }

    /// What is remembered of a blog, here or in the database.
    pub(super) fn of(
        &mut self,
        db: &Connection,
        engine: &Engine,
        blog: i64,
    ) -> Result<&mut Remembered, Problem> {
        let known = self.blogs.iter().position(|(n, _)| *n == blog);
        let memory = match known {
            Some(i) => self.blogs.remove(i).1,
            None => Remembered {
                merge: kept::load(db, engine, blog)?,
                rows: Rows::of(db, blog)?,
            },
        };
        if self.blogs.len() == BLOGS {
            self.blogs.remove(0);
        }
        self.blogs.push((blog, memory));
        let last = self.blogs.len() - 1;
        Ok(&mut self.blogs[last].1)
    }
}
