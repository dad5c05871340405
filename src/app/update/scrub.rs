//! Going along the row of bars: the timeline follows, and Esc takes it back.

use crate::app::action::Action;
use crate::app::message::Effect;
use crate::app::order::Order;
use crate::app::panel::scrub::Scrub;
use crate::app::panel::timeline::Toward;
use crate::app::state::Overlay;
use crate::app::state::State;
use crate::app::update::reading::TIMELESS;

/// Shows the row of bars.
pub(in crate::app::update) fn begin(state: &mut State) -> Vec<Effect> {
    let timeline = &state.timeline;
    let origin = (timeline.cursor, timeline.top);
    let most = usize::from(state.layout().panes.width).saturating_sub(2);
    let order = timeline.order();
    match Scrub::of(timeline.rows(), timeline.cursor, origin, most, order) {
        Some(scrub) => state.overlay = Some(Overlay::Scrub(scrub)),
        None => state.say(TIMELESS),
    }
    Vec::new()
}

/// Does an action while the row is shown. Whatever does not go along it ends it first.
pub(in crate::app::update) fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    let Some(Overlay::Scrub(scrub)) = &mut state.overlay else {
        return None;
    };
    // Down the timeline is earlier, or later where the oldest entry stands first.
    let down = state.timeline.order() == Order::Oldest;
    let to = match action {
        Action::Left => scrub.step(false, 1),
        Action::Right => scrub.step(true, 1),
        Action::Down => scrub.step(down, 1),
        Action::Up => scrub.step(!down, 1),
        Action::HalfDown | Action::PageDown => scrub.step(down, 8),
        Action::HalfUp | Action::PageUp => scrub.step(!down, 8),
        Action::First => scrub.step(false, usize::MAX),
        Action::Last => scrub.step(true, usize::MAX),
        Action::Cancel | Action::Back => {
            let (cursor, top) = scrub.origin;
            state.overlay = None;
            state.timeline.stand(cursor, top);
            return Some(Vec::new());
        }
        Action::Open | Action::Activity => {
            state.overlay = None;
            return Some(Vec::new());
        }
        _ => {
            state.overlay = None;
            return None;
        }
    };
    match to {
        Some(position) => state.timeline.jump(position, Toward::Jump),
        None => state.say("There is nothing further this way"),
    }
    Some(Vec::new())
}
