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

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;

use divan::Bencher;
use divan::counter::BytesCount;
use divan::counter::ItemsCount;
use liveblog::engine::digest;
use liveblog::engine::merge;
use liveblog::engine::merge::Member;
use liveblog::engine::merge::Memory;
use liveblog::engine::model::Capture;
use liveblog::engine::model::RawSnapshot;
use liveblog::engine::model::Reading;
use liveblog::engine::model::SnapshotId;
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

/// The page as its publisher might print it, so many entries with some markup around each line.
fn markup(text: &str) -> String {
    let line = |line: &str| {
        let words = line.replace('&', "&amp;").replace('<', "&lt;");
        format!(
            "<div class=\"block block--text\" data-component=\"text\"><p class=\"text\"><span>{words}</span></p></div>\n"
        )
    };
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>As it happens</title></head><body><main>\n{}</main></body></html>",
        lines.map(line).collect::<String>()
    )
}

/// The page that `add_600_paragraphs_80_new` adds.
fn page_of_600() -> RawSnapshot {
    let mut raws = growing(4_000);
    raws.remove(raws.len() - 1)
}

/// A blog of so many paragraphs of which each page shows 600, and 80 new ones each time.
fn growing(paragraphs: usize) -> Vec<RawSnapshot> {
    blog(
        paragraphs / PER_ENTRY,
        600 / 4,
        80 / 4,
        &[Form::Headed, Form::Plain],
    )
}

/// What it costs to parse the HTML of that page, and nothing else: half of it is the measure for merging it.
#[divan::bench]
fn parse_html_of_600_paragraphs(bencher: Bencher<'_, '_>) {
    let page = markup(&String::from_utf8_lossy(&page_of_600().bytes));
    bencher
        .counter(BytesCount::of_str(&page))
        .bench(|| scraper::Html::parse_document(&page));
}

/// What it costs to read that page from HTML.
#[divan::bench]
fn digest_html_of_600_paragraphs(bencher: Bencher<'_, '_>) {
    let page = markup(&String::from_utf8_lossy(&page_of_600().bytes));
    let raw = RawSnapshot::new(Capture::default(), page.into_bytes());
    bencher.bench(|| digest::digest(&raw, Rules::builtin()));
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

/// How many snapshots more are added one after the other, each a sample.
const MORE: usize = 5;

/// A library that knows so many paragraphs of a blog, with the snapshots that come next and how they are read.
fn known(paragraphs: usize, mut store: Store) -> (Store, Vec<(RawSnapshot, Option<Reading>)>) {
    let raws = growing(paragraphs);
    let (rest, more) = raws.split_at(raws.len() - MORE);
    add(&mut store, rest.to_vec());
    let read = |raw: &RawSnapshot| (raw.clone(), Some(digest::digest(raw, Rules::builtin())));
    (store, more.iter().map(read).collect())
}

fn add_read(store: &mut Store, one: (RawSnapshot, Option<Reading>)) {
    store
        .add_read(vec![one], Rules::builtin(), now())
        .unwrap_or_else(|error| panic_with(&error.to_string()));
}

/// What one snapshot more costs the merge alone, which remembers so many paragraphs of its blog: 600 paragraphs, of which 80
/// are new. It was read just before, as it is when somebody adds it; nothing is kept. This is what the HTML of the page is
/// the measure for.
#[divan::bench(args = [1_000, 4_000, 40_000], sample_count = MORE as u32, sample_size = 1)]
fn merge_600_paragraphs_80_new(bencher: Bencher<'_, '_>, paragraphs: usize) {
    let raws = growing(paragraphs);
    let read = |raw: &RawSnapshot| (raw.id, Arc::new(digest::digest(raw, Rules::builtin())));
    let readings: HashMap<SnapshotId, Arc<Reading>> = raws.iter().map(read).collect();
    let mut load = |id: SnapshotId| Ok::<_, Infallible>(Arc::clone(&readings[&id]));
    let member = |raw: &RawSnapshot| (raw.id, raw.capture.clone());
    let (rest, more) = raws.split_at(raws.len() - MORE);
    let mut members: Vec<(SnapshotId, Capture)> = rest.iter().map(member).collect();
    let mut memory = Memory::default();
    let Ok(_) = memory.update(&members, &mut load);
    let mut more = more.iter();
    bencher
        .with_inputs(|| {
            let raw = more.next()?;
            divan::black_box(digest::digest(raw, Rules::builtin()));
            Some(member(raw))
        })
        .bench_local_values(|one| {
            members.extend(one);
            memory.update(&members, &mut load)
        });
}

/// What one snapshot more costs a library that is open and knows so many paragraphs of its blog: 600 paragraphs, of which 80
/// are new. How it is read is known already; matching, merge and store are measured.
#[divan::bench(args = [1_000, 4_000, 40_000], sample_count = MORE as u32, sample_size = 1)]
fn add_600_paragraphs_80_new(bencher: Bencher<'_, '_>, paragraphs: usize) {
    let empty = Store::in_memory().unwrap_or_else(|error| panic_with(&error.to_string()));
    let (mut store, more) = known(paragraphs, empty);
    let mut more = more.into_iter().cycle();
    bencher
        .with_inputs(|| more.next())
        .bench_local_values(|one| one.map(|one| add_read(&mut store, one)));
}

/// The same where each snapshot comes with a new process, which opens the library first: what is kept of the merge is read.
#[divan::bench(args = [1_000, 4_000, 40_000], sample_count = MORE as u32, sample_size = 1)]
fn open_and_add_600_paragraphs_80_new(bencher: Bencher<'_, '_>, paragraphs: usize) {
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic_with(&error.to_string()));
    let open = || Store::open(folder.path()).unwrap_or_else(|error| panic_with(&error.to_string()));
    let (store, more) = known(paragraphs, open());
    drop(store);
    let mut more = more.into_iter().cycle();
    bencher
        .with_inputs(|| more.next())
        .bench_local_values(|one| one.map(|one| add_read(&mut open(), one)));
}

/// So many snapshots of one blog, one by one, into a library that stays open.
#[divan::bench(args = [100, 1_000], sample_count = 1, sample_size = 1)]
fn add_a_blog_one_by_one(bencher: Bencher<'_, '_>, snapshots: usize) {
    let raws = blog(snapshots * 8, 30, 8, &[Form::Headed, Form::Plain]);
    bencher
        .counter(ItemsCount::new(raws.len()))
        .with_inputs(|| raws.clone())
        .bench_values(|raws| {
            let mut store = library(&[]);
            for raw in raws {
                add(&mut store, vec![raw]);
            }
            store
        });
}

/// All snapshots of one blog in one batch.
#[divan::bench(args = [100, 1_000], sample_count = 1, sample_size = 1)]
fn add_a_blog_in_one_batch(bencher: Bencher<'_, '_>, snapshots: usize) {
    let raws = blog(snapshots * 8, 30, 8, &[Form::Headed, Form::Plain]);
    bencher
        .counter(ItemsCount::new(raws.len()))
        .with_inputs(|| raws.clone())
        .bench_values(|raws| library(&raws));
}
