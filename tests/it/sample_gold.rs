//! The sample that comes with the program, read and merged, against what people say its lines are.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use liveblog::engine::model::Capture;
use liveblog::engine::model::RawSnapshot;

use crate::history::score;
use crate::history::score::Figures;
use crate::history::score::Gold;
use crate::history::score::Line;
use crate::library;

fn folder(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The files of a folder with this ending, by their stems.
fn files(name: &str, ending: &str) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder(name))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let wanted = entries.filter(|path| path.extension().is_some_and(|e| e == ending));
    wanted
        .map(|path| {
            (
                path.file_stem().unwrap().to_string_lossy().into_owned(),
                fs::read_to_string(&path).unwrap(),
            )
        })
        .collect()
}

fn row(row: &str) -> Option<Line> {
    let cells: Vec<&str> = row.split('\t').collect();
    let role = cells.get(1)?.rsplit(':').next()?.to_owned();
    let entry = cells
        .get(2)
        .filter(|entry| !matches!(**entry, "" | "-"))
        .map(|entry| (*entry).to_owned());
    Some(Line {
        line: cells[0].parse().ok()?,
        role,
        entry,
    })
}

fn gold() -> Gold {
    let rows = files("tests/data/sample", "tsv");
    let lines: BTreeMap<String, Vec<Line>> = rows
        .into_iter()
        .map(|(stem, text)| (stem, text.lines().filter_map(row).collect()))
        .collect();
    let blogs = lines
        .keys()
        .map(|stem| (stem.clone(), "H".to_owned()))
        .collect();
    let order =
        serde_json::from_str(&fs::read_to_string(folder("tests/data/sample/order.json")).unwrap())
            .unwrap();
    Gold {
        pages: BTreeMap::new(),
        lines,
        blogs,
        order,
    }
}

/// The sample; the times of capture in its files' names are known or not.
fn sample(times: bool) -> Vec<RawSnapshot> {
    let texts = files("assets/sample", "txt");
    let time = |stem: &str| -> Option<jiff::Timestamp> {
        format!("{}:{}:00Z", &stem[..13], &stem[13..15])
            .parse()
            .ok()
    };
    let capture = |stem: &str| Capture {
        name: format!("{stem}.txt").into(),
        captured_at: time(stem).filter(|_| times),
        ..Capture::default()
    };
    texts
        .into_iter()
        .map(|(stem, text)| RawSnapshot::new(capture(&stem), text.into_bytes()))
        .collect()
}

#[test]
fn the_sample_is_read_as_people_read_it() {
    let floors = Figures::of(FLOORS);
    println!("| sample | {} |", Figures::NAMES.join(" | "));
    for (name, times) in [("times known", true), ("times unknown", false)] {
        let raws = sample(times);
        assert!(
            raws.iter()
                .all(|raw| raw.capture.captured_at.is_some() == times)
        );
        let figures = score::score(&library::export(&library::of(&raws)), &gold());
        println!("| {name} | {figures} |");
        assert_eq!(figures.below(&floors), Vec::<String>::new(), "{name}");
    }
}

/// A little below what is reached, in the order of [`Figures::NAMES`]; no line may be lost, and all are one blog.
const FLOORS: [f64; 11] = [
    1.0, 0.97, 0.97, 0.97, 0.97, 1.0, 0.97, 0.97, 0.95, 0.94, 0.97,
];
