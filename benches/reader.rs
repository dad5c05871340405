//! Benchmarks of reading: opening a blog, its first frame, a key, for a small blog and a large one in one run.
//! What counts is the ratio of the two within a run; there are no limits in milliseconds.
//! The libraries are made once, in the folder for temporary files of the build.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a benchmark fails by panicking"
)]

use std::cell::RefCell;
use std::fmt::Write;
use std::path::PathBuf;

use jiff::Timestamp;

use liveblog::app::Key;
use liveblog::config;
use liveblog::engine::model::BlogId;
use liveblog::engine::model::Capture;
use liveblog::engine::model::RawSnapshot;
use liveblog::engine::query::Filter;
use liveblog::engine::rules::Rules;
use liveblog::store::Store;
use liveblog::tui::Online;
use liveblog::tui::Options;
use liveblog::tui::still::Still;

/// How many entries the small blog has.
const SMALL: usize = 100;
/// How many the large one has, unless `LIVEBLOG_BENCH_ENTRIES` says otherwise. Making it is far slower than reading it.
const LARGE: usize = 5_000;

const WORDS: &[&str] = &[
    "harbour", "council", "river", "bridge", "evening", "minister", "train", "storm", "school",
    "market", "letter", "engine", "garden", "captain", "window", "valley", "winter", "signal",
    "station", "tower", "ferry", "lantern", "quarry", "meadow", "orchard", "pilot", "anchor",
];

fn main() {
    divan::main();
}

#[divan::bench(args = sizes(), sample_count = 20)]
fn open_and_read_rows(bencher: divan::Bencher<'_, '_>, entries: usize) {
    let (folder, blog) = library(entries);
    bencher.bench_local(|| Store::open(&folder).unwrap().rows(blog).unwrap().len());
}

#[divan::bench(args = sizes(), sample_count = 20)]
fn first_frame(bencher: divan::Bencher<'_, '_>, entries: usize) {
    let (folder, blog) = library(entries);
    bencher.bench_local(|| {
        let mut still = still(Store::open(&folder).unwrap(), blog);
        still.draw().content.len()
    });
}

#[divan::bench(args = sizes(), sample_count = 200)]
fn keys_j_k_and_frames(bencher: divan::Bencher<'_, '_>, entries: usize) {
    let (folder, blog) = library(entries);
    let mut still = still(Store::open(&folder).unwrap(), blog);
    let keys: [Key; 2] = ["j".parse().unwrap(), "k".parse().unwrap()];
    still.draw();
    bencher.bench_local(|| {
        // Down and up again, so that a small blog does not end while a large one goes on.
        keys.map(|key| {
            still.press(key);
            still.draw().content.len()
        })
    });
}

/// What a key takes until the bytes of its frame are there: it is decided what is shown, what differs is drawn and compared.
/// What is done after the frame, and the terminal, are not in it.
#[divan::bench(args = ["in view", "scrolling", "page"], sample_count = 200, sample_size = 1)]
fn key_to_bytes(bencher: divan::Bencher<'_, '_>, kind: &str) {
    let (folder, blog) = library(LARGE);
    let still = RefCell::new(still(Store::open(&folder).unwrap(), blog));
    let (down, page): (Key, Key) = ("j".parse().unwrap(), "space".parse().unwrap());
    let before = |key: Option<Key>| {
        let mut still = still.borrow_mut();
        key.map(|key| still.answer(key));
        still.rest();
    };
    // To the end of what is in view, so that the next entry has to be scrolled to.
    (0..14).for_each(|_| before(Some(down)));
    let (between, key) = match kind {
        "in view" => (Some(page), down),
        "scrolling" => (None, down),
        _ => (None, page),
    };
    bencher
        .with_inputs(|| before(between))
        .bench_local_values(|()| still.borrow_mut().answer(key).len());
}

/// All texts of a blog searched for letters, at once.
#[divan::bench(args = sizes(), sample_count = 20)]
fn search_whole(bencher: divan::Bencher<'_, '_>, entries: usize) {
    let (folder, blog) = library(entries);
    let store = Store::open(&folder).unwrap();
    bencher.bench_local(|| store.matches(blog, "lantern q").unwrap().len());
}

/// The part of such a search that other work has to wait for.
#[divan::bench(args = sizes(), sample_count = 20)]
fn search_one_slice(bencher: divan::Bencher<'_, '_>, entries: usize) {
    let (folder, blog) = library(entries);
    let store = Store::open(&folder).unwrap();
    let filter = Filter::text("lantern q");
    bencher.bench_local(|| {
        store
            .select_slice(blog, &filter, None, 2_000)
            .unwrap()
            .found
            .len()
    });
}

/// The list of a library of so many blogs of 1,000 entries each, one of them open.
#[divan::bench(args = [1, blogs()], sample_count = 20)]
fn first_frame_of_many_blogs(bencher: divan::Bencher<'_, '_>, blogs: usize) {
    let (folder, blog) = shelf(blogs);
    bencher.bench_local(|| {
        let mut still = still(Store::open(&folder).unwrap(), blog);
        still.draw().content.len()
    });
}

/// How many blogs the larger shelf has, unless `LIVEBLOG_BENCH_BLOGS` says otherwise.
fn blogs() -> usize {
    let asked = std::env::var("LIVEBLOG_BENCH_BLOGS").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(20)
}

fn sizes() -> [usize; 2] {
    let asked = std::env::var("LIVEBLOG_BENCH_ENTRIES").ok();
    [
        SMALL,
        asked.and_then(|text| text.parse().ok()).unwrap_or(LARGE),
    ]
}

fn still(store: Store, blog: BlogId) -> Still {
    let nowhere = config::Paths {
        data: PathBuf::new(),
        config: PathBuf::from("no-such-folder"),
    };
    let (config, _) = config::load(&nowhere);
    let options = Options {
        paths: None,
        config,
        problems: Vec::new(),
        online: Online::default(),
        blog: Some(blog),
        sample: false,
        colour: true,
    };
    Still::open(store, options, 160, 48)
}

/// A library with one blog of so many entries.
fn library(entries: usize) -> (PathBuf, BlogId) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-{entries}"));
    let mut store = Store::open(&folder).unwrap();
    if store.is_empty().unwrap() {
        let capture = Capture {
            name: "bench.txt".into(),
            ..Capture::default()
        };
        let raw = RawSnapshot::new(capture, page(entries, 1).into_bytes());
        store
            .add(vec![raw], Rules::builtin(), Timestamp::UNIX_EPOCH)
            .unwrap();
    }
    let rows = store.blogs().unwrap();
    let blog = rows.first().unwrap();
    assert!(
        blog.entries as usize * 10 >= entries * 9,
        "{} entries, not {entries}",
        blog.entries
    );
    (folder, blog.id)
}

/// A library of so many blogs of 1,000 entries.
fn shelf(blogs: usize) -> (PathBuf, BlogId) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("shelf-{blogs}"));
    let mut store = Store::open(&folder).unwrap();
    let have = store.blogs().unwrap().len();
    for number in have..blogs {
        let capture = Capture {
            name: format!("bench-{number}.txt").into(),
            ..Capture::default()
        };
        let text = page(1_000, 1 + number as u64);
        let raw = RawSnapshot::new(capture, text.into_bytes());
        store
            .add(vec![raw], Rules::builtin(), Timestamp::UNIX_EPOCH)
            .unwrap();
    }
    let rows = store.blogs().unwrap();
    assert_eq!(rows.len(), blogs);
    (folder, rows[0].id)
}

/// A page whose entries state their time and author, so that their borders are certain.
/// The seed chooses its words.
fn page(entries: usize, seed: u64) -> String {
    let mut chance = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let place = sentence(&mut chance, 3, 0);
    let mut page = format!("A year by the water: everything that happened in {place}\n\n");
    for number in (0..entries).rev() {
        let minutes = number % 1440;
        let (hour, minute) = (minutes / 60, minutes % 60);
        let heading = sentence(&mut chance, 6, number);
        let first = sentence(&mut chance, 28, number);
        let second = sentence(&mut chance, 34, number);
        let _ = write!(
            page,
            "{}\n\n{hour:02}:{minute:02} , Ines Quarrier\n\n{first}.\n\n{second}.\n\n",
            heading
        );
    }
    page
}

fn sentence(chance: &mut u64, words: usize, number: usize) -> String {
    let mut sentence = format!("Report {number}:");
    for _ in 0..words {
        *chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        sentence.push(' ');
        sentence.push_str(WORDS[(*chance >> 33) as usize % WORDS.len()]);
    }
    sentence
}
