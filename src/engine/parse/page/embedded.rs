//! What a page's own scripts are given to draw it with: JSON in script elements, and JSON that a script begins with.
//! Only where it stands is known here; what is an entry in it is said in [`super::records`].

use scraper::Html;
use serde_json::Value;

use crate::engine::parse::page::json;
use crate::engine::parse::page::packed;

/// Smaller scripts hold no entries, larger ones are left alone; in bytes.
const SIZES: std::ops::RangeInclusive<usize> = 200..=(16 << 20);

/// So many assignments of one script are looked at.
const ASSIGNMENTS: usize = 40;

/// The values that scripts of the page are given, in the order of the page.
pub(super) fn values(page: &Html) -> Vec<Value> {
    let mut out = Vec::new();
    let mut stream = String::new();
    let scripts = page
        .root_element()
        .descendent_elements()
        .filter(|element| element.value().name() == "script");
    for script in scripts {
        let kind = script.attr("type").unwrap_or_default().to_ascii_lowercase();
        let text: String = script.text().collect();
        if !SIZES.contains(&text.len()) || kind.contains("ld+json") {
            continue;
        }
        if kind.contains("json") {
            let value = json::read(&text);
            out.push(packed::referring(&value).unwrap_or(value));
        } else if let Some(part) = streamed(&text) {
            stream.push_str(&part);
        } else if kind.is_empty() || kind.contains("javascript") {
            match packed::called(&text) {
                Some(value) => out.push(value),
                None => out.extend(assigned(&text)),
            }
        }
    }
    out.extend(stream.lines().filter_map(row));
    out
}

/// `window.NAME = {…}`, `NAME = JSON.parse("…")`: what stands behind the signs of equality.
fn assigned(text: &str) -> Vec<Value> {
    let mut out = Vec::new();
    let mut at = 0;
    for _ in 0..ASSIGNMENTS {
        let Some(sign) = text.get(at..).and_then(|rest| rest.find('=')) else {
            break;
        };
        at += sign + 1;
        let Some(rest) = text.get(at..).map(str::trim_start) else {
            break;
        };
        let value = if rest.starts_with(['{', '[']) {
            json::first(rest)
        } else if let Some(quoted) = rest.strip_prefix("JSON.parse(").map(str::trim_start)
            && quoted.starts_with(['"', '\''])
        {
            match json::first(quoted) {
                Value::String(text) => json::read(&text),
                _ => continue,
            }
        } else {
            continue;
        };
        // Everything of a large value is looked at once, also where it holds signs of equality.
        let size = text.len().saturating_sub(at);
        let large = value.is_object() || value.is_array();
        if large && size * 2 > text.len() {
            out.push(value);
            break;
        }
        out.push(value);
    }
    out
}

/// The text that a streaming page pushes: `self.__next_f.push([1, "…"])`.
fn streamed(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("__next_f.push(")?;
    match json::first(rest) {
        Value::Array(list) => Some(list.iter().filter_map(Value::as_str).collect()),
        _ => None,
    }
}

/// One row of a stream: a number, a colon, a value.
fn row(line: &str) -> Option<Value> {
    let (number, rest) = line.split_once(':')?;
    let counts = number.len() <= 8 && number.bytes().all(|b| b.is_ascii_hexdigit());
    (counts && rest.starts_with(['{', '['])).then(|| json::read(rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::parse::page::tree;

    fn found(script: &str) -> String {
        let filler = " ".repeat(200);
        let page = tree::build(&format!("<script>{script}{filler}</script>"));
        let values: Vec<String> = values(&page).iter().map(Value::to_string).collect();
        values.join(" ")
    }

    #[test]
    fn every_way_of_handing_data_over_is_known() {
        for script in [
            "window.__STATE__ = {\"a\": [1]};(function(){})()",
            "window[\"x\"]={\"a\":[1]}; var y = 3;",
            "var s = JSON.parse(\"{\\\"a\\\":[1]}\");",
            "s = {a: [1,]}; t()",
            "self.__next_f.push([1,\"4:{\\\"a\\\":[1]}\\n\"])",
        ] {
            assert_eq!(found(script), "{\"a\":[1]}", "{script}");
        }
        assert_eq!(found("if (a == b) { c = d; }"), "");
    }
}
