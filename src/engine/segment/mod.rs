//! Scraps to readings: which line is what, and where entries begin.
//! What a text states by itself is taken; what it does not state is inferred by [`label`] and [`cue`].

mod ages;
mod alike;
pub(crate) mod author;
mod beside;
mod bullet;
mod call;
mod called;
mod caption;
pub(crate) mod closer;
mod controls;
mod counted;
pub(crate) mod cue;
mod digits;
mod early;
pub(crate) mod feature;
mod fitting;
mod forget;
mod heading;
mod item;
pub(crate) mod label;
mod labelled;
pub(crate) mod looks;
mod marked;
mod minutes;
mod numbered;
mod page;
mod parted;
mod parting;
mod place;
mod repeat;
mod rhythm;
mod script;
mod series;
pub(crate) mod stamp;
#[cfg(test)]
mod tests;
mod ticker;
mod timed;
mod titled;

use jiff::Timestamp;

use crate::engine::clean::Scrap;
use crate::engine::model::Cut;
use crate::engine::model::Form;
use crate::engine::model::Piece;
use crate::engine::model::Role;
use crate::engine::rules::Rules;
use crate::engine::segment::feature::Features;
use crate::engine::segment::feature::Shape;
use crate::engine::segment::item::Item;
use crate::engine::segment::label::Habits;
use crate::engine::segment::label::Hint;
use crate::engine::segment::label::Mode;
use crate::engine::segment::label::Paths;
use crate::engine::segment::label::Scores;
use crate::engine::segment::label::State;
use crate::engine::segment::looks::Looks;
use crate::engine::segment::parted::Glued;

pub(crate) use crate::engine::segment::feature::bare_heading;
pub(crate) use crate::engine::segment::page::title::is_doubtful;

/// A text with roles and borders.
#[derive(Debug, Clone)]
pub struct Segmented {
    /// Its shape.
    pub form: Form,
    /// Everything in it.
    pub pieces: Vec<Piece>,
    /// The newest full time that it states for itself.
    pub stated_at: Option<Timestamp>,
    /// Which of the pieces hold a time and a text.
    pub(crate) glued: Glued,
}

/// Gives every scrap a role and finds where entries begin.
pub fn segment(scraps: Vec<Scrap>, rules: &Rules) -> Segmented {
    let (scraps, listed) = numbered::forget(scraps, rules);
    let mut items: Vec<Item> = ticker::split(scraps, rules)
        .into_iter()
        .map(|scrap| Item::of(scrap, rules))
        .collect();
    for item in &mut items {
        item.listed = listed.contains(&(item.line, item.part));
    }
    let stated_at = items
        .iter()
        .filter_map(|item| item.byline.as_ref()?.stamp.instant)
        .max();
    tell(&mut items, rules);
    let titled = page::frame(&mut items, rules);
    rhythm::set_labels_aside(&mut items);
    if timed::read(&mut items) {
        return Segmented {
            form: Form::Timed,
            glued: parted::glued(&items),
            pieces: pieces(items),
            stated_at,
        };
    }
    let content: Vec<usize> = (0..items.len())
        .filter(|i| items[*i].is_content())
        .collect();
    mark_closed(&mut items);
    let lines: Vec<&Features> = content.iter().map(|i| &items[*i].features).collect();
    let texts = content.iter().map(|i| looks::Line {
        text: &items[*i].text,
        bullet: items[*i].features.bullet,
        below_closer: items[*i].features.below_closer,
        footed: items[*i].features.footed,
    });
    let looks = Looks::recent(texts, rules, || Looks::of(&lines));
    let headed = looks.headings.kept(titled);
    let mode = if headed { Mode::Headed } else { Mode::Plain };
    let bare = bare(
        items
            .iter()
            .map(|item| item.role.as_ref().map(|(role, _)| *role)),
        mode,
    );
    let hints: Vec<Hint> = content
        .iter()
        .map(|i| Hint {
            begins: below_stamp(&items, *i),
            summary: bare,
            ..Hint::default()
        })
        .collect();
    let shapes: Vec<Shape> = lines.iter().map(|line| line.shape()).collect();
    let scores = Scores::of(&shapes, &looks, mode);
    let paths = Paths::of(&scores, Habits::default(), &hints);
    let kept = shapes.iter().copied();
    let labels = labels(kept, &looks, scores.mode, paths.states());
    let whys: Vec<String> = if headed {
        vec!["text with headings".to_owned(); content.len()]
    } else {
        cue::cues(&lines, &[])
            .iter()
            .map(|cues| format!("text without headings: {}", cue::reasons(cues)))
            .collect()
    };
    for ((i, label), why) in content.iter().zip(labels).zip(whys) {
        items[*i].cut = label.cut;
        items[*i].decide(label.role, why.trim_end_matches(": "));
    }
    stray_stamps(&mut items);
    Segmented {
        form: if headed { Form::Headed } else { Form::Plain },
        glued: parted::glued(&items),
        pieces: pieces(items),
        stated_at,
    }
}

/// Notes which lines stand below furniture that ends entries.
fn mark_closed(items: &mut [Item]) {
    let lines: Vec<closer::Line> = items
        .iter()
        .map(|item| match &item.role {
            Some((Role::Furniture, why)) => closer::Line::furniture(&item.text, why),
            None if item.is_content() => closer::Line::Text {
                open: item.features.open,
            },
            _ if item.states(stamp::Shape::Author) => closer::Line::Author(&item.text),
            _ => closer::Line::Other,
        })
        .collect();
    for (i, below) in closer::below(&lines).into_iter().enumerate() {
        items[i].features.below_closer = below;
    }
    if items.last().is_some_and(Item::is_furniture)
        && let Some(last) = items.iter_mut().rfind(|item| item.is_content())
    {
        last.features.footed = true;
    }
}

/// What it says of a summary when a text without headings has nothing of its page's head above it: paragraphs were picked,
/// and a summary, which stands there, would be the first to miss.
pub(crate) fn bare(mut roles: impl Iterator<Item = Option<Role>>, mode: Mode) -> f32 {
    let head = roles
        .by_ref()
        .take_while(|role| {
            matches!(
                role,
                Some(Role::Furniture | Role::Headline | Role::Standfirst)
            )
        })
        .any(|role| matches!(role, Some(Role::Furniture | Role::Headline)));
    if head || mode != Mode::Plain {
        0.0
    } else {
        BARE
    }
}

/// The score of [`bare`].
const BARE: f32 = -2.5;

/// Log-odds that an entry begins below a line that states its time.
fn below_stamp(items: &[Item], i: usize) -> f32 {
    let stamped = items[..i]
        .iter()
        .rev()
        .find(|item| !item.is_furniture())
        .and_then(|item| item.byline.as_ref())
        .is_some_and(|byline| states_time(&byline.stamp));
    if stamped { STAMPED } else { 0.0 }
}

/// The log-odds that an entry begins below a line that states a time.
pub(crate) const STAMPED: f32 = 6.0;

/// Whether a byline states a time, not only an author.
pub(crate) fn states_time(stamp: &crate::engine::model::Stamp) -> bool {
    stamp.instant.is_some() || stamp.minutes.is_some() || stamp.ago.is_some()
}

/// Says which lines state times or authors, and which are furniture whatever stands around them.
fn tell(items: &mut Vec<Item>, rules: &Rules) {
    call::restore(items, rules);
    bullet::take_up(items);
    bullet::forget(items);
    forget::few_plays(items);
    bullet::begin_entries(items);
    bullet::part_by_rules(items);
    digits::tell(items);
    alike::read(items, rules);
    alike::glued_ages(items, rules);
    series::tell(items, rules);
    forget::updates(items);
    forget::agendas(items);
    forget::key_points(items);
    forget::durations(items);
    series::ending::tell(items);
    minutes::tell(items);
    fitting::tell(items, rules);
    labelled::tell(items, rules);
    early::tell(items, rules);
    counted::tell(items);
    titled::tell(items, rules);
    ages::tell(items, rules);
    author::behind::labels(items, rules);
    author::between::uncased(items);
    repeat::set_counts_aside(items);
    repeat::set_aside(items);
    caption::join(items);
    caption::again(items);
}

/// Single lines that state a time or an author: above the entries they speak of the page, among them of an entry.
fn stray_stamps(items: &mut [Item]) {
    let mut inside = false;
    for item in items {
        inside |= item.role.as_ref().is_some_and(|(role, _)| {
            !matches!(
                role,
                Role::Furniture | Role::Headline | Role::Standfirst | Role::Summary
            )
        });
        if item.is_stamp() {
            let (role, why) = if inside {
                (Role::Byline, "states a time or an author")
            } else {
                (Role::Furniture, "time or author of the page")
            };
            item.decide(role, why);
        }
    }
}

fn pieces(items: Vec<Item>) -> Vec<Piece> {
    items.into_iter().map(Item::into_piece).collect()
}

/// The role and border of one line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Label {
    pub(crate) role: Role,
    pub(crate) begins: bool,
    pub(crate) cut: Cut,
}

/// The cues of each line of a text without headings, with their names: for fitting their weights.
pub fn cues(lines: &[&str], rules: &Rules) -> (Vec<Vec<f32>>, &'static [&'static str]) {
    let features: Vec<Features> = lines
        .iter()
        .map(|line| Features::of(line, false, rules))
        .collect();
    let refs: Vec<&Features> = features.iter().collect();
    (
        cue::cues(&refs, &[])
            .iter()
            .map(|cues| cues.to_vec())
            .collect(),
        &cue::NAMES,
    )
}

/// The weights of the cues, the bias last: for measuring how well they do.
pub fn weights() -> [f32; cue::CUES + 1] {
    let mut weights = [cue::BIAS; cue::CUES + 1];
    weights[..cue::CUES].copy_from_slice(&cue::WEIGHTS);
    weights
}

/// The labels of the content lines of a text that are taken for these states.
pub(crate) fn labels<'l>(
    lines: impl Iterator<Item = Shape> + 'l,
    looks: &'l Looks,
    mode: Mode,
    states: &'l [State],
) -> impl Iterator<Item = Label> + 'l {
    states
        .iter()
        .zip(lines)
        .zip(looks.odds.iter().copied())
        .zip(&looks.again)
        .map(move |(((state, line), odds), again)| {
            let role = match state.role() {
                Role::Media if *again && mode == Mode::Headed => Role::Heading,
                Role::Paragraph if line.bullet => Role::ListItem,
                role => role,
            };
            let cut = match state {
                State::Heading | State::MediaEntry => Cut::Certain,
                State::Summary => Cut::Never,
                _ => Cut::Odds(odds),
            };
            Label {
                role,
                begins: state.begins(),
                cut,
            }
        })
}
