//! What the library's thread does for pages that are asked for or followed: which address, what came, when again.
//! Nothing waits here; waiting is the web thread's.

use std::collections::HashSet;
use std::time::Duration;

use jiff::Timestamp;

use crate::app::follow::Ask;
use crate::app::follow::Heard;
use crate::app::message::Msg;
use crate::config::Notify;
use crate::config::notify::How;
use crate::engine::model::BlogId;
use crate::engine::model::EntryId;
use crate::engine::names::BlogNames;
use crate::engine::names::Recogniser;
use crate::engine::rules::Rules;
use crate::engine::text::SafeText;
use crate::fetch::Address;
use crate::fetch::Answer;
use crate::fetch::FetchError;
use crate::fetch::WebError;
use crate::follow;
use crate::follow::interval::Next;
use crate::store::Added;
use crate::store::Result;
use crate::store::Store;
use crate::tui::notify;
use crate::tui::web::Line;
use crate::tui::web::Order;

/// Notifications tell of so many of the newest entries at most.
const TOLD_OF: usize = 50;

/// The pages that are followed.
#[derive(Debug)]
pub(crate) struct Following {
    web: Line,
    blogs: HashSet<BlogId>,
    /// Where a wait is another than it should be: for tests.
    pace: fn(Duration) -> Duration,
    notify: Notify,
}

impl Following {
    /// No page is followed yet.
    pub(crate) fn new(web: Line, pace: fn(Duration) -> Duration, notify: Notify) -> Self {
        Self {
            web,
            blogs: HashSet::new(),
            pace,
            notify,
        }
    }

    /// Does what the reader asks.
    pub(crate) fn ask(&mut self, store: &Store, ask: Ask) -> Result<Vec<Msg>> {
        match ask {
            Ask::Once(blog) => self.get(store, blog),
            Ask::Follow(blog) => {
                self.blogs.insert(blog);
                self.get(store, blog)
            }
            Ask::Leave(blog) => {
                self.blogs.remove(&blog);
                self.web.order(Order::Forget(blog));
                Ok(Vec::new())
            }
        }
    }

    /// Asks the page of a followed blog again.
    pub(crate) fn due(&mut self, store: &Store, blog: BlogId) -> Result<Vec<Msg>> {
        if self.blogs.contains(&blog) {
            self.get(store, blog)
        } else {
            Ok(Vec::new())
        }
    }

    /// Keeps what came, and says when to ask again.
    pub(crate) fn keep(
        &mut self,
        store: &mut Store,
        blog: BlogId,
        address: &Address,
        answer: std::result::Result<Answer, WebError>,
    ) -> Result<Vec<Msg>> {
        let now = Timestamp::now();
        let before = self.ids(store, blog)?;
        let outcome = follow::keep(store, address, answer, Rules::builtin(), now)?;
        let mut told = Vec::new();
        match outcome {
            follow::Outcome::Added(added) => {
                self.notify(store, &added, &before)?;
                told.push(Msg::LibraryChanged);
                told.push(Msg::Web(Heard::News {
                    blog,
                    new: added.new,
                    revised: added.revised,
                }));
            }
            follow::Outcome::Same => told.push(Msg::Web(Heard::Same(blog))),
            follow::Outcome::Failed(error) => told.push(failed(blog, &error)),
        }
        told.extend(self.again(store, blog, address, now)?);
        Ok(told)
    }

    /// The entries of a blog, where the person wants to be told of new ones of followed blogs.
    fn ids(&self, store: &Store, blog: BlogId) -> Result<HashSet<EntryId>> {
        if self.notify.how == How::Silent || !self.blogs.contains(&blog) {
            return Ok(HashSet::new());
        }
        Ok(store.rows(blog)?.iter().map(|row| row.id).collect())
    }

    /// Tells what came in since these were all.
    fn notify(&self, store: &Store, added: &Added, before: &HashSet<EntryId>) -> Result<()> {
        if before.is_empty() || added.new == 0 {
            return Ok(());
        }
        let rows = store.rows(added.blog)?;
        let mut new = Vec::new();
        for (at, row) in rows.iter().enumerate().take(TOLD_OF) {
            if !before.contains(&row.id) {
                new.extend(store.entries(added.blog, at, at + 1)?);
            }
        }
        new.reverse();
        let names = match self.notify.entities.is_empty() {
            true => None,
            false => Some(names(store, added.blog)?),
        };
        notify::tell(&self.notify, &added.blog_title, &new, names.as_ref());
        Ok(())
    }

    fn get(&mut self, store: &Store, blog: BlogId) -> Result<Vec<Msg>> {
        let Some(address) = follow::addresses(store, blog)?.into_iter().next() else {
            self.blogs.remove(&blog);
            return Ok(vec![
                Msg::Web(Heard::Ended(blog)),
                Msg::Web(Heard::Failed {
                    blog,
                    why: "No address is known for this blog; add its page with: liveblog add https://…"
                        .into(),
                }),
            ]);
        };
        let now = Timestamp::now();
        match follow::request(store, &address, now)? {
            Ok(request) => {
                self.web.order(Order::Get(blog, request));
                Ok(Vec::new())
            }
            Err(resting) => {
                let mut told = vec![failed(blog, &resting)];
                told.extend(self.again(store, blog, &address, now)?);
                Ok(told)
            }
        }
    }

    fn again(
        &mut self,
        store: &Store,
        blog: BlogId,
        address: &Address,
        now: Timestamp,
    ) -> Result<Option<Msg>> {
        if !self.blogs.contains(&blog) {
            return Ok(None);
        }
        match follow::next(store, address, now)? {
            Next::After(wait) => {
                self.web.order(Order::Wake(blog, (self.pace)(wait)));
                Ok(None)
            }
            Next::Ended => {
                self.blogs.remove(&blog);
                Ok(Some(Msg::Web(Heard::Ended(blog))))
            }
        }
    }
}

/// The names of a blog as it stands.
fn names(store: &Store, blog: BlogId) -> Result<BlogNames> {
    let marked = store.timeline(blog)?;
    let recogniser = Recogniser::default();
    Ok(BlogNames::of(
        &marked.timeline,
        &marked.corrections,
        &recogniser,
    ))
}

/// A failure in words. The address is left out: the blog is on the screen, and what to do next must fit on the line.
fn failed(blog: BlogId, error: &FetchError) -> Msg {
    Msg::Web(Heard::Failed {
        blog,
        why: SafeText::from(format!("{}; {}", error.why, error.next)),
    })
}
