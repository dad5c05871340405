//! Feeds: RSS, Atom and JSON Feed. Items are entries; an item that carries a whole live blog is split.

use std::borrow::Cow;

use feed_rs::model;
use feed_rs::parser;
use jiff::Timestamp;

use crate::engine::digest::Looked;
use crate::engine::model::PageMeta;
use crate::engine::model::RawSnapshot;
use crate::engine::parse;
use crate::engine::parse::page::items;
use crate::engine::parse::page::items::Item;
use crate::engine::parse::page::items::Whole;
use crate::engine::rules::Rules;
use crate::engine::text::SafeText;

/// The format's name.
pub(super) const NAME: &str = "feed";

/// How deep elements are nested at most.
const DEPTH: usize = 256;

/// How far into a document of JSON its version is looked for, in bytes.
const VERSION_WITHIN: usize = 8192;

/// Versions of RSS that the parser knows.
const RSS_VERSIONS: [&str; 3] = ["0.91", "0.92", "2.0"];

/// Whether the bytes are a feed: its first element, or the version that JSON Feed states.
pub(super) fn sniff(bytes: &[u8]) -> bool {
    let head = parse::decode(&bytes[..bytes.len().min(VERSION_WITHIN)]).0;
    let start = prolog(&head);
    let begins = |tag: &str| {
        let name = start.get(..tag.len()).unwrap_or_default();
        let next = start.get(tag.len()..).unwrap_or_default();
        name.eq_ignore_ascii_case(tag) && next.starts_with(|c: char| c.is_whitespace() || c == '>')
    };
    begins("<rss")
        || begins("<feed")
        || begins("<rdf:rdf")
        || (start.starts_with('{') && start.contains("jsonfeed.org/version"))
}

/// The text without declarations and comments before the first element.
fn prolog(text: &str) -> &str {
    let mut rest = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    loop {
        let end = if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<!") {
            // Declarations inside brackets are left out with it.
            let (bracket, end) = (rest.find('['), rest.find('>'));
            let inside = bracket.is_some_and(|at| end.is_none_or(|end| at < end));
            if inside { "]>" } else { ">" }
        } else {
            return rest;
        };
        rest = rest
            .split_once(end)
            .map_or("", |(_, rest)| rest)
            .trim_start();
    }
}

/// Reads a feed. Total: what is no feed after all is read as a feed without items, and refused like one.
pub(super) fn look(raw: &RawSnapshot, rules: &Rules) -> Looked {
    let (feed, refusal) = match parsed(&raw.bytes) {
        Ok(feed) => {
            let refusal = feed
                .1
                .is_empty()
                .then(|| "the feed holds no items".to_owned());
            (feed, refusal)
        }
        Err(why) => (Default::default(), Some(why)),
    };
    Looked {
        evidence: Vec::new(),
        reading: items::reading(raw, NAME, feed.0, feed.1, rules),
        refusal,
    }
}

fn parsed(bytes: &[u8]) -> Result<(Whole, Vec<Item>), String> {
    let text = parse::decode(bytes).0;
    let text = prolog(&text);
    if text.starts_with('<') && nesting(text) > DEPTH {
        return Err(format!("the feed is nested more than {DEPTH} deep"));
    }
    let text = with_version(text);
    // Made-up identities would differ at each reading.
    let parser = parser::Builder::new()
        .id_generator(|_, _, _| String::new())
        .build();
    let feed = parser
        .parse(text.as_bytes())
        .map_err(|error| format!("the feed cannot be read: {error}"))?;
    let items = feed.entries.iter().map(item).collect();
    Ok((whole(&feed), items))
}

/// How deep the elements of a document are nested.
fn nesting(text: &str) -> usize {
    let (mut now, mut most, mut rest) = (0_usize, 0, text);
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = if rest.starts_with("![CDATA[") {
            "]]>"
        } else if rest.starts_with("!--") {
            "-->"
        } else {
            ">"
        };
        let (tag, after) = rest.split_once(end).unwrap_or((rest, ""));
        if tag.starts_with('/') {
            now = now.saturating_sub(1);
        } else if !tag.starts_with(['!', '?']) && !tag.ends_with('/') {
            now += 1;
            most = most.max(now);
        }
        rest = after;
    }
    most
}

/// RSS whose version is missing or unknown is read as the last version.
fn with_version(text: &str) -> Cow<'_, str> {
    let Some((tag, _)) = text
        .split_once('>')
        .filter(|(tag, _)| tag.starts_with("<rss"))
    else {
        return Cow::Borrowed(text);
    };
    let version = |tag: &str| {
        let (_, rest) = tag.split_once("version=")?;
        let quote = rest.chars().next()?;
        rest[quote.len_utf8()..]
            .split(quote)
            .next()
            .map(str::to_owned)
    };
    match version(tag) {
        Some(version) if RSS_VERSIONS.contains(&version.as_str()) => Cow::Borrowed(text),
        Some(version) => {
            Cow::Owned(text.replacen(&format!("version=\"{version}\""), "version=\"2.0\"", 1))
        }
        None => Cow::Owned(text.replacen("<rss", "<rss version=\"2.0\"", 1)),
    }
}

fn whole(feed: &model::Feed) -> Whole {
    let safe = |text: &str| SafeText::new(text).to_string();
    let url = page_of(&feed.links).map(|url| safe(&url));
    let newest = feed
        .entries
        .iter()
        .filter_map(|entry| entry.updated.or(entry.published))
        .max();
    Whole {
        title: feed.title.as_ref().map(|text| text.content.clone()),
        description: feed.description.as_ref().map(|text| text.content.clone()),
        meta: PageMeta {
            url,
            publisher: None,
            language: feed
                .language
                .as_deref()
                .map(safe)
                .filter(|tag| tag.len() <= 35),
            stated_at: feed
                .updated
                .or(newest)
                .and_then(|at| Timestamp::from_second(at.timestamp()).ok()),
            ..PageMeta::default()
        },
    }
}

/// The address of the page that links lead to.
fn page_of(links: &[model::Link]) -> Option<String> {
    let page = |link: &&model::Link| link.rel.as_deref().is_none_or(|rel| rel == "alternate");
    let found = links.iter().filter(page).map(|link| &link.href);
    found
        .into_iter()
        .find(|url| url.starts_with("http"))
        .cloned()
}

/// The pictures that an item states beside its text.
fn pictures(entry: &model::Entry) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for media in &entry.media {
        let words = media.description.as_ref().or(media.title.as_ref());
        let words = words.map_or("", |text| text.content.as_str());
        let is_picture = |content: &&model::MediaContent| {
            let kind = content.content_type.as_ref();
            kind.is_some_and(|kind| kind.ty().as_str() == "image")
        };
        let full = media.content.iter().filter(is_picture);
        let full = full.filter_map(|content| content.url.as_ref().map(ToString::to_string));
        let small = media.thumbnails.iter().map(|small| small.image.uri.clone());
        out.extend(full.chain(small).take(1).map(|to| (to, words.to_owned())));
    }
    let enclosed = entry.links.iter().filter(|link| {
        let kind = link.media_type.as_deref().unwrap_or_default();
        link.rel.as_deref() == Some("enclosure") && kind.starts_with("image/")
    });
    out.extend(enclosed.map(|link| (link.href.clone(), String::new())));
    out
}

fn item(entry: &model::Entry) -> Item {
    let instant = |at: Option<chrono::DateTime<chrono::Utc>>| {
        Timestamp::from_millisecond(at?.timestamp_millis()).ok()
    };
    let content = entry
        .content
        .as_ref()
        .and_then(|content| content.body.clone());
    let summary = entry.summary.as_ref().map(|text| text.content.clone());
    let body = [content, summary]
        .into_iter()
        .flatten()
        .max_by_key(String::len)
        .unwrap_or_default();
    let names: Vec<&str> = entry
        .authors
        .iter()
        .filter_map(|person| person.name.as_deref())
        .take(4)
        .collect();
    Item {
        id: Some(entry.id.clone()).filter(|id| !id.is_empty()),
        url: page_of(&entry.links),
        title: entry.title.as_ref().map(|text| text.content.clone()),
        author: (!names.is_empty()).then(|| names.join(", ")),
        body,
        published: instant(entry.published),
        updated: instant(entry.updated),
        pictures: pictures(entry),
    }
}
