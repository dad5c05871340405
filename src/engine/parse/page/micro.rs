//! Microdata: entries in `itemprop` attributes.

use ego_tree::NodeId;
use scraper::ElementRef;
use scraper::Html;
use scraper::Selector;

use crate::engine::parse::page::body;
use crate::engine::parse::page::body::line;
use crate::engine::parse::page::data::Data;
use crate::engine::parse::page::data::TALK;
use crate::engine::parse::page::data::state_times;
use crate::engine::parse::page::evidence::Source;
use crate::engine::parse::page::evidence::Taken;
use crate::engine::parse::page::ident;
use crate::engine::parse::page::post;
use crate::engine::parse::page::post::Post;
use crate::engine::rules::Rules;

/// Entries in `itemprop` attributes. Their text is in the page, too; what stands only in `content` is taken from there.
pub(super) fn read(page: &Html, rules: &Rules, data: &mut Data) {
    let Ok(updates) = Selector::parse("[itemprop~=liveBlogUpdate], [itemprop~=liveBlogUpdates]")
    else {
        return;
    };
    let Ok(blogs) = Selector::parse("[itemtype*=LiveBlogPosting]") else {
        return;
    };
    if let Some(blog) = page.select(&blogs).next() {
        data.is_live = true;
        let end = property(&blog, blog.id(), "coverageEndTime");
        data.ends_at = data.ends_at.or_else(|| post::instant(end.as_deref()));
    }
    let typed = page.root_element().descendent_elements();
    let mut types = typed.filter_map(|element| element.attr("itemtype"));
    data.is_talk |= types.any(|kind| TALK.iter().any(|talk| kind.ends_with(talk)));
    if !data.posts.is_empty() {
        return;
    }
    for element in page.select(&updates) {
        data.is_live = true;
        let id = element.id();
        let own = |name: &str| property(&element, id, name);
        let mut post = Post {
            url: own("url").or_else(|| element.attr("itemid").map(str::to_owned)),
            heading: own("headline")
                .map(|text| line(&text))
                .filter(|text| !text.is_empty()),
            author: own("author")
                .or_else(|| own("name"))
                .map(|text| line(&text))
                .filter(|text| !text.is_empty() && text.len() <= 120),
            blocks: own("articleBody")
                .map(|body| body::blocks(&body, rules))
                .unwrap_or_default(),
            node: Some(id),
            taken: Taken::all(Source::Microdata),
            ..Post::default()
        };
        post.id = post
            .url
            .as_deref()
            .and_then(ident::in_address)
            .map(str::to_owned);
        state_times(&mut post, own("datePublished"), own("dateModified"));
        if !post.is_empty() {
            data.posts.push(post);
        }
    }
}

/// The value of a property of an item, from an attribute.
fn property(item: &ElementRef<'_>, id: NodeId, name: &str) -> Option<String> {
    let has = |element: &ElementRef<'_>| {
        element.id() != id
            && element
                .attr("itemprop")
                .is_some_and(|names| names.split_ascii_whitespace().any(|n| n == name))
    };
    let element = item.descendent_elements().find(has)?;
    if element.attr("itemscope").is_some() && name == "author" {
        return property(&element, element.id(), "name");
    }
    let attribute = ["content", "datetime", "href", "src"]
        .iter()
        .find_map(|name| element.attr(name));
    match attribute {
        Some(value) => Some(value.to_owned()),
        None if name == "articleBody" => Some(element.inner_html()),
        None => Some(element.text().collect()),
    }
}
