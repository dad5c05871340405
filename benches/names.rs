//! How fast names are found, and how soon the lists are ready.

use divan::Bencher;
use divan::counter::BytesCount;
use liveblog::engine::names::Lexicon;
use liveblog::engine::names::Recogniser;

fn main() {
    divan::main();
}

/// The bundled sample, as often as it takes to be long.
fn text() -> String {
    let files = [
        include_str!("../assets/sample/2031-03-14T0640_headed.txt"),
        include_str!("../assets/sample/2031-03-14T1630_headed.txt"),
        include_str!("../assets/sample/2031-03-14T2150_plain.txt"),
    ];
    files.concat().repeat(20)
}

#[divan::bench]
fn recognise(bencher: Bencher) {
    let text = text();
    let recogniser = Recogniser::default();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| recogniser.mentions(divan::black_box(&text)));
}

#[divan::bench]
fn ready() -> Lexicon {
    Lexicon::without(std::iter::empty())
}
