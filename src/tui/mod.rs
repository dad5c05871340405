//! The running program: the app and its drawing on a terminal.
//! What the reader sees and what keys do is decided in `app`; nothing here but the way to and from the world.

mod clipboard;
mod faults;
mod input;
pub mod perform;
mod run;
mod screen;
#[cfg(unix)]
mod signals;
mod terminal;
mod worker;

use std::io::IsTerminal;

use crate::app::keymap::Keymap;
use crate::engine::model::BlogId;
use crate::store::Store;
use crate::ui::theme::ColourDepth;
use crate::ui::theme::Theme;

/// The exit code for what failed or was used wrongly.
const FAILED: u8 = 2;

/// How the reader is to run.
#[derive(Debug)]
pub struct Options {
    /// The colours; reduced here to what the terminal can show.
    pub theme: Theme,
    /// The keys.
    pub keymap: Keymap,
    /// Whether the store holds the bundled sample.
    pub sample: bool,
    /// The blog to open at the start.
    pub open: Option<BlogId>,
    /// What to tell the person at the start.
    pub notices: Vec<String>,
    /// How many columns text takes at most.
    pub width: Option<u16>,
    /// Whether only ASCII is used for lines and signs.
    pub ascii: bool,
}

/// Runs the reader until the person leaves it. Answers the exit code: 128 and the number after a signal.
pub fn run(store: Store, options: Options) -> anyhow::Result<u8> {
    if let Err(why) = check_terminal() {
        eprintln!("liveblog: {why}");
        return Ok(FAILED);
    }
    let value = |name| std::env::var(name).ok();
    let depth = ColourDepth::from_environment(
        value("NO_COLOR").as_deref(),
        value("COLORTERM").as_deref(),
        value("TERM").as_deref(),
    );
    let options = Options {
        theme: options.theme.reduced(depth),
        ..options
    };
    run::run(store, options)
}

fn check_terminal() -> Result<(), &'static str> {
    if !std::io::stdout().is_terminal() || !std::io::stdin().is_terminal() {
        return Err("the reader needs a terminal; use `liveblog show BLOG` for plain text");
    }
    if std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
        return Err(
            "the terminal is \"dumb\" and cannot show the reader; use `liveblog show BLOG` for plain text",
        );
    }
    Ok(())
}
