//! `liveblog tail`: every entry once, every edit once, also when it is killed in between.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;

use liveblog::store::Handed;
use liveblog::store::Store;
use serde_json::Value;

use crate::cli::Desk;
use crate::web_server::Reply;
use crate::web_server::Server;
use crate::web_server::Told;
use crate::web_server::blog;

/// The text of the entry that is edited.
const EDITED: &str = "Rescuers reached the ferry at dusk and said that all aboard were cold but well, and in good heart.";

/// What the page says the nth time it is asked for: with every third time an entry more, and in between edits of one.
fn page(asked: usize) -> String {
    let count = u32::try_from(3 + asked / 3).unwrap();
    let mut entries: Vec<Told> = (0..count).rev().map(Told::numbered).collect();
    let text = EDITED.replace("cold", &format!("{} degrees cold", asked / 2));
    let at = entries.len() - 1;
    entries.insert(at, Told::new(9000, "Ferry reached", &text));
    blog(jiff::Timestamp::now(), &entries)
}

fn growing() -> Server {
    Server::new(|asked| Reply::page(&page(asked.before)))
}

fn tail(desk: &Desk, url: &str, more: &[&str]) -> Command {
    let mut command = desk.command(&[&["tail", url, "--json"], more].concat());
    command
        .env("LIVEBLOG_TEST_PACE", "1")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Heading and whole text of what a line tells.
fn told(line: &Value) -> (String, String) {
    let entry = &line["entry"];
    let shown = &entry["revisions"][0]["blocks"];
    let texts = shown
        .as_array()
        .unwrap()
        .iter()
        .map(|block| block["text"].as_str().unwrap());
    (
        entry["heading"].as_str().unwrap_or_default().to_owned(),
        texts.collect::<Vec<_>>().join("\n"),
    )
}

/// Each entry was new once and first, each edit came once, and nothing is missing. What says that it was perhaps told before
/// may have been.
fn assert_each_once(lines: &[Value], entries: usize) {
    let mut by_heading: BTreeMap<String, Vec<(&str, String)>> = BTreeMap::new();
    for line in lines {
        let (heading, text) = told(line);
        let event = line["event"].as_str().unwrap();
        let events = by_heading.entry(heading).or_default();
        match events.last() {
            Some(before) if line["again"] == true && before.1 == text => {}
            Some(_) if line["again"] == true => events.push(("changed", text)),
            _ => events.push((event, text)),
        }
    }
    assert_eq!(by_heading.len(), entries, "{:?}", by_heading.keys());
    for (heading, events) in &by_heading {
        assert_eq!(events[0].0, "new", "{heading}");
        for pair in events.windows(2) {
            assert_eq!(pair[1].0, "changed", "{heading} was told again");
            assert_ne!(pair[0].1, pair[1].1, "{heading} was told again as it was");
        }
    }
    let edits = by_heading
        .values()
        .filter(|events| events.len() > 1)
        .count();
    assert_eq!(edits, 1, "only the ferry is edited");
}

#[test]
fn following_ends_with_the_coverage() {
    let entries: Vec<Told> = (0..4).rev().map(Told::numbered).collect();
    let newest = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(4);
    let page = blog(newest, &entries);
    let data = format!(
        "<script type=\"application/ld+json\">{{\"@type\":\"LiveBlogPosting\",\"coverageEndTime\":\"{}\"}}</script></head>",
        newest + jiff::SignedDuration::from_mins(10)
    );
    let server = Server::new(move |asked| match asked.path.as_str() {
        "/ended" => Reply::page(&page.replace("</head>", &data)),
        _ => Reply::page(&page),
    });
    let desk = Desk::new();
    let run = desk.run_with(
        &["tail", &server.url("/ended")],
        &[("LIVEBLOG_TEST_PACE", "1")],
    );
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("the coverage has ended"), "{}", run.err);
    assert_eq!(server.log().len(), 1);
    let list = desk.run(&["list"]);
    assert!(list.out.contains(", ended, "), "{}", list.out);
    let export = desk.json(&["export", "--format", "json"]);
    assert!(export["blogs"][0]["ends_at"].is_string(), "{export}");
}

#[test]
fn what_comes_in_is_printed_once() {
    let server = growing();
    let desk = Desk::new();
    let url = server.url("/live");
    let mut all = Vec::new();
    for round in 0..8 {
        let output = tail(&desk, &url, &["--once"]).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let code = i32::from(said.is_empty());
        assert_eq!(output.status.code(), Some(code), "round {round}");
        all.extend(lines(&said));
    }
    assert_each_once(&all, 6);
    let ferry: Vec<&Value> = all
        .iter()
        .filter(|line| told(line).0 == "Ferry reached")
        .collect();
    assert_eq!(ferry.len(), 4, "once new, three edits");
    assert!(ferry[3]["entry"]["revisions"].as_array().unwrap().len() > 1);
}

#[test]
fn what_was_perhaps_told_is_told_again_and_says_so() {
    let entries: Vec<Told> = (0..3).rev().map(Told::numbered).collect();
    let page = blog(jiff::Timestamp::now(), &entries);
    let server = Server::new(move |_| Reply::page(&page));
    let desk = Desk::new();
    let url = server.url("/live");
    let once = |more: &[&str]| {
        let output = tail(&desk, &url, &[&["--once"], more].concat()).output();
        lines(&String::from_utf8(output.unwrap().stdout).unwrap())
    };
    assert_eq!(once(&[]).len(), 3);
    assert_eq!(once(&[]).len(), 0);
    // As a run leaves it that is ended while it hands an entry over.
    let mut store = Store::open(Path::new(&desk.path("data"))).unwrap();
    let blog = store.blogs().unwrap()[0].id;
    let last = *store.texts(blog).unwrap().last().unwrap();
    let now = jiff::Timestamp::now();
    store.tell(&[last], Handed::PerhapsFirst, now).unwrap();
    drop(store);
    let again = once(&[]);
    assert_eq!(again.len(), 1, "{again:?}");
    assert_eq!(again[0]["event"], "new");
    assert_eq!(again[0]["again"], true);
    assert_eq!(once(&[]).len(), 0);
}

#[test]
fn killed_and_started_again_it_misses_and_repeats_nothing() {
    let server = growing();
    let desk = Desk::new();
    let url = server.url("/live");
    let mut said = String::new();
    for round in 0..8_u64 {
        let mut child = tail(&desk, &url, &[]).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut heard = Vec::new();
        if round % 2 == 0 {
            // At the very moment of a line.
            for _ in 0..=round {
                out.read_until(b'\n', &mut heard).unwrap();
            }
        } else {
            std::thread::sleep(Duration::from_millis(150 + 90 * round));
        }
        child.kill().unwrap();
        out.read_to_end(&mut heard).unwrap();
        child.wait().unwrap();
        // A line that the kill cut short was not told; it has to come again.
        let whole = heard.iter().rposition(|byte| *byte == b'\n');
        heard.truncate(whole.map_or(0, |at| at + 1));
        said += std::str::from_utf8(&heard).unwrap();
    }
    // What was asked for just before a kill is answered first, though nobody hears it.
    let mut answered = 0;
    while server.log().len() != answered {
        answered = server.log().len();
        std::thread::sleep(Duration::from_millis(300));
    }
    let output = tail(&desk, &url, &["--once"]).output().unwrap();
    said += std::str::from_utf8(&output.stdout).unwrap();
    let asked = server.log().len();
    assert!(asked > 8, "it followed the page: {asked} requests");
    assert_each_once(&lines(&said), 4 + (asked - 1) / 3);
}

#[test]
fn of_a_known_blog_only_what_is_new_is_printed() {
    let server = growing();
    let desk = Desk::new();
    desk.run(&["add", &server.url("/live")]);
    let run = desk.run(&["tail", "storm", "--once"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""), "{}", run.err);
    desk.run(&["tail", "storm", "--once"]);
    let run = desk.run(&["tail", "storm", "--once"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.out.contains("## The station of district 2") || run.out.contains("district 3"),
        "{}",
        run.out
    );
    let mut edits = run.out;
    edits += &desk.run(&["tail", "storm", "--once"]).out;
    assert!(edits.contains("## Changed: Ferry reached"), "{edits}");
    assert!(edits.contains("[-") && edits.contains("{+"), "{edits}");
}

#[test]
fn keywords_choose_what_is_printed() {
    let server = growing();
    let desk = Desk::new();
    let run = desk.run(&["tail", &server.url("/live"), "--once", "--keyword", "FERRY"]);
    assert_eq!(run.out.matches("## ").count(), 1, "{}", run.out);
    assert!(run.out.contains("## Ferry reached"), "{}", run.out);
}

#[test]
fn a_name_chooses_what_is_printed_whatever_it_is_called_there() {
    let texts = [
        "Harbour master Marta Lindqvist said that the ferry would sail again in the evening.",
        "The bridge to the island stays closed to lorries until engineers have looked at it.",
        "Ms Lindqvist later said that two more boats were on their way from Gdansk.",
    ];
    let entry = |(id, text): (u32, &&str)| Told::new(id, &format!("Report {id}"), text);
    let entries: Vec<Told> = (1..).zip(&texts).map(entry).collect();
    let page = blog(jiff::Timestamp::now(), &entries);
    let server = Server::new(move |_| Reply::page(&page));
    for (name, reports) in [
        ("marta lindqvist", &[1, 3][..]),
        ("Gdansk", &[3]),
        ("Nobody Atall", &[]),
    ] {
        let desk = Desk::new();
        let url = server.url("/live");
        let output = tail(&desk, &url, &["--once", "--entity", name])
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let mut found: Vec<String> = lines(&said).iter().map(|line| told(line).0).collect();
        found.sort();
        let wanted: Vec<String> = reports.iter().map(|id| format!("Report {id}")).collect();
        assert_eq!(found, wanted, "{name}");
    }
}

#[test]
fn what_nobody_took_is_not_told() {
    let server = growing();
    let desk = Desk::new();
    let url = server.url("/live");
    let mut child = tail(&desk, &url, &["--once"]).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(
        child.wait().unwrap().code(),
        Some(0),
        "a closed pipe is success"
    );
    let output = tail(&desk, &url, &["--once"]).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(lines(&said).len(), 4, "{said}");
}

#[test]
fn failures_are_told_and_the_rest_goes_on() {
    let server = Server::new(|asked| match asked.before {
        0 => Reply::page(&page(0)),
        1 => Reply::status(500),
        _ => Reply::page(&page(3)),
    });
    let desk = Desk::new();
    let url = server.url("/live");
    assert_eq!(desk.run(&["tail", &url, "--once"]).code, 0);
    let run = desk.run(&["tail", &url, "--once"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(
        run.err.starts_with("liveblog: tail: http://127.0.0.1"),
        "{}",
        run.err
    );
    let run = desk.run(&["tail", &url, "--once"]);
    assert!(run.out.contains("district 3"), "{}", run.out);
}

#[test]
fn following_ends_when_the_coverage_has() {
    let old = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(50);
    let entries: Vec<Told> = (0..4).rev().map(Told::numbered).collect();
    let page = blog(old, &entries);
    let server = Server::new(move |_| Reply::page(&page));
    let desk = Desk::new();
    let run = desk.run(&["tail", &server.url("/live")]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.out.matches("## ").count(), 4, "{}", run.out);
    assert!(run.err.contains("ended"), "{}", run.err);
    assert_eq!(server.log().len(), 1);
}
