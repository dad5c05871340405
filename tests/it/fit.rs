//! How well the cues for borders do alone, publisher by publisher: with the weights that the program has, and with weights
//! fitted on all other publishers. Run by `.ci/fit`, which names the folder with labelled live blogs; without one there are
//! only the invented ones.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use liveblog::engine::rules::Rules;
use liveblog::engine::segment;
use serde_json::Value;

use crate::history::History;
use crate::history::Plan;
use crate::history::page::Form;

/// The variable that names the folder with labelled live blogs.
const FOLDER: &str = "LIVEBLOG_GOLD";

/// The roles that text without headings keeps.
const KEPT: [&str; 5] = ["body", "lead-in", "card-text", "quote", "media"];

/// How strongly the weights are held at those that the program has.
const HOLD: f64 = 0.05;

/// How many written blogs a real publisher outweighs: there are few real ones, and their entries are longer.
const REAL: f64 = 30.0;

/// Written blogs are named by a letter and a number.
fn is_written(publisher: &str) -> bool {
    publisher.len() == 3 && publisher.ends_with(|c: char| c.is_ascii_digit())
        || publisher.starts_with("written ")
}

/// How often all gaps are looked at.
const ROUNDS: usize = 1500;

/// One text without headings.
struct Text {
    publisher: String,
    gaps: Vec<(Vec<f64>, bool)>,
}

impl Text {
    fn of(publisher: &str, lines: &[(String, String)]) -> Self {
        let texts: Vec<&str> = lines.iter().map(|(text, _)| text.as_str()).collect();
        let (cues, _) = segment::cues(&texts, Rules::builtin());
        Self {
            publisher: publisher.to_owned(),
            gaps: (1..lines.len())
                .map(|i| {
                    let gap = cues[i].iter().map(|cue| f64::from(*cue)).collect();
                    (gap, lines[i].1 != lines[i - 1].1)
                })
                .collect(),
        }
    }
}

/// Rows of a labelled snapshot as text without headings would have them.
fn labelled(rows: &str, text: &str) -> Vec<(String, String)> {
    let all: Vec<&str> = text.lines().collect();
    rows.lines()
        .filter_map(|row| {
            let cells: Vec<&str> = row.split('\t').collect();
            let line: usize = cells.first()?.parse().ok()?;
            let entry = cells.get(2).filter(|entry| !matches!(**entry, "" | "-"))?;
            let role = cells.get(1)?.rsplit(':').next()?;
            let text = all.get(line.checked_sub(1)?)?;
            KEPT.contains(&role)
                .then(|| ((*text).to_owned(), (*entry).to_owned()))
        })
        .collect()
}

/// The entries of a page.
fn page(text: &str) -> Vec<(String, String)> {
    let entries: Value = serde_json::from_str(text).unwrap();
    let mut out = Vec::new();
    for entry in entries.as_array().unwrap() {
        for paragraph in entry["paragraphs"].as_array().unwrap() {
            out.push((
                paragraph.as_str().unwrap().to_owned(),
                entry["id"].to_string(),
            ));
        }
    }
    out
}

fn folder(root: &Path, set: &str) -> Vec<Text> {
    let mut out = Vec::new();
    let mut golds: Vec<_> = fs::read_dir(root.join("gold").join(set))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    golds.sort();
    for gold in golds {
        if gold.is_dir() {
            let name = gold.file_name().unwrap().to_string_lossy().into_owned();
            out.extend(folder(root, &format!("{set}/{name}")));
            continue;
        }
        let stem = gold.file_name().unwrap().to_string_lossy().into_owned();
        let publisher = match set.split_once('/') {
            Some((_, blog)) => blog.split('-').next().unwrap_or_default(),
            None => "independent",
        };
        if let Some(stem) = stem.strip_suffix(".tsv").filter(|s| !s.contains('.')) {
            let Ok(text) = fs::read_to_string(root.join(set).join(format!("{stem}.txt"))) else {
                continue;
            };
            let lines = labelled(&fs::read_to_string(&gold).unwrap(), &text);
            out.push(Text::of(publisher, &lines));
        } else if stem.ends_with(".entries.json") && set.starts_with("pages") {
            out.push(Text::of(
                publisher,
                &page(&fs::read_to_string(&gold).unwrap()),
            ));
        }
    }
    out
}

fn invented() -> Vec<Text> {
    (0..4)
        .flat_map(|seed| History::new(2000 + seed, &Plan::small(&[Form::Plain])).shots)
        .map(|shot| {
            let text = String::from_utf8_lossy(&shot.raw.bytes).into_owned();
            let all: Vec<&str> = text.lines().collect();
            let lines: Vec<(String, String)> = shot
                .truth
                .iter()
                .filter(|truth| KEPT.contains(&truth.role))
                .filter_map(|truth| Some((all[truth.line - 1].to_owned(), truth.entry.clone()?)))
                .collect();
            Text::of("invented", &lines)
        })
        .collect()
}

/// The live blogs of `tests/data/blogs`, as text without headings: each was written in the manner of another newsroom.
fn written() -> Vec<Text> {
    crate::blogs::files()
        .iter()
        .map(|file| {
            let name = file.file_stem().unwrap().to_string_lossy().into_owned();
            Text::of(&name, &body(&fs::read_to_string(file).unwrap()))
        })
        .collect()
}

/// The pages of `tests/data/newsrooms` and `tests/data/publishers`, as text without headings.
fn newsrooms() -> Vec<Text> {
    [
        "newsrooms/known",
        "newsrooms/unseen",
        "newsrooms/later",
        "publishers",
    ]
    .iter()
    .flat_map(|folder| crate::publishers::rows(folder))
    .map(|(name, rows)| {
        let kept = |(role, entry, text): &(String, String, String)| {
            let kept = KEPT.contains(&role.as_str()) && entry != "-";
            kept.then(|| (text.clone(), entry.clone()))
        };
        let lines: Vec<(String, String)> = rows.iter().filter_map(kept).collect();
        Text::of(&format!("written {name}"), &lines)
    })
    .collect()
}

/// The lines of a written blog without headings, with the number of their entry.
fn body(text: &str) -> Vec<(String, String)> {
    let mut entry = 0;
    let mut out = Vec::new();
    for line in text.lines() {
        match line.split_once(' ') {
            _ if line.trim().is_empty() => entry += 1,
            Some(("P" | "L" | "C" | "M", text)) => out.push((text.to_owned(), entry.to_string())),
            _ => {}
        }
    }
    out
}

/// Weights with the bias last, by gradient descent.
fn fit(texts: &[&Text]) -> Vec<f64> {
    let mut gaps: BTreeMap<&str, Vec<&(Vec<f64>, bool)>> = BTreeMap::new();
    for text in texts {
        gaps.entry(&text.publisher).or_default().extend(&text.gaps);
    }
    let size = texts[0].gaps[0].0.len();
    let set: Vec<f64> = segment::weights().map(f64::from).to_vec();
    let weight = |publisher: &str| if is_written(publisher) { 1.0 } else { REAL };
    let total: f64 = gaps.keys().map(|publisher| weight(publisher)).sum();
    let mut weights = set.clone();
    let mut speed = vec![0.0; size + 1];
    for _ in 0..ROUNDS {
        let mut slope: Vec<f64> = (0..size).map(|k| HOLD * (weights[k] - set[k])).collect();
        slope.push(0.0);
        for (publisher, list) in &gaps {
            let share = weight(publisher) / total / list.len() as f64;
            for (cues, begins) in list {
                let off = (chance(&weights, cues) - f64::from(u8::from(*begins))) * share;
                for (s, cue) in slope.iter_mut().zip(cues.iter().chain(&[1.0])) {
                    *s += off * cue;
                }
            }
        }
        for ((w, v), s) in weights.iter_mut().zip(&mut speed).zip(&slope) {
            *v = 0.9 * *v - 0.5 * s;
            *w += *v;
        }
    }
    weights
}

fn chance(weights: &[f64], cues: &[f64]) -> f64 {
    let odds: f64 = cues
        .iter()
        .chain(&[1.0])
        .zip(weights)
        .map(|(c, w)| c * w)
        .sum();
    1.0 / (1.0 + (-odds).exp())
}

/// F1 of borders.
fn f1(weights: &[f64], texts: &[&Text]) -> f64 {
    let (mut hit, mut wrong) = (0.0, 0.0);
    for (cues, begins) in texts.iter().flat_map(|text| &text.gaps) {
        match (chance(weights, cues) > 0.5, *begins) {
            (true, true) => hit += 1.0,
            (true, false) | (false, true) => wrong += 1.0,
            (false, false) => {}
        }
    }
    2.0 * hit / (2.0 * hit + wrong)
}

#[test]
#[ignore = "prints figures and weights; `.ci/fit` runs it"]
fn weights_of_the_cues() {
    let mut texts = Vec::new();
    if let Some(root) = std::env::var_os(FOLDER) {
        for set in ["seeds", "simulated", "pages"] {
            texts.extend(folder(Path::new(&root), set));
        }
    }
    texts.retain(|text| !text.gaps.is_empty());
    texts.extend(invented());
    texts.extend(written());
    texts.extend(newsrooms());
    texts.retain(|text| !text.gaps.is_empty());
    let set: Vec<f64> = segment::weights().map(f64::from).to_vec();
    let all: Vec<&Text> = texts.iter().collect();
    let mut publishers: Vec<&str> = all.iter().map(|text| text.publisher.as_str()).collect();
    publishers.sort_unstable();
    publishers.dedup();
    publishers.retain(|publisher| !is_written(publisher));
    let of_written = |weights: &[f64]| {
        let scores: Vec<f64> = all
            .iter()
            .filter(|text| is_written(&text.publisher))
            .map(|text| f1(weights, &[*text]))
            .collect();
        scores.iter().sum::<f64>() / scores.len() as f64
    };
    println!("{:12} as set {:.3}", "written", of_written(&set));
    for publisher in publishers {
        let split = |inside: bool| -> Vec<&Text> {
            all.iter()
                .copied()
                .filter(|text| (text.publisher == publisher) == inside)
                .collect()
        };
        let own = split(true);
        let fitted = fit(&split(false));
        println!(
            "{publisher:12} as set {:.3}, fitted on the others {:.3}",
            f1(&set, &own),
            f1(&fitted, &own)
        );
    }
    let fitted = fit(&all);
    let names = segment::cues(&["a"], Rules::builtin()).1;
    for ((name, set), fitted) in names.iter().chain(&["bias"]).zip(&set).zip(&fitted) {
        println!("{set:6.2} set {fitted:6.2} fitted  {name}");
    }
}
