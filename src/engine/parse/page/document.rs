//! Documents of JSON by themselves: a publisher's answer to its own page, or structured data saved without it.

use serde_json::Value;

use crate::engine::digest::Looked;
use crate::engine::model::Cut;
use crate::engine::model::PageMeta;
use crate::engine::model::Piece;
use crate::engine::model::RawSnapshot;
use crate::engine::model::Reading;
use crate::engine::model::Role;
use crate::engine::parse;
use crate::engine::parse::format;
use crate::engine::parse::page::data;
use crate::engine::parse::page::data::Data;
use crate::engine::parse::page::extract;
use crate::engine::parse::page::items;
use crate::engine::parse::page::join;
use crate::engine::parse::page::json;
use crate::engine::parse::page::records;
use crate::engine::rules::Rules;
use crate::engine::text::SafeText;
use crate::engine::text::words;

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
    object.starts_with(['"', '}']) && object.contains(['}', ':']) && !is_above_text(text)
}

/// Whether the first line is a whole document, as a script leaves one at the top of an extract, and text follows.
fn is_above_text(text: &str) -> bool {
    let Some((first, rest)) = text.split_once('\n') else {
        return false;
    };
    let follows = rest.trim_start().starts_with(char::is_alphabetic);
    follows && serde_json::from_str::<serde::de::IgnoredAny>(first).is_ok()
}

/// Reads a document. Total.
pub(in crate::engine::parse) fn look(raw: &RawSnapshot, rules: &Rules) -> Looked {
    let text = parse::decode(&raw.bytes).0;
    let value: Value = json::read(&text);
    let extract = extract::of(&value, raw);
    let data = entries(value, raw, rules);
    if let Some(extract) = extract.filter(|_| data.posts.is_empty()) {
        let mut looked = format::look_at_extract(&extract, rules);
        if looked.refusal.is_none() && is_live(&looked.reading, rules) {
            NAME.clone_into(&mut looked.reading.format);
            return looked;
        }
    }
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

/// Whether a text states where its entries begin, or its headline says that it is live: data may hold any article.
fn is_live(reading: &Reading, rules: &Rules) -> bool {
    let begins = |piece: &&Piece| piece.cut == Cut::Certain;
    let title = reading
        .pieces
        .iter()
        .find(|piece| piece.role == Role::Headline);
    let says = title.is_some_and(|title| words::holds_any(&title.text, &rules.live));
    reading.pieces.iter().filter(begins).count() >= 3 || says
}

fn entries(value: Value, raw: &RawSnapshot, rules: &Rules) -> Data {
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
