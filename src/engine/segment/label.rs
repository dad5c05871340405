//! The labeller: gives every content line of a text its role, and says where entries begin.
//! A chain of states, scored by what each line looks like and which states follow each other; the best path wins.
//! What other snapshots of the same blog know comes in as hints, so that the same code reads a snapshot
//! by itself and again in their light.

use crate::engine::model::Role;
use crate::engine::segment::feature::Features;
use crate::engine::segment::feature::Shape;
use crate::engine::segment::heading::Standing;
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

/// What the habit of the blog adds for each state that follows one.
fn wont(previous: State, habit: [Wont; 2]) -> [f32; STATES.len()] {
    let Wont { begins, stays } = match previous {
        Summary | Heading | MediaEntry => Wont::default(),
        FirstBody | FirstCard => habit[0],
        _ => habit[1],
    };
    STATES.map(|next| match next {
        FirstBody | FirstCard => begins,
        Body => stays,
        _ => 0.0,
    })
}

/// Labels lines of which nothing else is known.
pub(crate) fn alone(lines: &[&Features], mode: Mode) -> Vec<State> {
    let shapes: Vec<Shape> = lines.iter().map(|line| line.shape()).collect();
    label(&shapes, &Looks::of(lines), mode, &[])
}

/// How well a text ends with a state.
fn ends(state: State, line: Shape, mode: Mode) -> f32 {
    match state {
        // A text may be cut short in the middle of a sentence.
        FirstBody | Body if line.open && mode != Mode::Inside => 1.6,
        Heading if mode != Mode::Inside => -4.0,
        Heading => -2.0,
        CardTitle => -2.0,
        LeadIn => -0.5,
        _ => 0.0,
    }
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

/// Everything about the lines that the scores need.
struct Scores<'a> {
    lines: &'a [Shape],
    looks: &'a Looks,
    mode: Mode,
    hints: &'a [Hint],
    /// Log-odds for a beginning that the text as a whole adds to those of each line.
    bias: f32,
}

/// What it costs a text without headings to have an entry of one paragraph.
const LONE: f32 = 0.5;

/// The score for a line being summary whose news no entry tells, where headings set the entries off.
const UNTOLD: f32 = 0.3;

/// What is taken from that where few headings set the entries off.
const UNTOLD_UNHEADED: f32 = -1.3;

/// The score for a short line in a row of such at the top being summary.
const KEY_POINT: f32 = 2.0;

/// What it says for a heading, and against summary, that a short line stands above running text.
const OVER_TEXT: f32 = 0.8;

/// An exclamation or question above text with no more words is a heading as much as a line without a stop.
const SHORTEST_CALL: usize = 8;

/// What it says against a heading that it stands above another short line that does not repeat it.
const OVER_SHORT: f32 = 1.5;

/// What it says against summary that a heading stands above, or that a line greets or signs off.
const UNDER_HEADING: f32 = 4.0;
const TURNS: f32 = 1.0;

/// The score for a line being the title of another article that a word before it says it is, and against all else.
const REFERS: f32 = 4.0;

/// The score for a line of a list or table.
const ROW: f32 = 0.5;

/// What it says against running text that a short question stands between a short line and text.
const ASKS: f32 = 1.5;

/// What it says for a beginning that furniture which ends entries stands above.
const CLOSED: f32 = 4.0;

/// The score for a line that the page marks as a heading.
const MARKED: f32 = 7.0;

/// What it says against the title of a card that it has a credit.
const CREDITED: f32 = 3.0;

/// What it says for a heading that its few words greet or sign off.
const GREETS: f32 = 1.5;
const LONGEST_GREETING: usize = 4;

/// The score for a few words between a heading that the page marks and its text being what a picture shows.
const LABELLED: f32 = 1.0;
const LONGEST_LABEL: usize = 6;

/// The score for a short line above another being a caption without a credit, or a line of a table.
const UNCREDITED: f32 = -0.5;

impl<'a> Scores<'a> {
    fn of(lines: &'a [Shape], looks: &'a Looks, mode: Mode, hints: &'a [Hint]) -> Option<Self> {
        let bias = match mode {
            Mode::Plain => 0.0,
            Mode::Headed => unheaded_bias(lines, looks.headings.trust()),
            Mode::Inside => -50.0,
        };
        (!lines.is_empty()).then_some(Self {
            lines,
            looks,
            mode,
            hints,
            bias,
        })
    }

    /// Log-odds that an entry begins at a line.
    fn begins(&self, i: usize) -> f32 {
        (self.looks.odds[i] + self.bias).clamp(-8.0, 6.0)
    }

    /// How well a line looks like a state.
    fn look(&self, i: usize, state: State) -> f32 {
        let line = self.lines[i];
        let hint = self.hints.get(i).copied().unwrap_or_default();
        let own = match state {
            Caption if self.is_again(i) => MARKED,
            _ if self.is_again(i) => -MARKED,
            CardTitle if line.refers => REFERS,
            _ if line.refers => -REFERS,
            Summary => self.summary(i, line) + hint.summary,
            Heading => self.heading(i, line),
            MediaEntry if self.mode == Mode::Headed && line.media && line.open => 4.0,
            MediaEntry => -12.0,
            FirstBody | FirstCard if self.looks.retells[i] => -3.0,
            FirstBody => body(line) + self.begins(i),
            Body if self.looks.retells[i] => body(line) - 1.0,
            Body if self.is_row(i) => ROW,
            Body if self.asks_below_short(i) => body(line) - ASKS,
            Body => body(line),
            LeadIn if line.lead_in => 2.5,
            LeadIn if line.colon && self.mode == Mode::Inside => -4.0,
            LeadIn if line.colon => -1.5,
            LeadIn => -8.0,
            CardTitle | CardText if self.mode == Mode::Inside && self.looks.rows[i] => -8.0,
            CardTitle => self.card_title(i, line),
            FirstCard | CardText if self.mode == Mode::Plain && self.is_row(i) => -8.0,
            FirstCard => card_text(line) + self.begins(i),
            CardText if self.looks.retells[i] => card_text(line) + 3.0,
            CardText => card_text(line),
            Caption if line.credit || self.looks.captions[i] => 3.0,
            Caption if self.mode == Mode::Inside && i > 0 && self.looks.bracketed[i] => 2.0,
            Caption if line.media => 1.0,
            Caption if self.mode == Mode::Headed && self.is_row(i) => ROW,
            Caption if self.is_below_marked(i) && line.len() <= LONGEST_LABEL => LABELLED,
            Caption if self.is_over_short(i) => UNCREDITED,
            Caption => -5.0,
        };
        let begins = match state {
            _ if !state.begins() && self.looks.closed[i] => -CLOSED,
            _ if !state.begins() => 0.0,
            _ if self.looks.marked.other(i) => hint.begins - MARKED,
            _ if self.looks.closed[i] => hint.begins + CLOSED,
            _ => hint.begins,
        };
        let role = hint
            .role
            .filter(|(role, _)| *role == state.role() && state != Summary)
            .map_or(0.0, |(_, score)| score);
        own + begins + role
    }

    fn summary(&self, i: usize, line: Shape) -> f32 {
        if self.mode == Mode::Inside {
            return -50.0;
        }
        let retold = match (self.looks.returns[i], self.looks.retold) {
            (true, _) => 3.0,
            (false, true) => -1.0 + 2.0 * self.looks.recurs[i],
            (false, false) if self.mode == Mode::Plain => 3.0 * self.looks.recurs[i],
            (false, false) => self.untold() + 2.0 * self.looks.recurs[i],
        };
        let headed = self.mode == Mode::Headed;
        let shape = if line.bullet {
            1.5
        } else if headed && self.looks.points[i] {
            KEY_POINT
        } else if line.open || line.lively && line.len() <= 18 {
            -0.6
        } else {
            1.5
        };
        let length = if i > 6 { -0.8 * (i - 6) as f32 } else { 0.0 };
        let under = if headed && i >= self.looks.first_heading {
            UNDER_HEADING * self.looks.headings.trust()
        } else {
            0.0
        };
        let turns = if self.looks.turns[i] { TURNS } else { 0.0 };
        retold + shape + length - under - turns
    }

    /// The score for a line being summary that is told nowhere else.
    fn untold(&self) -> f32 {
        UNTOLD + UNTOLD_UNHEADED * (1.0 - self.looks.headings.trust())
    }

    /// Whether a line without a final stop stands above a heading, as captions do, or above another line of its kind.
    fn is_over_short(&self, i: usize) -> bool {
        self.mode == Mode::Headed
            && self.lines[i].open
            && self.looks.standing[i] == Standing::OverShort
    }

    /// Whether a short line stands right below a heading that the page marks, or below one that begins an entry since furniture
    /// which ends entries stands above.
    fn is_below_marked(&self, i: usize) -> bool {
        let Some(above) = i.checked_sub(1).filter(|_| self.lines[i].open) else {
            return false;
        };
        let begins = |i: usize| self.looks.marked.heading(i) || self.looks.closed[i];
        self.lines[above].open && begins(above) && !begins(i)
    }

    /// Whether a line is the heading above it once more.
    fn is_again(&self, i: usize) -> bool {
        self.mode == Mode::Headed && self.looks.again[i]
    }

    /// Whether a line is one of a list or table of short lines.
    fn is_row(&self, i: usize) -> bool {
        match self.mode {
            Mode::Headed => self.looks.rows[i],
            Mode::Inside => i > 0 && self.lines[i].open && self.looks.echoes[i] == 0.0,
            Mode::Plain => self.looks.rows[i],
        }
    }

    /// Whether a question stands below a short line and above text: then the question is the heading.
    fn asks_below_short(&self, i: usize) -> bool {
        self.looks.standing[i] == Standing::OverText
            && self.looks.asks[i]
            && i > 0
            && self.is_over_short(i - 1)
    }

    fn heading(&self, i: usize, line: Shape) -> f32 {
        let allowed = match self.mode {
            Mode::Headed => true,
            Mode::Inside => i == 0,
            Mode::Plain => self
                .hints
                .get(i)
                .and_then(|hint| hint.role)
                .is_some_and(|(role, _)| role == Role::Heading),
        };
        if !allowed || line.colon || line.bullet {
            return -12.0;
        }
        let long = line.len().saturating_sub(20) as f32 * 0.35;
        if self.looks.marked.heading(i) {
            return MARKED - long;
        }
        let shape = match (line.open, line.lively) {
            (true, _) => 1.5,
            (false, true) if line.len() <= 18 => 0.8,
            _ => -4.0,
        };
        let credit = if line.credit { 3.0 } else { 0.0 };
        let above = match self.looks.standing[i] {
            _ if self.mode != Mode::Headed => 0.0,
            Standing::OverText if line.open || self.asks_below_short(i) => OVER_TEXT,
            Standing::OverText if line.len() <= SHORTEST_CALL => OVER_TEXT,
            _ if self.looks.closed[i] => OVER_TEXT,
            _ if self.is_below_marked(i) => -OVER_SHORT,
            Standing::OverShort if line.open && self.looks.echoes[i + 1] == 0.0 => -OVER_SHORT,
            _ => 0.0,
        };
        shape + above
            - long
            - credit
            - 2.5 * self.looks.echoes[i]
            - if line.lead_in { 5.0 } else { 0.0 }
            + match self.mode {
                Mode::Headed if self.greets(i, line) => GREETS,
                Mode::Headed | Mode::Plain if line.len() < 2 => -2.0,
                _ => 0.0,
            }
    }

    /// Whether a few words above running text greet or sign off: "Goodnight".
    fn greets(&self, i: usize, line: Shape) -> bool {
        let few = line.len() <= LONGEST_GREETING && (line.open || line.lively);
        few && self.looks.turns[i] && self.looks.standing[i] == Standing::OverText
    }

    fn card_title(&self, i: usize, line: Shape) -> f32 {
        if self.mode == Mode::Plain || i == 0 || line.colon || self.looks.captions[i] {
            return -12.0;
        }
        let shape = if line.open {
            0.0
        } else if line.lively {
            -0.7
        } else {
            -3.5
        };
        let long = line.len().saturating_sub(22) as f32 * 0.35;
        let above_card = if self.looks.retells.get(i + 1) == Some(&true) {
            1.5
        } else {
            0.0
        };
        let echo = if shape < -1.0 { 2.25 } else { 4.5 };
        let bullet = if line.bullet { 3.0 } else { 0.0 };
        let credit = if line.credit { CREDITED } else { 0.0 };
        shape - bullet - credit - long + above_card + echo * self.looks.echoes[i]
    }
}

fn body(line: Shape) -> f32 {
    match (line.open, line.bullet) {
        (_, true) => 0.8,
        (true, _) if line.len() >= 28 => -0.2,
        (true, _) => -2.2,
        (false, _) if line.lead_in => 0.2,
        (false, _) => 1.5,
    }
}

fn card_text(line: Shape) -> f32 {
    let caption = if line.credit { -1.0 } else { 0.0 };
    caption
        + match line.open {
            true if line.len() < 4 => -1.5,
            true if line.len() > 45 => -1.0,
            true => 0.4,
            false => -1.2,
        }
}

/// Entries without headings in a text that keeps them: the more text stands between headings, the likelier.
/// Where few of them are headed, headings say nothing of the others.
fn unheaded_bias(lines: &[Shape], trust: f32) -> f32 {
    let headings = lines
        .iter()
        .filter(|line| line.open && line.len() <= 22)
        .count()
        .max(1);
    let run = lines.len() as f32 / headings as f32;
    let headed = (-5.0 + run / 2.5).min(UNHEADED);
    trust * headed + (1.0 - trust) * UNHEADED
}

/// Log-odds that a text which keeps headings adds for an entry without one.
const UNHEADED: f32 = -0.5;

fn first(state: State, mode: Mode) -> f32 {
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
fn follows(previous: State, next: State, mode: Mode) -> f32 {
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
