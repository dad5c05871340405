//! Which link leads to the next page of the same blog. Only the blog's own pages are ever followed.

use std::collections::HashSet;

use crate::engine::parse::page::counted::PAGE;
use crate::engine::parse::page::further::Further;
use crate::fetch::Address;

/// The pages of one blog, one after another.
pub(crate) struct Trail {
    first: Address,
    seen: HashSet<Address>,
    /// Addresses of data whose pages are counted, as the first page states them.
    counted: Vec<String>,
    /// The last page of the first of them that was given.
    number: u32,
    /// Whether the last address that was given is one of these.
    counts: bool,
}

impl Trail {
    /// A trail that begins at a page.
    pub(crate) fn new(first: &Address) -> Self {
        Self {
            first: first.clone(),
            seen: HashSet::from([first.clone()]),
            counted: Vec::new(),
            number: 0,
            counts: false,
        }
    }

    /// How many addresses were given, the first page among them.
    pub(crate) fn length(&self) -> usize {
        self.seen.len()
    }

    /// Whether the last address is one of a counted row: such a row ends where a page of it shows nothing.
    pub(crate) fn counts(&self) -> bool {
        self.counts
    }

    /// The address after `current`, which names these as its further pages; none that was given before.
    pub(crate) fn next(&mut self, current: &Address, further: Further) -> Option<Address> {
        let named = next(&self.first, current, &further, &self.seen);
        if *current == self.first {
            self.counted = further.counted;
        }
        self.counts = named.is_none();
        let address = named.or_else(|| self.count())?;
        self.seen.insert(address.clone());
        Some(address)
    }

    /// The next page of the first counted row that is on the blog's own server.
    fn count(&mut self) -> Option<Address> {
        self.number += 1;
        let number = self.number.to_string();
        let page = |row: &String| self.first.join(&row.replace(PAGE, &number)).ok();
        let own = |address: &Address| address.is_with(&self.first) && !self.seen.contains(address);
        self.counted.iter().filter_map(page).find(own)
    }
}

/// The page after `current`, or the data with its older entries, of the blog whose first page is `first`; none that was seen.
fn next(
    first: &Address,
    current: &Address,
    further: &Further,
    seen: &HashSet<Address>,
) -> Option<Address> {
    let own = |link: &String| {
        let address = current.join(link).ok()?;
        (address.is_page_of(first) && !seen.contains(&address)).then_some(address)
    };
    let after = current.page_number() + 1;
    let numbered = || {
        let mut found = further.numbered.iter().filter_map(own);
        found.find(|address| address.page_number() == after)
    };
    // Data stands at an address of its own, and nowhere but on the server of the page.
    let data = |link: &String| {
        let address = current.join(link).ok()?;
        (address.is_with(first) && !seen.contains(&address)).then_some(address)
    };
    let page = further.stated.iter().find_map(own).or_else(numbered);
    page.or_else(|| further.data.iter().find_map(data))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Address {
        Address::parse(text).unwrap()
    }

    fn next_of(current: &str, stated: &[&str], numbered: &[&str]) -> Option<String> {
        let first = address("https://news.example/live/storm");
        let current = address(current);
        let own = |links: &[&str]| links.iter().map(|link| (*link).to_owned()).collect();
        let further = Further {
            stated: own(stated),
            numbered: own(numbered),
            ..Further::default()
        };
        let seen = HashSet::from([first.clone(), current.clone()]);
        next(&first, &current, &further, &seen).map(|found| found.to_string())
    }

    #[test]
    fn only_pages_of_the_same_blog_are_followed() {
        let first = "https://news.example/live/storm";
        for (link, expected) in [
            ("?page=2", Some("https://news.example/live/storm?page=2")),
            (
                "/live/storm?cursor=a1",
                Some("https://news.example/live/storm?cursor=a1"),
            ),
            (
                "/live/storm/page/2",
                Some("https://news.example/live/storm/page/2"),
            ),
            ("/live/storm/2", Some("https://news.example/live/storm/2")),
            ("/live/storm/comments", None),
            ("/live/flood", None),
            ("https://other.example/live/storm?page=2", None),
            ("file:///live/storm?page=2", None),
            ("/live/storm", None),
            ("#top", None),
        ] {
            assert_eq!(next_of(first, &[link], &[]).as_deref(), expected, "{link}");
        }
    }

    #[test]
    fn data_is_taken_from_the_same_server_only() {
        let first = address("https://news.example/live/storm");
        let next_data = |link: &str| {
            let further = Further {
                data: vec![link.to_owned()],
                ..Further::default()
            };
            let seen = HashSet::from([first.clone()]);
            next(&first, &first, &further, &seen).map(|found| found.to_string())
        };
        let own = next_data("/api/posts?before=7");
        assert_eq!(
            own.as_deref(),
            Some("https://news.example/api/posts?before=7")
        );
        assert_eq!(next_data("https://other.example/api"), None);
        assert_eq!(next_data("http://news.example/api"), None);
        assert_eq!(next_data("/live/storm"), None);
    }

    #[test]
    fn numbers_count_on() {
        let links = ["?page=1", "?page=2", "?page=3", "?page=9", "?id=4"];
        let at = |current: &str| next_of(current, &[], &links);
        let page = |n: u32| Some(format!("https://news.example/live/storm?page={n}"));
        assert_eq!(at("https://news.example/live/storm"), page(2));
        assert_eq!(at("https://news.example/live/storm?page=2"), page(3));
        assert_eq!(at("https://news.example/live/storm?page=3"), None);
    }

    #[test]
    fn a_counted_row_goes_on_by_number_on_the_same_server() {
        let first = address("https://news.example/live/storm");
        let mut trail = Trail::new(&first);
        let further = || Further {
            counted: vec![
                "https://other.example/api/{page}".to_owned(),
                "/api/posts?page={page}".to_owned(),
            ],
            ..Further::default()
        };
        let one = trail.next(&first, further()).unwrap();
        assert_eq!(one.to_string(), "https://news.example/api/posts?page=1");
        assert!(trail.counts());
        let two = trail.next(&one, Further::default()).unwrap();
        assert_eq!(two.to_string(), "https://news.example/api/posts?page=2");
        assert_eq!(trail.length(), 3);
        let mut other = Trail::new(&first);
        assert_eq!(other.next(&first, Further::default()), None);
    }
}
