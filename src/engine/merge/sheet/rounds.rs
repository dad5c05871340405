//! How a sheet is labelled again, round by round, in the light of what the others say.

use std::sync::Arc;

use crate::engine::merge::hint::Packed;
use crate::engine::merge::sheet::ROUNDS;
use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::sheet::Taken;
use crate::engine::merge::sheet::number_postings;
use crate::engine::model::Role;
use crate::engine::segment;
use crate::engine::segment::feature::Shape;
use crate::engine::segment::label::Hint;
use crate::engine::segment::label::Scores;
use crate::engine::segment::label::State;
use crate::engine::segment::label::Turn;
use crate::engine::segment::looks::Looks;

impl Sheet {
    /// Whether a round labels this sheet again.
    pub(crate) fn takes_part(&self, round: usize) -> bool {
        self.open && ROUNDS[round].contains(&self.form)
    }

    /// Gives a row its hint for a round; returns the one it had if that was another.
    pub(crate) fn hear(&mut self, round: usize, row: usize, hint: Packed) -> Option<Packed> {
        let hints = &mut self.hints[round];
        if hints.is_empty() {
            hints.resize(self.rows.len(), Packed::NONE);
        }
        let known = std::mem::replace(hints.get_mut(row)?, hint);
        (known != hint).then_some(known)
    }

    /// The hint that a round gave a row.
    pub(crate) fn heard(&self, round: usize, row: usize) -> Option<Packed> {
        self.hints[round].get(row).copied()
    }

    /// Labels the rows in a round, after what it is taken for before it changed (`moved`) or its hints; `heard` are those rows
    /// that hear something else, with what they heard before, from top to bottom. Returns what the rows were taken for after
    /// this round, if that changed.
    pub(crate) fn go_through(
        &mut self,
        round: usize,
        moved: bool,
        heard: &[(usize, Packed)],
    ) -> Option<Arc<[Taken]>> {
        if !moved && self.stays(round, heard) {
            return None;
        }
        let after: Arc<[Taken]> = if self.takes_part(round) {
            let hints = self.hints[round].iter().map(|hint| hint.hint());
            let after = self.labelled(&self.stages[round], &hints.collect::<Vec<_>>());
            if *after == *self.stages[round] {
                Arc::clone(&self.stages[round])
            } else {
                after.into()
            }
        } else {
            Arc::clone(&self.stages[round])
        };
        let before = std::mem::replace(&mut self.stages[round + 1], after);
        (before != self.stages[round + 1]).then_some(before)
    }

    /// The rows that are labelled: those which no line of times takes up.
    pub(super) fn open_rows<'t>(&self, taken: &'t [Taken]) -> impl Iterator<Item = usize> + 't {
        (0..taken.len()).filter(|i| taken[*i].role != Role::Byline)
    }

    /// Labels the rows again. Lines that state times keep their role; of a stamped text only what stands above its first
    /// stamp is open.
    pub(super) fn labelled(&self, before: &[Taken], hints: &[Hint]) -> Vec<Taken> {
        let mut taken = before.to_vec();
        let Some(looks) = &self.looks else {
            self.correct(&mut taken, hints);
            return taken;
        };
        let inferred = self.is_inferred();
        let first = taken.iter().position(|row| row.begins);
        let stamped = first.filter(|_| !inferred);
        if stamped.is_none() {
            taken.iter_mut().for_each(|row| row.begins = false);
        }
        let at: Vec<usize> = self.open_rows(&taken).collect();
        let shapes = self.shapes(before);
        let scores = self.scores(looks, before);
        let said = |i: usize| hints.get(i).copied().unwrap_or_default();
        let signed = |i: usize| self.signed(before, i, said);
        let hint = |i: &usize| self.hint(before, *i, said(*i), signed(*i));
        let here: Vec<Hint> = at.iter().map(hint).collect();
        let labels = segment::labels(&shapes, looks, scores, self.wont, &here);
        let open = |i: usize| stamped.is_none_or(|first| i < first);
        for (i, label) in at.into_iter().zip(labels).filter(|(i, _)| open(*i)) {
            taken[i].role = label.role;
            taken[i].begins = label.begins;
        }
        for i in 1..taken.len() {
            let above = self.states_time(&taken, i - 1) || inferred && signed(i) > 0.0;
            if taken[i].begins && inferred && above {
                taken[i - 1].begins = true;
                taken[i].begins = false;
            }
        }
        number_postings(&mut taken);
        if !inferred {
            self.correct(&mut taken, hints);
        }
        taken
    }

    /// What the author right above a row says for a beginning there: where it begins an entry elsewhere, the text below does here.
    fn signed(&self, before: &[Taken], row: usize, said: impl Fn(usize) -> Hint) -> f32 {
        let above = row
            .checked_sub(1)
            .filter(|above| self.names_author(before, *above));
        above.map_or(0.0, |above| said(above).begins).max(0.0)
    }

    /// The hint of a row: what the other sheets say of it, and what stands right above it.
    fn hint(&self, before: &[Taken], row: usize, said: Hint, signed: f32) -> Hint {
        let begins = if signed > 0.0 {
            said.begins.max(signed)
        } else {
            said.begins
        };
        let below_time = row > 0 && self.states_time(before, row - 1);
        Hint {
            begins: begins + if below_time { segment::STAMPED } else { 0.0 },
            summary: said.summary + self.bare,
            ..said
        }
    }

    /// Whether a round takes the rows for the same as before though it hears something else of some; these are the rows, with what
    /// it heard before. False where that has to be found out.
    fn stays(&self, round: usize, heard: &[(usize, Packed)]) -> bool {
        let (before, after) = (&self.stages[round], &self.stages[round + 1]);
        let Some(looks) = self.looks.as_ref().filter(|_| self.is_inferred()) else {
            return false;
        };
        if after.len() != before.len() || !self.takes_part(round) {
            return false;
        }
        let mut open = self.open_rows(before).enumerate();
        let said = |row: usize| self.hints[round][row].hint();
        let scores = self.scores(looks, before);
        for (row, known) in heard {
            if before[*row].role == Role::Byline {
                if self.names_author(before, *row) {
                    return false;
                }
                continue;
            }
            let line = open.find(|(_, open)| open == row).map(|(line, _)| line);
            let below = row
                .checked_sub(1)
                .map(|above| (&before[above], &after[above]));
            let given = below.is_some_and(|(was, is)| was.role == Role::Byline && is.begins);
            let state = State::of(after[*row].role, after[*row].begins || given);
            let (Some(line), Some(state)) = (line, state) else {
                return false;
            };
            if looks.again[line] {
                return false;
            }
            let signed = self.signed(before, *row, said);
            let hint = |said: Hint| self.hint(before, *row, said, signed);
            let turn = Turn {
                line,
                state,
                before: hint(known.hint()),
                after: hint(said(*row)),
            };
            if !turn.stays(scores) {
                return false;
            }
        }
        true
    }

    /// What the rows that are labelled look like.
    fn shapes(&self, taken: &[Taken]) -> Vec<Shape> {
        self.open_rows(taken).map(|i| self.rows[i].shape).collect()
    }

    /// How well they look like each state: the same at every stage.
    fn scores(&self, looks: &Looks, taken: &[Taken]) -> &Scores {
        self.scores
            .get_or_init(|| Scores::of(&self.shapes(taken), looks, self.mode()))
    }

    /// Forgets what is quickly found again.
    pub(crate) fn forget_scores(&mut self) {
        self.scores.take();
    }
}
