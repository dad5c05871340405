//! Ctrl-C for commands that have something to finish: the first ends them in order, the second at once.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::cli::failure::Failure;

/// The exit code of a command that was interrupted: 128 and the number of the signal.
pub(crate) const CODE: u8 = 130;

/// Sets a switch when the person asks the command to end.
#[cfg(unix)]
pub(crate) fn watch(switch: &Arc<AtomicBool>) -> Result<(), Failure> {
    use signal_hook::consts::SIGINT;
    use signal_hook::consts::SIGTERM;
    let watched = |signal| {
        // The second signal finds the switch set and ends the program.
        signal_hook::flag::register_conditional_shutdown(
            signal,
            i32::from(CODE),
            Arc::clone(switch),
        )?;
        signal_hook::flag::register(signal, Arc::clone(switch))
    };
    for signal in [SIGINT, SIGTERM] {
        watched(signal).map_err(|error| Failure::new("signals", "", error, "start it again"))?;
    }
    Ok(())
}

/// Nothing is watched: the system ends the command, and what was kept stays.
#[cfg(not(unix))]
pub(crate) fn watch(_: &Arc<AtomicBool>) -> Result<(), Failure> {
    Ok(())
}
