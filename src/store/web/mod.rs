//! What the library remembers of the web: addresses, hosts, what was told, captures of archives.
//! Nothing is asked of the web here.

mod address;
mod capture;
mod told;

use jiff::Timestamp;

use crate::engine::model::BlogId;
use crate::engine::model::EntryId;
use crate::store::Result;
use crate::store::Store;

pub use address::Watched;
pub use capture::ArchivedPage;
pub use capture::CaptureState;
pub use told::Handed;
pub use told::TextPrint;
pub use told::Told;

impl Store {
    /// What is known of an address that was asked for before.
    pub fn watched(&self, url: &str) -> Result<Option<Watched>> {
        self.read(|db| address::find(db, url))
    }

    /// Keeps what is known of an address.
    pub fn watch(&mut self, watched: &Watched) -> Result<()> {
        self.note(|db| address::keep(db, watched))
    }

    /// The addresses that snapshots of a blog were asked for at, the one that last changed first.
    pub fn watched_of(&self, blog: BlogId) -> Result<Vec<Watched>> {
        self.read(|db| address::of_blog(db, blog))
    }

    /// The blog that an address leads to: that of the newest snapshot which came from it.
    pub fn blog_at(&self, url: &str) -> Result<Option<BlogId>> {
        self.read(|db| address::blog_at(db, url))
    }

    /// Until when a host asked to be left alone.
    pub fn host_rests(&self, host: &str) -> Result<Option<Timestamp>> {
        self.read(|db| address::host_rests(db, host))
    }

    /// Keeps until when a host asked to be left alone.
    pub fn let_host_rest(&mut self, host: &str, until: Timestamp) -> Result<()> {
        self.note(|db| address::let_host_rest(db, host, until))
    }

    /// Keeps the captures that an archive lists of a page; what is known of some already stays.
    pub fn list_captures(&mut self, page: &str, listed: &[ArchivedPage]) -> Result<()> {
        self.note(|db| capture::list(db, page, listed))
    }

    /// The captures that archives list of a page, oldest first.
    pub fn captures(&self, page: &str) -> Result<Vec<ArchivedPage>> {
        self.read(|db| capture::of_page(db, page))
    }

    /// Keeps what became of captures.
    pub fn captures_became(
        &mut self,
        page: &str,
        fates: &[(ArchivedPage, CaptureState)],
    ) -> Result<()> {
        self.note(|db| capture::became(db, page, fates))
    }

    /// The entries of a blog, oldest first, each with the fingerprint of the text that is shown.
    pub fn texts(&self, blog: BlogId) -> Result<Vec<(EntryId, TextPrint)>> {
        self.read(|db| told::texts(db, blog))
    }

    /// What was told of the entries of a blog: the last text of each id that it has or had.
    pub fn told(&self, blog: BlogId) -> Result<Vec<Told>> {
        self.read(|db| told::of_blog(db, blog))
    }

    /// Takes back that an entry was told, in favour of the text of it that was told before.
    pub fn untell(&mut self, entry: EntryId, before: Option<TextPrint>) -> Result<()> {
        self.note_soon(|db| told::take_back(db, entry, before))
    }

    /// Remembers that these texts of entries were told. Survives the end of the process at once, that of the machine soon.
    pub fn tell(
        &mut self,
        texts: &[(EntryId, TextPrint)],
        handed: Handed,
        now: Timestamp,
    ) -> Result<()> {
        self.note_soon(|db| told::keep(db, texts, handed, now))
    }
}
