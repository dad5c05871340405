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
