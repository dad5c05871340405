//! Which source each field of the entries was taken from, and by what rule: for `inspect`.

use crate::engine::digest::Evidence;
use crate::engine::parse::page::join;
use crate::engine::parse::page::post::Post;

/// What states something of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Source {
    #[default]
    Markup,
    JsonLd,
    Microdata,
    /// The data that the page's scripts draw it with, or a document of data by itself.
    Scripts,
    Item,
}

impl Source {
    /// In the order in which they are told.
    const ALL: [Self; 5] = [
        Self::Markup,
        Self::JsonLd,
        Self::Microdata,
        Self::Scripts,
        Self::Item,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Markup => "markup",
            Self::JsonLd => "JSON-LD",
            Self::Microdata => "microdata",
            Self::Scripts => "embedded data",
            Self::Item => "item of the feed",
        }
    }
}

/// Where the fields of one entry were taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Taken {
    pub(super) entry: Source,
    pub(super) text: Source,
    pub(super) heading: Source,
    pub(super) author: Source,
    pub(super) identity: Source,
    /// What states the time that structured data has, whichever time is believed.
    pub(super) time: Source,
}

impl Taken {
    /// All of them from one source.
    pub(super) fn all(source: Source) -> Self {
        Self {
            entry: source,
            text: source,
            heading: source,
            author: source,
            identity: source,
            time: source,
        }
    }
}

/// One field: what it is called, who has it, where it is from, and the rule.
type Field = (
    &'static str,
    fn(&Post) -> bool,
    fn(&Taken) -> Source,
    &'static str,
);

const FIELDS: &[Field] = &[
    (
        "text",
        |post| !post.blocks.is_empty(),
        |taken| taken.text,
        "the markup's, unless data has half as much again: then the markup's is cut",
    ),
    (
        "heading",
        |post| post.heading.is_some(),
        |taken| taken.heading,
        "the markup's, else that of data, unless it is the page's or begins the text",
    ),
    (
        "author",
        |post| post.author.is_some(),
        |taken| taken.author,
        "the markup's, else that of data, unless it is the publisher or the page's authors",
    ),
    (
        "identity",
        |post| post.id.is_some(),
        |taken| taken.identity,
        "that of data, else the markup's; none where several entries share it",
    ),
];

/// The evidence for the entries of a page, which were found in this way.
pub(super) fn of(posts: &[Post], found: &str) -> Vec<Evidence> {
    let entry = |post: &Post| post.taken.entry;
    let mut out = vec![Evidence {
        field: "entry",
        sources: counted(posts.iter().map(entry)),
        why: format!("found by {found}; what only one source has is added in its place"),
    }];
    for (field, has, from, why) in FIELDS {
        let having = posts.iter().filter(|post| has(post));
        out.push(Evidence {
            field,
            sources: counted(having.map(|post| from(&post.taken))),
            why: (*why).to_owned(),
        });
    }
    out.push(time(posts));
    out
}

fn time(posts: &[Post]) -> Evidence {
    let times = join::published(posts);
    let mut sources: Vec<(&'static str, usize)> = Vec::new();
    for (post, clock) in posts.iter().zip(&times.from) {
        let Some(clock) = clock else { continue };
        let name = match clock {
            join::Clock::Shown => "time shown",
            join::Clock::Data => post.taken.time.name(),
            join::Clock::Kept => "attribute of the entry",
        };
        match sources.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => sources.push((name, 1)),
        }
    }
    Evidence {
        field: "time",
        sources,
        why: times.why,
    }
}

fn counted(sources: impl Iterator<Item = Source>) -> Vec<(&'static str, usize)> {
    let all: Vec<Source> = sources.collect();
    let count = |wanted: &Source| all.iter().filter(|source| *source == wanted).count();
    let counts = Source::ALL
        .iter()
        .map(|source| (source.name(), count(source)));
    counts.filter(|(_, count)| *count > 0).collect()
}
