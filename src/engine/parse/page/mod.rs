//! Pages: HTML to entries. The structured data and the markup are read each by itself ([`data`], [`find`], [`runs`]) and joined ([`join`]).
//! A page without entries is read as text, and [`refuse`] says why it is no live blog.
//!
//! Lines of a page: the position of an entry, counted from 1, is the line of all its pieces; the texts above the entries have
//! lines from [`HEAD`] on, one each.

mod alike;
pub(super) mod anchor;
mod article;
mod beside;
mod block;
mod body;
pub(super) mod charset;
pub(crate) mod counted;
mod data;
mod dated;
mod days;
pub(super) mod document;
mod element;
mod embedded;
mod ended;
mod evidence;
mod extract;
mod find;
pub(crate) mod further;
mod guess;
mod head;
mod ident;
mod identity;
pub(super) mod items;
mod join;
mod json;
mod marks;
mod markup;
mod micro;
mod packed;
mod picture;
mod post;
mod records;
mod refuse;
mod repeat;
mod runs;
mod sense;
#[cfg(test)]
mod tests;
mod told_apart;
mod tree;
mod when;
mod write;
mod written;

use std::cell::OnceCell;

use scraper::Html;

use crate::engine::clean;
use crate::engine::digest::Looked;
use crate::engine::model::Form;
use crate::engine::model::PageMeta;
use crate::engine::model::RawSnapshot;
use crate::engine::model::Reading;
use crate::engine::model::Role;
use crate::engine::parse;
use crate::engine::parse::page::block::Block;
use crate::engine::parse::page::block::Scope;
use crate::engine::parse::page::data::Data;
use crate::engine::parse::page::head::Stated;
use crate::engine::parse::page::marks::Marks;
use crate::engine::parse::page::markup::Markup;
use crate::engine::parse::page::markup::Search;
use crate::engine::parse::page::post::Post;
use crate::engine::rules::Rules;
use crate::engine::segment;
use crate::engine::text::words;

pub use crate::engine::parse::page::when::instant;

/// The format's name.
pub(super) const NAME: &str = "html";

/// The line of the first text above the entries.
pub(crate) const HEAD: u32 = 100_000;

/// The longest paragraph that is read as one line where a page is read as text, in bytes.
const LONGEST: usize = 16 << 10;

/// Whether the bytes are a page: what stands first, or soon after.
pub(super) fn sniff(bytes: &[u8]) -> bool {
    let head = charset::decode(&bytes[..bytes.len().min(4096)], None).to_ascii_lowercase();
    let mut head = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    while let Some(rest) = head.strip_prefix("<!--") {
        head = rest
            .split_once("-->")
            .map_or("", |(_, rest)| rest)
            .trim_start();
    }
    if let Some(rest) = head.strip_prefix("<?xml") {
        head = rest
            .split_once("?>")
            .map_or("", |(_, rest)| rest)
            .trim_start();
    }
    let begins = |tag: &str| {
        head.strip_prefix(tag).is_some_and(|rest| {
            rest.is_empty()
                || rest.starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
        })
    };
    let first = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<main",
        "<article",
        "<section",
        "<div",
        "<meta",
        "<script",
        "<title",
        "<header",
        "<p",
        "<h1",
    ];
    first.iter().any(|tag| begins(tag))
        || (head.starts_with('<') && (head.contains("<html") || head.contains("<body")))
}

/// Everything that is known of a page before it is written down.
struct Page {
    tree: Html,
    data: Data,
    stated: Stated,
    /// The page's text in its order.
    blocks: Vec<Block>,
    posts: Vec<Post>,
    /// Where the first entry stands among the blocks.
    first: usize,
    is_live: bool,
    /// How the entries were found.
    source: String,
}

impl Page {
    fn of(raw: &RawSnapshot, rules: &Rules) -> Self {
        let tree = tree::build(&charset::decode(
            &raw.bytes,
            raw.capture.media_type.as_deref(),
        ));
        let mut data = data::read(&tree, rules);
        let stated = Stated::of(&tree);
        let blocks = block::read(*tree.root_element(), Scope::Page, rules).blocks;
        let is_live =
            data.is_live || raw.capture.continues || is_live(raw, &stated, &data, &blocks, rules);
        let sort = match (raw.capture.continues, is_live) {
            (true, _) => find::Sort::Further,
            (false, true) => find::Sort::Live,
            (false, false) => find::Sort::Any,
        };
        let url = stated
            .url
            .as_deref()
            .or(data.url.as_deref())
            .or(raw.capture.url.as_deref());
        let Markup {
            posts: markup,
            first,
            mut source,
        } = Markup::of(&Search {
            tree: &tree,
            blocks: &blocks,
            stated: &data.posts,
            url,
            sort,
            rules,
            runs: OnceCell::new(),
        });
        let top = blocks.iter().find(|block| block.level == 1);
        let named = top.map(|block| &block.text).or(stated.title.as_ref());
        let named = named.map(|text| text.as_str());
        let mut rest = records::entries(&embedded::values(&tree), named, records::FEWEST, rules);
        rest.truncate(find::MOST);
        if markup.is_empty() && data.posts.is_empty() {
            data.posts = std::mem::take(&mut rest);
            source = "data of the page's scripts".to_owned();
        }
        let headline = data.headline.clone().or_else(|| stated.title.clone());
        let posts = join::join(markup, std::mem::take(&mut data.posts), headline.as_ref());
        // Where the page shows a window of its entries, its scripts may have all of them.
        let mut posts = join::extend(posts, rest, headline.as_ref());
        if data.is_talk && !data.is_live {
            posts.clear();
        }
        Self {
            tree,
            data,
            stated,
            blocks,
            posts,
            first,
            is_live,
            source,
        }
    }

    /// Why a page without entries is no live blog; nothing if it calls itself one and has text, or if its text is one of updates.
    fn refusal(&self, text: &Reading, rules: &Rules) -> Option<String> {
        let body = block::running(&self.blocks);
        let told = || {
            let states = self.is_live && guess::has_updates(text);
            !refuse::lead_elsewhere(&self.blocks)
                && (states || guess::tells_updates(text, body, rules))
        };
        let readable = !self.data.is_talk && (self.is_live && body >= 150 || told());
        (self.data.is_live || !readable)
            .then(|| refuse::reason(&self.tree, &self.blocks, &self.stated, &self.data))
    }

    fn meta(&self, raw: &RawSnapshot) -> PageMeta {
        head::meta(&self.tree, raw, &self.stated, &self.data)
    }
}

/// Whether title or address call the page live.
fn is_live(
    raw: &RawSnapshot,
    stated: &Stated,
    data: &Data,
    blocks: &[Block],
    rules: &Rules,
) -> bool {
    let top = blocks
        .iter()
        .filter(|block| block.level == 1)
        .map(|block| block.text.as_str());
    let mut titles = stated
        .title
        .iter()
        .chain(&data.headline)
        .map(|text| text.as_str())
        .chain(top);
    let says = |title: &str| {
        let folded = format!(" {} ", words::fold(title));
        rules.live.iter().any(|word| {
            let word = words::fold(word);
            let compound = word.len() > 5 && folded.contains(&format!("{word} "));
            // Scripts without spaces.
            let glued = word.chars().all(|c| c > '\u{2e7f}') && folded.contains(&word);
            folded.contains(&format!(" {word} ")) || compound || glued
        })
    };
    let address = [
        stated.url.as_deref(),
        data.url.as_deref(),
        raw.capture.url.as_deref(),
    ];
    let marks = Marks::builtin();
    titles.any(says)
        || address.into_iter().flatten().any(|url| {
            let path = url
                .split_once("://")
                .map_or(url, |(_, rest)| rest)
                .to_ascii_lowercase();
            path.split(['/', '?', '.']).skip(1).any(|part| {
                marks.live_address.contains(part)
                    || part
                        .split('-')
                        .any(|word| marks.live_address.contains(word))
            })
        })
}

/// Reads a page. Total: a page without entries is read as text, and refused unless it calls itself live and has text.
pub(super) fn look(raw: &RawSnapshot, rules: &Rules) -> Looked {
    let page = Page::of(raw, rules);
    let meta = page.meta(raw);
    if page.posts.is_empty() {
        let reading = as_text(raw, &page, meta, rules);
        return Looked {
            refusal: page.refusal(&reading, rules),
            reading,
            evidence: Vec::new(),
        };
    }
    let above = head::texts(
        &page.tree,
        &page.blocks,
        page.first,
        &page.stated,
        &page.data,
        &page.posts,
    );
    let pieces = write::pieces(above, &page.posts, meta.url.as_deref(), &page.source);
    Looked {
        reading: Reading {
            snapshot: raw.id,
            format: NAME.to_owned(),
            form: Form::Native,
            meta,
            pieces,
        },
        refusal: None,
        evidence: evidence::of(&page.posts, &page.source),
    }
}

/// The page's text, read as a text file with one paragraph a line.
fn as_text(raw: &RawSnapshot, page: &Page, meta: PageMeta, rules: &Rules) -> Reading {
    let main = article::main_text(&page.tree, &page.blocks, rules);
    let blocks = main.as_ref().unwrap_or(&page.blocks);
    let content = blocks.iter().filter(|block| block.role != Role::Furniture);
    let text: Vec<&str> = content.flat_map(|block| stretches(&block.text)).collect();
    let segmented = segment::segment(clean::clean(&parse::lines(&text.join("\n")), rules), rules);
    let meta = PageMeta {
        stated_at: meta.stated_at.or(segmented.stated_at),
        ..meta
    };
    Reading {
        snapshot: raw.id,
        format: NAME.to_owned(),
        form: segmented.form,
        meta,
        pieces: segmented.parted(),
    }
}

/// A text in stretches of bounded length, cut at spaces where there are any.
fn stretches(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while rest.len() > LONGEST {
        let mut at = LONGEST;
        while !rest.is_char_boundary(at) {
            at -= 1;
        }
        let at = rest[..at]
            .rfind(' ')
            .filter(|space| *space > 0)
            .unwrap_or(at);
        out.push(&rest[..at]);
        rest = &rest[at..];
    }
    out.push(rest);
    out
}
