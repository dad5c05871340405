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
