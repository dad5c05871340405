//! What markup says of an element by its name, class, role and attributes; the words come from `assets/rules/pages.toml`.

use std::collections::HashSet;
use std::sync::OnceLock;

use ego_tree::NodeRef;
use scraper::ElementRef;
use scraper::Node;
use scraper::Selector;
use serde::Deserialize;

use crate::engine::text::words;

const PAGES: &str = include_str!("../../../../assets/rules/pages.toml");

/// The rules of `pages.toml`.
#[derive(Debug, Default)]
pub(super) struct Marks {
    pub(super) words: Words,
    pub(super) sites: Vec<Site>,
    pub(super) live_address: HashSet<String>,
    pub(super) samples: HashSet<String>,
    pub(super) refusal: Refusal,
    pub(super) ended: Ended,
    /// What links to older entries are called, folded.
    pub(super) older: HashSet<String>,
    /// Attributes that name the address of older entries.
    pub(super) older_attributes: Vec<String>,
    /// Keys of data that name it, in small letters and digits.
    pub(super) older_keys: HashSet<String>,
    /// Addresses of older entries, with the keys of the page's data that they are made of.
    pub(super) older_addresses: Vec<String>,
}

/// Words of class names by what they say, and attributes by what they hold.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Words {
    pub(super) furniture: HashSet<String>,
    pub(super) share: HashSet<String>,
    pub(super) apart: HashSet<String>,
    pub(super) talk: HashSet<String>,
    pub(super) quote: HashSet<String>,
    pub(super) card: HashSet<String>,
    pub(super) title: HashSet<String>,
    pub(super) author: HashSet<String>,
    pub(super) time: HashSet<String>,
    pub(super) updated: HashSet<String>,
    pub(super) caption: HashSet<String>,
    pub(super) pinned: HashSet<String>,
    pub(super) hidden: HashSet<String>,
    pub(super) key_points: HashSet<String>,
    pub(super) standfirst: HashSet<String>,
    pub(super) time_attributes: Vec<String>,
    pub(super) update_attributes: Vec<String>,
    pub(super) id_attributes: Vec<String>,
    pub(super) entry_attributes: Vec<String>,
}

/// What pages say that are no articles, by kind.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Refusal {
    pub(super) login: Vec<String>,
    pub(super) consent: Vec<String>,
    pub(super) robot: Vec<String>,
}

/// What says that a coverage has ended, or goes on.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Ended {
    /// Attributes whose value says it.
    pub(super) attributes: Vec<String>,
    /// Keys in the data of scripts whose value says it.
    pub(super) keys: Vec<String>,
    pub(super) ended: HashSet<String>,
    pub(super) live: HashSet<String>,
}

/// How one publisher or system marks its entries.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) name: String,
    pub(super) entry: Selector,
}

#[derive(Deserialize)]
struct File {
    words: Words,
    address: Address,
    samples: Samples,
    refusal: Refusal,
    ended: Ended,
    further: FurtherRule,
    older: Vec<OlderRule>,
    site: Vec<SiteRule>,
}

#[derive(Deserialize)]
struct OlderRule {
    address: String,
}

#[derive(Deserialize)]
struct Address {
    live: HashSet<String>,
}

#[derive(Deserialize)]
struct FurtherRule {
    older: Vec<String>,
    attributes: Vec<String>,
    keys: HashSet<String>,
}

#[derive(Deserialize)]
struct Samples {
    headings: HashSet<String>,
}

#[derive(Deserialize)]
struct SiteRule {
    name: String,
    entry: String,
}

impl Marks {
    /// The rules that come with the program.
    pub(super) fn builtin() -> &'static Self {
        static MARKS: OnceLock<Marks> = OnceLock::new();
        MARKS.get_or_init(|| Self::parse(PAGES).unwrap_or_default())
    }

    fn parse(text: &str) -> Result<Self, toml::de::Error> {
        let file: File = toml::from_str(text)?;
        let sites = file.site.into_iter().filter_map(|rule| {
            Some(Site {
                entry: Selector::parse(&rule.entry).ok()?,
                name: rule.name,
            })
        });
        Ok(Self {
            words: file.words,
            sites: sites.collect(),
            live_address: file.address.live,
            samples: file.samples.headings,
            refusal: file.refusal,
            ended: file.ended,
            older_attributes: file.further.attributes,
            older_keys: file.further.keys,
            older_addresses: file.older.into_iter().map(|rule| rule.address).collect(),
            older: file
                .further
                .older
                .iter()
                .map(|name| words::fold(name))
                .collect(),
        })
    }
}

/// The words of an element's class, id and role; neighbouring words are also given joined ("key", "points", "keypoints").
pub(super) fn tokens(element: &ElementRef<'_>) -> Vec<String> {
    let value = element.value();
    let mut out = Vec::new();
    let names = value.attr("class").unwrap_or_default();
    let others = ["id", "role", "itemprop", "data-component", "data-testid"];
    let others = others.into_iter().filter_map(|name| value.attr(name));
    let custom = Some(value.name()).filter(|name| name.contains('-'));
    for name in names
        .split_ascii_whitespace()
        .chain(others)
        .chain(custom)
        .take(40)
    {
        let words = split(name);
        out.extend(words.windows(2).map(|pair| pair.concat()));
        out.extend(words);
    }
    out
}

fn split(name: &str) -> Vec<String> {
    let parts = name.split(|c: char| !c.is_ascii_alphanumeric());
    let spoken = parts.filter(|part| !is_number(part));
    spoken.flat_map(split_part).collect()
}

/// Whether letters are digits there, as in `ad48f2c07b` or in each part of a UUID: they spell no words.
fn is_number(part: &str) -> bool {
    /// In names of things that are counted letters and digits change once or twice.
    const FEW: usize = 2;
    let bytes = part.as_bytes();
    let changes = bytes
        .windows(2)
        .filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit())
        .count();
    let hex = bytes.len() >= 4 && bytes.iter().all(u8::is_ascii_hexdigit);
    changes > FEW || hex && changes > 0
}

fn split_part(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut fresh = true;
    let mut lower = false;
    for c in name.chars().take(200) {
        if !c.is_ascii_alphabetic() {
            fresh = true;
            continue;
        }
        if fresh || (lower && c.is_ascii_uppercase()) {
            words.push(String::new());
        }
        fresh = false;
        lower = c.is_ascii_lowercase();
        if let Some(word) = words.last_mut() {
            word.push(c.to_ascii_lowercase());
        }
    }
    words
}

/// Whether any of the words is in the set.
pub(super) fn any(tokens: &[String], set: &HashSet<String>) -> bool {
    tokens.iter().any(|token| set.contains(token))
}

/// Whether an element, whose words are given, is there for those who listen only: by a class of its own, not by what it says of a
/// label in it. Where what stands beside it is there for those who see only, both say the same, and it counts.
pub(super) fn is_only_heard(
    element: &ElementRef<'_>,
    tokens: &[String],
    names: &HashSet<String>,
) -> bool {
    if !any(tokens, names) {
        return false;
    }
    let class = element.value().attr("class").unwrap_or_default();
    let says = |name: &str| {
        let words = split(name);
        let of_label = |at: usize| at > 0 && words[at - 1] == "label";
        let pair = words
            .windows(2)
            .position(|pair| names.contains(&pair.concat()));
        let told = pair.or_else(|| words.iter().position(|word| names.contains(word)));
        told.is_some_and(|at| !of_label(at))
    };
    let is_seen_only = |beside: Option<NodeRef<'_, Node>>| {
        let beside = beside.and_then(ElementRef::wrap);
        beside.is_some_and(|beside| {
            beside.attr("aria-hidden") == Some("true") && says_something(&beside)
        })
    };
    class.split_ascii_whitespace().any(says)
        && !is_seen_only(element.next_sibling())
        && !is_seen_only(element.prev_sibling())
}

fn says_something(element: &ElementRef<'_>) -> bool {
    element.text().any(|text| !text.trim().is_empty())
}

/// Whether a reader does not see an element.
pub(super) fn is_hidden(element: &ElementRef<'_>) -> bool {
    let value = element.value();
    matches!(
        value.name(),
        "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "iframe"
            | "input"
            | "select"
            | "textarea"
            | "object"
            | "canvas"
            | "head"
            | "math"
            | "audio"
            | "datalist"
            | "dialog"
    ) || value.attr("hidden").is_some()
        || value.attr("aria-hidden") == Some("true")
        || value.attr("style").is_some_and(|style| {
            let style = style.to_ascii_lowercase().replace(' ', "");
            style.contains("display:none") && !style.contains("display:none;display")
        }) && !is_folded(element)
}

/// Whether an element is unfolded by the line above it, which states a time.
fn is_folded(element: &ElementRef<'_>) -> bool {
    let before = element.prev_siblings().find_map(ElementRef::wrap);
    before.is_some_and(|before| opens(&before))
}

/// Whether an element folds and unfolds what stands below it, and states a time.
fn opens(element: &ElementRef<'_>) -> bool {
    let states = || {
        let mut inner = element.descendent_elements();
        inner.any(|inner| inner.value().name() == "time")
    };
    element.attr("aria-expanded").is_some() && states()
}

/// Whether an element is a control and not text.
pub(super) fn is_control(element: &ElementRef<'_>) -> bool {
    if opens(element) {
        return false;
    }
    matches!(
        element.value().name(),
        "button" | "form" | "label" | "nav" | "menu"
    ) || matches!(
        element.value().attr("role"),
        Some("button" | "navigation" | "dialog" | "alert" | "toolbar" | "tooltip")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::parse::page::tree;

    #[test]
    fn the_file_parses_and_every_selector_is_valid() {
        let marks = Marks::parse(PAGES).unwrap();
        let rules: File = toml::from_str(PAGES).unwrap();
        assert_eq!(marks.sites.len(), rules.site.len());
        assert!(marks.sites.iter().all(|site| !site.name.is_empty()));
    }

    #[test]
    fn class_names_are_split_into_words() {
        let page = tree::build("<p id=\"KeyPoints_list\" class=\"live-events__entryAuthor x9\">");
        let element = page.select(&Selector::parse("p").unwrap()).next().unwrap();
        let words = tokens(&element);
        for word in [
            "live",
            "events",
            "entry",
            "author",
            "keypoints",
            "entryauthor",
        ] {
            assert!(words.iter().any(|w| w == word), "{word} in {words:?}");
        }
    }

    #[test]
    fn digits_among_letters_spell_no_words() {
        for id in ["ad48f2c07b", "x-ad74-ab9e-fe9c"] {
            let page = tree::build(&format!("<p id=\"{id}\">"));
            let element = page.select(&Selector::parse("p").unwrap()).next().unwrap();
            assert!(!tokens(&element).iter().any(|word| word == "ad"), "{id}");
        }
    }

    #[test]
    fn labels_that_are_only_heard_hide_nothing_else() {
        let names = HashSet::from(["visuallyhidden".to_owned()]);
        let heard = |html: &str| {
            let page = tree::build(html);
            let element = page.select(&Selector::parse("b").unwrap()).next().unwrap();
            is_only_heard(&element, &tokens(&element), &names)
        };
        assert!(heard("<b class='x9-VisuallyHidden'>Published at</b>"));
        assert!(heard(
            "<b class='visually-hidden'>Published at</b><i aria-hidden=true></i>"
        ));
        assert!(!heard("<b class='field--label-visually_hidden'>14:05</b>"));
        assert!(!heard(
            "<b class='visually-hidden'>14:05</b><i aria-hidden=true>14:05</i>"
        ));
    }
}
