//! Tests of whole pages: one small fictional page for each habit of publishers, hostile pages, and anything at all.

use std::fmt::Write;

use proptest::prelude::ProptestConfig;

use crate::engine::digest;
use crate::engine::model::Cut;
use crate::engine::model::Form;
use crate::engine::model::NativeEntry;
use crate::engine::model::Piece;
use crate::engine::model::Reading;
use crate::engine::model::Role;
use crate::engine::parse::page::tests::told::raw;
use crate::engine::rules::Rules;

mod feeds;
mod forms;
mod hostile;
mod pictures;
mod refusals;
mod stated;
mod systems;
mod told;

macro_rules! pages {
    ($($name:literal),* $(,)?) => {
        /// Every page of `tests/data/pages`.
        const PAGES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../../../tests/data/pages/", $name, ".html")))),*];
    };
}

pages!(
    "graph",
    "nested",
    "window",
    "microdata",
    "broken",
    "positional",
    "headings",
    "repeated",
    "parts",
    "sample",
    "lines",
    "refused_article",
    "refused_front",
    "refused_login",
    "refused_consent",
);

fn page(name: &str) -> &'static str {
    PAGES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, html)| *html)
        .unwrap()
}

fn read(name: &str) -> Reading {
    digest::digest(&raw(page(name)), Rules::builtin())
}

/// The pieces of each entry.
fn entries(reading: &Reading) -> Vec<Vec<&Piece>> {
    let mut out: Vec<Vec<&Piece>> = Vec::new();
    for piece in &reading.pieces {
        if piece.cut == Cut::Certain {
            out.push(Vec::new());
        }
        if let Some(entry) = out
            .last_mut()
            .filter(|_| piece.line < crate::engine::parse::page::HEAD)
        {
            entry.push(piece);
        }
    }
    out
}

fn texts(reading: &Reading, role: Role) -> Vec<&str> {
    reading
        .pieces
        .iter()
        .filter(|piece| piece.role == role)
        .map(|piece| piece.text.as_str())
        .collect()
}

/// One line for each entry: id, time, author, and its texts by role.
fn outline(reading: &Reading) -> String {
    let mut out = String::new();
    for entry in entries(reading) {
        let native: &NativeEntry = entry
            .iter()
            .find_map(|piece| piece.native.as_ref())
            .unwrap();
        let time = native
            .published_at
            .map(|at| at.to_string())
            .unwrap_or_default();
        let author = native.author.as_deref().unwrap_or_default();
        let flag = [("positional", native.positional), ("pinned", native.pinned)]
            .into_iter()
            .filter(|(_, is)| *is)
            .map(|(name, _)| name);
        let flags: Vec<&str> = flag.collect();
        let _ = writeln!(
            out,
            "{} {time} {author} {}",
            native.id.as_deref().unwrap_or("-"),
            flags.join(" ")
        );
        for piece in entry {
            let text: String = piece.text.chars().take(60).collect();
            let _ = writeln!(out, "    {}: {text}", piece.role.name());
        }
    }
    out
}

#[test]
fn every_page_is_read_as_before() {
    for (name, _) in PAGES
        .iter()
        .filter(|(name, _)| !name.starts_with("refused"))
    {
        let reading = read(name);
        assert_eq!(reading.form, Form::Native, "{name}");
        let above: Vec<String> = reading
            .pieces
            .iter()
            .filter(|piece| piece.line >= crate::engine::parse::page::HEAD)
            .map(|piece| {
                format!(
                    "{}: {}",
                    piece.role.name(),
                    piece.text.chars().take(60).collect::<String>()
                )
            })
            .collect();
        insta::assert_snapshot!(
            *name,
            format!("{}\n\n{}", above.join("\n"), outline(&reading))
        );
    }
}

#[test]
fn the_page_says_who_it_is() {
    let meta = read("graph").meta;
    assert_eq!(
        meta.url.as_deref(),
        Some("https://harbourpost.example/live/flood")
    );
    assert_eq!(meta.publisher.as_deref(), Some("Harbour Post"));
    assert_eq!(meta.language.as_deref(), Some("en"));
    assert_eq!(
        meta.stated_at,
        Some("2031-03-14T12:00:00Z".parse().unwrap())
    );
}

#[test]
fn headlines_and_times_of_the_page_are_no_entry_s() {
    let reading = read("nested");
    let list = entries(&reading);
    assert_eq!(list.len(), 4);
    assert_eq!(texts(&reading, Role::Heading), ["Gate will hold"]);
    let times: Vec<_> = reading
        .pieces
        .iter()
        .filter_map(|piece| piece.native.as_ref()?.published_at)
        .collect();
    assert!(times.windows(2).all(|pair| pair[0] > pair[1]));
    assert!(
        list[3].iter().any(|piece| piece.text.len() > 1000),
        "the text of the page is complete, that of the data is cut"
    );
    assert_eq!(texts(&reading, Role::Quote).len(), 2);
}

#[test]
fn what_only_one_source_has_is_kept() {
    let reading = read("window");
    let headings = texts(&reading, Role::Heading);
    assert_eq!(
        headings,
        ["one", "two", "three", "four", "five", "six"].map(|n| format!("Update number {n}"))
    );
    let body = texts(&reading, Role::Paragraph);
    for text in [
        "The mayor said \"stay calm\".",
        "Boats & rafts are on their way to the mill.",
        "More text that only the page itself has, in a second paragraph.",
        "Buses run every ten minutes.",
    ] {
        assert!(body.contains(&text), "{text} in {body:?}");
    }
    assert!(
        !body
            .iter()
            .any(|text| text.contains("[[") || text.contains("&quot;") || text.contains("<b>"))
    );
}

#[test]
fn a_pinned_copy_has_the_id_of_its_entry() {
    let reading = read("parts");
    let native: Vec<&NativeEntry> = reading
        .pieces
        .iter()
        .filter_map(|piece| piece.native.as_ref())
        .collect();
    assert_eq!(native.first().unwrap().id, native.last().unwrap().id);
    assert!(native[0].pinned && !native.last().unwrap().pinned);
}

#[test]
fn pages_that_are_no_live_blogs_are_refused_with_the_reason() {
    for (name, html) in PAGES {
        let refusal = digest::refusal(&raw(html), Rules::builtin());
        let want = match *name {
            "refused_article" => Some("ordinary article"),
            "refused_front" => Some("front page"),
            "refused_login" => Some("log in"),
            "refused_consent" => Some("consent"),
            _ => None,
        };
        match (want, &refusal) {
            (Some(word), Some(reason)) => assert!(reason.contains(word), "{name}: {reason}"),
            (want, _) => assert_eq!(want.is_some(), refusal.is_some(), "{name}: {refusal:?}"),
        }
    }
}

proptest::proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
        let _ = digest::digest(&raw([b"<html>", &bytes[..]].concat()), Rules::builtin());
        let _ = digest::refusal(&raw(bytes), Rules::builtin());
    }

    #[test]
    fn pages_with_changed_bytes_are_read(which in 0..PAGES.len(), cuts in proptest::collection::vec((0.0..1.0_f64, 0..40_usize, "[<>/\"'&;a-z{}\\[\\]= -]{0,12}"), 1..8)) {
        let mut html = PAGES[which].1.to_owned();
        for (place, gone, put) in cuts {
            let mut from = (place * html.len() as f64) as usize;
            while !html.is_char_boundary(from) { from += 1; }
            let mut to = (from + gone).min(html.len());
            while !html.is_char_boundary(to) { to += 1; }
            html.replace_range(from..to, &put);
        }
        let reading = digest::digest(&raw(&html), Rules::builtin());
        let mut seen = std::collections::HashSet::new();
        proptest::prop_assert!(reading.pieces.iter().all(|piece| seen.insert((piece.line, piece.part))));
    }
}
