//! Which states texts begin and end with, and how well one follows another.

use crate::engine::segment::feature::Shape;
use crate::engine::segment::label::Habits;
use crate::engine::segment::label::Mode;
use crate::engine::segment::label::STATES;
use crate::engine::segment::label::State;
use crate::engine::segment::label::State::Body;
use crate::engine::segment::label::State::Caption;
use crate::engine::segment::label::State::CardText;
use crate::engine::segment::label::State::CardTitle;
use crate::engine::segment::label::State::FirstBody;
use crate::engine::segment::label::State::FirstCard;
use crate::engine::segment::label::State::Heading;
use crate::engine::segment::label::State::LeadIn;
use crate::engine::segment::label::State::MediaEntry;
use crate::engine::segment::label::State::Summary;
use crate::engine::segment::label::Wont;

/// What it costs a text without headings to have an entry of one paragraph, where nothing is known of the habit of the blog.
const LONE: f32 = 0.5;

/// How well a text begins with a state.
pub(super) fn first(state: State, mode: Mode) -> f32 {
    match (mode, state) {
        (Mode::Inside, Heading) => 1.0,
        (Mode::Inside, Body) => 0.0,
        (Mode::Inside, _) => -2.0,
        (_, Summary) => 1.0,
        (_, Heading) => 0.0,
        (_, FirstBody | FirstCard | MediaEntry) => -1.5,
        _ => -30.0,
    }
}

/// How well a state follows another.
pub(super) fn follows(previous: State, next: State, mode: Mode) -> f32 {
    if next == Summary {
        return if previous == Summary {
            0.0
        } else {
            f32::NEG_INFINITY
        };
    }
    let plain = mode == Mode::Plain;
    match (previous, next) {
        (Summary, Heading) => 1.0,
        (Summary, MediaEntry) => 0.0,
        (Summary, FirstBody | FirstCard) => {
            if plain {
                0.0
            } else {
                -1.0
            }
        }
        (Summary, _) => -30.0,
        (Heading, Body) => 1.0,
        (Heading, CardTitle) => -0.3,
        (Heading, LeadIn) => -1.0,
        (Heading, Caption) => -1.0,
        (Heading, CardText) => -3.0,
        (Heading, _) => -4.0,
        (MediaEntry, Heading | MediaEntry) => 0.5,
        (MediaEntry, Body | CardText | CardTitle) => -2.5,
        (MediaEntry, Caption) => 0.5,
        (MediaEntry, _) => -1.5,
        (FirstBody, FirstBody | FirstCard) if plain => -LONE,
        (Body | FirstBody, Heading) => 0.5,
        // Short lines below the text of an entry whose borders are known are a list, unless a line points to a card.
        (Body | FirstBody, CardTitle | CardText) if mode == Mode::Inside => -3.0,
        (Body | FirstBody, CardTitle) => -1.0,
        (Body | FirstBody, LeadIn) => -0.2,
        (Body | FirstBody, CardText) => {
            if plain {
                -0.3
            } else {
                -1.5
            }
        }
        (Body | FirstBody, _) => 0.0,
        (LeadIn, CardTitle) => 2.5,
        (LeadIn, CardText) => {
            if plain {
                1.5
            } else {
                0.0
            }
        }
        (LeadIn, Body) => -1.0,
        (LeadIn, FirstBody | FirstCard) => -1.5,
        (LeadIn, LeadIn) => -2.0,
        (LeadIn, _) => 0.0,
        (CardTitle, CardText) => 2.8,
        (CardTitle, Heading) => -1.0,
        (CardTitle, _) => -3.0,
        (CardText | FirstCard, Heading | MediaEntry) => 0.5,
        (CardText | FirstCard, FirstBody | FirstCard) => {
            if plain {
                1.0
            } else {
                -0.5
            }
        }
        (CardText | FirstCard, CardTitle) => -1.0,
        (CardText | FirstCard, CardText) => {
            if plain {
                -1.0
            } else {
                -3.0
            }
        }
        (CardText | FirstCard, Body) => {
            if plain {
                -1.5
            } else {
                -2.5
            }
        }
        (CardText | FirstCard, LeadIn) => -1.0,
        (CardText | FirstCard, Caption) => -1.0,
        (Caption, Heading | MediaEntry | FirstBody) => 0.3,
        (Caption, _) => 0.0,
        (_, Summary) => f32::NEG_INFINITY,
    }
}

/// How well a text ends with a state; `footed`: it was not cut off.
pub(super) fn ends(state: State, line: Shape, mode: Mode, footed: bool) -> f32 {
    match state {
        // A text may be cut short in the middle of a sentence.
        FirstBody | Body if line.open && !footed && mode != Mode::Inside => 1.6,
        Heading if mode != Mode::Inside => -4.0,
        Heading => -2.0,
        CardTitle => -2.0,
        LeadIn => -0.5,
        _ => 0.0,
    }
}

/// What the habit of the blog adds for each state that follows one.
pub(super) fn wont(previous: State, habit: Habits, mode: Mode) -> [f32; STATES.len()] {
    let plain = mode == Mode::Plain;
    let Wont { begins, stays } = match previous {
        Heading | MediaEntry => Wont::default(),
        FirstBody | FirstCard => habit[0],
        _ => habit[1],
    };
    // What the habit says of entries of one paragraph stands for what is common.
    let known = plain && previous == FirstBody && habit != Habits::default();
    let lone = if known { LONE } else { 0.0 };
    STATES.map(|next| match next {
        FirstBody | FirstCard => begins + lone,
        Body => stays,
        _ => 0.0,
    })
}
