//! `liveblog inspect --why` on a snapshot that is in the library.

use std::fs;

use serde_json::Value;

use crate::cli::Desk;
use crate::cli::SAMPLE;

#[test]
fn inspect_tells_why_a_snapshot_stands_where_it_stands() {
    let desk = Desk::with_sample();
    let mut files: Vec<_> = fs::read_dir(SAMPLE)
        .unwrap()
        .map(|one| one.unwrap().path())
        .collect();
    files.sort();
    let told: Vec<Value> = files
        .iter()
        .map(|file| {
            desk.json(&["inspect", &file.to_string_lossy(), "--why", "--json"])["library"].clone()
        })
        .filter(|library| !library.is_null())
        .collect();
    let any = |what: &dyn Fn(&Value) -> bool| told.iter().any(what);
    let linked = |one: &Value| {
        let links = one["links"].as_array().unwrap();
        links
            .iter()
            .any(|link| link["same"] == true && link["score"].as_f64().unwrap() > 0.1)
    };
    assert!(any(&linked), "linked by a share");
    let hinted = |one: &Value| {
        let lines = one["lines"].as_array().unwrap();
        lines.iter().any(|line| {
            line["others"]["begins"]
                .as_f64()
                .is_some_and(|odds| odds != 0.0)
        })
    };
    assert!(any(&hinted), "borders that others had a say in");
    let wonted = |one: &Value| {
        one["habit"]["after_first"]
            .as_f64()
            .is_some_and(|odds| odds != 0.0)
    };
    assert!(any(&wonted), "the habit of the blog");
    let joined = |one: &Value| {
        let joins = one["joins"].as_array().unwrap();
        joins.iter().any(|join| {
            join["why"].to_string().contains("(number ") && join["why"].to_string().contains('%')
        })
    };
    assert!(any(&joined), "joins with their postings and a score");
    let text = desk
        .run(&["inspect", &files[0].to_string_lossy(), "--why"])
        .out;
    assert!(text.contains("In the library it is one of "), "{text}");
    let plain = desk.run(&["inspect", &files[0].to_string_lossy()]).out;
    assert!(!plain.contains("In the library"), "only on request");
}
