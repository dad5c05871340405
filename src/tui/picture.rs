//! Pictures of the reader: the app driven by keys on a library, drawn without a terminal.
//! The looks are the built-in ones, so that a picture is the same on every computer. No file is written here.

use std::collections::VecDeque;

use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::app;
use crate::app::Area;
use crate::app::Key;
use crate::app::Settings;
use crate::app::State;
use crate::app::keymap::Keymap;
use crate::app::message::Effect;
use crate::app::message::Msg;
use crate::engine::model::BlogId;
use crate::store::Store;
use crate::tui::perform::perform;
use crate::tui::screen::make_harmless;
use crate::ui;
use crate::ui::svg::svg;
use crate::ui::theme::DEFAULT;
use crate::ui::theme::Theme;

/// What a picture shows.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The blog that is open at the start.
    pub blog: Option<BlogId>,
    /// Whether the store holds the bundled sample.
    pub sample: bool,
    /// Columns and rows of the screen.
    pub size: (u16, u16),
    /// The keys that are pressed before it is drawn.
    pub keys: Vec<Key>,
}

/// Draws the reader's screen as SVG. What the keys mark is marked in `store`.
pub fn draw(store: &mut Store, picture: &Picture) -> String {
    let keymap = Keymap::builtin();
    let settings = Settings {
        open: picture.blog,
        ..Settings::default()
    };
    let mut state = State::new(settings, &keymap);
    state.sample = picture.sample;
    let (width, height) = picture.size;
    let effects = app::update(&mut state, Msg::Resized(Area::screen(width, height)));
    settle(&mut state, store, effects);
    let effects = app::start(&mut state);
    settle(&mut state, store, effects);
    for key in &picture.keys {
        let effects = app::press(&mut state, &keymap, *key);
        settle(&mut state, store, effects);
    }
    let theme = Theme::builtin(DEFAULT).unwrap_or_else(Theme::plain);
    let Ok(mut terminal) = Terminal::new(TestBackend::new(width, height));
    let Ok(frame) = terminal.draw(|frame| {
        ui::draw(&state, &theme, frame);
        make_harmless(frame.buffer_mut());
    });
    svg(frame.buffer)
}

/// Performs effects, and those that their answers ask for, until there are none.
fn settle(state: &mut State, store: &mut Store, effects: Vec<Effect>) {
    let mut waiting = VecDeque::from(effects);
    while let Some(effect) = waiting.pop_front() {
        for msg in perform(effect, store) {
            waiting.extend(app::update(state, msg));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_library_is_a_picture_of_its_size() {
        let picture = Picture {
            blog: None,
            sample: false,
            size: (40, 12),
            keys: vec!["?".parse().unwrap(), "q".parse().unwrap()],
        };
        let svg = draw(&mut Store::in_memory().unwrap(), &picture);
        assert!(svg.contains("viewBox=\"0 0 384 240\""), "{svg}");
        assert!(svg.contains("<text"));
    }
}
