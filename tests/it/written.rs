//! The written live blogs of `tests/data/blogs`, each given a history of five snapshots in mixed forms: how well blogs are merged
//! that nobody tuned the program with, in the way that the simulated ones are. `cargo test written -- --nocapture` prints the table of
//! `docs/merge.md`.

use std::fs;

use crate::blogs;
use crate::history::History;
use crate::history::Plan;
use crate::history::page::Form;
use crate::history::score;
use crate::history::score::Figures;
use crate::library;

/// A little below what is reached, in the order of [`Figures::NAMES`].
const FLOORS: [f64; 11] = [
    1.0, 0.98, 0.99, 0.87, 0.95, 0.99, 0.91, 0.94, 0.93, 0.77, 0.97,
];

#[test]
fn written_blogs_are_merged_from_snapshots_in_mixed_forms() {
    let plan = Plan {
        snapshots: 5,
        window: 7,
        edits: 0.1,
        pins: 0.0,
        unknown_furniture: 0,
        ..Plan::of(&[
            Form::Headed,
            Form::Plain,
            Form::Headed,
            Form::Plain,
            Form::Paged,
            Form::Timed,
        ])
    };
    let mut all = Vec::new();
    for (seed, file) in (0..).zip(blogs::files()) {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).unwrap();
        let Some(history) = History::written(seed, &name, &text, &plan) else {
            continue;
        };
        let export = library::export(&library::of(&history.raws()));
        let figures = score::score(&export, &history.gold());
        println!("| {name} | {figures} |");
        all.push(figures);
    }
    assert!(all.len() > 90);
    let mean = Figures::mean(&all);
    println!("| {} blogs | {mean} |", all.len());
    assert_eq!(mean.below(&Figures::of(FLOORS)), Vec::<String>::new());
}
