//! Some hundred and thirty saved pages in the markup of as many publishers and systems, in more than twenty languages, against what a careful
//! person reads in them. `tests/data/saved` and `later` have them without their styles and scripts; each row of a `.tsv` is a role, an entry and a text.
//! `cargo test saved_pages -- --nocapture` prints the figures page by page.

use std::collections::BTreeMap;
use std::ops::RangeBounds;

use liveblog::engine::model::Entry;
use liveblog::engine::model::Role;

use crate::library;
use crate::publishers;
use crate::publishers::Row;

/// What a person reads of an entry.
#[derive(Default)]
struct Read {
    heading: Option<String>,
    author: Option<String>,
    body: Vec<String>,
}

/// Entries that were looked for and found.
#[derive(Default, Clone, Copy)]
struct Figures {
    entries: usize,
    /// All of its texts stand in one entry, and none of another.
    cut: usize,
    /// Nothing else does.
    whole: usize,
    headings: (usize, usize),
    authors: (usize, usize),
    /// Entries that are none.
    more: usize,
    /// Pages that are called otherwise than by their headline.
    misnamed: usize,
}

/// Without spaces and signs that nobody sees.
fn bare(text: &str) -> String {
    let seen = |c: &char| !c.is_whitespace() && !matches!(c, '\u{ad}' | '\u{200b}');
    text.chars().filter(seen).collect()
}

fn truth(rows: &[Row]) -> BTreeMap<&str, Read> {
    let mut entries: BTreeMap<&str, Read> = BTreeMap::new();
    for (role, entry, text) in rows.iter().filter(|(_, entry, _)| entry != "-") {
        let read = entries.entry(entry).or_default();
        match role.as_str() {
            "heading" => read.heading = Some(bare(text)),
            // An author, and below it the post.
            "author" => _ = read.author.get_or_insert_with(|| bare(text).to_lowercase()),
            "body" => read.body.push(bare(text)),
            _ => {}
        }
    }
    entries
}

/// The text of an entry as it is shown, without captions, cards, names and times.
fn text(entry: &Entry) -> String {
    let shown = entry.revisions[0].blocks.iter();
    let told = shown.filter(|block| {
        matches!(
            block.role,
            Role::Heading | Role::Paragraph | Role::Quote | Role::ListItem | Role::LeadIn
        )
    });
    told.map(|block| bare(&block.text)).collect()
}

fn heading(entry: &Entry) -> String {
    let heading = entry.revisions[0].heading.as_ref();
    heading.map_or_else(String::new, |heading| bare(&heading.text))
}

fn compare(wanted: &BTreeMap<&str, Read>, told: &[Entry]) -> Figures {
    let mut figures = Figures {
        entries: wanted.len(),
        more: told.len().saturating_sub(wanted.len()),
        ..Figures::default()
    };
    let texts: Vec<String> = told.iter().map(text).collect();
    let headings: Vec<String> = told.iter().map(heading).collect();
    let mut taken = vec![false; told.len()];
    for (name, read) in wanted {
        figures.headings.1 += usize::from(read.heading.is_some());
        figures.authors.1 += usize::from(read.author.is_some());
        let common = |at: &usize| -> usize {
            let parts = read.body.iter().chain(&read.heading);
            let stands = |part: &&String| texts[*at].contains(*part) || headings[*at] == **part;
            parts.filter(stands).map(String::len).sum()
        };
        let found = (0..told.len()).filter(|at| !taken[*at] && common(at) > 0);
        let Some(at) = found.max_by_key(common) else {
            continue;
        };
        taken[at] = true;
        let others = wanted.iter().filter(|(other, _)| other != &name);
        let mut others = others.flat_map(|(_, other)| &other.body);
        let foreign = others.any(|part| part.len() > 20 && texts[at].contains(part));
        let all = read.body.iter().all(|part| texts[at].contains(part));
        figures.cut += usize::from(all && !foreign);
        figures.whole += usize::from(texts[at] == read.body.concat());
        let titled = read.heading.as_ref() == Some(&headings[at]);
        figures.headings.0 += usize::from(titled);
        let author = told[at].author.as_ref();
        let author = author.map(|author| bare(author).to_lowercase());
        // A page may write "By" before the name, and it in capitals.
        let named = read.author.as_ref().zip(author.as_ref());
        let named = named.is_some_and(|(read, told)| {
            read.contains(told.as_str()) || told.contains(read.as_str())
        });
        figures.authors.0 += usize::from(named);
    }
    figures
}

fn share(part: usize, all: usize) -> f64 {
    f64::from(u32::try_from(part).unwrap()) / f64::from(u32::try_from(all.max(1)).unwrap())
}

/// The figures of the pages of a folder, together.
fn read(folder: &str, numbers: impl RangeBounds<u32>) -> Figures {
    let mut sum = Figures::default();
    let pages = publishers::rows(folder).into_iter();
    for (name, rows) in pages.filter(|(name, _)| numbers.contains(&publishers::number(name))) {
        let root = env!("CARGO_MANIFEST_DIR");
        let path = format!("{root}/tests/data/{folder}/{name}.html");
        let raw = library::snapshot(&name, std::fs::read(path).unwrap());
        let told = library::timelines(&library::of(&[raw]));
        assert_eq!(told.len(), 1, "{name} is one live blog");
        let wanted = truth(&rows);
        let of = compare(&wanted, &told[0].timeline.entries);
        println!(
            "{name}: {} entries, cut {}, whole {}, headings {:?}, authors {:?}, more {}",
            of.entries, of.cut, of.whole, of.headings, of.authors, of.more
        );
        let title = rows.iter().find(|(role, ..)| role == "headline").unwrap();
        // One page has a day on the line of its headline.
        let called = bare(&told[0].timeline.title);
        if !called.ends_with(&bare(&title.2)) {
            println!("{name} is called {called}");
            sum.misnamed += 1;
        }
        sum.entries += of.entries;
        sum.cut += of.cut;
        sum.whole += of.whole;
        sum.headings = (
            sum.headings.0 + of.headings.0,
            sum.headings.1 + of.headings.1,
        );
        sum.authors = (sum.authors.0 + of.authors.0, sum.authors.1 + of.authors.1);
        sum.more += of.more;
    }
    sum
}

/// Asks that shares of entries cut, whole, with their heading and with their author reach these.
fn reach(sum: &Figures, floors: [f64; 4]) {
    let figures = [
        ("cut", share(sum.cut, sum.entries)),
        ("whole", share(sum.whole, sum.entries)),
        ("headings", share(sum.headings.0, sum.headings.1)),
        ("authors", share(sum.authors.0, sum.authors.1)),
    ];
    for ((what, reached), floor) in figures.into_iter().zip(floors) {
        println!("{what} {reached:.3}");
        assert!(reached >= floor, "{what}: {reached:.3}");
    }
}

#[test]
fn saved_pages_are_read_as_people_read_them() {
    let sum = read("saved", ..);
    reach(&sum, [0.99, 0.84, 0.98, 0.98]);
    assert_eq!(sum.misnamed, 0);
    assert!(sum.more <= 2, "{} entries are none", sum.more);
}

/// `tests/data/later` has pages by which next to nothing was mended in how pages are read: only their texts were looked at, as
/// extractors give them.
#[test]
fn saved_pages_that_nobody_looked_at_are_read_nearly_as_well() {
    let sum = read("later", ..85);
    reach(&sum, [0.94, 0.78, 0.94, 0.93]);
    assert!(sum.misnamed <= 1, "{} pages are misnamed", sum.misnamed);
    assert!(sum.more <= 8, "{} entries are none", sum.more);
    let sum = read("later", 85..);
    reach(&sum, [0.98, 0.88, 0.98, 0.98]);
    assert!(sum.misnamed == 0, "{} pages are misnamed", sum.misnamed);
    assert!(sum.more <= 1, "{} entries are none", sum.more);
}
