//! The kinds of names and how sure one is of them.

use serde::Deserialize;
use serde::Serialize;

/// What is named. The names are those of the export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A person.
    Person,
    /// A country, town, region, water, building.
    Place,
    /// A body, company, team, newspaper.
    Organisation,
}

impl Kind {
    /// Every kind, in the order of screens and tables.
    pub const ALL: [Self; 3] = [Self::Person, Self::Place, Self::Organisation];

    /// The name used in the export, on the command line and in the documentation.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Place => "place",
            Self::Organisation => "organisation",
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What a stretch of words is read as: a name of some kind, or something else with capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reading {
    /// A name of this kind.
    Person,
    /// A name of this kind.
    Place,
    /// A name of this kind.
    Organisation,
    /// An event, a work, a thing: known so that no part of it is taken for a name.
    Other,
}

impl Reading {
    /// How many there are.
    pub const COUNT: usize = 4;
    /// Every reading, in the order of the weights.
    pub const ALL: [Self; Self::COUNT] =
        [Self::Person, Self::Place, Self::Organisation, Self::Other];

    /// The kind of name, if it is one.
    pub fn kind(self) -> Option<Kind> {
        match self {
            Self::Person => Some(Kind::Person),
            Self::Place => Some(Kind::Place),
            Self::Organisation => Some(Kind::Organisation),
            Self::Other => None,
        }
    }
}

impl From<Kind> for Reading {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Person => Self::Person,
            Kind::Place => Self::Place,
            Kind::Organisation => Self::Organisation,
        }
    }
}

/// How sure a mention is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Weak clues only: not shown unless asked for.
    Guess,
    /// More for it than against it.
    Likely,
    /// Strong clues.
    Sure,
}

impl Level {
    /// The level of a margin: how far the reading is ahead of the next best one.
    pub fn of(margin: f32) -> Self {
        match margin {
            m if m >= 4.0 => Self::Sure,
            m if m >= 1.25 => Self::Likely,
            _ => Self::Guess,
        }
    }

    /// The name used on the command line and in the documentation.
    pub fn name(self) -> &'static str {
        match self {
            Self::Guess => "guess",
            Self::Likely => "likely",
            Self::Sure => "sure",
        }
    }
}
