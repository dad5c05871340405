//! The one thread that owns the library: it performs effects in order and tells what came of them.
//! A fault in it is told like any other failure; the thread goes on.

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::sync::mpsc::TryRecvError;
use std::sync::mpsc::channel;
use std::thread::JoinHandle;

use crate::app::message::Effect;
use crate::app::message::Msg;
use crate::config::Notify;
use crate::engine::model::BlogId;
use crate::engine::model::EntryId;
use crate::fetch::Address;
use crate::fetch::Answer;
use crate::fetch::WebError;
use crate::store::Store;
use crate::tui::Online;
use crate::tui::faults;
use crate::tui::finding::SLICE;
use crate::tui::finding::Search;
use crate::tui::following::Following;
use crate::tui::importing;
use crate::tui::naming::Errand;
use crate::tui::naming::Naming;
use crate::tui::perform::failed;
use crate::tui::perform::mentioned;
use crate::tui::perform::perform;
use crate::tui::perform::what;
use crate::tui::picturing::Fetched;
use crate::tui::picturing::Picturing;
use crate::tui::post::Post;
use crate::tui::run::Event;
use crate::tui::web;

/// Something for the library's thread to do.
#[derive(Debug)]
pub(crate) enum Job {
    /// Perform an effect.
    Do(Effect),
    /// See whether another process changed the library.
    Look,
    /// Ask the page of a followed blog again.
    Due(BlogId),
    /// Keep what the page of a blog answered.
    Keep(BlogId, Address, Box<Result<Answer, WebError>>),
    /// Keep a picture that came.
    KeepPicture(Box<Fetched>),
    /// Go on reading the names of blogs.
    Names(Box<Errand>),
    /// Show the entries of all blogs that mention a name.
    Mentioned(String, Vec<(BlogId, Vec<EntryId>)>),
    /// Go on with a search, since nothing else is to be done.
    GoOn,
    /// End, once what came before is done.
    End,
}

/// The library's thread.
#[derive(Debug)]
pub(crate) struct Worker {
    jobs: Sender<Job>,
    ending: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Worker {
    /// Starts the thread; its answers come as events.
    pub(crate) fn start(
        store: Store,
        events: Post,
        online: &Online,
        notify: Notify,
    ) -> std::io::Result<Self> {
        let (jobs, queue) = channel();
        let web = web::Line::start(online.web.clone(), jobs.clone())?;
        let following = Following::new(web, online.pace, notify);
        let naming = Naming::new(jobs.clone(), events.clone());
        let pictures = Picturing::new(online.web.clone(), jobs.clone(), events.clone());
        let helpers = Helpers {
            following,
            naming,
            pictures,
        };
        let ending = Arc::new(AtomicBool::new(false));
        let ends = Arc::clone(&ending);
        let thread = std::thread::Builder::new()
            .name("library".to_owned())
            .spawn(move || work(store, helpers, &queue, &events, &ends))?;
        Ok(Self {
            jobs,
            ending,
            thread,
        })
    }

    /// Asks for an effect.
    pub(crate) fn perform(&self, effect: Effect) {
        // The thread ends only in `finish`, so that the queue is open.
        let _ = self.jobs.send(Job::Do(effect));
    }

    /// Asks whether another process changed the library.
    pub(crate) fn look(&self) {
        let _ = self.jobs.send(Job::Look);
    }

    /// Waits until all marks that were asked for are kept; what was only to be read is left.
    pub(crate) fn finish(self) {
        self.ending.store(true, Ordering::SeqCst);
        // The web's thread may still hold its way to the queue, so that the queue alone does not end.
        let _ = self.jobs.send(Job::End);
        let _ = self.thread.join();
    }
}

/// What the thread leaves to others: pages, names, pictures.
struct Helpers {
    following: Following,
    naming: Naming,
    pictures: Picturing,
}

fn work(
    mut store: Store,
    mut helpers: Helpers,
    queue: &Receiver<Job>,
    events: &Post,
    ending: &AtomicBool,
) {
    let mut version = store.version().ok();
    let mut searches = Vec::new();
    while let Some(job) = next(queue, &searches) {
        if matches!(job, Job::End) {
            return;
        }
        let keeps = matches!(&job, Job::Do(effect) if effect.keeps());
        if ending.load(Ordering::SeqCst) && !keeps {
            searches.clear();
            continue;
        }
        let what = match &job {
            Job::Do(effect) => what(effect),
            Job::Names(_) | Job::Mentioned(..) => "The names could not be read",
            Job::GoOn => "The search failed",
            Job::KeepPicture(_) => "The picture was not kept",
            Job::Look | Job::End => "The library was not looked at",
            Job::Due(_) | Job::Keep(..) => "What came of the page was not kept",
        };
        let done = catch_unwind(AssertUnwindSafe(|| {
            if let Job::Do(Effect::Import(place)) = &job {
                let mut tell = |msg| {
                    let _ = events.send(Event::Told(vec![msg]));
                };
                let told = importing::import(place, &mut store, &mut tell);
                version = store.version().ok();
                return told;
            }
            attend(job, &mut store, &mut helpers, &mut version, &mut searches)
        }));
        let told = done.unwrap_or_else(|payload| {
            let fault = faults::words(payload.as_ref());
            vec![failed(
                what,
                &format!("a fault in liveblog itself ({fault}); please report it"),
            )]
        });
        if !told.is_empty() && events.send(Event::Told(told)).is_err() {
            // Nobody listens any more; marks are still kept.
            ending.store(true, Ordering::SeqCst);
        }
    }
}

/// What to do next: what was asked for, else a search that goes on; nothing once nobody can ask any more.
fn next(queue: &Receiver<Job>, searches: &[Search]) -> Option<Job> {
    if searches.is_empty() {
        return queue.recv().ok();
    }
    match queue.try_recv() {
        Ok(job) => Some(job),
        Err(TryRecvError::Empty) => Some(Job::GoOn),
        Err(TryRecvError::Disconnected) => None,
    }
}

/// Performs an effect, or begins a search that goes on while there is nothing else to do.
fn perform_or_begin(effect: Effect, store: &mut Store, searches: &mut Vec<Search>) -> Vec<Msg> {
    match Search::begin(&effect, store) {
        Ok(Some(search)) => {
            searches.retain(|running| !running.is_replaced_by(&search));
            searches.push(search);
            Vec::new()
        }
        Ok(None) => perform(effect, store),
        Err(error) => vec![failed("The search failed", &error.to_string())],
    }
}

fn go_on(store: &Store, searches: &mut Vec<Search>) -> Vec<Msg> {
    let Some(search) = searches.pop() else {
        return Vec::new();
    };
    match search.go_on(store, SLICE) {
        Ok((rest, told)) => {
            searches.extend(rest);
            told
        }
        Err(error) => vec![failed("The search failed", &error.to_string())],
    }
}

/// Does one job. A change by another process is noticed before it; our own writes are no news.
fn attend(
    job: Job,
    store: &mut Store,
    Helpers {
        following,
        naming,
        pictures,
    }: &mut Helpers,
    version: &mut Option<u64>,
    searches: &mut Vec<Search>,
) -> Vec<Msg> {
    faults::trip(faults::Place::Worker);
    let before = store.version().ok();
    let mut told = Vec::new();
    if before.is_some() && before != *version {
        *version = before;
        told.push(Msg::LibraryChanged);
    }
    let writes = match &job {
        Job::Do(effect) => effect.keeps(),
        Job::Keep(..) | Job::KeepPicture(_) => true,
        Job::Due(_) | Job::Names(_) | Job::Mentioned(..) | Job::Look | Job::GoOn | Job::End => {
            false
        }
    };
    let done = match job {
        Job::Do(Effect::Web(ask)) => following.ask(store, ask),
        Job::Do(Effect::LoadNames { ticket, blog }) => naming.show(store, blog, ticket),
        Job::Do(Effect::FindName { kind, name }) => naming.find(store, kind, name),
        Job::Do(Effect::ShowPicture { ticket, url, page }) => {
            pictures.show(store, ticket, url, page.as_deref())
        }
        Job::Do(Effect::LeavePicture) => {
            pictures.leave();
            Ok(Vec::new())
        }
        Job::KeepPicture(fetched) => pictures.keep(store, &fetched),
        Job::Names(errand) => naming.go_on(store, *errand),
        Job::Mentioned(name, found) => mentioned(store, name, found).map(|told| vec![told]),
        Job::Do(effect) => Ok(perform_or_begin(effect, store, searches)),
        Job::GoOn => Ok(go_on(store, searches)),
        Job::Due(blog) => following.due(store, blog),
        Job::Keep(blog, address, answer) => following.keep(store, blog, &address, *answer),
        Job::Look | Job::End => Ok(Vec::new()),
    };
    told.extend(done.unwrap_or_else(|error| {
        vec![failed(
            "What came of the page was not kept",
            &error.to_string(),
        )]
    }));
    if writes {
        *version = store.version().ok();
    }
    told
}
