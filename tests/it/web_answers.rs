//! Odd answers of servers: what each comes to, and that nothing of it is kept.

use std::io::Write;
use std::time::Duration;
use std::time::Instant;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::cli::Desk;
use crate::web::entries;
use crate::web::page_of;
use crate::web_server::Reply;
use crate::web_server::Server;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
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
