//! Entries as repetition shows them: blocks that are marked alike, hold text and each state a time.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::ElementRef;
use scraper::Html;

use crate::engine::parse::page::element::attribute;
use crate::engine::parse::page::element::collapse;
use crate::engine::parse::page::element::length;
use crate::engine::parse::page::find::Found;
use crate::engine::parse::page::find::MOST;
use crate::engine::parse::page::find::Sort;
use crate::engine::parse::page::find::holds_text;
use crate::engine::parse::page::find::score;
use crate::engine::parse::page::find::text_and_links;
use crate::engine::parse::page::marks::Marks;
use crate::engine::parse::page::when;
use crate::engine::parse::page::when::When;
use crate::engine::rules::Rules;
use crate::engine::segment::stamp;

/// How far up from a time its entry is looked for.
const CLIMB: usize = 8;

/// A way of grouping: by name and all classes, by name and first class, or by name and parent.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Key {
    Classes(String, String),
    First(String, String),
    Siblings(String, usize),
}

#[derive(Default)]
struct Group<'a> {
    members: Vec<ElementRef<'a>>,
    seen: HashSet<NodeId>,
}

/// Finds the best group.
pub(super) fn entries<'a>(
    page: &'a Html,
    url: Option<&str>,
    sort: Sort,
    rules: &Rules,
) -> Found<'a> {
    let mut groups: BTreeMap<Key, Group<'a>> = BTreeMap::new();
    let mut parents: HashMap<NodeId, usize> = HashMap::new();
    for timed in timed_elements(page, rules) {
        for element in timed
            .ancestors()
            .filter_map(ElementRef::wrap)
            .take(CLIMB)
            .chain([timed])
        {
            let value = element.value();
            let name = value.name().to_owned();
            if matches!(
                value.name(),
                "html" | "body" | "main" | "time" | "p" | "span" | "a" | "h1" | "h2" | "h3" | "h4"
            ) {
                continue;
            }
            let classes = value.attr("class").unwrap_or_default().trim();
            let parent = element.parent().map(|parent| parent.id());
            let count = parents.len();
            let parent = parent.map(|id| *parents.entry(id).or_insert(count));
            let keys = [
                (!classes.is_empty()).then(|| Key::Classes(name.clone(), classes.to_owned())),
                classes
                    .split_ascii_whitespace()
                    .next()
                    .map(|first| Key::First(name.clone(), first.to_owned())),
                parent.map(|parent| Key::Siblings(name, parent)),
            ];
            for key in keys.into_iter().flatten() {
                let group = groups.entry(key).or_default();
                if group.seen.insert(element.id()) {
                    group.members.push(element);
                }
            }
        }
    }
    let mut candidates: Vec<(usize, Vec<ElementRef<'a>>)> = Vec::new();
    for group in groups
        .into_values()
        .filter(|group| group.members.len() >= sort.fewest())
    {
        let mut members = innermost_once(group.members);
        members.retain(|member| !is_list_of_links(member));
        if members.len() >= sort.fewest()
            && let Some(score) = score(&members, url, sort.is_live())
        {
            candidates.push((score, members));
        }
    }
    let most = candidates
        .iter()
        .map(|(score, _)| *score)
        .max()
        .unwrap_or(0);
    // Few entries hold little of a page's text beside its head, and what holds them all looks like one entry.
    let few = sort == Sort::Further;
    let share = if few { 5 } else { 8 };
    let best = candidates
        .into_iter()
        .filter(|(score, _)| score * 10 >= most * share)
        .max_by_key(|(score, members)| {
            let text = if few { most - *score } else { *score };
            (members.len(), text)
        });
    let elements = best.map(|(_, members)| members).unwrap_or_default();
    Found {
        elements: with_untimed(elements),
        why: "repeated dated blocks",
        is_guess: true,
    }
}

/// Entries without a time on a page that calls itself live: siblings that are marked alike and hold text, articles by name or with
/// a heading each. Paragraphs that lie in boxes of their own are none.
pub(super) fn undated<'a>(page: &'a Html, url: Option<&str>) -> Found<'a> {
    let titled = titled(page);
    let mut groups: BTreeMap<(NodeId, &str, &str), Vec<ElementRef<'a>>> = BTreeMap::new();
    for element in page.root_element().descendent_elements().take(MOST) {
        let name = element.value().name();
        let may_be = match name {
            "article" => true,
            "section" | "li" | "div" => titled.contains(&element.id()),
            _ => false,
        };
        if let Some(parent) = element.parent().filter(|_| may_be && holds_text(&element)) {
            let class = element.attr("class").unwrap_or_default().trim();
            let group = groups.entry((parent.id(), name, class)).or_default();
            group.push(element);
        }
    }
    let mut lists: Vec<Vec<ElementRef<'a>>> = groups.into_values().collect();
    lists.retain(|list| list.len() >= Sort::Live.fewest());
    lists.sort_by_key(|list| Reverse(list.len()));
    let scored = lists
        .into_iter()
        .take(LISTS)
        .filter_map(|list| Some((score(&list, url, true)?, list)));
    let best = scored.max_by_key(|(score, _)| *score);
    Found {
        elements: best.map(|(_, list)| list).unwrap_or_default(),
        why: "repeated blocks",
        is_guess: true,
    }
}

/// So many lists of a page, the longest ones, may be its entries without times.
const LISTS: usize = 20;

/// The elements that hold a heading.
fn titled(page: &Html) -> HashSet<NodeId> {
    let mut titled = HashSet::new();
    for element in page.root_element().descendent_elements() {
        if matches!(element.value().name(), "h2" | "h3" | "h4" | "h5") {
            let mut outer = element.ancestors().map(|outer| outer.id());
            // Those above a known one are known.
            while outer.next().is_some_and(|id| titled.insert(id)) {}
        }
    }
    titled
}

/// Whether an element holds little but links: key moments that lead to their entries.
fn is_list_of_links(element: &ElementRef<'_>) -> bool {
    let (all, linked) = text_and_links(element);
    let own = all.saturating_sub(linked);
    own < 20 && linked > own
}

/// With those between and beside them that are marked alike and whose time is written in a way that nobody knows. Few among
/// many are no list whose other members lack a time.
fn with_untimed(elements: Vec<ElementRef<'_>>) -> Vec<ElementRef<'_>> {
    let all = with_likes(elements.clone());
    // Items of one list are more alike than boxes of one class.
    let is_list = all
        .iter()
        .all(|element| matches!(element.value().name(), "li" | "article"));
    let (share, of) = if is_list { (2, 3) } else { (3, 4) };
    if elements.len() * of >= all.len() * share {
        all
    } else {
        elements
    }
}

/// With those between and beside them that are marked alike.
pub(super) fn with_likes(elements: Vec<ElementRef<'_>>) -> Vec<ElementRef<'_>> {
    let parents: HashSet<NodeId> = elements
        .iter()
        .filter_map(|element| element.parent().map(|parent| parent.id()))
        .collect();
    let Some(first) = elements.first().filter(|_| parents.len() == 1) else {
        return elements;
    };
    let name = first.value().name();
    // An entry may have a class more, like "important".
    let mut common = classes(first);
    for element in &elements {
        let own = classes(element);
        common.retain(|class| own.contains(class));
    }
    let alike = |element: &ElementRef<'_>| {
        element.value().name() == name && common.is_subset(&classes(element)) && holds_text(element)
    };
    let timed: HashSet<NodeId> = elements.iter().map(|element| element.id()).collect();
    let is_offer = |element: &ElementRef<'_>| {
        !timed.contains(&element.id())
            && element
                .descendent_elements()
                .any(|inner| matches!(inner.value().name(), "form" | "input"))
    };
    if common.is_empty() || !elements.iter().all(alike) {
        return elements;
    }
    let siblings = first
        .parent()
        .into_iter()
        .flat_map(|parent| parent.children());
    siblings
        .filter_map(ElementRef::wrap)
        .filter(|element| alike(element) && !is_offer(element))
        .collect()
}

fn classes<'a>(element: &ElementRef<'a>) -> HashSet<&'a str> {
    let class = element.value().attr("class").unwrap_or_default();
    class.split_ascii_whitespace().collect()
}

/// Elements that state a time: by attribute, or as their whole text.
fn timed_elements<'a>(page: &'a Html, rules: &Rules) -> Vec<ElementRef<'a>> {
    let words = &Marks::builtin().words;
    let states = |element: &ElementRef<'_>| {
        if attribute(element, &words.time_attributes)
            .and_then(When::read)
            .is_some()
        {
            return true;
        }
        let value = element.value();
        if matches!(value.name(), "time") {
            return true;
        }
        let leaf = !element.children().any(|child| child.value().is_element())
            && !matches!(value.name(), "script" | "style");
        leaf && length(element, 61) <= 60 && {
            let text = collapse(&element.text().collect::<String>());
            let counts = text.chars().any(char::is_numeric);
            let few = text.split(' ').count() <= 4;
            (counts || few)
                && (when::is_minute(&text)
                    || stamp::parse_element(&text, rules).is_some_and(|byline| {
                        byline.rest == 0
                            && byline.shape != stamp::Shape::Author
                            && (counts || byline.shape == stamp::Shape::Relative)
                    }))
        }
    };
    page.root_element()
        .descendent_elements()
        .filter(states)
        .take(MOST)
        .collect()
}

/// Without those that hold others, in the order of the page.
fn innermost_once(mut elements: Vec<ElementRef<'_>>) -> Vec<ElementRef<'_>> {
    let all: HashSet<NodeId> = elements.iter().map(|element| element.id()).collect();
    let holding: HashSet<NodeId> = elements
        .iter()
        .flat_map(|element| element.ancestors())
        .map(|outer| outer.id())
        .filter(|id| all.contains(id))
        .collect();
    elements.retain(|element| !holding.contains(&element.id()));
    elements.sort_by_key(|element| element.id());
    elements
}
