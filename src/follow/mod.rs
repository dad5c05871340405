//! Following addresses: what to ask, what becomes of the answer, when to ask again.
//! Here fetch and store meet; who waits between two requests is decided by those that call.

pub mod gaps;
pub mod interval;
pub(crate) mod pages;
pub mod pictures;

use std::time::Duration;

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::engine::digest;
use crate::engine::model::BlogId;
use crate::engine::model::Reading;
use crate::engine::rules::Rules;
use crate::engine::text::SafeText;
use crate::fetch::Address;
use crate::fetch::Answer;
use crate::fetch::FetchError;
use crate::fetch::Page;
use crate::fetch::Request;
use crate::fetch::Validators;
use crate::fetch::WebError;
use crate::follow::interval::Next;
use crate::follow::interval::Pace;
use crate::store::Added;
use crate::store::Result;
use crate::store::Store;
use crate::store::Watched;

/// What came of asking an address once.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The page said something new and was kept.
    Added(Box<Added>),
    /// The page says what it said before; nothing was kept.
    Same,
    /// Nothing was asked, or nothing usable came.
    Failed(FetchError),
}

/// What to ask an address for, with what it gave the last time. Refused while its host wants to be left alone.
pub fn request(
    store: &Store,
    address: &Address,
    now: Timestamp,
) -> Result<std::result::Result<Request, FetchError>> {
    if let Some(until) = store
        .host_rests(&address.host())?
        .filter(|until| *until > now)
    {
        return Ok(Err(resting(address, until, now)));
    }
    let known = store.watched(address.as_str())?;
    let validators = known.and_then(|known| {
        Some(Validators {
            address: known.answered?,
            etag: known.etag,
            last_modified: known.modified,
        })
    });
    Ok(Ok(Request {
        address: address.clone(),
        validators,
    }))
}

/// Keeps what an address answered. A failure changes nothing of what was kept before.
pub fn keep(
    store: &mut Store,
    address: &Address,
    answer: std::result::Result<Answer, WebError>,
    rules: &Rules,
    now: Timestamp,
) -> Result<Outcome> {
    let mut watched = store.watched(address.as_str())?.unwrap_or_else(|| Watched {
        url: address.to_string(),
        ..Watched::default()
    });
    let archived = matches!(&answer, Ok(Answer::Page(page)) if page.archived);
    let outcome = match answer {
        Ok(Answer::Page(page)) => {
            let looked = digest::look(&page.raw, rules);
            match looked.refusal {
                Some(why) => Outcome::Failed(not_live(address, why)),
                None => take(store, &mut watched, *page, looked.reading, rules, now)?,
            }
        }
        Ok(Answer::Unchanged) => Outcome::Same,
        Err(failed) => {
            let_rest(store, address, failed.wait, now)?;
            Outcome::Failed(failed.error)
        }
    };
    if archived {
        // What an archive holds never changes; there is nothing to ask again.
        return Ok(outcome);
    }
    if matches!(outcome, Outcome::Failed(_)) {
        watched.failures = watched.failures.saturating_add(1);
    } else {
        watched.failures = 0;
        watched.checked_at = Some(now);
    }
    store.watch(&watched)?;
    Ok(outcome)
}

/// Leaves the host of an address alone for so long, if it asked for that.
pub fn let_rest(
    store: &mut Store,
    address: &Address,
    wait: Option<Duration>,
    now: Timestamp,
) -> Result<()> {
    let Some(wait) = wait else { return Ok(()) };
    let until = now.saturating_add(SignedDuration::try_from(wait).unwrap_or_default());
    store.let_host_rest(&address.host(), until.unwrap_or(now))
}

/// Keeps a page if it says something new. What tells whether it changed is kept only after the page itself.
fn take(
    store: &mut Store,
    watched: &mut Watched,
    page: Page,
    reading: Reading,
    rules: &Rules,
    now: Timestamp,
) -> Result<Outcome> {
    let content = digest::content(&reading).to_vec();
    let outcome = if watched.content.as_ref() == Some(&content) {
        Outcome::Same
    } else {
        let captured_at = page.raw.capture.captured_at;
        let read = vec![(page.raw, Some(reading))];
        let added = store.add_read(read, rules, now)?.pop();
        let first = watched.content.is_none();
        watched.changed_at = match &added {
            Some(added) if first => newest_entry(store, added.blog, now)?.or(captured_at),
            _ => Some(now),
        };
        added.map_or(Outcome::Same, |added| Outcome::Added(Box::new(added)))
    };
    watched.content = Some(content);
    let validators = page.validators.unwrap_or_default();
    watched.answered = Some(page.address.to_string());
    watched.etag = validators.etag;
    watched.modified = validators.last_modified;
    Ok(outcome)
}

/// When to ask an address again.
pub fn next(store: &Store, address: &Address, now: Timestamp) -> Result<Next> {
    let watched = store.watched(address.as_str())?.unwrap_or_default();
    let (published, ends_at) = match store.blog_at(address.as_str())? {
        Some(blog) => (newest_entries(store, blog)?, store.ends_at(blog)?),
        None => (Vec::new(), None),
    };
    let pace = Pace {
        changed_at: watched.changed_at,
        published,
        ends_at,
        failures: watched.failures,
        rests_until: store.host_rests(&address.host())?,
    };
    Ok(interval::next(&pace, now))
}

/// The addresses of a blog that can be asked: those it was fetched from, else the one that its page states.
pub fn addresses(store: &Store, blog: BlogId) -> Result<Vec<Address>> {
    let asked = store.watched_of(blog)?;
    let mut urls: Vec<String> = asked.into_iter().map(|watched| watched.url).collect();
    if urls.is_empty() {
        urls.extend(store.addresses(blog)?.into_iter().next());
    }
    Ok(urls
        .iter()
        .filter_map(|url| Address::parse(url).ok())
        .collect())
}

fn newest_entries(store: &Store, blog: BlogId) -> Result<Vec<Timestamp>> {
    let rows = store.rows(blog)?;
    let times = rows.iter().filter_map(|row| row.published_at);
    Ok(times.take(interval::RHYTHM_OF).collect())
}

fn newest_entry(store: &Store, blog: BlogId, now: Timestamp) -> Result<Option<Timestamp>> {
    let times = newest_entries(store, blog)?;
    Ok(times.into_iter().filter(|at| *at <= now).max())
}

fn resting(address: &Address, until: Timestamp, now: Timestamp) -> FetchError {
    let left = Duration::try_from(until.duration_since(now)).unwrap_or_default();
    FetchError {
        place: SafeText::new(address.as_str()),
        why: SafeText::from(format!(
            "its server asked to be left alone for another {}",
            spoken(left)
        )),
        next: "try again after that",
        passed_over: false,
    }
}

fn not_live(address: &Address, why: String) -> FetchError {
    FetchError {
        place: SafeText::new(address.as_str()),
        why: SafeText::from(why),
        next: "nothing of it was kept",
        passed_over: false,
    }
}

/// A time span in words: `40 s`, `3 min`, `2 h`.
pub fn spoken(span: Duration) -> String {
    match span.as_secs() {
        seconds @ 0..90 => format!("{seconds} s"),
        seconds @ 90..5400 => format!("{} min", seconds.div_ceil(60)),
        seconds => format!("{} h", seconds.div_ceil(3600)),
    }
}
