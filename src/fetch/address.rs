//! Addresses of pages: what may be asked for, and where a redirect may lead.

use std::fmt;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;

use url::Host;
use url::Url;

use crate::engine::text::SafeText;
use crate::fetch::FetchError;

/// The longest address that is asked for, in bytes.
const LONGEST: usize = 8 * 1024;

/// The address of a page: `http` or `https`, with a host, without a name and password, without a fragment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address(Url);

impl Address {
    /// Reads an address as a person or a page gives it.
    pub fn parse(text: &str) -> Result<Self, FetchError> {
        let refuse = |why: &str, next| Err(FetchError::new(SafeText::new(text), why, next));
        if text.len() > LONGEST {
            return refuse("the address is longer than 8 KiB", "give a shorter one");
        }
        if text.chars().any(char::is_control) {
            return refuse("the address holds control characters", "copy it again");
        }
        match Url::parse(text.trim()).map_err(|error| error.to_string()) {
            Ok(url) => Self::checked(url)
                .or_else(|why| refuse(why, "give an address that begins with https://")),
            Err(why) => refuse(&format!("this is no address: {why}"), "copy it again"),
        }
    }

    /// The address that a link on this page leads to.
    pub fn join(&self, link: &str) -> Result<Self, &'static str> {
        if link.len() > LONGEST {
            return Err("an address longer than 8 KiB");
        }
        let url = self.0.join(link.trim());
        Self::checked(url.map_err(|_| "something that is no address")?)
    }

    fn checked(mut url: Url) -> Result<Self, &'static str> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err("an address that is neither http nor https");
        }
        if url.host().is_none() {
            return Err("an address without a host");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("an address with a name or password in it");
        }
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// Whether this is a further page of a blog: the same path with another query, or a number below it.
    pub fn is_page_of(&self, first: &Self) -> bool {
        let base = first.0.path().trim_end_matches('/');
        let below = self.0.path().trim_end_matches('/').strip_prefix(base);
        self.is_with(first)
            && below.is_some_and(|below| below.is_empty() || number_below(below).is_some())
    }

    /// Whether this address is on the same server as another.
    pub fn is_with(&self, other: &Self) -> bool {
        self.0.scheme() == other.0.scheme()
            && self.0.host() == other.0.host()
            && self.0.port() == other.0.port()
    }

    /// Which page of a blog this is, as its address says; the first, if it says nothing.
    pub fn page_number(&self) -> u32 {
        const NAMES: [&str; 6] = ["page", "p", "pg", "seite", "pagina", "paged"];
        let in_query = self
            .0
            .query_pairs()
            .filter(|(name, _)| NAMES.contains(&name.to_ascii_lowercase().as_str()))
            .find_map(|(_, value)| value.parse().ok());
        let below = || {
            let path = self.0.path().trim_end_matches('/');
            let at = path.rfind("/page/")?;
            number_below(&path[at..])
        };
        in_query.or_else(below).unwrap_or(1)
    }

    /// The address that a redirect leads to, or what is wrong with it.
    pub(super) fn redirected(&self, location: &str) -> Result<Self, &'static str> {
        let next = self.join(location)?;
        if self.0.scheme() == "https" && next.0.scheme() == "http" {
            return Err("an address that is not encrypted");
        }
        if next.is_link_local() || (next.is_local() && !self.is_local()) {
            return Err("a machine of your own network");
        }
        Ok(next)
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The host and port, which share one pace of requests.
    pub fn host(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        match self.0.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    /// A short name for what is there: the last part of the path, else the host.
    pub(super) fn name(&self) -> SafeText {
        let mut parts = self.0.path().rsplit('/').filter(|part| !part.is_empty());
        let name = parts.next().or_else(|| self.0.host_str());
        SafeText::new(name.unwrap_or_default())
    }

    pub(super) fn is_local(&self) -> bool {
        match self.0.host() {
            Some(Host::Ipv4(ip)) => is_local_v4(ip),
            Some(Host::Ipv6(ip)) => ip.to_ipv4_mapped().is_some_and(is_local_v4) || is_local_v6(ip),
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            None => true,
        }
    }

    fn is_link_local(&self) -> bool {
        match self.0.host() {
            Some(Host::Ipv4(ip)) => ip.is_link_local(),
            Some(Host::Ipv6(ip)) => {
                ip.to_ipv4_mapped().is_some_and(|ip| ip.is_link_local())
                    || ip.is_unicast_link_local()
            }
            _ => false,
        }
    }
}

/// The number of `/3` or `/page/3`.
fn number_below(path: &str) -> Option<u32> {
    let rest = path.strip_prefix("/page").unwrap_or(path);
    rest.strip_prefix('/')?.parse().ok()
}

fn is_local_v4(ip: Ipv4Addr) -> bool {
    ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified()
}

fn is_local_v6(ip: Ipv6Addr) -> bool {
    ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local() || ip.is_unicast_link_local()
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_asked_for() {
        let good = Address::parse(" HTTPS://News.Example:8443/live/flood?page=2#entry-3 ").unwrap();
        assert_eq!(good.as_str(), "https://news.example:8443/live/flood?page=2");
        assert_eq!(good.host(), "news.example:8443");
        assert_eq!(good.name().as_str(), "flood");
        for bad in [
            "file:///etc/passwd",
            "ftp://a.example/",
            "javascript:alert(1)",
            "https://",
            "https://ann:secret@a.example/",
            "https://a.example/\u{1b}[2J",
            "https://a.example/a\nb",
        ] {
            let error = Address::parse(bad).unwrap_err();
            assert!(!error.to_string().contains('\u{1b}'), "{error}");
        }
        assert!(Address::parse(&format!("https://a.example/{}", "a".repeat(9000))).is_err());
    }

    #[test]
    fn redirects_lead_only_to_the_open_web() {
        let from = Address::parse("https://a.example/live").unwrap();
        let next = |to: &str| from.redirected(to).map(|next| next.to_string());
        assert_eq!(next("/other"), Ok("https://a.example/other".to_owned()));
        assert_eq!(next("//b.example/x"), Ok("https://b.example/x".to_owned()));
        for bad in [
            "file:///etc/passwd",
            "data:text/html,x",
            "gopher://a.example/",
            "http://a.example/live",
            "https://169.254.169.254/latest",
            "https://2852039166/latest",
            "https://[fe80::1]/",
            "https://[::ffff:169.254.169.254]/",
            "https://localhost:631/",
            "https://10.0.0.1/",
            "https://ann:secret@a.example/",
            "https://",
        ] {
            assert!(next(bad).is_err(), "{bad}");
        }
        let local = Address::parse("http://127.0.0.1:8000/").unwrap();
        assert!(local.redirected("http://localhost:8000/").is_ok());
        assert!(local.redirected("http://169.254.169.254/").is_err());
    }
}
