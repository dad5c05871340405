//! Fourteen invented publishers in eight languages, each with a form of its own, against what people say their lines are.
//! `cargo test publishers -- --nocapture` prints the table of `docs/merge.md`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use liveblog::engine::model::Capture;
use liveblog::engine::model::RawSnapshot;

use crate::history::score;
use crate::history::score::Figures;
use crate::history::score::Gold;
use crate::history::score::Line;
use crate::library;

/// A page and the truth about it. Each row of its file is a line of the page behind its role and its entry.
fn page(path: &Path) -> (RawSnapshot, Gold) {
    let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
    let (mut text, mut lines, mut shown) = (String::new(), Vec::new(), Vec::new());
    for (i, row) in fs::read_to_string(path).unwrap().lines().enumerate() {
        let cells: Vec<&str> = row.splitn(3, '\t').collect();
        text += &format!("{}\n\n", cells[2]);
        // Furniture within an entry is no part of it, and to know it is no fault.
        let inside = cells[1] != "-" && cells[0] != "chrome";
        let entry = inside.then(|| cells[1].to_owned());
        shown.extend(entry.clone());
        lines.push(Line {
            line: 2 * i + 1,
            role: cells[0].to_owned(),
            entry,
        });
    }
    shown.dedup();
    shown.sort_by(|a, b| b.cmp(a));
    let capture = Capture {
        name: format!("{stem}.txt").into(),
        ..Capture::default()
    };
    let gold = Gold {
        pages: BTreeMap::new(),
        lines: BTreeMap::from([(stem.clone(), lines)]),
        blogs: BTreeMap::from([(stem.clone(), stem.clone())]),
        order: BTreeMap::from([(stem, shown)]),
    };
    (RawSnapshot::new(capture, text.into_bytes()), gold)
}

/// Role, entry and text of a line.
pub(crate) type Row = (String, String, String);

/// The number that the name of a page begins with.
pub(crate) fn number(name: &str) -> u32 {
    let (number, _) = name.split_once('-').unwrap();
    number.parse().unwrap()
}

/// The pages of a folder, by name.
pub(crate) fn rows(name: &str) -> Vec<(String, Vec<Row>)> {
    let row = |row: &str| {
        let mut cells = row.splitn(3, '\t').map(str::to_owned);
        let mut next = || cells.next().unwrap();
        (next(), next(), next())
    };
    let page = |path: &PathBuf| {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(path).unwrap();
        (stem, text.lines().map(row).collect())
    };
    let mut paths = paths(name);
    paths.retain(|path| path.extension().is_some_and(|own| own == "tsv"));
    paths.iter().map(page).collect()
}

fn pages() -> Vec<(RawSnapshot, Gold)> {
    folder("publishers")
}

fn folder(name: &str) -> Vec<(RawSnapshot, Gold)> {
    paths(name).iter().map(|path| page(path)).collect()
}

fn paths(name: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/{name}"));
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
}

/// What every page must reach, in the order of [`Figures::NAMES`].
const FLOORS: [f64; 11] = [1.0, 0.99, 0.9, 0.93, 0.93, 1.0, 0.93, 0.95, 1.0, 0.85, 0.97];

#[test]
fn every_publisher_is_read_as_people_read_it() {
    println!("| page | {} |", Figures::NAMES.join(" | "));
    let mut below = Vec::new();
    for (raw, gold) in pages() {
        let export = library::export(&library::of(std::slice::from_ref(&raw)));
        let figures = score::score(&export, &gold);
        println!("| {} | {figures} |", raw.capture.name);
        for what in figures.below(&Figures::of(FLOORS)) {
            below.push(format!("{}: {what}", raw.capture.name));
        }
    }
    assert_eq!(below, Vec::<String>::new());
}

#[test]
fn pages_of_different_publishers_stay_apart() {
    let raws: Vec<RawSnapshot> = pages().into_iter().map(|(raw, _)| raw).collect();
    let export = library::export(&library::of(&raws));
    assert_eq!(export.matches("\"title_blocks\"").count(), raws.len());
}

/// Pages in the manner of some 1330 more newsrooms, each lot written before the first of it was read: every lot was measured,
/// then read and its faults mended. A third of `later` and ten pages of `next` have neither headings nor times; `layouts` and `real-b`
/// to `real-t` have the layouts of real pages, line by line, with other words. Means of borders and of whole entries.
#[test]
fn newsrooms_that_were_written_before_they_were_read_are_cut_well() {
    for (name, borders, whole) in [
        ("known", 0.95, 0.85),
        ("unseen", 0.95, 0.9),
        ("later", 0.82, 0.7),
        ("last", 0.95, 0.93),
        ("next", 0.84, 0.71),
        ("fresh", 0.86, 0.82),
        ("real-b", 0.91, 0.86),
        ("layouts", 0.92, 0.87),
        ("real-c", 0.93, 0.9),
        ("real-d", 0.95, 0.93),
        ("real-e", 0.9, 0.85),
        ("real-f", 0.95, 0.92),
        ("real-g", 0.8, 0.7),
        ("real-h", 0.89, 0.82),
        ("real-i", 0.87, 0.82),
        ("real-j", 0.92, 0.89),
        ("real-k", 0.88, 0.79),
        ("real-l", 0.92, 0.87),
        ("real-m", 0.84, 0.76),
        ("real-n", 0.94, 0.89),
        ("real-o", 0.86, 0.8),
        ("real-p", 0.91, 0.84),
        ("real-q", 0.85, 0.78),
        ("real-r", 0.88, 0.83),
        ("real-s", 0.89, 0.85),
        ("real-t", 0.88, 0.82),
    ] {
        let figures: Vec<Figures> = folder(&format!("newsrooms/{name}"))
            .iter()
            .map(|(raw, gold)| {
                let export = library::export(&library::of(std::slice::from_ref(raw)));
                let figures = score::score(&export, gold);
                println!("| {} | {figures} |", raw.capture.name);
                figures
            })
            .collect();
        assert!(figures.len() >= 8);
        let mean = Figures::mean(&figures);
        println!("| {name} | {mean} |");
        assert!((mean.lines_accounted - 1.0).abs() < 1e-9);
        assert!(mean.boundary_f1 >= borders, "{name}: {mean}");
        assert!(mean.entries_exact >= whole, "{name}: {mean}");
    }
}
