//! The main text of a page without entries, by `dom_smoothie`, a port of the reader view of browsers.
//! It is given the bounded tree and not the bytes, so that nothing deep or endless reaches it.

use dom_smoothie::Config;
use dom_smoothie::Readability;
use scraper::Html;

use crate::engine::parse::page::block;
use crate::engine::parse::page::block::Block;
use crate::engine::parse::page::block::Scope;
use crate::engine::parse::page::tree;
use crate::engine::rules::Rules;

/// Larger pages are read without it, in elements.
const ELEMENTS: usize = 20_000;

/// And in bytes.
const BYTES: usize = 4 << 20;

/// The part of a page's words that its main text must have at least: live blogs without markup of their own are easily taken for lists.
const LEAST: f32 = 0.6;

/// The main text with the headline above it; nothing where it would leave out too much.
pub(super) fn main_text(page: &Html, blocks: &[Block], rules: &Rules) -> Option<Vec<Block>> {
    let elements = page.tree.nodes().take(ELEMENTS + 1).count();
    let html = (elements <= ELEMENTS).then(|| page.html())?;
    if html.len() > BYTES {
        return None;
    }
    let config = Config {
        max_elements_to_parse: ELEMENTS,
        disable_json_ld: true,
        ..Config::default()
    };
    let article = Readability::new(html, None, Some(config))
        .ok()?
        .parse()
        .ok()?;
    let content = tree::build(&article.content);
    let found = block::read(*content.root_element(), Scope::Page, rules).blocks;
    if (block::running(&found) as f32) < LEAST * block::running(blocks) as f32 {
        return None;
    }
    let top = blocks.iter().find(|block| block.level == 1).cloned();
    let repeats = |block: &Block| top.as_ref().is_some_and(|top| top.text == block.text);
    let rest: Vec<Block> = found.into_iter().filter(|block| !repeats(block)).collect();
    Some(top.into_iter().chain(rest).collect())
}
