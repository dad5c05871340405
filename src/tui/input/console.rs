//! Listening to a console that is no file: a thread waits for its input and tells the loop like any other.

use std::collections::VecDeque;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::Sender;
use std::time::Duration;

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
use crate::tui::run::Event;

/// Not needed here: the loop sleeps where other threads tell it things.
#[derive(Debug, Clone)]
pub(crate) struct Bell;

impl Bell {
    /// Does nothing.
    pub(crate) fn ring(&self) {}
}

/// What is listened to.
#[derive(Debug)]
pub(crate) struct Ears {
    events: Sender<Event>,
}

impl Ears {
    /// Ears that are closed.
    pub(crate) fn new(events: Sender<Event>) -> std::io::Result<(Bell, Self)> {
        Ok((Bell, Self { events }))
    }

    /// Starts the thread that waits for the console. It sleeps in one blocking read; nothing wakes it but input.
    pub(crate) fn open(&mut self) -> std::io::Result<()> {
        let events = self.events.clone();
        std::thread::Builder::new()
            .name("input".to_owned())
            .spawn(move || {
                let outcome = std::panic::catch_unwind(|| pass_on(&events));
                let why = match outcome {
                    Ok(why) => why,
                    Err(payload) => faults::words(payload.as_ref()),
                };
                let _ = events.send(Event::InputLost(why));
            })?;
        Ok(())
    }

    /// Waits until something is told; answers whether it was in time.
    pub(crate) fn wait(
        &mut self,
        longest: Option<Duration>,
        told: &Receiver<Event>,
        heard: &mut VecDeque<Event>,
    ) -> bool {
        let event = match longest {
            Some(longest) => told.recv_timeout(longest),
            None => told.recv().map_err(RecvTimeoutError::from),
        };
        match event {
            Ok(event) => heard.push_back(event),
            Err(RecvTimeoutError::Timeout) => return false,
            Err(RecvTimeoutError::Disconnected) => {
                heard.push_back(Event::InputLost("the reader's threads ended".to_owned()));
            }
        }
        true
    }
}

/// Passes events on until the console gives no more; answers why.
fn pass_on(events: &Sender<Event>) -> String {
    loop {
        match event::read() {
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
