//! How well a line looks like a state: what its words, its place and the lines around it say, whatever other snapshots do.

use crate::engine::segment::feature::Shape;
use crate::engine::segment::heading::Standing;
use crate::engine::segment::label::Mode;
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
use crate::engine::segment::looks::Looks;

/// Everything about the lines that the scores need.
pub(super) struct Scorer<'a> {
    lines: &'a [Shape],
    looks: &'a Looks,
    mode: Mode,
    /// Log-odds for a beginning that the text as a whole adds to those of each line.
    bias: f32,
}

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
const PARTS: f32 = 6.0;

/// What it says against summary that the lines above tell what begins there, or above.
const UNDER_SUMMARY: f32 = 4.0;

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

/// The score for the last line of a page below a short one being text that was cut off.
const CUT_TEXT: f32 = 1.5;

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

impl<'a> Scorer<'a> {
    pub(super) fn of(lines: &'a [Shape], looks: &'a Looks, mode: Mode) -> Self {
        let bias = match mode {
            Mode::Plain => 0.0,
            Mode::Headed => unheaded_bias(lines, looks.headings.trust()),
            Mode::Inside => -50.0,
        };
        Self {
            lines,
            looks,
            mode,
            bias,
        }
    }

    /// Log-odds that an entry begins at a line.
    fn begins(&self, i: usize) -> f32 {
        (self.looks.odds[i] + self.bias).clamp(-8.0, 6.0)
    }

    /// How well a line looks like a state.
    pub(super) fn look(&self, i: usize, state: State) -> f32 {
        let line = self.lines[i];
        let own = match state {
            Caption if self.is_again(i) => MARKED,
            _ if self.is_again(i) => -MARKED,
            CardTitle if line.refers => REFERS,
            _ if line.refers => -REFERS,
            Summary => self.summary(i, line),
            Heading if self.allows_heading(i) => self.heading(i, line),
            Heading => -12.0,
            MediaEntry if self.mode == Mode::Headed && line.media && line.open => 4.0,
            MediaEntry => -12.0,
            FirstBody | FirstCard if self.looks.retells[i] => -3.0,
            FirstBody => body(line) + self.begins(i),
            Body if self.looks.retells[i] => body(line) - 1.0,
            Body if self.is_row(i) => ROW,
            Body if self.asks_below_short(i) => body(line) - ASKS,
            Body if self.mode == Mode::Headed && self.looks.cut_text == Some(i) => CUT_TEXT,
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
        own + self.begins_here(i, state)
    }

    /// What the furniture above a line and the marks of the page say for a beginning there.
    fn begins_here(&self, i: usize, state: State) -> f32 {
        match state {
            _ if !state.begins() && self.looks.closed[i] => -CLOSED,
            _ if !state.begins() => 0.0,
            _ if self.looks.marked.other(i) => -MARKED,
            _ if self.looks.closed[i] => CLOSED,
            _ => 0.0,
        }
    }

    /// Whether other snapshots may say that a line is summary.
    pub(super) fn may_be_summary(&self, i: usize) -> bool {
        !self.is_again(i) && !self.lines[i].refers
    }

    /// How well a line looks like a heading where another snapshot says that it is one.
    pub(super) fn told_heading(&self, i: usize) -> f32 {
        let line = self.lines[i];
        let own = match () {
            () if self.is_again(i) => -MARKED,
            () if line.refers => -REFERS,
            () => self.heading(i, line),
        };
        own + self.begins_here(i, Heading)
    }

    /// Whether a line may be a heading though no other snapshot says so.
    fn allows_heading(&self, i: usize) -> bool {
        match self.mode {
            Mode::Headed => true,
            Mode::Inside => i == 0,
            Mode::Plain => false,
        }
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
        let turns = match (self.looks.parts[i], self.looks.turns[i]) {
            (true, _) => PARTS,
            (false, true) => TURNS,
            (false, false) => 0.0,
        };
        let ended = self.looks.opens_entries && i >= self.looks.quoted;
        let ended = if ended { UNDER_SUMMARY } else { 0.0 };
        retold + shape + length - under - turns - ended
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
        if line.colon || line.bullet {
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
