//! Entries in data of any shape: a list of records that each have a text and a time. Names of fields are compared without
//! case and punctuation; what they may be called is said in the tables here.

use std::cmp::Reverse;

use serde_json::Map;
use serde_json::Value;

use crate::engine::parse::page::body::line;
use crate::engine::parse::page::evidence::Source;
use crate::engine::parse::page::evidence::Taken;
use crate::engine::parse::page::ident;
use crate::engine::parse::page::post::Post;
use crate::engine::parse::page::when;
use crate::engine::parse::page::when::When;
use crate::engine::parse::page::written;
use crate::engine::rules::Rules;
use crate::engine::text::SafeText;
use crate::engine::text::words;

/// Fewer records than this are no list of entries.
pub(super) const FEWEST: usize = 2;

/// Records with fewer words on average are no entries.
const WORDS: usize = 5;

const ID: &[&str] = &[
    "id",
    "uuid",
    "postid",
    "entryid",
    "guid",
    "identifier",
    "databaseid",
    "key",
    "urn",
];
const TITLE: &[&str] = &[
    "headline",
    "headlines",
    "title",
    "heading",
    "posttitle",
    "name",
];
const TEXT: &[&str] = &[
    "render",
    "bodyhtml",
    "contenthtml",
    "html",
    "body",
    "content",
    "articlebody",
    "text",
    "elements",
    "blocks",
    "components",
    "paragraphs",
    "richtext",
    "message",
    "posttext",
    "storyelements",
    "bodytext",
    "contentelements",
    "contentblocks",
];
const PUBLISHED: &[&str] = &[
    "entrytime",
    "publishedat",
    "datepublished",
    "publisheddate",
    "publishdate",
    "publicationdate",
    "firstpublished",
    "firstpublisheddate",
    "published",
    "publishedon",
    "publishtime",
    "displaydate",
    "displaytime",
    "posttime",
    "postdate",
    "dategmt",
    "createdat",
    "datecreated",
    "creationdate",
    "created",
    "timestamp",
    "date",
    "datetime",
    "time",
    "eventtime",
    "sorttime",
];
const UPDATED: &[&str] = &[
    "updatedat",
    "datemodified",
    "lastupdated",
    "modifiedat",
    "modified",
    "updated",
    "lastmodified",
    "updateddate",
];
const AUTHOR: &[&str] = &[
    "author",
    "authors",
    "by",
    "byline",
    "creator",
    "contributors",
    "contributor",
    "reporter",
    "user",
    "credits",
];
const ADDRESS: &[&str] = &[
    "url",
    "permalink",
    "shareurl",
    "sharelink",
    "link",
    "weburl",
    "canonicalurl",
    "href",
    "slug",
];

type Record = Map<String, Value>;

/// The best list of at least so many entries in the values; nothing where no list looks like one. `headline` is the page's.
pub(super) fn entries(
    values: &[Value],
    headline: Option<&str>,
    fewest: usize,
    rules: &Rules,
) -> Vec<Post> {
    let mut best: (usize, Vec<Post>) = (0, Vec::new());
    for list in values.iter().flat_map(|value| lists(value, fewest)) {
        let (posts, weight) = read(&list, headline, fewest, rules);
        if weight > best.0 {
            best = (weight, posts);
        }
    }
    best.1
}

/// The first title in a value, outer ones first.
pub(super) fn title(value: &Value) -> Option<SafeText> {
    /// So many values are looked at.
    const MOST: usize = 200;
    let mut todo = std::collections::VecDeque::from([value]);
    for _ in 0..MOST {
        let value = todo.pop_front()?;
        if let Value::Object(object) = value {
            let found = field(object, TITLE).and_then(name);
            if let Some(title) = found.filter(|title| words::count(title) >= 2) {
                return Some(title);
            }
            todo.extend(object.values().filter(|inner| inner.is_object()));
        }
    }
    None
}

/// Records that stand side by side: in an array, or as the values of an object, whose order says nothing.
struct List<'v> {
    records: Vec<&'v Record>,
    is_ordered: bool,
    /// Where references lead.
    root: &'v Value,
}

fn lists(root: &Value, fewest: usize) -> Vec<List<'_>> {
    let mut out = Vec::new();
    let mut todo = vec![root];
    while let Some(value) = todo.pop() {
        let (records, is_ordered): (Vec<&Record>, bool) = match value {
            Value::Array(list) => {
                todo.extend(list.iter().rev());
                (
                    list.iter().filter_map(|one| record(one, root)).collect(),
                    true,
                )
            }
            Value::Object(object) => {
                todo.extend(object.values());
                (
                    object
                        .values()
                        .filter_map(|one| record(one, root))
                        .collect(),
                    false,
                )
            }
            _ => continue,
        };
        if records.len() >= fewest {
            out.push(List {
                records,
                is_ordered,
                root,
            });
        }
    }
    out
}

/// The record that a value is, or refers to; a wrapper around it is taken off.
fn record<'v>(value: &'v Value, root: &'v Value) -> Option<&'v Record> {
    let object = referred(value, root).as_object()?;
    let inner = ["node", "attributes", "item", "post", "data"]
        .iter()
        .filter_map(|name| object.get(*name)?.as_object())
        .find(|inner| field(inner, TEXT).is_some());
    Some(
        inner
            .filter(|_| field(object, TEXT).is_none())
            .unwrap_or(object),
    )
}

fn referred<'v>(value: &'v Value, root: &'v Value) -> &'v Value {
    let key = value.get("__ref").and_then(Value::as_str);
    key.and_then(|key| root.get(key)).unwrap_or(value)
}

/// The value of the first of the names that a record has.
fn field<'v>(record: &'v Record, names: &[&str]) -> Option<&'v Value> {
    let same = |key: &str, name: &str| {
        let mut own = key
            .bytes()
            .filter(u8::is_ascii_alphanumeric)
            .map(|b| b.to_ascii_lowercase());
        name.bytes().all(|b| own.next() == Some(b)) && own.next().is_none()
    };
    names.iter().find_map(|name| {
        let found = record.iter().filter(|(key, _)| same(key, name));
        found.map(|(_, value)| value).find(|value| !is_blank(value))
    })
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
        Value::Number(_) => false,
    }
}

/// The entries of a list, with the number of their words; none if it is a list of something else.
fn read(
    list: &List<'_>,
    headline: Option<&str>,
    fewest: usize,
    rules: &Rules,
) -> (Vec<Post>, usize) {
    let dated = |record: &&&Record| {
        instant(field(record, PUBLISHED)).is_some()
            && field(record, TEXT).is_some()
            && !is_withdrawn(record)
    };
    let count = list.records.iter().filter(dated).count();
    let all = list
        .records
        .iter()
        .filter(|record| !is_withdrawn(record))
        .count();
    if count < fewest || (list.is_ordered && count * 10 < all * 6) {
        return (Vec::new(), 0);
    }
    let page = headline.map(words::fold);
    let mut posts: Vec<Post> = Vec::new();
    for record in list.records.iter().filter(dated) {
        let post = post(record, list.root, rules);
        let heading = post.heading.as_ref().map(|heading| words::fold(heading));
        // The record of the blog itself stands among those of its entries in some stores.
        let is_page = heading.is_some() && heading == page;
        if !post.is_empty() && !is_page {
            posts.push(post);
        }
    }
    if !list.is_ordered {
        posts.sort_by_key(|post| Reverse(post.times.data));
    }
    let weight: usize = posts.iter().map(Post::weight).sum();
    let elsewhere = list
        .records
        .iter()
        .filter(|record| leads_elsewhere(record))
        .count();
    let is_list = posts.len() >= fewest
        && weight >= posts.len() * WORDS
        && elsewhere * 2 <= list.records.len();
    if is_list {
        (posts, weight)
    } else {
        (Vec::new(), 0)
    }
}

/// Whether a record says that it was deleted or is not published yet.
fn is_withdrawn(record: &Record) -> bool {
    let deleted = ["deleted", "is_deleted", "isDeleted"].iter();
    let status = ["post_status", "status"]
        .iter()
        .filter_map(|name| record.get(*name)?.as_str());
    deleted
        .filter_map(|name| record.get(*name))
        .any(|value| *value == true)
        || status
            .into_iter()
            .any(|status| matches!(status, "draft" | "submitted" | "deleted" | "trash"))
}

/// Whether a record has an address of its own that is no place in this page: it is an article.
fn leads_elsewhere(record: &Record) -> bool {
    let address = field(record, &ADDRESS[..ADDRESS.len() - 1]).and_then(Value::as_str);
    address.is_some_and(|to| ident::in_address(to).is_none())
}

fn post(record: &Record, root: &Value, rules: &Rules) -> Post {
    let url = field(record, ADDRESS)
        .and_then(Value::as_str)
        .filter(|url| ident::in_address(url).is_some())
        .map(str::to_owned);
    let id = field(record, ID).and_then(|id| match id {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    let richest = TEXT
        .iter()
        .filter_map(|name| field(record, &[name]))
        .map(|value| written::blocks(value, rules))
        .max_by_key(|blocks| {
            blocks
                .iter()
                .map(|block| words::count(&block.text))
                .sum::<usize>()
        });
    let mut post = Post {
        id: id.filter(|id| ident::is_plausible(id)),
        url,
        heading: field(record, TITLE)
            .or_else(|| field(record.get("attributes")?.as_object()?, TITLE))
            .and_then(name),
        author: field(record, AUTHOR).and_then(|author| people(author, root)),
        blocks: richest.unwrap_or_default(),
        taken: Taken::all(Source::Scripts),
        ..Post::default()
    };
    post.lift_heading();
    post.times.data = instant(field(record, PUBLISHED));
    post.times.updated = instant(field(record, UPDATED));
    post
}

/// An instant in any of the forms of data: text, seconds, milliseconds, an object that holds one of these.
fn instant(value: Option<&Value>) -> Option<jiff::Timestamp> {
    match value? {
        Value::String(text) => When::read(text)?.instant,
        Value::Number(number) => when::instant(&number.as_f64().map(|n| format!("{n:.0}"))?),
        Value::Object(object) => object.values().take(12).find_map(|inner| match inner {
            Value::String(text) => When::read(text)?.instant,
            _ => None,
        }),
        _ => None,
    }
}

/// The text of a name: a string, or an object that holds one.
fn name(value: &Value) -> Option<SafeText> {
    let text = match value {
        Value::String(text) => text.as_str(),
        Value::Object(object) => {
            let names = [
                "rendered",
                "text",
                "name",
                "displayName",
                "title",
                "plain",
                "html",
                "fullName",
                "headline",
                "basic",
            ];
            names.iter().find_map(|name| object.get(*name)?.as_str())?
        }
        _ => return None,
    };
    let text = line(text);
    (!text.is_empty() && !text.starts_with("http")).then_some(text)
}

fn people(value: &Value, root: &Value) -> Option<SafeText> {
    let list = match value.get("by").unwrap_or(value) {
        Value::Array(list) => list.iter().take(4).collect(),
        one => vec![one],
    };
    let mut out: Vec<SafeText> = Vec::new();
    for one in list {
        let named = name(referred(one, root));
        out.extend(named.filter(|name| name.len() <= 120 && !out.contains(name)));
    }
    let joined: Vec<&str> = out.iter().map(SafeText::as_str).collect();
    (!joined.is_empty()).then(|| SafeText::from(joined.join(", ")))
}
