//! Runs the reader on a library in memory: keys in, a screen out, everything at once and without a clock.

use jiff::tz::Offset;
use liveblog::app;
use liveblog::app::Area;
use liveblog::app::Effect;
use liveblog::app::Key;
use liveblog::app::Keymap;
use liveblog::app::Msg;
use liveblog::app::Settings;
use liveblog::app::State;
use liveblog::app::glyphs;
use liveblog::app::pointer::Gesture;
use liveblog::app::pointer::Pointer;
use liveblog::app::stamp::Zone;
use liveblog::ui;
use liveblog::ui::theme::Theme;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::Color;
use ratatui::style::Modifier;

use crate::screen_library::Library;

/// A running reader.
pub(crate) struct Harness {
    pub(crate) library: Library,
    pub(crate) state: State,
    pub(crate) keymap: Keymap,
    /// Everything that was asked for so far.
    pub(crate) asked: Vec<Effect>,
}

impl Harness {
    /// A reader of this size that has shown its first screen.
    pub(crate) fn new(library: Library, width: u16, height: u16) -> Self {
        Self::with(library, width, height, Settings::default())
    }

    /// The same with other settings.
    pub(crate) fn with(library: Library, width: u16, height: u16, settings: Settings) -> Self {
        let keymap = Keymap::builtin();
        let state = State::new(settings, &keymap);
        let mut out = Self {
            library,
            state,
            keymap,
            asked: Vec::new(),
        };
        out.tell(Msg::Resized(Area::screen(width, height)));
        let effects = app::start(&mut out.state);
        out.perform(effects);
        out
    }

    /// Settings with ASCII signs and another zone.
    pub(crate) fn plain_settings() -> Settings {
        Settings {
            glyphs: &glyphs::ASCII,
            zone: Zone::Fixed(Offset::constant(1)),
            ..Settings::default()
        }
    }

    /// Presses keys.
    pub(crate) fn keys(mut self, keys: &str) -> Self {
        self.press(keys);
        self
    }

    /// Presses keys.
    pub(crate) fn press(&mut self, keys: &str) {
        for key in keys.split_whitespace() {
            let key: Key = key.parse().unwrap();
            let effects = app::press(&mut self.state, &self.keymap, key);
            self.perform(effects);
        }
    }

    /// Sends a message.
    pub(crate) fn tell(&mut self, msg: Msg) {
        let effects = app::update(&mut self.state, msg);
        self.perform(effects);
    }

    /// Ends the reader; answers what it leaves behind.
    pub(crate) fn quit(mut self) -> Library {
        let effects = app::leave(&self.state);
        self.perform(effects);
        self.library
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        let mut waiting = std::collections::VecDeque::from(effects);
        let mut rounds = 0;
        while let Some(effect) = waiting.pop_front() {
            rounds += 1;
            assert!(rounds < 1000, "effects without end: {effect:?}");
            self.asked.push(effect.clone());
            if let Some(msg) = self.library.perform(&effect) {
                waiting.extend(app::update(&mut self.state, msg));
            }
        }
    }

    /// Draws with a theme.
    pub(crate) fn buffer(&self, theme: &Theme) -> Buffer {
        let area = self.state.screen;
        let mut terminal = Terminal::new(TestBackend::new(area.width, area.height)).unwrap();
        terminal
            .draw(|frame| ui::draw(&self.state, theme, frame))
            .unwrap();
        terminal.backend().buffer().clone()
    }

    /// The rows of the screen as text.
    pub(crate) fn rows(&self) -> Vec<String> {
        let buffer = self.buffer(&Theme::probe());
        let width = usize::from(buffer.area.width).max(1);
        let rows = buffer.content.chunks(width);
        rows.map(|row| text_of(row).trim_end().to_owned()).collect()
    }

    /// The rows above the two lines at the bottom without the bar at the right edge, which tells of the whole and changes as that grows.
    pub(crate) fn text_rows(&self) -> Vec<String> {
        let mut rows = self.rows();
        rows.truncate(rows.len().saturating_sub(2));
        let bar = ['▐', '·', '*', '~', '◆', ' '];
        rows.iter()
            .map(|row| row.trim_end_matches(bar).to_owned())
            .collect()
    }

    /// What the reader says, if anything.
    pub(crate) fn notice(&self) -> &str {
        let notice = self.state.notice.as_ref();
        notice.map_or("", |notice| &notice.text)
    }

    /// Text and tones of the screen, for a snapshot.
    pub(crate) fn screen(&self) -> String {
        let buffer = self.buffer(&Theme::probe());
        let width = usize::from(buffer.area.width);
        let mut out = String::new();
        for row in buffer.content.chunks(width) {
            out.push_str(text_of(row).trim_end());
            out.push('\n');
        }
        out.push_str(&"=".repeat(width));
        out.push('\n');
        for row in buffer.content.chunks(width) {
            let tones: String = row.iter().map(|cell| sign(cell.fg)).collect();
            out.push_str(tones.trim_end_matches(['.', 'a']));
            out.push('\n');
        }
        out
    }

    /// The screen with the looks of each stretch of it, for a snapshot of a theme.
    pub(crate) fn looks(&self, theme: &Theme) -> String {
        let buffer = self.buffer(theme);
        let width = usize::from(buffer.area.width);
        let mut out = String::new();
        for row in buffer.content.chunks(width) {
            for run in row.chunk_by(|a, b| a.style() == b.style()) {
                let text = text_of(run);
                let style = run[0].style();
                let (fg, bg) = (run[0].fg, run[0].bg);
                let more = format!("{:?}", style.add_modifier).to_lowercase();
                let more = if style.add_modifier.is_empty() {
                    ""
                } else {
                    &more
                };
                out.push_str(&format!(
                    "[{fg} on {bg}{}{more}]{}",
                    if more.is_empty() { "" } else { " " },
                    text
                ));
            }
            out.truncate(out.trim_end().len());
            out.push('\n');
        }
        out
    }

    /// Makes a gesture of the mouse.
    pub(crate) fn point(&mut self, x: u16, y: u16, gesture: Gesture) {
        let effects = app::point(&mut self.state, Pointer { x, y, gesture });
        self.perform(effects);
    }

    /// How many cells have no colour but are told by bold, underline or reverse.
    pub(crate) fn plain_marks(&self) -> usize {
        let buffer = self.buffer(&Theme::plain());
        assert!(
            buffer
                .content
                .iter()
                .all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset)
        );
        buffer
            .content
            .iter()
            .filter(|cell| cell.modifier != Modifier::empty())
            .count()
    }
}

/// The text of a row; a wide character is written once.
fn text_of(row: &[ratatui::buffer::Cell]) -> String {
    let mut out = String::new();
    let mut skip = 0;
    for cell in row {
        if skip == 0 {
            out.push_str(cell.symbol());
            skip = unicode_width::UnicodeWidthStr::width(cell.symbol());
        }
        skip = skip.saturating_sub(1);
    }
    out
}

/// One sign for each tone, in the order of the tones.
fn sign(colour: Color) -> char {
    const SIGNS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    match colour {
        Color::Indexed(tone) => SIGNS
            .get(usize::from(tone))
            .map_or('?', |sign| *sign as char),
        _ => '.',
    }
}
