//! The exports for people, from two snapshots of the sample: what they look like, and that no text in them acts.

use crate::cli::Desk;
use crate::cli::SAMPLE;

/// A library of two snapshots with marks, so that a document stays short enough to be read.
fn desk() -> Desk {
    let desk = Desk::new();
    for name in ["2031-03-14T0640_headed.txt", "2031-03-14T1130_headed.txt"] {
        let run = desk.run(&["add", &format!("{SAMPLE}/{name}")]);
        assert_eq!(run.code, 0, "{}", run.err);
    }
    let export = desk.json(&["export"]);
    let entry = export["blogs"][0]["entries"][2]["id"].as_str().unwrap();
    let run = desk.run(&[
        "mark",
        entry,
        "--read",
        "--bookmark",
        "--note",
        "ask *her* again",
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
    desk
}

#[test]
fn markdown() {
    insta::assert_snapshot!("export_md", desk().run(&["export", "--format", "md"]).out);
}

#[test]
fn html() {
    let page = desk().run(&["export", "--format", "html"]).out;
    assert!(!page.contains("<script") && !page.contains("href=\"javascript"));
    insta::assert_snapshot!("export_html", page);
}

#[test]
fn atom() {
    insta::assert_snapshot!(
        "export_atom",
        desk().run(&["export", "--format", "atom"]).out
    );
}

#[test]
fn bookmarks_are_markdown_like_the_export() {
    insta::assert_snapshot!("bookmarks_md", desk().run(&["bookmarks"]).out);
}

/// Elements that are opened and closed; text must be escaped.
pub(crate) fn balance(document: &str) -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    let (_, mut rest) = document.split_once('\n').unwrap();
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, next) = after.split_once('>').unwrap();
        rest = next;
        let name = tag
            .trim_start_matches('/')
            .split([' ', '/'])
            .next()
            .unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "</{name}>");
        } else if !tag.ends_with('/') && !matches!(name, "meta" | "link") {
            open.push(name.to_owned());
        }
    }
    open
}

#[test]
fn no_text_of_a_page_is_markup() {
    let desk = Desk::new();
    let text = "Live: <b onload=x>floods</b> & \"more\" of it\n\
                <script>alert('first')</script> is what the first paragraph of this page says to its readers.\n\
                ]]> --> </title></entry> is what the second paragraph of this page says to all of its readers.\n";
    let file = desk.write("page.txt", text.as_bytes());
    assert_eq!(desk.run(&["add", &file]).code, 0);
    for format in ["html", "atom"] {
        let document = desk.run(&["export", "--format", format]).out;
        assert!(
            !document.contains("<script") && !document.contains("<b "),
            "{document}"
        );
        assert_eq!(balance(&document), [""; 0], "{format}");
    }
}

#[test]
fn every_entry_is_in_every_format() {
    let desk = Desk::with_sample();
    let export = desk.json(&["export"]);
    let entries = export["blogs"][0]["entries"].as_array().unwrap().len();
    for (format, mark) in [("md", "\n## "), ("html", "<article "), ("atom", "<entry>")] {
        let document = desk.run(&["export", "--format", format]).out;
        let summary = document.matches("\n## Summary\n").count();
        assert_eq!(
            document.matches(mark).count() - summary,
            entries,
            "{format}"
        );
        assert!(
            !document.contains("Your support"),
            "{format} holds furniture"
        );
    }
}
