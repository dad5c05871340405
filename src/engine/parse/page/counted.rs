//! Addresses of older entries that a system makes of what the data of its page states; the rules are in `assets/rules/pages.toml`.

use serde_json::Value;

use crate::engine::parse::page::marks::Marks;

/// So many values are looked at.
const MOST: usize = 20_000;

/// Longer values are no part of an address.
const LONGEST: usize = 500;

/// What stands for the number of a page.
pub(crate) const PAGE: &str = "{page}";

/// The addresses that the values make, with [`PAGE`] in place of the number.
pub(super) fn addresses(values: &[Value]) -> Vec<String> {
    let rules = &Marks::builtin().older_addresses;
    let mut out = Vec::new();
    let mut todo: Vec<&Value> = values.iter().collect();
    for _ in 0..MOST {
        let Some(value) = todo.pop() else { break };
        match value {
            Value::Array(list) => todo.extend(list),
            Value::Object(object) => {
                out.extend(rules.iter().filter_map(|rule| filled(rule, value)));
                todo.extend(object.values());
            }
            _ => {}
        }
    }
    out.dedup();
    out
}

/// The rule with the values of an object in place of its names; nothing if one is missing.
fn filled(rule: &str, object: &Value) -> Option<String> {
    let mut out = String::new();
    let mut rest = rule;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        out.push_str(before);
        rest = after;
        if name == "page" {
            out.push_str(PAGE);
            continue;
        }
        let value = name
            .split('.')
            .try_fold(object, |inner, key| inner.get(key))?;
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        let fits = |c: char| c.is_ascii_alphanumeric() || "-._~:/?&=%".contains(c);
        if text.is_empty() || text.len() > LONGEST || !text.chars().all(fits) {
            return None;
        }
        let slashes = rest.starts_with('/');
        out.push_str(if slashes {
            text.trim_end_matches('/')
        } else {
            &text
        });
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_filled_with_what_the_page_states() {
        let values = [serde_json::json!({"a": [
            {"endpoint_url": "https://post.example/wp-json/liveblog/v1/77/", "latest_entry_id": 12, "latest_entry_timestamp": "1931248800"},
            {"api_host": "https://post.example/", "blog": {"_id": "5ab"}},
            {"endpoint_url": "https://post.example/{x} y", "latest_entry_id": 1, "latest_entry_timestamp": 2},
            {"api_host": "https://post.example/"}
        ]})];
        let mut found = addresses(&values);
        found.sort();
        assert_eq!(
            found,
            [
                "https://post.example/api/client_blogs/5ab/posts?max_results=25&page={page}",
                "https://post.example/wp-json/liveblog/v1/77/get-entries/{page}/12-1931248800"
            ]
        );
    }
}
