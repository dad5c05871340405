//! Which words stand around and inside a stretch, by the company they keep elsewhere: words that are used alike
//! ("shares, stocks, bonds") count as one, so that a few texts teach what many words say.

use crate::engine::names::like::COMPANY_BITS;
use crate::engine::names::look::Scene;
use crate::engine::names::run::Run;
use crate::engine::names::token::Shape;
use crate::engine::names::token::Token;

/// The kinds of company a word can keep: those of `assets/names/company.txt`, and none.
const KINDS: usize = 1 << COMPANY_BITS;

/// Where the word stands, as the table of weights calls it.
const SIDES: [&str; 5] = ["before", "further", "after", "first", "last"];

/// The company of the words beside every place in a run.
#[derive(Debug, Default)]
pub(crate) struct Beside {
    before: Vec<[u8; 2]>,
    after: Vec<u8>,
}

/// The company of a stretch, by where the words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Company([u8; SIDES.len()]);

impl Company {
    /// How many weights there are for it.
    pub(crate) const ROWS: usize = SIDES.len() * KINDS;

    /// The rows of weights that speak.
    pub(crate) fn rows(self) -> impl Iterator<Item = usize> {
        let row = |(side, kind): (usize, u8)| {
            let kind = usize::from(kind);
            (1..KINDS).contains(&kind).then_some(side * KINDS + kind)
        };
        self.0.into_iter().enumerate().filter_map(row)
    }

    /// The row with this name in the table of weights.
    pub(crate) fn row(name: &str) -> Option<usize> {
        let (side, kind) = name.rsplit_once('-')?;
        let side = SIDES.iter().position(|one| *one == side)?;
        let kind: usize = kind.parse().ok().filter(|kind| *kind < KINDS)?;
        Some(side * KINDS + kind)
    }

    /// The name of a row.
    pub(crate) fn name(row: usize) -> String {
        format!("{}-{}", SIDES[row / KINDS], row % KINDS)
    }
}

impl Beside {
    /// Looks beside every word of a run.
    pub(crate) fn of(run: &Run, scene: &Scene) -> Self {
        // Most of the words beside a place are words of the run, and those are looked up already.
        let inside = |at: usize| run.words.get(at).map(|word| word.company);
        let places = 0..=run.words.len();
        Self {
            before: places
                .clone()
                .map(|at| match (at.checked_sub(1), at.checked_sub(2)) {
                    (Some(one), Some(two)) => {
                        let before = inside(one).unwrap_or(0);
                        let further = inside(two).filter(|_| before > 0);
                        [before, further.unwrap_or(0)]
                    }
                    _ => scene.company_before(run.first + at),
                })
                .collect(),
            after: places
                .map(|at| match run.words.get(at) {
                    Some(next) if next.is(Shape::CAPITAL) => 0,
                    Some(next) => next.company,
                    None => scene.company_after(run.first + at),
                })
                .collect(),
        }
    }

    /// The company of words `start..end`.
    pub(crate) fn company(&self, run: &Run, start: usize, end: usize) -> Company {
        let words = &run.words[start..end];
        let inside = |at: usize| words.get(at).map_or(0, |word| word.company);
        let [before, further] = self.before[start];
        let first = if words.len() > 1 { inside(0) } else { 0 };
        let last = inside(words.len() - 1);
        Company([before, further, self.after[end], first, last])
    }
}

impl Scene<'_> {
    fn company_of(&self, token: Option<&Token>) -> u8 {
        let Some(token) = token.filter(|token| token.is(Shape::WORD) && !token.is(Shape::DIGIT))
        else {
            return 0;
        };
        let word = token.text(self.text);
        if token.is(Shape::CAPITAL) {
            self.lexicon.company(&word.to_lowercase())
        } else {
            self.lexicon.company(word)
        }
    }

    /// The company of the word before a token, and of the word before that.
    fn company_before(&self, at: usize) -> [u8; 2] {
        let starts = |at: usize| {
            self.tokens
                .get(at)
                .is_none_or(|token| token.is(Shape::LINE))
        };
        if at == 0 || starts(at) {
            return [0, 0];
        }
        let before = self.company_of(self.tokens.get(at - 1));
        if at == 1 || starts(at - 1) || before == 0 {
            return [before, 0];
        }
        [before, self.company_of(self.tokens.get(at - 2))]
    }

    /// The company of a token, if it is a word in small letters of the same line.
    fn company_after(&self, at: usize) -> u8 {
        let next = self.tokens.get(at);
        self.company_of(next.filter(|token| !token.is(Shape::LINE | Shape::CAPITAL)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_names() {
        for row in 0..Company::ROWS {
            assert_eq!(Company::row(&Company::name(row)), Some(row));
        }
        assert_eq!(Company::row("before-64"), None);
        assert_eq!(Company::row("two-words"), None);
        assert_eq!(Company([0, 3, 0, 0, 70]).rows().collect::<Vec<_>>(), [67]);
    }
}
