//! One fictional page in the style of each live-blog system and each habit of markup, with what must be read of it.

use std::fs;
use std::path::Path;

use crate::engine::digest;
use crate::engine::parse::page::tests::told::raw;
use crate::engine::parse::page::tests::told::told;
use crate::engine::rules::Rules;

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
