//! Listening to a terminal and to the other threads at once: one sleep, which only input, their bell or the end of the
//! terminal ends.

use std::collections::VecDeque;
use std::io::Read;
use std::io::Write;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::time::Duration;

use rustix::event::PollFd;
use rustix::event::PollFlags;
use rustix::event::Timespec;
use rustix::io::Errno;

use crate::tui::decode::Decoder;
use crate::tui::decode::Report;
use crate::tui::run::Event;

/// How many bytes are read at once.
const AT_ONCE: usize = 4096;

/// Wakes the loop.
#[derive(Debug, Clone)]
pub(crate) struct Bell(Arc<UnixStream>);

impl Bell {
    /// Rings. Where it rang so often that nothing more fits, it need not ring once more.
    pub(crate) fn ring(&self) {
        let _ = (&*self.0).write(&[1]);
    }
}

/// What is listened to.
#[derive(Debug)]
pub(crate) struct Ears {
    bell: UnixStream,
    open: bool,
    decoder: Decoder,
}

impl Ears {
    /// Ears for a bell, and later for the terminal.
    pub(crate) fn new(_: Sender<Event>) -> std::io::Result<(Bell, Self)> {
        let (bell, rings) = UnixStream::pair()?;
        rings.set_nonblocking(true)?;
        bell.set_nonblocking(true)?;
        let ears = Self {
            bell,
            open: false,
            decoder: Decoder::default(),
        };
        Ok((Bell(Arc::new(rings)), ears))
    }

    /// Listens to the terminal from now on.
    pub(crate) fn open(&mut self) -> std::io::Result<()> {
        self.open = true;
        Ok(())
    }

    /// Waits until something is heard or told; answers whether it was in time.
    pub(crate) fn wait(
        &mut self,
        longest: Option<Duration>,
        _: &Receiver<Event>,
        heard: &mut VecDeque<Event>,
    ) -> bool {
        let longest = longest.and_then(|longest| Timespec::try_from(longest).ok());
        let stdin = std::io::stdin();
        let wanted = if self.open {
            PollFlags::IN
        } else {
            PollFlags::empty()
        };
        let (terminal, bell) = {
            let mut both = [
                PollFd::new(&stdin, wanted),
                PollFd::new(&self.bell, PollFlags::IN),
            ];
            match rustix::event::poll(&mut both, longest.as_ref()) {
                Ok(0) => return false,
                Ok(_) => (both[0].revents(), both[1].revents()),
                // A signal came; what it means is told by the thread that waits for signals.
                Err(Errno::INTR) => return true,
                Err(error) => {
                    heard.push_back(Event::InputLost(error.to_string()));
                    return true;
                }
            }
        };
        if bell.contains(PollFlags::IN) {
            let mut rings = [0; 64];
            while matches!(self.bell.read(&mut rings), Ok(count) if count == rings.len()) {}
        }
        if terminal.contains(PollFlags::IN) && self.open {
            self.read(heard);
        } else if terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            heard.push_back(Event::InputLost("the terminal is gone".to_owned()));
        }
        true
    }

    /// Reads what the terminal has.
    fn read(&mut self, heard: &mut VecDeque<Event>) {
        let mut bytes = [0; AT_ONCE];
        match rustix::io::read(std::io::stdin(), &mut bytes) {
            // A terminal that is gone has an endless supply of nothing.
            Ok(0) => heard.push_back(Event::InputLost("the terminal is gone".to_owned())),
            Ok(count) => {
                let reports = self.decoder.take(&bytes[..count]);
                heard.extend(reports.into_iter().map(event));
            }
            Err(Errno::INTR | Errno::AGAIN) => {}
            Err(error) => heard.push_back(Event::InputLost(error.to_string())),
        }
    }
}

fn event(report: Report) -> Event {
    match report {
        Report::Key(key) => Event::Key(key),
        Report::Pointer(pointer) => Event::Pointer(pointer),
        Report::Paste(text) => Event::Paste(text),
        Report::FocusGained => Event::FocusGained,
        Report::Graphics(knows) => Event::Graphics(knows),
    }
}
