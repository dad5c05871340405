//! What stands above the entries: headline, standfirst, summary and key points; and what the page says of itself.

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::ElementRef;
use scraper::Html;

use crate::engine::model::PageMeta;
use crate::engine::model::RawSnapshot;
use crate::engine::model::Role;
use crate::engine::parse::page::block::Block;
use crate::engine::parse::page::data::Data;
use crate::engine::parse::page::element::collapse;
use crate::engine::parse::page::ended;
use crate::engine::parse::page::ident;
use crate::engine::parse::page::marks;
use crate::engine::parse::page::marks::Marks;
use crate::engine::parse::page::post;
use crate::engine::parse::page::post::Post;
use crate::engine::text::SafeText;
use crate::engine::text::words;

/// A standfirst is one of the first texts under the headline.
const STANDFIRST_WITHIN: usize = 4;

/// Shorter texts above the entries are labels.
const SENTENCE: usize = 6;

/// What `<meta>` and `<link>` elements state.
#[derive(Debug, Default)]
pub(super) struct Stated {
    pub(super) url: Option<String>,
    pub(super) title: Option<SafeText>,
    pub(super) description: Option<SafeText>,
    pub(super) publisher: Option<SafeText>,
    pub(super) language: Option<String>,
    pub(super) modified: Option<jiff::Timestamp>,
    /// `og:type`.
    pub(super) kind: Option<String>,
}

impl Stated {
    pub(super) fn of(page: &Html) -> Self {
        let mut out = Self::default();
        for element in page.root_element().descendent_elements() {
            match element.value().name() {
                "link" if element.attr("rel") == Some("canonical") => {
                    let url = element
                        .attr("href")
                        .map(str::trim)
                        .filter(|url| url.starts_with("http"));
                    out.url = url.map(str::to_owned).or(out.url);
                }
                "title"
                    if out.title.is_none()
                        && element
                            .parent()
                            .and_then(ElementRef::wrap)
                            .is_some_and(|outer| outer.value().name() == "head") =>
                {
                    out.title = Some(collapse(&element.text().collect::<String>()));
                }
                "meta" => out.take(&element),
                "html" => {
                    out.language = element
                        .attr("lang")
                        .or(element.attr("xml:lang"))
                        .map(str::to_owned)
                }
                _ => {}
            }
        }
        out.language = out.language.filter(|tag| {
            (2..=35).contains(&tag.len())
                && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        });
        out
    }

    fn take(&mut self, meta: &ElementRef<'_>) {
        let name = meta
            .attr("property")
            .or(meta.attr("name"))
            .or(meta.attr("itemprop"))
            .unwrap_or_default()
            .to_ascii_lowercase();
        let Some(content) = meta
            .attr("content")
            .map(str::trim)
            .filter(|content| !content.is_empty())
        else {
            return;
        };
        match name.as_str() {
            "og:url" if content.starts_with("http") => {
                self.url = self.url.take().or_else(|| Some(content.to_owned()))
            }
            // As extractors write them that keep nothing else of a page's head.
            "url" | "source" if content.starts_with("http") => {
                self.url = self.url.take().or_else(|| Some(content.to_owned()))
            }
            "title" => self.title = self.title.take().or_else(|| Some(collapse(content))),
            "sitename" => {
                self.publisher = self.publisher.take().or_else(|| Some(collapse(content)))
            }
            "og:title" => self.title = Some(collapse(content)),
            "og:description" | "description" => {
                self.description = self.description.take().or_else(|| Some(collapse(content)))
            }
            "og:site_name" => self.publisher = Some(collapse(content)),
            "og:type" => self.kind = Some(content.to_ascii_lowercase()),
            "article:modified_time" | "og:updated_time" | "datemodified" | "last-modified" => {
                self.modified = self.modified.max(post::instant(Some(content)))
            }
            _ => {}
        }
    }
}

/// What the page says of itself.
pub(super) fn meta(page: &Html, raw: &RawSnapshot, stated: &Stated, data: &Data) -> PageMeta {
    let url = stated
        .url
        .clone()
        .or_else(|| data.url.clone())
        .or_else(|| raw.capture.url.clone());
    let url = url.map(|url| SafeText::new(&url).to_string());
    let host = url.as_deref().and_then(ident::host).map(SafeText::from);
    PageMeta {
        publisher: data
            .publisher
            .clone()
            .or_else(|| stated.publisher.clone())
            .or(host),
        language: stated.language.clone().or_else(|| data.language.clone()),
        stated_at: data.stated_at.max(stated.modified),
        ends_at: data.ends_at,
        ended: ended::is_marked(page),
        url,
    }
}

/// The texts above the entries: what they are, with the rule's name. `first` is the place of the first entry among the blocks.
pub(super) fn texts(
    page: &Html,
    blocks: &[Block],
    first: usize,
    stated: &Stated,
    data: &Data,
    posts: &[Post],
) -> Vec<(Role, SafeText, String)> {
    let entries: HashSet<String> = posts
        .iter()
        .flat_map(|post| &post.blocks)
        .map(|block| words::fold(&block.text))
        .collect();
    let headings: HashSet<String> = posts
        .iter()
        .filter_map(|post| post.heading.as_ref())
        .map(|text| words::fold(text))
        .collect();
    let named = data.headline.as_ref().or(stated.title.as_ref());
    let above = &blocks[..first.min(blocks.len())];
    let top = headline(above, named);
    let mut out = Vec::new();
    let (rubric, title) = match top {
        Some(at) => parted(&above[at].text, stated.title.as_ref()),
        None => (None, named.cloned().unwrap_or_default()),
    };
    let title = Some(title).filter(|title| !title.is_empty());
    if let Some(title) = &title {
        let why = if top.is_some() {
            "first heading"
        } else {
            "title of the page"
        };
        let rubric = rubric.map(|text| (Role::Furniture, text, "page head".to_owned()));
        out.extend(rubric);
        out.push((Role::Headline, title.clone(), why.to_owned()));
    }
    // A heading that only says what the page is ("Live updates") is none, but what stands above it is the site's.
    let named_so = || above.iter().position(|block| block.level == 1);
    let after = top.or_else(named_so).map_or(0, |at| at + 1);
    let description = data.description.as_ref().or(stated.description.as_ref());
    let standfirst = (after..above.len())
        .filter(|at| is_text(&above[*at]))
        .take(STANDFIRST_WITHIN)
        .find(|at| is_standfirst(page, above, *at, after, title.as_ref(), description));
    for (at, block) in above.iter().enumerate().skip(after) {
        let repeats = title
            .as_ref()
            .is_some_and(|title| words::fold(title) == words::fold(&block.text));
        let shown_before = out.iter().any(|(_, text, _)| *text == block.text);
        if shown_before {
            // Pages repeat their head for narrow screens.
            continue;
        } else if Some(at) == standfirst {
            out.push((
                Role::Standfirst,
                block.text.clone(),
                "under the headline".to_owned(),
            ));
        } else if repeats {
            continue;
        } else if first == blocks.len() && entries.contains(&words::fold(&block.text)) {
            // Without containers in the markup, the entries' own text may stand anywhere below.
            continue;
        } else if is_summary(page, block) || headings.contains(&words::fold(&block.text)) {
            out.push((
                Role::Summary,
                block.text.clone(),
                "above the entries".to_owned(),
            ));
        } else {
            let why = if block.role == Role::Furniture {
                block.why.clone()
            } else {
                "page head".to_owned()
            };
            out.push((Role::Furniture, block.text.clone(), why));
        }
    }
    if standfirst.is_none()
        && !out.iter().any(|(role, ..)| *role == Role::Summary)
        && let Some(text) = description.filter(|text| !text.is_empty())
    {
        out.push((
            Role::Standfirst,
            text.clone(),
            "description of the page".to_owned(),
        ));
    }
    out
}

/// A headline without the rubric or day before it, if the page calls itself by the rest.
fn parted(text: &SafeText, named: Option<&SafeText>) -> (Option<SafeText>, SafeText) {
    let before = named.and_then(|named| text.strip_suffix(named.as_str()));
    let rubric = before
        .map(str::trim)
        .filter(|before| (1..=SENTENCE).contains(&words::count(before)));
    match (rubric, named) {
        (Some(rubric), Some(named)) if words::count(named) >= SENTENCE / 2 => {
            (Some(SafeText::new(rubric)), named.clone())
        }
        _ => (None, text.clone()),
    }
}

/// The heading of the first level that says what the page is called; some pages use the first one for the section's name.
fn headline(blocks: &[Block], named: Option<&SafeText>) -> Option<usize> {
    let mut tops = (0..blocks.len())
        .filter(|at| blocks[*at].level == 1 && blocks[*at].role != Role::Furniture);
    let named: HashSet<words::Word> = named
        .map(|text| words::words(text).into_iter().collect())
        .unwrap_or_default();
    let alike = |at: &usize| {
        let own: HashSet<words::Word> = words::words(&blocks[*at].text).into_iter().collect();
        own.intersection(&named).count()
    };
    let other = || {
        let headings = (0..blocks.len()).filter(|at| blocks[*at].role == Role::Heading);
        let called = headings.filter(|at| alike(at) >= 2);
        called.max_by_key(|at| (alike(at), std::cmp::Reverse(*at)))
    };
    let Some(first) = tops.clone().next() else {
        // Some pages have no heading of the first level.
        return other();
    };
    let best = tops
        .clone()
        .max_by_key(|at| (alike(at), std::cmp::Reverse(*at)))?;
    let long = |at: &usize| words::count(&blocks[*at].text) > 2;
    if alike(&best) >= 2 {
        Some(best)
    } else {
        // Of others the first one names the site.
        tops.find(long).or_else(other).or(Some(first))
    }
}

fn is_text(block: &Block) -> bool {
    matches!(block.role, Role::Paragraph | Role::Heading | Role::ListItem)
}

fn is_standfirst(
    page: &Html,
    blocks: &[Block],
    at: usize,
    after: usize,
    title: Option<&SafeText>,
    description: Option<&SafeText>,
) -> bool {
    let block = &blocks[at];
    let folded = words::fold(&block.text);
    if words::count(&block.text) < SENTENCE
        || title.is_some_and(|title| words::fold(title) == folded)
        || block.role == Role::ListItem
    {
        return false;
    }
    if outer(page, block).any(|tokens| marks::any(&tokens, &Marks::builtin().words.standfirst)) {
        return true;
    }
    let described = description.is_some_and(|text| {
        let text = words::fold(text);
        text.starts_with(&folded) || folded.starts_with(&text)
    });
    let before_byline = blocks[at + 1..]
        .iter()
        .find(|block| block.role != Role::Furniture)
        .is_some_and(|next| next.role == Role::Byline);
    let under = blocks[after..at].iter().all(|block| {
        !is_text(block) || title.is_some_and(|title| words::fold(title) == words::fold(&block.text))
    });
    described || (under && (before_byline || block.role == Role::Heading))
}

/// The class words of the elements around a block.
fn outer<'a>(page: &'a Html, block: &Block) -> impl Iterator<Item = Vec<String>> + 'a {
    let node = block.node.and_then(|id| page.tree.get(id));
    let around = node
        .into_iter()
        .flat_map(|node| std::iter::once(node).chain(node.ancestors()).take(4));
    around
        .filter_map(ElementRef::wrap)
        .filter(|element| element.value().name() != "body")
        .map(|element| marks::tokens(&element))
}

fn is_summary(page: &Html, block: &Block) -> bool {
    match block.role {
        Role::ListItem => words::count(&block.text) >= 3,
        Role::Paragraph | Role::Quote => {
            words::count(&block.text) >= SENTENCE
                || outer(page, block)
                    .any(|tokens| marks::any(&tokens, &Marks::builtin().words.key_points))
        }
        _ => false,
    }
}

/// Where the first block stands that lies in one of the elements.
pub(super) fn first_inside(
    page: &Html,
    blocks: &[Block],
    entries: &HashSet<NodeId>,
) -> Option<usize> {
    blocks.iter().position(|block| {
        let node = block.node.and_then(|id| page.tree.get(id));
        node.is_some_and(|node| {
            entries.contains(&node.id())
                || node.ancestors().any(|outer| entries.contains(&outer.id()))
        })
    })
}
