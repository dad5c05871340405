//! One fictional page in the style of each live-blog system and each habit of markup, with what must be read of it.

use std::fs;
use std::path::Path;

use crate::engine::digest;
use crate::engine::parse::page::tests::told::raw;
use crate::engine::parse::page::tests::told::told;
use crate::engine::rules::Rules;

/// A page that calls itself live but marks nothing: headings and paragraphs between links and furniture.
#[test]
fn a_page_without_marks_is_read_as_its_main_text() {
    let paragraphs: String = (0..14)
        .map(|n| format!("<h2>Heading number {n} of the day</h2><p>The wardens say that gate {n} holds, and that nobody in the lower town, where it was wet, needs to leave tonight.</p>"))
        .collect();
    let links: String = (0..30)
        .map(|n| format!("<li><a href=/{n}>Another story {n}</a></li>"))
        .collect();
    let html = format!(
        "<html><title>Flood live</title><body><div class=x1><ul>{links}</ul></div><h1>Flood live: latest updates</h1><article>{paragraphs}</article><div class=x2><ul>{links}</ul></div></body></html>"
    );
    assert_eq!(digest::refusal(&raw(&html), Rules::builtin()), None);
    let told = told(&html);
    assert!(told.starts_with("T Flood live: latest updates"), "{told}");
    for n in 0..14 {
        assert!(told.contains(&format!("gate {n} holds")), "{told}");
    }
    assert!(!told.contains("Another story"), "{told}");
}

/// Every `NAME.html` of the folder is read as `NAME.want` says.
#[test]
fn every_system_s_page_is_read_as_it_should_be() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/systems");
    let mut pages: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "html"))
        .collect();
    pages.sort();
    assert!(pages.len() >= 20, "{} pages", pages.len());
    let mut wrong = String::new();
    for path in pages {
        let html = fs::read(&path).unwrap();
        let want = fs::read_to_string(path.with_extension("want")).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy();
        let got = told(&html);
        if std::env::var_os("BLESS").is_some() {
            fs::write(path.with_extension("want"), format!("{got}\n")).unwrap();
        }
        if got != want.trim_end() {
            wrong.push_str(&format!("=== {name}\n--- want\n{want}--- got\n{got}\n"));
        }
        if let Some(why) = digest::refusal(&raw(&html), Rules::builtin()) {
            wrong.push_str(&format!("=== {name}: refused: {why}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
