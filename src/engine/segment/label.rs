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
    ends: [i32; STATES.len()],
}

/// The scores of a line.
#[derive(Debug, Clone)]
struct Line {
    own: [i32; STATES.len()],
    /// The score for a heading where another snapshot says that it is one.
    heading: i32,
    /// Whether others may say that it is summary.
    may_be_summary: bool,
    /// Whether it is a sentence, of which the habit of the blog says something.
    sentence: bool,
}

/// Scores are counted in these parts of one: sums of whole numbers are exact, in whatever order they come.
const UNITS: f32 = 1024.0;

/// The score of what cannot be.
const NEVER: i32 = -(1 << 28);

fn units(score: f32) -> i32 {
    ((score * UNITS).round() as i32).max(NEVER)
}

impl Scores {
    /// The scores of lines that look like this.
    pub(crate) fn of(lines: &[Shape], looks: &Looks, mode: Mode) -> Self {
        let scorer = Scorer::of(lines, looks, mode);
        let line = |i: usize| Line {
            own: STATES.map(|state| units(scorer.look(i, state))),
            heading: units(scorer.told_heading(i)),
            may_be_summary: scorer.may_be_summary(i),
            sentence: !lines[i].open,
        };
        let last = lines.last();
        let ends = |state: State| last.map_or(0, |line| units(ends(state, *line, mode)));
        Self {
            mode,
            lines: (0..lines.len()).map(line).collect(),
            ends: STATES.map(ends),
        }
    }

    /// How well a line looks like each state in the light of a hint.
    fn with(&self, i: usize, hint: Hint) -> [i32; STATES.len()] {
        let line = &self.lines[i];
        let (begins, summary) = (units(hint.begins), units(hint.summary));
        let role = |state: State| {
            let (role, score) = hint.role?;
            (role == state.role() && state != Summary).then_some(units(score))
        };
        let told = self.mode == Mode::Plain && role(Heading).is_some();
        std::array::from_fn(|s| {
            let state = STATES[s];
            let own = match state {
                Heading if told => line.heading,
                _ => line.own[s],
            };
            let others = match state {
                Summary if line.may_be_summary => summary,
                _ if state.begins() => begins,
                _ => 0,
            };
            own.wrapping_add(others)
                .wrapping_add(role(state).unwrap_or(0))
        })
    }
}

/// Labels lines. `hints` is empty, or has one for each line.
pub(crate) fn label(scores: &Scores, habits: Habits, hints: &[Hint]) -> Vec<State> {
    let mode = scores.mode;
    let plain = STATES.map(|previous| STATES.map(|next| units(follows(previous, next, mode))));
    let mut wonted = plain;
    for (previous, steps) in STATES.into_iter().zip(&mut wonted) {
        for (step, wont) in steps.iter_mut().zip(wont(previous, habits)) {
            *step += units(wont);
        }
    }
    let mut best = [0_i32; STATES.len()];
    let mut from: Vec<[u8; STATES.len()]> = Vec::with_capacity(scores.lines.len());
    for i in 0..scores.lines.len() {
        let hint = hints.get(i).copied().unwrap_or_default();
        let looks = scores.with(i, hint);
        let mut here = [i32::MIN; STATES.len()];
        let mut back = [0; STATES.len()];
        if i == 0 {
            here = std::array::from_fn(|s| looks[s] + units(first(STATES[s], mode)));
        } else {
            let follows = match scores.lines[i].sentence {
                true => &wonted,
                false => &plain,
            };
            for (p, (best, follows)) in (0..).zip(best.iter().zip(follows)) {
                for s in 0..STATES.len() {
                    // Far from any overflow; checks would take longer than the sums.
                    let score = best.wrapping_add(follows[s]).wrapping_add(looks[s]);
                    let better = score > here[s];
                    here[s] = if better { score } else { here[s] };
                    back[s] = if better { p } else { back[s] };
                }
            }
        }
        // Only how the paths stand to each other counts.
        let top = here.into_iter().max().unwrap_or(0);
        best = here.map(|score| (score - top).max(NEVER));
        from.push(back);
    }
    for (score, ends) in best.iter_mut().zip(scores.ends) {
        *score += ends;
    }
    trace(&best, &from)
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

/// The best path: `last` are the scores of the last line's states, `from` says for each line where each state comes from.
fn trace(last: &[i32; STATES.len()], from: &[[u8; STATES.len()]]) -> Vec<State> {
    if from.is_empty() {
        return Vec::new();
    }
    let mut at = (0..STATES.len())
        .max_by_key(|state| last[*state])
        .unwrap_or(0);
    let mut path = vec![STATES[at]];
    for back in from.get(1..).unwrap_or_default().iter().rev() {
        at = usize::from(back[at]);
        path.push(STATES[at]);
    }
    path.reverse();
    path
}
