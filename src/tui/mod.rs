//! The running program: the app and its drawing on a terminal. Stand-in until the real one is merged.

use crate::config::Config;
use crate::engine::model::BlogId;
use crate::store::Store;

/// What the reader is opened with.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What the person's files say.
    pub config: Config,
    /// What is wrong in the person's files.
    pub problems: Vec<String>,
    /// The blog to open at once.
    pub blog: Option<BlogId>,
    /// Whether the library is the bundled sample in memory.
    pub sample: bool,
    /// Whether colours are wanted.
    pub colour: bool,
}

/// Runs the reader until the person leaves it.
pub fn run(_store: Store, _options: Options) -> anyhow::Result<u8> {
    anyhow::bail!("the reader is not built in yet")
}
