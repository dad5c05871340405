//! The labeller: gives every content line of a text its role, and says where entries begin.
//! A chain of states, scored by what each line looks like and which states follow each other; the best path wins.
//! What other snapshots of the same blog know comes in as hints, so that the same code reads a snapshot
//! by itself and again in their light.

mod score;
mod step;

use crate::engine::model::Role;
use crate::engine::segment::feature::Features;
use crate::engine::segment::feature::Shape;
use crate::engine::segment::label::score::Scores;
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

/// What other snapshots say of a line.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Hint {
    /// Log-odds, added to the line's own, that an entry begins here.
    pub(crate) begins: f32,
    /// Score for the line being part of the summary.
    pub(crate) summary: f32,
    /// A role that the line has elsewhere, with a score.
    pub(crate) role: Option<(Role, f32)>,
    /// What the habit of the blog says after an entry of one text so far, and after one of more.
    pub(crate) habit: [Wont; 2],
}

/// What the habit of a blog says for a text to begin an entry, and for it to go on with the one above.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Wont {
    pub(crate) begins: f32,
    pub(crate) stays: f32,
}

/// Labels lines. `hints` is empty, or has one for each line.
pub(crate) fn label(lines: &[Shape], looks: &Looks, mode: Mode, hints: &[Hint]) -> Vec<State> {
    let Some(scores) = Scores::of(lines, looks, mode, hints) else {
        return Vec::new();
    };
    let follows = STATES.map(|previous| STATES.map(|next| follows(previous, next, mode)));
    let mut best = [0.0; STATES.len()];
    let mut from: Vec<[u8; STATES.len()]> = Vec::with_capacity(lines.len());
    for i in 0..lines.len() {
        let looks = STATES.map(|state| scores.look(i, state));
        let mut here = [f32::NEG_INFINITY; STATES.len()];
        let mut back = [0; STATES.len()];
        if i == 0 {
            here = std::array::from_fn(|s| looks[s] + first(STATES[s], mode));
        } else {
            let habit = hints.get(i).map(|hint| hint.habit).unwrap_or_default();
            for (p, (best, follows)) in (0u8..).zip(best.iter().zip(&follows)) {
                let wont = wont(STATES[usize::from(p)], habit);
                for s in 0..STATES.len() {
                    let score = best + follows[s] + looks[s] + wont[s];
                    let better = score > here[s];
                    here[s] = if better { score } else { here[s] };
                    back[s] = if better { p } else { back[s] };
                }
            }
        }
        best = here;
        from.push(back);
    }
    if let Some(line) = lines.last() {
        for (score, state) in best.iter_mut().zip(STATES) {
            *score += ends(state, *line, mode);
        }
    }
    trace(&best, &from)
}

/// Labels lines of which nothing else is known.
pub(crate) fn alone(lines: &[&Features], mode: Mode) -> Vec<State> {
    let shapes: Vec<Shape> = lines.iter().map(|line| line.shape()).collect();
    label(&shapes, &Looks::of(lines), mode, &[])
}

/// The best path: `last` are the scores of the last line's states, `from` says for each line where each state comes from.
fn trace(last: &[f32; STATES.len()], from: &[[u8; STATES.len()]]) -> Vec<State> {
    let mut at = (0..STATES.len())
        .max_by(|a, b| last[*a].total_cmp(&last[*b]))
        .unwrap_or(0);
    let mut path = vec![STATES[at]];
    for back in from.get(1..).unwrap_or_default().iter().rev() {
        at = usize::from(back[at]);
        path.push(STATES[at]);
    }
    path.reverse();
    path
}
