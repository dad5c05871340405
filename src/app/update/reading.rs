//! How the text is looked at: its width, its versions, and steps through it by hours and days.

use crate::app::action::Action;
use crate::app::geometry::MEASURES;
use crate::app::message::Effect;
use crate::app::order::Order;
use crate::app::panel::timeline::Toward;
use crate::app::stamp;
use crate::app::state::State;
use crate::engine::model::EntryId;
use crate::engine::model::EntryRow;
use crate::engine::query::Moment;
use crate::engine::query::Reference;

/// By how many columns lines become wider or narrower at once.
const MEASURE_STEP: i16 = 4;

/// Makes the lines of text wider or narrower, from what is on screen.
pub(in crate::app::update) fn set_measure(state: &mut State, action: Action) -> Vec<Effect> {
    let by = if action == Action::Wider {
        MEASURE_STEP
    } else {
        -MEASURE_STEP
    };
    let now = state.settings.measure;
    let shown = now.min(u16::try_from(state.timeline.flow.width).unwrap_or(now));
    let (least, most) = (*MEASURES.start(), *MEASURES.end());
    let to = shown.saturating_add_signed(by).clamp(least, most);
    state.settings.measure = if by > 0 { to.max(now) } else { to };
    state.say(format!(
        "Lines of at most {} columns",
        state.settings.measure
    ));
    Vec::new()
}

/// Shows what changed in the entry, and says so; past its oldest change, the text as it is.
pub(in crate::app::update) fn versions(state: &mut State) -> Vec<Effect> {
    let Some(marked) = state.timeline.entry() else {
        state.say("This entry is still being loaded");
        return Vec::new();
    };
    let versions = marked.entry.revisions.len();
    if versions < 2 {
        state.say("This entry has not changed");
        return Vec::new();
    }
    match state.timeline.cycle_versions(versions) {
        Some(older) => {
            let key = state.keys.name(Action::Versions);
            let then = if older + 1 < versions {
                "an older change"
            } else {
                "the text"
            };
            state.say(format!(
                "Change {older} of {}; {key} shows {then}",
                versions - 1
            ));
        }
        None => state.say("The text as shown"),
    }
    Vec::new()
}

/// Turns the timeline round.
pub(in crate::app::update) fn turn(state: &mut State) -> Vec<Effect> {
    let order = state.timeline.order().other();
    put_in_order(state, order);
    state.say(match order {
        Order::Newest => "The newest entries stand first",
        Order::Oldest => "The oldest entries stand first; what comes in stands below",
    });
    Vec::new()
}

/// Shows the timeline in an order; the finds of a search stay the same entries.
pub(in crate::app::update) fn put_in_order(state: &mut State, order: Order) {
    if state.timeline.order() == order {
        return;
    }
    let found = &state.search.positions;
    let rows = state.timeline.rows();
    let found: Vec<EntryId> = found
        .iter()
        .filter_map(|at| Some(rows.get(*at)?.id))
        .collect();
    state.timeline.set_order(order);
    state.search.positions = state.timeline.positions(&found).into();
}

/// To the first entry at a time or after it. A clock time is of the day of the entry under the cursor, and lengths of time
/// are counted from it.
pub(in crate::app::update) fn go_to(state: &mut State, text: &str) -> Vec<Effect> {
    if text.is_empty() {
        return Vec::new();
    }
    let (rows, zone) = (state.timeline.rows(), state.settings.zone);
    let around = rows
        .iter()
        .skip(state.timeline.cursor)
        .chain(rows.iter().rev());
    let here = around.filter_map(|row| row.published_at).next();
    let reference = Reference {
        zone: zone.offset(here.unwrap_or_default()),
        day: here,
        today: state.settings.now.or(here),
        from: here,
    };
    let wanted = Moment::parse(text).ok();
    let Some(wanted) = wanted.and_then(|moment| moment.instant(&reference)) else {
        state.complain(match here {
            None => "The entries of this blog state no times with a day".to_owned(),
            Some(_) => format!("“{text}” is no time that can be gone to"),
        });
        return Vec::new();
    };
    let dated = rows.iter().enumerate();
    let dated = dated.filter_map(|(at, row)| Some((at, row.published_at?)));
    let mut dated = dated;
    let newest = match state.timeline.order() {
        Order::Newest => dated.clone().next(),
        Order::Oldest => dated.clone().next_back(),
    };
    let after = match state.timeline.order() {
        Order::Newest => dated.rfind(|(_, at)| *at >= wanted),
        Order::Oldest => dated.find(|(_, at)| *at >= wanted),
    };
    let wanted = stamp::moment(wanted, zone);
    match after.or(newest) {
        Some((at, published)) => {
            let published = stamp::moment(published, zone);
            state.timeline.jump(at, Toward::Jump);
            state.say(match after {
                Some(_) if published == wanted => published,
                Some(_) => format!("{published}: the first entry after {wanted}"),
                None => format!("{published}: nothing is newer, so not {wanted}"),
            });
        }
        None => state.say("The entries of this blog state no times with a day"),
    }
    Vec::new()
}

/// To the next entry of another hour or day.
pub(in crate::app::update) fn step_in_time(state: &mut State, action: Action) -> Vec<Effect> {
    let (forward, noun) = match action {
        Action::NextHour => (true, "hour"),
        Action::PreviousHour => (false, "hour"),
        Action::NextDay => (true, "day"),
        _ => (false, "day"),
    };
    let zone = state.settings.zone;
    let slot = |row: &EntryRow| {
        let at = zone.at(row.published_at?);
        Some((at.date(), if noun == "hour" { at.hour() } else { 0 }))
    };
    let rows = state.timeline.rows();
    let cursor = state.timeline.cursor;
    let here = rows.range(..=cursor).rev().find_map(slot);
    match state
        .timeline
        .find(forward, |row| slot(row).is_some() && slot(row) != here)
    {
        Some(at) if forward => state.timeline.jump(at, Toward::Jump),
        Some(at) => {
            // Upwards to where that hour or day begins, as a reader comes down to it.
            let rows = state.timeline.rows();
            let there = rows.get(at).and_then(slot);
            let mut top = at;
            while top > 0 && rows.get(top - 1).is_some_and(|row| slot(row) == there) {
                top -= 1;
            }
            state.timeline.jump(top, Toward::Jump);
        }
        None if rows.iter().all(|row| row.published_at.is_none()) => {
            state.say("The entries of this blog state no times with a day");
        }
        None => state.say(format!(
            "There is no {} {noun}",
            if forward == (state.timeline.order() == Order::Newest) {
                "earlier"
            } else {
                "later"
            }
        )),
    }
    Vec::new()
}
