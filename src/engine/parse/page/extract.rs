//! An extract of a page as one object of JSON: its title, its address and its whole text, as reader views and extractors give it.

use serde_json::Map;
use serde_json::Value;

use crate::engine::model::RawSnapshot;
use crate::engine::text::words;

/// Fields that hold the whole text, best first: with marks or markup before without.
const TEXTS: &[&str] = &[
    "markdown",
    "content",
    "html",
    "text",
    "textContent",
    "raw_text",
    "maintext",
    "cleaned_text",
    "article",
    "articleBody",
    "body",
];
const TITLES: &[&str] = &["title", "headline", "name"];
const ADDRESSES: &[&str] = &["url", "source", "link", "canonical", "source_url"];

/// A text of fewer lines or words is no live blog.
const LINES: usize = 4;
const WORDS: usize = 60;

/// The extract as a snapshot of its text; nothing if the data holds none.
pub(super) fn of(value: &Value, raw: &RawSnapshot) -> Option<RawSnapshot> {
    let object = match value {
        Value::Array(list) if list.len() == 1 => list[0].as_object()?,
        value => value.as_object()?,
    };
    // Answers of services put it under a field of their own.
    let inner = object.get("data").and_then(Value::as_object);
    let (object, text) = [Some(object), inner]
        .into_iter()
        .flatten()
        .find_map(|object| Some((object, text(object)?)))?;
    let title = field(object, TITLES).unwrap_or_default();
    let url = field(object, ADDRESSES).filter(|url| url.starts_with("http"));
    let has_title = || {
        let first = text.lines().take(3);
        let title = words::fold(title);
        first.map(words::fold).any(|line| line == title)
    };
    let text = if text.trim_start().starts_with('<') {
        format!(
            "<html><head><title>{0}</title></head><body><h1>{0}</h1>{text}</body></html>",
            escaped(title)
        )
    } else if title.is_empty() || has_title() {
        text.to_owned()
    } else {
        format!("{title}\n\n{text}")
    };
    let mut capture = raw.capture.clone();
    capture.url = url.map(str::to_owned).or(capture.url);
    capture.media_type = None;
    Some(RawSnapshot {
        id: raw.id,
        capture,
        bytes: text.into_bytes(),
    })
}

fn text(object: &Map<String, Value>) -> Option<&str> {
    let long = |text: &&str| {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        let blocks = lines.count() + text.matches("<p").count();
        blocks >= LINES && words::count(text) >= WORDS
    };
    let texts = TEXTS.iter().filter_map(|name| object.get(*name)?.as_str());
    texts.into_iter().find(long)
}

fn field<'v>(object: &'v Map<String, Value>, names: &[&str]) -> Option<&'v str> {
    let texts = names.iter().filter_map(|name| object.get(*name)?.as_str());
    texts.map(str::trim).find(|text| !text.is_empty())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
