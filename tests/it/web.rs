//! Pages on the web, from a server on this computer: what is asked, what is kept, and what each odd answer comes to.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::cli::Desk;
use crate::web_server::Reply;
use crate::web_server::Server;
use crate::web_server::Told;
use crate::web_server::blog;
use crate::web_server::unused_port;

fn noon() -> jiff::Timestamp {
    "2031-03-14T12:00:00Z".parse().unwrap()
}

fn page_of(entries: std::ops::Range<u32>) -> String {
    let newest_first: Vec<Told> = entries.rev().map(Told::numbered).collect();
    blog(noon(), &newest_first)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn entries(desk: &Desk) -> u64 {
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

/// What one odd answer comes to: a word of the error.
fn fails_with(name: &str, reply: Reply, why: &str) {
    let desk = Desk::new();
    desk.configure("[network]\ntimeout = 2\n");
    let server = Server::new(move |_| reply.clone());
    let began = Instant::now();
    let run = desk.run(&["add", &server.url("/live/storm")]);
    assert!(
        began.elapsed() < Duration::from_secs(20),
        "{name} took too long"
    );
    assert_eq!(run.code, 2, "{name}: {}{}", run.out, run.err);
    assert_eq!(run.err.lines().count(), 1, "{name}: {}", run.err);
    assert!(
        run.err.starts_with("liveblog: add: http://127.0.0.1"),
        "{name}: {}",
        run.err
    );
    assert!(run.err.contains(why), "{name}: {}", run.err);
    assert!(
        run.err.contains("; "),
        "{name} says no next step: {}",
        run.err
    );
    assert!(!run.err.contains('\u{1b}'), "{name}");
    assert_eq!(entries(&desk), 0, "{name}: something was kept");
}

#[test]
fn refusals_are_told_by_their_status() {
    for (status, why) in [
        (204, "status 204"),
        (304, "status 304"),
        (401, "log in"),
        (403, "refuses"),
        (404, "no such page"),
        (410, "taken down"),
        (429, "fewer requests"),
        (451, "legal"),
        (500, "fault"),
        (503, "fault"),
        (599, "fault"),
    ] {
        fails_with(&status.to_string(), Reply::status(status), why);
    }
}

#[test]
fn redirects_that_lead_nowhere_good_are_not_followed() {
    for (location, why) in [
        ("/live/storm", "circle"),
        ("file:///etc/passwd", "neither http nor https"),
        ("javascript:alert(1)", "neither http nor https"),
        ("data:text/html,x", "neither http nor https"),
        ("gopher://a.example/", "neither http nor https"),
        ("http://169.254.169.254/latest", "your own network"),
        ("http://2852039166/latest", "your own network"),
        ("http://ann:secret@a.example/", "name or password"),
        ("http://", "no address"),
        ("", "circle"),
    ] {
        fails_with(location, Reply::to(location), why);
    }
    let wall = Reply::to("/live/storm").with("Set-Cookie", "consent=asked");
    fails_with("cookie wall", wall, "cookies");
    let desk = Desk::new();
    let server = Server::new(|asked| Reply::to(&format!("{}x", asked.path)));
    let run = desk.run(&["add", &server.url("/a")]);
    assert!(run.err.contains("more than 10 times"), "{}", run.err);
    assert_eq!(server.log().len(), 11);
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
fn bodies_that_are_not_whole_are_not_kept() {
    let page = page_of(0..5);
    let head =
        |headers: &str| format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n");
    let half = &page.as_bytes()[..page.len() / 2];
    let raw = |headers: &str, body: &[u8]| Reply::Raw([head(headers).as_bytes(), body].concat());
    let length = format!("Content-Length: {}\r\n", page.len());
    fails_with("cut", raw(&length, half), "ended before");
    let chunked = "Transfer-Encoding: chunked\r\n";
    fails_with("cut chunk", raw(chunked, b"ffff\r\n<html>"), "ended before");
    fails_with("bad chunk", raw(chunked, b"zz\r\n<html>\r\n0\r\n\r\n"), "");
    let packed = gzip(page.as_bytes());
    let cut = packed[..packed.len() - 6].to_vec();
    let gzipped = vec![("Content-Encoding", "gzip".to_owned())];
    fails_with(
        "cut gzip",
        Reply::Whole(200, gzipped.clone(), cut),
        "unpack",
    );
    fails_with(
        "no gzip",
        Reply::Whole(200, gzipped, page.into_bytes()),
        "unpack",
    );
    fails_with("no answer", Reply::Raw(Vec::new()), "");
    fails_with(
        "no http",
        Reply::Raw(b"\x1b[2Jgood day\r\n\r\n".to_vec()),
        "",
    );
}

#[test]
fn bombs_and_floods_end_at_the_limits() {
    let coded = |coding: &str, body: Vec<u8>| {
        Reply::Whole(200, vec![("Content-Encoding", coding.to_owned())], body)
    };
    let zeros = vec![0; 48 * 1024 * 1024];
    fails_with("gzip bomb", coded("gzip", gzip(&zeros)), "32 MiB");
    /// 48 MiB of zeros.
    const BROTLI_BOMB: [u8; 40] = [
        207, 255, 255, 127, 248, 39, 0, 226, 177, 64, 32, 247, 254, 159, 255, 255, 255, 240, 79, 0,
        196, 97, 1, 128, 238, 253, 127, 254, 255, 255, 227, 159, 0, 136, 195, 34, 0, 221, 251, 127,
    ];
    fails_with("brotli bomb", coded("br", BROTLI_BOMB.to_vec()), "32 MiB");
    fails_with(
        "gzip twice",
        coded("gzip, gzip", gzip(&gzip(b"x"))),
        "packed",
    );
    fails_with("unknown coding", coded("zstd", b"x".to_vec()), "packed");
    fails_with("huge", Reply::page(&"<p>word ".repeat(3_000_000)), "16 MiB");
    let flood = Reply::status(200).with("X-Flood", &"x".repeat(200_000));
    fails_with("headers", flood, "64 KiB");
    let claim = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\n<html>".to_vec();
    fails_with("claimed length", Reply::Raw(claim), "ended before");
}

#[test]
fn slow_servers_are_given_up() {
    fails_with("silence", Reply::Silence, "in time");
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>".to_vec();
    let pause = Duration::from_millis(50);
    fails_with("slow body", Reply::Trickle(head, pause), "in time");
    let start = b"HTTP/1.1 200 OK\r\nX-Slow: ".to_vec();
    fails_with("slow headers", Reply::Trickle(start, pause), "in time");
}

#[test]
fn what_is_no_live_blog_is_refused_by_name() {
    let picture = Reply::Whole(200, Vec::new(), b"\x89PNG\r\n\x1a\n and so on".to_vec());
    fails_with("picture", picture, "PNG");
    fails_with("empty", Reply::page(""), "no text");
    let consent = "<html><body><h1>Before you continue</h1><p>We and our partners ask for your consent to store cookies. Accept all</p></body></html>";
    fails_with("consent", Reply::page(consent), "consent");
    let article = format!(
        "<html><body><article><h1>A long walk</h1>{}</article></body></html>",
        "<p>The path went on along the wall, and those who had come from the village went with it until the light failed.</p>".repeat(20)
    );
    fails_with("article", Reply::page(&article), "article");
}

#[test]
fn a_host_that_wants_rest_is_left_alone() {
    let server = Server::new(|asked| match asked.before {
        0 => Reply::page(&page_of(0..4)),
        _ => Reply::status(503).with("Retry-After", "7200"),
    });
    let desk = Desk::new();
    desk.run(&["add", &server.url("/live")]);
    let run = desk.run(&["refresh"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("status 503"), "{}", run.err);
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
fn the_last_page_may_show_one_entry_only() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/storm?page=3" => short_page(3),
        "/storm?page=2" => short_page(2),
        _ => page_with_link(1, "<a rel=next href=?page=2>older</a>"),
    });
    let desk = Desk::new();
    let run = desk.run_with(
        &["add", &server.url("/storm"), "--all-pages"],
        &[("LIVEBLOG_TEST_PACE", "1")],
    );
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(entries(&desk), 12, "{}{}", run.out, run.err);
    let list = desk.json(&["list", "--json"]);
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(list[0]["newest"], "2031-03-14T12:00:00Z");
    let alone = desk.run(&["add", &server.url("/storm?page=3")]);
    assert!(alone.err.contains("ordinary article"), "{}", alone.err);
}

/// A further page of the blog with one entry: page 2 is of another markup than page 3, and none calls itself live.
fn short_page(number: u32) -> Reply {
    let (link, heading, text) = match number {
        2 => (
            "<a rel=next href=?page=3>older</a>",
            "First gusts",
            "The first strong gusts were measured at the lighthouse, where the keeper tied down the boats.",
        ),
        _ => (
            "",
            "A warning",
            "Forecasters have warned of a storm and ask everybody on the islands to stay at home tonight.",
        ),
    };
    Reply::page(&format!(
        "<!doctype html><html><head><title>Storm over Quarrel Bay</title></head><body><main><h1>Storm over Quarrel Bay</h1>\
         <p>All that is known of the storm over Quarrel Bay and the towns along its shore.</p><div class=list>\
         <div class=update><div class=meta><time datetime=\"2031-03-14T0{number}:00:00Z\">0{number}:00</time></div>\
         <h3>{heading}</h3><p>{text}</p></div></div>{link}</main></body></html>"
    ))
}

#[test]
fn three_words_for_one_charset_are_settled_by_the_bytes() {
    let page = |meta: &str| {
        page_of(0..4)
            .replace("<meta charset=\"utf-8\">", meta)
            .replace("Quarrel Bay", "Ħal Ġħaqda – Żebbuġ")
    };
    let served = |kind: &str, bytes: Vec<u8>| {
        let kind = vec![("Content-Type", kind.to_owned())];
        Reply::Whole(200, kind, bytes)
    };
    let title = |reply: Reply| {
        let server = Server::new(move |_| reply.clone());
        let desk = Desk::new();
        let run = desk.run(&["add", &server.url("/live")]);
        assert_eq!(run.code, 0, "{}", run.err);
        let list = desk.json(&["list", "--json"]);
        list[0]["title"].as_str().unwrap().to_owned()
    };
    let want = "Storm over Ħal Ġħaqda – Żebbuġ: live";
    let lie = page("<meta charset=\"windows-1251\">").into_bytes();
    assert_eq!(
        title(served("text/html; charset=iso-8859-1", lie.clone())),
        want
    );
    assert_eq!(title(served("text/html; charset=utf-16", lie)), want);
    let wide: Vec<u8> = [0xfeff]
        .into_iter()
        .chain(page("<meta charset=\"utf-8\">").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(title(served("text/html; charset=iso-8859-3", wide)), want);
    // The header's word counts where the bytes allow it, whatever the page says of itself.
    let text = page("<meta charset=\"koi8-r\">");
    let (maltese, ..) = encoding_rs::ISO_8859_3.encode(&text);
    let maltese = served("text/html; charset=ISO-8859-3", maltese.into_owned());
    assert_eq!(title(maltese), want);
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
fn hostile_words_of_a_server_do_not_act() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/tag" => Reply::page(&page_of(0..4)).with("ETag", "\"a\u{1b}]52;c;x\u{7}\""),
        _ => Reply::to("file:///\u{1b}]0;x"),
    });
    let desk = Desk::new();
    let run = desk.run(&["add", &server.url("/tag"), &server.url("/away")]);
    assert!(!run.out.contains('\u{1b}') && !run.err.contains('\u{1b}'));
    desk.run(&["refresh"]);
    let again = server.log().into_iter().rfind(|asked| asked.path == "/tag");
    assert_eq!(again.unwrap().header("if-none-match"), None);
}

/// A server's certificate for this name, and the certificate of the authority that signed it, in PEM.
fn authority(name: &str) -> (Arc<rustls::ServerConfig>, String) {
    let mut ca = rcgen::CertificateParams::new(Vec::new()).unwrap();
    ca.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let ca = rcgen::CertifiedIssuer::self_signed(ca, rcgen::KeyPair::generate().unwrap()).unwrap();
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = rcgen::CertificateParams::new(vec![name.to_owned()])
        .unwrap()
        .signed_by(&key, &ca)
        .unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap();
    (Arc::new(config), ca.pem())
}

#[test]
fn only_trusted_servers_are_believed() {
    let (tls, pem) = authority("localhost");
    let server = Server::secure(tls, |_| Reply::page(&page_of(0..4)));
    let desk = Desk::new();
    let url = server.url_at("https", "localhost", "/live");
    let run = desk.run(&["add", &url]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(
        run.err.contains("not secure") && run.err.contains("ca_file"),
        "{}",
        run.err
    );
    desk.configure("[network]\nca_file = \"own.pem\"\n");
    std::fs::write(desk.path("config/own.pem"), pem).unwrap();
    let run = desk.run(&["add", &url]);
    assert_eq!(run.code, 0, "{}", run.err);
    let wrong = server.url_at("https", "127.0.0.1", "/live");
    let run = desk.run(&["add", &wrong]);
    assert!(run.err.contains("not secure"), "{}", run.err);
    let plain = Server::new(|_| Reply::page(&page_of(0..4)));
    let run = desk.run(&["add", &plain.url_at("https", "localhost", "/live")]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("not secure"), "{}", run.err);
    desk.configure("[network]\nca_file = \"none.pem\"\n");
    let run = desk.run(&["add", &url]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("none.pem"), "{}", run.err);
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

/// Page `number` of a blog of 45 entries, ten on each, with a link to the next one.
fn page_with_link(number: u32, link: &str) -> Reply {
    let newest = 45 - (number - 1) * 10;
    let shown: Vec<Told> = (newest.saturating_sub(10)..newest)
        .rev()
        .map(Told::numbered)
        .collect();
    let at = noon() - jiff::SignedDuration::from_mins(i64::from((number - 1) * 10));
    let page = blog(at, &shown);
    Reply::page(&page.replace("<footer>", &format!("{link}<footer>")))
}

#[test]
fn all_pages_of_a_blog_are_fetched_on_request() {
    let server = Server::new(|asked| {
        let number = asked
            .path
            .split_once("page=")
            .map_or(1, |(_, n)| n.parse().unwrap());
        let link = match number {
            5.. => String::new(),
            2 => "<a href=\"?page=1\">1</a> <a href=\"?page=3\">3</a>".to_owned(),
            n => format!(
                "<a href=\"/live?page={}\">Older posts</a><a href=\"/next-story\">Next</a>",
                n + 1
            ),
        };
        page_with_link(number, &link)
    });
    let desk = Desk::new();
    let url = server.url("/live");
    assert_eq!(desk.run(&["add", &url]).code, 0);
    assert_eq!(entries(&desk), 10, "only the first page, unless asked");
    let run = desk.run_with(
        &["add", &url, "--all-pages"],
        &[("LIVEBLOG_TEST_PACE", "1")],
    );
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(entries(&desk), 45, "{}", run.out);
    let list = desk.json(&["list", "--json"]);
    assert_eq!(list.as_array().unwrap().len(), 1, "all pages are one blog");
    assert!(
        server
            .log()
            .iter()
            .all(|asked| asked.path.starts_with("/live"))
    );
    let capped = Desk::new();
    let run = capped.run_with(
        &["add", &url, "--all-pages", "--most-pages", "2"],
        &[("LIVEBLOG_TEST_PACE", "1")],
    );
    assert_eq!(entries(&capped), 20);
    assert!(run.err.contains("more than 2 pages"), "{}", run.err);
}

#[test]
fn pages_that_fail_or_go_round_end_the_row() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/live" => page_with_link(1, "<a rel=\"next\" href=\"/live?page=2\">2</a>"),
        "/live?page=2" => page_with_link(
            2,
            "<a rel=\"next\" href=\"/live?page=2\">again</a><a rel=\"next\" href=\"/live?page=3\">3</a>",
        ),
        _ => Reply::status(500),
    });
    let desk = Desk::new();
    let run = desk.run_with(
        &["add", &server.url("/live"), "--all-pages"],
        &[("LIVEBLOG_TEST_PACE", "1")],
    );
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("status 500"), "{}", run.err);
    assert_eq!(entries(&desk), 20, "what came is kept");
}
