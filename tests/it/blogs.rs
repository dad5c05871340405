//! The written live blogs of `tests/data/blogs` as text with headings, each read alone: below a headline, and without one, as
//! extractors that keep headings but drop the page's headline give it.
//! `cargo test blogs -- --nocapture` prints the table of `docs/merge.md`.

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

/// One line with its role and the number of its entry.
type Row = (&'static str, Option<usize>, String);

/// The lines of a written blog, and its language.
fn rows(text: &str) -> (Vec<Row>, String) {
    let mut entry = 0;
    let mut rows = Vec::new();
    let mut lang = String::new();
    for line in text.lines() {
        let Some((kind, text)) = line.split_once(' ') else {
            entry += usize::from(line.trim().is_empty());
            continue;
        };
        let role = match kind {
            "@" => {
                let words = text.split(' ');
                lang = words
                    .filter_map(|word| word.strip_prefix("lang="))
                    .collect();
                continue;
            }
            "S" => "summary",
            "H" => "heading",
            "L" => "lead-in",
            "C" => "card-title",
            "M" => "media",
            _ => "body",
        };
        let entry = (role != "summary").then_some(entry);
        rows.push((role, entry, text.to_owned()));
    }
    (rows, lang)
}

/// Whether each entry begins with a heading.
fn headed(rows: &[Row]) -> bool {
    let mut above = None;
    rows.iter().all(|(role, entry, _)| {
        let begins = *entry != above && entry.is_some();
        above = *entry;
        !begins || *role == "heading"
    })
}

/// What a page of that language would call itself.
fn headline(lang: &str) -> &'static str {
    match lang {
        "de" => "Der Tag im Liveticker: Alle Entwicklungen",
        "fr" => "Suivez les événements de la journée en direct",
        "es" => "Los acontecimientos del día, en directo",
        "it" => "I fatti della giornata: la diretta di oggi",
        "nl" => "De dag in ons liveblog: het laatste nieuws",
        "pt" => "Os acontecimentos do dia ao vivo",
        "sv" => "Dagens händelser direkt: senaste nytt",
        "ru" => "События дня: онлайн трансляция сегодня",
        "pl" => "Wydarzenia dnia: relacja na żywo",
        _ => "The day’s events live: latest news and reaction",
    }
}

fn figures(stem: &str, rows: &[Row]) -> Figures {
    let mut text = String::new();
    let mut lines = Vec::new();
    let mut shown: Vec<String> = Vec::new();
    for (i, (role, entry, words)) in rows.iter().enumerate() {
        text += &format!("{words}\n\n");
        let entry = entry.map(|entry| format!("e{entry:02}"));
        shown.extend(entry.clone());
        lines.push(Line {
            line: 2 * i + 1,
            role: (*role).to_owned(),
            entry,
        });
    }
    shown.dedup();
    let gold = Gold {
        pages: BTreeMap::new(),
        lines: BTreeMap::from([(stem.to_owned(), lines)]),
        blogs: BTreeMap::from([(stem.to_owned(), stem.to_owned())]),
        order: BTreeMap::from([(stem.to_owned(), shown)]),
    };
    let capture = Capture {
        name: format!("{stem}.txt").into(),
        ..Capture::default()
    };
    let raw = RawSnapshot::new(capture, text.into_bytes());
    score::score(&library::export(&library::of(&[raw])), &gold)
}

/// The files of `tests/data/blogs`, by name.
pub(crate) fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/blogs");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

/// The figures of all blogs whose entries all have headings, below a headline or without one.
fn all(titled: bool) -> Vec<(String, String, Figures)> {
    files()
        .iter()
        .filter_map(|file| {
            let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
            let (mut rows, lang) = rows(&fs::read_to_string(file).unwrap());
            if !headed(&rows) {
                return None;
            }
            if titled {
                rows.insert(0, ("headline", None, headline(&lang).to_owned()));
            }
            let figures = figures(&stem, &rows);
            Some((stem, lang, figures))
        })
        .collect()
}

/// The means of some figures, with a row of the table for each language.
fn table(blogs: &[(String, String, Figures)]) -> Figures {
    let mut languages: BTreeMap<&str, Vec<Figures>> = BTreeMap::new();
    for (_, lang, figures) in blogs {
        languages.entry(lang).or_default().push(*figures);
    }
    println!("| language | blogs | {} |", Figures::NAMES.join(" | "));
    for (lang, list) in &languages {
        println!("| {lang} | {} | {} |", list.len(), Figures::mean(list));
    }
    let list: Vec<Figures> = blogs.iter().map(|(_, _, figures)| *figures).collect();
    Figures::mean(&list)
}

#[test]
fn text_with_headings_is_cut_at_them() {
    for (titled, floor) in [(true, 0.93), (false, 0.92)] {
        let blogs = all(titled);
        assert!(blogs.len() > 40);
        let mean = table(&blogs);
        println!("| all, headline {titled} | {} | {mean} |", blogs.len());
        assert!(mean.boundary_f1 >= floor, "{titled}: {mean}");
        assert!(mean.heading_f1 >= floor, "{titled}: {mean}");
        assert!((mean.lines_accounted - 1.0).abs() < 1e-9);
    }
}
