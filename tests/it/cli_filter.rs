//! `--filter` of the commands: the same language as in the reader.

use crate::cli::Desk;

fn count(desk: &Desk, filter: &str) -> usize {
    let done = desk.run(&["show", "1", "--filter", filter, "--json"]);
    if done.code == 1 {
        return 0;
    }
    let shown: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    shown["blogs"][0]["entries"].as_array().unwrap().len()
}

#[test]
fn show_prints_what_passes() {
    let desk = Desk::with_sample();
    let all = count(&desk, "");
    assert!(all > 10);
    assert_eq!(count(&desk, "is:unread"), all);
    assert_eq!(count(&desk, "is:read"), 0);
    assert_eq!(count(&desk, "is:read or is:unread"), all);
    let quay = count(&desk, "quay");
    assert!((1..all).contains(&quay));
    assert_eq!(count(&desk, "-quay"), all - quay);
    assert_eq!(count(&desk, "blog:haldmouth"), all);
    assert_eq!(count(&desk, "after:1999-01-01 before:1999-01-02"), 0);
    let name = desk.json(&["entities", "1", "--json"]);
    let first = name[0].clone();
    let entries = first["entries"].as_array().map(Vec::len);
    let named = first["name"].as_str().unwrap();
    let passing = count(&desk, &format!("entity:\"{named}\""));
    assert!(
        passing > 0 && entries.is_none_or(|entries| entries == passing),
        "{named}: {passing}"
    );
}

#[test]
fn a_wrong_filter_is_wrong_use_and_says_where() {
    let desk = Desk::with_sample();
    for command in [
        &["show", "1"][..],
        &["search", "quay"],
        &["tail", "1", "--once"],
    ] {
        let done = desk.run(&[command, &["--filter", "quay is:unraed"]].concat());
        assert_eq!(done.code, 2, "{command:?}");
        assert!(
            done.err.contains("at character 9") && done.err.contains("is:unread"),
            "{}",
            done.err
        );
    }
}

#[test]
fn search_takes_a_filter_too() {
    let desk = Desk::with_sample();
    let found = desk
        .json(&["search", "quay", "--json"])
        .as_array()
        .unwrap()
        .len();
    let unread = desk.json(&["search", "quay", "--filter", "is:unread", "--json"]);
    assert_eq!(unread.as_array().unwrap().len(), found);
    assert_eq!(desk.run(&["search", "quay", "--filter", "is:read"]).code, 1);
}
