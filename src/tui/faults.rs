//! Faults of the program itself: what a panic does while the terminal is ours.
//! A fault of the drawing thread ends the program with the terminal given back; one of another thread is caught there.

use std::any::Any;
use std::sync::Mutex;
use std::sync::Once;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread::ThreadId;

use crate::tui::terminal;

/// The thread that draws.
static DRAWING: Mutex<Option<ThreadId>> = Mutex::new(None);

/// Makes panics give the terminal back first, if this thread has them; those of other threads print nothing over the screen.
pub(crate) fn watch() {
    static ONCE: Once = Once::new();
    if let Ok(mut drawing) = DRAWING.lock() {
        *drawing = Some(std::thread::current().id());
    }
    ONCE.call_once(|| {
        let previous = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if terminal::is_taken() && !is_drawing_thread() {
                return;
            }
            terminal::give_back();
            previous(info);
        }));
    });
}

fn is_drawing_thread() -> bool {
    let drawing = DRAWING.try_lock().ok().and_then(|drawing| *drawing);
    drawing == Some(std::thread::current().id())
}

/// What a panic said.
pub(crate) fn words(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied().map(str::to_owned);
    text.or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no reason given".to_owned())
}

/// Where a test can ask for a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the middle of drawing a frame.
    Draw,
    /// In the thread that keeps the library.
    Worker,
}

impl Place {
    fn name(self) -> &'static str {
        match self {
            Self::Draw => "draw",
            Self::Worker => "worker",
        }
    }
}

/// Whether a fault that a test asked for is due: from the first key on, once.
static DUE: AtomicBool = AtomicBool::new(false);

/// Whether a key was pressed before.
static ARMED: AtomicBool = AtomicBool::new(false);

/// Lets the fault that a test asked for happen from now on, once. Only debug builds know such faults.
pub(crate) fn arm() {
    if cfg!(debug_assertions) && !ARMED.swap(true, Ordering::SeqCst) {
        DUE.store(true, Ordering::SeqCst);
    }
}

/// Fails here if a test asked for it in `LIVEBLOG_TEST_PANIC`. Does nothing in release builds.
#[expect(clippy::panic, reason = "tests ask for this one")]
pub(crate) fn trip(place: Place) {
    if !cfg!(debug_assertions) || !DUE.load(Ordering::SeqCst) {
        return;
    }
    let asked = std::env::var_os("LIVEBLOG_TEST_PANIC").is_some_and(|name| name == place.name());
    if asked && DUE.swap(false, Ordering::SeqCst) {
        panic!("a fault that a test asked for");
    }
}
