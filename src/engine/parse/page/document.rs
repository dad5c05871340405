//! Documents of JSON by themselves: a publisher's answer to its own page, or structured data saved without it.

use serde_json::Value;

use crate::engine::digest::Looked;
use crate::engine::model::PageMeta;
use crate::engine::model::RawSnapshot;
use crate::engine::parse;
use crate::engine::parse::page::data;
use crate::engine::parse::page::data::Data;
use crate::engine::parse::page::items;
use crate::engine::parse::page::join;
use crate::engine::parse::page::json;
use crate::engine::parse::page::records;
use crate::engine::rules::Rules;
use crate::engine::text::SafeText;

/// The format's name.
pub(in crate::engine::parse) const NAME: &str = "json";

/// Whether the bytes are JSON that holds an object; a text that begins with a bracket is none.
pub(in crate::engine::parse) fn sniff(bytes: &[u8]) -> bool {
    let text = parse::decode(bytes).0;
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let inner = text.trim_start_matches(['[', ' ', '\t', '\r', '\n']);
    let Some(object) = inner.strip_prefix('{').map(str::trim_start) else {
        return false;
    };
    object.starts_with(['"', '}']) && object.contains(['}', ':'])
}

/// Reads a document. Total.
pub(in crate::engine::parse) fn look(raw: &RawSnapshot, rules: &Rules) -> Looked {
    let data = entries(raw, rules);
    let url = data.url.clone().or_else(|| raw.capture.url.clone());
    let meta = PageMeta {
        url: url.map(|url| SafeText::new(&url).to_string()),
        publisher: data.publisher.clone(),
        language: data.language.clone(),
        stated_at: data.stated_at,
        ends_at: data.ends_at,
        ended: false,
    };
    let posts = join::join(Vec::new(), data.posts, data.headline.as_ref());
    let description = data.description.as_deref();
    let headline = data.headline.clone();
    let none = posts.is_empty();
    Looked {
        evidence: Vec::new(),
        reading: items::written(raw, NAME, "data", headline, description, meta, &posts),
        refusal: none.then(|| {
            "nothing in the data is a list of entries, each with a text and a time".to_owned()
        }),
    }
}

fn entries(raw: &RawSnapshot, rules: &Rules) -> Data {
    let text = parse::decode(&raw.bytes).0;
    let value: Value = json::read(&text);
    let values = [value];
    let mut data = data::of_values(&values, rules);
    if data.posts.is_empty() {
        let fewest = if raw.capture.continues {
            1
        } else {
            records::FEWEST
        };
        data.posts = records::entries(&values, None, fewest, rules);
        data.headline = data.headline.take().or_else(|| records::title(&values[0]));
    }
    data
}
