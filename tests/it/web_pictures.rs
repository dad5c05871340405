//! Pictures from the web to the terminal: asked for when a person asks, kept, seen again without the web, and left alone in
//! terminals that cannot show them.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use crate::pty::Session;
use crate::pty::Start;
use crate::screen_library::png;
use crate::web::noon;
use crate::web_server::Asked;
use crate::web_server::Reply;
use crate::web_server::Server;
use crate::web_server::Told;
use crate::web_server::blog;

const ESC: &str = "\u{1b}";

/// A page of which the newest entry shows two pictures.
fn page() -> String {
    let shown = "<figure><img src=/quay.png><figcaption>The quay at noon.</figcaption></figure><img src=/gone.jpg alt='A boat'>";
    let told: Vec<Told> = (1..9).rev().map(Told::numbered).collect();
    let page = blog(noon(), &told);
    page.replacen("</article>", &format!("{shown}</article>"), 1)
}

fn answer(asked: &Asked) -> Reply {
    match asked.path.as_str() {
        "/live" => Reply::page(&page()),
        "/quay.png" => Reply::Whole(
            200,
            vec![("Content-Type", "image/png".to_owned())],
            png(320, 200),
        ),
        _ => Reply::status(404),
    }
}

fn reading(server: &Server, environment: &[(&str, &str)]) -> Session {
    let start = Start::With(vec![server.url("/live")]);
    let mut session = Session::start(start, environment);
    session.wait("the entry", |screen| {
        screen.contents().contains("[picture: The quay at noon.]")
    });
    session
}

fn asked_for(server: &Server, path: &str) -> usize {
    server
        .log()
        .iter()
        .filter(|asked| asked.path == path)
        .count()
}

#[test]
fn a_picture_is_fetched_when_it_is_asked_for_and_once() {
    let server = Server::new(answer);
    let mut session = reading(&server, &[("COLORTERM", "truecolor")]);
    assert_eq!(
        asked_for(&server, "/quay.png"),
        0,
        "nothing is loaded by itself"
    );
    session.press("v");
    session.wait("the picture", |screen| {
        screen.contents().contains("▀▀▀▀▀▀▀▀")
    });
    session.wait("its place", |screen| {
        screen.contents().contains("Picture 1 of 2")
    });
    assert!(
        session.written(&format!("{ESC}_Gi=4242,s=1,v=1,a=q")) == 1,
        "the terminal is asked once"
    );
    session.press("n");
    session.wait("what is wrong", |screen| {
        let contents = screen.contents();
        contents.contains("the picture is not there any more") && !contents.contains('▀')
    });
    session.press("k");
    session.wait("the first one, kept", |screen| {
        let contents = screen.contents();
        contents.contains('▀') && contents.contains("kept ")
    });
    assert_eq!(asked_for(&server, "/quay.png"), 1);
    let asked = server
        .log()
        .into_iter()
        .find(|asked| asked.path == "/quay.png")
        .unwrap();
    assert!(asked.header("accept").unwrap().starts_with("image/jpeg"));
    session.press("q");
    session.wait("the timeline", |screen| {
        let contents = screen.contents();
        contents.contains("[picture: A boat]") && !contents.contains('▀')
    });
    session.press("Q");
    assert_eq!(session.end(), 0);
}

#[test]
fn a_terminal_that_knows_graphics_is_given_the_points() {
    let server = Server::new(answer);
    let mut session = reading(&server, &[("COLORTERM", "truecolor")]);
    session.press("v");
    session.wait("the picture", |screen| screen.contents().contains('▀'));
    session.press(&format!("{ESC}_Gi=4242;OK{ESC}\\"));
    session.wait("no blocks", |screen| !screen.contents().contains('▀'));
    assert!(session.written("a=T,f=24,s=") >= 1);
    session.press("q");
    session.wait("the timeline", |screen| {
        screen.contents().contains("[picture: A boat]")
    });
    assert!(
        session.written("a=d,d=I,i=4243") >= 1,
        "the picture is taken away"
    );
    session.press("Q");
    assert_eq!(session.end(), 0);
}

#[test]
fn without_colours_a_picture_is_told_and_not_asked_for() {
    let server = Server::new(answer);
    for environment in [("NO_COLOR", "1"), ("TERM", "xterm")] {
        let mut session = reading(&server, &[environment]);
        session.press("v");
        session.wait("words", |screen| {
            let contents = screen.contents();
            contents.contains("Not drawn: ") && contents.contains("The quay at noon.")
        });
        assert_eq!(session.written(&format!("{ESC}_G")), 0);
        session.press("Q");
        assert_eq!(session.end(), 0);
    }
    assert_eq!(asked_for(&server, "/quay.png"), 0);
}

#[test]
fn a_picture_that_does_not_come_can_be_given_up() {
    let pictures = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&pictures);
    let server = Server::new(move |asked| match asked.path.as_str() {
        "/quay.png" => {
            count.fetch_add(1, Ordering::SeqCst);
            Reply::Silence
        }
        _ => answer(asked),
    });
    let mut session = reading(&server, &[("COLORTERM", "truecolor")]);
    session.press("v");
    session.wait("that it is asked for", |screen| {
        screen.contents().contains("Asking 127.0.0.1")
    });
    session.press(ESC);
    session.wait("the timeline", |screen| {
        screen.contents().contains("[picture: A boat]")
    });
    session.press("Q");
    assert_eq!(session.end(), 0);
    assert!(pictures.load(Ordering::SeqCst) <= 1);
}
