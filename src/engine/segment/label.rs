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

    /// The state of a line with a role, at the beginning of an entry or not.
    pub(crate) fn of(role: Role, begins: bool) -> Option<Self> {
        match role {
            Role::Paragraph | Role::ListItem if begins => Some(FirstBody),
            Role::Paragraph | Role::ListItem => Some(Body),
            _ => STATES
                .into_iter()
                .find(|state| state.role() == role && state.begins() == begins),
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

/// What other snapshots say of a line.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Hint {
    /// Log-odds, added to the line's own, that an entry begins here.
    pub(crate) begins: f32,
    /// Score for the line being part of the summary.
    pub(crate) summary: f32,
    /// A role that the line has elsewhere, with a score.
    pub(crate) role: Option<(Role, f32)>,
}

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
            sentence: !lines[i].open,
        };
        let last = lines.last();
        Self {
            mode,
            lines: (0..lines.len()).map(line).collect(),
            ends: wide(|state| last.map_or(0.0, |line| ends(state, *line, mode))),
        }
    }

    /// How well a line looks like each state in the light of a hint.
    fn with(&self, i: usize, hint: Hint) -> Wide {
        let line = &self.lines[i];
        let mut looks = line.own;
        let told = |role: Role| hint.role.filter(|told| told.0 == role);
        if self.mode == Mode::Plain && told(Role::Heading).is_some() {
            looks[Heading as usize] = line.heading;
        }
        if line.may_be_summary {
            looks[Summary as usize] += units(hint.summary);
        }
        let begins = units(hint.begins);
        for state in STATES.into_iter().filter(|state| state.begins()) {
            looks[state as usize] += begins;
        }
        if let Some((role, score)) = hint.role.filter(|told| told.0 != Role::Summary) {
            let score = units(score);
            for state in STATES.into_iter().filter(|state| state.role() == role) {
                looks[state as usize] += score;
            }
        }
        looks
    }
}

/// How well each state follows each, for lines that are no sentences and for those that are.
struct Steps([[Wide; STATES.len()]; 2]);

impl Steps {
    fn of(mode: Mode, habits: Habits) -> Self {
        let plain = STATES.map(|previous| wide(|next| follows(previous, next, mode)));
        let mut wonted = plain;
        for (previous, steps) in STATES.into_iter().zip(&mut wonted) {
            for (step, wont) in steps.iter_mut().zip(wont(previous, habits)) {
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
    for (above, steps) in above.iter().zip(steps) {
        for (here, step) in here.iter_mut().zip(steps) {
            *here = greater(*here, above + step);
        }
    }
    for (here, looks) in here.iter_mut().zip(looks) {
        *here += looks;
    }
    from_top(here)
}

fn from_top(scores: Wide) -> Wide {
    let top = scores.into_iter().fold(f32::MIN, greater);
    scores.map(|score| greater(score - top, NEVER))
}

/// The greater of two numbers, as processors find it for four at once.
fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// Labels lines. `hints` is empty, or has one for each line.
pub(crate) fn label(scores: &Scores, habits: Habits, hints: &[Hint]) -> Vec<State> {
    let steps = Steps::of(scores.mode, habits);
    let mut paths: Vec<Wide> = Vec::with_capacity(scores.lines.len());
    for (i, line) in scores.lines.iter().enumerate() {
        let looks = scores.with(i, hints.get(i).copied().unwrap_or_default());
        paths.push(match paths.last() {
            Some(above) => extended(above, steps.to(line), &looks),
            None => {
                let first = wide(|state| first(state, scores.mode));
                from_top(std::array::from_fn(|state| first[state] + looks[state]))
            }
        });
    }
    trace(scores, &steps, &paths)
}

/// The best path, from how good the best ones to each state of each line are.
fn trace(scores: &Scores, steps: &Steps, paths: &[Wide]) -> Vec<State> {
    let Some(last) = paths.last() else {
        return Vec::new();
    };
    let end = |state: &State| last[*state as usize] + scores.ends[*state as usize];
    let best = STATES.into_iter().max_by(|a, b| end(a).total_cmp(&end(b)));
    let mut at = best.unwrap_or(Body);
    let mut states = vec![at; paths.len()];
    for i in (1..paths.len()).rev() {
        let (above, steps) = (&paths[i - 1], steps.to(&scores.lines[i]));
        let mut most = f32::MIN;
        let mut from = at;
        for state in STATES {
            let score = above[state as usize] + steps[state as usize][at as usize];
            if score > most {
                (most, from) = (score, state);
            }
        }
        at = from;
        states[i - 1] = at;
    }
    states
}

/// A line that was labelled with one hint and has another now.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turn {
    pub(crate) line: usize,
    /// What it was taken for.
    pub(crate) state: State,
    pub(crate) before: Hint,
    pub(crate) after: Hint,
}

impl Turn {
    /// Whether the line is labelled as it was: the other hint speaks for what it was taken for by at least as much more as for
    /// anything else. If all turns do, no other path got better than the best one, and since scores are whole numbers,
    /// none of those that were as good is taken instead.
    pub(crate) fn stays(&self, scores: &Scores) -> bool {
        let before = scores.with(self.line, self.before);
        let after = scores.with(self.line, self.after);
        let more = |state: usize| after[state] - before[state];
        let mine = STATES.iter().position(|state| *state == self.state);
        mine.is_some_and(|mine| (0..STATES.len()).all(|state| more(state) <= more(mine)))
    }
}

/// Labels lines of which nothing else is known.
pub(crate) fn alone(lines: &[&Features], mode: Mode) -> Vec<State> {
    let shapes: Vec<Shape> = lines.iter().map(|line| line.shape()).collect();
    let scores = Scores::of(&shapes, &Looks::of(lines), mode);
    label(&scores, Habits::default(), &[])
}
