//! What the reader asks of the world and what it is told: plain data, compared by tests, performed by `tui`.

use std::sync::Arc;

use jiff::Timestamp;

use crate::app::action::Action;
use crate::app::folder::Folder;
use crate::app::follow::Ask;
use crate::app::follow::Heard;
use crate::app::geometry::Area;
use crate::app::stamp::Zone;
use crate::app::state::Settings;
use crate::app::update::Came;
use crate::engine::export::bookmarks::Bookmark;
use crate::engine::model::BlogId;
use crate::engine::model::BlogRow;
use crate::engine::model::Deed;
use crate::engine::model::Doubt;
use crate::engine::model::EntryId;
use crate::engine::model::EntryRow;
use crate::engine::model::LeftAt;
use crate::engine::model::MarkChange;
use crate::engine::model::MarkedEntry;
use crate::engine::model::PageText;
use crate::engine::model::SearchHit;
use crate::engine::model::ShelfChange;
use crate::engine::model::SnapshotId;
use crate::engine::model::SnapshotSummary;
use crate::engine::model::Step;
use crate::engine::names::BlogNames;
use crate::engine::names::Correction;
use crate::engine::names::Kind;
use crate::engine::news::News;
use crate::engine::query::Query;
use crate::engine::text::SafeText;

/// Something to be done outside the reader's state. A ticket comes back with the answer; late answers are dropped by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Read the articles list.
    LoadBlogs,
    /// Read the rows of all entries of a blog.
    LoadRows {
        /// Comes back with the answer.
        ticket: u64,
        /// The blog.
        blog: BlogId,
    },
    /// Read full entries.
    LoadEntries {
        /// Comes back with the answer.
        ticket: u64,
        /// The blog.
        blog: BlogId,
        /// The entries.
        ids: Vec<EntryId>,
    },
    /// Read what stands above the entries.
    LoadPage {
        /// Comes back with the answer.
        ticket: u64,
        /// The blog.
        blog: BlogId,
    },
    /// Read what came in since the last visit, and where the blog was left.
    LoadNews {
        /// Comes back with the answer.
        ticket: u64,
        /// The blog.
        blog: BlogId,
    },
    /// Keep that the reader has seen what was in a blog at a time.
    KeepVisit(BlogId, Timestamp),
    /// Keep where a blog is left; nothing is its beginning.
    KeepLeft(BlogId, Option<LeftAt>),
    /// Find the entries whose text contains a text.
    FindText {
        /// Comes back with the answer.
        ticket: u64,
        /// The blog.
        blog: BlogId,
        /// What to look for; case does not matter.
        text: String,
    },
    /// Find the entries that pass a filter.
    Select {
        /// Comes back with the answer.
        ticket: u64,
        /// The blog.
        blog: BlogId,
        /// The filter.
        query: Query,
        /// The person's zone, for times of day.
        zone: Zone,
        /// What time it is, where a clock is to be used.
        now: Option<Timestamp>,
    },
    /// Find entries of all blogs by their words.
    SearchLibrary {
        /// Comes back with the answer.
        ticket: u64,
        /// The words.
        text: String,
    },
    /// Find the newest entries of all blogs that pass a filter.
    Gather {
        /// Comes back with the answer.
        ticket: u64,
        /// What the filter is called.
        name: String,
        /// The filter.
        query: Query,
        /// The person's zone, for times of day.
        zone: Zone,
        /// What time it is, where a clock is to be used.
        now: Option<Timestamp>,
    },
    /// Keep marks.
    Mark {
        /// The blog.
        blog: BlogId,
        /// What they are together.
        deed: Deed,
        /// The changes, all or none.
        changes: Vec<MarkChange>,
    },
    /// Take back the last step, or do the last that was taken back again.
    Step(Way),
    /// Ask something of the web.
    Web(Ask),
    /// Keep how a blog is kept: its name, its tags, its shelf.
    Keep {
        /// The blog.
        blog: BlogId,
        /// The changes, in order.
        changes: Vec<ShelfChange>,
    },
    /// Keep that a saved filter was changed, as a step that can be taken back.
    NoteFilter {
        /// The name.
        name: String,
        /// The filter of this name before, if there was one.
        before: Option<String>,
        /// The filter of this name now, if there is one.
        after: Option<String>,
    },
    /// Keep that two blogs belong together, or that they do not.
    Decide {
        /// A snapshot of each.
        snapshots: [SnapshotId; 2],
        /// Whether they do.
        same: bool,
    },
    /// Read the names of a blog.
    LoadNames {
        /// Comes back with the answer.
        ticket: u64,
        /// The blog.
        blog: BlogId,
    },
    /// Find the entries of all blogs that mention a name.
    FindName {
        /// What it names.
        kind: Kind,
        /// The name.
        name: String,
    },
    /// Keep a correction of a name, as a step that can be taken back.
    CorrectName {
        /// The blog in which the person saw it.
        blog: BlogId,
        /// The correction.
        correction: Correction,
    },
    /// Read the bookmarks of all blogs.
    LoadBookmarks,
    /// Bring the points of a picture: of the library, else of the web, and keep it then.
    ShowPicture {
        /// Comes back with the answer.
        ticket: u64,
        /// Its address.
        url: SafeText,
        /// The address of the page that shows it, if it is known.
        page: Option<String>,
    },
    /// Ask the web for no picture any more.
    LeavePicture,
    /// Open an address of the web in the browser.
    Browse(SafeText),
    /// Put a text into the clipboard.
    Copy(String),
    /// Use the colours of this theme from now on.
    Theme(String),
    /// Keep the choice of this theme for the next time.
    KeepTheme(String),
    /// Keep a filter under a name for the next time, or no longer.
    KeepFilter {
        /// The name.
        name: String,
        /// The filter as it is typed.
        text: Option<String>,
    },
    /// Read the person's files again.
    ReadSettings,
    /// Take the mouse's events, or leave them to the terminal.
    Mouse(bool),
    /// Take in another library, by its path.
    Import(String),
    /// Read what stands in a folder.
    ListFolder(String),
    /// Draw every cell of the screen again.
    Redraw,
    /// Suspend the program to the shell.
    Suspend,
    /// End the program.
    Quit,
}

impl Msg {
    /// Whether it only concerns what is kept, so that nothing is shown in another way.
    pub fn is_receipt(&self) -> bool {
        matches!(self, Self::Marked { .. } | Self::Rested)
    }
}

impl Effect {
    /// Whether it writes to the library, so that the program must not end before it is done.
    pub fn keeps(&self) -> bool {
        matches!(
            self,
            Self::Mark { .. }
                | Self::Keep { .. }
                | Self::NoteFilter { .. }
                | Self::Decide { .. }
                | Self::Step(_)
                | Self::KeepVisit(..)
                | Self::KeepLeft(..)
                | Self::CorrectName { .. }
                | Self::Import(_)
        )
    }
}

/// Which way through the steps that the reader did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The last one is taken back.
    Back,
    /// The last that was taken back is done again.
    Again,
}

/// How far another library is taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Import {
    /// So many of so many snapshots were looked at.
    At(usize, usize),
    /// It is done: what it brought, in words.
    Done(String),
}

/// Something that happened outside the reader's state.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// The screen has this size now.
    Resized(Area),
    /// The articles list, and which blogs in it may be one.
    Blogs(Vec<BlogRow>, Vec<Doubt>),
    /// What was decided of two blogs is kept.
    Decided {
        /// Whether they belong together.
        same: bool,
    },
    /// The rows of a blog.
    Rows {
        /// The ticket of the request.
        ticket: u64,
        /// The blog.
        blog: BlogId,
        /// All rows, newest first.
        rows: Vec<EntryRow>,
        /// When they were read: what came into the library later is not among them.
        at: Timestamp,
    },
    /// Entries of a blog.
    Entries {
        /// The ticket of the request.
        ticket: u64,
        /// The blog.
        blog: BlogId,
        /// The entries, without those that are gone.
        entries: Vec<MarkedEntry>,
    },
    /// What stands above the entries of a blog.
    Page {
        /// The ticket of the request.
        ticket: u64,
        /// The blog.
        blog: BlogId,
        /// The texts.
        page: PageText,
        /// The snapshots.
        snapshots: Vec<SnapshotSummary>,
    },
    /// What came in since the last visit.
    News {
        /// The ticket of the request.
        ticket: u64,
        /// The blog.
        blog: BlogId,
        /// The news.
        news: News,
        /// Where it was left, if that is known.
        left: Option<LeftAt>,
    },
    /// Where a text was found.
    Found {
        /// The ticket of the request.
        ticket: u64,
        /// The blog.
        blog: BlogId,
        /// The entries, in the order of the timeline; those of an earlier answer to the same request stand above them.
        entries: Vec<EntryId>,
        /// Whether others may still come.
        more: bool,
    },
    /// Which entries pass a filter.
    Selected {
        /// The ticket of the request.
        ticket: u64,
        /// The blog.
        blog: BlogId,
        /// The entries, in the order of the timeline.
        entries: Vec<EntryId>,
    },
    /// What was found in all blogs.
    Hits {
        /// The ticket of the request.
        ticket: u64,
        /// What was looked for.
        text: String,
        /// The entries, best first.
        hits: Vec<SearchHit>,
    },
    /// What passes a saved filter.
    Gathered {
        /// The ticket of the request.
        ticket: u64,
        /// What the filter is called.
        name: String,
        /// The entries with their blogs, newest first.
        found: Vec<Bookmark>,
    },
    /// The names of a blog.
    Names {
        /// The ticket of the request.
        ticket: u64,
        /// The blog.
        blog: BlogId,
        /// The names.
        names: Arc<BlogNames>,
    },
    /// The entries of all blogs that mention a name.
    Mentioned {
        /// The name.
        name: String,
        /// The entries with their blogs, those of one blog together.
        found: Vec<Bookmark>,
    },
    /// A correction of a name is kept.
    NameCorrected,
    /// The bookmarks of all blogs, newest first.
    Bookmarks(Vec<Bookmark>),
    /// The person's files were read again.
    Configured {
        /// What they say.
        settings: Settings,
        /// The first key of each action.
        names: Vec<(Action, String)>,
        /// What they get wrong.
        problems: Vec<String>,
    },
    /// Marks are kept.
    Marked {
        /// The blog.
        blog: BlogId,
    },
    /// A step was taken back or done again; nothing if there was none.
    Stepped {
        /// Which way.
        way: Way,
        /// The step.
        step: Option<Step>,
    },
    /// The reader has rested on an entry for as long as it takes to read it.
    Dwelt(EntryId),
    /// The reader has been at another place than the one that is kept, for as long as a place may be lost.
    Rested,
    /// Where the reader is could not be kept.
    PlaceNotKept,
    /// Something was heard of the web.
    Web(Heard),
    /// Something did not work.
    Failed {
        /// What was asked for.
        what: SafeText,
        /// Why it did not work, and what to do.
        why: SafeText,
    },
    /// The library changed under the reader.
    LibraryChanged,
    /// Something was heard of another library that is taken in.
    Import(Import),
    /// What stands in a folder.
    Folder(Folder),
    /// What came of a picture.
    Picture {
        /// The ticket of the request.
        ticket: u64,
        /// Its points, or why there are none.
        came: Came,
    },
    /// The terminal can show pictures point by point.
    Graphics,
}
