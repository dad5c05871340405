//! Markdown: for notes and for reading as text. Texts of pages are escaped, so that they show as they are.

use crate::engine::export::MarkedTimeline;
use crate::engine::export::telling;
use crate::engine::model::Block;
use crate::engine::model::Entry;
use crate::engine::model::Marks;
use crate::engine::model::Role;
use crate::engine::model::SnapshotSummary;

/// Writes the export.
pub(crate) fn write(timelines: &[MarkedTimeline]) -> String {
    let blogs: Vec<String> = timelines.iter().map(blog).collect();
    blogs.join("\n")
}

fn blog(marked: &MarkedTimeline) -> String {
    let timeline = &marked.timeline;
    let mut parts = vec![format!("# {}", literal(&timeline.title))];
    let standfirst = timeline.page.standfirst.first();
    parts.extend(standfirst.map(|block| format!("*{}*", literal(&block.text))));
    parts.extend(telling::link(timeline.url.as_deref()).map(|url| format!("<{url}>")));
    let summary = telling::summary(timeline);
    if !summary.is_empty() {
        parts.push("## Summary".to_owned());
        let items: Vec<String> = summary
            .iter()
            .map(|block| format!("- {}", literal(&block.text)))
            .collect();
        parts.push(items.join("\n"));
    }
    let none = Marks::default();
    for (i, entry) in timeline.entries.iter().enumerate() {
        let marks = marked.marks.get(i).unwrap_or(&none);
        parts.extend(self::entry(entry, marks, &timeline.snapshots));
    }
    parts.join("\n\n") + "\n"
}

fn entry(entry: &Entry, marks: &Marks, snapshots: &[SnapshotSummary]) -> Vec<String> {
    let mut parts = Vec::new();
    if entry.gap_before {
        parts.push("*(updates may be missing here)*".to_owned());
    }
    parts.push(format!("## {}", literal(&telling::title(entry))));
    let about: Vec<String> = telling::time(entry)
        .into_iter()
        .chain(entry.author.as_ref().map(ToString::to_string))
        .chain(telling::marks(entry, marks))
        .map(|word| literal(&word))
        .collect();
    if !about.is_empty() {
        parts.push(format!("*{}*", about.join(" · ")));
    }
    if let Some(shown) = entry.revisions.first() {
        parts.extend(texts(&shown.blocks));
    }
    let note = marks.note.as_ref();
    parts.extend(note.map(|note| self::note(note)));
    let sources = telling::sources(entry, snapshots);
    if !sources.is_empty() {
        parts.push(format!("*Source: {}*", literal(&sources)));
    }
    parts
}

/// The texts of an entry, one paragraph each; a list is one, and so is a card.
pub(crate) fn texts(blocks: &[Block]) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut above = None;
    for block in blocks {
        let text = linked(block);
        let joined = match (above, block.role) {
            (_, Role::Byline) => continue,
            (Some(Role::ListItem), Role::ListItem) => Some(format!("\n- {text}")),
            (Some(Role::CardTitle), Role::CardText) => Some(format!(" — {text}")),
            (Some(Role::Quote), Role::Quote) => Some(format!("\n>\n> {text}")),
            _ => None,
        };
        above = Some(block.role);
        match (joined, parts.last_mut()) {
            (Some(more), Some(last)) => last.push_str(&more),
            _ => parts.push(match block.role {
                Role::Quote => format!("> {text}"),
                Role::ListItem => format!("- {text}"),
                Role::CardTitle => format!("Related: **{text}**"),
                Role::Media => format!("Media: *{text}*"),
                _ => text,
            }),
        }
        for picture in block.uncaptioned() {
            above = None;
            let words = escaped(telling::words(picture), false);
            parts.push(match telling::link(Some(&picture.url)) {
                Some(url) => format!("Picture: [{words}](<{url}>)"),
                None => format!("Picture: {words}"),
            });
        }
    }
    parts
}

/// A text with its links.
fn linked(block: &Block) -> String {
    let mut out = String::new();
    for (text, url) in telling::stretches(block) {
        let text = escaped(text, out.is_empty());
        out.push_str(&match url {
            Some(url) => format!("[{text}](<{url}>)"),
            None => text,
        });
    }
    out
}

/// The reader's own note.
pub(crate) fn note(text: &str) -> String {
    format!("> **Note:** {}", literal(text))
}

/// A text as Markdown that shows it literally.
pub(crate) fn literal(text: &str) -> String {
    escaped(text.trim(), true)
}

/// A stretch of a text; only where the text begins can a list begin.
fn escaped(text: &str, begins: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (at, c) in text.char_indices() {
        let begins_list = begins
            && ((at == 0 && matches!(c, '-' | '+' | '='))
                || (at == digits && matches!(c, '.' | ')')));
        let means = matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '&' | '~'
        );
        if begins_list || means {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::model::Link;

    #[test]
    fn markdown_shows_texts_literally() {
        assert_eq!(literal("a *b* [c](d) <e>"), "a \\*b\\* \\[c\\](d) \\<e\\>");
        assert_eq!(literal("- x - y"), "\\- x - y");
        assert_eq!(literal("12. March, 3.5 m"), "12\\. March, 3.5 m");
        assert_eq!(literal("    ~~gone~~"), "\\~\\~gone\\~\\~");
    }

    #[test]
    fn links_lead_where_they_led() {
        let link = |start, end, url: &str| Link {
            start,
            end,
            url: url.into(),
        };
        let block = Block {
            role: Role::Paragraph,
            text: "- The [new] report, says Ann.".into(),
            source: Vec::new(),
            links: vec![
                link(6, 18, "https://a.example/r"),
                link(20, 24, "javascript:x"),
                link(25, 28, "https://b.example/"),
                link(26, 900, "https://c.example/"),
            ],
            pictures: Vec::new(),
        };
        assert_eq!(
            texts(&[block]),
            [
                "\\- The [\\[new\\] report](<https://a.example/r>), says [Ann](<https://b.example/>)."
            ]
        );
    }

    #[test]
    fn lists_quotes_and_cards_stay_together() {
        let block = |role, text: &str| Block {
            role,
            text: text.into(),
            source: Vec::new(),
            links: Vec::new(),
            pictures: Vec::new(),
        };
        let blocks = [
            block(Role::ListItem, "one"),
            block(Role::ListItem, "two"),
            block(Role::Byline, "By Nell Ashgrove"),
            block(Role::Quote, "We counted."),
            block(Role::Quote, "Then we stopped."),
            block(Role::CardTitle, "Couple rescued"),
            block(Role::CardText, "Three hours on the tiles"),
            block(Role::Media, "The quay"),
        ];
        let expected = [
            "- one\n- two",
            "> We counted.\n>\n> Then we stopped.",
            "Related: **Couple rescued** — Three hours on the tiles",
            "Media: *The quay*",
        ];
        assert_eq!(texts(&blocks), expected);
    }
}
