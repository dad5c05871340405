//! The thread that waits for the web: it fetches pages, and keeps the times when pages are to be asked again.
//! It knows nothing of the library; what came goes to the library's thread. While nothing is followed, it sleeps.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::time::Duration;
use std::time::Instant;

use jiff::Timestamp;

use crate::engine::model::BlogId;
use crate::fetch::Answer;
use crate::fetch::FetchError;
use crate::fetch::Request;
use crate::fetch::Web;
use crate::fetch::WebError;
use crate::fetch::WebOptions;
use crate::tui::faults;
use crate::tui::worker::Job;

/// What the library's thread wants of this one.
#[derive(Debug)]
pub(crate) enum Order {
    /// Ask for the page of a blog.
    Get(BlogId, Request),
    /// Say after this time that the page of a blog is due.
    Wake(BlogId, Duration),
    /// Say so no longer.
    Forget(BlogId),
}

/// The way to the thread.
#[derive(Debug)]
pub(crate) struct Line {
    orders: Sender<Order>,
    stop: Arc<OnceLock<Arc<AtomicBool>>>,
}

impl Line {
    /// Starts the thread. It ends when nobody can order any more.
    pub(crate) fn start(options: WebOptions, jobs: Sender<Job>) -> std::io::Result<Self> {
        let (orders, queue) = channel();
        let stop = Arc::new(OnceLock::new());
        let switch = Arc::clone(&stop);
        std::thread::Builder::new()
            .name("web".to_owned())
            .spawn(move || work(&options, &queue, &jobs, &switch))?;
        Ok(Self { orders, stop })
    }

    /// Gives an order.
    pub(crate) fn order(&self, order: Order) {
        // Without a thread nothing is asked; the reader goes on.
        let _ = self.orders.send(order);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.get() {
            stop.store(true, Ordering::SeqCst);
        }
    }
}

fn work(
    options: &WebOptions,
    queue: &Receiver<Order>,
    jobs: &Sender<Job>,
    switch: &OnceLock<Arc<AtomicBool>>,
) {
    let mut web: Option<Web> = None;
    let mut due: HashMap<BlogId, Instant> = HashMap::new();
    loop {
        let order = match due.values().min() {
            None => queue.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(at) => queue.recv_timeout(at.saturating_duration_since(Instant::now())),
        };
        match order {
            Ok(Order::Get(blog, request)) => {
                let answer = get(&mut web, options, &request, switch);
                let address = request.address;
                if jobs
                    .send(Job::Keep(blog, address, Box::new(answer)))
                    .is_err()
                {
                    return;
                }
            }
            Ok(Order::Wake(blog, wait)) => {
                due.insert(blog, Instant::now() + wait);
            }
            Ok(Order::Forget(blog)) => {
                due.remove(&blog);
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        let now = Instant::now();
        for (blog, _) in due.extract_if(|_, at| *at <= now) {
            if jobs.send(Job::Due(blog)).is_err() {
                return;
            }
        }
    }
}

fn get(
    web: &mut Option<Web>,
    options: &WebOptions,
    request: &Request,
    switch: &OnceLock<Arc<AtomicBool>>,
) -> Result<Answer, WebError> {
    let web = match web {
        Some(web) => web,
        None => {
            let made = web.insert(Web::new(options)?);
            let _ = switch.set(made.stop());
            made
        }
    };
    let got = catch_unwind(AssertUnwindSafe(|| web.get(request, &Timestamp::now)));
    got.unwrap_or_else(|payload| {
        let fault = faults::words(payload.as_ref());
        Err(FetchError {
            place: request.address.as_str().into(),
            why: format!("a fault in liveblog itself ({fault})").into(),
            next: "please report it",
            passed_over: false,
        }
        .into())
    })
}
