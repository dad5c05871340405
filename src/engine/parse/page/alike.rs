//! What the entries of one page have in common: labels that stand in most of them, headings and names that only their place tells.

use std::collections::HashMap;
use std::collections::HashSet;

use scraper::ElementRef;
use scraper::Html;

use crate::engine::model::Role;
use crate::engine::parse::page::block;
use crate::engine::parse::page::block::Block;
use crate::engine::parse::page::post;
use crate::engine::parse::page::post::Post;
use crate::engine::text::words;

/// Fewer entries than this have nothing in common that could not be chance.
const FEWEST: usize = 3;

/// Longer texts are no label.
const LABEL: usize = 5;

/// Longer texts are no heading.
const TITLE: usize = 20;

/// Settles what only the comparison of the entries tells.
pub(super) fn settle(page: &Html, posts: &mut [Post]) {
    if posts.len() < FEWEST {
        return;
    }
    names(posts);
    names_above(posts);
    labels(posts);
    titles(page, posts);
}

/// The same few words in more than half of the entries are no text of theirs: "Share", "Key moment", "Back to the list".
fn labels(posts: &mut [Post]) {
    let mut count: HashMap<String, usize> = HashMap::new();
    for post in posts.iter() {
        let own: HashSet<String> = post.blocks.iter().filter_map(label).collect();
        for text in own {
            *count.entry(text).or_default() += 1;
        }
    }
    count.retain(|_, count| *count >= FEWEST && *count * 2 > posts.len());
    for block in posts.iter_mut().flat_map(|post| &mut post.blocks) {
        if label(block).is_some_and(|text| count.contains_key(&text)) {
            block.role = Role::Furniture;
            block.why = "the same in most entries".to_owned();
        }
    }
}

/// The folded text of a block that may be a label.
fn label(block: &Block) -> Option<String> {
    let may_be = matches!(block.role, Role::Paragraph | Role::ListItem | Role::LeadIn)
        || block.why == post::LABEL;
    let says = block.text.ends_with(['.', '!', '?', '…', '。']);
    (may_be && !says && words::count(&block.text) <= LABEL).then(|| words::fold(&block.text))
}

/// Where no entry has a heading, the short line in an element of its own that most of them begin with is one.
fn titles(page: &Html, posts: &mut [Post]) {
    let headed = posts.iter().filter(|post| post.heading.is_some()).count();
    if headed * 5 > posts.len() {
        return;
    }
    let places: Vec<Option<usize>> = posts.iter().map(title).collect();
    let shape = |block: &Block| {
        let element = ElementRef::wrap(page.tree.get(block.node?)?)?;
        let class = element.attr("class").unwrap_or_default().to_owned();
        Some((element.value().name().to_owned(), class))
    };
    let mut shapes: HashMap<_, usize> = HashMap::new();
    for (post, at) in posts.iter().zip(&places) {
        if let Some(shape) = at.and_then(|at| shape(&post.blocks[at])) {
            *shapes.entry(shape).or_default() += 1;
        }
    }
    let most = shapes
        .into_iter()
        .max_by_key(|(shape, count)| (*count, shape.clone()));
    let Some((common, _)) =
        most.filter(|(_, count)| *count >= FEWEST && *count * 10 >= posts.len() * 6)
    else {
        return;
    };
    // What the texts below are marked with, too, is no mark of a heading.
    let below = posts
        .iter()
        .zip(&places)
        .filter_map(|(post, at)| Some(&post.blocks[(*at)? + 1..]));
    let alike = below
        .flatten()
        .filter(|block| block.role.is_body() && shape(block).as_ref() == Some(&common));
    if alike.count() * 4 > posts.len() {
        return;
    }
    for (post, at) in posts.iter_mut().zip(places) {
        if post.heading.is_none()
            && let Some(at) = at.filter(|at| shape(&post.blocks[*at]).as_ref() == Some(&common))
        {
            post.heading = Some(post.take_text(at));
        }
    }
}

/// Where the line stands that may be an entry's heading: the first text, short, no sentence, with text below it.
fn title(post: &Post) -> Option<usize> {
    let content =
        |block: &Block| !matches!(block.role, Role::Furniture | Role::Media | Role::Byline);
    let at = post.blocks.iter().position(content)?;
    let block = &post.blocks[at];
    let fits = block.role == Role::Paragraph
        && (block.why == block::LOOSE || block.bold)
        && (2..=TITLE).contains(&words::count(&block.text))
        && !block
            .text
            .ends_with(['.', ':', '!', '…', '”', '»', '"', '。']);
    (fits
        && post.blocks[at + 1..]
            .iter()
            .any(|block| block.role.is_body()))
    .then_some(at)
}

/// Where nobody else is named, a name that stands by itself below the text of most entries is the author's. One that is the same
/// in all of them may be a label.
fn names(posts: &mut [Post]) {
    let last = |post: &Post| {
        let at = post
            .blocks
            .iter()
            .rposition(|block| block.role != Role::Furniture)?;
        let block = &post.blocks[at];
        let fits = at > 0
            && block.role == Role::Paragraph
            && block.why == block::LOOSE
            && post::is_name(&block.text);
        fits.then_some(at)
    };
    let unnamed = posts.iter().filter(|post| post.author.is_none());
    let found: Vec<&str> = unnamed
        .filter_map(|post| Some(post.blocks[last(post)?].text.as_str()))
        .collect();
    let different: HashSet<&&str> = found.iter().collect();
    if found.len() * 2 < posts.len() || different.len() < 2 {
        return;
    }
    for post in posts.iter_mut().filter(|post| post.author.is_none()) {
        if let Some(at) = last(post) {
            post.author = Some(post.take_text(at));
        }
    }
}

/// A name in a paragraph of its own above the text of nearly all entries is the author's, where some name stands above several
/// or the entries have headings besides.
fn names_above(posts: &mut [Post]) {
    let first = |post: &Post| {
        let mut blocks = post.blocks.iter();
        let at = blocks.position(|block| block.role != Role::Furniture)?;
        let below = &post.blocks[at + 1..];
        let fits = post.author.is_none()
            && post.blocks[at].role == Role::Paragraph
            && post::is_name(&post.blocks[at].text)
            && below.iter().any(|block| block.role.is_body());
        fits.then_some(at)
    };
    let mut found = HashSet::new();
    let (mut count, mut headed) = (0, 0);
    for (post, at) in posts.iter().filter_map(|post| Some((post, first(post)?))) {
        found.insert(post.blocks[at].text.to_string());
        count += 1;
        headed += usize::from(post.heading.is_some());
    }
    let many = count >= FEWEST && count * 10 >= posts.len() * 8;
    if !many || (found.len() == count && headed * 2 < count) {
        return;
    }
    for post in posts {
        if let Some(at) = first(post) {
            post.author = Some(post.take_text(at));
        }
    }
}
