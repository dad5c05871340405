//! Draws the articles list.

use crate::app::Action;
use crate::app::Area;
use crate::app::compose;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::state::State;
use crate::ui::sketch::Sketch;

/// Draws the list, or what to do while it is empty.
pub(crate) fn draw(state: &State, area: Area, sketch: &mut Sketch) {
    if !state.articles.view.is_empty() {
        sketch.shared(area, &state.articles.view);
        return;
    }
    let width = usize::from(area.width).saturating_sub(3).max(1);
    let mut shown = Vec::new();
    if state.articles.ready && !state.articles.is_empty() {
        shown.push(Line::blank());
        let key = state.keys.name(Action::NextShelf);
        let none = format!("Nothing here; {key} shows the next shelf.");
        shown.extend(compose::words(&none, Ink::Text, width));
    } else if state.articles.ready {
        shown.push(Line::blank());
        shown.extend(compose::words("No live blogs yet.", Ink::Heading, width));
        shown.push(Line::blank());
        shown.extend(compose::words(
            "Add one from saved files, a folder or an address:",
            Ink::Text,
            width,
        ));
        shown.push(Line::blank());
        shown.push(Line::of("liveblog add FILE…", Ink::Key));
    } else {
        shown.push(Line::of("Loading…", Ink::Muted));
    }
    for line in &mut shown {
        line.spans
            .insert(0, Line::of("  ", Ink::Text).spans.remove(0));
    }
    sketch.lines(area, shown);
}
