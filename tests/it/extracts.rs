//! What several extractors give of one page, all of the same moment: one blog, and one timeline with its entries whole. The pages are
//! invented; each row of the truth has a role, an entry and a text.

use std::collections::BTreeMap;
use std::fs;

use liveblog::engine::model::Entry;
use liveblog::engine::model::RawSnapshot;

use crate::library;
use crate::publishers;
use crate::publishers::Row;

const KINDS: [&str; 5] = [
    "inscriptis",
    "resiliparse",
    "readability",
    "trafilatura",
    "p_only",
];

/// The extracts of a page.
fn extracts(page: &str) -> Vec<RawSnapshot> {
    let extract = |kind: &&str| {
        let name = format!("{page}_{kind}.txt");
        let path = format!("{}/tests/data/extracts/{name}", env!("CARGO_MANIFEST_DIR"));
        library::snapshot(&name, fs::read(path).unwrap())
    };
    KINDS.iter().map(extract).collect()
}

/// The texts of each entry of a page.
fn truth(rows: &[Row]) -> BTreeMap<&str, Vec<String>> {
    let mut entries: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (_, entry, text) in rows.iter().filter(|(role, ..)| role == "body") {
        entries.entry(entry).or_default().push(letters(text));
    }
    entries
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What an entry shows.
fn shown(entry: &Entry) -> String {
    let blocks = entry
        .revisions
        .first()
        .into_iter()
        .flat_map(|one| &one.blocks);
    blocks.map(|block| letters(&block.text)).collect()
}

#[test]
fn extracts_of_one_page_give_one_timeline() {
    // The page, and how many of its entries have all of their texts together and none of another.
    let floors = BTreeMap::from([
        ("harrow-storm-en", 14),
        ("typhoon18-ja", 12),
        ("limani-el", 8),
    ]);
    let pages = publishers::rows("extracts");
    assert_eq!(pages.len(), floors.len());
    for (page, rows) in &pages {
        let blogs = library::timelines(&library::of(&extracts(page)));
        assert_eq!(blogs.len(), 1, "{page}");
        let entries: Vec<String> = blogs[0].timeline.entries.iter().map(shown).collect();
        let truth = truth(rows);
        let cut = truth.iter().filter(|(name, texts)| {
            let others = || truth.iter().filter(|(other, _)| other != name);
            let alone = |entry: &String| {
                let mut foreign = others().flat_map(|(_, texts)| texts);
                !foreign.any(|text| text.chars().count() > 20 && entry.contains(text))
            };
            let all = |entry: &&String| texts.iter().all(|text| entry.contains(text));
            entries.iter().find(all).is_some_and(alone)
        });
        let cut = cut.count();
        assert!(
            cut >= floors[page.as_str()],
            "{page}: {cut} of {}",
            truth.len()
        );
    }
}
