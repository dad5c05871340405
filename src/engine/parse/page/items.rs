//! Entries that another format hands over, a feed or a publisher's data: written down like those of a page.

use jiff::Timestamp;

use crate::engine::model::Form;
use crate::engine::model::PageMeta;
use crate::engine::model::RawSnapshot;
use crate::engine::model::Reading;
use crate::engine::model::Role;
use crate::engine::parse::page::block;
use crate::engine::parse::page::block::Scope;
use crate::engine::parse::page::body;
use crate::engine::parse::page::body::line;
use crate::engine::parse::page::data::Data;
use crate::engine::parse::page::evidence::Source;
use crate::engine::parse::page::evidence::Taken;
use crate::engine::parse::page::ident;
use crate::engine::parse::page::join;
use crate::engine::parse::page::picture::Shown;
use crate::engine::parse::page::post::Post;
use crate::engine::parse::page::runs;
use crate::engine::parse::page::tree;
use crate::engine::parse::page::write;
use crate::engine::rules::Rules;
use crate::engine::text::SafeText;

/// One item as its format states it. Texts may hold markup.
#[derive(Debug, Default)]
pub(in crate::engine::parse) struct Item {
    pub(in crate::engine::parse) id: Option<String>,
    pub(in crate::engine::parse) url: Option<String>,
    pub(in crate::engine::parse) title: Option<String>,
    pub(in crate::engine::parse) author: Option<String>,
    pub(in crate::engine::parse) body: String,
    pub(in crate::engine::parse) published: Option<Timestamp>,
    pub(in crate::engine::parse) updated: Option<Timestamp>,
    /// The addresses of its pictures, with what they show.
    pub(in crate::engine::parse) pictures: Vec<(String, String)>,
}

/// What the format says of the whole.
#[derive(Debug, Default)]
pub(in crate::engine::parse) struct Whole {
    pub(in crate::engine::parse) title: Option<String>,
    pub(in crate::engine::parse) description: Option<String>,
    pub(in crate::engine::parse) meta: PageMeta,
}

/// Writes the items down. An item that holds a whole live blog becomes the entries of that.
pub(in crate::engine::parse) fn reading(
    raw: &RawSnapshot,
    format: &str,
    whole: Whole,
    items: Vec<Item>,
    rules: &Rules,
) -> Reading {
    let source = format!("item of the {format}");
    let posts = items.into_iter().flat_map(|item| posts(item, rules));
    let mut data = Data {
        posts: posts.take(crate::engine::parse::page::find::MOST).collect(),
        ..Data::default()
    };
    data.settle_ids();
    let title = whole
        .title
        .as_deref()
        .map(line)
        .filter(|text| !text.is_empty());
    let posts = join::join(Vec::new(), data.posts, title.as_ref());
    written(
        raw,
        format,
        &source,
        title,
        whole.description.as_deref(),
        whole.meta,
        &posts,
    )
}

/// The reading of entries that are known, with the texts above them.
pub(super) fn written(
    raw: &RawSnapshot,
    format: &str,
    source: &str,
    title: Option<SafeText>,
    description: Option<&str>,
    meta: PageMeta,
    posts: &[Post],
) -> Reading {
    let description = description
        .map(line)
        .filter(|text| !text.is_empty() && title.as_ref() != Some(text));
    let say =
        |role, text: Option<SafeText>| text.map(|text| (role, text, format!("of the {format}")));
    let above = [
        say(Role::Headline, title),
        say(Role::Standfirst, description),
    ];
    let pieces = write::pieces(
        above.into_iter().flatten().collect(),
        posts,
        meta.url.as_deref(),
        source,
    );
    Reading {
        snapshot: raw.id,
        format: format.to_owned(),
        form: Form::Native,
        meta,
        pieces,
    }
}

fn posts(item: Item, rules: &Rules) -> Vec<Post> {
    let split = split(&item.body, rules);
    if !split.is_empty() {
        return split;
    }
    let address = item
        .url
        .as_deref()
        .and_then(ident::in_address)
        .map(str::to_owned);
    let mut post = Post {
        id: address.or(item.id).filter(|id| ident::is_plausible(id)),
        url: item.url,
        heading: item
            .title
            .as_deref()
            .map(line)
            .filter(|text| !text.is_empty()),
        author: item
            .author
            .as_deref()
            .map(line)
            .filter(|text| !text.is_empty()),
        blocks: body::blocks(&item.body, rules),
        taken: Taken::all(Source::Item),
        ..Post::default()
    };
    if post.all_shown().next().is_none() {
        let stated = item.pictures.iter();
        post.shown = stated
            .filter_map(|(to, words)| Shown::at(to, words))
            .collect();
    }
    post.times.data = item.published.or(item.updated);
    post.times.updated = item.updated;
    if post.is_empty() {
        Vec::new()
    } else {
        vec![post]
    }
}

/// The entries of an item that carries a whole live blog: its text states clock times one after the other.
fn split(body: &str, rules: &Rules) -> Vec<Post> {
    if !body.contains('<') {
        return Vec::new();
    }
    let page = tree::build(body);
    let blocks = block::read(*page.root_element(), Scope::Page, rules).blocks;
    runs::entries(&page, &blocks, true, rules).posts
}
