//! The running program: the app and its drawing on a terminal.
//! What the reader sees and what keys do is decided in `app`; nothing here but the way to and from the world.

mod ahead;
mod clipboard;
#[cfg(unix)]
mod decode;
mod desktop;
mod faults;
mod finding;
mod following;
mod ground;
mod importing;
mod input;
mod naming;
mod notify;
pub mod perform;
mod picturing;
mod post;
mod resting;
mod run;
mod screen;
mod setup;
#[cfg(unix)]
mod signals;
pub mod still;
mod terminal;
mod web;
mod worker;

use std::io::IsTerminal;
use std::time::Duration;

use crate::app::follow::Beginning;
use crate::config::Config;
use crate::config::Paths;
use crate::engine::model::BlogId;
use crate::fetch::WebOptions;
use crate::store::Store;
use crate::tui::setup::Canvas;
use crate::ui::theme::ColourDepth;

/// The exit code for what failed or was used wrongly.
const FAILED: u8 = 2;

/// How the reader is to run.
#[derive(Debug)]
pub struct Options {
    /// What the person's files say. Its theme is reduced here to the colours that the terminal can show.
    pub config: Config,
    /// Where these files are; absent for a reader that has none.
    pub paths: Option<Paths>,
    /// What the person's files get wrong; told at the start.
    pub problems: Vec<String>,
    /// The blog to open at the start.
    pub blog: Option<BlogId>,
    /// What the reader does on the web.
    pub online: Online,
    /// Whether the store holds the bundled sample.
    pub sample: bool,
    /// Whether colours are wanted; `NO_COLOR` says no.
    pub colour: bool,
}

/// What the reader does on the web.
#[derive(Debug, Clone)]
pub struct Online {
    /// How it begins with the blog that it opens at.
    pub beginning: Beginning,
    /// How the web is asked.
    pub web: WebOptions,
    /// How long to wait where a wait is due: as long, but in tests.
    pub pace: fn(Duration) -> Duration,
}

impl Default for Online {
    fn default() -> Self {
        Self {
            beginning: Beginning::Stored,
            web: WebOptions::default(),
            pace: |wait| wait,
        }
    }
}

/// Runs the reader until the person leaves it. Answers the exit code: 128 and the number after a signal.
pub fn run(store: Store, options: Options) -> anyhow::Result<u8> {
    if let Err(why) = check_terminal() {
        eprintln!("liveblog: {why}");
        return Ok(FAILED);
    }
    let depth = if options.colour {
        let value = |name| std::env::var(name).ok();
        ColourDepth::from_environment(value("COLORTERM").as_deref(), value("TERM").as_deref())
    } else {
        ColourDepth::None
    };
    let canvas = Canvas::of(&options.config, depth);
    run::run(store, options, canvas)
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
