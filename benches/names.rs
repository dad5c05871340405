//! How fast names are found, how soon the lists are ready, and what an entry more costs in a long blog.

use divan::Bencher;
use divan::counter::BytesCount;
use liveblog::engine::model::Block;
use liveblog::engine::model::Entry;
use liveblog::engine::model::EntryId;
use liveblog::engine::model::PageText;
use liveblog::engine::model::Revision;
use liveblog::engine::model::Role;
use liveblog::engine::names::BlogNames;
use liveblog::engine::names::Lexicon;
use liveblog::engine::names::NameKeeper;
use liveblog::engine::names::Recogniser;
use liveblog::engine::names::Weights;
use liveblog::engine::text::SafeText;

/// Entries of a long blog.
const ENTRIES: u32 = 10_000;

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

/// All that has to be done before the first text can be read: the lists are taken as they lie in the program, the
/// weights are read.
#[divan::bench]
fn ready() -> (Lexicon, Weights) {
    (Lexicon::without(std::iter::empty()), Weights::trained())
}

/// The lists alone, ready for look-up.
#[divan::bench]
fn lists_ready() -> Lexicon {
    Lexicon::without(std::iter::empty())
}

/// A word of a list, another one for each number.
fn pick<'w>(words: &[&'w str], number: u32) -> &'w str {
    let mixed = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
    words[usize::try_from(mixed).unwrap_or(0) % words.len()]
}

/// An entry that names people, places and organisations, of whom there are thousands in the whole blog.
fn entry(number: u32) -> Entry {
    const FIRST: &[&str] = &[
        "Marta", "Henrik", "Anna", "Jonas", "Ilse", "Tomas", "Klara", "Pavel", "Rosa", "Emil",
        "Greta", "Oskar", "Lena", "Viktor", "Nora", "Stefan",
    ];
    const STEM: &[&str] = &[
        "Lind", "Berg", "Holm", "Sand", "Stran", "Dal", "Vester", "Norr", "Ek", "Kvist", "Sol",
        "Gran", "Fors", "Ask",
    ];
    const END: &[&str] = &[
        "qvist", "strom", "gren", "stad", "mark", "vik", "by", "nes", "sen",
    ];
    const BODY: &[&str] = &[
        "Council",
        "Ministry of Ports",
        "Ferry Company",
        "Union",
        "Rovers",
    ];
    let name = |salt: u32| {
        let salt = number * 7 + salt;
        format!("{}{}", pick(STEM, salt), pick(END, salt + 1_000_003))
    };
    const PLACE: &[&str] = &["Varn", "Torr", "Hald", "Mun", "Skar", "Ost", "Brim", "Kel"];
    let place = format!(
        "{}{}",
        pick(PLACE, number * 3),
        pick(&["ford", "ville", "burg", "mouth"], number * 3 + 1)
    );
    let (person, other) = (name(1), name(2));
    let first = pick(FIRST, number);
    let texts = [
        format!(
            "{first} {person} told reporters in {place} that the road to the harbour was closed again this morning and that buses would not run before noon."
        ),
        format!(
            "The {place} {} said it would answer when it had seen the figures, but a spokeswoman for {person} called the plan “a mistake”.",
            pick(BODY, number)
        ),
        format!(
            "Earlier {person} had met {} {other} of the opposition; Ms {other} did not comment, and the police asked people to stay at home.",
            pick(FIRST, number + 5)
        ),
    ];
    let block = |text: &String| Block {
        role: Role::Paragraph,
        text: SafeText::new(text),
        source: Vec::new(),
        links: Vec::new(),
        pictures: Vec::new(),
    };
    let mut id = [0; 8];
    id[..4].copy_from_slice(&number.to_be_bytes());
    Entry {
        revisions: vec![Revision {
            snapshots: Vec::new(),
            heading: None,
            blocks: texts.iter().map(block).collect(),
            change: None,
        }],
        ..Entry::new(EntryId(id))
    }
}

/// A snapshot brings one new entry to a blog of 10,000; the names of all entries are ready again afterwards.
#[divan::bench(sample_count = 60, sample_size = 1)]
fn one_entry_more(bencher: Bencher) {
    let recogniser = Recogniser::default();
    let page = PageText::default();
    let entries: Vec<Entry> = (0..ENTRIES).map(entry).collect();
    let mut order: Vec<EntryId> = entries.iter().map(|entry| entry.id).collect();
    let mut keeper = NameKeeper::default();
    let all: Vec<&Entry> = entries.iter().collect();
    keeper.update(&all, &order, &page, &[], &recogniser);
    // What the screen holds while the next ones come.
    let mut shown: BlogNames = keeper.names();
    let mut number = ENTRIES;
    bencher.bench_local(|| {
        number += 1;
        let new = entry(number);
        order.insert(0, new.id);
        keeper.update(&[&new], &order, &page, &[], &recogniser);
        shown = keeper.names();
        shown.entities.len()
    });
}

/// All names of a blog of 10,000 entries, read for the first time.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn long_blog(bencher: Bencher) {
    let recogniser = Recogniser::default();
    let entries: Vec<Entry> = (0..ENTRIES).map(entry).collect();
    let order: Vec<EntryId> = entries.iter().map(|entry| entry.id).collect();
    let all: Vec<&Entry> = entries.iter().collect();
    bencher.bench_local(|| {
        let mut keeper = NameKeeper::default();
        keeper.update(&all, &order, &PageText::default(), &[], &recogniser);
        keeper.names().entities.len()
    });
}
