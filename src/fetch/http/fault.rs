//! What can go wrong between here and a page, in words for the person.

use std::error::Error as _;
use std::io;

use ureq::Error;
use ureq::Timeout;

use crate::fetch::http::body::Fault;
use crate::fetch::http::body::WIRE_LIMIT;

/// Why, and what to do next.
pub(super) type Words = (String, &'static str);

const LATER: &str = "try again later";
const BROWSER: &str = "open it in a browser, save the page and add the file";
const CONNECTION: &str = "check the address and your connection";

/// What a failed request means.
pub(super) fn of_request(error: &Error) -> Words {
    match error {
        Error::HostNotFound => ("the host is not known".to_owned(), CONNECTION),
        Error::Timeout(kind) => (of_timeout(*kind), LATER),
        Error::Io(error) => of_io(error),
        Error::Rustls(error) => of_tls(&error.to_string()),
        Error::Tls(why) => of_tls(why),
        Error::LargeResponseHeader(..) => (
            "the server sends more than 64 KiB of headers".to_owned(),
            BROWSER,
        ),
        Error::Protocol(error) => (
            format!("the server does not speak HTTP as it should: {error}"),
            LATER,
        ),
        Error::InvalidProxyUrl | Error::ConnectProxyFailed(_) => (
            format!("the proxy cannot be used: {error}"),
            "check HTTPS_PROXY, HTTP_PROXY and NO_PROXY",
        ),
        other => (other.to_string(), CONNECTION),
    }
}

/// What a failed body means.
pub(super) fn of_body(fault: &Fault) -> Words {
    match fault {
        Fault::WireLimit => (
            format!(
                "the answer is larger than the limit of {} MiB",
                WIRE_LIMIT / 1024 / 1024
            ),
            BROWSER,
        ),
        Fault::Limit => (
            "unpacked, the answer is larger than the limit of 32 MiB".to_owned(),
            "nothing was kept of it; tell its publisher",
        ),
        Fault::Packed => (
            "the answer does not unpack; it was cut off".to_owned(),
            LATER,
        ),
        Fault::Stopped => ("it was stopped".to_owned(), "start it again"),
        Fault::Read(error) => of_io(error),
    }
}

/// What a status that is no page means.
pub(super) fn of_status(status: u16) -> Words {
    let (what, next) = match status {
        401 | 402 | 407 => ("it asks to log in", BROWSER),
        403 => ("the server refuses", BROWSER),
        404 => ("there is no such page", "check the address"),
        410 => ("the page was taken down", "what you have of it stays"),
        429 => (
            "the server asks for fewer requests",
            "it is left alone for a while",
        ),
        451 => ("the page is withheld for legal reasons", BROWSER),
        500..=599 => ("the server has a fault", LATER),
        _ => ("the server sends no page", BROWSER),
    };
    (format!("{what} (status {status})"), next)
}

fn of_timeout(kind: Timeout) -> String {
    match kind {
        Timeout::Resolve | Timeout::Connect => "no connection in time".to_owned(),
        Timeout::RecvResponse => "the server does not answer in time".to_owned(),
        _ => "the answer did not come whole in time".to_owned(),
    }
}

fn of_io(error: &io::Error) -> Words {
    if let Some(inner) = error.get_ref() {
        if let Some(inner) = inner.downcast_ref::<Error>() {
            return of_request(inner);
        }
        // Certificates are judged inside the first read.
        if error.kind() == io::ErrorKind::InvalidData {
            return of_tls(&inner.to_string());
        }
    }
    let why = match error.kind() {
        io::ErrorKind::ConnectionRefused => "the server refuses connections".to_owned(),
        io::ErrorKind::UnexpectedEof => {
            return (
                "the connection ended before the answer did".to_owned(),
                LATER,
            );
        }
        io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => {
            return ("the connection was cut".to_owned(), LATER);
        }
        io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable => {
            "the network cannot be reached".to_owned()
        }
        _ => error
            .source()
            .map_or_else(|| error.to_string(), ToString::to_string),
    };
    (why, CONNECTION)
}

fn of_tls(why: &str) -> Words {
    (
        format!("the connection is not secure: {why}"),
        "if you trust the server, name its CA file in config.toml, [network] ca_file",
    )
}
