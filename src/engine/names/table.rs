//! A small table of words with a number each, two bytes a slot, shared with the build script that packs it.
//! What the numbers mean is not said here.

/// The place where a word is sought first, and its mark, of slots whose lowest bits hold the number.
fn place<const BITS: u32>(word: &str, slots: usize) -> (usize, u16) {
    let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mixed = (hash ^ (hash >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let at = (u128::from(mixed) * slots as u128) >> 64;
    (at as usize, (mixed as u16) & (u16::MAX << BITS))
}

/// Packs words with numbers from 1 on that need so many bits.
#[allow(dead_code, reason = "the build script packs, the program looks up")]
pub(crate) fn pack<const BITS: u32>(words: &[(String, u8)]) -> Vec<u8> {
    let mut slots = vec![0_u16; words.len() * 5 / 4 + 1];
    for (word, number) in words {
        let (mut at, mark) = place::<BITS>(word, slots.len());
        while slots[at] != 0 {
            at = (at + 1) % slots.len();
        }
        slots[at] = mark | u16::from(*number);
    }
    slots.into_iter().flat_map(u16::to_le_bytes).collect()
}

/// The number of a word, 0 for one that the table does not have. With four bits one other word in a thousand is taken
/// for one of the table, with six one in two hundred.
#[allow(dead_code, reason = "the program looks up, the build script packs")]
pub(crate) fn find<const BITS: u32>(table: &[u8], word: &str) -> u8 {
    let slots = table.as_chunks::<2>().0;
    let (first, mark) = place::<BITS>(word, slots.len());
    let from = slots.iter().cycle().skip(first).take(slots.len());
    for slot in from.map(|slot| u16::from_le_bytes(*slot)) {
        if slot == 0 {
            break;
        }
        if slot & (u16::MAX << BITS) == mark {
            return (slot & !(u16::MAX << BITS)) as u8;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_words_are_found_with_their_numbers() {
        let words: Vec<(String, u8)> = (0..2000)
            .map(|i| (format!("word{i}"), 1 + (i % 15) as u8))
            .collect();
        let table = pack::<4>(&words);
        let right = words
            .iter()
            .filter(|(word, number)| find::<4>(&table, word) == *number)
            .count();
        assert!(right >= 1990, "{right}");
        let taken = (0..2000)
            .filter(|i| find::<4>(&table, &format!("other{i}")) != 0)
            .count();
        assert!(taken <= 8, "{taken}");
        assert_eq!(find::<4>(&[], "word"), 0);
    }
}
