//! The reader without a terminal: effects are performed at once, screens are buffers.
//! For pictures, tests and benchmarks; the running reader is in `run`.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

use crate::app;
use crate::app::Area;
use crate::app::Key;
use crate::app::Keymap;
use crate::app::Settings;
use crate::app::State;
use crate::app::geometry::MEASURE;
use crate::app::glyphs;
use crate::app::message::Effect;
use crate::app::message::Msg;
use crate::store::Store;
use crate::tui::Options;
use crate::tui::ahead::Ahead;
use crate::tui::perform::perform;
use crate::tui::screen::Screen;
use crate::ui;
use crate::ui::svg::svg;
use crate::ui::theme::BUILTIN;
use crate::ui::theme::Theme;

/// The reader's screen as an SVG picture, at the blog of the options or at the newest. Times are in UTC.
pub fn picture(store: Store, options: Options, columns: u16, rows: u16) -> String {
    svg(Still::open(store, options, columns, rows).draw())
}

/// Frames as a terminal would be told them, one after another.
pub struct Frames {
    screen: Screen,
    ahead: Ahead,
}

impl std::fmt::Debug for Frames {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Frames").finish_non_exhaustive()
    }
}

impl Default for Frames {
    fn default() -> Self {
        Self {
            screen: Screen::new(),
            ahead: Ahead::default(),
        }
    }
}

impl Frames {
    /// What brings the next frame onto a terminal that shows the one before; onto an empty one at first.
    pub fn next(&mut self, state: &State, theme: &Theme) -> Vec<u8> {
        let bytes = self.screen.bytes(state, theme).to_vec();
        self.screen.turn_page();
        bytes
    }

    /// What brings the frame that was made ready for a key onto the terminal, if one was. To be asked for before the key is
    /// taken; the frame after it is to come then, as always.
    pub fn answer(&mut self, key: Key, keymap: &Keymap) -> Option<Vec<u8>> {
        let mut written = Vec::new();
        let write = |bytes: &[u8]| {
            written.extend_from_slice(bytes);
            Ok(())
        };
        let answered = self.ahead.answer(key, &mut self.screen, write);
        self.ahead.note(key, keymap);
        matches!(answered, Ok(true)).then_some(written)
    }

    /// Something else than a key has come.
    pub fn interrupt(&mut self) {
        self.ahead.forget();
    }

    /// Makes frames ready for the keys that are likely to come next.
    pub fn prepare(&mut self, state: &State, keymap: &Keymap, theme: &Theme) {
        self.ahead.prepare(state, keymap, theme, &mut self.screen);
    }
}

/// A reader that is nowhere shown.
pub struct Still {
    store: Store,
    state: State,
    options: Options,
    terminal: Terminal<TestBackend>,
    frames: Frames,
    /// What the last key asked for that was only drawn so far.
    later: Vec<Effect>,
}

impl std::fmt::Debug for Still {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Still")
            .field("screen", &self.state.screen)
            .finish_non_exhaustive()
    }
}

impl Still {
    /// A reader with a screen of this size, which has loaded what it shows.
    pub fn open(store: Store, options: Options, columns: u16, rows: u16) -> Self {
        let glyphs = if options.config.ascii {
            &glyphs::ASCII
        } else {
            &glyphs::UNICODE
        };
        let settings = Settings {
            glyphs,
            open: options.blog,
            measure: options.config.width.unwrap_or(MEASURE),
            read: options.config.read,
            order: options.config.order,
            themes: BUILTIN.iter().map(|row| row.0.to_owned()).collect(),
            theme: options.config.theme.name.clone(),
            ..Settings::default()
        };
        let mut state = State::new(settings, &options.config.keymap);
        state.sample = options.sample;
        let Ok(terminal) = Terminal::new(TestBackend::new(columns, rows));
        let mut still = Self {
            store,
            state,
            options,
            terminal,
            frames: Frames::default(),
            later: Vec::new(),
        };
        let resized = Msg::Resized(Area::screen(columns, rows));
        let mut effects = app::update(&mut still.state, resized);
        effects.extend(app::start(&mut still.state));
        still.attend(effects);
        still
    }

    /// Takes a key, and everything that follows from it.
    pub fn press(&mut self, key: Key) {
        let effects = app::press(&mut self.state, &self.options.config.keymap, key);
        self.attend(effects);
    }

    /// Draws a frame.
    pub fn draw(&mut self) -> &Buffer {
        let Ok(_) = self.terminal.draw(|frame| {
            ui::draw(&self.state, &self.options.config.theme, frame);
        });
        self.terminal.backend().buffer()
    }

    /// Takes a key and answers what brings its screen onto a terminal that shows the one before. All else that follows from it
    /// is to be done by [`Self::rest`].
    pub fn answer(&mut self, key: Key) -> Vec<u8> {
        let effects = app::press(&mut self.state, &self.options.config.keymap, key);
        self.later.extend(effects);
        self.frames.next(&self.state, &self.options.config.theme)
    }

    /// Does what is done between two keys: what the last one asked for, and making ready what the next one may show.
    pub fn rest(&mut self) {
        let later = std::mem::take(&mut self.later);
        self.attend(later);
        app::prepare(&mut self.state);
    }

    fn attend(&mut self, mut effects: Vec<Effect>) {
        let mut theme = None;
        while !effects.is_empty() {
            effects = effects
                .into_iter()
                .inspect(|effect| {
                    if let Effect::Theme(name) = effect {
                        theme = Theme::builtin(name).or(theme.take());
                    }
                })
                .flat_map(|effect| perform(effect, &mut self.store))
                .collect::<Vec<Msg>>()
                .into_iter()
                .flat_map(|msg| app::update(&mut self.state, msg))
                .collect();
        }
        if let Some(theme) = theme {
            self.options.config.theme = theme;
        }
    }
}
