//! Which elements of a page are its entries: by the ids that structured data names, by known markup, else by repetition.

use std::collections::HashMap;
use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::ElementRef;
use scraper::Html;

use crate::engine::parse::page::element::length;
use crate::engine::parse::page::ident;
use crate::engine::parse::page::marks;
use crate::engine::parse::page::marks::Marks;
use crate::engine::parse::page::post;
use crate::engine::parse::page::post::Post;
use crate::engine::parse::page::repeat;
use crate::engine::parse::page::told_apart;
use crate::engine::rules::Rules;

/// How many entries a page has at most; the rest of a larger page is left out.
pub(super) const MOST: usize = 50_000;

/// Fewer repetitions than this are no list of entries.
const FEWEST: usize = 3;

/// What is known of a page before its entries are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Nothing.
    Any,
    /// It calls itself live.
    Live,
    /// A live blog links to it as its further page, which may show one entry only.
    Further,
}

impl Sort {
    pub(super) fn is_live(self) -> bool {
        self != Self::Any
    }

    /// How often something must repeat to be a list of entries.
    pub(super) fn fewest(self) -> usize {
        if self == Self::Further { 1 } else { FEWEST }
    }
}

/// The entries of a page in its order, with the rule that found them.
#[derive(Debug, Default)]
pub(super) struct Found<'a> {
    pub(super) elements: Vec<ElementRef<'a>>,
    /// The publisher's or system's name, or the rule that found them.
    pub(super) why: &'a str,
    /// Whether nothing but repetition tells that they are entries.
    pub(super) is_guess: bool,
}

/// Finds the elements. `stated` are the entries of structured data.
pub(super) fn entries<'a>(
    page: &'a Html,
    stated: &[Post],
    url: Option<&str>,
    sort: Sort,
    rules: &Rules,
) -> Found<'a> {
    let ids = stated.iter().filter_map(|post| post.id.as_deref());
    let named: HashSet<String> = ids.map(ident::core).collect();
    let by_id = by_id(page, &named);
    let known = by_site(page, sort.is_live() || !named.is_empty());
    let mut best = if by_id.elements.len() >= known.elements.len() {
        by_id
    } else {
        known
    };
    // Where the data states few entries, its texts may tell all there are.
    let (mut by_texts, mut all_told) = (false, false);
    if best.elements.len() < sort.fewest() {
        let told = told_apart::entries(page, stated);
        if told.len() > best.elements.len() {
            by_texts = true;
            all_told = told.len() == stated.len();
            best = Found {
                // Structured data may state the newest entries only.
                elements: repeat::with_likes(outermost(told)),
                why: "texts of the structured data",
                is_guess: false,
            };
        }
    }
    let few = best.elements.len() < sort.fewest() && !all_told;
    if few || by_texts {
        let own = by_attribute(page, url, sort);
        let more = own.elements.len() > best.elements.len();
        // Those that data tells of may be some of those that have an identity.
        if more && (few || are_among(&best.elements, &own.elements)) {
            best = own;
        }
    }
    if best.elements.len() < sort.fewest() && !all_told {
        let repeated = repeat::entries(page, url, sort, rules);
        if repeated.elements.len() > best.elements.len() {
            best = repeated;
        }
    }
    best.elements.truncate(MOST);
    best
}

/// Whether each of some elements is one of others, or lies in one.
fn are_among(some: &[ElementRef<'_>], others: &[ElementRef<'_>]) -> bool {
    let others: HashSet<NodeId> = others.iter().map(|element| element.id()).collect();
    some.iter().all(|element| {
        let mut around = element.ancestors().map(|outer| outer.id());
        others.contains(&element.id()) || around.any(|outer| others.contains(&outer))
    })
}

/// Elements whose id is that of an entry, and their likes.
fn by_id<'a>(page: &'a Html, named: &HashSet<String>) -> Found<'a> {
    if named.is_empty() {
        return Found::default();
    }
    let names = &Marks::builtin().words.id_attributes;
    let core = |element: &ElementRef<'_>| {
        names
            .iter()
            .filter_map(|name| element.attr(name))
            .map(ident::core)
            .find(|core| named.contains(core))
    };
    let mut seen = HashSet::new();
    let mut elements: Vec<ElementRef<'a>> = Vec::new();
    for element in page.root_element().descendent_elements() {
        let Some(core) = core(&element).filter(|_| holds_text(&element)) else {
            continue;
        };
        if !is_key_point(&element) && seen.insert((core, shape(&element))) {
            elements.push(element);
        }
    }
    let shapes: HashSet<Shape> = common_shapes(&elements);
    if !shapes.is_empty() {
        let known: HashSet<NodeId> = elements.iter().map(|element| element.id()).collect();
        let alike = |element: &ElementRef<'_>| {
            known.contains(&element.id())
                || (shapes.contains(&shape(element))
                    && post::id_of(element).is_some()
                    && holds_text(element))
        };
        elements = page
            .root_element()
            .descendent_elements()
            .filter(alike)
            .collect();
    }
    Found {
        elements: outermost(elements),
        why: "id of the structured data",
        is_guess: false,
    }
}

/// The shapes that more than one entry has and that name a class.
fn common_shapes(elements: &[ElementRef<'_>]) -> HashSet<Shape> {
    let mut count: HashMap<Shape, usize> = HashMap::new();
    for element in elements {
        *count.entry(shape(element)).or_default() += 1;
    }
    count
        .into_iter()
        .filter(|((_, class), count)| *count > 1 && !class.is_empty())
        .map(|(shape, _)| shape)
        .collect()
}

/// Elements that the markup of a known publisher or system names.
fn by_site(page: &Html, is_live: bool) -> Found<'_> {
    let mut best = Found::default();
    for site in &Marks::builtin().sites {
        let matching = page
            .select(&site.entry)
            .filter(|element| holds_text(element) && !is_key_point(element));
        let elements = outermost(matching.collect());
        let enough = elements.len() >= FEWEST || (is_live && !elements.is_empty());
        if enough && elements.len() > best.elements.len() {
            best = Found {
                elements,
                why: &site.name,
                is_guess: false,
            };
        }
    }
    best
}

/// Elements with an attribute that only entries of live blogs have.
fn by_attribute<'a>(page: &'a Html, url: Option<&str>, sort: Sort) -> Found<'a> {
    let names = &Marks::builtin().words.entry_attributes;
    let mut having: Vec<Vec<ElementRef<'a>>> = vec![Vec::new(); names.len()];
    for element in page.root_element().descendent_elements() {
        let has = |name: &String| element.attr(name).is_some_and(ident::is_plausible);
        if let Some(at) = names.iter().position(has)
            && holds_text(&element)
        {
            having[at].push(element);
        }
    }
    let lists = having.into_iter().map(outermost);
    let elements = lists
        .filter(|list| list.len() >= sort.fewest() && score(list, url, sort.is_live()).is_some())
        .max_by_key(Vec::len)
        .unwrap_or_default();
    Found {
        elements,
        why: "identities of entries",
        is_guess: true,
    }
}

/// What elements have in common that repeat: their name and first class.
pub(super) type Shape = (String, String);

pub(super) fn shape(element: &ElementRef<'_>) -> Shape {
    let value = element.value();
    let class = value
        .attr("class")
        .and_then(|class| class.split_ascii_whitespace().next())
        .unwrap_or_default();
    (value.name().to_owned(), class.to_owned())
}

/// How much running text a group has; nothing if it is a list of links, comments or fragments.
pub(super) fn score(members: &[ElementRef<'_>], url: Option<&str>, is_live: bool) -> Option<usize> {
    let mut sum = 0;
    let mut with_text = 0;
    let mut to_elsewhere = 0;
    for member in members {
        let (all, linked) = text_and_links(member);
        let own = all.saturating_sub(linked);
        sum += own;
        with_text += usize::from(own >= 40);
        // What can be shared from here is told here, though it has a page of its own.
        to_elsewhere += usize::from(is_teaser(member, url) && !is_shared(member));
    }
    let apart = |member: &&ElementRef<'_>| is_set_apart(member);
    let most = |count: usize| count * 10 >= members.len() * 6;
    let whole = members.iter().filter(|member| tells_more(member)).count();
    let teasers = to_elsewhere * 10 > members.len() * 9 && whole * 2 < members.len();
    let wrong = members.iter().filter(apart).count() * 2 > members.len()
        || (to_elsewhere * 10 > members.len() * 2 && !is_live)
        || teasers;
    (most(with_text) && !wrong).then_some(sum)
}

/// Whether an element tells more than a teaser does: several paragraphs.
fn tells_more(element: &ElementRef<'_>) -> bool {
    let paragraphs = element
        .descendent_elements()
        .filter(|inner| inner.value().name() == "p" && length(inner, 25) >= 25);
    paragraphs.take(2).count() > 1
}

/// Bytes of text, and of those in links.
pub(super) fn text_and_links(element: &ElementRef<'_>) -> (usize, usize) {
    let (mut all, mut linked) = (0, 0);
    for node in element.descendants() {
        if let Some(text) = node.value().as_text() {
            // A list may keep its older entries hidden until they are asked for, so what is around an entry does not count.
            let inside = || {
                node.ancestors()
                    .take_while(|outer| outer.id() != element.id())
            };
            let outer = || inside().take(6).filter_map(ElementRef::wrap);
            if outer().any(|outer| marks::is_hidden(&outer)) {
                continue;
            }
            let len = text.trim().len();
            all += len;
            if outer().any(|outer| outer.value().name() == "a") {
                linked += len;
            }
        }
    }
    (all, linked)
}

/// Whether a block's heading leads to another page.
fn is_teaser(element: &ElementRef<'_>, url: Option<&str>) -> bool {
    let leads = |link: &ElementRef<'_>| {
        link.value().name() == "a" && link.attr("href").is_some_and(|to| leads_elsewhere(to, url))
    };
    if element
        .ancestors()
        .take(2)
        .filter_map(ElementRef::wrap)
        .chain([*element])
        .any(|outer| leads(&outer))
    {
        return true;
    }
    let heading = element
        .descendent_elements()
        .find(|inner| matches!(inner.value().name(), "h2" | "h3" | "h4" | "h5"));
    heading.is_some_and(|heading| {
        let outer = heading.ancestors().take(3).filter_map(ElementRef::wrap);
        heading
            .descendent_elements()
            .chain(outer)
            .any(|link| leads(&link))
    })
}

/// Whether an element has controls to share it.
fn is_shared(element: &ElementRef<'_>) -> bool {
    let words = &Marks::builtin().words.share;
    let shares = |inner: ElementRef<'_>| marks::any(&marks::tokens(&inner), words);
    element.descendent_elements().any(shares)
}

/// Whether a link leaves the page and what lies under its address.
fn leads_elsewhere(to: &str, page: Option<&str>) -> bool {
    let path = |url: &str| {
        let url = url.split(['?', '#']).next().unwrap_or_default();
        let rest = url
            .split_once("://")
            .map_or(url, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
        rest.trim_end_matches('/').to_owned()
    };
    let target = path(to.trim());
    !target.is_empty()
        && !page
            .map(path)
            .is_some_and(|own| own.len() > 1 && target.starts_with(&own))
}

fn is_set_apart(element: &ElementRef<'_>) -> bool {
    let words = &Marks::builtin().words;
    let outer = element.ancestors().filter_map(ElementRef::wrap).take(12);
    outer.chain([*element]).any(|outer| {
        let name = outer.value().name();
        let tokens = marks::tokens(&outer);
        matches!(name, "nav" | "footer")
            || name != "body"
                && (marks::any(&tokens, &words.apart) || marks::any(&tokens, &words.key_points))
                && !holds_headline(&outer)
    })
}

fn holds_headline(element: &ElementRef<'_>) -> bool {
    element
        .descendent_elements()
        .any(|inner| inner.value().name() == "h1")
}

pub(super) fn holds_text(element: &ElementRef<'_>) -> bool {
    // What a system leaves in the place of an entry that was taken away.
    if element.attr("data-tombstone").is_some() {
        return false;
    }
    length(element, 12) >= 12
        || element
            .descendent_elements()
            .any(|inner| matches!(inner.value().name(), "img" | "amp-img" | "video" | "iframe"))
}

/// Whether an element belongs to a list that repeats headings.
fn is_key_point(element: &ElementRef<'_>) -> bool {
    let words = &Marks::builtin().words;
    let outer = element.ancestors().filter_map(ElementRef::wrap).take(5);
    outer
        .chain([*element])
        .any(|outer| marks::any(&marks::tokens(&outer), &words.key_points))
        && length(element, 301) <= 300
}

/// Without those inside others.
fn outermost(elements: Vec<ElementRef<'_>>) -> Vec<ElementRef<'_>> {
    let all: HashSet<NodeId> = elements.iter().map(|element| element.id()).collect();
    let inside =
        |element: &ElementRef<'_>| element.ancestors().any(|outer| all.contains(&outer.id()));
    elements
        .into_iter()
        .filter(|element| !inside(element))
        .collect()
}
