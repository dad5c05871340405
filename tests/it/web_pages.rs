//! The further pages of a blog, fetched on request.

use serde_json::Value;

use crate::cli::Desk;
use crate::web::entries;
use crate::web::noon;
use crate::web::page_of;
use crate::web_server::Reply;
use crate::web_server::Server;
use crate::web_server::Told;
use crate::web_server::blog;

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
fn data_that_a_page_names_as_its_older_entries_is_fetched() {
    let data = |entries: std::ops::Range<u32>, next: &str| {
        let posts: Vec<Value> = entries
            .rev()
            .map(|id| {
                let told = Told::numbered(id);
                let at = noon() - jiff::SignedDuration::from_mins(i64::from(20 - id));
                serde_json::json!({"id": format!("entry-{id}"), "headline": told.heading, "publishedAt": at.to_string(), "body": format!("<p>{}</p>", told.text)})
            })
            .collect();
        let kind = ("Content-Type", "application/json".to_owned());
        let body = serde_json::json!({"posts": posts, "next": next}).to_string();
        Reply::Whole(200, vec![kind], body.into_bytes())
    };
    let server = Server::new(move |asked| match asked.path.as_str() {
        "/live" => {
            let page = page_of(15..20);
            Reply::page(&page.replace(
                "<main>",
                "<main data-load-more-url=\"/api/posts?before=entry-15\">",
            ))
        }
        "/api/posts?before=entry-15" => data(8..15, "/api/posts?before=entry-8"),
        "/api/posts?before=entry-8" => data(0..8, "https://elsewhere.example/api"),
        _ => Reply::status(404),
    });
    let desk = Desk::new();
    let run = desk.run_with(
        &["add", &server.url("/live"), "--all-pages"],
        &[("LIVEBLOG_TEST_PACE", "1")],
    );
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert_eq!(entries(&desk), 20, "{}", run.out);
    let list = desk.json(&["list", "--json"]);
    assert_eq!(list.as_array().unwrap().len(), 1, "{}", run.out);
}

/// Systems whose older entries stand where the page's data says: what the page holds, and the addresses of its data with what each answers.
#[test]
fn older_entries_of_known_systems_are_fetched_where_they_keep_them() {
    let record = |id: u32| {
        let told = Told::numbered(id);
        let at = noon() - jiff::SignedDuration::from_mins(i64::from(20 - id));
        (told, at)
    };
    let wordpress = move |ids: std::ops::Range<u32>| {
        let entries: Vec<Value> = ids.rev().map(|id| {
            let (told, at) = record(id);
            serde_json::json!({"id": id, "type": "new", "render": format!("<h2>{}</h2><p>{}</p>", told.heading, told.text), "content": told.text, "entry_time": at.as_second(), "timestamp": at.as_second().to_string(), "authors": [{"name": "Ida Brandt"}]})
        }).collect();
        serde_json::json!({"entries": entries, "page": 1, "pages": 3}).to_string()
    };
    let sourcefabric = move |ids: std::ops::Range<u32>| {
        let items: Vec<Value> = ids.rev().map(|id| {
            let (told, at) = record(id);
            serde_json::json!({"_id": format!("urn:{id}"), "published_date": at.to_string(), "groups": [{"id": "main", "refs": [{"item": {"text": format!("<p>{}</p>", told.text)}}]}], "text": format!("<p>{}</p>", told.text)})
        }).collect();
        serde_json::json!({"_items": items, "_meta": {"max_results": 25, "total": 20}}).to_string()
    };
    let json = |body: String| {
        let kind = ("Content-Type", "application/json".to_owned());
        Reply::Whole(200, vec![kind], body.into_bytes())
    };
    let page = |data: String| {
        let script = format!("<script>var settings = {data};{}</script>", " ".repeat(200));
        Reply::page(&page_of(15..20).replace("</head>", &format!("{script}</head>")))
    };
    let server = Server::new(move |asked| {
        let host = asked.header("host").unwrap().to_owned();
        match asked.path.as_str() {
            "/wordpress" => page(format!(
                "{{\"post_id\":\"77\",\"latest_entry_id\":\"19\",\"latest_entry_timestamp\":\"1931248800\",\"endpoint_url\":\"http://{host}/wp-json/liveblog/v1/77/\"}}"
            )),
            "/wp-json/liveblog/v1/77/get-entries/1/19-1931248800" => json(wordpress(10..20)),
            "/wp-json/liveblog/v1/77/get-entries/2/19-1931248800" => json(wordpress(1..10)),
            "/wp-json/liveblog/v1/77/get-entries/3/19-1931248800" => json(wordpress(0..1)),
            "/wp-json/liveblog/v1/77/get-entries/4/19-1931248800" => json(wordpress(0..0)),
            "/sourcefabric" => page(format!(
                "{{\"api_host\":\"http://{host}/\",\"blog\":{{\"_id\":\"5ab\"}}}}"
            )),
            "/api/client_blogs/5ab/posts?max_results=25&page=1" => json(sourcefabric(8..20)),
            "/api/client_blogs/5ab/posts?max_results=25&page=2" => json(sourcefabric(0..8)),
            "/elsewhere" => page(
                "{\"api_host\":\"https://api.example/\",\"blog\":{\"_id\":\"5ab\"}}".to_owned(),
            ),
            _ => json("{\"_items\": []}".to_owned()),
        }
    });
    for (path, want) in [("/wordpress", 20), ("/sourcefabric", 20), ("/elsewhere", 5)] {
        let desk = Desk::new();
        let run = desk.run_with(
            &["add", &server.url(path), "--all-pages"],
            &[("LIVEBLOG_TEST_PACE", "1")],
        );
        assert_eq!(run.code, 0, "{path}: {}{}", run.out, run.err);
        assert_eq!(run.err, "", "{path}");
        assert_eq!(entries(&desk), want, "{path}: {}", run.out);
        let list = desk.json(&["list", "--json"]);
        assert_eq!(list.as_array().unwrap().len(), 1, "{path}: {}", run.out);
    }
}
