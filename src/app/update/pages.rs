//! Pages over the panes: opening them, going to an entry from them; and visits, which decide what is news.

use crate::app::action::Action;
use crate::app::message::Effect;
use crate::app::pages;
use crate::app::panel::filter;
use crate::app::panel::timeline::Toward;
use crate::app::state::Focus;
use crate::app::state::Overlay;
use crate::app::state::State;
use crate::engine::news::News;

/// Opens a page on the open blog.
pub(in crate::app::update) fn open(state: &mut State, action: Action) -> Vec<Effect> {
    let dress = state.dress();
    let timeline = &state.timeline;
    let sheet = match action {
        Action::SinceLeft => {
            let names = timeline.names.known.as_deref();
            let news = timeline.news.as_ref();
            news.map(|news| pages::news(news, names, state.screen.height, &dress))
        }
        Action::Changes => timeline
            .news
            .as_ref()
            .map(|news| pages::changed(news, &dress)),
        Action::Provenance => timeline
            .entry()
            .map(|marked| pages::provenance(&marked.entry, &timeline.snapshots, &dress)),
        Action::PageHistory => timeline
            .history
            .as_ref()
            .map(|page| pages::history(page, &timeline.snapshots, &dress)),
        _ => Some(pages::dropped(&timeline.snapshots, &dress)),
    };
    match sheet {
        Some(sheet) => state.overlay = Some(Overlay::Page(sheet)),
        None => state.say("This is still being loaded"),
    }
    Vec::new()
}

/// Goes to the entry of a page that the cursor stands on.
pub(in crate::app::update) fn follow(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Page(sheet)) = &state.overlay else {
        return Vec::new();
    };
    let Some(id) = sheet.target() else {
        state.say("There is no entry here to go to");
        return Vec::new();
    };
    match filter::reach(state, id) {
        Some(at) => {
            state.overlay = None;
            if state.focus == Focus::Articles {
                state.focus = Focus::Timeline;
            }
            state.timeline.jump(at, Toward::Jump);
        }
        None => state.say("This entry is not in the timeline any more"),
    }
    Vec::new()
}

/// Takes the news of the open blog, and offers them.
pub(in crate::app::update) fn take_news(state: &mut State, news: News) {
    if let (Some(told), true) = (news.told(), state.notice.is_none()) {
        let key = state.keys.name(Action::SinceLeft);
        state.say(format!("Since you left: {told}; {key} shows them"));
    }
    state.timeline.take_news(news);
}

/// Keeps visits in step with what the reader has seen: one begins when a blog is gone to, and goes on with what came in
/// above as soon as it was looked at. What still waits there stays news.
pub(in crate::app::update) fn visit(state: &mut State) -> Vec<Effect> {
    let timeline = &mut state.timeline;
    let there = state.focus != Focus::Articles && timeline.news.is_some() && timeline.ready;
    let now = timeline.blog.zip(timeline.seen_at).filter(|_| there);
    if timeline.visiting == now {
        return Vec::new();
    }
    timeline.visiting = now;
    now.into_iter()
        .map(|(blog, at)| Effect::KeepVisit(blog, at))
        .collect()
}
