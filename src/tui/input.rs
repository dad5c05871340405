//! What the terminal reports, as keys and events of ours.
//! What a key means is not known here.

use std::sync::mpsc::Sender;

use ratatui::crossterm::event;
use ratatui::crossterm::event::KeyCode;
use ratatui::crossterm::event::KeyEvent;
use ratatui::crossterm::event::KeyEventKind;
use ratatui::crossterm::event::KeyModifiers;
use ratatui::crossterm::event::MouseButton;
use ratatui::crossterm::event::MouseEvent;
use ratatui::crossterm::event::MouseEventKind;

use crate::app::key::Code;
use crate::app::key::Key;
use crate::app::pointer::Gesture;
use crate::app::pointer::Pointer;
use crate::tui::faults;
use crate::tui::ground::LateAnswer;
use crate::tui::run::Event;

/// Starts the thread that waits for the terminal. It sleeps in one blocking read; nothing wakes it but input.
pub(crate) fn listen(events: Sender<Event>, late: LateAnswer) -> std::io::Result<()> {
    watch_hangup(events.clone())?;
    std::thread::Builder::new()
        .name("input".to_owned())
        .spawn(move || {
            let outcome = std::panic::catch_unwind(|| pass_on(&events, late));
            let why = match outcome {
                Ok(why) => why,
                Err(payload) => faults::words(payload.as_ref()),
            };
            let _ = events.send(Event::InputLost(why));
        })?;
    Ok(())
}

/// Starts the thread that waits for the terminal to go away. Reading would not tell: a terminal that is gone has an endless
/// supply of nothing, and the signal that tells it goes to the leader of the session alone.
#[cfg(unix)]
fn watch_hangup(events: Sender<Event>) -> std::io::Result<()> {
    use rustix::event::PollFd;
    use rustix::event::PollFlags;
    std::thread::Builder::new()
        .name("hangup".to_owned())
        .spawn(move || {
            // No flag is asked for, so that only errors and the hang-up itself wake this thread.
            let stdin = std::io::stdin();
            let mut terminal = [PollFd::new(&stdin, PollFlags::empty())];
            while let Err(rustix::io::Errno::INTR) = rustix::event::poll(&mut terminal, None) {}
            if terminal[0].revents().intersects(PollFlags::HUP) {
                let _ = events.send(Event::InputLost("the terminal is gone".to_owned()));
            }
        })?;
    Ok(())
}

#[cfg(not(unix))]
fn watch_hangup(_: Sender<Event>) -> std::io::Result<()> {
    Ok(())
}

/// Passes events on until the terminal gives no more; answers why.
fn pass_on(events: &Sender<Event>, mut late: LateAnswer) -> String {
    loop {
        match event::read() {
            Ok(event::Event::Key(key)) if late.holds(key) => {}
            Ok(event) => {
                if let Some(event) = translate(event)
                    && events.send(event).is_err()
                {
                    return "the reader has ended".to_owned();
                }
            }
            Err(error) => return error.to_string(),
        }
    }
}

fn translate(event: event::Event) -> Option<Event> {
    match event {
        event::Event::Key(key) => translate_key(key).map(Event::Key),
        event::Event::Paste(text) => Some(Event::Paste(text)),
        event::Event::Resize(..) => Some(Event::Resized),
        event::Event::FocusGained => Some(Event::FocusGained),
        event::Event::Mouse(mouse) => translate_mouse(mouse).map(Event::Pointer),
        event::Event::FocusLost => None,
    }
}

fn translate_mouse(event: MouseEvent) -> Option<Pointer> {
    let gesture = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => Gesture::Press,
        MouseEventKind::ScrollUp => Gesture::WheelUp,
        MouseEventKind::ScrollDown => Gesture::WheelDown,
        _ => return None,
    };
    Some(Pointer {
        x: event.column,
        y: event.row,
        gesture,
    })
}

fn translate_key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let shift = event.modifiers.contains(KeyModifiers::SHIFT);
    let code = match event.code {
        KeyCode::Char(c) if ctrl => Code::Char(c.to_ascii_lowercase()),
        KeyCode::Char(c) if shift && c.is_ascii_lowercase() => Code::Char(c.to_ascii_uppercase()),
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::F(number) => Code::Function(number),
        KeyCode::Tab if shift => Code::BackTab,
        other => plain(other)?,
    };
    Some(Key {
        code,
        ctrl,
        alt: event.modifiers.contains(KeyModifiers::ALT),
    })
}

fn plain(code: KeyCode) -> Option<Code> {
    Some(match code {
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        _ => return None,
    })
}

/// The keys that a pasted text types: its characters, with line breaks as spaces.
pub(crate) fn typed(text: &str) -> impl Iterator<Item = Key> {
    text.chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control())
        .map(|c| Key {
            code: Code::Char(c),
            ctrl: false,
            alt: false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: KeyCode, modifiers: KeyModifiers) -> Option<String> {
        translate_key(KeyEvent::new(code, modifiers)).map(|key| key.to_string())
    }

    #[test]
    fn keys_have_one_name_whatever_the_terminal_reports() {
        assert_eq!(
            key(KeyCode::Char('j'), KeyModifiers::NONE).as_deref(),
            Some("j")
        );
        assert_eq!(
            key(KeyCode::Char('J'), KeyModifiers::SHIFT).as_deref(),
            Some("J")
        );
        assert_eq!(
            key(KeyCode::Char('j'), KeyModifiers::SHIFT).as_deref(),
            Some("J")
        );
        assert_eq!(
            key(KeyCode::Char('D'), KeyModifiers::CONTROL).as_deref(),
            Some("ctrl-d")
        );
        assert_eq!(
            key(KeyCode::Char(' '), KeyModifiers::NONE).as_deref(),
            Some("space")
        );
        assert_eq!(
            key(KeyCode::BackTab, KeyModifiers::SHIFT).as_deref(),
            Some("shift-tab")
        );
        assert_eq!(
            key(KeyCode::F(1), KeyModifiers::NONE).as_deref(),
            Some("f1")
        );
        assert_eq!(key(KeyCode::CapsLock, KeyModifiers::NONE), None);
    }

    #[test]
    fn pasted_text_types_no_controls() {
        let keys: Vec<String> = typed("a\n\u{1b}b").map(|key| key.to_string()).collect();
        assert_eq!(keys, ["a", "space", "b"]);
    }
}
