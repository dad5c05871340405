//! Saved pages through the compiled program: added, exported, refused with the reason.

#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, its helpers too"
)]

use std::process::Command;
use std::process::Output;

use serde_json::Value;

const PAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/pages");

fn run(folder: &tempfile::TempDir, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_liveblog"))
        .args(args)
        .env("LIVEBLOG_DATA_DIR", folder.path().join("data"))
        .env("LIVEBLOG_CONFIG_DIR", folder.path().join("config"))
        .output()
        .unwrap()
}

#[test]
fn a_page_becomes_a_blog_with_times_and_authors() {
    let folder = tempfile::tempdir().unwrap();
    let page = format!("{PAGES}/window.html");
    assert!(run(&folder, &["add", &page]).status.success());
    let out = run(&folder, &["export", "--format", "json"]).stdout;
    let export: Value = serde_json::from_slice(&out).unwrap();
    let blog = &export["blogs"][0];
    assert_eq!(
        blog["url"],
        "https://harbourpost.example/news/flood-30010000"
    );
    assert_eq!(blog["snapshots"][0]["format"], "html");
    assert_eq!(blog["entries"].as_array().unwrap().len(), 6);
    assert_eq!(blog["entries"][0]["author"], "Ida Brandt");
}

#[test]
fn a_page_that_is_no_live_blog_is_refused_when_named() {
    let folder = tempfile::tempdir().unwrap();
    let page = format!("{PAGES}/refused_article.html");
    let refused = run(&folder, &["add", &page]);
    assert_eq!(refused.status.code(), Some(2));
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        told.contains("refused_article.html") && told.contains("ordinary article"),
        "{told}"
    );
    let shown = run(&folder, &["inspect", &page]);
    assert!(String::from_utf8_lossy(&shown.stdout).contains("`add` refuses it"));
    let passed = run(&folder, &["add", PAGES]);
    assert_eq!(passed.status.code(), Some(0));
}

#[test]
fn an_archive_gives_one_snapshot_for_each_page() {
    let folder = tempfile::tempdir().unwrap();
    let page = std::fs::read(format!("{PAGES}/window.html")).unwrap();
    let article = std::fs::read(format!("{PAGES}/refused_article.html")).unwrap();
    let url = "https://harbourpost.example/news/flood-30010000";
    let record = |body: &[u8]| {
        let answer = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", body].concat();
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-03-14T16:00:00Z\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n",
            answer.len()
        );
        [head.as_bytes(), &answer, b"\r\n\r\n"].concat()
    };
    let archive = folder.path().join("crawl.warc");
    std::fs::write(&archive, [record(&page), record(&article)].concat()).unwrap();
    let out = run(&folder, &["add", "--json", archive.to_str().unwrap()]);
    assert_eq!(out.status.code(), Some(0), "{out:?}");
    let report: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(report["added"].as_array().unwrap().len(), 1);
    assert_eq!(report["passed_over"].as_array().unwrap().len(), 1);
    let export = run(&folder, &["export", "--format", "json"]).stdout;
    let export: Value = serde_json::from_slice(&export).unwrap();
    let snapshot = &export["blogs"][0]["snapshots"][0];
    assert_eq!(snapshot["captured_at"], "2031-03-14T16:00:00Z");
    assert_eq!(snapshot["name"], url);
    assert!(snapshot["origin"].as_str().unwrap().contains("crawl.warc"));
}

#[test]
fn a_feed_becomes_a_blog() {
    let folder = tempfile::tempdir().unwrap();
    let feed = folder.path().join("any.name");
    std::fs::write(&feed, "<rss version=\"2.0\"><channel><title>Flood live</title><link>https://post.example/flood-1001</link><item><title>Gate holds</title><guid>https://post.example/flood-1001#p-71</guid><pubDate>Fri, 14 Mar 2031 10:00:00 GMT</pubDate><description>&lt;p&gt;The gate holds.&lt;/p&gt;</description></item></channel></rss>").unwrap();
    assert!(
        run(&folder, &["add", feed.to_str().unwrap()])
            .status
            .success()
    );
    let out = run(&folder, &["export", "--format", "json"]).stdout;
    let export: Value = serde_json::from_slice(&out).unwrap();
    let blog = &export["blogs"][0];
    assert_eq!(blog["snapshots"][0]["format"], "feed");
    assert_eq!(blog["entries"][0]["published_at"], "2031-03-14T10:00:00Z");
    assert_eq!(blog["url"], "https://post.example/flood-1001");
}

#[test]
fn links_of_a_text_are_kept_with_their_addresses() {
    let folder = tempfile::tempdir().unwrap();
    let entry = |n: u32, text: &str| {
        format!(
            "<article id=\"e-{n}\"><time datetime=\"2031-03-14T09:0{n}:00Z\">09:0{n}</time><h2>Gate {n} opens</h2><p>{text}</p></article>"
        )
    };
    let page = format!(
        "<html><head><title>Flood live</title><link rel=canonical href=\"https://post.example/live/flood\"></head><body><h1>Flood live</h1>{}{}{}</body></html>",
        entry(
            3,
            "Überall 9, says the <a href=\"/people/ann?a=1&amp;b=2\">mayor of the <em>town</em></a>, who <a href=\"javascript:alert(1)\">acts</a>."
        ),
        entry(
            2,
            "The second gate was opened in the morning by two people."
        ),
        entry(1, "The first gate was opened in the morning by one person."),
    );
    let file = folder.path().join("page.html");
    std::fs::write(&file, page).unwrap();
    assert!(
        run(&folder, &["add", file.to_str().unwrap()])
            .status
            .success()
    );
    let export = |format: &str| {
        let out = run(&folder, &["export", "--format", format]).stdout;
        String::from_utf8(out).unwrap()
    };
    let json: Value = serde_json::from_str(&export("json")).unwrap();
    let block = &json["blogs"][0]["entries"][0]["revisions"][0]["blocks"][0];
    let url = "https://post.example/people/ann?a=1&b=2";
    let want = serde_json::json!([{"start": 20, "end": 37, "url": url}]);
    assert_eq!(block["links"], want, "{block}");
    let text: Vec<char> = block["text"].as_str().unwrap().chars().collect();
    assert_eq!(String::from_iter(&text[20..37]), "mayor of the town");
    let other = &json["blogs"][0]["entries"][1]["revisions"][0]["blocks"][0];
    assert_eq!(other.get("links"), None);
    assert!(export("md").contains(&format!("says the [mayor of the town](<{url}>), who acts.")));
    let html = "<a href=\"https://post.example/people/ann?a=1&amp;b=2\" rel=\"noreferrer\">mayor of the town</a>";
    assert!(export("html").contains(html));
    assert!(!export("html").contains("javascript"));
    assert!(export("atom").contains("people/ann"));
}

#[test]
fn inspect_says_which_source_each_field_was_taken_from() {
    let folder = tempfile::tempdir().unwrap();
    let page = format!("{PAGES}/window.html");
    let told = |args: &[&str]| {
        String::from_utf8(run(&folder, &[&["inspect", &page][..], args].concat()).stdout).unwrap()
    };
    let shown = told(&["--why"]);
    for line in [
        "   entry: JSON-LD",
        "    text: ",
        "    time: ",
        "identity: ",
    ] {
        assert!(
            shown.lines().any(|told| told.starts_with(line)),
            "{line} in {shown}"
        );
    }
    assert!(!told(&[]).contains("identity: "));
    let json: Value = serde_json::from_str(&told(&["--json"])).unwrap();
    let entry = &json["evidence"][0];
    assert_eq!(entry["field"], "entry");
    let sources = entry["sources"].as_object().unwrap().values();
    assert_eq!(sources.map(|count| count.as_u64().unwrap()).sum::<u64>(), 6);
}
