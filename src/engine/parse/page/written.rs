//! Texts of data to blocks: a string with markup, or a tree of typed parts as editors keep them (paragraph, quote, list, image).

use serde_json::Map;
use serde_json::Value;

use crate::engine::model::Role;
use crate::engine::parse::page::block::Block;
use crate::engine::parse::page::body;
use crate::engine::parse::page::picture::Shown;
use crate::engine::rules::Rules;
use crate::engine::text::words;

/// So many parts of one text are read.
const MOST: usize = 2_000;

/// Fields that hold the text of a part, best first.
const INNER: &[&str] = &[
    "html",
    "content",
    "text",
    "value",
    "body",
    "data",
    "children",
    "paragraph",
    "paragraphs",
    "quote",
    "items",
    "elements",
    "blocks",
    "attrs",
    "model",
];
const CAPTION: &[&str] = &["caption", "alt", "altText", "description"];

/// Reads the text of an entry.
pub(super) fn blocks(value: &Value, rules: &Rules) -> Vec<Block> {
    let mut out = Vec::new();
    let mut todo = vec![(value, Role::Paragraph)];
    let mut parts = 0;
    // A picture with a caption waits for it; one without stands below the text before it.
    let (mut waiting, mut early): (Vec<Shown>, Vec<Shown>) = Default::default();
    while let Some((value, role)) = todo.pop() {
        parts += 1;
        if parts > MOST {
            break;
        }
        match value {
            Value::String(text) => give(text, role, rules, &mut waiting, &mut out),
            Value::Array(list) => match line_of(list) {
                Some(text) => give(&text, role, rules, &mut waiting, &mut out),
                None => todo.extend(list.iter().rev().map(|one| (one, role))),
            },
            Value::Object(object) => {
                if let Some(role) = role_of(object, role) {
                    let names = if role == Role::Media { CAPTION } else { INNER };
                    let inner = names.iter().filter_map(|name| object.get(*name));
                    let inner = inner.filter(|one| holds_words(one)).take(1);
                    let before = todo.len();
                    todo.extend(inner.map(|one| (one, role)));
                    let captioned = todo.len() > before;
                    let shown = shown(object).filter(|_| role == Role::Media);
                    let shown = shown.map(|shown| Shown { captioned, ..shown });
                    match out.last_mut().map(|block| &mut block.pictures) {
                        _ if captioned => waiting.extend(shown),
                        Some(pictures) => pictures.extend(shown),
                        None => early.extend(shown),
                    }
                }
            }
            _ => {}
        }
    }
    early.append(&mut waiting);
    early.iter_mut().for_each(|one| one.captioned = false);
    if let Some(first) = out.first_mut() {
        first.pictures.extend(early);
    }
    out
}

/// The picture that a typed part is.
fn shown(object: &Map<String, Value>) -> Option<Shown> {
    let kind = kind(object);
    let is_picture = ["image", "photo", "picture", "figure"];
    let named = is_picture.iter().any(|name| kind.contains(name));
    let inner = || {
        let holders = ["image", "photo", "data", "attrs", "model", "file", "source"];
        let held = holders.iter().filter_map(|name| object.get(*name));
        held.filter(|held| held.is_object())
            .find_map(Shown::of_value)
    };
    let own = || Shown::of_object(object);
    named.then(|| own().or_else(inner)).flatten()
}

/// Adds the blocks of a text; to a caption the pictures that wait for one.
fn give(text: &str, role: Role, rules: &Rules, waiting: &mut Vec<Shown>, out: &mut Vec<Block>) {
    let mut blocks = given(text, role, rules);
    if let Some(block) = blocks.first_mut().filter(|_| role == Role::Media) {
        block.pictures.append(waiting);
    }
    out.append(&mut blocks);
}

fn given(text: &str, role: Role, rules: &Rules) -> Vec<Block> {
    let mut blocks = body::blocks(text, rules);
    for block in &mut blocks {
        if role != Role::Paragraph && block.role == Role::Paragraph {
            block.role = role;
        }
    }
    blocks
}

/// The text of a line that is kept in pieces: every piece is a text, or a text with marks or a link.
fn line_of(list: &[Value]) -> Option<String> {
    let mut out = String::new();
    let mut pieces = 0;
    for piece in list.iter().take(MOST) {
        let object = piece.as_object()?;
        let kind = kind(object);
        let text = object.get("text").and_then(Value::as_str);
        let inline = ["text", "span", "link", "hyperlink", "a", "strong", "em"]
            .contains(&kind.as_str())
            || kind.is_empty();
        let inner = || {
            let children = object
                .get("children")
                .or_else(|| object.get("content"))?
                .as_array()?;
            let texts = children.iter().map(|child| child.get("text")?.as_str());
            texts
                .collect::<Option<Vec<&str>>>()
                .map(|texts| texts.concat())
        };
        let text = text.map(str::to_owned).or_else(inner).filter(|_| inline)?;
        out.push_str(&text);
        pieces += 1;
    }
    // Whole sentences in a row are paragraphs, not pieces of one line.
    (pieces > 0 && !(pieces > 1 && list.iter().all(is_sentence))).then_some(out)
}

fn is_sentence(piece: &Value) -> bool {
    let text = piece
        .get("text")
        .and_then(Value::as_str)
        .unwrap_or_default();
    words::count(text) >= 3 && text.trim_end().ends_with(['.', '!', '?', '”', '"', '…'])
}

fn kind(object: &Map<String, Value>) -> String {
    [
        "type",
        "_type",
        "kind",
        "nodeType",
        "blockType",
        "__typename",
        "tag",
        "name",
    ]
    .iter()
    .find_map(|name| object.get(*name)?.as_str())
    .unwrap_or_default()
    .to_ascii_lowercase()
}

/// What a typed part is; nothing if it is no text of the entry.
fn role_of(object: &Map<String, Value>, outer: Role) -> Option<Role> {
    let kind = kind(object);
    let has = |words: &[&str]| words.iter().any(|word| kind.contains(word));
    if has(&["advert", "newsletter", "related", "promo", "paywall"]) || kind == "ad" {
        return None;
    }
    Some(if has(&["quote"]) {
        Role::Quote
    } else if has(&["image", "photo", "figure", "video", "gallery", "picture"]) {
        Role::Media
    } else if has(&["list"]) || kind == "li" {
        Role::ListItem
    } else {
        outer
    })
}

fn holds_words(value: &Value) -> bool {
    match value {
        Value::String(text) => text.chars().any(char::is_alphanumeric),
        Value::Array(list) => !list.is_empty(),
        Value::Object(object) => !object.is_empty(),
        _ => false,
    }
}
