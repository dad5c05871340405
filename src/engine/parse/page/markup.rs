//! The entries as the page shows them: in elements of their own, else as runs of text below their times, else in blocks that are
//! marked alike.

use std::cell::OnceCell;
use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::Html;

use crate::engine::parse::page::alike;
use crate::engine::parse::page::block::Block;
use crate::engine::parse::page::days;
use crate::engine::parse::page::find;
use crate::engine::parse::page::find::Found;
use crate::engine::parse::page::find::Sort;
use crate::engine::parse::page::guess;
use crate::engine::parse::page::head;
use crate::engine::parse::page::identity::Identity;
use crate::engine::parse::page::join;
use crate::engine::parse::page::post::Post;
use crate::engine::parse::page::repeat;
use crate::engine::parse::page::runs;
use crate::engine::parse::page::runs::Runs;
use crate::engine::rules::Rules;

/// What the markup of a page says of its entries.
#[derive(Debug)]
pub(super) struct Markup {
    pub(super) posts: Vec<Post>,
    /// Where the first one stands among the blocks of the page.
    pub(super) first: usize,
    /// How they were found.
    pub(super) source: String,
}

/// A page in which entries are looked for.
pub(super) struct Search<'a> {
    pub(super) tree: &'a Html,
    pub(super) blocks: &'a [Block],
    /// The entries of its structured data.
    pub(super) stated: &'a [Post],
    pub(super) url: Option<&'a str>,
    pub(super) sort: Sort,
    pub(super) rules: &'a Rules,
    /// Runs of text below their times, once somebody asked for them.
    pub(super) runs: OnceCell<Runs>,
}

impl Markup {
    /// Finds the entries.
    pub(super) fn of(search: &Search<'_>) -> Self {
        let held = Self::in_elements(search);
        if !held.posts.is_empty() {
            return held;
        }
        let runs = search.runs();
        if !runs.posts.is_empty() && join::is_of(&runs.posts, search.stated) {
            return Self {
                posts: runs.posts.clone(),
                first: runs.first,
                source: "clock times".to_owned(),
            };
        }
        let undated = Self::undated(search);
        if !undated.posts.is_empty() {
            return undated;
        }
        Self {
            source: "structured data".to_owned(),
            ..held
        }
    }

    /// Those that have elements of their own.
    fn in_elements(search: &Search<'_>) -> Self {
        let (tree, blocks) = (search.tree, search.blocks);
        let found = find::entries(tree, search.stated, search.url, search.sort, search.rules);
        let nodes = nodes(&found);
        let is_doubtful = found.is_guess && !search.sort.is_live();
        if (is_doubtful && !guess::is_most(tree, blocks, &nodes))
            || (found.is_guess && search.runs().lie_within_one(tree, &nodes))
        {
            return search.shown_by(&Found::default());
        }
        let mut markup = search.shown_by(&found);
        if are_heads(&markup.posts, search) {
            return search.shown_by(&Found::default());
        }
        if is_doubtful && guess::lie_days_apart(&markup.posts) {
            markup.posts.clear();
        }
        markup
    }

    /// Those without any time, on a page that calls itself live and states no others.
    fn undated(search: &Search<'_>) -> Self {
        let none = || search.shown_by(&Found::default());
        if search.sort != Sort::Live
            || !search.stated.is_empty()
            || guess::state_times(search.blocks)
        {
            return none();
        }
        let found = repeat::undated(search.tree, search.url);
        if guess::is_most(search.tree, search.blocks, &nodes(&found)) {
            search.shown_by(&found)
        } else {
            none()
        }
    }
}

impl Search<'_> {
    fn runs(&self) -> &Runs {
        let live = self.sort.is_live();
        self.runs
            .get_or_init(|| runs::entries(self.tree, self.blocks, live, self.rules))
    }

    /// The entries that elements hold.
    fn shown_by(&self, found: &Found<'_>) -> Markup {
        let first = head::first_inside(self.tree, self.blocks, &nodes(found));
        let identity = Identity::among(&found.elements);
        let posts = found
            .elements
            .iter()
            .map(|element| Post::of_element(*element, &identity, self.rules));
        let mut posts: Vec<Post> = posts.filter(|post| !post.is_empty()).collect();
        days::carry(self.tree, self.blocks, &mut posts);
        alike::settle(self.tree, &mut posts);
        Markup {
            posts,
            first: first.unwrap_or(self.blocks.len()),
            source: found.why.to_owned(),
        }
    }
}

/// Whether elements hold times and headings alone, while the texts stand below them: as runs they have text.
fn are_heads(posts: &[Post], search: &Search<'_>) -> bool {
    let bare = |posts: &[Post]| {
        let has_body = |post: &&Post| post.blocks.iter().any(|block| block.role.is_body());
        posts.len() - posts.iter().filter(has_body).count()
    };
    let many = |bare: usize, all: usize| bare * 10 >= all * 6;
    if posts.is_empty() || !many(bare(posts), posts.len()) {
        return false;
    }
    let runs = &search.runs().posts;
    runs.len() * 10 >= posts.len() * 8 && !many(bare(runs), runs.len())
}

fn nodes(found: &Found<'_>) -> HashSet<NodeId> {
    found.elements.iter().map(|element| element.id()).collect()
}
