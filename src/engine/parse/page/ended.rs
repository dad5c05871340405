//! Whether a page is marked as one whose coverage has ended: by an attribute, or in the data that its scripts are given.
//! The names stand in `assets/rules/pages.toml`.

use scraper::ElementRef;
use scraper::Html;

use crate::engine::parse::page::marks::Ended;
use crate::engine::parse::page::marks::Marks;

/// Larger scripts are left alone, in bytes.
const LARGEST: usize = 16 << 20;

/// Whether the page says so, and says nowhere that the coverage goes on.
pub(super) fn is_marked(page: &Html) -> bool {
    let words = &Marks::builtin().ended;
    let mut says = Says::default();
    for element in page.root_element().descendent_elements() {
        says.attributes(&element, words);
        if element.value().name() == "script" {
            for text in element.text().filter(|text| text.len() <= LARGEST) {
                says.keys(text, words);
            }
        }
    }
    says.ended && !says.live
}

/// What was said so far.
#[derive(Debug, Default)]
struct Says {
    ended: bool,
    live: bool,
}

impl Says {
    fn attributes(&mut self, element: &ElementRef<'_>, words: &Ended) {
        // A list that updates itself and is switched off is the end that AMP knows.
        self.ended |=
            element.value().name() == "amp-live-list" && element.attr("disabled").is_some();
        for name in &words.attributes {
            if let Some(value) = element.attr(name) {
                self.value(value, words);
            }
        }
    }

    /// `"isLive": false`, also inside of a string of another script, where the quotation marks are escaped.
    fn keys(&mut self, script: &str, words: &Ended) {
        for key in &words.keys {
            for (at, _) in script.match_indices(key.as_str()) {
                let after = &script[at + key.len()..];
                let value = after
                    .trim_start_matches('\\')
                    .strip_prefix('"')
                    .map(str::trim_start)
                    .and_then(|rest| rest.strip_prefix(':'))
                    .map(|rest| rest.trim_start_matches([' ', '\\', '"']));
                let whole = script[..at].ends_with('"');
                if let Some(value) = value.filter(|_| whole) {
                    let end = value.find(|c: char| !c.is_ascii_alphanumeric());
                    self.value(&value[..end.unwrap_or(value.len())], words);
                }
            }
        }
    }

    fn value(&mut self, value: &str, words: &Ended) {
        let value = value.trim().to_ascii_lowercase();
        self.ended |= words.ended.contains(&value);
        self.live |= words.live.contains(&value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::parse::page::tree;

    fn marked(page: &str) -> bool {
        is_marked(&tree::build(page))
    }

    #[test]
    fn an_end_is_read_from_attributes_and_data() {
        for page in [
            "<amp-live-list disabled id=l></amp-live-list>",
            "<div data-live-status=Ended></div>",
            "<script>window.S = {\"blog\": {\"isLive\" : false}}</script>",
            "<script>f(\"{\\\"isLive\\\":false}\")</script>",
            "<script type=application/json>{\"liveBlogStatus\":\"closed\"}</script>",
        ] {
            assert!(marked(page), "{page}");
        }
    }

    #[test]
    fn what_goes_on_or_says_nothing_has_not_ended() {
        for page in [
            "<amp-live-list id=l></amp-live-list>",
            "<div data-live-status=live></div>",
            "<script>{\"isLive\": true}</script>",
            // Another story on the page has ended, this one has not.
            "<script>[{\"isLive\":false},{\"isLive\":true}]</script>",
            "<script>{\"thisIsLive\":false}</script>",
            "<p>\"isLive\": false</p>",
            "",
        ] {
            assert!(!marked(page), "{page}");
        }
    }
}
