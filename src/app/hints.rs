//! What may follow the keys pressed so far, in columns that fit the screen.

use crate::app::action::availability;
use crate::app::compose;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::ink::Span;
use crate::app::keymap::Continuation;
use crate::app::state::Overlay;
use crate::app::state::State;
use crate::app::status;
use crate::app::wrap;

/// The narrowest column worth having.
const NARROWEST: usize = 8;
/// Between two columns.
const BETWEEN: usize = 2;

/// The lines of the hint, none wider than `width` and not more than `most`; none while no key waits for another.
pub fn which_key(state: &State, width: usize, most: usize) -> Vec<Line> {
    if let Some(Overlay::Prompt(prompt)) = &state.overlay
        && let Some(problem) = &prompt.problem
    {
        let lines = compose::words(problem, Ink::Error, width.saturating_sub(2).max(1));
        return lines.into_iter().take(most).map(led).collect();
    }
    if let Some(Overlay::Scrub(scrub)) = &state.overlay {
        return scrub.lines(&state.dress(), width);
    }
    if let Some(notice) = status::long_notice(state) {
        let lines = compose::words(
            &notice.text,
            notice.weight.ink(),
            width.saturating_sub(2).max(1),
        );
        return lines.into_iter().take(most).map(led).collect();
    }
    if state.keys.pressed.is_empty() || most == 0 {
        return Vec::new();
    }
    let width = width.saturating_sub(2);
    let next = state.keys.next.iter();
    let cells: Vec<Cell> = next.map(|next| Cell::of(next, state)).collect();
    let keys = cells.iter().map(|cell| wrap::width(&cell.key));
    let keys = keys.max().unwrap_or(0);
    let wanted = cells.iter();
    let wanted = wanted.map(|cell| keys + 1 + wrap::width(&cell.help));
    let wanted = wanted.max().unwrap_or(0).min(width.max(1));
    let columns = columns(cells.len(), width, wanted, most);
    let room = (width + BETWEEN) / columns - BETWEEN;
    let rows = cells.len().div_ceil(columns).min(most);
    let ellipsis = state.settings.glyphs.ellipsis;
    (0..rows)
        .map(|row| {
            let mut line = Line::of(" ", Ink::Text);
            for column in 0..columns {
                let Some(Cell { key, help, ink }) = cells.get(column * rows + row) else {
                    break;
                };
                if column > 0 {
                    line = line.and(" ".repeat(BETWEEN), Ink::Text);
                }
                let key = format!("{key}{}", " ".repeat(keys - wrap::width(key)));
                let help = wrap::cut(help, room.saturating_sub(keys + 1), ellipsis);
                let pad = room.saturating_sub(keys + 1 + wrap::width(&help));
                line = line
                    .and(wrap::cut(&key, room, ellipsis), *ink)
                    .and(" ", Ink::Text)
                    .and(help, Ink::Muted)
                    .and(" ".repeat(pad), Ink::Text);
            }
            line
        })
        .collect()
}

/// One continuation: the key, and what it does.
struct Cell {
    key: String,
    help: String,
    ink: Ink,
}

impl Cell {
    /// What cannot be done now is muted and in brackets; the key still answers, and says why not.
    fn of(next: &Continuation, state: &State) -> Self {
        let mut actions = next.actions.iter();
        let can = actions.any(|action| availability(state, *action).is_ok());
        let help = short(&next.help);
        let (help, ink) = match can {
            true => (help.to_owned(), Ink::Key),
            false => (format!("({help})"), Ink::Muted),
        };
        Self {
            key: next.key.to_string(),
            help,
            ink,
        }
    }
}

/// A line that does not begin at the edge.
fn led(mut line: Line) -> Line {
    let ink = Ink::Text;
    let text = " ".to_owned();
    line.spans.insert(0, Span { text, ink });
    line
}

/// As many columns as fit; more and narrower ones where the rows would not.
fn columns(cells: usize, width: usize, wanted: usize, most: usize) -> usize {
    let fitting = |wide: usize| ((width + BETWEEN) / (wide + BETWEEN)).max(1);
    let needed = cells.div_ceil(most.max(1));
    let comfortable = fitting(wanted);
    comfortable
        .max(needed.min(fitting(NARROWEST.min(wanted))))
        .min(cells.max(1))
}

/// A help text up to its first clause.
fn short(help: &str) -> &str {
    help.split([';', ',']).next().unwrap_or(help)
}
