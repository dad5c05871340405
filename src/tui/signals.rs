//! Signals, as events of the loop. A second request to end is obeyed at once.

use signal_hook::consts::SIGCONT;
use signal_hook::consts::SIGHUP;
use signal_hook::consts::SIGINT;
use signal_hook::consts::SIGQUIT;
use signal_hook::consts::SIGTERM;
use signal_hook::consts::SIGTSTP;
use signal_hook::consts::SIGWINCH;
use signal_hook::iterator::Signals;

use crate::tui::post::Post;
use crate::tui::run::Event;
use crate::tui::terminal;

/// Starts the thread that waits for signals; it sleeps until one comes.
pub(crate) fn listen(events: Post) -> std::io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            let mut ending = false;
            for signal in signals.forever() {
                let event = match signal {
                    SIGTSTP => Event::Suspend,
                    SIGCONT => Event::Continued,
                    SIGWINCH => Event::Resized,
                    _ if ending => end_now(signal),
                    _ => {
                        ending = true;
                        Event::Stop(signal)
                    }
                };
                if events.send(event).is_err() && ending {
                    end_now(signal);
                }
            }
        })?;
    Ok(())
}

fn end_now(signal: i32) -> ! {
    terminal::give_back();
    std::process::exit(128 + signal)
}

/// Stops the program until the shell continues it. Refused where no shell could: a terminal that runs only this program.
pub(crate) fn stop() -> Result<(), &'static str> {
    let leads_session =
        rustix::process::getsid(None).is_ok_and(|leader| leader == rustix::process::getpid());
    if leads_session {
        return Err("there is no shell to go back to");
    }
    terminal::give_back();
    signal_hook::low_level::emulate_default_handler(SIGTSTP)
        .map_err(|_| "the system does not let the program stop")
}
