//! The older pages of a blog: fetched one after another as each links to the next, and added.

use std::sync::atomic::Ordering;

use jiff::Timestamp;

use crate::cli::add::Report;
use crate::cli::failure::Failure;
use crate::cli::interrupt;
use crate::cli::out::Progress;
use crate::cli::out::complain;
use crate::engine::digest;
use crate::engine::model::RawSnapshot;
use crate::engine::model::Reading;
use crate::engine::parse::page::further::further;
use crate::engine::rules::Rules;
use crate::fetch::Address;
use crate::fetch::Answer;
use crate::fetch::Request;
use crate::fetch::Web;
use crate::fetch::WebError;
use crate::follow::pages::Trail;
use crate::store::Store;

/// How many pages are fetched before they are added together.
const BATCH: usize = 8;

/// Adds the pages that follow the first one, so many at most. What came before an interruption or an error is added.
pub(crate) fn add(
    store: &mut Store,
    web: &mut Web,
    first: &Address,
    most: usize,
    report: &mut Report,
) -> Result<(), Failure> {
    interrupt::watch(&web.stop())?;
    let progress = Progress::new(most);
    let mut trail = Trail::new(first);
    let mut batch: Vec<(RawSnapshot, Option<Reading>)> = Vec::new();
    let mut next = Some(first.clone());
    while let Some(address) = next.take() {
        if trail.length() > most {
            complain(&format!(
                "liveblog: add: {first}: there are more than {most} pages; --most-pages {} goes on",
                most * 2
            ));
            break;
        }
        progress.at(trail.length() - 1);
        let (page, reading) = match get(web, first, &address) {
            Ok(Some(came)) => came,
            Ok(None) if trail.counts() => break,
            Ok(None) => {
                complain(&format!(
                    "liveblog: add: {address}: passed over, it shows no entries of a live blog; the pages before it are kept"
                ));
                break;
            }
            Err(_) if web.stop().load(Ordering::SeqCst) => {
                complain("liveblog: add: stopped; the pages that came are kept");
                break;
            }
            Err(error) => {
                report.note("add", &error.error);
                break;
            }
        };
        next = trail.next(&address, further(&page));
        if address != *first {
            batch.push((page, Some(reading)));
        }
        if batch.len() >= BATCH {
            report.keep(store, std::mem::take(&mut batch))?;
        }
    }
    report.keep(store, batch)
}

/// A page, unless it shows nothing of a live blog: the row of pages ends there.
fn get(
    web: &mut Web,
    first: &Address,
    address: &Address,
) -> Result<Option<(RawSnapshot, Reading)>, WebError> {
    let request = Request {
        address: address.clone(),
        validators: None,
    };
    let Answer::Page(page) = web.get(&request, &Timestamp::now)? else {
        return Ok(None);
    };
    let raw = of_blog(page.raw, first, address);
    let looked = digest::look(&raw, Rules::builtin());
    let shows = looked.refusal.is_none();
    Ok(shows.then_some((raw, looked.reading)))
}

/// All pages of a blog have its address; where each came from is its origin.
fn of_blog(mut raw: RawSnapshot, first: &Address, address: &Address) -> RawSnapshot {
    raw.capture.url = Some(first.to_string());
    raw.capture.continues = first != address;
    raw
}
