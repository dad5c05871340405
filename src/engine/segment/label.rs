//! The labeller: gives every content line of a text its role, and says where entries begin.
//! A chain of states, scored by what each line looks like and which states follow each other; the best path wins.
//! What other snapshots of the same blog know comes in as hints, so that the same code reads a snapshot
//! by itself and again in their light.

mod score;
mod step;

use crate::engine::model::Role;
use crate::engine::segment::feature::Features;
use crate::engine::segment::feature::Shape;
use crate::engine::segment::label::score::Scorer;
use crate::engine::segment::label::step::ends;
use crate::engine::segment::label::step::first;
use crate::engine::segment::label::step::follows;
use crate::engine::segment::label::step::wont;
use crate::engine::segment::looks::Looks;

/// What a line is, and whether an entry begins with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Summary,
    Heading,
    MediaEntry,
    FirstBody,
    Body,
    LeadIn,
    CardTitle,
    FirstCard,
    CardText,
    Caption,
}

use State::Body;
use State::Caption;
use State::CardText;
use State::CardTitle;
use State::FirstBody;
use State::FirstCard;
use State::Heading;
use State::LeadIn;
use State::MediaEntry;
use State::Summary;

const STATES: [State; 10] = [
    Summary, Heading, MediaEntry, FirstBody, Body, LeadIn, CardTitle, FirstCard, CardText, Caption,
];

impl State {
    /// The role that the export names.
    pub(crate) fn role(self) -> Role {
        match self {
            Summary => Role::Summary,
            Heading => Role::Heading,
            MediaEntry | Caption => Role::Media,
            FirstBody | Body => Role::Paragraph,
            LeadIn => Role::LeadIn,
            CardTitle => Role::CardTitle,
            FirstCard | CardText => Role::CardText,
        }
    }

    /// Whether an entry begins here.
    pub(crate) fn begins(self) -> bool {
        matches!(self, Heading | MediaEntry | FirstBody | FirstCard)
    }
}

/// What a text lets expect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Headings were kept.
    Headed,
    /// Headings were dropped.
    Plain,
    /// The lines of one entry whose borders are known.
    Inside,
}

/// What other snapshots say of a line, in multiples of 1/16.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Hint {
    /// Log-odds, added to the line's own, that an entry begins here.
    pub(crate) begins: f32,
    /// Score for the line being part of the summary.
    pub(crate) summary: f32,
    /// A role that the line has elsewhere, with a score.
    pub(crate) role: Option<(Role, f32)>,
}

impl Hint {
    /// Whether it says for sure that the line names an author.
    pub(crate) fn names_author(self) -> bool {
        self.role.is_some_and(is_author)
    }

    /// Whether a line stays what it is taken for when it hears this instead of something else, whatever it looks like: this
    /// adds no less for a line of this role that begins an entry, or does not, than for any other.
    pub(crate) fn bears_out(self, before: Self, mode: Mode, (role, begins): (Role, bool)) -> bool {
        let told = |hint: Self| hint.role.is_some_and(|told| told.0 == Role::Heading);
        if mode == Mode::Plain && told(self) != told(before) {
            return false;
        }
        if self.names_author() != before.names_author() {
            return false;
        }
        let more = |role: Role, begins: bool| self.adds(role, begins) - before.adds(role, begins);
        let here = more(role, begins);
        // Of some lines nobody else may say that they are summary.
        let here = match role {
            Role::Summary => here.min(0.0),
            _ => here,
        };
        STATES.into_iter().all(|state| {
            let there = more(state.role(), state.begins());
            match state {
                Summary => role == Role::Summary || there.max(0.0) <= here,
                _ => there <= here,
            }
        })
    }

    /// What it says where the top of a page quotes an entry: others tell of the entry.
    fn of_quotation(self) -> Self {
        Self {
            begins: 0.0,
            summary: self.summary.max(0.0),
            role: None,
        }
    }

    /// What it says of the line that the top of the page tells right above it.
    fn of_first(self) -> Self {
        Self {
            begins: self.begins.max(0.0),
            ..self
        }
    }

    /// What it adds for a line of a role that begins an entry, or does not.
    fn adds(self, role: Role, begins: bool) -> f32 {
        let first = if begins { self.begins } else { 0.0 };
        match self.role {
            _ if role == Role::Summary => first + self.summary,
            Some((told, score)) if told == role => first + score,
            Some((Role::Paragraph, score)) if role == Role::Heading && score >= MARKED => {
                first - NO_HEADING
            }
            _ => first,
        }
    }
}

/// The score of a role that a page with markup states, the most that a hint says for any; and what it says against a heading that such
/// a page tells a line as text.
pub(crate) const MARKED: f32 = 6.0;

/// Whether a role that a line has elsewhere, with its score, says for sure that it names an author.
pub(crate) fn is_author((role, score): (Role, f32)) -> bool {
    role == Role::Byline && score >= AUTHOR
}

/// The score of an author's name that a page states with its times.
const AUTHOR: f32 = 4.0;

const NO_HEADING: f32 = 6.0;

/// What the habit of a blog says after an entry of one text so far, and after one of more.
pub(crate) type Habits = [Wont; 2];

/// What it says for a text to begin an entry, and for it to go on with the one above.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Wont {
    pub(crate) begins: f32,
    pub(crate) stays: f32,
}

/// How well each line of a text looks like each state, in [`UNITS`], whatever other snapshots say of it.
#[derive(Debug, Clone)]
pub(crate) struct Scores {
    pub(super) mode: Mode,
    lines: Vec<Line>,
    /// How well the text ends with each state.
    ends: Wide,
}

/// A score for each state, with room for whole vectors.
type Wide = [f32; 12];

/// The scores of a line.
#[derive(Debug, Clone)]
struct Line {
    own: Wide,
    /// The score for a heading where another snapshot says that it is one.
    heading: f32,
    /// Whether others may say that it is summary.
    may_be_summary: bool,
    /// Whether the top of the page quotes there what it tells further down.
    quoted: bool,
    /// Whether the top of the page tells what stands there, right below: others, to whom the lines at the top are no summary,
    /// say nothing against the beginning of an entry.
    first: bool,
    /// Whether it is a sentence, of which the habit of the blog says something.
    sentence: bool,
}

/// Scores are counted in these parts of one: sums of whole numbers are exact, in whatever order they come.
const UNITS: f32 = 1024.0;

/// The score of what cannot be. It is far below all others, and whole numbers are exact to twice as far.
const NEVER: f32 = -8_388_608.0;

fn units(score: f32) -> f32 {
    (score * UNITS).round().max(NEVER)
}

/// The same of a score of a hint: these are multiples of 1/16.
fn whole(score: f32) -> f32 {
    score * UNITS
}

fn wide(score: impl Fn(State) -> f32) -> Wide {
    let mut wide = [NEVER; _];
    for state in STATES {
        wide[state as usize] = units(score(state));
    }
    wide
}

impl Scores {
    /// The scores of lines that look like this.
    pub(crate) fn of(lines: &[Shape], looks: &Looks, mode: Mode) -> Self {
        let scorer = Scorer::of(lines, looks, mode);
        let line = |i: usize| Line {
            own: wide(|state| scorer.look(i, state)),
            heading: units(scorer.told_heading(i)),
            may_be_summary: scorer.may_be_summary(i),
            quoted: i < looks.quoted,
            first: i == looks.quoted && looks.opens_entries,
            sentence: !lines[i].open,
        };
        let last = lines.last();
        Self {
            mode,
            lines: (0..lines.len()).map(line).collect(),
            ends: wide(|state| last.map_or(0.0, |line| ends(state, *line, mode, looks.footed))),
        }
    }

    /// How well a line looks like each state in the light of a hint.
    fn with(&self, i: usize, hint: Hint) -> Wide {
        let line = &self.lines[i];
        let hint = if line.quoted {
            hint.of_quotation()
        } else if line.first {
            hint.of_first()
        } else {
            hint
        };
        let mut looks = line.own;
        let told = |role: Role| hint.role.filter(|told| told.0 == role);
        if self.mode == Mode::Plain && told(Role::Heading).is_some() {
            looks[Heading as usize] = line.heading;
        }
        if line.may_be_summary {
            looks[Summary as usize] += whole(hint.summary);
        }
        let begins = whole(hint.begins);
        for state in STATES.into_iter().filter(|state| state.begins()) {
            looks[state as usize] += begins;
        }
        if let Some((role, score)) = hint.role.filter(|told| told.0 != Role::Summary) {
            let score = whole(score);
            for state in STATES.into_iter().filter(|state| state.role() == role) {
                looks[state as usize] += score;
            }
        }
        if told(Role::Paragraph).is_some_and(|(_, score)| score >= MARKED) {
            looks[Heading as usize] -= whole(NO_HEADING);
        }
        looks
    }
}

/// How well each state follows each, for lines that are no sentences and for those that are.
#[derive(Debug)]
struct Steps([[Wide; STATES.len()]; 2]);

impl Steps {
    fn of(mode: Mode, habits: Habits) -> Self {
        let plain = STATES.map(|previous| wide(|next| follows(previous, next, mode)));
        let mut wonted = plain;
        for (previous, steps) in STATES.into_iter().zip(&mut wonted) {
            for (step, wont) in steps.iter_mut().zip(wont(previous, habits, mode)) {
                *step += units(wont);
            }
        }
        Self([plain, wonted])
    }

    /// Those to a line.
    fn to(&self, line: &Line) -> &[Wide; STATES.len()] {
        &self.0[usize::from(line.sentence)]
    }
}

/// How good the best path to each state of a line is, if those to the line above are `above`. Only how they stand to each
/// other counts: the best of them is 0.
fn extended(above: &Wide, steps: &[Wide; STATES.len()], looks: &Wide) -> Wide {
    let mut here = [2.0 * NEVER; _];
    for state in STATES {
        let (above, steps) = (above[state as usize], &steps[state as usize]);
        for s in 0..here.len() {
            here[s] = greater(here[s], above + steps[s]);
        }
    }
    for s in 0..here.len() {
        here[s] += looks[s];
    }
    from_top(here)
}

fn from_top(mut scores: Wide) -> Wide {
    let mut top = f32::MIN;
    for score in scores {
        top = greater(top, score);
    }
    for score in &mut scores {
        *score = greater(*score - top, NEVER);
    }
    scores
}

/// The greater of two numbers, as processors find it for four at once.
#[inline]
fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// How lines are labelled, with how good the best path to each state of each line is: where few hints change, little is
/// found again. Scores are whole numbers and their sums exact, so that the outcome is that of finding all again.
#[derive(Debug)]
pub(crate) struct Paths {
    steps: Steps,
    best: Vec<Wide>,
    states: Vec<State>,
    /// The lines that name authors, as others say: what stands below follows what stands above.
    passed: Vec<bool>,
}

impl Paths {
    /// Labels lines. `hints` is empty, or has one for each line.
    pub(crate) fn of(scores: &Scores, habits: Habits, hints: &[Hint]) -> Self {
        let lines = scores.lines.len();
        let mut paths = Self {
            steps: Steps::of(scores.mode, habits),
            best: Vec::with_capacity(lines),
            states: vec![Body; lines],
            passed: Vec::with_capacity(lines),
        };
        for line in 0..lines {
            let hint = hints.get(line).copied().unwrap_or_default();
            let best = paths.best(line, scores, hint);
            paths.best.push(best);
            paths.passed.push(hint.names_author());
        }
        paths.trace(scores, &vec![true; lines]);
        paths
    }

    /// What each line is taken for.
    pub(crate) fn states(&self) -> &[State] {
        &self.states
    }

    /// Labels the lines again of which some have other hints than before, `turned` from top to bottom. Returns whether any
    /// is taken for something else.
    pub(crate) fn turn(
        &mut self,
        scores: &Scores,
        hint: impl Fn(usize) -> Hint,
        turned: &[usize],
    ) -> bool {
        let mut differs = vec![false; self.best.len()];
        let mut turned = turned.iter().copied().peekable();
        while let Some(mut line) = turned.next() {
            loop {
                let told = hint(line);
                let best = self.best(line, scores, told);
                differs[line] = best != self.best[line];
                self.best[line] = best;
                let passed = told.names_author();
                if std::mem::replace(&mut self.passed[line], passed) != passed {
                    differs[line.saturating_sub(1)] = true;
                    differs[line] = true;
                }
                let goes_on = differs[line];
                line += 1;
                let turns = turned.next_if_eq(&line).is_some();
                if line == self.best.len() || !(goes_on || turns) {
                    break;
                }
            }
        }
        self.trace(scores, &differs)
    }

    /// How good the best path to each state of a line is, from those to the line above.
    fn best(&self, line: usize, scores: &Scores, hint: Hint) -> Wide {
        let looks = match hint.names_author() {
            true => [0.0; _],
            false => scores.with(line, hint),
        };
        match line.checked_sub(1) {
            Some(above) if hint.names_author() => self.best[above],
            Some(above) => {
                let steps = self.steps.to(&scores.lines[line]);
                extended(&self.best[above], steps, &looks)
            }
            None => {
                let first = wide(|state| first(state, scores.mode));
                from_top(std::array::from_fn(|state| first[state] + looks[state]))
            }
        }
    }

    /// Finds the best path of all, if the best ones to some lines differ from before. Returns whether it does.
    fn trace(&mut self, scores: &Scores, differs: &[bool]) -> bool {
        let (mut any, mut below_differs) = (false, false);
        for line in (0..self.states.len()).rev() {
            if !differs[line] && !below_differs {
                continue;
            }
            let state = match self.states.get(line + 1) {
                Some(below) => self.before(line, *below, scores),
                None => self.last(scores),
            };
            below_differs = state != self.states[line];
            self.states[line] = state;
            any |= below_differs;
        }
        any
    }

    /// The state with which the best path ends.
    fn last(&self, scores: &Scores) -> State {
        let best = self.best.last().copied().unwrap_or([0.0; _]);
        let end = |state: &State| best[*state as usize] + scores.ends[*state as usize];
        let last = STATES.into_iter().max_by(|a, b| end(a).total_cmp(&end(b)));
        last.unwrap_or(Body)
    }

    /// The state of a line on the best path to a state of the line below.
    fn before(&self, line: usize, below: State, scores: &Scores) -> State {
        if self.passed[line + 1] {
            return below;
        }
        let steps = self.steps.to(&scores.lines[line + 1]);
        let (mut most, mut before) = (f32::MIN, Body);
        for state in STATES {
            let score = self.best[line][state as usize] + steps[state as usize][below as usize];
            if score > most {
                (most, before) = (score, state);
            }
        }
        before
    }
}

/// Labels lines of which nothing else is known.
pub(crate) fn alone(lines: &[&Features], mode: Mode) -> Vec<State> {
    let shapes: Vec<Shape> = lines.iter().map(|line| line.shape()).collect();
    let scores = Scores::of(&shapes, &Looks::of(lines), mode);
    Paths::of(&scores, Habits::default(), &[]).states
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_bears_out_what_it_adds_most_to() {
        let hint = |begins: f32, role: Role, score: f32| Hint {
            begins,
            summary: 0.0,
            role: Some((role, score)),
        };
        let known = hint(-10.0, Role::Paragraph, 2.0);
        let now = hint(-11.0, Role::Paragraph, 4.0);
        let bears_out =
            |role: Role, begins: bool| now.bears_out(known, Mode::Plain, (role, begins));
        assert!(bears_out(Role::Paragraph, false));
        assert!(!bears_out(Role::Paragraph, true));
        assert!(!bears_out(Role::CardText, false));
        // Text without headings looks otherwise where a heading is told.
        let heading = hint(-11.0, Role::Heading, 6.0);
        assert!(!heading.bears_out(known, Mode::Plain, (Role::Heading, true)));
    }
}
