//! Lists of what web archives hold of a page: CDX answers and Memento TimeMaps, as text from outside.
//! What is fetched of them, and in which order, is decided elsewhere.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::Value;
use url::form_urlencoded::byte_serialize;

use crate::fetch::address::Address;
use crate::fetch::http::date;
use crate::fetch::link;

/// So many captures of one page are looked at.
const MOST: usize = 50_000;

/// Where an archive is asked. In both, `{url}` stands for the page's address; in `page`, `{timestamp}` for the capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archive {
    /// The address of the list of captures.
    pub list: String,
    /// The address of one capture as it was taken. Lists that name their captures themselves do without.
    pub page: String,
}

impl Default for Archive {
    fn default() -> Self {
        Self {
            list: "https://web.archive.org/cdx/search/cdx?url={url}&output=json&filter=statuscode:200&collapse=digest"
                .to_owned(),
            page: "https://web.archive.org/web/{timestamp}id_/{url}".to_owned(),
        }
    }
}

/// One capture that an archive lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// When the page was captured.
    pub at: Timestamp,
    /// Where the archive gives it.
    pub address: Address,
    /// What the archive says of its content: equal digests, equal content.
    pub digest: Option<String>,
}

impl Archive {
    /// The address of the list of a page's captures.
    pub fn list_of(&self, page: &Address) -> Result<Address, crate::fetch::FetchError> {
        let url: String = byte_serialize(page.as_str().as_bytes()).collect();
        Address::parse(&self.list.replace("{url}", &url))
    }

    /// The captures that a list names, oldest first. What is no capture of a page is passed over.
    pub fn captures(&self, asked: &Address, text: &str) -> Vec<Listed> {
        let text = text.trim_start_matches('\u{feff}').trim();
        let mut found = match text.chars().next() {
            Some('[') => self.of_rows(text),
            Some('{') => self.of_objects(text.lines()),
            Some('<') => of_links(asked, text),
            _ => self.of_lines(text),
        };
        found.sort_by_key(|one| one.at);
        found.dedup_by(|a, b| a.at == b.at && a.address == b.address);
        found
    }

    /// An array of rows, the first of which names the columns; or an array of objects.
    fn of_rows(&self, text: &str) -> Vec<Listed> {
        let rows: Vec<Value> = serde_json::from_str(text).unwrap_or_default();
        let names: Vec<String> = match rows.first() {
            Some(Value::Array(names)) => names.iter().map(plain).collect(),
            _ => Vec::new(),
        };
        let found = rows.iter().filter_map(|row| match row {
            Value::Array(values) => {
                let field = |name: &str| {
                    let at = names.iter().position(|known| known == name)?;
                    values.get(at).map(plain)
                };
                self.capture(field)
            }
            row => self.capture(|name| row.get(name).map(plain)),
        });
        found.take(MOST).collect()
    }

    /// One object on each line.
    fn of_objects<'a>(&self, lines: impl Iterator<Item = &'a str>) -> Vec<Listed> {
        let rows = lines.filter_map(|line| serde_json::from_str::<Value>(line).ok());
        rows.filter_map(|row| self.capture(|name| row.get(name).map(plain)))
            .take(MOST)
            .collect()
    }

    /// Lines of words: key, timestamp, original, media type, status, digest.
    fn of_lines(&self, text: &str) -> Vec<Listed> {
        const NAMES: [&str; 6] = [
            "urlkey",
            "timestamp",
            "original",
            "mimetype",
            "statuscode",
            "digest",
        ];
        let found = text.lines().filter_map(|line| {
            let words: Vec<&str> = line.split_ascii_whitespace().collect();
            self.capture(|name| {
                let at = NAMES.iter().position(|known| *known == name)?;
                words.get(at).map(|word| (*word).to_owned())
            })
        });
        found.take(MOST).collect()
    }

    fn capture(&self, field: impl Fn(&str) -> Option<String>) -> Option<Listed> {
        let either = |a: &str, b: &str| field(a).or_else(|| field(b));
        let timestamp = field("timestamp")?;
        let at = instant(&timestamp)?;
        let original = either("original", "url")?;
        let status = either("statuscode", "status").unwrap_or_default();
        let kind = either("mimetype", "mime").unwrap_or_default();
        let is_page = matches!(status.as_str(), "200" | "-" | "")
            && !["image/", "audio/", "video/", "font/"]
                .iter()
                .any(|kinds| kind.starts_with(kinds));
        if !is_page {
            return None;
        }
        let address = self
            .page
            .replace("{timestamp}", &timestamp)
            .replace("{url}", &original);
        Some(Listed {
            at,
            address: Address::parse(&address).ok()?,
            digest: field("digest").filter(|digest| digest.len() > 1),
        })
    }
}

/// A TimeMap: links that are mementos and say when they were taken.
fn of_links(asked: &Address, text: &str) -> Vec<Listed> {
    let mementos = link::links(text).filter(|one| one.is("memento"));
    let found = mementos.filter_map(|one| {
        Some(Listed {
            at: date(one.attribute("datetime")?)?,
            address: asked.redirected(&one.target).ok()?,
            digest: None,
        })
    });
    found.take(MOST).collect()
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// `20310314120000`: year, month, day, hour, minute and second in UTC; later parts may be absent.
fn instant(digits: &str) -> Option<Timestamp> {
    if !(4..=14).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let whole = format!("{digits}{}", &"00000101000000"[digits.len()..]);
    let part = |from: usize, to: usize| whole[from..to].parse::<i8>().ok();
    let time = DateTime::new(
        whole[..4].parse().ok()?,
        part(4, 6)?,
        part(6, 8)?,
        part(8, 10)?,
        part(10, 12)?,
        part(12, 14)?.min(59),
        0,
    );
    TimeZone::UTC.to_timestamp(time.ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Address {
        Address::parse("https://archive.example/list").unwrap()
    }

    fn archive() -> Archive {
        Archive {
            list: "https://archive.example/cdx?url={url}".to_owned(),
            page: "https://archive.example/{timestamp}id_/{url}".to_owned(),
        }
    }

    fn times(text: &str) -> Vec<String> {
        let found = archive().captures(&asked(), text);
        found
            .iter()
            .map(|one| format!("{} {}", one.at, one.address))
            .collect()
    }

    #[test]
    fn every_form_of_list_is_read() {
        let expected = [
            "2031-03-14T12:00:00Z https://archive.example/20310314120000id_/https://news.example/live",
            "2031-03-14T13:30:00Z https://archive.example/20310314133000id_/https://news.example/live",
        ];
        let rows = r#"[["urlkey","timestamp","original","mimetype","statuscode","digest"],
            ["k","20310314133000","https://news.example/live","text/html","200","BBB"],
            ["k","20310314120000","https://news.example/live","text/html","200","AAA"],
            ["k","20310314140000","https://news.example/live","text/html","404","CCC"],
            ["k","20310314140000","https://news.example/live.png","image/png","200","CCC"],
            ["k","soon","https://news.example/live","text/html","200","DDD"], "odd", 7, null]"#;
        assert_eq!(times(rows), expected);
        let lines = "{\"timestamp\":\"20310314120000\",\"url\":\"https://news.example/live\",\"status\":\"200\",\"mime\":\"text/html\",\"digest\":\"AAA\"}\nnonsense\n{\"timestamp\": \"20310314133000\", \"url\": \"https://news.example/live\", \"status\": 200}";
        assert_eq!(times(lines), expected);
        let words = "example,news)/live 20310314120000 https://news.example/live text/html 200 AAA 1234\nexample,news)/live 20310314133000 https://news.example/live text/html 200 BBB 1234\n";
        assert_eq!(times(words), expected);
        let links = "<https://news.example/live>; rel=\"original\",
            <https://archive.example/m/2>; rel=\"memento\"; datetime=\"Fri, 14 Mar 2031 13:30:00 GMT\",
            </m/1>; rel=\"first memento\"; datetime=\"Fri, 14 Mar 2031 12:00:00 GMT\",
            <file:///m/3>; rel=\"memento\"; datetime=\"Fri, 14 Mar 2031 14:30:00 GMT\"";
        assert_eq!(
            times(links),
            [
                "2031-03-14T12:00:00Z https://archive.example/m/1",
                "2031-03-14T13:30:00Z https://archive.example/m/2"
            ]
        );
    }

    #[test]
    fn what_is_no_list_names_nothing() {
        for text in [
            "",
            "[]",
            "{}",
            "<",
            "[[\"timestamp\"]]",
            "<html>",
            "[1,",
            "no\nlist",
        ] {
            assert!(times(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn short_and_odd_timestamps() {
        assert_eq!(
            instant("20310314").map(|at| at.to_string()).as_deref(),
            Some("2031-03-14T00:00:00Z")
        );
        for odd in [
            "",
            "203",
            "20311314000000",
            "2031031412000000",
            "2031031412000x",
        ] {
            assert_eq!(instant(odd), None, "{odd}");
        }
    }

    #[test]
    fn the_page_is_escaped_in_the_list_address() {
        let page = Address::parse("https://news.example/live?id=1&b=2").unwrap();
        assert_eq!(
            archive().list_of(&page).unwrap().as_str(),
            "https://archive.example/cdx?url=https%3A%2F%2Fnews.example%2Flive%3Fid%3D1%26b%3D2"
        );
    }
}
