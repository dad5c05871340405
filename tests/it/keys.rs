//! The keys and their page: `docs/keys.md` is what the tables say. `BLESS=1` writes it again.

use std::fs;
use std::path::Path;

use liveblog::app::Keymap;
use liveblog::app::keys_page;
use liveblog::engine::query;

#[test]
fn keys_page_is_in_step() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keys.md");
    let page = keys_page::render(&Keymap::builtin());
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        written, page,
        "docs/keys.md is behind; run: BLESS=1 cargo test --test it keys_page"
    );
}

#[test]
fn filters_page_is_in_step() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/filters.md");
    let page = query::page();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        written, page,
        "docs/filters.md is behind; run: BLESS=1 cargo test --test it filters_page"
    );
}

#[test]
fn the_key_map_explains_itself() {
    let text = liveblog::app::keymap::BUILTIN;
    assert!(text.starts_with("# The keys of liveblog"));
    let groups = text.lines().filter(|line| line.starts_with("# ")).count();
    assert!(groups >= liveblog::app::action::Group::ALL.len());
}
