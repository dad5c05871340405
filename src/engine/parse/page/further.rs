//! Where a page says that its older entries are: links to its further pages, as it writes them.
//! Which of them are followed is not decided here.

use scraper::ElementRef;
use scraper::Html;
use scraper::Selector;

use crate::engine::model::RawSnapshot;
use crate::engine::parse::page::charset;
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
}

/// The links of a page to its further pages.
pub(crate) fn further(raw: &RawSnapshot) -> Further {
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
        if is_next {
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
    found
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
    fn other_files_have_no_further_pages() {
        assert_eq!(of(""), Further::default());
        assert_eq!(of("plain text"), Further::default());
    }
}
