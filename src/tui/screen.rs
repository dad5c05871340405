//! Frames: one drawing, one write.
//! Nothing is written while the terminal is not ours.

use std::io;
use std::io::Write;

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::buffer::CellDiffOption;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use crate::app::Area;
use crate::app::State;
use crate::tui::faults;
use crate::tui::terminal;
use crate::ui;
use crate::ui::theme::Theme;

/// The screen that frames are drawn on.
pub(crate) struct Screen {
    terminal: Terminal<CrosstermBackend<Output>>,
    /// Cells that the last frame may have spilt into.
    spilt: Vec<usize>,
}

impl Screen {
    /// The screen of the terminal.
    pub(crate) fn new() -> io::Result<Self> {
        let backend = CrosstermBackend::new(Output {
            pending: Vec::new(),
        });
        Ok(Self {
            terminal: Terminal::new(backend)?,
            spilt: Vec::new(),
        })
    }

    /// Its size now.
    pub(crate) fn area(&self) -> io::Result<Area> {
        let size = self.terminal.size()?;
        Ok(Area::screen(size.width, size.height))
    }

    /// Draws a frame; only cells that changed are written.
    pub(crate) fn draw(&mut self, state: &State, theme: &Theme) -> io::Result<()> {
        let spilt = &mut self.spilt;
        self.terminal.draw(|frame| {
            ui::draw(state, theme, frame);
            make_harmless(frame.buffer_mut());
            write_over(frame.buffer_mut(), spilt);
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

/// Signs of several parts, like families and skin tones, are one sign in some terminals and several in others. Has the cells
/// that the parts may spill into written again, now and in the frame after, so that nothing of them stays.
fn write_over(buffer: &mut Buffer, spilt: &mut Vec<usize>) {
    let width = usize::from(buffer.area.width).max(1);
    let mut covered = Vec::new();
    let mut now = Vec::new();
    for (row, cells) in buffer.content.chunks(width).enumerate() {
        let mut column = 0;
        while let Some(cell) = cells.get(column) {
            let symbol = cell.symbol();
            let wide = UnicodeWidthStr::width(symbol).max(1);
            let next = column + wide;
            covered.extend((column + 1..next.min(width)).map(|at| row * width + at));
            if symbol.chars().any(joins) {
                let end = (column + 2 * symbol.chars().count()).min(width);
                now.extend((next..end.max(next)).map(|at| row * width + at));
            }
            column = next;
        }
    }
    for at in now.iter().chain(spilt.iter()) {
        if let Some(cell) = buffer.content.get_mut(*at)
            && covered.binary_search(at).is_err()
        {
            cell.set_diff_option(CellDiffOption::AlwaysUpdate);
        }
    }
    *spilt = now;
}

/// Whether a character makes one sign of those around it.
fn joins(c: char) -> bool {
    matches!(c, '\u{200d}' | '\u{fe0f}' | '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f3fb}'..='\u{1f3ff}')
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
    fn what_a_sign_of_several_parts_spills_is_written_over_now_and_once_more() {
        let thumb = "\u{1f44d}\u{1f3fd}";
        let marked = |buffer: &Buffer| -> Vec<usize> {
            let cells = buffer.content.iter().enumerate();
            cells
                .filter(|(_, cell)| cell.diff_option == CellDiffOption::AlwaysUpdate)
                .map(|(at, _)| at)
                .collect()
        };
        let mut spilt = Vec::new();
        let mut first = Buffer::with_lines([format!("a{thumb}     ")]);
        write_over(&mut first, &mut spilt);
        assert_eq!(marked(&first), [3, 4]);
        // The second half of a wide character is never written by itself.
        let mut second = Buffer::with_lines(["ab\u{6f22}xyz "]);
        write_over(&mut second, &mut spilt);
        assert_eq!(marked(&second), [4]);
        let mut third = Buffer::with_lines(["plain   "]);
        write_over(&mut third, &mut spilt);
        assert!(marked(&third).is_empty() && spilt.is_empty());
    }

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
