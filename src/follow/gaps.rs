//! Which capture of an archive to fetch next: the one that fills the largest hole. Without a clock, without a web.

use jiff::SignedDuration;
use jiff::Timestamp;

/// A stretch of time in which updates may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// When the entry below it was published.
    pub after: Timestamp,
    /// When the entry above it was published.
    pub before: Timestamp,
}

/// The place of the capture to fetch next among those that are wanted.
///
/// First those inside the gaps of the timeline, the longest gap first, from its middle. Then those that lie in the longest
/// time without any snapshot, and the newest and the oldest when they lie outside of all snapshots.
pub fn next(wanted: &[Timestamp], gaps: &[Gap], covered: &[Timestamp]) -> Option<usize> {
    in_gaps(wanted, gaps).or_else(|| between(wanted, covered))
}

fn in_gaps(wanted: &[Timestamp], gaps: &[Gap]) -> Option<usize> {
    let mut gaps: Vec<Gap> = gaps.to_vec();
    gaps.sort_by_key(|gap| std::cmp::Reverse(gap.before.duration_since(gap.after)));
    gaps.iter()
        .find_map(|gap| middle(wanted, gap.after, gap.before))
}

fn between(wanted: &[Timestamp], covered: &[Timestamp]) -> Option<usize> {
    let mut covered = covered.to_vec();
    covered.sort_unstable();
    let (Some(first), Some(last)) = (covered.first(), covered.last()) else {
        return furthest(wanted, |at| Some(at.as_second()));
    };
    let newer = furthest(wanted, |at| (at > *last).then(|| at.as_second()));
    let older = furthest(wanted, |at| (at < *first).then(|| -at.as_second()));
    newer.or(older).or_else(|| {
        let mut holes: Vec<(Timestamp, Timestamp)> =
            covered.windows(2).map(|pair| (pair[0], pair[1])).collect();
        holes.sort_by_key(|(from, to)| std::cmp::Reverse(to.duration_since(*from)));
        holes
            .iter()
            .find_map(|(from, to)| middle(wanted, *from, *to))
    })
}

/// The wanted one of the greatest rank.
fn furthest(wanted: &[Timestamp], rank: impl Fn(Timestamp) -> Option<i64>) -> Option<usize> {
    let ranked = wanted.iter().enumerate();
    ranked
        .filter_map(|(i, at)| Some((rank(*at)?, i)))
        .max()
        .map(|(_, i)| i)
}

/// The wanted one nearest to the middle of a stretch, of those inside it.
fn middle(wanted: &[Timestamp], from: Timestamp, to: Timestamp) -> Option<usize> {
    let inside = |at: &Timestamp| *at >= from && *at <= to;
    let off = |at: &Timestamp| -> SignedDuration {
        let (before, after) = (at.duration_since(from), to.duration_since(*at));
        (before - after).abs()
    };
    let found = wanted.iter().enumerate().filter(|(_, at)| inside(at));
    found.min_by_key(|(_, at)| off(at)).map(|(i, _)| i)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_931_400_000 + minute * 60).unwrap()
    }

    fn times(minutes: &[i64]) -> Vec<Timestamp> {
        minutes.iter().map(|minute| at(*minute)).collect()
    }

    /// The order in which all are fetched, as minutes.
    fn order(wanted: &[i64], gaps: &[(i64, i64)], covered: &[i64]) -> Vec<i64> {
        let mut wanted = wanted.to_vec();
        let mut covered = covered.to_vec();
        let gaps: Vec<Gap> = gaps
            .iter()
            .map(|(after, before)| Gap {
                after: at(*after),
                before: at(*before),
            })
            .collect();
        let mut found = Vec::new();
        while let Some(i) = next(&times(&wanted), &gaps, &times(&covered)) {
            covered.push(wanted[i]);
            found.push(wanted.remove(i));
        }
        assert!(wanted.is_empty());
        found
    }

    #[test]
    fn gaps_of_the_timeline_come_first() {
        assert_eq!(
            order(&[5, 10, 50, 60, 70, 90], &[(8, 12), (40, 80)], &[0, 100]),
            [60, 50, 70, 10, 90, 5]
        );
    }

    #[test]
    fn without_gaps_the_time_is_halved() {
        assert_eq!(
            order(&[10, 20, 30, 40, 50, 60, 70], &[], &[0, 80])[..3],
            [40, 20, 60]
        );
        assert_eq!(order(&[1, 2, 3], &[], &[]), [3, 1, 2]);
        assert_eq!(order(&[1, 9], &[], &[5]), [9, 1]);
        assert_eq!(order(&[], &[], &[5]), [0_i64; 0]);
    }
}
