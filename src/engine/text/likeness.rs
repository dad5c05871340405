//! How alike two texts are, word by word.

use crate::engine::text::words::Word;
use crate::engine::text::words::shingles;

/// Beyond this many words on either side, runs of words are compared instead of single words.
const EXACT_UP_TO: usize = 600;

/// The share of words that two texts have in common in the same order: `2·common / (a + b)`, from 0 to 1.
pub fn ratio(a: &[Word], b: &[Word]) -> f32 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    2.0 * common(a, b) as f32 / (a.len() + b.len()) as f32
}

/// Whether the ratio of two texts reaches `bar`; cheap where their lengths exclude it.
pub fn reaches(a: &[Word], b: &[Word], bar: f32) -> bool {
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    short > 0 && 2.0 * short as f32 / (short + long) as f32 >= bar && ratio(a, b) >= bar
}

/// How many words two texts have in common in the same order.
pub fn common(a: &[Word], b: &[Word]) -> usize {
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    start + end + longest_common(a, b)
}

fn longest_common(a: &[Word], b: &[Word]) -> usize {
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    if a.len() <= 64 {
        return in_one_machine_word(a, b);
    }
    if b.len() <= 64 {
        return in_one_machine_word(b, a);
    }
    if a.len() > EXACT_UP_TO || b.len() > EXACT_UP_TO {
        return common_runs(a, b);
    }
    let mut row = vec![0usize; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y {
                diagonal + 1
            } else {
                above.max(row[j])
            };
            diagonal = above;
        }
    }
    row[b.len()]
}

/// The longest common subsequence with a column of the table in one machine word (Hyyrö 2004); `a` has at most 64 words.
fn in_one_machine_word(a: &[Word], b: &[Word]) -> usize {
    let mut places: Vec<(Word, u64)> = a
        .iter()
        .enumerate()
        .map(|(i, word)| (*word, 1 << i))
        .collect();
    places.sort_unstable();
    let mut column = u64::MAX;
    for word in b {
        let from = places.partition_point(|(other, _)| other < word);
        let hits = places[from..].iter().take_while(|(other, _)| other == word);
        let hit = column & hits.fold(0, |mask, (_, place)| mask | place);
        column = column.wrapping_add(hit) | (column & !hit);
    }
    let used = if a.len() == 64 {
        u64::MAX
    } else {
        (1 << a.len()) - 1
    };
    (!column & used).count_ones() as usize
}

/// An estimate for very long texts: how many runs of three words occur in both.
fn common_runs(a: &[Word], b: &[Word]) -> usize {
    let mut theirs = shingles(b, 3);
    theirs.sort_unstable();
    shingles(a, 3)
        .iter()
        .filter(|run| theirs.binary_search(run).is_ok())
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::text::words::words;

    proptest::proptest! {
        #[test]
        fn the_fast_way_counts_what_the_table_counts(
            a in proptest::collection::vec(0u32..9, 1..64),
            b in proptest::collection::vec(0u32..9, 1..90),
        ) {
            let mut table = vec![vec![0usize; b.len() + 1]; a.len() + 1];
            for (i, x) in a.iter().enumerate() {
                for (j, y) in b.iter().enumerate() {
                    table[i + 1][j + 1] = if x == y { table[i][j] + 1 } else { table[i][j + 1].max(table[i + 1][j]) };
                }
            }
            proptest::prop_assert_eq!(in_one_machine_word(&a, &b), table[a.len()][b.len()]);
        }
    }

    #[test]
    fn ratio_counts_words_in_order() {
        assert_eq!(ratio(&words("a b c d"), &words("a b c d")), 1.0);
        assert_eq!(ratio(&words("a b c d"), &words("a x c d")), 0.75);
        assert_eq!(ratio(&words("a"), &words("")), 0.0);
        assert!(!reaches(&words("a"), &words("a b c d e f"), 0.8));
    }
}
