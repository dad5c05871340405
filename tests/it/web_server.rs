//! A web server on this computer for tests: it answers as each test says and remembers what it was asked.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

/// One request.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// The path with its query.
    pub(crate) path: String,
    /// The headers, names in small letters.
    headers: Vec<(String, String)>,
    /// How many requests for this path came before.
    pub(crate) before: usize,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What is answered.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    /// A status, headers and a body, with the right length.
    Whole(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// These bytes, then the connection ends.
    Raw(Vec<u8>),
    /// These bytes, then one byte for each pause, without end.
    Trickle(Vec<u8>, Duration),
    /// Nothing; the connection stays open.
    Silence,
}

impl Reply {
    /// A page.
    pub(crate) fn page(body: &str) -> Self {
        let kind = ("Content-Type", "text/html; charset=utf-8".to_owned());
        Self::Whole(200, vec![kind], body.as_bytes().to_vec())
    }

    /// A status without a body.
    pub(crate) fn status(status: u16) -> Self {
        Self::Whole(status, Vec::new(), Vec::new())
    }

    /// The same with a further header.
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        if let Self::Whole(_, headers, _) = &mut self {
            headers.push((name, value.to_owned()));
        }
        self
    }

    /// A redirect.
    pub(crate) fn to(location: &str) -> Self {
        Self::status(302).with("Location", location)
    }
}

type Headers = Vec<(String, String)>;

type Handler = dyn Fn(&Asked) -> Reply + Send + Sync;

/// A running server; it ends with the test.
pub(crate) struct Server {
    port: u16,
    log: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// Starts a server.
    pub(crate) fn new(handler: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        Self::start(None, handler)
    }

    /// Starts a server that speaks TLS.
    pub(crate) fn secure(
        tls: Arc<rustls::ServerConfig>,
        handler: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self::start(Some(tls), handler)
    }

    fn start(
        tls: Option<Arc<rustls::ServerConfig>>,
        handler: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let log: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let handler: Arc<Handler> = Arc::new(handler);
        let kept = Arc::clone(&log);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (handler, log, tls) = (Arc::clone(&handler), Arc::clone(&kept), tls.clone());
                std::thread::spawn(move || match tls {
                    None => serve(stream, &*handler, &log),
                    Some(config) => {
                        let connection = rustls::ServerConnection::new(config).unwrap();
                        serve(
                            rustls::StreamOwned::new(connection, stream),
                            &*handler,
                            &log,
                        );
                    }
                });
            }
        });
        Self { port, log }
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The same under another scheme and host.
    pub(crate) fn url_at(&self, scheme: &str, host: &str, path: &str) -> String {
        format!("{scheme}://{host}:{}{path}", self.port)
    }

    /// What was asked so far.
    pub(crate) fn log(&self) -> Vec<Asked> {
        self.log.lock().unwrap().clone()
    }
}

fn serve(mut stream: impl Read + Write, handler: &Handler, log: &Mutex<Vec<Asked>>) {
    let mut asked = head(&mut stream);
    if let Some((_, path, headers)) = asked.take_if(|(method, ..)| method == "CONNECT") {
        keep(log, path, headers);
        let _ = stream.write_all(b"HTTP/1.1 200 Connected\r\n\r\n");
        asked = head(&mut stream);
    }
    let Some((_, path, headers)) = asked else {
        let _ = stream.write_all(b"HTTP/1.1 400 What\r\nConnection: close\r\n\r\n");
        return;
    };
    let asked = keep(log, path, headers);
    // A client that has gone is no failure of the server.
    let _ = answer(&mut stream, handler(&asked));
}

fn keep(log: &Mutex<Vec<Asked>>, path: String, headers: Headers) -> Asked {
    let mut log = log.lock().unwrap();
    let before = log.iter().filter(|asked| asked.path == path).count();
    let asked = Asked {
        path,
        headers,
        before,
    };
    log.push(asked.clone());
    asked
}

/// The method, the path and the headers of a request.
fn head(stream: &mut impl Read) -> Option<(String, String, Headers)> {
    let mut lines = BufReader::with_capacity(1, stream).lines();
    let first = lines.next()?.ok()?;
    let (method, rest) = first.split_once(' ')?;
    let path = rest.split(' ').next()?.to_owned();
    let mut headers = Vec::new();
    for line in lines {
        let line = line.ok()?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':')?;
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    Some((method.to_owned(), path, headers))
}

fn answer(stream: &mut impl Write, reply: Reply) -> std::io::Result<()> {
    match reply {
        Reply::Whole(status, headers, body) => {
            let mut text = format!(
                "HTTP/1.1 {status} As Said\r\nContent-Length: {}\r\nConnection: close\r\n",
                body.len()
            );
            for (name, value) in headers {
                text += &format!("{name}: {value}\r\n");
            }
            stream.write_all(text.as_bytes())?;
            stream.write_all(b"\r\n")?;
            stream.write_all(&body)?;
            stream.flush()
        }
        Reply::Raw(bytes) => {
            stream.write_all(&bytes)?;
            stream.flush()
        }
        Reply::Trickle(bytes, pause) => {
            stream.write_all(&bytes)?;
            loop {
                stream.flush()?;
                std::thread::sleep(pause);
                stream.write_all(b" ")?;
            }
        }
        Reply::Silence => {
            std::thread::sleep(Duration::from_secs(60));
            Ok(())
        }
    }
}

/// An entry of an invented blog.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) id: u32,
    pub(crate) heading: String,
    pub(crate) text: String,
}

impl Told {
    pub(crate) fn new(id: u32, heading: &str, text: &str) -> Self {
        Self {
            id,
            heading: heading.to_owned(),
            text: text.to_owned(),
        }
    }

    /// One of a row of entries that all tell something else.
    pub(crate) fn numbered(id: u32) -> Self {
        let places = [
            "harbour", "mill", "station", "bridge", "school", "market", "theatre", "hospital",
        ];
        let verbs = [
            "reopened",
            "was closed",
            "lost power",
            "took in guests",
            "asked for volunteers",
        ];
        let (place, verb) = (places[id as usize % 8], verbs[id as usize % 5]);
        Self::new(
            id,
            &format!("The {place} of district {id} {verb}"),
            &format!(
                "Officials in district {id} said that the {place} there {verb} at {} minutes past the hour, and that {} people were told in person.",
                id * 7 % 60,
                id * 131 + 17
            ),
        )
    }
}

/// The page of an invented blog whose entries are newest first and a minute apart, the first at `newest`.
pub(crate) fn blog(newest: jiff::Timestamp, entries: &[Told]) -> String {
    let mut page = String::from(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Storm over Quarrel Bay: live</title>\
         <meta property=\"og:type\" content=\"article\"></head><body><main><h1>Storm over Quarrel Bay: live</h1>",
    );
    for (i, told) in entries.iter().enumerate() {
        let at = newest - jiff::SignedDuration::from_mins(i64::try_from(i).unwrap());
        page += &format!(
            "<article id=\"entry-{}\" class=\"live-entry\"><time datetime=\"{at}\">{at}</time><h2>{}</h2><p>{}</p></article>",
            told.id, told.heading, told.text
        );
    }
    page + "</main><footer>Invented for tests</footer></body></html>"
}

/// Waits until a connection to this server is accepted: used where a server is to be gone.
pub(crate) fn unused_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    port
}
