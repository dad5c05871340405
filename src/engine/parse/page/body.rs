//! Texts of structured data to blocks: markup, line breaks, entities that were escaped twice, codes of embeds.

use crate::engine::model::Role;
use crate::engine::parse::page::block;
use crate::engine::parse::page::block::Block;
use crate::engine::parse::page::block::Scope;
use crate::engine::parse::page::element::collapse;
use crate::engine::parse::page::tree;
use crate::engine::rules::Rules;
use crate::engine::text::SafeText;

/// A body to blocks: markup is read as markup, other text line by line.
pub(super) fn blocks(body: &str, rules: &Rules) -> Vec<Block> {
    let body = without_embeds(body);
    let body = unescaped(&body);
    if has_markup(
        &body,
        &[
            "<p",
            "<br",
            "<div",
            "<li",
            "<h",
            "<blockquote",
            "<figure",
            "<table",
        ],
    ) {
        return markup_blocks(&body, rules);
    }
    let lines = body.split(['\n', '\r', '\u{2028}', '\u{2029}']);
    lines
        .flat_map(|line| {
            if line.contains('<') {
                markup_blocks(line, rules)
            } else {
                vec![paragraph(collapse(line))]
            }
        })
        .filter(|block| !block.text.is_empty())
        .collect()
}

fn paragraph(text: SafeText) -> Block {
    Block {
        role: Role::Paragraph,
        text,
        why: "structured data".to_owned(),
        node: None,
        byline: None,
        level: 0,
        bold: false,
        linked: false,
        links: Vec::new(),
        pictures: Vec::new(),
    }
}

fn markup_blocks(text: &str, rules: &Rules) -> Vec<Block> {
    let page = tree::build(&with_breaks(text));
    let reading = block::read(*page.root_element(), Scope::Entry, rules);
    let keep = |block: &Block| !matches!(block.role, Role::Byline | Role::Furniture);
    let blocks = reading.blocks.into_iter().filter(keep);
    blocks
        .map(|block| Block {
            node: None,
            byline: None,
            role: if block.role == Role::Heading {
                Role::Paragraph
            } else {
                block.role
            },
            ..block
        })
        .collect()
}

/// Every line break doubled: structured data keeps them where it has lost the paragraphs.
fn with_breaks(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (at, tag) in lower.match_indices("<br") {
        if lower[at + tag.len()..].starts_with(['>', ' ', '/']) {
            out.push_str(&text[copied..at]);
            out.push_str("<br>");
            copied = at;
        }
    }
    out + &text[copied..]
}

/// Entities resolved until none are left, at most three times: publishers escape twice.
fn unescaped(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..3 {
        let escaped = text
            .match_indices('&')
            .any(|(at, _)| text[at..].bytes().take(12).any(|b| b == b';'));
        if !escaped {
            break;
        }
        // In a title, tags stay text and entities are resolved.
        let page = tree::build(&format!("<textarea>\n{}", text.replace("</", "<\u{1}/")));
        let decoded: String = page.root_element().text().collect();
        let decoded = decoded.replace("<\u{1}/", "</").replace('\u{1}', "");
        if decoded == text {
            break;
        }
        text = decoded;
    }
    text
}

/// Whether a text has one of the tags.
fn has_markup(text: &str, tags: &[&str]) -> bool {
    let lower = text.to_ascii_lowercase();
    tags.iter().any(|tag| {
        lower.match_indices(tag).any(|(at, _)| {
            let rest = &lower[at + tag.len()..];
            rest.starts_with(['>', ' ', '/', '\n'])
                || (*tag == "<h" && rest.starts_with(|c: char| c.is_ascii_digit()))
        })
    })
}

/// Without codes like `[[embed:1]]` that the page's own scripts replace.
fn without_embeds(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[[") {
        out.push_str(before);
        match after
            .split_once("]]")
            .filter(|(code, _)| code.len() <= 300 && code.contains(':') && !code.contains('\n'))
        {
            Some((_, after)) => rest = after,
            None => {
                out.push_str("[[");
                rest = after;
            }
        }
    }
    out + rest
}

/// One line of text without tags and entities.
pub(super) fn line(text: &str) -> SafeText {
    let text = unescaped(text);
    if text.contains('<') && text.contains('>') {
        let page = tree::build(&text);
        return collapse(&page.root_element().text().collect::<Vec<_>>().join(" "));
    }
    collapse(&text)
}
