//! What several extractors give of one page, all of the same moment: one blog, and one timeline with its entries whole. The pages are
//! invented; each row of the truth has a role, an entry and a text.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use liveblog::engine::digest;
use liveblog::engine::matching;
use liveblog::engine::matching::Sketch;
use liveblog::engine::merge;
use liveblog::engine::merge::Member;
use liveblog::engine::model::Capture;
use liveblog::engine::model::Entry;
use liveblog::engine::model::RawSnapshot;
use liveblog::engine::model::Reading;
use liveblog::engine::rules::Rules;

const KINDS: [&str; 5] = [
    "inscriptis",
    "resiliparse",
    "readability",
    "trafilatura",
    "p_only",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/extracts")
}

/// The extracts of a page.
fn extracts(page: &str) -> Vec<RawSnapshot> {
    let extract = |kind: &&str| {
        let name = format!("{page}_{kind}.txt");
        let bytes = fs::read(folder().join(&name)).unwrap();
        let name = name.as_str().into();
        RawSnapshot::new(
            Capture {
                name,
                ..Capture::default()
            },
            bytes,
        )
    };
    KINDS.iter().map(extract).collect()
}

/// The texts of each entry of a page.
fn truth(page: &str) -> BTreeMap<String, Vec<String>> {
    let mut entries: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let rows = fs::read_to_string(folder().join(format!("{page}.tsv"))).unwrap();
    for row in rows.lines() {
        if let [role, entry, text] = row.splitn(3, '\t').collect::<Vec<_>>()[..]
            && role == "body"
        {
            let texts = entries.entry(entry.to_owned()).or_default();
            texts.push(letters(text));
        }
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

/// Whether all of them hang together.
fn are_one_blog(readings: &[Reading]) -> bool {
    let sketches: Vec<Sketch> = readings.iter().map(Sketch::of).collect();
    let (mut known, mut open) = (vec![0], vec![0]);
    while let Some(one) = open.pop() {
        for other in 0..sketches.len() {
            let new = !known.contains(&other);
            if new && matching::judge(&sketches[one], &sketches[other]).same {
                known.push(other);
                open.push(other);
            }
        }
    }
    known.len() == sketches.len()
}

#[test]
fn extracts_of_one_page_give_one_timeline() {
    // The page, and how many of its entries have all of their texts together and none of another.
    for (page, floor) in [
        ("harrow-storm-en", 14),
        ("typhoon18-ja", 12),
        ("limani-el", 8),
    ] {
        let raws = extracts(page);
        let read = |raw: &RawSnapshot| digest::digest(raw, Rules::builtin());
        let readings: Vec<Reading> = raws.iter().map(read).collect();
        assert!(are_one_blog(&readings), "{page}");
        let members: Vec<Member<'_>> = readings
            .iter()
            .zip(&raws)
            .map(|(reading, raw)| Member {
                reading,
                capture: &raw.capture,
            })
            .collect();
        let timeline = merge::resolve(&members);
        let entries: Vec<String> = timeline.entries.iter().map(shown).collect();
        let truth = truth(page);
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
        assert!(cut >= floor, "{page}: {cut} of {}", truth.len());
    }
}
