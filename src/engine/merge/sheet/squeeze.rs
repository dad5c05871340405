//! Bytes made few, and many again, in a small part of the time that a general format takes: what stood before is named by how far
//! back it stands. For memory alone; nothing of it is ever kept.

/// Fewer bytes are not named.
const LEAST: usize = 4;

/// Farther back nothing is looked for.
const FAR: usize = u16::MAX as usize;

/// So many bits of a hash say where four bytes stood last.
const BITS: u32 = 11;

/// From this length on it takes further bytes.
const LONG: usize = 15;

/// Few bytes for many.
pub(super) fn squeeze(bytes: &[u8]) -> Vec<u8> {
    // Places counted from 1.
    let mut last = vec![0_u32; 1 << BITS];
    let mut out = Vec::with_capacity(bytes.len() / 2 + 16);
    let (mut from, mut at) = (0, 0);
    while let Some(four) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let hash = u32::from_le_bytes(*four).wrapping_mul(2_654_435_761);
        let here = u32::try_from(at + 1).unwrap_or(0);
        let before = std::mem::replace(&mut last[(hash >> (u32::BITS - BITS)) as usize], here);
        let before = (before as usize).checked_sub(1);
        let before =
            before.filter(|before| at - before <= FAR && bytes[*before..].starts_with(four));
        let Some(before) = before else {
            at += 1;
            continue;
        };
        let both = bytes[before..].iter().zip(&bytes[at..]);
        let len = both.take_while(|(a, b)| a == b).count();
        put(&mut out, &bytes[from..at], Some((at - before, len)));
        at += len;
        from = at;
    }
    put(&mut out, &bytes[from..], None);
    out
}

/// Puts bytes as they are, and behind them some that stood so far back.
fn put(out: &mut Vec<u8>, plain: &[u8], again: Option<(usize, usize)>) {
    let (far, len) = again.unwrap_or((0, LEAST));
    let more = len - LEAST;
    let nibble = |len: usize| len.min(LONG) as u8;
    out.push(nibble(plain.len()) << 4 | nibble(more));
    put_rest(out, plain.len());
    out.extend(plain);
    if again.is_some() {
        out.extend((far as u16).to_le_bytes());
        put_rest(out, more);
    }
}

/// Puts what of a length is beyond the first part.
fn put_rest(out: &mut Vec<u8>, len: usize) {
    if let Some(mut rest) = len.checked_sub(LONG) {
        while rest >= 255 {
            out.push(255);
            rest -= 255;
        }
        out.push(rest as u8);
    }
}

/// Undoes [`squeeze`] where there were so many bytes; nothing if there were not.
pub(super) fn unsqueeze(mut bytes: &[u8], len: usize) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(len);
    loop {
        let first = usize::from(take(&mut bytes)?);
        let plain = length(first >> 4, &mut bytes)?;
        let (plain, rest) = bytes.split_at_checked(plain)?;
        out.extend_from_slice(plain);
        let Some((far, rest)) = rest.split_first_chunk() else {
            return (rest.is_empty() && out.len() == len).then_some(out);
        };
        bytes = rest;
        let far = usize::from(u16::from_le_bytes(*far));
        let mut again = LEAST + length(first & LONG, &mut bytes)?;
        let start = out.len().checked_sub(far)?;
        if far == 0 || out.len() + again > len {
            return None;
        }
        while again > 0 {
            let some = again.min(out.len() - start);
            out.extend_from_within(start..start + some);
            again -= some;
        }
    }
}

fn take(bytes: &mut &[u8]) -> Option<u8> {
    let (first, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(*first)
}

/// A length that begins with this.
fn length(first: usize, bytes: &mut &[u8]) -> Option<usize> {
    let mut len = first;
    let mut more = len == LONG;
    while more {
        let next = take(bytes)?;
        len += usize::from(next);
        more = next == 255;
    }
    Some(len)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_repeats_takes_few_bytes() {
        let bytes: Vec<u8> = (0..9000_usize)
            .map(|i| (i % 7 * (i / 3000)) as u8)
            .collect();
        let few = squeeze(&bytes);
        assert!(few.len() < 100, "{}", few.len());
        assert_eq!(unsqueeze(&few, bytes.len()), Some(bytes));
    }

    #[test]
    fn what_stood_too_far_back_is_not_named() {
        let noise = |i: usize| (i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as u8;
        let mut bytes: Vec<u8> = (0..70_000).map(noise).collect();
        bytes.extend_from_within(..200);
        assert_eq!(unsqueeze(&squeeze(&bytes), bytes.len()), Some(bytes));
    }

    proptest! {
        #[test]
        fn bytes_come_back_as_they_were(
            bytes in prop::collection::vec(0_u8..4, 0..900),
            noise in prop::collection::vec(any::<u8>(), 0..300),
        ) {
            let bytes = [&bytes[..], &noise, &bytes].concat();
            let few = squeeze(&bytes);
            prop_assert_eq!(unsqueeze(&few, bytes.len()), Some(bytes.clone()));
            prop_assert_eq!(unsqueeze(&few, bytes.len() + 1), None);
        }

        #[test]
        fn no_bytes_make_it_fail(bytes in prop::collection::vec(any::<u8>(), 0..80), len in 0_usize..400) {
            if let Some(many) = unsqueeze(&bytes, len) {
                prop_assert_eq!(many.len(), len);
            }
        }
    }
}
