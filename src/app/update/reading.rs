//! How the text is looked at: its width, its versions, and steps through it by hours and days.

use crate::app::action::Action;
use crate::app::geometry::MEASURES;
use crate::app::hours::Hours;
use crate::app::message::Effect;
use crate::app::order::Order;
use crate::app::panel::timeline::Toward;
use crate::app::state::State;
use crate::engine::model::EntryId;
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

/// What is said where no entry states when it was.
pub(in crate::app::update) const TIMELESS: &str = "The entries of this blog state no times";

/// To the first entry at a time or after it. A clock time is of the day of the entry under the cursor, and lengths of time
/// are counted from it.
pub(in crate::app::update) fn go_to(state: &mut State, text: &str) -> Vec<Effect> {
    if text.is_empty() {
        return Vec::new();
    }
    let (rows, order) = (state.timeline.rows(), state.timeline.order());
    let Some(hours) = Hours::of(rows, order) else {
        state.complain(TIMELESS);
        return Vec::new();
    };
    let zone = hours.zone(state.settings.zone);
    let dated = || (0..rows.len()).filter_map(|at| Some((at, hours.at(at)?)));
    let cursor = state.timeline.cursor;
    let around = (cursor..rows.len()).chain((0..rows.len()).rev());
    let here = around.filter_map(|at| hours.at(at)).next();
    let today = state.settings.now.or(here).filter(|_| hours.are_dated());
    let reference = Reference {
        zone: zone.offset(here.unwrap_or_default()),
        day: here,
        today,
        from: here,
    };
    let wanted = Moment::parse(text).ok();
    // A day, or an instant, cannot be found among clock times.
    let wanted = wanted.filter(|moment| hours.are_dated() || !moment.names_a_day());
    let Some(wanted) = wanted.and_then(|moment| moment.instant(&reference)) else {
        state.complain(if hours.are_dated() {
            format!("“{text}” is no time that can be gone to")
        } else {
            format!("“{text}” is no time of day; the entries of this blog state no days")
        });
        return Vec::new();
    };
    let newest = match order {
        Order::Newest => dated().next(),
        Order::Oldest => dated().next_back(),
    };
    let after = match order {
        Order::Newest => dated().rfind(|(_, at)| *at >= wanted),
        Order::Oldest => dated().find(|(_, at)| *at >= wanted),
    };
    let Some((at, published)) = after.or(newest) else {
        state.complain(TIMELESS);
        return Vec::new();
    };
    let (wanted, published) = (hours.name(wanted, zone), hours.name(published, zone));
    state.timeline.jump(at, Toward::Jump);
    state.say(match after {
        Some(_) if published == wanted => published,
        Some(_) => format!("{published}: the first entry after {wanted}"),
        None => format!("{published}: nothing is newer, so not {wanted}"),
    });
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
    let (rows, order) = (state.timeline.rows(), state.timeline.order());
    let Some(hours) = Hours::of(rows, order) else {
        state.say(TIMELESS);
        return Vec::new();
    };
    let zone = hours.zone(state.settings.zone);
    let slot = |at: usize| {
        let at = zone.at(hours.at(at)?);
        Some((at.date(), if noun == "hour" { at.hour() } else { 0 }))
    };
    let cursor = state.timeline.cursor;
    let here = (0..=cursor).rev().find_map(slot);
    let elsewhere = |at: &usize| slot(*at).is_some() && slot(*at) != here;
    let found = if forward {
        (cursor + 1..rows.len()).find(elsewhere)
    } else {
        // Upwards to where that hour or day begins, as a reader comes down to it.
        (0..cursor).rev().find(elsewhere).and_then(|at| {
            let there = slot(at);
            let above = (0..=at).rev().filter(|above| slot(*above).is_some());
            above.take_while(|above| slot(*above) == there).last()
        })
    };
    match found {
        Some(at) => state.timeline.jump(at, Toward::Jump),
        None => state.say(format!(
            "There is no {} {noun}",
            if forward == (order == Order::Newest) {
                "earlier"
            } else {
                "later"
            }
        )),
    }
    Vec::new()
}
