//! Frames: one drawing, one write.
//! Nothing is written while the terminal is not ours.

use std::io;
use std::io::Write;

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::Area;
use crate::app::State;
use crate::tui::faults;
use crate::tui::terminal;
use crate::ui;
use crate::ui::theme::Theme;

/// The screen that frames are drawn on.
pub(crate) struct Screen {
    terminal: Terminal<CrosstermBackend<Output>>,
}

impl Screen {
    /// The screen of the terminal.
    pub(crate) fn new() -> io::Result<Self> {
        let backend = CrosstermBackend::new(Output {
            pending: Vec::new(),
        });
        Ok(Self {
            terminal: Terminal::new(backend)?,
        })
    }

    /// Its size now.
    pub(crate) fn area(&self) -> io::Result<Area> {
        let size = self.terminal.size()?;
        Ok(Area::screen(size.width, size.height))
    }

    /// Draws a frame; only cells that changed are written.
    pub(crate) fn draw(&mut self, state: &State, theme: &Theme) -> io::Result<()> {
        self.terminal.draw(|frame| {
            ui::draw(state, theme, frame);
            make_harmless(frame.buffer_mut());
            faults::trip(faults::Place::Draw);
        })?;
        Ok(())
    }

    /// Makes the next frame write every cell.
    pub(crate) fn forget(&mut self) -> io::Result<()> {
        // Not `Terminal::clear`: that asks the terminal for its cursor, and the answer would come among the keys.
        let size = self.terminal.size()?;
        self.terminal
            .resize(Rect::new(0, 0, size.width, size.height))
    }
}

/// The last guard before the terminal: no cell may act on it. All text was made safe long before.
pub(crate) fn make_harmless(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let symbol = cell.symbol();
        let harmless = match symbol.as_bytes() {
            [byte] => (b' '..0x7f).contains(byte),
            _ => !symbol.chars().any(acts),
        };
        if !harmless {
            cell.set_symbol("\u{fffd}");
        }
    }
}

fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Collects a frame and writes it at once.
struct Output {
    pending: Vec<u8>,
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pending.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let frame = std::mem::take(&mut self.pending);
        if frame.is_empty() || !terminal::is_taken() {
            return Ok(());
        }
        terminal::write_now(&frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_act_on_a_terminal_are_replaced() {
        let mut buffer = Buffer::with_lines(["abcd漢"]);
        buffer.content[0].set_symbol("\u{1b}[2J");
        buffer.content[1].set_symbol("\u{9b}");
        buffer.content[2].set_symbol("\u{202e}x");
        make_harmless(&mut buffer);
        let symbols: Vec<&str> = buffer.content.iter().map(|cell| cell.symbol()).collect();
        assert_eq!(
            symbols[..5],
            ["\u{fffd}", "\u{fffd}", "\u{fffd}", "d", "漢"]
        );
    }
}
