//! The fields of the filter language and the states of entries, each as one table that parsing, completion and the
//! documentation read.

/// A field: what stands before the colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The state of the entry.
    Is,
    /// Who or what is mentioned.
    Entity,
    /// The heading and the text.
    Text,
    /// The heading.
    Heading,
    /// The author.
    Author,
    /// From a moment on.
    After,
    /// Up to a moment.
    Before,
    /// One day.
    On,
    /// The related article.
    Card,
    /// The person's note.
    Note,
    /// The person's tags.
    Tag,
    /// The publisher of the blog.
    Publisher,
    /// The title of the blog.
    Blog,
}

/// Every field, its name, an example of it, and what it lets pass.
pub const FIELDS: &[(Field, &str, &str, &str)] = &[
    (
        Field::Is,
        "is",
        "is:unread",
        "entries in a state, see below",
    ),
    (
        Field::Entity,
        "entity",
        "entity:\"Anna Berg\"",
        "entries that mention this person, place or organisation, in whatever form; where nobody is called exactly so, all names that have these words, complete, in the name or in another form of it; else all that hold these letters",
    ),
    (
        Field::Text,
        "text",
        "text:grid",
        "entries whose heading or text holds these letters; a word without a field means the same",
    ),
    (
        Field::Heading,
        "heading",
        "heading:ferry",
        "entries whose heading holds these letters",
    ),
    (
        Field::Author,
        "author",
        "author:varga",
        "entries whose author's name holds these letters",
    ),
    (
        Field::After,
        "after",
        "after:14:30",
        "entries of this time and later",
    ),
    (
        Field::Before,
        "before",
        "before:2031-03-14",
        "entries earlier than this",
    ),
    (Field::On, "on", "on:yesterday", "entries of this day"),
    (
        Field::Card,
        "card",
        "-card",
        "entries with a related article; with letters after the colon, one that holds them",
    ),
    (
        Field::Note,
        "note",
        "note:call",
        "entries with a note of yours; with letters after the colon, one that holds them",
    ),
    (
        Field::Tag,
        "tag",
        "tag:flood",
        "entries with this tag of yours, or of a blog with it; with any, where none is given",
    ),
    (
        Field::Publisher,
        "publisher",
        "publisher:courier",
        "entries of a publisher whose name holds these letters",
    ),
    (
        Field::Blog,
        "blog",
        "blog:bridge",
        "entries of a blog whose title holds these letters",
    ),
];

impl Field {
    /// Its name before the colon.
    pub fn name(self) -> &'static str {
        let row = FIELDS.iter().find(|row| row.0 == self);
        row.map_or("", |row| row.1)
    }

    /// The field of a name, in whatever case.
    pub fn from_name(name: &str) -> Option<Self> {
        let row = FIELDS.iter().find(|row| row.1.eq_ignore_ascii_case(name));
        row.map(|row| row.0)
    }

    /// An example of it.
    pub fn example(self) -> &'static str {
        let row = FIELDS.iter().find(|row| row.0 == self);
        row.map_or("", |row| row.2)
    }

    /// Whether it means something without a value.
    pub fn stands_alone(self) -> bool {
        matches!(self, Self::Card | Self::Note | Self::Tag)
    }
}

/// A state that `is:` asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Is {
    /// Never read.
    Unread,
    /// Read as it stands.
    Read,
    /// Changed since it was read.
    Changed,
    /// Came into the library, or changed, since the last visit.
    New,
    /// Bookmarked.
    Bookmarked,
    /// Taken down by the newsroom.
    Withdrawn,
    /// Changed after it was first seen.
    Revised,
    /// In a place of the timeline that is a guess.
    Doubtful,
}

/// Every state, its name after `is:`, and what it means.
pub const STATES: &[(Is, &str, &str)] = &[
    (Is::Unread, "unread", "never read"),
    (Is::Read, "read", "read as it stands"),
    (
        Is::Changed,
        "changed",
        "read, and changed in substance since",
    ),
    (
        Is::New,
        "new",
        "came in, changed or was taken down since your last visit",
    ),
    (Is::Bookmarked, "bookmarked", "bookmarked"),
    (Is::Withdrawn, "withdrawn", "taken down by the newsroom"),
    (Is::Revised, "revised", "changed after it was first seen"),
    (
        Is::Doubtful,
        "doubtful",
        "its place in the timeline is a guess",
    ),
];

impl Is {
    /// Its name after `is:`.
    pub fn name(self) -> &'static str {
        let row = STATES.iter().find(|row| row.0 == self);
        row.map_or("", |row| row.1)
    }

    /// The state of a name, in whatever case.
    pub fn from_name(name: &str) -> Option<Self> {
        let row = STATES.iter().find(|row| row.1.eq_ignore_ascii_case(name));
        row.map(|row| row.0)
    }
}

/// The name that was probably meant, if one is near enough to say so.
pub(super) fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = wanted.to_lowercase();
    names
        .map(|name| (strsim::damerau_levenshtein(&wanted, name), name))
        .min()
        .filter(|(distance, name)| *distance <= 1 + name.len() / 4)
        .map(|(_, name)| name)
}
