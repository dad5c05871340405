//! Filters: a small language in which a person says which entries are meant, and whether an entry is one of them.
//! Pure: what an entry is like is handed in; where that is read from is not decided here.

mod complete;
mod field;
mod judge;
mod page;
mod parse;
mod when;

pub use complete::Completion;
pub use complete::Vocabulary;
pub use complete::complete;
pub use field::FIELDS;
pub use field::Field;
pub use field::Is;
pub use field::STATES;
pub use judge::Bindings;
pub use judge::Filter;
pub use judge::Subject;
pub use judge::fold;
pub use judge::fold_into;
pub use judge::named;
pub use page::page;
pub use parse::QueryError;
pub use when::Moment;
pub use when::Reference;

/// What is asked for: a test of entries as it was typed, before it is known of which blog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// Every one of these; without any, every entry.
    All(Vec<Query>),
    /// At least one of these.
    Any(Vec<Query>),
    /// Not this.
    Not(Box<Query>),
    /// Entries in a state.
    Is(Is),
    /// Entries whose heading or text holds these letters.
    Text(String),
    /// Entries whose heading holds these letters.
    Heading(String),
    /// Entries whose author's name holds these letters.
    Author(String),
    /// Entries that mention this person, place or organisation.
    Entity(String),
    /// Entries with a related article; one that holds these letters, where some are given.
    Card(Option<String>),
    /// Entries with a note of the person; one that holds these letters, where some are given.
    Note(Option<String>),
    /// Entries with a tag, or of a blog with it; with any tag, where none is given.
    Tag(Option<String>),
    /// Entries of a publisher whose name holds these letters.
    Publisher(String),
    /// Entries of a blog whose title or name holds these letters.
    Blog(String),
    /// Entries of this moment and later.
    After(Moment),
    /// Entries earlier than this moment.
    Before(Moment),
    /// Entries of the day of this moment.
    On(Moment),
}

impl Query {
    /// Reads a filter as a person types it.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        parse::parse(text)
    }

    /// Whether it lets every entry pass.
    pub fn is_all(&self) -> bool {
        matches!(self, Self::All(parts) if parts.is_empty())
    }

    /// The names of the people, places and organisations that it asks for.
    pub fn entities(&self) -> Vec<&str> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::entities).collect(),
            Self::Not(part) => part.entities(),
            Self::Entity(name) => vec![name],
            _ => Vec::new(),
        }
    }

    /// Whether it asks for what came in since the last visit.
    pub fn asks_for_news(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::asks_for_news),
            Self::Not(part) => part.asks_for_news(),
            other => *other == Self::Is(Is::New),
        }
    }
}

/// A test of a field as it is typed, with quotes where the value needs them.
pub fn term(field: Field, value: &str) -> String {
    let value = value.replace(['"', '“', '”'], " ");
    let value = value.trim();
    let plain =
        !value.is_empty() && !value.contains(|c: char| c.is_whitespace() || "()".contains(c));
    if plain {
        format!("{}:{value}", field.name())
    } else {
        format!("{}:\"{value}\"", field.name())
    }
}

#[cfg(test)]
mod tests;
