//! Where a page says that its older entries are: links to its further pages, as it writes them.
//! Which of them are followed is not decided here.

use std::collections::VecDeque;

use scraper::ElementRef;
use scraper::Html;
use scraper::Selector;
use serde_json::Value;

use crate::engine::model::RawSnapshot;
use crate::engine::parse;
use crate::engine::parse::page::charset;
use crate::engine::parse::page::counted;
use crate::engine::parse::page::document;
use crate::engine::parse::page::embedded;
use crate::engine::parse::page::json;
use crate::engine::parse::page::marks::Marks;
use crate::engine::parse::page::tree;
use crate::engine::text::words;

/// So many links are looked at.
const MOST: usize = 5_000;

/// Links to further pages of a blog, the more certain ones first in each list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Further {
    /// Links that the page itself calls the next page or the older entries.
    pub(crate) stated: Vec<String>,
    /// All other links with a number in their query or path.
    pub(crate) numbered: Vec<String>,
    /// Where data with older entries is to be had.
    pub(crate) data: Vec<String>,
    /// The same where its pages are counted: `{page}` stands for the number.
    pub(crate) counted: Vec<String>,
}

/// The links of a page to its further pages.
pub(crate) fn further(raw: &RawSnapshot) -> Further {
    if document::sniff(&raw.bytes) {
        return in_document(&raw.bytes);
    }
    let text = charset::decode(&raw.bytes, raw.capture.media_type.as_deref());
    let tree = tree::build(&text);
    let mut found = Further::default();
    let mut called = Vec::new();
    for element in links(&tree).take(MOST) {
        let Some(link) = element
            .attr("href")
            .map(str::trim)
            .filter(|link| !link.is_empty())
        else {
            continue;
        };
        let is_next = element.attr("rel").is_some_and(|rel| {
            rel.split_ascii_whitespace()
                .any(|one| one.eq_ignore_ascii_case("next"))
        });
        let is_data = element
            .attr("type")
            .is_some_and(|kind| kind.to_ascii_lowercase().contains("json"));
        if is_next && is_data {
            found.data.push(link.to_owned());
        } else if is_next {
            found.stated.push(link.to_owned());
        } else if element.value().name() == "a" {
            if is_called_older(element) {
                called.push(link.to_owned());
            } else if link.contains(|c: char| c.is_ascii_digit()) {
                found.numbered.push(link.to_owned());
            }
        }
    }
    found.stated.extend(called);
    found.data.extend(named(&tree));
    found.counted = counted::addresses(&embedded::values(&tree));
    found
}

/// Addresses of older entries that attributes of the page name.
fn named(tree: &Html) -> impl Iterator<Item = String> {
    let names = &Marks::builtin().older_attributes;
    let elements = tree.root_element().descendent_elements();
    let value = |element: ElementRef<'_>| {
        let mut values = names.iter().filter_map(|name| element.attr(name));
        values.find(|value| is_address(value)).map(str::to_owned)
    };
    elements.filter_map(value).take(MOST)
}

/// What a document of data names as the address of the one with older entries.
fn in_document(bytes: &[u8]) -> Further {
    let value = json::read(&parse::decode(bytes).0);
    let keys = &Marks::builtin().older_keys;
    let mut found = Further::default();
    let mut todo = VecDeque::from([&value]);
    for _ in 0..MOST {
        let Some(value) = todo.pop_front() else { break };
        let Value::Object(object) = value else {
            continue;
        };
        for (key, inner) in object {
            let key: String = key.chars().filter(char::is_ascii_alphanumeric).collect();
            let named = keys.contains(&key.to_ascii_lowercase());
            let href = inner.as_str().or_else(|| inner.get("href")?.as_str());
            match href.filter(|to| named && is_address(to)) {
                Some(to) => found.data.push(to.to_owned()),
                None => todo.push_back(inner),
            }
        }
    }
    found
}

/// Whether a value may be an address: a cursor alone is none.
fn is_address(value: &str) -> bool {
    value.starts_with(['/', '?', 'h']) && value.contains(['/', '?']) && value.len() <= 2048
}

fn links(tree: &Html) -> impl Iterator<Item = ElementRef<'_>> {
    let selector = Selector::parse("link[rel], a[href]").ok();
    let found: Vec<ElementRef<'_>> = match &selector {
        Some(selector) => tree.select(selector).collect(),
        None => Vec::new(),
    };
    found.into_iter()
}

/// Whether a link is called "older entries", "next page" or the like, in any language of the rules.
fn is_called_older(element: ElementRef<'_>) -> bool {
    let older = &Marks::builtin().older;
    let text: String = element.text().take(20).collect::<Vec<_>>().join(" ");
    let names = [
        Some(text.as_str()),
        element.attr("aria-label"),
        element.attr("title"),
    ];
    names
        .into_iter()
        .flatten()
        .filter(|name| name.len() < 200)
        .any(|name| older.contains(&words::fold(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::model::Capture;

    fn of(html: &str) -> Further {
        further(&RawSnapshot::new(
            Capture::default(),
            html.as_bytes().to_vec(),
        ))
    }

    #[test]
    fn links_are_found_by_relation_name_and_number() {
        let found = of(
            "<html><head><link rel=\"next\" href=\"/live?page=2\"></head><body>
             <a href=\"/live?page=2\">2</a><a href=\" /live?cursor=abc \">Older posts</a>
             <a href=\"/live?b=1\" aria-label=\"Ältere Beiträge\"><svg></svg></a>
             <a href=\"/other\">Another story</a><a href=\"/2031/story\">Story</a><a>none</a></body></html>",
        );
        assert_eq!(
            found.stated,
            ["/live?page=2", "/live?cursor=abc", "/live?b=1"]
        );
        assert_eq!(found.numbered, ["/live?page=2", "/2031/story"]);
    }

    #[test]
    fn data_is_named_by_pages_and_by_data() {
        let page = of(
            "<link rel=next type=application/json href=/api/a><div data-next-url=\"/api/b?before=3\"></div><ul data-load-more-url=abc></ul>",
        );
        assert_eq!(page.data, ["/api/a", "/api/b?before=3"]);
        let data = of(
            "{\"posts\": [{\"next\": \"/no\"}], \"paging\": {\"next_page\": \"?page=3\", \"cursor\": \"x\"}, \"links\": {\"next\": {\"href\": \"/api/c\"}}, \"older\": \"x\"}",
        );
        let mut found = data.data;
        found.sort();
        assert_eq!(found, ["/api/c", "?page=3"]);
    }

    #[test]
    fn other_files_have_no_further_pages() {
        assert_eq!(of(""), Further::default());
        assert_eq!(of("plain text"), Further::default());
    }
}
