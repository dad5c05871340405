//! What a word is used like in news and encyclopaedia text, and how wide the numbers of the packed tables are, shared
//! with the build script that packs the words.
//! What a likeness means for a decision is not said here.

/// How many bits tell apart the groups of words that keep the same company.
pub(crate) const COMPANY_BITS: u32 = 6;

macro_rules! likenesses {
    ($($(#[$row:meta])* $variant:ident $letter:literal,)*) => {
        /// What a word is used like. The letter is that of `assets/names/likeness.txt`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub(crate) enum Like { #[default] Nothing, $($(#[$row])* $variant,)* }

        impl Like {
            const ALL: &[Self] = &[Self::Nothing, $(Self::$variant,)*];

            /// The likeness with this letter in the list.
            #[allow(dead_code, reason = "the build script reads letters, the program does not")]
            pub(crate) fn from_letter(letter: char) -> Option<Self> {
                match letter {
                    $($letter => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

likenesses! {
    /// A first name.
    First 'f',
    /// A surname.
    Last 'l',
    /// A first name or a surname.
    Person 'p',
    /// A place.
    Place 'g',
    /// An organisation.
    Organisation 'o',
    /// A word for a people.
    People 'd',
    /// No name of these kinds.
    Thing 't',
    /// A person or a place.
    PersonPlace 'a',
    /// A person or an organisation.
    PersonOrganisation 'b',
    /// A place or an organisation.
    PlaceOrganisation 'c',
    /// An organisation or no name.
    OrganisationThing 'x',
    /// A place or no name.
    PlaceThing 'y',
    /// A person or no name.
    PersonThing 'z',
}

impl Like {
    /// The likeness with this number in the packed table.
    #[allow(dead_code, reason = "the program asks, the build script does not")]
    pub(crate) fn from_number(number: u8) -> Self {
        Self::ALL
            .get(usize::from(number))
            .copied()
            .unwrap_or_default()
    }

    /// How many bits tell likenesses apart.
    pub(crate) const BITS: u32 = 4;
}
