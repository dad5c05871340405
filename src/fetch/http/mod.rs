//! Pages over HTTP: asked for politely, taken whole or not at all, and only from the open web.
//! What is asked when, and what is kept of it, is decided elsewhere.

mod body;
mod fault;
mod trust;
mod wait;

use std::collections::HashMap;
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use jiff::Timestamp;
use ureq::Agent;
use ureq::Body;
use ureq::http::Response;

use crate::engine::model::Capture;
use crate::engine::model::RawSnapshot;
use crate::engine::text::SafeText;
use crate::fetch::FetchError;
use crate::fetch::address::Address;
use crate::fetch::content;
use crate::fetch::http::body::Coding;

pub(in crate::fetch) use wait::date;

pub use wait::LONGEST as LONGEST_WAIT;
pub use wait::SHORTEST as SHORTEST_WAIT;

/// How many redirects are followed.
const REDIRECTS: usize = 10;

/// The most bytes of headers in one answer.
const HEADERS: usize = 64 * 1024;

/// The longest validator that is kept, in bytes.
const VALIDATOR: usize = 1024;

/// How long the parts of one request may take at most.
const CONNECT: Duration = Duration::from_secs(10);
const FIRST_BYTE: Duration = Duration::from_secs(10);

/// Who is asking, truthfully.
const USER_AGENT: &str = concat!(
    "liveblog/",
    env!("CARGO_PKG_VERSION"),
    " (a reader for live blogs)"
);

const ACCEPT: &str = "text/html, application/xhtml+xml, application/feed+json, application/atom+xml, application/rss+xml, application/json;q=0.9, */*;q=0.5";

/// What can be drawn.
const PICTURES: &str = "image/jpeg, image/png, image/webp, image/gif, image/*;q=0.5";

/// How the web is asked.
#[derive(Debug, Clone)]
pub struct WebOptions {
    /// How long one request may take as a whole.
    pub timeout: Duration,
    /// How long to wait at least between two requests to the same host.
    pub spacing: Duration,
    /// A file with further certificates to trust, in PEM.
    pub ca_file: Option<PathBuf>,
}

impl Default for WebOptions {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            spacing: Duration::from_secs(1),
            ca_file: None,
        }
    }
}

/// What a server gave to tell whether a page has changed, and where.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Validators {
    /// The address that gave them; they are sent to no other.
    pub address: String,
    /// The entity tag.
    pub etag: Option<String>,
    /// The date of the last change.
    pub last_modified: Option<String>,
}

/// What to ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The page.
    pub address: Address,
    /// What it gave when it was last fetched.
    pub validators: Option<Validators>,
}

/// A page that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The page as given, captured now, or when the archive that holds it says.
    pub raw: RawSnapshot,
    /// Where it came from in the end.
    pub address: Address,
    /// What to send the next time.
    pub validators: Option<Validators>,
    /// Whether an archive gave it: such a page never changes.
    pub archived: bool,
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The page.
    Page(Box<Page>),
    /// The page is as it was.
    Unchanged,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub struct WebError {
    /// In words.
    pub error: FetchError,
    /// How long the server wants to be left alone, if it says so.
    pub wait: Option<Duration>,
    /// The status of the answer, if there was one.
    pub status: Option<u16>,
}

impl From<FetchError> for WebError {
    fn from(error: FetchError) -> Self {
        Self {
            error,
            wait: None,
            status: None,
        }
    }
}

/// The web, asked at a polite pace.
#[derive(Debug)]
pub struct Web {
    agent: Agent,
    spacing: Duration,
    /// When each host may be asked again.
    free: HashMap<String, Instant>,
    stop: Arc<AtomicBool>,
}

impl Web {
    /// The web as the options say; proxies come from the environment. Fails where the CA file cannot be used.
    pub fn new(options: &WebOptions) -> Result<Self, FetchError> {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(HEADERS)
            .max_idle_age(Duration::from_secs(60))
            .user_agent(USER_AGENT)
            .accept_encoding("gzip, br")
            .timeout_global(Some(options.timeout))
            .timeout_connect(Some(CONNECT.min(options.timeout)))
            .timeout_recv_response(Some(FIRST_BYTE.min(options.timeout)))
            .tls_config(trust::tls(options.ca_file.as_deref())?)
            .build();
        Ok(Self {
            agent: config.new_agent(),
            spacing: options.spacing,
            free: HashMap::new(),
            stop: Arc::default(),
        })
    }

    /// A switch that makes the request under way, and all that follow, end at once.
    pub fn stop(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stop)
    }

    /// Asks for a page. `now` is when the answer comes, for the capture.
    pub fn get(
        &mut self,
        request: &Request,
        now: &dyn Fn() -> Timestamp,
    ) -> Result<Answer, WebError> {
        let (address, response) = self.travel(request, ACCEPT)?;
        match response.status().as_u16() {
            200 | 203 => self.page(request, address, response, now()),
            304 if request.validators.is_some() => Ok(Answer::Unchanged),
            status => Err(refused(request, status, &response, now())),
        }
    }

    /// Asks for a document that is no page: its bytes as they are.
    pub fn document(
        &mut self,
        address: &Address,
        now: &dyn Fn() -> Timestamp,
    ) -> Result<Vec<u8>, WebError> {
        let request = Request {
            address: address.clone(),
            validators: None,
        };
        let (_, response) = self.travel(&request, ACCEPT)?;
        match response.status().as_u16() {
            200 | 203 => self.body(address, response),
            status => Err(refused(&request, status, &response, now())),
        }
    }

    /// Asks for a picture that a page shows. A page of the open web is not followed to a machine of the person's own network.
    pub fn picture(
        &mut self,
        address: &Address,
        page: Option<&Address>,
        now: &dyn Fn() -> Timestamp,
    ) -> Result<Vec<u8>, WebError> {
        if address.is_local() && !page.is_some_and(Address::is_local) {
            return Err(failed(
                address,
                "the page points to a machine of your own network",
                "open it in a browser if you trust it",
            ));
        }
        let request = Request {
            address: address.clone(),
            validators: None,
        };
        let (_, response) = self.travel(&request, PICTURES)?;
        match response.status().as_u16() {
            200 | 203 => self.body(address, response),
            404 | 410 => Err(failed(
                address,
                "the picture is not there any more",
                "an archive of the web may have it",
            )),
            status => Err(refused(&request, status, &response, now())),
        }
    }

    /// Asks for an address, and where that redirects, until something else comes.
    fn travel(
        &mut self,
        request: &Request,
        accept: &str,
    ) -> Result<(Address, Response<Body>), WebError> {
        let asked = &request.address;
        let mut address = asked.clone();
        let mut seen = HashSet::new();
        for _ in 0..=REDIRECTS {
            if !seen.insert(address.clone()) {
                return Err(failed(
                    asked,
                    "it redirects in a circle, as pages do that want cookies",
                    "open it in a browser, save the page and add the file",
                ));
            }
            let response = self.call(request, &address, accept)?;
            if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
                return Ok((address, response));
            }
            let location = header(&response, "location").unwrap_or_default();
            address = address.redirected(&location).map_err(|what| {
                failed(
                    asked,
                    &format!("it redirects to {what}"),
                    "open it in a browser and give the address that it ends at",
                )
            })?;
        }
        Err(failed(
            asked,
            &format!("it redirects more than {REDIRECTS} times"),
            "open it in a browser and give the address that it ends at",
        ))
    }

    fn call(
        &mut self,
        request: &Request,
        address: &Address,
        accept: &str,
    ) -> Result<Response<Body>, WebError> {
        self.keep_pace(address, &request.address)?;
        let mut call = self.agent.get(address.as_str()).header("Accept", accept);
        let ours = request
            .validators
            .as_ref()
            .filter(|known| known.address == address.as_str());
        if let Some(known) = ours {
            for (name, value) in [
                ("If-None-Match", &known.etag),
                ("If-Modified-Since", &known.last_modified),
            ] {
                if let Some(value) = value {
                    call = call.header(name, value);
                }
            }
        }
        call.call().map_err(|error| {
            let (why, next) = fault::of_request(&error);
            failed(&request.address, &why, next)
        })
    }

    /// Waits until the host may be asked again.
    fn keep_pace(&mut self, address: &Address, asked: &Address) -> Result<(), WebError> {
        const GLANCE: Duration = Duration::from_millis(50);
        let free = self.free.get(&address.host()).copied();
        loop {
            if self.stop.load(Ordering::SeqCst) {
                let (why, next) = fault::of_body(&body::Fault::Stopped);
                return Err(failed(asked, &why, next));
            }
            let left = free.map_or(Duration::ZERO, |free| {
                free.saturating_duration_since(Instant::now())
            });
            if left.is_zero() {
                break;
            }
            thread::sleep(left.min(GLANCE));
        }
        self.free
            .insert(address.host(), Instant::now() + self.spacing);
        Ok(())
    }

    fn page(
        &self,
        request: &Request,
        address: Address,
        response: Response<Body>,
        now: Timestamp,
    ) -> Result<Answer, WebError> {
        let asked = &request.address;
        let validators = validators(&address, &response);
        let media_type = header(&response, "content-type");
        let archive = Archive::stated(&address, &response);
        let bytes = self.body(asked, response)?;
        if let Some(what) = content::not_text(&bytes) {
            return Err(failed(
                asked,
                &format!("this is no page: {what}"),
                "give the address of a live blog",
            ));
        }
        let url = archive
            .as_ref()
            .and_then(|archive| archive.original.clone())
            .unwrap_or_else(|| address.to_string());
        let capture = Capture {
            name: asked.name(),
            origin: SafeText::new(asked.as_str()),
            captured_at: Some(archive.as_ref().map_or(now, |archive| archive.captured_at)),
            modified_hint: None,
            url: Some(url),
            media_type: media_type.map(|text| SafeText::new(&text).to_string()),
            continues: false,
        };
        Ok(Answer::Page(Box::new(Page {
            raw: RawSnapshot::new(capture, bytes),
            address,
            validators,
            archived: archive.is_some(),
        })))
    }

    /// The body of an answer, unpacked and whole.
    fn body(&self, asked: &Address, response: Response<Body>) -> Result<Vec<u8>, WebError> {
        let coding = header(&response, "content-encoding");
        let Some(coding) = Coding::stated(coding.as_deref()) else {
            return Err(failed(
                asked,
                "the answer is packed in a way that was not asked for",
                "open it in a browser, save the page and add the file",
            ));
        };
        let wire = response.into_body().into_with_config().limit(u64::MAX);
        let stop = || self.stop.load(Ordering::SeqCst);
        body::read(wire.reader(), coding, &stop).map_err(|fault| {
            let (why, next) = fault::of_body(&fault);
            failed(asked, &why, next)
        })
    }
}

/// What an archive says of a page that it holds.
struct Archive {
    captured_at: Timestamp,
    original: Option<String>,
}

impl Archive {
    fn stated(address: &Address, response: &Response<Body>) -> Option<Self> {
        let captured_at = wait::date(&header(response, "memento-datetime")?)?;
        let original = header(response, "link")
            .and_then(|links| crate::fetch::link::with_relation(&links, "original"))
            .and_then(|link| address.join(&link).ok())
            .map(|original| original.to_string());
        Some(Self {
            captured_at,
            original,
        })
    }
}

fn refused(request: &Request, status: u16, response: &Response<Body>, now: Timestamp) -> WebError {
    let (why, next) = fault::of_status(status);
    let mut error = failed(&request.address, &why, next);
    error.status = Some(status);
    let stated = header(response, "retry-after");
    if matches!(status, 429 | 503) || stated.is_some() {
        error.wait = Some(wait::asked(stated.as_deref(), now));
    }
    error
}

fn failed(address: &Address, why: &str, next: &'static str) -> WebError {
    FetchError::new(SafeText::new(address.as_str()), why, next).into()
}

fn validators(address: &Address, response: &Response<Body>) -> Option<Validators> {
    let kept = |name| {
        header(response, name).filter(|value| {
            value.len() <= VALIDATOR && value.bytes().all(|byte| (b' '..0x7f).contains(&byte))
        })
    };
    let validators = Validators {
        address: address.to_string(),
        etag: kept("etag"),
        last_modified: kept("last-modified"),
    };
    let any = validators.etag.is_some() || validators.last_modified.is_some();
    any.then_some(validators)
}

/// A header's value as text; one that is no UTF-8 is as good as absent.
fn header(response: &Response<Body>, name: &str) -> Option<String> {
    let value = response.headers().get(name)?;
    std::str::from_utf8(value.as_bytes())
        .ok()
        .map(str::to_owned)
}
