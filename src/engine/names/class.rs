//! The classes of the name lists, shared with the build script that packs the lists.
//! No look-up here.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

macro_rules! classes {
    ($(#[$doc:meta])* $name:ident { $($(#[$row:meta])* $variant:ident $section:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name { $($(#[$row])* $variant,)* }

        impl $name {
            /// The bit that stands for the class.
            pub(crate) const fn bit(self) -> u64 {
                1 << self as u64
            }

            /// The class with this name in the lists.
            #[allow(dead_code, reason = "the build script reads sections, the program does not")]
            pub(crate) fn from_section(section: &str) -> Option<Self> {
                match section {
                    $($section => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

classes! {
    /// What a name of the lists is; a name can be several things.
    Name {
        /// A country.
        Country "country",
        /// A well-known city.
        Capital "capital",
        /// A region, sea, river, mountain range.
        Region "region",
        /// A city of 300,000 inhabitants or more.
        City "city",
        /// A smaller town.
        Town "town",
        /// An organisation.
        Organisation "organisation",
        /// The full name of a person in the news.
        Person "person",
        /// A surname that one person made his own.
        Bare "bare",
        /// A first name.
        First "first",
        /// A surname.
        Last "last",
        /// A word for a people, language or faith.
        Demonym "demonym",
        /// An event, a work, a thing: no name of any kind.
        Thing "thing",
    }
}

classes! {
    /// What a lower-case word says about names beside it.
    Term {
        /// An ordinary English word.
        Common "common",
        /// "Mr", "Dr".
        Honorific "honorific",
        /// "Gen", "Sen": before a name.
        Rank "rank",
        /// "president", "spokesman".
        Role "role",
        /// "Jr", "III".
        Family "family",
        /// "von", "bin", "al".
        Particle "particle",
        /// "of", "for": inside the names of organisations.
        Link "of",
        /// "Ministry", "Party": the head of an organisation's name.
        OrganisationHead "organisation head",
        /// "Banco", "Radio", "Dynamo": before the rest of an organisation's name.
        OrganisationBefore "organisation before",
        /// "Street", "River".
        PlaceHead "place head",
        /// "Lake", "Mount".
        PlaceBefore "place before",
        /// "Cup", "Act": the head of what is neither.
        EventHead "event head",
        /// "Storm", "Operation": before the name of what is none of the three kinds.
        EventBefore "event before",
        /// "said", "wrote".
        Say "say",
        /// "in", "near".
        PlacePreposition "place preposition",
        /// Months.
        Month "month",
        /// Weekdays, times of day, feasts.
        Day "day",
        /// "north", "eastern".
        Direction "direction",
        /// Words that begin no name.
        NoName "no name",
        /// Capital letters that name no organisation.
        NoAcronym "no name acronym",
        /// "New", "First": begin names and sentences.
        NameLead "name lead",
    }
}

/// How many bits tell apart what names, and what other words, can mean.
pub(crate) const NAME_BITS: u32 = 13;
pub(crate) const TERM_BITS: u32 = 8;
/// Beside the classes of a name: longer names begin so.
pub(crate) const GOES_ON: u64 = 1 << 15;

/// The form in which names are kept and looked up: without diacritics, with straight apostrophes.
pub(crate) fn fold(name: &str) -> String {
    if name.is_ascii() {
        return name.to_owned();
    }
    name.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(|c| match c {
            '’' | '‘' | '`' => ['\'', '\0'],
            'ł' => ['l', '\0'],
            'Ł' => ['L', '\0'],
            'ø' => ['o', '\0'],
            'Ø' => ['O', '\0'],
            'đ' => ['d', '\0'],
            'Đ' => ['D', '\0'],
            'ı' => ['i', '\0'],
            'ß' => ['s', 's'],
            'æ' => ['a', 'e'],
            other => [other, '\0'],
        })
        .filter(|c| *c != '\0')
        .collect()
}
