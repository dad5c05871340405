//! The terminal's modes: taken at the start, given back on every way out.
//! What is drawn is not known here.

use std::io;
use std::io::Write;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;

use ratatui::crossterm::cursor::Hide;
use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::event::DisableBracketedPaste;
use ratatui::crossterm::event::DisableFocusChange;
use ratatui::crossterm::event::DisableMouseCapture;
use ratatui::crossterm::event::EnableBracketedPaste;
use ratatui::crossterm::event::EnableFocusChange;
use ratatui::crossterm::queue;
use ratatui::crossterm::style::ResetColor;
use ratatui::crossterm::terminal::EnterAlternateScreen;
use ratatui::crossterm::terminal::LeaveAlternateScreen;
use ratatui::crossterm::terminal::disable_raw_mode;
use ratatui::crossterm::terminal::enable_raw_mode;

/// Buttons and wheel in the modern encoding; not the motion of the pointer, which would wake the program at every step.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";

/// How long a terminal needs to take what was written, about.
const REST: Duration = Duration::from_micros(300);

/// Whether the terminal is ours now.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Holds the terminal; dropping it gives the terminal back.
#[derive(Debug)]
pub(crate) struct Guard;

impl Guard {
    /// Takes the terminal.
    pub(crate) fn new() -> io::Result<Self> {
        let guard = Self;
        take()?;
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

/// Whether the terminal is ours now.
pub(crate) fn is_taken() -> bool {
    TAKEN.load(Ordering::SeqCst)
}

/// Takes the terminal: raw mode, alternate screen, no cursor, paste and focus told apart from keys.
pub(crate) fn take() -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    let mut modes = Vec::new();
    queue!(
        modes,
        EnterAlternateScreen,
        Hide,
        EnableBracketedPaste,
        EnableFocusChange
    )?;
    write_now(&modes)
}

/// Gives the terminal back as it was. Every step is tried, whatever became of the others; a second call does nothing.
pub(crate) fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let _ = disable_raw_mode();
    let mut modes = Vec::new();
    let _ = queue!(
        modes,
        DisableMouseCapture,
        DisableBracketedPaste,
        DisableFocusChange
    );
    let _ = queue!(modes, ResetColor, Show, LeaveAlternateScreen);
    let _ = write_now(&modes);
}

/// Asks the terminal to report the wheel and the buttons, or not to.
pub(crate) fn use_mouse(on: bool) -> io::Result<()> {
    write_now(if on { MOUSE_ON } else { MOUSE_OFF })
}

/// Rests until the terminal has what was written: where no processor is to spare, it would have to wait until all else is done
/// that follows from a key. Only to yield is not enough, since those that wait may count for less.
pub(crate) fn rest() {
    std::thread::sleep(REST);
}

/// Writes bytes at once, so that nothing comes between them.
pub(crate) fn write_now(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}
