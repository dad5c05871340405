//! What a word is like by the company it keeps in news and encyclopaedia text: a small table of words and likenesses,
//! shared with the build script that packs it. What a likeness means for a decision is not said here.

macro_rules! likenesses {
    ($($(#[$row:meta])* $variant:ident $letter:literal,)*) => {
        /// What a word is used like. The letter is that of `assets/names/likeness.txt`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub(crate) enum Like { #[default] Nothing, $($(#[$row])* $variant,)* }

        impl Like {
            const ALL: &[Self] = &[Self::Nothing, $(Self::$variant,)*];

            /// Whether nothing speaks against a place.
            #[allow(dead_code, reason = "the program asks, the build script does not")]
            pub(crate) fn may_be_place(self) -> bool {
                matches!(
                    self,
                    Self::Nothing
                        | Self::Place
                        | Self::PersonPlace
                        | Self::PlaceOrganisation
                        | Self::PlaceThing
                )
            }

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

/// Bits of a slot that tell words apart; the lowest four hold the likeness.
const MARK: u16 = 0xfff0;

/// The place where a word is sought first, and its mark.
fn place(word: &str, slots: usize) -> (usize, u16) {
    let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mixed = (hash ^ (hash >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let at = (u128::from(mixed) * slots as u128) >> 64;
    (at as usize, (mixed as u16) & MARK)
}

/// Packs words in lower case with their likenesses into slots of two bytes.
#[allow(dead_code, reason = "the build script packs, the program looks up")]
pub(crate) fn pack(words: &[(String, Like)]) -> Vec<u8> {
    let mut slots = vec![0_u16; words.len() * 5 / 4 + 1];
    for (word, like) in words {
        let (mut at, mark) = place(word, slots.len());
        while slots[at] != 0 {
            at = (at + 1) % slots.len();
        }
        slots[at] = mark | *like as u16;
    }
    slots.into_iter().flat_map(u16::to_le_bytes).collect()
}

/// What a word in lower case is like. One word in a thousand that the table does not have is taken for another.
#[allow(dead_code, reason = "the program looks up, the build script packs")]
pub(crate) fn find(table: &[u8], word: &str) -> Like {
    let slots = table.as_chunks::<2>().0;
    let (first, mark) = place(word, slots.len());
    let from = slots.iter().cycle().skip(first).take(slots.len());
    for slot in from.map(|slot| u16::from_le_bytes(*slot)) {
        if slot == 0 {
            break;
        }
        if slot & MARK == mark {
            return Like::ALL
                .get(usize::from(slot & !MARK))
                .copied()
                .unwrap_or_default();
        }
    }
    Like::Nothing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_words_are_found_with_their_likeness() {
        let words: Vec<(String, Like)> = (0..2000)
            .map(|i| (format!("word{i}"), Like::ALL[1 + i % (Like::ALL.len() - 1)]))
            .collect();
        let table = pack(&words);
        let right = words
            .iter()
            .filter(|(word, like)| find(&table, word) == *like)
            .count();
        assert!(right >= 1990, "{right}");
        let taken = (0..2000)
            .filter(|i| find(&table, &format!("other{i}")) != Like::Nothing)
            .count();
        assert!(taken <= 8, "{taken}");
        assert_eq!(find(&[], "word"), Like::Nothing);
    }
}
