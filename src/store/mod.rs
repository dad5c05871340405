//! The library: one SQLite file that keeps snapshots, the timelines made of them, and the person's marks.
//! What came in and what the person did is kept for ever; everything else is derived and could be made again.
//! How snapshots are read, matched and merged is the engine's business.

use std::cell::RefCell;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::TransactionBehavior;

use crate::engine::export::MarkedTimeline;
use crate::engine::model::BlogId;
use crate::engine::model::BlogRow;
use crate::engine::model::Doubt;
use crate::engine::model::EntryId;
use crate::engine::model::EntryRow;
use crate::engine::model::LeftAt;
use crate::engine::model::MarkedEntry;
use crate::engine::model::PageText;
use crate::engine::model::RawSnapshot;
use crate::engine::model::Reading;
use crate::engine::model::Shelf;
use crate::engine::model::SnapshotId;
use crate::engine::model::SnapshotSummary;
use crate::engine::names::BlogNames;
use crate::engine::news::News;
use crate::engine::query::Filter;
use crate::engine::query::Query;
use crate::engine::query::Reference;
use crate::engine::rules::Rules;
use crate::engine::text::SafeText;
use crate::store::engine::Engine;
use crate::store::memories::Memories;
use crate::store::named::KeptNames;

mod bodies;
mod body;
mod brief;
mod check;
mod corrections;
mod deeds;
mod derive;
mod engine;
mod error;
mod explain;
mod find;
mod fingerprint;
mod group;
mod head;
mod import;
mod join;
mod kept;
mod left;
mod links;
mod marks;
mod memories;
mod named;
mod open;
mod other;
mod pack;
mod pictures;
mod reading;
mod rows;
mod search;
mod select;
mod shelf;
mod snapshots;
mod steps;
#[cfg(test)]
mod tests;
mod visits;
mod web;

pub use crate::engine::model::SearchHit;
pub use bodies::Body;
pub use error::Problem;
pub use error::StoreError;
pub use explain::Link;
pub use explain::Standing;
pub use join::Joined;
pub use join::Part;
pub use other::Other;
pub use visits::Since;
pub use web::ArchivedPage;
pub use web::CaptureState;
pub use web::Handed;
pub use web::TextPrint;
pub use web::Told;
pub use web::Watched;

/// What the store's functions return.
pub type Result<T> = std::result::Result<T, StoreError>;

/// An open library. Several processes may have the same one open.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    place: String,
    engine: Engine,
    memories: Memories,
    names: RefCell<KeptNames>,
}

/// What one added snapshot did.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Added {
    /// The snapshot.
    pub snapshot: SnapshotId,
    /// Its name as given now.
    pub name: SafeText,
    /// The blog that it belongs to.
    pub blog: BlogId,
    /// The title of that blog.
    pub blog_title: SafeText,
    /// The same bytes were in the library already.
    pub known: bool,
    /// It began a new blog.
    pub new_blog: bool,
    /// Entries that no snapshot before it shows.
    pub new: u32,
    /// Entries that it shows in a version that no snapshot before it shows.
    pub revised: u32,
    /// Entries that it shows as another snapshot before it does.
    pub unchanged: u32,
    /// Lines of it that were set aside.
    pub dropped: u32,
    /// Another blog that it may belong to, with the reason, if that is doubtful.
    pub looks_like: Option<(BlogId, String)>,
}

/// Some entries that passed a filter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Slice {
    /// The entries, newest first.
    pub found: Vec<EntryId>,
    /// Where to go on, unless all were looked at.
    pub next: Option<i64>,
}

impl Store {
    /// Opens (and creates, migrates) the library in a folder.
    pub fn open(folder: &Path) -> Result<Self> {
        Self::open_with(folder, Engine::REAL)
    }

    /// Whether a folder holds a library.
    pub fn is_in(folder: &Path) -> bool {
        folder.join(open::FILE_NAME).is_file()
    }

    /// A library that lives in memory only: for the sample and for tests.
    pub fn in_memory() -> Result<Self> {
        Self::in_memory_with(Engine::REAL)
    }

    fn open_with(folder: &Path, engine: Engine) -> Result<Self> {
        let place = folder.join(open::FILE_NAME).display().to_string();
        // The path is shown in errors, and a file's name may hold anything.
        let place = SafeText::new(&place).to_string();
        match open::open_folder(folder) {
            Ok(db) => Ok(Self::of(db, place, engine)),
            Err(problem) => Err(StoreError { place, problem }),
        }
    }

    fn of(db: Connection, place: String, engine: Engine) -> Self {
        Self {
            db,
            place,
            engine,
            memories: Memories::default(),
            names: RefCell::default(),
        }
    }

    fn in_memory_with(engine: Engine) -> Result<Self> {
        let place = "in memory".to_owned();
        match open::open_memory() {
            Ok(db) => Ok(Self::of(db, place, engine)),
            Err(problem) => Err(StoreError { place, problem }),
        }
    }

    /// The folder of the library; nothing if it lives in memory.
    pub fn folder(&self) -> Option<&Path> {
        let file = self.db.path().filter(|path| !path.is_empty())?;
        Path::new(file).parent()
    }

    /// Whether no snapshot was ever added.
    pub fn is_empty(&self) -> Result<bool> {
        self.read(|db| {
            Ok(db
                .prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM snapshot)")?
                .query_row([], |row| row.get(0))?)
        })
    }

    /// Adds snapshots in one transaction; `now` is when that happens. One `Added` for each, in the order given.
    pub fn add(
        &mut self,
        raws: Vec<RawSnapshot>,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<Vec<Added>> {
        let unread = raws.into_iter().map(|raw| (raw, None)).collect();
        self.add_read(unread, rules, now)
    }

    /// The same, for snapshots that may have been read before with the engine and rules at hand: a reading is not made twice.
    pub fn add_read(
        &mut self,
        raws: Vec<(RawSnapshot, Option<Reading>)>,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<Vec<Added>> {
        let known = self.read(|db| {
            if snapshots::any_older(db, self.engine.version)? || shelf::any_deleted(db)? {
                return Ok(None);
            }
            import::known(db, &raws)
        })?;
        if let Some(added) = known {
            return Ok(added);
        }
        let mut silent = |_, _| {};
        self.merge(|db, engine, memories| {
            if snapshots::any_older(db, engine.version)? {
                import::refresh(db, engine, memories, rules, &mut silent)?;
            }
            let added = import::add(db, engine, memories, raws, rules, now)?;
            for one in &added {
                shelf::restore(db, one.blog, now)?;
            }
            Ok(added)
        })
    }

    /// Whether an older version of the engine read some of the snapshots, so that [`Self::refresh_readings`] is due.
    pub fn needs_refresh(&self) -> Result<bool> {
        self.read(|db| snapshots::any_older(db, self.engine.version))
    }

    /// Reads every snapshot again and writes every timeline again, in one transaction. Marks, decisions and ids stay.
    /// `progress` hears how many of how many snapshots are done.
    pub fn refresh_readings(
        &mut self,
        rules: &Rules,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<()> {
        self.merge(|db, engine, memories| import::refresh(db, engine, memories, rules, progress))
    }

    /// The blogs that are not deleted, most recently added first.
    pub fn blogs(&self) -> Result<Vec<BlogRow>> {
        let mut rows = self.all_blogs()?;
        rows.retain(|row| row.shelf != Shelf::Deleted);
        Ok(rows)
    }

    /// All blogs, also those deleted, most recently added first.
    pub fn all_blogs(&self) -> Result<Vec<BlogRow>> {
        self.read(reading::blogs)
    }

    /// When the coverage of a blog ends or ended, as its page says.
    pub fn ends_at(&self, blog: BlogId) -> Result<Option<Timestamp>> {
        self.read(|db| reading::ends_at(db, blog))
    }

    /// Pairs of blogs that may be one, the likeliest first; those that were decided about are none.
    pub fn doubts(&self) -> Result<Vec<Doubt>> {
        self.read(links::doubts)
    }

    /// Finds a blog by id (also one it had earlier), by a unique prefix of it, by its number in the list, or by words of
    /// its title. Several: an error that lists them.
    pub fn find_blog(&self, wanted: &str) -> Result<BlogId> {
        self.read(|db| find::blog(db, wanted))
    }

    /// Finds a snapshot by id, by a unique prefix of it, by its file's name, or as the first one of a blog.
    pub fn find_snapshot(&self, wanted: &str) -> Result<SnapshotId> {
        self.read(|db| find::snapshot(db, wanted))
    }

    /// The snapshots that were added under a name.
    pub fn snapshot_by_name(&self, name: &str) -> Result<Vec<SnapshotId>> {
        self.read(|db| find::named(db, name))
    }

    /// The rows of all entries of a blog, newest first.
    pub fn rows(&self, blog: BlogId) -> Result<Vec<EntryRow>> {
        self.read(|db| reading::rows(db, blog))
    }

    /// The full entries at the positions `from..to` of the timeline.
    pub fn entries(&self, blog: BlogId, from: usize, to: usize) -> Result<Vec<MarkedEntry>> {
        self.read(|db| reading::entries(db, blog, from, to))
    }

    /// Full entries of a blog by their ids, in the order given; those that are not there any more are left out.
    pub fn entries_of(&self, blog: BlogId, ids: &[EntryId]) -> Result<Vec<MarkedEntry>> {
        self.read(|db| reading::entries_of(db, blog, ids))
    }

    /// The texts above the entries, and the snapshots.
    pub fn page(&self, blog: BlogId) -> Result<(PageText, Vec<SnapshotSummary>)> {
        self.read(|db| reading::page(db, blog))
    }

    /// The addresses of a blog's page: the one that the page states first, then those it was fetched from.
    pub fn addresses(&self, blog: BlogId) -> Result<Vec<String>> {
        self.read(|db| reading::addresses(db, blog))
    }

    /// The whole timeline with marks, for show and export.
    pub fn timeline(&self, blog: BlogId) -> Result<MarkedTimeline> {
        self.read(|db| reading::timeline(db, blog))
    }

    /// Some entries of a blog for one who knows older states of them: `most` from a position on.
    pub fn bodies(
        &self,
        blog: BlogId,
        from: usize,
        most: usize,
        known: &dyn Fn(EntryId) -> Option<u64>,
    ) -> Result<Vec<Body>> {
        self.read(|db| bodies::slice(db, blog, from, most, known))
    }

    /// The entry that an id (also one it had earlier) stands for today.
    pub fn find_entry(&self, id: EntryId) -> Result<Option<(BlogId, EntryId)>> {
        self.read(|db| reading::find_entry(db, id))
    }

    /// The position of an entry in its blog's timeline, 0 for the newest.
    pub fn position(&self, id: EntryId) -> Result<Option<usize>> {
        self.read(|db| reading::position(db, id))
    }

    /// What came into a blog since the last visit, or since a time; nothing if there was no visit.
    pub fn news(&self, blog: BlogId, since: Since) -> Result<News> {
        self.read(|db| visits::news(db, blog, since))
    }

    /// Where a blog was left last, if that is known and its entry is still there.
    pub fn left_at(&self, blog: BlogId) -> Result<Option<LeftAt>> {
        self.read(|db| left::of(db, blog))
    }

    /// Entries of all blogs that carry a bookmark, newest bookmark first.
    pub fn bookmarks(&self) -> Result<Vec<(BlogRow, MarkedEntry)>> {
        self.read(reading::bookmarks)
    }

    /// Full-text search over all blogs: every word, whole ones only, but for scripts without spaces between words.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<SearchHit>> {
        self.read(|db| search::search(db, query, limit))
    }

    /// The entries of a blog, newest first, whose shown text contains `text`, ignoring case.
    pub fn matches(&self, blog: BlogId, text: &str) -> Result<Vec<EntryId>> {
        if text.is_empty() {
            return Ok(Vec::new());
        }
        self.select(blog, &Filter::text(text))
    }

    /// One blog.
    pub fn blog(&self, blog: BlogId) -> Result<BlogRow> {
        self.read(|db| reading::blog(db, blog))
    }

    /// Makes a query a filter for the entries of a blog; `names` are those of the blog, where they are at hand.
    pub fn filter(
        &self,
        blog: &BlogRow,
        query: &Query,
        reference: Reference,
        names: Option<&BlogNames>,
    ) -> Result<Filter> {
        let kept = &mut self.names.borrow_mut();
        self.read(|db| select::bind(db, blog, query, reference, names, kept))
    }

    /// The entries of a blog that pass a filter, newest first.
    pub fn select(&self, blog: BlogId, filter: &Filter) -> Result<Vec<EntryId>> {
        let all = self.read(|db| select::slice(db, blog, filter, None, usize::MAX))?;
        Ok(all.found)
    }

    /// The newest entries of a blog that pass a query, `most` at the most; deleted blogs have none.
    pub fn gather(
        &self,
        blog: &BlogRow,
        query: &Query,
        reference: Reference,
        most: usize,
    ) -> Result<Vec<MarkedEntry>> {
        if blog.shelf == Shelf::Deleted {
            return Ok(Vec::new());
        }
        let filter = self.filter(blog, query, reference, None)?;
        let mut passing = self.select(blog.id, &filter)?;
        passing.truncate(most);
        self.entries_of(blog.id, &passing)
    }

    /// The same by slices: looks at `most` entries, at the newest or at those below where the last slice ended.
    pub fn select_slice(
        &self,
        blog: BlogId,
        filter: &Filter,
        below: Option<i64>,
        most: usize,
    ) -> Result<Slice> {
        self.read(|db| select::slice(db, blog, filter, below, most))
    }

    /// Why a snapshot stands where it stands among the others; nothing if it is not in the library. Merges its blog anew.
    pub fn standing(&self, id: SnapshotId) -> Result<Option<Standing>> {
        self.read(|db| explain::standing(db, &self.engine, id))
    }

    /// The bytes of a snapshot as given, checked against its id.
    pub fn raw(&self, id: SnapshotId) -> Result<Option<Vec<u8>>> {
        self.read(|db| match snapshots::number_of(db, id)? {
            Some(n) => snapshots::bytes_of(db, n).map(Some),
            None => Ok(None),
        })
    }

    /// A number that grows whenever any process changes the library: for noticing changes cheaply.
    pub fn version(&self) -> Result<u64> {
        self.read(|db| {
            let changes: i64 = db
                .prepare_cached("SELECT changes FROM library")?
                .query_row([], |row| row.get(0))?;
            Ok(changes.cast_unsigned())
        })
    }

    /// Looks for damage; each finding in words. Takes as long as reading the whole file.
    pub fn check(&self) -> Result<Vec<String>> {
        self.read(check::check)
    }

    /// Runs several reads on one state of the library.
    fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> std::result::Result<T, Problem>,
    ) -> Result<T> {
        let run = || {
            let view = self.db.unchecked_transaction()?;
            let found = work(&view)?;
            view.finish()?;
            Ok(found)
        };
        run().map_err(|problem| self.at(problem))
    }

    /// Runs one write: all of it or none, with no other process between.
    fn write<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> std::result::Result<T, Problem>,
    ) -> Result<T> {
        self.merge(|db, _, _| work(db))
    }

    /// The same for writes that merge: what they remember of merges holds as long as nobody else writes.
    fn merge<T>(
        &mut self,
        work: impl FnOnce(&Connection, &Engine, &mut Memories) -> std::result::Result<T, Problem>,
    ) -> Result<T> {
        self.merge_if(|db, engine, memories| Ok((work(db, engine, memories)?, true)))
    }

    /// The same, where the work may turn out to change nothing: then nothing is written.
    fn merge_if<T>(
        &mut self,
        work: impl FnOnce(
            &Connection,
            &Engine,
            &mut Memories,
        ) -> std::result::Result<(T, bool), Problem>,
    ) -> Result<T> {
        let (engine, memories) = (self.engine, &mut self.memories);
        let run = || {
            let step = self
                .db
                .transaction_with_behavior(TransactionBehavior::Immediate)?;
            let at: i64 = step
                .prepare_cached("SELECT changes FROM library")?
                .query_row([], |row| row.get(0))?;
            memories.hold_for(at);
            let (made, changed) = work(&step, &engine, memories)?;
            if !changed {
                return Ok(made);
            }
            step.prepare_cached("UPDATE library SET changes = ?1")?
                .execute([at + 1])?;
            step.commit()?;
            memories.written(at + 1);
            Ok(made)
        };
        let outcome = run();
        if outcome.is_err() {
            self.memories.forget();
        }
        outcome.map_err(|problem| self.at(problem))
    }

    /// Runs one small write that no list or timeline shows, so that other processes need not look.
    fn note(
        &mut self,
        work: impl FnOnce(&Connection) -> std::result::Result<(), Problem>,
    ) -> Result<()> {
        let run = || {
            let step = self
                .db
                .transaction_with_behavior(TransactionBehavior::Immediate)?;
            work(&step)?;
            Ok(step.commit()?)
        };
        let outcome = run();
        outcome.map_err(|problem| self.at(problem))
    }

    /// Like [`Self::note`], without waiting for the disk: a loss of power can undo it, the end of the process cannot.
    fn note_soon(
        &mut self,
        work: impl FnOnce(&Connection) -> std::result::Result<(), Problem>,
    ) -> Result<()> {
        let patience = |db: &Connection, how| db.pragma_update(None, "synchronous", how);
        patience(&self.db, "normal").map_err(|error| self.at(error.into()))?;
        let outcome = self.note(work);
        patience(&self.db, "full").map_err(|error| self.at(error.into()))?;
        outcome
    }

    /// What was read of another library.
    fn of_other<T>(&self, found: std::result::Result<T, Problem>) -> Result<T> {
        found.map_err(|problem| self.at(problem))
    }

    fn at(&self, problem: Problem) -> StoreError {
        StoreError {
            place: self.place.clone(),
            problem,
        }
    }
}
