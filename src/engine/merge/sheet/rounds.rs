//! How a sheet is labelled again, round by round, in the light of what the others say.

use std::sync::Arc;

use crate::engine::merge::hint::Packed;
use crate::engine::merge::sheet::ROUNDS;
use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::sheet::Taken;
use crate::engine::merge::sheet::detail::Course;
use crate::engine::merge::sheet::number_postings;
use crate::engine::model::Role;
use crate::engine::segment;
use crate::engine::segment::feature::Shape;
use crate::engine::segment::label::Hint;
use crate::engine::segment::label::Paths;
use crate::engine::segment::label::Scores;
use crate::engine::segment::looks::Looks;

/// No more lines name the authors of one entry.
pub(super) const MOST_AUTHORS: usize = 8;

/// Longer lines name no authors.
const LONGEST_NAME: usize = 8;

/// The rows of a sheet that are labelled, and how well each looks like each state: the same at every stage.
#[derive(Debug)]
pub(super) struct Scored {
    rows: Vec<usize>,
    scores: Scores,
}

impl Sheet {
    /// Whether a round labels this sheet again.
    pub(crate) fn takes_part(&self, round: usize) -> bool {
        self.open && ROUNDS[round].contains(&self.form)
    }

    /// Gives rows their hints for a round; returns those for which it had another, with that.
    pub(crate) fn hear(
        &mut self,
        round: usize,
        heard: impl Iterator<Item = (usize, Packed)>,
    ) -> Vec<(usize, Packed)> {
        self.course.change(|course| {
            let hints = &mut course.hints[round];
            if hints.is_empty() {
                hints.resize(course.gists.len(), Packed::NONE);
            }
            let hear = |(row, hint): (usize, Packed)| {
                let before = std::mem::replace(hints.get_mut(row)?, hint);
                (before != hint).then_some((row, before))
            };
            heard.filter_map(hear).collect()
        })
    }

    /// The hint that a round gave a row, if it gave it one.
    pub(crate) fn heard(&self, round: usize, row: usize) -> Option<Packed> {
        let heard = self.all_heard(round).get(row).copied();
        heard.filter(|hint| *hint != Packed::NONE)
    }

    /// The hints that a round gave the rows, if it gave any.
    pub(crate) fn all_heard(&self, round: usize) -> &[Packed] {
        &self.course.hints[round]
    }

    /// Labels the rows in a round, after what it is taken for before it changed (`moved`) or its hints; `heard` are those rows
    /// that hear something else, from top to bottom, with what they heard before. Returns what the rows were taken for after
    /// this round, if that changed.
    pub(crate) fn go_through(
        &mut self,
        round: usize,
        moved: bool,
        heard: &[(usize, Packed)],
    ) -> Option<Arc<[Taken]>> {
        let mut paths = self.paths[round].take().filter(|_| !moved);
        let stays = match &mut paths {
            Some(paths) => self.stays(round, heard, paths),
            None => !moved && self.is_borne_out(round, heard),
        };
        if stays {
            self.paths[round] = paths;
            return None;
        }
        let before = &self.course.stages[round];
        let after: Arc<[Taken]> = if self.takes_part(round) {
            let hints = self.all_heard(round).iter().map(|hint| hint.hint());
            let after = self.labelled(before, &hints.collect::<Vec<_>>(), &mut paths);
            if *after == **before {
                Arc::clone(before)
            } else {
                after.into()
            }
        } else {
            Arc::clone(before)
        };
        // Of what states its borders more hangs on the hints than how lines are labelled.
        self.paths[round] = paths.filter(|_| self.is_inferred());
        let replace = |course: &mut Course| std::mem::replace(&mut course.stages[round + 1], after);
        let before = self.course.change(replace);
        (*before != *self.at(round + 1)).then_some(before)
    }

    /// The rows that are labelled: those which no line of times takes up, below the head of the page.
    pub(super) fn open_rows<'t>(&'t self, taken: &'t [Taken]) -> impl Iterator<Item = usize> + 't {
        let rows = self.rows();
        let open = |i: &usize| taken[*i].role != Role::Byline && !rows[*i].head;
        (0..taken.len()).filter(open)
    }

    /// Labels the rows again, by the paths that are known, or finds these. Lines that state times keep their role; of a stamped
    /// text only what stands above its first stamp is open.
    pub(super) fn labelled(
        &self,
        before: &[Taken],
        hints: &[Hint],
        paths: &mut Option<Box<Paths>>,
    ) -> Vec<Taken> {
        let mut taken = before.to_vec();
        let Some(looks) = self.looks() else {
            self.correct(&mut taken, hints);
            return taken;
        };
        let inferred = self.is_inferred();
        let first = taken.iter().position(|row| row.begins);
        let stamped = first.filter(|_| !inferred);
        if stamped.is_none() {
            taken.iter_mut().for_each(|row| row.begins = false);
        }
        let Scored { rows, scores } = self.scored(looks, before);
        let said = |i: usize| hints.get(i).copied().unwrap_or_default();
        let signed = |i: usize| self.signed(before, i, said);
        let hint = |i: &usize| self.hint(before, *i, said(*i), signed(*i));
        let paths = paths.get_or_insert_with(|| {
            let here: Vec<Hint> = rows.iter().map(hint).collect();
            Box::new(Paths::of(scores, self.wont, &here))
        });
        let lines = self.rows();
        let shapes = rows.iter().map(|i| lines[*i].shape);
        let labels = segment::labels(shapes, looks, self.mode(), paths.states());
        let open = |i: usize| stamped.is_none_or(|first| i < first);
        for (i, label) in rows.iter().zip(labels).filter(|(i, _)| open(**i)) {
            if self.is_told_author(*i, said(*i)) {
                taken[*i].role = Role::Byline;
                continue;
            }
            // A caption above the first time that no other page knows is this page's own.
            let caption = taken[*i].role == Role::Media && said(*i) == Hint::default();
            taken[*i].begins = label.begins && !(caption && stamped.is_some());
            taken[*i].role = label.role;
        }
        let below = if inferred { 1..taken.len() } else { 0..0 };
        for i in below {
            if !taken[i].begins {
                continue;
            }
            let timed = self.states_time(&taken, i - 1).then_some(i - 1);
            if let Some(above) = timed.or_else(|| signed(i).map(|by| by.0)) {
                taken[above].begins = true;
                taken[i].begins = false;
            }
        }
        if inferred {
            self.take_down_head(&mut taken, hints);
        }
        number_postings(&mut taken);
        if !inferred {
            self.correct(&mut taken, hints);
        }
        taken
    }

    /// Which of the authors right above a row begins an entry elsewhere, and how far that speaks for a beginning here: the text below
    /// them does.
    fn signed(
        &self,
        before: &[Taken],
        row: usize,
        said: impl Fn(usize) -> Hint,
    ) -> Option<(usize, f32)> {
        let authors = (0..row).rev().take(MOST_AUTHORS);
        let authors = authors.take_while(|above| self.is_author(before, *above, said(*above)));
        let begins = authors.map(|above| (above, said(above).begins));
        let begins = begins.filter(|(_, begins)| *begins > 0.0);
        begins.reduce(|below, above| (above.0, below.1.max(above.1)))
    }

    /// Whether a row is a line that names an author, by itself or as others say.
    fn is_author(&self, before: &[Taken], row: usize, said: Hint) -> bool {
        self.names_author(before, row) || self.is_told_author(row, said)
    }

    /// Whether others say for sure that a row names an author.
    pub(super) fn is_told_author(&self, row: usize, said: Hint) -> bool {
        said.names_author() && self.rows()[row].shape.len() <= LONGEST_NAME
    }

    /// The hint of a row: what the other sheets say of it, and what stands right above it.
    fn hint(&self, before: &[Taken], row: usize, said: Hint, signed: Option<(usize, f32)>) -> Hint {
        let begins = signed.map_or(said.begins, |(_, begins)| said.begins.max(begins));
        let below_time = row > 0 && self.states_time(before, row - 1);
        let author = self.is_told_author(row, said);
        let role = said.role.filter(|_| author || !said.names_author());
        Hint {
            role,
            begins: begins + if below_time { segment::STAMPED } else { 0.0 },
            summary: said.summary + self.bare,
        }
    }

    /// Whether what some rows hear in a round instead of what they heard before speaks for what they are taken for already, so
    /// that all rows stay what they are. This needs no paths, which only the newest sheets have.
    fn is_borne_out(&self, round: usize, heard: &[(usize, Packed)]) -> bool {
        let Some(looks) = self.looks().filter(|_| self.is_inferred()) else {
            return false;
        };
        let (before, after) = (self.at(round), self.at(round + 1));
        // A time or an author says where entries begin, too, and what repeats a heading is one only by name.
        let stamp = |row: usize| {
            [before, after]
                .iter()
                .any(|at| at[row].role == Role::Byline)
        };
        let named = |row: usize| after[row].role == Role::Heading && looks.again.contains(&true);
        // What the top of the page quotes hears of its own, and what stands right below that.
        let below = self.open_rows(before).nth(looks.quoted);
        let quoted = |row: usize| looks.quoted > 0 && below.is_none_or(|below| row <= below);
        let role = |row: usize| match after[row].role {
            Role::ListItem => Role::Paragraph,
            role => role,
        };
        after.len() == before.len()
            && self.keeps_head(round, heard)
            && heard.iter().all(|(row, known)| {
                if self.rows()[*row].head {
                    return true;
                }
                let hint = self.all_heard(round)[*row].hint();
                let mine = (role(*row), after[*row].begins);
                let plain = !stamp(*row) && (*row == 0 || !stamp(row - 1)) && !named(*row);
                let heard = *known != Packed::NONE;
                plain && !quoted(*row) && heard && hint.bears_out(known.hint(), self.mode(), mine)
            })
    }

    /// Whether a round takes the rows for the same as before though it hears something else of some; by these paths they were
    /// labelled before.
    fn stays(&self, round: usize, heard: &[(usize, Packed)], paths: &mut Paths) -> bool {
        let (before, hints) = (self.at(round), self.all_heard(round));
        let Some(looks) = self.looks() else {
            return false;
        };
        let Scored { rows, scores } = self.scored(looks, before);
        let said = |row: usize| hints[row].hint();
        let hint = |line: usize| {
            let row = rows[line];
            let signed = self.signed(before, row, said);
            self.hint(before, row, said(row), signed)
        };
        let is_author = |row: &usize| self.is_author(before, *row, said(*row));
        let mut lines: Vec<usize> = Vec::with_capacity(heard.len());
        let mut signed = false;
        for (row, known) in heard {
            lines.extend(rows.binary_search(row));
            // What an author's line hears counts for the text below.
            if self.is_told_author(*row, known.hint()) || is_author(row) {
                signed = true;
                let mut reach = (row + 1..before.len()).take(MOST_AUTHORS);
                let below = reach.find(|below| !is_author(below));
                lines.extend(below.and_then(|below| rows.binary_search(&below).ok()));
            }
        }
        lines.sort_unstable();
        lines.dedup();
        !paths.turn(scores, hint, &lines) && !signed && self.keeps_head(round, heard)
    }

    /// The rows that are labelled; which these are is the same at every stage.
    fn scored(&self, looks: &Looks, taken: &[Taken]) -> &Scored {
        self.scored.get_or_init(|| {
            let rows: Vec<usize> = self.open_rows(taken).collect();
            let lines = self.rows();
            let shapes: Vec<Shape> = rows.iter().map(|i| lines[*i].shape).collect();
            let scores = Scores::of(&shapes, looks, self.mode());
            Box::new(Scored { rows, scores })
        })
    }

    /// Forgets what is quickly found again.
    pub(crate) fn forget_scores(&mut self) {
        self.scored.take();
        self.forget_paths();
    }

    /// Forgets how it was labelled.
    pub(crate) fn forget_paths(&mut self) {
        self.paths = Default::default();
    }
}
