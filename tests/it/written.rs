//! The written live blogs of `tests/data/blogs`, each given a history of five snapshots in mixed forms, or of six with pages among them:
//! how well blogs are merged that nobody tuned the program with, in the way that the simulated ones are.
//! `cargo test written -- --nocapture` prints the tables of `docs/merge.md`.

use std::fs;

use crate::blogs;
use crate::history::History;
use crate::history::Plan;
use crate::history::dice::Dice;
use crate::history::page::Form;
use crate::history::score;
use crate::history::score::Figures;
use crate::library;

/// A little below what is reached, in the order of [`Figures::NAMES`].
const FLOORS: [f64; 11] = [
    1.0, 0.98, 0.99, 0.88, 0.955, 0.99, 0.94, 0.96, 0.965, 0.87, 0.98,
];

/// The same for histories that nobody looked at while faults were mended.
const OTHERS: [f64; 11] = [
    1.0, 0.98, 0.99, 0.88, 0.955, 0.99, 0.935, 0.95, 0.95, 0.84, 0.96,
];

/// The same for histories with a page or two.
const WITH_PAGES: [f64; 11] = [
    1.0, 0.99, 0.99, 0.945, 0.98, 0.99, 0.982, 0.987, 0.99, 0.945, 0.98,
];

/// The same for those that nobody looked at.
const OTHERS_WITH_PAGES: [f64; 11] = [
    1.0, 0.99, 0.99, 0.94, 0.977, 0.99, 0.976, 0.983, 0.984, 0.93, 0.98,
];

/// What every single blog is to reach.
const EACH: [f64; 11] = [
    1.0, 0.99, 0.9, 0.93, 0.93, 1.0, 0.93, 0.95, 0.95, 0.88, 0.97,
];

const MIXED: [Form; 6] = [
    Form::Headed,
    Form::Plain,
    Form::Headed,
    Form::Plain,
    Form::Paged,
    Form::Timed,
];

/// The means of all blogs, each with a history by this plan.
fn figures(seeds: u64, plan: &Plan) -> Figures {
    means(seeds, |_| plan.clone())
}

/// Six snapshots in the forms that the simulated blogs have: one or two pages, one text with times, the others with headings or without.
fn with_pages(seed: u64) -> Plan {
    let mut dice = Dice::new(seed ^ 0x5eed);
    let mut forms = Vec::new();
    for _ in 0..dice.between(1, 2) {
        forms.push(*dice.pick(&[
            Form::Published,
            Form::Published,
            Form::Sloppy,
            Form::Positional,
        ]));
    }
    forms.push(*dice.pick(&[Form::Paged, Form::Timed]));
    while forms.len() < 6 {
        forms.push(*dice.pick(&[Form::Headed, Form::Plain]));
    }
    dice.shuffle(&mut forms);
    Plan {
        in_turn: true,
        reposts: 0.08,
        withdrawals: 0.05,
        known_times: 0.0,
        worn: 0.02,
        ..plan(&forms, 6, 7)
    }
}

/// The means of all blogs, each with a history by the plan of its seed.
fn means(seeds: u64, plan: impl Fn(u64) -> Plan) -> Figures {
    let (mut all, mut short) = (Vec::new(), 0);
    for (seed, file) in (seeds..).zip(blogs::files()) {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).unwrap();
        let Some(history) = History::written(seed, &name, &text, &plan(seed)) else {
            continue;
        };
        let export = library::export(&library::of(&history.raws()));
        let figures = score::score(&export, &history.gold());
        println!("| {name} | {figures} |");
        short += usize::from(list_short(&name, &figures));
        all.push(figures);
    }
    assert!(all.len() > 90);
    let mean = Figures::mean(&all);
    println!("| {} blogs, seeds from {seeds} | {mean} |", all.len());
    println!("{short} of them fall short of what each is to reach");
    mean
}

/// Lists what a blog misses, if it misses anything.
fn list_short(name: &str, figures: &Figures) -> bool {
    let missed = figures.below(&Figures::of(EACH));
    if !missed.is_empty() {
        println!("{name} falls short: {}", missed.join(", "));
    }
    !missed.is_empty()
}

fn plan(forms: &[Form], snapshots: usize, window: usize) -> Plan {
    Plan {
        snapshots,
        window,
        edits: 0.1,
        pins: 0.0,
        reposts: 0.0,
        withdrawals: 0.0,
        unknown_furniture: 0,
        ..Plan::of(forms)
    }
}

#[test]
fn written_blogs_are_merged_from_snapshots_in_mixed_forms() {
    let mean = figures(0, &plan(&MIXED, 5, 7));
    assert_eq!(mean.below(&Figures::of(FLOORS)), Vec::<String>::new());
}

#[test]
fn written_blogs_are_merged_as_well_with_other_histories() {
    for (seeds, plan) in [
        (2000, plan(&MIXED, 5, 7)),
        (3000, plan(&[&MIXED[..2], &MIXED].concat(), 6, 9)),
    ] {
        let mean = figures(seeds, &plan);
        assert_eq!(mean.below(&Figures::of(OTHERS)), Vec::<String>::new());
    }
}

#[test]
fn written_blogs_are_merged_from_pages_and_texts() {
    for (seeds, floors) in [(20_000, WITH_PAGES), (30_000, OTHERS_WITH_PAGES)] {
        let mean = means(seeds, with_pages);
        assert_eq!(mean.below(&Figures::of(floors)), Vec::<String>::new());
    }
}

/// `SEEDS=20000,21000 cargo test short_of -- --ignored --nocapture` lists for any seeds which blogs fall short, and of what.
#[test]
#[ignore = "a listing"]
fn blogs_that_fall_short_of_what_each_is_to_reach() {
    let seeds = std::env::var("SEEDS").unwrap_or_else(|_| "20000".to_owned());
    for seeds in seeds.split(',') {
        means(seeds.parse().unwrap(), with_pages);
    }
}
