//! What comes to the loop: what the other threads tell, and what the terminal reports. The loop waits for both at one place
//! and reads the terminal itself, so that a key is handed from no thread to another on its way to the screen.

use std::collections::VecDeque;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::SendError;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::time::Duration;

use crate::tui::ground::Ground;
use crate::tui::ground::LateAnswer;
use crate::tui::input::Bell;
use crate::tui::input::Ears;
use crate::tui::run::Event;

/// The way to the loop, for other threads.
#[derive(Debug, Clone)]
pub(crate) struct Post {
    events: Sender<Event>,
    bell: Bell,
}

impl Post {
    /// Tells the loop of something.
    pub(crate) fn send(&self, event: Event) -> Result<(), SendError<Event>> {
        self.events.send(event)?;
        self.bell.ring();
        Ok(())
    }
}

/// Where the loop waits.
#[derive(Debug)]
pub(crate) struct Mailbox {
    told: Receiver<Event>,
    ears: Ears,
    heard: VecDeque<Event>,
    late: LateAnswer,
}

impl Mailbox {
    /// A mailbox and the way to it.
    pub(crate) fn new(ground: Ground) -> std::io::Result<(Post, Self)> {
        let (events, told) = channel();
        let (bell, ears) = Ears::new(events.clone())?;
        let mailbox = Self {
            told,
            ears,
            heard: VecDeque::new(),
            late: LateAnswer::after(ground),
        };
        Ok((Post { events, bell }, mailbox))
    }

    /// From now on the terminal is listened to; it must be ours.
    pub(crate) fn listen(&mut self) -> std::io::Result<()> {
        self.ears.open()
    }

    /// What comes next; nothing if that takes longer than this.
    pub(crate) fn next(&mut self, longest: Option<Duration>) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting() {
                return Some(event);
            }
            if !self.ears.wait(longest, &self.told, &mut self.heard) {
                return self.waiting();
            }
        }
    }

    /// What waits already: keys first.
    pub(crate) fn waiting(&mut self) -> Option<Event> {
        loop {
            let heard = self.heard.pop_front();
            let event = heard.or_else(|| self.told.try_recv().ok())?;
            if !matches!(event, Event::Key(key) if self.late.holds(key)) {
                return Some(event);
            }
        }
    }

    /// Everything that is left once nobody waits any more.
    pub(crate) fn rest(&self) -> impl Iterator<Item = Event> {
        self.told.try_iter()
    }
}
