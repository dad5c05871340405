//! Pages on the web, from a server on this computer: what is asked, and what is kept.

use std::sync::Arc;

use serde_json::Value;

use crate::cli::Desk;
use crate::web_server::Reply;
use crate::web_server::Server;
use crate::web_server::Told;
use crate::web_server::blog;
use crate::web_server::unused_port;

pub(crate) fn noon() -> jiff::Timestamp {
    "2031-03-14T12:00:00Z".parse().unwrap()
}

pub(crate) fn page_of(entries: std::ops::Range<u32>) -> String {
    let newest_first: Vec<Told> = entries.rev().map(Told::numbered).collect();
    blog(noon(), &newest_first)
}

pub(crate) fn entries(desk: &Desk) -> u64 {
    let list: Value = serde_json::from_str(&desk.run(&["list", "--json"]).out).unwrap();
    let rows = list.as_array().unwrap();
    rows.iter()
        .map(|row| row["entries"].as_u64().unwrap())
        .sum()
}

#[test]
fn a_page_is_asked_for_with_what_it_gave_before() {
    let server = Server::new(|asked| match asked.header("if-none-match") {
        Some("\"v1\"") => Reply::status(304),
        _ => Reply::page(&page_of(0..5))
            .with("ETag", "\"v1\"")
            .with("Last-Modified", "Fri, 14 Mar 2031 12:00:00 GMT"),
    });
    let desk = Desk::new();
    let url = server.url("/live/storm#entry-3");
    let before = jiff::Timestamp::now();
    let run = desk.run(&["add", &url]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("5 new"), "{}", run.out);
    let run = desk.run(&["refresh"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("nothing new"), "{}", run.out);
    let log = server.log();
    assert_eq!(log.len(), 2);
    assert!(
        log[0]
            .header("user-agent")
            .unwrap()
            .starts_with("liveblog/")
    );
    assert_eq!(log[0].header("cookie"), None);
    assert_eq!(
        log[1].header("if-modified-since"),
        Some("Fri, 14 Mar 2031 12:00:00 GMT")
    );
    let export = desk.json(&["export", "--format", "json"]);
    let snapshots = export["blogs"][0]["snapshots"].as_array().unwrap();
    assert_eq!(snapshots.len(), 1);
    let captured: jiff::Timestamp = snapshots[0]["captured_at"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!(captured >= before && captured <= jiff::Timestamp::now());
    assert_eq!(snapshots[0]["origin"], server.url("/live/storm"));
    assert_eq!(export["blogs"][0]["url"], server.url("/live/storm"));
}

#[test]
fn a_growing_blog_grows() {
    let server = Server::new(|asked| {
        let count = u32::try_from(asked.before).unwrap();
        Reply::page(&page_of(count..count + 6))
    });
    let desk = Desk::new();
    desk.run(&["add", &server.url("/live")]);
    let run = desk.run(&["refresh", "storm"]);
    assert!(
        run.out.contains("1 new, 0 revised, 5 unchanged"),
        "{}",
        run.out
    );
    let report = desk.json(&["refresh", "--json"]);
    assert_eq!(report["added"][0]["new"], 1);
    assert_eq!(entries(&desk), 8);
}

#[test]
fn a_page_that_says_nothing_new_is_not_kept_again() {
    let server = Server::new(|asked| {
        let page = page_of(0..4).replace(
            "Invented for tests",
            &format!("Served {} times", asked.before),
        );
        Reply::page(&page)
    });
    let desk = Desk::new();
    desk.run(&["add", &server.url("/live")]);
    let run = desk.run(&["refresh"]);
    assert!(run.out.contains("nothing new"), "{}", run.out);
    let list = desk.json(&["list", "--json"]);
    assert_eq!(list[0]["snapshots"], 1);
}

#[test]
fn a_redirect_to_another_host_is_followed_and_remembered() {
    let server = Arc::new(Server::new(|asked| match asked.path.as_str() {
        "/short" => {
            let port = asked.header("host").unwrap().rsplit(':').next().unwrap();
            Reply::to(&format!("http://localhost:{port}/long"))
        }
        _ => Reply::page(&page_of(0..4)),
    }));
    let desk = Desk::new();
    let run = desk.run(&["add", &server.url("/short")]);
    assert_eq!(run.code, 0, "{}", run.err);
    let export = desk.json(&["export", "--format", "json"]);
    assert_eq!(
        export["blogs"][0]["snapshots"][0]["origin"],
        server.url("/short")
    );
    let ended = server.url_at("http", "localhost", "/long");
    assert_eq!(export["blogs"][0]["url"], ended);
    let run = desk.run(&["refresh"]);
    assert!(run.out.contains("nothing new"), "{}{}", run.out, run.err);
}

#[test]
fn a_host_that_wants_rest_is_left_alone() {
    for status in [429, 503] {
        let server = Server::new(move |asked| match asked.before {
            0 => Reply::page(&page_of(0..4)),
            _ => Reply::status(status).with("Retry-After", "7200"),
        });
        let desk = Desk::new();
        desk.run(&["add", &server.url("/live")]);
        let run = desk.run(&["refresh"]);
        assert_eq!(run.code, 2);
        assert!(run.err.contains(&format!("status {status}")), "{}", run.err);
        let run = desk.run(&["refresh"]);
        assert_eq!(run.code, 2);
        assert!(
            run.err.contains("left alone for another 2 h"),
            "{}",
            run.err
        );
        assert_eq!(server.log().len(), 2, "it was asked again");
        assert_eq!(entries(&desk), 4, "a failure changed what was stored");
    }
}

#[test]
fn what_was_put_away_is_asked_for_only_by_name() {
    let server = Server::new(|asked| {
        let count = u32::try_from(asked.before).unwrap();
        Reply::page(&page_of(0..4 + count))
    });
    let desk = Desk::new();
    desk.run(&["add", &server.url("/live")]);
    desk.run(&["tidy", "1", "--archive"]);
    let run = desk.run(&["refresh"]);
    assert_eq!((run.code, server.log().len()), (1, 1), "{}", run.err);
    let run = desk.run(&["refresh", "storm"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(server.log().len(), 2);
}

#[test]
fn a_page_is_inspected_without_being_kept() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/live" => Reply::page(&page_of(0..4)),
        _ => Reply::status(404),
    });
    let desk = Desk::new();
    let run = desk.run(&["inspect", "--why", &server.url("/live")]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("html, native, 4 entries"), "{}", run.out);
    assert!(
        run.out.contains("   entry: markup 4  [found by"),
        "{}",
        run.out
    );
    assert_eq!(entries(&desk), 0);
    let gone = desk.run(&["inspect", &server.url("/gone")]);
    assert_eq!(gone.code, 2);
    assert!(gone.err.contains("no such page"), "{}", gone.err);
}

#[test]
fn offline_the_stored_blog_is_what_there_is() {
    let desk = Desk::new();
    let url = format!("http://127.0.0.1:{}/live", unused_port());
    let run = desk.run(&["add", &url]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("refuses connections"), "{}", run.err);
    let nothing = Desk::with_sample().run(&["refresh"]);
    assert_eq!(nothing.code, 1, "{}", nothing.err);
    assert!(
        nothing.err.contains("liveblog add https://"),
        "{}",
        nothing.err
    );
}

#[test]
fn a_proxy_of_the_environment_is_asked() {
    let proxy = Server::new(|_| Reply::page(&page_of(0..4)));
    let desk = Desk::new();
    let run = desk.run_with(
        &["add", "http://news.example/live"],
        &[("HTTP_PROXY", &proxy.url("")), ("NO_PROXY", "")],
    );
    assert_eq!(run.code, 0, "{}", run.err);
    let asked: Vec<String> = proxy.log().into_iter().map(|asked| asked.path).collect();
    assert_eq!(asked, ["news.example:80", "/live"]);
}
