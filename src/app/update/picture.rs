//! Looking at the pictures of an entry: asking for each as it is looked at, giving up, going to the next.

use std::sync::Arc;

use jiff::Timestamp;

use crate::app::action::Action;
use crate::app::message::Effect;
use crate::app::panel::picture::Drawn;
use crate::app::panel::picture::Gallery;
use crate::app::panel::picture::Look;
use crate::app::panel::picture::Shown;
use crate::app::state::Overlay;
use crate::app::state::State;
use crate::app::update::web;
use crate::engine::picture::Raster;
use crate::engine::text::SafeText;

/// What came of a picture that was asked for: its points, with when it was fetched if that was before; or why there are none.
pub type Came = Result<(Arc<Raster>, Option<Timestamp>), SafeText>;

/// Shows the pictures of the entry under the cursor.
pub(in crate::app::update) fn open(state: &mut State) -> Vec<Effect> {
    let Some(marked) = state.timeline.entry() else {
        state.say("This entry is still being loaded");
        return Vec::new();
    };
    let pictures = Shown::in_entry(&marked.entry);
    if pictures.is_empty() {
        return Vec::new();
    }
    state.overlay = Some(Overlay::Picture(Gallery::new(pictures)));
    ask(state)
}

/// Does what means something else while a picture is shown.
pub(in crate::app::update) fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    let Some(Overlay::Picture(gallery)) = &mut state.overlay else {
        return None;
    };
    let last = gallery.pictures.len().saturating_sub(1);
    let to = match action {
        Action::Down | Action::PageDown | Action::HalfDown | Action::Right | Action::Next => {
            gallery.at + 1
        }
        Action::Up | Action::PageUp | Action::HalfUp | Action::Left | Action::Previous => {
            gallery.at.wrapping_sub(1)
        }
        Action::First => 0,
        Action::Last => last,
        Action::Refresh if matches!(gallery.look, Look::Failed(_)) => gallery.at,
        Action::Browse | Action::CopyLink => return Some(address(state, action)),
        Action::Back | Action::Cancel => {
            let awaited = gallery.look == Look::Coming;
            state.overlay = None;
            return Some(
                awaited
                    .then_some(Effect::LeavePicture)
                    .into_iter()
                    .collect(),
            );
        }
        _ => return None,
    };
    if to > last {
        let end = if to == last + 1 { "last" } else { "first" };
        let only = if last == 0 { "only" } else { end };
        state.say(format!("This is the {only} picture of the entry"));
        return Some(Vec::new());
    }
    if to == gallery.at && action != Action::Refresh {
        return Some(Vec::new());
    }
    gallery.at = to;
    Some(ask(state))
}

/// Opens or copies the address of the picture at hand.
fn address(state: &mut State, action: Action) -> Vec<Effect> {
    let Some(Overlay::Picture(gallery)) = &state.overlay else {
        return Vec::new();
    };
    let shown = gallery.shown().filter(|shown| shown.is_of_web());
    match (shown.map(|shown| shown.url.clone()), action) {
        (None, _) => {
            state.say("The page holds this picture itself; it has no address");
            Vec::new()
        }
        (Some(url), Action::Browse) => web::opened(state, &url),
        (Some(url), _) => web::copied(state, &url),
    }
}

/// Asks for the picture at hand, where it can be drawn.
fn ask(state: &mut State) -> Vec<Effect> {
    let drawn = state.settings.drawn;
    let ticket = state.tickets.issue();
    let blog = state
        .timeline
        .blog
        .and_then(|blog| state.articles.find(blog));
    let page = blog.and_then(|row| row.url.clone());
    let Some(Overlay::Picture(gallery)) = &mut state.overlay else {
        return Vec::new();
    };
    gallery.ticket = ticket;
    if let Drawn::Not(why) = drawn {
        gallery.look = Look::Words(why);
        return Vec::new();
    }
    gallery.look = Look::Coming;
    let Some(url) = gallery.shown().map(|shown| shown.url.clone()) else {
        return Vec::new();
    };
    vec![Effect::ShowPicture { ticket, url, page }]
}

/// Takes what came of a picture, if it is the one that is waited for.
pub(in crate::app::update) fn came(state: &mut State, ticket: u64, came: Came) {
    let gallery = match &mut state.overlay {
        Some(Overlay::Picture(gallery)) => Some(gallery),
        _ => state.covered.as_deref_mut(),
    };
    if let Some(gallery) = gallery.filter(|gallery| gallery.ticket == ticket) {
        gallery.look = match came {
            Ok((raster, at)) => Look::Here(raster, at),
            Err(why) => Look::Failed(why),
        };
    }
}
