//! Joining another library into this one: its snapshots, and what the person did there.
//!
//! What both say comes out the same whichever takes in the other, and taking in the same twice changes nothing. All marks,
//! names, decisions and corrections of both stand side by side, each with when it was made, taken back or restored; where
//! they differ, what was done later holds.

mod bounds;
mod marks;
mod rest;
mod seen;
mod shelf;
mod snapshots;
mod standing;
mod words;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::params;

use crate::engine::rules::Rules;
use crate::store::Other;
use crate::store::Result;
use crate::store::Store;
use crate::store::error::Problem;
use crate::store::pack;

/// How many of something another library has, and how many of them were not here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Part {
    /// How many it has.
    pub there: u64,
    /// How many of them were not here.
    pub new: u64,
}

impl Part {
    fn count(&mut self, new: bool) {
        self.there += 1;
        self.new += u64::from(new);
    }
}

/// What came of joining another library into this one.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct Joined {
    /// Blogs.
    pub blogs: Part,
    /// Snapshots.
    pub snapshots: Part,
    /// Marks that say that something was read.
    pub read: Part,
    /// Bookmarks.
    pub bookmarks: Part,
    /// Notes.
    pub notes: Part,
    /// Tags of entries.
    pub tags: Part,
    /// Names and tags of blogs, and what was archived or deleted.
    pub kept: Part,
    /// What was decided about what belongs together.
    pub decisions: Part,
    /// Corrections of names.
    pub corrections: Part,
    /// How often the two libraries said different things; what was done later holds.
    pub differed: u64,
    /// How many blogs that are deleted here or there are deleted now.
    pub deleted: u64,
}

impl Joined {
    /// Whether the other library holds nothing at all.
    pub fn is_empty(&self) -> bool {
        self.snapshots.there == 0 && self.corrections.there == 0
    }
}

/// The work of joining, within one transaction.
struct Joining<'j> {
    /// The person's own library.
    db: &'j Connection,
    other: &'j Other,
    /// The step that stands for it. It cannot be taken back, since what it brings was done elsewhere: that would be told to
    /// the other library as something done here.
    step: i64,
    joined: &'j mut Joined,
    /// When a mark of each kind was last taken off an entry here.
    refusals: BTreeMap<i64, i64>,
    /// The number of the newest mark that was here before.
    marks_before: i64,
    /// Whether anything changed.
    changed: bool,
}

impl Store {
    /// Takes in everything that another library has and this one has not; `progress` hears how many of how many snapshots
    /// were looked at, and says whether to go on. Snapshots come in some at a time, then all that the person did at once. If
    /// it ends before, doing it again brings the rest.
    pub fn join(
        &mut self,
        other: &Other,
        rules: &Rules,
        now: Timestamp,
        progress: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
    ) -> Result<Joined> {
        let mut joined = Joined::default();
        snapshots::take(self, other, rules, now, progress, &mut joined)?;
        self.merge_if(|db, engine, memories| {
            db.prepare_cached(
                "INSERT INTO step (at, what, blog, dropped) VALUES (?1, 'import', ?2, 1)",
            )?
            .execute(params![pack::micros(now), &[0_u8; 8][..]])?;
            let mut joining = Joining {
                db,
                other,
                step: db.last_insert_rowid(),
                joined: &mut joined,
                refusals: BTreeMap::new(),
                marks_before: 0,
                changed: false,
            };
            joining.all(engine, memories)?;
            if !other.is_one_state() {
                return Err(other.at(Problem::Busy));
            }
            Ok(((), joining.changed))
        })?;
        Ok(joined)
    }
}

impl Joining<'_> {
    fn all(
        &mut self,
        engine: &crate::store::engine::Engine,
        memories: &mut crate::store::memories::Memories,
    ) -> std::result::Result<(), Problem> {
        self.ids()?;
        self.decisions(engine, memories)?;
        self.corrections()?;
        // What was done after a blog was deleted tells whether it is, so that comes before the marks.
        self.shelves()?;
        self.marks()?;
        self.seen()?;
        self.web()?;
        self.pictures()
    }
}
