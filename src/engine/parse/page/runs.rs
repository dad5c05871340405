//! Entries without containers: runs of text that begin at a heading or line with a clock time.

use std::collections::HashMap;
use std::collections::HashSet;
use std::ops::Range;

use ego_tree::NodeId;
use scraper::ElementRef;
use scraper::Html;

use crate::engine::model::Role;
use crate::engine::parse::page::block;
use crate::engine::parse::page::block::Block;
use crate::engine::parse::page::days;
use crate::engine::parse::page::days::Day;
use crate::engine::parse::page::find;
use crate::engine::parse::page::post::Post;
use crate::engine::rules::Rules;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::words;

/// Fewer beginnings than this are no list of entries.
const FEWEST: usize = 3;

/// The runs of a page with their place among its blocks.
#[derive(Debug, Default)]
pub(super) struct Runs {
    pub(super) posts: Vec<Post>,
    /// Where the first one begins.
    pub(super) first: usize,
    /// The elements in which they begin.
    nodes: Vec<NodeId>,
}

impl Runs {
    /// Whether one of these elements holds so many of them that it is the list, and no entry.
    pub(super) fn lie_within_one(&self, page: &Html, elements: &HashSet<NodeId>) -> bool {
        let holding = |node: &NodeId| {
            let outer = page.tree.get(*node)?;
            let mut outer = outer.ancestors().map(|outer| outer.id());
            outer.find(|outer| elements.contains(outer))
        };
        let mut held: HashMap<NodeId, usize> = HashMap::new();
        for outer in self.nodes.iter().filter_map(holding) {
            *held.entry(outer).or_default() += 1;
        }
        self.posts.len() > elements.len() && held.values().any(|count| *count >= FEWEST)
    }
}

/// Finds the runs. On pages that do not call themselves live, only headings with a clock time begin one.
pub(super) fn entries(page: &Html, blocks: &[Block], is_live: bool, rules: &Rules) -> Runs {
    let mut ways = vec![timed_headings(blocks)];
    if is_live {
        ways.push(time_lines(blocks));
        ways.push(timed_paragraphs(blocks, rules));
    }
    let ways = ways
        .into_iter()
        .map(|starts| below_others(page, blocks, below_headline(blocks, starts)));
    for starts in ways.filter(|starts| starts.len() >= FEWEST) {
        let ranges = ranges(page, blocks, &starts);
        let with_text = ranges
            .iter()
            .filter(|range| body_words(&blocks[(*range).clone()]) >= 5)
            .count();
        let teasers = ranges
            .iter()
            .filter(|range| blocks[(*range).clone()].iter().any(is_teaser))
            .count();
        if with_text * 10 < ranges.len() * 6 || teasers * 10 > ranges.len() * 9 {
            continue;
        }
        let post = |range: &Range<usize>| {
            let own = blocks[range.clone()].iter();
            let own = own.filter(|block| days::stated(block).is_none());
            let mut post = Post::of_reading(
                block::Reading {
                    blocks: own.cloned().collect(),
                    ..block::Reading::default()
                },
                rules,
            );
            days::set(&mut post, day_above(blocks, starts[0], range.start));
            post
        };
        let posts = ranges
            .iter()
            .filter(|range| !leads_elsewhere(&blocks[(*range).clone()]))
            .map(post)
            .filter(|post| !post.is_empty())
            .collect();
        return Runs {
            posts,
            first: starts[0],
            nodes: starts.iter().filter_map(|at| blocks[*at].node).collect(),
        };
    }
    Runs::default()
}

/// Whether the first heading of a run leads elsewhere and little stands below it.
fn leads_elsewhere(blocks: &[Block]) -> bool {
    let heading = blocks.iter().find(|block| block.role == Role::Heading);
    heading.is_some_and(is_teaser) && blocks.iter().filter(|block| block.role.is_body()).count() < 2
}

/// Without those above the headline, where enough are below it: news of the whole site may run there.
fn below_headline(blocks: &[Block], starts: Vec<usize>) -> Vec<usize> {
    let top = blocks.iter().position(|block| block.level == 1);
    let below = starts.iter().filter(|at| top.is_none_or(|top| **at > top));
    let below: Vec<usize> = below.copied().collect();
    if below.len() >= FEWEST { below } else { starts }
}

/// Whether a heading is a link to another page as a whole: what stands under it is told there.
fn is_teaser(block: &Block) -> bool {
    block.role == Role::Heading && block.links.iter().any(|link| link.is_all_of(&block.text))
}

/// The day that stands above an entry, if days stand between the entries.
fn day_above(blocks: &[Block], first: usize, start: usize) -> Option<Day> {
    let between = blocks[first..]
        .iter()
        .any(|block| days::stated(block).is_some());
    let mut above = blocks[..start].iter().rev().filter(|_| between);
    above.find_map(days::stated)
}

fn body_words(blocks: &[Block]) -> usize {
    blocks
        .iter()
        .filter(|block| block.role.is_body() && !is_link(block))
        .map(|block| words::count(&block.text))
        .sum()
}

/// Whether a block is a link as a whole.
fn is_link(block: &Block) -> bool {
    block.linked || block.links.iter().any(|link| link.is_all_of(&block.text))
}

fn begins_with_time(block: &Block) -> bool {
    block.byline.as_ref().is_some_and(|byline| byline.rest > 0)
}

/// "12.31 Uhr: Heading", in heading elements of the most frequent level.
fn timed_headings(blocks: &[Block]) -> Vec<usize> {
    let all = (0..blocks.len())
        .filter(|at| blocks[*at].role == Role::Heading && begins_with_time(&blocks[*at]));
    let all: Vec<usize> = all.collect();
    let level =
        (1..=6).max_by_key(|level| all.iter().filter(|at| blocks[**at].level == *level).count());
    all.into_iter()
        .filter(|at| Some(blocks[*at].level) == level)
        .collect()
}

/// "9.00am: A paragraph." Where most begin so, "Update 3.15pm: …" goes on with the entry above.
fn timed_paragraphs(blocks: &[Block], rules: &Rules) -> Vec<usize> {
    let timed = (0..blocks.len()).filter(|at| {
        matches!(blocks[*at].role, Role::Paragraph | Role::ListItem)
            && begins_with_time(&blocks[*at])
    });
    let update = |at: &usize| {
        let first = blocks[*at].text.split_whitespace().next();
        first.is_some_and(|word| rules.update.contains(&words::fold(word)))
    };
    let timed: Vec<usize> = timed.collect();
    let others: Vec<usize> = timed.iter().copied().filter(|at| !update(at)).collect();
    match others.len() * 2 > timed.len() {
        true => others,
        false => timed,
    }
}

/// Lines that state a time; the heading right above belongs to the entry where most lines have one.
fn time_lines(all: &[Block]) -> Vec<usize> {
    let top = all.iter().position(|block| block.level == 1).unwrap_or(0);
    let below = time_lines_of(&all[top..]);
    if below.len() >= FEWEST {
        return below.into_iter().map(|at| at + top).collect();
    }
    time_lines_of(all)
}

/// Whether a block only names who wrote what stands beside it.
fn names(block: &Block) -> bool {
    let byline = block.byline.as_ref().filter(|byline| byline.rest == 0);
    block.role == Role::Byline && byline.is_none_or(|byline| byline.shape == Shape::Author)
}

fn time_lines_of(blocks: &[Block]) -> Vec<usize> {
    let states = |block: &Block| {
        let shape = block
            .byline
            .as_ref()
            .filter(|byline| byline.rest == 0)
            .map(|byline| byline.shape);
        block.role == Role::Byline
            && matches!(shape, Some(Shape::Clock | Shape::Relative | Shape::Dated))
    };
    // The author may stand between heading and time.
    let content = |at: &usize| !matches!(blocks[*at].role, Role::Furniture) && !names(&blocks[*at]);
    let mut lines: Vec<usize> = (0..blocks.len())
        .filter(|at| states(&blocks[*at]))
        .collect();
    let is_day = |at: &usize| days::stated(&blocks[*at]).is_some();
    if lines.iter().filter(|at| !is_day(at)).count() >= FEWEST {
        lines.retain(|at| !is_day(at));
    }
    let above = |at: usize| {
        (0..at)
            .rev()
            .find(content)
            .filter(|at| blocks[*at].role == Role::Heading && blocks[*at].level > 1)
    };
    let headed = lines.iter().filter(|at| above(**at).is_some()).count();
    let mut starts: Vec<usize> = if headed * 10 >= lines.len() * 6 {
        lines.into_iter().filter_map(above).collect()
    } else {
        lines
    };
    starts.dedup();
    starts
}

/// Without those above the first one that stands in an element like most others do: the page's own time stands there.
fn below_others(page: &Html, blocks: &[Block], mut starts: Vec<usize>) -> Vec<usize> {
    let shapes: Vec<_> = starts
        .iter()
        .map(|at| {
            let element = ElementRef::wrap(page.tree.get(blocks[*at].node?)?)?;
            Some(find::shape(&element))
        })
        .collect();
    let mut count: HashMap<_, usize> = HashMap::new();
    for shape in shapes.iter().flatten() {
        *count.entry(shape).or_default() += 1;
    }
    let most = count
        .into_iter()
        .find(|(_, count)| count * 10 >= starts.len() * 8);
    if let Some((most, _)) = most {
        let first = shapes.iter().position(|shape| shape.as_ref() == Some(most));
        starts.drain(..first.unwrap_or(0));
    }
    starts
}

/// From each beginning to the next; the last ends with the part of the page that holds all beginnings, or at a heading of its level.
fn ranges(page: &Html, blocks: &[Block], starts: &[usize]) -> Vec<Range<usize>> {
    let common = common_ancestor(page, starts.iter().filter_map(|at| blocks[*at].node));
    let inside = |block: &Block| match (common, block.node) {
        (Some(common), Some(node)) => page.tree.get(node).is_some_and(|node| {
            node.id() == common || node.ancestors().any(|outer| outer.id() == common)
        }),
        _ => true,
    };
    let mut out = Vec::new();
    for (n, start) in starts.iter().enumerate() {
        let end = match starts.get(n + 1) {
            Some(next) => *next,
            None => {
                let level = blocks[*start].level;
                let over = |block: &Block| {
                    !inside(block) || (level > 0 && (1..=level).contains(&block.level))
                };
                (start + 1..blocks.len())
                    .find(|at| over(&blocks[*at]))
                    .unwrap_or(blocks.len())
            }
        };
        out.push(*start..end);
    }
    out
}

fn common_ancestor(page: &Html, mut nodes: impl Iterator<Item = NodeId>) -> Option<NodeId> {
    let path = |id: NodeId| {
        page.tree
            .get(id)
            .map(|node| node.ancestors().map(|outer| outer.id()).collect::<Vec<_>>())
    };
    let mut common = path(nodes.next()?)?;
    for node in nodes {
        let other: HashSet<NodeId> = path(node)?.into_iter().collect();
        common.retain(|id| other.contains(id));
    }
    common.first().copied()
}
