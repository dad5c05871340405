//! Pictures that the person asks to see: found in the library, else fetched, and read, all beside the library's thread.
//! One is asked for at a time; to ask for another, or for none, gives up the one before.

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Sender;

use jiff::Timestamp;

use crate::app::Msg;
use crate::app::update::Came;
use crate::engine::picture;
use crate::engine::text::SafeText;
use crate::fetch::Address;
use crate::fetch::Web;
use crate::fetch::WebError;
use crate::fetch::WebOptions;
use crate::follow::pictures;
use crate::follow::pictures::Place;
use crate::store::Result;
use crate::store::Store;
use crate::tui::faults;
use crate::tui::post::Post;
use crate::tui::run::Event;
use crate::tui::worker::Job;

/// What makes the request under way end; empty once that is asked for before it began.
type Switch = Arc<Mutex<Wanted>>;

/// Whether a picture is still wanted.
#[derive(Debug, Default)]
struct Wanted {
    left: bool,
    stop: Option<Arc<AtomicBool>>,
}

/// A picture that came from the web.
#[derive(Debug)]
pub(crate) struct Fetched {
    url: SafeText,
    address: Address,
    answer: std::result::Result<Vec<u8>, WebError>,
}

/// The way to the pictures.
#[derive(Debug)]
pub(crate) struct Picturing {
    options: WebOptions,
    jobs: Sender<Job>,
    events: Post,
    now: Option<Switch>,
}

impl Picturing {
    /// No picture was asked for yet.
    pub(crate) fn new(options: WebOptions, jobs: Sender<Job>, events: Post) -> Self {
        Self {
            options,
            jobs,
            events,
            now: None,
        }
    }

    /// Asks for a picture. What comes of it is told to the loop.
    pub(crate) fn show(
        &mut self,
        store: &Store,
        ticket: u64,
        url: SafeText,
        page: Option<&str>,
    ) -> Result<Vec<Msg>> {
        self.leave();
        let place = pictures::find(store, &url, Timestamp::now());
        let place = place.unwrap_or_else(|error| Place::Nowhere(error.to_string().into()));
        if let Place::Nowhere(why) = place {
            return Ok(vec![Msg::Picture {
                ticket,
                came: Err(why),
            }]);
        }
        let switch = Switch::default();
        self.now = Some(Arc::clone(&switch));
        let page = page.and_then(|page| Address::parse(page).ok());
        let (options, jobs, events) =
            (self.options.clone(), self.jobs.clone(), self.events.clone());
        let work = move || {
            let came = came(place, url, page.as_ref(), &options, &switch, &jobs);
            let _ = events.send(Event::Told(vec![Msg::Picture { ticket, came }]));
        };
        let started = std::thread::Builder::new()
            .name("picture".to_owned())
            .spawn(work);
        Ok(match started {
            Ok(_) => Vec::new(),
            Err(error) => vec![Msg::Picture {
                ticket,
                came: Err(SafeText::from(format!(
                    "no thread can be started ({error})"
                ))),
            }],
        })
    }

    /// Gives up the picture that was asked for.
    pub(crate) fn leave(&mut self) {
        if let Some(switch) = self.now.take() {
            let mut wanted = switch.lock().unwrap_or_else(PoisonError::into_inner);
            wanted.left = true;
            if let Some(stop) = &wanted.stop {
                stop.store(true, Ordering::SeqCst);
            }
        }
    }

    /// Keeps what came.
    pub(crate) fn keep(&self, store: &mut Store, fetched: &Fetched) -> Result<Vec<Msg>> {
        let (url, address) = (fetched.url.as_str(), &fetched.address);
        pictures::keep(store, (url, address), &fetched.answer, Timestamp::now())?;
        Ok(Vec::new())
    }
}

impl Drop for Picturing {
    fn drop(&mut self) {
        self.leave();
    }
}

/// Brings a picture and reads it. A fault in that is told like any other failure.
fn came(
    place: Place,
    url: SafeText,
    page: Option<&Address>,
    options: &WebOptions,
    switch: &Switch,
    jobs: &Sender<Job>,
) -> Came {
    let work = || match place {
        // Who leafs through pictures waits for the last one only.
        _ if is_left(switch) => Err("it was given up".into()),
        Place::Here(bytes, at) => read(&bytes).map(|raster| (raster, at)),
        Place::Web(address) => {
            let answer = fetch(&address, page, options, switch);
            let read = match &answer {
                Ok(bytes) => read(bytes),
                Err(failed) => Err(told(failed)),
            };
            // What cannot be drawn is not kept: it may be a page that asks to log in.
            if read.is_ok() || answer.is_err() {
                let _ = jobs.send(Job::KeepPicture(Box::new(Fetched {
                    url,
                    address,
                    answer,
                })));
            }
            read.map(|raster| (raster, None))
        }
        Place::Nowhere(why) => Err(why),
    };
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| {
        let fault = faults::words(payload.as_ref());
        Err(SafeText::from(format!(
            "a fault in liveblog itself ({fault}); please report it"
        )))
    })
}

/// Whether nobody waits for the picture any more.
fn is_left(switch: &Switch) -> bool {
    switch.lock().unwrap_or_else(PoisonError::into_inner).left
}

/// Reads bytes.
fn read(bytes: &[u8]) -> std::result::Result<Arc<picture::Raster>, SafeText> {
    picture::read(bytes).map(Arc::new).map_err(SafeText::from)
}

/// Why a picture did not come, and what to do.
fn told(failed: &WebError) -> SafeText {
    SafeText::from(format!("{}; {}", failed.error.why, failed.error.next))
}

fn fetch(
    address: &Address,
    page: Option<&Address>,
    options: &WebOptions,
    switch: &Switch,
) -> std::result::Result<Vec<u8>, WebError> {
    let mut web = Web::new(options)?;
    {
        let mut wanted = switch.lock().unwrap_or_else(PoisonError::into_inner);
        web.stop().store(wanted.left, Ordering::SeqCst);
        wanted.stop = Some(web.stop());
    }
    web.picture(address, page, &Timestamp::now)
}

/// A picture that is here already, read at once: for a reader that is nowhere shown.
pub(crate) fn at_once(store: &Store, ticket: u64, url: &str) -> Result<Vec<Msg>> {
    let came = match pictures::find(store, url, Timestamp::now())? {
        Place::Here(bytes, at) => read(&bytes).map(|raster| (raster, at)),
        Place::Web(_) => Err("it is not in the library".into()),
        Place::Nowhere(why) => Err(why),
    };
    Ok(vec![Msg::Picture { ticket, came }])
}
