//! The one thread that owns the library: it performs effects in order and tells what came of them.
//! A fault in it is told like any other failure; the thread goes on.

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::thread::JoinHandle;

use crate::app::message::Effect;
use crate::app::message::Msg;
use crate::store::Store;
use crate::tui::faults;
use crate::tui::perform::failed;
use crate::tui::perform::perform;
use crate::tui::perform::what;
use crate::tui::run::Event;

enum Job {
    Do(Effect),
    Look,
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
    pub(crate) fn start(store: Store, events: Sender<Event>) -> std::io::Result<Self> {
        let (jobs, queue) = channel();
        let ending = Arc::new(AtomicBool::new(false));
        let ends = Arc::clone(&ending);
        let thread = std::thread::Builder::new()
            .name("library".to_owned())
            .spawn(move || work(store, &queue, &events, &ends))?;
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
        drop(self.jobs);
        let _ = self.thread.join();
    }
}

fn work(mut store: Store, queue: &Receiver<Job>, events: &Sender<Event>, ending: &AtomicBool) {
    let mut version = store.version().ok();
    for job in queue {
        let keeps = matches!(&job, Job::Do(effect) if effect.keeps());
        if ending.load(Ordering::SeqCst) && !keeps {
            continue;
        }
        let what = match &job {
            Job::Do(effect) => what(effect),
            Job::Look => "The library was not looked at",
        };
        let done = catch_unwind(AssertUnwindSafe(|| attend(job, &mut store, &mut version)));
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

/// Does one job. A change by another process is noticed before it; our own writes are no news.
fn attend(job: Job, store: &mut Store, version: &mut Option<u64>) -> Vec<Msg> {
    faults::trip(faults::Place::Worker);
    let before = store.version().ok();
    let mut told = Vec::new();
    if before.is_some() && before != *version {
        *version = before;
        told.push(Msg::LibraryChanged);
    }
    if let Job::Do(effect) = job {
        let writes = effect.keeps();
        told.extend(perform(effect, store));
        if writes {
            *version = store.version().ok();
        }
    }
    told
}
