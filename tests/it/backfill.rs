//! `liveblog backfill` against a web archive on this computer: gaps first, each content once, resumed after every end.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use serde_json::Value;
use serde_json::json;

use crate::cli::Desk;
use crate::web_server::Asked;
use crate::web_server::Reply;
use crate::web_server::Server;
use crate::web_server::Told;
use crate::web_server::blog;

const PAGE: &str = "http://news.invalid/live/storm";

/// The captures: the minute of the day, and how many entries the page had then. One a minute, ten on the page.
const CAPTURES: &[u32] = &[10, 15, 20, 25, 30, 35, 40, 45, 50];

fn minute(minute: u32) -> jiff::Timestamp {
    format!("2031-03-14T12:{minute:02}:00Z").parse().unwrap()
}

fn captured(at: u32) -> String {
    let newest_first: Vec<Told> = (at - 9..=at).rev().map(Told::numbered).collect();
    blog(minute(at), &newest_first)
}

fn list() -> Value {
    let mut rows = vec![json!([
        "urlkey",
        "timestamp",
        "original",
        "mimetype",
        "statuscode",
        "digest",
        "length"
    ])];
    for at in CAPTURES {
        // Each content was captured twice.
        for second in [0, 7] {
            rows.push(json!([
                "invalid,news)/live/storm",
                format!("2031031412{at:02}{second:02}"),
                PAGE,
                "text/html",
                "200",
                format!("D{at}"),
                "999"
            ]));
        }
    }
    rows.push(json!([
        "k",
        "20310314125900",
        PAGE,
        "text/html",
        "302",
        "E",
        "9"
    ]));
    Value::Array(rows)
}

/// The minute that a request for a capture asks for.
fn asked_minute(asked: &Asked) -> Option<u32> {
    let stamp = asked.path.strip_prefix("/web/")?;
    assert!(stamp.ends_with(&format!("id_/{PAGE}")), "{stamp}");
    stamp[10..12].parse().ok()
}

fn archive(odd: impl Fn(&Asked, u32) -> Option<Reply> + Send + Sync + 'static) -> Server {
    Server::new(move |asked| match asked_minute(asked) {
        Some(at) => odd(asked, at).unwrap_or_else(|| Reply::page(&captured(at))),
        None if asked
            .path
            .starts_with("/cdx?url=http%3A%2F%2Fnews.invalid%2Flive%2Fstorm") =>
        {
            Reply::page(&list().to_string())
        }
        None => Reply::status(404),
    })
}

fn desk(server: &Server) -> Desk {
    let desk = Desk::new();
    desk.configure(&format!(
        "[network]\narchive_list = \"{}\"\narchive_page = \"{}\"\n",
        server.url("/cdx?url={url}&output=json"),
        server.url("/web/{timestamp}id_/{url}")
    ));
    desk
}

fn backfill(desk: &Desk, more: &[&str]) -> crate::cli::Run {
    desk.run_with(
        &[&["backfill", PAGE, "--json"], more].concat(),
        &[("LIVEBLOG_TEST_PACE", "1")],
    )
}

fn report(run: &crate::cli::Run) -> Value {
    serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}{}", run.out, run.err))
}

fn fetched(server: &Server) -> Vec<u32> {
    server.log().iter().filter_map(asked_minute).collect()
}

#[test]
fn all_captures_make_one_timeline_without_gaps() {
    let server = archive(|_, _| None);
    let desk = desk(&server);
    let run = backfill(&desk, &[]);
    assert_eq!(run.code, 0, "{}", run.err);
    let told = report(&run);
    assert_eq!((&told["listed"], &told["fetched"]), (&json!(18), &json!(9)));
    assert_eq!((&told["new"], &told["left"]), (&json!(50), &json!(0)));
    let order = fetched(&server);
    assert_eq!(
        order[..3],
        [50, 10, 30],
        "the newest, the oldest, the middle"
    );
    let export = desk.json(&["export", "--format", "json"]);
    assert_eq!(export["blogs"].as_array().unwrap().len(), 1);
    let snapshots = export["blogs"][0]["snapshots"].as_array().unwrap();
    assert!(
        snapshots
            .iter()
            .any(|one| one["captured_at"] == "2031-03-14T12:30:00Z"
                || one["captured_at"] == "2031-03-14T12:30:07Z")
    );
    let gaps = export["blogs"][0]["entries"].as_array().unwrap();
    assert!(gaps.iter().all(|entry| entry["gap_before"] == false));
    let again = backfill(&desk, &[]);
    assert_eq!(report(&again)["fetched"], 0);
    assert_eq!(fetched(&server).len(), 9);
}

#[test]
fn gaps_of_the_timeline_are_filled_first() {
    let server = archive(|_, _| None);
    let desk = desk(&server);
    for at in [15, 20, 50] {
        let name = format!("2031-03-14T12{at}.html");
        let path = desk.write(&name, captured(at).as_bytes());
        assert_eq!(desk.run(&["add", &path]).code, 0);
    }
    let blog = desk.json(&["list", "--json"])[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let run = backfill(&desk, &["--most", "1"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        [30, 35].contains(&fetched(&server)[0]) || fetched(&server)[0] == 50,
        "{:?}",
        fetched(&server)
    );
    assert_eq!(desk.json(&["list", "--json"])[0]["id"], blog.as_str());
}

#[test]
fn errors_of_single_captures_are_passed_over_and_tried_again() {
    let server = archive(|asked, at| match at {
        20 | 40 if asked.before == 0 => Some(Reply::status(500)),
        30 => Some(Reply::page(
            "<html><body><p>Please log in to continue</p></body></html>",
        )),
        _ => None,
    });
    let desk = desk(&server);
    let run = backfill(&desk, &[]);
    assert_eq!(run.code, 2, "{}", run.err);
    let told = report(&run);
    assert!(
        told["failed"].as_u64().unwrap() >= 1 && told["refused"].as_u64().unwrap() >= 1,
        "{told}"
    );
    assert!(run.err.contains("passed over"), "{}", run.err);
    let again = backfill(&desk, &[]);
    assert_eq!(report(&again)["left"], 0, "{}", again.out);
}

#[test]
fn an_archive_that_wants_rest_is_left_alone_and_gone_on_with() {
    let server = archive(|asked, at| {
        (at == 30 && asked.before == 0).then(|| Reply::status(429).with("Retry-After", "600"))
    });
    let desk = desk(&server);
    let run = backfill(&desk, &[]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("fewer requests"), "{}", run.err);
    let told = report(&run);
    assert_eq!(told["fetched"], 2, "what came before is kept: {told}");
    let asked = server.log().len();
    let again = backfill(&desk, &[]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("left alone"), "{}", again.err);
    assert_eq!(server.log().len(), asked);
}

#[test]
fn an_archive_that_only_fails_is_given_up() {
    let server = archive(|_, _| Some(Reply::status(502)));
    let desk = desk(&server);
    let run = backfill(&desk, &[]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("again and again"), "{}", run.err);
    assert_eq!(fetched(&server).len(), 4);
}

#[cfg(unix)]
#[test]
fn interrupted_it_keeps_what_came_and_goes_on_later() {
    use rustix::process::Pid;
    use rustix::process::Signal;
    use rustix::process::kill_process;
    use std::process::Stdio;

    let hold = Arc::new(AtomicBool::new(true));
    let held = Arc::clone(&hold);
    let server = archive(move |_, at| {
        (at == 20 && held.load(Ordering::SeqCst)).then(|| {
            let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>".to_vec();
            Reply::Trickle(head, std::time::Duration::from_millis(20))
        })
    });
    let desk = desk(&server);
    let mut child = desk
        .command(&["backfill", PAGE, "--json"])
        .env("LIVEBLOG_TEST_PACE", "1")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while !fetched(&server).contains(&20) {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    kill_process(pid, Signal::INT).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let before = desk.json(&["list", "--json"])[0]["snapshots"]
        .as_u64()
        .unwrap();
    assert!(before >= 3, "{before}");
    hold.store(false, Ordering::SeqCst);
    let run = backfill(&desk, &[]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(report(&run)["fetched"].as_u64().unwrap() + before, 9);
    assert_eq!(desk.json(&["list", "--json"])[0]["entries"], 50);
}

#[test]
fn nothing_archived_is_nothing_found() {
    let server = Server::new(|_| Reply::page("[]"));
    let desk = desk(&server);
    let run = desk.run(&["backfill", PAGE]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.out.contains("no captures"), "{}", run.out);
}
