//! Structured data of a page, JSON-LD and microdata: what it says of the page, and its entries in their order.
//! Fields that are missing or of the wrong kind are passed over; the entry stays.

use scraper::Html;
use serde_json::Map;
use serde_json::Value;

use crate::engine::parse::page::body;
use crate::engine::parse::page::body::line;
use crate::engine::parse::page::evidence::Source;
use crate::engine::parse::page::evidence::Taken;
use crate::engine::parse::page::ident;
use crate::engine::parse::page::json;
use crate::engine::parse::page::marks::Marks;
use crate::engine::parse::page::micro;
use crate::engine::parse::page::picture::Shown;
use crate::engine::parse::page::post;
use crate::engine::parse::page::post::Post;
use crate::engine::parse::page::when::When;
use crate::engine::rules::Rules;
use crate::engine::text::SafeText;

/// Larger script elements are left alone.
const LARGEST: usize = 16 << 20;

/// The types of pages on which readers talk.
pub(super) const TALK: &[&str] = &["DiscussionForumPosting", "QAPage"];

/// What structured data says.
#[derive(Debug, Default)]
pub(super) struct Data {
    /// Whether it calls the page a live blog.
    pub(super) is_live: bool,
    /// Whether it calls the page a discussion of its readers.
    pub(super) is_talk: bool,
    pub(super) headline: Option<SafeText>,
    pub(super) description: Option<SafeText>,
    pub(super) url: Option<String>,
    pub(super) publisher: Option<SafeText>,
    pub(super) language: Option<String>,
    pub(super) stated_at: Option<jiff::Timestamp>,
    /// When it says that the coverage ends.
    pub(super) ends_at: Option<jiff::Timestamp>,
    /// Whether it says that the text must be paid for.
    pub(super) is_paid: bool,
    pub(super) posts: Vec<Post>,
}

type Object = Map<String, Value>;

/// Reads everything of a page.
pub(super) fn read(page: &Html, rules: &Rules) -> Data {
    let values: Vec<Value> = scripts(page).map(|text| json::read(&text)).collect();
    let mut data = stated(&values, rules);
    micro::read(page, rules, &mut data);
    data.settle();
    data
}

/// Reads values by themselves.
pub(super) fn of_values(values: &[Value], rules: &Rules) -> Data {
    let mut data = stated(values, rules);
    data.settle();
    data
}

fn stated(values: &[Value], rules: &Rules) -> Data {
    let mut data = Data::default();
    let objects: Vec<&Object> = values.iter().flat_map(objects).collect();
    let live: Vec<&&Object> = objects
        .iter()
        .filter(|object| is_a(object, "LiveBlogPosting") || object.contains_key("liveBlogUpdate"))
        .collect();
    data.is_live = !live.is_empty();
    data.is_talk = objects
        .iter()
        .any(|object| TALK.iter().any(|kind| is_a(object, kind)));
    for object in &live {
        data.describe(object);
        for update in object.get("liveBlogUpdate").map(items).unwrap_or_default() {
            data.posts.extend(update_post(update, rules));
        }
    }
    for object in objects
        .iter()
        .filter(|object| is_a(object, "Article") || is_a(object, "WebPage"))
    {
        data.describe(object);
    }
    data
}

impl Data {
    /// Brings what was stated into order, once all of it is read.
    fn settle(&mut self) {
        if self.url.is_none() {
            let first = self
                .posts
                .iter()
                .find_map(|post| post.url.as_deref())
                .filter(|url| url.starts_with("http"));
            self.url = first
                .and_then(|url| url.split('#').next())
                .map(str::to_owned);
        }
        self.posts.retain(|post| !is_sample(post));
        for post in &mut self.posts {
            // Where nobody is named, some systems name the publisher.
            post.author = post
                .author
                .take()
                .filter(|author| Some(author) != self.publisher.as_ref());
        }
        self.posts.truncate(crate::engine::parse::page::find::MOST);
        self.settle_ids();
    }

    /// Says each entry once and forgets identities that identify nothing.
    pub(super) fn settle_ids(&mut self) {
        self.say_once();
        self.forget_page_ids();
    }

    /// Takes what an object says of the page, where nothing said it before.
    fn describe(&mut self, object: &Object) {
        let text = |names: &[&str]| {
            names
                .iter()
                .find_map(|name| object.get(*name))
                .and_then(plain)
                .map(|text| line(&text))
                .filter(|text| !text.is_empty())
        };
        if self.headline.is_none() {
            self.headline = text(&["headline", "name"]);
        }
        if self.description.is_none() {
            self.description = text(&["description"]);
        }
        if self.url.is_none() {
            self.url = ["url", "mainEntityOfPage", "@id"]
                .iter()
                .filter_map(|name| object.get(*name))
                .filter_map(address)
                .find(|url| url.starts_with("http"));
        }
        if self.publisher.is_none() {
            self.publisher = object.get("publisher").and_then(names);
        }
        if self.language.is_none() {
            self.language = object
                .get("inLanguage")
                .and_then(Value::as_str)
                .map(str::to_owned)
                .filter(|tag| tag.len() <= 35);
        }
        let modified = object.get("dateModified").and_then(Value::as_str);
        self.stated_at = self.stated_at.or_else(|| post::instant(modified));
        let end = object.get("coverageEndTime").and_then(Value::as_str);
        self.ends_at = self.ends_at.or_else(|| post::instant(end));
        self.is_paid |= object.get("isAccessibleForFree").is_some_and(|free| {
            free == false
                || free
                    .as_str()
                    .is_some_and(|free| free.eq_ignore_ascii_case("false"))
        });
    }

    /// Drops an entry that is stated a second time with the same identity and text.
    fn say_once(&mut self) {
        let mut seen = std::collections::HashSet::new();
        self.posts.retain(|post| {
            let Some(id) = &post.id else { return true };
            let text: Vec<&str> = post
                .blocks
                .iter()
                .map(|block| block.text.as_str())
                .collect();
            let heading = post.heading.as_deref().unwrap_or_default();
            seen.insert(format!(
                "{}\n{heading}\n{}",
                ident::core(id),
                text.join("\n")
            ))
        });
    }

    /// An id that several entries share, or that is the page's, identifies none of them.
    fn forget_page_ids(&mut self) {
        let mut count = std::collections::HashMap::new();
        for id in self.posts.iter().filter_map(|post| post.id.as_deref()) {
            *count.entry(ident::core(id)).or_insert(0_usize) += 1;
        }
        let many = self.posts.len();
        for post in &mut self.posts {
            let shared = post.id.as_deref().is_some_and(|id| {
                count
                    .get(&ident::core(id))
                    .is_some_and(|n| *n > 2 || (*n == many && many > 1))
            });
            if shared {
                post.id = None;
            }
        }
    }
}

fn scripts(page: &Html) -> impl Iterator<Item = String> + '_ {
    let all = page
        .root_element()
        .descendent_elements()
        .filter(|element| element.value().name() == "script");
    all.filter(|script| {
        script
            .attr("type")
            .is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"))
    })
    .map(|script| script.text().collect::<String>())
    .filter(|text| text.len() <= LARGEST)
}

/// All objects in a value, outer ones first, in the order of the text.
fn objects(value: &Value) -> Vec<&Object> {
    let mut out = Vec::new();
    let mut todo = vec![value];
    while let Some(value) = todo.pop() {
        match value {
            Value::Array(list) => todo.extend(list.iter().rev()),
            Value::Object(object) => {
                out.push(object);
                todo.extend(
                    object
                        .iter()
                        .filter(|(name, _)| *name != "liveBlogUpdate")
                        .map(|(_, value)| value),
                );
            }
            _ => {}
        }
    }
    out
}

/// The objects in a list, however deep lists are nested in it.
fn items(value: &Value) -> Vec<&Object> {
    let mut out = Vec::new();
    let mut todo = vec![value];
    while let Some(value) = todo.pop() {
        match value {
            Value::Array(list) => todo.extend(list.iter().rev()),
            Value::Object(object) => match object
                .get("itemListElement")
                .or_else(|| object.get("@list"))
            {
                Some(list) => todo.push(list),
                None => out.push(
                    object
                        .get("item")
                        .and_then(Value::as_object)
                        .unwrap_or(object),
                ),
            },
            _ => {}
        }
    }
    out
}

fn is_a(object: &Object, kind: &str) -> bool {
    let named = |value: &Value| {
        value.as_str().is_some_and(|name| {
            name.rsplit(['/', ':', '#'])
                .next()
                .is_some_and(|name| name.ends_with(kind))
        })
    };
    match object.get("@type") {
        Some(Value::Array(list)) => list.iter().any(named),
        Some(value) => named(value),
        None => false,
    }
}

/// The text of a value: a string, a typed value, a list of them.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(list) => {
            let parts: Vec<String> = list
                .iter()
                .filter(|part| !part.is_array())
                .filter_map(plain)
                .collect();
            (!parts.is_empty()).then(|| parts.join("\n"))
        }
        Value::Object(object) => ["@value", "text", "name", "articleBody"]
            .iter()
            .filter_map(|name| object.get(*name))
            .find_map(|inner| inner.as_str().map(str::to_owned)),
        _ => None,
    }
}

fn address(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Object(object) => ["@id", "url"]
            .iter()
            .filter_map(|name| object.get(*name))
            .find_map(|inner| inner.as_str().map(str::to_owned)),
        _ => None,
    }
}

fn names(value: &Value) -> Option<SafeText> {
    let mut out: Vec<SafeText> = Vec::new();
    let list = match value {
        Value::Array(list) => list.iter().take(8).collect(),
        one => vec![one],
    };
    for one in list {
        let name = match one {
            Value::String(text) => Some(text.as_str()),
            Value::Object(object) => object
                .get("name")
                .and_then(|name| name.as_str().or_else(|| name.get(0)?.as_str())),
            _ => None,
        };
        let name = name
            .map(line)
            .filter(|name| !name.is_empty() && !name.starts_with("http"));
        out.extend(name.filter(|name| !out.contains(name)));
    }
    let joined: Vec<&str> = out.iter().map(SafeText::as_str).collect();
    (!joined.is_empty()).then(|| SafeText::from(joined.join(", ")))
}

fn update_post(update: &Object, rules: &Rules) -> Option<Post> {
    let text = |names: &[&str]| {
        names
            .iter()
            .filter_map(|name| update.get(*name))
            .find_map(plain)
    };
    let url = ["url", "mainEntityOfPage"]
        .iter()
        .filter_map(|name| update.get(*name))
        .filter_map(address)
        .find(|url| ident::in_address(url).is_some());
    let id = [update.get("@id"), update.get("identifier")]
        .into_iter()
        .flatten()
        .filter_map(|id| plain(id).or_else(|| id.as_u64().map(|id| id.to_string())))
        .find(|id| {
            ident::is_plausible(id) && (!id.contains("://") || ident::in_address(id).is_some())
        });
    let mut post = Post {
        id: url
            .as_deref()
            .and_then(ident::in_address)
            .map(str::to_owned)
            .or(id),
        url,
        heading: text(&["headline", "name", "alternativeHeadline"])
            .map(|text| line(&text))
            .filter(|text| !text.is_empty()),
        author: update
            .get("author")
            .or_else(|| update.get("creator"))
            .filter(|author| {
                !author
                    .as_object()
                    .is_some_and(|author| is_a(author, "Organization"))
            })
            .and_then(names),
        taken: Taken::all(Source::JsonLd),
        ..Post::default()
    };
    if let Some(heading) = post.heading.as_ref().and_then(post::without_clock) {
        post.heading = Some(heading).filter(|text| !text.is_empty());
    }
    post.blocks = text(&["articleBody", "text", "description"])
        .map(|body| body::blocks(&body, rules))
        .unwrap_or_default();
    let shown = ["image", "thumbnailUrl"].iter();
    let shown = shown.filter_map(|name| update.get(*name));
    post.shown.extend(shown.filter_map(Shown::of_value).take(1));
    state_times(
        &mut post,
        text(&["datePublished", "dateCreated", "uploadDate"]),
        text(&["dateModified"]),
    );
    (!post.is_empty()).then_some(post)
}

pub(super) fn state_times(post: &mut Post, published: Option<String>, modified: Option<String>) {
    let published = published
        .as_deref()
        .and_then(When::read)
        .unwrap_or_default();
    post.times.data = published.instant;
    post.times.line = published.stamp().map(|stamp| (SafeText::default(), stamp));
    post.times.updated = modified
        .as_deref()
        .and_then(When::read)
        .and_then(|when| when.instant);
}

fn is_sample(post: &Post) -> bool {
    let heading = post.heading.as_deref().unwrap_or_default().to_lowercase();
    Marks::builtin().samples.contains(&heading) && post.weight() < 40
}
