//! A table of words with a number each in which every word has a place of its own, so that one look finds it or finds
//! that it is not there; shared with the build script that packs it. What the numbers mean is not said here.

/// What is known of a word letter by letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spelled(u64);

impl Spelled {
    /// No letter yet.
    pub(crate) const NOTHING: Self = Self(0xcbf2_9ce4_8422_2325);

    /// Goes on with these letters.
    pub(crate) fn and(self, letters: &str) -> Self {
        Self(letters.bytes().fold(self.0, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }

    fn mixed(self) -> u64 {
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ (mixed >> 29)
    }
}

/// A packed table whose numbers need so many bits; the other bits of a place are the mark of its word. One unknown word
/// in as many as there are marks is taken for one of the table.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Words<'a, const BITS: u32> {
    /// Mark and number of the word at each place.
    places: &'a [[u8; 4]],
    /// By group of words: how its words are spread.
    spread: &'a [[u8; 2]],
}

impl<'a, const BITS: u32> Words<'a, BITS> {
    /// The table in these bytes; an empty one if they are none.
    pub(crate) fn of(bytes: &'a [u8]) -> Self {
        let parted = bytes.split_first_chunk::<4>().and_then(|(count, rest)| {
            let count = usize::try_from(u32::from_le_bytes(*count)).ok()?;
            rest.split_at_checked(count.checked_mul(4)?)
        });
        let (places, spread) = parted.unwrap_or_default();
        Self {
            places: places.as_chunks().0,
            spread: spread.as_chunks().0,
        }
    }

    /// The number of a word, 0 for one that the table does not have.
    pub(crate) fn find(&self, word: Spelled) -> u32 {
        let mixed = word.mixed();
        let spread = self.spread.get(group(mixed, self.spread.len()));
        let place = spread.and_then(|spread| {
            let at = place(mixed, u16::from_le_bytes(*spread), self.places.len());
            self.places.get(at)
        });
        let found = place.map_or(0, |place| u32::from_le_bytes(*place));
        if found & Self::MARK == mark(mixed) & Self::MARK {
            found & !Self::MARK
        } else {
            0
        }
    }

    const MARK: u32 = u32::MAX << BITS;
}

/// The group of a word.
fn group(mixed: u64, groups: usize) -> usize {
    scaled(mixed, groups)
}

/// The place of a word, by how its group is spread.
fn place(mixed: u64, spread: u16, places: usize) -> usize {
    let turned = mixed ^ (u64::from(spread) + 1).wrapping_mul(0xd6e8_feb8_6659_fd93);
    scaled(turned.wrapping_mul(0xff51_afd7_ed55_8ccd), places)
}

/// The mark of a word, of which a place keeps the highest bits.
fn mark(mixed: u64) -> u32 {
    mixed as u32
}

/// A number below `size` by the higher half of another.
fn scaled(number: u64, size: usize) -> usize {
    (((number >> 32) * size as u64) >> 32) as usize
}

/// Packs words with numbers from 1 on: each group of words is spread in the first way in which all of them find a free
/// place, the largest groups first.
#[allow(dead_code, reason = "the build script packs, the program looks up")]
pub(crate) fn pack<'w, const BITS: u32>(
    words: impl IntoIterator<Item = (&'w str, u32)>,
) -> Result<Vec<u8>, String> {
    let words: Vec<(u64, u32)> = words
        .into_iter()
        .map(|(word, number)| (Spelled::NOTHING.and(word).mixed(), number))
        .collect();
    if let Some((_, number)) = words.iter().find(|(_, number)| number >> BITS != 0) {
        return Err(format!("{number} needs more than {BITS} bits"));
    }
    let mut places = vec![0_u32; words.len() + words.len() / 32 + 1];
    let mut groups = vec![Vec::new(); words.len() / 4 + 1];
    let many = groups.len();
    for word in words {
        groups[group(word.0, many)].push(word);
    }
    let mut order: Vec<usize> = (0..many).collect();
    order.sort_by_key(|at| std::cmp::Reverse(groups[*at].len()));
    let mut spread = vec![0; many];
    for at in order {
        spread[at] = spread_group::<BITS>(&groups[at], &mut places)
            .ok_or("no way to spread the words of a group")?;
    }
    let count = u32::try_from(places.len()).map_err(|error| error.to_string())?;
    let mut out = count.to_le_bytes().to_vec();
    out.extend(places.into_iter().flat_map(u32::to_le_bytes));
    out.extend(spread.into_iter().flat_map(u16::to_le_bytes));
    Ok(out)
}

/// Puts the words of a group into free places; says how they are spread.
fn spread_group<const BITS: u32>(group: &[(u64, u32)], places: &mut [u32]) -> Option<u16> {
    (0..=u16::MAX).find(|spread| {
        let mut taken = Vec::with_capacity(group.len());
        for (mixed, number) in group {
            let at = place(*mixed, *spread, places.len());
            if places[at] != 0 {
                taken.drain(..).for_each(|at: usize| places[at] = 0);
                return false;
            }
            places[at] = mark(*mixed) & (u32::MAX << BITS) | number;
            taken.push(at);
        }
        true
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(count: u32) -> Vec<u8> {
        let words: Vec<(String, u32)> = (0..count)
            .map(|i| (format!("word{i}"), 1 + i % 4000))
            .collect();
        let words = words.iter().map(|(word, number)| (word.as_str(), *number));
        pack::<12>(words).unwrap()
    }

    #[test]
    fn packed_words_are_found_with_their_numbers_and_no_others() {
        let bytes = packed(20_000);
        let table = Words::<12>::of(&bytes);
        for i in 0..20_000 {
            let word = Spelled::NOTHING.and("word").and(&i.to_string());
            assert_eq!(table.find(word), 1 + i % 4000, "word{i}");
        }
        let taken = (0..20_000)
            .filter(|i| table.find(Spelled::NOTHING.and(&format!("other{i}"))) != 0)
            .count();
        assert!(taken <= 1, "{taken}");
        assert!(bytes.len() < 20_000 * 5, "{}", bytes.len());
    }

    #[test]
    fn what_is_no_table_has_no_words() {
        for bytes in [&[][..], &[1, 2, 3], &[255, 255, 255, 255, 0], &[0; 4]] {
            assert_eq!(Words::<8>::of(bytes).find(Spelled::NOTHING.and("a")), 0);
        }
        assert!(pack::<8>([("a", 256)]).is_err());
    }
}
