//! The best way to read a run: which stretches of it are names, and of which kind.
//! A semi-Markov chain: every stretch is scored by its clues, and the best sum wins.

use crate::engine::names::Reading;

/// The longest name, in words.
pub(crate) const LONGEST_NAME: usize = 9;

/// The score of what is not allowed.
const FORBIDDEN: f32 = -1e6;

/// A stretch of a run, words `start..end` of it, read as something.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stretch {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) reading: Reading,
    /// How far the reading is ahead of the next best one, and of none.
    pub(crate) margin: f32,
    /// What the clues say for each reading.
    pub(crate) scores: [f32; Reading::COUNT],
}

/// A place in the run up to which it is read, and how.
#[derive(Clone, Copy)]
struct Step {
    score: f32,
    start: usize,
    reading: Option<Reading>,
    margin: f32,
    scores: [f32; Reading::COUNT],
}

/// Which ways of reading a run are allowed: `None` stands for a word that is part of no name.
pub(crate) type Allowed<'a> = &'a dyn Fn(usize, usize, Option<Reading>) -> bool;

/// Reads a run of `length` words. `score` says what speaks for each reading of words `start..end`,
/// or nothing where no name can stand.
pub(crate) fn decode(
    length: usize,
    score: impl FnMut(usize, usize) -> Option<[f32; Reading::COUNT]>,
) -> Vec<Stretch> {
    decode_within(length, score, &|_, _, _| true)
}

/// Reads a run in the best of the ways that are allowed.
pub(crate) fn decode_within(
    length: usize,
    mut score: impl FnMut(usize, usize) -> Option<[f32; Reading::COUNT]>,
    allowed: Allowed,
) -> Vec<Stretch> {
    let none = Step {
        score: 0.0,
        start: 0,
        reading: None,
        margin: 0.0,
        scores: [0.0; Reading::COUNT],
    };
    let mut steps = vec![none; length + 1];
    for end in 1..=length {
        // The word before is no name.
        let skipped = if allowed(end - 1, end, None) {
            0.0
        } else {
            FORBIDDEN
        };
        steps[end] = Step {
            score: steps[end - 1].score + skipped,
            start: end - 1,
            ..none
        };
        for start in end.saturating_sub(LONGEST_NAME)..end {
            let Some(mut scores) = score(start, end) else {
                continue;
            };
            for (score, reading) in scores.iter_mut().zip(Reading::ALL) {
                if !allowed(start, end, Some(reading)) {
                    *score = FORBIDDEN;
                }
            }
            let (reading, score, margin) = best(&scores);
            if steps[start].score + score > steps[end].score {
                steps[end] = Step {
                    score: steps[start].score + score,
                    start,
                    reading: Some(reading),
                    margin,
                    scores,
                };
            }
        }
    }
    trace(&steps)
}

/// The best reading, its score, and how far it is ahead.
fn best(scores: &[f32; Reading::COUNT]) -> (Reading, f32, f32) {
    let mut best = (Reading::Person, scores[0]);
    let mut second = 0.0_f32;
    for (reading, score) in Reading::ALL.into_iter().zip(*scores).skip(1) {
        if score > best.1 {
            second = second.max(best.1);
            best = (reading, score);
        } else {
            second = second.max(score);
        }
    }
    (best.0, best.1, best.1 - second)
}

fn trace(steps: &[Step]) -> Vec<Stretch> {
    let mut out = Vec::new();
    let mut end = steps.len() - 1;
    while end > 0 {
        let Step {
            start,
            reading,
            margin,
            scores,
            ..
        } = steps[end];
        if let Some(reading) = reading {
            out.push(Stretch {
                start,
                end,
                reading,
                margin,
                scores,
            });
        }
        end = start;
    }
    out.reverse();
    out
}
