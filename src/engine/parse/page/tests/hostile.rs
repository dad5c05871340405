//! Pages that are made to do harm. Nothing is measured in time: reading runs on a small stack, and what comes out is no more
//! than what went in, which is what a reader pays for.

use crate::engine::digest;
use crate::engine::model::Reading;
use crate::engine::parse::page::tests::told::raw;
use crate::engine::rules::Rules;

/// A stack that any recursion over the input would run out of, in bytes.
const STACK: usize = 512 << 10;

fn read(what: &str, html: String) -> Reading {
    let size = html.len();
    let reading = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || digest::look(&raw(&html), Rules::builtin()).reading)
        .unwrap()
        .join()
        .unwrap();
    let out: usize = reading.pieces.iter().map(|piece| piece.text.len()).sum();
    // A NUL becomes a picture of three bytes.
    assert!(out <= size * 4 + 4096, "{what}: {out} bytes of {size}");
    reading
}

fn survives(what: &str, inside: String) {
    read(
        what,
        format!("<html><title>x live</title><h1>x live</h1>{inside}"),
    );
}

#[test]
fn what_is_nested_or_never_closed_is_read() {
    survives(
        "elements",
        "<div class=a><time>10:00</time>".repeat(100_000),
    );
    survives("lists", "<ul><li>".repeat(50_000));
    survives("tables", "<table><tr><td>10:00".repeat(10_000));
    survives("formatting", "<p><b><a href=x><li>".repeat(20_000));
    survives("quotes", "<blockquote>q".repeat(25_000));
    survives("templates", "<template>".repeat(20_000));
    survives("svg", "<svg><math>".repeat(20_000));
    survives(
        "cells",
        format!("<table>{}", "<tr><td>1<td>2".repeat(20_000)),
    );
    survives("comment", "<!--".repeat(100_000));
    survives("attribute", "<p title=\"".repeat(50_000));
    survives("tag", "<".repeat(300_000));
    survives("end tags", "</".repeat(100_000));
    for tag in [
        "script",
        "style",
        "title",
        "textarea",
        "plaintext",
        "noscript",
        "select",
        "iframe",
    ] {
        survives(tag, format!("before<{tag}>{}", "x <p>".repeat(20_000)));
    }
}

#[test]
fn what_is_very_large_is_read() {
    survives(
        "class",
        format!("<div class=\"{}\">x</div>", "a ".repeat(1 << 20)),
    );
    survives(
        "attributes",
        format!(
            "<p{}>x",
            (0..200_000).map(|n| format!(" a{n}=b")).collect::<String>()
        ),
    );
    survives("name", format!("<{}>x", "a".repeat(1 << 18)));
    survives("text", format!("<p>{}", "word ".repeat(1 << 18)));
    survives("one word", format!("<p>{}", "a".repeat(1 << 18)));
    survives("references", "&amp;&#x41;&bogus;&#99999999;".repeat(50_000));
    survives("NUL", format!("<p>a{}b", "\0".repeat(100_000)));
    survives("spaces", format!("<p>a{}b", " ".repeat(1 << 18)));
    survives("breaks", "<br>".repeat(200_000));
    survives("links", "<a href=/x>y</a>".repeat(100_000));
    survives("marks", format!("<p>a{}", "\u{301}".repeat(100_000)));
}

#[test]
fn very_many_entries_are_all_read() {
    let entry = |n: usize| {
        format!(
            "<div class=e id=p-{}><time datetime=2031-03-14T10:00:00Z>10:00</time><p>Text number {n} of a page that has very many.</p></div>",
            90_000 - n
        )
    };
    let many: String = (0..10_000).map(entry).collect();
    let reading = read(
        "entries",
        format!("<html><title>x live</title><h1>x live</h1>{many}"),
    );
    assert_eq!(
        reading
            .pieces
            .iter()
            .filter(|piece| piece.native.is_some())
            .count(),
        10_000
    );
    let updates: String = (0..10_000).map(|n| format!("{{\"headline\": \"h {n}\", \"url\": \"#p-{n}x\", \"articleBody\": \"<p>b &amp;amp; {n}</p>\"}},")).collect();
    let reading = read(
        "updates",
        format!(
            "<html><script type=application/ld+json>{{\"@type\": \"LiveBlogPosting\", \"liveBlogUpdate\": [{updates}]}}</script>{many}"
        ),
    );
    assert_eq!(
        reading
            .pieces
            .iter()
            .filter(|piece| piece.native.is_some())
            .count(),
        20_000
    );
}

#[test]
fn data_that_does_harm_is_read() {
    let script = |text: String| {
        survives(
            "data",
            format!("<script type=application/ld+json>{text}</script>"),
        )
    };
    script("{\"@type\": \"LiveBlogPosting\", \"liveBlogUpdate\": [".repeat(20_000));
    script("[".repeat(100_000));
    script("{\"a\":".repeat(100_000));
    script(format!("{{\"a\": \"{}\"}}", "\" x".repeat(50_000)));
    script(format!(
        "{{\"a\": 1e400, \"b\": {}, \"c\": -0, \"d\": NaN}}",
        "9".repeat(100_000)
    ));
    let state = |text: String| survives("state", format!("<script>{text}</script>"));
    state(format!("s={}", "{a:[".repeat(50_000)));
    state("a={};".repeat(50_000));
    state(format!(
        "self.__next_f.push([1,\"{}\"])",
        "4:[[[\\n".repeat(20_000)
    ));
    let cycle = "{\"A\": {\"__ref\": \"B\"}, \"B\": {\"__ref\": \"A\"}, \"C\": [{\"__ref\": \"A\"}, {\"__ref\": \"B\"}]}";
    state(format!("s={cycle};/*{}*/", " ".repeat(300)));
}
