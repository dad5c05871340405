//! The entries of the markup by what structured data says in them: the largest element around a heading or the beginning of a text
//! that holds no other entry's is the entry. Needs neither ids nor times.

use std::collections::HashMap;
use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::ElementRef;
use scraper::Html;

use crate::engine::parse::page::element::is_block;
use crate::engine::parse::page::element::length;
use crate::engine::parse::page::find::Shape;
use crate::engine::parse::page::find::shape;
use crate::engine::parse::page::marks;
use crate::engine::parse::page::post::Post;
use crate::engine::text::words;

/// Fewer entries than this are found by chance.
const FEWEST: usize = 3;

/// How many words at the beginning of a text name it.
const OPENING: usize = 8;

/// Fewer words name nothing.
const WORDS: usize = 2;

/// Longer texts are not looked at as a whole; in bytes.
const LONGEST: usize = 20_000;

/// How far around a text its entry reaches.
const CLIMB: usize = 16;

/// The elements, in the order of the page; none unless enough are found.
pub(super) fn entries<'a>(page: &'a Html, posts: &[Post]) -> Vec<ElementRef<'a>> {
    let names = names(posts);
    let texts: Vec<(usize, ElementRef<'a>)> = page
        .root_element()
        .descendent_elements()
        .filter_map(|element| Some((*names.get(&name(&element)?)?, element)))
        .collect();
    // Which entry an element holds texts of; nothing if of several.
    let mut holds: HashMap<NodeId, Option<usize>> = HashMap::new();
    for (entry, element) in &texts {
        for outer in
            std::iter::once(element.id()).chain(element.ancestors().map(|outer| outer.id()))
        {
            let held = holds.entry(outer).or_insert(Some(*entry));
            *held = held.filter(|held| held == entry);
        }
    }
    let mut candidates: HashMap<usize, Vec<(usize, ElementRef<'a>)>> = HashMap::new();
    for (entry, element) in &texts {
        let around = element.ancestors().filter_map(ElementRef::wrap).take(CLIMB);
        let own = around.take_while(|outer| holds.get(&outer.id()) == Some(&Some(*entry)));
        let Some(largest) = own.last() else { continue };
        let size = length(&largest, LONGEST);
        let bare = size <= length(element, LONGEST) + 12;
        if !bare {
            candidates.entry(*entry).or_default().push((size, largest));
        }
    }
    let best = best(&candidates);
    // Where the data states fewer, all of them, and more than one, since nothing else shows where it ends.
    if best.len() < posts.len().clamp(2, FEWEST) {
        return Vec::new();
    }
    let mut elements = best;
    elements.sort_by_key(|element| element.id());
    elements
}

/// For each entry the largest element; but what tells the beginning of one entry above the list may be larger than that entry, so
/// that one like most others is taken where there is one.
fn best<'a>(candidates: &HashMap<usize, Vec<(usize, ElementRef<'a>)>>) -> Vec<ElementRef<'a>> {
    let largest = |list: &[(usize, ElementRef<'a>)]| {
        let largest = list.iter().rev().max_by_key(|(size, _)| *size);
        largest.map(|(_, element)| *element)
    };
    let best: Vec<ElementRef<'a>> = candidates
        .values()
        .filter_map(|list| largest(list))
        .collect();
    let mut shapes: HashMap<Shape, usize> = HashMap::new();
    for element in &best {
        *shapes.entry(shape(element)).or_default() += 1;
    }
    let common = shapes.iter().find(|(_, count)| **count * 2 > best.len());
    let Some((common, _)) = common else {
        return best;
    };
    let like_most = |list: &[(usize, ElementRef<'a>)]| {
        let alike = list.iter().filter(|(_, element)| shape(element) == *common);
        let alike: Vec<(usize, ElementRef<'a>)> = alike.copied().collect();
        largest(&alike).or_else(|| largest(list))
    };
    candidates
        .values()
        .filter_map(|list| like_most(list))
        .collect()
}

/// What names an entry in the page: its heading, the beginning of its text. What names two names none.
fn names(posts: &[Post]) -> HashMap<String, usize> {
    let mut out: HashMap<String, usize> = HashMap::new();
    let mut twice: HashSet<String> = HashSet::new();
    for (at, post) in posts.iter().enumerate() {
        let body = post.blocks.iter().find(|block| block.role.is_body());
        for text in post.heading.iter().chain(body.map(|block| &block.text)) {
            let Some(name) = opening(text) else { continue };
            if out
                .insert(name.clone(), at)
                .is_some_and(|known| known != at)
            {
                twice.insert(name);
            }
        }
    }
    out.retain(|name, _| !twice.contains(name));
    out
}

fn opening(text: &str) -> Option<String> {
    let folded = words::fold(text);
    let first: Vec<&str> = folded.split(' ').take(OPENING).collect();
    (first.len() >= WORDS).then(|| first.join(" "))
}

/// The beginning of what an element says, if it holds text and no other element like a paragraph.
fn name(element: &ElementRef<'_>) -> Option<String> {
    let name = element.value().name();
    let leaf = || {
        !element
            .child_elements()
            .any(|child| is_block(child.value().name()))
    };
    if !is_block(name) && !matches!(name, "span" | "a" | "strong" | "b")
        || marks::is_hidden(element)
        || !leaf()
    {
        return None;
    }
    let mut text = String::new();
    for part in element.text() {
        text.push_str(part);
        if text.len() > 400 {
            break;
        }
    }
    opening(&text)
}
