//! How long the engine takes to read and merge snapshots, and how that grows. `cargo bench --bench merge`.
//! Every row is made of invented live blogs, so that the figures can be had anywhere; compare within one run only.

#![allow(missing_docs, reason = "a benchmark has no readers but its output")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a benchmark fails by panicking"
)]

#[path = "../tests/it/history/mod.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod history;

use divan::Bencher;
use divan::counter::ItemsCount;
use liveblog::engine::digest;
use liveblog::engine::merge;
use liveblog::engine::merge::Member;
use liveblog::engine::model::Capture;
use liveblog::engine::model::RawSnapshot;
use liveblog::engine::model::Reading;
use liveblog::engine::rules::Rules;
use liveblog::store::Store;

use crate::history::History;
use crate::history::Plan;
use crate::history::page::Form;

fn main() {
    divan::main();
}

/// Paragraphs for each entry, cards and headings included, as the plan makes them.
const PER_ENTRY: usize = 3;

/// A blog of so many entries of which each page shows `window`, and `step` new ones each time.
fn blog(entries: usize, window: usize, step: usize, forms: &[Form]) -> Vec<RawSnapshot> {
    let snapshots = (entries / step).max(1);
    History::new(
        7,
        &Plan {
            entries,
            window,
            snapshots,
            known_times: 1.0,
            ..Plan::of(forms)
        },
    )
    .raws()
}

/// One page of about 600 paragraphs.
#[divan::bench(args = [Form::Headed, Form::Plain, Form::Paged])]
fn digest_600_paragraphs(bencher: Bencher<'_, '_>, form: Form) {
    let raws = blog(600 / PER_ENTRY, 600 / PER_ENTRY, 600 / PER_ENTRY, &[form]);
    let page = &raws[raws.len() - 1];
    let lines = digest::digest(page, Rules::builtin()).pieces.len();
    bencher
        .counter(ItemsCount::new(lines))
        .bench(|| digest::digest(page, Rules::builtin()));
}

/// Texts of so many lines of one shape, as no page has them but a hostile one may: the cost must grow with the lines alone.
#[divan::bench(args = [("names", 3_000), ("names", 30_000), ("times", 3_000), ("times", 30_000), ("short", 3_000), ("short", 30_000)], sample_count = 3, sample_size = 1)]
fn digest_many_lines(bencher: Bencher<'_, '_>, (shape, lines): (&str, usize)) {
    let line = |i: usize| match shape {
        "names" => format!("Ines Quarrier{}\n", i % 7),
        "times" => format!(
            "{:02}:{:02}\nThe ferry of {i} is late.\n",
            i / 60 % 24,
            i % 60
        ),
        _ => format!("Report {i}\n"),
    };
    let text: String = (0..lines).map(line).collect();
    let raw = RawSnapshot::new(Capture::default(), text.into_bytes());
    bencher
        .counter(ItemsCount::new(lines))
        .bench(|| digest::digest(&raw, Rules::builtin()));
}

/// The merge of a blog with so many known paragraphs and one snapshot more that brings 80 new ones; from nothing, as the store does it.
#[divan::bench(args = [1_000, 4_000, 40_000], sample_count = 1, sample_size = 1)]
fn resolve_known_plus_80(bencher: Bencher<'_, '_>, paragraphs: usize) {
    let raws = blog(
        paragraphs / PER_ENTRY,
        100,
        80 / PER_ENTRY,
        &[Form::Headed, Form::Plain],
    );
    let readings: Vec<Reading> = raws
        .iter()
        .map(|raw| digest::digest(raw, Rules::builtin()))
        .collect();
    let members: Vec<Member<'_>> = readings
        .iter()
        .zip(&raws)
        .map(|(reading, raw)| Member {
            reading,
            capture: &raw.capture,
        })
        .collect();
    bencher
        .counter(ItemsCount::new(raws.len()))
        .bench(|| merge::resolve(&members));
}

fn now() -> jiff::Timestamp {
    jiff::Timestamp::UNIX_EPOCH
}

fn library(raws: &[RawSnapshot]) -> Store {
    let mut store = Store::in_memory().unwrap_or_else(|error| panic_with(&error.to_string()));
    add(&mut store, raws.to_vec());
    store
}

fn add(store: &mut Store, raws: Vec<RawSnapshot>) -> usize {
    store
        .add(raws, Rules::builtin(), now())
        .unwrap_or_else(|error| panic_with(&error.to_string()))
        .len()
}

fn panic_with(text: &str) -> ! {
    std::panic::panic_any(text.to_owned())
}

/// A snapshot that the library has already.
#[divan::bench(args = [10, 100], sample_count = 20)]
fn add_a_known_snapshot(bencher: Bencher<'_, '_>, snapshots: usize) {
    let raws = blog(snapshots * 8, 30, 8, &[Form::Headed, Form::Plain]);
    let mut store = library(&raws);
    let again = raws[raws.len() / 2].clone();
    bencher
        .with_inputs(|| vec![again.clone()])
        .bench_local_values(|raws| add(&mut store, raws));
}

/// One snapshot more for a blog that has so many.
#[divan::bench(args = [10, 100], sample_count = 5, sample_size = 1)]
fn add_a_new_snapshot(bencher: Bencher<'_, '_>, snapshots: usize) {
    let raws = blog(snapshots * 8, 30, 8, &[Form::Headed, Form::Plain]);
    let (rest, last) = raws.split_at(raws.len() - 1);
    bencher
        .with_inputs(|| (library(rest), last.to_vec()))
        .bench_local_values(|(mut store, raws)| add(&mut store, raws));
}

/// What one snapshot more costs a library that is open and knows so many paragraphs of its blog: 600 paragraphs, of which 80
/// are new. How it is read is known already; matching, merge and store are measured.
#[divan::bench(args = [1_000, 4_000, 40_000], sample_count = 1, sample_size = 1)]
fn add_600_paragraphs_80_new(bencher: Bencher<'_, '_>, paragraphs: usize) {
    let raws = blog(
        paragraphs / PER_ENTRY,
        600 / 4,
        80 / 4,
        &[Form::Headed, Form::Plain],
    );
    let (rest, last) = raws.split_at(raws.len() - 1);
    let last = &last[0];
    let reading = digest::digest(last, Rules::builtin());
    bencher
        .counter(ItemsCount::new(reading.pieces.len()))
        .with_inputs(|| (library(rest), (last.clone(), Some(reading.clone()))))
        .bench_local_values(|(mut store, one)| {
            store
                .add_read(vec![one], Rules::builtin(), now())
                .unwrap_or_else(|error| panic_with(&error.to_string()));
            store
        });
}

/// All snapshots of one blog in one batch.
#[divan::bench(args = [10, 100, 1_000], sample_count = 1, sample_size = 1)]
fn add_a_blog_in_one_batch(bencher: Bencher<'_, '_>, snapshots: usize) {
    let raws = blog(snapshots * 8, 30, 8, &[Form::Headed, Form::Plain]);
    bencher
        .counter(ItemsCount::new(raws.len()))
        .with_inputs(|| raws.clone())
        .bench_values(|raws| library(&raws));
}
