//! HTML: one page that needs nothing else, to keep or to print. All text is escaped, and the page runs no script.

use std::fmt::Write;

use crate::engine::export::MarkedTimeline;
use crate::engine::export::telling;
use crate::engine::model::Block;
use crate::engine::model::Entry;
use crate::engine::model::Marks;
use crate::engine::model::Role;
use crate::engine::model::SnapshotSummary;

/// The looks of the page; `none` as the policy for everything else keeps even a slip from running.
const HEAD: &str = "\
<meta charset=\"utf-8\">
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta name=\"generator\" content=\"liveblog\">
<style>
:root { color-scheme: light dark; }
body { font: 1.05rem/1.55 Georgia, serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, .about, .source, summary { font-family: system-ui, sans-serif; line-height: 1.25; }
article { border-top: 1px solid; margin-top: 2rem; }
.about, .source, .gap, summary, figcaption { font-size: .85rem; opacity: .75; }
.card { border-left: 3px solid; padding-left: .8rem; }
.note { border: 1px dashed; padding: .4rem .8rem; }
</style>
";

/// Writes the export.
pub(crate) fn write(timelines: &[MarkedTimeline]) -> String {
    let title = match timelines {
        [one] => escape(&one.timeline.title),
        _ => "Live blogs".to_owned(),
    };
    let mut out =
        format!("<!DOCTYPE html>\n<html>\n<head>\n{HEAD}<title>{title}</title>\n</head>\n<body>\n");
    for marked in timelines {
        blog(&mut out, marked);
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn blog(out: &mut String, marked: &MarkedTimeline) {
    let timeline = &marked.timeline;
    let _ = writeln!(out, "<section id=\"b{}\">", timeline.blog);
    let _ = writeln!(out, "<h1>{}</h1>", escape(&timeline.title));
    if let Some(standfirst) = timeline.page.standfirst.first() {
        let _ = writeln!(out, "<p><em>{}</em></p>", escape(&standfirst.text));
    }
    if let Some(url) = telling::link(timeline.url.as_deref()) {
        let url = escape(&url);
        let _ = writeln!(out, "<p><a href=\"{url}\" rel=\"noreferrer\">{url}</a></p>");
    }
    let summary = telling::summary(timeline);
    if !summary.is_empty() {
        out.push_str("<h2>Summary</h2>\n<ul>\n");
        for block in summary {
            let _ = writeln!(out, "<li>{}</li>", escape(&block.text));
        }
        out.push_str("</ul>\n");
    }
    let none = Marks::default();
    for (i, entry) in timeline.entries.iter().enumerate() {
        let marks = marked.marks.get(i).unwrap_or(&none);
        self::entry(out, entry, marks, &timeline.snapshots);
    }
    out.push_str("</section>\n");
}

fn entry(out: &mut String, entry: &Entry, marks: &Marks, snapshots: &[SnapshotSummary]) {
    if entry.gap_before {
        out.push_str("<p class=\"gap\">(updates may be missing here)</p>\n");
    }
    let _ = writeln!(out, "<article id=\"e{}\">", entry.id);
    let _ = writeln!(out, "<h2>{}</h2>", escape(&telling::title(entry)));
    let time = telling::time(entry).map(|time| match entry.published_at {
        Some(at) => format!("<time datetime=\"{at}\">{}</time>", escape(&time)),
        None => escape(&time),
    });
    let author = entry.author.as_ref().map(|author| escape(author));
    let words = telling::marks(entry, marks);
    let about: Vec<String> = time
        .into_iter()
        .chain(author)
        .chain(words.iter().map(|word| escape(word)))
        .collect();
    if !about.is_empty() {
        let _ = writeln!(out, "<p class=\"about\">{}</p>", about.join(" · "));
    }
    if let Some(shown) = entry.revisions.first() {
        out.push_str(&texts(&shown.blocks));
    }
    if let Some(note) = &marks.note {
        let _ = writeln!(out, "<p class=\"note\">Note: {}</p>", escape(note));
    }
    for older in entry.revisions.iter().skip(1) {
        out.push_str("<details>\n<summary>An earlier version</summary>\n");
        if let Some(heading) = &older.heading {
            let _ = writeln!(out, "<h3>{}</h3>", escape(&heading.text));
        }
        out.push_str(&texts(&older.blocks));
        out.push_str("</details>\n");
    }
    let sources = telling::sources(entry, snapshots);
    if !sources.is_empty() {
        let _ = writeln!(out, "<p class=\"source\">Source: {}</p>", escape(&sources));
    }
    out.push_str("</article>\n");
}

/// A text with its links.
fn linked(block: &Block) -> String {
    let stretches = telling::stretches(block).into_iter();
    let written = stretches.map(|(text, url)| match url {
        Some(url) => format!(
            "<a href=\"{}\" rel=\"noreferrer\">{}</a>",
            escape(&url),
            escape(text)
        ),
        None => escape(text),
    });
    written.collect()
}

/// The texts of an entry as elements, one line each.
pub(crate) fn texts(blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut in_list = false;
    for block in blocks.iter().filter(|block| block.role != Role::Byline) {
        let text = linked(block);
        let is_item = block.role == Role::ListItem;
        if is_item != in_list {
            out.push_str(if is_item { "<ul>\n" } else { "</ul>\n" });
            in_list = is_item;
        }
        let _ = match block.role {
            Role::Quote => writeln!(out, "<blockquote><p>{text}</p></blockquote>"),
            Role::ListItem => writeln!(out, "<li>{text}</li>"),
            Role::CardTitle => writeln!(
                out,
                "<p class=\"card\">Related: <strong>{text}</strong></p>"
            ),
            Role::CardText => writeln!(out, "<p class=\"card\">{text}</p>"),
            Role::Media => writeln!(
                out,
                "<figure><figcaption>Media: {text}</figcaption></figure>"
            ),
            _ => writeln!(out, "<p>{text}</p>"),
        };
        for picture in block.uncaptioned() {
            if std::mem::take(&mut in_list) {
                out.push_str("</ul>\n");
            }
            let words = escape(telling::words(picture));
            // The address is told and never loaded by itself.
            let shown = match telling::link(Some(&picture.url)) {
                Some(url) => format!(
                    "<a href=\"{}\" rel=\"noreferrer\">{words}</a>",
                    escape(&url)
                ),
                None => words,
            };
            let _ = writeln!(
                out,
                "<figure><figcaption>Picture: {shown}</figcaption></figure>"
            );
        }
    }
    if in_list {
        out.push_str("</ul>\n");
    }
    out
}

/// A text that is nothing but text, in elements and in attributes, of HTML and of XML.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_cannot_be_markup() {
        let block = |role, text: &str| Block {
            role,
            text: text.into(),
            source: Vec::new(),
            links: Vec::new(),
            pictures: Vec::new(),
        };
        let blocks = [
            block(Role::ListItem, "<script>alert(\"1\")</script>"),
            block(Role::Paragraph, "a & b's"),
        ];
        let expected = "<ul>\n<li>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;</li>\n</ul>\n<p>a &amp; b&#39;s</p>\n";
        assert_eq!(texts(&blocks), expected);
    }

    #[test]
    fn a_picture_without_a_caption_is_told_and_not_loaded() {
        let block = Block {
            role: Role::ListItem,
            text: "The quay".into(),
            source: Vec::new(),
            links: Vec::new(),
            pictures: vec![crate::engine::model::Picture {
                url: "https://pics.example/quay.jpg?w=1&h=2".into(),
                words: "Under <water>".into(),
                captioned: false,
            }],
        };
        let html = texts(&[block.clone(), block]);
        let figure = "<figure><figcaption>Picture: <a href=\"https://pics.example/quay.jpg?w=1&amp;h=2\" rel=\"noreferrer\">Under &lt;water&gt;</a></figcaption></figure>\n";
        let one = format!("<ul>\n<li>The quay</li>\n</ul>\n{figure}");
        assert_eq!(html, one.repeat(2));
        assert!(!html.contains("<img"));
    }
}
