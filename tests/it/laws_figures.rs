//! How well histories with known truth are read and merged, form by form, with floors a little below what is reached.
//! `cargo test figures -- --nocapture` prints the table of `docs/merge.md`.

use crate::history::History;
use crate::history::Plan;
use crate::history::page::Form;
use crate::history::score;
use crate::history::score::Figures;
use crate::library;

/// How many histories are measured for each row.
const HISTORIES: u64 = 2;

fn measure(plan: &Plan) -> Figures {
    let all: Vec<Figures> = (0..HISTORIES)
        .map(|seed| {
            let history = History::new(1000 + seed, plan);
            let export = library::export(&library::of(&history.raws()));
            score::score(&export, &history.gold())
        })
        .collect();
    Figures::mean(&all)
}

/// The rows of the table with their floors, a little below what is reached, in the order of [`Figures::NAMES`].
fn rows() -> Vec<(&'static str, Plan, [f64; 11])> {
    let mixed = Plan::of(&Form::ALL);
    let blind = Plan {
        known_times: 0.0,
        ..mixed.clone()
    };
    let days = Plan {
        publishers: 2,
        days: 3,
        snapshots: 4,
        entries: 20,
        ..mixed.clone()
    };
    vec![
        (
            "headed",
            Plan::of(&[Form::Headed]),
            [
                1.0, 0.97, 0.97, 0.97, 0.97, 0.97, 0.96, 0.97, 0.96, 0.94, 0.96,
            ],
        ),
        (
            "plain",
            Plan::of(&[Form::Plain]),
            [
                1.0, 0.97, 0.97, 0.97, 0.96, 0.97, 0.75, 0.80, 0.65, 0.40, 0.89,
            ],
        ),
        (
            "timed",
            Plan::of(&[Form::Timed]),
            [
                1.0, 0.97, 0.97, 0.97, 0.97, 0.97, 0.97, 0.97, 0.97, 0.97, 0.96,
            ],
        ),
        (
            "paged",
            Plan::of(&[Form::Paged]),
            [
                1.0, 0.97, 0.97, 0.97, 0.97, 0.97, 0.97, 0.97, 0.97, 0.97, 0.97,
            ],
        ),
        (
            "shared",
            Plan::of(&[Form::Shared]),
            [
                1.0, 0.97, 0.97, 0.95, 0.96, 0.97, 0.97, 0.97, 0.97, 0.97, 0.96,
            ],
        ),
        (
            "headed and plain",
            Plan::of(&[Form::Headed, Form::Plain]),
            [
                1.0, 0.97, 0.97, 0.97, 0.97, 0.97, 0.96, 0.96, 0.95, 0.90, 0.96,
            ],
        ),
        (
            "all forms",
            mixed,
            [
                1.0, 0.97, 0.97, 0.97, 0.97, 0.97, 0.96, 0.97, 0.97, 0.92, 0.95,
            ],
        ),
        (
            "all forms, no times",
            blind,
            [
                1.0, 0.97, 0.97, 0.97, 0.97, 0.97, 0.96, 0.97, 0.97, 0.92, 0.95,
            ],
        ),
        (
            "two publishers, three days",
            days,
            [
                1.0, 0.97, 0.97, 0.96, 0.96, 0.97, 0.96, 0.97, 0.97, 0.94, 0.95,
            ],
        ),
    ]
}

#[test]
fn figures_stay_above_their_floors() {
    println!("| forms | {} |", Figures::NAMES.join(" | "));
    let mut below = Vec::new();
    for (name, plan, floors) in rows() {
        let figures = measure(&plan);
        println!("| {name} | {figures} |");
        below.extend(
            figures
                .below(&Figures::of(floors))
                .into_iter()
                .map(|what| format!("{name}: {what}")),
        );
    }
    assert_eq!(below, Vec::<String>::new());
}
