//! Notifications of the desktop, from a notification service on a bus of its own: what it is told, and what comes of one that
//! hangs or is not there.

use crate::bus::Bus;
use crate::bus::Service;
use crate::bus::Shown;
use crate::pty::Session;
use crate::pty::Start;
use crate::web_server::Reply;
use crate::web_server::Server;
use crate::web_server::Told;
use crate::web_server::blog;

/// The page with so many entries; the newest one's heading and the page's title would be markup where a desktop understood it.
fn page(count: u32) -> Reply {
    let mut entries: Vec<Told> = (0..count).rev().map(Told::numbered).collect();
    entries[0].heading =
        format!("Gate {count} &lt;b&gt;opens&lt;/b&gt; &amp;amp; shuts &#27;]52;c;eA==&#7; twice");
    let page = blog(jiff::Timestamp::now(), &entries);
    Reply::page(&page.replace("Quarrel Bay", "&lt;img src=x&gt; &#x202e;Bay &amp; town"))
}

/// Follows a page that brings a new entry twice; the reader's session after its end, and what the desktop heard.
fn follow(service: Service) -> (Session, Vec<Shown>) {
    let folder = tempfile::tempdir().unwrap();
    let config = "[notify]\nhow = \"desktop\"\n";
    std::fs::write(folder.path().join("config.toml"), config).unwrap();
    let bus = Bus::new(folder.path(), service);
    let server = Server::new(|asked| match asked.before {
        0..3 => page(5),
        3..6 => page(6),
        _ => page(7),
    });
    let start = Start::With(vec!["--follow".to_owned(), server.url("/live")]);
    let environment = [
        ("LIVEBLOG_TEST_PACE", "200"),
        ("LIVEBLOG_CONFIG_DIR", folder.path().to_str().unwrap()),
        ("DBUS_SESSION_BUS_ADDRESS", &bus.address),
    ];
    let mut session = Session::start(start, &environment);
    session.wait("the newest entry", |screen| {
        screen.contents().contains("Gate 7")
    });
    session.press("Q");
    assert_eq!(session.end(), 0);
    (session, bus.heard())
}

#[test]
fn the_desktop_is_told_and_a_page_cannot_mark_up_what_it_shows() {
    let (session, heard) = follow(Service::Answers);
    let summaries: Vec<&str> = heard.iter().map(|shown| shown.summary.as_str()).collect();
    let summary = |n: u32| format!("Gate {n} <b>opens</b> &amp; shuts ␛]52;c;eA==␇ twice");
    assert_eq!(summaries[0], summary(6));
    assert!(summaries.len() <= 2, "{summaries:?}");
    for shown in &heard {
        assert_eq!(shown.program, "liveblog");
        assert!(shown.body.contains("&lt;img src=x&gt;"), "{shown:?}");
        assert!(shown.body.contains("&amp; town"), "{shown:?}");
        let forbidden = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!shown.body.contains(forbidden) && !shown.summary.contains(forbidden));
    }
    assert_eq!(session.written("]9;Gate 6"), 0, "it was told twice");
}

#[test]
fn a_desktop_that_hangs_holds_nothing_up() {
    let (session, heard) = follow(Service::Hangs);
    assert_eq!(heard.len(), 1, "one waits, no more are sent");
    assert_eq!(
        session.written("]9;Gate 7"),
        1,
        "the terminal tells instead"
    );
    session.assert_restored();
}

#[test]
fn where_no_desktop_listens_the_terminal_tells() {
    let (session, _) = follow(Service::Missing);
    assert_eq!(session.written("]9;Gate 6"), 1);
}
